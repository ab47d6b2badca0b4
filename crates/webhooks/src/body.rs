//! The body of a request and its signature.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::model::{Delivery, Webhook};
use crate::reading::News;
use crate::record::{date, date_of, without_defaults};

/// Header of the signature.
pub(crate) const SIGNATURE: &str = "x-docspace-signature-256";

/// What a delivery tells: the event and the thing. Its number and the webhook are added with each attempt.
pub(crate) fn tell(news: &News<'_>, record: &Value) -> Value {
    json!({
        "event": without_defaults(json!({
            "createOn": date(news.event.recorded),
            "createBy": news.actor().map(|user| user.0),
            "trigger": news.trigger.name(),
            "triggerId": news.trigger.number(),
        })),
        "payload": record,
        "target": { "id": news.id, "type": news.kind() },
    })
}

/// The body of an attempt.
pub(crate) fn compose(delivery: &Delivery, webhook: &Webhook, now: sql::Micros) -> String {
    let mut body: Value = serde_json::from_str(&delivery.request).unwrap_or_default();
    let Some(members) = body.as_object_mut() else {
        return body.to_string();
    };
    // What the webhook was about is kept until it is known whether it is about one thing only.
    let target = match members.remove("target") {
        Some(target) => Some(target),
        None => members
            .get("webhook")
            .and_then(|webhook| webhook.get("target"))
            .cloned(),
    };
    let attempts = delivery.outcome.attempts;
    let description = without_defaults(json!({
        "id": webhook.id.0,
        "name": webhook.name,
        "url": webhook.uri,
        "triggers": webhook.triggers.names(),
        "target": target.filter(|_| !webhook.target.is_empty()),
        "lastFailureOn": date_of(webhook.failed),
        "lastFailureContent": webhook.failed.map(|_| webhook.failure.as_str()),
        "lastSuccessOn": date_of(webhook.succeeded),
        "retryCount": attempts,
        "retryOn": (attempts > 0).then(|| date(now)),
    }));
    members.insert("webhook".to_owned(), description);
    if let Some(event) = members.get_mut("event").and_then(Value::as_object_mut) {
        event.insert("id".to_owned(), delivery.id.0.into());
    }
    body.to_string()
}

/// `sha256=` and the HMAC-SHA256 of the body in upper-case hex.
pub(crate) fn sign(secret: &str, body: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body.as_bytes());
    format!("sha256={}", hex::encode_upper(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vector of RFC 4231 §4.3.
    #[test]
    fn signatures_are_hmac_sha256() {
        assert_eq!(
            sign("Jefe", "what do ya want for nothing?"),
            "sha256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843"
        );
    }
}
