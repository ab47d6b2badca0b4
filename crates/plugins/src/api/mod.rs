//! The routes of plugins.

mod files;
mod plugins;

use utoipa_axum::router::OpenApiRouter;

use crate::service::Plugins;

/// All routes of this crate.
pub fn routes(plugins: Plugins) -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(plugins::routes())
        .merge(files::routes())
        .with_state(plugins)
}
