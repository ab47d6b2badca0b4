//! The small switches: one value each (`platform/06 §6.3`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, UtcDate, Validate, routes};

use crate::caller::{Caller, Here};
use crate::model::Role;
use crate::portals::Portals;
use crate::settings::{
    ActivationBar, AiAccess, Banners, DeepLinks, DevTools, GiftMessage, Invitations, Saved, Scope,
    Setting, StartFolder,
};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_deep_link_settings, configure_deep_link))
        .routes(routes!(get_invitation_settings, update_invitation_settings))
        .routes(routes!(get_dev_tools, set_dev_tools))
        .routes(routes!(get_banner, set_banner))
        .routes(routes!(get_ai_access, set_ai_access))
        .routes(routes!(save_default_folder))
        .routes(routes!(update_email_activation))
        .routes(routes!(mark_gift_message_as_read))
}

async fn read<T: Setting + Send + 'static>(
    portals: &Portals,
    here: &Here,
) -> Result<Saved<T>, crate::Error> {
    portals.setting::<T>(here.id, Scope::Portal).await
}

/// Saves a switch of the portal for an administrator.
async fn write<T: Setting + Send + 'static>(
    portals: &Portals,
    caller: &Caller,
    value: T,
) -> Result<Saved<T>, Error> {
    caller.require_admin()?;
    Ok(portals.save(caller, Scope::Portal, value).await?)
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TenantDeepLinkSettings {
    handling_mode: i32,
    last_modified: Option<UtcDate>,
}

impl From<Saved<DeepLinks>> for TenantDeepLinkSettings {
    fn from(saved: Saved<DeepLinks>) -> Self {
        let handling_mode = saved.value.handling_mode;
        Self {
            handling_mode,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct DeepLinkConfigurationRequestsDto {
    deep_link_settings: TenantDeepLinkSettings,
}

impl Validate for DeepLinkConfigurationRequestsDto {}

/// How links open on mobile devices.
#[utoipa::path(get, path = "/api/2.0/settings/deeplink", operation_id = "getDeepLinkSettings", security(()),
    tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<TenantDeepLinkSettings>)))]
async fn get_deep_link_settings(
    State(portals): State<Portals>,
    here: Here,
) -> wire::Result<TenantDeepLinkSettings> {
    Ok(wire::ok(read::<DeepLinks>(&portals, &here).await?.into()))
}

/// Chooses how links open on mobile devices: 0 ask, 1 web, 2 app.
#[utoipa::path(post, path = "/api/2.0/settings/deeplink", operation_id = "configureDeepLink",
    tag = "Settings / Common settings", request_body = DeepLinkConfigurationRequestsDto,
    responses((status = 200, body = Envelope<TenantDeepLinkSettings>)))]
async fn configure_deep_link(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<DeepLinkConfigurationRequestsDto>,
) -> wire::Result<TenantDeepLinkSettings> {
    let handling_mode = body.deep_link_settings.handling_mode;
    if !(0..=2).contains(&handling_mode) {
        return Err(Error::argument("HandlingMode"));
    }
    Ok(wire::ok(
        write(&portals, &caller, DeepLinks { handling_mode })
            .await?
            .into(),
    ))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantUserInvitationSettingsDto {
    allow_inviting_members: bool,
    allow_inviting_guests: bool,
}

impl From<Saved<Invitations>> for TenantUserInvitationSettingsDto {
    fn from(saved: Saved<Invitations>) -> Self {
        let Invitations { members, guests } = saved.value;
        Self {
            allow_inviting_members: members,
            allow_inviting_guests: guests,
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TenantUserInvitationSettingsRequestDto {
    allow_inviting_members: bool,
    allow_inviting_guests: bool,
}

impl Validate for TenantUserInvitationSettingsRequestDto {}

/// Whether people may be invited.
#[utoipa::path(get, path = "/api/2.0/settings/invitationsettings",
    operation_id = "getTenantUserInvitationSettings", security(()), tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<TenantUserInvitationSettingsDto>)))]
async fn get_invitation_settings(
    State(portals): State<Portals>,
    here: Here,
) -> wire::Result<TenantUserInvitationSettingsDto> {
    Ok(wire::ok(read::<Invitations>(&portals, &here).await?.into()))
}

/// Lets people be invited, or not.
#[utoipa::path(put, path = "/api/2.0/settings/invitationsettings",
    operation_id = "updateInvitationSettings", tag = "Settings / Common settings",
    request_body = TenantUserInvitationSettingsRequestDto,
    responses((status = 200, body = Envelope<TenantUserInvitationSettingsDto>)))]
async fn update_invitation_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TenantUserInvitationSettingsRequestDto>,
) -> wire::Result<TenantUserInvitationSettingsDto> {
    let value = Invitations {
        members: body.allow_inviting_members,
        guests: body.allow_inviting_guests,
    };
    Ok(wire::ok(write(&portals, &caller, value).await?.into()))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantDevToolsAccessSettings {
    limited_access_for_users: bool,
    last_modified: Option<UtcDate>,
}

impl From<Saved<DevTools>> for TenantDevToolsAccessSettings {
    fn from(saved: Saved<DevTools>) -> Self {
        let limited_access_for_users = saved.value.limited_for_users;
        Self {
            limited_access_for_users,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TenantDevToolsAccessSettingsDto {
    limited_access_for_users: bool,
}

impl Validate for TenantDevToolsAccessSettingsDto {}

/// Whether developer tools are for administrators only.
#[utoipa::path(get, path = "/api/2.0/settings/devtoolsaccess",
    operation_id = "getTenantAccessDevToolsSettings", tag = "Settings / Access to DevTools",
    responses((status = 200, body = Envelope<TenantDevToolsAccessSettings>)))]
async fn get_dev_tools(
    State(portals): State<Portals>,
    here: Here,
    _: Caller,
) -> wire::Result<TenantDevToolsAccessSettings> {
    Ok(wire::ok(read::<DevTools>(&portals, &here).await?.into()))
}

/// Keeps developer tools for administrators, or not.
#[utoipa::path(post, path = "/api/2.0/settings/devtoolsaccess",
    operation_id = "setTenantDevToolsAccessSettings", tag = "Security / Access to DevTools",
    request_body = TenantDevToolsAccessSettingsDto,
    responses((status = 200, body = Envelope<TenantDevToolsAccessSettings>)))]
async fn set_dev_tools(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TenantDevToolsAccessSettingsDto>,
) -> wire::Result<TenantDevToolsAccessSettings> {
    let value = DevTools {
        limited_for_users: body.limited_access_for_users,
    };
    Ok(wire::ok(write(&portals, &caller, value).await?.into()))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantBannerSettings {
    hidden: bool,
    last_modified: Option<UtcDate>,
}

impl From<Saved<Banners>> for TenantBannerSettings {
    fn from(saved: Saved<Banners>) -> Self {
        Self {
            hidden: saved.value.hidden,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct TenantBannerSettingsDto {
    hidden: bool,
}

impl Validate for TenantBannerSettingsDto {}

/// Whether banners are hidden.
#[utoipa::path(get, path = "/api/2.0/settings/banner", operation_id = "getTenantBannerSettings",
    tag = "Settings / Banners visibility",
    responses((status = 200, body = Envelope<TenantBannerSettings>)))]
async fn get_banner(
    State(portals): State<Portals>,
    here: Here,
    _: Caller,
) -> wire::Result<TenantBannerSettings> {
    Ok(wire::ok(read::<Banners>(&portals, &here).await?.into()))
}

/// Hides banners, or not.
#[utoipa::path(post, path = "/api/2.0/settings/banner", operation_id = "setTenantBannerSettings",
    tag = "Security / Banners visibility", request_body = TenantBannerSettingsDto,
    responses((status = 200, body = Envelope<TenantBannerSettings>)))]
async fn set_banner(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TenantBannerSettingsDto>,
) -> wire::Result<TenantBannerSettings> {
    Ok(wire::ok(
        write(
            &portals,
            &caller,
            Banners {
                hidden: body.hidden,
            },
        )
        .await?
        .into(),
    ))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantAiAccessSettings {
    enabled: bool,
    last_modified: Option<UtcDate>,
}

impl From<Saved<AiAccess>> for TenantAiAccessSettings {
    fn from(saved: Saved<AiAccess>) -> Self {
        Self {
            enabled: saved.value.enabled,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct TenantAiAccessSettingsDto {
    enabled: bool,
}

impl Validate for TenantAiAccessSettingsDto {}

/// Whether the AI area works.
#[utoipa::path(get, path = "/api/2.0/settings/ai-access",
    operation_id = "getTenantAiAccessSettings", tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<TenantAiAccessSettings>)))]
async fn get_ai_access(
    State(portals): State<Portals>,
    here: Here,
    _: Caller,
) -> wire::Result<TenantAiAccessSettings> {
    Ok(wire::ok(read::<AiAccess>(&portals, &here).await?.into()))
}

/// Switches the AI area on or off.
#[utoipa::path(post, path = "/api/2.0/settings/ai-access",
    operation_id = "setTenantAiAccessSettings", tag = "Settings / Common settings",
    request_body = TenantAiAccessSettingsDto,
    responses((status = 200, body = Envelope<TenantAiAccessSettings>)))]
async fn set_ai_access(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TenantAiAccessSettingsDto>,
) -> wire::Result<TenantAiAccessSettings> {
    Ok(wire::ok(
        write(
            &portals,
            &caller,
            AiAccess {
                enabled: body.enabled,
            },
        )
        .await?
        .into(),
    ))
}

/// Folder types a user may start in: my documents, recent, favourites, shared, rooms, AI agents.
const START_FOLDERS: [i32; 6] = [5, 6, 10, 11, 14, 34];

impl StartFolder {
    /// The folder a role starts in: guests have no documents of their own.
    pub(super) fn start_of(&self, role: Role) -> i32 {
        match (role, self.folder_type) {
            (Role::Guest, 5) => 14,
            (_, chosen) => chosen,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DefaultProductRequestDto {
    default_folder_type: i32,
}

impl Validate for DefaultProductRequestDto {}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StudioDefaultPageSettings {
    default_folder_type: i32,
    last_modified: Option<UtcDate>,
}

/// Chooses the folder the caller starts in.
#[utoipa::path(put, path = "/api/2.0/settings/defaultfolder", operation_id = "saveDefaultFolder",
    tag = "Settings / Common settings", request_body = DefaultProductRequestDto,
    responses((status = 200, body = Envelope<StudioDefaultPageSettings>)))]
async fn save_default_folder(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<DefaultProductRequestDto>,
) -> wire::Result<StudioDefaultPageSettings> {
    let folder_type = body.default_folder_type;
    if !START_FOLDERS.contains(&folder_type) {
        return Err(Error::argument("DefaultFolderType"));
    }
    let saved = portals
        .save(
            &caller,
            Scope::User(caller.user),
            StartFolder { folder_type },
        )
        .await?;
    Ok(wire::ok(StudioDefaultPageSettings {
        default_folder_type: folder_type,
        last_modified: saved.modified.map(UtcDate),
    }))
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct EmailActivationSettings {
    show: bool,
    last_modified: Option<UtcDate>,
}

impl Validate for EmailActivationSettings {}

/// Shows the e-mail activation bar to the caller, or not.
#[utoipa::path(put, path = "/api/2.0/settings/emailactivation",
    operation_id = "updateEmailActivationSettings", tag = "Settings / Common settings",
    request_body = EmailActivationSettings,
    responses((status = 200, body = Envelope<EmailActivationSettings>)))]
async fn update_email_activation(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<EmailActivationSettings>,
) -> wire::Result<EmailActivationSettings> {
    let scope = Scope::User(caller.user);
    let saved = portals
        .save(&caller, scope, ActivationBar { show: body.show })
        .await?;
    Ok(wire::ok(EmailActivationSettings {
        show: saved.value.show,
        last_modified: saved.modified.map(UtcDate),
    }))
}

/// Remembers that the caller has read the message about a gift, which is not shown to him again.
#[utoipa::path(post, path = "/api/2.0/portal/present/mark", operation_id = "markGiftMessageAsRead",
    tag = "Portal / Users", responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn mark_gift_message_as_read(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<wire::Nothing> {
    let mine = Scope::User(caller.user);
    portals
        .save(&caller, mine, GiftMessage { read: true })
        .await?;
    Ok(wire::nothing())
}
