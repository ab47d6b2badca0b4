//! `People / Search`: searches over all people. Those over people of a room, folder or file belong to `files`.

use axum::extract::State;
use portal::{BaseUrl, Caller};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Envelope, Paging, Path, Query, Routes, routes};

use super::filter::{PeopleFilter, words};
use super::{many, page};
use crate::model::EmployeeStatus;
use crate::service::{Listing, People};
use crate::store::Filter;
use crate::view::{self, EmployeeDto, EmployeeFullDto};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(search_users_by_extended_filter))
        .routes(routes!(get_simple_by_filter))
        .routes(routes!(search_users_by_query))
        .routes(routes!(get_search))
        .routes(routes!(search_users_by_status))
}

/// Most people a search without paging shows.
const MOST: i64 = 100;

/// People by all filters.
#[utoipa::path(get, path = "/api/2.0/people/filter", operation_id = "searchUsersByExtendedFilter",
    tag = "People / Search", params(PeopleFilter, Paging),
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn search_users_by_extended_filter(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    paging: Paging,
    Query(query): Query<PeopleFilter>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let filter = query.into_filter(&caller, &paging);
    let found = people.list(&caller, Listing::Managers, filter).await?;
    page(&people, &caller, base, found).await
}

/// The same in short.
#[utoipa::path(get, path = "/api/2.0/people/simple/filter", operation_id = "getSimpleByFilter",
    tag = "People / Search", params(PeopleFilter, Paging),
    responses((status = 200, body = Envelope<Vec<EmployeeDto>>)))]
async fn get_simple_by_filter(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    paging: Paging,
    Query(query): Query<PeopleFilter>,
) -> wire::Result<Vec<EmployeeDto>> {
    let filter = query.into_filter(&caller, &paging);
    let found = people
        .list_short(&caller, Listing::Managers, filter)
        .await?;
    let items = found
        .items
        .iter()
        .map(|person| view::short(person, &base))
        .collect();
    Ok(wire::page(items, found.total))
}

/// A text to search for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct TextQuery {
    /// Part of a name or an e-mail.
    query: Option<String>,
}

impl Validate for TextQuery {}

/// A group to search in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct GroupQuery {
    /// Only `groupId` is understood.
    filter_by: Option<String>,
    /// The group.
    filter_value: Option<String>,
}

impl Validate for GroupQuery {}

fn filter(text: Option<&str>, group: &GroupQuery, status: EmployeeStatus) -> Filter {
    let by_group = group
        .filter_by
        .as_deref()
        .is_some_and(|by| by.eq_ignore_ascii_case("groupId"));
    let id = group.filter_value.as_deref().filter(|_| by_group);
    Filter {
        words: words(text, None),
        statuses: status.number(),
        group: id
            .and_then(|id| Uuid::try_parse(id).ok())
            .map(crate::GroupId),
        count: MOST,
        ..Filter::default()
    }
}

/// Active people by text.
#[utoipa::path(get, path = "/api/2.0/people/search", operation_id = "searchUsersByQuery", tag = "People / Search",
    params(TextQuery), responses((status = 200, body = Envelope<Vec<EmployeeDto>>)))]
async fn search_users_by_query(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Query(query): Query<TextQuery>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let filter = filter(
        query.query.as_deref(),
        &GroupQuery::default(),
        EmployeeStatus::Active,
    );
    let found = people
        .list(&caller, Listing::Administrators, filter)
        .await?;
    many(&people, &caller, base, found.items).await
}

/// Active people by text in the path.
#[utoipa::path(get, path = "/api/2.0/people/@search/{query}", operation_id = "getSearch", tag = "People / Search",
    params(("query" = String, Path), GroupQuery), responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn get_search(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(text): Path<String>,
    Query(group): Query<GroupQuery>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let filter = filter(Some(&text), &group, EmployeeStatus::Active);
    let found = people
        .list(&caller, Listing::Administrators, filter)
        .await?;
    many(&people, &caller, base, found.items).await
}

/// People of a state by text.
#[utoipa::path(get, path = "/api/2.0/people/status/{status}/search", operation_id = "searchUsersByStatus",
    tag = "People / Search", params(("status" = inline(EmployeeStatus), Path), TextQuery, GroupQuery),
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn search_users_by_status(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(status): Path<EmployeeStatus>,
    Query(query): Query<TextQuery>,
    Query(group): Query<GroupQuery>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let filter = filter(query.query.as_deref(), &group, status);
    let found = people
        .list(&caller, Listing::Administrators, filter)
        .await?;
    many(&people, &caller, base, found.items).await
}
