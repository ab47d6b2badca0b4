//! LOCK and UNLOCK.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use files::model::{Entry, File};
use files::service::{Place as Target, locks as locks_of_files};
use files::upload::receive;
use http::{HeaderValue, StatusCode};

use crate::Refusal;
use crate::call::{Call, Found, bare, xml};
use crate::headers::{self, Depth};
use crate::locks::{Lock, Place, conflict};
use crate::path::Path;
use crate::store::locks;
use crate::xml::{self as document, Element, write};
use crate::{condition, methods::propfind};

/// Locks somebody may hold at a time.
const MOST: i64 = 200;

/// Takes a lock, or lets one live on when there is no body.
pub(super) async fn lock(call: &Call, body: Bytes) -> Result<Response, Refusal> {
    let shown = condition::shown(call).await?;
    let at_the_top = || Refusal::forbidden("What lies at the top cannot be locked");
    let place = call.place(&call.path).await?.ok_or_else(at_the_top)?;
    if body.is_empty() {
        return refresh(call, &place, &shown).await;
    }
    let found = call.find(&call.path).await?;
    condition::matches(&call.headers, &found)?;
    call.require_unlocked(&found, &call.path)?;
    let wanted = read(call, place, &document::parse(&body)?)?;
    let is_new = !require_write(call, &found).await?;
    take(call, wanted.clone()).await?;
    if let Err(refusal) = hold(call, found, &wanted).await {
        let (portal, token) = (call.viewer.portal, wanted.token);
        let free = move |tx: &mut sql::Tx<'_>| locks::remove(tx, portal, vec![token]);
        call.dav.db().write(free).await?;
        return Err(refusal);
    }
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let mut response = told(&call.path, &wanted, status);
    if let Ok(token) = HeaderValue::from_str(&format!("<{}>", wanted.token)) {
        response.headers_mut().insert("lock-token", token);
    }
    Ok(response)
}

/// The lock that a body asks for.
fn read(call: &Call, place: Place, asked: &Element) -> Result<Lock, Refusal> {
    let unclear = || Refusal::bad_request("The body asks for no lock that there is");
    let scope = asked.first("lockscope").ok_or_else(unclear)?;
    let kind = asked.first("locktype").ok_or_else(unclear)?;
    let shared = scope.first("shared").is_some();
    if !asked.is("lockinfo")
        || kind.first("write").is_none()
        || shared == scope.first("exclusive").is_some()
    {
        return Err(unclear());
    }
    let deep = match headers::depth(&call.headers)? {
        None | Some(Depth::Infinity) => true,
        Some(Depth::Zero) => false,
        Some(Depth::One) => {
            return Err(Refusal::bad_request("Depth is 0 or infinity for locks"));
        }
    };
    Ok(Lock {
        token: format!("urn:uuid:{}", uuid::Uuid::new_v4()),
        place,
        deep,
        shared,
        holder: call.user(),
        owner: asked
            .first("owner")
            .map(Element::written)
            .unwrap_or_default(),
        seconds: headers::timeout(&call.headers),
    })
}

/// Passes those who may write there. Answers whether something is there.
async fn require_write(call: &Call, found: &Found) -> Result<bool, Refusal> {
    let files = call.files();
    match found {
        Found::Top => Err(Refusal::forbidden("What lies at the top cannot be locked")),
        Found::Entry(Entry::File(file)) => {
            files.require_editable(&call.viewer, file.id).await?;
            Ok(true)
        }
        Found::Entry(Entry::Folder(folder)) => {
            let target = Target::Folder(folder.id);
            files.require_upload(&call.viewer, target).await?;
            Ok(true)
        }
        Found::Nothing => {
            let (folder, name) = call.around(&call.path).await?;
            files.require_put(&call.viewer, folder.id, &name).await?;
            if let Some((above, _)) = call.path.split() {
                call.admit(&[&above], &[]).await?;
            }
            Ok(false)
        }
    }
}

/// Keeps the lock unless another one is in its way.
async fn take(call: &Call, wanted: Lock) -> Result<(), Refusal> {
    let (portal, now) = (call.viewer.portal, call.viewer.now);
    let href = call.path.href(false);
    call.dav
        .db()
        .write(move |tx| {
            locks::alone(tx, portal)?;
            let others = locks::below(tx, portal, &[wanted.place.root], now)?;
            if conflict(&others, &wanted).is_some() {
                let text = "It is locked already";
                let held = format!(
                    "<D:no-conflicting-lock><D:href>{href}</D:href></D:no-conflicting-lock>"
                );
                return Err(Refusal::new(StatusCode::LOCKED, text).because(held));
            }
            if locks::count(tx, portal, wanted.holder)? >= MOST {
                return Err(Refusal::full("You hold too many locks"));
            }
            Ok(locks::insert(tx, portal, &wanted, now)?)
        })
        .await
}

/// Makes a lock hold beyond this protocol: a file that one client locked for itself is locked in the web, too. Where
/// nothing is yet, an empty file takes the name.
async fn hold(call: &Call, found: Found, lock: &Lock) -> Result<(), Refusal> {
    let file = match found {
        Found::Entry(Entry::File(file)) => file,
        Found::Nothing => hold_name(call).await?,
        _ => return Ok(()),
    };
    if lock.shared {
        return Ok(());
    }
    let (viewer, until) = (call.viewer.clone(), ends(call, lock.seconds));
    let held = call
        .dav
        .db()
        .write(move |tx| locks_of_files::hold(tx, &viewer, file.id, until))
        .await?;
    held.then_some(())
        .ok_or_else(|| Refusal::locked(&call.path.href(false)))
}

fn ends(call: &Call, seconds: i64) -> sql::Micros {
    call.viewer.now + seconds * 1_000_000
}

/// An empty file holds the name that is locked (RFC 4918 §7.3).
async fn hold_name(call: &Call) -> Result<File, Refusal> {
    let (folder, name) = call.around(&call.path).await?;
    let files = call.files();
    let nothing = futures::stream::empty::<Result<Bytes, std::io::Error>>();
    let received = receive(&files.blobs().of(call.viewer.portal.0), nothing, 0).await?;
    let (file, _) = files
        .put_at(&call.viewer, folder.id, &name, received)
        .await?;
    Ok(file)
}

async fn refresh(call: &Call, place: &Place, shown: &[String]) -> Result<Response, Refusal> {
    let known = call.locks(std::slice::from_ref(place)).await?;
    let own = known.into_iter().find(|lock| {
        lock.covers(place) && lock.holder == call.user() && shown.contains(&lock.token)
    });
    let lock = own.ok_or_else(Refusal::precondition)?;
    let seconds = headers::timeout(&call.headers);
    let (portal, now, token) = (call.viewer.portal, call.viewer.now, lock.token.clone());
    call.dav
        .db()
        .write(move |tx| locks::refresh(tx, portal, &token, seconds, now))
        .await?;
    let whole = lock.place == *place && !lock.shared;
    if whole && let Found::Entry(Entry::File(file)) = call.find(&call.path).await? {
        let (viewer, until) = (call.viewer.clone(), ends(call, seconds));
        let hold = move |tx: &mut sql::Tx<'_>| locks_of_files::hold(tx, &viewer, file.id, until);
        call.dav.db().write(hold).await?;
    }
    let lock = Lock { seconds, ..lock };
    Ok(told(&call.path, &lock, StatusCode::OK))
}

fn told(path: &Path, lock: &Lock, status: StatusCode) -> Response {
    let lock = propfind::active(path, lock);
    let head = write::HEAD;
    let body = format!(
        "{head}<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>{lock}</D:lockdiscovery></D:prop>"
    );
    xml(status, Body::from(body))
}

/// Lets a lock go.
pub(super) async fn unlock(call: &Call) -> Result<Response, Refusal> {
    let given = headers::text(&call.headers, "lock-token");
    let missing = || Refusal::bad_request("The header Lock-Token names the lock");
    let token = given.ok_or_else(missing)?.trim();
    let token = token
        .trim_start_matches('<')
        .trim_end_matches('>')
        .to_owned();
    let none = || {
        let text = "There is no such lock here";
        Refusal::new(StatusCode::CONFLICT, text).because("<D:lock-token-matches-request-uri/>")
    };
    let place = call.place(&call.path).await?.ok_or_else(none)?;
    let known = call.locks(std::slice::from_ref(&place)).await?;
    let lock = known
        .into_iter()
        .find(|lock| lock.token == token && lock.covers(&place))
        .ok_or_else(none)?;
    if lock.holder != call.user() {
        return Err(Refusal::forbidden("Somebody else holds this lock"));
    }
    let portal = call.viewer.portal;
    let is_here = lock.place == place && !lock.shared;
    call.dav
        .db()
        .write(move |tx| locks::remove(tx, portal, vec![token]))
        .await?;
    if is_here && let Found::Entry(entry) = call.find(&call.path).await? {
        call.release(entry.reference()).await?;
    }
    Ok(bare(StatusCode::NO_CONTENT))
}
