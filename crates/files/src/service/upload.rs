//! Files that come from outside, in one piece or in many.

use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use super::Files;
use super::content::{self, Bytes, Draft, Revision, object_id};
use super::create::free_title;
use super::forms::takes_filling;
use super::gate::{self, Place};
use super::happening::FileHappening;
use super::{quota, tracking};
use crate::error::Error;
use crate::model::{File, FileId, Folder, FolderId, FolderType, RoomType};
use crate::rules::Action;
use crate::rules::quota::Measure;
use crate::store::{files, folders, rooms, uploads};
use crate::upload::{CHUNK, LIFE, Options, Piece, Received, Session, Shape};
use crate::view::{Seen, Viewer};
use crate::{pdf_form, titles};

/// Refusal of pieces of somebody else's upload, or of one that ended (`files/06a §3`).
const NO_SESSION: &str = "Not authorized or session with specified upload id already expired";

/// A file that was received whole.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Title as the client called it.
    pub title: String,
    /// What was stored.
    pub received: Received,
    /// Keep both when the title exists, instead of a new version.
    pub keep_both: bool,
    /// Creation date to store.
    pub created: Option<Micros>,
}

/// What a piece did to its session.
#[derive(Debug)]
pub enum Progress {
    /// More pieces are to come.
    Open(Session, Vec<FolderId>),
    /// The file is there.
    Done(FileId),
}

impl Files {
    /// Passes those who may upload there, before any byte is read.
    ///
    /// # Errors
    /// 404 when the folder does not exist, 403 without the right to create there.
    pub async fn require_upload(&self, viewer: &Viewer, place: Place) -> Result<FolderId, Error> {
        let viewer = viewer.clone();
        match place {
            // My documents may have to be made.
            Place::My => {
                self.db()
                    .write(move |tx| gate::my_documents(tx, &viewer))
                    .await
            }
            Place::Folder(_) => {
                self.db()
                    .read(move |tx| gate::upload_target(tx, &viewer, place))
                    .await
            }
        }
        .map(|folder| folder.id)
    }

    /// Stores received files in a folder, all or none (`files/06a §2`).
    ///
    /// # Errors
    /// As [`Files::require_upload`]; 402 beyond a quota; 400 for a blank title.
    pub async fn upload(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        uploads: Vec<NewUpload>,
    ) -> Result<Vec<FileId>, Error> {
        self.save(viewer, move |tx, viewer| {
            let folder = gate::upload_target(tx, viewer, Place::Folder(folder))?;
            uploads
                .into_iter()
                .map(|upload| store(tx, viewer, &folder, upload))
                .collect()
        })
        .await
    }

    /// Which of the titles exist in the folder, each once (`upload/check`).
    ///
    /// # Errors
    /// As [`Files::require_upload`].
    pub async fn existing_titles(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        asked: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let folder = gate::upload_target(tx, &viewer, Place::Folder(folder))?;
                let keys = asked.iter().map(|title| stored_key(title)).collect();
                let taken = files::taken_keys(tx, viewer.portal, folder.id, keys)?;
                let mut seen = std::collections::HashSet::new();
                let is_taken = |title: &String| {
                    let key = stored_key(title);
                    taken.contains(&key) && seen.insert(key)
                };
                Ok(asked.into_iter().filter(is_taken).collect())
            })
            .await
    }

    /// Stores new content as a new version (`PUT {id}/update`, `saveediting`).
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to edit.
    pub async fn save_version(
        &self,
        viewer: &Viewer,
        id: FileId,
        received: Received,
    ) -> Result<FileId, Error> {
        // Whoever may only fill a form in changes what is in its fields, and nothing else.
        if let Saves::Answers(form) = self.saves(viewer, id).await? {
            self.require_filled(&form, &received).await?;
        }
        self.save(viewer, move |tx, viewer| {
            let seen = gate::file(tx, viewer, id)?;
            require_saves(&seen)?;
            tracking::require_open(tx, viewer, &seen)?;
            let revision = revision(received, "Edited", FileHappening::Edited);
            Ok(content::add_version(tx, viewer, &seen.entry, revision)?.id)
        })
        .await
    }

    /// Passes those who may change the content of a file.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to edit.
    pub async fn require_editable(&self, viewer: &Viewer, id: FileId) -> Result<(), Error> {
        self.saves(viewer, id).await.map(drop)
    }

    async fn saves(&self, viewer: &Viewer, id: FileId) -> Result<Saves, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| require_saves(&gate::file(tx, &viewer, id)?))
            .await
    }

    /// Opens an upload in pieces. Answers the ids from the root to the folder, too.
    ///
    /// # Errors
    /// As [`Files::require_upload`]; 400 for a blank title; 402 for a file that will not fit.
    pub async fn open_session(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        title: String,
        size: i64,
        options: Options,
    ) -> Result<(Session, Vec<FolderId>), Error> {
        if titles::clean_file(&title).is_none() || size < 0 {
            return Err(Error::Argument("Bad request.".to_owned()));
        }
        self.save(viewer, move |tx, viewer| {
            let target = gate::upload_target(tx, viewer, Place::Folder(folder))?;
            quota::require_space(tx, viewer, &target, size, Measure::Generous)?;
            sweep(tx, viewer)?;
            let session = Session {
                options,
                ..session(viewer, &target, None, title, size)
            };
            uploads::insert(tx, &session)?;
            let path = folders::path(tx, viewer.portal, target.id)?;
            Ok((session, path.into_iter().map(|folder| folder.id).collect()))
        })
        .await
    }

    /// Opens an upload that will replace a file's content without a new version.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to edit.
    pub async fn open_edit_session(
        &self,
        viewer: &Viewer,
        id: FileId,
        size: i64,
    ) -> Result<(Session, Vec<FolderId>), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                require_edit(&seen)?;
                let folder =
                    folders::by_id(tx, viewer.portal, seen.entry.folder)?.ok_or(Error::FOLDER)?;
                sweep(tx, &viewer)?;
                let title = seen.entry.title.clone();
                let session = session(&viewer, &folder, Some(id), title, size.max(0));
                uploads::insert(tx, &session)?;
                let path = folders::path(tx, viewer.portal, folder.id)?;
                Ok((session, path.into_iter().map(|folder| folder.id).collect()))
            })
            .await
    }

    /// A session of the viewer's own, alive.
    ///
    /// # Errors
    /// 403 for other people's and ended sessions.
    pub async fn session(&self, viewer: &Viewer, id: &str) -> Result<Session, Error> {
        let viewer = viewer.clone();
        let id = id.to_owned();
        self.db()
            .read(move |tx| own_session(tx, &viewer, &id))
            .await
    }

    /// Adds a piece: the next one, or the one with a number. Without a number the last piece makes
    /// the file; pieces with numbers wait for [`Files::finish_session`].
    ///
    /// # Errors
    /// 400 for a piece too large or beyond the announced size; 403 as [`Files::session`].
    pub async fn add_piece(
        &self,
        viewer: &Viewer,
        id: &str,
        number: Option<i64>,
        received: Received,
    ) -> Result<Progress, Error> {
        let now = viewer.now;
        let who = viewer.clone();
        let session = id.to_owned();
        let (session, shape) = self
            .db()
            .write(move |tx| {
                let session = own_session(tx, &who, &session)?;
                let pieces = uploads::pieces(tx, &session)?;
                let number = number.unwrap_or_else(|| Session::next_number(&pieces));
                if number < 1 {
                    return Err(Error::Argument("Bad request.".to_owned()));
                }
                if number == 1 {
                    require_form(tx, &session, &received)?;
                }
                blob::register(tx, who.portal.0, &received.object, now)?;
                let piece = Piece {
                    number,
                    object: received.object.id.to_string(),
                    size: received.object.size,
                };
                if let Some(former) = uploads::put_piece(tx, &session, &piece)? {
                    blob::release(tx, who.portal.0, object_id(&former)?, now)?;
                }
                uploads::prolong(tx, &session, now + LIFE)?;
                let pieces = uploads::pieces(tx, &session)?;
                let shape = session.shape(&pieces)?;
                Ok::<_, Error>((
                    Session {
                        expires: now + LIFE,
                        ..session
                    },
                    shape,
                ))
            })
            .await?;
        if number.is_none() && shape == Shape::Whole {
            return Ok(Progress::Done(
                self.finish_session(viewer, &session.id).await?,
            ));
        }
        let folder = session.folder;
        Ok(Progress::Open(session, vec![folder]))
    }

    /// Puts the pieces together and makes the file, or replaces the one of an edit session.
    ///
    /// # Errors
    /// 400 while bytes are missing, and the session stays; 403 as [`Files::session`].
    pub async fn finish_session(&self, viewer: &Viewer, id: &str) -> Result<FileId, Error> {
        let who = viewer.clone();
        let key = id.to_owned();
        let (session, pieces) = self
            .db()
            .read(move |tx| {
                let session = own_session(tx, &who, &key)?;
                let pieces = uploads::pieces(tx, &session)?;
                session.require_whole(&pieces)?;
                Ok::<_, Error>((session, pieces))
            })
            .await?;
        let objects: Result<Vec<_>, Error> = pieces
            .iter()
            .map(|piece| object_id(&piece.object))
            .collect();
        let objects = objects?;
        let bytes = match (objects.as_slice(), pieces.first()) {
            ([only], Some(piece)) => Bytes::Known {
                id: *only,
                size: piece.size,
            },
            _ => {
                let blobs = self.blobs().of(viewer.portal.0);
                Bytes::Fresh(blobs.compose(&objects).await?)
            }
        };
        let is_form = match objects.first() {
            Some(first) => pdf_form::is_form(&self.first_bytes(*first).await?),
            None => false,
        };
        self.save(viewer, move |tx, viewer| {
            // Two "last" pieces at once make one file.
            let gone = uploads::remove(tx, viewer.portal, &session.id)?
                .ok_or_else(|| Error::refused(NO_SESSION))?;
            let id = make_file(tx, viewer, &session, bytes, is_form)?;
            let gone: Result<Vec<_>, Error> = gone.iter().map(|text| object_id(text)).collect();
            blob::release_all(tx, viewer.portal.0, &gone?, viewer.now)?;
            Ok(id)
        })
        .await
    }

    /// Gives an upload up; its pieces are removed.
    ///
    /// # Errors
    /// 403 as [`Files::session`].
    pub async fn abort_session(&self, viewer: &Viewer, id: &str) -> Result<(), Error> {
        let viewer = viewer.clone();
        let id = id.to_owned();
        self.db()
            .write(move |tx| {
                let session = own_session(tx, &viewer, &id)?;
                forget(tx, &viewer, &session)
            })
            .await
    }
}

/// Content with the head that tells a form.
fn revision(received: Received, comment: &str, what: FileHappening) -> Revision {
    Revision {
        is_form: pdf_form::is_form(&received.head),
        bytes: Bytes::Fresh(received.object),
        comment: comment.to_owned(),
        what,
    }
}

fn require_edit(seen: &Seen<File>) -> Result<(), Error> {
    seen.require_or(Action::Edit, super::locks::MAY_NOT_EDIT)?;
    Ok(())
}

/// What somebody may save of a file.
enum Saves {
    /// Any content.
    Anything,
    /// The form with other values in its fields.
    Answers(Box<File>),
}

fn require_saves(seen: &Seen<File>) -> Result<Saves, Error> {
    if !seen.may(Action::Edit) && takes_filling(seen) {
        return Ok(Saves::Answers(Box::new(seen.entry.clone())));
    }
    require_edit(seen)?;
    Ok(Saves::Anything)
}

/// Puts what the product itself wrote into the viewer's My documents, beside what is there.
pub(super) fn put_in_my_documents(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    title: String,
    received: Received,
) -> Result<FileId, Error> {
    let folder = gate::upload_target(tx, viewer, Place::My)?;
    let upload = NewUpload {
        title,
        received,
        keep_both: true,
        created: None,
    };
    store(tx, viewer, &folder, upload)
}

/// How a title that came from outside is kept in the table.
fn stored_key(title: &str) -> String {
    sql::fold(&titles::clean_file(title).unwrap_or_default())
}

fn store(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    upload: NewUpload,
) -> Result<FileId, Error> {
    let is_form = pdf_form::is_form(&upload.received.head);
    let bytes = Bytes::Fresh(upload.received.object);
    place_file(
        tx,
        viewer,
        folder,
        &upload.title,
        bytes,
        is_form,
        &Options {
            create_new_if_exist: upload.keep_both,
            created_on: upload.created,
            ..Options::default()
        },
    )
}

/// A new file, or a new version of the one with that title (`files/06a §2`).
fn place_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    title: &str,
    bytes: Bytes,
    is_form: bool,
    options: &Options,
) -> Result<FileId, Error> {
    let mut title =
        titles::clean_file(title).ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?;
    if options.create_new_if_exist {
        title = free_title(tx, viewer, folder, title)?;
    } else if let Some(file) = files::by_title(tx, viewer.portal, folder.id, &title)? {
        let seen = gate::seen_file(tx, viewer, file)?;
        // Who may not change the file gets a second one of the same title.
        if seen.may(Action::Edit) && viewer.caller.is_at_least_user() {
            let revision = Revision {
                bytes,
                is_form,
                comment: "Uploaded".to_owned(),
                what: FileHappening::Overwritten,
            };
            return Ok(content::add_version(tx, viewer, &seen.entry, revision)?.id);
        }
    }
    let draft = Draft {
        link_title: title.clone(),
        title,
        bytes,
        is_form,
        comment: "Uploaded".into(),
        what: FileHappening::Uploaded,
        created: options.created_on,
    };
    Ok(content::insert(tx, viewer, folder, draft)?.id)
}

fn session(
    viewer: &Viewer,
    folder: &Folder,
    file: Option<FileId>,
    title: String,
    size: i64,
) -> Session {
    Session {
        portal: viewer.portal,
        id: Uuid::new_v4().simple().to_string(),
        owner: viewer.user(),
        folder: folder.id,
        file,
        title,
        size,
        options: Options::default(),
        created: viewer.now,
        expires: viewer.now + LIFE,
    }
}

fn own_session(tx: &mut Tx<'_>, viewer: &Viewer, id: &str) -> Result<Session, Error> {
    uploads::by_id(tx, viewer.portal, id, viewer.now)?
        .filter(|session| session.owner == viewer.user())
        .ok_or_else(|| Error::refused(NO_SESSION))
}

/// The first piece shows whether a PDF is a form; a form filling room takes nothing else.
fn require_form(tx: &mut Tx<'_>, session: &Session, received: &Received) -> Result<(), Error> {
    let folder = folders::by_id(tx, session.portal, session.folder)?.ok_or(Error::FOLDER)?;
    let room = match folder.room {
        Some(room) => rooms::by_id(tx, session.portal, room)?,
        None => None,
    };
    let only_forms = room.is_some_and(|room| room.kind == RoomType::FillingFormsRoom);
    if only_forms && !pdf_form::is_form(&received.head) {
        return Err(Error::refused(content::FORMS_ONLY));
    }
    Ok(())
}

fn make_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    session: &Session,
    bytes: Bytes,
    is_form: bool,
) -> Result<FileId, Error> {
    if let Some(id) = session.file {
        let seen = gate::file(tx, viewer, id)?;
        require_edit(&seen)?;
        tracking::require_open(tx, viewer, &seen)?;
        let revision = Revision {
            bytes,
            is_form,
            comment: seen.entry.version.comment.clone(),
            what: FileHappening::Edited,
        };
        return Ok(content::replace(tx, viewer, &seen.entry, revision)?.id);
    }
    let mut folder = gate::upload_target(tx, viewer, Place::Folder(session.folder))?;
    for title in session.sub_folders() {
        folder = match folders::by_title(tx, viewer.portal, folder.id, &title)? {
            Some(folder) => folder,
            None => make_folder(tx, viewer, &folder, &title)?,
        };
    }
    place_file(
        tx,
        viewer,
        &folder,
        &session.title,
        bytes,
        is_form,
        &session.options,
    )
}

fn make_folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    parent: &Folder,
    title: &str,
) -> Result<Folder, Error> {
    let user = viewer.user();
    let folder = folders::insert(tx, parent, FolderType::Default, title, user, viewer.now)?;
    let data = json!({
        "id": folder.id.0, "title": folder.title, "parentId": parent.id.0,
        "parentTitle": parent.title, "parentType": parent.kind.number(),
    });
    let entry = crate::model::EntryRef::Folder(folder.id);
    crate::store::history::record(tx, viewer.portal, entry, 5019, user, viewer.now, &data)?;
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind: "folder.created",
            actor: Some(user.to_string()),
            subject: format!("folder/{}", folder.id.0),
            data,
        },
    )?;
    Ok(folder)
}

fn forget(tx: &mut Tx<'_>, viewer: &Viewer, session: &Session) -> Result<(), Error> {
    let gone = uploads::remove(tx, session.portal, &session.id)?.unwrap_or_default();
    let gone: Result<Vec<_>, Error> = gone.iter().map(|text| object_id(text)).collect();
    Ok(blob::release_all(tx, session.portal.0, &gone?, viewer.now)?)
}

/// Ended sessions are cleared away a few at a time, by those who open new ones.
fn sweep(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<(), Error> {
    const AT_ONCE: i64 = 10;
    for session in uploads::expired(tx, viewer.portal, viewer.now, AT_ONCE)? {
        forget(tx, viewer, &session)?;
    }
    Ok(())
}

/// The largest piece a session takes, in bytes.
pub const PIECE_LIMIT: u64 = CHUNK as u64;
