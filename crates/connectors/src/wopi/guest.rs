//! For whom the office asks, and what he may do at this moment.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use files::formats;
use files::model::{File, FileId, FilterType};
use files::rules::Action;
use files::service::{EditorAbilities, OpeningWish};
use files::view::Viewer;
use http::request::Parts;
use portal::{BaseUrl, Here};
use url::form_urlencoded;

use super::discovery::Discovery;
use super::proof::{self, Proof};
use super::refusal::Refusal;
use super::token::Token;
use super::{Office, store};
use crate::Connectors;

/// A person at a file that he has open in the office.
pub(crate) struct Guest {
    /// He, without a request of his own.
    pub(crate) viewer: Viewer,
    /// Address of the portal for his browser.
    pub(crate) base: String,
    /// Address of the portal for the office.
    pub(crate) portal: String,
    /// The file at its current version.
    pub(crate) file: File,
    /// What he may do in it.
    pub(crate) can: EditorAbilities,
    /// He came to change it, and may.
    pub(crate) may_edit: bool,
    /// He may give it another title.
    pub(crate) may_rename: bool,
}

impl FromRequestParts<Connectors> for Guest {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        connectors: &Connectors,
    ) -> Result<Self, Refusal> {
        let office = connectors.office().ok_or(Refusal::Unknown)?;
        let here = Here::from_request_parts(parts, connectors).await;
        let here = here.map_err(|_| Refusal::Unknown)?;
        let id = Path::<i64>::from_request_parts(parts, connectors).await;
        let id = id.map_err(|_| Refusal::Unknown)?;
        let id = FileId(id.0);
        let base = BaseUrl::of(parts).0;
        let text = token_of(parts);
        let installation = connectors.servers().portals().installation();
        let token = Token::read(&text, installation, here.id, id, sql::now());
        let token = token.ok_or(Refusal::NoToken)?;
        require_proof(office, parts, &text, office.portal(&base)).await?;
        let viewer = connectors.files().eyes_of(here.id, token.user).await?;
        let viewer = viewer.ok_or(Refusal::NoToken)?;
        let portal = office.portal(&base).to_owned();
        Self::at(connectors, viewer, id, token.edits, (base, portal)).await
    }
}

impl Guest {
    async fn at(
        connectors: &Connectors,
        viewer: Viewer,
        id: FileId,
        edits: bool,
        (base, portal): (String, String),
    ) -> Result<Self, Refusal> {
        let found = connectors.files().find(viewer.portal, id).await?;
        // Opening a form begins a copy of it: forms have editors of their own.
        found
            .filter(|file| file.category != FilterType::PdfForm)
            .ok_or(Refusal::Unknown)?;
        let wish = OpeningWish {
            view: !edits,
            ..OpeningWish::default()
        };
        let opening = connectors.files().opening(&viewer, id, wish).await?;
        // What is shown with a watermark, or may not be taken out, is not handed to anybody.
        if !opening.plain {
            return Err(Refusal::Unknown);
        }
        Ok(Self {
            may_edit: edits && opening.seen.may(Action::Edit),
            may_rename: edits && opening.seen.may(Action::Rename),
            can: opening.can,
            file: opening.seen.entry,
            viewer,
            base,
            portal,
        })
    }

    /// Passes those who may change the file.
    ///
    /// # Errors
    /// 409 for a file that somebody locked in the portal, 404 for everybody else.
    pub(crate) fn require_edit(&self) -> Result<(), Refusal> {
        if files::service::locks::locked_by_another(&self.file, &self.viewer) {
            return Err(Refusal::Locked(String::new(), "It is locked in the portal"));
        }
        self.may_edit.then_some(()).ok_or(Refusal::Unknown)
    }

    /// The lock of the office on a file.
    pub(crate) async fn lock_of(
        &self,
        connectors: &Connectors,
        file: FileId,
    ) -> Result<Option<store::Lock>, Refusal> {
        let (portal, now) = (self.viewer.portal, self.viewer.now);
        let db = connectors.files().db();
        db.read(move |tx| Ok(store::of(tx, portal, file, now)?))
            .await
    }

    /// The extension, without its dot.
    pub(crate) fn format(&self) -> String {
        let extension = formats::extension(&self.file.title);
        extension.trim_start_matches('.').to_owned()
    }
}

fn token_of(parts: &Parts) -> String {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "access_token")
        .map(|(_, token)| token.into_owned())
        .unwrap_or_default()
}

/// Passes the office, when it has keys to prove that it is it.
async fn require_proof(
    office: &Office,
    parts: &Parts,
    token: &str,
    portal: &str,
) -> Result<(), Refusal> {
    let known = office.discovery().await.map_err(|error| {
        tracing::warn!(%error, "an office does not say what it is");
        Refusal::Unproven
    })?;
    let path = parts.uri.path_and_query().map(|path| path.as_str());
    let address = format!("{portal}{}", path.unwrap_or_default());
    let proves = |known: &Arc<Discovery>| {
        let keys = &known.keys;
        match keys.is_empty() {
            true => Proof::Right,
            false => proof::check(keys, &parts.headers, token, &address, sql::now()),
        }
    };
    match proves(&known) {
        Proof::Right => Ok(()),
        Proof::Outdated => {
            drop(office.discovery_again().await);
            Ok(())
        }
        Proof::Wrong => match office.discovery_again().await {
            Some(known) if proves(&known) != Proof::Wrong => Ok(()),
            _ => Err(Refusal::Unproven),
        },
    }
}
