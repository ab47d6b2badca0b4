//! The owner and the administrators (`platform/06 §6.6`).

use axum::extract::State;
use portal::{BaseUrl, Caller, Confirmed, Here, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{Body, Envelope, Query, Routes, Validate, routes};

use crate::service::Access;

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(send_owner_change, update_portal_owner))
        .routes(routes!(
            get_is_product_administrator,
            set_product_administrator
        ))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OwnerIdSettingsRequestDto {
    owner_id: Uuid,
}

impl Validate for OwnerIdSettingsRequestDto {}

#[derive(Debug, Serialize, ToSchema)]
struct OwnerChangeInstructionsDto {
    status: i32,
    message: String,
}

/// Mails the owner a link that makes somebody else the owner.
#[utoipa::path(post, path = "/api/2.0/settings/owner", operation_id = "sendOwnerChangeInstructions",
    tag = "Settings / Owner", request_body = OwnerIdSettingsRequestDto,
    responses((status = 200, body = Envelope<OwnerChangeInstructionsDto>)))]
async fn send_owner_change(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<OwnerIdSettingsRequestDto>,
) -> wire::Result<OwnerChangeInstructionsDto> {
    let next = UserId(body.owner_id);
    let (sent, message) = access.offer_portal(&here, &caller, next, &base.0).await?;
    Ok(wire::ok(OwnerChangeInstructionsDto {
        status: i32::from(sent),
        message,
    }))
}

/// Makes somebody else the owner, by the mailed link.
#[utoipa::path(put, path = "/api/2.0/settings/owner", operation_id = "updatePortalOwner",
    tag = "Settings / Owner", request_body = OwnerIdSettingsRequestDto,
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn update_portal_owner(
    State(access): State<Access>,
    here: Here,
    link: Confirmed,
    Body(body): Body<OwnerIdSettingsRequestDto>,
) -> wire::Result<wire::Nothing> {
    link.require("PortalOwnerChange")?;
    access
        .hand_over_portal(&here, &link, UserId(body.owner_id))
        .await?;
    Ok(wire::nothing())
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProductAdministratorDto {
    product_id: Uuid,
    user_id: Uuid,
    administrator: bool,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AdministratorQuery {
    productid: Uuid,
    userid: Uuid,
}

impl Validate for AdministratorQuery {}

/// Whether somebody administrates a module; there is one module, the portal.
#[utoipa::path(get, path = "/api/2.0/settings/security/administrator",
    operation_id = "getIsProductAdministrator", tag = "Settings / Security",
    params(AdministratorQuery), responses((status = 200, body = Envelope<ProductAdministratorDto>)))]
async fn get_is_product_administrator(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    Query(query): Query<AdministratorQuery>,
) -> wire::Result<ProductAdministratorDto> {
    caller.require_admin()?;
    let administrator = access.is_administrator(&here, UserId(query.userid)).await?;
    let (product_id, user_id) = (query.productid, query.userid);
    Ok(wire::ok(ProductAdministratorDto {
        product_id,
        user_id,
        administrator,
    }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SecurityRequestsDto {
    product_id: Uuid,
    user_id: Uuid,
    #[serde(default)]
    administrator: bool,
}

impl Validate for SecurityRequestsDto {}

/// Makes somebody an administrator of the portal, or a room administrator again.
#[utoipa::path(put, path = "/api/2.0/settings/security/administrator",
    operation_id = "setProductAdministrator", tag = "Settings / Security",
    request_body = SecurityRequestsDto,
    responses((status = 200, body = Envelope<ProductAdministratorDto>)))]
async fn set_product_administrator(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<SecurityRequestsDto>,
) -> wire::Result<ProductAdministratorDto> {
    let SecurityRequestsDto {
        product_id,
        user_id,
        administrator,
    } = body;
    access
        .set_administrator(&caller, UserId(user_id), administrator, &base.0)
        .await?;
    Ok(wire::ok(ProductAdministratorDto {
        product_id,
        user_id,
        administrator,
    }))
}
