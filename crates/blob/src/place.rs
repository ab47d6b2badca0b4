//! One place in which bytes lie: a folder, a bucket, or a folder whose objects are sealed.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use bytes::Bytes;
use futures::stream::{BoxStream, Stream, StreamExt};

use crate::bucket::Bucket;
use crate::folder::Folder;
use crate::object::{Error, Object, ObjectId, Result};
use crate::sealed::Sealed;
use crate::store::{ByteStream, Storage, Stored};

/// How to get to the place where a portal keeps its objects.
#[derive(Clone)]
pub enum Way {
    /// The installation's own storage.
    Home,
    /// A storage of the portal's own.
    To(Storage),
    /// The installation's own folder, but each object encrypted with this key.
    Sealed([u8; 32]),
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("Home"),
            Self::To(storage) => storage.fmt(f),
            Self::Sealed(_) => f.write_str("Sealed"), // no keys in logs
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Place {
    Folder(Folder),
    Bucket(Bucket),
    Sealed(Sealed),
}

impl Place {
    /// The place at the end of a way, whether or not it can be reached now. `home` is the installation's own.
    pub(crate) fn at(way: &Way, home: &Self) -> Result<Self> {
        match (way, home) {
            (Way::Home, _) => Ok(home.clone()),
            (Way::To(Storage::Folder(path)), _) => Ok(Self::Folder(Folder::open(path)?)),
            (Way::To(Storage::S3(config)), _) => Ok(Self::Bucket(Bucket::reach(config)?)),
            (Way::Sealed(key), Self::Folder(folder)) => {
                Ok(Self::Sealed(Sealed::open(folder, *key)?))
            }
            (Way::Sealed(_), _) => Err(Error::Storage(
                "only a folder of this machine holds sealed objects".to_owned(),
            )),
        }
    }

    pub(crate) async fn put<E: fmt::Display>(
        &self,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        name: Option<ObjectId>,
    ) -> Result<Object> {
        match self {
            Self::Folder(folder) => folder.put(bytes, name).await,
            Self::Bucket(bucket) => {
                let name = name.unwrap_or_else(ObjectId::fresh);
                bucket.put(bytes, name).await
            }
            Self::Sealed(sealed) => sealed.put(bytes, name).await,
        }
    }

    pub(crate) async fn get(&self, id: ObjectId, range: Option<Range<u64>>) -> Result<ByteStream> {
        match self {
            Self::Folder(folder) => folder.get(id, range).await,
            Self::Bucket(bucket) => bucket.get(id, range).await,
            Self::Sealed(sealed) => sealed.get(id, range).await,
        }
    }

    pub(crate) async fn length(&self, id: ObjectId) -> Result<Option<u64>> {
        match self {
            Self::Folder(folder) => folder.length(id).await,
            Self::Bucket(bucket) => bucket.length(id).await,
            Self::Sealed(sealed) => sealed.length(id).await,
        }
    }

    pub(crate) async fn delete(&self, id: ObjectId) -> Result<()> {
        match self {
            Self::Folder(folder) => folder.delete(id).await,
            Self::Bucket(bucket) => bucket.delete(id).await,
            Self::Sealed(sealed) => sealed.folder().delete(id).await,
        }
    }

    pub(crate) async fn list(&self) -> Result<BoxStream<'static, Result<Vec<Stored>>>> {
        Ok(match self {
            Self::Folder(folder) => folder.list().boxed(),
            Self::Bucket(bucket) => bucket.list().await?.boxed(),
            Self::Sealed(sealed) => sealed.list().boxed(),
        })
    }

    /// Removes what crashed uploads left behind; S3 shows no unfinished object.
    pub(crate) async fn sweep(&self, age: std::time::Duration) -> Result<u64> {
        match self {
            Self::Folder(folder) => folder.sweep(age).await,
            Self::Bucket(_) => Ok(0),
            Self::Sealed(sealed) => sealed.folder().sweep(age).await,
        }
    }

    /// The file that holds an object as it was stored.
    pub(crate) fn path(&self, id: ObjectId) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) => Some(folder.path(id)),
            Self::Bucket(_) | Self::Sealed(_) => None,
        }
    }

    /// Whether it costs nothing worth speaking of to find that an object is not here.
    pub(crate) fn is_near(&self) -> bool {
        !matches!(self, Self::Bucket(_))
    }
}
