//! Bringing a portal's objects to the place where it writes.
//!
//! First everything is copied, then what was copied is removed where it was; both can be interrupted and begun again at
//! any point. An object is removed only after its copy was found in full. Uploads that began before the choice end
//! later, at the old place: whoever settles again finds them. A place that nobody can be writing to any more, and where
//! nothing lies, is forgotten.

use std::sync::atomic::{AtomicU64, Ordering};

use futures::stream::{self, StreamExt, TryStreamExt};
use sql::{Db, Micros, params};

use crate::books;
use crate::ledger::texts;
use crate::object::{Error, Object, ObjectId, Result};
use crate::place::{Place, Way};
use crate::store::{Blobs, Stored};

/// Objects on their way at the same time.
const ON_THE_WAY: usize = 8;
/// Objects looked up together.
const AT_ONCE: usize = 200;
/// Percent when everything is copied.
const COPIED: u64 = 90;

/// What settling did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Objects that were copied.
    pub copied: u64,
    /// Objects removed where they were before.
    pub removed: u64,
    /// Objects that were not what the books say before they were copied; they are as they were.
    pub damaged: u64,
}

/// Watches work: told how many objects are done of how many; says whether to go on.
pub type Watch<'a> = &'a (dyn Fn(u8, u64) -> bool + Send + Sync);

/// One settling under way.
struct Settling<'a> {
    db: Db,
    portal: i64,
    number: i64,
    to: Place,
    watch: Watch<'a>,
    all: u64,
    done: AtomicU64,
    copied: AtomicU64,
    removed: AtomicU64,
    damaged: AtomicU64,
}

impl Blobs {
    /// Whether a place takes objects and gives them back: one is really written, read and removed.
    ///
    /// # Errors
    /// The text for who chose the place.
    pub async fn probe(&self, way: &Way) -> Result<()> {
        let place = self.atlas().at(way)?;
        if let Place::Bucket(bucket) = &place {
            bucket.check().await?;
        }
        let bytes = bytes::Bytes::from_static(b"Can this be read again?");
        let stored = place
            .put(stream::iter([Ok::<_, std::io::Error>(bytes.clone())]), None)
            .await?;
        let read: Vec<bytes::Bytes> = place.get(stored.id, None).await?.try_collect().await?;
        place.delete(stored.id).await?;
        if read.concat() == bytes {
            return Ok(());
        }
        Err(Error::Storage(
            "what was written came back as something else".to_owned(),
        ))
    }

    /// Brings all objects of a portal to the place it chose last, whatever was done of it before. `older` tells from when
    /// a former place is that nobody can be writing to any more.
    ///
    /// # Errors
    /// A place failed; what was done stays, nothing is lost, and settling again goes on. [`Error::CalledOff`] when
    /// `watch` said so, or the portal chose another place meanwhile.
    pub async fn settle(&self, portal: i64, older: Micros, watch: Watch<'_>) -> Result<Settled> {
        self.reload().await?;
        let db = self.atlas().db()?;
        let (number, to) = self.atlas().target(Some(portal))?;
        let all: i64 = db
            .read(move |tx| {
                let text = "SELECT COUNT(*) FROM objects WHERE portal_id = $1";
                tx.query_one(text, &params![portal])
            })
            .await
            .map_err(|error: sql::Error| error)?;
        let settling = Settling {
            db: db.clone(),
            portal,
            number,
            to,
            watch,
            all: all.unsigned_abs(),
            done: AtomicU64::new(0),
            copied: AtomicU64::new(0),
            removed: AtomicU64::new(0),
            damaged: AtomicU64::new(0),
        };
        let left = self.atlas().left_by(portal)?;
        for from in &left {
            settling.each(from, 0, Step::Copy).await?;
        }
        settling.done.store(0, Ordering::Relaxed);
        for from in &left {
            settling.each(from, COPIED, Step::Remove).await?;
        }
        let now = sql::now();
        let ours = db
            .write(move |tx| books::settled(tx, portal, number, now))
            .await?;
        if !ours {
            return Err(Error::CalledOff);
        }
        self.forget_empty(portal, older).await?;
        Ok(Settled {
            copied: settling.copied.into_inner(),
            removed: settling.removed.into_inner(),
            damaged: settling.damaged.into_inner(),
        })
    }

    /// Forgets places that were left before `older` and hold nothing any more.
    async fn forget_empty(&self, portal: i64, older: Micros) -> Result<()> {
        let db = self.atlas().db()?;
        let known = db.read(move |tx| books::places_of(tx, portal)).await?;
        let Some((newest, former)) = known.split_first() else {
            return Ok(());
        };
        if newest.settled.is_none_or(|at| at >= older) {
            return Ok(());
        }
        let mut gone = Vec::new();
        for one in former {
            let home = one.way.is_empty();
            if home || self.is_empty(&one.way).await? {
                gone.push(one.number);
            }
        }
        // Who came home has chosen nothing.
        if newest.way.is_empty() && gone.len() == former.len() {
            gone.push(newest.number);
        }
        db.write(move |tx| {
            gone.iter()
                .try_for_each(|number| books::forget(tx, portal, *number))
        })
        .await?;
        self.reload().await
    }

    async fn is_empty(&self, way: &str) -> Result<bool> {
        let mut shelves = self.atlas().named(way)?.list().await?;
        while let Some(shelf) = shelves.try_next().await? {
            if !shelf.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What is done with the objects of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Copy,
    Remove,
}

/// An object as the books have it.
struct Booked {
    id: ObjectId,
    size: u64,
    hash: Vec<u8>,
}

impl Settling<'_> {
    /// Does a step with all objects of the portal that lie in a place.
    async fn each(&self, from: &Place, percent: u64, step: Step) -> Result<()> {
        let mut shelves = from.list().await?;
        let mut batch = Vec::new();
        while let Some(shelf) = shelves.try_next().await? {
            batch.extend(shelf.into_iter().map(|Stored { id, .. }| id));
            while batch.len() >= AT_ONCE {
                let some = batch.split_off(batch.len() - AT_ONCE);
                self.some(from, some, percent, step).await?;
            }
        }
        self.some(from, batch, percent, step).await
    }

    async fn some(&self, from: &Place, ids: Vec<ObjectId>, percent: u64, step: Step) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        self.still_wanted().await?;
        let booked = self.booked(ids).await?;
        stream::iter(booked)
            .map(|object| async move {
                match step {
                    Step::Copy => self.copy(from, &object).await?,
                    Step::Remove => self.remove(from, &object).await?,
                }
                self.tell(percent, step)
            })
            .buffer_unordered(ON_THE_WAY)
            .try_collect::<()>()
            .await
    }

    fn tell(&self, from: u64, step: Step) -> Result<()> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let width = match step {
            Step::Copy => COPIED,
            Step::Remove => 99 - COPIED,
        };
        let part = done.min(self.all).saturating_mul(width) / self.all.max(1);
        let percent = u8::try_from(from + part).unwrap_or(99);
        if (self.watch)(percent, done) {
            Ok(())
        } else {
            Err(Error::CalledOff)
        }
    }

    /// Whether the portal still writes where we bring its objects. Asked before every batch: whoever was suspended and
    /// overtaken by another choice must not remove anything any more.
    async fn still_wanted(&self) -> Result<()> {
        let portal = self.portal;
        let newest = self
            .db
            .read(move |tx| books::places_of(tx, portal))
            .await?
            .first()
            .map(|newest| newest.number);
        if newest == Some(self.number) {
            Ok(())
        } else {
            Err(Error::CalledOff)
        }
    }

    /// Those that are the portal's.
    async fn booked(&self, ids: Vec<ObjectId>) -> Result<Vec<Booked>> {
        let portal = self.portal;
        let rows: Vec<(ObjectId, i64, Vec<u8>)> = self
            .db
            .read(move |tx| {
                let text =
                    "SELECT id, size, blake3 FROM objects WHERE portal_id = $1 AND id = ANY($2)";
                tx.query(text, &params![portal, texts(&ids)])
            })
            .await
            .map_err(|error: sql::Error| error)?;
        let booked = rows.into_iter().map(|(id, size, hash)| Booked {
            id,
            size: size.unsigned_abs(),
            hash,
        });
        Ok(booked.collect())
    }

    async fn copy(&self, from: &Place, object: &Booked) -> Result<()> {
        let there = self.to.length(object.id).await?;
        if there.is_some() && there == from.length(object.id).await? {
            return Ok(()); // from an attempt before
        }
        let Some(first) = self.copy_once(from, object.id).await? else {
            return Ok(()); // collected meanwhile
        };
        self.copied.fetch_add(1, Ordering::Relaxed);
        let as_booked = |copy: &Object| {
            copy.size.unsigned_abs() == object.size && copy.blake3.as_slice() == object.hash
        };
        if as_booked(&first) {
            return Ok(());
        }
        // On the way, or before? A second copy tells.
        let second = self.copy_once(from, object.id).await?;
        if second.is_some_and(|second| !as_booked(&second)) {
            tracing::error!(portal = self.portal, object = %object.id, "an object is not what was stored; it was copied as it is");
            self.damaged.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn copy_once(&self, from: &Place, id: ObjectId) -> Result<Option<Object>> {
        match from.get(id, None).await {
            Ok(bytes) => Ok(Some(self.to.put(bytes, Some(id)).await?)),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes an object whose copy is there in full.
    async fn remove(&self, from: &Place, object: &Booked) -> Result<()> {
        let there = self.to.length(object.id).await?;
        if there.is_none() || there != from.length(object.id).await? {
            return Ok(()); // came after everything was copied: the next time
        }
        from.delete(object.id).await?;
        self.removed.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
