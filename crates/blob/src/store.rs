//! The verbs on bytes: put, get, compose, delete, list.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::FutureExt;
use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};
use sql::Db;

use crate::atlas::{Atlas, Guide};
use crate::bucket::{Bucket, S3};
use crate::folder::Folder;
use crate::object::{Error, Object, ObjectId, Result};
use crate::place::Place;

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
pub struct Blobs {
    atlas: Arc<Atlas>,
    /// Whose objects are stored through this one.
    portal: Option<i64>,
}

impl Blobs {
    /// Opens the installation's own storage; fails with a text for the operator when it cannot be used.
    pub async fn open(storage: &Storage) -> Result<Self> {
        let home = match storage {
            Storage::Folder(path) => Place::Folder(Folder::open(path)?),
            Storage::S3(config) => Place::Bucket(Bucket::open(config).await?),
        };
        Ok(Self {
            atlas: Arc::new(Atlas::new(home)),
            portal: None,
        })
    }

    /// Has portals keep their objects elsewhere where they chose to ([`choose`](crate::choose)): `guide` reads what is in
    /// the books of `db`. To be called once, before anything is stored.
    ///
    /// # Errors
    /// The database failed.
    pub async fn attach(&self, db: Db, guide: Arc<dyn Guide>) -> Result<()> {
        self.atlas.attach(db, guide);
        self.reload().await
    }

    /// Reads the choices of portals anew, after one chose, here or on another node.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reload(&self) -> Result<()> {
        self.atlas.reload().await.map(drop)
    }

    /// The storage of a portal: what is stored through it goes where the portal's objects go. Reading and removing
    /// through it find what is the portal's without asking the books whose an object is.
    #[must_use]
    pub fn of(&self, portal: i64) -> Self {
        Self {
            atlas: Arc::clone(&self.atlas),
            portal: Some(portal),
        }
    }

    /// Whether the installation's own storage is a folder of this machine.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.atlas.home(), Place::Folder(_))
    }

    pub(crate) fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// Stores a stream as a new object. When this returns, the object survives a power failure.
    ///
    /// An error leaves nothing behind: [`Error::CutOff`](crate::Error::CutOff) when the stream
    /// itself breaks off, [`Error::Full`](crate::Error::Full) when there is no room. Dropping the
    /// future does the same. Register the object in the transaction that refers to it.
    ///
    /// Say for whom ([`Blobs::of`]): what nobody said that of is stored with the installation's own objects until
    /// somebody brings it to its portal's.
    pub async fn put<E: fmt::Display>(
        &self,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Object> {
        let bytes = std::pin::pin!(bytes);
        let (_, place) = self.atlas.target(self.portal)?;
        place.put(bytes, None).await
    }

    /// Stores an object under the name it had, in this storage once or in another one: for archives that come back.
    /// The caller has made sure that nothing else has the name, and books the object before a day is over.
    pub async fn put_back<E: fmt::Display>(
        &self,
        id: ObjectId,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Object> {
        let bytes = std::pin::pin!(bytes);
        let (_, place) = self.atlas.target(self.portal)?;
        place.put(bytes, Some(id)).await
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
        let id = *id;
        let found = self
            .look(id, |place| {
                let range = range.clone();
                async move { or_none(place.get(id, range).await) }
            })
            .await?;
        found.ok_or(Error::NotFound(id))
    }

    /// How many bytes the object has; `None` when it is not there.
    pub async fn length(&self, id: &ObjectId) -> Result<Option<u64>> {
        let id = *id;
        self.look(id, |place| async move { place.length(id).await })
            .await
    }

    /// Looks for an object where it may lie, until something is found.
    async fn look<T, F: Future<Output = Result<Option<T>>>>(
        &self,
        id: ObjectId,
        look: impl Fn(Place) -> F,
    ) -> Result<Option<T>> {
        let home = self.atlas.home();
        if !self.atlas.has_choices() {
            let found = look(home.clone()).await?;
            // Another node may know of places that this one does not.
            if found.is_some() || !self.atlas.reload().await? {
                return Ok(found);
            }
        }
        if home.is_near()
            && self.portal.is_none()
            && let Some(found) = look(home.clone()).await?
        {
            return Ok(Some(found));
        }
        // Twice: while objects are brought from one place to another, one may pass by between two looks.
        for again in [false, true] {
            if again {
                self.atlas.reload().await?;
            }
            if let Some(found) = first_of(self.places(id).await?, &look).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn places(&self, id: ObjectId) -> Result<Vec<Place>> {
        match self.portal {
            Some(portal) => Ok(self.atlas.of_portal(portal)),
            None => self.atlas.of_object(id).await,
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

    /// Removes an object for good, wherever it may lie; one that is already gone is no error.
    ///
    /// Domains do not call this: they [`release`](crate::release), and garbage collection removes.
    pub async fn delete(&self, id: &ObjectId) -> Result<()> {
        if !self.atlas.has_choices() {
            return self.atlas.home().delete(*id).await;
        }
        for place in self.places(*id).await? {
            place.delete(*id).await?;
        }
        Ok(())
    }

    /// Every stored object, in batches and no particular order; one that is being brought from one place to another may
    /// occur twice.
    pub async fn list(&self) -> Result<BoxStream<'static, Result<Vec<Stored>>>> {
        let mut all = Vec::new();
        for place in self.atlas.everywhere() {
            all.push(place.list().await?);
        }
        Ok(stream::iter(all).flatten().boxed())
    }

    /// The file that holds an object, when it is a file of this machine: for programs that want a
    /// path, such as converters, and for handing the file to the kernel to send. Read only.
    ///
    /// It may be gone when it is opened, if the portal's objects are being brought elsewhere: read it as a stream then.
    pub fn local_path(&self, id: &ObjectId) -> Option<PathBuf> {
        let path = self.atlas.home().path(*id)?;
        (!self.atlas.has_choices() || path.exists()).then_some(path)
    }
}

/// A missing object is nothing found, not a failure.
fn or_none<T>(looked: Result<T>) -> Result<Option<T>> {
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What the first of the places has. That one does not answer matters only if none of the others has it.
async fn first_of<T, F: Future<Output = Result<Option<T>>>>(
    places: Vec<Place>,
    look: &impl Fn(Place) -> F,
) -> Result<Option<T>> {
    let mut trouble = None;
    for place in places {
        match look(place).await {
            Ok(None) => {}
            Ok(found) => return Ok(found),
            Err(error) => trouble = trouble.or(Some(error)),
        }
    }
    trouble.map_or(Ok(None), Err)
}
