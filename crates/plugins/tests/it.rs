//! Plugins through HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::io::{Cursor, Write as _};

use axum::body::Body;
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PATH: &str = "settings/webplugins";

fn pack(config: &Value, script: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let config = config.to_string();
    let fixed = [
        ("config.json", config.as_bytes()),
        ("plugin.js", script.as_bytes()),
    ];
    for (name, content) in fixed.iter().chain(more) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn config(name: &str, plugin_name: &str, version: &str) -> Value {
    json!({
        "name": name, "pluginName": plugin_name, "version": version, "description": "Draws", "license": "MIT",
        "author": "Somebody", "homePage": "https://plugin.example", "image": "logo.png",
        "scopes": "API,ContextMenu", "cspDomains": "https://draw.example,*.cdn.example",
        "nameLocale": { "de": "Zeichnen" },
    })
}

fn draw(version: &str) -> Vec<u8> {
    pack(
        &config("draw.io", "Drawio", version),
        "window.Plugins.Drawio = {}",
        &[("assets/logo.png", b"png")],
    )
}

async fn upload(client: &Client, zip: &[u8]) -> Value {
    let (status, answer) = client.upload(PATH, "plugin.zip", zip).await;
    assert_eq!(status, 200, "{answer}");
    answer["response"].clone()
}

/// A file: status, headers as lines, content.
async fn fetch(client: &Client, path: &str) -> (u16, String, Vec<u8>) {
    let request = client.request("GET", path).body(Body::empty()).unwrap();
    let response = client.send(request).await;
    let lines = response.headers().iter();
    let lines = lines.map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
    (
        response.status().as_u16(),
        lines.collect(),
        response.body().to_vec(),
    )
}

async fn domains(client: &Client) -> Value {
    client.ok("GET", "security/csp", None).await["domains"].clone()
}

#[tokio::test]
async fn a_plugin_is_uploaded_read_switched_and_taken_out() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let added = upload(&owner, &draw("1.0 beta")).await;
        assert_eq!(
            (&added["name"], &added["pluginName"]),
            (&json!("draw.io"), &json!("Drawio"))
        );
        assert_eq!(
            (&added["enabled"], &added["system"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(added["scopes"], "API,ContextMenu");
        assert_eq!(
            added["url"],
            "/storage/webplugins/root/draw.io/plugin.js?hash=1.0+beta"
        );
        assert!(added.get("cssUrl").is_none() && added.get("cspDomains").is_none());
        assert_eq!(added["createBy"]["id"], owner.id);
        assert_eq!(added["nameLocale"]["de"], "Zeichnen");
        assert_eq!(
            domains(&owner).await,
            json!(["https://draw.example", "*.cdn.example"])
        );

        let (status, headers, script) = fetch(&user, added["url"].as_str().unwrap()).await;
        assert_eq!(
            (status, script),
            (200, b"window.Plugins.Drawio = {}".to_vec())
        );
        assert!(
            headers.contains("content-type: text/javascript"),
            "{headers}"
        );
        assert!(
            headers.contains("cache-control: must-revalidate, no-transform, immutable"),
            "{headers}"
        );
        assert!(
            headers.contains("content-disposition: attachment"),
            "{headers}"
        );
        let logo = "/storage/webplugins/root/draw.io/assets/logo.png?hash=1.0+beta";
        assert_eq!(fetch(&user, logo).await.2, b"png");
        assert_eq!(fetch(&portal.stranger(), logo).await.0, 403);
        for absent in [
            "draw.io/config.json",
            "draw.io/plugin.css",
            "other/plugin.js",
            "draw.io/assets/../plugin.js",
        ] {
            let (status, ..) = fetch(&user, &format!("/storage/webplugins/root/{absent}")).await;
            assert_eq!(status, 404, "{absent}");
        }

        let set = json!({ "enabled": true, "settings": "{\"key\":1}" });
        owner.ok("PUT", &format!("{PATH}/draw.io"), Some(set)).await;
        let seen = user.ok("GET", &format!("{PATH}/DRAW.IO"), None).await;
        assert_eq!(seen["settings"], "{\"key\":1}");
        let again = upload(&owner, &draw("2")).await;
        assert_eq!(again["settings"], "{\"key\":1}", "a new version keeps them");
        assert_eq!(
            owner.ok("GET", PATH, None).await.as_array().unwrap().len(),
            1
        );

        let off = json!({ "enabled": false, "settings": "" });
        owner.ok("PUT", &format!("{PATH}/draw.io"), Some(off)).await;
        let seen = user.ok("GET", &format!("{PATH}/draw.io"), None).await;
        assert_eq!(seen["enabled"], false);
        assert!(seen.get("settings").is_none());
        assert_eq!(domains(&owner).await, json!([]));
        assert_eq!(
            user.ok("GET", &format!("{PATH}?enabled=true"), None).await,
            json!([])
        );
        let on = json!({ "enabled": true, "settings": "" });
        owner.ok("PUT", &format!("{PATH}/draw.io"), Some(on)).await;
        assert_eq!(domains(&owner).await.as_array().unwrap().len(), 2);

        owner.ok("DELETE", &format!("{PATH}/draw.io"), None).await;
        assert_eq!(user.ok("GET", PATH, None).await, json!([]));
        assert_eq!(fetch(&user, logo).await.0, 404);
        assert_eq!(domains(&owner).await, json!([]));
        assert_eq!(owner.delete(&format!("{PATH}/draw.io")).await.0, 404);
        let trail = testkit::eventually(async || {
            let rows = owner
                .ok("GET", "security/audit/events/filter?count=100", None)
                .await;
            let rows = rows.as_array().unwrap().clone();
            let of = |action: i32| rows.iter().filter(|row| row["actionId"] == action).count();
            let all = (of(6085), of(6086), of(6087));
            (all.2 == 1).then_some(all)
        })
        .await;
        assert_eq!(trail, (2, 3, 1));
        let mut wrong = Vec::new();
        let tell = |found: files::service::verify::Found| wrong.extend(found.wrong);
        let sound = kit
            .house()
            .verify(server::verify::Depth::Lengths, tell)
            .await
            .unwrap();
        assert!(sound, "{wrong:?}");
    })
    .await;
}

#[tokio::test]
async fn only_administrators_put_plugins_in() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let admin = portal.person(Role::Admin).await;
        upload(&admin, &draw("1")).await;
        let set = json!({ "enabled": false, "settings": "" });
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.upload(PATH, "plugin.zip", &draw("2")).await.0, 403);
            assert_eq!(
                person.put(&format!("{PATH}/draw.io"), set.clone()).await.0,
                403
            );
            assert_eq!(person.delete(&format!("{PATH}/draw.io")).await.0, 403);
            assert_eq!(person.get(PATH).await.0, 200);
        }
        let stranger = portal.stranger();
        assert_eq!(stranger.get(PATH).await.0, 401);
        assert_eq!(stranger.upload(PATH, "plugin.zip", &draw("2")).await.0, 401);
        let other = kit.portal().await.owner();
        assert_eq!(
            other.ok("GET", PATH, None).await,
            json!([]),
            "each portal has its own"
        );
        assert_eq!(
            fetch(&other, "/storage/webplugins/root/draw.io/plugin.js")
                .await
                .0,
            404
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_no_plugin_is_refused_in_words() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let refused = async |name: &str, content: &[u8]| {
            let (status, answer) = owner.upload(PATH, name, content).await;
            assert_eq!(status, 400, "{answer}");
            answer["error"]["message"].as_str().unwrap().to_owned()
        };
        assert_eq!(refused("plugin.zip", b"").await, "No input file");
        assert_eq!(refused("plugin.rar", b"x").await, "Wrong file extension");
        assert_eq!(
            refused("plugin.zip", &vec![0; 5_242_881]).await,
            "File size exceeds limit"
        );
        assert!(
            refused("plugin.zip", b"no zip")
                .await
                .starts_with("Wrong plugin archive. ")
        );
        let escape = pack(&config("a", "A", "1"), "x", &[("../../evil.js", b"x")]);
        assert_eq!(
            refused("plugin.zip", &escape).await,
            "Wrong plugin archive. Unsafe path detected: ../../evil.js"
        );
        let misnamed = pack(&config("A B", "A", "1"), "x", &[]);
        assert_eq!(
            refused("plugin.zip", &misnamed).await,
            "Wrong plugin archive. Wrong plugin name"
        );
        upload(&owner, &draw("1")).await;
        let clash = pack(&config("other", "Drawio", "1"), "x", &[]);
        assert_eq!(
            refused("plugin.zip", &clash).await,
            "Wrong plugin archive. Plugin already exist"
        );
        assert_eq!(
            owner.ok("GET", PATH, None).await.as_array().unwrap().len(),
            1
        );
        let long = json!({ "enabled": true, "settings": "x".repeat(256) });
        assert_eq!(owner.put(&format!("{PATH}/draw.io"), long).await.0, 400);
        let none = json!({ "enabled": true, "settings": "" });
        assert_eq!(owner.put(&format!("{PATH}/none"), none).await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn what_the_installation_offers_is_off_until_a_portal_wants_it() {
    testkit::for_each_database(async |kit: Kit| {
        let (one, two) = (kit.portal().await, kit.portal().await);
        let (first, second) = (one.owner(), two.owner());
        let (status, answer) = first
            .upload(&format!("{PATH}?system=true"), "p.zip", &draw("1"))
            .await;
        assert_eq!(status, 200, "{answer}");
        let added = &answer["response"];
        assert_eq!(
            (&added["system"], &added["enabled"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(
            added["url"],
            "/storage/systemwebplugins/root/draw.io/plugin.js?hash=1"
        );
        let own = second.upload(PATH, "p.zip", &draw("2")).await;
        assert_eq!(own.0, 400, "the name is taken: {}", own.1);
        second
            .ok(
                "PUT",
                &format!("{PATH}/draw.io"),
                Some(json!({ "enabled": true, "settings": "s" })),
            )
            .await;
        let enabled =
            async |client: &Client| client.ok("GET", PATH, None).await[0]["enabled"].clone();
        assert_eq!(
            (enabled(&second).await, enabled(&first).await),
            (json!(true), json!(false))
        );
        assert_eq!(fetch(&second, added["url"].as_str().unwrap()).await.0, 200);
        first.ok("DELETE", &format!("{PATH}/draw.io"), None).await;
        assert_eq!(second.ok("GET", PATH, None).await, json!([]));
    })
    .await;
}
