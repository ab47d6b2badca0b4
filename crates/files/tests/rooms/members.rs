//! Who belongs to a room, and what files of people are shared with whom.

use portal::Role;
use serde_json::json;
use testkit::for_each_database;

use crate::{ids, let_in, room};

#[tokio::test]
async fn members_are_listed_after_the_owner_and_can_leave() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let id = room(&owner, 5).await;
        let path = format!("files/rooms/{id}/share");
        let changed = let_in(&owner, id, &user, 10).await;
        assert_eq!(ids(&changed["members"]), [user.id.as_str()]);
        let list = owner.ok("GET", &path, None).await;
        assert_eq!(ids(&list), [owner.id.as_str(), user.id.as_str()]);
        assert_eq!(
            (&list[0]["isOwner"], &list[0]["access"]),
            (&json!(true), &json!(1))
        );
        assert_eq!(user.get(&format!("files/rooms/{id}")).await.0, 200);
        let_in(&user, id, &user, 0).await;
        assert_eq!(user.get(&format!("files/rooms/{id}")).await.0, 403);
        assert_eq!(
            ids(&owner.ok("GET", &path, None).await),
            [owner.id.as_str()]
        );
    })
    .await;
}

#[tokio::test]
async fn roles_that_do_not_fit_are_refused_and_strangers_left_out() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let guest = portal.person(Role::Guest).await;
        let rooms = portal.person(Role::RoomAdmin).await;
        let form = room(&owner, 1).await;
        let share =
            |who: &str, access: i32| json!({ "invitations": [{ "id": who, "access": access }] });
        for (access, status) in [(9, 403), (10, 403), (2, 403), (7, 200)] {
            let (got, _) = owner
                .put(
                    &format!("files/rooms/{form}/share"),
                    share(&user.id, access),
                )
                .await;
            assert_eq!(got, status, "{access}");
        }
        // A guest of somebody else is silently left out.
        let own = room(&rooms, 5).await;
        let path = format!("files/rooms/{own}/share");
        let changed = rooms.ok("PUT", &path, Some(share(&guest.id, 2))).await;
        assert_eq!(changed["members"], json!([]));
        let (status, body) = guest.put(&path, share(&guest.id, 2)).await;
        assert_eq!(status, 403);
        let text = "You don't have enough permission to view the folder content";
        assert_eq!(body["error"]["message"], text);
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.put(&path, share(&user.id, 2)).await.0, 403);
        // An address nobody has becomes a guest.
        let mail = json!({ "invitations": [{ "email": "new@x.example", "access": 2 }] });
        let changed = rooms.ok("PUT", &path, Some(mail)).await;
        assert_eq!(changed["members"][0]["sharedToUser"]["isVisitor"], true);
        assert_eq!(changed["members"][0]["sharedToUser"]["status"], 4);
    })
    .await;
}

#[tokio::test]
async fn a_personal_file_is_shared_and_given_back() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let file = owner
            .ok("POST", "files/@my/file", Some(json!({ "title": "a" })))
            .await;
        let path = format!("files/file/{}/share", file["id"]);
        let share = |access: i32| json!({ "share": [{ "shareTo": user.id, "access": access }] });
        let set = owner.ok("PUT", &path, Some(share(2))).await;
        assert_eq!(ids(&set), [user.id.as_str()]);
        assert_eq!(user.get(&format!("files/file/{}", file["id"])).await.0, 200);
        assert_eq!(user.put(&path, share(1)).await.0, 403);
        let (status, total) = user.get(&path).await;
        assert_eq!(
            (status, &total["response"], &total["total"]),
            (200, &json!([]), &json!(2))
        );
        let batch = json!({ "fileIds": [file["id"]] });
        assert_eq!(user.ok("DELETE", "files/share", Some(batch)).await, true);
        assert_eq!(user.get(&format!("files/file/{}", file["id"])).await.0, 403);
        let long = json!({ "share": [], "sharingMessage": "x".repeat(256) });
        let (status, body) = owner.put(&path, long).await;
        assert_eq!(status, 400);
        let errors = &body["response"]["errors"]["SecurityInfoSimple.SharingMessage"];
        assert!(
            errors[0]
                .as_str()
                .unwrap()
                .ends_with("maximum length of 255.")
        );
    })
    .await;
}

#[tokio::test]
async fn a_room_handed_over_keeps_its_former_owner_as_manager() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let rooms = portal.person(Role::RoomAdmin).await;
        let user = portal.person(Role::User).await;
        let id = room(&owner, 5).await;
        let order = |who: &str| json!({ "userId": who, "folderIds": [id] });
        let (status, body) = owner.post("files/owner", order(&user.id)).await;
        assert_eq!(status, 403);
        assert_eq!(body["error"]["message"], "You cannot select this user");
        owner
            .ok("POST", "files/owner", Some(order(&rooms.id)))
            .await;
        let list = rooms
            .ok("GET", &format!("files/rooms/{id}/share"), None)
            .await;
        assert_eq!(ids(&list), [rooms.id.as_str(), owner.id.as_str()]);
        assert_eq!(list[1]["access"], 9);
    })
    .await;
}
