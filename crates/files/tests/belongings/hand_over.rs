//! Rooms and shared documents change hands.

use files::model::{FileShare, FolderType};
use people::Belongings;
use portal::Role;

use crate::kit::HERE;
use crate::on_each_database;

#[tokio::test]
async fn all_rooms_go_to_the_heir_who_is_no_member_any_more() {
    on_each_database(async |kit| {
        let former = kit.person(Role::RoomAdmin, "Rita").await;
        let active = kit.room(&former, FolderType::VirtualRooms, "Active").await;
        let archived = kit.room(&former, FolderType::Archive, "Archived").await;
        let foreign = kit
            .room(&kit.owner, FolderType::VirtualRooms, "Foreign")
            .await;
        kit.share(active.id, &kit.owner, FileShare::Editing).await;
        let (who, heir) = (former.id, kit.owner.id);
        let owns = kit
            .ask(move |files, tx| files.owns_rooms(tx, HERE, who))
            .await;
        assert!(owns.unwrap());
        kit.disable(&former).await;

        for _ in 0..2 {
            kit.files.hand_over(HERE, who, heir, false).await.unwrap();
        }

        for room in [&active, &archived, &foreign] {
            assert_eq!(kit.at(room).await.unwrap().created_by, heir);
            assert!(kit.members(room.id).await.is_empty());
        }
        let owns = kit
            .ask(move |files, tx| files.owns_rooms(tx, HERE, who))
            .await;
        assert!(!owns.unwrap());
        let told = "events WHERE kind = 'room.owner_changed'";
        assert_eq!(kit.count(told).await, 2, "each room once");
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_over_who_cannot_own_rooms() {
    on_each_database(async |kit| {
        let former = kit.person(Role::RoomAdmin, "Rita").await;
        let room = kit.room(&former, FolderType::VirtualRooms, "Room").await;
        let user = kit.person(Role::User, "Udo").await;
        let disabled = kit.person(Role::Admin, "Dora").await;
        kit.disable(&disabled).await;
        for heir in [&user, &disabled] {
            let refused = kit.files.hand_over(HERE, former.id, heir.id, false).await;
            assert_eq!(refused.unwrap_err(), "You cannot select this user");
        }
        assert_eq!(kit.at(&room).await.unwrap().created_by, former.id);
    })
    .await;
}

#[tokio::test]
async fn shared_documents_move_with_their_records_and_private_ones_stay() {
    on_each_database(async |kit| {
        let former = kit.person(Role::User, "Udo").await;
        let reader = kit.person(Role::User, "Rosa").await;
        let documents = kit.root(FolderType::User, &former).await;
        let private = kit.folder(&former, &documents, "private").await;
        let deep = kit.file(&former, &private, "deep.docx").await;
        let shared = kit.folder(&former, &documents, "shared").await;
        let inner = kit.folder(&former, &shared, "inner").await;
        kit.share(deep.id, &reader, FileShare::Read).await;
        kit.share(shared.id, &reader, FileShare::Read).await;
        kit.share(inner.id, &reader, FileShare::Editing).await;
        kit.share(shared.id, &kit.owner, FileShare::Read).await;
        let (who, heir) = (former.id, kit.owner.id);
        let shares = kit
            .ask(move |files, tx| files.has_shares(tx, HERE, who))
            .await;
        assert!(shares.unwrap());

        for _ in 0..2 {
            kit.files.hand_over(HERE, who, heir, true).await.unwrap();
        }

        let at = kit.at(&shared).await.unwrap();
        assert_eq!(at.root.owner, heir);
        let shelf = kit
            .put(move |tx| files::store::folders::by_id(tx, HERE, at.parent))
            .await;
        let shelf = shelf.unwrap();
        assert_eq!(shelf.title, "Documents of Udo");
        assert_eq!((shelf.files_count, shelf.folders_count), (1, 2));
        assert_eq!(kit.at(&inner).await.unwrap().parent, shared.id);
        assert_eq!(kit.members(shared.id).await, [reader.id.0]);
        assert_eq!(kit.members(inner.id).await, [reader.id.0]);
        assert_eq!(kit.members(deep.id).await, [reader.id.0]);
        let left = kit.at(&documents).await.unwrap();
        assert_eq!((left.files_count, left.folders_count), (0, 1));
        assert_eq!(kit.at(&private).await.unwrap().parent, documents.id);
        let shares = kit
            .ask(move |files, tx| files.has_shares(tx, HERE, who))
            .await;
        assert!(!shares.unwrap());
    })
    .await;
}
