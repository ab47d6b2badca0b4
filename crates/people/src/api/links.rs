//! `Portal / Users`: invitation links of the portal, and the raw record of a person.

use axum::extract::State;
use portal::{BaseUrl, Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::{Ref, Schema};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Path, Routes, UtcDate, routes, wire_enum};

use crate::model::{
    EmployeeActivationStatus, EmployeeStatus, EmployeeType, MobilePhoneActivationStatus, Person,
};
use crate::service::{LinkView, People};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(
            create_invitation_link,
            update_invitation_link,
            delete_invitation_link
        ))
        .routes(routes!(get_invitation_link_by_employee_type))
        .routes(routes!(get_invitation_link))
        .routes(routes!(get_user_by_id))
}

wire_enum! {
    /// Type of people, which this object alone writes as a number.
    pub enum LinkType: number {
        All = 0,
        RoomAdmin = 1,
        Guest = 2,
        DocSpaceAdmin = 3,
        User = 4,
    }
}

/// An invitation link.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationLinkDto {
    /// Id.
    #[schema(required = false)]
    id: Uuid,
    /// What those who join become, as a number.
    #[schema(schema_with = number_or_name)]
    employee_type: LinkType,
    /// End of life.
    expiration: Option<ApiDate>,
    /// Past it.
    #[schema(required = false)]
    is_expired: bool,
    /// How many may join.
    #[schema(value_type = Option<i32>)]
    max_use_count: Option<i64>,
    /// How many joined.
    #[schema(value_type = i32, required = false)]
    current_use_count: i64,
    /// Short address.
    #[schema(required = false)]
    url: String,
}

/// The reference calls it a name, what travels is the number: clients have to take both.
fn number_or_name() -> Schema {
    let either = AnyOfBuilder::new()
        .item(LinkType::schema())
        .item(Ref::from_schema_name("EmployeeType"));
    Schema::AnyOf(either.build())
}

fn dto(view: &LinkView, base: &str) -> InvitationLinkDto {
    let link = &view.link;
    let number = EmployeeType::from(link.role).number();
    InvitationLinkDto {
        id: link.id,
        employee_type: LinkType::from_number(number.into()).unwrap_or(LinkType::User),
        expiration: link.expires.map(ApiDate),
        is_expired: link.is_expired(sql::now()),
        max_use_count: link.max_uses,
        current_use_count: link.uses,
        url: format!("{base}{}", view.path),
    }
}

/// A new link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationLinkCreateRequestDto {
    /// What those who join become.
    employee_type: EmployeeType,
    /// End of life.
    #[serde(default)]
    expiration: Option<ApiDate>,
    /// How many may join, 1 to 1000.
    #[serde(default)]
    max_use_count: Option<i32>,
}

impl Validate for InvitationLinkCreateRequestDto {
    fn validate(&self, check: &mut Check) {
        check_uses(check, self.max_use_count);
    }
}

fn check_uses(check: &mut Check, uses: Option<i32>) {
    if let Some(uses) = uses {
        check.range("MaxUseCount", uses, 1, 1000);
    }
}

/// Makes the link of a type.
#[utoipa::path(post, path = "/api/2.0/portal/users/invitationlink", operation_id = "createInvitationLink",
    tag = "Portal / Users", request_body = InvitationLinkCreateRequestDto,
    responses((status = 200, body = Envelope<InvitationLinkDto>)))]
async fn create_invitation_link(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<InvitationLinkCreateRequestDto>,
) -> wire::Result<InvitationLinkDto> {
    let expires = body.expiration.and_then(ApiDate::given);
    let uses = body.max_use_count.map(i64::from);
    let link = people
        .create_link(&caller, body.employee_type, expires, uses)
        .await?;
    Ok(wire::ok(dto(&link, &base)))
}

/// Changes of a link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationLinkUpdateRequestDto {
    /// The link.
    id: Uuid,
    /// End of life.
    #[serde(default)]
    expiration: Option<ApiDate>,
    /// How many may join, 1 to 1000.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    max_use_count: Option<i32>,
}

impl Validate for InvitationLinkUpdateRequestDto {
    fn validate(&self, check: &mut Check) {
        check_uses(check, self.max_use_count);
    }
}

/// Changes a link.
#[utoipa::path(put, path = "/api/2.0/portal/users/invitationlink", operation_id = "updateInvitationLink",
    tag = "Portal / Users", request_body = InvitationLinkUpdateRequestDto,
    responses((status = 200, body = Envelope<InvitationLinkDto>)))]
async fn update_invitation_link(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<InvitationLinkUpdateRequestDto>,
) -> wire::Result<InvitationLinkDto> {
    let expires = body.expiration.and_then(ApiDate::given);
    let uses = body.max_use_count.map(i64::from);
    let link = people.update_link(&caller, body.id, expires, uses).await?;
    Ok(wire::ok(dto(&link, &base)))
}

/// A link to remove.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationLinkDeleteRequestDto {
    /// The link.
    id: Uuid,
}

impl Validate for InvitationLinkDeleteRequestDto {}

/// Removes a link.
#[utoipa::path(delete, path = "/api/2.0/portal/users/invitationlink", operation_id = "deleteInvitationLink",
    tag = "Portal / Users", request_body = InvitationLinkDeleteRequestDto,
    responses((status = 200, body = Envelope<String>)))]
async fn delete_invitation_link(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<InvitationLinkDeleteRequestDto>,
) -> wire::Result<wire::Nothing> {
    people.delete_link(&caller, body.id).await?;
    Ok(wire::nothing())
}

/// The link of a type.
#[utoipa::path(get, path = "/api/2.0/portal/users/invitationlink/{employeeType}",
    operation_id = "getInvitationLinkByEmployeeType", tag = "Portal / Users",
    params(("employeeType" = inline(EmployeeType), Path)),
    responses((status = 200, body = Envelope<InvitationLinkDto>)))]
async fn get_invitation_link_by_employee_type(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(kind): Path<EmployeeType>,
) -> wire::Result<Option<InvitationLinkDto>> {
    let link = people.link(&caller, kind).await?;
    Ok(wire::ok(link.map(|link| dto(&link, &base))))
}

/// The link of a type as bare text, empty for those who may not have it.
#[utoipa::path(get, path = "/api/2.0/portal/users/invite/{employeeType}", operation_id = "getInvitationLink",
    tag = "Portal / Users", params(("employeeType" = inline(EmployeeType), Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn get_invitation_link(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(kind): Path<EmployeeType>,
) -> wire::Result<String> {
    let path = people.old_link(&caller, kind).await?;
    Ok(wire::ok(
        path.map(|path| format!("{base}{path}")).unwrap_or_default(),
    ))
}

/// The raw record of a person (`platform/05` trap 8).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UserInfo)]
struct UserInfo {
    id: Uuid,
    first_name: String,
    last_name: String,
    user_name: String,
    birth_date: Option<UtcDate>,
    sex: Option<bool>,
    status: EmployeeStatus,
    activation_status: EmployeeActivationStatus,
    terminated_date: Option<UtcDate>,
    title: Option<String>,
    work_from_date: Option<UtcDate>,
    #[schema(format = "email")]
    email: String,
    contacts: String,
    contacts_list: Vec<String>,
    location: String,
    notes: String,
    removed: bool,
    last_modified: UtcDate,
    #[schema(value_type = i32)]
    tenant_id: i64,
    is_active: bool,
    culture_name: Option<String>,
    mobile_phone: String,
    mobile_phone_activation_status: MobilePhoneActivationStatus,
    sid: Option<String>,
    ldap_qouta: i64,
    sso_name_id: Option<String>,
    sso_session_id: Option<String>,
    create_date: UtcDate,
    created_by: Option<Uuid>,
    spam: Option<bool>,
    check_activation: bool,
}

impl From<Person> for UserInfo {
    fn from(person: Person) -> Self {
        let pairs = person
            .contacts
            .iter()
            .flat_map(|contact| [contact.kind.clone(), contact.value.clone()]);
        let contacts_list: Vec<String> = pairs.collect();
        Self {
            id: person.id.0,
            first_name: person.first_name,
            last_name: person.last_name,
            user_name: person.user_name,
            birth_date: None,
            sex: None,
            status: person.status,
            activation_status: person.activation,
            terminated_date: person.terminated.map(UtcDate),
            title: None,
            work_from_date: None,
            email: person.email,
            contacts: contacts_list.join("|"),
            contacts_list,
            location: person.location,
            notes: person.notes,
            removed: false,
            last_modified: UtcDate(person.modified),
            tenant_id: person.portal.0,
            is_active: person.status != EmployeeStatus::Terminated,
            culture_name: person.culture,
            mobile_phone: person.phone,
            mobile_phone_activation_status: if person.phone_active {
                MobilePhoneActivationStatus::Activated
            } else {
                MobilePhoneActivationStatus::NotActivated
            },
            sid: None,
            ldap_qouta: 0,
            sso_name_id: None,
            sso_session_id: None,
            create_date: UtcDate(person.created),
            created_by: person.created_by.map(|id| id.0),
            spam: person.spam,
            check_activation: person.activation != EmployeeActivationStatus::Activated,
        }
    }
}

/// The raw record of a person.
#[utoipa::path(get, path = "/api/2.0/portal/users/{userID}", operation_id = "getUserById", tag = "Portal / Users",
    params(("userID" = Uuid, Path)), responses((status = 200, body = Envelope<UserInfo>)))]
async fn get_user_by_id(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<UserInfo> {
    Ok(wire::ok(people.raw(&caller, UserId(id)).await?.into()))
}
