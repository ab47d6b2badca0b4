//! With whom an entry is shared, for the search of people and groups around it (`platform/05 §5.10`).

use people::GroupId;
use people::hooks::{Audience, EntryKind};
use portal::UserId;
use sql::Tx;

use crate::error::Error;
use crate::model::{Entry, EntryRef, FileId, FileShare, FolderId, SubjectType};
use crate::rules::Action;
use crate::service::sharing::{see, shares::owner};
use crate::store::shares;
use crate::view::Viewer;

/// Those with records of their own on the entry, and its owner.
///
/// # Errors
/// [`people::Error::NoRecord`] when there is no such entry, [`people::Error::Denied`] without the right
/// to read it, or with `edit` to change its access.
pub(super) fn of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (kind, number): (EntryKind, i64),
    edit: bool,
) -> Result<Audience, people::Error> {
    let entry = match kind {
        EntryKind::Room | EntryKind::Folder => EntryRef::Folder(FolderId(number)),
        EntryKind::File => EntryRef::File(FileId(number)),
    };
    let seen = see(tx, viewer, entry).map_err(refusal)?;
    let is_room = matches!(&seen.entry, Entry::Folder(folder) if folder.kind.is_room());
    if kind == EntryKind::Room && !is_room {
        return Err(people::Error::NoRecord);
    }
    let right = if edit {
        Action::EditAccess
    } else {
        Action::Read
    };
    seen.require(right).map_err(refusal)?;
    let mut audience = Audience {
        users: vec![owner(&seen)],
        groups: Vec::new(),
    };
    for share in shares::of_entry(tx, viewer.portal, entry)? {
        match share.subject_type {
            _ if share.access == FileShare::Restrict => {}
            SubjectType::User => audience.users.push(UserId(share.subject)),
            SubjectType::Group => audience.groups.push(GroupId(share.subject)),
            _ => {}
        }
    }
    Ok(audience)
}

fn refusal(error: Error) -> people::Error {
    match error {
        Error::NotFound(_) => people::Error::NoRecord,
        Error::Sql(error) => error.into(),
        _ => people::Error::Denied,
    }
}
