//! A portal whose audit trail is watched.

use axum::body::Body;
use portal::settings::Scope;
use portal::{PortalId, UserId, keys};
use serde_json::{Value, json};
use testkit::{Client, Kit, Portal};

/// Two portals' worth of requests per test would be noise: one owner, one portal, and the rows since the last look.
pub(crate) struct Trail {
    pub(crate) kit: Kit,
    pub(crate) portal: Portal,
    pub(crate) owner: Client,
    /// The portal's number.
    pub(crate) id: PortalId,
    seen: i64,
}

impl Trail {
    pub(crate) async fn of(kit: &Kit) -> Self {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let own = owner.ok("GET", "portal", None).await;
        let mut trail = Self {
            kit: kit.clone(),
            portal,
            owner,
            id: PortalId(own["tenantId"].as_i64().unwrap()),
            seen: 0,
        };
        trail.news().await;
        trail
    }

    /// Rows of everything done since the last look, the oldest first. A deed of its own marks the end: what was
    /// done before it is in the trail when it is.
    pub(crate) async fn news(&mut self) -> Vec<Value> {
        self.owner
            .ok(
                "POST",
                "settings/messagesettings",
                Some(json!({ "turnOn": true })),
            )
            .await;
        let (seen, owner) = (self.seen, self.owner.clone());
        let mut rows = testkit::eventually(async || {
            let rows = owner
                .ok("GET", "security/audit/events/filter?count=100", None)
                .await;
            let rows = rows.as_array().unwrap().clone();
            let new = |row: &Value| row["id"].as_i64() > Some(seen);
            let rows: Vec<Value> = rows.into_iter().filter(new).collect();
            let mark = rows.iter().position(|row| row["actionId"] == 6006)?;
            // What jobs did since belongs to the next look.
            Some(rows[mark..].to_vec())
        })
        .await;
        self.seen = rows.remove(0)["id"].as_i64().unwrap();
        rows.reverse();
        rows
    }

    /// The names of the actions done since the last look, the oldest first.
    pub(crate) async fn deeds(&mut self) -> Vec<String> {
        let rows = self.news().await;
        rows.iter().map(action).collect()
    }

    /// A confirm header as a mailed link carries it.
    pub(crate) fn link(&self, kind: &str, payload: &str, email: &str, user: &str) -> String {
        let here = self.kit.house().portals().installation();
        let key = keys::make(here, self.id, payload, sql::now());
        let sealed = here.encrypt(people::confirm::EMAIL_PURPOSE, email);
        format!("type={kind}&key={key}&encemail={sealed}&uid={user}")
    }

    /// The link that confirms or changes something of one person.
    pub(crate) fn personal_link(&self, kind: &str, email: &str, user: &str) -> String {
        let id = UserId(user.parse().unwrap());
        let payload = people::confirm::personal(email, kind, id);
        self.link(kind, &payload, email, user)
    }

    /// The link of the newest wish for another address.
    pub(crate) async fn address_link(&self, email: &str, user: &str) -> String {
        let id = UserId(user.parse().unwrap());
        let portals = self.kit.house().portals();
        let asked = portals.setting::<people::confirm::EmailAsked>(self.id, Scope::User(id));
        let payload = people::confirm::email_change(email, id, asked.await.unwrap().value.at);
        self.link("EmailChange", &payload, email, user)
    }
}

/// The name of a row's action.
pub(crate) fn action(row: &Value) -> String {
    let number = row["actionId"].as_i64().unwrap();
    let action = audit::action::MessageAction::from_number(number);
    action.unwrap().name().to_owned()
}

/// A call with headers of its own.
pub(crate) async fn call_with(
    client: &Client,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> (u16, Value) {
    let mut request = client.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let response = client.send(request.body(Body::from(body)).unwrap()).await;
    let json = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status().as_u16(), json)
}
