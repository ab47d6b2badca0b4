//! Which document server a portal has, and how it is spoken to.

use std::time::Duration;

use files::document_server::{Foreign, ForeignEditors};
use files::model::File;
use files::view::Viewer;
use futures::future::BoxFuture;
use http::{HeaderName, HeaderValue, Method, header};
use portal::outbound::{Answer, Call, Unanswered};
use portal::settings::Setting;
use portal::{PortalId, Portals, keys};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::store::LastSave;
use crate::wopi::WopiConfig;
use crate::{jwt, store};

/// What the secret of a portal is kept under.
pub(crate) const SECRET: &str = "document server";
/// How long a document server may take for a command.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of its answers to commands.
const WORDS: usize = 64 * 1024;

/// A document server, as its installation or a portal names it. Addresses end with a slash; empty ones are not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentServer {
    /// Address for browsers; empty: there is none, and this product's own editors open everything.
    pub url: String,
    /// Its address for this server, if it is another one.
    pub internal: String,
    /// Address of the portal for the document server, if it is another one than browsers use.
    pub portal: String,
    /// Secret of signatures, encrypted in a portal's setting; empty: nothing is signed.
    pub secret: String,
    /// Header of signatures.
    pub header: String,
    /// Whether any certificate is believed.
    pub any_certificate: bool,
}

impl Setting for DocumentServer {
    const KEY: &'static str = "document-server";

    fn is_on(&self) -> Option<bool> {
        Some(!self.url.is_empty())
    }
}

impl DocumentServer {
    /// Where this server reaches it.
    pub(crate) fn near(&self) -> &str {
        match self.internal.is_empty() {
            true => &self.url,
            false => &self.internal,
        }
    }

    /// Whether an address is one of its own, and where this server reaches it.
    pub(crate) fn own(&self, address: &str) -> Option<String> {
        let path = [&self.internal, &self.url]
            .into_iter()
            .filter(|base| !base.is_empty())
            .find_map(|base| address.strip_prefix(base.as_str()))?;
        Some(format!("{}{path}", self.near()))
    }
}

/// The document servers of all portals. Cheap to clone.
#[derive(Clone)]
pub struct Servers {
    portals: Portals,
    default: DocumentServer,
    wopi: WopiConfig,
}

impl std::fmt::Debug for Servers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Servers").finish_non_exhaustive()
    }
}

impl Servers {
    /// Portals without a document server of their own have `default`, whose secret is in clear; if there is none,
    /// the office of `wopi`.
    #[must_use]
    pub fn new(portals: Portals, default: DocumentServer, wopi: WopiConfig) -> Self {
        Self {
            portals,
            default,
            wopi,
        }
    }

    pub(crate) fn wopi(&self) -> &WopiConfig {
        &self.wopi
    }

    pub(crate) fn portals(&self) -> &Portals {
        &self.portals
    }

    /// The server of a portal with its secret in clear, and whether it is the installation's. A portal's own server
    /// never learns anything of the installation's.
    pub(crate) async fn of(
        &self,
        portal: PortalId,
    ) -> Result<(DocumentServer, bool), portal::Error> {
        let own: DocumentServer = self.portals.hot(portal).await?;
        if own.url.is_empty() {
            return Ok((self.default.clone(), true));
        }
        let secret = self.portals.installation().decrypt(SECRET, &own.secret);
        let secret = secret.unwrap_or_default();
        Ok((DocumentServer { secret, ..own }, false))
    }

    /// Gives a server a command and answers what it says.
    pub(crate) async fn command(
        &self,
        server: &DocumentServer,
        mut command: Value,
    ) -> Result<Value, Unanswered> {
        let address = format!("{}coauthoring/CommandService.ashx", server.near());
        let url = self.portals.outbound().check(&address).await?;
        let mut call = Call {
            any_certificate: server.any_certificate,
            most: WORDS,
            ..Call::new(Method::POST, url, PATIENCE)
        };
        let json = HeaderValue::from_static("application/json");
        call.headers.insert(header::CONTENT_TYPE, json);
        if !server.secret.is_empty() {
            let inner = jwt::sign(&server.secret, &json!({ "payload": command }));
            let name = HeaderName::from_bytes(server.header.as_bytes());
            let value = HeaderValue::from_str(&format!("Bearer {inner}"));
            if let (Ok(name), Ok(value)) = (name, value) {
                call.headers.insert(name, value);
            }
            let token = jwt::sign(&server.secret, &command);
            if let Some(members) = command.as_object_mut() {
                members.insert("token".to_owned(), token.into());
            }
        }
        call.body = command.to_string().into_bytes();
        let answer = self.portals.outbound().ask(call).await?;
        said(&answer)
    }

    /// Whether a server is there and understands our signatures; its version.
    pub(crate) async fn version(&self, server: &DocumentServer) -> Result<String, Unanswered> {
        let answer = self.command(server, json!({ "c": "version" })).await?;
        let error = answer.get("error").and_then(Value::as_i64);
        let version = answer.get("version").and_then(Value::as_str);
        match (error, version) {
            (Some(0), Some(version)) => Ok(version.to_owned()),
            _ => Err(Unanswered::Failed(format!("the server said {answer}"))),
        }
    }

    /// Sends somebody out of a document; he will ask for it again.
    pub(crate) async fn drop_people(
        &self,
        server: &DocumentServer,
        key: &str,
        people: Vec<String>,
    ) {
        let command = json!({ "c": "drop", "key": key, "users": people });
        if let Err(error) = self.command(server, command).await {
            tracing::warn!(%error, "a document server was not told whom to send out");
        }
    }

    async fn last_save(&self, file: &File) -> Result<Option<LastSave>, sql::Error> {
        let (portal, id) = (file.portal, file.id);
        let db = self.portals.db();
        db.read(move |tx| store::last_save(tx, portal, id)).await
    }

    /// Key of a file's content: saves under way leave the document what it is (`files/06c §3`).
    pub(crate) fn key_after(&self, last: Option<&LastSave>, file: &File) -> String {
        match last {
            Some(last) if last.is_open(file) => last.key.clone(),
            _ => files::service::document_key(self.portals.installation(), file),
        }
    }
}

fn said(answer: &Answer) -> Result<Value, Unanswered> {
    if !answer.is_success() {
        return Err(Unanswered::Failed(format!("status {}", answer.status)));
    }
    serde_json::from_slice(&answer.body).map_err(|error| Unanswered::Failed(error.to_string()))
}

fn failed(error: portal::Error) -> files::Error {
    files::Error::Failed(error.to_string())
}

/// What the key of a callback's address is made for.
pub(crate) fn track_payload(file: files::model::FileId) -> String {
    format!("track {}", file.0)
}

impl ForeignEditors for Servers {
    fn present(&self, portal: PortalId) -> BoxFuture<'_, Result<bool, files::Error>> {
        Box::pin(async move {
            let (server, _) = self.of(portal).await.map_err(failed)?;
            Ok(!server.url.is_empty() || !self.wopi.office.is_empty())
        })
    }

    fn key<'a>(&'a self, file: &'a File) -> BoxFuture<'a, Result<Option<String>, files::Error>> {
        Box::pin(async move {
            let last = self.last_save(file).await?;
            Ok(last.filter(|last| last.is_open(file)).map(|last| last.key))
        })
    }

    fn open<'a>(
        &'a self,
        viewer: &'a Viewer,
        file: &'a File,
    ) -> BoxFuture<'a, Result<Option<Foreign>, files::Error>> {
        Box::pin(async move {
            let (server, _) = self.of(viewer.portal).await.map_err(failed)?;
            if server.url.is_empty() {
                return Ok(None);
            }
            let base = match server.portal.is_empty() {
                true => viewer.base.clone(),
                false => server.portal.trim_end_matches('/').to_owned(),
            };
            let here = self.portals.installation();
            let auth = keys::make(here, viewer.portal, &track_payload(file.id), viewer.now);
            let share = match &viewer.link {
                Some(link) => format!("&share={}", link.key),
                None => String::new(),
            };
            let callback = format!(
                "{base}/filehandler.ashx?action=track&fileid={}&stream_auth={auth}{share}",
                file.id.0
            );
            Ok(Some(Foreign {
                key: self.key_after(self.last_save(file).await?.as_ref(), file),
                script: format!("{}web-apps/apps/api/documents/api.js", server.url),
                callback,
                base,
            }))
        })
    }

    fn ready<'a>(
        &'a self,
        viewer: &'a Viewer,
        foreign: &'a Foreign,
    ) -> BoxFuture<'a, Result<bool, files::Error>> {
        Box::pin(async move {
            let (server, _) = self.of(viewer.portal).await.map_err(failed)?;
            let command = json!({ "c": "info", "key": foreign.key, "callback": foreign.callback });
            let answer = match self.command(&server, command).await {
                Ok(answer) => answer,
                Err(error) => {
                    tracing::warn!(%error, "a document server does not answer");
                    return Ok(false);
                }
            };
            // 1: nobody has the document open.
            let error = answer.get("error").and_then(Value::as_i64);
            Ok(matches!(error, Some(0 | 1)))
        })
    }

    fn sign<'a>(
        &'a self,
        viewer: &'a Viewer,
        claims: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, files::Error>> {
        Box::pin(async move {
            let (server, _) = self.of(viewer.portal).await.map_err(failed)?;
            let signed = !server.secret.is_empty();
            Ok(signed.then(|| jwt::sign(&server.secret, claims)))
        })
    }
}
