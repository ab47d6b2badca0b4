//! What every request goes through, seen from outside.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use server::{Config, House};
use tempfile::TempDir;
use tower::ServiceExt as _;

async fn product() -> (Router, House, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        data: folder.path().to_owned(),
        dev: true,
        ..Config::default()
    };
    let house = House::open(config).await.unwrap();
    (server::app(&house), house, folder)
}

async fn ask(
    app: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
) -> (Response<()>, Vec<u8>) {
    let mut request = Request::builder()
        .method(method)
        .uri(uri)
        .header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = app
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    (Response::from_parts(parts, ()), body)
}

fn header<'a>(response: &'a Response<()>, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map(|v| v.to_str().unwrap())
        .unwrap_or_default()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let (app, ..) = product().await;
    for uri in ["/health", "/api/2.0/nothing", "/", "/docs/api"] {
        let (response, _) = ask(&app, "GET", uri, &[]).await;
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        assert_eq!(header(&response, "x-frame-options"), "SAMEORIGIN");
        assert!(header(&response, "server-timing").starts_with("aspnetcore-request-time;dur="));
        assert!(!header(&response, "x-request-id").is_empty());
    }
    let (response, _) = ask(&app, "GET", "/health", &[("x-request-id", "mine")]).await;
    assert_eq!(header(&response, "x-request-id"), "mine");
}

#[tokio::test]
async fn an_unknown_address_of_the_interface_is_no_page() {
    let (app, ..) = product().await;
    for uri in [
        "/api/2.0/nothing",
        "/API/2.0/nothing",
        "/api/3.0/people",
        "/nothing.ashx",
    ] {
        let (response, body) = ask(&app, "GET", uri, &[]).await;
        assert_eq!(response.status(), 404, "{uri}");
        let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(json["statusCode"], 404);
        assert_eq!(
            header(&response, "cache-control"),
            "no-cache, no-store, no-transform"
        );
    }
    let (response, _) = ask(&app, "GET", "/rooms/shared/5", &[]).await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-type").starts_with("text/html"));
    let (response, _) = ask(&app, "GET", "/assets/absent.js", &[]).await;
    assert_eq!(response.status(), 404);
    let (response, _) = ask(&app, "POST", "/rooms", &[]).await;
    assert_eq!(response.status(), 405);
}

#[tokio::test]
async fn browsers_on_other_sites_may_call_without_cookies() {
    let (app, ..) = product().await;
    let asked = [
        ("origin", "https://a.example"),
        ("access-control-request-method", "PUT"),
        (
            "access-control-request-headers",
            "authorization, content-type",
        ),
    ];
    let (response, _) = ask(&app, "OPTIONS", "/api/2.0/people/@self", &asked).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    assert_eq!(header(&response, "access-control-allow-methods"), "PUT");
    assert_eq!(
        header(&response, "access-control-allow-headers"),
        "authorization, content-type"
    );
    assert_eq!(header(&response, "access-control-allow-credentials"), "");
    let (response, _) = ask(&app, "GET", "/health", &asked[..1]).await;
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
}

#[tokio::test]
async fn text_is_compressed_when_it_is_worth_it() {
    let (app, ..) = product().await;
    let gzip = [("accept-encoding", "gzip")];
    let (response, body) = ask(&app, "GET", "/openapi.json", &gzip).await;
    assert_eq!(header(&response, "content-encoding"), "gzip");
    assert_eq!(body.first_chunk::<2>(), Some(&[0x1f, 0x8b]));
    let (response, _) = ask(&app, "GET", "/health", &gzip).await;
    assert_eq!(header(&response, "content-encoding"), "");
}

#[tokio::test]
async fn readiness_asks_database_and_objects() {
    let (app, house, folder) = product().await;
    let (response, _) = ask(&app, "GET", "/ready", &[]).await;
    assert_eq!(response.status(), 200);
    assert!(house.probe_objects().await.is_ok());
    std::fs::remove_dir_all(folder.path().join("objects")).unwrap();
    std::fs::write(folder.path().join("objects"), b"in the way").unwrap();
    let (response, body) = ask(&app, "GET", "/ready", &[]).await;
    assert_eq!(response.status(), 503, "{}", String::from_utf8_lossy(&body));
}

#[tokio::test]
async fn figures_name_routes_by_template() {
    let (app, ..) = product().await;
    ask(&app, "GET", "/API/2.0/Portal", &[]).await;
    let (response, body) = ask(&app, "GET", "/metrics", &[]).await;
    assert_eq!(response.status(), 200);
    let text = String::from_utf8(body).unwrap();
    assert!(text.contains("route=\"/api/2.0/portal\""), "{text}");
    assert!(text.contains("process_resident_memory_bytes"));
}
