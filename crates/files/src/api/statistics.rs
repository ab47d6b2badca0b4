//! Used space of the files section, as the portal's statistics show it (`files/10 §6`).

use axum::extract::State;
use portal::Caller;
use portal::modules::DOCUMENTS;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{Envelope, Path, Routes, routes};

use crate::formats::human_size;
use crate::model::FolderType;
use crate::service::Files;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new().routes(routes!(space_usage))
}

/// A part of a module, and what it uses.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UsageSpaceStatItemDto {
    /// Title.
    #[schema(nullable)]
    name: &'static str,
    /// Address of a picture.
    icon: Option<String>,
    /// It is switched off.
    disabled: bool,
    /// Used space, in words.
    #[schema(nullable)]
    size: String,
    /// Where it is shown.
    url: Option<String>,
}

/// Used space of a module's parts; other modules than files use none.
#[utoipa::path(get, path = "/api/2.0/settings/statistics/spaceusage/{id}",
    operation_id = "getSpaceUsageStatistics", tag = "Settings / Statistics",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Envelope<Vec<UsageSpaceStatItemDto>>)))]
async fn space_usage(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<Uuid>,
) -> wire::Result<Vec<UsageSpaceStatItemDto>> {
    let base = viewer.base.clone();
    let parts = files.used_space(viewer).await?;
    let parts = parts.into_iter().filter(|_| id == DOCUMENTS.id);
    let shown = parts.map(|(kind, name, bytes)| UsageSpaceStatItemDto {
        name,
        icon: None,
        disabled: false,
        size: human_size(bytes),
        url: page_of(kind).map(|page| format!("{base}{page}")),
    });
    Ok(wire::list(shown.collect()))
}

/// Page of the web app that shows a root.
const fn page_of(kind: FolderType) -> Option<&'static str> {
    match kind {
        FolderType::VirtualRooms => Some("/rooms/shared"),
        FolderType::Archive => Some("/rooms/archived"),
        FolderType::User => Some("/rooms/personal"),
        FolderType::Trash => Some("/files/trash"),
        _ => None,
    }
}
