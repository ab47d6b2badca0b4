//! WebDAV (RFC 4918, classes 1 and 2; quotas of RFC 4331): the tree of `files` at `/dav` for file managers and programs.
//!
//! A request becomes a [`call::Call`] (who, which path, under which conditions), one of [`methods`] carries it out with
//! verbs of `files`, and [`Refusal`] says why not. This crate owns locks and dead properties and nothing else: rights,
//! names, quotas and contents are the business of `files`.

mod call;
mod condition;
mod headers;
mod locks;
mod methods;
mod path;
mod refusal;
mod store;
mod sweep;
mod xml;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use files::service::Files;

pub(crate) use refusal::Refusal;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!("dav", "migrations/0001_dav.sql");

/// The tree for WebDAV clients. Cheap to clone.
#[derive(Clone)]
pub struct Dav {
    files: Files,
}

impl Dav {
    /// Over rooms and files. The tables must exist ([`MIGRATIONS`]).
    #[must_use]
    pub fn new(files: Files) -> Self {
        Self { files }
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn db(&self) -> &sql::Db {
        self.files.db()
    }

    /// The routes at `/dav`. Portal and caller must be in the request already.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/dav", any(handle))
            .route("/dav/", any(handle))
            .route("/dav/{*path}", any(handle))
            .with_state(self.clone())
    }
}

async fn handle(State(dav): State<Dav>, request: Request) -> Response {
    match methods::answer(dav, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}
