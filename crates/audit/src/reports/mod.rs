//! Reports: tables of what happened, which jobs write into the My documents of those who want them.
//!
//! A report is wanted in the same transaction that leaves its trace in the audit trail, and the job checks the rights
//! anew. The rows stream from the database into the file: memory holds one piece of them ([`table`]). Nobody has two
//! reports on the same things written at once.

mod history;
mod journals;
mod table;
mod work;

use std::time::Duration;

use files::model::{FileId, FolderId};
use files::service::Kept;
use files::view::Viewer;
use http::StatusCode;
use jobs::{Job, JobId, NewJob, Status};
use portal::{Caller, PortalId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sql::{Micros, Tx};

use crate::action::MessageAction;
use crate::error::Error;
use crate::service::Audit;

/// How long to wait for a wake-up before looking all the same: between nodes one can get lost.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Report {
    /// All deeds that are kept.
    AuditTrail,
    /// All sign-ins that are kept.
    LoginHistory,
    /// What happened in a folder.
    Folder(FolderId),
}

/// Kinds of the jobs.
const KINDS: [&str; 3] = [
    "audit.report.trail",
    "audit.report.logins",
    "audit.report.folder",
];

impl Report {
    const fn kind(self) -> &'static str {
        let [trail, logins, folder] = KINDS;
        match self {
            Self::AuditTrail => trail,
            Self::LoginHistory => logins,
            Self::Folder(_) => folder,
        }
    }

    /// Having a journal of the whole portal written is a deed itself.
    fn deed(self) -> Option<(&'static str, MessageAction)> {
        match self {
            Self::AuditTrail => Some((
                journals::AUDIT_TRAIL,
                MessageAction::AuditTrailReportDownloaded,
            )),
            Self::LoginHistory => Some((
                journals::LOGIN_HISTORY,
                MessageAction::LoginHistoryReportDownloaded,
            )),
            Self::Folder(_) => None,
        }
    }
}

/// What a job is told.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Wish {
    report: Report,
    /// When it was wanted: nothing later is in the table.
    at: Micros,
}

/// What came out of a job.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Outcome {
    /// The table.
    file: Option<FileId>,
    /// Status of the refusal.
    status: Option<u16>,
}

impl Outcome {
    fn of(job: &Job) -> Self {
        serde_json::from_value(job.result.clone()).unwrap_or_default()
    }
}

impl Audit {
    /// Has a report written, unless one of the caller's on the same things is being written already.
    ///
    /// # Errors
    /// 403 without the right to read what is reported, 404 without the folder and for guests, who have no My documents.
    pub(crate) async fn want_report(
        &self,
        caller: &Caller,
        viewer: &Viewer,
        report: Report,
    ) -> Result<Job, Error> {
        self.require_report(viewer, report).await?;
        self.files().require_my_documents(viewer).await?;
        let (portal, user, actor) = (caller.portal, caller.user, caller.actor());
        let at = viewer.now;
        self.db()
            .write(move |tx| {
                if let Some(job) = latest(tx, portal, user, report)?
                    && !job.status.is_final()
                {
                    return Ok(job);
                }
                if let Some((subject, action)) = report.deed() {
                    let event = events::Event {
                        portal: portal.0,
                        kind: "audit.reported",
                        actor,
                        subject: subject.to_owned(),
                        data: json!({ "action": action.number() }),
                    };
                    events::record(tx, event)?;
                }
                let job = enqueue(tx, portal, user, Wish { report, at })?;
                Ok(jobs::get(tx, portal.0, job)?.ok_or(sql::Error::NoRows)?)
            })
            .await
    }

    /// Waits for a report's end. Whoever does not wait that long loses nothing.
    ///
    /// # Errors
    /// Whatever the job was refused for; 403 when the caller ended it.
    pub(crate) async fn written(&self, viewer: &Viewer, job: JobId) -> Result<Kept, Error> {
        let portal = viewer.portal.0;
        let mut moved = jobs::watch(self.db());
        loop {
            let look = move |tx: &mut Tx<'_>| jobs::get(tx, portal, job);
            match self.db().read(look).await? {
                Some(job) if !job.status.is_final() => {}
                Some(job) => return self.end_of(viewer, job).await,
                None => return Err(files::Error::FILE.into()),
            }
            let _ = tokio::time::timeout(LOOK_AGAIN, moved.woken()).await;
        }
    }

    async fn end_of(&self, viewer: &Viewer, job: Job) -> Result<Kept, Error> {
        let outcome = Outcome::of(&job);
        match job.status {
            Status::Completed => {
                let file = self.kept(viewer, &job).await?;
                file.ok_or(Error::Files(files::Error::FILE))
            }
            Status::Cancelled => Err(Error::Ended),
            _ => {
                let status = outcome
                    .status
                    .and_then(|code| StatusCode::from_u16(code).ok());
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Err(Error::Refused(status, job.error))
            }
        }
    }

    /// The caller's latest report on these things, if there was one lately, and its table.
    ///
    /// # Errors
    /// 403 without the right to read what is reported, 404 without the folder.
    pub(crate) async fn report(
        &self,
        viewer: &Viewer,
        report: Report,
    ) -> Result<Option<(Job, Option<Kept>)>, Error> {
        self.require_report(viewer, report).await?;
        let (portal, (user, _)) = (viewer.portal, viewer.person()?);
        let find = move |tx: &mut Tx<'_>| latest(tx, portal, user, report);
        let Some(job) = self.db().read(find).await? else {
            return Ok(None);
        };
        let file = self.kept(viewer, &job).await?;
        Ok(Some((job, file)))
    }

    /// Ends the caller's report on these things, if one is being written.
    ///
    /// # Errors
    /// 403 without the right to read what is reported, 404 without the folder.
    pub(crate) async fn end_report(&self, viewer: &Viewer, report: Report) -> Result<(), Error> {
        self.require_report(viewer, report).await?;
        let (portal, (user, _)) = (viewer.portal, viewer.person()?);
        self.db()
            .write(move |tx| {
                if let Some(job) = latest(tx, portal, user, report)? {
                    let kinds = [report.kind()];
                    jobs::cancel(tx, portal.0, &user.to_string(), Some(job.id), &kinds)?;
                }
                Ok(())
            })
            .await
    }

    /// Passes those who may read what is reported.
    async fn require_report(&self, viewer: &Viewer, report: Report) -> Result<(), Error> {
        let (_, role) = viewer.person()?;
        match report {
            Report::Folder(folder) => {
                self.files().folder_info(viewer.clone(), folder).await?;
                Ok(())
            }
            _ if role.is_admin() => Ok(()),
            _ => Err(files::Error::Denied.into()),
        }
    }

    async fn kept(&self, viewer: &Viewer, job: &Job) -> Result<Option<Kept>, Error> {
        let Some(file) = Outcome::of(job).file else {
            return Ok(None);
        };
        let viewer = viewer.clone();
        let find = move |tx: &mut Tx<'_>| Kept::by_id(tx, &viewer, file);
        Ok(self.db().read(find).await?)
    }
}

fn enqueue(tx: &mut Tx<'_>, portal: PortalId, user: UserId, wish: Wish) -> sql::Result<JobId> {
    let job = NewJob {
        portal: portal.0,
        owner: user.to_string(),
        kind: wish.report.kind(),
        payload: json!(wish),
        hidden: true,
        not_before: 0,
        total: 0,
    };
    jobs::enqueue(tx, job)
}

fn latest(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    report: Report,
) -> Result<Option<Job>, Error> {
    let mut jobs = jobs::list(tx, portal.0, &user.to_string(), &[report.kind()])?;
    jobs.retain(|job| wish(&job.payload).is_some_and(|wish| wish.report == report));
    Ok(jobs.pop())
}

fn wish(payload: &Value) -> Option<Wish> {
    serde_json::from_value(payload.clone()).ok()
}
