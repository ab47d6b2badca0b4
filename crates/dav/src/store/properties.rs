//! Properties that clients set and this server does not understand.

use std::collections::HashMap;

use files::model::EntryRef;
use portal::PortalId;
use sql::{Tx, params};

/// A property as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// The whole element, as XML that stands alone.
    pub(crate) value: String,
}

/// The properties of entries. Two statements at most.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entries: &[EntryRef],
) -> Result<HashMap<EntryRef, Vec<Property>>, sql::Error> {
    let mut found: HashMap<EntryRef, Vec<Property>> = HashMap::new();
    for kind in [1_i64, 2] {
        let ids: Vec<i64> = entries
            .iter()
            .filter(|entry| entry.kind() == kind)
            .map(|entry| entry.number())
            .collect();
        if ids.is_empty() {
            continue;
        }
        let rows: Vec<(i64, String, String, String)> = tx.query(
            "SELECT entry_id, namespace, name, value FROM dav_properties \
             WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = ANY($3) \
             ORDER BY entry_id, namespace, name",
            &params![portal, kind, ids],
        )?;
        for (id, namespace, name, value) in rows {
            if let Some(entry) = EntryRef::from_columns(kind, id) {
                found.entry(entry).or_default().push(Property {
                    namespace,
                    name,
                    value,
                });
            }
        }
    }
    Ok(found)
}

pub(crate) fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    property: &Property,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO dav_properties (portal_id, entry_kind, entry_id, namespace, name, value) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (portal_id, entry_kind, entry_id, namespace, name) DO UPDATE SET value = $6",
        &params![
            portal,
            entry.kind(),
            entry.number(),
            property.namespace.clone(),
            property.name.clone(),
            property.value.clone()
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    namespace: &str,
    name: &str,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM dav_properties WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = $3 \
         AND namespace = $4 AND name = $5",
        &params![portal, entry.kind(), entry.number(), namespace, name],
    )?;
    Ok(())
}

/// Gives an entry the properties of another one, and no others.
pub(crate) fn copy(
    tx: &mut Tx<'_>,
    portal: PortalId,
    from: EntryRef,
    to: EntryRef,
) -> Result<(), sql::Error> {
    forget(tx, portal, to)?;
    tx.execute(
        "INSERT INTO dav_properties (portal_id, entry_kind, entry_id, namespace, name, value) \
         SELECT portal_id, $4, $5, namespace, name, value FROM dav_properties \
         WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = $3",
        &params![portal, from.kind(), from.number(), to.kind(), to.number()],
    )?;
    Ok(())
}

/// Removes all properties of an entry.
pub(crate) fn forget(tx: &mut Tx<'_>, portal: PortalId, entry: EntryRef) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM dav_properties WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = $3",
        &params![portal, entry.kind(), entry.number()],
    )?;
    Ok(())
}

/// Some entries that have properties, after another one.
pub(crate) fn entries_after(
    tx: &mut Tx<'_>,
    after: (PortalId, i64, i64),
    most: i64,
) -> Result<Vec<(PortalId, EntryRef)>, sql::Error> {
    let (portal, kind, id) = after;
    let rows: Vec<(i64, i64, i64)> = tx.query(
        "SELECT DISTINCT portal_id, entry_kind, entry_id FROM dav_properties \
         WHERE portal_id > $1 OR (portal_id = $1 AND (entry_kind > $2 \
         OR (entry_kind = $2 AND entry_id > $3))) \
         ORDER BY portal_id, entry_kind, entry_id LIMIT $4",
        &params![portal, kind, id, most],
    )?;
    let entries = rows.into_iter().filter_map(|(portal, kind, id)| {
        Some((PortalId(portal), EntryRef::from_columns(kind, id)?))
    });
    Ok(entries.collect())
}
