//! Who comes in, and what he sees and may do there.

use portal::Role;
use serde_json::json;
use testkit::for_each_database;

use crate::kit::{Dav, LOCK, key, let_in, my_documents, room, text, upload};

#[tokio::test]
async fn nobody_comes_in_without_credentials_of_this_portal() {
    for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let user = portal.person(Role::User).await;
        let secret = key(&owner, json!([])).await;
        let foreign = key(&other.owner(), json!([])).await;
        let wrong = format!("sk-{}", "0".repeat(64));
        for (login, secret) in [
            ("", ""),
            (owner.email.as_str(), wrong.as_str()),
            // Both owners have the same address.
            (&owner.email, &foreign),
            (&user.email, &secret),
        ] {
            let dav = Dav::new(stranger.clone(), login, secret);
            let response = dav.send("PROPFIND", "/", &[("depth", "0")], "").await;
            assert_eq!(response.status(), 401, "{login}");
            let ask = response.headers()["www-authenticate"].to_str().unwrap();
            assert!(ask.starts_with("Basic realm="), "{ask}");
        }
        let bare = stranger.request("PROPFIND", "/dav/");
        let response = stranger.send(bare.body("".into()).unwrap()).await;
        assert_eq!(response.status(), 401);
        assert!(response.headers().contains_key("www-authenticate"));
        // What this server speaks is no secret: Windows asks before it signs in.
        let bare = stranger.request("OPTIONS", "/dav/");
        let response = stranger.send(bare.body("".into()).unwrap()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["dav"], "1, 2");
        // A session that a browser keeps is none of these credentials.
        let cookie = format!("asc_auth_key={}", owner.token().unwrap());
        let request = stranger
            .request("PROPFIND", "/dav/")
            .header("cookie", cookie);
        let response = stranger.send(request.body("".into()).unwrap()).await;
        assert_eq!(response.status(), 401);

        let dav = Dav::new(stranger.clone(), &owner.email.to_uppercase(), &secret);
        assert_eq!(dav.status("PROPFIND", "/", &[("depth", "0")]).await, 207);
        for token in [secret.as_str(), owner.token().unwrap()] {
            let client = stranger.with_token(token);
            let request = client.request("PROPFIND", "/dav/").header("depth", "0");
            let response = client.send(request.body("".into()).unwrap()).await;
            assert_eq!(response.status(), 207, "Bearer");
        }
        let dav = Dav::new(stranger, &owner.email, "test1234");
        assert_eq!(dav.status("PROPFIND", "/", &[("depth", "0")]).await, 207);
    })
    .await;
}

#[tokio::test]
async fn the_scopes_of_a_key_hold() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let all = Dav::of(&portal, &owner).await;
        assert_eq!(all.put("/My%20documents/a.txt", "a").await, 201);
        for (scopes, reads, writes) in [
            (json!(["files:read"]), true, false),
            (json!(["*:read"]), true, false),
            (json!(["files:write"]), true, true),
            (json!(["accounts:write", "rooms:write"]), false, false),
        ] {
            let secret = key(&owner, scopes.clone()).await;
            let dav = Dav::new(portal.stranger(), &owner.email, &secret);
            let (read, wrote) = match (reads, writes) {
                (true, true) => ([207, 200], 204),
                (true, false) => ([207, 200], 403),
                _ => ([403, 403], 403),
            };
            let found = [
                dav.status("PROPFIND", "/My%20documents/", &[("depth", "1")])
                    .await,
                dav.status("GET", "/My%20documents/a.txt", &[]).await,
            ];
            assert_eq!(found, read, "{scopes}");
            assert_eq!(
                dav.put("/My%20documents/a.txt", "b").await,
                wrote,
                "{scopes}"
            );
            if !writes {
                for method in ["MKCOL", "DELETE", "PROPPATCH", "LOCK"] {
                    let status = dav.status(method, "/My%20documents/x", &[]).await;
                    assert_eq!(status, 403, "{scopes} {method}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_room_is_there_for_its_members_alone() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Plans").await;
        upload(&owner, room, "a.txt", "content").await;
        let (reader, outsider) = (portal.person(Role::User).await, portal.person(Role::User).await);
        let guest = portal.person(Role::Guest).await;
        let_in(&owner, room, &reader, 2).await;
        let_in(&owner, room, &guest, 2).await;

        let dav = Dav::of(&portal, &outsider).await;
        let shared = "Shared%20with%20me/";
        let roots = ["My%20documents/", shared, "Rooms/", "Archive/", "Trash/"];
        assert_eq!(dav.list("/").await, roots);
        assert!(dav.list("/Rooms/").await.is_empty());
        for (method, path) in [
            ("PROPFIND", "/Rooms/Plans/"),
            ("GET", "/Rooms/Plans/a.txt"),
            ("DELETE", "/Rooms/Plans/a.txt"),
        ] {
            assert_eq!(dav.status(method, path, &[]).await, 404, "{method} {path}");
        }
        assert_eq!(dav.put("/Rooms/Plans/b.txt", "b").await, 409);

        let as_guest = Dav::new(portal.stranger(), &guest.email, "test1234");
        assert_eq!(as_guest.list("/").await, roots[1..]);
        for dav in [Dav::of(&portal, &reader).await, as_guest] {
            assert_eq!(dav.list("/Rooms/").await, ["Plans/"]);
            assert_eq!(dav.list("/Rooms/Plans/").await, ["a.txt"]);
            assert_eq!(dav.read("/Rooms/Plans/a.txt").await, "content");
            assert_eq!(dav.put("/Rooms/Plans/a.txt", "b").await, 403);
            assert_eq!(dav.put("/Rooms/Plans/b.txt", "b").await, 403);
            let to = [("destination", "/dav/Rooms/Plans/c.txt")];
            for (method, headers) in [("DELETE", &[][..]), ("MOVE", &to[..]), ("COPY", &to[..])] {
                let status = dav.status(method, "/Rooms/Plans/a.txt", headers).await;
                assert_eq!(status, 403, "{method}");
            }
            assert_eq!(dav.status("MKCOL", "/Rooms/Plans/x", &[]).await, 403);
            let response = dav.send("LOCK", "/Rooms/Plans/a.txt", &[], LOCK).await;
            assert_eq!(response.status(), 403);
            let patch = "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><x xmlns=\"u:\"/></D:prop>\
                 </D:set></D:propertyupdate>";
            let response = dav.send("PROPPATCH", "/Rooms/Plans/a.txt", &[], patch).await;
            assert_eq!(response.status(), 403);
        }
        assert_eq!(Dav::of(&portal, &owner).await.read("/Rooms/Plans/a.txt").await, "content");
    })
    .await;
}

#[tokio::test]
async fn rooms_and_roots_stay_where_they_are() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        room(&owner, "Plans").await;
        let dav = Dav::of(&portal, &owner).await;
        for (method, path, to) in [
            ("DELETE", "/Rooms/Plans/", ""),
            ("DELETE", "/Rooms/", ""),
            ("DELETE", "/", ""),
            ("MKCOL", "/Rooms/New", ""),
            ("MKCOL", "/New", ""),
            ("MOVE", "/Rooms/Plans/", "/dav/Rooms/Other"),
            ("MOVE", "/Rooms/Plans/", "/dav/My%20documents/Plans"),
            ("COPY", "/Rooms/Plans/", "/dav/Rooms/Other"),
            ("MOVE", "/My%20documents/", "/dav/Rooms/Mine"),
            ("PUT", "/a.txt", ""),
            ("PUT", "/Rooms/a.txt", ""),
            ("LOCK", "/", ""),
        ] {
            let headers = [("destination", to)];
            let headers = if to.is_empty() {
                &headers[..0]
            } else {
                &headers[..]
            };
            let response = dav.send(method, path, headers, "").await;
            assert_eq!(
                response.status(),
                403,
                "{method} {path}: {}",
                text(&response)
            );
        }
        assert_eq!(dav.list("/Rooms/").await, ["Plans/"]);
    })
    .await;
}

#[tokio::test]
async fn switched_off_documents_are_switched_off_here_too() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let dav = Dav::of(&portal, &user).await;
        assert_eq!(dav.status("PROPFIND", "/", &[("depth", "0")]).await, 207);
        let documents = "e67be73d-f9ae-4ce1-8fec-1880cb518cb4";
        let body = json!({ "id": documents, "enabled": false, "subjects": [] });
        portal
            .owner()
            .ok("PUT", "settings/security", Some(body))
            .await;
        assert_eq!(dav.status("PROPFIND", "/", &[("depth", "0")]).await, 403);
    })
    .await;
}

#[tokio::test]
async fn what_others_share_lies_in_a_folder_of_its_own() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let stranger = portal.person(Role::User).await;
        let home = my_documents(&owner).await;
        let plan = upload(&owner, home, "Plan.txt", "plan").await;
        let another = portal.person(Role::User).await;
        let second = my_documents(&another).await;
        let second = upload(&another, second, "Plan.txt", "second plan").await;
        let made = json!({ "title": "Drafts" });
        let drafts = owner
            .ok("POST", &format!("files/folder/{home}"), Some(made))
            .await;
        let drafts = drafts["id"].as_i64().unwrap();
        upload(&owner, drafts, "a.txt", "one").await;
        for (from, entry, access) in [
            (&owner, format!("file/{plan}"), 2),
            (&another, format!("file/{second}"), 1),
            (&owner, format!("folder/{drafts}"), 1),
        ] {
            let share = json!({ "share": [{ "shareTo": user.id, "access": access }] });
            from.ok("PUT", &format!("files/{entry}/share"), Some(share))
                .await;
        }
        let dav = Dav::of(&portal, &user).await;
        let top = dav.list("/").await;
        assert!(top.contains(&"Shared%20with%20me/".to_owned()), "{top:?}");
        let shared = "/Shared%20with%20me/";
        let numbered = format!("Plan%20%28%23{second}%29.txt");
        let mut listed = dav.list(shared).await;
        listed.sort();
        assert_eq!(listed, ["Drafts/", &numbered, "Plan.txt"]);
        assert_eq!(dav.list(&format!("{shared}Drafts/")).await, ["a.txt"]);

        // By their rights.
        let at = |name: &str| format!("{shared}{name}");
        assert_eq!(dav.read(&at("Plan.txt")).await, "plan");
        assert_eq!(dav.put(&at("Plan.txt"), "other").await, 403);
        assert_eq!(dav.read(&at(&numbered)).await, "second plan");
        assert_eq!(dav.put(&at(&numbered), "third plan").await, 204);
        assert_eq!(dav.status("DELETE", &at(&numbered), &[]).await, 403);
        assert_eq!(dav.put(&at("Drafts/a.txt"), "two").await, 204);
        assert_eq!(dav.put(&at("Drafts/b.txt"), "new").await, 201);
        assert_eq!(dav.status("DELETE", &at("Drafts/b.txt"), &[]).await, 204);
        assert_eq!(dav.status("DELETE", &at("Drafts"), &[]).await, 403);
        assert_eq!(dav.put(&at("c.txt"), "nobody's").await, 403);
        let mine = Dav::of(&portal, &owner).await;
        assert_eq!(mine.read("/My%20documents/Drafts/a.txt").await, "two");
        assert_eq!(mine.list(shared).await, Vec::<String>::new());

        // A lock at one of the two addresses holds at the other one, and nowhere else.
        let token = dav.lock(&at(&numbered), "0").await;
        let theirs = Dav::of(&portal, &another).await;
        let there = "/My%20documents/Plan.txt";
        assert_eq!(theirs.put(there, "fourth plan").await, 423);
        assert_eq!(theirs.send("LOCK", there, &[], LOCK).await.status(), 423);
        let shown = format!("(<{token}>)");
        let (path, header) = (at(&numbered), [("if", shown.as_str())]);
        let put = dav.send("PUT", &path, &header, "fourth plan").await;
        assert_eq!(put.status(), 204);
        let unlock = [("lock-token", &*format!("<{token}>"))];
        assert_eq!(dav.status("UNLOCK", &at(&numbered), &unlock).await, 204);
        assert_eq!(theirs.put(there, "fifth plan").await, 204);

        let other = Dav::of(&portal, &stranger).await;
        assert_eq!(other.list(shared).await, Vec::<String>::new());
        let hidden = other
            .status("PROPFIND", &at("Plan.txt"), &[("depth", "0")])
            .await;
        assert_eq!(hidden, 404);
    })
    .await;
}
