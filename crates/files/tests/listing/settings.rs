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

#[tokio::test]
async fn new_documents_begin_with_what_administrators_chose() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let my = owner.ok("GET", "files/@my", None).await["current"]["id"].clone();
        let path = "files/settings/defaulttemplate";
        let items = owner.ok("GET", path, None).await["items"].clone();
        let kinds: Vec<_> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["fileExtension"].clone(), item["selectedFile"].clone()))
            .collect();
        let blank =
            [".docx", ".xlsx", ".pptx", ".pdf"].map(|kind| (json!(kind), serde_json::Value::Null));
        assert_eq!(kinds, blank);

        let content = b"PK letter paper of the house";
        let (_, answer) = owner
            .upload(&format!("files/{my}/upload"), "House.docx", content)
            .await;
        let chosen = answer["response"][0]["id"].clone();
        let body = json!({"fileExtension": ".docx", "selectedFile": chosen});
        let items = owner.ok("PUT", path, Some(body)).await["items"].clone();
        assert_eq!(items[0]["fileTitle"], "House.docx");
        assert_eq!(items[0]["fileSize"], content.len());
        assert_ne!(items[0]["selectedFile"], chosen, "a copy is kept");
        // Everybody's new documents begin with it; others stay blank.
        let user = portal.person(Role::User).await;
        let new = async |title: &str| {
            let body = json!({"title": title});
            user.ok("POST", "files/@my/file", Some(body)).await["pureContentLength"].clone()
        };
        assert_eq!(new("Letter.docx").await, content.len());
        assert_ne!(new("Table.xlsx").await, content.len());

        let wrong = json!({"fileExtension": ".xlsx", "selectedFile": chosen});
        let (status, answer) = owner.put(path, wrong).await;
        let text = "Sorry, this file format isn't supported";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        let nothing = json!({"fileExtension": ".txt", "selectedFile": chosen});
        assert_eq!(owner.put(path, nothing).await.0, 200);
        let plain = format!("{path}?FileExtension=.pdf");
        assert_eq!(
            owner.upload(&plain, "no form.pdf", b"%PDF-1.4").await.0,
            403
        );
        let slides = format!("{path}?FileExtension=.pptx");
        let (status, answer) = owner.upload(&slides, "Talk.pptx", b"PK talk").await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["items"][2]["fileTitle"], "Talk.pptx");

        let body = json!({"fileExtension": ".docx"});
        let items = owner.ok("DELETE", path, Some(body)).await["items"].clone();
        assert_eq!(items[0]["selectedFile"], serde_json::Value::Null);
        assert_ne!(new("Letter 2.docx").await, content.len());
        let body = json!({"fileExtension": ".docx", "selectedFile": chosen});
        assert_eq!(user.put(path, body).await.0, 403);
        assert_eq!(user.get(path).await.0, 403);
        assert_eq!(portal.stranger().get(path).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn without_providers_nothing_of_others_is_connected() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        for path in ["", "/capabilities", "/providers", "/common"] {
            let path = format!("files/thirdparty{path}");
            assert_eq!(owner.ok("GET", &path, None).await, json!([]), "{path}");
            assert_eq!(portal.stranger().get(&path).await.0, 401, "{path}");
        }
        let storage = json!({"customerTitle": "Mine", "providerKey": "WebDav"});
        let (status, answer) = owner.post("files/thirdparty", storage).await;
        let text = "You don't have enough permission to create";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        assert_eq!(owner.delete("files/thirdparty/7").await.0, 404);
    })
    .await;
}
