//! The routes of areas "Settings / Storage" and "Settings / Encryption".

use wire::Routes;

mod encryption;
mod model;
mod regions;
mod storage;

use crate::service::Storages;

/// All routes of this crate.
pub fn routes(storages: Storages) -> Routes {
    Routes::new()
        .merge(storage::routes())
        .merge(encryption::routes())
        .with_state(storages)
}
