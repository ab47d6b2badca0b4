//! Recent, Favorites, Shared with me, all roots.

use files::model::{FileShare, Mark, RoomType};
use portal::Role;
use serde_json::json;

use crate::kit::titles;
use crate::on_each_database;

#[tokio::test]
async fn recent_and_favorites_list_what_the_caller_marked_and_can_still_read() {
    on_each_database(async |kit| {
        let reader = kit.person(Role::User, "Udo").await;
        let room = kit.room(&kit.owner, RoomType::CustomRoom, "Room").await;
        kit.share(room.id, reader.id.0, FileShare::Editing).await;
        let folder = kit.folder(&kit.owner, &room, "inner").await;
        let file = kit.file(&kit.owner, &folder, "a.docx").await;
        let hidden = kit.room(&kit.owner, RoomType::CustomRoom, "Hidden").await;
        let lost = kit.file(&kit.owner, &hidden, "lost.docx").await;
        for mark in [Mark::Recent, Mark::Favorite] {
            kit.mark(&reader, mark, file.id).await;
            kit.mark(&reader, mark, lost.id).await;
        }
        kit.mark(&reader, Mark::Favorite, folder.id).await;

        for path in ["recent", "@recent"] {
            let recent = kit.read(&reader, path).await;
            assert_eq!(titles(&recent["files"]), ["a.docx"]);
            let one = &recent["files"][0];
            assert_eq!(one["originTitle"], "inner");
            assert_eq!(one["originRoomTitle"], "Room");
            assert_eq!(one["originRoomId"], room.id.0);
            assert_eq!(one["folderId"], folder.id.0);
            assert_eq!(one["locked"], false);
            assert_eq!(one["canShare"], false);
            assert_eq!(one["security"]["Edit"], false);
            assert_eq!(one["security"]["Read"], true);
            assert!(one["lastOpened"].is_string());
        }
        let favorites = kit.read(&reader, "@favorites").await;
        assert_eq!(titles(&favorites["folders"]), ["inner"]);
        assert_eq!(titles(&favorites["files"]), ["a.docx"]);
        assert_eq!(favorites["files"][0]["isFavorite"], true);
    })
    .await;
}

#[tokio::test]
async fn shared_with_me_lists_what_others_shared_once() {
    on_each_database(async |kit| {
        let reader = kit.person(Role::User, "Udo").await;
        let maker = kit.person(Role::User, "Mia").await;
        let documents = kit.documents(&maker).await;
        let folder = kit.folder(&maker, &documents, "folder").await;
        let inner = kit.file(&maker, &folder, "inner.docx").await;
        let single = kit.file(&maker, &documents, "single.docx").await;
        kit.file(&maker, &documents, "private.docx").await;
        let banned = kit.file(&maker, &documents, "banned.docx").await;
        kit.share(folder.id, reader.id.0, FileShare::ReadWrite)
            .await;
        kit.share(inner.id, reader.id.0, FileShare::Read).await;
        kit.share(single.id, reader.id.0, FileShare::Read).await;
        kit.share(banned.id, reader.id.0, FileShare::Restrict).await;

        let shared = kit.read(&reader, "@share").await;
        assert_eq!(titles(&shared["folders"]), ["folder"]);
        assert_eq!(titles(&shared["files"]), ["single.docx"]);
        let one = &shared["files"][0];
        assert_eq!(one["rootFolderType"], 6);
        assert_eq!(one["access"], 2);
        assert_eq!(one["ownedBy"]["id"], maker.id.to_string());
        assert_eq!(one["folderId"], shared["current"]["id"]);
        assert_eq!(kit.read(&maker, "@share").await["total"], 0);
        // The content of the folder is reached through it.
        let inside = kit.read(&reader, &folder.id.0.to_string()).await;
        assert_eq!(titles(&inside["files"]), ["inner.docx"]);
        assert_eq!(
            kit.get(Some(&reader), &documents.id.0.to_string()).await.0,
            403
        );
    })
    .await;
}

#[tokio::test]
async fn all_roots_come_in_their_order() {
    on_each_database(async |kit| {
        let kinds = async |who, query: &str| -> Vec<i64> {
            let roots = kit.read(who, &format!("@root{query}")).await;
            let roots = roots.as_array().unwrap().iter();
            roots
                .map(|root| root["current"]["rootFolderType"].as_i64().unwrap())
                .collect()
        };
        assert_eq!(kinds(&kit.owner, "").await, [10, 11, 6, 5, 3, 14, 20]);
        assert_eq!(
            kinds(&kit.owner, "?withoutTrash=true").await,
            [10, 11, 6, 5, 14, 20]
        );
        let guest = kit.person(Role::Guest, "Gil").await;
        assert_eq!(kinds(&guest, "").await, [10, 11, 6, 3, 14, 20]);
        let (_, answer) = kit.get(Some(&kit.owner), "@root").await;
        assert_eq!(answer["count"], json!(1));
    })
    .await;
}
