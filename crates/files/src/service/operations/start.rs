//! Starting, listing and ending operations.

use jobs::{Job, JobId, NewJob};
use sql::Tx;

use super::check::DestinationCheck;
use super::{Batch, Fit, JOBS, Made, Task, Work, check, job_kind, kind_of_job};
use crate::error::Error;
use crate::model::{ConflictResolve, Entry, FolderId, FolderType, OperationKind};
use crate::service::Files;
use crate::store::{files, folders, operations, roots};
use crate::view::{self, Context, EntryDto, Viewer};

/// How the answer to a start is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// The result need not be kept: the operation is gone from lists when it ends (`deleteAfter`).
    pub hidden: bool,
    /// Only the new operation, instead of all of its kind.
    pub single: bool,
}

/// An operation as its owner sees it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its job.
    pub job: Job,
    /// Its kind.
    pub kind: OperationKind,
    /// New entries, and the destination first among the folders.
    pub entries: Vec<EntryDto>,
    /// Where the result can be fetched.
    pub url: Option<String>,
}

impl Files {
    /// Checks and queues an operation. Answers the caller's operations of that kind which are under
    /// way, the new one last.
    ///
    /// # Errors
    /// The refusals of `files/06b §3`; then nothing is queued.
    pub async fn start_operation(
        &self,
        viewer: &Viewer,
        owner: &str,
        task: Task,
        batch: Batch,
        asked: Asked,
    ) -> Result<Vec<Operation>, Error> {
        let (viewer, owner) = (viewer.clone(), owner.to_owned());
        self.db()
            .write(move |tx| {
                let kind = job_kind(task.kind());
                let nothing = batch.is_empty() && task != Task::EmptyTrash;
                let new = if nothing {
                    None
                } else {
                    check::all(tx, &viewer, &owner, &task, &batch)?;
                    Some(enqueue(tx, &viewer, &owner, task, batch, asked)?)
                };
                let jobs = jobs::list(tx, viewer.portal.0, &owner, &[kind])?;
                let shown = jobs
                    .into_iter()
                    .filter(|job| Some(job.id) == new || !(asked.single || job.status.is_final()));
                Ok(shown.map(plain).collect())
            })
            .await
    }

    /// The owner's operations, of one kind or all, the newest of each kind last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn operations(
        &self,
        viewer: &Viewer,
        owner: &str,
        kind: Option<OperationKind>,
        id: Option<String>,
    ) -> Result<Vec<Operation>, Error> {
        let (viewer, owner) = (viewer.clone(), owner.to_owned());
        self.db()
            .read(move |tx| {
                let mut jobs = list(tx, &viewer, &owner, kind)?;
                if let Some(id) = id {
                    jobs.retain(|job| job.id.to_string().eq_ignore_ascii_case(&id));
                }
                jobs.into_iter()
                    .map(|job| with_results(tx, &viewer, job))
                    .collect()
            })
            .await
    }

    /// Ends one operation of the owner, or all. Answers what remains under way.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_operations(
        &self,
        viewer: &Viewer,
        owner: &str,
        id: Option<JobId>,
    ) -> Result<Vec<Operation>, Error> {
        let (viewer, owner) = (viewer.clone(), owner.to_owned());
        self.db()
            .write(move |tx| {
                let kinds = JOBS.map(|(name, _)| name);
                jobs::cancel(tx, viewer.portal.0, &owner, id, &kinds)?;
                let mut left = list(tx, &viewer, &owner, None)?;
                left.retain(|job| !job.status.is_final() && id.is_some_and(|id| id != job.id));
                Ok(left.into_iter().map(plain).collect())
            })
            .await
    }
}

impl Files {
    /// Entries of a batch whose titles exist at the destination already.
    ///
    /// # Errors
    /// 403 without the right to read, 404 for what does not exist.
    pub async fn conflicts(
        &self,
        viewer: &Viewer,
        to: FolderId,
        batch: Batch,
    ) -> Result<Vec<EntryDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let entries = check::conflicts(tx, &viewer, to, &batch)?;
                view::page(tx, &viewer, Context::Plain, entries)
            })
            .await
    }

    /// Which files of a batch the destination takes, and how they look.
    ///
    /// # Errors
    /// 403 without the right to read, 404 for what does not exist.
    pub async fn check_destination(
        &self,
        viewer: &Viewer,
        to: FolderId,
        batch: Batch,
    ) -> Result<(Fit, Vec<EntryDto>), Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let DestinationCheck { fit, files } = check::destination(tx, &viewer, to, &batch)?;
                let files = files::by_ids(tx, viewer.portal, &files)?;
                let entries = files.into_iter().map(Entry::File).collect();
                Ok((fit, view::page(tx, &viewer, Context::Plain, entries)?))
            })
            .await
    }

    /// The children of the folders of a batch, and its files. Rights are asked for when something is done with them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn contents_of(&self, viewer: &Viewer, asked: Batch) -> Result<Batch, Error> {
        let portal = viewer.portal;
        self.db()
            .read(move |tx| {
                let mut batch = Batch {
                    folders: Vec::new(),
                    files: asked.files,
                };
                for folder in asked.folders {
                    let folders = operations::folder_ids(tx, portal, folder)?;
                    batch.folders.extend(folders);
                    let files = operations::file_ids(tx, portal, folder)?;
                    batch.files.extend(files);
                }
                Ok(batch)
            })
            .await
    }

    /// The move of rooms to a root of the portal, which is made on first need.
    ///
    /// # Errors
    /// The database failed.
    pub async fn move_to_root(&self, viewer: &Viewer, kind: FolderType) -> Result<Task, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let owner = viewer.portal_owner;
                let root = roots::ensure(tx, viewer.portal, kind, owner, viewer.now)?;
                Ok(Task::Move {
                    to: root.id,
                    conflict: ConflictResolve::Skip,
                })
            })
            .await
    }
}

fn enqueue(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    owner: &str,
    task: Task,
    batch: Batch,
    asked: Asked,
) -> Result<JobId, Error> {
    let kind = job_kind(task.kind());
    let total = batch.len().max(1);
    let work = Work {
        task,
        batch,
        person: viewer.caller.person.map(|(user, _)| user),
        base: viewer.base.clone(),
        link: viewer
            .link
            .as_ref()
            .map(|link| (link.key.clone(), link.proof.clone())),
    };
    Ok(jobs::enqueue(
        tx,
        NewJob {
            portal: viewer.portal.0,
            owner: owner.to_owned(),
            kind,
            payload: serde_json::to_value(work).map_err(|e| Error::Failed(e.to_string()))?,
            hidden: asked.hidden,
            not_before: 0,
            total: i64::try_from(total).unwrap_or(i64::MAX),
        },
    )?)
}

fn list(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    owner: &str,
    kind: Option<OperationKind>,
) -> Result<Vec<Job>, Error> {
    let all = JOBS.map(|(name, _)| name);
    let mut jobs = match kind {
        Some(kind) => jobs::list(tx, viewer.portal.0, owner, &[job_kind(kind)])?,
        None => jobs::list(tx, viewer.portal.0, owner, &all)?,
    };
    jobs.retain(|job| !(job.hidden && job.status.is_final()));
    Ok(jobs)
}

fn plain(job: Job) -> Operation {
    Operation {
        kind: kind_of_job(&job.kind),
        job,
        entries: Vec::new(),
        url: None,
    }
}

fn with_results(tx: &mut Tx<'_>, viewer: &Viewer, job: Job) -> Result<Operation, Error> {
    let made: Made = serde_json::from_value(job.result.clone()).unwrap_or_default();
    let mut operation = plain(job);
    operation.url = made.url;
    if made.folders.is_empty() && made.files.is_empty() {
        return Ok(operation);
    }
    let folders = folders::by_ids(tx, viewer.portal, &made.folders)?;
    let files = files::by_ids(tx, viewer.portal, &made.files)?;
    let entries = folders
        .into_iter()
        .map(Entry::Folder)
        .chain(files.into_iter().map(Entry::File));
    operation.entries = view::page(tx, viewer, Context::Plain, entries.collect())?;
    Ok(operation)
}
