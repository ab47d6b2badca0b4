//! The routes of looking at files. Beyond the contract: its web application leaves this to a server of its own.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::response::Response;
use files::model::FileId;
use files::view::Viewer;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Envelope, Path, Query, Routes, routes, wire_enum};

use crate::preview::{Page, Preview, Previews};

/// All routes of this crate.
pub fn routes(previews: Previews) -> Routes {
    Routes::new()
        .routes(routes!(get_file_preview))
        .routes(routes!(get_file_preview_page))
        .with_state(previews)
}

/// Who looks at files.
struct Looker(Viewer);

impl FromRequestParts<Previews> for Looker {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, on: &Previews) -> Result<Self, wire::Error> {
        let viewer = Viewer::from_request_parts(parts, on.files()).await?;
        if !viewer.caller.is_authenticated() && viewer.link.is_none() {
            return Err(files::Error::Unauthorized.into());
        }
        Ok(Self(viewer))
    }
}

wire_enum! {
    /// Where the pages of a file are.
    pub enum FilePreviewState: number {
        /// They are being made.
        Making = 0,
        /// They are there.
        Ready = 1,
        /// There are none to be had.
        Failed = 2,
    }
}

/// The size of a page in points.
#[derive(Debug, Serialize, ToSchema)]
struct FilePreviewPageDto {
    width: f64,
    height: f64,
}

/// What there is to see of a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FilePreviewDto {
    /// Where its pages are.
    state: FilePreviewState,
    /// 0 to 100.
    progress: i32,
    /// The version that is shown.
    #[schema(value_type = i32)]
    version: i64,
    /// Its pages.
    pages: Vec<FilePreviewPageDto>,
    /// A watermark lies over them.
    watermarked: bool,
    /// The file itself may be had, too.
    downloadable: bool,
    /// Why there are no pages; empty when there are.
    error: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    version: i64,
    width: u32,
}

impl Validate for Asked {}

/// What there is to see of a file, page by page; its pages are made when somebody asks first.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/preview",
    operation_id = "getFilePreview", tag = "Files / Files", security(()),
    params(("fileId" = i32, Path), ("version" = Option<i32>, Query)),
    responses((status = 200, body = Envelope<FilePreviewDto>)))]
async fn get_file_preview(
    State(previews): State<Previews>,
    Looker(viewer): Looker,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> wire::Result<FilePreviewDto> {
    let (look, preview) = previews.look(&viewer, FileId(id), asked.version).await?;
    let (state, progress, sizes, error) = match preview {
        Preview::Making(percent) => (FilePreviewState::Making, percent, Vec::new(), String::new()),
        Preview::Ready(sizes) => (FilePreviewState::Ready, 100, sizes, String::new()),
        Preview::None(why) => (FilePreviewState::Failed, 100, Vec::new(), why),
    };
    let page = |(width, height)| FilePreviewPageDto { width, height };
    Ok(wire::ok(FilePreviewDto {
        state,
        progress,
        version: look.file.version.number,
        pages: sizes.into_iter().map(page).collect(),
        watermarked: look.mark.is_some(),
        downloadable: look.whole,
        error,
    }))
}

/// The picture of a page, from 1, about as wide as wished (pixels), with the watermark of the room.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/preview/{page}",
    operation_id = "getFilePreviewPage", tag = "Files / Files", security(()),
    params(("fileId" = i32, Path), ("page" = i32, Path), ("version" = Option<i32>, Query),
        ("width" = Option<i32>, Query)),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>)))]
async fn get_file_preview_page(
    State(previews): State<Previews>,
    Looker(viewer): Looker,
    headers: HeaderMap,
    Path((id, page)): Path<(i64, usize)>,
    Query(asked): Query<Asked>,
) -> Result<Response, wire::Error> {
    let (version, width) = (asked.version, asked.width);
    let page = previews
        .page(&viewer, FileId(id), version, page, width)
        .await?;
    Ok(picture(page, &headers))
}

fn picture(Page { bytes, tag }: Page, headers: &HeaderMap) -> Response {
    let tag = format!("\"{tag}\"");
    let known = headers.get(IF_NONE_MATCH).map(HeaderValue::as_bytes);
    let (status, body) = if known == Some(tag.as_bytes()) {
        (StatusCode::NOT_MODIFIED, Body::empty())
    } else {
        (StatusCode::OK, Body::from(bytes))
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    // Rights can be taken away at any time: ask before the copy is used again.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}
