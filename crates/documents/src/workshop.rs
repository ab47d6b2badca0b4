//! Where foreign programs work: one document at a time, each in a folder of its own.
//!
//! LibreOffice takes seconds to start and less than one for a document. So after each document the next process is
//! started ahead: it waits with an own profile for exactly one document, which is handed to it through its own socket
//! by a second, short call. No document ever meets the process of another one. A process nobody needed for a while is
//! let go.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use blob::{Blobs, ObjectId};
use futures::TryStreamExt as _;
use isolate::{Error, Folder, Limits, Program, Running, Task};
use parking_lot::Mutex;
use portal::PortalId;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::tools::Tools;

/// Foreign programs at the same time.
const AT_ONCE: usize = 1;

/// Readers of pages at the same time: they are small and quick, and people wait for them.
const READERS: usize = 2;

/// How long a process that was started ahead waits for a document.
const PATIENCE: Duration = Duration::from_secs(300);

/// What LibreOffice may use up for a document: it reserves far more memory than it takes.
pub(crate) const OFFICE: Limits = Limits {
    time: Duration::from_secs(60),
    processor: Duration::from_secs(60),
    memory: 6 << 30,
    file: 256 << 20,
    output: 1 << 20,
};

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The content cannot be read, now or later.
    #[error("{0}")]
    Content(String),
    /// It took too long.
    #[error("it took too long")]
    TooLong,
    /// Something around it failed; it may work later.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Io(error) => Self::Io(error),
            Error::TooLong => Self::TooLong,
            other => Self::Content(other.to_string()),
        }
    }
}

/// The place with its tools. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workshop {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    blobs: Blobs,
    tools: Tools,
    turns: Semaphore,
    readers: Semaphore,
    spare: Mutex<Option<Spare>>,
}

/// A LibreOffice that was started ahead.
#[derive(Debug)]
struct Spare {
    folder: Folder,
    running: Running,
    since: Instant,
}

impl Workshop {
    /// Over the object store, with the programs of this machine.
    #[must_use]
    pub fn new(blobs: Blobs, tools: Tools) -> Self {
        let inner = Inner {
            blobs,
            tools,
            turns: Semaphore::new(AT_ONCE),
            readers: Semaphore::new(READERS),
            spare: Mutex::new(None),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Lets the process go that waits for a document.
    pub fn close(&self) {
        drop(self.inner.spare.lock().take());
    }

    /// The programs.
    #[must_use]
    pub fn tools(&self) -> &Tools {
        &self.inner.tools
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// The right to run a program, when it is free.
    pub(crate) fn try_turn(&self) -> Option<SemaphorePermit<'_>> {
        self.inner.turns.try_acquire().ok()
    }

    /// The right to run a program, when its turn has come.
    pub(crate) async fn turn(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let turn = self.inner.turns.acquire().await;
        turn.map_err(|_| Failure::Io(std::io::Error::other("the workshop is closed")))
    }

    /// The right to run a reader of pages.
    pub(crate) async fn reader(&self) -> Result<SemaphorePermit<'_>, Failure> {
        let turn = self.inner.readers.acquire().await;
        turn.map_err(|_| Failure::Io(std::io::Error::other("the workshop is closed")))
    }

    /// Copies an object into a file of a folder: programs get no way into the store.
    pub(crate) async fn fetch(&self, object: &ObjectId, to: &Path) -> Result<(), Failure> {
        let failed = |error: &dyn std::fmt::Display| std::io::Error::other(error.to_string());
        let mut file = tokio::fs::File::create(to).await?;
        let stream = self.blobs().get(object, None).await;
        let mut stream = stream.map_err(|error| failed(&error))?;
        while let Some(piece) = stream.try_next().await.map_err(|error| failed(&error))? {
            file.write_all(&piece).await?;
        }
        Ok(file.flush().await?)
    }

    /// Stores a file as an object of a portal.
    pub(crate) async fn store(
        &self,
        portal: PortalId,
        from: &Path,
    ) -> Result<blob::Object, Failure> {
        let file = tokio::fs::File::open(from).await?;
        let stored = self
            .blobs()
            .of(portal.0)
            .put(tokio_util::io::ReaderStream::new(file))
            .await;
        stored.map_err(|error| Failure::Io(std::io::Error::other(error.to_string())))
    }

    /// Has LibreOffice turn a file into another format; who calls has a turn. `how` are its words for formats.
    pub(crate) async fn office(
        &self,
        file: &Path,
        to: &str,
        how: &[OsString],
    ) -> Result<Converted, Failure> {
        let program = self.inner.tools.office.as_ref();
        let program = program.ok_or_else(|| Failure::Content(ABSENT.to_owned()))?;
        let (folder, waiting) = self.workplace()?;
        let name = file.file_name().unwrap_or_default();
        let given = folder.path().join("given");
        tokio::fs::create_dir(&given).await?;
        let given = given.join(name);
        if tokio::fs::hard_link(file, &given).await.is_err() {
            tokio::fs::copy(file, &given).await?;
        }
        let task = office(program, &folder)
            .args(how.iter().cloned())
            .args(["--outdir", "made"])
            .arg(&given);
        let outcome = task.run(&folder).await;
        drop(waiting);
        if let Err(error) = outcome {
            tracing::info!(%error, "LibreOffice gave up");
            return Err(match error {
                Error::Failed(..) | Error::Stopped(..) => Failure::Content(UNREADABLE.to_owned()),
                other => other.into(),
            });
        }
        let path = folder
            .path()
            .join("made")
            .join(name)
            .with_extension(to.trim_start_matches('.'));
        self.prepare(program);
        // LibreOffice ends well also when it could not read the file.
        if path.is_file() {
            Ok(Converted {
                path,
                _folder: folder,
            })
        } else {
            Err(Failure::Content(UNREADABLE.to_owned()))
        }
    }

    /// A folder to work in, with the process that waits there if there is one.
    fn workplace(&self) -> Result<(Folder, Option<Running>), Failure> {
        let spare = self.inner.spare.lock().take();
        if let Some(mut spare) = spare
            && spare.running.is_alive()
        {
            return Ok((spare.folder, Some(spare.running)));
        }
        Ok((Folder::new()?, None))
    }

    /// Starts the process for the next document.
    fn prepare(&self, program: &Program) {
        let Ok(folder) = Folder::new() else {
            return;
        };
        let started = office(program, &folder).spawn(&folder);
        let Ok(running) = started else {
            return;
        };
        let since = Instant::now();
        *self.inner.spare.lock() = Some(Spare {
            folder,
            running,
            since,
        });
        let (inner, program) = (Arc::downgrade(&self.inner), program.clone());
        tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            let spare = inner
                .upgrade()
                .and_then(|inner| inner.spare.lock().take_if(|spare| spare.since == since));
            if let Some(spare) = spare {
                dismiss(spare, &program).await;
            }
        });
    }
}

/// What is said without LibreOffice.
const ABSENT: &str = "LibreOffice is not installed";

/// What is said of a content that LibreOffice does not understand.
const UNREADABLE: &str = "it cannot be read";

/// A converted file, there as long as this is.
#[derive(Debug)]
pub struct Converted {
    pub(crate) path: PathBuf,
    /// Removed when dropped.
    _folder: Folder,
}

impl Converted {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// LibreOffice in a folder. Macros do not run: a fresh profile trusts nothing.
fn office(program: &Program, folder: &Folder) -> Task {
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(folder.path().join("profile"));
    Task::new(program, OFFICE).arg(profile).args([
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
    ])
}

/// Ends a process in the way that takes its socket with it: by its one document.
async fn dismiss(spare: Spare, program: &Program) {
    let nothing = spare.folder.path().join("nothing.txt");
    if std::fs::write(&nothing, "").is_ok() {
        let last = office(program, &spare.folder)
            .args(["--convert-to", "txt", "--outdir", "made"])
            .arg(&nothing);
        let _ = last.run(&spare.folder).await;
    }
}
