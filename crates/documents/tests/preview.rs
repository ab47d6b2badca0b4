//! Files page by page through HTTP, on both databases, with the real programs.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod kit;

use std::time::Duration;

use axum::body::Body;
use http::header::IF_NONE_MATCH;
use image::{ImageFormat, RgbImage};
use kit::{body, made, mine, upload};
use portal::Role;
use serde_json::{Value, json};
use server::verify::Depth;
use testkit::{Client, eventually_within, for_each_database};

/// LibreOffice on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

const LETTER: &[u8] = include_bytes!("files/letter.odt");

/// Waits until the pages of a file are there, or are known not to be.
async fn looked(who: &Client, file: i64) -> Value {
    eventually_within(PATIENCE, async || {
        let state = who
            .ok("GET", &format!("files/file/{file}/preview"), None)
            .await;
        (state["state"] != 0).then_some(state)
    })
    .await
}

async fn page(who: &Client, file: i64, number: usize, more: &str) -> (u16, Vec<u8>) {
    let path = format!("/api/2.0/files/file/{file}/preview/{number}?width=800{more}");
    let request = who.request("GET", &path).body(Body::empty()).unwrap();
    let answer = who.send(request).await;
    (answer.status().as_u16(), answer.into_body().to_vec())
}

fn pixels(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .unwrap()
        .into_rgb8()
}

/// Pixels that are neither paper nor the black of letters.
fn grey(picture: &RgbImage) -> usize {
    let is_grey = |pixel: &&image::Rgb<u8>| pixel.0.iter().all(|value| (185..235).contains(value));
    picture.pixels().filter(is_grey).count()
}

/// A room for files with these settings.
async fn room(who: &Client, settings: Value) -> i64 {
    let mut asked = json!({ "title": "Bids", "roomType": 8 });
    asked
        .as_object_mut()
        .unwrap()
        .extend(settings.as_object().unwrap().clone());
    who.ok("POST", "files/rooms", Some(asked)).await["id"]
        .as_i64()
        .unwrap()
}

#[tokio::test]
async fn pages_are_made_once_and_shown_to_those_who_may_read() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        let letter = upload(&owner, folder, "Letter.odt", LETTER).await;
        let begun = owner
            .ok("GET", &format!("files/file/{letter}/preview"), None)
            .await;
        assert_eq!((&begun["state"], &begun["pages"]), (&json!(0), &json!([])));
        assert_eq!(page(&owner, letter, 1, "").await.0, 404, "not yet");

        let state = looked(&owner, letter).await;
        assert_eq!(
            (
                &state["state"],
                &state["watermarked"],
                &state["downloadable"]
            ),
            (&json!(1), &json!(false), &json!(true)),
            "{state}"
        );
        assert_eq!(state["pages"].as_array().unwrap().len(), 1);
        let (status, bytes) = page(&owner, letter, 1, "").await;
        assert_eq!((status, pixels(&bytes).width()), (200, 800));
        assert_eq!(page(&owner, letter, 1, "").await.1, bytes, "kept");
        assert_eq!(page(&owner, letter, 2, "").await.0, 404);
        assert_eq!(page(&owner, letter, 0, "").await.0, 404);

        // A copy has the same pages, at once; a new version has its own.
        let asked = json!({ "destTitle": "Copy.odt", "destFolderId": folder });
        let copy = owner
            .ok("POST", &format!("files/file/{letter}/copyas"), Some(asked))
            .await;
        let copy = copy["id"].as_i64().unwrap();
        assert_eq!(
            owner
                .ok("GET", &format!("files/file/{copy}/preview"), None)
                .await["state"],
            1
        );

        // Browsers keep pages, but ask.
        let path = format!("/api/2.0/files/file/{letter}/preview/1?width=800");
        let first = owner
            .send(owner.request("GET", &path).body(Body::empty()).unwrap())
            .await;
        let tag = first.headers()["etag"].clone();
        let again = owner.request("GET", &path).header(IF_NONE_MATCH, tag);
        let again = owner.send(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status().as_u16(), again.body().len()), (304, 0));

        let other = portal.person(Role::User).await;
        assert_eq!(
            other.get(&format!("files/file/{letter}/preview")).await.0,
            403
        );
        assert_eq!(page(&other, letter, 1, "").await.0, 403);
        assert_eq!(
            portal
                .stranger()
                .get(&format!("files/file/{letter}/preview"))
                .await
                .0,
            401
        );
        let text = upload(&owner, folder, "sound.mp3", b"words").await;
        assert_eq!(
            owner.get(&format!("files/file/{text}/preview")).await.0,
            415
        );
        let sound = kit.house().verify(Depth::Lengths, |found| {
            assert!(found.wrong.is_empty(), "{}: {:?}", found.about, found.wrong);
        });
        assert!(sound.await.unwrap(), "every reference is counted");
        assert_eq!(owner.get("files/file/987654/preview").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_data_room_shows_its_pages_with_its_watermark_only() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        let settings = json!({ "watermark": { "enabled": true, "additions": 31,
            "text": "Confidential", "rotate": -45 } });
        let bids = room(&owner, settings).await;
        let plain = made(&owner, folder, "Plan.pdf").await;
        let marked = made(&owner, bids, "Plan.pdf").await;
        let state = looked(&owner, plain).await;
        assert_eq!(state["watermarked"], false);
        let state = looked(&owner, marked).await;
        assert_eq!(
            (
                &state["state"],
                &state["watermarked"],
                &state["downloadable"]
            ),
            (&json!(1), &json!(true), &json!(false))
        );
        let clean = pixels(&page(&owner, plain, 1, "").await.1);
        let seen = pixels(&page(&owner, marked, 1, "").await.1);
        assert_eq!(grey(&clean), 0);
        assert!(grey(&seen) > 500, "{}", grey(&seen));

        // Each looks through a mark of his own.
        let reader = portal.person(Role::User).await;
        let member = json!({ "invitations": [{ "id": reader.id, "access": 2 }] });
        owner
            .ok("PUT", &format!("files/rooms/{bids}/share"), Some(member))
            .await;
        looked(&reader, marked).await;
        assert_ne!(pixels(&page(&reader, marked, 1, "").await.1), seen);

        // Nothing of the file leaves without it: downloads are pictures of pages.
        let (head, bytes) = body(&owner, marked, "").await;
        assert!(
            head["content-type"]
                .to_str()
                .unwrap()
                .starts_with("application/pdf")
        );
        assert_eq!(kit::pages(&bytes), 1);
        assert!(bytes.windows(9).any(|part| part == b"DCTDecode"));
        let (status, _) = owner
            .get(&format!("files/file/{marked}/presigneduri"))
            .await;
        assert_eq!(status, 403);
        let asked = json!({ "destTitle": "Out.pdf", "destFolderId": folder });
        let (status, _) = owner
            .post(&format!("files/file/{marked}/copyas"), asked)
            .await;
        assert_eq!(status, 403);
        let thumb = format!("/filehandler.ashx?action=thumb&fileid={marked}");
        let answer = owner
            .send(owner.request("GET", &thumb).body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status(), 204);
    })
    .await;
}

/// Pixels in which red was mixed.
fn red(picture: &RgbImage) -> usize {
    let is_red = |pixel: &&image::Rgb<u8>| pixel.0[0] > pixel.0[1].saturating_add(40);
    picture.pixels().filter(is_red).count()
}

/// What is behind the address of a picture: status and bytes.
async fn picture(who: &Client, address: &str) -> (u16, Vec<u8>) {
    let path = &address[address.find("/storage/").unwrap()..];
    let request = who.request("GET", path).body(Body::empty()).unwrap();
    let answer = who.send(request).await;
    (answer.status().as_u16(), answer.into_body().to_vec())
}

#[tokio::test]
async fn the_picture_of_a_watermark_is_drawn_and_belongs_to_its_room() {
    let stamp = image::RgbaImage::from_pixel(60, 30, image::Rgba([255, 0, 0, 255]));
    let mut png = std::io::Cursor::new(Vec::new());
    stamp.write_to(&mut png, ImageFormat::Png).unwrap();
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let upload = owner.upload("files/logos", "stamp.png", png.get_ref()).await;
        let waiting = upload.1["response"]["data"].clone();
        let mark = |address: &Value| {
            json!({ "watermark": { "enabled": true, "additions": 0, "rotate": 0, "imageUrl": address,
                "imageWidth": 400, "imageHeight": 200, "imageScale": 50 } })
        };
        let bids = room(&owner, mark(&waiting)).await;
        let about = format!("files/rooms/{bids}");
        let kept = owner.ok("GET", &about, None).await["watermark"]["imageUrl"].clone();
        let kept_at = kept.as_str().unwrap();
        assert_ne!(kept, waiting, "it is the room's own");
        assert_eq!(picture(&owner, kept_at).await.0, 200);

        // 200 of the 794 pixels that a page of A4 is wide, on a picture of 800.
        let plan = made(&owner, bids, "Plan.pdf").await;
        looked(&owner, plan).await;
        let seen = pixels(&page(&owner, plan, 1, "").await.1);
        let drawn = red(&seen);
        assert!((18_000..22_500).contains(&drawn), "{drawn}");
        assert!(red(&pixels(&page(&owner, plan, 1, "").await.1)) == drawn);
        let (_, pdf) = body(&owner, plan, "").await;
        assert_eq!(kit::pages(&pdf), 1);

        // Settings written once more keep it; a copy of the room has its own.
        owner.ok("PUT", &about, Some(mark(&kept))).await;
        let again = owner.ok("GET", &about, None).await;
        assert_eq!(again["watermark"]["imageUrl"], kept);
        let asked = json!({ "folderIds": [bids] });
        owner.ok("PUT", "files/fileops/duplicate", Some(asked)).await;
        let copied = eventually_within(PATIENCE, async || {
            let rooms = owner.ok("GET", "files/rooms", None).await;
            let mut rooms = rooms["folders"].as_array().unwrap().iter();
            let copy = rooms.find(|one| one["title"] == "Bids (1)")?;
            copy["watermark"]["imageUrl"].as_str().map(str::to_owned)
        });
        let copied = copied.await;
        assert_ne!(copied, kept_at);
        assert_eq!(picture(&owner, &copied).await.0, 200);

        // What is nobody's upload is drawn by nobody, and the old picture goes.
        let foreign = json!("https://pictures.example/x_watermark.png");
        owner.ok("PUT", &about, Some(mark(&foreign))).await;
        assert_eq!(picture(&owner, kept_at).await.0, 404);
        assert_eq!(picture(&owner, &copied).await.0, 200);
        assert_eq!(red(&pixels(&page(&owner, plan, 1, "").await.1)), 0);
        let sound = kit.house().verify(Depth::Lengths, |found| {
            assert!(found.wrong.is_empty(), "{}: {:?}", found.about, found.wrong);
        });
        assert!(sound.await.unwrap(), "every reference is counted");
    })
    .await;
}

#[tokio::test]
async fn a_download_ban_leaves_the_pages() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let bids = room(&owner, json!({ "denyDownload": true })).await;
        let plan = made(&owner, bids, "Plan.pdf").await;
        let reader = portal.person(Role::User).await;
        let member = json!({ "invitations": [{ "id": reader.id, "access": 2 }] });
        owner
            .ok("PUT", &format!("files/rooms/{bids}/share"), Some(member))
            .await;
        let state = looked(&reader, plan).await;
        assert_eq!(
            (&state["state"], &state["downloadable"]),
            (&json!(1), &json!(false))
        );
        assert_eq!(page(&reader, plan, 1, "").await.0, 200);
        let url = format!("/filehandler.ashx?action=download&fileid={plan}");
        let answer = reader
            .send(reader.request("GET", &url).body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status(), 403);
        assert_eq!(
            reader
                .get(&format!("files/file/{plan}/presigneduri"))
                .await
                .0,
            403
        );
    })
    .await;
}

#[tokio::test]
async fn what_has_no_pages_says_why() {
    let sealed = kit::sealed_package();
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        let broken = upload(&owner, folder, "Broken.pdf", b"%PDF-1.7 nothing").await;
        let state = looked(&owner, broken).await;
        assert_eq!(state["state"], 2);
        assert_ne!(state["error"], "");
        let sealed = upload(&owner, folder, "Sealed.docx", &sealed).await;
        let state = looked(&owner, sealed).await;
        assert_eq!(state["error"], "The file is protected by a password");
        assert_eq!(page(&owner, sealed, 1, "").await.0, 404);
    })
    .await;
}
