//! The rows of an archive instead of those of a portal, in one transaction.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use portal::{Portals, Status};
use serde_json::{Value as Json, json};
use sql::schema::{Field, Kind};
use sql::{Tx, Value, params};
use uuid::Uuid;

use super::journal;
use super::plan::{Plan, lines};
use crate::archive::{Checked, row};
use crate::error::{Error, Result};
use crate::pace::Pace;
use crate::tables::{self, Fate};

/// Replaces all rows of the portal and opens it.
pub(super) async fn replace(
    portals: &Portals,
    checked: &Arc<Checked>,
    plan: &Plan,
    token: Uuid,
    pace: &Pace,
) -> Result<()> {
    let swap = Swap {
        checked: Arc::clone(checked),
        portal: plan.portal.0,
        columns: plan.columns.clone(),
        record: Record::of(plan),
        portals: portals.clone(),
    };
    let pace = pace.clone();
    portals
        .db()
        .write(move |tx| {
            // Nobody undoes it from here on: he would wait for this row, and find it gone.
            journal::end(tx, swap.record.portal(), token)?;
            swap.clear(tx)?;
            swap.fill(tx, &pace)?;
            swap.open(tx)
        })
        .await
}

struct Swap {
    checked: Arc<Checked>,
    portal: i64,
    columns: BTreeMap<String, Vec<Field>>,
    record: Record,
    portals: Portals,
}

impl Swap {
    fn clear(&self, tx: &mut Tx<'_>) -> Result<()> {
        for table in tables::of_portals(tx)? {
            if table.name == tables::OBJECTS || tables::fate(&table.name) == Some(Fate::Stays) {
                continue;
            }
            let text = format!(
                "DELETE FROM \"{}\" WHERE {} = $1",
                table.name,
                tables::PORTAL
            );
            tx.execute(&text, &params![self.portal])?;
        }
        Ok(blob::release_portal(tx, self.portal, sql::now())?)
    }

    fn fill(&self, tx: &mut Tx<'_>, pace: &Pace) -> Result<()> {
        let mut file = File::open(&self.checked.path)?;
        let all = self.checked.parts.len() as u64;
        for (number, part) in self.checked.parts.iter().enumerate() {
            let altered = || Error::Altered(format!("a row of {} does not fit", part.table));
            let columns = self.columns.get(&part.table).ok_or_else(altered)?;
            let mut rows = Vec::new();
            for mut cells in lines(&mut file, part)? {
                if part.table == tables::PORTALS {
                    self.record.adapt(columns, &mut cells);
                }
                rows.push(self.row(columns, cells).ok_or_else(altered)?);
            }
            tx.execute_many(&insert(&part.table, columns), &rows)?;
            pace.step(80, 99, number as u64 + 1, all)?;
        }
        for (sequence, last) in &self.checked.manifest.sequences {
            tx.raise(sequence, *last)?;
        }
        Ok(())
    }

    fn row(&self, columns: &[Field], cells: Vec<Json>) -> Option<Vec<Value>> {
        if columns.len() != cells.len() {
            return None;
        }
        let values = columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| row::value(column.kind, cell));
        std::iter::once(Some(Value::Int(self.portal)))
            .chain(values)
            .collect()
    }

    /// Tells everybody, this node's memory first of all.
    fn open(&self, tx: &mut Tx<'_>) -> Result<()> {
        let portal = self.record.portal();
        tx.raise("portals", portal.0)?;
        events::record(
            tx,
            events::Event {
                portal: portal.0,
                kind: "portal.restored",
                actor: None,
                subject: portal.to_string(),
                data: json!({ "made": self.checked.manifest.made }),
            },
        )?;
        let portals = self.portals.clone();
        tx.after_commit(move || portals.forget());
        Ok(())
    }
}

fn insert(table: &str, columns: &[Field]) -> String {
    let places: Vec<String> = (2..columns.len() + 2)
        .map(|place| format!("${place}"))
        .collect();
    let conflict = match table {
        tables::OBJECTS => {
            " ON CONFLICT (portal_id, id) DO UPDATE SET refs = excluded.refs, size = excluded.size, \
             blake3 = excluded.blake3, created = excluded.created, released_at = NULL"
        }
        _ => "",
    };
    let separator = if columns.is_empty() { "" } else { ", " };
    format!(
        "INSERT INTO \"{table}\" ({}{separator}{}) VALUES ($1{separator}{}){conflict}",
        tables::PORTAL,
        tables::names(columns),
        places.join(", ")
    )
}

/// What is different in the portal's own record: it is called as it is here, and is open.
struct Record {
    portal: i64,
    alias: String,
    keep_domain: bool,
    domain: Option<String>,
    /// Higher than all that were: every session ends.
    cookie_index: i64,
}

impl Record {
    fn of(plan: &Plan) -> Self {
        let present = plan.present.as_ref();
        Self {
            portal: plan.portal.0,
            alias: plan.alias.clone(),
            keep_domain: plan.keep_domain,
            domain: present.and_then(|portal| portal.mapped_domain.clone()),
            cookie_index: present.map_or(0, |portal| portal.cookie_index),
        }
    }

    fn portal(&self) -> portal::PortalId {
        portal::PortalId(self.portal)
    }

    fn adapt(&self, columns: &[Field], cells: &mut [Json]) {
        for (column, cell) in columns.iter().zip(cells) {
            match (column.name.as_str(), column.kind) {
                ("alias", Kind::Text) => *cell = self.alias.clone().into(),
                ("mapped_domain", Kind::Text) if !self.keep_domain => {
                    *cell = self.domain.clone().map_or(Json::Null, Json::String);
                }
                ("status", Kind::Int) => *cell = Status::Active.number().into(),
                ("status_changed", Kind::Int) => *cell = sql::now().into(),
                ("cookie_index", Kind::Int) => {
                    let archived = cell.as_i64().unwrap_or_default();
                    *cell = (archived.max(self.cookie_index) + 1).into();
                }
                _ => {}
            }
        }
    }
}
