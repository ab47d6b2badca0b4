//! Who comes in, and what he sees and may do there.

use portal::Role;
use serde_json::json;
use testkit::for_each_database;

use crate::kit::{Dav, LOCK, key, let_in, room, text, upload};

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
        let roots = ["My%20documents/", "Rooms/", "Archive/", "Trash/"];
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
        assert_eq!(as_guest.list("/").await, ["Rooms/", "Archive/", "Trash/"]);
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
