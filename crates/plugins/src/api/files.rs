//! Files of plugins, from the portal's own origin. Browsers run them as scripts of a page and never open them as pages.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use portal::{Here, Visitor};
use serde::Deserialize;
use wire::{Path, Query, Routes, Validate};

use crate::model::Area;
use crate::service::Plugins;

pub(super) fn routes() -> Routes<Plugins> {
    Routes::new()
        .route(
            "/storage/webplugins/root/{name}/{*path}",
            axum::routing::get(serve),
        )
        .route(
            "/storage/systemwebplugins/root/{name}/{*path}",
            axum::routing::get(serve_system),
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Version {
    hash: Option<String>,
}

impl Validate for Version {}

async fn serve(
    State(plugins): State<Plugins>,
    here: Here,
    visitor: Visitor,
    Path((name, path)): Path<(String, String)>,
    Query(version): Query<Version>,
) -> Result<Response, wire::Error> {
    signed_in(&visitor)?;
    file(&plugins, Area::Portal(here.id.0), &name, &path, &version).await
}

async fn serve_system(
    State(plugins): State<Plugins>,
    visitor: Visitor,
    Path((name, path)): Path<(String, String)>,
    Query(version): Query<Version>,
) -> Result<Response, wire::Error> {
    signed_in(&visitor)?;
    file(&plugins, Area::System, &name, &path, &version).await
}

/// Passes those who have a session: others get 403.
fn signed_in(visitor: &Visitor) -> Result<(), wire::Error> {
    match visitor.caller {
        Some(_) => Ok(()),
        None => Err(wire::Error::denied()),
    }
}

async fn file(
    plugins: &Plugins,
    area: Area,
    name: &str,
    path: &str,
    version: &Version,
) -> Result<Response, wire::Error> {
    let bytes = plugins.file(area, name, path).await?;
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    // The address of another version is another one.
    let caching = match version.hash {
        Some(_) => "must-revalidate, no-transform, immutable, max-age=31536000, private",
        None => "no-cache, private",
    };
    let headers = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::CACHE_CONTROL, caching.to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
