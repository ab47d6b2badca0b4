//! Making pages, once for each content, and forgetting those that nobody needs.

use std::time::Duration;

use blob::ObjectId;
use files::conversion::{Failure, Order};
use jobs::{JobContext, Workers};
use portal::PortalId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pages;
use super::service::Previews;
use super::store::{self, Content, Made, Size};
use crate::workshop;

/// Kind of the jobs that make pages; their payload is a [`Wanted`].
pub(super) const MAKE_PREVIEW: &str = "preview.make";
const FORGET_PREVIEWS: &str = "preview.forget";

/// Larger files are not shown: bytes.
const LARGEST: i64 = 100 << 20;
/// Rows forgotten at a time.
const PIECE: i64 = 500;

/// A content that somebody wants to look at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Wanted {
    pub(super) object: String,
    pub(super) extension: String,
    pub(super) size: i64,
}

/// Has the workers make pages, and forget those of contents that are gone once an hour.
pub(crate) fn register(workers: Workers, previews: &Previews) -> Workers {
    let (maker, sweeper) = (previews.clone(), previews.clone());
    workers
        .register(MAKE_PREVIEW, move |context| {
            let maker = maker.clone();
            async move { maker.make(context).await }
        })
        .register(FORGET_PREVIEWS, move |_| {
            let sweeper = sweeper.clone();
            async move { sweeper.forget().await }
        })
        .every(FORGET_PREVIEWS, Duration::from_secs(3600))
}

impl Previews {
    async fn make(&self, context: JobContext) -> Result<Value, jobs::Failure> {
        let wanted: Wanted = serde_json::from_value(context.payload.as_ref().clone())
            .map_err(|error| jobs::Failure::Final(error.to_string()))?;
        let object: ObjectId = wanted
            .object
            .parse()
            .map_err(|_| jobs::Failure::Final("there is no such content".to_owned()))?;
        let made = match self.read(&context, object, &wanted).await {
            Ok(made) => made,
            Err(Failure::Later(why)) => return Err(jobs::Failure::retry(why)),
            Err(why) => {
                tracing::info!(object = wanted.object, %why, "no pages");
                (None, Vec::new(), why.to_string())
            }
        };
        let content = Content {
            portal: PortalId(context.portal),
            object: wanted.object,
            extension: wanted.extension,
        };
        let (pdf, sizes, error) = made;
        let kept = self.files().db().write(move |tx| {
            let made = Made {
                pdf: pdf.as_ref().map(|(id, _)| *id),
                sizes,
                error,
            };
            let at = sql::now();
            if store::insert(tx, &content, &made, at)?
                && let Some((_, Some(fresh))) = &pdf
            {
                blob::register(tx, content.portal.0, fresh, at)?;
            }
            Ok::<_, files::Error>(())
        });
        kept.await.map_err(jobs::Failure::retry)?;
        Ok(Value::Null)
    }

    async fn read(
        &self,
        context: &JobContext,
        object: ObjectId,
        wanted: &Wanted,
    ) -> Result<Pages, Failure> {
        if wanted.size > LARGEST {
            return Err(Failure::Content("it is too large to be shown".to_owned()));
        }
        if wanted.size == 0 {
            return Err(Failure::Content("it is empty".to_owned()));
        }
        context.progress(10, 0).await;
        let (pdf, fresh) = if wanted.extension == ".pdf" {
            (object, None)
        } else {
            let order = Order {
                portal: PortalId(context.portal),
                object,
                from: wanted.extension.clone(),
                to: ".pdf".to_owned(),
                password: None,
            };
            let made = self.workshop().converted(order).await?;
            (made.id, Some(made))
        };
        context.progress(80, 0).await;
        let sizes = pages::sizes(self.workshop(), &pdf).await;
        let sizes = sizes.map_err(|failure| match failure {
            workshop::Failure::Content(why) if why.contains("password") => Failure::Password,
            other => other.into(),
        })?;
        Ok((Some((pdf, fresh)), sizes, String::new()))
    }

    async fn forget(&self) -> Result<Value, String> {
        let gone = self.files().db().write(|tx| {
            let gone = store::remove_abandoned(tx, PIECE)?;
            for (portal, object) in &gone {
                if let Some(object) = object {
                    blob::release(tx, *portal, *object, sql::now())?;
                }
            }
            Ok::<_, files::Error>(gone.len())
        });
        gone.await
            .map(|_| Value::Null)
            .map_err(|error| error.to_string())
    }
}

/// The PDF with the object it is when it was made for this, the sizes of its pages, and why there are none.
type Pages = (Option<(ObjectId, Option<blob::Object>)>, Vec<Size>, String);
