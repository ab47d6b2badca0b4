//! The routes of the audit trail and the login history.

mod dictionary;
mod events;
mod lifetimes;
mod logins;
mod reports;

use axum::extract::FromRequestParts;
use files::view::Viewer;
use http::request::Parts;
use wire::{Paging, Routes};

use crate::service::Audit;
use crate::store::Cut;

/// All routes of this crate.
pub fn routes(audit: Audit) -> Routes {
    Routes::new()
        .merge(dictionary::routes())
        .merge(events::routes())
        .merge(lifetimes::routes())
        .merge(logins::routes())
        .merge(reports::routes())
        .with_state(audit)
}

impl From<Paging> for Cut {
    fn from(paging: Paging) -> Self {
        Self {
            skip: paging.start_index.into(),
            count: paging.count.into(),
        }
    }
}

/// The caller as the owner of his documents.
pub(crate) struct Documents(pub(crate) Viewer);

impl FromRequestParts<Audit> for Documents {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, audit: &Audit) -> Result<Self, wire::Error> {
        Viewer::from_request_parts(parts, audit.files())
            .await
            .map(Self)
    }
}
