//! What the tests of contents share.
#![allow(dead_code, reason = "not every test needs everything")]

use axum::body::Body;
use http::HeaderMap;
use serde_json::json;
use testkit::Client;

pub(crate) async fn mine(who: &Client) -> i64 {
    who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap()
}

pub(crate) async fn made(who: &Client, folder: i64, title: &str) -> i64 {
    let asked = Some(json!({ "title": title }));
    let made = who.ok("POST", &format!("files/{folder}/file"), asked).await;
    made["id"].as_i64().unwrap()
}

pub(crate) async fn upload(who: &Client, folder: i64, name: &str, bytes: &[u8]) -> i64 {
    let path = format!("files/{folder}/upload?createNewIfExist=true");
    let (status, answer) = who.upload(&path, name, bytes).await;
    assert_eq!(status, 200, "{answer}");
    let file = &answer["response"];
    file.get(0).unwrap_or(file)["id"].as_i64().unwrap()
}

/// What is behind an address of the product.
pub(crate) async fn fetched(who: &Client, url: &str) -> (HeaderMap, Vec<u8>) {
    let path = &url[url.find("/filehandler").unwrap()..];
    let request = who.request("GET", path).body(Body::empty()).unwrap();
    let answer = who.send(request).await;
    assert_eq!(answer.status(), 200, "{path}: {:?}", answer.body());
    (answer.headers().clone(), answer.into_body().to_vec())
}

/// A file as its download gives it.
pub(crate) async fn body(who: &Client, file: i64, more: &str) -> (HeaderMap, Vec<u8>) {
    let url = format!("/filehandler.ashx?action=download&fileid={file}{more}");
    fetched(who, &url).await
}

/// How many pages readers find in a PDF.
pub(crate) fn pages(pdf: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, pdf).unwrap();
    let told = std::process::Command::new("pdfinfo")
        .arg(&file)
        .output()
        .unwrap();
    assert!(told.status.success() && told.stderr.is_empty(), "{told:?}");
    let told = String::from_utf8(told.stdout).unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.unwrap().trim().parse().unwrap()
}

/// The beginning of what an office program encrypted: a container that names its sealed part.
pub(crate) fn sealed_package() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

/// Processes below this one whose command says `name`.
pub(crate) fn leftovers(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let read = |what: &str| std::fs::read_to_string(entry.path().join(what)).ok();
        let Some(stat) = read("stat") else { continue };
        let mut words = stat.rsplit(')').next().unwrap().split_whitespace();
        let (state, parent) = (words.next().unwrap().to_owned(), words.next().unwrap());
        let command = read("cmdline").unwrap_or_default();
        all.push((id, parent.parse::<u32>().unwrap(), state, command));
    }
    let mut below = vec![std::process::id()];
    let mut found = Vec::new();
    while let Some(parent) = below.pop() {
        for (id, _, state, command) in all.iter().filter(|process| process.1 == parent) {
            below.push(*id);
            if state != "Z" && command.contains(name) {
                found.push(command.clone());
            }
        }
    }
    found
}
