//! Who has access to an entry, for those who may know.

use files::model::{FileShare, FolderType};
use people::hooks::EntryKind;
use people::{Belongings, Error};
use portal::Role;

use crate::kit::caller;
use crate::on_each_database;

#[tokio::test]
async fn readers_learn_with_whom_an_entry_is_shared_and_editors_may_change_it() {
    on_each_database(async |kit| {
        let host = kit.person(Role::RoomAdmin, "Rita").await;
        let member = kit.person(Role::User, "Udo").await;
        let banned = kit.person(Role::User, "Ben").await;
        let stranger = kit.person(Role::RoomAdmin, "Sam").await;
        let room = kit.room(&host, FolderType::VirtualRooms, "Room").await;
        kit.share(room.id, &member, FileShare::Editing).await;
        kit.share(room.id, &banned, FileShare::Restrict).await;
        let number = room.id.0;

        let ask = async |who, kind, number, edit| {
            let who = caller(who);
            kit.ask(move |files, tx| files.audience(tx, &who, (kind, number), edit))
                .await
        };
        let users = ask(&host, EntryKind::Room, number, true)
            .await
            .unwrap()
            .users;
        assert_eq!(users, [host.id, member.id]);
        let users = ask(&member, EntryKind::Room, number, false)
            .await
            .unwrap()
            .users;
        assert_eq!(users, [host.id, member.id]);

        for (who, kind, number, edit) in [
            (&member, EntryKind::Room, number, true),
            (&stranger, EntryKind::Room, number, false),
            (&kit.owner, EntryKind::Room, number, true),
        ] {
            let refused = ask(who, kind, number, edit).await;
            assert!(
                matches!(refused, Err(Error::Denied)),
                "{}: {refused:?}",
                who.first_name
            );
        }
        let inner = kit.folder(&host, &room, "inner").await.id.0;
        for (kind, number) in [(EntryKind::Room, inner), (EntryKind::File, 4711)] {
            let missing = ask(&host, kind, number, false).await;
            assert!(
                matches!(missing, Err(Error::NoRecord)),
                "{kind:?}: {missing:?}"
            );
        }
    })
    .await;
}
