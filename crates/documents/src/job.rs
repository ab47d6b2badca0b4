//! The jobs of this crate.

use std::path::Path;
use std::time::Duration;

use files::service::Files;
use files::service::thumbnails::{MAKE_THUMBNAIL, Wanted};
use files::thumbnails::Source;
use isolate::Folder;
use jobs::{JobContext, Workers};
use portal::PortalId;
use serde_json::Value;

use crate::preview::{self, Previews};
use crate::thumbnails::{self, Small};
use crate::workshop::{Failure, Workshop};

/// When a job looks again whether it is its turn.
const TURN: Duration = Duration::from_secs(1);
/// Pictures of contents that are gone stay for a day, as the contents do.
const UNUSED: i64 = 24 * 3600 * 1_000_000;

const FORGET_THUMBNAILS: &str = "thumbnails.forget";

/// Has the workers make pictures and pages, and forget those that nobody needs any more once an hour.
#[must_use]
pub fn register(workers: Workers, previews: &Previews) -> Workers {
    let workers = preview::register(workers, previews);
    let (files, workshop) = (previews.files(), previews.workshop());
    let maker = Maker {
        files: files.clone(),
        workshop: workshop.clone(),
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
    workshop: Workshop,
}

impl Maker {
    /// Makes one picture. What cannot be drawn is noted and never tried again.
    async fn make(&self, context: JobContext) -> Result<Value, jobs::Failure> {
        let wanted: Wanted = serde_json::from_value(context.payload.as_ref().clone())
            .map_err(|error| jobs::Failure::Final(error.to_string()))?;
        let portal = PortalId(context.portal);
        let source = self
            .workshop
            .tools()
            .thumbnails()
            .source(&wanted.extension, wanted.size);
        let picture = match source {
            Some(source) => self.draw(source, &wanted).await?,
            None => None,
        };
        let picture = match picture {
            Some(small) => {
                let stored = self.files.blobs().of(portal.0).put_bytes(small.bytes).await;
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
            _ => Some(self.workshop.try_turn().ok_or(jobs::Failure::Later(TURN))?),
        };
        let folder = Folder::new().map_err(jobs::Failure::retry)?;
        let name = format!("content{}", wanted.extension);
        let name = Path::new(&name);
        let object = wanted.object.parse();
        let object =
            object.map_err(|_| jobs::Failure::Final(format!("{} is no object", wanted.object)))?;
        let fetched = self
            .workshop
            .fetch(&object, &folder.path().join(name))
            .await;
        fetched.map_err(jobs::Failure::retry)?;
        match thumbnails::draw(&self.workshop, source, &folder, name).await {
            Ok(small) => Ok(Some(small)),
            Err(Failure::Io(error)) => Err(jobs::Failure::retry(error)),
            Err(why) => {
                tracing::info!(file = wanted.file.0, %why, "no thumbnail");
                Ok(None)
            }
        }
    }
}
