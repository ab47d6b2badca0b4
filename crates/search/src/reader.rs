//! The job that reads what is put down: one object after the other, in slices, so that people's own jobs come in between.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use blob::{Blobs, ObjectId};
use documents::Workshop;
use futures::TryStreamExt as _;
use isolate::Folder;
use jobs::{Failure, JobContext, NewJob, Workers};
use serde_json::{Value as Json, json};
use sql::{Db, Micros, Tx};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::extract::{Kind, Limits, Older, Pdf, Refusal};
use crate::store::{self, Claimed, Finding};

const READ: &str = "search.read";
/// When to look without having been asked: for what a node that died left behind, or the first start put down.
const LOOK_EVERY: Duration = Duration::from_secs(300);
/// How long a run takes at most before others get its place.
const SLICE: Duration = Duration::from_secs(5);
/// When to look again while another run of this node is at it.
const BUSY: Duration = Duration::from_millis(300);
/// How long an object is one node's, longer than any is read.
const LEASE: Micros = 5 * 60 * 1_000_000;
/// How often an object is begun: one that ends its reader does so each time.
const ATTEMPTS: i64 = 4;

/// What the operator decides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// What reading one file may use up.
    pub limits: Limits,
}

/// The reader of contents. Cheap to clone.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    blobs: Blobs,
    limits: Limits,
    pdf: Option<Pdf>,
    older: Option<Older>,
    turn: Semaphore,
    revived: AtomicBool,
}

/// An object as a file of this machine.
struct Fetched {
    path: PathBuf,
    /// The folder it was fetched into, where objects are elsewhere.
    _folder: Option<Folder>,
}

impl Search {
    /// Puts the parts together; the workshop rewrites office formats of before. The tables must exist
    /// ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(db: Db, blobs: Blobs, workshop: &Workshop, options: Options) -> Self {
        Self {
            inner: Arc::new(Inner {
                db,
                blobs,
                limits: options.limits,
                pdf: Pdf::find(),
                older: Older::of(workshop),
                turn: Semaphore::new(1),
                revived: AtomicBool::new(false),
            }),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Registers reading and the daily tidying with the workers.
    #[must_use]
    pub fn register(&self, workers: Workers) -> Workers {
        let search = self.clone();
        let work = move |job: JobContext| {
            let search = search.clone();
            async move { search.read_waiting(&job).await }
        };
        let workers = workers.register(READ, work).every(READ, LOOK_EVERY);
        self.register_tidying(workers)
    }

    async fn read_waiting(&self, job: &JobContext) -> Result<Json, Failure> {
        let Ok(_turn) = self.inner.turn.try_acquire() else {
            return Err(Failure::Later(BUSY));
        };
        self.revive().await?;
        let end = Instant::now() + SLICE;
        let mut read = 0;
        while let Some(claimed) = self.claim().await? {
            self.read(claimed).await?;
            read += 1;
            if Instant::now() > end || job.is_cancelled().await {
                return Err(Failure::Later(Duration::ZERO));
            }
        }
        Ok(json!({ "objects": read }))
    }

    /// Since the last start a program may have been installed.
    async fn revive(&self) -> Result<(), Error> {
        let programs = self.inner.pdf.is_some() || self.inner.older.is_some();
        if programs && !self.inner.revived.load(Ordering::Relaxed) {
            self.db().write(store::revive).await?;
            self.inner.revived.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn claim(&self) -> Result<Option<Claimed>, Error> {
        let now = sql::now();
        let claim = move |tx: &mut Tx<'_>| store::claim(tx, now, now + LEASE);
        Ok(self.db().write(claim).await?)
    }

    async fn read(&self, claimed: Claimed) -> Result<(), Error> {
        let finding = self.finding(&claimed).await?;
        if let Finding::Unreadable(reason) = &finding {
            let object = &claimed.object.id;
            tracing::debug!(object, reason, "the content of a file cannot be searched");
        }
        self.db()
            .write(move |tx| store::note(tx, &claimed.object, &finding))
            .await?;
        Ok(())
    }

    async fn finding(&self, claimed: &Claimed) -> Result<Finding, Error> {
        let unreadable = |reason: &str| Ok(Finding::Unreadable(reason.to_owned()));
        let (Some(kind), Ok(id)) = (
            Kind::of(&claimed.object.extension),
            claimed.object.id.parse(),
        ) else {
            return unreadable("");
        };
        let has_reader = match kind {
            Kind::Pdf => self.inner.pdf.is_some(),
            Kind::Older(_) => self.inner.older.is_some(),
            _ => true,
        };
        if !has_reader {
            return Ok(Finding::NoProgram);
        }
        if claimed.attempt > ATTEMPTS {
            return unreadable("reading it was interrupted too often");
        }
        let fetched = match self.fetch(id).await {
            Ok(Some(fetched)) => fetched,
            Ok(None) => return unreadable("the file is too long"),
            Err(Error::Objects(blob::Error::NotFound(_))) => return unreadable("it is gone"),
            Err(error) => return Err(error),
        };
        let text = match (kind, &self.inner.older) {
            (Kind::Older(to), Some(older)) => {
                let from = &claimed.object.extension;
                match older.rewritten(id, from, to).await {
                    Ok(made) => self.text(Kind::OfficeOpen, made.path()).await,
                    Err(Some(refusal)) => Err(refusal),
                    Err(None) => return Err(Error::Workshop),
                }
            }
            _ => self.text(kind, &fetched.path).await,
        };
        Ok(match text {
            Ok(text) => Finding::Text(text),
            Err(refusal) => Finding::Unreadable(refusal.to_string()),
        })
    }

    async fn text(&self, kind: Kind, path: &Path) -> Result<String, Refusal> {
        let limits = self.inner.limits;
        if let (Kind::Pdf, Some(pdf)) = (kind, &self.inner.pdf) {
            return pdf.text(path, &limits).await;
        }
        let path = path.to_owned();
        let reading = tokio::task::spawn_blocking(move || kind.text(&path, &limits));
        match reading.await {
            Ok(Some(text)) => text,
            _ => Err(Refusal::Broken("reading it failed".to_owned())),
        }
    }

    /// The object as a file; `None` for one that is too long.
    async fn fetch(&self, id: ObjectId) -> Result<Option<Fetched>, Error> {
        let most = self.inner.limits.file;
        let local = self.inner.blobs.local_path(&id);
        if let Some(path) = local
            && let Ok(about) = tokio::fs::metadata(&path).await
        {
            let fetched = Fetched {
                path,
                _folder: None,
            };
            return Ok((about.len() <= most).then_some(fetched));
        }
        let folder = Folder::new()?;
        let path = folder.path().join("object");
        let mut file = tokio::fs::File::create(&path).await?;
        let mut bytes = self.inner.blobs.get(&id, None).await?;
        let mut length = 0;
        while let Some(piece) = bytes.try_next().await? {
            length += u64::try_from(piece.len()).unwrap_or(u64::MAX);
            if length > most {
                return Ok(None);
            }
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        Ok(Some(Fetched {
            path,
            _folder: Some(folder),
        }))
    }
}

/// Wants the reader to look, unless it is about to.
pub(crate) fn want(tx: &mut Tx<'_>) -> sql::Result<()> {
    jobs::enqueue_once(
        tx,
        NewJob {
            portal: 0,
            owner: String::new(),
            kind: READ,
            payload: Json::Null,
            hidden: true,
            not_before: 0,
            total: 0,
        },
    )
}
