//! Routes of rooms (`files/05`).

use wire::Routes;

mod index_export;
mod members;
mod pictures;
mod quotas;
mod requests;
mod room;
mod templates;

pub(in crate::api) use requests::FileShareParams;

use crate::service::Files;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .merge(room::routes())
        .merge(pictures::routes())
        .merge(members::routes())
        .merge(index_export::routes())
        .merge(quotas::routes())
        .merge(templates::routes())
}
