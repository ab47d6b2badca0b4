//! Other formats of contents, by LibreOffice.

mod filters;
mod protection;
mod sealed;

use std::path::Path;

use blob::Object;
use files::conversion::{Converter, Failure, Mark, Order};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use isolate::Folder;
use portal::PortalId;

use crate::preview::pages;
use crate::workshop::{self, Converted, Workshop};

impl Converter for Workshop {
    fn convert(&self, order: Order) -> BoxFuture<'_, Result<Object, Failure>> {
        self.converted(order).boxed()
    }

    fn marked(&self, order: Order, mark: Mark) -> BoxFuture<'_, Result<Object, Failure>> {
        async move {
            let portal = order.portal;
            let pdf = if order.from == ".pdf" {
                order.object
            } else {
                self.converted(order).await?.id
            };
            let made = pages::marked(self, portal, &pdf, &mark).await?;
            Ok(made)
        }
        .boxed()
    }
}

impl From<workshop::Failure> for Failure {
    fn from(failure: workshop::Failure) -> Self {
        match failure {
            workshop::Failure::Content(why) => Self::Content(why),
            workshop::Failure::TooLong => Self::TooLong,
            workshop::Failure::Io(error) => Self::Later(error.to_string()),
        }
    }
}

impl Workshop {
    pub(crate) async fn converted(&self, order: Order) -> Result<Object, Failure> {
        let (portal, to_markdown) = (order.portal, order.to == ".md");
        let made = self.written(order).await?;
        if to_markdown {
            return self.markdown(portal, made.path()).await;
        }
        Ok(self.store(portal, made.path()).await?)
    }

    /// A content in another format as a file of this machine, for readers that know that one only. Waits for its turn.
    ///
    /// # Errors
    /// [`Failure`]: LibreOffice is not there, took too long or could not read the content.
    pub async fn written(&self, order: Order) -> Result<Converted, Failure> {
        let words = filters::words(&order.from, &order.to)
            .ok_or_else(|| Failure::Content("the formats do not fit".to_owned()))?;
        let _turn = self.turn().await?;
        let folder = Folder::new().map_err(workshop::Failure::from)?;
        let path = folder.path().join(format!("content{}", order.from));
        self.fetch(&order.object, &path).await?;
        let (given, from, password) = (path.clone(), order.from, order.password);
        let opened = tokio::task::spawn_blocking(move || {
            protection::opened(&given, &from, password.as_deref())
        });
        opened
            .await
            .map_err(|_| Failure::Content("it cannot be read".to_owned()))??;
        let written = if order.to == ".md" {
            ".html"
        } else {
            &order.to
        };
        Ok(self.office(&path, written, &words).await?)
    }

    /// Markdown of the HTML that LibreOffice wrote. Pictures stay behind.
    async fn markdown(&self, portal: PortalId, html: &Path) -> Result<Object, Failure> {
        let html = tokio::fs::read(html).await;
        let html = html.map_err(workshop::Failure::from)?;
        let written = tokio::task::spawn_blocking(move || {
            let words = htmd::HtmlToMarkdown::builder()
                .skip_tags(vec!["head", "style", "script", "img"])
                .build();
            words.convert(&String::from_utf8_lossy(&html))
        });
        let text = written.await.ok().and_then(Result::ok);
        let text = text.ok_or_else(|| Failure::Content("it has no text".to_owned()))?;
        let stored = self.blobs().of(portal.0).put_bytes(text).await;
        stored.map_err(|error| Failure::Later(error.to_string()))
    }
}
