//! `GET files/{folderId}` and its relatives.

use files::model::{FileShare, FolderType, RoomType};
use portal::Role;
use serde_json::json;

use crate::kit::titles;
use crate::on_each_database;

#[tokio::test]
async fn a_folder_lists_folders_before_files_in_one_paged_sequence() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let documents = kit.documents(owner).await;
        for title in ["b", "a"] {
            kit.folder(owner, &documents, title).await;
        }
        for title in ["10.docx", "9.docx", "x.xlsx"] {
            kit.file(owner, &documents, title).await;
        }
        let all = kit.read(owner, "@my?sortBy=AZ").await;
        assert_eq!(titles(&all["folders"]), ["a", "b"]);
        assert_eq!(titles(&all["files"]), ["x.xlsx", "9.docx", "10.docx"]);
        assert_eq!((&all["count"], &all["total"]), (&json!(5), &json!(5)));
        assert_eq!(all["startIndex"], 0);
        assert_eq!(all["current"]["id"], documents.id.0);
        assert_eq!(all["pathParts"][0]["title"], "My documents");

        let page = kit.read(owner, "@my?count=2&startIndex=1").await;
        assert_eq!(titles(&page["folders"]), ["b"]);
        assert_eq!(titles(&page["files"]), ["x.xlsx"]);
        assert_eq!((&page["count"], &page["total"]), (&json!(2), &json!(5)));
        let behind = kit.read(owner, "@my?startIndex=9").await;
        assert_eq!((&behind["count"], &behind["total"]), (&json!(0), &json!(5)));

        // The order was kept, as the settings tell.
        let settings = kit.read(owner, "settings").await;
        assert_eq!(
            settings["defaultOrder"],
            json!({"is_asc": true, "property": 1})
        );
    })
    .await;
}

#[tokio::test]
async fn a_search_covers_the_subtree_and_needs_no_case() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let documents = kit.documents(owner).await;
        let folder = kit.folder(owner, &documents, "Reports").await;
        kit.file(owner, &folder, "Übersicht 50%.docx").await;
        kit.file(owner, &folder, "other.xlsx").await;
        let found = kit.read(owner, "@my?filterValue=%C3%BCBER").await;
        assert_eq!(titles(&found["files"]), ["Übersicht 50%.docx"]);
        assert_eq!(found["files"][0]["folderId"], folder.id.0);
        let found = kit.read(owner, "@my?filterValue=50%25").await;
        assert_eq!(found["total"], 1);
        let direct = kit
            .read(owner, "@my?filterValue=other&withSubFolders=false")
            .await;
        assert_eq!(direct["total"], 0);
        let kind = kit.read(owner, "@my?filterType=SpreadsheetsOnly").await;
        assert_eq!(titles(&kind["files"]), ["other.xlsx"]);
        let extension = kit.read(owner, "@my?extension=.docx,%20pdf").await;
        assert_eq!(extension["total"], 1);
        let files = kit
            .read(owner, "@my?filterValue=other&applyFilterOption=Files")
            .await;
        assert_eq!(titles(&files["folders"]), ["Reports"]);
    })
    .await;
}

#[tokio::test]
async fn the_creator_of_a_room_and_strangers_see_what_the_table_says() {
    on_each_database(async |kit| {
        let manager = kit.person(Role::RoomAdmin, "Rita").await;
        let reader = kit.person(Role::User, "Udo").await;
        let stranger = kit.person(Role::User, "Sam").await;
        let guest = kit.person(Role::Guest, "Gil").await;
        let room = kit.room(&manager, RoomType::CustomRoom, "Room").await;
        kit.file(&manager, &room, "a.docx").await;
        kit.share(room.id, reader.id.0, FileShare::Read).await;
        let path = room.id.0.to_string();

        let seen = kit.read(&reader, &path).await;
        assert_eq!(seen["current"]["access"], 2);
        let security = &seen["files"][0]["security"];
        assert_eq!(
            (&security["Read"], &security["Edit"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(seen["files"][0]["parentRoomType"], 19);
        assert_eq!(seen["current"]["roomType"], 5);
        assert_eq!(seen["current"]["inRoom"], true);
        assert_eq!(seen["pathParts"].as_array().unwrap().len(), 2);

        // Administrators read every room and are strangers in it.
        let admin = kit.read(&kit.owner, &path).await;
        assert_eq!(admin["current"]["access"], 3);
        assert_eq!(admin["files"][0]["security"]["Read"], true);
        assert_eq!(admin["files"][0]["security"]["Delete"], false);

        for person in [&stranger, &guest] {
            let (status, answer) = kit.get(Some(person), &path).await;
            assert_eq!(status, 403);
            let text = answer["error"]["message"].as_str().unwrap();
            assert!(text.contains("You don't have enough permission to view the folder content"));
        }
        assert_eq!(kit.get(None, &path).await.0, 403);
        assert_eq!(kit.get(None, "999999").await.0, 403);
        assert_eq!(kit.get(Some(&stranger), "999999").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_what_it_is_attached_to_for_strangers() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let room = kit.room(owner, RoomType::PublicRoom, "Public").await;
        kit.file(owner, &room, "a.docx").await;
        let key = kit.key(kit.link(room.id, FileShare::Read).await);
        let (status, answer) = kit.get(None, &format!("{}?share={key}", room.id.0)).await;
        assert_eq!(status, 200, "{answer}");
        let content = &answer["response"];
        assert_eq!(content["current"]["external"], true);
        assert_eq!(content["current"]["requestToken"], key.as_str());
        assert_eq!(content["files"][0]["external"], false);
        assert!(content["files"][0].get("createdBy").is_none());
        assert_eq!(content["files"][0]["parentShared"], true);
        let view = content["files"][0]["viewUrl"].as_str().unwrap();
        assert!(view.contains(&format!("share={key}")));
        // A key that was tampered with opens nothing.
        let wrong = format!("{}?share={}x", room.id.0, &key[..key.len() - 1]);
        assert_eq!(kit.get(None, &wrong).await.0, 403);
    })
    .await;
}

/// `docs/design`: four statements, whatever the number of shares.
#[tokio::test]
async fn a_listing_of_25_shared_entries_takes_four_statements() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let reader = kit.person(Role::User, "Udo").await;
        let room = kit.room(owner, RoomType::CustomRoom, "Room").await;
        kit.share(room.id, reader.id.0, FileShare::Editing).await;
        for number in 0..10 {
            let folder = kit.folder(owner, &room, &format!("folder {number}")).await;
            kit.link(folder.id, FileShare::Read).await;
        }
        for number in 0..15 {
            let author = if number % 2 == 0 { owner } else { &reader };
            let file = kit.file(author, &room, &format!("{number}.docx")).await;
            for _ in 0..3 {
                kit.link(file.id, FileShare::Read).await;
            }
        }
        let path = format!("{}?count=25", room.id.0);
        kit.read(&reader, &path).await; // now the order is remembered
        let before = kit.db.statements();
        let content = kit.read(&reader, &path).await;
        let statements = kit.db.statements() - before;
        assert_eq!(content["count"], 25);
        assert_eq!(content["files"][0]["shared"], true);
        assert!(statements <= 4, "{statements} statements");
    })
    .await;
}

#[tokio::test]
async fn a_folder_tells_its_path_and_subfolders() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let documents = kit.documents(owner).await;
        let outer = kit.folder(owner, &documents, "outer").await;
        let inner = kit.folder(owner, &outer, "inner").await;
        kit.file(owner, &inner, "a.docx").await;
        let path = kit
            .read(owner, &format!("folder/{}/path", inner.id.0))
            .await;
        assert_eq!(titles(&path), ["My documents", "outer", "inner"]);
        let sub = kit
            .read(owner, &format!("{}/subfolders", documents.id.0))
            .await;
        assert_eq!(titles(&sub), ["outer"]);
        assert_eq!(sub[0]["foldersCount"], 1);
        assert_eq!(sub[0]["filesCount"], 1);
        let info = kit.read(owner, &format!("folder/{}", outer.id.0)).await;
        assert_eq!(info["parentId"], documents.id.0);
        assert_eq!(info["rootFolderType"], 5);

        let guest = kit.person(Role::Guest, "Gil").await;
        let (status, answer) = kit
            .get(Some(&guest), &format!("folder/{}/path", documents.id.0))
            .await;
        assert_eq!(status, 403);
        assert!(
            answer
                .to_string()
                .contains("You don't have enough permission to view")
        );
        assert_eq!(
            kit.get(None, &format!("folder/{}/path", outer.id.0))
                .await
                .0,
            401
        );
        assert_eq!(kit.get(Some(&guest), "@my").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn an_indexed_data_room_lists_by_number_whatever_is_asked() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let room = kit.room(owner, RoomType::VirtualDataRoom, "Data").await;
        let folder = kit.folder(owner, &room, "z folder").await;
        let file = kit.file(owner, &room, "a.docx").await;
        let inner = kit.file(owner, &folder, "inner.docx").await;
        let (room_id, folder_id) = (room.id, folder.id);
        kit.put(move |tx| {
            let mut settings = crate::kit::plain_room(room_id, RoomType::VirtualDataRoom);
            settings.indexing = true;
            files::store::rooms::put(tx, crate::kit::HERE, &settings)?;
            files::store::folders::set_position(tx, crate::kit::HERE, folder_id, Some(2))?;
            files::store::files::set_position(tx, crate::kit::HERE, file.id, Some(1))?;
            files::store::files::set_position(tx, crate::kit::HERE, inner.id, Some(4))
        })
        .await;
        // Files and folders share one sequence: the first of two is the file.
        let first = kit
            .read(owner, &format!("{}?count=1&sortBy=AZ", room.id.0))
            .await;
        assert_eq!(titles(&first["files"]), ["a.docx"]);
        assert_eq!(first["files"][0]["order"], "1");
        let inside = kit.read(owner, &folder.id.0.to_string()).await;
        assert_eq!(inside["files"][0]["order"], "2.4");
    })
    .await;
}

#[tokio::test]
async fn what_was_thrown_away_is_listed_but_not_opened() {
    on_each_database(async |kit| {
        let owner = kit.owner.id;
        let trash = kit
            .put(move |tx| {
                files::store::roots::ensure(
                    tx,
                    crate::kit::HERE,
                    FolderType::Trash,
                    owner,
                    crate::kit::START,
                )
            })
            .await;
        let folder = kit.folder(&kit.owner, &trash, "old").await;
        let listed = kit.read(&kit.owner, "@trash").await;
        assert_eq!(titles(&listed["folders"]), ["old"]);
        assert!(listed["folders"][0]["autoDelete"].is_string());
        assert_eq!(listed["folders"][0]["security"]["Delete"], true);
        let (status, answer) = kit.get(Some(&kit.owner), &folder.id.0.to_string()).await;
        assert_eq!(status, 403);
        assert!(
            answer
                .to_string()
                .contains("preview the elements in the Trash")
        );
    })
    .await;
}
