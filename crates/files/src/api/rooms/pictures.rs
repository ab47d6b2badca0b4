//! Covers, colours and uploaded pictures of rooms (`files/05 §4`).

use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::{Bytes, BytesMut};
use http::header;
use portal::{Caller, Here};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Path, Routes, routes};

use super::requests::LogoRequest;
use crate::model::FolderId;
use crate::service::Files;
use crate::service::rooms::LOGO_BYTES;
use crate::view::{FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_covers))
        .routes(routes!(change_cover))
        .routes(routes!(upload_logo))
        .routes(routes!(create_logo, delete_logo))
        .route("/storage/room_logos/root/{file}", get(picture))
}

/// A built-in cover.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoversResultDto)]
struct CoverDto {
    /// Id.
    id: String,
    /// SVG text.
    data: String,
}

/// Lists the covers to choose from.
#[utoipa::path(get, path = "/api/2.0/files/rooms/covers", operation_id = "getRoomCovers", tag = "Rooms",
    responses((status = 200, body = Envelope<Vec<CoverDto>>)))]
async fn get_covers(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<Vec<CoverDto>> {
    let covers = files.covers(&viewer)?;
    Ok(wire::list(
        covers
            .into_iter()
            .map(|(id, data)| CoverDto { id, data })
            .collect(),
    ))
}

#[derive(Debug, Deserialize, ToSchema)]
struct CoverRequestDto {
    /// Three or six hexadecimal digits.
    color: Option<String>,
    /// Id of a built-in cover; empty for none.
    cover: Option<String>,
}

impl Validate for CoverRequestDto {
    fn validate(&self, check: &mut Check) {
        let color = self.color.as_deref().unwrap_or_default();
        let hex = color.bytes().all(|byte| byte.is_ascii_hexdigit());
        check.ensure(hex && matches!(color.len(), 0 | 3 | 6), "Color", || {
            "Color must be a valid hex color (e.g., FF0000 or FFF)".to_owned()
        });
    }
}

/// Gives a room a colour and a cover.
#[utoipa::path(post, path = "/api/2.0/files/rooms/{id}/cover", operation_id = "changeRoomCover",
    tag = "Rooms", params(("id" = i32, Path)), request_body = CoverRequestDto,
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn change_cover(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(cover): Body<CoverRequestDto>,
) -> wire::Result<FolderDto> {
    let room = files
        .set_room_cover(&viewer, FolderId(id), cover.color, cover.cover)
        .await?;
    Ok(wire::ok(room))
}

/// What became of an upload: refusals are answers too.
#[derive(Debug, Serialize, ToSchema)]
struct UploadResultDto {
    /// It was taken.
    success: bool,
    /// Its address.
    #[schema(value_type = Option<Object>)]
    data: Option<String>,
    /// Why it was not.
    message: String,
}

/// A form with a picture.
#[derive(ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct PictureForm {
    /// The picture.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: Option<String>,
}

/// Takes a picture to cut a logo from.
#[utoipa::path(post, path = "/api/2.0/files/logos", operation_id = "uploadRoomLogo", tag = "Rooms",
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<UploadResultDto>)))]
async fn upload_logo(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    request: Request,
) -> wire::Result<UploadResultDto> {
    files.may_upload_logo(&viewer)?;
    let result = match first_file(request).await {
        Some(bytes) => files
            .upload_logo(&viewer, bytes)
            .await?
            .map_err(|text| text.to_string()),
        None => Err("Unknown image file type.".to_owned()),
    };
    Ok(wire::ok(match result {
        Ok(data) => UploadResultDto {
            success: true,
            data: Some(data),
            message: String::new(),
        },
        Err(message) => UploadResultDto {
            success: false,
            data: None,
            message,
        },
    }))
}

/// The first file of a form, cut off one byte beyond what is allowed.
async fn first_file(request: Request) -> Option<Bytes> {
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    while let Some(mut part) = form.next_field().await.ok()? {
        if part.file_name().is_none() {
            continue;
        }
        let mut bytes = BytesMut::new();
        while let Some(piece) = part.chunk().await.ok()? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > LOGO_BYTES {
                break;
            }
        }
        return Some(bytes.freeze());
    }
    None
}

/// Makes an upload the logo of a room.
#[utoipa::path(post, path = "/api/2.0/files/rooms/{id}/logo", operation_id = "createRoomLogo", tag = "Rooms",
    params(("id" = i32, Path)), request_body = LogoRequest,
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn create_logo(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(logo): Body<LogoRequest>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(
        files
            .set_room_logo(&viewer, FolderId(id), logo.into())
            .await?,
    ))
}

/// Removes the logo of a room.
#[utoipa::path(delete, path = "/api/2.0/files/rooms/{id}/logo", operation_id = "deleteRoomLogo",
    tag = "Rooms", params(("id" = i32, Path)), responses((status = 200, body = Envelope<FolderDto>)))]
async fn delete_logo(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(
        files.delete_room_logo(&viewer, FolderId(id)).await?,
    ))
}

/// A picture by its name, which nobody guesses; it never changes.
async fn picture(
    State(files): State<Files>,
    here: Here,
    Path(file): Path<String>,
) -> Result<Response, wire::Error> {
    let bytes = files.logo_picture(here.id, &file).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (
            header::CACHE_CONTROL,
            "private, max-age=31536000, immutable",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, bytes).into_response())
}
