//! Clients of others against the running product: `litmus`, the suite for WebDAV servers, and `rclone`.
//!
//! `tools/setup test` installs both.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;

use serde_json::json;
use testkit::{Kit, for_each_database};
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::kit::{key, room};

/// Lets the product listen; gives its address.
async fn listen(kit: &Kit) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = kit.app();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/dav")
}

async fn run(program: &mut Command) -> Output {
    let name = program.as_std().get_program().to_owned();
    let output = program.output().await;
    output.unwrap_or_else(|error| panic!("{name:?} ({error}): tools/setup test installs it"))
}

#[tokio::test]
async fn litmus_passes() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let secret = key(&owner, json!([])).await;
        room(&owner, "Room").await;
        let base = listen(&kit).await;
        for place in ["My%20documents", "Rooms/Room"] {
            let logs = tempfile::tempdir().unwrap();
            let output = run(Command::new("litmus")
                .args(["-k", &format!("{base}/{place}/"), &owner.email, &secret])
                .env("TESTS", "basic copymove props locks http")
                .current_dir(logs.path()))
            .await;
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            let summaries = told.lines().filter(|line| line.contains("<- summary for"));
            let summaries: Vec<_> = summaries.collect();
            assert_eq!(summaries.len(), 5, "{told}");
            for summary in summaries {
                assert!(summary.contains(" 0 failed"), "{told}");
            }
            assert!(output.status.success(), "{told}");
        }
    })
    .await;
}

/// Files below a folder: contents by path.
fn contents(folder: &Path) -> BTreeMap<String, blake3::Hash> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.insert(name, blake3::hash(&std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

#[tokio::test]
async fn rclone_takes_a_folder_there_and_back() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let secret = key(&owner, json!(["files:write"])).await;
        room(&owner, "Backup room").await;
        let base = listen(&kit).await;
        let hidden = run(Command::new("rclone").args(["obscure", &secret])).await;
        let hidden = String::from_utf8(hidden.stdout).unwrap();
        let rclone = async |args: &[&str]| {
            let output = run(Command::new("rclone")
                .args(["--config", "/dev/null", "--retries", "1"])
                .args(args)
                .env("RCLONE_WEBDAV_URL", &base)
                .env("RCLONE_WEBDAV_VENDOR", "other")
                .env("RCLONE_WEBDAV_USER", &owner.email)
                .env("RCLONE_WEBDAV_PASS", hidden.trim()))
            .await;
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{args:?}: {told}");
            String::from_utf8(output.stdout).unwrap()
        };
        let here = tempfile::tempdir().unwrap();
        let (source, back) = (here.path().join("source"), here.path().join("back"));
        for (name, content) in [
            ("readme", b"without extension".to_vec()),
            ("empty.bin", Vec::new()),
            (
                "large.bin",
                (0..3_000_000_u32).map(|n| (n * 7 % 251) as u8).collect(),
            ),
            ("deep/er/Übung äöü 文件.txt", "grüße".as_bytes().to_vec()),
            ("deep/a & b #1 50%.txt", b"escaped".to_vec()),
            ("deep/.hidden", b"dot".to_vec()),
        ] {
            let path = source.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        let (from, to) = (source.to_str().unwrap(), back.to_str().unwrap());
        let there = ":webdav:Rooms/Backup room/copy";
        rclone(&["copy", from, there]).await;
        rclone(&["check", "--download", from, there]).await;
        rclone(&["copy", there, to]).await;
        assert_eq!(contents(&source), contents(&back));

        // Renamed and moved there, then made equal again.
        rclone(&[
            "moveto",
            &format!("{there}/readme"),
            &format!("{there}/deep/read me.md"),
        ])
        .await;
        rclone(&[
            "moveto",
            &format!("{there}/deep"),
            &format!("{there}/moved"),
        ])
        .await;
        rclone(&["deletefile", &format!("{there}/empty.bin")]).await;
        let listed = rclone(&["lsf", "-R", "--files-only", there]).await;
        let mut listed: Vec<_> = listed.lines().collect();
        listed.sort_unstable();
        assert_eq!(
            listed,
            [
                "large.bin",
                "moved/.hidden",
                "moved/a & b #1 50%.txt",
                "moved/er/Übung äöü 文件.txt",
                "moved/read me.md"
            ]
        );
        std::fs::write(source.join("readme"), "changed, and longer than before").unwrap();
        rclone(&["sync", from, there]).await;
        rclone(&["check", "--download", from, there]).await;
        let listed = rclone(&["lsf", "-R", there]).await;
        assert!(!listed.contains("moved"), "{listed}");
        rclone(&["sync", there, to]).await;
        assert_eq!(contents(&source), contents(&back));
        rclone(&["purge", there]).await;
        assert_eq!(rclone(&["lsf", ":webdav:Rooms/Backup room"]).await, "");
        let space = rclone(&["about", ":webdav:"]).await;
        assert!(space.contains("Used:"), "{space}");
    })
    .await;
}
