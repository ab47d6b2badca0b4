//! Locks of clients.

use portal::Role;
use serde_json::json;
use sql::Dialect;
use testkit::{Client, for_each_database};

use crate::kit::{Dav, LOCK, let_in, room, text, upload};

#[tokio::test]
async fn a_lock_keeps_others_out_until_it_is_let_go() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let other = portal.person(Role::User).await;
        let plans = room(&owner, "Plans").await;
        let_in(&owner, plans, &other, 10).await;
        upload(&owner, plans, "a.txt", "one").await;
        let (mine, yours) = (
            Dav::of(&portal, &owner).await,
            Dav::of(&portal, &other).await,
        );
        // On PostgreSQL the other one asks another node.
        let yours = match kit.house().db().dialect() {
            Dialect::Postgres => yours.at(&kit.another_node().await),
            Dialect::Sqlite => yours,
        };
        let path = "/Rooms/Plans/a.txt";
        let token = mine.lock(path, "0").await;
        let shown = format!("(<{token}>)");
        assert_eq!(yours.put(path, "two").await, 423);
        assert_eq!(mine.put(path, "two").await, 423, "without the token");
        let response = yours.send("PUT", path, &[("if", &shown)], "two").await;
        assert_eq!(response.status(), 423, "the token is somebody else's");
        assert_eq!(yours.send("LOCK", path, &[], LOCK).await.status(), 423);
        assert_eq!(yours.status("DELETE", path, &[]).await, 423);
        let to = [("destination", "/dav/Rooms/Plans/b.txt")];
        assert_eq!(yours.status("MOVE", path, &to).await, 423);
        let listed = text(&yours.send("PROPFIND", path, &[("depth", "0")], "").await);
        assert!(
            listed.contains(&token) && listed.contains("<D:timeout>Second-300"),
            "{listed}"
        );
        let response = mine.send("PUT", path, &[("if", &shown)], "two").await;
        assert_eq!(response.status(), 204);
        let refreshed = mine
            .send(
                "LOCK",
                path,
                &[("if", &shown), ("timeout", "Second-60")],
                "",
            )
            .await;
        assert!(
            text(&refreshed).contains("Second-60"),
            "{}",
            text(&refreshed)
        );
        let quoted = format!("<{token}>");
        assert_eq!(
            yours
                .status("UNLOCK", path, &[("lock-token", &quoted)])
                .await,
            403
        );
        assert_eq!(
            mine.status("UNLOCK", path, &[("lock-token", &quoted)])
                .await,
            204
        );
        assert_eq!(
            mine.status("UNLOCK", path, &[("lock-token", &quoted)])
                .await,
            409
        );
        assert_eq!(yours.put(path, "three").await, 204);
        // Reading is never locked.
        assert_eq!(mine.read(path).await, "three");
    })
    .await;
}

#[tokio::test]
async fn a_deep_lock_covers_everything_below() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        room(&owner, "Plans").await;
        let dav = Dav::of(&portal, &owner).await;
        assert_eq!(dav.status("MKCOL", "/Rooms/Plans/sub", &[]).await, 201);
        let token = dav.lock("/Rooms/Plans/sub/", "infinity").await;
        assert_eq!(dav.put("/Rooms/Plans/sub/a.txt", "a").await, 423);
        assert_eq!(dav.status("MKCOL", "/Rooms/Plans/sub/x", &[]).await, 423);
        assert_eq!(dav.put("/Rooms/Plans/b.txt", "b").await, 201);
        let shown = format!("</dav/Rooms/Plans/sub> (<{token}>)");
        let headers = [("if", shown.as_str())];
        let response = dav
            .send("PUT", "/Rooms/Plans/sub/a.txt", &headers, "a")
            .await;
        assert_eq!(response.status(), 201);
        assert_eq!(dav.status("DELETE", "/Rooms/Plans/sub", &[]).await, 423);
        assert_eq!(
            dav.status("DELETE", "/Rooms/Plans/sub", &headers).await,
            204
        );
        // The lock went with the folder.
        assert_eq!(dav.status("MKCOL", "/Rooms/Plans/sub", &[]).await, 201);
    })
    .await;
}

#[tokio::test]
async fn a_locked_name_is_held_by_an_empty_file() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let dav = Dav::of(&portal, &portal.owner()).await;
        let path = "/My%20documents/new.txt";
        let response = dav.send("LOCK", path, &[], LOCK).await;
        assert_eq!(response.status(), 201);
        assert_eq!(dav.read(path).await, "");
        // Where nothing can be stored nothing can be locked, and no lock stays behind.
        let response = dav.send("LOCK", "/My%20documents/a%3Ab", &[], LOCK).await;
        assert_eq!(response.status(), 400);
        let count =
            |tx: &mut sql::Tx<'_>| tx.query_one::<i64>("SELECT COUNT(*) FROM dav_locks", &[]);
        assert_eq!(
            kit.house().db().read::<_, sql::Error>(count).await.unwrap(),
            1
        );
        // Ended locks are swept.
        let end = |tx: &mut sql::Tx<'_>| tx.execute("UPDATE dav_locks SET expires = 1", &[]);
        kit.house().db().write::<_, sql::Error>(end).await.unwrap();
        assert_eq!(dav.put(path, "now").await, 204);
        assert_eq!(kit.house().dav().sweep().await.unwrap(), (1, 0));
    })
    .await;
}

/// Stores new content in a file through the web; gives the status.
async fn update(who: &Client, file: i64) -> u16 {
    let path = format!("/api/2.0/files/{file}/update");
    let form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nnew\r\n--b--\r\n";
    let request = who
        .request("PUT", &path)
        .header("content-type", "multipart/form-data; boundary=b");
    who.send(request.body(form.into()).unwrap())
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_lock_of_a_client_holds_in_the_web_as_long_as_it_lasts() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, other) = (portal.owner(), portal.person(Role::User).await);
        let plans = room(&owner, "Plans").await;
        let_in(&owner, plans, &other, 10).await;
        let file = upload(&owner, plans, "a.txt", "one").await;
        let about = format!("files/file/{file}");
        let mine = Dav::of(&portal, &owner).await;
        let path = "/Rooms/Plans/a.txt";
        assert_eq!(update(&other, file).await, 200);

        let token = mine.lock(path, "0").await;
        assert_eq!(update(&other, file).await, 403);
        let seen = other.ok("GET", &about, None).await;
        assert_eq!(
            (&seen["locked"], &seen["security"]["Edit"]),
            (&json!(true), &json!(false))
        );
        assert!(seen["lockedBy"].is_string(), "{seen}");
        for (verb, path, body) in [
            ("PUT", about.clone(), json!({"title": "b"})),
            ("DELETE", about.clone(), json!({"immediately": true})),
        ] {
            assert_eq!(other.call(verb, &path, Some(body)).await.0, 403, "{verb}");
        }
        assert_eq!(update(&owner, file).await, 200, "it is his own");
        let unlock = [("lock-token", &*format!("<{token}>"))];
        assert_eq!(mine.status("UNLOCK", path, &unlock).await, 204);
        assert_eq!(update(&other, file).await, 200);
        let seen = other.ok("GET", &about, None).await;
        assert_ne!(seen["locked"], true, "{seen}");

        // A name that a client took before it wrote is held, too; its end comes by itself.
        mine.lock("/Rooms/Plans/b.txt", "0").await;
        let listed = owner.ok("GET", &format!("files/{plans}"), None).await;
        let mut listed = listed["files"].as_array().unwrap().iter();
        let new = listed.find(|one| one["title"] == "b.txt").unwrap()["id"].as_i64();
        assert_eq!(update(&other, new.unwrap()).await, 403);
        let over = "UPDATE files SET locked_until = 1 WHERE locked_until IS NOT NULL";
        let done = kit.house().db().write(move |tx| tx.execute(over, &[]));
        assert_eq!(done.await.unwrap(), 1);
        assert_eq!(update(&other, new.unwrap()).await, 200);

        // Clients lock whatever they open: that is nothing to tell in a history.
        let log = owner.ok("GET", &format!("{about}/log"), None).await;
        let log = log.as_array().unwrap();
        let told =
            |one: &&serde_json::Value| one["action"]["key"].as_str().unwrap().contains("Lock");
        assert_eq!(log.iter().filter(told).count(), 0, "{log:?}");
    })
    .await;
}

#[tokio::test]
async fn a_lock_of_the_web_holds_for_clients() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, other) = (portal.owner(), portal.person(Role::User).await);
        let plans = room(&owner, "Plans").await;
        let_in(&owner, plans, &other, 11).await;
        let file = upload(&other, plans, "a.txt", "one").await;
        let (mine, yours) = (
            Dav::of(&portal, &owner).await,
            Dav::of(&portal, &other).await,
        );
        let path = "/Rooms/Plans/a.txt";
        let lock = format!("files/file/{file}/lock");
        owner
            .ok("PUT", &lock, Some(json!({"lockFile": true})))
            .await;
        assert_eq!(yours.put(path, "two").await, 423);
        assert_eq!(yours.send("LOCK", path, &[], LOCK).await.status(), 423);
        assert_eq!(yours.status("DELETE", path, &[]).await, 423);
        let to = [("destination", "/dav/Rooms/Plans/b.txt")];
        assert_eq!(yours.status("MOVE", path, &to).await, 423);
        assert_eq!(yours.read(path).await, "one");
        assert_eq!(mine.put(path, "three").await, 204, "it is his own");
        // A client's lock of his own does not take the other one off.
        let token = mine.lock(path, "0").await;
        let unlock = [("lock-token", &*format!("<{token}>"))];
        assert_eq!(mine.status("UNLOCK", path, &unlock).await, 204);
        assert_eq!(yours.put(path, "two").await, 423);
        owner
            .ok("PUT", &lock, Some(json!({"lockFile": false})))
            .await;
        assert_eq!(yours.put(path, "two").await, 204);
    })
    .await;
}
