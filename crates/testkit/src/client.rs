//! Somebody who makes requests.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// An answer: HTTP status and JSON body (`null` when there is none).
pub type Answer = (u16, Value);

/// A caller of the API: portal by `Origin`, person by token. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    app: Router,
    origin: Option<String>,
    token: Option<String>,
    address: Option<String>,
    link: Option<String>,
    salt: Arc<str>,
    /// Id of the person, empty for strangers.
    pub id: String,
    /// E-mail of the person, empty for strangers.
    pub email: String,
}

impl Client {
    pub(crate) fn new(app: Router, salt: &str) -> Self {
        Self {
            salt: salt.into(),
            app,
            origin: None,
            token: None,
            address: None,
            link: None,
            id: String::new(),
            email: String::new(),
        }
    }

    /// The same in a portal, without token.
    #[must_use]
    pub fn in_portal(&self, alias: &str) -> Self {
        let origin = Some(format!("http://{alias}"));
        Self {
            origin,
            token: None,
            id: String::new(),
            email: String::new(),
            ..self.clone()
        }
    }

    /// The same with a token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The same from an address, through a proxy that the product trusts.
    #[must_use]
    pub fn from_address(&self, address: &str) -> Self {
        Self {
            address: Some(address.to_owned()),
            ..self.clone()
        }
    }

    /// The same with a confirm link: what follows the question mark of its address.
    #[must_use]
    pub fn with_link(&self, link: &str) -> Self {
        Self {
            link: Some(link.to_owned()),
            ..self.clone()
        }
    }

    /// The same person asking another node.
    #[must_use]
    pub fn at(&self, node: &crate::Kit) -> Self {
        Self {
            app: node.app(),
            ..self.clone()
        }
    }

    /// The token, for requests made by hand.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A password as clients send it. Counted once: its 100 000 rounds are half of a short test's time otherwise.
    #[must_use]
    pub(crate) fn password_hash(&self, password: &str) -> String {
        static COUNTED: Mutex<BTreeMap<(Arc<str>, String), String>> = Mutex::new(BTreeMap::new());
        let key = (Arc::clone(&self.salt), password.to_owned());
        let mut counted = COUNTED.lock().expect("nobody panics while counting");
        let hash = counted.entry(key).or_insert_with(|| {
            let rounds = access::password::ROUNDS;
            let hash = stretch::stretch(password.as_bytes(), self.salt.as_bytes(), rounds);
            hash.iter().map(|byte| format!("{byte:02x}")).collect()
        });
        hash.clone()
    }

    /// Signs in.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn sign_in(&self, email: &str, password: &str) -> Self {
        // In clear: the trail of sign-ins tells this from a client's hash, and tests read it.
        let body = serde_json::json!({"userName": email, "password": password});
        let (status, json) = self.post("authentication", body).await;
        assert_eq!(status, 200, "sign-in of {email}: {json}");
        let token = json["response"]["token"].as_str().expect("a token");
        let mut client = self.with_token(token);
        email.clone_into(&mut client.email);
        client.id = client.ok("GET", "people/@self", None).await["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        client
    }

    /// `GET`; the path is meant below `/api/2.0/` unless it starts with a slash.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    /// `POST` with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    /// `PUT` with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call("PUT", path, Some(body)).await
    }

    /// `DELETE` without a body.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None).await
    }

    /// Any verb.
    ///
    /// # Panics
    /// When the answer is no JSON.
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method, path);
        let body = body.map(|body| body.to_string());
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request
            .body(Body::from(body.unwrap_or_default()))
            .expect("a request");
        let response = self.send(request).await;
        let status = response.status().as_u16();
        let bytes = response.into_body();
        let json = match bytes.as_ref() {
            [] => Value::Null,
            bytes => serde_json::from_slice(bytes).unwrap_or_else(|_| {
                panic!(
                    "{method} {path}: no JSON: {}",
                    String::from_utf8_lossy(bytes)
                )
            }),
        };
        (status, json)
    }

    /// A call that must answer 200; gives `response`.
    ///
    /// # Panics
    /// When it answers something else.
    pub async fn ok(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, mut json) = self.call(method, path, body).await;
        assert_eq!(status, 200, "{method} {path}: {json}");
        json["response"].take()
    }

    /// Follows the short address of a letter, as a browser would, and gives the path it leads to.
    ///
    /// # Panics
    /// When it leads nowhere.
    pub async fn follow(&self, address: &str) -> String {
        let path = address.find("/s/").map(|start| &address[start..]);
        let request = self.request("GET", path.expect("a short address"));
        let response = self
            .send(request.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(response.status(), 302, "{address}");
        let target = response.headers().get(header::LOCATION).expect("a target");
        let target = target.to_str().expect("an address");
        target.trim_start_matches("http://localhost").to_owned()
    }

    /// A call with a confirm link, by the path it leads to.
    ///
    /// # Panics
    /// When the answer is no JSON.
    pub async fn confirmed(
        &self,
        link: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let link = link.split_once('?').map_or(link, |(_, query)| query);
        let mut request = self.request(method, path).header("confirm", link);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let response = self
            .send(request.body(Body::from(body)).expect("a request"))
            .await;
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        (response.status().as_u16(), json)
    }

    /// Uploads a file as the form field `file`.
    pub async fn upload(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        self.send_file("POST", path, name, content).await
    }

    /// The same with another verb.
    ///
    /// # Panics
    /// When the verb is none.
    pub async fn send_file(&self, method: &str, path: &str, name: &str, content: &[u8]) -> Answer {
        const EDGE: &str = "testkit-edge";
        let head = format!(
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{EDGE}--\r\n");
        let body = [head.as_bytes(), content, tail.as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = self
            .request(method, path)
            .header(header::CONTENT_TYPE, kind);
        let response = self
            .send(request.body(Body::from(body)).expect("a request"))
            .await;
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_slice(response.body()).unwrap_or(Value::Null),
        )
    }

    /// A request to be finished by hand, with portal and token set.
    ///
    /// # Panics
    /// When the verb is none.
    pub fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let uri = match path.strip_prefix('/') {
            Some(_) => path.to_owned(),
            None => format!("/api/2.0/{path}"),
        };
        let method: Method = method.parse().expect("a verb");
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header(header::HOST, "localhost");
        if let Some(origin) = &self.origin {
            request = request.header(header::ORIGIN, origin);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(link) = &self.link {
            request = request.header("confirm", link);
        }
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        request
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Panics
    /// When the answer breaks off.
    pub async fn send(&self, request: Request<Body>) -> Response<Bytes> {
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole answer").to_bytes();
        Response::from_parts(parts, bytes)
    }
}
