//! Rows of deliveries.

use portal::{PortalId, UserId};
use sql::{Micros, Tx, Value, params};

use crate::model::{Delivery, DeliveryId, Outcome, WebhookId};
use crate::trigger::Triggers;

const COLUMNS: &str = "portal_id, id, webhook_id, event_id, owner, name, uri, trigger_id, created, request, \
     request_headers, response, response_headers, status, delivered, attempts";

/// Keeps deliveries that are to be made. Returns those that are new: an event may come twice.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    deliveries: Vec<Delivery>,
) -> sql::Result<Vec<(PortalId, DeliveryId)>> {
    let mut new = Vec::new();
    for one in deliveries {
        let made = tx.execute(
            "INSERT INTO webhook_deliveries (portal_id, id, webhook_id, event_id, owner, name, uri, trigger_id,
                created, request, request_headers, response, response_headers, status, attempts)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', 0, 0) ON CONFLICT DO NOTHING",
            &params![
                one.portal,
                one.id,
                one.webhook,
                one.event,
                one.owner,
                one.name.as_str(),
                one.uri.as_str(),
                one.trigger,
                one.created,
                one.request.as_str()
            ],
        )?;
        if made > 0 {
            new.push((one.portal, one.id));
        }
    }
    Ok(new)
}

pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: DeliveryId,
) -> sql::Result<Option<Delivery>> {
    let sql = format!("SELECT {COLUMNS} FROM webhook_deliveries WHERE portal_id = $1 AND id = $2");
    tx.query_opt(&sql, &params![portal, id])
}

pub(crate) fn by_ids(tx: &mut Tx<'_>, portal: PortalId, ids: &[i64]) -> sql::Result<Vec<Delivery>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM webhook_deliveries WHERE portal_id = $1 AND id = ANY($2) ORDER BY id"
    );
    tx.query(&sql, &params![portal, ids.to_vec()])
}

/// Writes how an attempt went.
pub(crate) fn attempted(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: DeliveryId,
    request: &str,
    outcome: &Outcome,
) -> sql::Result<()> {
    tx.execute(
        "UPDATE webhook_deliveries SET request = $3, request_headers = $4, response = $5, response_headers = $6,
            status = $7, delivered = $8, attempts = $9
         WHERE portal_id = $1 AND id = $2",
        &params![
            portal,
            id,
            request,
            outcome.request_headers.as_str(),
            outcome.response.as_str(),
            outcome.response_headers.as_str(),
            outcome.status,
            outcome.delivered,
            outcome.attempts
        ],
    )?;
    Ok(())
}

/// Which deliveries are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Of webhooks of this person.
    pub(crate) owner: Option<UserId>,
    pub(crate) id: Option<DeliveryId>,
    pub(crate) webhook: Option<WebhookId>,
    pub(crate) uri: Option<String>,
    pub(crate) trigger: Option<Triggers>,
    /// Tried not before.
    pub(crate) from: Option<Micros>,
    /// Tried not after.
    pub(crate) to: Option<Micros>,
    /// Statuses from and to, both inclusive; one of them must fit. Empty: any.
    pub(crate) statuses: Vec<(i64, i64)>,
}

impl Filter {
    fn conditions(&self, portal: PortalId) -> (String, Vec<Value>) {
        let mut params: Vec<Value> = vec![portal.into()];
        let mut text = "portal_id = $1".to_owned();
        let mut and = |condition: &str, value: Option<Value>| {
            let Some(value) = value else { return };
            params.push(value);
            text.push_str(" AND ");
            text.push_str(&condition.replace('?', &format!("${}", params.len())));
        };
        and("owner = ?", self.owner.map(Into::into));
        and("id = ?", self.id.map(Into::into));
        and("webhook_id = ?", self.webhook.map(Into::into));
        and("uri = ?", self.uri.as_deref().map(Into::into));
        and("trigger_id = ?", self.trigger.map(Into::into));
        and("delivered >= ?", self.from.map(Into::into));
        and("delivered <= ?", self.to.map(Into::into));
        let ranges: Vec<String> = self
            .statuses
            .iter()
            .map(|(from, to)| format!("status BETWEEN {from} AND {to}"))
            .collect();
        if !ranges.is_empty() {
            text.push_str(&format!(" AND ({})", ranges.join(" OR ")));
        }
        (text, params)
    }
}

/// A page of the deliveries that fit, from the newest, and how many fit.
pub(crate) fn page(
    tx: &mut Tx<'_>,
    portal: PortalId,
    filter: &Filter,
    skip: i64,
    count: i64,
) -> sql::Result<(Vec<Delivery>, i64)> {
    let (conditions, mut params) = filter.conditions(portal);
    let total = tx.query_one(
        &format!("SELECT COUNT(*) FROM webhook_deliveries WHERE {conditions}"),
        &params,
    )?;
    params.extend([Value::from(count), Value::from(skip)]);
    let (limit, offset) = (params.len() - 1, params.len());
    let sql = format!(
        "SELECT {COLUMNS} FROM webhook_deliveries WHERE {conditions}
         ORDER BY id DESC LIMIT ${limit} OFFSET ${offset}"
    );
    Ok((tx.query(&sql, &params)?, total))
}

/// Deletes up to `piece` deliveries that are older. Returns how many.
pub(crate) fn expire(tx: &mut Tx<'_>, before: Micros, piece: i64) -> sql::Result<u64> {
    tx.execute(
        "DELETE FROM webhook_deliveries WHERE (portal_id, id) IN
            (SELECT portal_id, id FROM webhook_deliveries WHERE created < $1 LIMIT $2)",
        &params![before, piece],
    )
}
