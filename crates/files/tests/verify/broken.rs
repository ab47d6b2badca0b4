//! Damage done on purpose.

use serde_json::json;
use testkit::for_each_database;

use crate::{assert_sound, file, folder, room, wrong};

#[tokio::test]
async fn an_installation_in_use_is_sound() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let inner = folder(&owner, room, "Inner").await;
        let a = file(&owner, inner, "a.txt", b"one").await;
        let path = format!("files/{inner}/upload");
        assert_eq!(owner.upload(&path, "a.txt", b"two").await.0, 200);
        let copy = json!({ "folderIds": [inner], "destFolderId": room, "conflictResolveType": 2 });
        owner.ok("PUT", "files/fileops/copy", Some(copy)).await;
        crate::quiet(&owner).await;
        let delete = json!({ "fileIds": [a], "immediately": false });
        owner.ok("PUT", "files/fileops/delete", Some(delete)).await;
        crate::quiet(&owner).await;
        assert_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn each_kind_of_damage_is_found_and_named() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let inner = folder(&owner, room, "Inner").await;
        let leaf = folder(&owner, inner, "Leaf").await;
        let id = file(&owner, leaf, "a.txt", b"seven b").await;
        assert_sound(&kit).await;
        // What is done, what undoes it, and the words that must tell it.
        let damage = [
            (
                format!("UPDATE folders SET files_count = 9 WHERE id = {inner}"),
                format!("UPDATE folders SET files_count = 1 WHERE id = {inner}"),
                format!("folder {inner} counts 9 files and holds 1"),
            ),
            (
                format!("UPDATE folders SET folders_count = 0 WHERE id = {room}"),
                format!("UPDATE folders SET folders_count = 2 WHERE id = {room}"),
                format!("folder {room} counts 0 folders and holds 2"),
            ),
            (
                format!("UPDATE folders SET used_space = 8 WHERE id = {leaf}"),
                format!("UPDATE folders SET used_space = 7 WHERE id = {leaf}"),
                format!("folder {leaf} counts 8 bytes and holds 7"),
            ),
            (
                format!("UPDATE folder_tree SET depth = 7 WHERE descendant_id = {leaf} AND ancestor_id = {room}"),
                format!("UPDATE folder_tree SET depth = 2 WHERE descendant_id = {leaf} AND ancestor_id = {room}"),
                format!("that folder {leaf} lies below folder {room}"),
            ),
            (
                format!("UPDATE folder_tree SET depth = 1 WHERE descendant_id = {inner} AND depth = 0"),
                format!("UPDATE folder_tree SET depth = 0 WHERE descendant_id = {inner} AND ancestor_id = {inner}"),
                format!("folder {inner} is missing in the tree"),
            ),
            (
                format!("UPDATE folders SET root_id = {room} WHERE id = {leaf}"),
                format!("UPDATE folders SET root_id = (SELECT root_id FROM folders WHERE id = {room}) WHERE id = {leaf}"),
                format!("folder {leaf} names {room} as its root"),
            ),
            (
                format!("UPDATE folders SET room_id = NULL WHERE id = {leaf}"),
                format!("UPDATE folders SET room_id = {room} WHERE id = {leaf}"),
                format!("folder {leaf} names room 0, but lies in room {room}"),
            ),
            (
                format!("UPDATE files SET folder_id = 987654 WHERE id = {id}"),
                format!("UPDATE files SET folder_id = {leaf} WHERE id = {id}"),
                format!("file {id} lies in folder 987654, which does not exist"),
            ),
            (
                format!("UPDATE files SET version = 5 WHERE id = {id}"),
                format!("UPDATE files SET version = 1 WHERE id = {id}"),
                format!("file {id} does not have the version 5"),
            ),
            (
                "UPDATE people SET used_space = used_space + 11".to_owned(),
                "UPDATE people SET used_space = used_space - 11".to_owned(),
                "is charged with 11 bytes and uses 0".to_owned(),
            ),
            (
                "UPDATE objects SET refs = refs + 1".to_owned(),
                "UPDATE objects SET refs = refs - 1".to_owned(),
                "counts 2 references and has 1".to_owned(),
            ),
            (
                "UPDATE objects SET size = size + 1".to_owned(),
                "UPDATE objects SET size = size - 1".to_owned(),
                "has 7 bytes and should have 8".to_owned(),
            ),
        ];
        for (harm, cure, words) in damage {
            change(&kit, harm.clone()).await;
            let found = wrong(&kit).await;
            assert!(found.iter().any(|one| one.contains(&words)), "{harm}: {found:?}");
            change(&kit, cure).await;
            assert_sound(&kit).await;
        }
    })
    .await;
}

#[tokio::test]
async fn lost_and_changed_objects_are_found() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        file(&owner, room, "a.txt", b"content").await;
        assert_sound(&kit).await;
        let read = |tx: &mut sql::Tx<'_>| {
            tx.query::<blob::ObjectId>("SELECT id FROM objects WHERE refs > 0", &[])
        };
        let ids = kit.house().db().read::<_, sql::Error>(read).await.unwrap();
        let blobs = kit.house().blobs();
        let path = blobs.local_path(&ids[0]).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .unwrap();
        std::fs::write(&path, b"CONTENT").unwrap();
        let found = wrong(&kit).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("is not what was stored"), "{found:?}");
        std::fs::remove_file(&path).unwrap();
        let found = wrong(&kit).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("is lost (7 bytes)"), "{found:?}");
    })
    .await;
}

async fn change(kit: &testkit::Kit, text: String) {
    let write = move |tx: &mut sql::Tx<'_>| tx.execute(&text, &[]);
    let changed = kit
        .house()
        .db()
        .write::<_, sql::Error>(write)
        .await
        .unwrap();
    assert!(changed > 0);
}
