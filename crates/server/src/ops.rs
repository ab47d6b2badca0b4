//! Health, readiness and figures for the operator.

use std::sync::OnceLock;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};

use crate::house::House;

/// Upper bounds of the latency histogram in seconds.
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The routes, which need neither portal nor caller.
pub(crate) fn routes(house: House) -> Router {
    // The recorder has to be there before the first measurement.
    let _ = recorder();
    Router::new()
        .route("/health", get(health))
        .route("/liveness", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(figures))
        .with_state(house)
}

/// The process lives.
async fn health() -> Json<Value> {
    Json(json!({"status": "Healthy"}))
}

/// Database and object storage answer.
async fn ready(State(house): State<House>) -> Response {
    let database = house.db().ping().await.map_err(|e| e.to_string());
    let objects = house.probe_objects().await;
    let healthy = database.is_ok() && objects.is_ok();
    let entry = |name: &str, result: Result<(), String>| match result {
        Ok(()) => json!({"name": name, "status": "Healthy"}),
        Err(error) => json!({"name": name, "status": "Unhealthy", "description": error}),
    };
    let body = json!({
        "status": if healthy { "Healthy" } else { "Unhealthy" },
        "entries": [entry("database", database), entry("objects", objects)],
    });
    let status = if healthy {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

/// Prometheus text.
async fn figures(State(house): State<House>) -> Response {
    let Some(recorder) = recorder() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Some(bytes) = resident_bytes() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes);
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
    metrics::gauge!("database_statements").set(house.db().statements() as f64);
    metrics::gauge!("atrium_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    recorder.run_upkeep();
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    (kind, recorder.render()).into_response()
}

/// The recorder of this process; absent when the program that embeds us has one of its own.
fn recorder() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let name = Matcher::Full("http_request_duration_seconds".to_owned());
            let builder = PrometheusBuilder::new()
                .set_buckets_for_metric(name, &BUCKETS)
                .ok()?;
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            metrics::describe_histogram!(
                "http_request_duration_seconds",
                "Time to answer a request"
            );
            metrics::describe_gauge!("process_resident_memory_bytes", "Memory of this process");
            Some(handle)
        })
        .as_ref()
}

/// Memory of this process, where the system tells.
fn resident_bytes() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024.0)
}
