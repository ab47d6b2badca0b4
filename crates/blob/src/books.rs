//! The places portals chose, as the database has them.

use sql::{FromRow, Micros, Row, Tx, params};

use crate::object::Result;

/// A place that a portal chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Choices of a portal count up; the highest is where it writes.
    pub number: i64,
    /// How to get there, as whoever chose it sealed it; empty for the installation's own storage.
    pub way: String,
    /// Since when it is written to.
    pub chosen: Micros,
    /// When everything was brought there; `None` while objects are on their way.
    pub settled: Option<Micros>,
}

const COLUMNS: &str = "number, way, chosen, settled";

impl FromRow for Chosen {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            way: row.get(1)?,
            chosen: row.get(2)?,
            settled: row.get(3)?,
        })
    }
}

/// All choices of all portals, newest first.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<(i64, Chosen)>> {
    let rows: Vec<(i64, i64, String, Micros, Option<Micros>)> = tx.query(
        &format!("SELECT portal_id, {COLUMNS} FROM object_places ORDER BY portal_id, number DESC"),
        &[],
    )?;
    let chosen = rows
        .into_iter()
        .map(|(portal, number, way, chosen, settled)| {
            let chosen = Chosen {
                number,
                way,
                chosen,
                settled,
            };
            (portal, chosen)
        });
    Ok(chosen.collect())
}

/// The places a portal chose, newest first; none when its objects were always in the installation's own storage.
///
/// # Errors
/// The database failed.
pub fn places_of(tx: &mut Tx<'_>, portal: i64) -> Result<Vec<Chosen>> {
    Ok(tx.query(
        &format!("SELECT {COLUMNS} FROM object_places WHERE portal_id = $1 ORDER BY number DESC"),
        &params![portal],
    )?)
}

/// Every portal that ever chose a place, with the number of its newest choice.
///
/// # Errors
/// The database failed.
pub fn newest_places(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>> {
    let text =
        "SELECT portal_id, MAX(number) FROM object_places GROUP BY portal_id ORDER BY portal_id";
    Ok(tx.query(text, &[])?)
}

/// Has a portal write to another place from now on; what lies elsewhere stays readable and is brought over by
/// [`Blobs::settle`](crate::Blobs::settle). `same` tells which of the former places is this one. Gives the number of the
/// choice. Call [`Blobs::reload`](crate::Blobs::reload) after the commit.
///
/// # Errors
/// The database failed.
pub fn choose(
    tx: &mut Tx<'_>,
    portal: i64,
    way: &str,
    same: impl Fn(&str) -> bool,
    now: Micros,
) -> Result<i64> {
    let mut known = places_of(tx, portal)?;
    if known.is_empty() {
        let home = Chosen {
            number: 0,
            way: String::new(),
            chosen: 0,
            settled: Some(0),
        };
        add(tx, portal, &home)?;
        known.push(home);
    }
    let number = known.first().map_or(0, |newest| newest.number) + 1;
    for again in known.iter().filter(|one| same(&one.way)) {
        forget(tx, portal, again.number)?;
    }
    let chosen = Chosen {
        number,
        way: way.to_owned(),
        chosen: now,
        settled: None,
    };
    add(tx, portal, &chosen)?;
    Ok(number)
}

fn add(tx: &mut Tx<'_>, portal: i64, chosen: &Chosen) -> Result<()> {
    tx.execute(
        "INSERT INTO object_places (portal_id, number, way, chosen, settled) VALUES ($1, $2, $3, $4, $5)",
        &params![
            portal,
            chosen.number,
            chosen.way.clone(),
            chosen.chosen,
            chosen.settled
        ],
    )?;
    Ok(())
}

/// Forgets a former place.
pub(crate) fn forget(tx: &mut Tx<'_>, portal: i64, number: i64) -> Result<()> {
    tx.execute(
        "DELETE FROM object_places WHERE portal_id = $1 AND number = $2",
        &params![portal, number],
    )?;
    Ok(())
}

/// Everything lies where it should; whether that was still the newest choice.
pub(crate) fn settled(tx: &mut Tx<'_>, portal: i64, number: i64, now: Micros) -> Result<bool> {
    if places_of(tx, portal)?.first().map(|newest| newest.number) != Some(number) {
        return Ok(false);
    }
    tx.execute(
        "UPDATE object_places SET settled = $3 WHERE portal_id = $1 AND number = $2 AND settled IS NULL",
        &params![portal, number, now],
    )?;
    Ok(true)
}
