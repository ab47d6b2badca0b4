//! `Settings / Webplugins`.

use axum::extract::{Multipart, State};
use bytes::{Bytes, BytesMut};
use people::view::{EmployeeDto, short, virtual_person};
use portal::{BaseUrl, Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{ApiDate, Body, Check, Envelope, Nothing, Path, Query, Routes, Validate, routes};

use crate::archive::{LARGEST, SCRIPT, STYLE};
use crate::error::Error;
use crate::model::{Area, Locales, State as PluginState};
use crate::service::{Plugins, Shown};

pub(super) fn routes() -> Routes<Plugins> {
    Routes::new()
        .routes(routes!(get_web_plugins, add_web_plugin))
        .routes(routes!(
            get_web_plugin,
            update_web_plugin,
            delete_web_plugin
        ))
}

/// A plugin as a portal has it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebPluginDto {
    name: String,
    version: String,
    min_doc_space_version: Option<String>,
    description: String,
    license: String,
    author: String,
    home_page: String,
    plugin_name: String,
    scopes: String,
    image: String,
    create_by: EmployeeDto,
    create_on: ApiDate,
    enabled: bool,
    system: bool,
    url: String,
    css_url: Option<String>,
    settings: Option<String>,
    name_locale: Option<Locales>,
    description_locale: Option<Locales>,
}

impl WebPluginDto {
    fn of(shown: Shown, base: &str) -> Self {
        let Shown {
            plugin,
            state,
            creator,
        } = shown;
        let config = plugin.config;
        let url = |file| address(plugin.area, &config.name, file, &config.version);
        Self {
            url: url(SCRIPT),
            css_url: plugin.has_style.then(|| url(STYLE)),
            create_by: match &creator {
                Some(person) => short(person, base),
                None => virtual_person(UserId::LOST, base),
            },
            create_on: ApiDate(plugin.created),
            enabled: state.enabled,
            system: plugin.area == Area::System,
            settings: state.settings,
            name: config.name,
            version: config.version,
            min_doc_space_version: config.min_doc_space_version,
            description: config.description,
            license: config.license,
            author: config.author,
            home_page: config.home_page,
            plugin_name: config.plugin_name,
            scopes: config.scopes,
            image: config.image,
            name_locale: config.name_locale,
            description_locale: config.description_locale,
        }
    }
}

/// The address of a plugin's file.
fn address(area: Area, name: &str, file: &str, version: &str) -> String {
    let path = format!("/storage/{}/root/{name}/{file}", area.folder());
    match version.is_empty() {
        true => path,
        false => {
            let version: String =
                url::form_urlencoded::byte_serialize(version.as_bytes()).collect();
            format!("{path}?hash={version}")
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those that are on, or off.
    enabled: Option<bool>,
}

impl Validate for ListQuery {}

/// Plugins, those of the installation first.
#[utoipa::path(get, path = "/api/2.0/settings/webplugins", operation_id = "getWebPlugins",
    tag = "Settings / Webplugins", params(ListQuery),
    responses((status = 200, body = Envelope<Vec<WebPluginDto>>)))]
async fn get_web_plugins(
    State(plugins): State<Plugins>,
    caller: Caller,
    base: BaseUrl,
    Query(query): Query<ListQuery>,
) -> wire::Result<Vec<WebPluginDto>> {
    let mut all = plugins.list(caller.portal).await?;
    all.retain(|one| {
        query
            .enabled
            .is_none_or(|enabled| enabled == one.state.enabled)
    });
    let dto = |one| WebPluginDto::of(one, &base.0);
    Ok(wire::list(all.into_iter().map(dto).collect()))
}

/// One plugin.
#[utoipa::path(get, path = "/api/2.0/settings/webplugins/{name}", operation_id = "getWebPlugin",
    tag = "Settings / Webplugins", params(("name" = String, Path)),
    responses((status = 200, body = Envelope<WebPluginDto>)))]
async fn get_web_plugin(
    State(plugins): State<Plugins>,
    caller: Caller,
    base: BaseUrl,
    Path(name): Path<String>,
) -> wire::Result<WebPluginDto> {
    let found = plugins.one(caller.portal, &name).await?;
    Ok(wire::ok(WebPluginDto::of(found, &base.0)))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// For all portals of the installation.
    system: Option<bool>,
}

impl Validate for UploadQuery {}

/// Puts a plugin in: one zip file.
#[utoipa::path(post, path = "/api/2.0/settings/webplugins", operation_id = "addWebPluginFromFile",
    tag = "Settings / Webplugins", params(UploadQuery),
    responses((status = 200, body = Envelope<WebPluginDto>)))]
async fn add_web_plugin(
    State(plugins): State<Plugins>,
    caller: Caller,
    base: BaseUrl,
    Query(query): Query<UploadQuery>,
    form: Option<Multipart>,
) -> wire::Result<WebPluginDto> {
    caller.require_admin()?;
    let package = read(form).await?;
    let system = query.system.unwrap_or(false);
    let added = plugins.upload(&caller, package, system).await?;
    Ok(wire::ok(WebPluginDto::of(added, &base.0)))
}

/// Reads the one file of a form. What is too much is read to its end, so that the client hears the answer, but not kept.
async fn read(form: Option<Multipart>) -> Result<Bytes, wire::Error> {
    const NONE: Error = Error::Upload("No input file");
    let broken =
        |error: axum::extract::multipart::MultipartError| wire::Error::argument(error.body_text());
    let mut form = form.ok_or(NONE)?;
    let mut files: Vec<(String, Bytes, bool)> = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            continue;
        };
        let (mut bytes, mut too_large) = (BytesMut::new(), false);
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            too_large |= (bytes.len() + piece.len()) as u64 > LARGEST;
            if !too_large && files.is_empty() {
                bytes.extend_from_slice(&piece);
            }
        }
        if files.len() < 2 {
            files.push((name, bytes.freeze(), too_large));
        }
    }
    if files.len() > 1 {
        return Err(Error::Upload("Too many input files").into());
    }
    let (name, bytes, too_large) = files.pop().ok_or(NONE)?;
    if !too_large && bytes.is_empty() {
        return Err(NONE.into());
    }
    if !name.to_lowercase().ends_with(".zip") {
        return Err(Error::Upload("Wrong file extension").into());
    }
    if too_large {
        return Err(Error::Upload("File size exceeds limit").into());
    }
    Ok(bytes)
}

#[derive(Debug, Deserialize, ToSchema)]
struct WebPluginRequests {
    /// It is on; off when nothing is said.
    #[serde(default)]
    #[schema(required = false)]
    enabled: bool,
    #[schema(max_length = 255)]
    settings: Option<String>,
}

impl Validate for WebPluginRequests {
    fn validate(&self, check: &mut Check) {
        check.max_len("Settings", &self.settings, 255);
    }
}

/// Switches a plugin and keeps its settings.
#[utoipa::path(put, path = "/api/2.0/settings/webplugins/{name}", operation_id = "updateWebPlugin",
    tag = "Settings / Webplugins", params(("name" = String, Path)), request_body = WebPluginRequests,
    responses((status = 200, body = Envelope<Nothing>)))]
async fn update_web_plugin(
    State(plugins): State<Plugins>,
    caller: Caller,
    Path(name): Path<String>,
    Body(body): Body<WebPluginRequests>,
) -> wire::Result<Nothing> {
    let state = PluginState {
        enabled: body.enabled,
        settings: body.settings,
    };
    plugins.update(&caller, &name, state).await?;
    Ok(wire::nothing())
}

/// Takes a plugin out.
#[utoipa::path(delete, path = "/api/2.0/settings/webplugins/{name}", operation_id = "deleteWebPlugin",
    tag = "Settings / Webplugins", params(("name" = String, Path)),
    responses((status = 200, body = Envelope<Nothing>)))]
async fn delete_web_plugin(
    State(plugins): State<Plugins>,
    caller: Caller,
    Path(name): Path<String>,
) -> wire::Result<Nothing> {
    plugins.delete(&caller, &name).await?;
    Ok(wire::nothing())
}
