//! Small pictures: who may want and see them, and where the finished ones go.

use blob::Object;
use portal::PortalId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sql::{Micros, Tx};

use super::Files;
use super::content::object_id;
use super::gate;
use crate::error::Error;
use crate::formats;
use crate::model::{Entry, File, FileId, Thumbnail};
use crate::rules::Action;
use crate::store::files;
use crate::store::thumbnails::{self, Picture};
use crate::view::{Viewer, rights};

/// Kind of the jobs that make pictures; their payload is a [`Wanted`].
pub const MAKE_THUMBNAIL: &str = "thumbnail.make";

/// Pictures wanted at once.
const MOST: usize = 1000;

/// A picture that somebody wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The file.
    pub file: FileId,
    /// Its content.
    pub object: String,
    /// Bytes.
    pub size: i64,
    /// Extension with dot, lower case.
    pub extension: String,
}

impl Files {
    /// Has pictures made of the current versions of files, as far as the viewer may read them and there can be one.
    ///
    /// # Errors
    /// 401 without person and link.
    pub async fn want_thumbnails(
        &self,
        viewer: &Viewer,
        mut ids: Vec<FileId>,
    ) -> Result<(), Error> {
        if viewer.link.is_none() {
            viewer.person()?;
        }
        ids.truncate(MOST);
        let (viewer, can) = (viewer.clone(), self.thumbnails());
        let drawable = move |file: &File| {
            let extension = formats::extension(&file.title);
            can.source(&extension, file.version.size).is_some()
        };
        self.db()
            .write(move |tx| {
                let found = files::by_ids(tx, viewer.portal, &ids)?;
                let waiting = found
                    .into_iter()
                    .filter(|file| file.thumbnail == Thumbnail::Waiting && drawable(file));
                let seen = rights(tx, &viewer, waiting.map(Entry::File).collect())?;
                let readable = seen.into_iter().filter(|seen| seen.may(Action::Read));
                let readable = readable.filter_map(|seen| match seen.entry {
                    Entry::File(file) => Some(file),
                    Entry::Folder(_) => None,
                });
                want(tx, &viewer, readable.collect())
            })
            .await
    }

    /// The picture of a version of a file (0: the current one); nothing while there is none.
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right to read it.
    pub async fn thumbnail(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
    ) -> Result<Option<Picture>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require(Action::Read)?;
                // A picture would show the page without its watermark.
                if super::watermark::is_marked(tx, &seen.entry)? {
                    return Ok(None);
                }
                let mut object = seen.entry.version.object;
                if version > 0 && version != seen.entry.version.number {
                    let old = files::version(tx, viewer.portal, id, version)?;
                    object = old.ok_or(Error::FILE)?.object;
                }
                Ok(thumbnails::of_object(tx, viewer.portal, &object)?)
            })
            .await
    }

    /// Keeps a picture (its object with its extension), or notes that there is none to be had.
    ///
    /// # Errors
    /// The database failed.
    pub async fn keep_thumbnail(
        &self,
        portal: PortalId,
        wanted: Wanted,
        picture: Option<(Object, &'static str)>,
    ) -> Result<(), Error> {
        self.db()
            .write(move |tx| {
                let at = sql::now();
                let row = picture.as_ref().map(|(object, format)| Picture {
                    object: object.id.to_string(),
                    length: object.size,
                    format: (*format).to_owned(),
                });
                if thumbnails::insert(tx, portal, &wanted.object, row.as_ref(), at)?
                    && let Some((object, _)) = &picture
                {
                    blob::register(tx, portal.0, object, at)?;
                }
                let Some(file) = files::by_id(tx, portal, wanted.file)? else {
                    return Ok(());
                };
                if file.version.object != wanted.object {
                    // A newer version came in the meantime; its picture is wanted on its own.
                    return Ok(());
                }
                let state = if row.is_some() {
                    Thumbnail::Created
                } else {
                    Thumbnail::Error
                };
                thumbnails::set_state(tx, portal, &[file.id], state)?;
                tell(tx, &file)
            })
            .await
    }

    /// Forgets pictures made before a moment of contents that are gone; answers how many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forget_thumbnails(&self, before: Micros) -> Result<usize, Error> {
        const AT_ONCE: i64 = 500;
        self.db()
            .write(move |tx| {
                let unused = thumbnails::remove_unused(tx, before, AT_ONCE)?;
                for (portal, picture) in &unused {
                    if let Some(picture) = picture {
                        blob::release(tx, portal.0, object_id(picture)?, sql::now())?;
                    }
                }
                Ok(unused.len())
            })
            .await
    }
}

/// Takes over what is known of equal contents and queues the rest.
fn want(tx: &mut Tx<'_>, viewer: &Viewer, wanted: Vec<File>) -> Result<(), Error> {
    let objects: Vec<String> = wanted
        .iter()
        .map(|file| file.version.object.clone())
        .collect();
    let tried = thumbnails::tried(tx, viewer.portal, &objects)?;
    for state in [Thumbnail::Created, Thumbnail::Error, Thumbnail::Creating] {
        let of = |file: &&File| {
            let known = tried.get(&file.version.object);
            known.copied().unwrap_or(Thumbnail::Creating) == state
        };
        let ids: Vec<FileId> = wanted.iter().filter(of).map(|file| file.id).collect();
        if !ids.is_empty() {
            thumbnails::set_state(tx, viewer.portal, &ids, state)?;
        }
    }
    for file in wanted {
        if !tried.contains_key(&file.version.object) {
            queue(tx, viewer, &file)?;
        }
    }
    Ok(())
}

fn queue(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    let wanted = Wanted {
        file: file.id,
        object: file.version.object.clone(),
        size: file.version.size,
        extension: formats::extension(&file.title),
    };
    jobs::enqueue(
        tx,
        jobs::NewJob {
            portal: viewer.portal.0,
            owner: viewer.user().to_string(),
            kind: MAKE_THUMBNAIL,
            payload: json!(wanted),
            hidden: true,
            not_before: 0,
            total: 1,
        },
    )?;
    Ok(())
}

/// Open lists show the picture at once.
fn tell(tx: &mut Tx<'_>, file: &File) -> Result<(), Error> {
    let event = events::Event {
        portal: file.portal.0,
        kind: "file.pictured",
        actor: None,
        subject: format!("file/{}", file.id.0),
        data: json!({ "id": file.id.0, "title": file.title, "parentId": file.folder.0 }),
    };
    Ok(events::record(tx, event)?)
}
