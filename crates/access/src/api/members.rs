//! Making people who can sign in: `POST people` and `POST people/active` (`platform/05 §5.5`).

use axum::extract::State;
use http::request::Parts;
use people::GroupId;
use people::model::{Contact, EmployeeType};
use people::rules;
use people::service::Draft;
use people::view::{self, EmployeeFullDto, Profile, Viewer};
use portal::{BaseUrl, Caller, Confirmed, Here, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{Body, Check, Envelope, Routes, Validate, routes};

use crate::confirm::Link;
use crate::service::{Access, Member, Way};

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(add_member))
        .routes(routes!(add_member_as_activated))
}

/// A person to be made. Members the contract ignores are read and ignored.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct MemberRequestDto {
    password: Option<String>,
    password_hash: Option<String>,
    #[schema(format = "email", max_length = 255)]
    email: Option<String>,
    #[serde(rename = "type")]
    kind: Option<EmployeeType>,
    is_user: Option<bool>,
    #[schema(max_length = 255)]
    first_name: Option<String>,
    #[schema(max_length = 255)]
    last_name: Option<String>,
    department: Option<Vec<Uuid>>,
    location: Option<String>,
    comment: Option<String>,
    contacts: Option<Vec<Contact>>,
    files: Option<String>,
    from_invite_link: bool,
    key: Option<String>,
    culture_name: Option<String>,
    target: Option<Uuid>,
    spam: Option<bool>,
}

impl Validate for MemberRequestDto {
    fn validate(&self, check: &mut Check) {
        check.email("Email", &self.email);
        check.max_len("Email", &self.email, 255);
        check.max_len("FirstName", &self.first_name, 255);
        check.max_len("LastName", &self.last_name, 255);
    }
}

impl MemberRequestDto {
    fn member(self) -> Member {
        let text = |value: Option<String>| value.unwrap_or_default();
        let kind = match self.is_user {
            Some(true) if self.kind.is_none() => Some(EmployeeType::Guest),
            _ => self.kind,
        };
        let mut draft = Draft::new(
            rules::requested_role(kind),
            &text(self.email),
            &text(self.first_name),
            &text(self.last_name),
        );
        draft.culture = self
            .culture_name
            .as_deref()
            .and_then(portal::locale::culture)
            .map(str::to_owned);
        draft.location = text(self.location);
        draft.notes = text(self.comment);
        draft.contacts = self.contacts.unwrap_or_default();
        draft.groups = self
            .department
            .unwrap_or_default()
            .into_iter()
            .map(GroupId)
            .collect();
        draft.spam = self.spam;
        Member {
            draft,
            kind,
            password: self.password,
            hash: self.password_hash,
        }
    }
}

/// Makes a person, or lets the holder of an invitation in.
#[utoipa::path(post, path = "/api/2.0/people", operation_id = "addMember",
    tag = "People / Profiles", request_body = MemberRequestDto,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn add_member(
    State(access): State<Access>,
    here: Here,
    visitor: Visitor,
    base: BaseUrl,
    invitation: Option<Invitation>,
    Body(body): Body<MemberRequestDto>,
) -> wire::Result<EmployeeFullDto> {
    let (way, viewer) = match (invitation, visitor.caller) {
        (Some(Invitation(way)), _) => (way, None),
        (None, Some(caller)) => (Way::MadeBy(caller.clone()), Some(caller)),
        (None, None) => return Err(wire::Error::anonymous()),
    };
    let profile = access.join(&here, body.member(), way, &base.0).await?;
    Ok(wire::ok(full(profile, viewer.as_ref(), base)))
}

/// Makes a person, guests included, whose account needs no activation.
#[utoipa::path(post, path = "/api/2.0/people/active", operation_id = "addMemberAsActivated",
    tag = "People / Profiles", request_body = MemberRequestDto,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn add_member_as_activated(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<MemberRequestDto>,
) -> wire::Result<EmployeeFullDto> {
    let way = Way::ActiveBy(caller.clone());
    let profile = access.join(&here, body.member(), way, &base.0).await?;
    Ok(wire::ok(full(profile, Some(&caller), base)))
}

/// The person as his maker sees him, or as he sees himself.
fn full(profile: Profile, viewer: Option<&Caller>, base: BaseUrl) -> EmployeeFullDto {
    let person = &profile.person;
    let (id, role) = viewer.map_or((person.id, person.role), |caller| {
        (caller.user, caller.role)
    });
    view::full(
        profile,
        &Viewer {
            id,
            role,
            base: base.0,
            user_quota: None,
            tfa_app: false,
        },
    )
}

/// A good invitation of the request's confirm header.
struct Invitation(Way);

impl axum::extract::OptionalFromRequestParts<Access> for Invitation {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        access: &Access,
    ) -> Result<Option<Self>, Self::Rejection> {
        let link = parts.extensions.get::<Confirmed>().cloned();
        let link = link.filter(|link| ["LinkInvite", "EmpInvite"].contains(&link.kind));
        let given: Link = access.link_of(parts).unwrap_or_default();
        Ok(link.map(|link| {
            Self(match given.link_id {
                Some(id) => Way::ByLink(id, given.uid),
                None => Way::Invited(link),
            })
        }))
    }
}
