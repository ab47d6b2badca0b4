//! Logos through HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::io::Cursor;

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat};
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit, for_each_database};

const LOGOS: &str = "settings/whitelabel/logos";
const SAVE: &str = "settings/whitelabel/logos/save";
const FILES: &str = "settings/whitelabel/logos/savefromfiles";
const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"9\" height=\"9\"/></svg>";

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let picture = DynamicImage::new_rgba8(width, height);
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn data(kind: &str, bytes: impl AsRef<[u8]>) -> String {
    format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
}

/// What a portal shows for a kind.
async fn shown(who: &Client, kind: usize, query: &str) -> Value {
    let list = who.ok("GET", &format!("{LOGOS}{query}"), None).await;
    list[kind - 1]["path"].clone()
}

/// A picture by its address: type, policy and bytes.
async fn fetch(who: &Client, address: &Value) -> (String, String, Vec<u8>) {
    let address = address.as_str().unwrap();
    let at = address.find("/st").unwrap(); // storage or static
    let request = who.request("GET", &address[at..]).body(Body::empty());
    let answer = who.send(request.unwrap()).await;
    assert_eq!(answer.status(), 200, "{address}");
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    let (kind, policy) = (header("content-type"), header("content-security-policy"));
    (kind, policy, answer.body().to_vec())
}

async fn defaults(who: &Client) -> Vec<bool> {
    let list = who.ok("GET", &format!("{LOGOS}/isdefault"), None).await;
    let list = list.as_array().unwrap().clone();
    list.iter().map(|one| one["default"] == true).collect()
}

#[tokio::test]
async fn a_portal_shows_its_own_logos_until_it_goes_back() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let before = shown(&stranger, 1, "").await;
        assert!(before["light"].as_str().unwrap().ends_with("/static/images/logo/lightsmall.svg"));
        assert!(before["dark"].as_str().unwrap().ends_with("/static/images/logo/dark_lightsmall.svg"));
        assert_eq!(fetch(&stranger, &before["dark"]).await.0, "image/svg+xml");
        assert_eq!(defaults(&owner).await, [true; 16]);

        let body = json!({ "logoText": "We", "logo": [
            { "key": "1", "value": { "light": data("png", png(1000, 480)), "dark": data("svg+xml", DRAWING) } },
            { "key": "3", "value": { "light": data("png", png(16, 16)) } },
        ] });
        assert_eq!(owner.ok("POST", SAVE, Some(body)).await, true);

        // Drawn within 422 x 48, seen by strangers too; the dark one is as it was sent.
        let own = shown(&stranger, 1, "").await;
        let (kind, policy, bytes) = fetch(&stranger, &own["light"]).await;
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((&*kind, picture.width(), picture.height()), ("image/png", 100, 48));
        assert!(policy.contains("sandbox"));
        let (kind, policy, bytes) = fetch(&stranger, &own["dark"]).await;
        assert_eq!((&*kind, &*bytes), ("image/svg+xml", DRAWING.as_bytes()));
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"));
        // A small one stays small, and dark ground keeps the product's.
        let small = shown(&stranger, 3, "").await;
        let (_, _, bytes) = fetch(&stranger, &small["light"]).await;
        assert_eq!(image::load_from_memory(&bytes).unwrap().width(), 16);
        assert!(small["dark"].as_str().unwrap().contains("/static/images/logo/"));
        assert_eq!(owner.ok("GET", "settings/whitelabel/logotext", None).await, "We");
        assert_eq!(owner.ok("GET", "settings/logo", None).await, own["light"]);
        let wanted: Vec<bool> = (1..=16).map(|kind| kind != 1 && kind != 3).collect();
        assert_eq!(defaults(&owner).await, wanted);

        // One ground alone, and the product's.
        let dark = shown(&stranger, 1, "?isDark=true").await;
        assert_eq!(dark, json!({ "dark": own["dark"] }));
        let light = shown(&stranger, 1, "?IsDark=false").await;
        assert_eq!(light, json!({ "light": own["light"] }));
        assert_eq!(shown(&stranger, 1, "?IsDefault=true").await, before);

        // What is shown already may come back; another picture has another address.
        let body = json!({ "logo": [
            { "key": "1", "value": { "light": own["light"], "dark": data("png", png(5, 5)) } },
        ] });
        owner.ok("POST", SAVE, Some(body)).await;
        let next = shown(&stranger, 1, "").await;
        assert_eq!(next["light"], own["light"]);
        assert_ne!(next["dark"], own["dark"]);
        assert_eq!(owner.ok("GET", "settings/whitelabel/logotext", None).await, "We");
        // Another portal has none of this.
        let other = kit.portal().await.owner();
        assert_eq!(defaults(&other).await, [true; 16]);
        let foreign = next["light"].as_str().unwrap();
        let foreign = &foreign[foreign.find("/storage").unwrap()..];
        let request = other.request("GET", foreign).body(Body::empty()).unwrap();
        assert_eq!(other.send(request).await.status(), 404);

        assert_eq!(owner.ok("PUT", &format!("{LOGOS}/restore"), None).await, true);
        assert_eq!(shown(&stranger, 1, "").await, before);
        assert_eq!(defaults(&owner).await, [true; 16]);
    })
    .await;
}

#[tokio::test]
async fn files_are_named_after_the_kind_of_their_logo() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let (status, answer) = owner.upload(FILES, "6.png", &png(100, 100)).await;
        assert_eq!(
            (status, &answer["response"]),
            (200, &json!(true)),
            "{answer}"
        );
        let path = format!("{FILES}?IsDark=true");
        let (status, _) = owner
            .upload(&path, "LeftMenu.svg", DRAWING.as_bytes())
            .await;
        assert_eq!(status, 200);
        let menu = shown(&owner, 6, "").await;
        let (_, _, bytes) = fetch(&owner, &menu["light"]).await;
        assert_eq!(image::load_from_memory(&bytes).unwrap().width(), 56);
        assert_eq!(fetch(&owner, &menu["dark"]).await.2, DRAWING.as_bytes());
        let (status, answer) = owner.upload(FILES, "logo.png", &png(9, 9)).await;
        assert_eq!((status, &answer["error"]["message"]), (400, &json!("logo")));
        let (status, answer) = owner.post(FILES, json!({})).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (403, &json!("No input files"))
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_no_picture_or_could_run_is_refused_and_nothing_changes() {
    let kit = Kit::sqlite().await;
    let owner = kit.portal().await.owner();
    let script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let active = "The picture must not contain scripts or refer to other files.";
    let unknown = "Unknown image file type.";
    for (key, address, text) in [
        ("1", data("svg+xml", script), active),
        // Whatever it calls itself.
        ("1", data("png", script), active),
        ("1", data("png", "GIF89a"), unknown),
        ("1", data("svg+xml", "<html/>"), unknown),
        (
            "1",
            data("png", png(10_000, 5_000)),
            "The image has too many pixels.",
        ),
        ("1", "data:image/png;base64,&&&".to_owned(), "logo"),
        ("1", "data:text/html;base64,AAAA".to_owned(), "logo"),
        ("1", "https://evil.example/logo.png".to_owned(), "logo"),
        ("17", data("png", png(9, 9)), "logo"),
    ] {
        let body = json!({ "logoText": "Never", "logo": [
            { "key": "2", "value": { "light": data("png", png(9, 9)) } },
            { "key": key, "value": { "dark": address } },
        ] });
        let (status, answer) = owner.post(SAVE, body).await;
        let told = &answer["error"]["message"];
        assert_eq!((status, told), (400, &json!(text)), "{key} {answer}");
    }
    let long = json!({ "logoText": "x".repeat(41) });
    assert_eq!(owner.post(SAVE, long).await.0, 400);
    let (status, answer) = owner.upload(FILES, "1.svg", script.as_bytes()).await;
    assert_eq!((status, &answer["error"]["message"]), (400, &json!(active)));
    let large = vec![0; 5 * 1024 * 1024 + 1];
    assert_eq!(owner.upload(FILES, "1.png", &large).await.0, 400);
    assert_eq!(defaults(&owner).await, [true; 16]);
    let text = owner.ok("GET", "settings/whitelabel/logotext", None).await;
    assert_eq!(text, "Atrium");
}

#[tokio::test]
async fn logos_are_for_administrators() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let body = json!({ "logo": [{ "key": "1", "value": { "light": data("png", png(9, 9)) } }] });
    for role in [Role::RoomAdmin, Role::User, Role::Guest] {
        let person = portal.person(role).await;
        assert_eq!(person.post(SAVE, body.clone()).await.0, 403);
        assert_eq!(person.upload(FILES, "1.png", &png(9, 9)).await.0, 403);
        let restore = format!("{LOGOS}/restore");
        assert_eq!(person.call("PUT", &restore, None).await.0, 403);
    }
    let admin = portal.person(Role::Admin).await;
    assert_eq!(
        admin.ok("GET", "settings/enablewhitelabel", None).await,
        true
    );
    assert_eq!(admin.ok("POST", SAVE, Some(body)).await, true);
}
