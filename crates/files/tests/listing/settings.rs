//! `files/settings` and what changes it.

use portal::Role;
use serde_json::json;

use crate::on_each_database;

#[tokio::test]
async fn switches_are_kept_for_each_person() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let other = kit.person(Role::User, "Udo").await;
        let switches = [
            ("changedeleteconfrim", "confirmDelete", false),
            ("storeoriginal", "storeOriginalFiles", false),
            ("keepnewfilename", "keepNewFileName", true),
            ("displayfileextension", "displayFileExtension", true),
            (
                "hideconfirmcanceloperation",
                "hideConfirmCancelOperation",
                true,
            ),
            ("hideconfirmroomlifetime", "hideConfirmRoomLifetime", true),
            ("displayrecent", "recentSection", false),
            ("settings/favorites", "favoritesSection", false),
            ("settings/templates", "templatesSection", false),
            ("settings/openeditorinsametab", "openEditorInSameTab", true),
            ("settings/organizegrouping", "organizeRoomsGrouping", false),
        ];
        for (path, member, value) in switches {
            let body = json!({"set": value});
            let (status, answer) = kit.call(Some(owner), "PUT", path, Some(body)).await;
            assert_eq!(
                (status, &answer["response"]),
                (200, &json!(value)),
                "{path}"
            );
            assert_eq!(kit.read(owner, "settings").await[member], value, "{member}");
            assert_eq!(
                kit.read(&other, "settings").await[member],
                !value,
                "{member}"
            );
            let body = json!({"set": value});
            assert_eq!(
                kit.call(None, "PUT", path, Some(body)).await.0,
                401,
                "{path}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn clean_up_and_default_rights() {
    on_each_database(async |kit| {
        let owner = &kit.owner;
        let fresh = kit.read(owner, "settings").await;
        assert_eq!(
            fresh["automaticallyCleanUp"],
            json!({"isAutoCleanUp": true, "gap": 4})
        );
        assert_eq!(fresh["defaultSharingAccessRights"], json!([2]));
        assert_eq!(
            fresh["defaultOrder"],
            json!({"is_asc": false, "property": 0})
        );
        assert_eq!(fresh["internalFormats"]["Document"], ".docx");
        let body = json!({"set": false, "gap": 1});
        let (_, answer) = kit
            .call(Some(owner), "PUT", "settings/autocleanup", Some(body))
            .await;
        assert_eq!(
            answer["response"],
            json!({"isAutoCleanUp": false, "gap": 1})
        );
        let read = kit.read(owner, "settings/autocleanup").await;
        assert_eq!(read, json!({"isAutoCleanUp": false, "gap": 1}));
        for body in [json!([6, 5]), json!({"value": [6, 5]})] {
            let path = "settings/dafaultaccessrights";
            let (status, answer) = kit.call(Some(owner), "PUT", path, Some(body)).await;
            assert_eq!((status, &answer["response"]), (200, &json!([5, 6])));
        }
        let body = json!({"set": true});
        let (_, answer) = kit
            .call(Some(owner), "PUT", "settings/downloadtargz", Some(body))
            .await;
        assert_eq!(answer["response"], json!({}));
    })
    .await;
}

#[tokio::test]
async fn external_sharing_is_the_administrators_business() {
    on_each_database(async |kit| {
        let maker = kit.person(Role::RoomAdmin, "Rita").await;
        let off = || Some(json!({"set": false}));
        let path = "settings/external";
        assert_eq!(kit.call(Some(&maker), "PUT", path, off()).await.0, 403);
        assert_eq!(kit.call(Some(&kit.owner), "PUT", path, off()).await.0, 200);
        let settings = kit.read(&maker, "settings").await;
        assert_eq!(settings["externalShare"], false);
        assert_eq!(settings["externalShareSocialMedia"], false);
        let (status, stranger) = kit.get(None, "settings").await;
        assert_eq!(status, 200);
        assert_eq!(stranger["response"]["storeOriginalFiles"], false);
        assert_eq!(stranger["response"]["externalShareApplyToRooms"], false);
        let body = json!({"externalShare": false, "defaultShareLinkInternal": false,
            "externalShareApplyToDocuments": true, "externalShareApplyToRooms": false,
            "blockExistingLinksOnRestrict": false});
        let path = "settings/externalsharingsettings";
        let (_, answer) = kit.call(Some(&kit.owner), "PUT", path, Some(body)).await;
        assert_eq!(answer["response"]["defaultShareLinkInternal"], true);
        assert_eq!(answer["response"]["externalShareApplyToRooms"], false);
    })
    .await;
}
