//! The index of a data room as a spreadsheet in the caller's My documents (`files/05 §9`).

use std::collections::HashMap;

use futures::stream::try_unfold;
use jobs::{Job, JobId, NewJob};
use portal::UserId;
use serde_json::json;
use sql::Tx;
use tokio_util::io::ReaderStream;
use wire::ApiDate;

use super::run::Run;
use super::{Made, Task, Work};
use crate::error::Error;
use crate::model::{EntryRef, File, FileId, Folder, FolderId};
use crate::rules::Action;
use crate::service::rooms::happening::{RoomHappening, record};
use crate::service::{Files, Kept, gate, upload};
use crate::spreadsheet::{self, Cell};
use crate::store::{files, folders, operations, rooms};
use crate::titles;
use crate::upload::receive;
use crate::view::Viewer;

/// Kind of the job.
pub(super) const JOB: &str = "files.index_export";

/// Bytes in flight between the table and the object store.
const PIPE: usize = 64 * 1024;
/// Largest table.
const MOST: u64 = 1 << 30;

const COLUMNS: [&str; 7] = [
    "Index", "Title", "Type", "Size", "Author", "Created", "Modified",
];

/// How far the export is.
#[derive(Debug, Clone)]
pub struct IndexExport {
    /// Its job.
    pub job: Job,
    /// The table, once it is there.
    pub file: Option<Kept>,
}

impl Files {
    /// Begins to export a room's index, unless an export of the caller's is under way already.
    ///
    /// # Errors
    /// 404 without the room, 403 without the right or while its index is off.
    pub async fn export_index(&self, viewer: &Viewer, id: FolderId) -> Result<IndexExport, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                require_index(tx, &viewer, id)?;
                if let Some(running) = latest(tx, &viewer, user)?
                    && !running.status.is_final()
                {
                    return shown(tx, &viewer, running);
                }
                let job = enqueue(tx, &viewer, user, id)?;
                let job = jobs::get(tx, viewer.portal.0, job)?;
                shown(tx, &viewer, job.ok_or(sql::Error::NoRows)?)
            })
            .await
    }

    /// The caller's latest export of an index, if there was one lately.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn index_export(&self, viewer: &Viewer) -> Result<Option<IndexExport>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (user, _) = viewer.person()?;
                let job = latest(tx, &viewer, user)?;
                job.map(|job| shown(tx, &viewer, job)).transpose()
            })
            .await
    }

    /// Ends the caller's export of an index.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn end_index_export(&self, viewer: &Viewer) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                jobs::cancel(tx, viewer.portal.0, &user.to_string(), None, &[JOB])?;
                Ok(())
            })
            .await
    }
}

fn require_index(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<Folder, Error> {
    let seen = gate::folder(tx, viewer, id)?;
    let room = rooms::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
    // Without an index nobody has the right; those who would have it learn why.
    if !room.indexing && seen.may(Action::EditRoom) {
        return Err(Error::refused("Folder indexing is turned off"));
    }
    seen.require(Action::IndexExport)?;
    Ok(seen.entry)
}

fn enqueue(tx: &mut Tx<'_>, viewer: &Viewer, user: UserId, room: FolderId) -> Result<JobId, Error> {
    let work = Work {
        task: Task::ExportIndex,
        batch: room.into(),
        person: Some(user),
        base: viewer.base.clone(),
        link: None,
    };
    Ok(jobs::enqueue(
        tx,
        NewJob {
            portal: viewer.portal.0,
            owner: user.to_string(),
            kind: JOB,
            payload: serde_json::to_value(work).map_err(|e| Error::Failed(e.to_string()))?,
            hidden: true,
            not_before: 0,
            total: 1,
        },
    )?)
}

fn latest(tx: &mut Tx<'_>, viewer: &Viewer, user: UserId) -> Result<Option<Job>, Error> {
    Ok(jobs::list(tx, viewer.portal.0, &user.to_string(), &[JOB])?.pop())
}

fn shown(tx: &mut Tx<'_>, viewer: &Viewer, job: Job) -> Result<IndexExport, Error> {
    let made: Made = serde_json::from_value(job.result.clone()).unwrap_or_default();
    let file = match made.files.first() {
        Some(id) => Kept::by_id(tx, viewer, *id)?,
        None => None,
    };
    Ok(IndexExport { job, file })
}

/// A folder whose content is still to come, and the number in front of those of its entries.
struct Open {
    folder: FolderId,
    number: String,
}

impl Run {
    /// Writes the table and keeps it in the caller's My documents. A second run finds the file of the first.
    pub(super) async fn export_index(&mut self, room: FolderId) -> Result<(), Error> {
        let viewer = self.viewer.clone();
        let (portal, job) = (viewer.portal, self.context.id);
        let (room, done) = self
            .files
            .db()
            .read(move |tx| {
                let done = operations::step(tx, portal, job, EntryRef::Folder(room))?;
                Ok::<_, Error>((require_index(tx, &viewer, room)?, done.flatten()))
            })
            .await?;
        if let Some(file) = done {
            self.made_file(FileId(file));
            return Ok(());
        }
        let (writer, reader) = tokio::io::duplex(PIPE);
        let blobs = self.files.blobs().of(portal.0);
        let stored = receive(&blobs, ReaderStream::new(reader), MOST);
        let (written, stored) = tokio::join!(self.write_index(writer, room.id), stored);
        written?;
        let received = stored?;
        if self.context.is_cancelled().await {
            return Ok(());
        }
        let title = titles::clean_file(&format!("{}_index.xlsx", room.title));
        let title = title.unwrap_or_else(|| "Room index.xlsx".to_owned());
        let file = self
            .files
            .save(&self.viewer, move |tx, viewer| {
                let file = upload::put_in_my_documents(tx, viewer, title, received)?;
                operations::record_step(tx, portal, job, room.id.into(), Some(file.0))?;
                let more = json!({ "fileId": file.0 });
                record(tx, viewer, RoomHappening::IndexExported, &room, more)?;
                Ok(file)
            })
            .await?;
        self.made_file(file);
        Ok(())
    }

    /// The room's entries in the order of their numbers, what lies in a folder right after it.
    async fn write_index(
        &self,
        into: tokio::io::DuplexStream,
        room: FolderId,
    ) -> Result<(), Error> {
        let whole = Open {
            folder: room,
            number: String::new(),
        };
        // The last line is the next one: what lies in a folder goes on top of what follows the folder.
        let waiting = self.lines_of(whole).await?;
        let rows = try_unfold(waiting, |mut waiting| async move {
            if waiting.is_empty() || self.context.is_cancelled().await {
                return Ok(None);
            }
            let mut rows = Vec::new();
            while let Some(line) = waiting.pop() {
                rows.push(line.cells);
                if let Some(folder) = line.folder {
                    waiting.append(&mut self.lines_of(folder).await?);
                    break;
                }
            }
            Ok::<_, Error>(Some((rows, waiting)))
        });
        spreadsheet::write(into, &COLUMNS, rows).await
    }

    /// The lines of a folder's entries, the first one last.
    async fn lines_of(&self, open: Open) -> Result<Vec<Line>, Error> {
        let portal = self.viewer.portal;
        self.files
            .db()
            .read(move |tx| {
                let below = folders::children(tx, portal, open.folder)?;
                let inner = files::in_folder(tx, portal, open.folder)?;
                let authors = below.iter().map(|folder| folder.created_by);
                let mut people: Vec<UserId> = authors
                    .chain(inner.iter().map(|file| file.created_by))
                    .collect();
                people.sort_unstable();
                people.dedup();
                let people = people::store::by_ids(tx, portal, &people)?;
                let names: HashMap<UserId, String> = people
                    .into_iter()
                    .map(|(id, person)| (id, person.display_name()))
                    .collect();
                let mut lines: Vec<(i64, Line)> = below
                    .iter()
                    .map(|folder| of_folder(folder, &open.number, &names))
                    .chain(inner.iter().map(|file| of_file(file, &open.number, &names)))
                    .collect();
                lines.sort_by_key(|(position, _)| std::cmp::Reverse(*position));
                Ok(lines.into_iter().map(|(_, line)| line).collect())
            })
            .await
    }
}

/// A line of the table, and the folder whose content follows it.
struct Line {
    cells: Vec<Cell>,
    folder: Option<Open>,
}

fn number(before: &str, position: Option<i64>) -> String {
    let own = position
        .map(|number| number.to_string())
        .unwrap_or_default();
    if before.is_empty() {
        own
    } else {
        format!("{before}.{own}")
    }
}

fn of_folder(folder: &Folder, before: &str, names: &HashMap<UserId, String>) -> (i64, Line) {
    let number = number(before, folder.position);
    let name = names.get(&folder.created_by).cloned();
    let line = Line {
        cells: vec![
            number.clone().into(),
            folder.title.clone().into(),
            "Folder".into(),
            Cell::Number(folder.used_space),
            name.unwrap_or_default().into(),
            ApiDate(folder.created).to_string().into(),
            ApiDate(folder.updated).to_string().into(),
        ],
        folder: Some(Open {
            folder: folder.id,
            number,
        }),
    };
    (folder.position.unwrap_or(i64::MAX), line)
}

fn of_file(file: &File, before: &str, names: &HashMap<UserId, String>) -> (i64, Line) {
    let extension = crate::formats::extension(&file.title);
    let name = names.get(&file.created_by).cloned();
    let line = Line {
        cells: vec![
            number(before, file.position).into(),
            file.title.clone().into(),
            extension.trim_start_matches('.').into(),
            Cell::Number(file.version.size),
            name.unwrap_or_default().into(),
            ApiDate(file.created).to_string().into(),
            ApiDate(file.version.saved).to_string().into(),
        ],
        folder: None,
    };
    (file.position.unwrap_or(i64::MAX), line)
}
