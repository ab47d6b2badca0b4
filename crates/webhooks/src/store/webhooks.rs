//! Rows of webhooks.

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

use crate::model::{Outcome, Webhook, WebhookId};

const COLUMNS: &str = "portal_id, id, name, uri, secret, enabled, ssl, triggers, target, created_by, created, \
     modified_by, modified, status, failed, failure, succeeded, failing_since";

/// Webhooks of some portals that hear of events.
pub(crate) fn listening(tx: &mut Tx<'_>, portals: &[i64]) -> sql::Result<Vec<Webhook>> {
    let sql =
        format!("SELECT {COLUMNS} FROM webhooks WHERE portal_id = ANY($1) AND enabled ORDER BY id");
    tx.query(&sql, &params![portals.to_vec()])
}

/// Webhooks of a portal, or those of one person only.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: Option<UserId>,
) -> sql::Result<Vec<Webhook>> {
    let all = owner.is_none();
    let owner = owner.unwrap_or(UserId::NOBODY);
    let sql = format!(
        "SELECT {COLUMNS} FROM webhooks WHERE portal_id = $1 AND ($2 OR created_by = $3) ORDER BY id"
    );
    tx.query(&sql, &params![portal, all, owner])
}

pub(crate) fn count(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<i64> {
    tx.query_one(
        "SELECT COUNT(*) FROM webhooks WHERE portal_id = $1",
        &params![portal],
    )
}

pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: WebhookId,
) -> sql::Result<Option<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE portal_id = $1 AND id = $2");
    tx.query_opt(&sql, &params![portal, id])
}

pub(crate) fn insert(tx: &mut Tx<'_>, webhook: &Webhook) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO webhooks (portal_id, id, name, uri, secret, enabled, ssl, triggers, target, created_by,
            created, modified_by, modified, status, failure)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, '')",
        &params![
            webhook.portal,
            webhook.id,
            webhook.name.as_str(),
            webhook.uri.as_str(),
            webhook.secret.as_str(),
            webhook.enabled,
            webhook.ssl,
            webhook.triggers,
            webhook.target.as_str(),
            webhook.created_by,
            webhook.created,
            webhook.modified_by,
            webhook.modified
        ],
    )?;
    Ok(())
}

/// Writes what people may change. Whoever is switched on begins anew.
pub(crate) fn update(tx: &mut Tx<'_>, webhook: &Webhook) -> sql::Result<()> {
    tx.execute(
        "UPDATE webhooks SET name = $3, uri = $4, secret = $5, ssl = $6, triggers = $7, target = $8,
            modified_by = $9, modified = $10, enabled = $11,
            failing_since = CASE WHEN $11 AND NOT enabled THEN NULL ELSE failing_since END
         WHERE portal_id = $1 AND id = $2",
        &params![
            webhook.portal,
            webhook.id,
            webhook.name.as_str(),
            webhook.uri.as_str(),
            webhook.secret.as_str(),
            webhook.ssl,
            webhook.triggers,
            webhook.target.as_str(),
            webhook.modified_by,
            webhook.modified,
            webhook.enabled
        ],
    )?;
    Ok(())
}

pub(crate) fn delete(tx: &mut Tx<'_>, portal: PortalId, id: WebhookId) -> sql::Result<u64> {
    tx.execute(
        "DELETE FROM webhooks WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )
}

/// Writes how an attempt went.
pub(crate) fn attempted(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: WebhookId,
    outcome: &Outcome,
    now: Micros,
) -> sql::Result<()> {
    if outcome.is_success() {
        tx.execute(
            "UPDATE webhooks SET status = $3, succeeded = $4, failing_since = NULL
             WHERE portal_id = $1 AND id = $2",
            &params![portal, id, outcome.status, now],
        )?;
    } else {
        tx.execute(
            "UPDATE webhooks SET status = $3, failed = $4, failure = $5,
                failing_since = COALESCE(failing_since, $4)
             WHERE portal_id = $1 AND id = $2",
            &params![portal, id, outcome.status, now, outcome.response.as_str()],
        )?;
    }
    Ok(())
}

/// Switches a webhook off that has failed since before `limit`. Returns whether it did.
pub(crate) fn give_up(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: WebhookId,
    limit: Micros,
) -> sql::Result<bool> {
    let changed = tx.execute(
        "UPDATE webhooks SET enabled = FALSE
         WHERE portal_id = $1 AND id = $2 AND enabled AND failing_since < $3",
        &params![portal, id, limit],
    )?;
    Ok(changed > 0)
}
