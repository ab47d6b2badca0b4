//! People who come by an external link (`files/08 §8`).

use access::Address;
use axum::extract::State;
use http::request::Parts;
use http::{HeaderValue, header};
use portal::Visitor;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Body, Envelope, Path, Query, Reply, Routes, routes};

use crate::link_key;
use crate::service::Files;
use crate::service::sharing::{LinkStatus, Opened, Visit};
use crate::view::{FileEntryType, Viewer, proof_cookie};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_share_data))
        .routes(routes!(enter_password))
}

/// What a link opens.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ExternalShareDto)]
struct ExternalShareDto {
    status: LinkStatus,
    id: Option<String>,
    title: Option<String>,
    r#type: Option<FileEntryType>,
    #[schema(value_type = i32)]
    tenant_id: i64,
    entity_id: Option<String>,
    entity_title: Option<String>,
    entity_type: Option<FileEntryType>,
    is_room: Option<bool>,
    shared: bool,
    link_id: Uuid,
    is_authenticated: bool,
    is_room_member: bool,
}

impl ExternalShareDto {
    fn of(opened: &Opened, viewer: &Viewer) -> Self {
        let (entry, wanted) = (opened.entry.as_ref(), opened.wanted.as_ref());
        Self {
            status: opened.status,
            id: entry.map(|(id, ..)| id.to_string()),
            title: entry.map(|(_, title, _)| title.clone()),
            r#type: entry.map(|(.., kind)| *kind),
            tenant_id: opened.link.map_or(0, |_| viewer.portal.0),
            entity_id: wanted.map(|(id, ..)| id.to_string()),
            entity_title: wanted.map(|(_, title, _)| title.clone()),
            entity_type: wanted.map(|(.., kind)| *kind),
            is_room: opened.is_room,
            shared: opened.shared,
            link_id: opened.link.unwrap_or_default(),
            is_authenticated: opened.is_authenticated,
            is_room_member: opened.is_room_member,
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// A file below the entry of the link.
    file_id: Option<String>,
    /// A folder below it.
    folder_id: Option<String>,
}

impl Validate for Wanted {}

/// Tells what a link opens. Always 200: what is wrong with it is a status.
#[utoipa::path(get, path = "/api/2.0/files/share/{key}", operation_id = "getExternalShareData", security(()),
    tag = "Files / Sharing", params(("key" = String, Path), Wanted),
    responses((status = 200, body = Envelope<ExternalShareDto>)))]
async fn get_share_data(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    address: Address,
    parts: Parts,
    Path(key): Path<String>,
    Query(wanted): Query<Wanted>,
) -> wire::Result<ExternalShareDto> {
    let number = |text: Option<String>| text.and_then(|text| text.trim().parse().ok());
    let visit = Visit {
        proof: proof(&viewer, &parts, &key),
        key,
        password: None,
        file: number(wanted.file_id),
        folder: number(wanted.folder_id),
    };
    let opened = files.visit(&viewer, visit).await?;
    let reply = wire::ok(ExternalShareDto::of(&opened, &viewer));
    Ok(with_session(reply, &opened, &visitor, &address))
}

#[derive(Debug, Deserialize, ToSchema)]
struct ExternalShareRequestParam {
    /// The password.
    password: Option<String>,
}

impl Validate for ExternalShareRequestParam {}

/// Takes the password of a link.
#[utoipa::path(post, path = "/api/2.0/files/share/{key}/password", operation_id = "applyExternalSharePassword", security(()),
    tag = "Files / Sharing", params(("key" = String, Path)), request_body = ExternalShareRequestParam,
    responses((status = 200, body = Envelope<ExternalShareDto>)))]
async fn enter_password(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    address: Address,
    Path(key): Path<String>,
    Body(request): Body<ExternalShareRequestParam>,
) -> wire::Result<ExternalShareDto> {
    let link = link_key::read(&viewer.installation, viewer.portal, &key);
    let visit = Visit {
        key,
        password: Some(request.password.unwrap_or_default()),
        ..Visit::default()
    };
    let opened = files.enter_password(&viewer, visit, &address.ip).await?;
    let mut reply = wire::ok(ExternalShareDto::of(&opened, &viewer));
    if let Some(link) = link {
        let value = opened.proof.as_deref().unwrap_or_default();
        reply = with_cookie(reply, &proof_cookie(link), value, &address);
    }
    Ok(with_session(reply, &opened, &visitor, &address))
}

fn proof(viewer: &Viewer, parts: &Parts, key: &str) -> Option<String> {
    let link = link_key::read(&viewer.installation, viewer.portal, key)?;
    portal::caller::cookie(parts, &proof_cookie(link))
}

/// A stranger who is let in gets a session: downloads and their progress belong to it.
fn with_session(
    reply: Reply<ExternalShareDto>,
    opened: &Opened,
    visitor: &Visitor,
    address: &Address,
) -> Reply<ExternalShareDto> {
    let needs_one =
        opened.status == LinkStatus::Ok && !opened.is_authenticated && visitor.session.is_none();
    if !needs_one {
        return reply;
    }
    let session = Uuid::new_v4().simple().to_string();
    with_cookie(reply, "anonymous_session_key", &session, address)
}

/// Sets a cookie; an empty value removes it.
fn with_cookie<T>(reply: Reply<T>, name: &str, value: &str, address: &Address) -> Reply<T> {
    let secure = if address.secure { "; Secure" } else { "" };
    let life = if value.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}");
    match HeaderValue::from_str(&cookie) {
        Ok(cookie) => reply.header(header::SET_COOKIE, cookie),
        Err(_) => reply,
    }
}
