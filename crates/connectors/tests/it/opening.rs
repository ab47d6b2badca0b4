//! Choosing a document server, and what it is told of a document.

use portal::Role;
use serde_json::json;
use testkit::for_each_database;

use crate::peer::{Peer, SECRET, choose, content, document_in, fetched, opened, read, room};

#[tokio::test]
async fn administrators_choose_a_server_that_answers() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let none = owner.ok("GET", "files/docservice", None).await;
        assert_eq!(
            (&none["docServiceUrl"], &none["isDefault"]),
            (&json!(""), &json!(true))
        );
        let wish = json!({ "docServiceUrl": peer.url() });
        assert_eq!(user.put("files/docservice", wish.clone()).await.0, 403);
        assert_eq!(portal.stranger().put("files/docservice", wish).await.0, 401);

        let chosen = choose(&owner, &peer).await;
        assert_eq!(chosen["docServiceUrl"], peer.url());
        assert_eq!(
            chosen["docServiceUrlApi"],
            format!("{}web-apps/apps/api/documents/api.js", peer.url())
        );
        assert_eq!(
            (&chosen["isDefault"], &chosen["docServiceSslVerification"]),
            (&json!(false), &json!(true))
        );
        let told = portal
            .stranger()
            .ok("GET", "files/docservice?version=true", None)
            .await;
        assert_eq!(told["version"], "9.1.0");
        assert!(
            !told.to_string().contains(SECRET),
            "the secret is never told"
        );

        let refused = async |wish| {
            let (status, body) = owner.put("files/docservice", wish).await;
            (
                status,
                body["error"]["message"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            )
        };
        let text = |text: &str| (500, text.to_owned());
        let query = json!({ "docServiceUrl": "http://docs.example/?a=b" });
        assert_eq!(refused(query).await, text("Invalid input urls"));
        let header = json!({ "docServiceUrl": peer.url(), "docServiceSignatureSecret": "x" });
        assert_eq!(refused(header).await, text("Invalid signature header"));
        let gone = json!({ "docServiceUrl": "http://127.0.0.1:1/" });
        let not_there = "Unable to establish a connection with the Document Server.";
        assert_eq!(refused(gone).await, text(not_there));
        let wrong = json!({ "docServiceUrl": peer.url(), "docServiceSignatureSecret": "x",
            "docServiceSignatureHeader": "Authorization" });
        assert_eq!(refused(wrong).await, text(not_there));
        let still = owner.ok("GET", "files/docservice", None).await;
        assert_eq!(still["docServiceUrl"], peer.url(), "the old values stay");

        let back = owner
            .ok(
                "PUT",
                "files/docservice",
                Some(json!({ "docServiceUrl": "" })),
            )
            .await;
        assert_eq!(
            (&back["docServiceUrl"], &back["isDefault"]),
            (&json!(""), &json!(true))
        );
    })
    .await;
}

#[tokio::test]
async fn a_server_gets_a_signed_configuration() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let owner = portal.owner();
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let before = opened(&owner, file).await;
        assert_eq!(
            before["editorUrl"], "",
            "the built-in editors are the default"
        );
        assert!(before["token"].is_null());
        let start = format!("files/file/{file}/startedit");
        assert_eq!(owner.post(&start, json!({})).await.0, 403);

        choose(&owner, &peer).await;
        let told = opened(&owner, file).await;
        let key = told["document"]["key"].as_str().unwrap();
        let script = format!(
            "{}web-apps/apps/api/documents/api.js?shardkey={key}",
            peer.url()
        );
        assert_eq!(told["editorUrl"], script);
        let callback = told["editorConfig"]["callbackUrl"].as_str().unwrap();
        assert!(callback.contains(&format!(
            "/filehandler.ashx?action=track&fileid={file}&stream_auth="
        )));
        let signed = read(told["token"].as_str().unwrap()).unwrap();
        for member in ["document", "documentType", "editorConfig"] {
            assert_eq!(signed[member], told[member], "{member}");
        }
        let document = &signed["document"];
        let got = fetched(&portal.stranger(), &document["url"]).await;
        assert_eq!(got, (200, content(&owner, file).await));
        let started = owner.ok("POST", &start, Some(json!({}))).await;
        assert_eq!(started, key);
        assert_eq!(peer.commands("info")[0]["key"], key);
        let view = format!("files/file/{file}/openedit?view=true");
        let looked = owner.ok("GET", &view, None).await;
        assert!(
            looked["editorConfig"]["callbackUrl"].is_null(),
            "nothing to tell of"
        );
    })
    .await;
}

#[tokio::test]
async fn clients_see_that_editors_are_there() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let owner = portal.owner();
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        let edited = async || {
            let settings = owner.ok("GET", "files/settings", None).await;
            let list = settings["extsWebEdited"].as_array().unwrap().clone();
            let shown = owner.ok("GET", &format!("files/file/{file}"), None).await;
            (
                list.contains(&json!(".docx")),
                shown["viewAccessibility"]["WebEdit"].clone(),
            )
        };
        assert_eq!(edited().await, (false, json!(false)));
        choose(&owner, &peer).await;
        assert_eq!(edited().await, (true, json!(true)));
        let elsewhere = kit.portal().await.owner();
        let settings = elsewhere.ok("GET", "files/settings", None).await;
        assert_eq!(settings["extsWebEdited"], json!([]), "each portal chooses");
    })
    .await;
}

#[tokio::test]
async fn differences_are_signed_with_the_version_before() {
    for_each_database(async |kit| {
        let (portal, peer) = (kit.portal().await, Peer::start().await);
        let owner = portal.owner();
        let room = room(&owner).await;
        let file = document_in(&owner, room, "Plan.docx").await;
        choose(&owner, &peer).await;
        let first = opened(&owner, file).await;
        let update = format!("files/{file}/update");
        let sent = owner.send_file("PUT", &update, "Plan.docx", b"two").await;
        assert_eq!(sent.0, 200);
        let diff = format!("files/file/{file}/edit/diff?version=");
        let one = owner.ok("GET", &format!("{diff}1"), None).await;
        assert!(one["previous"].is_null(), "nothing is before the first");
        let two = owner.ok("GET", &format!("{diff}2"), None).await;
        assert_eq!(two["previous"]["key"], first["document"]["key"]);
        assert_eq!(two["previous"]["fileType"], "docx");
        assert_eq!(two["key"], opened(&owner, file).await["document"]["key"]);
        let signed = read(two["token"].as_str().unwrap()).unwrap();
        for member in ["url", "key", "previous", "version"] {
            assert_eq!(signed[member], two[member], "{member}");
        }
        let got = fetched(&portal.stranger(), &two["url"]).await;
        assert_eq!(got, (200, b"two".to_vec()));
    })
    .await;
}
