//! Which document server a portal has: `files/docservice` (`files/06c §9`).

use axum::extract::State;
use portal::settings::Scope;
use portal::{BaseUrl, Caller, Here};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Query, Routes, routes};

use crate::Connectors;
use crate::server::{DocumentServer, SECRET};

const BAD_ADDRESS: &str = "Invalid input urls";
const BAD_HEADER: &str = "Invalid signature header";
const MIXED: &str =
    "Mixed Active Content is not allowed. HTTPS address for Document Server is required.";
const NOT_THERE: &str = "Unable to establish a connection with the Document Server.";

pub(crate) fn routes() -> Routes<Connectors> {
    Routes::new().routes(routes!(get_doc_service_url, check_doc_service_url))
}

/// A portal's document server. Its secret is never told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DocServiceUrlDto {
    #[schema(nullable)]
    version: String,
    #[schema(nullable)]
    doc_service_url_api: String,
    #[schema(nullable)]
    doc_service_url: String,
    #[schema(nullable)]
    doc_service_preload_url: String,
    #[schema(nullable)]
    doc_service_url_internal: String,
    #[schema(nullable)]
    doc_service_portal_url: String,
    #[schema(nullable)]
    doc_service_signature_header: String,
    doc_service_ssl_verification: bool,
    is_default: bool,
}

impl DocServiceUrlDto {
    fn of(server: DocumentServer, is_default: bool, version: String) -> Self {
        let below = |path: &str| match server.url.is_empty() {
            true => String::new(),
            false => format!("{}{path}", server.url),
        };
        Self {
            version,
            doc_service_url_api: below("web-apps/apps/api/documents/api.js"),
            doc_service_preload_url: below("web-apps/apps/api/documents/preload.html"),
            doc_service_ssl_verification: !server.any_certificate,
            is_default,
            doc_service_url_internal: server.internal,
            doc_service_portal_url: server.portal,
            doc_service_signature_header: server.header,
            doc_service_url: server.url,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    version: bool,
}

impl Validate for Asked {}

/// The document server of the portal.
#[utoipa::path(get, path = "/api/2.0/files/docservice", operation_id = "getDocServiceUrl",
    tag = "Files / Settings", params(("version" = Option<bool>, Query)), security(()),
    responses((status = 200, body = Envelope<DocServiceUrlDto>)))]
async fn get_doc_service_url(
    State(connectors): State<Connectors>,
    here: Here,
    Query(asked): Query<Asked>,
) -> wire::Result<DocServiceUrlDto> {
    let (server, is_default) = connectors.servers().of(here.id).await?;
    let version = match asked.version && !server.url.is_empty() {
        // A server that is silent has no version; why is nobody's business who is not signed in.
        true => connectors
            .servers()
            .version(&server)
            .await
            .unwrap_or_default(),
        false => String::new(),
    };
    Ok(wire::ok(DocServiceUrlDto::of(server, is_default, version)))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = CheckDocServiceUrlRequestDto)]
struct Wish {
    /// Address for browsers; empty: the installation's server.
    #[schema(required = true)]
    doc_service_url: Option<String>,
    doc_service_url_internal: Option<String>,
    doc_service_url_portal: Option<String>,
    /// Left out, the present one stays as long as the address does.
    doc_service_signature_secret: Option<String>,
    doc_service_signature_header: Option<String>,
    doc_service_ssl_verification: Option<bool>,
}

impl Validate for Wish {}

/// Has the portal's documents opened by a document server.
#[utoipa::path(put, path = "/api/2.0/files/docservice", operation_id = "checkDocServiceUrl",
    tag = "Files / Settings", request_body = Wish,
    responses((status = 200, body = Envelope<DocServiceUrlDto>)))]
async fn check_doc_service_url(
    State(connectors): State<Connectors>,
    caller: Caller,
    base: BaseUrl,
    Body(wish): Body<Wish>,
) -> wire::Result<DocServiceUrlDto> {
    caller.require_admin()?;
    let (server, is_default) = connectors.choose(&caller, &base, wish).await?;
    Ok(wire::ok(DocServiceUrlDto::of(
        server,
        is_default,
        String::new(),
    )))
}

impl Connectors {
    async fn choose(
        &self,
        caller: &Caller,
        base: &BaseUrl,
        wish: Wish,
    ) -> Result<(DocumentServer, bool), wire::Error> {
        let portals = self.servers().portals();
        let (present, _) = self.servers().of(caller.portal).await?;
        let server = read(wish, &present)?;
        if server.url.is_empty() {
            portals.reset::<DocumentServer>(caller).await?;
            return Ok(self.servers().of(caller.portal).await?);
        }
        let mixed = base.0.starts_with("https:") && server.url.starts_with("http:");
        // The contract keeps the values then, and nothing else that does not work.
        if !mixed && let Err(error) = self.servers().version(&server).await {
            tracing::info!(%error, "a document server was not taken");
            return Err(wire::Error::internal(NOT_THERE));
        }
        let secret = match server.secret.as_str() {
            "" => String::new(),
            secret => portals.installation().encrypt(SECRET, secret),
        };
        let kept = DocumentServer {
            secret,
            ..server.clone()
        };
        portals.save(caller, Scope::Portal, kept).await?;
        match mixed {
            true => Err(wire::Error::internal(MIXED)),
            false => Ok((server, false)),
        }
    }
}

fn read(wish: Wish, present: &DocumentServer) -> Result<DocumentServer, wire::Error> {
    let url = address(wish.doc_service_url)?;
    let same = url == present.url;
    let secret = match wish.doc_service_signature_secret {
        Some(secret) => secret.trim().to_owned(),
        None if same => present.secret.clone(),
        None => String::new(),
    };
    let header = wish.doc_service_signature_header.unwrap_or_default();
    let header = header.trim().to_owned();
    let names_one = http::HeaderName::from_bytes(header.as_bytes()).is_ok();
    if !secret.is_empty() && !names_one {
        return Err(wire::Error::internal(BAD_HEADER));
    }
    Ok(DocumentServer {
        url,
        internal: address(wish.doc_service_url_internal)?,
        portal: address(wish.doc_service_url_portal)?,
        secret,
        header,
        any_certificate: !wish.doc_service_ssl_verification.unwrap_or(true),
    })
}

/// An address of the web with a slash at its end; empty for none.
fn address(given: Option<String>) -> Result<String, wire::Error> {
    let given = given.unwrap_or_default();
    let given = given.trim();
    if given.is_empty() {
        return Ok(String::new());
    }
    let plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let url = Url::parse(given).ok().filter(plain);
    let mut text = url
        .ok_or_else(|| wire::Error::internal(BAD_ADDRESS))?
        .to_string();
    if !text.ends_with('/') {
        text.push('/');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn addresses_end_with_a_slash_and_ask_nothing() {
        let read = |text: &str| address(Some(text.to_owned()));
        assert_eq!(
            read(" https://docs.example/ds ").unwrap(),
            "https://docs.example/ds/"
        );
        assert_eq!(read("").unwrap(), "");
        for bad in [
            "docs",
            "ftp://docs.example",
            "https://docs.example/?a=b",
            "javascript:1",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn another_server_never_gets_the_present_secret() {
        let present = DocumentServer {
            url: "https://one.example/".to_owned(),
            secret: "hush".to_owned(),
            ..DocumentServer::default()
        };
        let wish = |url: &str| Wish {
            doc_service_url: Some(url.to_owned()),
            doc_service_signature_header: Some("Authorization".to_owned()),
            ..Wish::default()
        };
        assert_eq!(
            read(wish("https://one.example"), &present).unwrap().secret,
            "hush"
        );
        assert_eq!(
            read(wish("https://two.example"), &present).unwrap().secret,
            ""
        );
    }
}
