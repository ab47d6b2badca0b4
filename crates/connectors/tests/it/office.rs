//! An office as far as WOPI goes, and a portal that has it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use ring::rand::SystemRandom;
use ring::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use serde_json::Value;
use sql::testing::TestDatabase;
use testkit::{Client, Kit};

/// Keys made for these tests.
const PRESENT: &[u8] = include_bytes!("keys/present.der");
const FORMER: &[u8] = include_bytes!("keys/former.der");

/// 1970-01-01 in the tenths of microseconds of proofs.
const EPOCH: i64 = 621_355_968_000_000_000;

#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) port: u16,
    present: Arc<RsaKeyPair>,
    former: Arc<RsaKeyPair>,
    /// Which key signs, and how old its proofs are (seconds).
    pub(crate) signs: Arc<Mutex<(Signs, i64)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signs {
    Present,
    Former,
    Nothing,
}

/// What the office gets.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or("(none)")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Office {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = |der| Arc::new(RsaKeyPair::from_pkcs8(der).unwrap());
        let office = Self {
            port: listener.local_addr().unwrap().port(),
            present: key(PRESENT),
            former: key(FORMER),
            signs: Arc::new(Mutex::new((Signs::Present, 0))),
        };
        let told = office.discovery();
        let app = Router::new().route("/hosting/discovery", get(async || told));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        office
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn discovery(&self) -> String {
        let numbers = |key: &RsaKeyPair, kind: &str| {
            let public: RsaPublicKeyComponents<Vec<u8>> = key.public_key().into();
            let number = |bytes: &[u8]| STANDARD.encode(bytes);
            format!(
                "{kind}modulus=\"{}\" {kind}exponent=\"{}\"",
                number(&public.n),
                number(&public.e)
            )
        };
        let action = |name: &str, format: &str| {
            let url = format!("{}/{name}?&lt;ui=UI_LLCC&amp;&gt;", self.url());
            format!("<action name=\"{name}\" ext=\"{format}\" urlsrc=\"{url}\"/>")
        };
        format!(
            "<?xml version=\"1.0\"?><wopi-discovery><net-zone name=\"external-http\"><app name=\"Word\">{}{}{}</app>\
             </net-zone><proof-key {} {}/></wopi-discovery>",
            action("edit", "docx"),
            action("view", "docx"),
            action("view", "odt"),
            numbers(&self.present, ""),
            numbers(&self.former, "old")
        )
    }

    /// Asks the portal with a proof.
    pub(crate) async fn ask(
        &self,
        portal: &Client,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Got {
        let (signs, age) = *self.signs.lock().unwrap();
        let stamp = EPOCH + (sql::now() - age * 1_000_000) * 10;
        let token = path.split_once("access_token=").map(|(_, token)| token);
        let token = token.unwrap_or_default();
        let address = format!("http://localhost{path}").to_uppercase();
        let mut said = Vec::new();
        for part in [token.as_bytes(), address.as_bytes(), &stamp.to_be_bytes()] {
            said.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
            said.extend(part);
        }
        let sign = |key: &RsaKeyPair| {
            let mut code = vec![0; key.public().modulus_len()];
            key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &said, &mut code)
                .unwrap();
            STANDARD.encode(code)
        };
        let mut request = portal
            .request(method, path)
            .header("x-wopi-timestamp", stamp.to_string());
        request = match signs {
            Signs::Present => request
                .header("x-wopi-proof", sign(&self.present))
                .header("x-wopi-proofold", sign(&self.former)),
            Signs::Former => request.header("x-wopi-proof", sign(&self.former)),
            Signs::Nothing => request,
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_vec())).unwrap();
        let answer = portal.send(request).await;
        Got {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer.into_body().to_vec(),
        }
    }

    /// The same with an override.
    pub(crate) async fn post(
        &self,
        portal: &Client,
        path: &str,
        override_: &str,
        headers: &[(&str, &str)],
    ) -> Got {
        let headers = [&[("x-wopi-override", override_)], headers].concat();
        self.ask(portal, ("POST", path), &headers, b"").await
    }

    /// Saves content.
    pub(crate) async fn put(&self, portal: &Client, door: &Door, lock: &str, text: &[u8]) -> Got {
        let headers = [("x-wopi-override", "PUT"), ("x-wopi-lock", lock)];
        let path = door.contents();
        self.ask(portal, ("POST", &path), &headers, text).await
    }
}

/// The way into the office that somebody got.
pub(crate) struct Door {
    /// Where the form leads.
    pub(crate) action: String,
    pub(crate) file: i64,
    pub(crate) token: String,
}

impl Door {
    pub(crate) fn path(&self) -> String {
        format!("/wopi/files/{}?access_token={}", self.file, self.token)
    }

    pub(crate) fn contents(&self) -> String {
        let token = &self.token;
        format!("/wopi/files/{}/contents?access_token={token}", self.file)
    }
}

/// The page of a file, as a browser gets it.
pub(crate) async fn page(who: &Client, file: i64, more: &str) -> Got {
    let path = format!("/doceditor?fileId={file}{more}");
    let request = who.request("GET", &path).header("accept", "text/html");
    let answer = who.send(request.body(Body::empty()).unwrap()).await;
    Got {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        body: answer.into_body().to_vec(),
    }
}

/// The form of a page; nothing when the portal's own app is there.
pub(crate) async fn door(who: &Client, file: i64, more: &str) -> Option<Door> {
    let got = page(who, file, more).await;
    let text = String::from_utf8(got.body).unwrap();
    let between = |start: &str| {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once('"')?.0.replace("&amp;", "&"))
    };
    Some(Door {
        action: between("target=\"office\" action=\"")?,
        file,
        token: between("name=\"access_token\" value=\"")?,
    })
}

/// Runs a test with an office on each database.
pub(crate) async fn for_each_office<F>(test: impl AsyncFn(Kit, Office) -> F) {
    for database in TestDatabase::all().await {
        let office = Office::start().await;
        let url = office.url();
        let kit = Kit::start(database, |config| config.wopi_office = url.clone()).await;
        test(kit.clone(), office).await;
        kit.house().close().await;
    }
}
