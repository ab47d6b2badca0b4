//! `People / Photos`, and the pictures themselves.

use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use http::header;
use portal::{Caller, Here};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Path, Routes, routes};

use crate::model::Person;
use crate::photo::{self, Crop, Refusal, Size};
use crate::service::{People, Uploaded};

pub(super) fn routes() -> Routes<People> {
    let upload = Routes::new()
        .routes(routes!(
            get_member_photo,
            upload_member_photo,
            update_member_photo,
            delete_member_photo
        ))
        // The size of the file is judged by its reader, which answers 200 with a text.
        .around(|router| router.layer(DefaultBodyLimit::disable()));
    let photos = Routes::new()
        .merge(upload)
        .routes(routes!(create_member_photo_thumbnails))
        .route(
            "/storage/userPhotos/root/{file}",
            axum::routing::get(serve_photo),
        );
    // One a size: other pictures beside them are the web app's own.
    Size::SQUARES.into_iter().fold(photos, |routes, size| {
        let side = size.side();
        let path = format!("/static/images/default_user_photo_size_{side}-{side}.png");
        routes.route(&path, axum::routing::get(move || serve_default(size)))
    })
}

/// Addresses of a photo in its sizes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ThumbnailsDataDto {
    /// As uploaded.
    original: String,
    /// 360 pixels.
    retina: String,
    /// 200 pixels.
    max: String,
    /// 82 pixels.
    big: String,
    /// 48 pixels.
    medium: String,
    /// 32 pixels.
    small: String,
}

impl From<&Person> for ThumbnailsDataDto {
    fn from(person: &Person) -> Self {
        let url = |size| photo::url(person.id, person.photo.as_ref(), size).into_owned();
        Self {
            original: url(Size::Original),
            retina: url(Size::Retina),
            max: url(Size::Max),
            big: url(Size::Big),
            medium: url(Size::Medium),
            small: url(Size::Small),
        }
    }
}

/// A person's photo.
#[utoipa::path(get, path = "/api/2.0/people/{userid}/photo", operation_id = "getMemberPhoto", tag = "People / Photos",
    params(("userid" = String, Path)), responses((status = 200, body = Envelope<ThumbnailsDataDto>)))]
async fn get_member_photo(
    State(people): State<People>,
    caller: Caller,
    Path(key): Path<String>,
) -> wire::Result<ThumbnailsDataDto> {
    Ok(wire::ok((&people.photo_of(&caller, &key).await?).into()))
}

/// What became of an upload; refusals come with HTTP 200 (`platform/05` trap 4).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FileUploadResultDto {
    /// Taken.
    success: bool,
    /// Addresses, or the address of the waiting file.
    data: Option<serde_json::Value>,
    /// Why it was not taken.
    message: Option<String>,
}

impl FileUploadResultDto {
    fn refused(message: impl Into<String>) -> Self {
        Self {
            success: false,
            data: None,
            message: Some(message.into()),
        }
    }
}

/// A picture to upload.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read part by part")]
struct PhotoForm {
    /// PNG or JPEG.
    #[schema(rename = "File", value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Make it the photo at once.
    #[schema(rename = "Autosave", required = false)]
    autosave: bool,
}

/// Uploads a photo.
#[utoipa::path(post, path = "/api/2.0/people/{userid}/photo", operation_id = "uploadMemberPhoto", tag = "People / Photos",
    params(("userid" = String, Path)), request_body(content = PhotoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<FileUploadResultDto>)))]
async fn upload_member_photo(
    State(people): State<People>,
    caller: Caller,
    Path(key): Path<String>,
    form: Option<Multipart>,
) -> wire::Result<FileUploadResultDto> {
    let form = read_form(form).await;
    if !key.eq_ignore_ascii_case("@self") && key.parse() != Ok(caller.user) {
        return Ok(wire::ok(FileUploadResultDto::refused("Security error.")));
    }
    let (file, autosave) = match form {
        Ok(form) => form,
        Err(text) => return Ok(wire::ok(FileUploadResultDto::refused(text))),
    };
    let result = match people.upload_photo(&caller, file, autosave).await? {
        Ok(Uploaded::Saved(person)) => saved(&person),
        Ok(Uploaded::Waiting(url)) => FileUploadResultDto {
            success: true,
            data: Some(url.into()),
            message: None,
        },
        Err(refusal) => FileUploadResultDto::refused(refusal.to_string()),
    };
    Ok(wire::ok(result))
}

fn saved(person: &Person) -> FileUploadResultDto {
    let urls = ThumbnailsDataDto::from(person);
    let data = serde_json::json!({
        "main": urls.original, "retina": urls.retina, "max": urls.max,
        "big": urls.big, "medium": urls.medium, "small": urls.small,
    });
    FileUploadResultDto {
        success: true,
        data: Some(data),
        message: None,
    }
}

/// Reads file and switch. Too large a file is read to its end, so that the client hears the answer, but not kept.
async fn read_form(form: Option<Multipart>) -> Result<(Bytes, bool), String> {
    const MISSING: &str = "The uploaded file could not be found";
    let mut form = form.ok_or(MISSING)?;
    let (mut file, mut autosave, mut too_large) = (None, false, false);
    while let Some(mut field) = form.next_field().await.map_err(|error| error.body_text())? {
        if field
            .name()
            .is_some_and(|name| name.eq_ignore_ascii_case("autosave"))
        {
            // Only the begin of an endless answer is kept.
            let mut text = BytesMut::new();
            while let Some(chunk) = field.chunk().await.map_err(|error| error.body_text())? {
                text.extend_from_slice(chunk.get(..8).unwrap_or(&chunk));
                text.truncate(8);
            }
            autosave = text.trim_ascii().eq_ignore_ascii_case(b"true");
            continue;
        }
        if field.file_name().is_none() || file.is_some() {
            continue;
        }
        let mut bytes = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(|error| error.body_text())? {
            too_large |= bytes.len() + chunk.len() > photo::MAX_BYTES;
            if !too_large {
                bytes.extend_from_slice(&chunk);
            }
        }
        file = Some(bytes.freeze());
    }
    if too_large {
        return Err(Refusal::TooLarge.to_string());
    }
    let file = file
        .filter(|bytes: &Bytes| !bytes.is_empty())
        .ok_or(MISSING)?;
    Ok((file, autosave))
}

/// An uploaded picture.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdatePhotoMemberRequest {
    /// Its address, as the upload told it.
    files: Option<String>,
}

impl Validate for UpdatePhotoMemberRequest {}

/// Makes an uploaded picture the photo.
#[utoipa::path(put, path = "/api/2.0/people/{userid}/photo", operation_id = "updateMemberPhoto", tag = "People / Photos",
    params(("userid" = String, Path)), request_body = UpdatePhotoMemberRequest,
    responses((status = 200, body = Envelope<ThumbnailsDataDto>)))]
async fn update_member_photo(
    State(people): State<People>,
    caller: Caller,
    Path(key): Path<String>,
    Body(body): Body<UpdatePhotoMemberRequest>,
) -> wire::Result<ThumbnailsDataDto> {
    let file = body.files.filter(|file| !file.trim().is_empty());
    let file = file.ok_or_else(|| wire::Error::argument("files"))?;
    let person = people.crop_photo(&caller, &key, Some(&file), None).await?;
    Ok(wire::ok((&person).into()))
}

/// A part of an uploaded picture.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ThumbnailsRequest {
    /// Address of the upload; the present photo when absent.
    tmp_file: Option<String>,
    /// Left edge in pixels.
    x: i32,
    /// Upper edge.
    y: i32,
    /// Width.
    width: i32,
    /// Height.
    height: i32,
}

impl Validate for ThumbnailsRequest {}

/// Crops an uploaded picture and makes it the photo.
#[utoipa::path(post, path = "/api/2.0/people/{userid}/photo/thumbnails", operation_id = "createMemberPhotoThumbnails",
    tag = "People / Photos", params(("userid" = String, Path)), request_body = ThumbnailsRequest,
    responses((status = 200, body = Envelope<ThumbnailsDataDto>)))]
async fn create_member_photo_thumbnails(
    State(people): State<People>,
    caller: Caller,
    Path(key): Path<String>,
    Body(body): Body<ThumbnailsRequest>,
) -> wire::Result<ThumbnailsDataDto> {
    let size = |number: i32| u32::try_from(number).unwrap_or_default();
    let crop = Crop {
        x: size(body.x),
        y: size(body.y),
        width: size(body.width),
        height: size(body.height),
    };
    let file = body.tmp_file.filter(|file| !file.trim().is_empty());
    let person = people
        .crop_photo(&caller, &key, file.as_deref(), Some(crop))
        .await?;
    Ok(wire::ok((&person).into()))
}

/// Removes the caller's photo.
#[utoipa::path(delete, path = "/api/2.0/people/{userid}/photo", operation_id = "deleteMemberPhoto",
    tag = "People / Photos", params(("userid" = String, Path)),
    responses((status = 200, body = Envelope<ThumbnailsDataDto>)))]
async fn delete_member_photo(
    State(people): State<People>,
    caller: Caller,
    Path(key): Path<String>,
) -> wire::Result<ThumbnailsDataDto> {
    Ok(wire::ok(
        (&people.delete_photo(&caller, &key).await?).into(),
    ))
}

/// Serves a picture. Its address changes with it, so it never needs to be asked for again (`platform/01 §1.5`).
async fn serve_photo(
    State(people): State<People>,
    here: Here,
    Path(file): Path<String>,
) -> Result<Response, wire::Error> {
    let picture = people.photo_file(here.id, &file).await?;
    let headers = [
        (header::CONTENT_TYPE, picture.mime),
        (
            header::CACHE_CONTROL,
            "must-revalidate, no-transform, immutable, max-age=31536000, private",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, picture.bytes).into_response())
}

/// Serves the picture that stands in for a missing photo.
async fn serve_default(size: Size) -> Result<Response, wire::Error> {
    let picture = photo::stand_in(size).ok_or_else(|| wire::Error::not_found("Item not found"))?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, picture).into_response())
}
