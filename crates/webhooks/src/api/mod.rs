//! The routes of webhooks.

mod configs;
mod log;

use utoipa_axum::router::OpenApiRouter;

use crate::service::Webhooks;

/// All routes of this crate.
pub fn routes(webhooks: Webhooks) -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(configs::routes())
        .merge(log::routes())
        .with_state(webhooks)
}
