//! Invitations, links, groups, tasks and photos over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod kit;

use std::time::Duration;

use axum::body::Body;
use http::{Request, header};
use kit::Kit;
use portal::Role::{Admin, Guest, RoomAdmin, User};
use serde_json::{Value, json};
use sql::testing::for_each_database;

#[tokio::test]
async fn an_invited_person_waits_under_his_address() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let body = |kind: &str| Some(json!({"invitations": [{"type": kind, "email": "New.One@Example.com"}]}));
        let (_, answer) = kit.call(&admin, "POST", "people/invite", body("User")).await;
        assert_eq!(answer["count"], json!(2), "the new one, and Ada who did not confirm her address: {answer}");
        let new = &answer["response"][0];
        assert_eq!((&new["displayName"], &new["hasAvatar"]), (&json!("New.One@Example.com"), &json!(false)));
        let again = Some(json!({"userIds": [new["id"]], "resendAll": false}));
        let sent = kit.ok(&admin, "PUT", "people/invite", again).await;
        assert_eq!((&sent[0]["status"], &sent[0]["activationStatus"]), (&json!(4), &json!(2)));
        for kind in ["DocSpaceAdmin", "Guest"] {
            assert_eq!(kit.refused(&admin, ("POST", "people/invite"), body(kind), 403).await, "Access denied");
        }
        let long = json!({"invitations": [{"type": "User", "email": format!("{}@a.example", "x".repeat(260))}]});
        let (_, answer) = kit.call(&admin, "POST", "people/invite", Some(long)).await;
        let texts = &answer["response"]["errors"]["Invitations[0].Email"];
        assert_eq!(texts[0], json!("The field Email must be a string or array type with a maximum length of '255'."));
        // Nobody is made of an invitation without an address.
        for nowhere in [json!({"type": "User"}), json!({"type": "User", "email": ""})] {
            let body = json!({ "invitations": [nowhere] });
            assert_eq!(kit.call(&admin, "POST", "people/invite", Some(body)).await.0, 400);
        }
    })
    .await;
}

#[tokio::test]
async fn a_disabled_invitation_waits_again_when_enabled() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let body = json!({"invitations": [{"type": "User", "email": "a@example.com"}]});
        let id = kit
            .ok(&kit.owner, "POST", "people/invite", Some(body.clone()))
            .await[0]["id"]
            .clone();
        let ids = Some(json!({"userIds": [id]}));
        kit.ok(&kit.owner, "PUT", "people/status/2", ids.clone())
            .await;
        let text = kit
            .refused(&kit.owner, ("POST", "people/invite"), Some(body), 400)
            .await;
        assert_eq!(text, "User disabled: a@example.com");
        assert_eq!(
            kit.ok(&kit.owner, "PUT", "people/status/1", ids).await[0]["status"],
            json!(4)
        );
    })
    .await;
}

#[tokio::test]
async fn invitation_links_follow_the_matrix() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        const PATH: &str = "portal/users/invitationlink";
        let body = |kind: &str| Some(json!({"employeeType": kind, "maxUseCount": 5}));
        assert_eq!(
            kit.refused(&user, ("POST", PATH), body("Guest"), 400).await,
            "EmployeeType"
        );
        assert_eq!(
            kit.refused(&user, ("POST", PATH), body("User"), 403).await,
            "Access denied"
        );
        assert_eq!(
            kit.refused(&room_admin, ("POST", PATH), body("RoomAdmin"), 403)
                .await,
            "Access denied"
        );
        assert_eq!(
            kit.refused(&admin, ("POST", PATH), body("DocSpaceAdmin"), 403)
                .await,
            "Access denied"
        );
        let link = kit.ok(&kit.owner, "POST", PATH, body("User")).await;
        assert_eq!(
            (&link["employeeType"], &link["currentUseCount"]),
            (&json!(4), &json!(0))
        );
        assert!(
            link["url"]
                .as_str()
                .unwrap()
                .starts_with("http://team.example/s/")
        );
        let same = kit
            .ok(&room_admin, "GET", &format!("{PATH}/User"), None)
            .await;
        assert_eq!((&same["id"], &same["url"]), (&link["id"], &link["url"]));
        let (_, none) = kit
            .call(&kit.owner, "GET", &format!("{PATH}/RoomAdmin"), None)
            .await;
        assert_eq!(
            (none["count"].clone(), none.get("response")),
            (json!(0), None)
        );
        kit.refused(&kit.owner, ("POST", PATH), body("User"), 400)
            .await;
        let past = json!({"employeeType": "RoomAdmin", "expiration": "2001-01-01T00:00:00Z"});
        assert_eq!(
            kit.refused(&kit.owner, ("POST", PATH), Some(past), 400)
                .await,
            "Expiration"
        );
        let (status, _) = kit
            .call(
                &kit.owner,
                "PUT",
                PATH,
                Some(json!({"id": link["id"], "maxUseCount": 1001})),
            )
            .await;
        assert_eq!(status, 400);
        let id = Some(json!({"id": link["id"]}));
        kit.ok(&room_admin, "DELETE", PATH, id.clone()).await;
        kit.refused(&room_admin, ("DELETE", PATH), id, 404).await;
        assert_eq!(
            kit.ok(&user, "GET", "portal/users/invite/User", None).await,
            json!("")
        );
        assert_ne!(
            kit.ok(&kit.owner, "GET", "portal/users/invite/Guest", None)
                .await,
            json!("")
        );
    })
    .await;
}

#[tokio::test]
async fn a_group_takes_people_who_can_be_in_one() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let guest = kit.person(&kit.owner, Guest, "Gus").await;
        let group = |members: Value| {
            Some(json!({"groupName": "Тест !@#", "groupManager": kit.owner.id, "members": members}))
        };
        let made = kit
            .ok(
                &kit.owner,
                "POST",
                "group",
                group(json!([user.id, user.id])),
            )
            .await;
        assert_eq!(
            (&made["name"], &made["membersCount"]),
            (&json!("Тест !@#"), &json!(2))
        );
        assert_eq!(made["manager"]["id"], json!(kit.owner.id));
        let text = kit
            .refused(&kit.owner, ("POST", "group"), group(json!([guest.id])), 400)
            .await;
        assert_eq!(text, "The user could not be found");
        for bad in [
            json!({"groupManager": kit.owner.id}),
            json!({"groupName": "  "}),
            json!({"groupName": 12}),
            json!({"groupName": "x".repeat(255)}),
            json!({"groupName": "x", "groupManager": ""}),
            json!({"groupName": "x", "groupManager": 12}),
            json!({"groupName": "x", "members": "y"}),
        ] {
            let (status, answer) = kit
                .call(&kit.owner, "POST", "group", Some(bad.clone()))
                .await;
            assert_eq!(status, 400, "{bad}: {answer}");
        }
        let path = format!("group/{}", made["id"].as_str().unwrap());
        let other = kit.person(&kit.owner, User, "Una").await;
        kit.ok(
            &kit.owner,
            "PUT",
            "people/status/2",
            Some(json!({"userIds": [other.id]})),
        )
        .await;
        let members = Some(json!({"members": [other.id]}));
        kit.refused(
            &kit.owner,
            ("POST", &format!("{path}/members")),
            members,
            400,
        )
        .await;
        let read = kit
            .ok(
                &kit.owner,
                "GET",
                &format!("{path}?includeMembers=true"),
                None,
            )
            .await;
        assert_eq!(read["members"].as_array().unwrap().len(), 2);
        let me = kit.ok(&user, "GET", "people/@self", None).await;
        assert_eq!(
            (&me["department"], &me["groups"][0]["manager"]),
            (&json!("Тест !@#"), &json!("owner"))
        );
        let (_, page) = kit
            .call(
                &kit.owner,
                "GET",
                "group?filterValue=ТЕСТ&sortBy=membersCount",
                None,
            )
            .await;
        assert_eq!((&page["count"], &page["total"]), (&json!(1), &json!(1)));
        assert_eq!(
            kit.refused(&user, ("GET", "group"), None, 403).await,
            "Access denied"
        );
        assert_eq!(
            kit.call(&kit.owner, "DELETE", &path, None).await,
            (204, Value::Null)
        );
        assert_eq!(
            kit.refused(&kit.owner, ("GET", &path), None, 404).await,
            "The group could not be found"
        );
    })
    .await;
}

/// Follows a task to its end.
async fn ended(kit: &Kit, path: &str) -> Value {
    for _ in 0..100 {
        let progress = kit.ok(&kit.owner, "GET", path, None).await;
        if progress["isCompleted"] == json!(true) {
            return progress;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the task at {path} does not end");
}

#[tokio::test]
async fn a_type_is_lowered_by_a_task_that_can_be_stopped() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        let workers = people::tasks::register(jobs::Workers::new(kit.db.clone()), &kit.people);
        let running = workers.start(2);
        let body =
            |person: &people::Person, kind: &str| Some(json!({"userId": person.id, "type": kind}));
        let begun = kit
            .ok(&kit.owner, "POST", "people/type", body(&admin, "User"))
            .await;
        assert_eq!(
            (&begun["isCompleted"], &begun["error"]),
            (&json!(false), &json!(""))
        );
        let stopped = kit
            .ok(&admin, "PUT", "people/type/terminate", body(&admin, "User"))
            .await;
        assert_eq!(
            (&stopped["status"], &stopped["isCompleted"]),
            (&json!(3), &json!(true))
        );
        let begun = kit
            .ok(&admin, "POST", "people/type", body(&room_admin, "User"))
            .await;
        assert_eq!(begun["isCompleted"], json!(false));
        let end = ended(&kit, &format!("people/type/progress/{}", room_admin.id)).await;
        assert_eq!(
            (&end["percentage"], &end["error"], &end["status"]),
            (&json!(100), &json!(""), &json!(2))
        );
        assert_eq!(kit.now(&room_admin).await.unwrap().role, User);
        assert_eq!(
            kit.now(&admin).await.unwrap().role,
            Admin,
            "stopped in time"
        );
        let nobody = json!({"userId": uuid::Uuid::nil(), "type": "User"});
        let text = kit
            .refused(&kit.owner, ("POST", "people/type"), Some(nobody), 400)
            .await;
        assert_eq!(text, "Can not update type");
        running.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn a_room_administrator_raises_his_own_guest_and_nobody_else() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        let own = kit.person(&room_admin, Guest, "Gil").await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let workers = people::tasks::register(jobs::Workers::new(kit.db.clone()), &kit.people);
        let running = workers.start(2);
        for (person, kind) in [(&own, "User"), (&user, "Guest")] {
            let body = Some(json!({"userId": person.id, "type": kind}));
            kit.ok(&room_admin, "POST", "people/type", body).await;
        }
        let end = ended(&kit, &format!("people/type/progress/{}", own.id)).await;
        assert_eq!(end["error"], json!(""));
        assert_eq!(kit.now(&own).await.unwrap().role, User);
        let end = ended(&kit, &format!("people/type/progress/{}", user.id)).await;
        assert_eq!(
            end["error"],
            json!("You don't have enough permission to perform the operation")
        );
        assert_eq!(kit.now(&user).await.unwrap().role, User);
        running.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn data_changes_hands_only_after_disabling() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let heir = kit.person(&kit.owner, Admin, "Ada").await;
        let body = Some(json!({"fromUserId": user.id, "toUserId": heir.id}));
        let text = kit
            .refused(
                &kit.owner,
                ("POST", "people/reassign/start"),
                body.clone(),
                400,
            )
            .await;
        assert!(text.starts_with("Can not reassign data"), "{text}");
        kit.ok(
            &kit.owner,
            "PUT",
            "people/status/2",
            Some(json!({"userIds": [user.id]})),
        )
        .await;
        let begun = kit
            .ok(&kit.owner, "POST", "people/reassign/start", body)
            .await;
        assert_eq!(
            (&begun["isCompleted"], &begun["error"]),
            (&json!(false), &json!(""))
        );
        let id = Some(json!({"userId": user.id}));
        let stopped = kit
            .ok(&kit.owner, "PUT", "people/reassign/terminate", id.clone())
            .await;
        assert_eq!(stopped["status"], json!(3));
        let begun = kit
            .ok(&heir, "POST", "people/remove/start", id.clone())
            .await;
        assert_eq!(
            (&begun["status"], &begun["isCompleted"]),
            (&json!(1), &json!(false))
        );
        let (status, answer) = kit.call(&heir, "PUT", "people/remove/terminate", id).await;
        assert_eq!((status, answer.get("response")), (200, None));
        let path = format!("people/reassign/progress/{}", user.id);
        assert_eq!(
            kit.refused(&user, ("GET", &path), None, 403).await,
            "Access denied"
        );
    })
    .await;
}

fn form(file: Option<(&str, &[u8])>, autosave: bool) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    if let Some((name, content)) = file {
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"File\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    let rest = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"Autosave\"\r\n\r\n{autosave}\r\n--edge--\r\n"
    );
    body.extend_from_slice(rest.as_bytes());
    ("multipart/form-data; boundary=edge".to_owned(), body)
}

async fn upload(
    kit: &Kit,
    by: &people::Person,
    of: &people::Person,
    file: Option<(&str, &[u8])>,
    autosave: bool,
) -> Value {
    let (kind, body) = form(file, autosave);
    let request = Request::post(format!("/api/2.0/people/{}/photo", of.id))
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    let (status, mut answer) = kit.send(by, request).await;
    assert_eq!((status, &answer["count"]), (200, &json!(1)), "{answer}");
    answer["response"].take()
}

fn png() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgba8(40, 20)
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

#[tokio::test]
async fn a_photo_is_uploaded_cropped_served_and_deleted() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let picture = png();
        let saved = upload(&kit, &user, &user, Some(("a.png", &picture)), true).await;
        assert_eq!(saved["success"], json!(true), "{saved}");
        type File<'a> = Option<(&'a str, &'a [u8])>;
        let refusals: [(&people::Person, File<'_>, &str); 4] = [
            (&kit.owner, Some(("a.png", &picture)), "Security error."),
            (&user, None, "The uploaded file could not be found"),
            (
                &user,
                Some(("a.svg", b"<svg/>")),
                "Unknown image file type.",
            ),
            (
                &user,
                Some(("a.png", &vec![0; 6 << 20])),
                "The maximum file size is exceeded (5 MB).",
            ),
        ];
        for (by, file, text) in refusals {
            let refused = upload(&kit, by, &user, file, true).await;
            assert_eq!(
                (&refused["success"], &refused["message"]),
                (&json!(false), &json!(text))
            );
        }
        let waiting = upload(&kit, &user, &user, Some(("b.png", &picture)), false).await;
        let crop = json!({"tmpFile": waiting["data"], "x": 1, "y": 1, "width": 10, "height": 10});
        let path = format!("people/{}/photo", user.id);
        let urls = kit
            .ok(&user, "POST", &format!("{path}/thumbnails"), Some(crop))
            .await;
        let file = urls["big"].as_str().unwrap().to_owned();
        let request = Request::get(&file).body(Body::empty()).unwrap();
        assert_eq!(kit.send(&user, request).await.0, 200, "{file}");
        let me = kit.ok(&user, "GET", "people/@self", None).await;
        assert_eq!(
            (&me["hasAvatar"], &me["avatar"]),
            (&json!(true), &urls["big"])
        );
        assert_eq!(
            kit.refused(&kit.owner, ("DELETE", &path), None, 403).await,
            "Access denied"
        );
        kit.ok(&user, "DELETE", &path, None).await;
        let request = Request::get(&file).body(Body::empty()).unwrap();
        assert_eq!(kit.send(&user, request).await.0, 404);
        let urls = kit.ok(&kit.owner, "GET", &path, None).await;
        let stand_in = Request::get(urls["retina"].as_str().unwrap())
            .body(Body::empty())
            .unwrap();
        assert_eq!(kit.send(&user, stand_in).await.0, 200);
    })
    .await;
}
