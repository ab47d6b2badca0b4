//! Memory stays small whatever the size, and a full disk leaves no half object.

use std::io;
use std::process::Command;
use std::time::Instant;

use crate::places::{bucket, files_below, folder};
use blob::{Blobs, Error, Storage};
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};

const CHILD: &str = "ATRIUM_BLOB_CHILD";
const MIB: u64 = 1024 * 1024;
const SIZE: u64 = 2048 * MIB;

/// A line of /proc/self/status, in bytes.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        * 1024
}

/// Pieces as a network brings them: freshly allocated, 64 KiB each.
fn incoming(size: u64) -> impl futures::Stream<Item = io::Result<Bytes>> + Send {
    const PIECE: u64 = 64 * 1024;
    stream::iter(0..size / PIECE).map(|n| {
        let fill = u8::try_from(n % 251).unwrap();
        Ok(vec![fill; usize::try_from(PIECE).unwrap()].into())
    })
}

/// Not a test by itself: a process that stores and reads two gibibytes, and says what it took.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(endpoint) = std::env::var(CHILD) else {
        return;
    };
    let storage = if endpoint.starts_with("http") {
        Storage::S3(blob::S3 {
            bucket: "atrium".into(),
            endpoint,
            region: "us-east-1".into(),
            access_key: "key".into(),
            secret_key: "secret".into(),
            ..blob::S3::default()
        })
    } else {
        Storage::Folder(endpoint.into())
    };
    let blobs = Blobs::open(&storage).await.unwrap();
    blobs.put_bytes("warm").await.unwrap();
    let before = memory("VmRSS");

    let begin = Instant::now();
    let object = blobs.put(incoming(SIZE)).await.unwrap();
    let (put, after_put) = (begin.elapsed(), memory("VmHWM"));
    assert_eq!(object.size, i64::try_from(SIZE).unwrap());

    let begin = Instant::now();
    let stream = blobs.get(&object.id, None).await.unwrap();
    let read = stream.try_fold(0, |sum, chunk| async move { Ok(sum + chunk.len() as u64) });
    assert_eq!(read.await.unwrap(), SIZE);
    let (get, after_get) = (begin.elapsed(), memory("VmHWM"));

    let speed = |time: std::time::Duration| SIZE as f64 / MIB as f64 / time.as_secs_f64();
    println!(
        "put {:.0} MiB/s, +{} MiB; get {:.0} MiB/s, +{} MiB",
        speed(put),
        (after_put - before) / MIB,
        speed(get),
        (after_get - before) / MIB,
    );
    assert!(
        after_get - before < 64 * MIB,
        "more than 64 MiB of extra memory"
    );
}

/// Runs the child against a storage that lives elsewhere, so that only the client is measured.
async fn measure(name: &str, storage: String) {
    let output = tokio::task::spawn_blocking(|| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "limits::child", "--nocapture"])
            .env(CHILD, storage)
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!(
        "{name}: {}",
        said.lines()
            .find(|line| line.contains("MiB"))
            .unwrap_or("nothing")
    );
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gibibytes_in_a_folder_take_less_than_64_mib_of_memory() {
    let place = folder().await;
    measure(place.name, place.path.display().to_string()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gibibytes_at_s3_take_less_than_64_mib_of_memory() {
    let place = bucket().await;
    measure(place.name, crate::places::serve(&place.path).await).await;
}

/// A file system of 8 MiB; needs root.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
            .arg(folder.path())
            .output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: mounting a small file system is not allowed here");
        None
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_is_said_to_be_full_and_leaves_no_half_object() {
    let Some(disk) = Small::mount() else { return };
    let path = disk.0.path();
    let blobs = Blobs::open(&Storage::Folder(path.to_owned()))
        .await
        .unwrap();
    let small = blobs.put_bytes("fits").await.unwrap();
    let error = blobs.put(incoming(20 * MIB)).await.unwrap_err();
    assert!(matches!(error, Error::Full), "{error:?}");
    assert_eq!(error.to_string(), "the storage is full");
    assert_eq!(files_below(path).len(), 1, "{:?}", files_below(path));
    // There is room again, and what was there still is.
    assert_eq!(
        blobs.put(incoming(4 * MIB)).await.unwrap().size,
        4 * 1024 * 1024
    );
    assert_eq!(blobs.get_bytes(&small.id).await.unwrap(), "fits");
}
