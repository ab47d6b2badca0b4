//! Text documents: written together in blocks, and saved into the package they came from.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use ::prose::{Block, Inline, PROSE, Paper, seed};
use axum::body::Body;
use portal::Role;
use sql::testing::TestDatabase;
use testkit::{Client, Kit};
use yrs::updates::encoder::Encode as _;
use yrs::{
    Any, Array as _, Doc, Map as _, ReadTxn as _, StateVector, Transact as _, XmlElementPrelim,
    XmlFragment as _,
};

use super::editor::{Editor, text_of};
use super::{
    EDITING, Here, READ, bytes_of, everywhere, everywhere_with, file, file_in, info, let_in,
    refused_in_words, room_with,
};

/// Lists of several levels; its first two paragraphs are "Level 1" and "Level 2".
const LISTS: &[u8] = include_bytes!("../../../prose/tests/data/Numbering.docx");
const PICTURES: &[u8] = include_bytes!("../../../../e2e/fixtures/office/VariousPictures.docx");
const HOSTILE: &[u8] =
    include_bytes!("../../../search/tests/data/hostile/POIXWPFFuzzer-5166796835258368.docx");
const GARBAGE: u16 = 4400;
const DENIED: u16 = 4403;

fn saved(one: &Editor) -> bool {
    one.notice["saved"] == true && one.kept >= one.said
}

/// The paragraphs of a saved document, by another reading of the file.
fn in_file(bytes: &[u8]) -> Vec<String> {
    let paper = Paper::open(Arc::from(bytes)).unwrap();
    paper.blocks().iter().map(text_of).collect()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn two_people_write_in_two_paragraphs() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "Plan.DOCX", LISTS).await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        a.until(|one| one.looks["page"]["width"].as_f64().is_some())
            .await;
        assert!(
            a.looks["styles"]
                .as_array()
                .is_some_and(|all| all.len() >= 3)
        );
        assert_eq!(a.paragraphs()[..2], ["Level 1", "Level 2"]);
        a.write_into(0, 7, " of Ada").await;
        b.write_into(1, 0, "Bob's ").await;
        for one in [&mut a, &mut b] {
            one.until(|one| one.paragraphs()[..2] == ["Level 1 of Ada", "Bob's Level 2"])
                .await;
            one.until_kept().await;
        }
        assert_eq!(a.paragraphs(), b.paragraphs());
        let mut c = here.open(&bob, file).await;
        c.until(saved).await;
        let bytes = bytes_of(&ada, file).await;
        assert_eq!(in_file(&bytes), a.paragraphs());
        assert_eq!(info(&ada, file).await["version"], 2);
        let (before, after) = (parts(LISTS), parts(&bytes));
        let differ = before.iter().filter(|(name, part)| after[*name] != **part);
        let differ: Vec<&String> = differ.map(|(name, _)| name).collect();
        assert_eq!(differ, ["word/document.xml"]);
    })
    .await;
}

#[tokio::test]
async fn a_new_document_is_written_at_once() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let body = serde_json::json!({ "title": "New.docx" });
        let made = ada.ok("POST", "files/@my/file", Some(body)).await;
        let file = made["id"].as_i64().unwrap();
        let mut a = here.open(&ada, file).await;
        assert_eq!(a.paragraphs(), [""]);
        a.write_into(0, 0, "Hello").await;
        a.until(|one| one.notice["version"] == 2 && saved(one))
            .await;
        assert_eq!(in_file(&bytes_of(&ada, file).await), ["Hello"]);
        // Taking everything back is the document of before.
        a.remove_from(0, 0, 5).await;
        a.until(|one| one.notice["saved"] == false).await;
        a.until(saved).await;
        assert_eq!(in_file(&bytes_of(&ada, file).await), [""]);
    })
    .await;
}

#[tokio::test]
async fn what_was_written_is_there_after_everybody_left_unsaved() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.docx", LISTS).await;
        let mut a = here.open(&ada, file).await;
        a.write_into(0, 0, "A ").await;
        a.until_kept().await;
        drop(a);
        testkit::eventually(async || (info(&ada, file).await["version"] == 2).then_some(())).await;
        assert_eq!(in_file(&bytes_of(&ada, file).await)[0], "A Level 1");
        // The next session goes on with the same document, and with what it saved.
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;
        let mut again = here.open(&ada, file).await;
        assert_eq!(again.paragraphs()[0], "A Level 1");
        again.write_into(1, 0, "B ").await;
        again.save().await;
        again
            .until(|one| one.notice["version"] == 3 && saved(one))
            .await;
        let texts = in_file(&bytes_of(&ada, file).await);
        assert_eq!(texts[..2], ["A Level 1", "B Level 2"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_node_left_unsaved_is_saved_by_the_next() {
    for database in TestDatabase::all().await {
        let kit = Kit::start(database, |config| config.editing_rest_ms = 600_000).await;
        let here = Here::of(kit).await;
        let ada = here.portal.owner();
        let file = file(&ada, "plan.docx", LISTS).await;
        let mut a = here.open(&ada, file).await;
        a.write_into(0, 0, "kept ").await;
        a.until_kept().await;
        // The node dies in the middle: its lease is taken from it.
        let db = here.kit.house().db().clone();
        db.write(|tx| {
            tx.execute(
                "UPDATE edit_sessions SET owner = 'gone', lease_until = 0",
                &[],
            )
        })
        .await
        .unwrap();
        a.write_into(0, 0, "lost ").await;
        a.until_end().await;
        assert_eq!(a.kept, a.said - 1);
        let mut back = here.open(&ada, file).await;
        assert_eq!(back.paragraphs()[0], "kept Level 1");
        back.save().await;
        back.until(|one| one.notice["version"] == 2).await;
        assert_eq!(in_file(&bytes_of(&ada, file).await)[0], "kept Level 1");
        here.kit.house().close().await;
    }
}

async fn upload_over(who: &Client, file: i64, bytes: &[u8]) {
    let head =
        "--e\r\ncontent-disposition: form-data; name=\"file\"; filename=\"plan.docx\"\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--e--\r\n"].concat();
    let request = who
        .request("PUT", &format!("files/{file}/update"))
        .header("content-type", "multipart/form-data; boundary=e");
    let answer = who.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn an_upload_in_between_merges_with_what_is_unsaved() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.docx", LISTS).await;
        let mut a = here.open(&ada, file).await;
        a.write_into(0, 0, "saved ").await;
        a.save().await;
        a.until(|one| one.notice["version"] == 2 && saved(one))
            .await;
        a.write_into(3, 0, "unsaved ").await;
        a.until_kept().await;
        // Somebody changed the second paragraph elsewhere.
        let paper = Paper::open(Arc::from(bytes_of(&ada, file).await)).unwrap();
        let mut tree = paper.blocks().to_vec();
        let Block::Paragraph(second) = &mut tree[1] else {
            panic!("{:?}", tree[1]);
        };
        let Inline::Text(text, _) = &mut second.content[0] else {
            panic!("{:?}", second.content);
        };
        text.push_str(" uploaded");
        upload_over(&ada, file, &paper.write(&tree).unwrap()).await;
        a.until(|one| one.notice["version"] == 3).await;
        let wanted = [
            "saved Level 1",
            "Level 2 uploaded",
            "Level 3",
            "unsaved Level 4",
        ];
        a.until(|one| one.paragraphs()[..4] == wanted).await;
        a.save().await;
        a.until(|one| one.notice["version"] == 4).await;
        assert_eq!(in_file(&bytes_of(&ada, file).await)[..4], wanted);
    })
    .await;
}

#[tokio::test]
async fn what_no_page_could_show_ends_one_connection() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&eve, EDITING)]).await;
        let file = file_in(&ada, room, "plan.docx", LISTS).await;
        let mut a = here.open(&ada, file).await;
        let update = |write: &dyn Fn(&Doc)| {
            let doc = Doc::new();
            write(&doc);
            let bytes = doc.transact().encode_diff_v1(&StateVector::default());
            yrs::sync::Message::Sync(yrs::sync::SyncMessage::Update(bytes)).encode_v1()
        };
        let attacks: [Vec<u8>; 6] = [
            vec![255; 100],
            yrs::sync::Message::Sync(yrs::sync::SyncMessage::Update(vec![255; 64])).encode_v1(),
            update(&|doc| {
                let other = doc.get_or_insert_map("settings");
                other.insert(&mut doc.transact_mut(), "key", "value");
            }),
            update(&|doc| {
                let list = doc.get_or_insert_array(PROSE);
                list.push_back(&mut doc.transact_mut(), Any::from("an item"));
            }),
            update(&|doc| {
                let fragment = doc.get_or_insert_xml_fragment(PROSE);
                let mut t = doc.transact_mut();
                let mut deep = fragment.push_back(&mut t, XmlElementPrelim::empty("x"));
                for _ in 0..100 {
                    deep = deep.push_back(&mut t, XmlElementPrelim::empty("x"));
                }
            }),
            update(&|doc| {
                let text = doc.get_or_insert_text(coedit::TEXT);
                yrs::Text::push(&text, &mut doc.transact_mut(), "no prose");
            }),
        ];
        for (turn, bytes) in attacks.into_iter().enumerate() {
            let mut e = here.open(&eve, file).await;
            e.say_bytes(bytes).await;
            assert_eq!(e.until_end().await, GARBAGE, "attack {turn}");
            a.write_into(0, 0, &format!("{turn} ")).await;
            a.until_kept().await;
        }
        let mut b = here.open(&eve, file).await;
        assert_eq!(b.paragraphs()[0], "5 4 3 2 1 0 Level 1");
        // Strange, but of the right kind: it is read as text.
        b.change(|doc, fragment| {
            let strange = ::prose::Block::Paragraph(::prose::Paragraph::default());
            seed(&mut doc.transact_mut(), fragment, &[strange]);
        })
        .await;
        b.until_kept().await;
        // Who only looks on is told everything and writes nothing.
        let ben = here.portal.person(Role::User).await;
        let_in(&ada, room, &ben, READ).await;
        let mut c = here.open(&ben, file).await;
        c.until(|one| one.looks["page"]["width"].as_f64().is_some())
            .await;
        assert!(!c.may_edit());
        c.write_into(1, 0, "mine").await;
        assert_eq!(c.until_end().await, DENIED);
    })
    .await;
}

#[tokio::test]
async fn pictures_are_given_to_those_who_may_look() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let file = file(&ada, "pictures.docx", PICTURES).await;
        let paper = Paper::open(Arc::from(PICTURES)).unwrap();
        let ids = paper.blocks().iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.content.clone(),
            _ => Vec::new(),
        });
        let mut shown = ids.filter_map(|piece| match piece {
            Inline::Picture { id, .. } => Some(id),
            _ => None,
        });
        let is_jpeg = |id: &String| {
            let found = ::prose::picture(Arc::clone(paper.source()), id).unwrap();
            found.is_some_and(|picture| picture.kind == "image/jpeg")
        };
        let id = shown.find(is_jpeg).unwrap();
        let get = async |who: &Client, id: &str| {
            let request = who.request("GET", &format!("/edit/{file}/part/{id}"));
            let answer = who.send(request.body(Body::empty()).unwrap()).await;
            let kind = answer.headers().get("content-type").cloned();
            (answer.status().as_u16(), kind, answer.into_body().to_vec())
        };
        for open in [false, true] {
            let editor = match open {
                true => Some(here.open(&ada, file).await),
                false => None,
            };
            let (status, kind, bytes) = get(&ada, &id).await;
            assert_eq!(
                (status, kind.unwrap().to_str().unwrap()),
                (200, "image/jpeg")
            );
            assert!(bytes.starts_with(b"\xff\xd8\xff"));
            assert_eq!(get(&ada, "0-0").await.0, 404);
            assert_eq!(get(&eve, &id).await.0, 403);
            drop(editor);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_document_is_refused_in_words_and_stays() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        refused_in_words(&here, &ada, "plan.docx", LISTS.get(..6000).unwrap()).await;
        let file = file(&ada, "hostile.docx", HOSTILE).await;
        let mut a = here.open(&ada, file).await;
        if a.end.is_none() {
            a.until(|one| one.looks["page"]["width"].as_f64().is_some())
                .await;
        }
        drop(a);
        assert_eq!(bytes_of(&ada, file).await, HOSTILE);
    })
    .await;
}
