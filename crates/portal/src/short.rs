//! Short addresses: `/s/<key>` leads to a path of the portal (`platform/10 §10.1`).

use rand::RngExt as _;
use sql::{Micros, Tx, params};

use crate::PortalId;

/// Characters of keys: letters and digits that are not taken for one another, `-` and `_`.
const ALPHABET: &[u8; 51] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPRSTUVWXYZ346-_";
/// Length of a key: 85 bits cannot be guessed.
const LENGTH: usize = 15;

/// The short path of a path (`/confirm/…?…`), made on first use. The same path keeps its key.
///
/// # Errors
/// The database failed.
pub fn path(tx: &mut Tx<'_>, portal: PortalId, path: &str, now: Micros) -> sql::Result<String> {
    Ok(format!("/s/{}", key(tx, portal, path, now)?))
}

/// The key of a path, made on first use.
///
/// # Errors
/// The database failed.
pub fn key(tx: &mut Tx<'_>, portal: PortalId, path: &str, now: Micros) -> sql::Result<String> {
    tx.query_one(
        "INSERT INTO short_paths (portal_id, key, path, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, path) DO UPDATE SET path = excluded.path RETURNING key",
        &params![portal, random(), path, now],
    )
}

/// Where a key leads.
///
/// # Errors
/// The database failed.
pub fn resolve(tx: &mut Tx<'_>, portal: PortalId, key: &str) -> sql::Result<Option<String>> {
    tx.query_opt(
        "SELECT path FROM short_paths WHERE portal_id = $1 AND key = $2",
        &params![portal, key],
    )
}

fn random() -> String {
    let mut rng = rand::rng();
    (0..LENGTH)
        .filter_map(|_| ALPHABET.get(rng.random_range(0..ALPHABET.len())))
        .map(|byte| char::from(*byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_are_of_51_different_characters() {
        assert_eq!(ALPHABET.iter().collect::<BTreeSet<_>>().len(), 51);
        assert_eq!(random().len(), LENGTH);
        assert_ne!(random(), random());
    }
}
