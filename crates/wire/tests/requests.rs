//! Reading requests through a router, with the contract's three kinds of 400.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use axum::routing::{delete, get, post};
use axum::{Router, middleware};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use wire::{ApiDate, Body, Check, Id, MaybeBody, Path, Query, SortOrder, Validate};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Create {
    name: String,
    #[serde(default)]
    max_size: i64,
    #[serde(default)]
    parent: Option<Parent>,
    #[serde(default)]
    ids: Vec<Id>,
    #[serde(default)]
    until: Option<ApiDate>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parent {
    is_open: bool,
}

impl Validate for Create {
    fn validate(&self, check: &mut Check) {
        check
            .required("Name", &self.name)
            .max_len("Name", &self.name, 10);
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Options {
    immediately: bool,
}

impl Validate for Options {}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Filter {
    kind: Vec<SortOrder>,
    filter_value: Option<String>,
    with_sub: Option<bool>,
    size: i32,
    from_date: Option<ApiDate>,
}

impl Validate for Filter {}

async fn create(Body(b): Body<Create>) -> wire::Result<Value> {
    let open = b.parent.map(|p| p.is_open);
    let until = b.until.map(|d| d.0);
    Ok(wire::ok(
        json!({"name": b.name, "maxSize": b.max_size, "open": open, "ids": b.ids, "until": until}),
    ))
}

async fn remove(Path(id): Path<i32>, MaybeBody(b): MaybeBody<Options>) -> wire::Result<Value> {
    Ok(wire::ok(json!({"id": id, "immediately": b.immediately})))
}

async fn filter(Query(f): Query<Filter>) -> wire::Result<Value> {
    let date = f.from_date.map(|d| d.0);
    Ok(wire::ok(
        json!({"kind": f.kind, "text": f.filter_value, "sub": f.with_sub, "size": f.size, "date": date}),
    ))
}

fn router() -> Router {
    Router::new()
        .route("/rooms", post(create).get(filter))
        .route("/rooms/{id}", delete(remove))
        .route(
            "/people/{id}",
            get(|Path(id): Path<uuid::Uuid>| async move { wire::ok(id) }),
        )
        .route(
            "/list",
            delete(|Body(ids): Body<Vec<Id>>| async move { wire::list(ids) }),
        )
        .layer(middleware::from_fn(wire::envelope))
}

async fn call(method: &str, uri: &str, kind: Option<&str>, body: &str) -> (StatusCode, Value) {
    let mut request = Request::builder().method(method).uri(uri);
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    let request = request
        .body(axum::body::Body::from(body.to_owned()))
        .unwrap();
    let response = router().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn post_room(body: &str) -> (StatusCode, Value) {
    call(
        "POST",
        "/rooms",
        Some("application/json; charset=utf-8"),
        body,
    )
    .await
}

#[tokio::test]
async fn names_match_in_any_case_and_numbers_may_be_text() {
    let body = r#"{"NAME":"a","MaxSize":"5","Parent":{"IsOpen":true},"ids":[1,"2","x"],"until":{},"more":[{}]}"#;
    let (status, answer) = post_room(body).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        answer["response"],
        json!({"name": "a", "maxSize": 5, "open": true, "ids": [1, 2, "x"], "until": wire::MIN_DATE})
    );
}

#[tokio::test]
async fn a_missing_member_is_named_under_the_dollar() {
    let (status, answer) = post_room("{}").await;
    assert_eq!(status, 400);
    let text = answer["response"]["errors"]["$"][0].as_str().unwrap();
    assert!(
        text.contains("missing required properties including: 'name'"),
        "{text}"
    );
    let (_, answer) = post_room(r#"{"name":"a","parent":{}}"#).await;
    let text = answer["response"]["errors"]["$.parent"][0]
        .as_str()
        .unwrap();
    assert!(
        text.contains("type 'Parent' was missing required properties including: 'isOpen'"),
        "{text}"
    );
}

#[tokio::test]
async fn a_wrong_type_carries_its_path() {
    for (body, key, wanted) in [
        (r#"{"name":5}"#, "$.name", "System.String"),
        (r#"{"name":"a","maxSize":"x"}"#, "$.maxSize", "System.Int64"),
        (r#"{"name":"a","maxSize":1.5}"#, "$.maxSize", "System.Int64"),
        (
            r#"{"name":"a","parent":{"isOpen":"true"}}"#,
            "$.parent.isOpen",
            "System.Boolean",
        ),
        (r#"{"name":"a","ids":[1,true]}"#, "$.ids[1]", "System.Int32"),
        (r#"{"name":"a","ids":7}"#, "$.ids", ""),
        ("[]", "$", "Create"),
    ] {
        let (status, answer) = post_room(body).await;
        assert_eq!(status, 400);
        let text = answer["response"]["errors"][key][0].as_str();
        let text = text.unwrap_or_else(|| panic!("{body}: {answer}"));
        assert!(
            text.starts_with("The JSON value could not be converted to "),
            "{text}"
        );
        assert!(
            text.contains(wanted) && text.contains(&format!("Path: {key} ")),
            "{text}"
        );
    }
}

#[tokio::test]
async fn rules_of_the_model_come_after_reading() {
    for body in [r#"{"name":" "}"#, r#"{"name":null}"#] {
        let (status, answer) = post_room(body).await;
        assert_eq!(status, 400);
        assert_eq!(
            answer["response"]["errors"]["Name"][0],
            "The Name field is required."
        );
        assert_eq!(answer["status"], 1);
    }
}

#[tokio::test]
async fn malformed_absent_and_foreign_bodies() {
    let (status, answer) = post_room("{\"name\": ").await;
    assert_eq!(status, 400);
    assert!(
        answer["response"]["errors"]["$"][0]
            .as_str()
            .unwrap()
            .contains("LineNumber: 0")
    );
    let (status, answer) = call("POST", "/rooms", None, "").await;
    assert_eq!(status, 400);
    assert_eq!(
        answer["response"]["errors"][""][0],
        "A non-empty request body is required."
    );
    let (status, answer) = call("POST", "/rooms", Some("text/xml"), "<a/>").await;
    assert_eq!(
        (status.as_u16(), &answer["error"]["message"]),
        (415, &json!("Unsupported Media Type"))
    );
}

#[tokio::test]
async fn delete_takes_bodies_and_needs_none() {
    let (_, answer) = call(
        "DELETE",
        "/rooms/5",
        Some("application/json"),
        r#"{"Immediately":true}"#,
    )
    .await;
    assert_eq!(answer["response"], json!({"id": 5, "immediately": true}));
    for kind in [
        None,
        Some("application/x-www-form-urlencoded"),
        Some("application/json"),
    ] {
        let (status, answer) = call("DELETE", "/rooms/5", kind, "").await;
        assert_eq!(status, 200);
        assert_eq!(answer["response"]["immediately"], false);
    }
    let (_, answer) = call("DELETE", "/list", Some("application/json"), r#"[1,"2"]"#).await;
    assert_eq!(
        (&answer["response"], &answer["count"]),
        (&json!([1, 2]), &json!(2))
    );
}

#[tokio::test]
async fn ids_of_a_path() {
    let (status, _) = call("DELETE", "/rooms/x", None, "").await;
    assert_eq!(status, 404);
    let (status, answer) = call("GET", "/people/x", None, "").await;
    assert_eq!(status, 400);
    assert_eq!(
        answer["response"]["errors"]["id"][0],
        "The value 'x' is not valid."
    );
}

#[tokio::test]
async fn queries_repeat_names_and_ignore_their_case() {
    let uri = "/rooms?Kind=1&kind=ascending&kind[]=descending&filterValue=a+b%26&WITHSUB=True&size=7&unknown=1&fromDate.utcTime=2026-06-30T12%3A00%3A00Z";
    let (status, answer) = call("GET", uri, None, "").await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        answer["response"],
        json!({"kind": [1, 0, 1], "text": "a b&", "sub": true, "size": 7, "date": 1_782_820_800_000_000_i64})
    );
    let (_, answer) = call("GET", "/rooms?withSub=&kind=", None, "").await;
    assert_eq!(answer["response"], json!({"kind": [], "size": 0}));
}

#[tokio::test]
async fn queries_that_do_not_fit() {
    for (query, key) in [
        ("size=x", "Size"),
        ("withSub=maybe", "WithSub"),
        ("kind=up", "Kind"),
    ] {
        let (status, answer) = call("GET", &format!("/rooms?{query}"), None, "").await;
        assert_eq!(status, 400);
        let text = answer["response"]["errors"][key][0].as_str();
        let text = text.unwrap_or_else(|| panic!("{query}: {answer}"));
        assert!(
            text.ends_with(&format!("is not valid for {key}.")),
            "{text}"
        );
    }
    let (status, answer) = call("GET", "/rooms?fromDate=soon", None, "").await;
    assert_eq!(status, 400);
    assert_eq!(answer["error"]["message"], "invalid date time format: soon");
}
