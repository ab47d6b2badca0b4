//! Coming into a room by its invitation link (`files/05 §7`), for the domain that lets people in.

use access::rooms::{Entrance, Room, RoomInvitation, Rooms};
use people::Person;
use portal::{PortalId, UserId};
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use super::links::sleeps;
use crate::model::{EntryRef, Folder, FolderId, FolderType, Link, RoomType, Share, SubjectType};
use crate::rules::{CallerFacts, sharing};
use crate::service::Files;
use crate::service::belongings::{database, viewer};
use crate::service::rooms::happening::{RoomHappening, record};
use crate::store::{folders, history, shares};

impl Rooms for Files {
    fn invitation(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        link: Uuid,
        now: Micros,
    ) -> sql::Result<Option<RoomInvitation>> {
        let found = Invitation::find(tx, portal, link)?;
        Ok(found.map(|found| RoomInvitation {
            is_open: found.link.is_open(now),
            room: described(&found.room, found.kind),
        }))
    }

    fn of_member(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        room: i64,
        member: UserId,
    ) -> sql::Result<Option<Room>> {
        let id = FolderId(room);
        if shares::of_subject(tx, portal, id.into(), member.0)?.is_none() {
            return Ok(None);
        }
        let room = folders::by_id(tx, portal, id)?;
        Ok(room.and_then(|room| Some(described(&room, room.kind.room_type()?))))
    }

    fn enter(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        link: Uuid,
        now: Micros,
    ) -> sql::Result<Entrance> {
        let portal = person.portal;
        lock(tx, portal, link)?;
        let Some(mut found) = Invitation::find(tx, portal, link)? else {
            return Ok(Entrance::Closed);
        };
        let room = EntryRef::Folder(found.room.id);
        let present = shares::of_subject(tx, portal, room, person.id.0)?;
        if found.room.created_by == person.id || present.is_some() {
            return Ok(Entrance::Member);
        }
        if history::was_removed(tx, portal, found.room.id, person.id)? {
            return Ok(Entrance::Excluded);
        }
        if !found.link.is_open(now) {
            return Ok(Entrance::Closed);
        }
        found.link.uses += 1;
        found.share.link = Some(found.link);
        shares::put(tx, portal, &found.share)?;
        let access = sharing::role_by_link(found.kind, found.share.access, person.role);
        let member = Share {
            entry: room,
            subject_type: SubjectType::User,
            subject: person.id.0,
            access,
            owner: found.share.owner,
            created: now,
            link: None,
        };
        shares::put(tx, portal, &member)?;
        let caller = CallerFacts::person(person.id, person.role);
        let newcomer = viewer(self, tx, portal, caller)?;
        let data = json!({
            "subject": person.id,
            "subjectType": SubjectType::User.number(),
            "access": access.number(),
            "before": null,
            "linkId": link,
        });
        record(tx, &newcomer, RoomHappening::UserAdded, &found.room, data).map_err(database)?;
        Ok(Entrance::Joined)
    }
}

/// Whoever counts the uses of a link, or changes how many there may be, does it alone.
pub(super) fn lock(tx: &mut Tx<'_>, portal: PortalId, link: Uuid) -> sql::Result<()> {
    tx.lock(&format!("room invitation {portal}/{link}"))
}

/// A link that invites into a room which takes people in.
struct Invitation {
    room: Folder,
    kind: RoomType,
    share: Share,
    link: Link,
}

impl Invitation {
    fn find(tx: &mut Tx<'_>, portal: PortalId, link: Uuid) -> sql::Result<Option<Self>> {
        let share = shares::of_link(tx, portal, link)?;
        let Some(share) = share.filter(|share| share.subject_type == SubjectType::InvitationLink)
        else {
            return Ok(None);
        };
        let room = match share.entry {
            EntryRef::Folder(id) => folders::by_id(tx, portal, id)?,
            EntryRef::File(_) => None,
        };
        let awake =
            |room: &Folder| !sleeps(room.root.kind) && room.root.kind != FolderType::RoomTemplates;
        Ok(room.filter(awake).and_then(|room| {
            Some(Self {
                kind: room.kind.room_type()?,
                link: share.link.clone()?,
                room,
                share,
            })
        }))
    }
}

fn described(room: &Folder, kind: RoomType) -> Room {
    Room {
        id: room.id.0,
        title: room.title.clone(),
        is_agent: kind == RoomType::AiRoom,
    }
}
