//! The routes of plugins.

use wire::Routes;

mod files;
mod plugins;

use crate::service::Plugins;

/// All routes of this crate.
pub fn routes(plugins: Plugins) -> Routes {
    Routes::new()
        .merge(plugins::routes())
        .merge(files::routes())
        .with_state(plugins)
}
