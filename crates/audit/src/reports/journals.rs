//! The audit trail and the login history as tables: everything that is kept.

use files::view::Viewer;
use futures::StreamExt as _;
use jiff::tz::TimeZone;
use portal::PortalId;
use sql::{Micros, Tx};
use wire::ApiDate;

use super::table::{PIECE, Piece, Table};
use crate::error::Error;
use crate::lifetimes::{Lifetimes, days_before};
use crate::rows::{Deed, SignIn, Trace};
use crate::sentence::sentence;
use crate::service::{Audit, sign};
use crate::store::{Mark, Period, deeds, sign_ins};

pub(super) const AUDIT_TRAIL: &str = "Audit trail";
pub(super) const LOGIN_HISTORY: &str = "Login history";

/// What is written down of a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Journal {
    Deeds,
    SignIns,
}

impl Journal {
    const fn title(self) -> &'static str {
        match self {
            Self::Deeds => AUDIT_TRAIL,
            Self::SignIns => LOGIN_HISTORY,
        }
    }

    const fn life(self, lifetimes: Lifetimes) -> i32 {
        match self {
            Self::Deeds => lifetimes.audit_trail,
            Self::SignIns => lifetimes.login_history,
        }
    }

    const fn header(self) -> &'static [&'static str] {
        match self {
            Self::Deeds => &[
                "Date",
                "User",
                "Action",
                "Action type",
                "Product",
                "Location",
                "Targets",
                "Context",
                "IP",
                "Browser",
                "Platform",
                "Page",
            ],
            Self::SignIns => &[
                "Date", "User", "Login", "Action", "IP", "Browser", "Platform", "Page",
            ],
        }
    }
}

impl Audit {
    /// A journal as it was at a moment, dated in the zone in force.
    pub(super) async fn journal(
        &self,
        viewer: &Viewer,
        journal: Journal,
        at: Micros,
    ) -> Result<Table, Error> {
        let portal = viewer.portal;
        let days = journal.life(self.lifetimes(portal).await?.value);
        let period = Period {
            from: Some(days_before(at, days)),
            to: Some(at),
        };
        let zone = wire::zone::current();
        let day = |moment: Micros| -> String {
            let date = ApiDate(moment).in_zone(&zone);
            date.chars().take(10).collect()
        };
        let (first, last) = (day(days_before(at, days)), day(at));
        let count = move |tx: &mut Tx<'_>| count(tx, portal, journal, period);
        Ok(Table {
            title: format!("{} ({first} - {last}).csv", journal.title()),
            rows: self.db().read(count).await?,
            pieces: self.pieces(portal, journal, period, zone).boxed(),
        })
    }

    fn pieces(
        &self,
        portal: PortalId,
        journal: Journal,
        period: Period,
        zone: TimeZone,
    ) -> impl futures::Stream<Item = Result<Piece, Error>> + Send + use<> {
        let db = self.db().clone();
        let begin: Option<Mark> = Some((Micros::MAX, i64::MAX));
        futures::stream::try_unfold((begin, true), move |(mark, first)| {
            let (db, zone) = (db.clone(), zone.clone());
            async move {
                let Some(mark) = mark else { return Ok(None) };
                let read = move |tx: &mut Tx<'_>| -> sql::Result<_> {
                    read_piece(tx, portal, journal, period, mark, &zone)
                };
                let (rows, last) = db.read(read).await?;
                let piece = Piece::of(first.then(|| journal.header()), &rows);
                let next = last.filter(|_| piece.is_full());
                Ok(Some((piece, (next, false))))
            }
        })
    }
}

fn count(
    tx: &mut Tx<'_>,
    portal: PortalId,
    journal: Journal,
    period: Period,
) -> Result<i64, Error> {
    Ok(match journal {
        Journal::Deeds => deeds::count(tx, portal, period)?,
        Journal::SignIns => sign_ins::count(tx, portal, period)?,
    })
}

/// Some rows, and the place of the last of them.
fn read_piece(
    tx: &mut Tx<'_>,
    portal: PortalId,
    journal: Journal,
    period: Period,
    mark: Mark,
    zone: &TimeZone,
) -> sql::Result<(Vec<Vec<String>>, Option<Mark>)> {
    match journal {
        Journal::Deeds => {
            let mut rows = deeds::before(tx, portal, period, mark, PIECE)?;
            sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
            let last = rows.last().map(|row| place(&row.trace));
            Ok((rows.iter().map(|row| deed_cells(row, zone)).collect(), last))
        }
        Journal::SignIns => {
            let mut rows = sign_ins::before(tx, portal, period, mark, PIECE)?;
            sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
            let last = rows.last().map(|row| place(&row.trace));
            Ok((
                rows.iter().map(|row| sign_in_cells(row, zone)).collect(),
                last,
            ))
        }
    }
}

const fn place(trace: &Trace) -> Mark {
    (trace.date, trace.id)
}

fn deed_cells(deed: &Deed, zone: &TimeZone) -> Vec<String> {
    let group = deed.action.group();
    let names = deed.targets.iter().map(|target| target.name.as_str());
    let ids: Vec<&str> = deed
        .targets
        .iter()
        .map(|target| target.id.as_str())
        .collect();
    let trace = &deed.trace;
    vec![
        ApiDate(trace.date).in_zone(zone),
        trace.user_name.clone(),
        sentence(deed.action, names),
        group.map_or("", |group| group.kind.name()).to_owned(),
        group.map_or("", |group| group.product.name()).to_owned(),
        group.map_or("", |group| group.location.name()).to_owned(),
        ids.join(" "),
        deed.context.clone(),
        trace.ip.clone(),
        trace.browser.clone(),
        trace.platform.clone(),
        trace.page.clone(),
    ]
}

fn sign_in_cells(sign_in: &SignIn, zone: &TimeZone) -> Vec<String> {
    let trace = &sign_in.trace;
    vec![
        ApiDate(trace.date).in_zone(zone),
        trace.user_name.clone(),
        sign_in.login.clone(),
        sentence(sign_in.action, []),
        trace.ip.clone(),
        trace.browser.clone(),
        trace.platform.clone(),
        trace.page.clone(),
    ]
}
