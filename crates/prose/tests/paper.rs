//! Documents of other programs: opened, edited as a tree, and written.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;

use prose::{
    Align, Block, Inline, Link, List, Marks, PROSE, Paper, Paragraph, Unopenable, Watch,
    become_blocks, blocks, picture, seed,
};
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, Array as _, Doc, Map as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update,
    Xml as _, XmlElementPrelim, XmlFragment as _, XmlTextPrelim,
};
use zip::write::SimpleFileOptions;

const LISTS: &[u8] = include_bytes!("data/Numbering.docx");
const SECTIONS: &[u8] = include_bytes!("data/PageSpecificHeadFoot.docx");
const NOTES: &[u8] = include_bytes!("../../search/tests/data/form_footnotes.docx");
const RUBY: &[u8] = include_bytes!("../../search/tests/data/61470.docx");
const PICTURES: &[u8] = include_bytes!("../../../e2e/fixtures/office/VariousPictures.docx");
const TABLES: &[u8] = include_bytes!("../../../e2e/fixtures/office/52449.docx");
const FIELDS: &[u8] = include_bytes!("../../../e2e/fixtures/office/55966.docx");
const ALL: [&[u8]; 7] = [LISTS, SECTIONS, NOTES, RUBY, PICTURES, TABLES, FIELDS];

fn open(bytes: &[u8]) -> Paper {
    Paper::open(Arc::from(bytes)).unwrap()
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

fn body_of(bytes: &[u8]) -> String {
    String::from_utf8(parts(bytes)["word/document.xml"].clone()).unwrap()
}

/// A document with this body, and the other parts of another one.
fn with_body(body: &str) -> Vec<u8> {
    let head = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>";
    with_part(
        "word/document.xml",
        &format!("{head}{body}</w:body></w:document>"),
    )
}

fn with_part(name: &str, text: &str) -> Vec<u8> {
    let mut all = parts(LISTS);
    all.insert(name.to_owned(), text.as_bytes().to_vec());
    zipped(&all)
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

/// The tree after it was in a Yjs document and went to another one.
fn shared(of: &[Block]) -> Vec<Block> {
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(PROSE);
    seed(&mut doc.transact_mut(), &fragment, of);
    let update = doc.transact().encode_diff_v1(&StateVector::default());
    let other = Doc::new();
    let fragment = other.get_or_insert_xml_fragment(PROSE);
    let update = Update::decode_v1(&update).unwrap();
    other.transact_mut().apply_update(update).unwrap();
    blocks(&other.transact(), &fragment).unwrap()
}

fn text_of(paragraph: &Paragraph) -> String {
    let texts = paragraph.content.iter().filter_map(|piece| match piece {
        Inline::Text(text, _) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn texts(blocks: &[Block], into: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => into.push(text_of(paragraph)),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    texts(&cell.blocks, into);
                }
            }
            Block::Opaque { text, .. } => into.push(text.0.clone()),
        }
    }
}

fn all_texts(bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    texts(open(bytes).blocks(), &mut all);
    all
}

/// Calls something with every paragraph.
fn each(blocks: &mut [Block], with: &mut impl FnMut(&mut Paragraph)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => with(paragraph),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    each(&mut cell.blocks, with);
                }
            }
            Block::Opaque { .. } => {}
        }
    }
}

fn say(paragraph: &mut Paragraph, text: &str) {
    match paragraph.content.last_mut() {
        Some(Inline::Text(before, _)) => before.push_str(text),
        _ => paragraph
            .content
            .push(Inline::Text(text.to_owned(), Marks::default())),
    }
}

#[test]
fn what_nobody_changed_is_the_same_file() {
    for bytes in ALL {
        let paper = open(bytes);
        let back = shared(paper.blocks());
        assert_eq!(back, paper.blocks());
        assert!(paper.write(&back).unwrap() == bytes);
    }
}

#[test]
fn one_changed_paragraph_is_all_that_changes() {
    for bytes in ALL {
        let paper = open(bytes);
        let mut count = 0;
        each(&mut paper.blocks().to_vec(), &mut |_| count += 1);
        for changed in 0..count.min(40) {
            let mut tree = shared(paper.blocks());
            let mut at = 0;
            each(&mut tree, &mut |paragraph| {
                if at == changed {
                    say(paragraph, " WORD");
                }
                at += 1;
            });
            let written = paper.write(&tree).unwrap();
            let (before, after) = (parts(bytes), parts(&written));
            let differ = before.iter().filter(|(name, part)| after[*name] != **part);
            let differ: Vec<&String> = differ.map(|(name, _)| name).collect();
            assert_eq!(differ, ["word/document.xml"]);
            assert_eq!(before.len(), after.len());
            let (old, new) = (body_of(bytes), body_of(&written));
            let start = old
                .bytes()
                .zip(new.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let rest = old.len().min(new.len()) - start;
            let end = old.bytes().rev().zip(new.bytes().rev()).take(rest);
            let end = end.take_while(|(a, b)| a == b).count();
            let stretch = &old.as_bytes()[start..old.len() - end];
            let stretch = String::from_utf8_lossy(stretch);
            assert!(
                stretch.matches("<w:p>").count() + stretch.matches("<w:p ").count() <= 1,
                "{stretch}"
            );
            // And it reads as it was meant.
            let mut wanted = Vec::new();
            texts(&tree, &mut wanted);
            assert_eq!(all_texts(&written), wanted);
        }
    }
}

#[test]
fn a_document_written_in_one_session_goes_on_in_the_next() {
    for bytes in ALL {
        let paper = open(bytes);
        let mut tree = shared(paper.blocks());
        each(&mut tree, &mut |paragraph| say(paragraph, " one"));
        let first = paper.write(&tree).unwrap();
        // The next session has the tree with the names of the first file, and the second file.
        let next = open(&first);
        let again = next.write(&tree).unwrap();
        assert_eq!(body_of(&again), body_of(&first));
        each(&mut tree, &mut |paragraph| say(paragraph, " two"));
        let second = next.write(&tree).unwrap();
        let mut wanted = Vec::new();
        texts(&tree, &mut wanted);
        assert_eq!(all_texts(&second), wanted);
        let of_body = |bytes: &[u8]| body_of(bytes).matches("<w:pPr>").count();
        assert_eq!(of_body(&second), of_body(&first));
    }
}

const RICH: &str = "<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>\
    <w:p w:rsidR=\"1\"><w:pPr><w:keepNext/><w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/></w:pPr>\
    <w:r><w:rPr><w:b/><w:lang w:val=\"de-DE\"/></w:rPr><w:t xml:space=\"preserve\">Bold </w:t></w:r>\
    <w:r><w:t>plain</w:t><w:tab/><w:t>more</w:t><w:br w:type=\"page\"/></w:r>\
    <w:bookmarkStart w:id=\"2\" w:name=\"c\"/><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:bookmarkEnd w:id=\"2\"/>\
    <w:ins w:id=\"9\" w:author=\"A\"><w:r><w:t>new</w:t></w:r></w:ins></w:p>\
    <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>\
    <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
    <w:r><w:t>pages</w:t></w:r></w:p>\
    <w:sdt><w:sdtContent><w:p><w:r><w:t>Control</w:t></w:r></w:p></w:sdtContent></w:sdt>\
    <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r></w:p>\
    <w:p><w:r><w:t>Chapter</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
    <w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";

#[test]
fn what_is_not_modelled_is_kept_in_a_changed_paragraph() {
    let paper = open(&with_body(RICH));
    let mut tree = shared(paper.blocks());
    let labels: Vec<String> = tree
        .iter()
        .filter_map(|block| match block {
            Block::Opaque { label, .. } => Some(label.0.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["Content control", "Table of contents"]);
    let Block::Paragraph(first) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    assert_eq!(first.align, Some(Align::Center));
    first.align = None;
    let Inline::Text(_, marks) = &mut first.content[0] else {
        panic!("{:?}", first.content);
    };
    assert_eq!(marks.bold, Some(true));
    marks.bold = None;
    marks.color = Some("#ff0000".to_owned());
    let Block::Paragraph(second) = &mut tree[1] else {
        panic!("{:?}", tree[1]);
    };
    assert!(matches!(&second.content[0], Inline::Opaque { label, .. } if label.0 == "7"));
    second.content.swap(0, 1);
    // A block that is opaque is moved to the front.
    let control = tree.remove(2);
    tree.insert(0, control);
    let written = body_of(&paper.write(&tree).unwrap());
    let body = written.split("<w:body>").nth(1).unwrap();
    let wanted = [
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:bookmarkStart w:id=\"1\" w:name=\"b\"/><w:p><w:pPr><w:keepNext/><w:spacing w:after=\"120\"/></w:pPr>",
        "<w:r><w:rPr><w:color w:val=\"FF0000\"/><w:lang w:val=\"de-DE\"/></w:rPr><w:t xml:space=\"preserve\">Bold </w:t></w:r>",
        "<w:r><w:t xml:space=\"preserve\">plain</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space=\"preserve\">more</w:t></w:r>",
        "<w:r><w:br w:type=\"page\"/></w:r>",
        "<w:bookmarkStart w:id=\"2\" w:name=\"c\"/><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:bookmarkEnd w:id=\"2\"/>",
        "<w:ins w:id=\"9\" w:author=\"A\"><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
        "<w:p><w:r><w:t xml:space=\"preserve\">pages</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
    ];
    let mut rest = body;
    for piece in wanted {
        rest = rest
            .strip_prefix(piece)
            .unwrap_or_else(|| panic!("{piece}\n{rest}"));
    }
    assert!(rest.ends_with(
        "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>"
    ));
}

const SPANS: &str = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"1500\"/>\
    <w:gridCol w:w=\"1500\"/></w:tblGrid>\
    <w:tr w:rsidR=\"5\"><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"1500\" w:type=\"dxa\"/><w:vMerge w:val=\"restart\"/></w:tcPr>\
    <w:p><w:r><w:t>tall</w:t></w:r></w:p></w:tc><w:tc><w:tcPr/><w:p><w:r><w:t>a</w:t></w:r></w:p><w:bookmarkStart w:id=\"3\" w:name=\"x\"/></w:tc></w:tr>\
    <w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p w:rsidR=\"77\"/></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>\
    <w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>";

#[test]
fn a_cell_is_typed_into_and_the_table_stays() {
    let paper = open(&with_body(SPANS));
    let mut tree = shared(paper.blocks());
    let Block::Table(table) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    let shape: Vec<Vec<(u32, u32)>> = table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| (cell.columns.0, cell.rows.0))
                .collect()
        })
        .collect();
    assert_eq!(shape, [vec![(1, 2), (1, 1)], vec![(1, 1)], vec![(2, 1)]]);
    assert_eq!(table.rows[0].cells[0].width.0, Some(100));
    each(&mut table.rows[1].cells[0].blocks, &mut |paragraph| {
        say(paragraph, "!")
    });
    let written = body_of(&paper.write(&tree).unwrap());
    let wanted = SPANS.replace(
        "<w:p><w:r><w:t>b</w:t></w:r></w:p>",
        "<w:p><w:r><w:t xml:space=\"preserve\">b!</w:t></w:r></w:p>",
    );
    assert!(written.contains(&wanted), "{written}");
}

#[test]
fn the_end_of_a_section_stays_at_the_end_of_what_was_split() {
    let body = "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"1000\" w:h=\"2000\"/></w:sectPr></w:pPr><w:r><w:t>one two</w:t></w:r></w:p>\
                <w:p><w:r><w:t>three</w:t></w:r></w:p>";
    let paper = open(&with_body(body));
    let mut tree = shared(paper.blocks());
    let Block::Paragraph(first) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    first.content = vec![Inline::Text("one".to_owned(), Marks::default())];
    let second = Paragraph {
        content: vec![Inline::Text("two".to_owned(), Marks::default())],
        ..first.clone()
    };
    tree.insert(1, Block::Paragraph(second));
    let written = body_of(&paper.write(&tree).unwrap());
    assert_eq!(written.matches("<w:sectPr>").count(), 1);
    assert!(
        written.contains(
            "<w:p><w:r><w:t xml:space=\"preserve\">one</w:t></w:r></w:p><w:p><w:pPr><w:sectPr>"
        ),
        "{written}"
    );
}

#[test]
fn lists_are_read_and_made() {
    let paper = open(LISTS);
    let lists: Vec<Option<(List, u8)>> = paper
        .blocks()
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.list,
            _ => None,
        })
        .collect();
    assert_eq!(
        lists[..4],
        [0, 1, 2, 3].map(|level| Some((List::Bullet, level)))
    );
    let mut tree = paper.blocks().to_vec();
    let item = |text: &str, list| {
        Block::Paragraph(Paragraph {
            list,
            content: vec![Inline::Text(text.to_owned(), Marks::default())],
            ..Paragraph::default()
        })
    };
    tree.push(item("next", Some((List::Number, 1))));
    tree.push(item("sign", Some((List::Bullet, 0))));
    tree.push(item("below", Some((List::Bullet, 2))));
    let Block::Paragraph(first) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    first.list = None;
    let written = paper.write(&tree).unwrap();
    let again = open(&written);
    let kinds = |at: usize| match &again.blocks()[at] {
        Block::Paragraph(paragraph) => paragraph.list,
        _ => None,
    };
    let count = again.blocks().len();
    assert_eq!(kinds(0), None);
    assert_eq!(kinds(count - 3), Some((List::Number, 1)));
    assert_eq!(kinds(count - 2), Some((List::Bullet, 0)));
    assert_eq!(kinds(count - 1), Some((List::Bullet, 2)));
}

#[test]
fn the_first_list_of_a_document_brings_its_parts() {
    let mut all = parts(RUBY);
    all.remove("word/numbering.xml");
    let relations = String::from_utf8(all["word/_rels/document.xml.rels"].clone()).unwrap();
    let bare: Vec<&str> = relations
        .split_inclusive("/>")
        .filter(|one| !one.contains("numbering"))
        .collect();
    all.insert(
        "word/_rels/document.xml.rels".to_owned(),
        bare.concat().into_bytes(),
    );
    let paper = open(&zipped(&all));
    let mut tree = paper.blocks().to_vec();
    each(&mut tree, &mut |paragraph| {
        paragraph.list = Some((List::Bullet, 0))
    });
    let written = paper.write(&tree).unwrap();
    let after = parts(&written);
    let types = String::from_utf8(after["[Content_Types].xml"].clone()).unwrap();
    assert!(types.contains("/word/numbering.xml") && after.contains_key("word/numbering.xml"));
    let lists = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.list == Some((List::Bullet, 0)),
        _ => true,
    };
    assert!(open(&written).blocks().iter().all(lists));
}

#[test]
fn links_are_kept_changed_and_made() {
    let paper = open(&with_body(
        "<w:p><w:hyperlink w:anchor=\"b\" w:history=\"1\"><w:r><w:t>there</w:t></w:r></w:hyperlink></w:p>",
    ));
    let mut tree = shared(paper.blocks());
    let link = |href: &str| Marks {
        link: Some(Link {
            href: href.to_owned(),
            id: None,
        }),
        ..Marks::default()
    };
    let Block::Paragraph(first) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    assert!(
        matches!(&first.content[0], Inline::Text(_, marks) if marks.link.as_ref().unwrap().href == "#b")
    );
    for href in [
        "https://example.org/?a=1&b=2",
        "javascript:alert(1)",
        "#place",
        "https://example.org/?a=1&b=2",
    ] {
        first
            .content
            .push(Inline::Text(format!(" {href}"), link(href)));
    }
    let written = paper.write(&tree).unwrap();
    let body = body_of(&written);
    assert!(
        body.contains(
            "<w:hyperlink w:anchor=\"b\" w:history=\"1\"><w:r><w:t xml:space=\"preserve\">there"
        ),
        "{body}"
    );
    assert_eq!(body.matches("<w:hyperlink ").count(), 4);
    let relations =
        String::from_utf8(parts(&written)["word/_rels/document.xml.rels"].clone()).unwrap();
    assert_eq!(
        relations
            .matches("https://example.org/?a=1&amp;b=2")
            .count(),
        1
    );
    assert!(!relations.contains("javascript"));
    let again = open(&written);
    let Block::Paragraph(first) = &again.blocks()[0] else {
        panic!("{:?}", again.blocks());
    };
    let hrefs: Vec<&str> = first
        .content
        .iter()
        .filter_map(|piece| match piece {
            Inline::Text(_, marks) => marks.link.as_ref().map(|link| link.href.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        hrefs,
        [
            "#b",
            "https://example.org/?a=1&b=2",
            "#place",
            "https://example.org/?a=1&b=2"
        ]
    );
}

#[test]
fn a_document_that_declares_little_takes_links_and_lists() {
    let bare = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body/></w:document>";
    let paper = open(&with_part("word/document.xml", bare));
    let mut tree = shared(paper.blocks());
    let Block::Paragraph(first) = &mut tree[0] else {
        panic!("{:?}", tree[0]);
    };
    let marks = Marks {
        link: Some(Link {
            href: "mailto:a@example.org".to_owned(),
            id: None,
        }),
        ..Marks::default()
    };
    first.content.push(Inline::Text("write".to_owned(), marks));
    first.list = Some((List::Bullet, 0));
    let written = paper.write(&tree).unwrap();
    let body = body_of(&written);
    assert!(
        body.contains(" xmlns:r=") && body.contains("<w:hyperlink r:id="),
        "{body}"
    );
    assert!(
        body.contains("<w:body><w:p>") && body.ends_with("</w:p></w:body></w:document>"),
        "{body}"
    );
    let again = open(&written);
    let Block::Paragraph(same) = &again.blocks()[0] else {
        panic!("{:?}", again.blocks());
    };
    assert_eq!(
        (text_of(same).as_str(), same.list),
        ("write", Some((List::Bullet, 0)))
    );
    // The same link once more is the same relation.
    let third = again.write(&tree).unwrap();
    assert_eq!(body_of(&third), body);
}

#[test]
fn pictures_are_found_by_their_name() {
    let paper = open(PICTURES);
    let mut ids = Vec::new();
    each(&mut paper.blocks().to_vec(), &mut |paragraph| {
        for piece in &paragraph.content {
            if let Inline::Picture { id, width, .. } = piece {
                assert!(width.0 > 1);
                ids.push(id.clone());
            }
        }
    });
    let source = paper.source();
    let found = ids
        .iter()
        .filter_map(|id| picture(Arc::clone(source), id).unwrap());
    let kinds: Vec<&str> = found.map(|picture| picture.kind).collect();
    assert!(
        kinds.contains(&"image/jpeg") && kinds.contains(&"image/png"),
        "{kinds:?}"
    );
    assert_eq!(picture(Arc::clone(source), "0-0").unwrap(), None);
    // Every part has a name; only pictures are given away.
    let other = "word/document.xml";
    let hash = blake3::hash(other.as_bytes()).to_hex();
    assert_eq!(
        picture(Arc::clone(source), &format!("x-{}", &hash.as_str()[..16])).unwrap(),
        None
    );
}

#[test]
fn what_is_no_document_is_refused_in_words() {
    let bomb = {
        let mut all = parts(LISTS);
        all.insert("word/media/zeros".to_owned(), vec![0; 101 << 20]);
        zipped(&all)
    };
    let mut macros = parts(LISTS);
    macros.insert("word/vbaProject.bin".to_owned(), Vec::new());
    let entities = "<!DOCTYPE d [<!ENTITY a \"b\">]><w:document xmlns:w=\"x\"><w:body>&a;</w:body></w:document>";
    let strict = "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body/></w:document>";
    let deep = "<w:sdt>".repeat(5000) + &"</w:sdt>".repeat(5000);
    let many = "<w:p/>".repeat(20_001);
    for (bytes, why) in [
        (b"plain text".to_vec(), Unopenable::Broken),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            Unopenable::Encrypted,
        ),
        (b"PK\x03\x04\0\0broken".to_vec(), Unopenable::Broken),
        (LISTS[..6000].to_vec(), Unopenable::Broken),
        (bomb, Unopenable::TooLarge),
        (zipped(&macros), Unopenable::Macros),
        (with_part("word/document.xml", entities), Unopenable::Broken),
        (with_part("word/document.xml", strict), Unopenable::Strict),
        (with_part("word/document.xml", "<a/>"), Unopenable::Broken),
        (with_body(&deep), Unopenable::TooLarge),
        (with_body(&many), Unopenable::TooLarge),
        (vec![b'P'; prose::LARGEST + 1], Unopenable::TooLarge),
    ] {
        assert_eq!(Paper::open(Arc::from(bytes)).err(), Some(why));
    }
}

#[test]
fn hostile_files_do_no_harm() {
    for bytes in [
        &include_bytes!("../../search/tests/data/hostile/POIXWPFFuzzer-5166796835258368.docx")[..],
        include_bytes!("../../search/tests/data/hostile/POIXWPFFuzzer-4791943399604224.docx"),
    ] {
        if let Ok(paper) = Paper::open(Arc::from(bytes)) {
            let back = shared(paper.blocks());
            assert!(paper.write(&back).unwrap() == bytes);
        }
    }
    // Whatever is broken in a good file: an error or a document, and never a panic.
    for bytes in [LISTS, RUBY] {
        let body = body_of(bytes);
        for at in (0..body.len()).step_by(997) {
            let mut broken = body.clone().into_bytes();
            broken[at] = b'<';
            let broken = String::from_utf8_lossy(&broken).into_owned();
            let _ = Paper::open(Arc::from(with_part("word/document.xml", &broken)));
            let cut = String::from_utf8_lossy(&body.as_bytes()[..at]).into_owned();
            let _ = Paper::open(Arc::from(with_part("word/document.xml", &cut)));
        }
    }
}

#[test]
fn whatever_a_client_writes_is_read() {
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(PROSE);
    {
        let mut t = doc.transact_mut();
        let list = AsRef::<yrs::ArrayRef>::as_ref(&fragment).clone();
        list.push_back(&mut t, "a string");
        let stray = fragment.push_back(&mut t, XmlTextPrelim::new("stray"));
        stray.insert_embed(&mut t, 0, Any::Bool(true));
        let p = fragment.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
        p.insert_attribute(&mut t, "level", "3");
        p.insert_attribute(&mut t, "list", "bullet");
        p.insert_attribute(&mut t, "align", Any::from(7));
        p.insert_attribute(&mut t, "id", "nobody-knows");
        let text = p.push_back(&mut t, XmlTextPrelim::new(""));
        let map = |name: &str, value: Any| {
            let values = std::collections::HashMap::from([(name.to_owned(), value)]);
            Any::Map(Arc::new(values))
        };
        let formats = yrs::types::Attrs::from([
            ("bold--a1b2c3d4".into(), map("off", Any::Null)),
            ("italic".into(), Any::Null),
            ("color".into(), map("value", "url(evil)".into())),
            ("size".into(), map("value", "10.5".into())),
            ("unknown".into(), Any::Bool(true)),
        ]);
        text.insert_with_attributes(&mut t, 0, "marked", formats);
        p.push_back(&mut t, XmlElementPrelim::empty("paragraph"))
            .push_back(&mut t, XmlTextPrelim::new(" nested"));
        p.push_back(&mut t, XmlElementPrelim::empty("picture"));
        p.push_back(&mut t, XmlElementPrelim::empty("hard_break"));
        let table = fragment.push_back(&mut t, XmlElementPrelim::empty("table"));
        table.push_back(&mut t, XmlElementPrelim::empty("table_row"));
        fragment.push_back(&mut t, XmlElementPrelim::empty("opaque_block"));
        let strange = fragment.push_back(&mut t, XmlElementPrelim::empty("blockquote"));
        let inside = strange.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
        inside.push_back(&mut t, XmlTextPrelim::new("quoted"));
        let mut deep = fragment.push_back(&mut t, XmlElementPrelim::empty("x"));
        for _ in 0..2000 {
            deep = deep.push_back(&mut t, XmlElementPrelim::empty("x"));
        }
    }
    let read = blocks(&doc.transact(), &fragment).unwrap();
    let mut all = Vec::new();
    texts(&read, &mut all);
    assert_eq!(all, ["stray", "marked nested", "quoted"]);
    let Block::Paragraph(second) = &read[1] else {
        panic!("{read:?}");
    };
    assert_eq!((second.list, second.align), (Some((List::Bullet, 3)), None));
    let Inline::Text(_, marks) = &second.content[0] else {
        panic!("{second:?}");
    };
    let wanted = Marks {
        bold: Some(true),
        size: Some(21),
        ..Marks::default()
    };
    assert_eq!(*marks, wanted);
    let paper = open(LISTS);
    assert_eq!(all_texts(&paper.write(&read).unwrap()), all);
}

/// What an update brings into a document with one paragraph.
fn watched(change: impl FnOnce(&Doc, &yrs::XmlFragmentRef)) -> bool {
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(PROSE);
    seed(&mut doc.transact_mut(), &fragment, open(LISTS).blocks());
    let other = Doc::new();
    let theirs = other.get_or_insert_xml_fragment(PROSE);
    let all = doc.transact().encode_diff_v1(&StateVector::default());
    other
        .transact_mut()
        .apply_update(Update::decode_v1(&all).unwrap())
        .unwrap();
    let known = other.transact().state_vector();
    change(&other, &theirs);
    let update = other.transact().encode_diff_v1(&known);
    let watch = Watch::over(fragment);
    doc.transact_mut()
        .apply_update(Update::decode_v1(&update).unwrap())
        .unwrap();
    watch.end().is_ok()
}

#[test]
fn what_would_break_the_pages_of_others_is_seen() {
    assert!(watched(|doc, fragment| {
        let mut t = doc.transact_mut();
        let p = fragment.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
        p.insert_attribute(&mut t, "style", "Heading1");
        p.push_back(&mut t, XmlTextPrelim::new("new"));
        let first = fragment.get(&t, 0).unwrap().into_xml_element().unwrap();
        let text = first.get(&t, 0).unwrap().into_xml_text().unwrap();
        text.insert(&mut t, 0, "typed ");
        fragment.remove_range(&mut t, 1, 2);
    }));
    assert!(!watched(|doc, fragment| {
        let list = AsRef::<yrs::ArrayRef>::as_ref(fragment).clone();
        list.push_back(&mut doc.transact_mut(), "a string");
    }));
    assert!(!watched(|doc, fragment| {
        let mut t = doc.transact_mut();
        let p = fragment.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
        p.insert_attribute(&mut t, "id", yrs::MapPrelim::default());
    }));
    assert!(!watched(|doc, fragment| {
        let mut t = doc.transact_mut();
        let first = fragment.get(&t, 0).unwrap().into_xml_element().unwrap();
        let text = first.get(&t, 0).unwrap().into_xml_text().unwrap();
        text.insert_embed(&mut t, 0, yrs::MapPrelim::default());
    }));
    assert!(!watched(|doc, fragment| {
        let mut t = doc.transact_mut();
        let mut deep = fragment.push_back(&mut t, XmlElementPrelim::empty("x"));
        for _ in 0..100 {
            deep = deep.push_back(&mut t, XmlElementPrelim::empty("x"));
        }
    }));
    // Another root is not of the fragment: whoever applies the update looks at roots.
    assert!(watched(|doc, _| {
        doc.get_or_insert_map("other")
            .insert(&mut doc.transact_mut(), "key", "value");
    }));
}

#[test]
fn another_version_is_taken_in_where_it_differs() {
    let paper = open(LISTS);
    let doc = Doc::new();
    let fragment = doc.get_or_insert_xml_fragment(PROSE);
    seed(&mut doc.transact_mut(), &fragment, paper.blocks());
    let mut wanted = paper.blocks().to_vec();
    let Block::Paragraph(third) = &mut wanted[2] else {
        panic!("{wanted:?}");
    };
    say(third, " changed");
    wanted.remove(4);
    let before = doc.transact().state_vector();
    become_blocks(&mut doc.transact_mut(), &fragment, &wanted).unwrap();
    let update = doc.transact().encode_diff_v1(&before);
    assert_eq!(blocks(&doc.transact(), &fragment).unwrap(), wanted);
    assert!(update.len() < 1500, "{}", update.len());
    become_blocks(&mut doc.transact_mut(), &fragment, &[]).unwrap();
    assert_eq!(fragment.len(&doc.transact()), 0);
}

/// What LibreOffice reads in a document.
fn as_text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.docx"), bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let done = std::process::Command::new("soffice")
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "letter.docx",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    std::fs::read_to_string(folder.path().join("letter.txt")).unwrap()
}

#[test]
fn another_program_reads_what_was_written() {
    let paper = open(RUBY);
    let mut tree = shared(paper.blocks());
    let written = |text: &str, list, marks| {
        Block::Paragraph(Paragraph {
            list,
            content: vec![Inline::Text(text.to_owned(), marks)],
            ..Paragraph::default()
        })
    };
    let link = Link {
        href: "https://example.org/a&b".to_owned(),
        id: None,
    };
    let marks = Marks {
        link: Some(link),
        ..Marks::default()
    };
    tree.push(written(
        "first sign",
        Some((List::Bullet, 0)),
        Marks::default(),
    ));
    tree.push(written(
        "first number",
        Some((List::Number, 0)),
        Marks::default(),
    ));
    tree.push(written(
        "second <number>",
        Some((List::Number, 0)),
        Marks::default(),
    ));
    tree.push(written("a link", None, marks));
    let text = as_text(&paper.write(&tree).unwrap());
    for line in [
        "\u{2022} first sign",
        "1. first number",
        "2. second <number>",
        "a link",
    ] {
        assert!(
            text.lines().any(|one| one.trim() == line),
            "{line:?} is not in {text:?}"
        );
    }
}

#[test]
fn the_looks_are_told() {
    let glance = open(LISTS).glance().clone();
    let style = glance
        .styles
        .iter()
        .find(|style| style.id == "ListParagraph")
        .unwrap();
    assert_eq!((style.kind, style.css.indent), ("paragraph", Some(36.0)));
    assert!(
        glance.defaults.font_family.is_some(),
        "{:?}",
        glance.defaults
    );
    assert!(open(SECTIONS).glance().header.is_some());
    let levels = glance.lists.get(&2).unwrap();
    assert_eq!((levels.len(), levels[0].start), (9, 1));
    assert!(levels[1].text.contains("%2") && levels[1].indent > levels[0].indent);
    let body = "<w:p><w:pPr><w:spacing w:before=\"40\" w:line=\"360\"/><w:ind w:left=\"720\" w:hanging=\"360\"/></w:pPr></w:p>";
    let paper = open(&with_body(body));
    let Block::Paragraph(first) = &paper.blocks()[0] else {
        panic!("{:?}", paper.blocks());
    };
    let looks = &first.looks.0;
    assert_eq!((looks.before, looks.line), (Some(2.0), Some(1.5)));
    assert_eq!((looks.indent, looks.first_line), (Some(36.0), Some(-18.0)));
    assert!(glance.page.width > 500.0 && glance.page.left > 10.0);
}
