//! Objects go in and come out whole, in parts, from a folder and from S3.

use std::io;
use std::time::Duration;

use crate::places::{Place, bucket, files_below, folder};
use blob::{Blobs, Error, Object, ObjectId, Storage};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use sql::Db;
use sql::testing::for_each_database;
use uuid::Uuid;

const MIB: usize = 1024 * 1024;

async fn places() -> [Place; 2] {
    [folder().await, bucket().await]
}

/// Bytes that no shift or swap of pieces leaves the same.
fn sample(size: usize) -> Bytes {
    let mut bytes = vec![0; size];
    blake3::Hasher::new()
        .update(&size.to_le_bytes())
        .finalize_xof()
        .fill(&mut bytes);
    bytes.into()
}

fn pieces(bytes: &Bytes, size: usize) -> Vec<Result<Bytes, io::Error>> {
    let count = bytes.len().div_ceil(size);
    (0..count)
        .map(|n| Ok(bytes.slice(n * size..bytes.len().min((n + 1) * size))))
        .collect()
}

async fn read(blobs: &Blobs, id: ObjectId, range: Option<std::ops::Range<u64>>) -> Bytes {
    let chunks: Vec<Bytes> = blobs
        .get(&id, range)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    chunks.concat().into()
}

#[tokio::test]
async fn what_goes_in_comes_out_with_its_size_and_hash() {
    for place in places().await {
        for size in [0, 1, 1000, MIB, MIB + 1, 5 * MIB, 8 * MIB, 20 * MIB + 7] {
            let bytes = sample(size);
            let object = place
                .blobs
                .put(stream::iter(pieces(&bytes, 70_001)))
                .await
                .unwrap();
            assert_eq!(object.size, i64::try_from(size).unwrap(), "{}", place.name);
            assert_eq!(object.blake3, *blake3::hash(&bytes).as_bytes());
            assert!(
                read(&place.blobs, object.id, None).await == bytes,
                "{} {size}",
                place.name
            );
            assert!(place.blobs.get_bytes(&object.id).await.unwrap() == bytes);
        }
    }
}

#[tokio::test]
async fn any_range_of_an_object_can_be_read() {
    for place in places().await {
        let bytes = sample(2 * MIB + 11);
        let size = bytes.len() as u64;
        let id = place.blobs.put_bytes(bytes.clone()).await.unwrap().id;
        for (start, end) in [
            (0, 1),
            (0, size),
            (5, 5),
            (size - 1, size),
            (600_000, 1_700_001),
            (MIB as u64, size),
        ] {
            let wanted = &bytes[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
            assert!(
                read(&place.blobs, id, Some(start..end)).await == wanted,
                "{start}..{end}"
            );
        }
        assert!(
            read(&place.blobs, id, Some(size - 3..size + 99)).await == bytes[bytes.len() - 3..]
        );
        let behind = place
            .blobs
            .get(&id, Some(size + 1..size + 2))
            .await
            .err()
            .unwrap();
        assert!(matches!(behind, Error::Range), "{}: {behind:?}", place.name);
    }
}

#[tokio::test]
async fn a_missing_object_is_said_to_be_missing_before_the_first_byte() {
    for place in places().await {
        let id = ObjectId(Uuid::now_v7());
        assert!(matches!(
            place.blobs.get(&id, None).await,
            Err(Error::NotFound(_))
        ));
        assert!(matches!(
            place.blobs.get(&id, Some(0..5)).await,
            Err(Error::NotFound(_))
        ));
        assert!(matches!(
            place.blobs.compose(&[id]).await,
            Err(Error::NotFound(_))
        ));
        place.blobs.delete(&id).await.unwrap();
    }
}

#[tokio::test]
async fn parts_compose_to_a_new_object() {
    for place in places().await {
        let bytes = sample(17 * MIB + 3);
        let mut parts = Vec::new();
        for part in pieces(&bytes, 5 * MIB) {
            parts.push(place.blobs.put_bytes(part.unwrap()).await.unwrap().id);
        }
        let whole = place.blobs.compose(&parts).await.unwrap();
        assert_eq!(whole.blake3, *blake3::hash(&bytes).as_bytes());
        assert!(
            read(&place.blobs, whole.id, None).await == bytes,
            "{}",
            place.name
        );
        assert_eq!(place.blobs.compose(&[]).await.unwrap().size, 0);
        parts.insert(1, ObjectId(Uuid::now_v7()));
        assert!(
            place.blobs.compose(&parts).await.is_err(),
            "a part is missing"
        );
    }
}

#[tokio::test]
async fn a_stream_that_is_cut_off_leaves_nothing() {
    for place in places().await {
        let before = files_below(&place.path).len();
        for size in [10, 3 * MIB, 20 * MIB] {
            let cut = pieces(&sample(size), 100_000)
                .into_iter()
                .chain([Err(io::Error::other("the client hung up"))]);
            let error = place.blobs.put(stream::iter(cut)).await.unwrap_err();
            assert!(
                matches!(&error, Error::CutOff(text) if text.contains("hung up")),
                "{error:?}"
            );

            // The same when the request's future is dropped in the middle.
            let stalls = stream::iter(pieces(&sample(size), 100_000)).chain(stream::pending());
            let put = place.blobs.put(stalls);
            assert!(
                tokio::time::timeout(Duration::from_millis(300), put)
                    .await
                    .is_err()
            );
        }
        let listed: Vec<_> = place
            .blobs
            .list()
            .await
            .unwrap()
            .try_concat()
            .await
            .unwrap();
        assert!(listed.is_empty(), "{}: {listed:?}", place.name);
        let left = async {
            // Parts at the S3 server are taken back in the background.
            while files_below(&place.path).len() > before {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let left = tokio::time::timeout(Duration::from_secs(5), left).await;
        assert!(
            left.is_ok(),
            "{}: {:?}",
            place.name,
            files_below(&place.path)
        );
    }
}

#[tokio::test]
async fn every_object_is_listed_and_a_deleted_one_is_not() {
    for place in places().await {
        let mut ids = Vec::new();
        for n in 0..30 {
            ids.push(place.blobs.put_bytes(sample(n)).await.unwrap().id);
        }
        place.blobs.delete(&ids.pop().unwrap()).await.unwrap();
        let stored: Vec<_> = place
            .blobs
            .list()
            .await
            .unwrap()
            .try_concat()
            .await
            .unwrap();
        let mut listed: Vec<_> = stored.iter().map(|stored| stored.id).collect();
        listed.sort();
        ids.sort();
        assert_eq!(listed, ids, "{}", place.name);
        let sizes: u64 = stored.iter().map(|stored| stored.size).sum();
        assert_eq!(sizes, (0..29).sum::<u64>());
    }
}

#[tokio::test]
async fn a_folder_can_say_which_file_an_object_is() {
    let place = folder().await;
    let object = place.blobs.put_bytes(sample(10)).await.unwrap();
    let path = place.blobs.local_path(&object.id).unwrap();
    assert!(std::fs::read(path).unwrap() == sample(10));
    assert!(bucket().await.blobs.local_path(&object.id).is_none());
}

#[tokio::test]
async fn a_wrong_key_is_told_when_opening() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("atrium")).unwrap();
    let storage = Storage::S3(blob::S3 {
        bucket: "atrium".into(),
        endpoint: crate::places::serve(folder.path()).await,
        access_key: "key".into(),
        secret_key: "wrong".into(),
        ..blob::S3::default()
    });
    assert!(matches!(
        Blobs::open(&storage).await,
        Err(Error::Storage(_))
    ));
}

async fn register(db: &Db, object: &Object) {
    let object = object.clone();
    db.write(move |tx| blob::register(tx, 1, &object, sql::now()))
        .await
        .unwrap();
}

#[tokio::test]
async fn references_are_counted() {
    for_each_database(|db| async move {
        db.migrate(&blob::MIGRATIONS).await.unwrap();
        let place = folder().await;
        let (one, two) = (
            place.blobs.put_bytes("one").await.unwrap(),
            place.blobs.put_bytes("three").await.unwrap(),
        );
        register(&db, &one).await;
        register(&db, &two).await;
        let (one, two, nobody) = (one.id, two.id, ObjectId(Uuid::now_v7()));
        db.write(move |tx| blob::acquire_all(tx, 1, &[one, two, one]))
            .await
            .unwrap();
        let refs = |db: Db| async move {
            db.read(|tx| tx.query::<i64>("SELECT refs FROM objects ORDER BY size", &[]))
                .await
                .map_err(|error: sql::Error| error)
                .unwrap()
        };
        assert_eq!(refs(db.clone()).await, [3, 2]);
        db.write(move |tx| blob::release_all(tx, 1, &[one, two, one, one], 5))
            .await
            .unwrap();
        assert_eq!(refs(db.clone()).await, [0, 1]);
        assert_eq!(db.read(|tx| blob::stored_bytes(tx, 1)).await.unwrap(), 8);
        let error = db
            .write(move |tx| blob::acquire(tx, 1, nobody))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NotFound(id) if id == nobody));
        let error = db
            .write(move |tx| blob::acquire(tx, 2, one))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::NotFound(_)),
            "an object is of one portal"
        );
        let once_too_often = db.write(move |tx| blob::release(tx, 1, one, 5)).await;
        assert!(once_too_often.is_err());
    })
    .await;
}

#[tokio::test]
async fn what_nobody_needs_is_collected_after_the_grace_period() {
    for_each_database(|db| async move {
        db.migrate(&blob::MIGRATIONS).await.unwrap();
        for place in places().await {
            let blobs = &place.blobs;
            let (kept, released) = (
                blobs.put_bytes("kept").await.unwrap(),
                blobs.put_bytes("released").await.unwrap(),
            );
            let unregistered = blobs.put_bytes("unregistered").await.unwrap();
            register(&db, &kept).await;
            register(&db, &released).await;
            let gone = released.id;
            db.write(move |tx| blob::release(tx, 1, gone, sql::now()))
                .await
                .unwrap();

            let day = Duration::from_secs(86_400);
            let early = blobs.collect(&db, day, sql::now()).await.unwrap();
            assert_eq!(early, blob::Collected::default(), "nothing is old enough");

            let tomorrow = sql::now() + 86_400_000_000 + 1_000_000;
            let collected = blobs.collect(&db, day, tomorrow).await.unwrap();
            assert_eq!(
                (collected.released, collected.unregistered),
                (1, 1),
                "{}",
                place.name
            );
            assert!(read(blobs, kept.id, None).await == "kept");
            for gone in [released.id, unregistered.id] {
                assert!(matches!(
                    blobs.get(&gone, None).await,
                    Err(Error::NotFound(_))
                ));
            }
            let late = db.write(move |tx| blob::acquire(tx, 1, gone)).await;
            assert!(
                matches!(late, Err(Error::NotFound(_))),
                "a collected object cannot come back"
            );
            let again = blobs.collect(&db, day, tomorrow).await.unwrap();
            assert_eq!(again, blob::Collected::default());
            db.write(move |tx| blob::release(tx, 1, kept.id, sql::now()))
                .await
                .unwrap();
            blobs
                .collect(&db, Duration::ZERO, sql::now() + 1)
                .await
                .unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn remains_of_a_crashed_upload_are_swept_after_the_grace_period() {
    for_each_database(|db| async move {
        db.migrate(&blob::MIGRATIONS).await.unwrap();
        let place = folder().await;
        std::fs::write(place.path.join("incoming/half"), "hal").unwrap();
        let now = sql::now();
        let early = place
            .blobs
            .collect(&db, Duration::from_secs(60), now)
            .await
            .unwrap();
        assert_eq!(early.unfinished, 0);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let late = place
            .blobs
            .collect(&db, Duration::from_millis(5), now)
            .await
            .unwrap();
        assert_eq!(late.unfinished, 1);
    })
    .await;
}
