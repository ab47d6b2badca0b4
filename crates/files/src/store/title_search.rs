//! Titles as they are looked for, of entries that were there before accents were left out (`0012_title_search`).

use portal::PortalId;
use sql::{Db, Tx, params, search_key};

/// Titles written in one transaction.
const AT_ONCE: i64 = 500;

/// Writes anew what waits for it. Part of bringing the tables up to date: it does nothing another time.
///
/// # Errors
/// The database failed; the next start goes on.
pub async fn fold_titles(db: &Db) -> Result<(), sql::Error> {
    while db.write(|tx| fold_some(tx, AT_ONCE)).await? {}
    Ok(())
}

/// Portal, kind and number of an entry, and its title as a folder or as a file.
type Waiting = (PortalId, i64, i64, Option<String>, Option<String>);

/// Whether there may be more.
fn fold_some(tx: &mut Tx<'_>, limit: i64) -> Result<bool, sql::Error> {
    let waiting: Vec<Waiting> = tx.query(
        "SELECT w.portal_id, w.kind, w.id, f.title, d.title FROM titles_to_fold w \
         LEFT JOIN folders f ON f.portal_id = w.portal_id AND f.id = w.id AND w.kind = 1 \
         LEFT JOIN files d ON d.portal_id = w.portal_id AND d.id = w.id AND w.kind = 2 \
         ORDER BY w.portal_id, w.kind, w.id LIMIT $1",
        &params![limit],
    )?;
    for (portal, kind, id, folder, file) in &waiting {
        for (change, title) in [(FOLDER, folder), (FILE, file)] {
            if let Some(title) = title {
                tx.execute(change, &params![*portal, *id, search_key(title)])?;
            }
        }
        tx.execute(DONE, &params![*portal, *kind, *id])?;
    }
    Ok(!waiting.is_empty())
}

const FOLDER: &str = "UPDATE folders SET title_search = $3 WHERE portal_id = $1 AND id = $2";
const FILE: &str = "UPDATE files SET title_search = $3 WHERE portal_id = $1 AND id = $2";
const DONE: &str = "DELETE FROM titles_to_fold WHERE portal_id = $1 AND kind = $2 AND id = $3";
