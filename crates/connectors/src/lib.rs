//! Editors outside of this product: a document server that speaks the ONLYOFFICE Docs API (`files/06c §2-§4, §9`), or an
//! office that speaks WOPI ([`mod@wopi`]).
//!
//! [`Servers`] knows which server a portal has (its own, else the installation's, else none: then this product's editors
//! open everything), signs what it is told and gives it commands; `files` asks it when a document is opened
//! ([`files::document_server`]). `callback` hears what becomes of the documents and saves them. Every request goes
//! through [`portal::outbound`]. Rights, quotas and versions belong to `files`.

mod callback;
mod jwt;
mod page;
mod server;
mod settings;
mod store;
mod telling;
mod wopi;

use files::service::Files;
use wire::Routes;

pub use server::{DocumentServer, Servers};
pub use telling::Running;
pub use wopi::WopiConfig;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "connectors",
    "migrations/0001_keys.sql",
    "migrations/0002_wopi.sql"
);

/// Editors outside of this product. Cheap to clone.
#[derive(Clone)]
pub struct Connectors {
    files: Files,
    servers: Servers,
    office: Option<wopi::Office>,
}

impl Connectors {
    /// Over rooms and files. The tables must exist ([`MIGRATIONS`]).
    #[must_use]
    pub fn new(files: Files, servers: Servers) -> Self {
        let (config, outbound) = (servers.wopi().clone(), servers.portals().outbound().clone());
        Self {
            office: wopi::Office::new(config, outbound),
            files,
            servers,
        }
    }

    /// The routes.
    #[must_use]
    pub fn routes(&self) -> Routes {
        settings::routes()
            .merge(callback::routes())
            .merge(wopi::routes())
            .with_state(self.clone())
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// The installation's office, if it has one.
    pub(crate) fn office(&self) -> Option<&wopi::Office> {
        self.office.as_ref()
    }

    pub(crate) fn servers(&self) -> &Servers {
        &self.servers
    }
}
