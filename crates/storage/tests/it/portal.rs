//! A portal with files, and what can be said about them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use http::StatusCode;
use portal::PortalId;
use serde_json::Value;
use server::verify::Depth;
use sha2::{Digest as _, Sha256};
use testkit::{Client, Kit, Portal, eventually_within};

/// Files by number, with the hash of what was uploaded.
pub(crate) type Known = BTreeMap<i64, [u8; 32]>;

pub(crate) fn content(number: usize) -> Vec<u8> {
    let size = 600 + number * 7919 % 150_000;
    let text = format!("A plan that nobody may know, number {number}. ");
    text.bytes().cycle().take(size).collect()
}

pub(crate) async fn upload(client: &Client, number: usize) -> (i64, [u8; 32]) {
    let bytes = content(number);
    let title = format!("Plan {number}.bin");
    let (status, answer) = client.upload("files/@my/upload", &title, &bytes).await;
    assert_eq!(status, 200, "{answer}");
    let response = &answer["response"];
    let one = response.as_array().map_or(response, |all| &all[0]);
    (one["id"].as_i64().unwrap(), Sha256::digest(&bytes).into())
}

pub(crate) async fn upload_some(client: &Client, numbers: std::ops::Range<usize>) -> Known {
    let mut known = Known::new();
    for number in numbers {
        let (id, hash) = upload(client, number).await;
        known.insert(id, hash);
    }
    known
}

/// A file as somebody downloads it, or a part of it.
pub(crate) async fn download(
    client: &Client,
    file: i64,
    range: Option<&str>,
) -> (StatusCode, Vec<u8>) {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let mut request = client.request("GET", &path);
    if let Some(range) = range {
        request = request.header("range", range);
    }
    let answer = client
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    (answer.status(), answer.into_body().to_vec())
}

pub(crate) async fn all_equal(client: &Client, known: &Known) {
    for (id, hash) in known {
        let (status, bytes) = download(client, *id, None).await;
        assert_eq!(status, 200, "{id}");
        assert_eq!(<[u8; 32]>::from(Sha256::digest(&bytes)), *hash, "{id}");
        let middle = bytes.len() / 2;
        let range = format!("bytes={}-{}", middle - 3, middle + 3);
        let (status, part) = download(client, *id, Some(&range)).await;
        assert_eq!(status, 206);
        assert!(part == bytes[middle - 3..=middle + 3], "{id}");
    }
}

pub(crate) async fn number(kit: &Kit, portal: &Portal) -> PortalId {
    let alias = portal.alias.to_ascii_lowercase();
    let db = kit.house().db();
    let found = db
        .read(move |tx| portal::store::by_domain(tx, &alias))
        .await;
    found.unwrap().unwrap().id
}

/// How many objects a portal has.
pub(crate) async fn booked(kit: &Kit, portal: PortalId) -> usize {
    let read = kit.house().db().read(move |tx| {
        let text = "SELECT COUNT(*) FROM objects WHERE portal_id = $1";
        tx.query_one::<i64>(text, &sql::params![portal])
    });
    let count: sql::Result<i64> = read.await;
    usize::try_from(count.unwrap()).unwrap()
}

/// Waits until a progress says the same.
pub(crate) async fn reaches(client: &Client, path: &str, wanted: f64) {
    eventually_within(std::time::Duration::from_secs(60), async || {
        let now = client.ok("GET", path, None).await;
        (now.as_f64() == Some(wanted)).then_some(())
    })
    .await;
}

/// Actions of the audit trail, as it is when they are all there.
pub(crate) async fn deeds(kit: &Kit, portal: PortalId, wanted: &'static [i64]) {
    testkit::eventually(async || {
        let read = kit.house().db().read(move |tx| {
            let text = "SELECT action FROM audit_events WHERE portal_id = $1 AND action IN (5040, 5050, 5053) \
                 ORDER BY date, id";
            tx.query::<i64>(text, &sql::params![portal])
        });
        let found: sql::Result<Vec<i64>> = read.await;
        (found.unwrap() == wanted).then_some(())
    })
    .await;
}

/// Everything agrees with everything, contents included.
pub(crate) async fn is_sound(kit: &Kit) {
    let mut wrong = Vec::new();
    let sound = kit
        .house()
        .verify(Depth::Content, |found| wrong.extend(found.wrong))
        .await;
    assert!(sound.unwrap(), "{wrong:?}");
}

pub(crate) fn files_below(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The text of a refusal.
pub(crate) fn said(answer: &Value) -> &str {
    answer["error"]["message"].as_str().unwrap_or_default()
}
