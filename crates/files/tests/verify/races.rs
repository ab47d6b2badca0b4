//! Bad input, and people who do things at the same time.

use futures::future::join_all;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

use crate::{assert_sound, file, folder, number, quiet, room};

async fn relocate(who: &Client, folder: i64, into: i64) -> u16 {
    let body = json!({ "folderIds": [folder], "destFolderId": into });
    who.put("files/fileops/move", body).await.0
}

#[tokio::test]
async fn a_folder_never_goes_into_itself() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let top = folder(&owner, room, "Top").await;
        let below = folder(&owner, top, "Below").await;
        for into in [top, below] {
            for verb in ["move", "copy"] {
                let body = json!({ "folderIds": [top], "destFolderId": into });
                let (status, answer) = owner.put(&format!("files/fileops/{verb}"), body).await;
                let text = "You cannot copy the folder to its subfolder";
                assert_eq!(
                    (status, &answer["error"]["message"]),
                    (403, &json!(text)),
                    "{verb}"
                );
            }
        }
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn two_moves_at_once_make_no_circle() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        for _ in 0..5 {
            let room = room(&owner).await;
            let a = folder(&owner, room, "A").await;
            let b = folder(&owner, room, "B").await;
            let (one, other) = tokio::join!(relocate(&owner, a, b), relocate(&owner, b, a));
            assert!([one, other].contains(&200));
            quiet(&owner).await;
            // Exactly one of them lies in the other, and both can be reached.
            let parent = async |id: i64| {
                owner.ok("GET", &format!("files/folder/{id}"), None).await["parentId"].as_i64()
            };
            let parents = (parent(a).await, parent(b).await);
            let fits = [(Some(b), Some(room)), (Some(room), Some(a))];
            assert!(fits.contains(&parents), "{parents:?}");
        }
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_revoked_while_it_is_used_ends_at_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner).await;
        let id = file(&owner, room, "a.txt", b"secret").await;
        let links = format!("files/file/{id}/links");
        let asked = json!({ "access": 2, "primary": false, "internal": false, "title": "L" });
        let link = owner.ok("PUT", &links, Some(asked)).await;
        let key = link["sharedLink"]["requestToken"]
            .as_str()
            .unwrap()
            .to_owned();
        let gone = json!({ "linkId": link["sharedLink"]["id"], "access": 0, "title": "L" });
        let path = format!("files/file/{id}?share={key}");
        let visitor = portal.stranger();
        assert_eq!(visitor.get(&path).await.0, 200);
        let visits = join_all((0..20).map(|_| visitor.get(&path)));
        let (answers, _) = tokio::join!(visits, owner.ok("PUT", &links, Some(gone)));
        // Whoever came in time read it; nobody met an error.
        for (status, _) in answers {
            assert!([200, 401, 403].contains(&status), "{status}");
        }
        let (status, answer) = visitor.get(&path).await;
        assert!([401, 403].contains(&status), "{status} {answer}");
        let opened = visitor.ok("GET", &format!("files/share/{key}"), None).await;
        assert_eq!(opened["status"], 1);
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn names_that_differ_by_case_or_normal_form_are_the_same_name() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        // One letter, and a letter with a mark after it.
        let (composed, decomposed) = ("R\u{e9}sum\u{e9}.txt", "re\u{301}sume\u{301}.TXT");
        let first = file(&owner, room, composed, b"one").await;
        let check = json!({ "filesTitle": [decomposed] });
        let found = owner
            .ok("POST", &format!("files/{room}/upload/check"), Some(check))
            .await;
        assert_eq!(found, json!([decomposed]));
        // So an upload under the other spelling is a new version of the same file.
        let (status, answer) = owner
            .upload(&format!("files/{room}/upload"), decomposed, b"two")
            .await;
        assert_eq!(status, 200);
        assert_eq!(number(&answer["response"][0]), first);
        assert_eq!(answer["response"][0]["version"], 2);
        // And folders of such names are merged by a move.
        let left = folder(&owner, room, "Left").await;
        let one = folder(&owner, left, "STRASSE").await;
        folder(&owner, room, "strasse").await;
        file(&owner, one, "b.txt", b"b").await;
        assert_eq!(relocate(&owner, one, room).await, 200);
        quiet(&owner).await;
        let listed = owner.ok("GET", &format!("files/{room}"), None).await;
        let titles: Vec<&Value> = listed["folders"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["title"])
            .collect();
        assert_eq!(titles.len(), 2, "{titles:?}");
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn a_tree_200_deep_is_moved_copied_packed_and_deleted() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let top = folder(&owner, room, "0").await;
        let mut deepest = top;
        for depth in 1..200 {
            deepest = folder(&owner, deepest, &depth.to_string()).await;
        }
        let id = file(&owner, deepest, "deep.txt", b"deep").await;
        assert_eq!(owner.get(&format!("files/file/{id}")).await.0, 200);
        let path = owner
            .ok("GET", &format!("files/folder/{deepest}/path"), None)
            .await;
        assert_eq!(path.as_array().unwrap().len(), 202);
        let aside = folder(&owner, room, "Aside").await;
        assert_eq!(relocate(&owner, top, aside).await, 200);
        let copy = json!({ "folderIds": [aside], "destFolderId": room, "conflictResolveType": 2 });
        quiet(&owner).await;
        owner.ok("PUT", "files/fileops/copy", Some(copy)).await;
        quiet(&owner).await;
        let download = json!({ "folderIds": [aside] });
        owner
            .ok("PUT", "files/fileops/bulkdownload", Some(download))
            .await;
        for operation in quiet(&owner).await {
            assert_eq!(operation["error"], "", "{operation}");
        }
        assert_sound(&kit).await;
        let delete = json!({ "folderIds": [aside], "immediately": true });
        owner.ok("PUT", "files/fileops/delete", Some(delete)).await;
        quiet(&owner).await;
        let current = owner.ok("GET", &format!("files/folder/{room}"), None).await;
        assert_eq!(
            (&current["foldersCount"], &current["filesCount"]),
            (&json!(201), &json!(1))
        );
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn uploads_copies_moves_and_deletes_at_once_leave_the_counters_right() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let (a, b) = (
            folder(&owner, room, "A").await,
            folder(&owner, room, "B").await,
        );
        let ids = join_all((0..10).map(|number| {
            let owner = owner.clone();
            async move { file(&owner, a, &format!("{number}.txt"), &[b'x'; 10]).await }
        }))
        .await;
        let copy = owner.put(
            "files/fileops/copy",
            json!({ "fileIds": ids, "destFolderId": b }),
        );
        let away = owner.put(
            "files/fileops/move",
            json!({ "fileIds": &ids[..5], "destFolderId": room }),
        );
        let delete = owner.put(
            "files/fileops/delete",
            json!({ "fileIds": &ids[5..], "immediately": true }),
        );
        let more = join_all((0..5).map(|number| {
            let owner = owner.clone();
            async move { file(&owner, b, &format!("new{number}.txt"), b"yy").await }
        }));
        tokio::join!(copy, away, delete, more);
        quiet(&owner).await;
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn a_quota_that_is_reached_while_pieces_come_refuses_the_whole_and_loses_nothing() {
    const LIMIT: usize = 6 * 1024 * 1024;
    const PIECE: usize = 10 * 1024 * 1024;
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let on = json!({ "enableQuota": true, "defaultQuota": LIMIT });
        owner
            .ok("POST", "settings/roomquotasettings", Some(on))
            .await;
        let room = room(&owner).await;
        // A save may go over once, up to twice the limit: there is room for it when it begins.
        let sessions = format!("files/{room}/session");
        let asked = json!({ "fileName": "big.bin", "fileSize": PIECE + 3 });
        let session = owner.ok("POST", &sessions, Some(asked)).await;
        let session = format!("{sessions}/{}", session["id"].as_str().unwrap());
        let piece = async |number: i32, bytes: &[u8]| {
            let path = format!("{session}/upload?chunkNumber={number}");
            owner.upload(&path, "piece", bytes).await.0
        };
        assert_eq!(piece(1, &vec![b'x'; PIECE]).await, 200);
        let other = file(&owner, room, "other.bin", &vec![b'y'; LIMIT]).await;
        assert_eq!(piece(2, b"end").await, 200);
        let finalize = format!("{session}/finalize");
        let (status, answer) = owner.put(&finalize, json!({})).await;
        assert_eq!(status, 402, "{answer}");
        let titles = async || {
            let listed = owner.ok("GET", &format!("files/{room}"), None).await;
            let listed = listed["files"].as_array().unwrap().clone();
            let titles = listed.iter().map(|one| one["title"].clone());
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles().await, ["other.bin"]);
        assert_sound(&kit).await;
        // The pieces are still there for whoever makes room.
        let delete = json!({ "fileIds": [other], "immediately": true });
        owner.ok("PUT", "files/fileops/delete", Some(delete)).await;
        quiet(&owner).await;
        let (status, answer) = owner.put(&finalize, json!({})).await;
        assert_eq!(status, 201, "{answer}");
        assert_eq!(titles().await, ["big.bin"]);
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn an_archive_of_a_folder_that_changes_holds_whole_files() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let top = folder(&owner, room, "Top").await;
        let aside = folder(&owner, room, "Aside").await;
        let content = |title: &str| title.repeat(5000).into_bytes();
        let mut ids = Vec::new();
        for number in 0..30 {
            let title = format!("{number}.txt");
            ids.push(file(&owner, top, &title, &content(&title)).await);
        }
        let pack = owner.put("files/fileops/bulkdownload", json!({ "folderIds": [top] }));
        let delete = owner.put(
            "files/fileops/delete",
            json!({ "fileIds": &ids[..10], "immediately": true }),
        );
        let away = owner.put(
            "files/fileops/move",
            json!({ "fileIds": &ids[10..20], "destFolderId": aside }),
        );
        let more = join_all((30..35).map(|number| {
            let owner = owner.clone();
            let title = format!("{number}.txt");
            async move { file(&owner, top, &title, &content(&title)).await }
        }));
        let (packed, ..) = tokio::join!(pack, delete, away, more);
        assert_eq!(packed.0, 200, "{}", packed.1);
        let ended = quiet(&owner).await;
        let url = ended.iter().find_map(|one| one["url"].as_str());
        let url = url.unwrap().to_owned();
        for operation in &ended {
            assert_eq!(operation["error"], "", "{operation}");
        }
        let path = &url[url.find("/filehandler").unwrap()..];
        let request = owner.request("GET", path).body(axum::body::Body::empty());
        let answer = owner.send(request.unwrap()).await;
        assert_eq!(answer.status(), 200);
        let bytes = std::io::Cursor::new(answer.into_body().to_vec());
        let mut archive = zip::ZipArchive::new(bytes).unwrap();
        // Nobody touched the last ten; of the others some may be in it, and each of them whole.
        let names: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        for number in 20..30 {
            assert!(names.contains(&format!("{number}.txt")), "{names:?}");
        }
        for name in &names {
            let mut read = Vec::new();
            let mut entry = archive.by_name(name).unwrap();
            std::io::Read::read_to_end(&mut entry, &mut read).unwrap();
            assert_eq!(read, content(name), "{name}");
        }
        assert_sound(&kit).await;
    })
    .await;
}
