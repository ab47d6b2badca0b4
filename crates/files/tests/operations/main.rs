//! Long-running operations and bad input over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use axum::body::Body;
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, eventually, for_each_database};

/// Starts an operation and waits for its end; answers it as the list shows it.
async fn run(who: &Client, method: &str, path: &str, body: Value) -> Value {
    let started = who.ok(method, path, Some(body)).await;
    let newest = started
        .as_array()
        .and_then(|all| all.last())
        .unwrap_or(&started);
    let id = newest["id"].as_str().unwrap().to_owned();
    eventually(async || {
        let all = who.ok("GET", "files/fileops", None).await;
        let found = all
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == json!(id))
            .cloned();
        found.filter(|one| one["finished"] == json!(true))
    })
    .await
}

async fn done(who: &Client, method: &str, path: &str, body: Value) -> Value {
    let operation = run(who, method, path, body).await;
    assert_eq!(operation["error"], "", "{path}");
    assert_eq!(operation["progress"], 100);
    operation
}

async fn room(who: &Client, title: &str) -> i64 {
    let body = json!({"title": title, "roomType": 5});
    who.ok("POST", "files/rooms", Some(body)).await["id"]
        .as_i64()
        .unwrap()
}

async fn folder(who: &Client, parent: i64, title: &str) -> i64 {
    let path = format!("files/folder/{parent}");
    who.ok("POST", &path, Some(json!({"title": title}))).await["id"]
        .as_i64()
        .unwrap()
}

async fn file(who: &Client, parent: i64, title: &str, content: &[u8]) -> i64 {
    let path = format!("files/{parent}/upload?createNewIfExist=true");
    let (status, answer) = who.upload(&path, title, content).await;
    assert_eq!(status, 200, "{answer}");
    answer["response"][0]["id"].as_i64().unwrap()
}

async fn titles(who: &Client, folder: i64) -> Vec<String> {
    let content = who
        .ok("GET", &format!("files/{folder}?sortBy=AZ"), None)
        .await;
    let entries = content["folders"]
        .as_array()
        .into_iter()
        .chain(content["files"].as_array());
    entries
        .flatten()
        .map(|entry| entry["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_folder_is_copied_with_everything_in_it_and_equal_titles_follow_the_wish() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let from = room(&owner, "From").await;
        let to = room(&owner, "To").await;
        let outer = folder(&owner, from, "Outer").await;
        let inner = folder(&owner, outer, "Inner").await;
        file(&owner, inner, "deep.txt", b"deep").await;
        let wish = |conflict: &str| {
            json!({"folderIds": [outer], "destFolderId": to, "conflictResolveType": conflict})
        };
        let copy = done(&owner, "PUT", "files/fileops/copy", wish("Skip")).await;
        assert_eq!((&copy["Operation"], &copy["processed"]), (&json!(1), &json!("1")));
        let copied = owner.ok("GET", &format!("files/{to}"), None).await;
        assert_eq!((&copied["current"]["filesCount"], &copied["current"]["foldersCount"]), (&json!(1), &json!(2)));
        done(&owner, "PUT", "files/fileops/copy", wish("Skip")).await;
        assert_eq!(titles(&owner, to).await, ["Outer"], "merged, nothing twice");
        done(&owner, "PUT", "files/fileops/copy", wish("Duplicate")).await;
        assert_eq!(titles(&owner, to).await, ["Outer", "Outer (1)"]);
    })
    .await;
}

#[tokio::test]
async fn a_folder_does_not_move_into_itself_and_its_content_follows_it_elsewhere() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Room").await;
        let outer = folder(&owner, room, "Outer").await;
        let inner = folder(&owner, outer, "Inner").await;
        let deep = file(&owner, inner, "deep.txt", b"deep").await;
        let (status, answer) = owner
            .put(
                "files/fileops/move",
                json!({"folderIds": [outer], "destFolderId": inner}),
            )
            .await;
        let text = "You cannot copy the folder to its subfolder";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        done(
            &owner,
            "PUT",
            "files/fileops/move",
            json!({"folderIds": [inner], "destFolderId": room}),
        )
        .await;
        assert_eq!(titles(&owner, room).await, ["Inner", "Outer"]);
        assert_eq!(titles(&owner, outer).await, Vec::<String>::new());
        let moved = owner.ok("GET", &format!("files/file/{deep}"), None).await;
        assert_eq!(moved["folderId"], json!(inner));
    })
    .await;
}

#[tokio::test]
async fn what_is_deleted_lies_in_the_trash_until_it_is_taken_back_or_emptied() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Room").await;
        let kept = file(&owner, room, "kept.txt", b"kept").await;
        let lost = file(&owner, room, "lost.txt", b"lost").await;
        for id in [kept, lost] {
            let path = format!("files/file/{id}");
            done(&owner, "DELETE", &path, json!({"immediately": false})).await;
        }
        let trash = owner.ok("GET", "files/@trash", None).await;
        assert_eq!(trash["total"], 2);
        assert_eq!(trash["files"][0]["originRoomTitle"], "Room");
        done(
            &owner,
            "PUT",
            "files/fileops/move",
            json!({"fileIds": [kept], "destFolderId": room}),
        )
        .await;
        assert_eq!(titles(&owner, room).await, ["kept.txt"]);
        done(&owner, "PUT", "files/fileops/emptytrash", Value::Null).await;
        assert_eq!(owner.ok("GET", "files/@trash", None).await["total"], 0);
        assert_eq!(owner.get(&format!("files/file/{lost}")).await.0, 404);
        let again = owner
            .call("DELETE", &format!("files/file/{lost}"), Some(json!({})))
            .await;
        assert_eq!(again.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_room_is_archived_read_only_restored_and_deleted_for_good() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let room = room(&owner, "Room").await;
        let inside = file(&owner, room, "a.txt", b"a").await;
        let path = format!("files/rooms/{room}");
        let refused = user
            .call("DELETE", &path, Some(json!({"deleteAfter": false})))
            .await;
        assert_eq!(
            (refused.0, &refused.1["error"]["message"]),
            (403, &json!("Access denied"))
        );
        done(
            &owner,
            "PUT",
            &format!("{path}/archive"),
            json!({"deleteAfter": false}),
        )
        .await;
        let (status, _) = owner
            .put(&format!("files/file/{inside}"), json!({"title": "b"}))
            .await;
        assert_eq!(status, 403);
        done(
            &owner,
            "PUT",
            &format!("{path}/unarchive"),
            json!({"deleteAfter": false}),
        )
        .await;
        done(&owner, "DELETE", &path, json!({"deleteAfter": false})).await;
        assert_eq!(owner.get(&format!("files/file/{inside}")).await.0, 404);
        assert_eq!(owner.get(&path).await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn an_archive_holds_folders_and_equal_names_apart_and_is_its_owners_alone() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Room").await;
        let inner = folder(&owner, room, "Inner").await;
        file(&owner, inner, "same.txt", b"one").await;
        let top = file(&owner, room, "same.txt", b"two").await;
        let body = json!({"folderIds": [inner], "fileIds": [top]});
        let operation = done(&owner, "PUT", "files/fileops/bulkdownload", body).await;
        let url = operation["url"].as_str().unwrap();
        let path = &url[url.find("/filehandler").unwrap()..];
        let fetch = async |who: &Client| {
            who.send(who.request("GET", path).body(Body::empty()).unwrap())
                .await
        };
        let answer = fetch(&owner).await;
        assert_eq!(answer.status(), 200);
        let bytes = answer.body();
        assert!(bytes.starts_with(b"PK"));
        for name in [&b"Inner/same.txt"[..], b"same.txt"] {
            assert!(bytes.windows(name.len()).any(|window| window == name));
        }
        let other = portal.person(Role::Admin).await;
        assert_ne!(fetch(&other).await.status(), 200);
    })
    .await;
}

#[tokio::test]
async fn archives_are_tarballs_for_those_who_want_them() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let on = json!({"set": true});
        owner
            .ok("PUT", "files/settings/downloadtargz", Some(on))
            .await;
        let room = room(&owner, "Room").await;
        // Longer than the names of the first tar, and as long as file systems take.
        let long = format!("{}.txt", "ä".repeat(120));
        let inner = folder(&owner, room, "Inner").await;
        file(&owner, inner, &long, b"deep").await;
        let big = vec![b'z'; 100_000];
        let top = file(&owner, room, "top.bin", &big).await;
        let body = json!({"folderIds": [inner], "fileIds": [top]});
        let operation = done(&owner, "PUT", "files/fileops/bulkdownload", body).await;
        let url = operation["url"].as_str().unwrap();
        let path = &url[url.find("/filehandler").unwrap()..];
        let request = owner.request("GET", path).body(Body::empty()).unwrap();
        let answer = owner.send(request).await;
        let name = answer.headers()["content-disposition"].to_str().unwrap();
        assert!(name.contains(".tar.gz"), "{name}");
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("a.tar.gz");
        std::fs::write(&archive, answer.body()).unwrap();
        // The tool that people unpack it with.
        let unpack = std::process::Command::new("tar")
            .arg("-xzf")
            .arg(&archive)
            .current_dir(folder.path())
            .status();
        assert!(unpack.unwrap().success());
        let content = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
        assert_eq!(content(&format!("Inner/{long}")), b"deep");
        assert_eq!(content("top.bin"), big);
    })
    .await;
}

const DAY: i64 = 24 * 3600 * 1_000_000;

#[tokio::test]
async fn a_trash_empties_itself_as_its_owner_wants() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let trash = async |who: &Client| {
            let listed = who.ok("GET", "files/@trash", None).await;
            let length = |list: &str| listed[list].as_array().unwrap().len();
            (length("folders"), length("files"))
        };
        let week = json!({"set": true, "gap": 1});
        user.ok("PUT", "files/settings/autocleanup", Some(week))
            .await;
        for who in [&owner, &user] {
            let my = who.ok("GET", "files/@my", None).await["current"]["id"].as_i64();
            let my = my.unwrap();
            let old = folder(who, my, "Old").await;
            file(who, old, "inside.txt", b"x").await;
            let id = file(who, my, "old.txt", b"x").await;
            let body = json!({"folderIds": [old], "fileIds": [id]});
            done(who, "PUT", "files/fileops/delete", body).await;
            assert_eq!(trash(who).await, (1, 1));
        }
        let files = kit.house().files();
        files.clean_up(sql::now() + 6 * DAY, None).await.unwrap();
        assert_eq!(trash(&user).await, (1, 1));
        files.clean_up(sql::now() + 8 * DAY, None).await.unwrap();
        assert_eq!(trash(&user).await, (0, 0));
        assert_eq!(trash(&owner).await, (1, 1));
        files.clean_up(sql::now() + 31 * DAY, None).await.unwrap();
        assert_eq!(trash(&owner).await, (0, 0));
    })
    .await;
}

#[tokio::test]
async fn files_outlive_no_room_with_a_lifetime() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let files = kit.house().files();
        let lives = |permanently: bool| {
            json!({"lifetime": {"deletePermanently": permanently, "period": 0, "value": 10, "enabled": true}})
        };
        for permanently in [false, true] {
            let room = room(&owner, "Room").await;
            let path = format!("files/rooms/{room}");
            owner.ok("PUT", &path, Some(lives(permanently))).await;
            let inner = folder(&owner, room, "Inner").await;
            let id = file(&owner, inner, "a.txt", b"x").await;
            let shown = owner.ok("GET", &format!("files/file/{id}"), None).await;
            assert!(shown["expired"].is_string());
            files.clean_up(sql::now() + 9 * DAY, None).await.unwrap();
            let shown = owner.ok("GET", &format!("files/file/{id}"), None).await;
            assert_eq!(shown["folderId"], inner);
            files.clean_up(sql::now() + 11 * DAY, None).await.unwrap();
            let (status, answer) = owner.get(&format!("files/file/{id}")).await;
            if permanently {
                assert_eq!(status, 404);
            } else {
                // In the trash of the room's owner; folders stay.
                assert_eq!(answer["response"]["rootFolderType"], 3);
            }
            assert_eq!(owner.get(&format!("files/folder/{inner}")).await.0, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn ids_of_another_portal_name_nothing() {
    for_each_database(async |kit| {
        let (ours, theirs) = (kit.portal().await, kit.portal().await);
        let (owner, stranger) = (ours.owner(), theirs.owner());
        let room = room(&owner, "Room").await;
        let secret = file(&owner, room, "secret.txt", b"secret").await;
        for path in [format!("files/file/{secret}"), format!("files/{room}")] {
            assert_eq!(stranger.get(&path).await.0, 404, "{path}");
        }
        let move_it = json!({"fileIds": [secret], "destFolderId": room});
        assert_eq!(stranger.put("files/fileops/move", move_it).await.0, 404);
        let download = format!("/filehandler.ashx?action=download&fileid={secret}");
        let answer = stranger
            .send(
                stranger
                    .request("GET", &download)
                    .body(Body::empty())
                    .unwrap(),
            )
            .await;
        assert_eq!(answer.status(), 404);
        assert_eq!(owner.get(&format!("files/file/{secret}")).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn bad_titles_are_cleaned_or_refused_and_two_renames_leave_one_of_them() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Room").await;
        let (status, _) = owner
            .post(
                &format!("files/folder/{room}"),
                json!({"title": "x".repeat(300)}),
            )
            .await;
        assert_eq!(status, 400);
        let (status, answer) = owner
            .post(&format!("files/folder/{room}"), json!({"title": "   "}))
            .await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("Incorrect title"))
        );
        let made = owner
            .ok(
                "POST",
                &format!("files/folder/{room}"),
                Some(json!({"title": "a/b\\c:\u{202e}d\u{7}"})),
            )
            .await;
        let title = made["title"].as_str().unwrap();
        assert!(
            !title.contains(['/', '\\', ':', '\u{7}', '\u{202e}']),
            "{title:?}"
        );
        let one = file(&owner, room, "one.txt", b"1").await;
        let path = format!("files/file/{one}");
        let (left, right) = tokio::join!(
            owner.put(&path, json!({"title": "left"})),
            owner.put(&path, json!({"title": "right"})),
        );
        assert_eq!((left.0, right.0), (200, 200));
        let title = owner.ok("GET", &path, None).await["title"].clone();
        assert!(title == "left.txt" || title == "right.txt", "{title}");
        let log = owner.ok("GET", &format!("{path}/log"), None).await;
        assert_eq!(log.as_array().unwrap().len(), 3, "both are remembered");
    })
    .await;
}

#[tokio::test]
async fn a_free_title_is_looked_up_and_not_searched_for() {
    for_each_database(async |kit| {
        let db = kit.house().db().clone();
        let sqlite = db.dialect() == sql::Dialect::Sqlite;
        let plan = move |tx: &mut sql::Tx<'_>| {
            let of = sql::params![1_i64, 1_i64, vec!["a".to_owned()]];
            let query = files::store::files::TAKEN_KEYS;
            if sqlite {
                let rows: Vec<(i64, i64, i64, String)> =
                    tx.query(&format!("EXPLAIN QUERY PLAN {query}"), &of)?;
                return Ok(rows.into_iter().map(|row| row.3).collect());
            }
            // For an empty table every plan is as good.
            tx.execute(
                "INSERT INTO files (portal_id, id, folder_id, title, title_key, extension, category, \
                 version, version_group, size, object_id, comment, created_by, created, updated_by, \
                 updated) SELECT 1, g, 1, 'f' || g, 'f' || g, '', 1, 1, 1, 0, '', '', '', 0, '', 0 \
                 FROM generate_series(1, 5000) g",
                &[],
            )?;
            tx.execute("ANALYZE files", &[])?;
            tx.query(&format!("EXPLAIN {query}"), &of)
        };
        let plan: Vec<String> = db.write::<_, sql::Error>(plan).await.unwrap();
        let plan = plan.join("\n");
        let whole_key = ["portal_id", "folder_id", "title_key"];
        let step = plan
            .lines()
            .find(|line| whole_key.iter().all(|column| line.contains(column)));
        assert!(
            step.is_some_and(|step| step.contains('=') && !step.contains("Filter")),
            "{plan}"
        );
    })
    .await;
}

#[tokio::test]
async fn duplicates_cost_the_same_however_many_there_are() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, "Room").await;
        let mut all = Vec::new();
        let mut counts = Vec::new();
        let db = kit.house().db().clone();
        for _ in 0..3 {
            for _ in 0..10 {
                all.push(file(&owner, room, &format!("f{}.txt", all.len()), b"x").await);
            }
            let newest = &all[all.len() - 10..];
            let before = db.statements();
            done(
                &owner,
                "PUT",
                "files/fileops/duplicate",
                json!({ "fileIds": newest }),
            )
            .await;
            counts.push(db.statements() - before);
        }
        // Asking for the end of the operation costs some, as often as it takes.
        assert!(counts[2] < counts[0] * 3 / 2, "{counts:?}");
        let listed = owner
            .ok("GET", &format!("files/{room}?count=100"), None)
            .await;
        let titles: Vec<_> = listed["files"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["title"].as_str())
            .collect();
        assert_eq!(titles.len(), 60);
        for number in 0..30 {
            assert!(
                titles.contains(&format!("f{number} (1).txt").as_str()),
                "{titles:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn documents_of_one_who_became_a_guest_stay_for_a_month() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let former = portal.person(Role::User).await;
        let files = kit.house().files();
        let my = former.ok("GET", "files/@my", None).await["current"]["id"].as_i64();
        let my = my.unwrap();
        let new = json!({ "title": "Old.docx" });
        let file = former
            .ok("POST", &format!("files/{my}/file"), Some(new))
            .await["id"]
            .as_i64();
        let about = format!("files/file/{}", file.unwrap());
        // Nothing was done there for long: the month begins with the change of type.
        let long_ago = sql::now() - 90 * DAY;
        let age = move |tx: &mut sql::Tx<'_>| {
            let text = "UPDATE folders SET updated = $2 WHERE id = $1";
            tx.execute(text, &sql::params![my, long_ago])
        };
        kit.house().db().write(age).await.unwrap();
        let guest = json!({ "type": "Guest", "userId": former.id });
        owner.ok("POST", "people/type", Some(guest)).await;
        let progress = format!("people/type/progress/{}", former.id);
        testkit::eventually_within(std::time::Duration::from_secs(60), async || {
            let progress = owner.ok("GET", &progress, None).await;
            (progress["isCompleted"] == true).then_some(())
        })
        .await;

        let former = former.sign_in(&former.email, "test1234").await;
        let listed = former.ok("GET", &format!("files/{my}"), None).await;
        assert!(listed["files"][0]["autoDelete"].is_string(), "{listed}");
        assert_eq!(former.get(&about).await.0, 200);
        files.clean_up(sql::now() + 27 * DAY, None).await.unwrap();
        assert_eq!(former.get(&about).await.0, 200);
        let someone = portal.person(Role::User).await;
        let theirs = someone.ok("GET", "files/@my", None).await["current"]["id"].clone();
        files.clean_up(sql::now() + 32 * DAY, None).await.unwrap();
        assert_eq!(former.get(&about).await.0, 404);
        let roots = former.ok("GET", "files/@root", None).await;
        let mut roots = roots.as_array().unwrap().iter();
        assert!(roots.all(|root| root["current"]["rootFolderType"] != 5));
        assert_eq!(
            someone.get(&format!("files/{theirs}")).await.0,
            200,
            "no guest"
        );
    })
    .await;
}
