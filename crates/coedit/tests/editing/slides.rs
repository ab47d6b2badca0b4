//! Presentations: edited together, and saved into the package they came from.

use std::sync::Arc;

use ::slides::{Child, Deck, Node, SLIDES, tree_of};
use axum::body::Body;
use portal::Role;
use serde_json::json;
use testkit::Client;
use yrs::updates::encoder::Encode as _;
use yrs::{
    Any, Array as _, Doc, Map as _, ReadTxn as _, StateVector, Text as _, Transact as _, Xml as _,
    XmlElementPrelim, XmlElementRef, XmlFragment as _, XmlFragmentRef, XmlOut, XmlTextPrelim,
};

use super::editor::Editor;
use super::{
    EDITING, READ, bytes_of, everywhere, everywhere_with, file, file_in, info, let_in,
    refused_in_words, room_with,
};

/// Two slides with notes; the first begins with the title "The Title".
const SHOW: &[u8] = include_bytes!("../../../slides/tests/data/SampleShow.pptx");
/// A picture is on one of its slides.
const SHAPES: &[u8] = include_bytes!("../../../slides/tests/data/shapes.pptx");
const GARBAGE: u16 = 4400;
const DENIED: u16 = 4403;

fn saved(one: &Editor) -> bool {
    one.notice["saved"] == true && one.kept >= one.said
}

fn slides(one: &Editor) -> Node {
    let fragment = one.doc.get_or_insert_xml_fragment(SLIDES);
    tree_of(&one.doc.transact(), &fragment).unwrap()
}

/// The words of each slide, its notes first.
fn words(tree: &Node) -> Vec<String> {
    let all = tree
        .in_order()
        .into_iter()
        .filter(|node| node.tag == "slide");
    all.map(|slide| slide.in_order().into_iter().map(Node::words).collect())
        .collect()
}

fn in_file(bytes: &[u8]) -> Vec<String> {
    words(Deck::open(Arc::from(bytes)).unwrap().tree())
}

fn element(doc: &Doc, fragment: &XmlFragmentRef, at: u32) -> XmlElementRef {
    let found = fragment.get(&doc.transact(), at).unwrap();
    found.into_xml_element().unwrap()
}

/// Types before the first text in a slide.
fn type_into(doc: &Doc, slide: &XmlElementRef, text: &str) {
    let mut transaction = doc.transact_mut();
    let mut all: Vec<XmlOut> = vec![XmlOut::Element(slide.clone())];
    while let Some(node) = all.pop() {
        match node {
            XmlOut::Text(found) => return found.insert(&mut transaction, 0, text),
            XmlOut::Element(element) => {
                let end = element.len(&transaction);
                all.extend(
                    (0..end)
                        .rev()
                        .filter_map(|at| element.get(&transaction, at)),
                );
            }
            XmlOut::Fragment(_) => {}
        }
    }
    panic!("there is no text");
}

/// Puts a box with a text onto a slide.
fn put_box(doc: &Doc, slide: &XmlElementRef, text: &str) {
    let mut t = doc.transact_mut();
    let shape = slide.push_back(&mut t, XmlElementPrelim::empty("shape"));
    for (name, value) in [("key", "box"), ("order", "9"), ("geom", "rect")] {
        shape.insert_attribute(&mut t, name, value);
    }
    for name in ["x", "y", "w", "h"] {
        shape.insert_attribute(&mut t, name, Any::from(914_400_i64));
    }
    shape.insert_attribute(&mut t, "textBox", Any::Bool(true));
    let body = shape.push_back(&mut t, XmlElementPrelim::empty("text"));
    let paragraph = body.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
    paragraph.push_back(&mut t, XmlTextPrelim::new(text));
}

#[tokio::test]
async fn two_people_edit_two_slides() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "Show.PPTX", SHOW).await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        a.until(|one| one.looks["width"] == 9_144_000.0).await;
        assert!(
            a.looks["layouts"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
        );
        assert_eq!(words(&slides(&a)), in_file(SHOW));
        a.change_in(SLIDES, |doc, all| {
            type_into(doc, &element(doc, all, 0), "Ada's ")
        })
        .await;
        b.change_in(SLIDES, |doc, all| {
            put_box(doc, &element(doc, all, 1), "Bob's box")
        })
        .await;
        let both = |one: &Editor| {
            let words = words(&slides(one));
            words[0].contains("Ada's ") && words[1].contains("Bob's box")
        };
        for one in [&mut a, &mut b] {
            one.until(both).await;
            one.until_kept().await;
        }
        let mut c = here.open(&bob, file).await;
        c.until(saved).await;
        let bytes = bytes_of(&ada, file).await;
        assert_eq!(in_file(&bytes), words(&slides(&a)));
        assert_eq!(info(&ada, file).await["version"], 2);
    })
    .await;
}

#[tokio::test]
async fn slides_are_moved_and_what_was_saved_goes_on() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "show.pptx", SHOW).await;
        let mut a = here.open(&ada, file).await;
        let before = words(&slides(&a));
        a.change_in(SLIDES, |doc, all| {
            element(doc, all, 1).insert_attribute(&mut doc.transact_mut(), "order", "000001");
        })
        .await;
        a.until_kept().await;
        drop(a);
        testkit::eventually(async || (info(&ada, file).await["version"] == 2).then_some(())).await;
        assert_eq!(
            in_file(&bytes_of(&ada, file).await),
            [before[1].clone(), before[0].clone()]
        );
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;
        let mut again = here.open(&ada, file).await;
        again
            .change_in(SLIDES, |doc, all| all.remove(&mut doc.transact_mut(), 0))
            .await;
        again.save().await;
        again
            .until(|one| one.notice["version"] == 3 && saved(one))
            .await;
        assert_eq!(in_file(&bytes_of(&ada, file).await), before[1..]);
    })
    .await;
}

#[tokio::test]
async fn a_new_presentation_is_written_at_once() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let made = ada
            .ok(
                "POST",
                "files/@my/file",
                Some(json!({ "title": "New.pptx" })),
            )
            .await;
        let file = made["id"].as_i64().unwrap();
        let mut a = here.open(&ada, file).await;
        a.until(|one| one.looks["layouts"].is_array()).await;
        a.change_in(SLIDES, |doc, all| {
            put_box(doc, &element(doc, all, 0), "Hello")
        })
        .await;
        a.until(|one| one.notice["version"] == 2 && saved(one))
            .await;
        assert!(in_file(&bytes_of(&ada, file).await)[0].contains("Hello"));
    })
    .await;
}

#[tokio::test]
async fn an_upload_in_between_merges_with_what_is_unsaved() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "show.pptx", SHOW).await;
        let mut a = here.open(&ada, file).await;
        a.change_in(SLIDES, |doc, all| {
            type_into(doc, &element(doc, all, 0), "unsaved ")
        })
        .await;
        a.until_kept().await;
        // Somebody typed into the second slide elsewhere.
        let deck = Deck::open(Arc::from(SHOW)).unwrap();
        let mut tree = deck.tree().clone();
        let Some(Child::Node(second)) = tree.children.get_mut(1) else {
            panic!()
        };
        assert!(say(second, " uploaded"));
        upload_over(&ada, file, &deck.write(&tree).unwrap()).await;
        a.until(|one| words(&slides(one))[1].contains(" uploaded"))
            .await;
        a.save().await;
        a.until(|one| one.notice["version"] == 3 && saved(one))
            .await;
        let now = in_file(&bytes_of(&ada, file).await);
        assert!(
            now[0].contains("unsaved ") && now[1].contains(" uploaded"),
            "{now:?}"
        );
    })
    .await;
}

fn say(node: &mut Node, more: &str) -> bool {
    node.children.iter_mut().any(|child| match child {
        Child::Text(text, _) => {
            text.push_str(more);
            true
        }
        Child::Node(node) => say(node, more),
    })
}

async fn upload_over(who: &Client, file: i64, bytes: &[u8]) {
    let head =
        "--e\r\ncontent-disposition: form-data; name=\"file\"; filename=\"show.pptx\"\r\n\r\n";
    let body = [head.as_bytes(), bytes, b"\r\n--e--\r\n"].concat();
    let request = who
        .request("PUT", &format!("files/{file}/update"))
        .header("content-type", "multipart/form-data; boundary=e");
    let answer = who.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn what_no_page_could_show_ends_one_connection() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&eve, EDITING)]).await;
        let file = file_in(&ada, room, "show.pptx", SHOW).await;
        let mut a = here.open(&ada, file).await;
        let update = |write: &dyn Fn(&Doc)| {
            let doc = Doc::new();
            write(&doc);
            let bytes = doc.transact().encode_diff_v1(&StateVector::default());
            yrs::sync::Message::Sync(yrs::sync::SyncMessage::Update(bytes)).encode_v1()
        };
        let attacks: [Vec<u8>; 4] = [
            vec![255; 100],
            update(&|doc| {
                let other = doc.get_or_insert_map("settings");
                other.insert(&mut doc.transact_mut(), "key", "value");
            }),
            update(&|doc| {
                let list = doc.get_or_insert_array(SLIDES);
                list.push_back(&mut doc.transact_mut(), Any::from("an item"));
            }),
            update(&|doc| {
                let fragment = doc.get_or_insert_xml_fragment(SLIDES);
                let mut t = doc.transact_mut();
                let mut deep = fragment.push_back(&mut t, XmlElementPrelim::empty("slide"));
                for _ in 0..100 {
                    deep = deep.push_back(&mut t, XmlElementPrelim::empty("shape"));
                }
            }),
        ];
        for (turn, bytes) in attacks.into_iter().enumerate() {
            let mut e = here.open(&eve, file).await;
            e.say_bytes(bytes).await;
            assert_eq!(e.until_end().await, GARBAGE, "attack {turn}");
            a.change_in(SLIDES, |doc, all| {
                type_into(doc, &element(doc, all, 0), &format!("{turn} "))
            })
            .await;
            a.until_kept().await;
        }
        // Who only looks on is told everything and writes nothing.
        let ben = here.portal.person(Role::User).await;
        let_in(&ada, room, &ben, READ).await;
        let mut c = here.open(&ben, file).await;
        c.until(|one| one.looks["layouts"].is_array()).await;
        assert!(!c.may_edit());
        assert!(words(&slides(&c))[0].contains("3 2 1 0 "));
        c.change_in(SLIDES, |doc, all| {
            type_into(doc, &element(doc, all, 1), "mine")
        })
        .await;
        assert_eq!(c.until_end().await, DENIED);
    })
    .await;
}

#[tokio::test]
async fn pictures_are_given_to_those_who_may_look() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let file = file(&ada, "shapes.pptx", SHAPES).await;
        let a = here.open(&ada, file).await;
        let tree = slides(&a);
        let photo = tree
            .nodes()
            .flat_map(Node::nodes)
            .find(|node| node.tag == "picture")
            .unwrap();
        let id = photo.text("media").unwrap().to_owned();
        let get = async |who: &Client, id: &str| {
            let request = who.request("GET", &format!("/edit/{file}/part/{id}"));
            who.send(request.body(Body::empty()).unwrap())
                .await
                .status()
                .as_u16()
        };
        assert_eq!(get(&ada, &id).await, 200);
        assert_eq!(get(&ada, "p-0").await, 404);
        assert_eq!(get(&eve, &id).await, 403);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_presentation_is_refused_in_words_and_stays() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        refused_in_words(&here, &ada, "show.pptx", SHOW.get(..6000).unwrap()).await;
    })
    .await;
}
