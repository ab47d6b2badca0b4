//! Small states by key that all nodes see alike.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use parking_lot::Mutex;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sql::{Db, Dialect, Micros, Result, Tx, Value, params};

/// States kept in memory at most.
const MOST: u64 = 100_000;

/// What is remembered of a key. Begins as `Default`.
pub trait State: Default + Clone + Serialize + DeserializeOwned + Send + 'static {}

/// Of whom or what a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    portal: i64,
    hash: [u8; 16],
}

impl Key {
    /// The key of some texts in a portal (0 is the installation): the first says what is counted. Texts may be long, and they
    /// cannot be told from the key.
    #[must_use]
    pub fn new(portal: i64, texts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for text in texts {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        Self { portal, hash }
    }

    fn text(&self) -> String {
        hex::encode(self.hash)
    }

    fn read(portal: i64, text: &str) -> Option<Self> {
        let mut hash = [0; 16];
        hex::decode_to_slice(text, &mut hash).ok()?;
        Some(Self { portal, hash })
    }
}

/// States of one kind. On SQLite in memory, forgotten with the process; on PostgreSQL a row each, so that nodes share them.
/// Cheap to clone.
#[derive(Clone)]
pub struct Shared<S> {
    place: Place<S>,
    life: Duration,
}

#[derive(Clone)]
enum Place<S> {
    Memory(Cache<Key, Arc<Mutex<S>>>),
    Table(Db),
}

impl<S: State> Shared<S> {
    /// The states of this kind of the nodes over a database, each kept for `life` after its last change. Where the states are
    /// in a table, [`crate::MIGRATIONS`] must have been applied.
    #[must_use]
    pub fn over(db: &Db, life: Duration) -> Self {
        let place = match db.dialect() {
            Dialect::Sqlite => Place::Memory(
                Cache::builder()
                    .max_capacity(MOST)
                    .time_to_idle(life)
                    .build(),
            ),
            Dialect::Postgres => Place::Table(db.clone()),
        };
        Self { place, life }
    }

    /// Changes one state; nobody else changes it meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn update<R: Send + 'static>(
        &self,
        key: Key,
        now: Micros,
        change: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R> {
        match &self.place {
            Place::Memory(states) => Ok(change(&mut states.get_with(key, Arc::default).lock())),
            Place::Table(db) => {
                let expires = self.expires(now);
                db.write(move |tx| {
                    let mut state = lock(tx, key, expires)?;
                    let result = change(&mut state);
                    store(tx, &[(key, state)])?;
                    Ok(result)
                })
                .await
            }
        }
    }

    /// Changes many states, each by what is given with its key, and gives them as they are then.
    ///
    /// # Errors
    /// The database failed; nothing was changed.
    pub async fn update_all<G: Send + 'static>(
        &self,
        mut given: Vec<(Key, G)>,
        now: Micros,
        change: impl Fn(&mut S, G) + Send + 'static,
    ) -> Result<Vec<(Key, S)>> {
        let db = match &self.place {
            Place::Memory(states) => {
                let one = |(key, given)| {
                    let state = states.get_with(key, Arc::default);
                    let mut state = state.lock();
                    change(&mut state, given);
                    (key, state.clone())
                };
                return Ok(given.into_iter().map(one).collect());
            }
            Place::Table(db) => db,
        };
        // Rows are locked in one order, so that nodes wait for each other but never in a circle.
        given.sort_by_key(|(key, _)| *key);
        let expires = self.expires(now);
        db.write(move |tx| {
            let keys: Vec<Key> = given.iter().map(|(key, _)| *key).collect();
            let mut states = lock_all(tx, &keys, expires)?;
            let mut changed = Vec::with_capacity(given.len());
            for (key, given) in given {
                let mut state = states.remove(&key).unwrap_or_default();
                change(&mut state, given);
                changed.push((key, state));
            }
            store(tx, &changed)?;
            Ok(changed)
        })
        .await
    }

    fn expires(&self, now: Micros) -> Micros {
        let life = Micros::try_from(self.life.as_micros()).unwrap_or(Micros::MAX / 2);
        now.saturating_add(life)
    }
}

/// Makes the row of a key when there is none, and locks it in any case.
const LOCK: &str = "INSERT INTO limit_states (portal_id, key, state, expires) VALUES ($1, $2, '', $3) \
     ON CONFLICT (portal_id, key) DO UPDATE \
     SET expires = GREATEST(limit_states.expires, excluded.expires) RETURNING state";

/// Locks a key and reads its state. One that cannot be read (an older version's) begins anew.
fn lock<S: State>(tx: &mut Tx<'_>, key: Key, expires: Micros) -> Result<S> {
    let text: String = tx.query_one(LOCK, &params![key.portal, key.text(), expires])?;
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// The same for many keys, in a fixed number of round trips.
fn lock_all<S: State>(tx: &mut Tx<'_>, keys: &[Key], expires: Micros) -> Result<HashMap<Key, S>> {
    let rows: Vec<Vec<Value>> = keys
        .iter()
        .map(|key| params![key.portal, key.text(), expires].to_vec())
        .collect();
    tx.execute_many(LOCK, &rows)?;
    let texts: Vec<String> = keys.iter().map(Key::text).collect();
    let found: Vec<(i64, String, String)> = tx.query(
        "SELECT portal_id, key, state FROM limit_states WHERE key = ANY($1)",
        &params![texts],
    )?;
    let known = |(portal, key, state): (i64, String, String)| {
        let state = serde_json::from_str(&state).unwrap_or_default();
        Some((Key::read(portal, &key)?, state))
    };
    Ok(found.into_iter().filter_map(known).collect())
}

fn store<S: State>(tx: &mut Tx<'_>, states: &[(Key, S)]) -> Result<()> {
    let row = |(key, state): &(Key, S)| -> Vec<Value> {
        let state = serde_json::to_string(state).unwrap_or_default();
        params![key.portal, key.text(), state].to_vec()
    };
    let rows: Vec<Vec<Value>> = states.iter().map(row).collect();
    tx.execute_many(
        "UPDATE limit_states SET state = $3 WHERE portal_id = $1 AND key = $2",
        &rows,
    )?;
    Ok(())
}

/// Forgets states that say nothing any more; gives how many.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Micros) -> Result<u64> {
    if db.dialect() == Dialect::Sqlite {
        return Ok(0); // memory forgets by itself
    }
    db.write(move |tx| tx.execute("DELETE FROM limit_states WHERE expires < $1", &params![now]))
        .await
}
