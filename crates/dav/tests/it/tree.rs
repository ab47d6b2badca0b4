//! Folders: listing, making, moving, copying, deleting.

use testkit::for_each_database;

use crate::kit::{Dav, my_documents, room, text, upload};

#[tokio::test]
async fn folders_are_moved_copied_and_thrown_away_whole() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        room(&owner, "Plans").await;
        let dav = Dav::of(&portal, &owner).await;
        let my = |path: &str| format!("/My%20documents/{path}");
        for folder in ["a", "a/b", "a/b/c"] {
            assert_eq!(dav.status("MKCOL", &my(folder), &[]).await, 201);
        }
        assert_eq!(dav.status("MKCOL", &my("a"), &[]).await, 405);
        assert_eq!(dav.status("MKCOL", &my("none/a"), &[]).await, 409);
        assert_eq!(dav.send("MKCOL", &my("x"), &[], "body").await.status(), 415);
        dav.put(&my("a/1.txt"), "1").await;
        dav.put(&my("a/b/c/2.txt"), "2").await;

        let to = [("destination", "/dav/Rooms/Plans/copy")];
        assert_eq!(dav.status("COPY", &my("a"), &to).await, 201);
        assert_eq!(dav.read("/Rooms/Plans/copy/b/c/2.txt").await, "2");
        assert_eq!(dav.read(&my("a/1.txt")).await, "1");
        let to = [("destination", "/dav/Rooms/Plans/shallow"), ("depth", "0")];
        assert_eq!(dav.status("COPY", &my("a"), &to).await, 201);
        assert!(dav.list("/Rooms/Plans/shallow/").await.is_empty());

        let inside = [("destination", "/dav/My%20documents/a/b/d")];
        assert_eq!(dav.status("MOVE", &my("a"), &inside).await, 403);
        assert_eq!(dav.status("COPY", &my("a"), &inside).await, 403);
        let around = [("destination", "/dav/My%20documents/a")];
        assert_eq!(dav.status("MOVE", &my("a/b"), &around).await, 403);
        let elsewhere = [(
            "destination",
            "http://elsewhere.example/dav/My%20documents/d",
        )];
        assert_eq!(dav.status("MOVE", &my("a"), &elsewhere).await, 502);
        let here = "http://localhost/dav/Rooms/Plans/copy";
        let keep = [("destination", here), ("overwrite", "F")];
        assert_eq!(dav.status("MOVE", &my("a"), &keep).await, 412);
        // What is in the way goes to the trash.
        let replace = [("destination", here)];
        dav.put("/Rooms/Plans/copy/3.txt", "3").await;
        assert_eq!(dav.status("MOVE", &my("a"), &replace).await, 204);
        assert_eq!(dav.list("/Rooms/Plans/copy/").await, ["b/", "1.txt"]);
        assert!(dav.list("/My%20documents/").await.is_empty());
        assert_eq!(dav.list("/Trash/").await, ["copy/"]);

        assert_eq!(dav.status("DELETE", "/Rooms/Plans/copy", &[]).await, 204);
        let trash = dav.list("/Trash/").await;
        assert_eq!(trash.len(), 2, "{trash:?}");
        // One looks at what was thrown away, not into it; there it is deleted for good.
        assert_eq!(dav.list("/Trash/copy/").await.len(), 0);
        assert_eq!(dav.status("GET", "/Trash/copy/1.txt", &[]).await, 404);
        assert_eq!(dav.status("DELETE", "/Trash/copy/", &[]).await, 204);
        assert_eq!(dav.list("/Trash/").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn programs_that_save_beside_and_rename_make_a_version() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = upload(&owner, my_documents(&owner).await, "letter.docx", "old").await;
        let dav = Dav::of(&portal, &owner).await;
        dav.put("/My%20documents/~WRL0001.tmp", "new").await;
        let to = [("destination", "/dav/My%20documents/letter.docx")];
        assert_eq!(
            dav.status("MOVE", "/My%20documents/~WRL0001.tmp", &to)
                .await,
            204
        );
        assert_eq!(dav.list("/My%20documents/").await, ["letter.docx"]);
        assert_eq!(dav.read("/My%20documents/letter.docx").await, "new");
        let info = owner.ok("GET", &format!("files/file/{id}"), None).await;
        assert_eq!(info["version"], 2);
        assert_eq!(info["title"], "letter.docx");
        // A name with another extension is another kind of file.
        let to = [("destination", "/dav/My%20documents/table.xlsx")];
        assert_eq!(
            dav.status("MOVE", "/My%20documents/letter.docx", &to).await,
            201
        );
        let info = owner.ok("GET", &format!("files/file/{id}"), None).await;
        assert_eq!(info["fileExst"], ".xlsx");
        assert_eq!(info["fileType"], 5);
    })
    .await;
}

#[tokio::test]
async fn a_listing_takes_as_many_statements_for_many_entries_as_for_few() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let dav = Dav::of(&portal, &owner).await;
        let db = kit.house().db().clone();
        let mut counts = Vec::new();
        for (folder, entries) in [("few", 2), ("many", 60)] {
            let path = format!("/My%20documents/{folder}/");
            assert_eq!(dav.status("MKCOL", &path, &[]).await, 201);
            for number in 0..entries {
                assert_eq!(dav.put(&format!("{path}{number}.txt"), "x").await, 201);
            }
            // The least of some: work in the background asks the database now and then.
            let mut least = u64::MAX;
            for _ in 0..40 {
                let before = db.statements();
                assert_eq!(dav.list(&path).await.len(), entries);
                least = least.min(db.statements() - before);
            }
            counts.push(least);
        }
        assert_eq!(counts[0], counts[1]);
        assert!(counts[1] <= 24, "{counts:?}");
    })
    .await;
}

#[tokio::test]
async fn large_folders_come_in_pieces_without_gaps() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let dav = Dav::of(&portal, &owner).await;
        let my = my_documents(&owner).await;
        let source = upload(&owner, my, "a.txt", "x").await;
        // Rows beside the first one: storing 1,200 files one by one says nothing more.
        let fill = move |tx: &mut sql::Tx<'_>| {
            for number in 1..=1200_i64 {
                tx.execute(
                    "INSERT INTO files (portal_id, id, folder_id, title, title_key, title_number, extension, \
                     category, version, version_group, size, object_id, comment, created_by, created, \
                     updated_by, updated) SELECT portal_id, id + $2, folder_id, 'f' || $2 || '.txt', \
                     'f' || $2 || '.txt', 0, extension, category, version, version_group, size, object_id, \
                     comment, created_by, created, updated_by, updated FROM files WHERE id = $1",
                    &sql::params![source, number],
                )?;
            }
            Ok(())
        };
        kit.house().db().write::<_, sql::Error>(fill).await.unwrap();
        let mut listed = dav.list("/My%20documents/").await;
        assert_eq!(listed.len(), 1201);
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), 1201);
        let response = dav.send("PROPFIND", "/My%20documents/", &[("depth", "1")], "").await;
        assert!(text(&response).trim_end().ends_with("</D:multistatus>"));
    })
    .await;
}

#[tokio::test]
async fn a_folder_that_many_make_at_once_is_made_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let dav = Dav::of(&portal, &portal.owner()).await;
        let make = || dav.status("MKCOL", "/My%20documents/same", &[]);
        let all = tokio::join!(make(), make(), make(), make(), make(), make());
        let mut all = [all.0, all.1, all.2, all.3, all.4, all.5];
        all.sort_unstable();
        assert_eq!(all, [201, 405, 405, 405, 405, 405]);
        assert_eq!(dav.list("/My%20documents/").await, ["same/"]);
    })
    .await;
}
