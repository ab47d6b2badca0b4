//! Operations that are under way.

use axum::extract::State;
use portal::Visitor;
use serde::Deserialize;
use utoipa::IntoParams;
use wire::validate::{Check, Validate};
use wire::{Envelope, Path, Query, Routes, routes};

use super::{FileOperationDto, Operations, answer, owner};
use crate::error::Error;
use crate::model::OperationKind;
use crate::service::Files;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_operation_statuses))
        .routes(routes!(get_operation_statuses_by_type))
        .routes(routes!(terminate_tasks))
        .routes(routes!(terminate_all_tasks))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OperationQuery {
    /// Only this operation.
    id: Option<String>,
}

impl Validate for OperationQuery {
    fn validate(&self, _: &mut Check) {}
}

/// The caller's operations.
#[utoipa::path(get, path = "/api/2.0/files/fileops",
    operation_id = "getOperationStatuses", security(()), tag = "Files / Operations", params(OperationQuery),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn get_operation_statuses(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Query(query): Query<OperationQuery>,
) -> Operations {
    let Ok(owner) = owner(&viewer, &visitor) else {
        return answer(Vec::new());
    };
    answer(files.operations(&viewer, &owner, None, query.id).await?)
}

/// The caller's operations of one kind.
#[utoipa::path(get, path = "/api/2.0/files/fileops/{operationType}",
    operation_id = "getOperationStatusesByType", security(()), tag = "Files / Operations",
    params(("operationType" = OperationKind, Path), OperationQuery),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn get_operation_statuses_by_type(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Path(kind): Path<String>,
    Query(query): Query<OperationQuery>,
) -> Operations {
    let kind = OperationKind::from_text(&kind)
        .filter(|kind| !matches!(kind, OperationKind::Import | OperationKind::Convert))
        .ok_or_else(|| Error::Argument("operationType".to_owned()))?;
    let Ok(owner) = owner(&viewer, &visitor) else {
        return answer(Vec::new());
    };
    answer(
        files
            .operations(&viewer, &owner, Some(kind), query.id)
            .await?,
    )
}

/// Ends one operation.
#[utoipa::path(put, path = "/api/2.0/files/fileops/terminate/{id}",
    operation_id = "terminateTasks", security(()), tag = "Files / Operations", params(("id" = String, Path)),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn terminate_tasks(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Operations {
    let owner = owner(&viewer, &visitor)?;
    let Ok(id) = id.parse() else {
        return answer(Vec::new());
    };
    answer(
        files
            .end_operations(&viewer, &owner, Some(jobs::JobId(id)))
            .await?,
    )
}

/// Ends all operations of the caller.
#[utoipa::path(put, path = "/api/2.0/files/fileops/terminate",
    operation_id = "terminateAllTasks", tag = "Files / Operations",
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn terminate_all_tasks(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
) -> Operations {
    let owner = owner(&viewer, &visitor)?;
    answer(files.end_operations(&viewer, &owner, None).await?)
}
