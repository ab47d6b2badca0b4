//! Looking at files: what there is to see, and the pages.

use bytes::Bytes;
use files::Error;
use files::conversion::Mark;
use files::formats;
use files::model::FileId;
use files::service::Files;
use files::service::watermark::{Look, has_pages};
use files::view::Viewer;
use jobs::NewJob;
use serde_json::json;
use sql::Tx;

use super::job::{self, Wanted};
use super::pages;
use super::store::{self, Content, Size};
use crate::workshop::{Failure, Workshop};

/// Widths of pages' pictures, pixels.
const WIDTHS: [u32; 3] = [800, 1400, 2400];
const NO_PAGES: &str = "Sorry, this file format isn't supported";

/// What there is to see of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Preview {
    /// Its pages are being made: how far that is, 0 to 100.
    Making(i32),
    /// Width and height of its pages, points.
    Ready(Vec<Size>),
    /// There are no pages to be had, and why.
    None(String),
}

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// JPEG.
    pub bytes: Bytes,
    /// What changes when it does, for copies that browsers keep.
    pub tag: String,
}

/// Files page by page. Cheap to clone.
#[derive(Clone)]
pub struct Previews {
    files: Files,
    workshop: Workshop,
}

impl Previews {
    /// Over the files, with the programs of this machine.
    #[must_use]
    pub fn new(files: Files, workshop: Workshop) -> Self {
        Self { files, workshop }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn workshop(&self) -> &Workshop {
        &self.workshop
    }

    /// What there is to see of a version of a file (0: the current one). Its pages are made when nobody wanted them
    /// before.
    ///
    /// # Errors
    /// 403 without the right to read, 404 without file or version, 415 for what has no pages.
    pub async fn look(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
    ) -> Result<(Look, Preview), Error> {
        let look = self.files.look_at(viewer, id, version).await?;
        let content = self.content(&look)?;
        let (wish, size) = (content.clone(), look.file.version.size);
        let known = self.files.db().read(move |tx| known(tx, &wish));
        let preview = match known.await? {
            Some(preview) => preview,
            None => {
                let wanted = self.files.db().write(move |tx| wanted(tx, &content, size));
                wanted.await?
            }
        };
        Ok((look, preview))
    }

    /// A page of a version of a file, from 1, about as wide as wished, with the watermark of the room.
    ///
    /// # Errors
    /// Those of [`Previews::look`]; 404 for a page that is not there (yet).
    pub async fn page(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
        page: usize,
        wish: u32,
    ) -> Result<Page, Error> {
        let look = self.files.look_at(viewer, id, version).await?;
        let content = self.content(&look)?;
        let portal = content.portal;
        let made = self
            .files
            .db()
            .read(move |tx| store::made(tx, &content))
            .await?;
        let found = made.and_then(|made| {
            let size = made.sizes.get(page.checked_sub(1)?).copied()?;
            Some((made.pdf?, size))
        });
        let (pdf, size) = found.ok_or(Error::NotFound("The page was not found"))?;
        let width = width(wish);
        let (number, across) = (i64::try_from(page).unwrap_or(0), i64::from(width));
        let known = self
            .files
            .db()
            .read(move |tx| store::picture(tx, portal, pdf, number, across))
            .await?;
        let bytes = match known {
            Some((picture, _)) => self.workshop.blobs().get_bytes(&picture).await?,
            None => {
                let drawn = pages::draw(&self.workshop, &pdf, page, width);
                let bytes = Bytes::from(drawn.await.map_err(refusal)?);
                let picture = self
                    .workshop
                    .blobs()
                    .of(portal.0)
                    .put_bytes(bytes.clone())
                    .await?;
                self.files
                    .db()
                    .write(move |tx| {
                        let (at, place) = (sql::now(), (number, across));
                        if store::keep_picture(tx, portal, pdf, place, &picture, at)? {
                            blob::register(tx, portal.0, &picture, at)?;
                        }
                        Ok::<_, Error>(())
                    })
                    .await?;
                bytes
            }
        };
        let tag = format!("{pdf}-{page}-{width}");
        match look.mark {
            None => Ok(Page { bytes, tag }),
            Some(mark) => marked(&self.workshop, bytes, size, mark, &tag).await,
        }
    }

    fn content(&self, look: &Look) -> Result<Content, Error> {
        let extension = formats::extension(&look.file.title);
        let tools = self.workshop.tools();
        let reader = tools.pdf.is_some() && tools.pages.is_some();
        let office = tools.office.is_some() || extension == ".pdf";
        if !has_pages(&extension) || !reader || !office {
            return Err(Error::Unsupported(NO_PAGES.to_owned()));
        }
        Ok(Content {
            portal: look.file.portal,
            object: look.file.version.object.clone(),
            extension,
        })
    }
}

/// The next width that is at least as wished.
fn width(wish: u32) -> u32 {
    let [least, .., most] = WIDTHS;
    let wish = wish.clamp(least, most);
    WIDTHS
        .into_iter()
        .find(|width| *width >= wish)
        .unwrap_or(most)
}

pub(super) fn refusal(failure: Failure) -> Error {
    match failure {
        Failure::Content(_) => Error::Unsupported(failure.to_string()),
        other => Error::Failed(format!("The page could not be drawn: {other}")),
    }
}

async fn marked(
    workshop: &Workshop,
    bytes: Bytes,
    size: Size,
    mark: Mark,
    tag: &str,
) -> Result<Page, Error> {
    let said = blake3::hash(json!(mark).to_string().as_bytes()).to_hex();
    let tag = format!("{tag}-{}", said.get(..16).unwrap_or_default());
    let stamp = pages::Stamp::of(workshop, mark).await.map_err(refusal)?;
    let drawn = tokio::task::spawn_blocking(move || pages::with_mark(&bytes, size, &stamp)).await;
    let drawn = drawn.map_err(|_| Error::Failed("The page could not be drawn.".to_owned()))?;
    let bytes = drawn.map_err(refusal)?.into();
    Ok(Page { bytes, tag })
}

/// What came of a content, or how far the making is; nothing before anybody wanted it.
fn known(tx: &mut Tx<'_>, content: &Content) -> Result<Option<Preview>, Error> {
    if let Some(made) = store::made(tx, content)? {
        return Ok(Some(match made.pdf {
            Some(_) => Preview::Ready(made.sizes),
            None => Preview::None(made.error),
        }));
    }
    // Whoever looks at the same content watches the same job.
    let owner = content.watcher();
    let jobs = jobs::list(tx, content.portal.0, &owner, &[job::MAKE_PREVIEW])?;
    Ok(jobs.last().map(|last| match last.status {
        jobs::Status::Failed => Preview::None(last.error.clone()),
        _ => Preview::Making(last.percent),
    }))
}

fn wanted(tx: &mut Tx<'_>, content: &Content, size: i64) -> Result<Preview, Error> {
    if let Some(known) = known(tx, content)? {
        return Ok(known);
    }
    let wanted = Wanted {
        object: content.object.clone(),
        extension: content.extension.clone(),
        size,
    };
    let job = NewJob {
        portal: content.portal.0,
        owner: content.watcher(),
        kind: job::MAKE_PREVIEW,
        payload: json!(wanted),
        hidden: true,
        not_before: 0,
        total: 1,
    };
    jobs::enqueue(tx, job)?;
    Ok(Preview::Making(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_at_least_as_wide_as_wished() {
        let widths = [0, 800, 801, 2400, u32::MAX].map(width);
        assert_eq!(widths, [800, 800, 1400, 2400, 2400]);
    }
}
