//! Reports: everything that is kept, as a table of comma separated values in the caller's My documents.
//!
//! The rows stream from the database into the file; memory holds one piece of them.

use bytes::Bytes;
use files::view::Viewer;
use futures::Stream;
use jiff::tz::TimeZone;
use portal::{Caller, PortalId};
use serde_json::json;
use sql::{Micros, Tx};
use wire::ApiDate;

use crate::action::MessageAction;
use crate::error::Error;
use crate::lifetimes::days_before;
use crate::rows::{Deed, SignIn, Trace};
use crate::sentence::sentence;
use crate::service::{Audit, sign};
use crate::store::{Mark, Period, deeds, sign_ins};

/// Rows read at a time.
const PIECE: i64 = 500;

/// What is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    AuditTrail,
    LoginHistory,
}

impl Report {
    const fn title(self) -> &'static str {
        match self {
            Self::AuditTrail => "Audit trail",
            Self::LoginHistory => "Login history",
        }
    }

    /// Making it is a deed itself.
    const fn action(self) -> MessageAction {
        match self {
            Self::AuditTrail => MessageAction::AuditTrailReportDownloaded,
            Self::LoginHistory => MessageAction::LoginHistoryReportDownloaded,
        }
    }

    const fn header(self) -> &'static [&'static str] {
        match self {
            Self::AuditTrail => &[
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
            Self::LoginHistory => &[
                "Date", "User", "Login", "Action", "IP", "Browser", "Platform", "Page",
            ],
        }
    }
}

impl Audit {
    /// Writes a report into the caller's My documents and gives the address it can be downloaded from.
    pub(crate) async fn report(
        &self,
        caller: &Caller,
        viewer: &Viewer,
        report: Report,
    ) -> Result<String, Error> {
        let now = sql::now();
        let lifetimes = self.lifetimes(caller.portal).await?.value;
        let days = match report {
            Report::AuditTrail => lifetimes.audit_trail,
            Report::LoginHistory => lifetimes.login_history,
        };
        let period = Period {
            from: Some(days_before(now, days)),
            to: Some(now),
        };
        // First of all, so that no report was ever made without a trace.
        self.note(caller, report).await?;
        let zone = wire::zone::current();
        let day = |moment: Micros| {
            ApiDate(moment)
                .in_zone(&zone)
                .chars()
                .take(10)
                .collect::<String>()
        };
        let (first, last) = (day(days_before(now, days)), day(now));
        let title = format!("{} ({first} - {last}).csv", report.title());
        let table = self.table(caller.portal, report, period, zone);
        Ok(self
            .files()
            .keep_in_my_documents(viewer, title, table)
            .await?)
    }

    async fn note(&self, caller: &Caller, report: Report) -> Result<(), Error> {
        let event = events::Event {
            portal: caller.portal.0,
            kind: "audit.reported",
            actor: caller.actor(),
            subject: report.title().to_owned(),
            data: json!({ "action": report.action().number() }),
        };
        self.db()
            .write(move |tx| Ok(events::record(tx, event)?))
            .await
    }

    /// The table in pieces, the newest rows first.
    fn table(
        &self,
        portal: PortalId,
        report: Report,
        period: Period,
        zone: TimeZone,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let db = self.db().clone();
        let begin: Option<Mark> = Some((Micros::MAX, i64::MAX));
        futures::stream::try_unfold((begin, true), move |(mark, first)| {
            let (db, zone) = (db.clone(), zone.clone());
            async move {
                let Some(mark) = mark else { return Ok(None) };
                let read = move |tx: &mut Tx<'_>| -> sql::Result<_> {
                    read_piece(tx, portal, report, period, mark, &zone)
                };
                let piece = db.read(read).await?;
                let text = csv(first.then(|| report.header()), &piece.rows);
                Ok(Some((text, (piece.next, false))))
            }
        })
    }
}

/// Some rows, and where to go on.
struct Piece {
    rows: Vec<Vec<String>>,
    next: Option<Mark>,
}

fn read_piece(
    tx: &mut Tx<'_>,
    portal: PortalId,
    report: Report,
    period: Period,
    mark: Mark,
    zone: &TimeZone,
) -> sql::Result<Piece> {
    match report {
        Report::AuditTrail => {
            let mut rows = deeds::before(tx, portal, period, mark, PIECE)?;
            sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
            let next = following(rows.len(), rows.last().map(|row| &row.trace));
            let rows = rows.iter().map(|row| deed_cells(row, zone)).collect();
            Ok(Piece { rows, next })
        }
        Report::LoginHistory => {
            let mut rows = sign_ins::before(tx, portal, period, mark, PIECE)?;
            sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
            let next = following(rows.len(), rows.last().map(|row| &row.trace));
            let rows = rows.iter().map(|row| sign_in_cells(row, zone)).collect();
            Ok(Piece { rows, next })
        }
    }
}

fn following(found: usize, last: Option<&Trace>) -> Option<Mark> {
    let full = i64::try_from(found).is_ok_and(|found| found >= PIECE);
    last.filter(|_| full).map(|trace| (trace.date, trace.id))
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

/// Lines of cells, led by a byte order mark and the header where the table begins: spreadsheets know UTF-8 by it.
pub(crate) fn csv(header: Option<&[&str]>, rows: &[Vec<String>]) -> Bytes {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing into memory does not fail, and all lines have as many cells as the header.
    if let Some(header) = header {
        let _ = writer.write_record(header);
    }
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let lines = writer.into_inner().unwrap_or_default();
    let mark = if header.is_some() {
        "\u{feff}".as_bytes()
    } else {
        &[]
    };
    Bytes::from([mark, &lines].concat())
}

/// A cell that no spreadsheet takes for a formula, whatever a stranger called himself.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let row = [
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "=HYPERLINK(\"x\")",
            "+1",
            "-1",
            "@x",
            "\tx",
            "plain",
            "",
        ];
        let row: Vec<String> = row.iter().map(ToString::to_string).collect();
        let text = csv(None, &[row]);
        let expected = "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"'=HYPERLINK(\"\"x\"\")\",'+1,'-1,'@x,'\tx,plain,\r\n";
        assert_eq!(std::str::from_utf8(&text), Ok(expected));
        let head = csv(Some(&["A", "B"]), &[]);
        assert_eq!(std::str::from_utf8(&head), Ok("\u{feff}A,B\r\n"));
    }
}
