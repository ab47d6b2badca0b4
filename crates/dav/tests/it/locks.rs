//! Locks of clients.

use portal::Role;
use sql::Dialect;
use testkit::for_each_database;

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
