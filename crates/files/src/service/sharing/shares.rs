//! Access to files and folders of people: giving it, reading it, giving it back (`files/08 §3, §4,
//! §7`).

use people::Person;
use portal::{Role, UserId};
use serde_json::json;
use sql::Tx;
use uuid::Uuid;

use super::links::abilities;
use super::see;
use super::subjects::{Named, Who};
use crate::error::Error;
use crate::model::{Entry, EntryRef, FileShare, FolderType, Mark, Share, SubjectType};
use crate::rules::{Action, portal_roles, sharing};
use crate::service::rooms::happening::record_on;
use crate::service::{Files, letters};
use crate::store::{marks, shares};
use crate::view::{self, FileShareDto, Seen, Viewer};

/// Somebody who gets access.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    /// Person or group.
    pub id: Option<Uuid>,
    /// Address, when there is no id.
    pub email: Option<String>,
    /// What he gets.
    pub access: FileShare,
}

/// A letter to those who get access.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// Words for them.
    pub words: Option<String>,
}

impl Files {
    /// Gives people and groups access to entries. The answer repeats the records of everybody named
    /// for each change, as the contract has it (`files/08 §3`).
    ///
    /// # Errors
    /// 404; 403 for guests, without the right to change access, and for rights that do not fit.
    pub async fn set_shares(
        &self,
        viewer: &Viewer,
        entries: Vec<EntryRef>,
        list: Vec<Invitation>,
        notice: Option<Notice>,
    ) -> Result<Vec<FileShareDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (_, role) = viewer.person()?;
                may_share(role)?;
                let ids: Vec<Uuid> = list.iter().filter_map(|one| one.id).collect();
                let named = Named::load(tx, &viewer, &ids)?;
                let mut all = Vec::new();
                for entry in entries {
                    let seen = see(tx, &viewer, entry)?;
                    seen.require(Action::EditAccess)?;
                    let changes = apply(tx, &viewer, &seen, &named, &list, notice.as_ref())?;
                    if changes == 0 {
                        continue;
                    }
                    let mut records = shares::of_entry(tx, viewer.portal, entry)?;
                    records.retain(|share| ids.contains(&share.subject));
                    let records = view::shares(tx, &viewer, &seen, &records)?;
                    for _ in 0..changes {
                        all.extend(records.iter().cloned());
                    }
                }
                Ok(all)
            })
            .await
    }

    /// People and groups with access to an entry itself, its owner first, and how many there are.
    /// Empty for those who may not change access.
    ///
    /// # Errors
    /// 404; 403 for guests and without the right to read.
    pub async fn shares(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        start: usize,
        count: usize,
    ) -> Result<(Vec<FileShareDto>, i64), Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (_, role) = viewer.person()?;
                may_share(role)?;
                let seen = see(tx, &viewer, entry)?;
                seen.require(Action::Read)?;
                let mut records = shares::of_entry(tx, viewer.portal, entry)?;
                records.retain(|share| share.link.is_none());
                let owner = owner(&seen);
                records.retain(|share| share.subject != owner.0);
                records.insert(0, view::owner_record(&seen.entry, owner));
                let total = i64::try_from(records.len()).unwrap_or(i64::MAX);
                if !seen.may(Action::EditAccess) {
                    return Ok((Vec::new(), total));
                }
                let page: Vec<Share> = records.into_iter().skip(start).take(count).collect();
                Ok((view::shares(tx, &viewer, &seen, &page)?, total))
            })
            .await
    }

    /// Everybody with access to entries, by whatever folder above: the nearest record of each, the
    /// owner last.
    ///
    /// # Errors
    /// 404; 403 without the right to read.
    pub async fn inherited_shares(
        &self,
        viewer: &Viewer,
        entries: Vec<EntryRef>,
    ) -> Result<Vec<FileShareDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                viewer.person()?;
                let mut all = Vec::new();
                for entry in entries {
                    let seen = see(tx, &viewer, entry)?;
                    seen.require(Action::Read)?;
                    let mut records = shares::of_entry(tx, viewer.portal, entry)?;
                    let parent = seen.entry.parent();
                    records.extend(shares::above(tx, viewer.portal, parent)?);
                    let links = seen.may(Action::ReadLinks);
                    let owner = owner(&seen);
                    let mut nearest: Vec<Share> = Vec::new();
                    for share in records {
                        let new = !nearest.iter().any(|one| one.subject == share.subject);
                        let shown = links || share.link.is_none();
                        if new && shown && share.subject != owner.0 {
                            nearest.push(share);
                        }
                    }
                    nearest.push(view::owner_record(&seen.entry, owner));
                    all.extend(view::shares(tx, &viewer, &seen, &nearest)?);
                }
                Ok(all)
            })
            .await
    }

    /// Takes entries off the caller's lists.
    ///
    /// # Errors
    /// 401 for strangers; 404.
    pub async fn leave(&self, viewer: &Viewer, entries: Vec<EntryRef>) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                for entry in entries {
                    let seen = see(tx, &viewer, entry)?;
                    leave(tx, &viewer, user, &seen)?;
                }
                Ok(())
            })
            .await
    }
}

/// Guests share nothing and do not see with whom things are shared.
pub(super) fn may_share(role: Role) -> Result<(), Error> {
    if portal_roles::may_share(role) {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

/// Owner of the room around an entry, or of the documents it lies in.
pub(crate) fn owner(seen: &Seen) -> UserId {
    match seen.facts.room {
        Some(room) => room.owner,
        None => seen.facts.root_owner,
    }
}

fn apply(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    named: &Named,
    list: &[Invitation],
    notice: Option<&Notice>,
) -> Result<usize, Error> {
    let entry = seen.entry.reference();
    let present = shares::of_entry(tx, viewer.portal, entry)?;
    let mut changes = 0;
    for one in list {
        let Some(who) = one.id.and_then(|id| named.who(id)) else {
            continue;
        };
        let subject = match who {
            Who::Group(group) => group.0,
            Who::Person(person) => {
                let left_out = !named.knows(viewer, person)
                    || (person.is_terminated() && one.access != FileShare::None)
                    || person.id == owner(seen)
                    || viewer.caller.is(person.id);
                if left_out {
                    continue;
                }
                person.id.0
            }
        };
        if !processed(seen, one.access) {
            continue;
        }
        fits(viewer, seen, who.subject_type(), one.access)?;
        let before = present.iter().find(|share| share.subject == subject);
        if before.map_or(FileShare::None, |share| share.access) == one.access {
            continue;
        }
        put(tx, viewer, seen, who, subject, one.access)?;
        if let Some(notice) = notice
            && !matches!(one.access, FileShare::None | FileShare::Restrict)
        {
            letters::shared(tx, viewer, &seen.entry, who, notice.words.as_deref())?;
        }
        changes += 1;
    }
    Ok(changes)
}

/// Gives one person access to an entry, where such access can be given at all; tells whether he has it.
pub(super) fn offer(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    person: &Person,
    access: FileShare,
) -> Result<bool, Error> {
    if !processed(seen, access) || fits(viewer, seen, SubjectType::User, access).is_err() {
        return Ok(false);
    }
    put(tx, viewer, seen, Who::Person(person), person.id.0, access)?;
    Ok(true)
}

/// Files that nothing opens can only be read or replaced; other rights are passed over.
fn processed(seen: &Seen, access: FileShare) -> bool {
    use FileShare::{None, Read, ReadWrite, Restrict};
    seen.facts
        .file()
        .is_none_or(|file| file.web_viewable || file.must_convert)
        || matches!(access, Read | ReadWrite | Restrict | None)
}

fn fits(
    viewer: &Viewer,
    seen: &Seen,
    subject: SubjectType,
    access: FileShare,
) -> Result<(), Error> {
    let can = match &seen.entry {
        Entry::File(file) => abilities(viewer, &file.title),
        Entry::Folder(_) => sharing::Abilities::default(),
    };
    if sharing::share_right_available(&seen.facts, &viewer.caller, subject, access, can) {
        return Ok(());
    }
    Err(Error::refused(
        "The role is not available for this user type",
    ))
}

fn put(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    who: Who<'_>,
    subject: Uuid,
    access: FileShare,
) -> Result<(), Error> {
    let entry = seen.entry.reference();
    match (entry, access) {
        (EntryRef::Folder(folder), FileShare::None) => {
            shares::remove_below(tx, viewer.portal, folder, subject)?;
        }
        (_, FileShare::None) => {
            shares::remove(tx, viewer.portal, entry, subject)?;
        }
        _ => shares::put(
            tx,
            viewer.portal,
            &Share {
                entry,
                subject_type: who.subject_type(),
                subject,
                access,
                owner: viewer.user(),
                created: viewer.now,
                link: None,
            },
        )?,
    }
    if let (Who::Person(person), EntryRef::File(_)) = (who, entry)
        && !matches!(access, FileShare::None | FileShare::Restrict)
    {
        marks::set(
            tx,
            viewer.portal,
            person.id,
            Mark::New,
            entry,
            "",
            viewer.now,
        )?;
    }
    let number = if matches!(entry, EntryRef::File(_)) {
        5068
    } else {
        5066
    };
    let data = json!({
        "subject": subject,
        "subjectType": who.subject_type().number(),
        "access": access.number(),
    });
    record_on(
        tx,
        viewer,
        number,
        "entry.access_changed",
        &seen.entry,
        data,
    )
}

/// What "remove me" does depends on where the entry lies (`files/08 §7`). Other people's lists stay
/// as they are.
fn leave(tx: &mut Tx<'_>, viewer: &Viewer, user: UserId, seen: &Seen) -> Result<(), Error> {
    let entry = seen.entry.reference();
    if !seen.may(Action::Read) {
        return Ok(());
    }
    let mine = shares::of_subject(tx, viewer.portal, entry, user.0)?;
    let banned = || Share {
        entry,
        subject_type: SubjectType::User,
        subject: user.0,
        access: FileShare::Restrict,
        owner: owner(seen),
        created: viewer.now,
        link: None,
    };
    let others_documents =
        seen.facts.root == FolderType::User && !viewer.caller.is(seen.facts.root_owner);
    let by_link_only = seen.facts.grant.is_some_and(|grant| grant.is_link());
    let number = match entry {
        EntryRef::Folder(_) if seen.facts.is_room() => {
            shares::remove(tx, viewer.portal, entry, user.0)?;
            5059
        }
        EntryRef::Folder(_) if others_documents => {
            if !by_link_only && seen.facts.grant.is_some() {
                shares::put(tx, viewer.portal, &banned())?;
            }
            5059
        }
        EntryRef::File(_) if others_documents => {
            if mine.is_some() {
                shares::put(tx, viewer.portal, &banned())?;
            }
            5058
        }
        _ => return Ok(()),
    };
    marks::clear(tx, viewer.portal, user, Mark::RecentByLink, entry)?;
    marks::clear(tx, viewer.portal, user, Mark::New, entry)?;
    record_on(tx, viewer, number, "entry.left", &seen.entry, json!({}))
}
