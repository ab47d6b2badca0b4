//! Handing rooms over (`files/08 §6`).

use portal::UserId;
use serde_json::json;
use sql::Tx;

use super::see;
use crate::error::Error;
use crate::model::{Entry, EntryRef, FileShare, Folder, Share, SubjectType};
use crate::rules::{Action, portal_roles, sharing};
use crate::service::Files;
use crate::service::rooms::happening::{RoomHappening, record};
use crate::store::{rooms, shares};
use crate::view::{self, Context, EntryDto, Viewer};

impl Files {
    /// Gives rooms to another owner; the former one manages them from then on.
    ///
    /// # Errors
    /// 403 for somebody who cannot own rooms, for entries that are no rooms and without the right to
    /// hand over; what came before in the list stays done. 404.
    pub async fn change_owner(
        &self,
        viewer: &Viewer,
        to: UserId,
        entries: Vec<EntryRef>,
    ) -> Result<Vec<EntryDto>, Error> {
        let viewer = viewer.clone();
        let (changed, refusal) = self
            .db()
            .write(move |tx| {
                viewer.person()?;
                let person = people::store::by_id(tx, viewer.portal, to)?;
                let fits = person
                    .is_some_and(|one| one.is_active() && portal_roles::may_own_room(one.role));
                if !fits {
                    return Err(Error::refused("You cannot select this user"));
                }
                let mut done = Vec::new();
                for entry in entries {
                    match hand_over(tx, &viewer, to, entry) {
                        Ok(room) => done.push(Entry::Folder(room)),
                        Err(Error::Sql(error)) => return Err(error.into()),
                        Err(refusal) => return Ok((Vec::new(), Some(refusal))),
                    }
                }
                Ok((view::page(tx, &viewer, Context::Plain, done)?, None))
            })
            .await?;
        match refusal {
            Some(refusal) => Err(refusal),
            None => Ok(changed),
        }
    }
}

fn hand_over(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    to: UserId,
    entry: EntryRef,
) -> Result<Folder, Error> {
    let seen = see(tx, viewer, entry)?;
    seen.require(Action::ChangeOwner)?;
    let (Entry::Folder(room), Some(kind)) = (&seen.entry, seen.facts.room_type()) else {
        return Err(Error::Denied);
    };
    let former = room.created_by;
    if former == to {
        return Ok(room.clone());
    }
    let manager = people::store::by_id(tx, viewer.portal, former)?
        .filter(|one| sharing::role_available_to(kind, FileShare::RoomManager, one.role));
    if let Some(former) = manager {
        let share = Share {
            entry,
            subject_type: SubjectType::User,
            subject: former.id.0,
            access: FileShare::RoomManager,
            owner: viewer.user(),
            created: viewer.now,
            link: None,
        };
        shares::put(tx, viewer.portal, &share)?;
    }
    give(tx, viewer, room, to)
}

/// Makes somebody the owner of a room, whatever his rights. His record as a member goes: owners have
/// none.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    to: UserId,
) -> Result<Folder, Error> {
    shares::remove(tx, viewer.portal, EntryRef::Folder(room.id), to.0)?;
    rooms::set_owner(tx, viewer.portal, room.id, to)?;
    let given = Folder {
        created_by: to,
        ..room.clone()
    };
    let data = json!({ "owner": to, "formerOwner": room.created_by });
    record(tx, viewer, RoomHappening::OwnerChanged, &given, data)?;
    Ok(given)
}
