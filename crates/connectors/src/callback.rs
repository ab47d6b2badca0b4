//! What a document server tells of a document, and saving what it made of it (`files/06c §4`).

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use files::formats;
use files::model::{File, FileId};
use files::service::{Files, SessionVersion};
use files::upload::{SIMPLE_LIMIT, receive};
use files::view::Viewer;
use http::request::Parts;
use http::{HeaderMap, Method};
use portal::outbound::Call;
use portal::{UserId, keys};
use serde::Deserialize;
use serde_json::{Value, json};
use wire::validate::Validate;
use wire::{Query, Routes};

use crate::server::{DocumentServer, track_payload};
use crate::store::{self, LastSave};
use crate::{Connectors, jwt};

/// How long the address of a callback works.
const LIFE: Duration = Duration::from_secs(128 * 24 * 3600);
/// How long those count as editing of whom the server says nothing more.
const PRESENCE: sql::Micros = 3600 * 1_000_000;
/// How long the server may take to hand a document out.
const PATIENCE: Duration = Duration::from_secs(120);

const MAY_NOT_EDIT: &str = "You do not have enough permissions to edit the file";

pub(crate) fn routes() -> Routes<Connectors> {
    Routes::new().route("/filehandler.ashx", axum::routing::post(track))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    action: String,
    fileid: i64,
    stream_auth: String,
}

impl Validate for Asked {}

/// Who tells: nobody in particular, perhaps with the link in the address under which a visitor works.
struct Teller(Viewer);

impl FromRequestParts<Connectors> for Teller {
    type Rejection = wire::Error;

    async fn from_request_parts(
        parts: &mut Parts,
        connectors: &Connectors,
    ) -> Result<Self, wire::Error> {
        let viewer = Viewer::from_request_parts(parts, connectors.files()).await?;
        Ok(Self(viewer))
    }
}

/// What the server tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    key: String,
    status: i64,
    url: Option<String>,
    users: Option<Vec<String>>,
    filetype: Option<String>,
    forcesavetype: Option<i64>,
}

impl Told {
    /// Where the content is, without what only opens the address for a while.
    fn address(&self) -> String {
        let url = self.url.as_deref().unwrap_or_default();
        url.split('?').next().unwrap_or_default().to_owned()
    }
}

/// Hears of a document. Only who holds the key of the address and, if there is a secret, signs with it is heard; all
/// other refusals are words in an answer with status 200.
async fn track(
    State(connectors): State<Connectors>,
    Teller(viewer): Teller,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    body: Bytes,
) -> Result<Json<Value>, wire::Error> {
    if !asked.action.eq_ignore_ascii_case("track") {
        return Err(wire::Error::argument("Bad request."));
    }
    let id = FileId(asked.fileid);
    let here = connectors.servers().portals().installation();
    let payload = track_payload(id);
    let (key, life) = (&asked.stream_auth, Some(LIFE));
    if keys::check(here, viewer.portal, &payload, key, life, viewer.now) != keys::Validity::Ok {
        return Err(wire::Error::denied());
    }
    let (server, _) = connectors.servers().of(viewer.portal).await?;
    let told = heard(&server, &headers, &body, viewer.now)?;
    let hearing = Hearing {
        connectors: &connectors,
        viewer: &viewer,
        server: &server,
        id,
    };
    Ok(Json(match hearing.hear(told).await {
        Ok(()) => json!({ "error": 0 }),
        Err(why) => {
            tracing::info!(
                file = id.0,
                why,
                "a callback of a document server was refused"
            );
            json!({ "error": 1, "message": why })
        }
    }))
}

/// The body, or what the signature says in its place.
fn heard(
    server: &DocumentServer,
    headers: &HeaderMap,
    body: &[u8],
    now: sql::Micros,
) -> Result<Told, wire::Error> {
    let bad = || wire::Error::argument("Bad request.");
    let body: Value = serde_json::from_slice(body).map_err(|_| bad())?;
    if server.url.is_empty() {
        return Err(wire::Error::denied());
    }
    if server.secret.is_empty() {
        return serde_json::from_value(body).map_err(|_| bad());
    }
    let seconds = now / 1_000_000;
    let signed = match body.get("token").and_then(Value::as_str) {
        Some(token) => jwt::read(&server.secret, token, seconds),
        None => headers
            .get(server.header.as_str())
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .and_then(|token| jwt::read(&server.secret, token, seconds))
            .and_then(|mut claims| Some(claims.get_mut("payload")?.take())),
    };
    let signed = signed.ok_or_else(wire::Error::denied)?;
    serde_json::from_value(signed).map_err(|_| bad())
}

struct Hearing<'a> {
    connectors: &'a Connectors,
    viewer: &'a Viewer,
    server: &'a DocumentServer,
    id: FileId,
}

impl Hearing<'_> {
    fn files(&self) -> &Files {
        self.connectors.files()
    }

    async fn hear(&self, told: Told) -> Result<(), String> {
        match told.status {
            0 | 4 => self.closed(&told).await,
            1 => self.present(&told).await,
            2 => self.save(&told, Some("Edited")).await,
            3 => {
                self.save(
                    &told,
                    Some("Saved by a server that found the document damaged"),
                )
                .await?;
                Err("Status Corrupted".to_owned())
            }
            6 => self.save(&told, None).await,
            7 => {
                self.save(&told, None).await?;
                Err("Status Corrupted".to_owned())
            }
            other => Err(format!("Status {other} is not known here")),
        }
    }

    /// Nobody has it open any more, and nothing is to be saved.
    async fn closed(&self, told: &Told) -> Result<(), String> {
        let (portal, id, key) = (self.viewer.portal, self.id, told.key.clone());
        let done = self
            .files()
            .db()
            .write(move |tx| store::close(tx, portal, id, &key));
        done.await.map_err(words)?;
        self.work(BTreeSet::new()).await
    }

    /// Who has it open: those who may not change it, or have another content before them, are sent out.
    async fn present(&self, told: &Told) -> Result<(), String> {
        let named: Vec<&str> = told.users.iter().flatten().map(String::as_str).collect();
        let (file, last) = self.file().await?;
        let key = self.connectors.servers().key_after(last.as_ref(), &file);
        let (mut people, mut out) = (BTreeSet::new(), Vec::new());
        for name in named {
            let may = told.key == key && self.may(name).await.map_err(words)?;
            match name.parse().ok().map(UserId).filter(|_| may) {
                Some(user) => drop(people.insert(user)),
                None if may => drop(people.insert(UserId::ANONYMOUS)),
                None => out.push(name.to_owned()),
            }
        }
        if !out.is_empty() {
            let servers = self.connectors.servers();
            servers.drop_people(self.server, &told.key, out).await;
        }
        self.work(people).await
    }

    /// Whether somebody may change the file now: a person by himself, a visitor by the link of the address.
    async fn may(&self, name: &str) -> Result<bool, files::Error> {
        let viewer = match name.parse().ok().map(UserId) {
            Some(user) => self.files().eyes_of(self.viewer.portal, user).await?,
            None => self.viewer.link.is_some().then(|| self.viewer.clone()),
        };
        match viewer {
            Some(viewer) => self.files().may_change(&viewer, self.id).await,
            None => Ok(false),
        }
    }

    async fn work(&self, people: BTreeSet<UserId>) -> Result<(), String> {
        let (portal, until) = (self.viewer.portal, self.viewer.now + PRESENCE);
        let told = self
            .files()
            .set_foreign_editors(portal, self.id, people, until);
        told.await.map_err(words)
    }

    async fn file(&self) -> Result<(File, Option<LastSave>), String> {
        let (portal, id) = (self.viewer.portal, self.id);
        let file = self.files().find(portal, id).await.map_err(words)?;
        let file = file.ok_or_else(|| files::Error::FILE.to_string())?;
        let last = self
            .files()
            .db()
            .read(move |tx| store::last_save(tx, portal, id));
        Ok((file, last.await.map_err(words)?))
    }

    /// Saves a version once. `last_words` is the comment of the last save; without them the document stays open.
    async fn save(&self, told: &Told, last_words: Option<&'static str>) -> Result<(), String> {
        let (file, last) = self.file().await?;
        let here = last
            .as_ref()
            .filter(|last| last.object == file.version.object);
        let address = told.address();
        let told_again = |last: &LastSave| {
            last.closed && last.key == told.key && last.address == address && last_words.is_some()
        };
        if here.is_some_and(told_again) {
            return Ok(()); // told again: the answer was lost
        }
        let key = self.connectors.servers().key_after(last.as_ref(), &file);
        if told.key != key {
            return Err(format!("Expected key {key}"));
        }
        let author = told
            .users
            .iter()
            .flatten()
            .next()
            .cloned()
            .unwrap_or_default();
        if !self.may(&author).await.map_err(words)? {
            return Err(MAY_NOT_EDIT.to_owned());
        }
        let kind = formats::extension(&file.title);
        let other = |kept: &String| !kept.is_empty() && *kept != kind.trim_start_matches('.');
        if told.filetype.as_ref().is_some_and(other) {
            return Err(format!("The document was not saved as {kind}"));
        }
        let comment = last_words.unwrap_or(match told.forcesavetype {
            Some(1) => "Saved",
            _ => "Autosaved",
        });
        let received = self.fetch(told).await?;
        let open = here.filter(|last| !last.closed);
        let version = SessionVersion {
            portal: self.viewer.portal,
            file: self.id,
            received,
            changes: vec![(
                author.parse().map_or(UserId::ANONYMOUS, UserId),
                self.viewer.now,
            )],
            again: open.map(|last| last.version),
            upon: file.version.object,
            comment,
        };
        let closed = last_words.is_some();
        let saved = self.files().save_session(version, move |tx, file| {
            let save = LastSave {
                key,
                object: file.version.object.clone(),
                version: file.version.number,
                address,
                closed,
            };
            Ok(store::note_save(tx, file.portal, file.id, &save)?)
        });
        let saved = saved.await.map_err(words)?;
        saved.ok_or("The file was changed meanwhile")?;
        match closed {
            true => self.work(BTreeSet::new()).await,
            false => Ok(()),
        }
    }

    /// The content, from the portal's own document server and nobody else.
    async fn fetch(&self, told: &Told) -> Result<files::upload::Received, String> {
        let address = told.url.as_deref().filter(|url| !url.is_empty());
        let address = address.ok_or("The address of the document was lost")?;
        let address = self.server.own(address);
        let address = address.ok_or("The document is not at the document server")?;
        let outbound = self.connectors.servers().portals().outbound();
        let url = outbound
            .check(&address)
            .await
            .map_err(|error| error.to_string())?;
        let limit = usize::try_from(SIMPLE_LIMIT).unwrap_or(usize::MAX - 1);
        let call = Call {
            any_certificate: self.server.any_certificate,
            most: limit + 1,
            ..Call::new(Method::GET, url, PATIENCE)
        };
        let answer = outbound
            .ask(call)
            .await
            .map_err(|error| error.to_string())?;
        if !answer.is_success() {
            return Err(format!("The document server answered {}", answer.status));
        }
        let piece = Ok::<_, std::convert::Infallible>(Bytes::from(answer.body));
        let pieces = futures::stream::iter([piece]);
        let blobs = self.files().blobs().of(self.viewer.portal.0);
        let received = receive(&blobs, pieces, SIMPLE_LIMIT).await;
        received.map_err(words)
    }
}

/// What a person reads; what only the operator may know is logged.
fn words(error: impl Into<files::Error>) -> String {
    match error.into() {
        error @ (files::Error::Sql(_) | files::Error::Blob(_)) => {
            tracing::error!(%error, "a callback failed");
            "The server could not reach its data".to_owned()
        }
        error => error.to_string(),
    }
}
