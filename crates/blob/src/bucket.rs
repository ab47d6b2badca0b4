//! Objects in an S3 bucket (AWS, MinIO, Ceph, Garage …), through OpenDAL.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{Stream, StreamExt, TryStreamExt};
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::{Buffer, BytesRange, ErrorKind, HttpTransporter, Operator, Writer};
use opendal_http_transport_reqwest::ReqwestTransport;

use crate::object::{Error, Object, ObjectId, Result};
use crate::store::{ByteStream, Stored};

/// Parts under way at once: one is being sent while the next is being gathered.
const CONCURRENT: usize = 2;
const MIB: usize = 1024 * 1024;

/// How to reach a bucket.
#[derive(Clone, Default)]
pub struct S3 {
    /// Name of the bucket.
    pub bucket: String,
    /// Folder inside the bucket; empty for its root.
    pub root: String,
    /// Address of the service, e.g. `https://s3.eu-central-1.amazonaws.com`.
    pub endpoint: String,
    /// Region; services without regions take `auto`.
    pub region: String,
    /// Access key; empty takes credentials from the environment (instance role, web identity …).
    pub access_key: String,
    /// Secret of the access key.
    pub secret_key: String,
    /// Whether the bucket is a part of the host name (`bucket.host`) and not of the path.
    pub virtual_host: bool,
    /// Looks names up, for addresses given by users: it decides where connections may go, and nobody is followed
    /// anywhere else. `None` for the operator's own.
    pub guard: Option<Arc<dyn reqwest::dns::Resolve>>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "S3 {{ {}/{}/{} }}",
            self.endpoint, self.bucket, self.root
        ) // no keys in logs
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    op: Operator,
    /// The same, but trying nothing twice.
    once: Operator,
}

impl Bucket {
    /// A bucket that answers: whoever starts a server wants to know now.
    pub(crate) async fn open(config: &S3) -> Result<Self> {
        let bucket = Self::reach(config)?;
        bucket.check().await?;
        Ok(bucket)
    }

    /// A bucket, whether or not it answers.
    pub(crate) fn reach(config: &S3) -> Result<Self> {
        // An error means that the process has chosen its provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(120));
        if let Some(guard) = &config.guard {
            // A proxy would look names up by itself.
            let nowhere_else = reqwest::redirect::Policy::none();
            client = client
                .redirect(nowhere_else)
                .no_proxy()
                .dns_resolver(Arc::clone(guard));
        }
        let client = client
            .build()
            .map_err(|error| Error::Storage(error.to_string()))?;

        let mut service = opendal::services::S3::default()
            .bucket(&config.bucket)
            .root(&config.root)
            .endpoint(&config.endpoint)
            .region(if config.region.is_empty() {
                "auto"
            } else {
                &config.region
            });
        if !config.access_key.is_empty() {
            service = service
                .access_key_id(&config.access_key)
                .secret_access_key(&config.secret_key)
                .disable_config_load()
                .disable_ec2_metadata();
        }
        if config.virtual_host {
            service = service.enable_virtual_host_style();
        }
        let op = Operator::new(service)?;
        let transport = HttpTransporter::new(ReqwestTransport::new(client));
        let context = op.context().with_http_transport(transport);
        // The time limit is one attempt's; a part of 8 MiB may take two minutes.
        let op = op.with_context(context).layer(
            TimeoutLayer::new()
                .with_timeout(Duration::from_secs(30))
                .with_io_timeout(Duration::from_secs(120)),
        );
        let once = op.clone();
        let op = op.layer(RetryLayer::new().with_jitter().with_max_times(4));
        Ok(Self { op, once })
    }

    /// Fails with a text for the operator unless the bucket answers. Asks once.
    pub(crate) async fn check(&self) -> Result<()> {
        match self.once.stat(&ObjectId::fresh().key()).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Stores a stream: one request when small, in parts otherwise. S3 shows an object only once
    /// its last part is confirmed, so its final name is used from the start.
    ///
    /// The service drops the parts of an upload that a crash interrupted only if the bucket has a
    /// lifecycle rule for incomplete uploads; a cut-off stream is cleaned up here.
    pub(crate) async fn put<E: fmt::Display>(
        &self,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        id: ObjectId,
    ) -> Result<Object> {
        let (size, blake3) = self.put_at(bytes, &id.key()).await?;
        Ok(Object { id, size, blake3 })
    }

    /// The same under any name: its length and hash.
    pub(crate) async fn put_at<E: fmt::Display>(
        &self,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Send + Unpin,
        name: &str,
    ) -> Result<(i64, [u8; 32])> {
        let writer = self.op.writer_with(name).concurrent(CONCURRENT).await?;
        let mut upload = Upload {
            writer: Some(writer),
            parts: 0,
        };
        let mut hash = blake3::Hasher::new();
        let mut size = 0i64;
        let mut part = Vec::new();
        let mut gathered = 0;
        while let Some(next) = bytes.next().await {
            let next = next.map_err(|error| Error::CutOff(error.to_string()))?;
            hash.update(&next);
            size += i64::try_from(next.len()).unwrap_or(i64::MAX);
            gathered += next.len();
            part.push(next);
            if gathered >= part_size(upload.parts) {
                upload.send(std::mem::take(&mut part)).await?;
                gathered = 0;
            }
        }
        if gathered > 0 {
            upload.send(part).await?;
        }
        upload.finish().await?;
        Ok((size, *hash.finalize().as_bytes()))
    }

    pub(crate) fn operator(&self) -> &Operator {
        &self.op
    }

    /// Reads an object or a part of it as one request.
    pub(crate) async fn length(&self, id: ObjectId) -> Result<Option<u64>> {
        match self.op.stat(&id.key()).await {
            Ok(found) => Ok(Some(found.content_length())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn get(&self, id: ObjectId, range: Option<Range<u64>>) -> Result<ByteStream> {
        if range.as_ref().is_some_and(Range::is_empty) {
            return Ok(futures::stream::empty().boxed());
        }
        let not_found = |error: opendal::Error| match error.kind() {
            ErrorKind::NotFound => Error::NotFound(id),
            ErrorKind::RangeNotSatisfied => Error::Range,
            _ => error.into(),
        };
        let range = range.unwrap_or(0..u64::MAX);
        let reader = self.op.reader(&id.key()).await.map_err(not_found)?;
        let wanted = if range.end == u64::MAX {
            BytesRange::from(range.start..)
        } else {
            range.clone().into()
        };
        let mut bytes = reader
            .clone()
            .into_bytes_stream(wanted)
            .await
            .map_err(not_found)?;
        // The request is sent with the first byte wanted: a missing object is found out here.
        let size = bytes.metadata().await.map_err(not_found)?.content_length();
        if range.end != u64::MAX && range.end > size {
            // OpenDAL takes a short answer for a broken one; callers know the size, so this is rare.
            let inside = range.start..size;
            bytes = reader.into_bytes_stream(inside).await.map_err(not_found)?;
        }
        Ok(bytes.boxed())
    }

    pub(crate) async fn delete(&self, id: ObjectId) -> Result<()> {
        Ok(self.op.delete(&id.key()).await?)
    }

    pub(crate) async fn list(
        &self,
    ) -> Result<impl Stream<Item = Result<Vec<Stored>>> + Send + use<>> {
        let lister = self.op.lister_with("objects/").recursive(true).await?;
        Ok(lister
            .map_err(Error::from)
            .try_filter_map(|entry| async move {
                let id = ObjectId::from_str(entry.name()).ok();
                Ok(id.map(|id| Stored {
                    id,
                    size: entry.metadata().content_length(),
                }))
            })
            .try_chunks(500)
            .map_err(|error| error.1))
    }
}

/// S3 allows 10,000 parts: 8 MiB each reaches 16 GiB, then they grow, for objects up to 500 GiB.
fn part_size(parts_so_far: usize) -> usize {
    if parts_so_far < 2_000 {
        8 * MIB
    } else {
        64 * MIB
    }
}

/// An upload under way; dropped unfinished it takes its parts back.
struct Upload {
    writer: Option<Writer>,
    parts: usize,
}

impl Upload {
    async fn send(&mut self, part: Vec<Bytes>) -> Result<()> {
        if let Some(writer) = &mut self.writer {
            writer.write(Buffer::from(part)).await?;
            self.parts += 1;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<()> {
        if let Some(writer) = &mut self.writer {
            writer.close().await?;
        }
        self.writer = None;
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let (Some(mut writer), Ok(runtime)) =
            (self.writer.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        runtime.spawn(async move {
            if let Err(error) = writer.abort().await {
                tracing::warn!(%error, "could not take back the parts of an unfinished upload");
            }
        });
    }
}

impl From<opendal::Error> for Error {
    fn from(error: opendal::Error) -> Self {
        // The reason is at the bottom: "error sending request" says nothing, "invalid certificate" does.
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            let words = deeper.to_string();
            if !text.contains(&words) {
                text = format!("{text}: {words}");
            }
            cause = deeper.source();
        }
        // There is no kind for it: AWS never fills, others say it with these codes.
        let full = [
            "InsufficientStorage",
            "XMinioStorageFull",
            "QuotaExceeded",
            "status: 507",
        ];
        if full.iter().any(|code| text.contains(code)) {
            return Self::Full;
        }
        Self::Storage(text)
    }
}
