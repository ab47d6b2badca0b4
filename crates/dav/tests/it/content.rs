//! Reading and storing files.

use serde_json::json;
use testkit::for_each_database;

use crate::kit::{Dav, my_documents, room, text, upload};

#[tokio::test]
async fn files_are_stored_and_read_whole_and_in_part() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let dav = Dav::of(&portal, &portal.owner()).await;
        let path = "/My%20documents/r%C3%A9sum%C3%A9.txt";
        let response = dav.send("PUT", path, &[], "0123456789").await;
        assert_eq!(response.status(), 201);
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        let whole = dav.send("GET", path, &[], "").await;
        assert_eq!(
            (whole.status().as_u16(), text(&whole)),
            (200, "0123456789".to_owned())
        );
        assert_eq!(whole.headers()["etag"], tag.as_str());
        let part = dav.send("GET", path, &[("range", "bytes=2-4")], "").await;
        assert_eq!(
            (part.status().as_u16(), text(&part)),
            (206, "234".to_owned())
        );
        assert_eq!(part.headers()["content-range"], "bytes 2-4/10");
        assert_eq!(
            dav.status("GET", path, &[("if-none-match", &tag)]).await,
            304
        );
        let head = dav.send("HEAD", path, &[], "").await;
        assert_eq!(head.headers()["content-length"], "10");
        let listed = dav.send("PROPFIND", path, &[("depth", "0")], "").await;
        let listed = text(&listed);
        let quoted = tag.replace('"', "&quot;");
        for part in [
            format!("<D:getetag>{quoted}</D:getetag>"),
            "<D:getcontentlength>10</D:getcontentlength>".to_owned(),
            "<D:displayname>résumé.txt</D:displayname>".to_owned(),
        ] {
            assert!(listed.contains(&part), "{part} in {listed}");
        }
        // Conditions.
        assert_eq!(
            dav.status("PUT", path, &[("if-none-match", "*")]).await,
            412
        );
        assert_eq!(
            dav.status("PUT", path, &[("if-match", "\"other\"")]).await,
            412
        );
        let response = dav.send("PUT", path, &[("if-match", &tag)], "new").await;
        assert_eq!(response.status(), 204);
        assert_ne!(response.headers()["etag"], tag.as_str());
        assert_eq!(dav.read(path).await, "new");
        // Parts are not stored, and folders are no files.
        let range = [("content-range", "bytes 0-1/3")];
        assert_eq!(dav.status("PUT", path, &range).await, 400);
        assert_eq!(dav.status("PUT", "/My%20documents/", &[]).await, 403);
        assert_eq!(dav.status("GET", "/My%20documents/", &[]).await, 405);
        assert_eq!(dav.put("/My%20documents/none/a.txt", "a").await, 409);
        assert_eq!(
            dav.status("GET", "/My%20documents/none.txt", &[]).await,
            404
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_stored_again_is_a_new_version() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = upload(&owner, my_documents(&owner).await, "a.txt", "one").await;
        let dav = Dav::of(&portal, &owner).await;
        assert_eq!(dav.put("/My%20documents/a.txt", "two").await, 204);
        let info = owner.ok("GET", &format!("files/file/{id}"), None).await;
        assert_eq!(
            (info["version"].as_i64(), &info["title"]),
            (Some(2), &json!("a.txt"))
        );
        // An empty file that only holds the name is filled.
        assert_eq!(dav.put("/My%20documents/b.txt", "").await, 201);
        assert_eq!(dav.put("/My%20documents/b.txt", "b").await, 204);
        let list = owner.ok("GET", "files/@my?sortBy=AZ", None).await;
        let versions: Vec<_> = list["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| &file["version"])
            .collect();
        assert_eq!(versions, [&json!(2), &json!(1)]);
    })
    .await;
}

#[tokio::test]
async fn names_come_back_as_they_were_given_or_are_refused() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let dav = Dav::of(&portal, &owner).await;
        for name in [
            "readme",
            ".profile",
            "a.tar.gz",
            "A.txt",
            "a.txt",
            "%23%25%26.txt",
            "%D0%B6",
        ] {
            let path = format!("/My%20documents/{name}");
            assert_eq!(dav.put(&path, name).await, 201, "{name}");
            assert_eq!(dav.read(&path).await, name);
        }
        let listed = dav.list("/My%20documents/").await;
        assert_eq!(
            listed,
            [
                "readme",
                ".profile",
                "a.tar.gz",
                "A.txt",
                "a.txt",
                "%23%25%26.txt",
                "%D0%B6"
            ]
        );
        // Composed and decomposed letters are the same name.
        assert_eq!(dav.put("/My%20documents/e%CC%81.txt", "1").await, 201);
        assert_eq!(dav.put("/My%20documents/%C3%A9.txt", "2").await, 204);
        for name in ["a%3Ab.txt", "a%2Ab", "%20a.txt", &"x".repeat(171)] {
            let path = format!("/My%20documents/{name}");
            let response = dav.send("PUT", &path, &[], "x").await;
            assert_eq!(response.status(), 400, "{name}");
            let told = text(&response);
            assert!(told.contains("cannot be stored"), "{told}");
            assert_eq!(dav.status("MKCOL", &path, &[]).await, 400, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn equal_titles_are_told_apart() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Plans").await;
        upload(&owner, room, "Plan.txt", "one").await;
        let second = upload(&owner, room, "Other.txt", "two").await;
        owner
            .ok(
                "PUT",
                &format!("files/file/{second}"),
                Some(json!({ "title": "Plan" })),
            )
            .await;
        let dav = Dav::of(&portal, &owner).await;
        let numbered = format!("Plan%20%28%23{second}%29.txt");
        assert_eq!(dav.list("/Rooms/Plans/").await, ["Plan.txt", &numbered]);
        assert_eq!(dav.read("/Rooms/Plans/Plan.txt").await, "one");
        assert_eq!(dav.read(&format!("/Rooms/Plans/{numbered}")).await, "two");
        // The name with the number stays good when the other one is gone.
        assert_eq!(
            dav.status("DELETE", "/Rooms/Plans/Plan.txt", &[]).await,
            204
        );
        assert_eq!(dav.read("/Rooms/Plans/Plan.txt").await, "two");
        assert_eq!(dav.read(&format!("/Rooms/Plans/{numbered}")).await, "two");
    })
    .await;
}

#[tokio::test]
async fn a_full_room_takes_nothing_more() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let body = json!({ "enableQuota": true, "defaultQuota": 1000 });
        owner.ok("POST", "settings/roomquotasettings", Some(body)).await;
        room(&owner, "Small").await;
        let dav = Dav::of(&portal, &owner).await;
        assert_eq!(dav.put("/Rooms/Small/a.txt", &"x".repeat(900)).await, 201);
        let ask = "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:quota-available-bytes/><D:quota-used-bytes/>\
             </D:prop></D:propfind>";
        let told = text(&dav.send("PROPFIND", "/Rooms/Small/", &[("depth", "0")], ask).await);
        assert!(told.contains("<D:quota-available-bytes>100</D:quota-available-bytes>"), "{told}");
        assert!(told.contains("<D:quota-used-bytes>900</D:quota-used-bytes>"), "{told}");
        let response = dav.send("PUT", "/Rooms/Small/b.txt", &[], "x".repeat(1101)).await;
        assert_eq!(response.status(), 507);
        let told = text(&response);
        assert!(told.contains("quota-not-exceeded"), "{told}");
        assert!(told.contains("Room space quota exceeded (1,000 bytes)."), "{told}");
        let to = [("destination", "/dav/Rooms/Small/c.txt")];
        assert_eq!(dav.put("/My%20documents/c.txt", &"x".repeat(101)).await, 201);
        for method in ["COPY", "MOVE"] {
            let status = dav.status(method, "/My%20documents/c.txt", &to).await;
            assert_eq!(status, 507, "{method}");
        }
        assert_eq!(dav.list("/Rooms/Small/").await, ["a.txt"]);
    })
    .await;
}
