//! `Settings / Rebranding`, as far as it is about pictures, and the pictures themselves.

use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::{Bytes, BytesMut};
use http::header;
use people::photo;
use portal::api::{LogoItem, WhiteLabelQueryRequestsDto, WhiteLabelRequestsDto};
use portal::brand::{CHOSEN, Kind, OWN, Tone};
use portal::{Caller, Here};
use utoipa::ToSchema;
use wire::{Body, Envelope, Path, Query, Routes, routes};

use crate::error::Error;
use crate::picture;
use crate::service::{Brand, Choice};

/// Largest request with pictures in it: more than all kinds need, far less than a machine has.
const LARGEST: usize = 32 * 1024 * 1024;

/// Pictures that are opened as pages run nothing and load nothing.
const SEALED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// All routes of this crate.
pub fn routes(brand: Brand) -> Routes {
    let uploads = Routes::new()
        .routes(routes!(save_logos))
        .routes(routes!(save_logo_files))
        .around(|router| router.layer(DefaultBodyLimit::max(LARGEST)));
    Routes::new()
        .merge(uploads)
        .routes(routes!(restore_logos))
        .route("/storage/whitelabel/root/{file}", get(serve))
        .with_state(brand)
}

/// Changes logos, and the text beside them when it is given.
#[utoipa::path(post, path = "/api/2.0/settings/whitelabel/logos/save", operation_id = "saveWhiteLabelSettings",
    tag = "Settings / Rebranding", params(WhiteLabelQueryRequestsDto), request_body = WhiteLabelRequestsDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn save_logos(
    State(brand): State<Brand>,
    caller: Caller,
    Body(body): Body<WhiteLabelRequestsDto>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let mut choices = Vec::new();
    for item in body.logo.unwrap_or_default() {
        choices.extend(chosen(item)?);
    }
    brand.choose(&caller, body.logo_text, choices).await?;
    Ok(wire::ok(true))
}

/// The pictures of a kind; an address of what is shown already changes nothing.
fn chosen(item: LogoItem) -> Result<Vec<Choice>, Error> {
    let kind = item.key.as_deref().and_then(Kind::of);
    let kind = kind.ok_or(Error::Argument("logo"))?;
    let value = item.value.unwrap_or_default();
    let grounds = [(Tone::Light, value.light), (Tone::Dark, value.dark)];
    let is_shown = |address: &str| address.contains(CHOSEN) || address.contains(OWN);
    let given = grounds.into_iter().filter_map(|(tone, address)| {
        let address = address.filter(|text| !text.trim().is_empty() && !is_shown(text))?;
        Some((tone, address))
    });
    given
        .map(|(tone, address)| {
            let bytes = picture::of_data(address.trim())?;
            Ok(Choice { kind, tone, bytes })
        })
        .collect()
}

/// Logos as files: the name of each is the number or name of its kind, such as `1.png`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read part by part")]
struct LogoForm {
    /// PNG, JPEG or SVG.
    #[schema(value_type = Vec<String>)]
    files: Vec<Vec<u8>>,
}

/// Changes logos by files whose names are the kinds.
#[utoipa::path(post, path = "/api/2.0/settings/whitelabel/logos/savefromfiles",
    operation_id = "saveWhiteLabelSettingsFromFiles", tag = "Settings / Rebranding",
    params(WhiteLabelQueryRequestsDto), request_body(content = LogoForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<bool>)))]
async fn save_logo_files(
    State(brand): State<Brand>,
    caller: Caller,
    Query(query): Query<WhiteLabelQueryRequestsDto>,
    form: Option<Multipart>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let tone = match query.is_dark {
        Some(true) => Tone::Dark,
        _ => Tone::Light,
    };
    let mut choices = Vec::new();
    for (name, bytes) in read(form).await? {
        let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
        let kind = Kind::of(stem).ok_or(Error::Argument("logo"))?;
        choices.push(Choice { kind, tone, bytes });
    }
    if choices.is_empty() {
        return Err(Error::NoFiles.into());
    }
    brand.choose(&caller, None, choices).await?;
    Ok(wire::ok(true))
}

/// The files of a form. What is too large is read to its end, so that the client hears the answer, but not kept.
async fn read(form: Option<Multipart>) -> Result<Vec<(String, Bytes)>, wire::Error> {
    const MOST: usize = 16;
    let broken =
        |error: axum::extract::multipart::MultipartError| wire::Error::argument(error.body_text());
    let mut form = form.ok_or(Error::NoFiles)?;
    let (mut files, mut too_large) = (Vec::new(), false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        let mut bytes = BytesMut::new();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            too_large |= bytes.len() + piece.len() > photo::MAX_BYTES;
            if !too_large {
                bytes.extend_from_slice(&piece);
            }
        }
        if files.len() >= MOST {
            return Err(Error::Argument("logo").into());
        }
        files.push((name, bytes.freeze()));
    }
    if too_large {
        return Err(Error::Picture(photo::Refusal::TooLarge).into());
    }
    Ok(files)
}

/// Back to the product's logos.
#[utoipa::path(put, path = "/api/2.0/settings/whitelabel/logos/restore",
    operation_id = "restoreWhiteLabelLogos", tag = "Settings / Rebranding", params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<bool>)))]
async fn restore_logos(State(brand): State<Brand>, caller: Caller) -> wire::Result<bool> {
    brand.restore(&caller).await?;
    Ok(wire::ok(true))
}

/// Serves a chosen logo, to strangers too: it is on the page where one signs in. Its address changes with it.
async fn serve(
    State(brand): State<Brand>,
    here: Here,
    Path(file): Path<String>,
) -> Result<Response, wire::Error> {
    let (bytes, is_drawing) = brand.file(here.id, &file).await?;
    let kind = match is_drawing {
        true => "image/svg+xml",
        false => "image/png",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (
            header::CACHE_CONTROL,
            "must-revalidate, no-transform, immutable, max-age=31536000, private",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, SEALED),
    ];
    Ok((headers, bytes).into_response())
}
