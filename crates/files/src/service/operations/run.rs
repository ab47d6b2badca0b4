//! The workers' side: from a job to the entries, one after the other.

use jobs::{Failure, JobContext, Workers};
use portal::{PortalId, UserId};
use serde_json::Value;
use sql::Tx;

use super::{Batch, JOBS, Made, Task, Work, index_export, template};
use crate::error::Error;
use crate::link_key;
use crate::model::{EntryRef, FileId, FolderId, FolderType};
use crate::rules::{CallerFacts, PortalFacts};
use crate::service::Files;
use crate::service::happening::{Private, record_private};
use crate::service::rooms::index;
use crate::store::{operations, positions, roots};
use crate::view::{LinkInHand, Viewer};

/// Registers the operations' jobs with the workers.
pub fn register(mut workers: Workers, files: &Files) -> Workers {
    let kinds = JOBS
        .iter()
        .map(|(kind, _)| *kind)
        .chain(template::JOBS)
        .chain([index_export::JOB]);
    for kind in kinds {
        let files = files.clone();
        workers = workers.register(kind, move |context| {
            let files = files.clone();
            async move { Run::begin(files, context).await?.all().await }
        });
    }
    workers
}

/// One operation at work.
pub(super) struct Run {
    pub(super) files: Files,
    pub(super) context: JobContext,
    pub(super) viewer: Viewer,
    pub(super) work: Work,
    pub(super) made: Made,
}

impl Run {
    async fn begin(files: Files, context: JobContext) -> Result<Self, Failure> {
        let work: Work = serde_json::from_value(context.payload.as_ref().clone())
            .map_err(|error| Failure::Final(error.to_string()))?;
        let (portal, link) = (PortalId(context.portal), work.link.clone());
        let viewer = on_behalf(&files, portal, work.person, work.base.clone(), link)
            .await
            .map_err(failure)?;
        let made = serde_json::from_value(context.result_so_far()).unwrap_or_default();
        Ok(Self {
            files,
            context,
            viewer,
            work,
            made,
        })
    }

    async fn all(mut self) -> Result<Value, Failure> {
        let outcome = match &self.work.task {
            Task::Download { formats } => self.download(formats.clone()).await,
            Task::EmptyTrash => self.empty_trash().await,
            _ => self.each().await,
        };
        let (portal, job) = (self.viewer.portal, self.context.id);
        self.files
            .db()
            .write(move |tx| operations::forget_steps(tx, portal, job))
            .await?;
        outcome.map_err(failure)?;
        Ok(serde_json::to_value(&self.made).unwrap_or_default())
    }

    /// Entry by entry; a refusal of one ends the operation with its text, what is done stays done.
    async fn each(&mut self) -> Result<(), Error> {
        let entries: Vec<EntryRef> = self.work.batch.entries().collect();
        let left = self.numbered_folders(&entries).await?;
        let outcome = self.one_by_one(entries).await;
        for folder in left {
            let portal = self.viewer.portal;
            let close = move |tx: &mut Tx<'_>| index::close_gaps(tx, portal, folder);
            self.files.db().write(close).await?;
        }
        outcome
    }

    async fn one_by_one(&mut self, entries: Vec<EntryRef>) -> Result<(), Error> {
        let total = entries.len().max(1);
        for (done, entry) in entries.into_iter().enumerate() {
            if self.context.is_cancelled().await {
                return Ok(());
            }
            self.one(entry).await?;
            self.report(done + 1, total).await;
        }
        Ok(())
    }

    /// The folders with index numbers that entries are about to leave.
    async fn numbered_folders(&self, entries: &[EntryRef]) -> Result<Vec<FolderId>, Error> {
        if !matches!(self.work.task, Task::Move { .. } | Task::Delete { .. }) {
            return Ok(Vec::new());
        }
        let (portal, entries) = (self.viewer.portal, entries.to_vec());
        self.files
            .db()
            .read(move |tx| Ok(positions::indexed_parents(tx, portal, &entries)?))
            .await
    }

    pub(super) async fn report(&mut self, done: usize, total: usize) {
        let percent = i32::try_from(done * 100 / total.max(1)).unwrap_or(100);
        self.context
            .set_result(serde_json::to_value(&self.made).unwrap_or_default());
        self.context
            .progress(percent, i64::try_from(done).unwrap_or(i64::MAX))
            .await;
    }

    async fn one(&mut self, entry: EntryRef) -> Result<(), Error> {
        match (self.work.task.clone(), entry) {
            (Task::Copy { to, conflict }, entry) => self.copy(entry, Some(to), conflict).await,
            (Task::Duplicate, entry) => {
                self.copy(entry, None, crate::model::ConflictResolve::Duplicate)
                    .await
            }
            (Task::Move { to, conflict }, entry) => self.relocate(entry, to, conflict).await,
            (Task::Delete { immediately }, entry) => self.delete(entry, immediately).await,
            (Task::DeleteVersions { versions }, EntryRef::File(file)) => {
                self.delete_versions(file, versions).await
            }
            (Task::MarkAsRead, entry) => self.mark_read(entry).await,
            (Task::ExportIndex, EntryRef::Folder(room)) => self.export_index(room).await,
            (Task::CopyRoom(copy), EntryRef::Folder(room)) => self.copy_room(room, *copy).await,
            (
                Task::DeleteVersions { .. }
                | Task::EmptyTrash
                | Task::Download { .. }
                | Task::CopyRoom(_)
                | Task::ExportIndex,
                _,
            ) => Ok(()),
        }
    }

    async fn mark_read(&self, entry: EntryRef) -> Result<(), Error> {
        let viewer = self.viewer.clone();
        self.files
            .db()
            .write(move |tx| {
                operations::mark_read(tx, viewer.portal, viewer.user(), entry)?;
                Ok(record_private(tx, &viewer, Private::Read, entry)?)
            })
            .await
    }

    async fn empty_trash(&mut self) -> Result<(), Error> {
        let (portal, person) = (self.viewer.portal, self.viewer.user());
        let batch = self
            .files
            .db()
            .read(move |tx| -> Result<Batch, Error> {
                let Some(trash) = roots::find(tx, portal, FolderType::Trash, person)? else {
                    return Ok(Batch::default());
                };
                Ok(Batch {
                    folders: operations::folder_ids(tx, portal, trash.id)?,
                    files: operations::file_ids(tx, portal, trash.id)?,
                })
            })
            .await?;
        let total = batch.len().max(1);
        for (done, entry) in batch.entries().enumerate() {
            if self.context.is_cancelled().await {
                return Ok(());
            }
            self.delete(entry, true).await?;
            self.report(done + 1, total).await;
        }
        Ok(())
    }

    pub(super) fn made_file(&mut self, file: FileId) {
        if !self.made.files.contains(&file) {
            self.made.files.push(file);
        }
    }

    pub(super) fn made_folder(&mut self, folder: FolderId) {
        if !self.made.folders.contains(&folder) {
            self.made.folders.push(folder);
        }
    }
}

impl Files {
    /// A person as somebody who looks at entries, with the rights of this moment: for work that is done later on his
    /// behalf.
    ///
    /// # Errors
    /// 403 for who is not there any more or disabled, 404 without the portal.
    pub async fn on_behalf_of(&self, portal: PortalId, person: UserId) -> Result<Viewer, Error> {
        on_behalf(self, portal, Some(person), String::new(), None).await
    }
}

/// The person who asked, with the rights of this moment: whoever was disabled or demoted since may
/// do no more than that.
pub(in crate::service) async fn on_behalf(
    files: &Files,
    portal: PortalId,
    person: Option<UserId>,
    base: String,
    link: Option<(String, Option<String>)>,
) -> Result<Viewer, Error> {
    let here = files
        .portals()
        .by_id(portal)
        .await
        .map_err(|_| Error::FOLDER)?;
    let here = here.ok_or(Error::FOLDER)?;
    let person = match person {
        Some(user) => {
            let found = files
                .db()
                .read(move |tx| people::store::people::by_id(tx, portal, user))
                .await?
                .filter(|person| person.status == people::model::EmployeeStatus::Active);
            Some(found.ok_or(Error::Denied)?)
        }
        None => None,
    };
    let installation = files.portals().installation().clone();
    let link = link.and_then(|(key, proof)| {
        let id = link_key::read(&installation, portal, &key)?;
        Some(LinkInHand { id, key, proof })
    });
    Ok(Viewer {
        portal,
        portal_owner: here.owner,
        caller: person.as_ref().map_or(CallerFacts::anonymous(), |person| {
            CallerFacts::person(person.id, person.role)
        }),
        name: person
            .map(|person| person.display_name())
            .unwrap_or_default(),
        base,
        link,
        editors: files.editors_in(portal).await?,
        conversion: files.conversion(),
        thumbnails: files.thumbnails(),
        offers: PortalFacts::default(),
        now: sql::now(),
        installation,
    })
}

/// How a job fails: a busy database may work later, everything else is told to the owner.
fn failure(error: Error) -> Failure {
    match error {
        Error::Sql(error) | Error::Blob(blob::Error::Sql(error)) => error.into(),
        other => Failure::Final(other.to_string()),
    }
}
