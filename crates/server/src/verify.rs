//! Whether what is stored agrees with itself: `atrium doctor --verify`.
//!
//! The tables are asked by their own crates' questions. Here are those about objects, which concern all crates: the
//! references that rows hold against the books, and the books against the storage.

use blob::ObjectId;
use files::service::verify::{Found, ask};
use files::store::verify::CHECKS;
use futures::{StreamExt as _, TryStreamExt as _};
use sql::{Tx, params};

use crate::house::House;

/// Objects looked at together.
const AT_ONCE: i64 = 500;
/// Questions to the storage on the way at the same time.
const ON_THE_WAY: usize = 16;
/// Things told of one kind.
const TOLD: usize = 20;

/// How much is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Tables, and whether each object is there with its length.
    Lengths,
    /// Each object's content as well.
    Content,
}

impl House {
    /// Verifies everything and tells what each look found as soon as it is over. Reads only; memory does not grow
    /// with what is stored.
    ///
    /// # Errors
    /// A part cannot be reached: a text for the operator.
    pub async fn verify(&self, depth: Depth, mut tell: impl FnMut(Found)) -> Result<bool, String> {
        let mut sound = true;
        let mut told = |found: Found| {
            sound &= found.wrong.is_empty();
            tell(found);
        };
        for check in CHECKS {
            let found = ask(self.db(), *check).await;
            told(found.map_err(|error| error.to_string())?);
        }
        told(self.references().await?);
        told(self.unbooked().await?);
        told(self.objects(depth).await?);
        Ok(sound)
    }

    /// Objects whose count of references is not that of the rows that refer to them.
    async fn references(&self) -> Result<Found, String> {
        let sql = format!(
            "SELECT o.portal_id, o.id, o.refs, COALESCE(x.n, 0) FROM objects o LEFT JOIN \
             (SELECT u.portal_id, u.object_id, COUNT(*) AS n FROM ({}) u GROUP BY u.portal_id, u.object_id) x \
             ON x.portal_id = o.portal_id AND x.object_id = o.id WHERE o.refs <> COALESCE(x.n, 0)",
            all_references()
        );
        self.rows(
            "references to objects",
            sql,
            |portal, object, is, should| {
                format!("portal {portal}: object {object} counts {is} references and has {should}")
            },
        )
        .await
    }

    /// References to objects that the books do not know.
    async fn unbooked(&self) -> Result<Found, String> {
        let sql = format!(
            "SELECT u.portal_id, u.object_id, CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM ({}) u LEFT JOIN objects o \
             ON o.portal_id = u.portal_id AND o.id = u.object_id WHERE o.id IS NULL",
            all_references()
        );
        self.rows("books of objects", sql, |portal, object, _, _| {
            format!(
                "portal {portal}: something refers to object {object}, which the books do not know"
            )
        })
        .await
    }

    async fn rows(
        &self,
        about: &'static str,
        sql: String,
        words: fn(i64, &str, i64, i64) -> String,
    ) -> Result<Found, String> {
        let read = move |tx: &mut Tx<'_>| {
            tx.query::<(i64, String, i64, i64)>(&format!("{sql} LIMIT {}", TOLD + 1), &[])
        };
        let rows = self
            .db()
            .read(read)
            .await
            .map_err(|error: sql::Error| error.to_string())?;
        let wrong = rows.iter().take(TOLD);
        let wrong = wrong.map(|(portal, it, is, should)| words(*portal, it, *is, *should));
        Ok(Found {
            about,
            wrong: wrong.collect(),
            more: rows.len() > TOLD,
        })
    }

    /// Objects that somebody refers to, against the storage: some at a time, in the order of their names.
    async fn objects(&self, depth: Depth) -> Result<Found, String> {
        let mut found = Found {
            about: match depth {
                Depth::Lengths => "objects in the storage",
                Depth::Content => "content of objects",
            },
            wrong: Vec::new(),
            more: false,
        };
        let mut last = (i64::MIN, String::new());
        loop {
            let some = self.booked_after(last).await?;
            let Some(end) = some.last() else {
                return Ok(found);
            };
            last = (end.portal, end.id.to_string());
            let wrong: Vec<Option<String>> = futures::stream::iter(some)
                .map(|object| self.examine(object, depth))
                .buffered(ON_THE_WAY)
                .try_collect()
                .await?;
            for one in wrong.into_iter().flatten() {
                if found.wrong.len() < TOLD {
                    found.wrong.push(one);
                } else {
                    found.more = true;
                }
            }
        }
    }

    async fn booked_after(&self, last: (i64, String)) -> Result<Vec<Booked>, String> {
        let read = move |tx: &mut Tx<'_>| {
            tx.query::<(i64, ObjectId, i64, Vec<u8>)>(
                "SELECT portal_id, id, size, blake3 FROM objects WHERE refs > 0 \
                 AND (portal_id > $1 OR (portal_id = $1 AND id > $2)) ORDER BY portal_id, id LIMIT $3",
                &params![last.0, last.1, AT_ONCE],
            )
        };
        let rows = self
            .db()
            .read(read)
            .await
            .map_err(|error: sql::Error| error.to_string())?;
        let booked = rows.into_iter().map(|(portal, id, size, hash)| Booked {
            portal,
            id,
            size: size.unsigned_abs(),
            hash,
        });
        Ok(booked.collect())
    }

    /// What is wrong with an object.
    async fn examine(&self, object: Booked, depth: Depth) -> Result<Option<String>, String> {
        let Booked {
            portal,
            id,
            size,
            hash,
        } = object;
        let length = self
            .blobs()
            .of(portal)
            .length(&id)
            .await
            .map_err(|error| error.to_string())?;
        let Some(length) = length else {
            return Ok(Some(format!(
                "portal {portal}: object {id} is lost ({size} bytes)"
            )));
        };
        if length != size {
            return Ok(Some(format!(
                "portal {portal}: object {id} has {length} bytes and should have {size}"
            )));
        }
        if depth == Depth::Lengths {
            return Ok(None);
        }
        let read = async {
            let mut hasher = blake3::Hasher::new();
            let mut bytes = self
                .blobs()
                .of(portal)
                .get(&id, None)
                .await
                .map_err(|error| error.to_string())?;
            while let Some(piece) = bytes.next().await {
                hasher.update(&piece.map_err(|error| error.to_string())?);
            }
            Ok::<_, String>(hasher.finalize())
        };
        let same = read.await?.as_bytes().as_slice() == hash.as_slice();
        let changed = format!("portal {portal}: the content of object {id} is not what was stored");
        Ok((!same).then_some(changed))
    }
}

/// An object as the books have it.
struct Booked {
    portal: i64,
    id: ObjectId,
    size: u64,
    hash: Vec<u8>,
}

/// All references of all crates.
fn all_references() -> String {
    let tables = files::store::verify::REFERENCES;
    let all = tables.iter().chain(&people::store::REFERENCES);
    let all = all
        .chain(&documents::REFERENCES)
        .chain(&plugins::REFERENCES)
        .chain(&brand::REFERENCES)
        .chain(&backup::REFERENCES);
    all.copied().collect::<Vec<_>>().join(" UNION ALL ")
}
