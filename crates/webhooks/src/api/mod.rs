//! The routes of webhooks.

use wire::Routes;

mod configs;
mod log;

use crate::service::Webhooks;

/// All routes of this crate.
pub fn routes(webhooks: Webhooks) -> Routes {
    Routes::new()
        .merge(configs::routes())
        .merge(log::routes())
        .with_state(webhooks)
}
