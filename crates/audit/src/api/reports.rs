//! Reports: their writing is a task that answers with the address of the table when it is there, and that can be
//! looked at and ended meanwhile.

use axum::extract::State;
use files::api::DocumentBuilderTaskDto;
use files::model::FolderId;
use files::view::Viewer;
use portal::Caller;
use wire::{Envelope, Path, Routes, routes};

use super::Documents;
use crate::reports::Report;
use crate::service::Audit;

pub(super) fn routes() -> Routes<Audit> {
    Routes::new()
        .routes(routes!(
            create_audit_trail_report,
            get_audit_trail_report,
            end_audit_trail_report
        ))
        .routes(routes!(
            create_login_history_report,
            get_login_history_report,
            end_login_history_report
        ))
        .routes(routes!(
            create_folder_report,
            get_folder_report,
            end_folder_report
        ))
}

async fn create(
    audit: &Audit,
    caller: &Caller,
    viewer: &Viewer,
    report: Report,
) -> wire::Result<String> {
    let job = audit.want_report(caller, viewer, report).await?;
    Ok(wire::ok(audit.written(viewer, job.id).await?.url))
}

async fn get(
    audit: &Audit,
    viewer: &Viewer,
    report: Report,
) -> wire::Result<Option<DocumentBuilderTaskDto>> {
    let found = audit.report(viewer, report).await?;
    Ok(wire::ok(
        found.map(|(job, file)| DocumentBuilderTaskDto::of(job, file)),
    ))
}

async fn end(audit: &Audit, viewer: &Viewer, report: Report) -> wire::Result<wire::Nothing> {
    audit.end_report(viewer, report).await?;
    Ok(wire::nothing())
}

/// Writes all deeds into a table in the caller's My documents; answers its address.
#[utoipa::path(post, path = "/api/2.0/security/audit/events/report",
    operation_id = "createAuditTrailReport", tag = "Security / Audit trail data",
    responses((status = 200, body = Envelope<String>)))]
async fn create_audit_trail_report(
    State(audit): State<Audit>,
    caller: Caller,
    Documents(viewer): Documents,
) -> wire::Result<String> {
    create(&audit, &caller, &viewer, Report::AuditTrail).await
}

/// Tells how far the caller's report on the audit trail is.
#[utoipa::path(get, path = "/api/2.0/security/audit/events/report",
    operation_id = "getAuditTrailReport", tag = "Security / Audit trail data",
    responses((status = 200, body = Envelope<DocumentBuilderTaskDto>)))]
async fn get_audit_trail_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
) -> wire::Result<Option<DocumentBuilderTaskDto>> {
    get(&audit, &viewer, Report::AuditTrail).await
}

/// Ends the caller's report on the audit trail.
#[utoipa::path(delete, path = "/api/2.0/security/audit/events/report",
    operation_id = "terminateAuditTrailReport", tag = "Security / Audit trail data",
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn end_audit_trail_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
) -> wire::Result<wire::Nothing> {
    end(&audit, &viewer, Report::AuditTrail).await
}

/// Writes all sign-ins into a table in the caller's My documents; answers its address.
#[utoipa::path(post, path = "/api/2.0/security/audit/login/report",
    operation_id = "createLoginHistoryReport", tag = "Security / Login history",
    responses((status = 200, body = Envelope<String>)))]
async fn create_login_history_report(
    State(audit): State<Audit>,
    caller: Caller,
    Documents(viewer): Documents,
) -> wire::Result<String> {
    create(&audit, &caller, &viewer, Report::LoginHistory).await
}

/// Tells how far the caller's report on the login history is.
#[utoipa::path(get, path = "/api/2.0/security/audit/login/report",
    operation_id = "getLoginHistoryReport", tag = "Security / Login history",
    responses((status = 200, body = Envelope<DocumentBuilderTaskDto>)))]
async fn get_login_history_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
) -> wire::Result<Option<DocumentBuilderTaskDto>> {
    get(&audit, &viewer, Report::LoginHistory).await
}

/// Ends the caller's report on the login history.
#[utoipa::path(delete, path = "/api/2.0/security/audit/login/report",
    operation_id = "terminateLoginHistoryReport", tag = "Security / Login history",
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn end_login_history_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
) -> wire::Result<wire::Nothing> {
    end(&audit, &viewer, Report::LoginHistory).await
}

/// Writes the history of a folder into a table in the caller's My documents; answers its address.
#[utoipa::path(post, path = "/api/2.0/files/folder/{folderId}/log/report",
    operation_id = "createReportFolderHistory", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn create_folder_report(
    State(audit): State<Audit>,
    caller: Caller,
    Documents(viewer): Documents,
    Path(id): Path<i64>,
) -> wire::Result<String> {
    create(&audit, &caller, &viewer, Report::Folder(FolderId(id))).await
}

/// Tells how far the caller's report on the history of a folder is.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/log/report",
    operation_id = "getReportFolderHistory", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<DocumentBuilderTaskDto>)))]
async fn get_folder_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
    Path(id): Path<i64>,
) -> wire::Result<Option<DocumentBuilderTaskDto>> {
    get(&audit, &viewer, Report::Folder(FolderId(id))).await
}

/// Ends the caller's report on the history of a folder.
#[utoipa::path(delete, path = "/api/2.0/files/folder/{folderId}/log/report",
    operation_id = "terminateReportFolderHistory", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn end_folder_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
    Path(id): Path<i64>,
) -> wire::Result<wire::Nothing> {
    end(&audit, &viewer, Report::Folder(FolderId(id))).await
}
