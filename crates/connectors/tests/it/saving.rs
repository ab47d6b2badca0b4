//! What a document server tells of a document.

use portal::Role;
use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Kit, eventually, for_each_database};

use crate::peer::{
    Peer, SECRET, choose, content, document_in, info, let_in, opened, room, sign, tell,
    tell_plainly,
};

const FINE: (u16, i64) = (200, 0);
const REFUSED: (u16, i64) = (200, 1);
const IS_EDITING: i64 = 1;

fn word(answer: &(u16, Value)) -> (u16, i64) {
    (answer.0, answer.1["error"].as_i64().unwrap_or(-1))
}

#[tokio::test]
async fn saves_under_way_keep_the_key_and_the_last_one_ends_it() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, server) = (portal.owner(), portal.stranger());
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        choose(&owner, &peer).await;
        let first = opened(&owner, file).await;
        let key = first["document"]["key"].clone();
        let save = |status: i64, name: &str, text: &[u8]| {
            json!({ "key": key, "status": status, "users": [owner.id], "filetype": "docx",
                "forcesavetype": 1, "url": peer.keep(name, text) })
        };
        let here = json!({ "key": key, "status": 1, "users": [owner.id] });
        assert_eq!(word(&tell(&server, &first, here).await), FINE);
        assert!(peer.commands("drop").is_empty());

        for (name, text) in [("a", b"one"), ("b", b"two")] {
            let told = tell(&server, &first, save(6, name, text)).await;
            assert_eq!(word(&told), FINE, "{told:?}");
            assert_eq!(content(&owner, file).await, text);
            let now = info(&owner, file).await;
            assert_eq!(
                (&now["version"], &now["comment"]),
                (&json!(2), &json!("Saved"))
            );
            assert_eq!(
                opened(&owner, file).await["document"]["key"],
                key,
                "the session goes on"
            );
        }
        let track = format!(
            "files/file/{file}/trackeditfile?docKeyForTrack={}",
            key.as_str().unwrap()
        );
        owner.ok("GET", &track, None).await;
        let last = save(2, "c", b"three");
        for _ in 0..2 {
            assert_eq!(
                word(&tell(&server, &first, last.clone()).await),
                FINE,
                "told again, saved once"
            );
            let now = info(&owner, file).await;
            assert_eq!(
                (&now["version"], &now["comment"]),
                (&json!(2), &json!("Edited"))
            );
        }
        assert_eq!(content(&owner, file).await, b"three");
        let next = opened(&owner, file).await;
        assert_ne!(
            next["document"]["key"], key,
            "the next opening is another document"
        );
        for status in [6, 2] {
            let late = tell(&server, &first, save(status, "d", b"late")).await;
            assert_eq!(word(&late), REFUSED, "nothing is dropped in silence");
            let why = late.1["message"].as_str().unwrap();
            assert!(why.starts_with("Expected key"), "{why}");
        }
        assert_eq!(content(&owner, file).await, b"three");
    })
    .await;
}

#[tokio::test]
async fn only_the_server_is_heard_and_only_for_who_may_edit() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, server) = (portal.owner(), portal.stranger());
        let editor = portal.person(Role::User).await;
        let room = room(&owner).await;
        let_in(&owner, room, &editor, 10).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let untouched = content(&owner, file).await;
        choose(&owner, &peer).await;
        let told = opened(&editor, file).await;
        let save = json!({ "key": told["document"]["key"], "status": 2, "users": [editor.id],
            "filetype": "docx", "url": peer.keep("x", b"new") });

        assert_eq!(
            tell_plainly(&server, &told, save.clone(), None).await.0,
            403,
            "unsigned"
        );
        let mut forged = save.clone();
        forged["token"] = sign(&save, "another secret").into();
        assert_eq!(tell_plainly(&server, &told, forged, None).await.0, 403);
        let mut other = told.clone();
        let address = told["editorConfig"]["callbackUrl"].as_str().unwrap();
        other["editorConfig"]["callbackUrl"] = address
            .replace(&format!("fileid={file}"), "fileid=999999")
            .into();
        assert_eq!(
            tell(&server, &other, save.clone()).await.0,
            403,
            "a key of something else"
        );

        let mut elsewhere = save.clone();
        elsewhere["url"] = "http://127.0.0.1:9/x".into();
        assert_eq!(word(&tell(&server, &told, elsewhere).await), REFUSED);
        let mut lost = save.clone();
        lost["url"] = "".into();
        assert_eq!(word(&tell(&server, &told, lost).await), REFUSED);
        let mut pdf = save.clone();
        pdf["filetype"] = "pdf".into();
        assert_eq!(word(&tell(&server, &told, pdf).await), REFUSED);

        let_in(&owner, room, &editor, 2).await;
        assert_eq!(
            word(&tell(&server, &told, save.clone()).await),
            REFUSED,
            "he only reads now"
        );
        let here = json!({ "key": told["document"]["key"], "status": 1, "users": [editor.id] });
        assert_eq!(word(&tell(&server, &told, here).await), FINE);
        assert_eq!(peer.commands("drop")[0]["users"], json!([editor.id]));
        assert_eq!(content(&owner, file).await, untouched);

        let_in(&owner, room, &editor, 10).await;
        let header = sign(&json!({ "payload": save }), SECRET);
        let said = tell_plainly(&server, &told, json!({}), Some(header)).await;
        assert_eq!(word(&said), FINE, "signed in the header");
        assert_eq!(content(&owner, file).await, b"new");
        assert_eq!(
            info(&owner, file).await["updatedBy"]["id"],
            json!(editor.id)
        );
    })
    .await;
}

#[tokio::test]
async fn damage_is_saved_with_a_word_and_a_closed_document_is_left() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, server) = (portal.owner(), portal.stranger());
        let room = room(&owner).await;
        choose(&owner, &peer).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let first = opened(&owner, file).await;
        let key = first["document"]["key"].clone();
        let editing = async || info(&owner, file).await["fileStatus"].clone();
        let here = json!({ "key": key, "status": 1, "users": [owner.id] });
        assert_eq!(word(&tell(&server, &first, here.clone()).await), FINE);
        assert_eq!(editing().await, IS_EDITING);
        let left = json!({ "key": key, "status": 4 });
        assert_eq!(word(&tell(&server, &first, left).await), FINE);
        assert_eq!(editing().await, 0);
        assert_eq!(
            opened(&owner, file).await["document"]["key"],
            key,
            "nothing was changed, so it is the same document"
        );

        let saved = |status: i64, name: &str| {
            json!({ "key": key, "status": status, "users": [owner.id], "filetype": "docx",
                "forcesavetype": 2, "url": peer.keep(name, name.as_bytes()) })
        };
        let damaged = (200, json!({ "error": 1, "message": "Status Corrupted" }));
        assert_eq!(tell(&server, &first, saved(7, "seven")).await, damaged);
        assert_eq!(content(&owner, file).await, b"seven");
        assert_eq!(opened(&owner, file).await["document"]["key"], key);
        assert_eq!(tell(&server, &first, saved(3, "three")).await, damaged);
        assert_eq!(content(&owner, file).await, b"three");
        let now = info(&owner, file).await;
        assert_eq!(now["version"], 2);
        assert_ne!(now["comment"], "Autosaved", "its end has a word of its own");
        let unknown = json!({ "key": key, "status": 99 });
        assert_eq!(word(&tell(&server, &first, unknown).await), REFUSED);
    })
    .await;
}

#[tokio::test]
async fn a_key_of_another_document_saves_nothing() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, server) = (portal.owner(), portal.stranger());
        let room = room(&owner).await;
        choose(&owner, &peer).await;
        let one = document_in(&owner, room, "One.docx").await;
        let other = document_in(&owner, room, "Other.docx").await;
        let (first, second) = (opened(&owner, one).await, opened(&owner, other).await);
        let before = content(&owner, one).await;
        let save = json!({ "key": second["document"]["key"], "status": 2, "users": [owner.id],
            "filetype": "docx", "url": peer.keep("x", b"of the other") });
        assert_eq!(word(&tell(&server, &first, save.clone()).await), REFUSED);
        // Who shows another content is sent out.
        let here = json!({ "key": second["document"]["key"], "status": 1, "users": [owner.id] });
        assert_eq!(word(&tell(&server, &first, here).await), FINE);
        assert_eq!(peer.commands("drop")[0]["users"], json!([owner.id]));
        assert_eq!(content(&owner, one).await, before);
        // The same address in another portal is nobody's.
        let elsewhere = kit.portal().await;
        let answer = tell(&elsewhere.stranger(), &second, save).await;
        assert_eq!(answer.0, 403);
    })
    .await;
}

#[tokio::test]
async fn nobody_has_us_fetch_from_private_networks() {
    for database in TestDatabase::all().await {
        let peer = Peer::start().await;
        let url = peer.url();
        let kit = Kit::start(database, |config| {
            config.dev = false;
            config.open_registration = true;
            config.rate_limits = false;
            config.document_server = url.clone();
            config.document_server_secret = SECRET.to_owned();
        })
        .await;
        let portal = kit.portal().await;
        let (owner, server) = (portal.owner(), portal.stranger());
        let wish = json!({ "docServiceUrl": peer.url() });
        assert_eq!(owner.put("files/docservice", wish).await.0, 500);
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let before = content(&owner, file).await;
        let told = opened(&owner, file).await;
        assert!(
            told["token"].is_string(),
            "the installation's server opens it"
        );
        let save = json!({ "key": told["document"]["key"], "status": 2, "users": [owner.id],
            "filetype": "docx", "url": peer.keep("x", b"new") });
        assert_eq!(word(&tell(&server, &told, save).await), REFUSED);
        assert_eq!(content(&owner, file).await, before);
        assert!(peer.heard().is_empty(), "no request reached it");
        kit.house().close().await;
    }
}

#[tokio::test]
async fn who_has_it_open_learns_its_title_and_is_sent_out_by_a_lock() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, server) = (portal.owner(), portal.stranger());
        let editor = portal.person(Role::User).await;
        let room = room(&owner).await;
        let_in(&owner, room, &editor, 10).await;
        choose(&owner, &peer).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let closed = document_in(&owner, room, "Closed.docx").await;
        let told = opened(&owner, file).await;
        let key = &told["document"]["key"];
        let here = json!({ "key": key, "status": 1, "users": [owner.id, editor.id] });
        assert_eq!(word(&tell(&server, &told, here).await), FINE);
        let rename = async |file: i64, title: &str| {
            let path = format!("files/file/{file}");
            owner
                .ok("PUT", &path, Some(json!({ "title": title })))
                .await;
        };
        rename(closed, "Nobody").await;
        rename(file, "Great plan").await;
        let meta = eventually(async || peer.commands("meta").pop()).await;
        assert_eq!(&meta["key"], key);
        assert_eq!(meta["meta"]["title"], "Great plan.docx");
        assert_eq!(
            peer.commands("meta").len(),
            1,
            "only who has it open is told"
        );
        let lock = format!("files/file/{file}/lock");
        owner
            .ok("PUT", &lock, Some(json!({ "lockFile": true })))
            .await;
        let drop = eventually(async || peer.commands("drop").pop()).await;
        assert_eq!(&drop["key"], key);
        assert_eq!(drop["users"], json!([editor.id]), "whoever locked it stays");
    })
    .await;
}
