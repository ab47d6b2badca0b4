//! Ten thousand files while people work, from SQLite and a folder into PostgreSQL and S3.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use backup::restore::Target;
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};
use sql::testing::TestDatabase;
use testkit::{Client, Kit};

use crate::house::{KEY, at_rest, bring, download, folder, is_sound, make, resting, start};
use crate::s3;

/// How many files: `ATRIUM_TEST_FILES`, else a number for every day.
fn wanted() -> usize {
    std::env::var("ATRIUM_TEST_FILES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(200)
}

fn content(number: usize) -> Vec<u8> {
    let size = 500 + number * 7919 % 40_000;
    (0..size)
        .map(|at| (at * 31 + number * 17 + at / 251) as u8)
        .collect()
}

async fn upload(client: &Client, folder: &str, number: usize) -> (i64, [u8; 32]) {
    let bytes = content(number);
    let (status, answer) = client
        .upload(
            &format!("files/{folder}/upload"),
            &format!("File {number}.bin"),
            &bytes,
        )
        .await;
    assert_eq!(status, 200, "{answer}");
    let response = &answer["response"];
    let one = response.as_array().map_or(response, |all| &all[0]);
    (one["id"].as_i64().unwrap(), Sha256::digest(&bytes).into())
}

#[tokio::test(flavor = "multi_thread")]
async fn many_files_move_into_postgres_and_s3_while_people_work() {
    let Some(postgres) = TestDatabase::postgres().await else {
        return;
    };
    let source = start(TestDatabase::sqlite()).await;
    let portal = source.portal().await;
    let owner = portal.owner();
    let files = wanted();
    let began = Instant::now();
    let known: BTreeMap<i64, [u8; 32]> = futures::stream::iter(0..files)
        .map(|number| {
            let owner = owner.clone();
            async move { upload(&owner, "@my", number).await }
        })
        .buffer_unordered(16)
        .collect()
        .await;
    println!("{files} files uploaded in {:.1?}", began.elapsed());

    // Some people upload, read and list all the time.
    let (over, calls) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU64::new(0)),
    );
    let load: Vec<_> = (0..4_usize)
        .map(|person| {
            let (owner, over, calls) = (owner.clone(), Arc::clone(&over), Arc::clone(&calls));
            let first = *known.keys().next().unwrap();
            tokio::spawn(async move {
                let mut number = 1_000_000 * (person + 1);
                while !over.load(Ordering::Relaxed) {
                    upload(&owner, "@my", number).await;
                    assert_eq!(download(&owner, first).await.0, 200);
                    assert_eq!(owner.get("files/@my?count=25").await.0, 200);
                    number += 1;
                    calls.fetch_add(3, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let (_folder, path) = folder();
    let began = Instant::now();
    let manifest = make(&source, &portal.alias, &path).await.unwrap();
    let took = began.elapsed();
    over.store(true, Ordering::Relaxed);
    for one in load {
        one.await.unwrap();
    }
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    println!(
        "backup of {} objects ({} bytes) and {rows} rows in {took:.1?}, {} calls meanwhile, archive of {} bytes",
        manifest.objects,
        manifest.bytes,
        calls.load(Ordering::Relaxed),
        std::fs::metadata(&path).unwrap().len()
    );

    let bucket = tempfile::tempdir().unwrap();
    let to_s3 = s3::serve(bucket.path()).await;
    let target = Kit::start(postgres, |config| {
        config.machine_key = KEY.to_owned();
        to_s3(config);
    })
    .await;
    let began = Instant::now();
    let restored = bring(&target, &path, Target::New(None)).await.unwrap();
    println!("restored into PostgreSQL and S3 in {:.1?}", began.elapsed());
    assert_eq!(restored.stored, manifest.objects);
    assert_eq!(
        resting(&manifest.tables),
        at_rest(&target, restored.portal).await
    );
    let began = Instant::now();
    is_sound(&target).await;
    println!("verified with contents in {:.1?}", began.elapsed());
    let moved = target
        .stranger()
        .in_portal(&portal.alias)
        .sign_in("owner@example.com", "test1234")
        .await;
    let checked = futures::stream::iter(&known)
        .map(|(id, hash)| {
            let moved = moved.clone();
            async move {
                let (status, bytes) = download(&moved, *id).await;
                assert_eq!(status, 200, "{id}");
                assert_eq!(<[u8; 32]>::from(Sha256::digest(&bytes)), *hash, "{id}");
            }
        })
        .buffer_unordered(8)
        .count()
        .await;
    assert_eq!(checked, files);
    source.house().close().await;
    target.house().close().await;
}
