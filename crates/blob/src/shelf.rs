//! Files under names of their own in a bucket: what people keep there, and no objects of ours.

use std::fmt;

use bytes::Bytes;
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use opendal::{BytesRange, ErrorKind};

use crate::bucket::{Bucket, S3};
use crate::object::{Error, ObjectId, Result};
use crate::store::ByteStream;

/// A folder of a bucket.
#[derive(Debug, Clone)]
pub struct Shelf(Bucket);

impl Shelf {
    /// The folder, whether or not it can be reached.
    ///
    /// # Errors
    /// The settings mean no bucket.
    pub fn at(config: &S3) -> Result<Self> {
        Bucket::reach(config).map(Self)
    }

    /// Writes a small file, reads and removes it. Asks once.
    ///
    /// # Errors
    /// The bucket does not answer, or not to these keys.
    pub async fn probe(&self) -> Result<()> {
        self.0.check().await?;
        let name = format!("{}.trial", ObjectId::fresh());
        let text = Bytes::from_static(b"Can this be read again?");
        self.put(&name, stream::iter([Ok::<_, std::io::Error>(text.clone())]))
            .await?;
        let read: Vec<Bytes> = match self.get(&name).await? {
            Some(bytes) => bytes.try_collect().await?,
            None => Vec::new(),
        };
        self.delete(&name).await?;
        if read.concat() == text {
            return Ok(());
        }
        let odd = "what was written came back as something else";
        Err(Error::Storage(odd.to_owned()))
    }

    /// Writes a file, in parts where it is large; it is there as a whole or not at all. How many bytes it has.
    ///
    /// # Errors
    /// The stream broke off or the bucket failed.
    pub async fn put<E: fmt::Display>(
        &self,
        name: &str,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<i64> {
        let bytes = std::pin::pin!(bytes);
        let (size, _) = self.0.put_at(bytes, name).await?;
        Ok(size)
    }

    /// Reads a file; `None` when there is none.
    ///
    /// # Errors
    /// The bucket failed.
    pub async fn get(&self, name: &str) -> Result<Option<ByteStream>> {
        if !self.has(name).await? {
            return Ok(None);
        }
        let reader = self.0.operator().reader(name).await?;
        let bytes = reader.into_bytes_stream(BytesRange::from(0_u64..)).await?;
        Ok(Some(bytes.boxed()))
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// The bucket failed.
    pub async fn has(&self, name: &str) -> Result<bool> {
        match self.0.operator().stat(name).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is gone is no error.
    ///
    /// # Errors
    /// The bucket failed.
    pub async fn delete(&self, name: &str) -> Result<()> {
        Ok(self.0.operator().delete(name).await?)
    }
}
