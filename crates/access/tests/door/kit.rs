//! Somebody at a browser: cookies and confirm headers.

use axum::body::Body;
use http::header;
use serde_json::{Value, json};
use testkit::{Client, Kit};
use totp_rs::{Builder, Secret};

pub(crate) const PASSWORD: &str = "test1234";

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) body: Value,
    cookies: Vec<String>,
}

impl Seen {
    /// The value of a cookie that was set, not of one that was cleared.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let value = |text: &String| {
            let pair = text.split(';').next()?;
            let value = pair.strip_prefix(name)?.strip_prefix('=')?;
            (!value.is_empty()).then(|| value.to_owned())
        };
        self.cookies.iter().find_map(value)
    }

    pub(crate) fn response(&self) -> &Value {
        assert_eq!(self.status, 200, "{:?}", self.body);
        &self.body["response"]
    }

    pub(crate) fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or_default()
    }

    /// The confirm header of the step this answer leads to, its key and all.
    pub(crate) fn step(&self) -> String {
        let url = self.body["response"]["confirmUrl"].as_str();
        let url = url.or(self.body["response"].as_str()).unwrap();
        let query = url.split_once('?').unwrap().1;
        assert!(!query.contains("key="), "the key is in the cookie only");
        let kind = url.split("/confirm/").nth(1).unwrap();
        let kind = kind.split('?').next().unwrap();
        let key = self.cookie(&format!("asc_confirm_key_{kind}")).unwrap();
        format!("{query}&key={key}")
    }
}

/// A call with headers made by hand.
pub(crate) async fn call(
    client: &Client,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> Seen {
    let mut request = client.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let response = client.send(request.body(Body::from(body)).unwrap()).await;
    let cookies = response.headers().get_all(header::SET_COOKIE).iter();
    let cookies = cookies.map(|v| v.to_str().unwrap().to_owned()).collect();
    Seen {
        status: response.status().as_u16(),
        body: serde_json::from_slice(response.body()).unwrap_or_default(),
        cookies,
    }
}

/// The password of a person.
pub(crate) fn login(email: &str) -> Value {
    json!({ "userName": email, "password": PASSWORD })
}

/// Password and code.
pub(crate) fn both(email: &str, code: &str) -> Value {
    json!({ "userName": email, "password": PASSWORD, "code": code })
}

/// Signs in as far as it goes.
pub(crate) async fn sign_in(stranger: &Client, email: &str) -> Seen {
    call(stranger, "POST", "authentication", &[], Some(login(email))).await
}

/// Shows a code behind a step.
pub(crate) async fn validate(stranger: &Client, step: &str, code: &str) -> Seen {
    let (path, body) = ("settings/tfaapp/validate", json!({ "code": code }));
    call(stranger, "POST", path, &[("confirm", step)], Some(body)).await
}

/// What an app shows: the code of now, or of some steps later.
pub(crate) fn code(secret: &str, later: u64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let now = u64::try_from(sql::now() / 1_000_000).unwrap();
    let app = Builder::new().with_secret(secret).build().unwrap();
    app.generate(now + later * 30).to_string()
}

/// Switches the factor by app on for everybody.
pub(crate) async fn switch_on(owner: &Client) {
    let body = json!({ "type": 2 });
    assert_eq!(owner.ok("PUT", "settings/tfaapp", Some(body)).await, true);
}

/// Links an app with the code of now; gives its secret and the person, signed in.
pub(crate) async fn link_app(stranger: &Client, email: &str) -> (String, Client) {
    let seen = sign_in(stranger, email).await;
    let secret = seen.response()["tfaKey"].as_str().unwrap().to_owned();
    let path = "authentication/000000";
    let seen = call(
        stranger,
        "POST",
        path,
        &[],
        Some(both(email, &code(&secret, 0))),
    )
    .await;
    let token = seen.response()["token"].as_str().unwrap();
    (secret, stranger.with_token(token))
}

/// Actions of the login history so far, in their order.
pub(crate) async fn actions(kit: &Kit, kind: &'static str) -> Vec<i64> {
    let read = move |tx: &mut sql::Tx<'_>| {
        tx.query(
            "SELECT data FROM events WHERE kind = $1 ORDER BY id",
            &sql::params![kind],
        )
    };
    let all: Vec<String> = kit.house().db().read(read).await.unwrap();
    let action = |text: &String| {
        let data: Value = serde_json::from_str(text).unwrap();
        data["action"].as_i64()
    };
    all.iter().filter_map(action).collect()
}
