//! The verbs: rules, store, blob and events in one transaction each.

use std::sync::Arc;

use blob::Blobs;
use portal::Portals;
use sql::Db;

use crate::formats::Editors;

/// Everything the verbs on rooms and files need. Cheap to clone; the state of the routes.
#[derive(Clone)]
pub struct Files {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    blobs: Blobs,
    portals: Portals,
    editors: Editors,
}

impl Files {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(db: Db, blobs: Blobs, portals: Portals, editors: Editors) -> Self {
        Self { inner: Arc::new(Inner { db, blobs, portals, editors }) }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The object store.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// The portals of this installation, with their secrets.
    #[must_use]
    pub fn portals(&self) -> &Portals {
        &self.inner.portals
    }

    /// What the editors can open.
    #[must_use]
    pub fn editors(&self) -> Editors {
        self.inner.editors
    }
}
