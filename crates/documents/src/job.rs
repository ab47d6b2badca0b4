//! The jobs of this crate.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use files::service::Files;
use files::service::thumbnails::{MAKE_THUMBNAIL, Wanted};
use files::thumbnails::Source;
use futures::TryStreamExt as _;
use isolate::Folder;
use jobs::{JobContext, Workers};
use portal::PortalId;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Semaphore;

use crate::thumbnails::{self, Failure, Small};
use crate::tools::Tools;

/// Foreign programs at the same time.
const AT_ONCE: usize = 1;
/// When a job looks again whether it is its turn.
const TURN: Duration = Duration::from_secs(1);
/// Pictures of contents that are gone stay for a day, as the contents do.
const UNUSED: i64 = 24 * 3600 * 1_000_000;

const FORGET_THUMBNAILS: &str = "thumbnails.forget";

/// Has the workers make pictures, and forget those that nobody needs any more once an hour.
#[must_use]
pub fn register(workers: Workers, files: &Files, tools: Tools) -> Workers {
    let maker = Maker {
        files: files.clone(),
        tools: Arc::new(tools),
        turns: Arc::new(Semaphore::new(AT_ONCE)),
    };
    let files = files.clone();
    workers
        .register(MAKE_THUMBNAIL, move |context| {
            let maker = maker.clone();
            async move { maker.make(context).await }
        })
        .register(FORGET_THUMBNAILS, move |_| {
            let files = files.clone();
            async move {
                let done = files.forget_thumbnails(sql::now() - UNUSED).await;
                done.map(|_| Value::Null).map_err(|error| error.to_string())
            }
        })
        .every(FORGET_THUMBNAILS, Duration::from_secs(3600))
}

#[derive(Clone)]
struct Maker {
    files: Files,
    tools: Arc<Tools>,
    turns: Arc<Semaphore>,
}

impl Maker {
    /// Makes one picture. What cannot be drawn is noted and never tried again.
    async fn make(&self, context: JobContext) -> Result<Value, jobs::Failure> {
        let wanted: Wanted = serde_json::from_value(context.payload.as_ref().clone())
            .map_err(|error| jobs::Failure::Final(error.to_string()))?;
        let portal = PortalId(context.portal);
        let source = self
            .tools
            .thumbnails()
            .source(&wanted.extension, wanted.size);
        let picture = match source {
            Some(source) => self.draw(source, &wanted).await?,
            None => None,
        };
        let picture = match picture {
            Some(small) => {
                let stored = self.files.blobs().put_bytes(small.bytes).await;
                Some((stored.map_err(jobs::Failure::retry)?, small.format))
            }
            None => None,
        };
        let kept = self.files.keep_thumbnail(portal, wanted, picture).await;
        kept.map_err(jobs::Failure::retry)?;
        Ok(Value::Null)
    }

    async fn draw(&self, source: Source, wanted: &Wanted) -> Result<Option<Small>, jobs::Failure> {
        let _turn = match source {
            Source::Image => None,
            _ => Some(
                self.turns
                    .try_acquire()
                    .map_err(|_| jobs::Failure::Later(TURN))?,
            ),
        };
        let folder = Folder::new().map_err(jobs::Failure::retry)?;
        let name = format!("content{}", wanted.extension);
        let name = Path::new(&name);
        let fetched = self.fetch(&wanted.object, &folder.path().join(name)).await;
        fetched.map_err(jobs::Failure::retry)?;
        match thumbnails::draw(&self.tools, source, &folder, name).await {
            Ok(small) => Ok(Some(small)),
            Err(Failure::Content(why)) => {
                tracing::info!(file = wanted.file.0, %why, "no thumbnail");
                Ok(None)
            }
            Err(Failure::Io(error)) => Err(jobs::Failure::retry(error)),
        }
    }

    /// Copies an object into a file: programs get no way into the store.
    async fn fetch(&self, object: &str, to: &Path) -> Result<(), String> {
        let id: blob::ObjectId = object
            .parse()
            .map_err(|_| format!("{object} is no object"))?;
        let mut file = tokio::fs::File::create(to)
            .await
            .map_err(|error| error.to_string())?;
        let stream = self.files.blobs().get(&id, None).await;
        let mut stream = stream.map_err(|error| error.to_string())?;
        while let Some(piece) = stream.try_next().await.map_err(|error| error.to_string())? {
            file.write_all(&piece)
                .await
                .map_err(|error| error.to_string())?;
        }
        file.flush().await.map_err(|error| error.to_string())
    }
}
