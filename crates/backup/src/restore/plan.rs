//! What a restore will do, decided before anything is touched.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use blob::ObjectId;
use portal::{Portal, PortalId, store};
use serde_json::Value as Json;
use sql::schema::{Field, Table};
use sql::{Tx, params};

use super::Order;
use crate::archive::{Checked, Part, read_part, row};
use crate::error::{Error, Result};
use crate::ground::{Ground, migrations};
use crate::tables;

/// Tables whose numbers are unique in the installation: the contract's ids of files and folders (docs/decisions/0010).
const UNIQUE: [&str; 2] = ["files", "folders"];

/// Where an archive goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new portal under this alias, or the archive's.
    New(Option<String>),
    /// Instead of all that a portal has.
    Over(PortalId),
}

/// A restore that nothing speaks against.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) portal: PortalId,
    pub(super) alias: String,
    /// The portal as it is here, if it is.
    pub(super) present: Option<Portal>,
    /// Whether the archive's own domain is free here.
    pub(super) keep_domain: bool,
    /// Tables of the archive, by name.
    pub(super) columns: BTreeMap<String, Vec<Field>>,
}

pub(super) async fn make(ground: &Ground, checked: &Arc<Checked>, order: &Order) -> Result<Plan> {
    let (checked, target) = (Arc::clone(checked), order.target.clone());
    // A number of a new portal is taken: in a transaction that writes, though nothing else does.
    ground
        .db
        .write(move |tx| {
            fits(tx, &checked)?;
            let columns = columns(tx, &checked)?;
            let plan = aim(tx, &checked, target, columns)?;
            collisions(tx, &checked, &plan)?;
            Ok(plan)
        })
        .await
}

/// Rows fit to the tables they were made from.
fn fits(tx: &mut Tx<'_>, checked: &Checked) -> Result<()> {
    let here = migrations(tx)?;
    for (set, theirs) in &checked.manifest.migrations {
        let ours = here.get(set).copied().unwrap_or_default();
        let program = &checked.manifest.program;
        if *theirs > ours {
            let text = format!(
                "it was made by a newer one ({program}, tables of {set} {theirs}, here {ours})"
            );
            return Err(Error::Unfit(text));
        }
        if *theirs < ours {
            let text = format!(
                "it was made by an older one ({program}, tables of {set} {theirs}, here {ours}): restore it with \
                 that version into an empty folder and upgrade from there"
            );
            return Err(Error::Unfit(text));
        }
    }
    Ok(())
}

fn columns(tx: &mut Tx<'_>, checked: &Checked) -> Result<BTreeMap<String, Vec<Field>>> {
    let here = tables::archived(tx)?;
    let mut columns = BTreeMap::new();
    for counted in &checked.manifest.tables {
        let strange = || Error::Unfit(format!("table {} is another one here", counted.name));
        let table = here.iter().find(|table| table.name == counted.name);
        let fields = counted.fields().ok_or_else(strange)?;
        let known = |table: &Table| fields.iter().all(|field| table.columns.contains(field));
        if !table.is_some_and(known) {
            return Err(strange());
        }
        columns.insert(counted.name.clone(), fields);
    }
    match checked
        .parts
        .iter()
        .find(|part| !columns.contains_key(&part.table))
    {
        Some(part) => Err(Error::Altered(format!(
            "rows of {} are in no list",
            part.table
        ))),
        None => Ok(columns),
    }
}

fn aim(
    tx: &mut Tx<'_>,
    checked: &Checked,
    target: Target,
    columns: BTreeMap<String, Vec<Field>>,
) -> Result<Plan> {
    let manifest = &checked.manifest;
    let (portal, alias, present) = match target {
        Target::Over(id) => {
            let present = store::by_id(tx, id)?.ok_or(Error::NotFound("Portal not found"))?;
            (id, present.alias.clone(), Some(present))
        }
        Target::New(alias) => {
            let alias = alias
                .unwrap_or_else(|| manifest.alias.clone())
                .to_ascii_lowercase();
            let same = store::by_domain(tx, &alias)?.filter(|portal| portal.alias == alias);
            if same.is_some() {
                let text = format!(
                    "there is a portal {alias}; name it with --portal to replace what it holds"
                );
                return Err(Error::Taken(text));
            }
            // Secrets of people are sealed for the portal's number: it stays where it is free.
            let own = PortalId(manifest.portal);
            let free = store::by_id(tx, own)?.is_none() && manifest.portal > 0;
            let id = if free { own } else { store::next_id(tx)? };
            (id, alias, None)
        }
    };
    let domain = domain(checked, &columns)?;
    let holder = match &domain {
        Some(domain) => store::by_domain(tx, domain)?,
        None => None,
    };
    Ok(Plan {
        portal,
        alias,
        keep_domain: present.is_none() && holder.is_none(),
        present,
        columns,
    })
}

/// The domain the portal had.
fn domain(checked: &Checked, columns: &BTreeMap<String, Vec<Field>>) -> Result<Option<String>> {
    let mut found = None;
    let place = columns.get(tables::PORTALS).and_then(|fields| {
        fields
            .iter()
            .position(|field| field.name == "mapped_domain")
    });
    each_line(checked, tables::PORTALS, &mut |cells| {
        found = place.and_then(|place| cells.get(place)?.as_str().map(str::to_owned));
        Ok(())
    })?;
    Ok(found)
}

/// Numbers of files and folders are kept, so they must be free; and an object belongs to one portal.
fn collisions(tx: &mut Tx<'_>, checked: &Checked, plan: &Plan) -> Result<()> {
    for table in UNIQUE {
        let mut numbers = Vec::new();
        ids(checked, plan, table, &mut |id, last| {
            numbers.extend(id.and_then(Json::as_i64));
            if numbers.is_empty() || (!last && numbers.len() < 500) {
                return Ok(());
            }
            let text = format!(
                "SELECT id FROM \"{table}\" WHERE portal_id <> $1 AND id = ANY($2) LIMIT 1"
            );
            let taken: Option<i64> =
                tx.query_opt(&text, &params![plan.portal, std::mem::take(&mut numbers)])?;
            taken.map_or(Ok(()), |id| {
                Err(Error::Taken(format!(
                    "number {id} of its {table} belongs to another portal here; restore it into an installation of its own"
                )))
            })
        })?;
    }
    let mut names: Vec<ObjectId> = Vec::new();
    ids(checked, plan, tables::OBJECTS, &mut |id, last| {
        names.extend(id.and_then(|id| id.as_str()?.parse::<ObjectId>().ok()));
        if names.is_empty() || (!last && names.len() < 500) {
            return Ok(());
        }
        let booked = blob::booked(tx, &std::mem::take(&mut names))?;
        match booked.iter().find(|(portal, _)| *portal != plan.portal.0) {
            Some((_, id)) => Err(Error::Taken(format!(
                "object {id} belongs to another portal here"
            ))),
            None => Ok(()),
        }
    })
}

/// Calls `f` with the column `id` of each row of a table, and once more at the end.
fn ids(
    checked: &Checked,
    plan: &Plan,
    table: &str,
    f: &mut dyn FnMut(Option<&Json>, bool) -> Result<()>,
) -> Result<()> {
    let place = plan
        .columns
        .get(table)
        .and_then(|fields| fields.iter().position(|field| field.name == "id"));
    let Some(place) = place else { return Ok(()) };
    each_line(checked, table, &mut |cells| f(cells.get(place), false))?;
    f(None, true)
}

/// Calls `f` with the cells of each row of a table.
fn each_line(
    checked: &Checked,
    table: &str,
    f: &mut dyn FnMut(&[Json]) -> Result<()>,
) -> Result<()> {
    let mut file = File::open(&checked.path)?;
    for part in checked.parts.iter().filter(|part| part.table == table) {
        for cells in lines(&mut file, part)? {
            f(&cells)?;
        }
    }
    Ok(())
}

/// The rows of a part.
pub(super) fn lines(file: &mut File, part: &Part) -> Result<Vec<Vec<Json>>> {
    let bytes = read_part(file, part)?;
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let rows = lines
        .map(|line| row::cells(line).ok_or_else(|| Error::Altered("a row is no list".to_owned())));
    rows.collect()
}
