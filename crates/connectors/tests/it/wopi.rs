//! An office that opens and saves the files of a portal.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

use crate::office::{Door, Office, Signs, door, for_each_office, page};
use crate::peer::{content, document_in, info, let_in, room};

async fn version(who: &Client, file: i64) -> (Value, Value) {
    let shown = info(who, file).await;
    (shown["version"].clone(), shown["comment"].clone())
}

async fn lock(office: &Office, portal: &Client, door: &Door, name: &str) -> u16 {
    let headers = [("x-wopi-lock", name)];
    let got = office.post(portal, &door.path(), "LOCK", &headers).await;
    got.status
}

#[tokio::test]
async fn a_browser_enters_the_office_with_a_token() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let_in(&owner, room, &reader, 2).await;
        let file = document_in(&owner, room, "Plan & \"more\".docx").await;

        let got = page(&owner, file, "").await;
        assert_eq!(got.status, 200);
        let policy = got.header("content-security-policy").to_owned();
        assert!(
            policy.contains(&format!("form-action {};", office.url())),
            "{policy}"
        );
        let text = String::from_utf8(got.body).unwrap();
        assert!(
            text.contains("Plan &amp; ") && !text.contains("\"more\""),
            "{text}"
        );
        let mine = door(&owner, file, "").await.unwrap();
        let source = format!("WOPISrc=http%3A%2F%2Flocalhost%2Fwopi%2Ffiles%2F{file}");
        let edit = format!("{}/edit?ui=", office.url());
        assert!(mine.action.starts_with(&edit), "{}", mine.action);
        assert!(mine.action.ends_with(&source), "{}", mine.action);
        let view = format!("{}/view?", office.url());
        for (who, more) in [(&owner, "&action=view"), (&reader, "")] {
            let his = door(who, file, more).await.unwrap();
            assert!(his.action.starts_with(&view), "{}", his.action);
        }
        // What the office does not open, and who may not open it, is the portal's own affair.
        let sheet = document_in(&owner, room, "Plan.xlsx").await;
        assert!(door(&owner, sheet, "").await.is_none());
        assert!(door(&portal.stranger(), file, "").await.is_none());
        let other = portal.person(Role::User).await;
        assert!(door(&other, file, "").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn the_office_learns_what_its_reader_may_do() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let (room, server) = (room(&owner).await, portal.stranger());
        let_in(&owner, room, &reader, 2).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let told = async |door: &Door| {
            let got = office.ask(&server, ("GET", &door.path()), &[], b"").await;
            assert_eq!(got.status, 200);
            got.json()
        };
        let mine = door(&owner, file, "").await.unwrap();
        let all = told(&mine).await;
        let size = content(&owner, file).await.len();
        for (name, wanted) in [
            ("BaseFileName", json!("Plan.docx")),
            ("Size", json!(size)),
            ("UserId", json!(owner.id)),
            ("OwnerId", json!(owner.id)),
            ("FileExtension", json!(".docx")),
            ("SupportsLocks", json!(true)),
            ("SupportsUpdate", json!(true)),
            ("UserCanWrite", json!(true)),
            ("ReadOnly", json!(false)),
            ("UserCanRename", json!(true)),
            ("UserCanNotWriteRelative", json!(false)),
            ("DisableExport", json!(false)),
        ] {
            assert_eq!(all[name], wanted, "{name}");
        }
        let his = door(&reader, file, "").await.unwrap();
        let all = told(&his).await;
        assert_eq!(
            (&all["UserCanWrite"], &all["UserCanNotWriteRelative"]),
            (&json!(false), &json!(true))
        );
        assert_eq!(all["UserId"], json!(reader.id));

        let read = office
            .ask(&server, ("GET", &mine.contents()), &[], b"")
            .await;
        assert_eq!(read.status, 200);
        assert_eq!(read.body, content(&owner, file).await);
        let most = [("x-wopi-maxexpectedsize", "1")];
        let read = office
            .ask(&server, ("GET", &mine.contents()), &most, b"")
            .await;
        assert_eq!(read.status, 412);

        // Rights are those of now.
        let_in(&owner, room, &reader, 0).await;
        let got = office.ask(&server, ("GET", &his.path()), &[], b"").await;
        assert_eq!(got.status, 404);
    })
    .await;
}

#[tokio::test]
async fn all_that_is_saved_under_one_lock_is_one_version() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, editor) = (portal.owner(), portal.person(Role::User).await);
        let (room, server) = (room(&owner).await, portal.stranger());
        let_in(&owner, room, &editor, 10).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let before = content(&owner, file).await;
        let door = door(&editor, file, "").await.unwrap();

        let unlocked = office.put(&server, &door, "a", b"x").await;
        assert_eq!((unlocked.status, unlocked.header("x-wopi-lock")), (409, ""));
        assert_eq!(content(&owner, file).await, before);
        assert_eq!(lock(&office, &server, &door, "a").await, 200);
        let shown = info(&owner, file).await;
        assert_eq!(shown["fileStatus"], 1, "somebody works on it");
        let other = office.put(&server, &door, "b", b"x").await;
        assert_eq!((other.status, other.header("x-wopi-lock")), (409, "a"));
        for text in [b"one", b"two"] {
            let saved = office.put(&server, &door, "a", text).await;
            assert_eq!(saved.status, 200);
            assert!(saved.header("x-wopi-itemversion").starts_with("2."));
            assert_eq!(content(&owner, file).await, text);
            assert_eq!(version(&owner, file).await, (json!(2), json!("Edited")));
        }
        let author = &info(&owner, file).await["updatedBy"];
        assert_eq!(author["id"], json!(editor.id));
        let headers = [("x-wopi-lock", "a")];
        let gone = office.post(&server, &door.path(), "UNLOCK", &headers).await;
        assert_eq!(gone.status, 200);
        assert_eq!(info(&owner, file).await["fileStatus"], 0);
        assert_eq!(lock(&office, &server, &door, "c").await, 200);
        assert_eq!(office.put(&server, &door, "c", b"three").await.status, 200);
        assert_eq!(version(&owner, file).await.0, json!(3));
        // Somebody saves past the office: his version stays one of its own.
        let path = format!("files/{file}/update");
        let sent = owner.send_file("PUT", &path, "Plan.docx", b"four").await;
        assert_eq!(sent.0, 200);
        assert_eq!(office.put(&server, &door, "c", b"five").await.status, 200);
        assert_eq!(version(&owner, file).await.0, json!(5));
    })
    .await;
}

#[tokio::test]
async fn locks_are_the_offices_and_only_for_who_may_edit() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let (room, server) = (room(&owner).await, portal.stranger());
        let_in(&owner, room, &reader, 2).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let mine = door(&owner, file, "").await.unwrap();
        let his = door(&reader, file, "").await.unwrap();
        let ask = async |door: &Door, wish: &str, headers: &[(&str, &str)]| {
            let got = office.post(&server, &door.path(), wish, headers).await;
            (got.status, got.header("x-wopi-lock").to_owned())
        };
        let is = |status: u16, lock: &str| (status, lock.to_owned());
        let a = [("x-wopi-lock", "a")];
        let b = [("x-wopi-lock", "b")];
        assert_eq!(ask(&mine, "GET_LOCK", &[]).await, is(200, ""));
        assert_eq!(ask(&mine, "LOCK", &[]).await.0, 400, "without a name");
        assert_eq!(ask(&his, "LOCK", &a).await.0, 404, "he only reads");
        assert_eq!(ask(&mine, "LOCK", &a).await.0, 200);
        assert_eq!(ask(&mine, "GET_LOCK", &[]).await, is(200, "a"));
        for wish in ["LOCK", "REFRESH_LOCK", "UNLOCK"] {
            assert_eq!(ask(&mine, wish, &b).await, is(409, "a"), "{wish}");
        }
        assert_eq!(ask(&mine, "REFRESH_LOCK", &a).await.0, 200);
        let relock = [("x-wopi-lock", "b"), ("x-wopi-oldlock", "a")];
        assert_eq!(ask(&mine, "LOCK", &relock).await.0, 200);
        assert_eq!(ask(&mine, "LOCK", &relock).await, is(409, "b"));
        assert_eq!(ask(&mine, "UNLOCK", &b).await.0, 200);
        assert_eq!(ask(&mine, "REFRESH_LOCK", &b).await, is(409, ""));
        assert_eq!(ask(&mine, "DELETE", &[]).await.0, 501);

        // A lock of the portal keeps the office out.
        let editor = portal.person(Role::User).await;
        let_in(&owner, room, &editor, 10).await;
        let third = door(&editor, file, "").await.unwrap();
        let path = format!("files/file/{file}/lock");
        owner
            .ok("PUT", &path, Some(json!({ "lockFile": true })))
            .await;
        assert_eq!(ask(&third, "LOCK", &a).await, is(409, ""));
        assert_eq!(office.put(&server, &third, "a", b"x").await.status, 409);
    })
    .await;
}

#[tokio::test]
async fn only_the_office_is_heard_and_only_with_its_token() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, server) = (portal.owner(), portal.stranger());
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let other = document_in(&owner, room, "Other.docx").await;
        let mine = door(&owner, file, "").await.unwrap();
        let status = async |path: &str| office.ask(&server, ("GET", path), &[], b"").await.status;
        assert_eq!(status(&mine.path()).await, 200);
        let borrowed = Door {
            file: other,
            ..door(&owner, file, "").await.unwrap()
        };
        assert_eq!(status(&borrowed.path()).await, 401);
        assert_eq!(status(&format!("/wopi/files/{file}")).await, 401);
        let sign = |signs: Signs, age: i64| *office.signs.lock().unwrap() = (signs, age);
        sign(Signs::Former, 0);
        assert_eq!(status(&mine.path()).await, 200, "the key it had before");
        sign(Signs::Nothing, 0);
        assert_eq!(status(&mine.path()).await, 500);
        sign(Signs::Present, 21 * 60);
        assert_eq!(status(&mine.path()).await, 500, "told again later");
        sign(Signs::Present, 0);
        let elsewhere = kit.portal().await.stranger();
        let got = office
            .ask(&elsewhere, ("GET", &mine.path()), &[], b"")
            .await;
        assert_eq!(got.status, 401, "another portal");
    })
    .await;
}

#[tokio::test]
async fn copies_get_names_and_titles_change() {
    for_each_office(async |kit, office: Office| {
        let portal = kit.portal().await;
        let (owner, server) = (portal.owner(), portal.stranger());
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let mine = door(&owner, file, "").await.unwrap();
        let put = async |headers: &[(&str, &str)], text: &[u8]| {
            let headers = [&[("x-wopi-override", "PUT_RELATIVE")], headers].concat();
            office
                .ask(&server, ("POST", &mine.path()), &headers, text)
                .await
        };
        let like = put(&[("x-wopi-suggestedtarget", ".odt")], b"odt").await;
        assert_eq!(
            (like.status, &like.json()["Name"]),
            (200, &json!("Plan.odt"))
        );
        let like = put(&[("x-wopi-suggestedtarget", "Plan.docx")], b"copy").await;
        assert_eq!(
            like.json()["Name"],
            "Plan (1).docx",
            "nothing is overwritten"
        );
        // What it is told opens the new file.
        let address = like.json()["Url"].as_str().unwrap().to_owned();
        let path = address.strip_prefix("http://localhost").unwrap();
        let told = office.ask(&server, ("GET", path), &[], b"").await;
        assert_eq!(told.json()["BaseFileName"], "Plan (1).docx");

        let exact = [("x-wopi-relativetarget", "+ANw-ber.docx")];
        let made = put(&exact, b"one").await;
        assert_eq!(made.json()["Name"], "\u{dc}ber.docx");
        assert_eq!(put(&exact, b"two").await.status, 409);
        let over = [exact[0], ("x-wopi-overwriterelativetarget", "true")];
        assert_eq!(put(&over, b"two").await.status, 200);
        let address = made.json()["Url"].as_str().unwrap().to_owned();
        let path = address.strip_prefix("http://localhost").unwrap();
        let lock = [("x-wopi-lock", "a")];
        assert_eq!(office.post(&server, path, "LOCK", &lock).await.status, 200);
        let open = put(&over, b"three").await;
        assert_eq!((open.status, open.header("x-wopi-lock")), (409, "a"));
        assert_eq!(
            put(&[("x-wopi-relativetarget", "a/b.docx")], b"x")
                .await
                .status,
            400
        );
        assert_eq!(put(&[], b"x").await.status, 400);

        let name = [("x-wopi-requestedname", "Gro+AN8-")];
        let renamed = office
            .post(&server, &mine.path(), "RENAME_FILE", &name)
            .await;
        assert_eq!(
            (renamed.status, &renamed.json()["Name"]),
            (200, &json!("Gro\u{df}"))
        );
        assert_eq!(info(&owner, file).await["title"], "Gro\u{df}.docx");
        office.post(&server, &mine.path(), "LOCK", &lock).await;
        let renamed = office
            .post(&server, &mine.path(), "RENAME_FILE", &name)
            .await;
        assert_eq!(renamed.status, 409, "without the lock");
        let bad = [("x-wopi-requestedname", "+"), lock[0]];
        let renamed = office
            .post(&server, &mine.path(), "RENAME_FILE", &bad)
            .await;
        assert_eq!(renamed.status, 400);
    })
    .await;
}

#[tokio::test]
async fn without_an_office_there_is_nothing_to_ask() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let path = format!("/wopi/files/{file}?access_token=x");
        assert_eq!(owner.call("GET", &path, None).await.0, 404);
        assert!(door(&owner, file, "").await.is_none());
    })
    .await;
}
