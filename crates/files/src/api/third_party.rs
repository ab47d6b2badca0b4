//! Storages of others (`files/09`), as an installation answers on which no provider is set up: there are none to
//! connect, and nothing is connected.

use std::borrow::Cow;

use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::__dev::ComposeSchema;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Path, Routes, routes};

use crate::error::Error;
use crate::service::Files;
use crate::view::FolderDto;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(connections, connect))
        .routes(routes!(capabilities))
        .routes(routes!(providers))
        .routes(routes!(common))
        .routes(routes!(disconnect))
}

const NO_PROVIDER: &str = "You don't have enough permission to create";

/// A connection of the caller's; the names are the contract's own.
#[derive(Debug, Serialize, ToSchema)]
struct ThirdPartyParams {
    /// How to sign in there.
    auth_data: Option<AuthData>,
    /// Shared with everybody.
    corporate: bool,
    /// It waits for a room.
    #[serde(rename = "roomsStorage")]
    rooms_storage: bool,
    /// Title.
    customer_title: Option<String>,
    /// Number.
    provider_id: Option<i32>,
    /// Kind.
    provider_key: Option<String>,
}

/// How to sign in at a storage.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuthData {
    /// Account.
    login: Option<String>,
    /// Password; never told.
    password: Option<String>,
    /// Token; never told.
    raw_token: Option<String>,
    /// Address.
    #[schema(format = "uri")]
    url: Option<String>,
    /// Kind.
    provider: Option<String>,
    /// What its sign-in page gave; never told.
    token: Option<OAuth20Token>,
}

/// What the sign-in page of a storage gives.
#[derive(Debug, Serialize, ToSchema)]
struct OAuth20Token {
    access_token: Option<String>,
    refresh_token: Option<String>,
    expires_in: i64,
    client_id: Option<String>,
    client_secret: Option<String>,
    #[schema(format = "uri")]
    redirect_uri: Option<String>,
    timestamp: ApiDate,
    #[serde(rename = "isExpired")]
    is_expired: bool,
}

/// A folder of a storage: one whose ids are texts. None is ever answered.
#[derive(Debug, Serialize)]
enum FolderDtoString {}

impl ComposeSchema for FolderDtoString {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let mut schema = FolderDto::schema();
        if let RefOr::T(Schema::Object(folder)) = &mut schema {
            for id in ["id", "parentId", "rootFolderId", "originId", "originRoomId"] {
                let text = Option::<String>::schema();
                folder.properties.insert(id.to_owned(), text);
            }
        }
        schema
    }
}

impl ToSchema for FolderDtoString {
    fn name() -> Cow<'static, str> {
        "FolderDtoString".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        FolderDto::schemas(schemas);
    }
}

/// A kind of storage that can be connected.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProviderDto {
    /// Name.
    name: Option<String>,
    /// Kind.
    key: Option<String>,
    /// It is set up.
    connected: bool,
    /// One signs in at its own page.
    oauth: bool,
    /// That page leads back here.
    redirect_url: Option<String>,
    /// It needs an address.
    required_connection_url: bool,
    /// As what it knows this installation.
    client_id: Option<String>,
}

/// Connections of the caller.
#[utoipa::path(get, path = "/api/2.0/files/thirdparty", operation_id = "getThirdPartyAccounts",
    tag = "Files / Third-party integration", responses((status = 200, body = Envelope<Vec<ThirdPartyParams>>)))]
async fn connections(_: Caller) -> wire::Result<Vec<ThirdPartyParams>> {
    Ok(wire::list(Vec::new()))
}

/// Kinds of storages, as old clients ask for them.
#[utoipa::path(get, path = "/api/2.0/files/thirdparty/capabilities", operation_id = "getCapabilities",
    tag = "Files / Third-party integration", responses((status = 200, body = Envelope<Vec<Vec<String>>>)))]
async fn capabilities(_: Caller) -> wire::Result<Vec<Vec<String>>> {
    Ok(wire::list(Vec::new()))
}

/// Kinds of storages that can be connected.
#[utoipa::path(get, path = "/api/2.0/files/thirdparty/providers", operation_id = "getAllProviders",
    tag = "Files / Third-party integration", params(("excludewebdav" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<Vec<ProviderDto>>)))]
async fn providers(_: Caller) -> wire::Result<Vec<ProviderDto>> {
    Ok(wire::list(Vec::new()))
}

/// Connected folders that everybody sees.
#[utoipa::path(get, path = "/api/2.0/files/thirdparty/common", operation_id = "getCommonThirdPartyFolders",
    tag = "Files / Third-party integration", responses((status = 200, body = Envelope<Vec<FolderDtoString>>)))]
async fn common(_: Caller) -> wire::Result<Vec<FolderDtoString>> {
    Ok(wire::list(Vec::new()))
}

/// A storage to connect.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ThirdPartyRequestDto {
    /// Address.
    url: Option<String>,
    /// Account.
    login: Option<String>,
    /// Password.
    password: Option<String>,
    /// Token.
    token: Option<String>,
    /// Title.
    #[schema(nullable, required)]
    customer_title: Option<String>,
    /// Kind.
    #[schema(nullable, required)]
    provider_key: Option<String>,
    /// A connection that signs in anew.
    provider_id: Option<i32>,
}

impl Validate for ThirdPartyRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("CustomerTitle", &self.customer_title)
            .required("ProviderKey", &self.provider_key);
    }
}

/// Connects a storage: refused while no provider is set up (`files/09 §3`).
#[utoipa::path(post, path = "/api/2.0/files/thirdparty", operation_id = "saveThirdParty",
    tag = "Files / Third-party integration", request_body = ThirdPartyRequestDto,
    responses((status = 200, body = Envelope<FolderDtoString>)))]
async fn connect(
    _: Caller,
    Body(_storage): Body<ThirdPartyRequestDto>,
) -> wire::Result<FolderDtoString> {
    Err(Error::refused(NO_PROVIDER).into())
}

/// Ends a connection; there is none.
#[utoipa::path(delete, path = "/api/2.0/files/thirdparty/{providerId}", operation_id = "deleteThirdParty",
    tag = "Files / Third-party integration", params(("providerId" = i32, Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn disconnect(_: Caller, Path(_connection): Path<i64>) -> wire::Result<String> {
    Err(Error::FOLDER.into())
}
