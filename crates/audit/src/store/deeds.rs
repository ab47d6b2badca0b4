//! Rows of the audit trail.

use portal::{PortalId, UserId};
use sql::{FromRow, Row, Tx, Value, params};

use super::{Conditions, Cut, Mark, Period};
use crate::action::{ActionType, EntryType, LocationType, MessageAction};
use crate::rows::{Deed, Target, Trace};

/// Most targets one row gathers.
const MOST_TARGETS: usize = 1000;

/// Which rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) user: Option<UserId>,
    pub(crate) action: Option<MessageAction>,
    pub(crate) kind: Option<ActionType>,
    pub(crate) location: Option<LocationType>,
    pub(crate) entry: Option<EntryType>,
    pub(crate) target: Option<String>,
    pub(crate) period: Period,
}

const COLUMNS: &str = "e.portal_id, e.date, e.id, e.user_id, e.user_name, e.action, e.ip, e.browser, \
                       e.platform, e.page, e.targets, e.context, e.request";

impl FromRow for Deed {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        let targets: String = row.get(10)?;
        Ok(Self {
            trace: Trace {
                portal: row.get(0)?,
                date: row.get(1)?,
                id: row.get(2)?,
                user: row.get(3)?,
                user_name: row.get(4)?,
                ip: row.get(6)?,
                browser: row.get(7)?,
                platform: row.get(8)?,
                page: row.get(9)?,
            },
            action: MessageAction::from_number(row.get(5)?).unwrap_or(MessageAction::None),
            targets: serde_json::from_str(&targets).unwrap_or_default(),
            context: row.get(11)?,
            request: row.get(12)?,
        })
    }
}

/// Keeps deeds; those that are there already stay as they are.
pub(crate) fn insert(tx: &mut Tx<'_>, deeds: &[Deed]) -> sql::Result<()> {
    if deeds.is_empty() {
        return Ok(());
    }
    let rows: Vec<Vec<Value>> = deeds.iter().map(row_of).collect();
    tx.execute_many(
        "INSERT INTO audit_events (portal_id, date, id, user_id, user_name, action, kind, location, entries,
            ip, browser, platform, page, targets, context, request)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT DO NOTHING",
        &rows,
    )?;
    index_targets(tx, deeds)
}

/// The row that gathers what one request does to many.
pub(crate) fn gathering(
    tx: &mut Tx<'_>,
    portal: PortalId,
    request: &str,
    action: MessageAction,
) -> sql::Result<Option<Deed>> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM audit_events e WHERE e.portal_id = $1 AND e.request = $2 AND e.action = $3"
        ),
        &params![portal, request, action.number()],
    )
}

/// Adds targets to a row; those it has already are not added twice.
pub(crate) fn gather(tx: &mut Tx<'_>, into: &mut Deed, more: &[Target]) -> sql::Result<()> {
    into.add(more);
    tx.execute(
        "UPDATE audit_events SET targets = $4 WHERE portal_id = $1 AND date = $2 AND id = $3",
        &params![
            into.trace.portal,
            into.trace.date,
            into.trace.id,
            json(&into.targets)
        ],
    )?;
    index_targets(tx, std::slice::from_ref(into))
}

impl Deed {
    /// Adds targets that it does not have yet.
    pub(crate) fn add(&mut self, more: &[Target]) {
        for target in more {
            let known = self.targets.iter().any(|known| known.id == target.id);
            if !known && self.targets.len() < MOST_TARGETS {
                self.targets.push(target.clone());
            }
        }
    }
}

/// The rows that fit, from the newest. Filters are decided inside an index.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    portal: PortalId,
    filter: &Filter,
    cut: Cut,
) -> sql::Result<Vec<Deed>> {
    let mut conditions = Conditions::of(portal);
    // The order names the table that the search begins with: without that SQLite reads every row of the trail.
    let (mut from, mut order) = ("audit_events e", "e.date DESC, e.id DESC");
    if let Some(target) = &filter.target {
        from = "audit_targets t JOIN audit_events e \
                ON e.portal_id = t.portal_id AND e.date = t.date AND e.id = t.id";
        order = "t.date DESC, t.id DESC";
        conditions.and("t.portal_id = $1 AND t.target = ?", target.as_str());
    }
    if let Some(user) = filter.user {
        conditions.and("e.user_id = ?", user);
    }
    if let Some(action) = filter.action {
        conditions.and("e.action = ?", action.number());
    }
    if let Some(kind) = filter.kind {
        conditions.and("e.kind = ?", kind.number());
    }
    if let Some(location) = filter.location {
        conditions.and("e.location = ?", location.number());
    }
    match filter.entry {
        Some(EntryType::None) => conditions.and("e.entries = ?", 0),
        Some(entry) => conditions.and("e.entries & ? <> 0", bit(entry)),
        None => {}
    }
    filter.period.add_to(&mut conditions);
    let (count, skip) = (conditions.place(cut.count), conditions.place(cut.skip));
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_events e WHERE (e.portal_id, e.date, e.id) IN (
            SELECT e.portal_id, e.date, e.id FROM {from} WHERE {}
            ORDER BY {order} LIMIT {count} OFFSET {skip})
         ORDER BY e.date DESC, e.id DESC",
        conditions.text()
    );
    tx.query(&sql, &conditions.params)
}

/// How many rows `period` allows.
pub(crate) fn count(tx: &mut Tx<'_>, portal: PortalId, period: Period) -> sql::Result<i64> {
    super::count(tx, "audit_events", portal, period)
}

/// The newest rows before `mark` and not older than `period` allows, for reading everything in pieces.
pub(crate) fn before(
    tx: &mut Tx<'_>,
    portal: PortalId,
    period: Period,
    mark: Mark,
    count: i64,
) -> sql::Result<Vec<Deed>> {
    let select = format!("SELECT {COLUMNS} FROM audit_events e");
    super::before(tx, &select, portal, period, mark, count)
}

fn row_of(deed: &Deed) -> Vec<Value> {
    let trace = &deed.trace;
    let group = deed.action.group();
    let kind = group.map_or(ActionType::None, |group| group.kind);
    let location = group.map_or(LocationType::None, |group| group.location);
    let entries = group.map_or(&[][..], |group| group.entries);
    let entries: i64 = entries.iter().map(|entry| bit(*entry)).sum();
    params![
        trace.portal,
        trace.date,
        trace.id,
        trace.user,
        trace.user_name.as_str(),
        deed.action.number(),
        kind.number(),
        location.number(),
        entries,
        trace.ip.as_str(),
        trace.browser.as_str(),
        trace.platform.as_str(),
        trace.page.as_str(),
        json(&deed.targets),
        deed.context.as_str(),
        deed.request.clone()
    ]
    .to_vec()
}

fn index_targets(tx: &mut Tx<'_>, deeds: &[Deed]) -> sql::Result<()> {
    let rows = deeds.iter().flat_map(|deed| {
        let trace = &deed.trace;
        deed.targets.iter().map(move |target| {
            params![trace.portal, target.id.as_str(), trace.date, trace.id].to_vec()
        })
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    tx.execute_many(
        "INSERT INTO audit_targets (portal_id, target, date, id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        &rows,
    )?;
    Ok(())
}

fn json(targets: &[Target]) -> String {
    serde_json::to_string(targets).unwrap_or_default()
}

/// A kind of thing as a bit.
fn bit(entry: EntryType) -> i64 {
    let place = EntryType::ALL.iter().position(|known| *known == entry);
    1 << place.unwrap_or(0)
}
