//! Other formats of files (`files/06b §9`, `files/06a §10`): copies and downloads in another format at once, and the
//! conversion of what editors do not write by a job that people watch.

use std::collections::HashSet;
use std::time::Duration;

use blob::Object;
use jobs::{Job, JobContext, NewJob, Workers};
use portal::{PortalId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sql::Tx;

use super::Files;
use super::content::{self, Bytes, Draft, Revision, object_id};
use super::create::{NewCopy, free_title};
use super::gate::{self, Place};
use super::happening::FileHappening;
use super::operations::on_behalf;
use super::versions::MAY_NOT_READ;
use super::watermark;
use crate::blank;
use crate::conversion::{Failure, Order};
use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId, Folder};
use crate::rules::Action;
use crate::store::files;
use crate::titles;
use crate::view::{Seen, Viewer};

/// Refusal of every conversion where no converter is installed.
pub(super) const ABSENT: &str = "The conversion of files is not available on this server.";
const UNSUPPORTED: &str = "Sorry, this file format isn't supported";

/// Kind of the jobs that convert files.
pub const CONVERT: &str = "files.convert";

/// How long a converted content is handed out again without a new conversion.
pub(super) const KEPT: Duration = Duration::from_secs(600);

const PASSWORD: &str = "conversion password";

/// A content and the format somebody wants it in.
pub(crate) type Wish = (String, String);

/// How a conversion that people watch is wanted.
#[derive(Debug, Clone, Default)]
pub struct NewConversion {
    /// Version; 0 for the current one.
    pub version: i64,
    /// Opens a protected file.
    pub password: Option<String>,
    /// Extension of the result; the editors' own format of the kind when there is none.
    pub to: Option<String>,
    /// A file of the title of the result stays as it is; the result gets a free title.
    pub beside: bool,
}

/// A conversion as its owner sees it.
#[derive(Debug, Clone)]
pub struct Conversion {
    /// Its job; none when it was done while its owner waited.
    pub id: String,
    /// 0 to 100.
    pub percent: i32,
    /// What went wrong.
    pub error: String,
    /// The file with the result.
    pub made: Option<FileId>,
}

/// Payload of a job.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Work {
    file: FileId,
    version: i64,
    to: Option<String>,
    beside: bool,
    /// Sealed.
    password: Option<String>,
    person: Option<UserId>,
    base: String,
    link: Option<(String, Option<String>)>,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Password | Failure::Content(_) => Self::Unsupported(failure.to_string()),
            Failure::TooLong | Failure::Later(_) => Self::Failed(failure.to_string()),
        }
    }
}

/// Has the workers convert.
pub fn register(workers: Workers, files: &Files) -> Workers {
    let files = files.clone();
    workers.register(CONVERT, move |context| {
        let files = files.clone();
        async move { work(&files, context).await }
    })
}

impl Files {
    /// The content of a version in another format. The object is nobody's yet.
    ///
    /// # Errors
    /// 415 for formats that are not converted and contents that cannot be read, 500 when it took too long.
    pub(crate) async fn in_format(
        &self,
        file: &File,
        to: &str,
        password: Option<String>,
    ) -> Result<Object, Error> {
        let converter = self.converter()?;
        let from = readable_extension(&file.title);
        if !self.conversion().converts(&from, to) {
            return Err(Error::Unsupported(UNSUPPORTED.to_owned()));
        }
        let order = Order {
            portal: file.portal,
            object: object_id(&file.version.object)?,
            from,
            to: to.to_owned(),
            password,
        };
        Ok(converter.convert(order).await?)
    }

    /// What a file that was fetched is handed out as, with its title there: its pages with a watermark where the room
    /// has one, else the format that `to` names; `None` for the file itself.
    ///
    /// # Errors
    /// Those of a conversion.
    pub(crate) async fn as_allowed(
        &self,
        viewer: &Viewer,
        file: &File,
        to: &str,
    ) -> Result<Option<(Object, String)>, Error> {
        let stem = titles::split(&file.title).0;
        if let Some(mark) = self.mark_of(viewer, file).await? {
            let marked = self.marked(file, mark).await?;
            return Ok(marked.map(|object| (object, format!("{stem}.pdf"))));
        }
        let Some(to) = formats::with_dot(to).filter(|to| *to != formats::extension(&file.title))
        else {
            return Ok(None);
        };
        // Nobody ever refers to what is handed out, so it may be handed out again.
        let wish = (file.version.object.clone(), to.clone());
        let memory = self.remembered_conversions();
        let title = format!("{stem}{to}");
        if let Some(known) = memory.get(&wish) {
            return Ok(Some((known, title)));
        }
        let ticket = memory.ticket();
        let object = self.in_format(file, &to, None).await?;
        memory.store(ticket, wish, object.clone());
        Ok(Some((object, title)))
    }

    /// Copies a file in another format into a folder.
    ///
    /// # Errors
    /// 403 without the right to take the content out or to create, 404 without the file or folder, 415 for formats
    /// that are not converted.
    pub(super) async fn copy_in_format(
        &self,
        viewer: &Viewer,
        source: FileId,
        place: Place,
        copy: NewCopy,
    ) -> Result<FileId, Error> {
        let (file, title, copy) = self
            .save(viewer, move |tx, viewer| {
                let seen = gate::file(tx, viewer, source)?;
                seen.require(Action::Copy)?;
                require_unmarked(tx, &seen.entry)?;
                let title = copy.cleaned()?;
                gate::document_target(tx, viewer, place)?;
                Ok((seen.entry, title, copy))
            })
            .await?;
        let to = formats::extension(&title);
        let mut object = self.in_format(&file, &to, copy.password.clone()).await?;
        let is_form = copy.to_form && to == ".pdf";
        if is_form {
            object = self.as_form(&file, &object).await?;
        }
        self.save(viewer, move |tx, viewer| {
            let folder = gate::document_target(tx, viewer, place)?;
            let title = free_title(tx, viewer, &folder, title)?;
            let draft = draft(&file, title, object, is_form);
            Ok(content::insert(tx, viewer, &folder, draft)?.id)
        })
        .await
    }

    /// A PDF that carries the text document it was made from, as editors of forms want it.
    async fn as_form(&self, source: &File, pdf: &Object) -> Result<Object, Error> {
        let blobs = self.blobs().of(source.portal.0);
        let source = blobs.get_bytes(&object_id(&source.version.object)?).await?;
        let pdf = blobs.get_bytes(&pdf.id).await?;
        let form = blank::form::embed(&pdf, &source)
            .ok_or_else(|| Error::Failed("The form could not be made.".to_owned()))?;
        Ok(blobs.put_bytes(form).await?)
    }

    /// Begins to convert a file into the format of the editors. Files that editors write anyway are left alone.
    ///
    /// # Errors
    /// 403 without the right, 404 without the file, 415 without a converter.
    pub async fn start_conversion(
        &self,
        viewer: &Viewer,
        owner: &str,
        id: FileId,
        asked: NewConversion,
    ) -> Result<(), Error> {
        let must = self.conversion().must_convert();
        let (viewer, owner) = (viewer.clone(), owner.to_owned());
        self.db()
            .write(move |tx| {
                let file = convertible(tx, &viewer, id)?;
                if !must.contains(&formats::extension(&file.title).as_str()) {
                    return Ok(());
                }
                let mut running = of_file(tx, &viewer, &owner, id)?.into_iter();
                if running.any(|job| !job.status.is_final()) {
                    return Ok(());
                }
                enqueue(tx, &viewer, owner, id, asked)
            })
            .await
    }

    /// Converts a file while its owner waits.
    ///
    /// # Errors
    /// Those of [`Files::start_conversion`], and what went wrong with the content.
    pub async fn convert_now(
        &self,
        viewer: &Viewer,
        id: FileId,
        asked: NewConversion,
    ) -> Result<Vec<Conversion>, Error> {
        let must = self.conversion().must_convert();
        let who = viewer.clone();
        let title = self
            .db()
            .read(move |tx| Ok::<_, Error>(convertible(tx, &who, id)?.title))
            .await?;
        if !must.contains(&formats::extension(&title).as_str()) {
            return Ok(Vec::new());
        }
        let outcome = self.convert(viewer, id, asked).await;
        let (made, error) = match outcome {
            Ok(made) => (Some(made), String::new()),
            Err(error @ (Error::Unsupported(_) | Error::Failed(_))) => (None, error.to_string()),
            Err(error) => return Err(error),
        };
        Ok(vec![Conversion {
            id: uuid::Uuid::new_v4().to_string(),
            percent: 100,
            error,
            made,
        }])
    }

    /// The owner's last conversion of a file; nothing when there was none lately.
    ///
    /// # Errors
    /// 403 without the right to read, 404 without the file.
    pub async fn conversions(
        &self,
        viewer: &Viewer,
        owner: &str,
        id: FileId,
    ) -> Result<Vec<Conversion>, Error> {
        let (viewer, owner) = (viewer.clone(), owner.to_owned());
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, MAY_NOT_READ)?;
                let last = of_file(tx, &viewer, &owner, id)?.pop();
                Ok(last.map(Conversion::from).into_iter().collect())
            })
            .await
    }

    /// Converts and stores: as a new version of the file for those who keep no originals, else beside it.
    async fn convert(
        &self,
        viewer: &Viewer,
        id: FileId,
        asked: NewConversion,
    ) -> Result<FileId, Error> {
        let (who, version) = (viewer.clone(), asked.version);
        let file = self
            .db()
            .read(move |tx| {
                let file = convertible(tx, &who, id)?;
                super::download::at_version(tx, file, version)
            })
            .await?;
        let kind = formats::file_type(&formats::extension(&file.title));
        let wanted = asked.to.as_deref().filter(|to| !to.is_empty());
        let to = match wanted {
            Some(to) => formats::with_dot(to).unwrap_or_default(),
            None => formats::internal_extension(kind)
                .unwrap_or_default()
                .to_owned(),
        };
        let object = self.in_format(&file, &to, asked.password).await?;
        let service = self.clone();
        self.save(viewer, move |tx, viewer| {
            let seen = gate::file(tx, viewer, id)?;
            seen.require_or(Action::Convert, MAY_NOT_READ)?;
            let keeps = match viewer.caller.person {
                Some((user, _)) => {
                    service
                        .user_settings(tx, viewer.portal, user)?
                        .store_original
                }
                None => true,
            };
            let (stem, _) = titles::split(&file.title);
            let title = format!("{stem}{to}");
            if !keeps && seen.may(Action::Edit) {
                return as_version(tx, viewer, &seen, title, object);
            }
            beside(tx, viewer, &seen.entry, title, object, asked.beside)
        })
        .await
    }
}

/// A form being designed is a text document by another name.
pub(super) fn readable_extension(title: &str) -> String {
    match formats::extension(title) {
        form if form == formats::MASTER_FORM => ".docx".to_owned(),
        other => other,
    }
}

/// What is shown with a watermark leaves in no other way (`files/03 §4`).
pub(super) fn require_unmarked(tx: &mut Tx<'_>, file: &File) -> Result<(), Error> {
    if watermark::is_marked(tx, file)? {
        return Err(Error::Denied);
    }
    Ok(())
}

fn convertible(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<File, Error> {
    let seen = gate::file(tx, viewer, id)?;
    seen.require_or(Action::Convert, MAY_NOT_READ)?;
    require_unmarked(tx, &seen.entry)?;
    Ok(seen.entry)
}

fn of_file(tx: &mut Tx<'_>, viewer: &Viewer, owner: &str, id: FileId) -> Result<Vec<Job>, Error> {
    let mut jobs = jobs::list(tx, viewer.portal.0, owner, &[CONVERT])?;
    jobs.retain(|job| job.payload.get("file").and_then(Value::as_i64) == Some(id.0));
    Ok(jobs)
}

/// The files of a portal that are being converted by somebody.
pub(crate) fn under_way(tx: &mut Tx<'_>, portal: PortalId) -> Result<HashSet<FileId>, sql::Error> {
    let payloads = jobs::under_way(tx, portal.0, CONVERT)?;
    let file = |payload: &Value| payload.get("file").and_then(Value::as_i64).map(FileId);
    Ok(payloads.iter().filter_map(file).collect())
}

fn enqueue(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    owner: String,
    file: FileId,
    asked: NewConversion,
) -> Result<(), Error> {
    let sealed = |password: String| viewer.installation.encrypt(PASSWORD, &password);
    let work = Work {
        file,
        version: asked.version,
        to: asked.to,
        beside: asked.beside,
        password: asked.password.map(sealed),
        person: viewer.caller.person.map(|(user, _)| user),
        base: viewer.base.clone(),
        link: viewer
            .link
            .as_ref()
            .map(|link| (link.key.clone(), link.proof.clone())),
    };
    let job = NewJob {
        portal: viewer.portal.0,
        owner,
        kind: CONVERT,
        payload: json!(work),
        hidden: false,
        not_before: 0,
        total: 1,
    };
    jobs::enqueue(tx, job)?;
    Ok(())
}

async fn work(files: &Files, context: JobContext) -> Result<Value, jobs::Failure> {
    let work: Work = serde_json::from_value(context.payload.as_ref().clone())
        .map_err(|error| jobs::Failure::Final(error.to_string()))?;
    let portal = PortalId(context.portal);
    let viewer = on_behalf(files, portal, work.person, work.base, work.link);
    let viewer = viewer
        .await
        .map_err(|error| jobs::Failure::Final(error.to_string()))?;
    context.progress(10, 0).await;
    let opened = |sealed: String| viewer.installation.decrypt(PASSWORD, &sealed);
    let asked = NewConversion {
        version: work.version,
        password: work.password.and_then(opened),
        to: work.to,
        beside: work.beside,
    };
    tokio::select! {
        made = files.convert(&viewer, work.file, asked) => match made {
            Ok(made) => Ok(json!({ "file": made.0 })),
            Err(Error::Sql(error)) => Err(error.into()),
            Err(error) => Err(jobs::Failure::Final(error.to_string())),
        },
        () = context.cancelled() => Ok(Value::Null),
    }
}

impl From<Job> for Conversion {
    fn from(job: Job) -> Self {
        let made = job.result.get("file").and_then(Value::as_i64);
        Self {
            id: job.id.to_string(),
            percent: if job.status.is_final() {
                100
            } else {
                job.percent
            },
            error: job.error,
            made: made.map(FileId),
        }
    }
}

fn draft(source: &File, title: String, object: Object, is_form: bool) -> Draft {
    Draft {
        link_title: title.clone(),
        title,
        bytes: Bytes::Fresh(object),
        is_form,
        comment: format!("Converted from {}", source.title).into(),
        what: FileHappening::Converted,
        created: None,
    }
}

/// The file itself goes on in the new format; its earlier versions stay as they were.
fn as_version(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen<File>,
    title: String,
    object: Object,
) -> Result<FileId, Error> {
    let file = &seen.entry;
    let revision = Revision {
        bytes: Bytes::Fresh(object),
        is_form: false,
        comment: format!("Converted from {}", file.title),
        what: FileHappening::Edited,
    };
    let extension = formats::extension(&title);
    let number = titles::leading_number(&title);
    files::rename(tx, viewer.portal, file.id, &title, number, &extension)?;
    let renamed = File {
        title,
        ..file.clone()
    };
    Ok(content::add_version(tx, viewer, &renamed, revision)?.id)
}

fn beside(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    title: String,
    object: Object,
    keep_equal: bool,
) -> Result<FileId, Error> {
    let folder = writable(tx, viewer, file)?;
    let equal = files::by_title(tx, viewer.portal, folder.id, &title)?;
    if let (Some(equal), false) = (equal, keep_equal) {
        let seen = gate::seen_file(tx, viewer, equal)?;
        if seen.may(Action::Edit) {
            return as_version(tx, viewer, &seen, title, object);
        }
    }
    let title = free_title(tx, viewer, &folder, title)?;
    Ok(content::insert(tx, viewer, &folder, draft(file, title, object, false))?.id)
}

/// The folder of the file, or My documents of those who may not write there.
fn writable(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<Folder, Error> {
    let folder = gate::folder(tx, viewer, file.folder)?;
    if folder.may(Action::Create) && folder.entry.kind.takes_new_entries() {
        return Ok(folder.entry);
    }
    gate::my_documents(tx, viewer)
}
