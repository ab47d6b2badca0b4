//! Sending: one durable job a delivery, signed, tried again with growing pauses.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use jobs::{Failure, JobContext, NewJob, Workers};
use parking_lot::Mutex;
use portal::PortalId;
use portal::outbound::{Answer, Call, Unanswered, Unreachable};
use serde_json::{Value, json};
use sql::{Micros, Tx};

use crate::body::{SIGNATURE, compose, sign};
use crate::error::Error;
use crate::model::{Delivery, DeliveryId, Outcome, Webhook, WebhookId};
use crate::service::{DELETED, SECRET, UPDATED, Webhooks, record};
use crate::store::{deliveries, webhooks};

const KIND: &str = "webhooks.delivery";
/// How often a delivery is tried again.
const RETRIES: i64 = 5;
/// How long a webhook may fail before it is switched off.
const FAILING: Micros = 3 * 24 * 3600 * 1_000_000;
/// Bytes of an answer that are kept.
const KEPT: usize = 16 * 1024;
/// Deliveries to one webhook at a time: who does not answer holds up nobody else.
const AT_ONCE: u32 = 4;

/// Wants deliveries made.
pub(crate) fn want(tx: &mut Tx<'_>, all: &[(PortalId, DeliveryId)]) -> sql::Result<()> {
    let job = |(portal, id): &(PortalId, DeliveryId)| NewJob {
        portal: portal.0,
        owner: String::new(),
        kind: KIND,
        payload: json!({ "id": id.0 }),
        hidden: true,
        not_before: 0,
        total: 1,
    };
    jobs::enqueue_all(tx, all.iter().map(job).collect())
}

impl Webhooks {
    /// Registers the sending with workers of its own: slow servers keep no other work waiting.
    #[must_use]
    pub fn register_delivery(&self, workers: Workers) -> Workers {
        let this = self.clone();
        workers.register(KIND, move |job: JobContext| {
            let this = this.clone();
            async move { this.run(job).await.map(|()| Value::Null) }
        })
    }

    async fn run(&self, job: JobContext) -> Result<(), Failure> {
        let id = job.payload.get("id").and_then(Value::as_i64);
        let Some(id) = id.map(DeliveryId) else {
            return Ok(());
        };
        let portal = PortalId(job.portal);
        let found = self
            .db()
            .read(move |tx| {
                let Some(delivery) = deliveries::by_id(tx, portal, id)? else {
                    return Ok::<_, sql::Error>(None);
                };
                let webhook = webhooks::by_id(tx, portal, delivery.webhook)?;
                Ok(webhook.map(|webhook| (delivery, webhook)))
            })
            .await?;
        // A node may have died between the answer and the job's end.
        let to_do = |delivery: &Delivery| !delivery.outcome.is_success();
        let Some((delivery, webhook)) = found.filter(|(delivery, _)| to_do(delivery)) else {
            return Ok(());
        };
        // What somebody wants sent again is sent by a webhook that is off, too.
        if !webhook.enabled && delivery.event.is_some() {
            return Ok(());
        }
        let Some(_turn) = self.turns().take(webhook.id) else {
            return Err(Failure::Later(Duration::from_secs(2)));
        };
        self.attempt(delivery, webhook).await
    }

    /// Sends once and writes down how it went.
    async fn attempt(&self, delivery: Delivery, webhook: Webhook) -> Result<(), Failure> {
        let now = sql::now();
        let body = compose(&delivery, &webhook, now);
        let secret = self
            .portals()
            .installation()
            .decrypt(SECRET, &webhook.secret);
        let headers = headers(&sign(&secret.unwrap_or_default(), &body));
        let shown = shown(&headers);
        let answer = self.send(&webhook, headers, body.clone()).await;
        let attempts = delivery.outcome.attempts + 1;
        let outcome = outcome(&answer, shown, attempts, sql::now());
        let forbidden = matches!(
            answer,
            Err(Unanswered::Unreachable(Unreachable::Private(_)))
        );
        let fate = match outcome.status {
            _ if forbidden => Fate::Removed,
            410 => Fate::Removed,
            _ if outcome.is_success() => Fate::Done,
            _ if attempts > RETRIES => Fate::Done,
            _ => Fate::Again,
        };
        let written = outcome.clone();
        self.db()
            .write(move |tx| {
                write(
                    tx,
                    &delivery,
                    &webhook,
                    &body,
                    &written,
                    fate == Fate::Removed,
                )
            })
            .await
            .map_err(failure)?;
        match fate {
            Fate::Again => Err(Failure::Later(self.pause(attempts))),
            Fate::Done | Fate::Removed => Ok(()),
        }
    }

    async fn send(
        &self,
        webhook: &Webhook,
        headers: HeaderMap,
        body: String,
    ) -> Result<Answer, Unanswered> {
        let outbound = self.portals().outbound();
        let url = outbound.check(&webhook.uri).await?;
        let call = Call {
            headers,
            body: body.into_bytes(),
            any_certificate: !webhook.ssl,
            most: KEPT,
            ..Call::new(Method::POST, url, self.options().answer)
        };
        outbound.ask(call).await
    }

    /// The pause after an attempt: each is twice as long as the one before.
    fn pause(&self, attempts: i64) -> Duration {
        let doubled = u32::try_from(attempts - 1).unwrap_or_default();
        self.options().retry_after * 2_u32.saturating_pow(doubled)
    }
}

/// What becomes of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    Again,
    /// Its webhook is deleted.
    Removed,
}

fn write(
    tx: &mut Tx<'_>,
    delivery: &Delivery,
    webhook: &Webhook,
    body: &str,
    outcome: &Outcome,
    remove: bool,
) -> Result<(), Error> {
    let (portal, now) = (webhook.portal, sql::now());
    deliveries::attempted(tx, portal, delivery.id, body, outcome)?;
    if remove {
        if webhooks::delete(tx, portal, webhook.id)? > 0 {
            record(tx, None, webhook, DELETED)?;
        }
        return Ok(());
    }
    webhooks::attempted(tx, portal, webhook.id, outcome, now)?;
    if !outcome.is_success() && webhooks::give_up(tx, portal, webhook.id, now - FAILING)? {
        record(tx, None, webhook, UPDATED)?;
    }
    Ok(())
}

fn headers(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, json);
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    if let Ok(signature) = HeaderValue::from_str(signature) {
        headers.insert(HeaderName::from_static(SIGNATURE), signature);
    }
    headers
}

/// Headers as JSON text, for the log.
fn shown(headers: &HeaderMap) -> String {
    let pairs = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), Value::String(plain(&value)))
    });
    Value::Object(pairs.collect()).to_string()
}

fn outcome(
    answer: &Result<Answer, Unanswered>,
    request_headers: String,
    attempts: i64,
    now: Micros,
) -> Outcome {
    let (status, response, response_headers) = match answer {
        Ok(answer) => (
            answer.status.into(),
            plain(&String::from_utf8_lossy(&answer.body)),
            shown(&answer.headers),
        ),
        Err(error) => (0, error.to_string(), String::new()),
    };
    Outcome {
        request_headers,
        response,
        response_headers,
        status,
        delivered: Some(now),
        attempts,
    }
}

/// A text as it can be kept: PostgreSQL knows no NUL.
fn plain(text: &str) -> String {
    text.replace('\0', "")
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Sql(error) => error.into(),
        other => Failure::Final(other.to_string()),
    }
}

/// Who is being sent to by this node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<HashMap<WebhookId, u32>>>);

impl Turns {
    fn take(&self, webhook: WebhookId) -> Option<Turn> {
        let mut turns = self.0.lock();
        let taken = turns.entry(webhook).or_default();
        if *taken >= AT_ONCE {
            return None;
        }
        *taken += 1;
        Some(Turn {
            turns: self.clone(),
            webhook,
        })
    }
}

/// One delivery under way.
struct Turn {
    turns: Turns,
    webhook: WebhookId,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut turns = self.turns.0.lock();
        if let Some(taken) = turns.get_mut(&self.webhook) {
            *taken -= 1;
            if *taken == 0 {
                turns.remove(&self.webhook);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_webhook_takes_few_turns_and_gives_them_back() {
        let turns = Turns::default();
        let one = WebhookId(1);
        let taken: Vec<_> = (0..AT_ONCE).map(|_| turns.take(one)).collect();
        assert!(taken.iter().all(Option::is_some));
        assert!(turns.take(one).is_none());
        assert!(turns.take(WebhookId(2)).is_some(), "others have their own");
        drop(taken);
        assert!(turns.take(one).is_some());
    }
}
