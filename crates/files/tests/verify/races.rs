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
