//! How somebody's browser enters the office with a file.

use files::formats;
use files::service::Opening;
use files::view::Viewer;
use url::form_urlencoded;

use super::Office;
use super::token::{LIFE, Token};
use crate::Connectors;

/// What a browser needs to open a file in the office.
pub(crate) struct Doorway {
    /// Address to send the token to.
    pub(crate) address: String,
    /// The token.
    pub(crate) token: String,
    /// When the token ends, in milliseconds since 1970.
    pub(crate) ends: i64,
}

impl Office {
    /// The way in; nothing for strangers, and for formats the office does not open.
    pub(crate) async fn doorway(
        &self,
        connectors: &Connectors,
        viewer: &Viewer,
        opening: &Opening,
        (base, language): (&str, &str),
    ) -> Option<Doorway> {
        // The office asks by itself later, when there is no link in the visitor's hand.
        let (user, _) = viewer.person().ok()?;
        if !opening.is_last {
            return None;
        }
        let file = &opening.seen.entry;
        let discovery = self.discovery().await;
        let discovery = discovery
            .inspect_err(|error| tracing::warn!(%error, "an office does not say what it is"))
            .ok()?;
        let extension = formats::extension(&file.title);
        let format = extension.trim_start_matches('.');
        let edits = opening.for_change && opening.can.edit;
        let action = discovery.address(format, edits, language)?;
        let source = format!("{}/wopi/files/{}", self.portal(base), file.id.0);
        let source: String = form_urlencoded::byte_serialize(source.as_bytes()).collect();
        let here = connectors.servers().portals().installation();
        let token = Token { user, edits };
        let life = i64::try_from(LIFE.as_millis()).unwrap_or_default();
        Some(Doorway {
            address: format!("{action}WOPISrc={source}"),
            token: token.write(here, viewer.portal, file.id, viewer.now),
            ends: viewer.now / 1000 + life,
        })
    }
}
