//! Portals that chose places of their own: everything comes over, whatever interrupts it, and is found all the while.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use blob::{Blobs, Error, Guide, Object, ObjectId, S3, Storage, Way};
use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use sql::Db;
use sql::testing::for_each_database;

use crate::places::{files_below, serve};

const KEY: [u8; 32] = [7; 32];
const DAY: i64 = 86_400_000_000;

/// The ways of these tests by name.
struct Ways(S3);

impl Guide for Ways {
    fn read(&self, text: &str) -> Result<Way, String> {
        match text {
            "bucket" => Ok(Way::To(Storage::S3(self.0.clone()))),
            "sealed" => Ok(Way::Sealed(KEY)),
            other => Err(format!("{other} leads nowhere")),
        }
    }
}

struct House {
    db: Db,
    blobs: Blobs,
    home: tempfile::TempDir,
    bucket: tempfile::TempDir,
    s3: S3,
}

impl House {
    async fn open(db: Db) -> Self {
        db.migrate(&blob::MIGRATIONS).await.unwrap();
        let (home, bucket) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::create_dir(bucket.path().join("atrium")).unwrap();
        let s3 = S3 {
            bucket: "atrium".into(),
            endpoint: serve(bucket.path()).await,
            region: "us-east-1".into(),
            access_key: "key".into(),
            secret_key: "secret".into(),
            root: "portal/1".into(),
            ..S3::default()
        };
        let blobs = Self::node(&db, home.path(), &s3).await;
        Self {
            db,
            blobs,
            home,
            bucket,
            s3,
        }
    }

    /// What a node of the installation opens.
    async fn node(db: &Db, home: &Path, s3: &S3) -> Blobs {
        let storage = Storage::Folder(home.to_owned());
        let blobs = Blobs::open(&storage).await.unwrap();
        let guide = Arc::new(Ways(s3.clone()));
        blobs.attach(db.clone(), guide).await.unwrap();
        blobs
    }

    async fn choose(&self, way: &'static str) {
        self.db
            .write(move |tx| blob::choose(tx, 1, way, |known| known == way, sql::now()))
            .await
            .unwrap();
        self.blobs.reload().await.unwrap();
    }

    async fn settle(&self) -> blob::Settled {
        let before = sql::now() - DAY;
        self.blobs.settle(1, before, &|_, _| true).await.unwrap()
    }

    /// Settles as somebody does a day later.
    async fn settle_later(&self) {
        let later = sql::now() + 1;
        self.blobs.settle(1, later, &|_, _| true).await.unwrap();
    }

    fn objects_at_home(&self) -> usize {
        files_below(&self.home.path().join("objects")).len()
    }

    fn objects_in_bucket(&self) -> usize {
        let root = self.bucket.path().join("atrium/portal");
        if root.exists() {
            files_below(&root).len()
        } else {
            0
        }
    }
}

fn content(number: usize) -> Bytes {
    let size = [0, 1, 700, 65_536, 65_537, 200_000][number % 6] + number;
    let size = if number == 0 { 0 } else { size };
    let text = format!("a secret plan, number {number}; ");
    text.bytes().cycle().take(size).collect::<Vec<u8>>().into()
}

async fn keep(db: &Db, portal: i64, object: Object) -> ObjectId {
    let id = object.id;
    db.write(move |tx| blob::register(tx, portal, &object, sql::now()))
        .await
        .unwrap();
    id
}

async fn store(
    house: &House,
    portal: i64,
    numbers: std::ops::Range<usize>,
) -> BTreeMap<ObjectId, Bytes> {
    let mut stored = BTreeMap::new();
    for number in numbers {
        let object = house.blobs.of(portal).put_bytes(content(number)).await;
        let id = keep(&house.db, portal, object.unwrap()).await;
        stored.insert(id, content(number));
    }
    stored
}

/// Everything can be read in whole and in part, by who says whose it is and by who does not.
async fn all_there(blobs: &Blobs, all: &BTreeMap<ObjectId, Bytes>) {
    for (id, bytes) in all {
        assert!(blobs.get_bytes(id).await.unwrap() == *bytes, "{id}");
        assert!(blobs.of(1).get_bytes(id).await.unwrap() == *bytes, "{id}");
        let length = blobs.of(1).length(id).await.unwrap();
        assert_eq!(length, Some(bytes.len() as u64));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_comes_into_a_bucket_and_back_while_it_is_written() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        let mut mine = store(&house, 1, 0..20).await;
        let others = store(&house, 2, 0..3).await;
        // Uploads that began before the choice and end after it: at home, as they began.
        let (more, rest) = futures::channel::mpsc::unbounded::<io::Result<Bytes>>();
        let slow = {
            let blobs = house.blobs.of(1);
            tokio::spawn(async move { blobs.put(rest).await })
        };
        more.unbounded_send(Ok(Bytes::from_static(b"begun before, ")))
            .unwrap();

        house.choose("bucket").await;
        assert_eq!(house.objects_at_home(), 23);
        all_there(&house.blobs, &mine).await;
        mine.extend(store(&house, 1, 20..24).await);
        assert_eq!(
            (house.objects_at_home(), house.objects_in_bucket()),
            (23, 4)
        );

        // Called off at several points, as a node that dies: what was done stays, and nothing is lost.
        for steps in [1, 12, 22, 31] {
            let count = AtomicU64::new(0);
            let stop = |_: u8, _: u64| count.fetch_add(1, Ordering::Relaxed) < steps;
            let stopped = house.blobs.settle(1, 0, &stop).await;
            assert!(
                matches!(stopped, Err(Error::CalledOff) | Ok(_)),
                "{stopped:?}"
            );
            all_there(&house.blobs, &mine).await;
        }
        // The power goes at any moment.
        for millis in [5, 40] {
            let dies = house.blobs.settle(1, 0, &|_, _| true);
            let _ = tokio::time::timeout(Duration::from_millis(millis), dies).await;
            all_there(&house.blobs, &mine).await;
        }
        house.settle().await;
        all_there(&house.blobs, &mine).await;
        assert_eq!(
            (house.objects_at_home(), house.objects_in_bucket()),
            (3, 24)
        );

        // The slow upload ends, and another one that says nothing of whose it is.
        more.unbounded_send(Ok(Bytes::from_static(b"ended after")))
            .unwrap();
        drop(more);
        let late = keep(&house.db, 1, slow.await.unwrap().unwrap()).await;
        mine.insert(late, Bytes::from_static(b"begun before, ended after"));
        let nobodys = house.blobs.put_bytes("whose?").await.unwrap();
        mine.insert(
            keep(&house.db, 1, nobodys).await,
            Bytes::from_static(b"whose?"),
        );
        assert_eq!(house.objects_at_home(), 5);
        all_there(&house.blobs, &mine).await;
        let settled = house.settle().await;
        assert_eq!(
            (settled.copied, settled.removed, settled.damaged),
            (2, 2, 0)
        );
        all_there(&house.blobs, &mine).await;
        assert_eq!(
            (house.objects_at_home(), house.objects_in_bucket()),
            (3, 26)
        );

        // A node that was not told finds out, and so does one that starts now.
        let node = House::node(&house.db, house.home.path(), &house.s3).await;
        all_there(&node, &mine).await;
        for (id, bytes) in &others {
            assert!(node.get_bytes(id).await.unwrap() == *bytes);
        }
        house.choose("").await;
        house.settle().await;
        all_there(&house.blobs, &mine).await;
        all_there(&node, &mine).await;
        assert_eq!(
            (house.objects_at_home(), house.objects_in_bucket()),
            (29, 0)
        );
        house.settle_later().await;
        let known = house.db.read(|tx| blob::places_of(tx, 1)).await.unwrap();
        assert!(
            known.is_empty(),
            "who came home has chosen nothing: {known:?}"
        );
        all_there(&house.blobs, &mine).await;
    })
    .await;
}

#[tokio::test]
async fn a_node_that_knows_of_no_choice_finds_objects_nevertheless() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        let mine = store(&house, 1, 0..5).await;
        let node = House::node(&house.db, house.home.path(), &house.s3).await;
        house.choose("bucket").await;
        house.settle().await;
        assert_eq!(house.objects_at_home(), 0);
        all_there(&node, &mine).await;
    })
    .await;
}

#[tokio::test]
async fn what_a_portal_releases_is_collected_wherever_it_lies() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        let mine = store(&house, 1, 0..4).await;
        house.choose("bucket").await;
        house.settle().await;
        house
            .blobs
            .of(1)
            .put_bytes("never registered")
            .await
            .unwrap();
        assert_eq!(house.objects_in_bucket(), 5);
        let gone = *mine.keys().next().unwrap();
        house
            .db
            .write(move |tx| blob::release(tx, 1, gone, sql::now()))
            .await
            .unwrap();
        let tomorrow = sql::now() + DAY + 1_000_000;
        let day = Duration::from_secs(86_400);
        let collected = house.blobs.collect(&house.db, day, tomorrow).await.unwrap();
        assert_eq!((collected.released, collected.unregistered), (1, 1));
        assert_eq!(house.objects_in_bucket(), 3);
        assert!(matches!(
            house.blobs.get(&gone, None).await,
            Err(Error::NotFound(_))
        ));
    })
    .await;
}

#[tokio::test]
async fn a_place_that_does_not_answer_loses_nothing() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        let mine = store(&house, 1, 0..5).await;
        let nowhere = S3 {
            endpoint: "http://127.0.0.1:1".into(),
            ..house.s3.clone()
        };
        assert!(
            house
                .blobs
                .probe(&Way::To(Storage::S3(nowhere.clone())))
                .await
                .is_err()
        );
        let wrong = S3 {
            secret_key: "guessed".into(),
            ..house.s3.clone()
        };
        assert!(
            house
                .blobs
                .probe(&Way::To(Storage::S3(wrong)))
                .await
                .is_err()
        );
        let right = Way::To(Storage::S3(house.s3.clone()));
        house.blobs.probe(&right).await.unwrap();
        assert_eq!(house.objects_in_bucket(), 0, "nothing of the trial stays");

        let node = House::node(&house.db, house.home.path(), &nowhere).await;
        house.choose("bucket").await;
        node.reload().await.unwrap();
        all_there(&node, &mine).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_objects_show_nothing_and_read_as_before() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        let mut mine = store(&house, 1, 0..12).await;
        house.choose("sealed").await;
        mine.extend(store(&house, 1, 12..18).await);
        for millis in [5, 40] {
            let dies = house.blobs.settle(1, 0, &|_, _| true);
            let _ = tokio::time::timeout(Duration::from_millis(millis), dies).await;
            all_there(&house.blobs, &mine).await;
        }
        house.settle().await;
        all_there(&house.blobs, &mine).await;
        for path in files_below(house.home.path()) {
            let bytes = std::fs::read(&path).unwrap();
            let shown = bytes.windows(8).any(|eight| eight == b"a secret");
            assert!(!shown, "{} shows what it holds", path.display());
        }
        let blobs = house.blobs.of(1);
        let (id, bytes) = mine.iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
        let size = bytes.len();
        assert!(size > 3 * 65_536);
        for range in [
            0..1,
            0..size,
            65_535..65_537,
            65_536..131_072,
            131_071..131_073,
            size - 1..size,
            7..7,
            size - 5..size + 9,
        ] {
            let wide = range.start as u64..range.end as u64;
            let read: Vec<Bytes> = blobs
                .get(id, Some(wide))
                .await
                .unwrap()
                .try_collect()
                .await
                .unwrap();
            assert!(
                read.concat() == bytes[range.start..range.end.min(size)],
                "{range:?}"
            );
        }
        let behind = size as u64 + 1..size as u64 + 2;
        assert!(matches!(
            blobs.get(id, Some(behind)).await,
            Err(Error::Range)
        ));
        assert!(
            blobs.local_path(id).is_none(),
            "no program reads it from its file"
        );
        let pair: Vec<ObjectId> = mine.keys().copied().take(2).collect();
        let both = blobs.compose(&pair).await.unwrap();
        let expected = [&mine[&pair[0]][..], &mine[&pair[1]][..]].concat();
        assert_eq!(both.blake3, *blake3::hash(&expected).as_bytes());
        assert!(blobs.get_bytes(&both.id).await.unwrap() == expected);

        house.choose("").await;
        house.settle().await;
        all_there(&house.blobs, &mine).await;
        let path = house.blobs.local_path(id).unwrap();
        assert!(std::fs::read(path).unwrap() == *bytes);
    })
    .await;
}

#[tokio::test]
async fn an_altered_sealed_object_is_not_read() {
    for_each_database(|db| async move {
        let house = House::open(db).await;
        house.choose("sealed").await;
        let long = Bytes::from(vec![b'x'; 200_000]);
        let id = house.blobs.of(1).put_bytes(long.clone()).await.unwrap().id;
        let read = || async {
            let bytes = house.blobs.of(1).get(&id, None).await?;
            bytes.try_collect::<Vec<Bytes>>().await.map_err(Error::from)
        };
        let path = files_below(&house.home.path().join("sealed")).remove(0);
        let sealed = std::fs::read(&path).unwrap();
        let chunk = 65_536 + 16;
        let mut swapped = sealed.clone();
        swapped[32..32 + 2 * chunk].rotate_left(chunk);
        let mut flipped = sealed.clone();
        flipped[100_000] ^= 1;
        for altered in [
            swapped,
            flipped,
            sealed[..32 + 2 * chunk].to_vec(),
            sealed[..sealed.len() - 1].to_vec(),
        ] {
            std::fs::write(&path, altered).unwrap();
            assert!(read().await.is_err());
        }
        std::fs::write(&path, &sealed).unwrap();
        assert!(read().await.unwrap().concat() == long);
        let cut = stream::iter([Ok(long), Err(io::Error::other("hung up"))]).boxed();
        assert!(matches!(
            house.blobs.of(1).put(cut).await,
            Err(Error::CutOff(_))
        ));
        assert_eq!(files_below(&house.home.path().join("sealed")).len(), 1);
    })
    .await;
}
