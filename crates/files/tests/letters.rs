//! Letters about rooms and shares, through a real mail server (`platform/10 §10.5`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database_with_mail, links};

async fn room(owner: &Client, title: &str) -> i64 {
    let body = json!({ "title": title, "roomType": 2 });
    owner.ok("POST", "files/rooms", Some(body)).await["id"]
        .as_i64()
        .unwrap()
}

async fn share(owner: &Client, room: i64, invitation: Value, notify: bool) {
    let body = json!({ "invitations": [invitation], "notify": notify, "message": "Have a <i>look</i>", "culture": "de" });
    owner
        .ok("PUT", &format!("files/rooms/{room}/share"), Some(body))
        .await;
}

fn text(letter: &Value) -> &str {
    letter["text"].as_str().unwrap()
}

#[tokio::test]
async fn a_stranger_comes_into_a_room_by_mail() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let room = room(&owner, "Plans & <b>more</b>").await;
        let invitation = json!({ "email": "new@example.com", "access": 10 });
        share(&owner, room, invitation, false).await;
        let letter = sink.to("new@example.com").await;
        let title = letter["subject"].as_str().unwrap();
        assert!(title.starts_with("admin-zero admin-zero lädt Sie in den Raum „Plans"), "{title}");
        assert!(text(&letter).contains("\n> Have a look\n"), "{}", text(&letter));
        let link = stranger.follow(&links(&letter)[0]).await;
        assert!(link.starts_with("/confirm/LinkInvite?") && link.ends_with(&format!("&roomId={room}")), "{link}");
        let mut opened = json!({});
        let query = link.split_once('?').unwrap().1;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let name = if name == "encemail" { "encEmail" } else { &*name };
            opened[name] = match name {
                "emplType" => json!(value.parse::<i32>().unwrap()),
                _ => json!(value),
            };
        }
        let seen = stranger.ok("POST", "authentication/confirm", Some(opened)).await;
        assert_eq!((&seen["result"], &seen["roomId"]), (&json!(0), &json!(room.to_string())));
        assert!(seen["title"].as_str().unwrap().starts_with("Plans"), "{seen}");
        let body = json!({ "email": "new@example.com", "firstName": "New", "lastName": "Comer", "password": "test1234" });
        let (status, answer) = stranger.confirmed(&link, "POST", "people", Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        let guest = stranger.sign_in("new@example.com", "test1234").await;
        guest.ok("GET", &format!("files/{room}"), None).await;

        // Asked for once more while nobody came.
        let invitation = json!({ "email": "late@example.com", "access": 2 });
        share(&owner, room, invitation, false).await;
        let first = sink.to("late@example.com").await;
        let body = json!({ "resendAll": true });
        owner.ok("POST", &format!("files/rooms/{room}/resend"), Some(body)).await;
        let second = sink.to("late@example.com").await;
        assert_eq!(first["subject"], second["subject"]);
    })
    .await;
}

#[tokio::test]
async fn members_hear_of_access_of_other_roles_and_of_the_end() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (user, quiet) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        sink.to(&quiet.email).await;
        let room = room(&owner, "Plans").await;
        share(&owner, room, json!({ "id": quiet.id, "access": 2 }), false).await;
        share(&owner, room, json!({ "id": user.id, "access": 2 }), true).await;
        let mut letter = sink.to(&user.email).await;
        if letter["subject"] == "Activate your account in Atrium" {
            letter = sink.to(&user.email).await;
        }
        assert_eq!(
            letter["subject"],
            "admin-zero admin-zero gave you access to the room “Plans”"
        );
        assert!(text(&letter).contains("> Have a look"));
        assert_eq!(links(&letter), [format!("http://localhost/rooms/{room}")]);

        share(&owner, room, json!({ "id": user.id, "access": 10 }), true).await;
        let letter = sink.to(&user.email).await;
        assert_eq!(
            letter["subject"],
            "Your role in the room “Plans” has changed"
        );
        assert!(
            text(&letter).contains("It is now: editor."),
            "{}",
            text(&letter)
        );
        // The same again is no change.
        share(&owner, room, json!({ "id": user.id, "access": 10 }), true).await;

        owner
            .ok(
                "PUT",
                &format!("files/rooms/{room}/archive"),
                Some(json!({})),
            )
            .await;
        testkit::eventually(async || {
            let operations = owner.ok("GET", "files/fileops", None).await;
            let all = operations.as_array().unwrap().clone();
            all.iter().all(|one| one["finished"] == true).then_some(())
        })
        .await;
        owner
            .ok("DELETE", &format!("files/rooms/{room}"), Some(json!({})))
            .await;
        let mut reached = Vec::new();
        for _ in 0..2 {
            let letter = sink.next().await;
            assert_eq!(
                letter["subject"],
                "admin-zero admin-zero deleted the room “Plans”"
            );
            reached.push(letter["to"][0].as_str().unwrap().to_owned());
        }
        reached.sort();
        let mut members = [user.email.clone(), quiet.email.clone()];
        members.sort();
        assert_eq!(reached, members);
    })
    .await;
}

#[tokio::test]
async fn a_share_is_told_when_it_is_wanted() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (user, member) = (portal.person(Role::User).await, portal.person(Role::User).await);
        sink.to(&member.email).await;
        let body = json!({ "groupName": "Team", "members": [member.id, owner.id] });
        let group = owner.ok("POST", "group", Some(body)).await["id"].clone();
        let folder = json!({ "title": "Papers" });
        let mine = owner.ok("GET", "files/@my", None).await["current"]["id"].clone();
        let folder = owner.ok("POST", &format!("files/folder/{mine}"), Some(folder)).await;
        let path = format!("files/folder/{}/share", folder["id"]);
        let body = json!({ "share": [{ "shareTo": user.id, "access": 2 }], "notify": false });
        owner.ok("PUT", &path, Some(body)).await;
        let body = json!({ "share": [{ "shareTo": group, "access": 2 }], "notify": true, "sharingMessage": "Please read" });
        owner.ok("PUT", &path, Some(body)).await;
        let letter = sink.next().await;
        assert_eq!(letter["to"], json!([member.email]), "{letter}");
        assert_eq!(letter["subject"], "admin-zero admin-zero shared the folder “Papers” with you");
        assert!(text(&letter).contains("> Please read"));

        let file = json!({ "title": "Note.txt", "content": "hi" });
        let file = owner.ok("POST", "files/@my/text", Some(file)).await;
        let path = format!("files/file/{}/share", file["id"]);
        let body = json!({ "share": [{ "shareTo": user.id, "access": 2 }], "notify": true });
        owner.ok("PUT", &path, Some(body)).await;
        let letter = sink.to(&user.email).await;
        assert_eq!(letter["subject"], "admin-zero admin-zero shared “Note.txt” with you");
        assert!(links(&letter)[0].contains(&file["id"].to_string()), "{letter}");
        // Taking it away is no news.
        let body = json!({ "share": [{ "shareTo": user.id, "access": 0 }], "notify": true });
        owner.ok("PUT", &path, Some(body)).await;
        owner.ok("POST", "portal/delete", Some(json!({}))).await;
        assert_eq!(sink.next().await["subject"], "Delete Atrium?");
    })
    .await;
}

/// A moment on the next day at 7:30 in the portal's zone, which is UTC.
fn next_morning() -> i64 {
    const DAY: i64 = 86_400_000_000;
    (sql::now() / DAY + 1) * DAY + 7 * 3_600_000_000 + 1_800_000_000
}

#[tokio::test]
async fn members_hear_what_happened_in_their_rooms_once() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (user, outside) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        sink.to(&outside.email).await;
        let (plans, silent) = (room(&owner, "Plans").await, room(&owner, "Silent").await);
        for room in [plans, silent] {
            share(&owner, room, json!({ "id": user.id, "access": 2 }), false).await;
            for name in ["one.txt", "two.txt"] {
                let path = format!("files/{room}/upload");
                let (status, answer) = owner.upload(&path, name, b"hi").await;
                assert_eq!(status, 200, "{answer}");
            }
        }
        let mute = json!({ "roomsId": silent, "mute": true });
        user.ok("POST", "settings/notification/rooms", Some(mute))
            .await;
        let files = kit.house().files();
        let now = sql::now() + 1_000_000;
        files.tell_news(now).await.unwrap();
        files.tell_news(now + 1_000_000).await.unwrap();
        let letter = sink.to(&user.email).await;
        assert_eq!(letter["subject"], "News from your rooms in Atrium");
        let told: Vec<_> = text(&letter)
            .lines()
            .filter(|line| line.starts_with("* "))
            .collect();
        assert_eq!(
            told,
            [
                "* admin-zero admin-zero added Given Family to Plans",
                "* admin-zero admin-zero uploaded one.txt to Plans",
                "* admin-zero admin-zero uploaded two.txt to Plans",
            ]
        );

        // The morning after: the rooms are the owner's own deed, so only the member hears of the files.
        let (status, _) = user
            .upload(&format!("files/{plans}/upload"), "no.txt", b"hi")
            .await;
        assert_eq!(status, 403);
        let text_file = json!({ "title": "Note.txt", "content": "hi" });
        owner
            .ok("POST", &format!("files/{plans}/text"), Some(text_file))
            .await;
        files.tell_news(next_morning()).await.unwrap();
        files.tell_news(next_morning() + 1).await.unwrap();
        let letter = sink.to(&user.email).await;
        assert_eq!(letter["subject"], "Yesterday in Atrium");
        assert!(text(&letter).contains("* admin-zero admin-zero created the room Plans"));
        assert!(
            text(&letter).contains("created Note.txt in Plans"),
            "{}",
            text(&letter)
        );
        assert!(!text(&letter).contains("Silent"));

        // Nobody else hears anything, and nobody hears it twice.
        owner.ok("POST", "portal/delete", Some(json!({}))).await;
        assert_eq!(sink.next().await["subject"], "Delete Atrium?");
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_want_letters_gets_none() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (quiet, user) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        sink.to(&user.email).await;
        let plans = room(&owner, "Plans").await;
        for person in [&quiet, &user] {
            share(
                &owner,
                plans,
                json!({ "id": person.id, "access": 2 }),
                false,
            )
            .await;
        }
        for kind in [1, 2] {
            let off = json!({ "type": kind, "isEnabled": false });
            quiet.ok("POST", "settings/notification", Some(off)).await;
        }
        owner
            .upload(&format!("files/{plans}/upload"), "one.txt", b"hi")
            .await;
        let files = kit.house().files();
        files.tell_news(sql::now() + 1_000_000).await.unwrap();
        files.tell_news(next_morning()).await.unwrap();
        // Two carriers bring them in any order.
        let mut subjects = Vec::new();
        for _ in 0..2 {
            let letter = sink.next().await;
            assert_eq!(letter["to"][0], user.email, "{letter}");
            subjects.push(letter["subject"].as_str().unwrap().to_owned());
        }
        subjects.sort();
        assert_eq!(
            subjects,
            ["News from your rooms in Atrium", "Yesterday in Atrium"]
        );
        // Tips come on the seventh day, to those who make rooms and want them.
        let week = next_morning() + 6 * 86_400_000_000;
        files.tell_news(week).await.unwrap();
        let letter = sink.next().await;
        assert_eq!(letter["subject"], "Three ways to get more out of Atrium");
        assert_eq!(letter["to"][0], owner.email);
        owner.ok("POST", "portal/delete", Some(json!({}))).await;
        assert_eq!(sink.next().await["subject"], "Delete Atrium?");
    })
    .await;
}

#[tokio::test]
async fn who_only_fills_in_forms_hears_of_no_files() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let filler = portal.person(Role::User).await;
        let reader = portal
            .person_named(Role::User, "reader@rooms.example", "Rea", "Der")
            .await;
        let body = json!({ "title": "Data", "roomType": 8 });
        let room = owner.ok("POST", "files/rooms", Some(body)).await["id"]
            .as_i64()
            .unwrap();
        for (person, access) in [(&filler, 7), (&reader, 2)] {
            let invitation = json!({ "id": person.id, "access": access });
            share(&owner, room, invitation, false).await;
        }
        let path = format!("files/{room}/upload");
        assert_eq!(owner.upload(&path, "secret.txt", b"hi").await.0, 200);
        let now = sql::now() + 1_000_000;
        kit.house().files().tell_news(now).await.unwrap();
        let (mut of_filler, mut of_reader) = (None, None);
        while of_filler.is_none() || of_reader.is_none() {
            let letter = sink.next().await;
            if letter["subject"] != "News from your rooms in Atrium" {
                continue;
            }
            let words = text(&letter).to_owned();
            match letter["to"][0].as_str() {
                Some(to) if to == filler.email => of_filler = Some(words),
                Some(to) if to == reader.email => of_reader = Some(words),
                _ => {}
            }
        }
        let (of_filler, of_reader) = (of_filler.unwrap(), of_reader.unwrap());
        assert!(
            of_reader.contains("uploaded secret.txt to Data"),
            "{of_reader}"
        );
        assert!(of_filler.contains("added Rea Der to Data"), "{of_filler}");
        assert!(!of_filler.contains("secret"), "{of_filler}");
    })
    .await;
}

#[tokio::test]
async fn what_is_heard_of_is_everybodys_own_choice() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        for kind in 0..4 {
            let path = format!("settings/notification/{kind}");
            let answer = user.ok("GET", &path, None).await;
            assert_eq!(answer, json!({ "type": kind, "isEnabled": true }));
        }
        let plans = room(&owner, "Plans").await;
        share(&owner, plans, json!({ "id": user.id, "access": 2 }), false).await;
        owner
            .upload(&format!("files/{plans}/upload"), "one.txt", b"hi")
            .await;
        let path = format!("files/rooms/{plans}");
        let seen = user.ok("GET", &path, None).await;
        assert_eq!((&seen["new"], &seen["mute"]), (&json!(1), &json!(false)));
        assert_eq!(seen["security"]["Mute"], true);

        let muted = json!({ "roomsId": plans.to_string(), "mute": true });
        let answer = user
            .ok("POST", "settings/notification/rooms", Some(muted))
            .await;
        assert_eq!(answer["disabledRooms"], json!([plans]));
        assert_eq!(user.ok("GET", &path, None).await["mute"], true);
        assert_eq!(owner.ok("GET", &path, None).await["mute"], false);
        let heard = json!({ "roomsId": plans, "mute": false });
        let answer = user
            .ok("POST", "settings/notification/rooms", Some(heard))
            .await;
        assert_eq!(answer["disabledRooms"], json!([]));

        // Without counters nothing is counted; without anything there is nothing to mute.
        for kind in [0, 1, 2] {
            let off = json!({ "type": kind, "isEnabled": false });
            let answer = user.ok("POST", "settings/notification", Some(off)).await;
            assert_eq!(answer, json!({ "type": kind, "isEnabled": false }));
        }
        let seen = user.ok("GET", &path, None).await;
        assert_eq!(
            (&seen["new"], &seen["security"]["Mute"]),
            (&json!(0), &json!(false))
        );
        let files = user.ok("GET", &format!("files/{plans}"), None).await;
        assert_eq!(files["files"][0]["mute"], true);
        let muted = json!({ "roomsId": plans, "mute": true });
        assert_eq!(
            user.post("settings/notification/rooms", muted.clone())
                .await
                .0,
            403
        );

        // Bad requests are told so.
        assert_eq!(user.get("settings/notification/9").await.0, 400);
        assert_eq!(user.post("settings/notification", json!({})).await.0, 400);
        for (room, status) in [
            (json!(null), 404),
            (json!("abc"), 404),
            (json!(999_999), 404),
        ] {
            let body = json!({ "roomsId": room, "mute": true });
            assert_eq!(
                owner.post("settings/notification/rooms", body).await.0,
                status,
                "{room}"
            );
        }
        let stranger = portal.stranger();
        assert_eq!(stranger.get("settings/notification/1").await.0, 401);
        assert_eq!(stranger.get("settings/notification/rooms").await.0, 401);
        assert_eq!(
            stranger.post("settings/notification/rooms", muted).await.0,
            401
        );

        // Letters stay in the house here: no server is set.
        let channels = user.ok("GET", "settings/notification/channels", None).await;
        assert_eq!(
            channels["channels"],
            json!([{ "name": "email", "isEnabled": false }])
        );
    })
    .await;
}
