//! `GET files/rooms` and news.

use files::model::{FileShare, Mark, RoomType, SubjectType};
use files::store;
use portal::Role;
use serde_json::json;

use crate::kit::{HERE, START, titles};
use crate::on_each_database;

#[tokio::test]
async fn administrators_see_all_rooms_and_others_their_own_and_those_they_are_in() {
    on_each_database(async |kit| {
        let maker = kit.person(Role::RoomAdmin, "Rita").await;
        let member = kit.person(Role::User, "Udo").await;
        let mine = kit.room(&maker, RoomType::CustomRoom, "mine").await;
        let owners = kit.room(&kit.owner, RoomType::PublicRoom, "owner's").await;
        kit.share(mine.id, member.id.0, FileShare::Editing).await;

        let all = kit.read(&kit.owner, "rooms?sortBy=AZ").await;
        assert_eq!(titles(&all["folders"]), ["mine", "owner's"]);
        assert_eq!((&all["total"], &all["files"]), (&json!(2), &json!([])));
        assert_eq!(all["current"]["rootFolderType"], 14);
        // A room of others has an empty record for an administrator (files/04 §4).
        assert_eq!(all["folders"][0]["access"], 0);
        assert_eq!(all["folders"][0]["security"]["Mute"], true);
        assert_eq!(all["folders"][0]["ownedBy"]["id"], maker.id.to_string());
        assert_eq!(all["folders"][1]["ownedBy"]["id"], kit.owner.id.to_string());
        assert_eq!(all["folders"][0]["logo"]["color"], "61C059");

        let few = kit.read(&member, "rooms").await;
        assert_eq!(titles(&few["folders"]), ["mine"]);
        assert_eq!(few["folders"][0]["access"], 10);
        assert_eq!(
            titles(&kit.read(&maker, "rooms").await["folders"]),
            ["mine"]
        );
        let guest = kit.person(Role::Guest, "Gil").await;
        assert_eq!(kit.read(&guest, "rooms").await["total"], 0);
        assert_eq!(kit.get(None, "rooms").await.0, 401);
        let _ = owners;
    })
    .await;
}

#[tokio::test]
async fn rooms_are_filtered() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let other = kit.person(Role::RoomAdmin, "Rita").await;
        let custom = kit.room(owner, RoomType::CustomRoom, "Alpha").await;
        let public = kit.room(&other, RoomType::PublicRoom, "Beta").await;
        let rita = other.id;
        kit.share(custom.id, rita.0, FileShare::Editing).await;
        let custom_id = custom.id;
        kit.put(move |tx| {
            store::rooms::ensure_tag(tx, HERE, "red", rita, START)?;
            store::rooms::add_tag(tx, HERE, custom_id, "red", START)
        })
        .await;
        let found = async |query: &str| {
            let list = kit.read(owner, &format!("rooms?sortBy=AZ&{query}")).await;
            titles(&list["folders"]).join(",")
        };
        assert_eq!(found("type=5").await, "Alpha");
        assert_eq!(found("type=5&type=6").await, "Alpha,Beta");
        assert_eq!(found("type=PublicRoom").await, "Beta");
        assert_eq!(found("filterValue=bE").await, "Beta");
        assert_eq!(found("tags=%5B%22red%22%5D").await, "Alpha");
        assert_eq!(found("withoutTags=true").await, "Beta");
        assert_eq!(found(&format!("subjectId={rita}")).await, "Alpha,Beta");
        assert_eq!(
            found(&format!("subjectId={rita}&subjectFilter=0")).await,
            "Beta"
        );
        assert_eq!(
            found(&format!("subjectId={rita}&subjectFilter=1")).await,
            "Alpha"
        );
        assert_eq!(found(&format!("subjectOwnerId={rita}")).await, "Beta");
        assert_eq!(
            found(&format!("subjectOwnerId={rita}&excludeSubject=true")).await,
            "Alpha"
        );
        assert_eq!(found("storageFilter=2").await, "");
        assert_eq!(found("provider=7").await, "");
        assert_eq!(found("searchArea=Archive").await, "");
        assert_eq!(found("searchArea=Any").await, "Alpha,Beta");
        assert_eq!(found("quotaFilter=2").await, "");
        let list = kit.read(owner, "rooms?filterValue=alp").await;
        assert_eq!(list["folders"][0]["tags"], json!(["red"]));
        assert_eq!(kit.get(Some(owner), "rooms?count=101").await.0, 400);

        kit.mark(owner, Mark::Pin, public.id).await;
        let pinned = kit.read(owner, "rooms?sortBy=AZ").await;
        assert_eq!(titles(&pinned["folders"]), ["Beta", "Alpha"]);
        assert_eq!(pinned["folders"][0]["pinned"], true);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_rooms_takes_four_statements_whatever_the_number_of_members() {
    on_each_database(async |kit| {
        let reader = kit.person(Role::User, "Udo").await;
        for number in 0..5 {
            let title = format!("room {number}");
            let room = kit.room(&kit.owner, RoomType::CustomRoom, &title).await;
            kit.share(room.id, reader.id.0, FileShare::Read).await;
            for _ in 0..10 {
                kit.share(room.id, uuid::Uuid::new_v4(), FileShare::Read)
                    .await;
            }
        }
        kit.read(&reader, "rooms").await;
        let before = kit.db.statements();
        let list = kit.read(&reader, "rooms").await;
        let statements = kit.db.statements() - before;
        assert_eq!(list["total"], 5);
        assert_eq!(list["folders"][0]["sharedForUser"], true);
        assert!(statements <= 4, "{statements} statements");
    })
    .await;
}

#[tokio::test]
async fn a_group_of_people_gives_its_role() {
    on_each_database(async |kit| {
        let member = kit.person(Role::User, "Udo").await;
        let room = kit.room(&kit.owner, RoomType::CustomRoom, "Room").await;
        let group = people::Group {
            portal: HERE,
            id: people::GroupId(uuid::Uuid::new_v4()),
            name: "Sales".to_owned(),
            manager: None,
            ldap: false,
            created: START,
            modified: START,
            members: 0,
        };
        let (group_id, person) = (group.id.0, member.id);
        kit.put(move |tx| {
            people::store::groups::insert(tx, &group)?;
            tx.execute(
                "INSERT INTO people_group_members (portal_id, group_id, user_id) \
                 VALUES ($1, $2, $3)",
                &sql::params![HERE, group_id, person],
            )
        })
        .await;
        kit.record(
            room.id,
            group_id,
            SubjectType::Group,
            FileShare::ContentCreator,
            None,
        )
        .await;
        let list = kit.read(&member, "rooms").await;
        assert_eq!(list["folders"][0]["access"], 11);
        assert_eq!(list["folders"][0]["inRoom"], false);
        assert_eq!(list["folders"][0]["security"]["Create"], true);
    })
    .await;
}

#[tokio::test]
async fn news_come_by_day_and_room() {
    on_each_database(async |kit| {
        let reader = kit.person(Role::User, "Udo").await;
        let room = kit.room(&kit.owner, RoomType::CustomRoom, "Room").await;
        kit.share(room.id, reader.id.0, FileShare::Read).await;
        let folder = kit.folder(&kit.owner, &room, "inner").await;
        let file = kit.file(&kit.owner, &folder, "a.docx").await;
        kit.mark(&reader, Mark::New, file.id).await;
        let content = kit.read(&reader, &room.id.0.to_string()).await;
        assert_eq!(
            (&content["new"], &content["folders"][0]["new"]),
            (&json!(1), &json!(1))
        );
        let flat = kit.read(&reader, &format!("{}/news", room.id.0)).await;
        assert_eq!(flat[0]["fileStatus"], 2);
        let days = kit
            .read(&reader, &format!("rooms/{}/news", room.id.0))
            .await;
        assert_eq!(titles(&days[0]["items"]), ["a.docx"]);
        let all = kit.read(&reader, "rooms/news").await;
        assert_eq!(all[0]["items"][0]["room"]["title"], "Room");
        assert_eq!(titles(&all[0]["items"][0]["items"]), ["a.docx"]);
        assert_eq!(kit.read(&kit.owner, "rooms/news").await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn administrators_see_the_space_that_files_use() {
    on_each_database(async |kit| {
        let room = kit.room(&kit.owner, RoomType::CustomRoom, "Room").await;
        kit.file(&kit.owner, &room, "a.docx").await;
        let used = kit.read(&kit.owner, "filesusedspace").await;
        assert_eq!(
            used["roomsUsedSpace"],
            json!({"title": "Rooms", "usedSpace": 10})
        );
        assert!(used.get("trashUsedSpace").is_none());
        let maker = kit.person(Role::RoomAdmin, "Rita").await;
        assert_eq!(kit.get(Some(&maker), "filesusedspace").await.0, 403);
    })
    .await;
}
