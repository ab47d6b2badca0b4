//! SQL in, nouns out.

use std::collections::HashMap;

use blob::{Object, ObjectId};
use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

use crate::archive::STYLE;
use crate::model::{Area, Config, Plugin};

/// Where rows refer to objects.
pub const REFERENCES: [&str; 1] = ["SELECT portal_id, object_id FROM plugin_files"];

/// Plugins a portal sees: first those of the installation, each kind by name.
pub(crate) fn seen(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<Vec<Plugin>> {
    let rows: Vec<(i64, String, UserId, Micros, bool)> = tx.query(
        "SELECT p.portal_id, p.config, p.created_by, p.created, EXISTS (SELECT 1 FROM plugin_files f
            WHERE f.portal_id = p.portal_id AND f.name = p.name AND f.path = $2)
         FROM plugins p WHERE p.portal_id = 0 OR p.portal_id = $1 ORDER BY p.portal_id, p.name",
        &params![portal, STYLE],
    )?;
    let plugin = |(area, config, created_by, created, has_style): (i64, String, _, _, _)| Plugin {
        area: match area {
            0 => Area::System,
            id => Area::Portal(id),
        },
        config: serde_json::from_str(&config).unwrap_or_default(),
        created_by,
        created,
        has_style,
    };
    Ok(rows.into_iter().map(plugin).collect())
}

/// Names and script names of all portals' plugins: what a plugin of the installation must not be called.
pub(crate) fn of_portals(tx: &mut Tx<'_>) -> sql::Result<Vec<(String, String)>> {
    tx.query(
        "SELECT name, plugin_name FROM plugins WHERE portal_id <> 0",
        &[],
    )
}

/// Puts a plugin in, in place of one of its name.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    area: Area,
    config: &Config,
    by: UserId,
    now: Micros,
) -> sql::Result<()> {
    let text =
        serde_json::to_string(config).map_err(|error| sql::Error::Other(error.to_string()))?;
    tx.execute(
        "INSERT INTO plugins (portal_id, name, plugin_name, config, created_by, created)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (portal_id, name) DO UPDATE SET plugin_name = excluded.plugin_name,
            config = excluded.config, created_by = excluded.created_by, created = excluded.created",
        &params![
            area.number(),
            config.name.as_str(),
            config.plugin_name.as_str(),
            text,
            by,
            now
        ],
    )?;
    Ok(())
}

/// Removes a plugin and its files.
pub(crate) fn remove(tx: &mut Tx<'_>, area: Area, name: &str, now: Micros) -> blob::Result<()> {
    drop_files(tx, area, name, now)?;
    tx.execute(
        "DELETE FROM plugins WHERE portal_id = $1 AND name = $2",
        &params![area.number(), name],
    )?;
    Ok(())
}

/// Removes the files of a plugin.
pub(crate) fn drop_files(tx: &mut Tx<'_>, area: Area, name: &str, now: Micros) -> blob::Result<()> {
    let objects: Vec<ObjectId> = tx.query(
        "DELETE FROM plugin_files WHERE portal_id = $1 AND name = $2 RETURNING object_id",
        &params![area.number(), name],
    )?;
    blob::release_all(tx, area.number(), &objects, now)
}

/// Adds a file.
pub(crate) fn add_file(
    tx: &mut Tx<'_>,
    area: Area,
    name: &str,
    path: &str,
    object: &Object,
    now: Micros,
) -> blob::Result<()> {
    blob::register(tx, area.number(), object, now)?;
    tx.execute(
        "INSERT INTO plugin_files (portal_id, name, path, object_id) VALUES ($1, $2, $3, $4)",
        &params![area.number(), name, path, object.id],
    )?;
    Ok(())
}

/// The object of a file.
pub(crate) fn file(
    tx: &mut Tx<'_>,
    area: Area,
    name: &str,
    path: &str,
) -> sql::Result<Option<ObjectId>> {
    tx.query_opt(
        "SELECT object_id FROM plugin_files WHERE portal_id = $1 AND name = $2 AND path = $3",
        &params![area.number(), name, path],
    )
}

/// What a portal does with plugins, by their names: whether they are on, and their settings, encrypted.
pub(crate) fn states(
    tx: &mut Tx<'_>,
    portal: PortalId,
) -> sql::Result<HashMap<String, (bool, String)>> {
    let rows: Vec<(String, bool, String)> = tx.query(
        "SELECT name, enabled, settings FROM plugin_states WHERE portal_id = $1",
        &params![portal],
    )?;
    let pair = |(name, enabled, settings)| (name, (enabled, settings));
    Ok(rows.into_iter().map(pair).collect())
}

/// Says what a portal does with a plugin.
pub(crate) fn set_state(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
    enabled: bool,
    settings: &str,
) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO plugin_states (portal_id, name, enabled, settings) VALUES ($1, $2, $3, $4)
         ON CONFLICT (portal_id, name) DO UPDATE SET enabled = excluded.enabled, settings = excluded.settings",
        &params![portal, name, enabled, settings],
    )?;
    Ok(())
}

/// Forgets what a portal does with a plugin; of one of the installation, what all portals do.
pub(crate) fn forget_state(
    tx: &mut Tx<'_>,
    portal: Option<PortalId>,
    name: &str,
) -> sql::Result<()> {
    let (all, portal) = (portal.is_none(), portal.unwrap_or(PortalId(0)));
    tx.execute(
        "DELETE FROM plugin_states WHERE ($1 OR portal_id = $2) AND name = $3",
        &params![all, portal, name],
    )?;
    Ok(())
}
