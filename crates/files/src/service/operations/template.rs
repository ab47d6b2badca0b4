//! Templates of rooms, and rooms from templates (`files/05 §10`).
//!
//! Starting one checks nothing: refusals are told by the status, which belongs to the whole portal.

use jobs::{Job, NewJob, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sql::Tx;
use uuid::Uuid;

use super::run::Run;
use super::{Batch, Made, Task, Work};
use crate::error::Error;
use crate::model::{
    ConflictResolve, EntryRef, FileShare, Folder, FolderId, FolderType, Room, RoomType, Share,
    SubjectType,
};
use crate::rules::{Action, Subjects, portal_roles};
use crate::service::rooms::happening::{RoomHappening, record};
use crate::service::rooms::{
    LogoCrop, RoomSettings, Switch, copy_picture, no_key, put_tags, watermark_picture,
};
use crate::service::sharing::links::make_primary_of_room;
use crate::service::{Files, gate};
use crate::store::{folders, operations, rooms, roots, shares};
use crate::titles;
use crate::view::Viewer;

/// Job kinds: a template of a room, a room from a template.
pub(super) const JOBS: [&str; 2] = ["files.template", "files.from_template"];
/// Whose these jobs are: everybody's.
const OWNER: &str = "portal";

/// A room that is to become another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomCopy {
    /// A template is made of a room, not a room of a template.
    pub template: bool,
    /// Title; the same when absent.
    pub title: Option<String>,
    /// Take the picture of the source.
    pub copy_logo: bool,
    /// An upload to cut the picture from.
    pub logo: Option<LogoCrop>,
    /// Tags; those of the source when absent.
    pub tags: Option<Vec<String>>,
    /// Colour; that of the source when absent.
    pub color: Option<String>,
    /// Cover; that of the source when absent.
    pub cover: Option<String>,
    /// Bytes; as the source when absent.
    pub quota: Option<i64>,
    /// Index numbers; as the source when absent.
    pub indexing: Option<bool>,
    /// Ban of downloads; as the source when absent.
    pub deny_download: Option<bool>,
    /// How long files live; not taken over.
    pub lifetime: Option<Value>,
    /// Watermark; not taken over.
    pub watermark: Option<Value>,
    /// End-to-end encrypted: needs keys, which nobody has here.
    pub private: bool,
    /// Addresses of people who may use the template.
    pub share: Vec<String>,
    /// Groups that may use the template.
    pub groups: Vec<Uuid>,
    /// Everybody may use the template.
    pub public: bool,
}

/// How far the copy of a room is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomCopyStatus {
    /// The new room, once it is done.
    pub room: Option<FolderId>,
    /// 0 to 100.
    pub percent: i32,
    /// Why it failed.
    pub error: Option<String>,
    /// Nothing will change any more.
    pub finished: bool,
}

impl Files {
    /// Begins to copy a room, unless such a copy is under way in the portal already.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn copy_room(
        &self,
        viewer: &Viewer,
        source: FolderId,
        copy: RoomCopy,
    ) -> Result<RoomCopyStatus, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, _) = viewer.person()?;
                if let Some(job) = latest(tx, &viewer, copy.template)?
                    && !job.status.is_final()
                {
                    return Ok(status(&job));
                }
                let kind = job_kind(copy.template);
                let work = Work {
                    task: Task::CopyRoom(Box::new(copy)),
                    batch: Batch {
                        folders: vec![source],
                        files: Vec::new(),
                    },
                    person: Some(user),
                    base: viewer.base.clone(),
                    link: None,
                };
                jobs::enqueue(
                    tx,
                    NewJob {
                        portal: viewer.portal.0,
                        owner: OWNER.to_owned(),
                        kind,
                        payload: serde_json::to_value(work)
                            .map_err(|error| Error::Failed(error.to_string()))?,
                        hidden: true,
                        not_before: 0,
                        total: 1,
                    },
                )?;
                Ok(RoomCopyStatus {
                    room: None,
                    percent: 0,
                    error: None,
                    finished: false,
                })
            })
            .await
    }

    /// The portal's latest copy of that kind, if there was one lately.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn room_copy_status(
        &self,
        viewer: &Viewer,
        template: bool,
    ) -> Result<Option<RoomCopyStatus>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                viewer.person()?;
                Ok(latest(tx, &viewer, template)?.as_ref().map(status))
            })
            .await
    }

    /// Whether everybody may use a template.
    ///
    /// # Errors
    /// 404; 403 without the right to read it.
    pub async fn template_is_public(&self, viewer: &Viewer, id: FolderId) -> Result<bool, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                gate::folder(tx, &viewer, id)?.require(Action::Read)?;
                let everybody = Subjects::EVERYONE;
                let share = shares::of_subject(tx, viewer.portal, id.into(), everybody)?;
                Ok(share.is_some_and(|share| share.access == FileShare::Read))
            })
            .await
    }

    /// Lets everybody use a template, or nobody but its owner: all other records go.
    ///
    /// # Errors
    /// 404; 403 without the right to change access.
    pub async fn set_template_public(
        &self,
        viewer: &Viewer,
        id: FolderId,
        public: bool,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::folder(tx, &viewer, id)?;
                seen.require(Action::EditAccess)?;
                if seen.entry.root.kind != FolderType::RoomTemplates {
                    return Err(Error::FOLDER);
                }
                for share in shares::of_entry(tx, viewer.portal, id.into())? {
                    shares::remove(tx, viewer.portal, id.into(), share.subject)?;
                }
                if public {
                    let everybody = (SubjectType::Group, Subjects::EVERYONE);
                    let_read(tx, &viewer, id, everybody)?;
                }
                record(
                    tx,
                    &viewer,
                    RoomHappening::AccessForGroup,
                    &seen.entry,
                    json!({}),
                )
            })
            .await
    }
}

fn job_kind(template: bool) -> &'static str {
    if template {
        "files.template"
    } else {
        "files.from_template"
    }
}

fn latest(tx: &mut Tx<'_>, viewer: &Viewer, template: bool) -> Result<Option<Job>, Error> {
    Ok(jobs::list(tx, viewer.portal.0, OWNER, &[job_kind(template)])?.pop())
}

fn status(job: &Job) -> RoomCopyStatus {
    let made: Made = serde_json::from_value(job.result.clone()).unwrap_or_default();
    let done = job.status == Status::Completed;
    RoomCopyStatus {
        room: made.folders.first().copied().filter(|_| done),
        percent: job.percent,
        error: (!job.error.is_empty()).then(|| job.error.clone()),
        finished: job.status.is_final(),
    }
}

impl Run {
    /// The shell first, then what is in it, then the picture.
    pub(super) async fn copy_room(
        &mut self,
        source: FolderId,
        copy: RoomCopy,
    ) -> Result<(), Error> {
        let (viewer, job, logo) = (self.viewer.clone(), self.context.id, copy.logo.clone());
        let room = self
            .files
            .db()
            .write(move |tx| {
                let step = EntryRef::Folder(source);
                if let Some(Some(done)) = operations::step(tx, viewer.portal, job, step)? {
                    return Ok(FolderId(done));
                }
                let room = shell(tx, &viewer, source, &copy)?;
                operations::record_step(tx, viewer.portal, job, step, Some(room.0))?;
                Ok::<_, Error>(room)
            })
            .await?;
        self.copy_content(source, room, ConflictResolve::Duplicate)
            .await?;
        if let Some(logo) = logo {
            self.files.set_room_logo(&self.viewer, room, logo).await?;
        }
        self.made_folder(room);
        Ok(())
    }
}

/// The new room without content, under the root where it belongs.
fn shell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    source: FolderId,
    copy: &RoomCopy,
) -> Result<FolderId, Error> {
    let (user, role) = viewer.person()?;
    let seen = gate::folder(tx, viewer, source)?;
    let before = rooms::by_id(tx, viewer.portal, source)?.ok_or(Error::FOLDER)?;
    let is_template = seen.entry.root.kind == FolderType::RoomTemplates;
    seen.require(if copy.template {
        Action::Copy
    } else {
        Action::Read
    })?;
    if !portal_roles::may_create_room(role) || is_template == copy.template {
        return Err(Error::Denied);
    }
    if copy.private {
        return Err(no_key(viewer));
    }
    let root = if copy.template {
        FolderType::RoomTemplates
    } else {
        FolderType::VirtualRooms
    };
    let root = roots::ensure(tx, viewer.portal, root, viewer.portal_owner, viewer.now)?;
    let title = copy.title.as_deref().and_then(titles::clean);
    let title = title.unwrap_or_else(|| seen.entry.title.clone());
    let kind = before.kind;
    let room = folders::insert(tx, &root, kind.folder_type(), &title, user, viewer.now)?;
    let settings = settings(tx, viewer, &before, &room, copy)?;
    rooms::put(tx, viewer.portal, &settings)?;
    let tags = match &copy.tags {
        Some(tags) => tags.clone(),
        None => rooms::tags(tx, viewer.portal, &[source])?
            .remove(&source)
            .unwrap_or_default(),
    };
    put_tags(tx, viewer, room.id, &tags)?;
    if copy.template {
        share(tx, viewer, room.id, copy)?;
    } else if matches!(kind, RoomType::PublicRoom | RoomType::FillingFormsRoom) {
        make_primary_of_room(tx, viewer, &room, kind)?;
    }
    record(
        tx,
        viewer,
        RoomHappening::Created,
        &room,
        json!({ "from": source.0 }),
    )?;
    Ok(room.id)
}

/// Settings of the source, but for what the request says. Lifetime and watermark are not taken over.
fn settings(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    before: &Room,
    room: &Folder,
    copy: &RoomCopy,
) -> Result<Room, Error> {
    let picture = before.logo.as_deref().filter(|_| copy.copy_logo);
    let logo = picture
        .map(|name| copy_picture(tx, viewer, name))
        .transpose()?;
    let mut settings = Room {
        folder: room.id,
        logo,
        lifetime: None,
        watermark: None,
        ..before.clone()
    };
    let wanted = RoomSettings {
        quota: copy.quota,
        color: copy.color.clone(),
        cover: copy.cover.clone(),
        indexing: copy.indexing,
        deny_download: copy.deny_download,
        lifetime: copy.lifetime.clone().map(Switch::On),
        watermark: copy.watermark.clone().map(Switch::On),
        ..RoomSettings::default()
    };
    wanted.check(tx, viewer)?;
    wanted.apply(&mut settings, viewer);
    watermark_picture::keep(tx, viewer, None, &mut settings)?;
    Ok(settings)
}

/// Lets people and groups use a new template.
fn share(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    template: FolderId,
    copy: &RoomCopy,
) -> Result<(), Error> {
    for email in &copy.share {
        let person = people::store::by_email(tx, viewer.portal, email.trim())?;
        let fits =
            person.filter(|one| one.is_active() && portal_roles::sees_shared_templates(one.role));
        if let Some(person) = fits.filter(|one| !viewer.caller.is(one.id)) {
            let_read(tx, viewer, template, (SubjectType::User, person.id.0))?;
        }
    }
    let everybody = copy.public.then_some(Subjects::EVERYONE);
    for group in copy.groups.iter().copied().chain(everybody) {
        let_read(tx, viewer, template, (SubjectType::Group, group))?;
    }
    Ok(())
}

fn let_read(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    template: FolderId,
    (subject_type, subject): (SubjectType, Uuid),
) -> Result<(), Error> {
    let share = Share {
        entry: template.into(),
        subject_type,
        subject,
        access: FileShare::Read,
        owner: viewer.user(),
        created: viewer.now,
        link: None,
    };
    Ok(shares::put(tx, viewer.portal, &share)?)
}
