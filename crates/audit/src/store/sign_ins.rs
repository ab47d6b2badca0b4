//! Rows of the login history.

use portal::{PortalId, UserId};
use sql::{FromRow, Row, Tx, Value, params};

use super::{Conditions, Cut, Mark, Period};
use crate::action::MessageAction;
use crate::rows::{SignIn, Trace};

/// Which rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) user: Option<UserId>,
    pub(crate) action: Option<MessageAction>,
    pub(crate) period: Period,
}

const COLUMNS: &str = "e.portal_id, e.date, e.id, e.user_id, e.user_name, e.login, e.action, e.ip, \
                       e.browser, e.platform, e.page";

impl FromRow for SignIn {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            trace: Trace {
                portal: row.get(0)?,
                date: row.get(1)?,
                id: row.get(2)?,
                user: row.get(3)?,
                user_name: row.get(4)?,
                ip: row.get(7)?,
                browser: row.get(8)?,
                platform: row.get(9)?,
                page: row.get(10)?,
            },
            login: row.get(5)?,
            action: MessageAction::from_number(row.get(6)?).unwrap_or(MessageAction::None),
        })
    }
}

/// Keeps entries; those that are there already stay as they are.
pub(crate) fn insert(tx: &mut Tx<'_>, entries: &[SignIn]) -> sql::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let row = |entry: &SignIn| {
        let trace = &entry.trace;
        params![
            trace.portal,
            trace.date,
            trace.id,
            trace.user,
            trace.user_name.as_str(),
            entry.login.as_str(),
            entry.action.number(),
            trace.ip.as_str(),
            trace.browser.as_str(),
            trace.platform.as_str(),
            trace.page.as_str()
        ]
        .to_vec()
    };
    let rows: Vec<Vec<Value>> = entries.iter().map(row).collect();
    tx.execute_many(
        "INSERT INTO login_events (portal_id, date, id, user_id, user_name, login, action, ip, browser, platform, page)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        &rows,
    )?;
    Ok(())
}

/// The rows that fit, from the newest.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    portal: PortalId,
    filter: &Filter,
    cut: Cut,
) -> sql::Result<Vec<SignIn>> {
    let mut conditions = Conditions::of(portal);
    if let Some(user) = filter.user {
        conditions.and("e.user_id = ?", user);
    }
    if let Some(action) = filter.action {
        conditions.and("e.action = ?", action.number());
    }
    filter.period.add_to(&mut conditions);
    let (count, skip) = (conditions.place(cut.count), conditions.place(cut.skip));
    let sql = format!(
        "SELECT {COLUMNS} FROM login_events e WHERE {}
         ORDER BY e.date DESC, e.id DESC LIMIT {count} OFFSET {skip}",
        conditions.text()
    );
    tx.query(&sql, &conditions.params)
}

/// How many rows `period` allows.
pub(crate) fn count(tx: &mut Tx<'_>, portal: PortalId, period: Period) -> sql::Result<i64> {
    super::count(tx, "login_events", portal, period)
}

/// The newest rows before `mark` and not older than `period` allows, for reading everything in pieces.
pub(crate) fn before(
    tx: &mut Tx<'_>,
    portal: PortalId,
    period: Period,
    mark: Mark,
    count: i64,
) -> sql::Result<Vec<SignIn>> {
    let select = format!("SELECT {COLUMNS} FROM login_events e");
    super::before(tx, &select, portal, period, mark, count)
}
