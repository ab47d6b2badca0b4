//! Routes of rooms (`files/05`).

mod index_export;
mod members;
mod pictures;
mod quotas;
mod requests;
mod room;
mod templates;

pub(in crate::api) use requests::FileShareParams;
use utoipa_axum::router::OpenApiRouter;

use crate::service::Files;

pub(super) fn routes() -> OpenApiRouter<Files> {
    OpenApiRouter::new()
        .merge(room::routes())
        .merge(pictures::routes())
        .merge(members::routes())
        .merge(index_export::routes())
        .merge(quotas::routes())
        .merge(templates::routes())
}
