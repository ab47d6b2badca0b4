//! `People / Profiles`: reading, changing and deleting people.

use axum::extract::State;
use portal::modules::{ModuleDto, PEOPLE};
use portal::{BaseUrl, Caller, Confirmed, Here};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Paging, Path, Query, Routes, routes};

use super::filter::{order, words};
use super::status::UpdateMembersRequestDto;
use super::{many, one, page, user_ids, viewer};
use crate::model::{Contact, EmployeeStatus};
use crate::service::{Listing, People, ProfileChange};
use crate::store::Filter;
use crate::view::{self, EmployeeFullDto};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(get_all_profiles))
        .routes(routes!(get_self_profile, delete_profile))
        .routes(routes!(
            get_profile_by_user_id,
            update_member,
            delete_member
        ))
        .routes(routes!(get_profile_by_email))
        .routes(routes!(check_user_exists_by_email))
        .routes(routes!(remove_users))
        .routes(routes!(update_member_culture))
        .routes(routes!(get_claims))
        .routes(routes!(get_info))
}

/// Order and text of a plain list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub(super) struct PlainList {
    /// Only `groupId` is understood.
    pub(super) filter_by: Option<String>,
    /// Order.
    pub(super) sort_by: Option<String>,
    /// Direction.
    #[param(inline)]
    pub(super) sort_order: Option<wire::SortOrder>,
    /// Splits `filterValue` into words of which one must match.
    pub(super) filter_separator: Option<String>,
    /// Part of a name or an e-mail, or the group of `filterBy`.
    pub(super) filter_value: Option<String>,
}

impl Validate for PlainList {}

impl PlainList {
    pub(super) fn into_filter(self, status: EmployeeStatus, paging: &Paging) -> Filter {
        let by_group = self
            .filter_by
            .is_some_and(|by| by.eq_ignore_ascii_case("groupId"));
        let text = self.filter_value.as_deref();
        let group = text
            .filter(|_| by_group)
            .and_then(|id| Uuid::try_parse(id).ok());
        Filter {
            statuses: status.number(),
            words: if by_group {
                Vec::new()
            } else {
                words(text, self.filter_separator.as_deref())
            },
            group: group.map(crate::GroupId),
            order: order(self.sort_by.as_deref(), self.sort_order),
            start: paging.start_index.into(),
            count: paging.count.into(),
            ..Filter::default()
        }
    }
}

/// Active people.
#[utoipa::path(get, path = "/api/2.0/people", operation_id = "getAllProfiles", tag = "People / Profiles",
    params(Paging, PlainList), responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn get_all_profiles(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    paging: Paging,
    Query(query): Query<PlainList>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let filter = query.into_filter(EmployeeStatus::Active, &paging);
    let found = people.list(&caller, Listing::Managers, filter).await?;
    page(&people, &caller, base, found).await
}

/// The caller.
#[utoipa::path(get, path = "/api/2.0/people/@self", operation_id = "getSelfProfile", tag = "People / Profiles",
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn get_self_profile(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
) -> wire::Result<EmployeeFullDto> {
    let me = people.me(&caller).await?;
    let viewer = viewer(&people, &caller, base).await?;
    let theme = me
        .profile
        .person
        .theme
        .unwrap_or(crate::model::DarkThemeSettingsType::System);
    Ok(wire::ok(EmployeeFullDto {
        theme: Some(theme),
        login_event_id: caller.session,
        auth_cookie_lifetime: me.session_life,
        has_personal_folder: Some(me.has_personal_folder),
        ..view::full(me.profile, &viewer)
    }))
}

/// Leaves the portal, by the link that was mailed.
#[utoipa::path(delete, path = "/api/2.0/people/@self", operation_id = "deleteProfile", tag = "People / Profiles",
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn delete_profile(
    State(people): State<People>,
    here: Here,
    confirmed: Confirmed,
    BaseUrl(base): BaseUrl,
) -> wire::Result<EmployeeFullDto> {
    let kinds = ["ProfileRemove"];
    let caller = people.bearer(here.id, &confirmed, &kinds).await?;
    let profile = people.leave(&caller, &base).await?;
    one(&people, &caller, base, profile).await
}

/// A person by id or user name.
#[utoipa::path(get, path = "/api/2.0/people/{userid}", operation_id = "getProfileByUserId", tag = "People / Profiles",
    params(("userid" = String, Path)), responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn get_profile_by_user_id(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(key): Path<String>,
) -> wire::Result<EmployeeFullDto> {
    let profile = people.by_key(&caller, &key).await?;
    one(&people, &caller, base, profile).await
}

/// An address, plain or encrypted by a link.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct EmailQuery {
    /// The address.
    #[param(value_type = Option<String>, format = "email")]
    email: Option<String>,
    /// The address as links carry it.
    encemail: Option<String>,
    /// Language of the texts.
    culture: Option<String>,
}

impl Validate for EmailQuery {
    fn validate(&self, check: &mut Check) {
        if self.encemail.is_none() {
            check.max_len("Email", &self.email, 255);
        }
    }
}

impl EmailQuery {
    fn address(self, people: &People) -> Result<String, wire::Error> {
        let open = |sealed: String| people.paths().open(&sealed);
        let found = self
            .email
            .filter(|email| !email.trim().is_empty())
            .or_else(|| self.encemail.and_then(open));
        found.ok_or_else(|| wire::Error::argument("email"))
    }
}

/// A person by e-mail.
#[utoipa::path(get, path = "/api/2.0/people/email", operation_id = "getProfileByEmail", tag = "People / Profiles",
    params(EmailQuery), responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn get_profile_by_email(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Query(query): Query<EmailQuery>,
) -> wire::Result<EmployeeFullDto> {
    let email = query.address(&people)?;
    let profile = people.by_email(&caller, &email).await?;
    one(&people, &caller, base, profile).await
}

/// Whether somebody has an address.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UserExistsResponseDto {
    /// Somebody has it.
    exists: bool,
    /// In which state he is.
    status: Option<EmployeeStatus>,
}

/// Whether an address belongs to somebody.
#[utoipa::path(get, path = "/api/2.0/people/exists", operation_id = "checkUserExistsByEmail",
    tag = "People / Profiles", params(EmailQuery),
    responses((status = 200, body = Envelope<UserExistsResponseDto>)))]
async fn check_user_exists_by_email(
    State(people): State<People>,
    here: Here,
    visitor: portal::Visitor,
    confirmed: Option<Confirmed>,
    Query(query): Query<EmailQuery>,
) -> wire::Result<UserExistsResponseDto> {
    if confirmed.is_none() {
        visitor.require()?;
    }
    let status = people.exists(here.id, &query.address(&people)?).await?;
    Ok(wire::ok(UserExistsResponseDto {
        exists: status.is_some(),
        status,
    }))
}

/// What can be said of a person in a request; of others than oneself only `disable` counts.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = UpdateMemberRequestDto)]
pub struct MemberFields {
    /// Id, where the path does not say it.
    pub user_id: Option<String>,
    /// Disable or enable.
    pub disable: Option<bool>,
    /// E-mail.
    #[schema(format = "email")]
    pub email: Option<String>,
    /// Ignored: types have their own calls.
    pub is_user: Option<bool>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Ignored: groups have their own calls.
    pub department: Option<Vec<Uuid>>,
    /// Location.
    pub location: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// All contacts.
    pub contacts: Option<Vec<Contact>>,
    /// Ignored: photos have their own calls.
    pub files: Option<String>,
    /// Newsletters.
    pub spam: Option<bool>,
}

impl Validate for MemberFields {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("FirstName", &self.first_name, 255)
            .max_len("LastName", &self.last_name, 255)
            .max_len("Email", &self.email, 255)
            .email("Email", &self.email)
            .max_len("Location", &self.location, 255);
    }
}

/// The body of an update, whose validation keys carry the wrapper's name (`platform/05` trap 3).
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(transparent)]
struct UpdateMember(MemberFields);

impl Validate for UpdateMember {
    fn validate(&self, check: &mut Check) {
        check.within("UpdateMember", &self.0);
    }
}

/// Changes a person.
#[utoipa::path(put, path = "/api/2.0/people/{userid}", operation_id = "updateMember", tag = "People / Profiles",
    params(("userid" = String, Path)), request_body = MemberFields,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn update_member(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(key): Path<String>,
    Body(UpdateMember(body)): Body<UpdateMember>,
) -> wire::Result<EmployeeFullDto> {
    let change = ProfileChange {
        first_name: body.first_name,
        last_name: body.last_name,
        location: body.location,
        notes: body.comment,
        contacts: body.contacts,
        spam: body.spam,
        disable: body.disable,
    };
    let profile = people.update(&caller, &key, change).await?;
    one(&people, &caller, base, profile).await
}

/// A culture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Culture {
    /// Such as `en-US`.
    #[schema(max_length = 85)]
    culture_name: String,
}

impl Validate for Culture {
    fn validate(&self, check: &mut Check) {
        if self.culture_name.encode_utf16().count() > 85 {
            let text = "The field CultureName must be a string with a maximum length of 85.";
            check.add("Culture.CultureName", text);
        }
    }
}

/// Sets the caller's culture.
#[utoipa::path(put, path = "/api/2.0/people/{userid}/culture", operation_id = "updateMemberCulture",
    tag = "People / Profiles", params(("userid" = String, Path)), request_body = Culture,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn update_member_culture(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(key): Path<String>,
    Body(body): Body<Culture>,
) -> wire::Result<EmployeeFullDto> {
    let profile = people
        .set_culture(&caller, &key, &body.culture_name)
        .await?;
    one(&people, &caller, base, profile).await
}

/// Deletes a disabled person.
#[utoipa::path(delete, path = "/api/2.0/people/{userid}", operation_id = "deleteMember", tag = "People / Profiles",
    params(("userid" = String, Path)), responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn delete_member(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(key): Path<String>,
) -> wire::Result<EmployeeFullDto> {
    let profile = people.delete(&caller, &key).await?;
    one(&people, &caller, base, profile).await
}

/// Deletes disabled people.
#[utoipa::path(put, path = "/api/2.0/people/delete", operation_id = "removeUsers", tag = "People / Profiles",
    request_body = UpdateMembersRequestDto, responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn remove_users(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let missing = || wire::Error::argument("Value cannot be null. (Parameter 'inDto?.UserIds')");
    let ids = user_ids(body.user_ids.ok_or_else(missing)?);
    let profiles = people.delete_all(&caller, ids).await?;
    many(&people, &caller, base, profiles).await
}

/// What the server knows of the request's credentials.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Claims {
    /// Id of the caller.
    sub: Uuid,
    /// His name.
    name: String,
    /// Number of the portal.
    #[schema(value_type = i32)]
    tenant: i64,
    /// His type.
    role: &'static str,
}

/// What the server knows of the request's credentials.
#[utoipa::path(get, path = "/api/2.0/people/tokendiagnostics", operation_id = "getClaims", tag = "People / Profiles",
    responses((status = 200, body = Envelope<Claims>)))]
async fn get_claims(caller: Caller) -> wire::Result<Claims> {
    Ok(wire::ok(Claims {
        sub: caller.user.0,
        role: crate::model::EmployeeType::from(caller.role).name(),
        name: caller.name,
        tenant: caller.portal.0,
    }))
}

/// What this part of the product is.
#[utoipa::path(get, path = "/api/2.0/people/info", operation_id = "getPeopleModule", tag = "People / Profiles",
    responses((status = 200, body = Envelope<ModuleDto>)))]
async fn get_info(_: Caller) -> wire::Result<ModuleDto> {
    Ok(wire::ok(ModuleDto {
        app_name: "people",
        link: "/accounts",
        description: "People and groups",
        ..ModuleDto::from(PEOPLE)
    }))
}
