//! Links of rooms, folders and files: to look in from outside, and to join (`files/05 §7`,
//! `files/08 §5`).

use portal::Scope;
use portal::settings::PasswordPolicy;
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use super::joining;
use super::policy;
use super::see;
use crate::error::Error;
use crate::formats;
use crate::model::{
    Entry, EntryRef, File, FileShare, FilterType, Folder, FolderType, Link, RoomType, Share,
    SubjectType,
};
use crate::rules::{Action, sharing};
use crate::service::Files;
use crate::service::rooms::happening::record_on;
use crate::store::{marks, shares};
use crate::view::{self, FileShareDto, LINK_PASSWORD, LinkType, Seen, Viewer};

const SHARED: &str = "Shared link";
const TO_FILL: &str = "Link to fill out";
const INVITATION: &str = "Invitation link";
const NO_RIGHT: &str = "You don't have enough permission to perform the operation";
const NO_ROLE: &str = "The role is not available for this user type";

/// Longest life of a link: ten years.
const LONGEST: Micros = 10 * 366 * 86_400 * 1_000_000;

/// What a request says about a link.
#[derive(Debug, Clone, Default)]
pub struct LinkDraft {
    /// The link; a new one when absent or unknown.
    pub id: Option<Uuid>,
    /// To join, or to look in.
    pub kind: LinkType,
    /// The primary external link.
    pub primary: bool,
    /// What it grants; `None` removes the link.
    pub access: Option<FileShare>,
    /// Title.
    pub title: Option<String>,
    /// End of life.
    pub expires: Option<Micros>,
    /// Only for people of the portal.
    pub internal: bool,
    /// Visitors may not download.
    pub deny_download: bool,
    /// Password in clear.
    pub password: Option<String>,
    /// How many may join.
    pub max_uses: Option<i64>,
}

impl LinkDraft {
    fn access(&self) -> FileShare {
        self.access.unwrap_or(FileShare::None)
    }

    fn subject(&self) -> SubjectType {
        match (self.kind, self.primary) {
            (LinkType::Invitation, _) => SubjectType::InvitationLink,
            (LinkType::External, true) => SubjectType::PrimaryExternalLink,
            (LinkType::External, false) => SubjectType::ExternalLink,
        }
    }
}

impl Files {
    /// Makes, changes or removes a link. Nothing is answered for a removed one, unless it was
    /// replaced by a fresh one.
    ///
    /// # Errors
    /// 404; 403 without the right to change access, for roles that do not fit and too many links;
    /// 400 for a password that is too weak.
    pub async fn set_link(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        draft: LinkDraft,
    ) -> Result<Option<FileShareDto>, Error> {
        let viewer = viewer.clone();
        if draft.expires.is_some_and(|at| at > viewer.now + LONGEST) {
            return Err(Error::Argument("ExpirationDate".to_owned()));
        }
        self.db()
            .write(move |tx| {
                let seen = see(tx, &viewer, entry)?;
                seen.require_or(Action::EditAccess, NO_RIGHT)?;
                if let (LinkType::Invitation, Some(id)) = (draft.kind, draft.id) {
                    joining::lock(tx, viewer.portal, id)?;
                }
                let mut present = shares::of_entry(tx, viewer.portal, entry)?;
                present.retain(|share| share.link.is_some());
                let known = present
                    .iter()
                    .find(|share| Some(share.subject) == draft.id)
                    .cloned();
                let stored = match known {
                    Some(link) if draft.access() == FileShare::None => {
                        return remove(tx, &viewer, &seen, &link);
                    }
                    Some(link) => change(tx, &viewer, &seen, link, &draft)?,
                    None if draft.access() == FileShare::None => return Ok(None),
                    None => make(tx, &viewer, &seen, &present, &draft)?,
                };
                one(tx, &viewer, &seen, &stored)
            })
            .await
    }

    /// The primary external link, made when it is missing. Nothing for those who may not share.
    ///
    /// # Errors
    /// 404; 403 for entries that cannot have one.
    pub async fn primary_link(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
    ) -> Result<Option<FileShareDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = see(tx, &viewer, entry)?;
                if !seen.may(Action::EditAccess) {
                    return Ok(None);
                }
                let access = default_access(&seen);
                let draft = LinkDraft {
                    access: Some(access),
                    ..LinkDraft::default()
                };
                let link = primary(tx, &viewer, &seen, draft, true)?;
                one(tx, &viewer, &seen, &link)
            })
            .await
    }

    /// Makes the primary external link as asked, or answers the one there is unchanged.
    ///
    /// # Errors
    /// 404; 403 without the right to change access.
    pub async fn create_primary_link(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        draft: LinkDraft,
    ) -> Result<Option<FileShareDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = see(tx, &viewer, entry)?;
                seen.require_or(Action::EditAccess, NO_RIGHT)?;
                let mut draft = draft;
                if draft.access() == FileShare::None {
                    let present = existing_primary(tx, &viewer, entry)?;
                    match present {
                        Some(link) => return one(tx, &viewer, &seen, &link),
                        None if seen.facts.is_form() => draft.access = Some(FileShare::Editing),
                        None => return Ok(None),
                    }
                }
                let link = primary(tx, &viewer, &seen, draft, false)?;
                one(tx, &viewer, &seen, &link)
            })
            .await
    }

    /// Links of an entry, the primary one first. Empty for those who may not see them.
    ///
    /// # Errors
    /// 404.
    pub async fn links(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        kind: Option<LinkType>,
    ) -> Result<Vec<FileShareDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = see(tx, &viewer, entry)?;
                if !seen.may(Action::ReadLinks) {
                    return Ok(Vec::new());
                }
                let mut links = shares::of_entry(tx, viewer.portal, entry)?;
                links.retain(|share| {
                    let invites = share.subject_type == SubjectType::InvitationLink;
                    share.link.is_some()
                        && match kind {
                            Some(LinkType::Invitation) => invites,
                            Some(LinkType::External) => !invites,
                            None => true,
                        }
                });
                links.sort_by_key(|share| share.subject_type != SubjectType::PrimaryExternalLink);
                view::shares(tx, &viewer, &seen, &links)
            })
            .await
    }
}

/// The primary link with which public and form filling rooms begin their life.
pub(crate) fn make_primary_of_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    kind: RoomType,
) -> Result<(), Error> {
    let filling = kind == RoomType::FillingFormsRoom;
    let policy = policy::load(tx, viewer)?;
    let link = Link {
        title: if filling { TO_FILL } else { SHARED }.to_owned(),
        internal: filling && policy.internal_by_default,
        ..Link::default()
    };
    let access = if filling {
        FileShare::FillForms
    } else {
        FileShare::Read
    };
    let share = fresh(
        viewer,
        room.id.into(),
        SubjectType::PrimaryExternalLink,
        access,
        link,
    );
    Ok(shares::put(tx, viewer.portal, &share)?)
}

/// The primary link that every new file of a public room has (`files/02 §1`).
pub(crate) fn make_primary_of_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
) -> Result<(), Error> {
    let link = Link {
        title: SHARED.to_owned(),
        ..Link::default()
    };
    let kind = SubjectType::PrimaryExternalLink;
    let share = fresh(viewer, file.id.into(), kind, FileShare::Read, link);
    Ok(shares::put(tx, viewer.portal, &share)?)
}

fn fresh(
    viewer: &Viewer,
    entry: EntryRef,
    subject_type: SubjectType,
    access: FileShare,
    link: Link,
) -> Share {
    Share {
        entry,
        subject_type,
        subject: Uuid::new_v4(),
        access,
        owner: viewer.user(),
        created: viewer.now,
        link: Some(link),
    }
}

/// The answer for one link.
fn one(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    link: &Share,
) -> Result<Option<FileShareDto>, Error> {
    Ok(view::shares(tx, viewer, seen, std::slice::from_ref(link))?.pop())
}

fn existing_primary(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: EntryRef,
) -> Result<Option<Share>, Error> {
    let present = shares::of_entry(tx, viewer.portal, entry)?;
    let is_primary = |share: &Share| share.subject_type == SubjectType::PrimaryExternalLink;
    Ok(present.into_iter().find(is_primary))
}

/// The primary link of an entry; that of the room for forms of a form filling room.
fn primary(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    draft: LinkDraft,
    default_internal: bool,
) -> Result<Share, Error> {
    let filled_in_room = seen.facts.is_form()
        && seen.facts.room_type() == Some(RoomType::FillingFormsRoom)
        && draft.access() == FileShare::FillForms;
    let room = seen.entry.room().filter(|_| filled_in_room);
    let entry = room.map_or(seen.entry.reference(), EntryRef::Folder);
    if let Some(link) = existing_primary(tx, viewer, entry)? {
        return Ok(link);
    }
    let mut draft = LinkDraft {
        id: None,
        kind: LinkType::External,
        primary: true,
        ..draft
    };
    if default_internal {
        draft.internal = policy::load(tx, viewer)?.internal_by_default;
    }
    let on = match room {
        Some(room) => &see(tx, viewer, EntryRef::Folder(room))?,
        None => seen,
    };
    let present = shares::of_entry(tx, viewer.portal, entry)?;
    make(tx, viewer, on, &present, &draft)
}

/// What a primary link grants when nobody says (`files/08 §5`).
fn default_access(seen: &Seen) -> FileShare {
    let filling = matches!(
        seen.facts.room_type(),
        Some(RoomType::FillingFormsRoom | RoomType::VirtualDataRoom)
    );
    match &seen.entry {
        Entry::File(file) if file.category == FilterType::PdfForm => {
            if filling {
                FileShare::FillForms
            } else {
                FileShare::Editing
            }
        }
        Entry::Folder(_) if seen.facts.room_type() == Some(RoomType::FillingFormsRoom) => {
            FileShare::FillForms
        }
        _ => FileShare::Read,
    }
}

fn make(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    present: &[Share],
    draft: &LinkDraft,
) -> Result<Share, Error> {
    let subject = draft.subject();
    fits(viewer, seen, subject, draft.access())?;
    policy::room_for_one(&seen.facts, subject, present)?;
    if let Some(id) = draft.id
        && shares::of_link(tx, viewer.portal, id)?.is_some()
    {
        // The link of another entry.
        return Err(Error::NotFound("The record could not be found"));
    }
    let title = draft
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    let default = match (subject, seen.facts.room_type()) {
        (SubjectType::InvitationLink, _) => INVITATION,
        (_, Some(RoomType::FillingFormsRoom)) if seen.facts.is_room() => TO_FILL,
        _ => SHARED,
    };
    let mut link = Link {
        title: title.unwrap_or(default).to_owned(),
        ..Link::default()
    };
    if subject == SubjectType::InvitationLink {
        link.max_uses = draft.max_uses;
        link.expires = draft.expires;
        not_past(viewer, draft)?;
    } else {
        link.internal = policy::internal(&policy::load(tx, viewer)?, &seen.facts, draft.internal)?;
        link.deny_download = draft.deny_download;
        link.password = sealed(tx, viewer, draft, None)?;
        let ends = !is_public_primary(seen, subject);
        link.expires = draft.expires.filter(|at| ends && *at > viewer.now);
    }
    let mut share = fresh(
        viewer,
        seen.entry.reference(),
        subject,
        draft.access(),
        link,
    );
    share.subject = draft.id.unwrap_or(share.subject);
    shares::put(tx, viewer.portal, &share)?;
    tell(tx, viewer, seen, Deed::Created, &share)?;
    Ok(share)
}

fn change(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    mut share: Share,
    draft: &LinkDraft,
) -> Result<Share, Error> {
    fits(viewer, seen, share.subject_type, draft.access())?;
    let Some(mut link) = share.link.clone() else {
        return Ok(share);
    };
    if let Some(title) = draft
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty())
    {
        title.clone_into(&mut link.title);
    }
    if share.subject_type == SubjectType::InvitationLink {
        not_past(viewer, draft)?;
        if draft.max_uses.is_some_and(|most| most < link.uses) {
            return Err(Error::Argument("MaxUseCount".to_owned()));
        }
        link.max_uses = draft.max_uses;
        link.expires = draft.expires;
    } else {
        let policy = policy::load(tx, viewer)?;
        let internal = policy::internal(&policy, &seen.facts, draft.internal)?;
        let expires = if is_public_primary(seen, share.subject_type) {
            link.expires
        } else {
            draft.expires.filter(|at| *at > viewer.now)
        };
        let forced = policy::open_to_strangers(&policy, seen.facts.root);
        let may_internal = seen.may(Action::EditInternal) || !forced;
        let may_expire = seen.may(Action::EditExpiration);
        // Without the right to one of them nothing changes at all, silently (files/05 §7).
        if (internal != link.internal && !may_internal) || (expires != link.expires && !may_expire)
        {
            return Ok(share);
        }
        link.password = sealed(tx, viewer, draft, link.password.as_deref())?;
        link.internal = internal;
        link.expires = expires;
        link.deny_download = draft.deny_download;
    }
    share.access = draft.access();
    share.link = Some(link);
    shares::put(tx, viewer.portal, &share)?;
    tell(tx, viewer, seen, Deed::Updated, &share)?;
    Ok(share)
}

/// Removes a link. The primary one of a public or form filling room is replaced at once.
fn remove(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    share: &Share,
) -> Result<Option<FileShareDto>, Error> {
    let primary = share.subject_type == SubjectType::PrimaryExternalLink;
    let kind = seen.facts.room_type();
    let regrows = primary
        && matches!(
            kind,
            Some(RoomType::PublicRoom | RoomType::FillingFormsRoom)
        );
    if regrows {
        let open = policy::open_to_strangers(&policy::load(tx, viewer)?, seen.facts.root);
        let internal = share.link.as_ref().is_some_and(|link| link.internal);
        if !open && !internal {
            return Err(Error::Denied);
        }
    }
    shares::remove(tx, viewer.portal, share.entry, share.subject)?;
    marks::forget_link(tx, viewer.portal, share.subject)?;
    tell(tx, viewer, seen, Deed::Removed, share)?;
    if !regrows {
        return Ok(None);
    }
    match (&seen.entry, kind) {
        (Entry::Folder(folder), Some(kind)) if folder.kind.is_room() => {
            make_primary_of_room(tx, viewer, folder, kind)?;
        }
        (Entry::File(file), _) => make_primary_of_file(tx, viewer, file)?,
        _ => {
            let draft = LinkDraft {
                kind: LinkType::External,
                primary: true,
                access: Some(default_access(seen)),
                ..LinkDraft::default()
            };
            make(tx, viewer, seen, &[], &draft)?;
        }
    }
    let Some(new) = existing_primary(tx, viewer, seen.entry.reference())? else {
        return Ok(None);
    };
    let mut answer = one(tx, viewer, seen, &new)?;
    if let Some(link) = answer
        .as_mut()
        .and_then(|answer| answer.shared_link.as_mut())
    {
        link.request_token = None; // files/05 §7
    }
    Ok(answer)
}

fn fits(
    viewer: &Viewer,
    seen: &Seen,
    subject: SubjectType,
    access: FileShare,
) -> Result<(), Error> {
    let facts = &seen.facts;
    let fits = match facts.room_type() {
        Some(kind) if facts.is_room() => sharing::role_available(kind, subject, access),
        _ if subject == SubjectType::InvitationLink => false,
        _ => {
            let can = match &seen.entry {
                Entry::File(file) => abilities(viewer, &file.title),
                Entry::Folder(_) => sharing::Abilities::default(),
            };
            sharing::share_right_available(facts, &viewer.caller, subject, access, can)
        }
    };
    if fits {
        Ok(())
    } else {
        Err(Error::refused(NO_ROLE))
    }
}

pub(super) fn abilities(viewer: &Viewer, title: &str) -> sharing::Abilities {
    let can = viewer.can(&formats::extension(title), false);
    sharing::Abilities {
        edit: can.web_edit,
        review: can.web_review,
        comment: can.web_comment,
        custom_filter: can.web_custom_filter_editing,
    }
}

fn is_public_primary(seen: &Seen, subject: SubjectType) -> bool {
    subject == SubjectType::PrimaryExternalLink
        && seen.facts.is_room()
        && seen.facts.room_type() == Some(RoomType::PublicRoom)
}

fn not_past(viewer: &Viewer, draft: &LinkDraft) -> Result<(), Error> {
    match draft.expires {
        Some(at) if at <= viewer.now => Err(Error::Argument("ExpirationDate".to_owned())),
        _ => Ok(()),
    }
}

/// The password as it is stored. One that did not change keeps its text, so that those who entered
/// it stay in.
fn sealed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    draft: &LinkDraft,
    before: Option<&str>,
) -> Result<Option<String>, Error> {
    let Some(password) = draft
        .password
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let here = &viewer.installation;
    if let Some(before) = before
        && here.decrypt(LINK_PASSWORD, before).as_deref() == Some(password)
    {
        return Ok(Some(before.to_owned()));
    }
    let policy: PasswordPolicy = portal::settings::load(tx, viewer.portal, Scope::Portal)?;
    if !access::password::obeys(password, &policy) {
        return Err(Error::Argument(
            "The password does not obey the password policy".to_owned(),
        ));
    }
    Ok(Some(here.encrypt(LINK_PASSWORD, password)))
}

/// What was done to a link.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Created,
    Updated,
    Removed,
}

fn tell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    deed: Deed,
    share: &Share,
) -> Result<(), Error> {
    let invitation = share.subject_type == SubjectType::InvitationLink;
    let numbers = match &seen.entry {
        Entry::File(_) => [5091, 5092, 5093],
        Entry::Folder(folder) if !folder.kind.is_room() => [5122, 5123, 5124],
        Entry::Folder(_) if invitation => [5086, 5082, 5087],
        Entry::Folder(_) => [5088, 5089, 5090],
    };
    let (at, event) = match deed {
        Deed::Created => (0, "link.created"),
        Deed::Updated => (1, "link.updated"),
        Deed::Removed => (2, "link.removed"),
    };
    let [created, updated, removed] = numbers;
    let number = [created, updated, removed]
        .get(at)
        .copied()
        .unwrap_or(created);
    let title = share.link.as_ref().map(|link| link.title.as_str());
    let data =
        json!({ "linkId": share.subject, "linkTitle": title, "access": share.access.number() });
    record_on(tx, viewer, number, event, &seen.entry, data)
}

/// Links do not work in the archive and the trash.
pub(super) const fn sleeps(root: FolderType) -> bool {
    matches!(root, FolderType::Archive | FolderType::Trash)
}
