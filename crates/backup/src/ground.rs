//! What archives are made of and come back to.

use std::collections::BTreeMap;

use blob::Blobs;
use portal::Installation;
use sql::{Db, Tx};

/// A database, the objects beside it, and the secrets of the installation. Cheap to clone.
#[derive(Clone)]
pub struct Ground {
    /// The rows.
    pub db: Db,
    /// The objects.
    pub blobs: Blobs,
    /// The machine key's secrets.
    pub installation: Installation,
}

/// How many migrations of each set are applied.
pub(crate) fn migrations(tx: &mut Tx<'_>) -> sql::Result<BTreeMap<String, i64>> {
    let sets: Vec<(String, i64)> = tx.query(
        "SELECT set_name, COUNT(*) FROM migrations GROUP BY set_name",
        &[],
    )?;
    Ok(sets.into_iter().collect())
}
