//! The verbs on bytes: put, get, compose, delete, list.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};

use crate::bucket::{Bucket, S3};
use crate::folder::Folder;
use crate::object::{Object, ObjectId, Result};

/// Bytes of an object as they are read.
pub type ByteStream = BoxStream<'static, io::Result<Bytes>>;

/// Where objects are kept.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A folder of this machine; created when it does not exist.
    Folder(PathBuf),
    /// An S3 bucket, which must exist.
    S3(S3),
}

/// An object found in the storage, registered or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub id: ObjectId,
    /// Its length in bytes.
    pub size: u64,
}

/// The object storage. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Blobs(Arc<Backend>);

#[derive(Debug)]
pub(crate) enum Backend {
    Folder(Folder),
    Bucket(Bucket),
}

impl Blobs {
    /// Opens the storage; fails with a text for the operator when it cannot be used.
    pub async fn open(storage: &Storage) -> Result<Self> {
        let backend = match storage {
            Storage::Folder(path) => Backend::Folder(Folder::open(path)?),
            Storage::S3(config) => Backend::Bucket(Bucket::open(config).await?),
        };
        Ok(Self(Arc::new(backend)))
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.0
    }

    /// Stores a stream as a new object. When this returns, the object survives a power failure.
    ///
    /// An error leaves nothing behind: [`Error::CutOff`](crate::Error::CutOff) when the stream
    /// itself breaks off, [`Error::Full`](crate::Error::Full) when there is no room. Dropping the
    /// future does the same. Register the object in the transaction that refers to it.
    pub async fn put<E: fmt::Display>(
        &self,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Object> {
        let bytes = std::pin::pin!(bytes);
        match self.backend() {
            Backend::Folder(folder) => folder.put(bytes, None).await,
            Backend::Bucket(bucket) => bucket.put(bytes, ObjectId::fresh()).await,
        }
    }

    /// Stores an object under the name it had, in this storage once or in another one: for archives that come back.
    /// The caller has made sure that nothing else has the name, and books the object before a day is over.
    pub async fn put_back<E: fmt::Display>(
        &self,
        id: ObjectId,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Object> {
        let bytes = std::pin::pin!(bytes);
        match self.backend() {
            Backend::Folder(folder) => folder.put(bytes, Some(id)).await,
            Backend::Bucket(bucket) => bucket.put(bytes, id).await,
        }
    }

    /// Stores bytes which are in memory already.
    pub async fn put_bytes(&self, bytes: impl Into<Bytes>) -> Result<Object> {
        self.put(stream::iter([Ok::<_, io::Error>(bytes.into())]))
            .await
    }

    /// Reads an object, or the part of it from `start` to before `end`; an end behind the object's
    /// is taken as the object's.
    ///
    /// Fails with [`Error::NotFound`](crate::Error::NotFound) or
    /// [`Error::Range`](crate::Error::Range) before the first byte.
    pub async fn get(&self, id: &ObjectId, range: Option<Range<u64>>) -> Result<ByteStream> {
        match self.backend() {
            Backend::Folder(folder) => folder.get(*id, range).await,
            Backend::Bucket(bucket) => bucket.get(*id, range).await,
        }
    }

    /// How many bytes the object has in the storage; `None` when it is not there.
    pub async fn length(&self, id: &ObjectId) -> Result<Option<u64>> {
        match self.backend() {
            Backend::Folder(folder) => folder.length(*id).await,
            Backend::Bucket(bucket) => bucket.length(*id).await,
        }
    }

    /// Reads a whole object into memory: for photos and the like, whose size is bounded.
    pub async fn get_bytes(&self, id: &ObjectId) -> Result<Bytes> {
        let mut chunks: Vec<Bytes> = self.get(id, None).await?.try_collect().await?;
        match chunks.len() {
            1 => Ok(chunks.swap_remove(0)),
            _ => Ok(chunks.concat().into()),
        }
    }

    /// Stores the parts, one after the other, as a new object. The parts stay as they are.
    pub async fn compose(&self, parts: &[ObjectId]) -> Result<Object> {
        // A missing part is reported as such, not as a stream that was cut off.
        let mut streams = Vec::with_capacity(1);
        for part in parts.iter().take(1) {
            streams.push(self.get(part, None).await?);
        }
        let rest: Vec<ObjectId> = parts.iter().skip(1).copied().collect();
        let blobs = self.clone();
        let rest = stream::iter(rest)
            .then(move |part| {
                let blobs = blobs.clone();
                async move { blobs.get(&part, None).await.map_err(io::Error::other) }.boxed()
            })
            .try_flatten()
            .boxed();
        self.put(stream::iter(streams).flatten().chain(rest)).await
    }

    /// Removes an object for good; one that is already gone is no error.
    ///
    /// Domains do not call this: they [`release`](crate::release), and garbage collection removes.
    pub async fn delete(&self, id: &ObjectId) -> Result<()> {
        match self.backend() {
            Backend::Folder(folder) => folder.delete(*id).await,
            Backend::Bucket(bucket) => bucket.delete(*id).await,
        }
    }

    /// Every stored object, in batches and no particular order.
    pub async fn list(&self) -> Result<BoxStream<'static, Result<Vec<Stored>>>> {
        Ok(match self.backend() {
            Backend::Folder(folder) => folder.list().boxed(),
            Backend::Bucket(bucket) => bucket.list().await?.boxed(),
        })
    }

    /// The file that holds an object, when it is a file of this machine: for programs that want a
    /// path, such as converters, and for handing the file to the kernel to send. Read only.
    pub fn local_path(&self, id: &ObjectId) -> Option<PathBuf> {
        match self.backend() {
            Backend::Folder(folder) => Some(folder.path(*id)),
            Backend::Bucket(_) => None,
        }
    }
}
