//! Objects in a local folder.
//!
//! Not through OpenDAL's `fs` service: that one does not sync the directory after the rename, so an
//! acknowledged upload could vanish with the power, and it takes one trip to the blocking pool for
//! every chunk of a stream, however small. Here a small object is one trip, in and out.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use bytes::Bytes;
use futures::stream::{self, Stream, StreamExt};
use tokio::task::{self, JoinHandle};

use crate::object::{Error, Object, ObjectId, Result};
use crate::store::{ByteStream, Stored};

/// Bytes gathered before a trip to the blocking pool.
const GATHER: usize = 1024 * 1024;
/// Bytes read in one trip. Two are in memory per download: one being sent, one being read.
const CHUNK: usize = 512 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Prepares the folder; fails when it cannot be created or written.
    pub(crate) fn open(root: &Path) -> Result<Self> {
        fs::create_dir_all(root.join("objects"))?;
        fs::create_dir_all(root.join("incoming"))?;
        sync_folder(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, id: ObjectId) -> PathBuf {
        self.root.join(id.key())
    }

    /// Stores a stream. The object has its name only once it is complete and synced, folder included.
    pub(crate) async fn put<E: std::fmt::Display>(
        &self,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        name: Option<ObjectId>,
    ) -> Result<Object> {
        let mut draft = Writing::Idle(Box::new(Draft::new(&self.root)));
        let mut gathered = Vec::new();
        let mut size = 0;
        while let Some(next) = bytes.next().await {
            let next = next.map_err(|error| Error::CutOff(error.to_string()))?;
            size += next.len();
            gathered.push(next);
            if size >= GATHER {
                // While these bytes are hashed and written, the next ones arrive.
                draft = draft.ready().await?.write(std::mem::take(&mut gathered));
                size = 0;
            }
        }
        let draft = draft.ready().await?;
        let path = self.root.clone();
        blocking(move || draft.into_draft()?.finish(&path, gathered, name)).await
    }

    /// Reads an object or a part of it. The first chunk is read before this returns.
    pub(crate) async fn length(&self, id: ObjectId) -> Result<Option<u64>> {
        let path = self.path(id);
        blocking(move || match std::fs::metadata(&path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }

    pub(crate) async fn get(&self, id: ObjectId, range: Option<Range<u64>>) -> Result<ByteStream> {
        let path = self.path(id);
        let (reading, first) = blocking(move || {
            let mut reading = Reading::open(&path, range).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => Error::NotFound(id),
                io::ErrorKind::InvalidInput => Error::Range,
                _ => error.into(),
            })?;
            let first = reading.chunk()?;
            Ok((reading, first))
        })
        .await?;
        // A chunk is being read ahead while the one before is being sent.
        let ahead = reading.ahead();
        Ok(
            stream::try_unfold((Some(first), ahead), |(ready, ahead)| async move {
                if let Some(first) = ready {
                    return Ok((!first.is_empty()).then_some((first, (None, ahead))));
                }
                let Some(ahead) = ahead else { return Ok(None) };
                let (reading, chunk) = ahead.await.map_err(io::Error::other)??;
                if chunk.is_empty() {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
                }
                Ok(Some((chunk, (None, reading.ahead()))))
            })
            .boxed(),
        )
    }

    /// Removes an object; one that is already gone is no error.
    pub(crate) async fn delete(&self, id: ObjectId) -> Result<()> {
        let path = self.path(id);
        blocking(move || match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }

    /// Every object, one shelf after the other.
    pub(crate) fn list(&self) -> impl Stream<Item = Result<Vec<Stored>>> + Send + use<> {
        let root = self.root.join("objects");
        stream::iter(0..=255u8).then(move |shelf| {
            let shelf = root.join(format!("{shelf:02x}"));
            blocking(move || list_shelf(&shelf))
        })
    }

    /// Removes what crashed uploads left behind, if it is untouched for `age`. Returns how many.
    pub(crate) async fn sweep(&self, age: std::time::Duration) -> Result<u64> {
        let incoming = self.root.join("incoming");
        blocking(move || {
            let mut swept = 0;
            for entry in fs::read_dir(incoming)? {
                let entry = entry?;
                let touched = entry.metadata().and_then(|found| found.modified());
                let old = touched
                    .ok()
                    .and_then(|at| at.elapsed().ok())
                    .is_some_and(|for_| for_ > age);
                if old && fs::remove_file(entry.path()).is_ok() {
                    swept += 1;
                }
            }
            Ok(swept)
        })
        .await
    }
}

fn list_shelf(shelf: &Path) -> Result<Vec<Stored>> {
    let entries = match fs::read_dir(shelf) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| ObjectId::from_str(name).ok())
        else {
            continue; // not ours
        };
        match entry.metadata() {
            Ok(data) => found.push(Stored {
                id,
                size: data.len(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {} // deleted meanwhile
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// A draft between two trips to the blocking pool, or on one.
enum Writing {
    Idle(Box<Draft>),
    Busy(JoinHandle<Result<Box<Draft>>>),
}

impl Writing {
    async fn ready(self) -> Result<Self> {
        match self {
            Self::Idle(draft) => Ok(Self::Idle(draft)),
            Self::Busy(trip) => Ok(Self::Idle(trip.await.map_err(lost)??)),
        }
    }

    fn write(self, bytes: Vec<Bytes>) -> Self {
        Self::Busy(task::spawn_blocking(move || {
            let mut draft = self.into_draft()?;
            draft.write(&bytes)?;
            Ok(draft)
        }))
    }

    fn into_draft(self) -> Result<Box<Draft>> {
        match self {
            Self::Idle(draft) => Ok(draft),
            Self::Busy(_) => Err(Error::Storage("a write is still under way".into())),
        }
    }
}

/// An object that is being written; removes itself unless finished.
struct Draft {
    path: PathBuf,
    file: Option<File>,
    hash: blake3::Hasher,
    size: i64,
}

impl Draft {
    fn new(root: &Path) -> Self {
        let path = root.join("incoming").join(uuid::Uuid::new_v4().to_string());
        Self {
            path,
            file: None,
            hash: blake3::Hasher::new(),
            size: 0,
        }
    }

    fn write(&mut self, bytes: &[Bytes]) -> Result<()> {
        for piece in bytes {
            self.hash.update(piece);
            self.file()?.write_all(piece)?;
            self.size += i64::try_from(piece.len()).unwrap_or(i64::MAX);
        }
        Ok(())
    }

    fn file(&mut self) -> Result<&mut File> {
        if self.file.is_none() {
            self.file = Some(File::create_new(&self.path)?);
        }
        self.file
            .as_mut()
            .ok_or_else(|| Error::Storage("no file".into()))
    }

    fn finish(
        mut self: Box<Self>,
        root: &Path,
        rest: Vec<Bytes>,
        name: Option<ObjectId>,
    ) -> Result<Object> {
        self.write(&rest)?;
        self.file()?.sync_all()?;
        // The name is taken now: its clock says when the object became complete.
        let id = name.unwrap_or_else(ObjectId::fresh);
        let path = root.join(id.key());
        let shelf = path.parent().unwrap_or(root);
        if !shelf.exists() {
            fs::create_dir_all(shelf)?;
            sync_folder(&root.join("objects"))?;
        }
        fs::rename(&self.path, &path)?;
        self.file = None; // renamed: nothing to remove on drop
        sync_folder(shelf)?;
        Ok(Object {
            id,
            size: self.size,
            blake3: *self.hash.finalize().as_bytes(),
        })
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.file.is_some() && fs::remove_file(&self.path).is_err() {
            tracing::warn!(path = %self.path.display(), "could not remove an unfinished upload");
        }
    }
}

/// A file being read, and how many bytes of it are still wanted.
struct Reading {
    file: File,
    left: u64,
}

impl Reading {
    fn open(path: &Path, range: Option<Range<u64>>) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let range = range.unwrap_or(0..size);
        if range.start > size {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        if range.start > 0 {
            file.seek(SeekFrom::Start(range.start))?;
        }
        Ok(Self {
            file,
            left: range.end.min(size).saturating_sub(range.start),
        })
    }

    fn chunk(&mut self) -> io::Result<Bytes> {
        let wanted = self.left.min(CHUNK as u64);
        let mut chunk = Vec::with_capacity(usize::try_from(wanted).unwrap_or(CHUNK));
        (&mut self.file).take(wanted).read_to_end(&mut chunk)?;
        self.left -= chunk.len() as u64;
        Ok(chunk.into())
    }

    fn ahead(mut self) -> Option<JoinHandle<io::Result<(Self, Bytes)>>> {
        (self.left > 0).then(|| {
            task::spawn_blocking(move || {
                let chunk = self.chunk()?;
                Ok((self, chunk))
            })
        })
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn lost(error: task::JoinError) -> Error {
    Error::Storage(format!("a storage task did not finish: {error}"))
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    task::spawn_blocking(f).await.map_err(lost)?
}
