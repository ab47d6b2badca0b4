//! The routes of area "Backup" (`platform/08 §8.5`). Each answers below `/api/2.0/portal/`, too, where web clients ask.

mod history;
mod model;
mod schedule;
mod tasks;

use axum::extract::FromRequestParts;
use axum::routing::{delete, get, post};
use files::view::Viewer;
use http::request::Parts;
use portal::Caller;
use wire::Routes;

pub(crate) use self::model::BackupProgress;
use crate::service::Backups;

/// All routes of this crate.
pub fn routes(backups: Backups) -> Routes {
    Routes::new()
        .merge(tasks::routes())
        .merge(history::routes())
        .merge(schedule::routes())
        .merge(below_portal())
        .with_state(backups)
}

/// The other spelling of every path, which no description names.
fn below_portal() -> Routes<Backups> {
    Routes::new()
        .route("/api/2.0/portal/startbackup", post(tasks::start_backup))
        .route("/api/2.0/portal/cancelbackup", post(tasks::cancel_backup))
        .route(
            "/api/2.0/portal/getbackupprogress",
            get(tasks::get_backup_progress),
        )
        .route(
            "/api/2.0/portal/startrestore",
            post(tasks::start_backup_restore),
        )
        .route(
            "/api/2.0/portal/getrestoreprogress",
            get(tasks::get_restore_progress),
        )
        .route(
            "/api/2.0/portal/getbackuphistory",
            get(history::get_backup_history),
        )
        .route(
            "/api/2.0/portal/deletebackup/{id}",
            delete(history::delete_backup),
        )
        .route(
            "/api/2.0/portal/deletebackuphistory",
            delete(history::delete_backup_history),
        )
        .route(
            "/api/2.0/portal/getbackupscount",
            get(history::get_backups_count),
        )
        .route(
            "/api/2.0/portal/getservicestate",
            get(history::get_backups_service_state),
        )
        .route(
            "/api/2.0/portal/getbackupschedule",
            get(schedule::get_backup_schedule),
        )
        .route(
            "/api/2.0/portal/createbackupschedule",
            post(schedule::create_backup_schedule),
        )
        .route(
            "/api/2.0/portal/deletebackupschedule",
            delete(schedule::delete_backup_schedule),
        )
}

/// An administrator, and what he may do with files.
pub(super) struct Admin {
    pub(super) caller: Caller,
    pub(super) viewer: Viewer,
}

impl FromRequestParts<Backups> for Admin {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, backups: &Backups) -> Result<Self, wire::Error> {
        let caller = Caller::from_request_parts(parts, backups).await?;
        caller.require_admin()?;
        let viewer = Viewer::from_request_parts(parts, &backups.files).await?;
        Ok(Self { caller, viewer })
    }
}
