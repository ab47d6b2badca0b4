//! What is new: unread files of folders and rooms (`files/05 §12`), and the space files use.

use jiff::tz::TimeZone;
use sql::{Micros, Tx};

use super::Files;
use super::gate;
use crate::Error;
use crate::model::{Entry, EntryRef, File, FolderId, FolderType};
use crate::rules::{Action, portal_roles};
use crate::store::{folders, news, roots};
use crate::view::{Context, EntryDto, Viewer, page};

/// News shown at once, at most.
const LIMIT: i64 = 500;

/// Something new on one day.
#[derive(Debug)]
pub struct Day<T> {
    /// Beginning of the day in the portal's zone.
    pub date: Micros,
    /// What is new, the latest first.
    pub items: Vec<T>,
}

/// News of one room.
#[derive(Debug)]
pub struct RoomNews {
    /// The room.
    pub room: EntryDto,
    /// Its unread files.
    pub items: Vec<EntryDto>,
}

impl Files {
    /// Unread files below a folder, the latest first.
    ///
    /// # Errors
    /// 404 for an unknown folder, 403 for one the viewer may not read, 401 for strangers.
    pub async fn folder_news(&self, viewer: Viewer, id: FolderId) -> Result<Vec<EntryDto>, Error> {
        self.db()
            .read(move |tx| {
                let files = unread(tx, &viewer, id)?;
                page(
                    tx,
                    &viewer,
                    Context::Plain,
                    files.into_iter().map(Entry::File).collect(),
                )
            })
            .await
    }

    /// Unread files of a room by day.
    ///
    /// # Errors
    /// As [`Files::folder_news`].
    pub async fn room_news(
        &self,
        viewer: Viewer,
        id: FolderId,
        zone: TimeZone,
    ) -> Result<Vec<Day<EntryDto>>, Error> {
        self.db()
            .read(move |tx| {
                let files = unread(tx, &viewer, id)?;
                let days: Vec<Micros> = files
                    .iter()
                    .map(|file| day_of(file.version.saved, &zone))
                    .collect();
                let entries = files.into_iter().map(Entry::File).collect();
                let dtos = page(tx, &viewer, Context::Plain, entries)?;
                Ok(by_day(days.into_iter().zip(dtos)))
            })
            .await
    }

    /// Unread files of all rooms by day and room.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn rooms_news(
        &self,
        viewer: Viewer,
        zone: TimeZone,
    ) -> Result<Vec<Day<RoomNews>>, Error> {
        let (user, _) = viewer.person()?;
        let root = self.root(&viewer, FolderType::VirtualRooms).await?;
        self.db()
            .read(move |tx| {
                let files = news::unread_below(tx, viewer.portal, user, root.id, LIMIT)?;
                let mut rooms: Vec<FolderId> = files.iter().filter_map(|file| file.room).collect();
                rooms.sort_unstable();
                rooms.dedup();
                let keys: Vec<(Micros, Option<FolderId>)> = files
                    .iter()
                    .map(|file| (day_of(file.version.saved, &zone), file.room))
                    .collect();
                let count = files.len();
                let mut entries: Vec<Entry> = files.into_iter().map(Entry::File).collect();
                let folders = folders::by_ids(tx, viewer.portal, &rooms)?;
                entries.extend(folders.into_iter().map(Entry::Folder));
                let mut dtos = page(tx, &viewer, Context::Plain, entries)?;
                let rooms = dtos.split_off(count.min(dtos.len()));
                Ok(by_day_and_room(keys.into_iter().zip(dtos), &rooms))
            })
            .await
    }

    /// Bytes used below the roots of each kind, with their titles.
    ///
    /// # Errors
    /// 403 for everybody but administrators.
    pub async fn used_space(
        &self,
        viewer: Viewer,
    ) -> Result<Vec<(FolderType, &'static str, i64)>, Error> {
        let (_, role) = viewer.person()?;
        if !portal_roles::may_manage_storage(role) {
            return Err(Error::Denied);
        }
        self.db()
            .read(move |tx| {
                let found = news::used_space_by_root(tx, viewer.portal)?;
                Ok(found
                    .into_iter()
                    .map(|(kind, bytes)| (kind, roots::title(kind), bytes))
                    .collect())
            })
            .await
    }
}

fn unread(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<Vec<File>, Error> {
    let (user, _) = viewer.person()?;
    gate::folder(tx, viewer, id)?.require(Action::Read)?;
    Ok(news::unread_below(tx, viewer.portal, user, id, LIMIT)?)
}

fn day_of(moment: Micros, zone: &TimeZone) -> Micros {
    let start = jiff::Timestamp::from_microsecond(moment)
        .ok()
        .and_then(|at| at.to_zoned(zone.clone()).start_of_day().ok());
    start.map_or(moment, |day| day.timestamp().as_microsecond())
}

/// Neighbours of the same day come together; the order of arrival stays.
fn by_day<T>(items: impl Iterator<Item = (Micros, T)>) -> Vec<Day<T>> {
    let mut days: Vec<Day<T>> = Vec::new();
    for (date, item) in items {
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.items.push(item),
            None => days.push(Day {
                date,
                items: vec![item],
            }),
        }
    }
    days
}

fn by_day_and_room(
    items: impl Iterator<Item = ((Micros, Option<FolderId>), EntryDto)>,
    rooms: &[EntryDto],
) -> Vec<Day<RoomNews>> {
    let mut days: Vec<Day<(FolderId, Vec<EntryDto>)>> = Vec::new();
    for ((date, room), item) in items {
        let Some(room) = room else { continue };
        if days.last().is_none_or(|day| day.date != date) {
            days.push(Day {
                date,
                items: Vec::new(),
            });
        }
        let Some(day) = days.last_mut() else { continue };
        match day.items.iter_mut().find(|(known, _)| *known == room) {
            Some((_, files)) => files.push(item),
            None => day.items.push((room, vec![item])),
        }
    }
    let dto = |id: FolderId| {
        rooms
            .iter()
            .find(|room| room.reference() == EntryRef::Folder(id))
    };
    days.into_iter()
        .map(|day| Day {
            date: day.date,
            items: day
                .items
                .into_iter()
                .filter_map(|(id, items)| {
                    Some(RoomNews {
                        room: dto(id)?.clone(),
                        items,
                    })
                })
                .collect(),
        })
        .collect()
}
