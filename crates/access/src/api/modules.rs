//! The modules of the product and for whom they are open (`platform/06 §6.6`).

use axum::extract::State;
use people::view::{self, EmployeeDto, GroupSummaryDto};
use portal::modules::{Module, Rule};
use portal::{BaseUrl, Caller, Here};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{Body, Envelope, Error, Path, Query, Routes, Validate, routes};

use crate::service::{Access, ModuleState};

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_rules, set_rule))
        .routes(routes!(get_is_open))
        .routes(routes!(get_enabled_modules))
        .routes(routes!(set_access))
        .routes(routes!(get_product_administrators))
}

/// For whom a module is open.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SecurityDto {
    /// Id of the module.
    web_item_id: String,
    /// People it is open to; with no groups either, everybody.
    users: Vec<EmployeeDto>,
    /// Groups it is open to.
    groups: Vec<GroupSummaryDto>,
    /// It is switched on.
    enabled: bool,
    /// It is a part of another module.
    is_sub_item: bool,
}

impl SecurityDto {
    fn of(state: ModuleState, base: &str) -> Self {
        let ModuleState {
            module,
            enabled,
            people,
            groups,
            managers,
        } = state;
        let manager = |group: &people::model::Group| {
            let manager = group.manager.and_then(|id| managers.get(&id));
            manager.map(|person| person.user_name.clone())
        };
        Self {
            web_item_id: module.id.to_string(),
            users: people.iter().map(|one| view::short(one, base)).collect(),
            groups: groups
                .iter()
                .map(|group| GroupSummaryDto {
                    id: group.id.0,
                    name: group.name.clone(),
                    manager: manager(group),
                    is_system: None,
                })
                .collect(),
            enabled,
            is_sub_item: false,
        }
    }
}

type Rules = wire::Result<Vec<SecurityDto>>;

async fn rules(access: &Access, caller: &Caller, base: &BaseUrl, ids: &[Uuid]) -> Rules {
    let states = access.module_rules(caller, ids).await?;
    let shown = states.into_iter().map(|one| SecurityDto::of(one, &base.0));
    Ok(wire::list(shown.collect()))
}

fn id(text: &str) -> Result<Uuid, Error> {
    Uuid::try_parse(text.trim()).map_err(|_| Error::argument("id"))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RulesQuery {
    /// Ids of modules; all when there are none.
    ids: Vec<String>,
}

impl Validate for RulesQuery {}

/// For whom modules are open.
#[utoipa::path(get, path = "/api/2.0/settings/security", operation_id = "getWebItemSettingsSecurityInfo",
    tag = "Settings / Security", params(RulesQuery),
    responses((status = 200, body = Envelope<Vec<SecurityDto>>)))]
async fn get_rules(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    Query(query): Query<RulesQuery>,
) -> Rules {
    let ids = query.ids.iter().map(|text| id(text));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    rules(&access, &caller, &base, &ids).await
}

/// For whom a module is to be open.
#[derive(Debug, Deserialize, ToSchema)]
struct WebItemSecurityRequestsDto {
    /// Id of the module.
    id: String,
    /// Switched on.
    #[serde(default)]
    enabled: bool,
    /// People and groups; everybody when there are none.
    #[serde(default)]
    subjects: Option<Vec<Uuid>>,
}

impl Validate for WebItemSecurityRequestsDto {}

/// Opens a module to everybody, to some, or closes it.
#[utoipa::path(put, path = "/api/2.0/settings/security", operation_id = "setWebItemSecurity",
    tag = "Settings / Security", request_body = WebItemSecurityRequestsDto,
    responses((status = 200, body = Envelope<Vec<SecurityDto>>)))]
async fn set_rule(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<WebItemSecurityRequestsDto>,
) -> Rules {
    let rule = Rule {
        module: id(&body.id)?,
        enabled: body.enabled,
        subjects: body.subjects.unwrap_or_default(),
    };
    let module = rule.module;
    access.set_module(&caller, rule).await?;
    rules(&access, &caller, &base, &[module]).await
}

/// Whether a module is open to the caller; one that does not exist is not.
#[utoipa::path(get, path = "/api/2.0/settings/security/{id}", operation_id = "getWebItemSecurityInfo",
    tag = "Settings / Security", params(("id" = Uuid, Path)),
    responses((status = 200, body = Envelope<bool>)))]
async fn get_is_open(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<bool> {
    let open = access.open_modules(&here, &caller).await?;
    Ok(wire::ok(open.iter().any(|module| module.id == id)))
}

/// A module that is open to the caller.
#[derive(Debug, Serialize)]
struct EnabledModule {
    id: Uuid,
    title: &'static str,
}

impl From<Module> for EnabledModule {
    fn from(module: Module) -> Self {
        let Module { id, title, .. } = module;
        Self { id, title }
    }
}

/// The modules that are open to the caller: a list of objects with `id` and `title`.
#[utoipa::path(get, path = "/api/2.0/settings/security/modules", operation_id = "getEnabledModules",
    tag = "Settings / Security", responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_enabled_modules(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
) -> wire::Result<Vec<EnabledModule>> {
    let open = access.open_modules(&here, &caller).await?;
    Ok(wire::list(open.into_iter().map(Into::into).collect()))
}

/// Modules to switch on or off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct WebItemsSecurityRequestsDto {
    /// Switches by module.
    items: Vec<ItemKeyValuePairStringBoolean>,
}

/// A switch.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ItemKeyValuePairStringBoolean {
    /// Id of the module.
    #[serde(default)]
    key: String,
    /// On.
    #[serde(default)]
    value: bool,
}

impl Validate for WebItemsSecurityRequestsDto {}

/// Switches modules on or off.
#[utoipa::path(put, path = "/api/2.0/settings/security/access", operation_id = "setAccessToWebItems",
    tag = "Settings / Security", request_body = WebItemsSecurityRequestsDto,
    responses((status = 200, body = Envelope<Vec<SecurityDto>>)))]
async fn set_access(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<WebItemsSecurityRequestsDto>,
) -> Rules {
    caller.require_admin()?;
    let switches = body.items.iter().map(|one| Ok((id(&one.key)?, one.value)));
    let switches = switches.collect::<Result<Vec<_>, Error>>()?;
    if switches.is_empty() {
        return Ok(wire::list(Vec::new()));
    }
    let ids: Vec<_> = switches.iter().map(|(id, _)| *id).collect();
    access.switch_modules(&caller, switches).await?;
    rules(&access, &caller, &base, &ids).await
}

/// The administrators of a module: those of the portal, who administrate all of them.
#[utoipa::path(get, path = "/api/2.0/settings/security/administrator/{productid}",
    operation_id = "getProductAdministrators", tag = "Settings / Security",
    params(("productid" = Uuid, Path)), responses((status = 200, body = Envelope<Vec<EmployeeDto>>)))]
async fn get_product_administrators(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    _: Path<Uuid>,
) -> wire::Result<Vec<EmployeeDto>> {
    let people = access.administrators(&caller).await?;
    Ok(wire::list(
        people.iter().map(|one| view::short(one, &base.0)).collect(),
    ))
}
