//! The verbs: rules, store, blob and events in one transaction each.

pub mod cleanup;
pub mod conversion;
pub mod default_templates;
pub mod feeds;
mod letters;
pub mod listing;
pub mod live;
pub mod news;
pub mod notifications;
pub mod operations;
pub mod paths;
pub mod room_list;
pub mod rooms;
pub mod settings;
pub mod sharing;
mod surroundings;
pub mod thumbnails;
pub mod verify;
pub mod watermark;

mod belongings;
mod content;
mod create;
mod download;
mod editing;
mod folders;
pub mod forms;
pub(crate) mod gate;
pub(crate) mod happening;
mod history;
mod kept;
pub mod locks;
mod marks;
mod opening;
mod quota;
pub mod tracking;
mod upload;
mod versions;

use std::sync::Arc;
use std::time::Duration;

use access::Attempts;
use blob::{Blobs, Object};
use portal::cache::Memory;
use portal::{PortalId, Portals, UserId};
use serde::Serialize;
use serde_json::Value;
use sql::Db;

use crate::contents::Contents;
use crate::conversion::Converter;
use crate::document_server::ForeignEditors;
use crate::error::Error;
use crate::formats::{Conversion, Editors};
use crate::model::File;
use crate::thumbnails::Thumbnails;
use crate::view::Viewer;

pub(crate) use content::object_id;
pub use create::{NewCopy, NewDocument, NewText};
pub use download::Package;
pub(crate) use download::modified;
pub use editing::{Opened, SessionVersion};
pub use gate::Place;
pub use kept::Kept;
pub use opening::{
    Abilities as EditorAbilities, Full as FullScope, Opening, OpeningWish, ReferenceWish, Referred,
};
pub(crate) use opening::{instance_id, person};
pub use quota::{Full, Holder};
pub use surroundings::{Recent, Surroundings};
pub use tracking::Tab;
pub use upload::{NewUpload, PIECE_LIMIT, Progress};
pub(crate) use versions::author_names;
pub use versions::{FileUpdate, document_key};

/// What is there beside this crate for working with contents.
#[derive(Debug, Clone, Default)]
pub struct Abilities {
    /// What the editors can open.
    pub editors: Editors,
    /// What small pictures can be made of.
    pub thumbnails: Thumbnails,
    /// What turns contents into other formats.
    pub converter: Option<Arc<dyn Converter>>,
    /// Editors outside of this product.
    pub foreign: Option<Arc<dyn ForeignEditors>>,
}

impl From<Editors> for Abilities {
    fn from(editors: Editors) -> Self {
        Self {
            editors,
            ..Self::default()
        }
    }
}

/// Everything the verbs on rooms and files need. Cheap to clone; the state of the routes.
#[derive(Clone)]
pub struct Files {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    blobs: Blobs,
    portals: Portals,
    abilities: Abilities,
    contents: Arc<dyn Contents>,
    settings: Memory<(PortalId, UserId), settings::UserSettings>,
    notifications: Memory<(PortalId, UserId), notifications::Notifications>,
    blanks: create::Blanks,
    visitors: Attempts,
    conversions: Memory<conversion::Wish, Object>,
}

impl Files {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(
        db: Db,
        blobs: Blobs,
        portals: Portals,
        abilities: impl Into<Abilities>,
        contents: Arc<dyn Contents>,
    ) -> Self {
        let settings = Memory::new(10_000, Duration::from_secs(10));
        let blanks = create::Blanks::default();
        let visitors = Attempts::over(&db);
        Self {
            inner: Arc::new(Inner {
                db,
                blobs,
                portals,
                abilities: abilities.into(),
                contents,
                settings,
                notifications: Memory::new(10_000, Duration::from_secs(10)),
                blanks,
                visitors,
                conversions: Memory::new(1000, conversion::KEPT),
            }),
        }
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
        self.inner.abilities.editors
    }

    /// What small pictures can be made of.
    #[must_use]
    pub fn thumbnails(&self) -> Thumbnails {
        self.inner.abilities.thumbnails
    }

    /// What can be converted.
    #[must_use]
    pub fn conversion(&self) -> Conversion {
        match self.inner.abilities.converter {
            Some(_) => Conversion::Present,
            None => Conversion::Absent,
        }
    }

    /// What converts contents.
    ///
    /// # Errors
    /// Nothing does.
    pub(crate) fn converter(&self) -> Result<&Arc<dyn Converter>, Error> {
        let absent = || Error::Unsupported(conversion::ABSENT.to_owned());
        self.inner.abilities.converter.as_ref().ok_or_else(absent)
    }

    /// What was converted a moment ago.
    pub(crate) fn remembered_conversions(&self) -> &Memory<conversion::Wish, Object> {
        &self.inner.conversions
    }

    /// What the editors of a portal can open: its document server's, else this product's own.
    ///
    /// # Errors
    /// The database failed.
    pub async fn editors_in(&self, portal: PortalId) -> Result<Editors, Error> {
        match self.foreign() {
            Some(foreign) if foreign.present(portal).await? => Ok(Editors::Present),
            _ => Ok(self.editors()),
        }
    }

    /// Key of a file's content for editors. Saves under way leave it as it is (`files/06c §3`).
    ///
    /// # Errors
    /// The database failed.
    pub async fn key_of(&self, file: &File) -> Result<String, Error> {
        let open = match self.foreign() {
            Some(foreign) => foreign.key(file).await?,
            None => None,
        };
        Ok(open.unwrap_or_else(|| document_key(self.portals().installation(), file)))
    }

    /// What is told an editor, signed for the portal's document server; nothing when none wants a signature.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn signed(
        &self,
        viewer: &Viewer,
        told: &(impl Serialize + Sync),
    ) -> Result<Option<String>, Error> {
        let Some(foreign) = self.foreign() else {
            return Ok(None);
        };
        let claims =
            serde_json::to_value(told).map_err(|error| Error::Failed(error.to_string()))?;
        foreign.sign(viewer, &without_nulls(claims)).await
    }

    /// Editors outside of this product.
    pub(crate) fn foreign(&self) -> Option<&Arc<dyn ForeignEditors>> {
        self.inner.abilities.foreign.as_ref()
    }

    /// What knows the contents of files.
    pub(crate) fn contents(&self) -> &Arc<dyn Contents> {
        &self.inner.contents
    }

    pub(crate) fn remembered_settings(
        &self,
    ) -> &Memory<(PortalId, UserId), settings::UserSettings> {
        &self.inner.settings
    }

    pub(crate) fn remembered_notifications(
        &self,
    ) -> &Memory<(PortalId, UserId), notifications::Notifications> {
        &self.inner.notifications
    }

    /// Counts wrong passwords of links.
    pub(crate) fn visitors(&self) -> &Attempts {
        &self.inner.visitors
    }

    pub(crate) fn blanks(&self) -> &create::Blanks {
        &self.inner.blanks
    }
}

/// As answers are written: members without value are not there.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, without_nulls(value)))
            .collect(),
        Value::Array(all) => all.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
