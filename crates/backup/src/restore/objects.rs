//! The objects of an archive, into the storage of this installation.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use blob::{Object, ObjectId};
use bytes::Bytes;
use futures::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use super::plan::Plan;
use crate::archive::{Checked, Packed, each_object};
use crate::error::{Error, Result};
use crate::ground::Ground;
use crate::pace::Pace;

/// Bytes read at a time.
const PIECE: u64 = 512 * 1024;
/// Objects looked up and booked together.
const AT_ONCE: usize = 200;
/// Objects on their way to the storage at the same time.
const ON_THE_WAY: usize = 8;

/// Stores what is not there, under the names it had, and books it without a reference. How many had to be stored.
pub(super) async fn bring(
    ground: &Ground,
    checked: &Arc<Checked>,
    plan: &Plan,
    pace: &Pace,
) -> Result<u64> {
    let (mut ground, checked, pace) = (ground.clone(), Arc::clone(checked), pace.clone());
    let (runtime, portal) = (Handle::current(), plan.portal.0);
    ground.blobs = ground.blobs.of(portal);
    let work = move || {
        let (mut done, mut stored, mut batch) = (0, 0, Vec::with_capacity(AT_ONCE));
        let some = |batch: &mut Vec<Packed>| {
            let some = std::mem::take(batch);
            runtime.block_on(store(&ground, &checked.path, portal, some))
        };
        each_object(&checked, &mut |object| {
            pace.step(10, 80, done, checked.manifest.bytes)?;
            done += object.size;
            batch.push(object);
            if batch.len() >= AT_ONCE {
                stored += some(&mut batch)?;
            }
            Ok(())
        })?;
        Ok(stored + some(&mut batch)?)
    };
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Stores those that are not there.
async fn store(ground: &Ground, path: &Path, portal: i64, batch: Vec<Packed>) -> Result<u64> {
    let ids: Vec<ObjectId> = batch.iter().map(|object| object.id).collect();
    // First of all, so that nothing found now is collected before the rows that refer to it are back. What is booked was
    // stored under this name once, and names are given once only.
    let held = ground
        .db
        .write(move |tx| blob::hold(tx, portal, &ids))
        .await?;
    let stored: Vec<Option<Object>> = stream::iter(batch)
        .map(|object| {
            let booked = held.contains(&object.id);
            async move {
                if booked && ground.blobs.length(&object.id).await? == Some(object.size) {
                    return Ok(None);
                }
                put(ground, path, object).await.map(Some)
            }
        })
        .buffer_unordered(ON_THE_WAY)
        .try_collect()
        .await?;
    let stored: Vec<Object> = stored.into_iter().flatten().collect();
    let count = stored.len() as u64;
    ground
        .db
        .write(move |tx| blob::promise(tx, portal, &stored, sql::now()))
        .await?;
    Ok(count)
}

async fn put(ground: &Ground, path: &Path, object: Packed) -> Result<Object> {
    let bytes = pieces(path, object)?;
    let stored = ground.blobs.put_back(object.id, bytes).await?;
    if stored.size.unsigned_abs() == object.size {
        return Ok(stored);
    }
    Err(Error::CutOff(format!(
        "it ends inside of object {}",
        object.id
    )))
}

/// The bytes of an object in the archive. Each piece is read when it is asked for, on this thread, which may wait.
fn pieces(
    path: &Path,
    object: Packed,
) -> io::Result<impl Stream<Item = io::Result<Bytes>> + Send + use<>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(object.offset))?;
    let mut file = file.take(object.size);
    Ok(stream::iter(std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(usize::try_from(PIECE.min(file.limit())).unwrap_or(1));
        match file.by_ref().take(PIECE).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece.into())),
            Err(error) => Some(Err(error)),
        }
    })))
}
