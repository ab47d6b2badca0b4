//! Who may do what, at each moment.

use std::time::{Duration, Instant};

use portal::Role;
use serde_json::json;
use testkit::{Client, eventually};

use super::editor::Editor;
use super::{EDITING, Here, READ, everywhere, file, file_in, info, let_in, room_with};

const DENIED: u16 = 4403;
const GONE: u16 = 4404;

#[tokio::test]
async fn who_may_only_read_sees_changes_and_cannot_make_them() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&eve, READ)]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let (mut a, mut e) = (here.open(&ada, file).await, here.open(&eve, file).await);
        assert_eq!((a.may_edit(), e.may_edit()), (true, false));
        a.write(0, "my ").await;
        e.until(|one| one.text() == "my text").await;
        e.write(0, "not ").await;
        assert_eq!(e.until_end().await, DENIED);
        a.write(0, "still ").await;
        a.until_kept().await;
        assert_eq!(here.open(&ada, file).await.text(), "still my text");
    })
    .await;
}

#[tokio::test]
async fn strangers_and_outsiders_do_not_get_in() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let eve = here.portal.person(Role::User).await;
        assert_eq!(here.try_open(&eve, file).await.err(), Some(403));
        assert_eq!(
            here.try_open(&here.portal.stranger(), file).await.err(),
            Some(403)
        );
        assert_eq!(here.try_open(&ada, 1_000_000).await.err(), Some(404));
    })
    .await;
}

async fn within_a_second(what: impl Future) -> Duration {
    let began = Instant::now();
    what.await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    took
}

#[tokio::test]
async fn a_right_that_is_taken_away_ends_within_a_second() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let mut b = here.open(&bob, file).await;
        assert!(b.may_edit());
        let_in(&ada, room, &bob, READ).await;
        let less = within_a_second(b.until(|one| !one.may_edit())).await;
        let_in(&ada, room, &bob, EDITING).await;
        within_a_second(b.until(|one| one.may_edit())).await;
        let_in(&ada, room, &bob, 0).await;
        let none = within_a_second(b.until(|one| one.end.is_some())).await;
        assert_eq!(b.end.as_ref().unwrap().0, DENIED);
        println!("demoted after {less:?}, out after {none:?}");
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_it_too() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        let (status, answer) = ada.post("authentication/logout", json!({})).await;
        assert_eq!(status, 200, "{answer}");
        within_a_second(a.until(|one| one.end.is_some())).await;
    })
    .await;
}

/// Events may be heard before what they make old is forgotten.
#[tokio::test]
async fn what_is_stored_counts_and_not_what_is_remembered() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let bob = here.portal.person(Role::User).await;
        let file = file(&bob, "a.txt", b"text").await;
        let mut b = here.open(&bob, file).await;
        let id = bob.id.clone();
        let db = here.kit.house().db().clone();
        let ended = db.write(move |tx| {
            let sql = "DELETE FROM sessions WHERE user_id = $1";
            tx.execute(sql, &sql::params![id])
        });
        let ended: u64 = ended.await.unwrap();
        assert_eq!(ended, 1);
        bob.ok("GET", "people/@self", None).await; // remembered
        let name = json!({ "title": "Room", "roomType": 5 });
        let room = ada.ok("POST", "files/rooms", Some(name)).await;
        let path = format!("files/rooms/{}", room["id"]);
        ada.ok("PUT", &path, Some(json!({ "title": "Other" })))
            .await;
        within_a_second(b.until(|one| one.end.is_some())).await;
    })
    .await;
}

#[tokio::test]
async fn locking_makes_others_readers_at_once() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        let lock = |on: bool| {
            let (ada, path) = (ada.clone(), format!("files/file/{file}/lock"));
            async move { ada.ok("PUT", &path, Some(json!({ "lockFile": on }))).await }
        };
        lock(true).await;
        within_a_second(b.until(|one| !one.may_edit())).await;
        a.write(0, "mine ").await;
        a.until_kept().await;
        lock(false).await;
        within_a_second(b.until(|one| one.may_edit())).await;
        b.write(0, "ours ").await;
        b.until_kept().await;
    })
    .await;
}

async fn delete(who: &Client, file: i64, immediately: bool) {
    let body = json!({ "deleteAfter": true, "immediately": immediately });
    who.ok("DELETE", &format!("files/file/{file}"), Some(body))
        .await;
}

#[tokio::test]
async fn the_trash_ends_writing_and_deletion_ends_everything() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        a.write(0, "last words, ").await;
        a.until_kept().await;
        delete(&ada, file, false).await;
        a.until(|one| !one.may_edit()).await;
        a.until(|one| one.notice["saved"] == true).await;
        delete(&ada, file, true).await;
        assert_eq!(a.until_end().await, GONE);
    })
    .await;
}

#[tokio::test]
async fn lists_show_who_writes_and_not_who_looks_on() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let eve = here.portal.person(Role::User).await;
        let room = room_with(&ada, &[(&bob, EDITING), (&eve, READ)]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let shown = async |status: i64| {
            eventually(async || {
                let shown = info(&ada, file).await;
                (shown["fileStatus"] == status).then_some(shown)
            })
            .await
        };
        let e = here.open(&eve, file).await;
        let b = here.open(&bob, file).await;
        let editors = shown(1).await["editingBy"].clone();
        assert_eq!(editors.as_object().unwrap().len(), 1, "{editors}");
        assert!(editors.get(&bob.id).is_some(), "{editors}");
        drop(b);
        assert!(shown(0).await.get("editingBy").is_none());
        drop(e);
    })
    .await;
}

/// Opens a file by a link.
async fn by_link(here: &Here, file: i64, key: &str) -> Result<Editor, u16> {
    let path = format!("/edit/{file}?share={key}");
    let request = here.portal.stranger().request("GET", &path);
    Editor::open(here.address, request, &path).await
}

#[tokio::test]
async fn visitors_write_by_a_link_as_far_as_it_goes() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let room = room_with(&ada, &[]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let path = format!("files/rooms/{room}/links");
        let body = json!({ "linkType": 1, "access": EDITING, "title": "x" });
        let link = ada.ok("PUT", &path, Some(body)).await["sharedLink"].clone();
        let key = link["requestToken"].as_str().unwrap().to_owned();
        let mut visitor = by_link(&here, file, &key).await.unwrap();
        assert!(visitor.may_edit());
        visitor.write(0, "hello, ").await;
        visitor.until_kept().await;
        assert_eq!(by_link(&here, file, "nonsense").await.err(), Some(403));
        let body = json!({ "linkId": link["id"], "linkType": 1, "access": READ, "title": "x" });
        ada.ok("PUT", &path, Some(body)).await;
        within_a_second(visitor.until(|one| !one.may_edit())).await;
    })
    .await;
}
