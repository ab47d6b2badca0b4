//! Documents, memberships and marks go with a person.

use files::model::{FileShare, FolderType, Mark};
use people::Belongings;
use portal::Role;

use crate::kit::HERE;
use crate::on_each_database;

#[tokio::test]
async fn everything_of_a_disabled_person_goes_and_objects_are_released() {
    on_each_database(async |kit| {
        let gone = kit.person(Role::User, "Udo").await;
        let room = kit.room(&kit.owner, FolderType::VirtualRooms, "Room").await;
        let kept = kit.file(&kit.owner, &room, "kept.docx").await;
        kit.share(room.id, &gone, FileShare::Editing).await;
        kit.mark(&gone, Mark::Pin, room.id).await;
        kit.mark(&gone, Mark::Favorite, kept.id).await;
        let documents = kit.root(FolderType::User, &gone).await;
        let trash = kit.root(FolderType::Trash, &gone).await;
        let outer = kit.folder(&gone, &documents, "outer").await;
        let inner = kit.folder(&gone, &outer, "inner").await;
        kit.file(&gone, &inner, "deep.docx").await;
        kit.file(&gone, &documents, "top.docx").await;
        kit.file(&gone, &trash, "thrown away.docx").await;
        let id = gone.id;

        let refused = kit.files.remove_personal(HERE, id).await;
        assert_eq!(refused.unwrap_err(), "The user is not suspended");
        assert!(kit.at(&inner).await.is_some());

        kit.disable(&gone).await;
        for _ in 0..2 {
            kit.files.remove_personal(HERE, id).await.unwrap();
        }

        for folder in [&documents, &trash, &outer, &inner] {
            assert!(kit.at(folder).await.is_none());
        }
        assert_eq!(kit.count("files WHERE title <> ''").await, 1);
        assert_eq!(kit.count("objects WHERE refs = 0").await, 3);
        assert_eq!(kit.count("objects WHERE refs = 1").await, 1);
        assert!(kit.members(room.id).await.is_empty());
        assert_eq!(kit.count("marks WHERE mark >= 0").await, 0);
        assert_eq!(kit.count("events WHERE kind = 'file.deleted'").await, 3);
        assert_eq!(
            kit.count("events WHERE kind = 'room.member_removed'").await,
            1
        );
        let has = kit
            .ask(move |files, tx| files.has_personal_folder(tx, HERE, id))
            .await;
        assert!(!has.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_guest_gives_up_his_old_documents_and_stays_a_member() {
    on_each_database(async |kit| {
        let guest = kit.person(Role::Guest, "Gus").await;
        let room = kit.room(&kit.owner, FolderType::VirtualRooms, "Room").await;
        kit.share(room.id, &guest, FileShare::Read).await;
        kit.mark(&guest, Mark::Pin, room.id).await;
        let documents = kit.root(FolderType::User, &guest).await;
        kit.file(&guest, &documents, "old.docx").await;

        kit.files.remove_personal(HERE, guest.id).await.unwrap();

        assert!(kit.at(&documents).await.is_none());
        assert_eq!(kit.members(room.id).await, [guest.id.0]);
        assert_eq!(kit.count("marks WHERE mark >= 0").await, 1);
    })
    .await;
}

#[tokio::test]
async fn guests_leave_the_rooms_of_one_owner_alone() {
    on_each_database(async |kit| {
        let host = kit.person(Role::RoomAdmin, "Rita").await;
        let guest = kit.person(Role::Guest, "Gus").await;
        let other = kit.person(Role::Guest, "Greta").await;
        let mine = kit.room(&host, FolderType::VirtualRooms, "Mine").await;
        let inner = kit.folder(&host, &mine, "inner").await;
        let file = kit.file(&host, &inner, "file.docx").await;
        let foreign = kit
            .room(&kit.owner, FolderType::VirtualRooms, "Foreign")
            .await;
        for room in [&mine, &foreign] {
            kit.share(room.id, &guest, FileShare::Read).await;
            kit.share(room.id, &other, FileShare::Read).await;
            kit.mark(&guest, Mark::Pin, room.id).await;
        }
        kit.share(inner.id, &guest, FileShare::Editing).await;
        kit.share(file.id, &guest, FileShare::Editing).await;
        let (owner, guests) = (host.id, vec![guest.id]);

        let done = kit
            .ask(move |files, tx| files.exclude_guests(tx, HERE, owner, &guests))
            .await;
        done.unwrap();

        assert_eq!(kit.members(mine.id).await, [other.id.0]);
        assert!(kit.members(inner.id).await.is_empty());
        assert!(kit.members(file.id).await.is_empty());
        assert_eq!(kit.members(foreign.id).await.len(), 2);
        assert_eq!(kit.count("marks WHERE mark >= 0").await, 1);
        assert_eq!(
            kit.count("events WHERE kind = 'room.member_removed'").await,
            1
        );
    })
    .await;
}
