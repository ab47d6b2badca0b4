//! Groups of rooms: a person's own shelves (`files/05 §11`).

use portal::UserId;
use sql::Tx;

use crate::covers;
use crate::error::Error;
use crate::model::{Entry, FolderId};
use crate::rules::Action;
use crate::service::Files;
use crate::store::folders;
use crate::store::room_groups::{self as store, RoomGroup};
use crate::view::{self, Context, EntryDto, Viewer, look, rights};

/// A shelf with its rooms, when they were asked for.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The shelf.
    pub group: RoomGroup,
    /// Its rooms that the viewer may still read.
    pub rooms: Option<Vec<EntryDto>>,
}

const MISSING: Error = Error::NotFound("The group could not be found");

impl Files {
    /// Makes a shelf of rooms.
    ///
    /// # Errors
    /// 403 without a room, and for rooms the caller cannot read; 400 for an unknown icon.
    pub async fn create_room_group(
        &self,
        viewer: &Viewer,
        name: String,
        icon: String,
        rooms: Vec<FolderId>,
    ) -> Result<Shelf, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                if rooms.is_empty() {
                    return Err(Error::refused("At least one room must be provided."));
                }
                known_icon(&icon)?;
                readable(tx, &viewer, &rooms)?;
                let id = store::insert(tx, viewer.portal, user, name.trim(), &icon, viewer.now)?;
                store::add(tx, viewer.portal, id, &rooms)?;
                shelf(tx, &viewer, user, id, false)
            })
            .await
    }

    /// The caller's shelves.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn room_groups(&self, viewer: &Viewer, members: bool) -> Result<Vec<Shelf>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (user, _) = viewer.person()?;
                let groups = store::of_owner(tx, viewer.portal, user)?;
                with_rooms(tx, &viewer, groups, members)
            })
            .await
    }

    /// One of the caller's shelves.
    ///
    /// # Errors
    /// 404 for unknown ones and other people's.
    pub async fn room_group(
        &self,
        viewer: &Viewer,
        id: i64,
        members: bool,
    ) -> Result<Shelf, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (user, _) = viewer.person()?;
                shelf(tx, &viewer, user, id, members)
            })
            .await
    }

    /// Changes the name of a shelf and what is on it.
    ///
    /// # Errors
    /// 404 for unknown ones and other people's; 403 for rooms the caller cannot read.
    pub async fn update_room_group(
        &self,
        viewer: &Viewer,
        id: i64,
        name: Option<String>,
        add: Vec<FolderId>,
        take_off: Vec<FolderId>,
    ) -> Result<Shelf, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                let mut group = own(tx, &viewer, user, id)?;
                readable(tx, &viewer, &add)?;
                if let Some(name) = name
                    .as_deref()
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                {
                    name.clone_into(&mut group.name);
                    store::update(tx, viewer.portal, &group)?;
                }
                store::add(tx, viewer.portal, id, &add)?;
                store::take_off(tx, viewer.portal, id, &take_off)?;
                shelf(tx, &viewer, user, id, false)
            })
            .await
    }

    /// Changes the icon of a shelf; an empty one clears it.
    ///
    /// # Errors
    /// 404 for unknown ones and other people's; 400 for an unknown icon.
    pub async fn set_room_group_icon(
        &self,
        viewer: &Viewer,
        id: i64,
        icon: String,
    ) -> Result<Shelf, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                let mut group = own(tx, &viewer, user, id)?;
                known_icon(&icon)?;
                group.icon = icon;
                store::update(tx, viewer.portal, &group)?;
                shelf(tx, &viewer, user, id, false)
            })
            .await
    }

    /// Removes a shelf of the caller. Anybody else's is left alone, without a word.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn delete_room_group(&self, viewer: &Viewer, id: i64) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                Ok(store::remove(tx, viewer.portal, user, id)?)
            })
            .await
    }
}

fn known_icon(icon: &str) -> Result<(), Error> {
    if icon.is_empty() || covers::exists(icon) {
        return Ok(());
    }
    Err(Error::Argument("Icon not found".to_owned()))
}

fn own(tx: &mut Tx<'_>, viewer: &Viewer, user: UserId, id: i64) -> Result<RoomGroup, Error> {
    store::by_id(tx, viewer.portal, user, id)?.ok_or(MISSING)
}

/// Passes lists of rooms that the viewer may read.
fn readable(tx: &mut Tx<'_>, viewer: &Viewer, rooms: &[FolderId]) -> Result<(), Error> {
    let found = folders::by_ids(tx, viewer.portal, rooms)?;
    let all_there = rooms
        .iter()
        .all(|id| found.iter().any(|room| room.id == *id));
    let entries = found.into_iter().map(Entry::Folder).collect();
    let seen = rights(tx, viewer, entries)?;
    if all_there
        && seen
            .iter()
            .all(|one| one.facts.is_room() && one.may(Action::Read))
    {
        return Ok(());
    }
    Err(Error::refused("No permissions to perform this action"))
}

fn shelf(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    user: UserId,
    id: i64,
    members: bool,
) -> Result<Shelf, Error> {
    let group = own(tx, viewer, user, id)?;
    with_rooms(tx, viewer, vec![group], members)?
        .pop()
        .ok_or(MISSING)
}

/// Loads the rooms of shelves in one go.
fn with_rooms(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    groups: Vec<RoomGroup>,
    members: bool,
) -> Result<Vec<Shelf>, Error> {
    if !members {
        return Ok(groups
            .into_iter()
            .map(|group| Shelf { group, rooms: None })
            .collect());
    }
    let ids: Vec<i64> = groups.iter().map(|group| group.id).collect();
    let on = store::rooms(tx, viewer.portal, &ids)?;
    let mut numbers: Vec<FolderId> = on.iter().map(|(_, room)| *room).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let entries = folders::by_ids(tx, viewer.portal, &numbers)?;
    let entries = entries.into_iter().map(Entry::Folder).collect();
    let (mut seen, loaded) = look(tx, viewer, Context::Rooms, entries)?;
    seen.retain(|one| one.may(Action::Read));
    let shown = view::render(tx, viewer, Context::Rooms, &seen, &loaded)?;
    let of_group = |id: i64| {
        let rooms = on.iter().filter(|(group, _)| *group == id);
        rooms
            .filter_map(|(_, room)| {
                let at = seen
                    .iter()
                    .position(|one| one.entry.reference().number() == room.0)?;
                shown.get(at).cloned()
            })
            .collect()
    };
    Ok(groups
        .into_iter()
        .map(|group| {
            let rooms = Some(of_group(group.id));
            Shelf { group, rooms }
        })
        .collect())
}
