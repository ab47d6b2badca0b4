//! `Group`: groups of people.

use axum::extract::State;
use http::StatusCode;
use portal::{BaseUrl, Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Paging, Path, Query, Routes, SortOrder, routes};

use super::{user_ids, viewer};
use crate::model::GroupId;
use crate::service::{GroupDraft, GroupView, People};
use crate::store::groups::{GroupFilter, GroupSort};
use crate::view::{self, EmployeeFullDto, GroupSummaryDto, Profile, Viewer};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(get_groups, add_group))
        .routes(routes!(get_group, update_group, delete_group))
        .routes(routes!(get_group_by_user_id))
        .routes(routes!(move_members_to))
        .routes(routes!(set_members_to, add_members_to, remove_members_from))
        .routes(routes!(set_group_manager))
}

/// A group.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupDto {
    /// Name.
    pub name: String,
    /// Group above; the zero GUID, since groups do not nest.
    #[schema(required = false)]
    pub parent: Uuid,
    /// Category; the zero GUID for ordinary groups.
    pub category: Uuid,
    /// Id.
    pub id: Uuid,
    /// Comes from a directory.
    #[serde(rename = "isLDAP")]
    pub is_ldap: bool,
    /// One of the built-in groups.
    pub is_system: Option<bool>,
    /// The manager.
    pub manager: Option<EmployeeFullDto>,
    /// The members, when asked for.
    pub members: Option<Vec<EmployeeFullDto>>,
    /// Whether the entry asked about is shared with the group.
    pub shared: Option<bool>,
    /// Number of members.
    #[schema(value_type = i32, required = false)]
    pub members_count: i64,
}

/// A group as this viewer may see it.
#[must_use]
pub fn group_dto(group: &GroupView, viewer: &Viewer) -> GroupDto {
    let full = |profile: &Profile| view::full(profile.clone(), viewer);
    GroupDto {
        name: group.group.name.clone(),
        parent: Uuid::nil(),
        category: Uuid::nil(),
        id: group.group.id.0,
        is_ldap: group.group.ldap,
        is_system: None,
        manager: group.manager.as_ref().map(full),
        members: group
            .members
            .as_ref()
            .map(|members| members.iter().map(full).collect()),
        shared: None,
        members_count: group.group.members,
    }
}

async fn reply(
    people: &People,
    caller: &Caller,
    base: String,
    group: &GroupView,
) -> wire::Result<GroupDto> {
    let viewer = viewer(people, caller, base).await?;
    Ok(wire::ok(group_dto(group, &viewer)))
}

/// Which groups, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct GroupsQuery {
    /// Groups of this person.
    user_id: Option<Uuid>,
    /// Only those he manages.
    manager: Option<bool>,
    /// `title`, `manager` or `membersCount`.
    sort_by: Option<String>,
    /// Direction.
    #[param(inline)]
    sort_order: Option<SortOrder>,
    /// Part of the name.
    filter_value: Option<String>,
}

impl Validate for GroupsQuery {}

/// Groups.
#[utoipa::path(get, path = "/api/2.0/group", operation_id = "getGroups", tag = "Group", params(GroupsQuery, Paging),
    responses((status = 200, body = Envelope<Vec<GroupDto>>)))]
async fn get_groups(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    paging: Paging,
    Query(query): Query<GroupsQuery>,
) -> wire::Result<Vec<GroupDto>> {
    let by = query.sort_by.unwrap_or_default().to_ascii_lowercase();
    let filter = GroupFilter {
        user: query.user_id.map(UserId),
        manager: query.manager.unwrap_or_default(),
        text: query.filter_value,
        sort: match by.as_str() {
            "manager" => GroupSort::Manager,
            "memberscount" => GroupSort::Members,
            _ => GroupSort::Title,
        },
        descending: query.sort_order == Some(SortOrder::Descending),
        start: paging.start_index.into(),
        count: paging.count.into(),
        ..GroupFilter::default()
    };
    let page = people.groups(&caller, filter).await?;
    let viewer = viewer(&people, &caller, base).await?;
    Ok(wire::page(
        page.items
            .iter()
            .map(|group| group_dto(group, &viewer))
            .collect(),
        page.total,
    ))
}

/// A new group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GroupRequestDto {
    /// Members.
    #[serde(default)]
    members: Vec<Uuid>,
    /// The manager.
    #[serde(default)]
    group_manager: Option<Uuid>,
    /// Name.
    #[schema(min_length = 1, max_length = 128)]
    group_name: String,
}

impl Validate for GroupRequestDto {
    fn validate(&self, check: &mut Check) {
        check.required("GroupName", &self.group_name).len_between(
            "GroupName",
            &self.group_name,
            1,
            128,
        );
    }
}

/// Makes a group.
#[utoipa::path(post, path = "/api/2.0/group", operation_id = "addGroup", tag = "Group", request_body = GroupRequestDto,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn add_group(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<GroupRequestDto>,
) -> wire::Result<GroupDto> {
    let draft = GroupDraft {
        name: Some(body.group_name),
        manager: person(body.group_manager),
        add: user_ids(body.members),
        remove: Vec::new(),
    };
    let group = people.create_group(&caller, draft).await?;
    reply(&people, &caller, base, &group).await
}

fn person(id: Option<Uuid>) -> Option<UserId> {
    id.filter(|id| !id.is_nil()).map(UserId)
}

/// How much of a group.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct GroupQuery {
    /// With its members.
    include_members: bool,
}

impl Default for GroupQuery {
    fn default() -> Self {
        Self {
            include_members: true,
        }
    }
}

impl Validate for GroupQuery {}

/// A group.
#[utoipa::path(get, path = "/api/2.0/group/{id}", operation_id = "getGroup", tag = "Group",
    params(("id" = Uuid, Path), GroupQuery), responses((status = 200, body = Envelope<GroupDto>)))]
async fn get_group(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Query(query): Query<GroupQuery>,
) -> wire::Result<GroupDto> {
    let group = people
        .group(&caller, GroupId(id), query.include_members)
        .await?;
    reply(&people, &caller, base, &group).await
}

/// Changes of a group.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateGroupRequest {
    /// People to add.
    members_to_add: Vec<Uuid>,
    /// People to remove.
    members_to_remove: Vec<Uuid>,
    /// The manager.
    group_manager: Option<Uuid>,
    /// Name.
    #[schema(max_length = 128)]
    group_name: Option<String>,
}

impl Validate for UpdateGroupRequest {
    fn validate(&self, check: &mut Check) {
        check.max_len("GroupName", &self.group_name, 128);
    }
}

/// Changes a group.
#[utoipa::path(put, path = "/api/2.0/group/{id}", operation_id = "updateGroup", tag = "Group",
    params(("id" = Uuid, Path)), request_body = UpdateGroupRequest,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn update_group(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<UpdateGroupRequest>,
) -> wire::Result<GroupDto> {
    let draft = GroupDraft {
        name: body.group_name,
        manager: person(body.group_manager),
        add: user_ids(body.members_to_add),
        remove: user_ids(body.members_to_remove),
    };
    let group = people.update_group(&caller, GroupId(id), draft).await?;
    reply(&people, &caller, base, &group).await
}

/// Deletes a group; the only answer without envelope here.
#[utoipa::path(delete, path = "/api/2.0/group/{id}", operation_id = "deleteGroup", tag = "Group",
    params(("id" = Uuid, Path)), responses(
        (status = 200, description = "Never: the answer is 204", body = Envelope<wire::NoContent>),
        (status = 204, description = "Done")))]
async fn delete_group(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, wire::Error> {
    people.delete_group(&caller, GroupId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Groups of a person.
#[utoipa::path(get, path = "/api/2.0/group/user/{userid}", operation_id = "getGroupByUserId", tag = "Group",
    params(("userid" = Uuid, Path)), responses((status = 200, body = Envelope<Vec<GroupSummaryDto>>)))]
async fn get_group_by_user_id(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<Vec<GroupSummaryDto>> {
    let groups = people.groups_of(&caller, UserId(id)).await?;
    Ok(wire::list(groups.into_iter().map(Into::into).collect()))
}

/// Moves all members of a group into another.
#[utoipa::path(put, path = "/api/2.0/group/{fromId}/members/{toId}", operation_id = "moveMembersTo", tag = "Group",
    params(("fromId" = Uuid, Path), ("toId" = Uuid, Path)),
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn move_members_to(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path((from, to)): Path<(Uuid, Uuid)>,
) -> wire::Result<GroupDto> {
    let group = people
        .move_members(&caller, GroupId(from), GroupId(to))
        .await?;
    reply(&people, &caller, base, &group).await
}

/// Members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct MembersRequest {
    /// Their ids.
    members: Vec<Uuid>,
}

impl Validate for MembersRequest {}

/// Replaces the members.
#[utoipa::path(post, path = "/api/2.0/group/{id}/members", operation_id = "setMembersTo", tag = "Group",
    params(("id" = Uuid, Path)), request_body = MembersRequest,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn set_members_to(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<MembersRequest>,
) -> wire::Result<GroupDto> {
    let group = people
        .set_members(&caller, GroupId(id), user_ids(body.members))
        .await?;
    reply(&people, &caller, base, &group).await
}

/// Adds members.
#[utoipa::path(put, path = "/api/2.0/group/{id}/members", operation_id = "addMembersTo", tag = "Group",
    params(("id" = Uuid, Path)), request_body = MembersRequest,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn add_members_to(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<MembersRequest>,
) -> wire::Result<GroupDto> {
    let group = people
        .add_members(&caller, GroupId(id), user_ids(body.members))
        .await?;
    reply(&people, &caller, base, &group).await
}

/// Removes members.
#[utoipa::path(delete, path = "/api/2.0/group/{id}/members", operation_id = "removeMembersFrom", tag = "Group",
    params(("id" = Uuid, Path)), request_body = MembersRequest,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn remove_members_from(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<MembersRequest>,
) -> wire::Result<GroupDto> {
    let group = people
        .remove_members(&caller, GroupId(id), user_ids(body.members))
        .await?;
    reply(&people, &caller, base, &group).await
}

/// A manager.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SetManagerRequest {
    /// His id.
    user_id: Uuid,
}

impl Validate for SetManagerRequest {}

/// Makes somebody the manager.
#[utoipa::path(put, path = "/api/2.0/group/{id}/manager", operation_id = "setGroupManager", tag = "Group",
    params(("id" = Uuid, Path)), request_body = SetManagerRequest,
    responses((status = 200, body = Envelope<GroupDto>)))]
async fn set_group_manager(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<SetManagerRequest>,
) -> wire::Result<GroupDto> {
    let group = people
        .set_group_manager(&caller, GroupId(id), UserId(body.user_id))
        .await?;
    reply(&people, &caller, base, &group).await
}
