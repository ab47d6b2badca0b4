//! The outbox table: events in, events out in an order that never skips one.
//!
//! On SQLite transactions commit one after another, so ids are given in the order of commits.
//!
//! On PostgreSQL they are not: a transaction can take id 7, another one take id 8 and commit first.
//! A reader that remembers "I have seen 8" would never see 7. So every event carries the number of
//! its transaction (`xact`), and a reader only takes events below the oldest transaction that is
//! still running (`pg_snapshot_xmin` of the reading statement's own snapshot). All transactions
//! below that line have ended: what they recorded is visible, and nobody can add to it any more.
//! Read in the order of `(xact, id)`, the line only moves forward, and no event can appear behind
//! a reader. The price: an event waits for the writing transactions that began before its own.

use serde_json::Value as Json;
use sql::{Dialect, FromRow, Micros, Result, Row, Tx, params};

use crate::CHANNEL;
use crate::origin::Origin;

/// Something that happened in a portal, as the domain tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The portal's number (`PortalId.0`).
    pub portal: i64,
    /// What happened: `file.created`.
    pub kind: &'static str,
    /// The user who did it; nobody for the system itself.
    pub actor: Option<String>,
    /// What it happened to, in the domain's own spelling: `file/12`.
    pub subject: String,
    /// Whatever listeners need to know beyond that.
    pub data: Json,
}

/// An event that is committed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its number: never given twice, so listeners can recognise a second delivery by it.
    pub id: i64,
    /// The portal's number (`PortalId.0`).
    pub portal: i64,
    /// What happened: `file.created`.
    pub kind: String,
    /// The user who did it; nobody for the system itself.
    pub actor: Option<String>,
    /// What it happened to.
    pub subject: String,
    /// Whatever the domain added.
    pub data: Json,
    /// When it was recorded.
    pub recorded: Micros,
    /// The request behind it; none for what happens by itself.
    pub origin: Option<Origin>,
    pub(crate) xact: i64,
    pub(crate) settled: bool,
}

impl Recorded {
    pub(crate) fn position(&self) -> Position {
        Position {
            xact: self.xact,
            id: self.id,
        }
    }
}

impl FromRow for Recorded {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            xact: row.get(0)?,
            id: row.get(1)?,
            portal: row.get(2)?,
            kind: row.get(3)?,
            actor: row.get(4)?,
            subject: row.get(5)?,
            data: row.get(6)?,
            recorded: row.get(7)?,
            origin: row
                .get::<Option<String>>(8)?
                .and_then(|text| Origin::read(&text)),
            settled: row.get(9)?,
        })
    }
}

/// A place in the order of events. The default one is before all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) xact: i64,
    pub(crate) id: i64,
}

impl FromRow for Position {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            xact: row.get(0)?,
            id: row.get(1)?,
        })
    }
}

/// Events that can be handed on, and whether more are committed that must wait for their turn.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) events: Vec<Recorded>,
    pub(crate) more: More,
}

/// What is behind the end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum More {
    /// Nothing.
    Nothing,
    /// Another page.
    Ready,
    /// Events that an older, still running transaction holds up.
    Unsettled,
}

/// Records an event in the caller's transaction.
///
/// # Errors
/// Those of the database.
pub fn record(tx: &mut Tx<'_>, event: Event) -> Result<()> {
    let id = tx.next_id("events")?;
    let origin = tx.baggage().map(str::to_owned);
    tx.execute(
        "INSERT INTO events (portal_id, id, kind, actor, subject, data, recorded, origin)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            event.portal,
            id,
            event.kind,
            event.actor,
            event.subject,
            event.data,
            sql::now(),
            origin
        ],
    )?;
    tx.notify(CHANNEL);
    Ok(())
}

const COLUMNS: &str = "xact, id, portal_id, kind, actor, subject, data, recorded, origin";

/// Whether an event is below the line described above.
fn settled(tx: &Tx<'_>) -> &'static str {
    match tx.dialect() {
        Dialect::Sqlite => "TRUE",
        Dialect::Postgres => "xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
    }
}

/// The events behind `position`, at most `limit`.
pub(crate) fn after(tx: &mut Tx<'_>, position: Position, limit: usize) -> Result<Page> {
    let settled = settled(tx);
    let mut events: Vec<Recorded> = tx.query(
        &format!(
            "SELECT {COLUMNS}, {settled} FROM events WHERE (xact, id) > ($1, $2)
             ORDER BY xact, id LIMIT $3"
        ),
        &params![position.xact, position.id, limit],
    )?;
    let full = events.len() >= limit;
    let found = events.len();
    events.truncate(events.iter().take_while(|event| event.settled).count());
    let more = match (events.len() < found, full) {
        (true, _) => More::Unsettled,
        (false, true) => More::Ready,
        (false, false) => More::Nothing,
    };
    Ok(Page { events, more })
}

/// Behind the last event that can be handed on now.
pub(crate) fn settled_end(tx: &mut Tx<'_>) -> Result<Position> {
    let settled = settled(tx);
    let sql =
        format!("SELECT xact, id FROM events WHERE {settled} ORDER BY xact DESC, id DESC LIMIT 1");
    Ok(tx.query_opt(&sql, &[])?.unwrap_or_default())
}

/// Behind the last event that is committed.
pub(crate) fn end(tx: &mut Tx<'_>) -> Result<Position> {
    let sql = "SELECT xact, id FROM events ORDER BY xact DESC, id DESC LIMIT 1";
    Ok(tx.query_opt(sql, &[])?.unwrap_or_default())
}

/// Brings the outbox of a database that was moved to another server back into order.
///
/// A restored dump keeps its transaction numbers, but the new server counts from its own. Where
/// ours are ahead of the server's, new events would sort behind old cursors and never be seen.
/// Undelivered events then go to the front; some may be delivered twice.
pub(crate) fn rebase(tx: &mut Tx<'_>) -> Result<()> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    tx.lock("events rebase")?;
    // In one statement: no row it sees can be as new as its own snapshot's upper end.
    let ahead: bool = tx.query_one(
        "SELECT EXISTS (
            SELECT 1 FROM (SELECT xact FROM events UNION ALL SELECT xact FROM listener_cursors) all_of
            WHERE xact >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)",
        &[],
    )?;
    if !ahead {
        return Ok(());
    }
    tracing::warn!("the database was moved to another server; putting the event outbox in order");
    tx.execute(
        "DELETE FROM events WHERE (xact, id) <=
            (SELECT xact, id FROM listener_cursors ORDER BY xact, id LIMIT 1)",
        &[],
    )?;
    tx.execute("UPDATE events SET xact = 0 WHERE xact <> 0", &[])?;
    tx.execute("UPDATE listener_cursors SET xact = 0, id = 0", &[])?;
    Ok(())
}

/// Keeps an event that `listener` cannot take, so that the ones behind it can pass.
pub(crate) fn set_aside(
    tx: &mut Tx<'_>,
    listener: &str,
    event: &Recorded,
    error: &str,
) -> Result<()> {
    tx.execute(
        "INSERT INTO undelivered_events
            (portal_id, id, listener, kind, actor, subject, data, recorded, error, origin)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        &params![
            event.portal,
            event.id,
            listener,
            &event.kind,
            event.actor.clone(),
            &event.subject,
            &event.data,
            event.recorded,
            error,
            event.origin.as_ref().map(Origin::text)
        ],
    )?;
    Ok(())
}
