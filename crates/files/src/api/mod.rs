//! The routes of rooms, folders and files: thin, one call into [`crate::service`] each.

mod downloads;

use utoipa_axum::router::OpenApiRouter;

use crate::service::Files;

/// All routes of this crate.
pub fn routes(files: Files) -> OpenApiRouter {
    OpenApiRouter::new().with_state(files)
}
