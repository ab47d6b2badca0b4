//! Files made to do harm: noted as unreadable, and nothing else happens.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use search::extract::{Kind, Limits, Pdf, Refusal};
use testkit::for_each_database;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::kit::{Shelf, sample};

const HOSTILE: [&str; 5] = [
    "xxe_in_schema.xlsx",
    "POIXSSFFuzzer-6448258963341312.xlsx",
    "POIXSLFFuzzer-6254434927378432.pptx",
    "POIXWPFFuzzer-4791943399604224.docx",
    "POIXWPFFuzzer-5166796835258368.docx",
];

#[tokio::test]
async fn hostile_files_are_noted_and_the_next_one_is_read() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        for name in HOSTILE {
            shelf.put(name, &sample(&format!("hostile/{name}"))).await;
        }
        shelf.put("laughs.docx", &document(LAUGHS.as_bytes())).await;
        shelf.put("broken.pdf", b"%PDF-1.7\nnothing").await;
        shelf.put("empty.docx", b"").await;
        shelf.put("good.txt", b"walnut harvest").await;
        let notes = shelf.settled(HOSTILE.len() + 4).await;
        assert_eq!(shelf.found("walnut").await, ["good.txt"]);
        let reason = |part: &str| {
            let found = notes.iter().filter(|(state, ..)| *state == 2);
            found.filter(|(.., reason)| reason.contains(part)).count()
        };
        assert!(reason("declares entities") >= 1, "{notes:?}");
        assert_eq!(reason("pdftotext"), 1, "{notes:?}");
        assert!(reason("it is no archive") >= 1, "{notes:?}");
    })
    .await;
}

const LAUGHS: &str = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"ha\">\
    <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\
    <d><t>&c;</t></d>";

/// A text document around this part.
fn document(part: &[u8]) -> Vec<u8> {
    archive(&[("word/document.xml", part)])
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, part) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(part).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// XML without text that long; it packs to a thousandth.
fn expanding(length: usize) -> Vec<u8> {
    let mut part = b"<d>".to_vec();
    part.resize(length, b' ');
    part
}

fn refusal(kind: Kind, content: &[u8], limits: &Limits) -> Option<Refusal> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, content).unwrap();
    let begun = Instant::now();
    let outcome = kind.text(&path, limits).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(20));
    outcome.err()
}

#[test]
fn limits_hold_for_parts_nesting_and_time() {
    let limits = Limits::default();
    let refused = |content: &[u8]| refusal(Kind::OfficeOpen, content, &limits);
    let deep = "<p>".repeat(100_000);
    let names: Vec<String> = (0..10_001).map(|n| format!("word/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let lies = b"PK\x06\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0PK\x05\x06\0\0\0\0\xff\xff\xff\xff\
                 \0\0\0\0\0\0\0\0\0\0";
    for (content, words) in [
        (document(deep.as_bytes()), "too deep nesting"),
        (archive(&many), "too many parts"),
        (lies.to_vec(), "too many parts"),
        (
            document(&expanding(66 << 20)),
            "too much in it when unpacked",
        ),
        (document(LAUGHS.as_bytes()), "declares entities"),
        (document(b"<t>a</t><t"), "broken"),
        (archive(&[("mimetype", b"text")]), "no part with text"),
    ] {
        let refusal = refused(&content).map(|refusal| refusal.to_string());
        let refusal = refusal.unwrap_or_default();
        assert!(refusal.contains(words), "{words}: {refusal}");
    }
    let hurried = Limits {
        time: Duration::ZERO,
        ..limits
    };
    let long = "<t/>".repeat(100_000);
    let late = refusal(Kind::OfficeOpen, &document(long.as_bytes()), &hurried);
    assert!(late.unwrap().to_string().contains("in time"));
}

#[test]
fn long_texts_are_cut_and_never_in_a_letter() {
    let limits = Limits {
        text: 1001,
        ..Limits::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "ж".repeat(5000)).unwrap();
    let text = Kind::Plain.text(&path, &limits).unwrap().unwrap();
    assert_eq!(text.trim_end().len(), 1000);
    let long = format!("<t>{}</t>", "ж".repeat(5000));
    std::fs::write(&path, document(long.as_bytes())).unwrap();
    let text = Kind::OfficeOpen.text(&path, &limits).unwrap().unwrap();
    assert_eq!(text.trim_end().len(), 1000);
}

#[tokio::test]
async fn a_pdf_file_that_takes_too_long_is_given_up() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/text.pdf"));
    let pdf = Pdf::find().unwrap();
    let hurried = Limits {
        time: Duration::ZERO,
        ..Limits::default()
    };
    let error = pdf.text(path, &hurried).await.unwrap_err();
    assert!(error.to_string().contains("in time"), "{error}");
    let text = pdf.text(path, &Limits::default()).await.unwrap();
    assert!(text.contains("Glasbläser"), "{text}");
}
