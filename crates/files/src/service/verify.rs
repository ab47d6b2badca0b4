//! Whether the tables agree with each other: for the operator, with clear words (`atrium doctor --verify`).

use sql::Db;

use crate::error::Error;
use crate::store::verify::Check;

/// Rows of one check that are told.
const TOLD: usize = 20;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was looked at.
    pub about: &'static str,
    /// What is wrong, in words: none when all is well, 20 at most.
    pub wrong: Vec<String>,
    /// There is more of it.
    pub more: bool,
}

/// Asks one question over all portals.
///
/// # Errors
/// The database failed.
pub async fn ask(db: &Db, check: Check) -> Result<Found, Error> {
    db.read(move |tx| {
        let text = format!("{} LIMIT {}", check.sql, TOLD + 1);
        let rows: Vec<(i64, String, i64, i64)> = tx.query(&text, &[])?;
        let more = rows.len() > TOLD;
        let wrong = rows.into_iter().take(TOLD);
        let wrong = wrong.map(|(portal, it, is, should)| {
            let words = check.words.replace("{it}", &it);
            let words = words.replace("{is}", &is.to_string());
            let words = words.replace("{should}", &should.to_string());
            format!("portal {portal}: {words}")
        });
        Ok(Found {
            about: check.about,
            wrong: wrong.collect(),
            more,
        })
    })
    .await
}
