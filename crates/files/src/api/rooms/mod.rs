//! Routes of rooms (`files/05`).

mod members;
mod pictures;
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
        .merge(templates::routes())
}
