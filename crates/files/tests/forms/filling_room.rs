//! Form filling rooms: everybody fills in a copy of his own.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, eventually, for_each_database};

use crate::{
    CREATOR, EDIT, FILL, STOP, bytes_of, cells, folder_in, info, let_in, manage, open, pdf, room,
    save, start, submit, titles_in, told, upload,
};

const FILLING_ROOM: i32 = 1;
const IS_DRAFT: i64 = 128;
const IS_COMPLETED: i64 = 256;

fn blank() -> Vec<u8> {
    pdf::form(&[("Name", ""), ("Days", "")])
}

fn filled(name: &str, days: &str) -> Vec<u8> {
    pdf::form(&[("Name", name), ("Days", days)])
}

/// The file an editor was given.
fn given(opened: &Value) -> i64 {
    opened["file"]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_form_waits_in_its_room_until_it_is_started() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, filler) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner, FILLING_ROOM).await;
        let_in(&owner, room, &filler, FILL).await;
        let form = upload(&owner, room, "Leave.pdf", &blank()).await;
        assert!(folder_in(&owner, room, "In process").await.is_some());
        assert!(folder_in(&owner, room, "Complete").await.is_some());
        let shown = info(&owner, form).await;
        assert_eq!(shown["startFilling"], false);
        assert_eq!(shown["security"]["StartFilling"], true);
        assert_eq!(shown["security"]["FillForms"], false);
        // Who only fills in does not see it yet, and cannot open it.
        assert_eq!(titles_in(&filler, room).await, [] as [&str; 0]);
        let path = format!("files/file/{form}/openedit");
        assert_eq!(filler.get(&path).await.0, 403);
        let opened = open(&owner, form).await;
        assert_eq!(opened["startFillingMode"], 3);
        assert_eq!(opened["document"]["permissions"]["fillForms"], false);
        assert_eq!(manage(&filler, form, 2).await.0, 403);
        let started = format!("files/file/{form}/startfilling");
        let answer = owner.ok("PUT", &started, None).await;
        assert_eq!(answer["startFilling"], true);
        assert_eq!(answer["security"]["StartFilling"], false);
        assert_eq!(titles_in(&filler, room).await, ["Leave.pdf"]);
    })
    .await;
}

#[tokio::test]
async fn everybody_fills_in_a_copy_and_answers_are_collected() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let ann = portal
            .person_named(Role::User, "ann@forms.example", "Ann", "Lee")
            .await;
        let bob = portal
            .person_named(Role::User, "bob@forms.example", "Bob", "Ray")
            .await;
        let room = room(&owner, FILLING_ROOM).await;
        for who in [&ann, &bob] {
            let_in(&owner, room, who, FILL).await;
        }
        let form = upload(&owner, room, "Leave.pdf", &blank()).await;
        start(&owner, form).await;

        // A copy of her own, the same one every time.
        let opened = open(&ann, form).await;
        let draft = given(&opened);
        assert_ne!(draft, form);
        assert_eq!(given(&open(&ann, form).await), draft);
        assert_eq!(opened["file"]["title"], "Ann Lee - Leave.pdf");
        assert_eq!(opened["document"]["permissions"]["fillForms"], true);
        assert_eq!(opened["document"]["permissions"]["edit"], false);
        assert_eq!(opened["document"]["isLinkedForMe"], false);
        let session = opened["fillingSessionId"].as_str().unwrap().to_owned();
        assert_eq!(info(&ann, draft).await["fileStatus"], json!(IS_DRAFT));
        let mine = info(&ann, form).await;
        assert_eq!(mine["hasDraft"], true);
        assert_eq!(mine["draftLocation"]["fileId"], draft);
        assert_eq!(mine["draftLocation"]["folderTitle"], "Leave");

        // What she saves must be that form; others have no business with it.
        let other = pdf::form(&[("Else", "x")]);
        assert_eq!(save(&ann, draft, &other).await.0, 400);
        assert_eq!(save(&ann, draft, b"%PDF-1.7 nothing").await.0, 400);
        assert_eq!(save(&bob, draft, &filled("Bob", "1")).await.0, 403);
        assert_eq!(save(&ann, form, &filled("Ann", "5")).await.0, 403);
        assert_eq!(save(&ann, draft, &filled("Ann", "5")).await.0, 200);
        let (status, answer) = submit(&ann, draft).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["formNumber"], 1);
        told(&kit, "Your form has arrived", 1).await;
        told(&kit, "A filled form has arrived", 1).await;
        kit.mail_to("ann@forms.example", "Your form has arrived")
            .await;
        let received = kit.mail_to(&owner.email, "A filled form has arrived").await;
        assert!(received.contains("Ann Lee"), "{received}");

        // The copy became a finished one.
        assert_eq!(ann.get(&format!("files/file/{draft}")).await.0, 404);
        let result = format!("files/file/fillresult?fillingSessionId={session}");
        let result = ann.ok("GET", &result, None).await;
        assert_eq!(result["formNumber"], 1);
        assert_eq!(result["originalForm"]["id"], form);
        assert_eq!(result["roomId"], room);
        assert_eq!(result["isRoomMember"], true);
        let completed = result["completedForm"]["id"].as_i64().unwrap();
        let title = result["completedForm"]["title"].as_str().unwrap();
        assert!(title.starts_with("1 - Leave ("), "{title}");
        let status = info(&owner, completed).await["fileStatus"]
            .as_i64()
            .unwrap();
        assert_eq!(status & IS_COMPLETED, IS_COMPLETED);
        assert_eq!(bytes_of(&owner, completed).await, filled("Ann", "5"));

        // The next one is another copy, and its answers the next row.
        let draft = given(&open(&bob, form).await);
        assert_eq!(save(&bob, draft, &filled("Bob", "7")).await.0, 200);
        assert_eq!(submit(&bob, form).await.1["response"]["formNumber"], 2);
        let complete = folder_in(&owner, room, "Complete").await.unwrap();
        let results = folder_in(&owner, complete, "Leave").await.unwrap();
        assert_eq!(info(&owner, form).await["resultsFolderId"], results);
        let listed = owner.ok("GET", &format!("files/{results}"), None).await;
        assert_eq!(listed["current"]["originalFormId"], form);
        assert_eq!(titles_in(&owner, results).await.len(), 3);
        assert_eq!(titles_in(&ann, results).await.len(), 1, "her own");
        let files = listed["files"].as_array().unwrap();
        let sheet = files.iter().find(|file| file["title"] == "Leave.xlsx");
        let sheet = sheet.unwrap()["id"].as_i64().unwrap();
        let rows = cells(bytes_of(&owner, sheet).await);
        assert_eq!(
            rows[0],
            ["Number", "Submitted", "Filled in by", "Name", "Days"]
        );
        let kept = |row: &[String]| [0, 2, 3, 4].map(|at| row[at].clone());
        assert_eq!(kept(&rows[1]), ["1", "Ann Lee", "Ann", "5"]);
        assert_eq!(kept(&rows[2]), ["2", "Bob Ray", "Bob", "7"]);
        told(&kit, "Your form has arrived", 2).await;
        told(&kit, "A filled form has arrived", 2).await;
        assert_eq!(rows.len(), 3);
        let data = format!("files/file/{form}/submissions");
        let data_of = owner.ok("GET", &data, None).await;
        assert_eq!(data_of["metadata"][1]["key"], "Days");
        assert_eq!(data_of["submissions"][0]["formsData"][0]["value"], "Bob");
        assert_eq!(ann.get(&data).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn a_changed_form_ends_what_was_begun() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, filler) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner, FILLING_ROOM).await;
        let_in(&owner, room, &filler, FILL).await;
        let form = upload(&owner, room, "Leave.pdf", &blank()).await;
        start(&owner, form).await;
        let draft = given(&open(&filler, form).await);
        assert_eq!(save(&filler, draft, &filled("A", "1")).await.0, 200);
        // Another version of the form ends its filling.
        let path = format!("files/{form}/update");
        let next = pdf::form(&[("Name", ""), ("Days", ""), ("Why", "")]);
        assert_eq!(
            owner.send_file("PUT", &path, "Leave.pdf", &next).await.0,
            200
        );
        assert_eq!(info(&owner, form).await["startFilling"], false);
        let (status, answer) = submit(&filler, draft).await;
        let text = "The filling of the form is stopped.";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        start(&owner, form).await;
        let (status, answer) = submit(&filler, draft).await;
        let text = "The draft is obsolete: the form has changed since.";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        assert_ne!(given(&open(&filler, form).await), draft);
    })
    .await;
}

#[tokio::test]
async fn who_may_stop_it_stops_it_and_opening_to_edit_does_too() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, filler) = (portal.owner(), portal.person(Role::User).await);
        let creator = portal.person(Role::User).await;
        let room = room(&owner, FILLING_ROOM).await;
        let_in(&owner, room, &filler, FILL).await;
        let_in(&owner, room, &creator, CREATOR).await;
        let form = upload(&creator, room, "Leave.pdf", &blank()).await;
        start(&creator, form).await;
        assert_eq!(manage(&filler, form, STOP).await.0, 403);
        assert_eq!(manage(&filler, form, EDIT).await.0, 403);
        assert_eq!(manage(&creator, form, STOP).await.0, 200);
        assert_eq!(info(&owner, form).await["startFilling"], false);
        start(&creator, form).await;
        let path = format!("files/file/{form}/openedit?edit=true");
        let opened = creator.ok("GET", &path, None).await;
        assert_eq!(opened["document"]["permissions"]["edit"], true);
        assert_eq!(info(&owner, form).await["startFilling"], false);
        let path = format!("files/file/{form}/log");
        let log = owner.ok("GET", &path, None).await;
        let keys: Vec<&str> = log
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["action"]["key"].as_str().unwrap())
            .collect();
        let started = keys.iter().filter(|key| **key == "FormStartedToFill");
        assert_eq!(started.count(), 2, "{keys:?}");
        assert!(keys.contains(&"FormStopped"), "{keys:?}");
    })
    .await;
}

#[tokio::test]
async fn visitors_fill_in_by_the_link_of_the_room() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, FILLING_ROOM).await;
        let form = upload(&owner, room, "Leave.pdf", &blank()).await;
        let link = owner
            .ok("GET", &format!("files/rooms/{room}/link"), None)
            .await;
        let key = link["sharedLink"]["requestToken"].as_str().unwrap();
        let visitor = portal.stranger();
        let path = format!("files/file/{form}/openedit?share={key}");
        assert_eq!(visitor.get(&path).await.0, 403, "not started");
        start(&owner, form).await;
        let opened = visitor.ok("GET", &path, None).await;
        assert_eq!(given(&opened), form, "visitors have no copies");
        assert_eq!(opened["document"]["permissions"]["fillForms"], true);
        let session = opened["fillingSessionId"].as_str().unwrap();
        assert!(session.starts_with("anon"));
        let path = format!("files/file/{form}/submitform?fillingSessionId={session}");
        let shared = format!("{path}&share={key}");
        assert_eq!(
            visitor.post(&shared, json!({})).await.0,
            400,
            "nothing to submit"
        );
        let content = filled("Someone", "3");
        let (status, answer) = visitor.send_file("POST", &shared, "a.pdf", &content).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["fillingSessionId"], session);
        // Whoever collects it hears of it; a visitor has no address.
        told(&kit, "A filled form has arrived", 1).await;
        told(&kit, "Somebody has filled", 1).await;
        told(&kit, "Your form has arrived", 0).await;
        let result = format!("files/file/fillresult?fillingSessionId={session}");
        let result = portal.stranger().get(&result).await.1;
        assert_eq!(result["response"]["formNumber"], 1);
        assert_eq!(result["response"]["isRoomMember"], false);
        assert_eq!(portal.stranger().post(&path, json!({})).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn results_are_asked_for_by_session() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let (status, _) = owner.get("files/file/fillresult").await;
        assert_eq!(status, 400);
        let (status, answer) = owner.get("files/file/fillresult?fillingSessionId=").await;
        let text = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(text.contains("Value cannot be null"), "{answer}");
        assert!(text.contains("Parameter 'key'"), "{answer}");
        assert_eq!(status, 400);
        let unknown = owner.get("files/file/fillresult?fillingSessionId=x").await;
        let text = &unknown.1["error"]["message"];
        assert_eq!(
            (unknown.0, text),
            (404, &json!("The record could not be found"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_moved_into_the_room_is_filled_in_at_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, FILLING_ROOM).await;
        let mine = owner.ok("GET", "files/@my", None).await["current"]["id"]
            .as_i64()
            .unwrap();
        let form = upload(&owner, mine, "Leave.pdf", &blank()).await;
        let body = json!({ "fileIds": [form], "destFolderId": room });
        owner.ok("PUT", "files/fileops/move", Some(body)).await;
        let owner: &Client = &owner;
        eventually(async || {
            let shown = info(owner, form).await;
            (shown["startFilling"] == true).then_some(())
        })
        .await;
        // Gone from the room, it is a file like any other.
        let body = json!({ "fileIds": [form] });
        owner.ok("PUT", "files/fileops/delete", Some(body)).await;
        eventually(async || {
            let shown = info(owner, form).await;
            shown.get("startFilling").is_none().then_some(())
        })
        .await;
    })
    .await;
}
