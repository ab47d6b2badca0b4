//! People who come by an external link (`files/08 §8`).

use access::subscriber;
use portal::Scope;
use portal::settings::LoginLimits;
use sql::Tx;
use uuid::Uuid;
use wire::wire_enum;

use super::links::sleeps;
use super::{policy, see};
use crate::error::Error;
use crate::link_key;
use crate::model::{Entry, EntryRef, FileId, FolderId, Mark, Share, SubjectType};
use crate::rules::Action;
use crate::service::Files;
use crate::store::{files, folders, marks, shares, tree};
use crate::view::{FileEntryType, LINK_PASSWORD, LinkInHand, Viewer};

wire_enum! {
    /// Whether a link lets the visitor in.
    #[derive(Default)]
    pub enum LinkStatus: number {
        /// It does.
        Ok = 0,
        /// There is no such link, or it sleeps.
        #[default]
        Invalid = 1,
        /// Past its end of life.
        Expired = 2,
        /// The password is missing.
        RequiredPassword = 3,
        /// The password is wrong.
        InvalidPassword = 4,
        /// Only for people of the portal.
        ExternalAccessDenied = 5,
    }
}

/// A visit: the link, and the file or folder behind it that is wanted.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Key of the link.
    pub key: String,
    /// What an earlier visit left in a cookie.
    pub proof: Option<String>,
    /// A password just entered.
    pub password: Option<String>,
    /// A file below the entry of the link.
    pub file: Option<i64>,
    /// A folder below it.
    pub folder: Option<i64>,
}

/// What a visitor learns.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    /// Whether he is let in.
    pub status: LinkStatus,
    /// The entry of the link: number, title, folder or file.
    pub entry: Option<(i64, String, FileEntryType)>,
    /// The wanted entry below it.
    pub wanted: Option<(i64, String, FileEntryType)>,
    /// The entry of the link is a room.
    pub is_room: Option<bool>,
    /// It is in the lists of a signed-in visitor.
    pub shared: bool,
    /// The link, once he is in.
    pub link: Option<Uuid>,
    /// He is signed in.
    pub is_authenticated: bool,
    /// He belongs to the room.
    pub is_room_member: bool,
    /// To be left in a cookie: he knows the password.
    pub proof: Option<String>,
}

impl Files {
    /// Tells a visitor what his link opens. A signed-in stranger's lists remember it.
    ///
    /// # Errors
    /// The database failed; whatever is wrong with a link is a status.
    pub async fn visit(&self, viewer: &Viewer, visit: Visit) -> Result<Opened, Error> {
        let viewer = viewer.clone();
        if viewer.caller.is_authenticated() {
            return self
                .db()
                .write(move |tx| open(tx, &viewer, &visit, true))
                .await;
        }
        self.db()
            .read(move |tx| open(tx, &viewer, &visit, false))
            .await
    }

    /// Takes a password for a link. Too many wrong ones from an address lock it out for a while.
    ///
    /// # Errors
    /// 403 while locked out.
    pub async fn enter_password(
        &self,
        viewer: &Viewer,
        visit: Visit,
        address: &str,
    ) -> Result<Opened, Error> {
        let portal = viewer.portal;
        let limits: LoginLimits = self
            .db()
            .read(move |tx| Ok::<_, Error>(portal::settings::load(tx, portal, Scope::Portal)?))
            .await?;
        // A key is understood in several spellings; what is guessed is the password of one link.
        let link = link_key::read(&viewer.installation, portal, &visit.key).unwrap_or_default();
        let place = format!("{portal}/link/{link}/{}", subscriber(address));
        if !self.visitors().begin(&place, &limits, viewer.now).await? {
            let text =
                "You have tried too many times to enter your password. Please try again later";
            return Err(Error::refused(text));
        }
        let opened = self.visit(viewer, visit).await?;
        if opened.status == LinkStatus::Ok {
            self.visitors().succeed(&place, viewer.now).await?;
        }
        Ok(opened)
    }
}

fn open(tx: &mut Tx<'_>, viewer: &Viewer, visit: &Visit, remember: bool) -> Result<Opened, Error> {
    let mut opened = Opened {
        is_authenticated: viewer.caller.is_authenticated(),
        ..Opened::default()
    };
    let Some(id) = link_key::read(&viewer.installation, viewer.portal, &visit.key) else {
        return Ok(opened);
    };
    let Some(share) = shares::of_link(tx, viewer.portal, id)? else {
        return Ok(opened);
    };
    if share.subject_type == SubjectType::InvitationLink {
        return Ok(opened);
    }
    // Who he is without the link decides whether he belongs here anyway.
    let mut without = viewer.clone();
    without.link = None;
    let seen = see(tx, &without, share.entry)?;
    let is_room = seen.facts.is_room();
    opened.entry = Some(describe(&seen.entry));
    opened.is_room = matches!(seen.entry, Entry::Folder(_)).then_some(is_room);
    let member = opened.is_authenticated
        && seen.may(Action::Read)
        && !seen.facts.grant.is_some_and(|grant| grant.is_link());
    opened.is_room_member = member && seen.facts.room.is_some();
    let policy = policy::load(tx, viewer)?;
    let banned = policy.block_existing && !policy::open_to_strangers(&policy, seen.facts.root);
    opened.status = judge(viewer, &share, visit, member, banned);
    if sleeps(seen.facts.root) && opened.status != LinkStatus::Expired {
        opened.status = LinkStatus::Invalid;
    }
    if opened.status != LinkStatus::Ok {
        return Ok(opened);
    }
    let sealed = share
        .link
        .as_ref()
        .and_then(|link| link.password.as_deref());
    opened.proof = sealed.map(|sealed| viewer.password_proof(share.subject, sealed));
    opened.link = Some(share.subject);
    opened.shared = opened.is_authenticated;
    opened.wanted = wanted(tx, viewer, &share, visit)?;
    if remember && !member {
        let (user, _) = viewer.person()?;
        let note = share.subject.to_string();
        marks::set(
            tx,
            viewer.portal,
            user,
            Mark::RecentByLink,
            share.entry,
            &note,
            viewer.now,
        )?;
    }
    Ok(opened)
}

/// The order of the checks is the contract's; those who belong here are not asked for passwords.
fn judge(viewer: &Viewer, share: &Share, visit: &Visit, member: bool, banned: bool) -> LinkStatus {
    let Some(link) = &share.link else {
        return LinkStatus::Invalid;
    };
    let stranger = !viewer.caller.is_authenticated();
    if link.expires.is_some_and(|at| at <= viewer.now) {
        return LinkStatus::Expired;
    }
    if stranger && (link.internal || banned) {
        return LinkStatus::ExternalAccessDenied;
    }
    let Some(sealed) = link.password.as_deref() else {
        return LinkStatus::Ok;
    };
    let hand = LinkInHand {
        id: share.subject,
        key: visit.key.clone(),
        proof: visit.proof.clone(),
    };
    if let Some(password) = visit.password.as_deref().map(str::trim) {
        let right = viewer.installation.decrypt(LINK_PASSWORD, sealed);
        let equal = right.is_some_and(|right| {
            bool::from(subtle::ConstantTimeEq::ct_eq(
                right.as_bytes(),
                password.as_bytes(),
            ))
        });
        return if equal {
            LinkStatus::Ok
        } else {
            LinkStatus::InvalidPassword
        };
    }
    if member || viewer.has_proof(&hand, sealed) {
        return LinkStatus::Ok;
    }
    LinkStatus::RequiredPassword
}

fn describe(entry: &Entry) -> (i64, String, FileEntryType) {
    let kind = match entry {
        Entry::Folder(_) => FileEntryType::Folder,
        Entry::File(_) => FileEntryType::File,
    };
    (entry.reference().number(), entry.title().to_owned(), kind)
}

/// The entry asked for, when it really lies below that of the link.
fn wanted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    share: &Share,
    visit: &Visit,
) -> Result<Option<(i64, String, FileEntryType)>, Error> {
    let EntryRef::Folder(above) = share.entry else {
        return Ok(None);
    };
    let found = match (visit.file, visit.folder) {
        (Some(id), _) => files::by_id(tx, viewer.portal, FileId(id))?.map(Entry::File),
        (_, Some(id)) => folders::by_id(tx, viewer.portal, FolderId(id))?.map(Entry::Folder),
        _ => None,
    };
    let Some(entry) = found else { return Ok(None) };
    let inside = match &entry {
        Entry::File(file) => tree::is_within(tx, viewer.portal, file.folder, above)?,
        Entry::Folder(folder) => tree::is_within(tx, viewer.portal, folder.id, above)?,
    };
    Ok(inside.then(|| describe(&entry)))
}
