//! Members and links of rooms (`files/05 §6, §7`).

use axum::extract::State;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Paging, Path, Query, Routes, routes, wire_enum};

use super::requests::nothing;
use crate::api::sharing::{expiry, span};
use crate::error::Error;
use crate::model::{EntryRef, FileShare, FolderId};
use crate::service::Files;
use crate::service::rooms::{MembersChange, MembersChanged, ShareFilterType};
use crate::service::sharing::{Invitation, LinkDraft};
use crate::view::{FileShareDto, LinkType, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_members, set_members))
        .routes(routes!(resend))
        .routes(routes!(get_links, set_link))
        .routes(routes!(get_primary_link))
}

#[derive(Debug, Deserialize, ToSchema)]
struct RoomInvitation {
    /// Person or group.
    #[serde(default)]
    id: Option<Uuid>,
    /// Address of somebody who has no account.
    #[serde(default)]
    email: Option<String>,
    /// Role in the room; 0 removes.
    #[serde(default = "nothing")]
    access: FileShare,
}

#[derive(Debug, Deserialize, ToSchema)]
struct RoomInvitationRequest {
    /// Whom, and as what.
    invitations: Option<Vec<RoomInvitation>>,
    /// Write to those who have an account.
    #[serde(default)]
    notify: bool,
    /// Words for them.
    message: Option<String>,
    /// Language of invitations.
    culture: Option<String>,
    /// Remove people who have a part in filling forms too.
    #[serde(default)]
    #[expect(dead_code, reason = "nobody has a part in a form yet")]
    force: bool,
}

impl Validate for RoomInvitationRequest {}

wire_enum! {
    /// Why a change of members did nothing.
    pub enum RoomSecurityError: number {
        /// It did something.
        None = 0,
        /// People have a part in filling forms.
        FormRoleBlockingDeletion = 1,
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct RoomSecurityDto {
    members: Option<Vec<FileShareDto>>,
    warning: Option<String>,
    error: RoomSecurityError,
}

impl From<MembersChanged> for RoomSecurityDto {
    fn from(changed: MembersChanged) -> Self {
        let MembersChanged { members, warning } = changed;
        Self {
            members,
            warning,
            error: RoomSecurityError::None,
        }
    }
}

/// Changes who belongs to a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/share", operation_id = "setRoomSecurity", tag = "Rooms",
    params(("id" = i32, Path)), request_body = RoomInvitationRequest,
    responses((status = 200, body = Envelope<RoomSecurityDto>)))]
async fn set_members(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(request): Body<RoomInvitationRequest>,
) -> wire::Result<RoomSecurityDto> {
    let list = request.invitations.unwrap_or_default();
    let change = MembersChange {
        invitations: list
            .into_iter()
            .map(|one| Invitation {
                id: one.id.filter(|id| !id.is_nil()),
                email: one.email,
                access: one.access,
            })
            .collect(),
        notify: request.notify,
        message: request.message,
        culture: request.culture,
    };
    Ok(wire::ok(
        files
            .set_room_members(&viewer, FolderId(id), change)
            .await?
            .into(),
    ))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct MembersFilter {
    /// People, groups or links.
    filter_type: ShareFilterType,
    /// Part of a name or address.
    filter_value: Option<String>,
}

impl Validate for MembersFilter {}

/// Lists who belongs to a room.
#[utoipa::path(get, path = "/api/2.0/files/rooms/{id}/share", operation_id = "getRoomSecurityInfo",
    tag = "Rooms", params(("id" = i32, Path), Paging, MembersFilter),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_members(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    paging: Paging,
    Query(filter): Query<MembersFilter>,
) -> wire::Result<Vec<FileShareDto>> {
    let (start, count) = span(paging);
    let MembersFilter {
        filter_type,
        filter_value,
    } = filter;
    let (page, total) = files
        .room_members(
            &viewer,
            FolderId(id),
            filter_type,
            filter_value,
            start,
            count,
        )
        .await?;
    Ok(wire::page(page, total))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UserInvitation {
    /// Whom.
    users_ids: Option<Vec<Uuid>>,
    /// Everybody who has not joined.
    resend_all: bool,
}

impl Validate for UserInvitation {}

/// Mails invitations again.
#[utoipa::path(post, path = "/api/2.0/files/rooms/{id}/resend", operation_id = "resendEmailInvitations",
    tag = "Rooms", params(("id" = i32, Path)), request_body = UserInvitation,
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn resend(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(whom): Body<UserInvitation>,
) -> wire::Result<wire::Nothing> {
    let ids = whom
        .users_ids
        .unwrap_or_default()
        .into_iter()
        .map(UserId)
        .collect();
    files
        .resend_room_invitations(&viewer, FolderId(id), ids, whom.resend_all)
        .await?;
    Ok(wire::nothing())
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct RoomLinkRequest {
    /// The link; a new one when absent.
    link_id: Option<Uuid>,
    /// Role it gives; 0 removes the link.
    access: Option<FileShare>,
    /// End of life.
    expiration_date: Option<ApiDate>,
    /// Only for people of the portal.
    internal: bool,
    /// Title.
    #[schema(max_length = 255)]
    title: Option<String>,
    /// To join, or to look in.
    link_type: LinkType,
    /// Password.
    #[schema(max_length = 255)]
    password: Option<String>,
    /// Visitors may not download.
    deny_download: bool,
    /// How many may join.
    max_use_count: Option<i32>,
    /// Ignored.
    current_use_count: Option<i32>,
}

impl Validate for RoomLinkRequest {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Title", &self.title, 255)
            .max_len("Password", &self.password, 255);
        if let Some(most) = self.max_use_count {
            check.range("MaxUseCount", most, 1, 1000);
        }
    }
}

impl From<RoomLinkRequest> for LinkDraft {
    fn from(request: RoomLinkRequest) -> Self {
        Self {
            id: request.link_id.filter(|id| !id.is_nil()),
            kind: request.link_type,
            primary: false,
            access: request.access,
            title: request.title,
            expires: expiry(request.expiration_date),
            internal: request.internal,
            deny_download: request.deny_download,
            password: request.password,
            max_uses: request.max_use_count.map(Into::into),
        }
    }
}

/// Makes, changes or removes a link of a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/links", operation_id = "setRoomLink", tag = "Rooms",
    params(("id" = i32, Path)), request_body = RoomLinkRequest,
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn set_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(link): Body<RoomLinkRequest>,
) -> wire::Result<Option<FileShareDto>> {
    let entry = EntryRef::Folder(FolderId(id));
    Ok(wire::ok(files.set_link(&viewer, entry, link.into()).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct LinksFilter {
    /// To join, or to look in; both when absent.
    r#type: Option<LinkType>,
}

impl Validate for LinksFilter {}

/// Lists the links of a room.
#[utoipa::path(get, path = "/api/2.0/files/rooms/{id}/links", operation_id = "getRoomLinks", tag = "Rooms",
    params(("id" = i32, Path), LinksFilter),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_links(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(filter): Query<LinksFilter>,
) -> wire::Result<Vec<FileShareDto>> {
    let entry = EntryRef::Folder(FolderId(id));
    Ok(wire::list(
        files.links(&viewer, entry, filter.r#type).await?,
    ))
}

/// Shows the primary external link of a room, making it when it is missing.
#[utoipa::path(get, path = "/api/2.0/files/rooms/{id}/link", operation_id = "getRoomsPrimaryExternalLink",
    tag = "Rooms", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn get_primary_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FileShareDto> {
    let link = files
        .primary_link(&viewer, EntryRef::Folder(FolderId(id)))
        .await?;
    Ok(wire::ok(link.ok_or(Error::Denied)?))
}
