//! Presentations of other programs: opened, edited as a tree, and written.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use slides::{
    Child, Deck, Marks, Node, SLIDES, Unopenable, Value, become_tree, picture, seed, tree_of,
};
use yrs::updates::decoder::Decode as _;
use yrs::{Doc, ReadTxn as _, StateVector, Transact as _, Update};
use zip::write::SimpleFileOptions;

/// Six slides: shapes, tables, a group, a picture.
const SHAPES: &[u8] = include_bytes!("data/shapes.pptx");
/// Two slides with notes.
const NOTES: &[u8] = include_bytes!("data/SampleShow.pptx");
const PLAIN: &[u8] = include_bytes!("../../../e2e/fixtures/office/60042.pptx");
const OBJECTS: &[u8] = include_bytes!("../../../e2e/fixtures/office/45541_Header.pptx");
const TABLE: &[u8] = include_bytes!("../../search/tests/data/bug60993.pptx");
const ALL: [&[u8]; 5] = [SHAPES, NOTES, PLAIN, OBJECTS, TABLE];
const HOSTILE: &[u8] =
    include_bytes!("../../search/tests/data/hostile/POIXSLFFuzzer-6254434927378432.pptx");
/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, b'I',
    b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn open(bytes: &[u8]) -> Deck {
    Deck::open(Arc::from(bytes)).unwrap()
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

fn text_of(bytes: &[u8], part: &str) -> String {
    String::from_utf8(parts(bytes)[part].clone()).unwrap()
}

fn zipped(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with_part(of: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut all = parts(of);
    all.insert(name.to_owned(), text.as_bytes().to_vec());
    zipped(&all)
}

/// Names of parts that are others in the second package, or in one alone.
fn differ(before: &[u8], after: &[u8]) -> Vec<String> {
    let (before, after) = (parts(before), parts(after));
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| before.get(name) != after.get(name));
    names
}

fn document(tree: &Node) -> Doc {
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(SLIDES);
    seed(&mut doc.transact_mut(), &fragment, tree);
    doc
}

/// The tree after it was in a Yjs document and went to another one.
fn shared(tree: &Node) -> Node {
    let update = document(tree)
        .transact()
        .encode_diff_v1(&StateVector::default());
    let other = Doc::new();
    let fragment = other.get_or_insert_xml_fragment(SLIDES);
    let update = Update::decode_v1(&update).unwrap();
    other.transact_mut().apply_update(update).unwrap();
    tree_of(&other.transact(), &fragment).unwrap()
}

fn edited(bytes: &[u8], edit: impl FnOnce(&mut Node)) -> Vec<u8> {
    let deck = open(bytes);
    let mut tree = shared(deck.tree());
    edit(&mut tree);
    deck.write(&shared(&tree)).unwrap()
}

fn node(children: &mut [Child], at: usize) -> &mut Node {
    let mut nodes = children.iter_mut().filter_map(|child| match child {
        Child::Node(node) => Some(node),
        Child::Text(..) => None,
    });
    nodes.nth(at).unwrap()
}

fn slide(tree: &mut Node, at: usize) -> &mut Node {
    node(&mut tree.children, at)
}

fn named<'t>(slide: &'t mut Node, tag: &str, at: usize) -> &'t mut Node {
    let mut found = slide.children.iter_mut().filter_map(|child| match child {
        Child::Node(node) if node.tag == tag => Some(node),
        _ => None,
    });
    found.nth(at).unwrap()
}

/// Adds characters to the first text in it, and looks at what is deeper when there is none.
fn say(node: &mut Node, more: &str) -> bool {
    node.children.iter_mut().any(|child| match child {
        Child::Text(text, _) => {
            text.push_str(more);
            true
        }
        Child::Node(node) => say(node, more),
    })
}

fn paragraph(text: &str) -> Node {
    let mut node = Node::new("paragraph");
    node.children
        .push(Child::Text(text.to_owned(), Marks::new()));
    node
}

fn text_box(text: &str) -> Node {
    let mut shape = Node::new("shape");
    for (name, value) in [
        ("x", 914_400.0),
        ("y", 914_400.0),
        ("w", 3_000_000.0),
        ("h", 500_000.0),
    ] {
        shape.set(name, value);
    }
    shape.set("key", "mine");
    shape.set("order", "9");
    shape.set("geom", "rect");
    shape.set("textBox", true);
    let mut body = Node::new("text");
    body.push(paragraph(text));
    shape.push(body);
    shape
}

fn words(bytes: &[u8]) -> Vec<String> {
    open(bytes)
        .tree()
        .in_order()
        .iter()
        .map(|slide| slide.words())
        .collect()
}

/// What LibreOffice shows: the words of each page.
fn pages(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("deck.pptx"), bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let run = |program: &str, arguments: &[&str], within: &Path| {
        let done = Command::new(program)
            .args(arguments)
            .current_dir(within)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    run(
        "soffice",
        &[&profile, "--headless", "--convert-to", "pdf", "deck.pptx"],
        folder.path(),
    );
    let text = run("pdftotext", &["-layout", "deck.pdf", "-"], folder.path());
    // Lines end where there is no more room.
    let one_line = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut pages: Vec<String> = text.split('\u{c}').map(one_line).collect();
    pages.pop();
    pages
}

#[test]
fn what_nobody_changed_keeps_its_bytes() {
    for bytes in ALL {
        let deck = open(bytes);
        assert_eq!(shared(deck.tree()), *deck.tree());
        assert_eq!(deck.write(&shared(deck.tree())).unwrap(), bytes);
    }
}

#[test]
fn slides_are_read_in_their_order_with_what_is_on_them() {
    let deck = open(SHAPES);
    let slides = deck.tree().in_order();
    assert_eq!(slides.len(), 6);
    let tags = |tag: &str| {
        slides
            .iter()
            .flat_map(|slide| slide.nodes())
            .filter(|node| node.tag == tag)
            .count()
    };
    assert_eq!((tags("picture"), tags("table"), tags("shape")), (1, 3, 14));
    let groups: Vec<&Node> = slides
        .iter()
        .flat_map(|slide| slide.nodes())
        .filter(|node| node.tag == "item")
        .collect();
    let group = groups
        .iter()
        .find(|item| item.text("label") == Some("Group"))
        .unwrap();
    let drawing = &deck.glance()["drawings"][group.text("id").unwrap()];
    assert_eq!(drawing["shapes"].as_array().unwrap().len(), 3);
    let photo = slides
        .iter()
        .flat_map(|slide| slide.nodes())
        .find(|node| node.tag == "picture")
        .unwrap();
    let shown = picture(Arc::from(SHAPES), photo.text("media").unwrap())
        .unwrap()
        .unwrap();
    assert!(shown.kind.starts_with("image/"));
    let glance = open(PLAIN).glance().clone();
    assert_eq!(
        (&glance["width"], &glance["height"]),
        (&9_144_000.0.into(), &6_858_000.0.into())
    );
    assert_eq!(glance["layouts"].as_array().unwrap().len(), 11);
    let title = &glance["layouts"][0]["placeholders"]["ctrTitle:0"];
    assert_eq!(title["offer"], true);
    assert_eq!(title["levels"][0]["size"], 44.0);
    assert_eq!(title["levels"][0]["align"], "center");
    assert!(title["w"].as_f64().unwrap() > 1e6);
    assert_eq!(glance["theme"]["colors"]["lt1"], "#ffffff");
}

#[test]
fn a_word_changes_one_part_and_nothing_around_it() {
    let after = edited(NOTES, |tree| assert!(say(slide(tree, 0), " and more")));
    assert_eq!(differ(NOTES, &after), ["ppt/slides/slide1.xml"]);
    let (before, now) = (
        text_of(NOTES, "ppt/slides/slide1.xml"),
        text_of(&after, "ppt/slides/slide1.xml"),
    );
    // All but that paragraph has its bytes.
    let around = |text: &str| {
        let at = text.find("Title of the first slide").unwrap();
        let (start, end) = (
            text[..at].rfind("<a:p>").unwrap(),
            at + text[at..].find("</a:p>").unwrap(),
        );
        [text[..start].to_owned(), text[end..].to_owned()]
    };
    assert_eq!(around(&now), around(&before));
    assert!(
        now.contains(
            "<a:r><a:rPr lang=\"en-GB\"/><a:t>Title of the first slide and more</a:t></a:r>"
        ),
        "{now}"
    );
    assert!(words(&after)[0].contains("and more"));
    assert!(pages(&after)[0].contains("and more"));
}

#[test]
fn marks_and_paragraphs_become_xml_and_are_read_again() {
    let mut bold = Marks::new();
    bold.insert("bold".to_owned(), BTreeMap::new());
    bold.insert(
        "color".to_owned(),
        BTreeMap::from([("value".to_owned(), Value::from("#ff8000"))]),
    );
    bold.insert(
        "size".to_owned(),
        BTreeMap::from([("value".to_owned(), Value::from(32.0))]),
    );
    let link = BTreeMap::from([(
        "href".to_owned(),
        Value::from("https://example.org/?a=1&b=2"),
    )]);
    bold.insert("link".to_owned(), link);
    let after = edited(PLAIN, |tree| {
        let mut shape = text_box("first");
        let body = named(&mut shape, "text", 0);
        let mut second = Node::new("paragraph");
        second.set("align", "right");
        second.set("level", 2.0);
        second.set("bullet", "auto:arabicPeriod");
        second
            .children
            .push(Child::Text("loud <&>".to_owned(), bold.clone()));
        body.push(second);
        slide(tree, 0).push(shape);
    });
    let deck = open(&after);
    let first = deck.tree().in_order()[0];
    let shape = first
        .in_order()
        .into_iter()
        .rfind(|node| node.tag == "shape")
        .unwrap();
    let paragraphs: Vec<&Node> = shape.child("text").unwrap().nodes().collect();
    assert_eq!(paragraphs[0].words(), "first");
    let second = paragraphs[1];
    assert_eq!(second.text("align"), Some("right"));
    assert_eq!(second.number("level"), Some(2.0));
    assert_eq!(second.text("bullet"), Some("auto:arabicPeriod"));
    let Child::Text(text, marks) = &second.children[0] else {
        panic!()
    };
    assert_eq!(text, "loud <&>");
    for (name, values) in &bold {
        assert_eq!(marks.get(name), Some(values), "{name}");
    }
    let shown = pages(&after);
    assert!(shown[0].contains("loud <&>"), "{shown:?}");
}

#[test]
fn shapes_are_moved_filled_and_removed() {
    let before = open(SHAPES);
    let place = before
        .tree()
        .in_order()
        .iter()
        .position(|slide| slide.child("shape").is_some())
        .unwrap();
    let after = edited(SHAPES, |tree| {
        let slide = slide(tree, place);
        let shape = named(slide, "shape", 0);
        shape.set("x", 1_000_000.0);
        shape.set("y", 2_000_000.0);
        shape.set("w", 3_000_000.0);
        shape.set("h", 400_000.0);
        shape.set("rot", 45.0);
        shape.set("fill", "#00ff00");
        shape.set("line", "none");
        shape.set("alt", "a \"quoted\" word");
    });
    assert_eq!(differ(SHAPES, &after).len(), 1);
    let deck = open(&after);
    let shape = deck.tree().in_order()[place]
        .child("shape")
        .unwrap()
        .clone();
    for (name, value) in [
        ("x", 1_000_000.0),
        ("y", 2_000_000.0),
        ("w", 3_000_000.0),
        ("h", 400_000.0),
        ("rot", 45.0),
    ] {
        assert_eq!(shape.number(name), Some(value), "{name}");
    }
    assert_eq!(
        (shape.text("fill"), shape.text("line")),
        (Some("#00ff00"), Some("none"))
    );
    assert_eq!(shape.text("alt"), Some("a \"quoted\" word"));
    let count = |bytes: &[u8]| open(bytes).tree().in_order()[place].nodes().count();
    let fewer = edited(SHAPES, |tree| {
        let slide = slide(tree, place);
        let at = slide
            .children
            .iter()
            .position(|child| matches!(child, Child::Node(node) if node.tag == "shape"));
        slide.children.remove(at.unwrap());
    });
    assert_eq!(count(&fewer), count(SHAPES) - 1);
    assert_eq!(pages(&fewer).len(), pages(SHAPES).len());
}

#[test]
fn slides_come_go_and_move() {
    let before = words(NOTES);
    assert_eq!(before.len(), 2);
    let after = edited(NOTES, |tree| {
        let layout = slide(tree, 0).text("layout").unwrap().to_owned();
        let mut copy = slide(tree, 0).clone();
        copy.set("key", "copy");
        copy.set("order", "000015");
        assert!(say(&mut copy, " again"));
        let mut new = Node::new("slide");
        new.set("key", "new");
        new.set("order", "000016");
        new.set("layout", layout);
        new.set("bg", "#ddeeff");
        new.push(text_box("brand new"));
        slide(tree, 1).set("order", "000001");
        tree.push(copy);
        tree.push(new);
    });
    let now = words(&after);
    assert_eq!((now.len(), &now[0], &now[1]), (4, &before[1], &before[0]));
    assert!(now[2].contains(" again") && now[3].contains("brand new"));
    let deck = open(&after);
    assert_eq!(deck.tree().in_order()[3].text("bg"), Some("#ddeeff"));
    let shown = pages(&after);
    assert_eq!(shown.len(), 4);
    assert!(shown[2].contains("again") && shown[3].contains("brand new"));
    for name in differ(NOTES, &after) {
        let there = parts(NOTES).contains_key(&name);
        let listing = [
            "[Content_Types].xml",
            "ppt/presentation.xml",
            "ppt/_rels/presentation.xml.rels",
        ];
        assert!(!there || listing.contains(&name.as_str()), "{name}");
    }
    // The notes of a copy are its own.
    assert!(parts(&after).contains_key("ppt/notesSlides/notesSlide3.xml"));
    let fewer = edited(NOTES, |tree| drop(tree.children.remove(0)));
    assert_eq!(words(&fewer), before[1..]);
    assert_eq!(pages(&fewer).len(), 1);
    let left = parts(&fewer);
    assert!(
        !left.contains_key("ppt/slides/slide1.xml")
            && !left.contains_key("ppt/notesSlides/notesSlide1.xml")
    );
    assert!(
        !text_of(&fewer, "[Content_Types].xml")
            .contains("slide1.xml\"/><Override PartName=\"/ppt/slides/slide1")
    );
    assert!(!text_of(&fewer, "ppt/_rels/presentation.xml.rels").contains("slides/slide1.xml"));
    // None at all is a presentation as well.
    let none = edited(NOTES, |tree| tree.children.clear());
    assert_eq!(open(&none).tree().children.len(), 0);
}

#[test]
fn a_picture_comes_in_once() {
    let after = edited(PLAIN, |tree| {
        let mut media = Node::new("media");
        media.set("key", "m-1");
        media
            .attributes
            .insert("data".to_owned(), Value::Bytes(Arc::from(PIXEL)));
        for (at, order) in [(0, "8"), (1, "9")] {
            let mut photo = Node::new("picture");
            for (name, value) in [("x", 0.0), ("y", 0.0), ("w", 914_400.0), ("h", 914_400.0)] {
                photo.set(name, value);
            }
            photo.set("key", "photo");
            photo.set("order", order);
            photo.set("media", "m-1");
            photo.set("alt", "a dot");
            slide(tree, at).push(photo);
        }
        tree.push(media);
    });
    let pictures: Vec<String> = parts(&after)
        .into_keys()
        .filter(|name| name.starts_with("ppt/media/"))
        .collect();
    assert_eq!(
        pictures.len(),
        1 + parts(PLAIN)
            .keys()
            .filter(|name| name.starts_with("ppt/media/"))
            .count()
    );
    let deck = open(&after);
    let photo = deck.tree().in_order()[0].child("picture").unwrap();
    let shown = picture(Arc::clone(deck.source()), photo.text("media").unwrap())
        .unwrap()
        .unwrap();
    assert_eq!((shown.kind, shown.bytes.as_slice()), ("image/png", PIXEL));
    assert_eq!(pages(&after).len(), 2);
    // What claims to be a picture and is none stays away.
    let without = edited(PLAIN, |tree| {
        let mut media = Node::new("media");
        media.set("key", "m-1");
        media
            .attributes
            .insert("data".to_owned(), Value::Bytes(Arc::from(&b"<svg/>"[..])));
        let mut photo = text_box("");
        photo.tag = "picture".to_owned();
        photo.set("media", "m-1");
        slide(tree, 0).push(photo);
        tree.push(media);
    });
    assert_eq!(without, PLAIN);
}

#[test]
fn notes_are_changed_and_begun() {
    let after = edited(NOTES, |tree| {
        let notes = named(slide(tree, 0), "notes", 0);
        notes.children = vec![Child::Node(paragraph("Say hello"))];
    });
    assert_eq!(differ(NOTES, &after).len(), 1);
    assert_eq!(
        open(&after).tree().in_order()[0]
            .child("notes")
            .unwrap()
            .words(),
        "Say hello\n"
    );
    // A presentation that never had any gets what they need.
    let begun = edited(PLAIN, |tree| {
        let mut notes = Node::new("notes");
        notes.push(paragraph("The first"));
        slide(tree, 1).push(notes);
    });
    let deck = open(&begun);
    assert_eq!(
        deck.tree().in_order()[1].child("notes").unwrap().words(),
        "The first\n"
    );
    assert_eq!(pages(&begun).len(), 2);
}

#[test]
fn cells_and_rows_of_tables_change() {
    let rows = |bytes: &[u8]| {
        let deck = open(bytes);
        let table = deck.tree().in_order()[0].child("table").unwrap().clone();
        table.nodes().map(Node::words).collect::<Vec<String>>()
    };
    let before = rows(TABLE);
    let after = edited(TABLE, |tree| {
        let table = named(slide(tree, 0), "table", 0);
        let cell = named(node(&mut table.children, 0), "cell", 0);
        cell.children = vec![Child::Node(paragraph("typed"))];
        let mut row = Node::new("row");
        for text in ["a", "b"] {
            let mut cell = Node::new("cell");
            cell.push(paragraph(text));
            row.push(cell);
        }
        table.push(row);
    });
    let now = rows(&after);
    assert_eq!(now.len(), before.len() + 1);
    assert!(now[0].starts_with("typed\n"));
    assert_eq!(now[1..before.len()], before[1..]);
    assert!(now[before.len()].starts_with("a\nb\n"), "{now:?}");
    assert!(pages(&after)[0].contains("typed"));
}

#[test]
fn a_tree_outlives_the_file_it_began_with() {
    let deck = open(NOTES);
    let mut tree = shared(deck.tree());
    assert!(say(slide(&mut tree, 0), " one"));
    let mut copy = slide(&mut tree, 1).clone();
    copy.set("key", "copy");
    copy.set("order", "5");
    tree.push(copy);
    slide(&mut tree, 1).push(text_box("mine"));
    let first = deck.write(&tree).unwrap();
    // The same tree into what was saved changes no word, and goes on.
    let saved = open(&first);
    let again = saved.write(&tree).unwrap();
    assert_eq!(words(&again), words(&first));
    assert!(say(slide(&mut tree, 0), " two"));
    let second = saved.write(&tree).unwrap();
    assert!(
        words(&second)[0].contains(" one two"),
        "{:?}",
        words(&second)
    );
    let count = |bytes: &[u8]| {
        parts(bytes)
            .keys()
            .filter(|name| name.starts_with("ppt/slides/slide"))
            .count()
    };
    assert_eq!((count(&first), count(&second)), (3, 3));
    assert_eq!(pages(&second).len(), 3);
}

#[test]
fn another_version_is_taken_in_where_it_differs() {
    let deck = open(SHAPES);
    let doc = document(deck.tree());
    let fragment = doc.get_or_insert_xml_fragment(SLIDES);
    let other = edited(SHAPES, |tree| {
        tree.children.remove(0);
        let changed = tree.children.iter_mut().any(|child| match child {
            Child::Node(slide) => say(slide, " changed"),
            Child::Text(..) => false,
        });
        assert!(changed);
        slide(tree, 3).set("order", "000001");
    });
    let other = open(&other);
    let before = doc.transact().state_vector();
    become_tree(&mut doc.transact_mut(), &fragment, other.tree()).unwrap();
    let now = tree_of(&doc.transact(), &fragment).unwrap();
    assert_eq!(now.in_order(), other.tree().in_order());
    let update = doc.transact().encode_diff_v1(&before);
    let whole = doc.transact().encode_diff_v1(&StateVector::default());
    assert!(
        update.len() * 3 < whole.len(),
        "{} of {}",
        update.len(),
        whole.len()
    );
}

#[test]
fn what_clients_make_up_stays_away_or_is_made_right() {
    let after = edited(PLAIN, |tree| {
        let mut odd = text_box("odd \u{1} \u{fffe}");
        odd.set("geom", "rect\"/><evil");
        odd.set("fill", "#12345g");
        odd.set("line", "javascript:alert(1)");
        odd.set("x", f64::from(i32::MAX) * 1e9);
        odd.set("rot", -1e18);
        odd.set("name", "\"<&>");
        let mut nothing = Node::new("item");
        nothing.set("id", "0-0");
        let mut unknown = Node::new("object");
        unknown.push(text_box("deep"));
        for node in [odd, nothing, unknown] {
            slide(tree, 0).push(node);
        }
        let mut link = Marks::new();
        let href = BTreeMap::from([("href".to_owned(), Value::from("javascript:alert(1)"))]);
        link.insert("link".to_owned(), href);
        let mut linked = text_box("");
        let body = named(&mut linked, "text", 0);
        node(&mut body.children, 0)
            .children
            .push(Child::Text("link".to_owned(), link));
        slide(tree, 0).push(linked);
        let mut nowhere = Node::new("slide");
        nowhere.set("order", "9");
        nowhere.set("layout", "../../etc/passwd");
        tree.push(nowhere);
    });
    for (name, bytes) in parts(&after) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("javascript") && !text.contains("evil") && !text.contains("passwd"),
            "{name}"
        );
    }
    let deck = open(&after);
    assert_eq!(deck.tree().children.len(), 3);
    assert!(words(&after)[0].contains("odd"));
    assert_eq!(pages(&after).len(), 3);
}

#[test]
fn what_is_no_presentation_is_refused_in_words() {
    let refused = |bytes: &[u8]| Deck::open(Arc::from(bytes)).map(|_| ()).unwrap_err();
    assert_eq!(refused(b"plain text"), Unopenable::Broken);
    assert_eq!(
        refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Unopenable::Encrypted
    );
    assert_eq!(refused(&SHAPES[..20_000]), Unopenable::Broken);
    assert_eq!(
        refused(include_bytes!("../../prose/tests/data/Numbering.docx")),
        Unopenable::Broken
    );
    let macros = with_part(PLAIN, "ppt/vbaProject.bin", "x");
    assert_eq!(refused(&macros), Unopenable::Macros);
    let list = "ppt/presentation.xml";
    let strict = text_of(PLAIN, list).replace(
        "http://schemas.openxmlformats.org/presentationml/2006/main",
        "http://purl.oclc.org/ooxml/presentationml/main",
    );
    assert_eq!(
        refused(&with_part(PLAIN, list, &strict)),
        Unopenable::Strict
    );
    let slide = "ppt/slides/slide1.xml";
    let bomb = "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><p:sld>&b;</p:sld>";
    for broken in [bomb, "<p:sld/>", "<p:sld><p:cSld/></p:sld>", "", "<p:sld"] {
        assert_eq!(
            refused(&with_part(PLAIN, slide, broken)),
            Unopenable::Broken,
            "{broken}"
        );
    }
    let deep = format!(
        "<p:sld>{}{}</p:sld>",
        "<a>".repeat(100_000),
        "</a>".repeat(100_000)
    );
    assert_eq!(
        refused(&with_part(PLAIN, slide, &deep)),
        Unopenable::TooLarge
    );
    let big = " ".repeat(110 << 20);
    assert_eq!(
        refused(&with_part(PLAIN, "ppt/media/zeros.bin", &big)),
        Unopenable::TooLarge
    );
    // Whatever comes of it, it comes to an end.
    if let Ok(deck) = Deck::open(Arc::from(HOSTILE)) {
        assert_eq!(deck.write(&shared(deck.tree())).unwrap(), HOSTILE);
    }
}
