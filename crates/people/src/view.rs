//! People as they travel: the short and the full object of `platform/05 §5.2`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portal::{PortalId, Role, UserId};
use serde::Serialize;
use sql::Tx;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, Fragment};

use crate::model::{
    AccountLoginType, Contact, DarkThemeSettingsType, EmployeeActivationStatus, EmployeeStatus,
    Face, MobilePhoneActivationStatus, Person, Photo,
};
use crate::photo;
use crate::store::{self, groups::Membership};

/// A person in short, as `createdBy`, `sharedTo` and simple lists show him.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmployeeDto {
    /// Id.
    pub id: Uuid,
    /// First and last name, else the e-mail.
    pub display_name: String,
    /// Picture of 82 pixels.
    #[schema(value_type = String)]
    pub avatar: Cow<'static, str>,
    /// Picture as uploaded.
    #[schema(value_type = String)]
    pub avatar_original: Cow<'static, str>,
    /// Picture of 200 pixels.
    #[schema(value_type = String)]
    pub avatar_max: Cow<'static, str>,
    /// Picture of 48 pixels.
    #[schema(value_type = String)]
    pub avatar_medium: Cow<'static, str>,
    /// Picture of 32 pixels.
    #[schema(value_type = String)]
    pub avatar_small: Cow<'static, str>,
    /// Absolute address of the profile.
    pub profile_url: String,
    /// Whether there is an own picture.
    pub has_avatar: bool,
    /// An anonymous visitor.
    pub is_anonim: bool,
}

/// A group in a member's profile.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupSummaryDto {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// User name of the manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// One of the built-in groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_system: Option<bool>,
}

impl From<Membership> for GroupSummaryDto {
    fn from(membership: Membership) -> Self {
        let Membership { id, name, manager } = membership;
        Self {
            id: id.0,
            name,
            manager,
            is_system: None,
        }
    }
}

/// A person in full. Members that may be absent are `Option`s.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmployeeFullDto {
    /// What the short object has.
    #[serde(flatten)]
    pub short: EmployeeDto,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// User name.
    pub user_name: String,
    /// E-mail.
    #[schema(format = "email")]
    pub email: String,
    /// Only if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Active, terminated or pending.
    pub status: EmployeeStatus,
    /// Whether the e-mail was confirmed.
    pub activation_status: EmployeeActivationStatus,
    /// When the account was disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminated: Option<ApiDate>,
    /// Names of the groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Groups, only if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupSummaryDto>,
    /// Location.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Comment.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Telephone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mobile_phone: String,
    /// Whether the telephone was confirmed.
    pub mobile_phone_activation_status: MobilePhoneActivationStatus,
    /// Administrator and not the owner.
    pub is_admin: bool,
    /// Room administrator.
    pub is_room_admin: bool,
    /// From a directory.
    #[serde(rename = "isLDAP")]
    pub is_ldap: bool,
    /// Modules the person administers, only if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list_admin_modules: Vec<String>,
    /// The portal's owner.
    pub is_owner: bool,
    /// Guest.
    pub is_visitor: bool,
    /// User.
    pub is_collaborator: bool,
    /// Chosen culture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub culture_name: Option<String>,
    /// From a single sign-on service.
    #[serde(rename = "isSSO")]
    pub is_sso: bool,
    /// Chosen theme; own profile only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<DarkThemeSettingsType>,
    /// Bytes the person may use, -1 without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota_limit: Option<i64>,
    /// Bytes used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub used_space: Option<i64>,
    /// Whether the entry asked about is shared with the person; room, folder and file searches only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
    /// Whether the quota is the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_custom_quota: Option<bool>,
    /// Number of the session; own profile only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i32>)]
    pub login_event_id: Option<i64>,
    /// Seconds the session lives, when limited; own profile only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_cookie_lifetime: Option<f64>,
    /// Who made the account; administrators see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<EmployeeDto>)]
    pub created_by: Option<Fragment>,
    /// When the account was made.
    pub registration_date: ApiDate,
    /// Whether the person has a folder of his own; own profile only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_personal_folder: Option<bool>,
    /// Second factor by app is set up; administrators see it when the factor is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tfa_app_enabled: Option<bool>,
}

/// A person with what his full object needs, loaded in batches.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The person.
    pub person: Person,
    /// His groups.
    pub groups: Vec<Membership>,
    /// Who made him; people of a list share theirs.
    pub creator: Option<Arc<Face>>,
}

/// Who looks, and from where.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// His id.
    pub id: UserId,
    /// His type.
    pub role: Role,
    /// Public address of the portal, such as `https://team.example`, without a slash at the end.
    pub base: String,
    /// The portal's default quota of a user in bytes (-1 unlimited); `None` while such quotas are off.
    pub user_quota: Option<i64>,
    /// The portal's second factor by app is on.
    pub tfa_app: bool,
}

/// Loads groups and creators of people: two queries, however many there are.
///
/// # Errors
/// The database failed.
pub fn profiles(
    tx: &mut Tx<'_>,
    portal: PortalId,
    people: Vec<Person>,
) -> sql::Result<Vec<Profile>> {
    let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
    let mut groups: HashMap<UserId, Vec<Membership>> = store::memberships(tx, portal, &ids)?;
    let mut creators: Vec<UserId> = people
        .iter()
        .filter_map(|person| person.created_by)
        .collect();
    creators.sort_unstable();
    creators.dedup();
    let creators = store::faces(tx, portal, &creators)?;
    let profile = |person: Person| Profile {
        groups: groups.remove(&person.id).unwrap_or_default(),
        creator: person.created_by.and_then(|id| creators.get(&id).cloned()),
        person,
    };
    Ok(people.into_iter().map(profile).collect())
}

/// The short object. `base` is the portal's public address without a slash at the end.
#[must_use]
pub fn short(person: &Person, base: &str) -> EmployeeDto {
    let photo = person.photo.as_ref();
    in_short(
        person.id,
        person.role,
        person.display_name(),
        &person.email,
        photo,
        base,
    )
}

/// The same of a person of whom no more is known.
#[must_use]
pub fn short_of(face: &Face, base: &str) -> EmployeeDto {
    let photo = face.photo.as_ref();
    in_short(
        face.id,
        face.role,
        face.name.clone(),
        &face.email,
        photo,
        base,
    )
}

fn in_short(
    id: UserId,
    role: Role,
    display_name: String,
    email: &str,
    photo: Option<&Photo>,
    base: &str,
) -> EmployeeDto {
    /// What stays as it is in the value of a query.
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let section = if role == Role::Guest {
        "guests"
    } else {
        "people"
    };
    let email = utf8_percent_encode(email, ENCODED);
    let url = |size| photo::url(id, photo, size);
    EmployeeDto {
        id: id.0,
        display_name,
        avatar: url(photo::Size::Big),
        avatar_original: url(photo::Size::Original),
        avatar_max: url(photo::Size::Max),
        avatar_medium: url(photo::Size::Medium),
        avatar_small: url(photo::Size::Small),
        profile_url: format!("{base}/accounts/{section}/filter?search={email}"),
        has_avatar: photo.is_some(),
        is_anonim: false,
    }
}

/// The short object of somebody who is gone, or of the anonymous visitor.
#[must_use]
pub fn virtual_person(id: UserId, base: &str) -> EmployeeDto {
    let anonymous = id == UserId::ANONYMOUS;
    let url = |size| photo::url(id, None, size);
    EmployeeDto {
        id: id.0,
        display_name: if anonymous { "Anonymous" } else { "Unknown" }.to_owned(),
        avatar: url(photo::Size::Big),
        avatar_original: url(photo::Size::Original),
        avatar_max: url(photo::Size::Max),
        avatar_medium: url(photo::Size::Medium),
        avatar_small: url(photo::Size::Small),
        profile_url: format!("{base}/accounts/people/filter"),
        has_avatar: false,
        is_anonim: anonymous,
    }
}

/// The full objects of a list, as this viewer may see them. Who made several of them is written once.
#[must_use]
pub fn all(profiles: Vec<Profile>, viewer: &Viewer) -> Vec<EmployeeFullDto> {
    let mut written: HashMap<UserId, Fragment> = HashMap::new();
    let shown = |profile: Profile| {
        let creator = shown_creator(&profile, viewer).map(|creator| {
            let write = || Fragment::of(&short_of(creator, &viewer.base));
            written.entry(creator.id).or_insert_with(write).clone()
        });
        full_made_by(profile, viewer, creator)
    };
    profiles.into_iter().map(shown).collect()
}

/// The full object as this viewer may see it.
#[must_use]
pub fn full(profile: Profile, viewer: &Viewer) -> EmployeeFullDto {
    let creator = shown_creator(&profile, viewer);
    let creator = creator.map(|creator| Fragment::of(&short_of(creator, &viewer.base)));
    full_made_by(profile, viewer, creator)
}

/// Who made the person; administrators see it.
fn shown_creator<'a>(profile: &'a Profile, viewer: &Viewer) -> Option<&'a Face> {
    let creator = profile.creator.as_deref();
    creator.filter(|_| viewer.role.is_admin())
}

fn full_made_by(
    profile: Profile,
    viewer: &Viewer,
    created_by: Option<Fragment>,
) -> EmployeeFullDto {
    let Profile { person, groups, .. } = profile;
    let inside = viewer.role.is_admin() || viewer.id == person.id;
    let with_groups = viewer.id == person.id || crate::rules::manages_people(viewer.role);
    let department = with_groups.then(|| {
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        names.join(", ")
    });
    EmployeeFullDto {
        short: short(&person, &viewer.base),
        status: person.status,
        activation_status: match person.activation {
            EmployeeActivationStatus::AutoGenerated => EmployeeActivationStatus::NotActivated,
            shown => shown,
        },
        terminated: person
            .terminated
            .filter(|_| person.is_terminated())
            .map(ApiDate),
        department,
        groups: if with_groups {
            groups.into_iter().map(Into::into).collect()
        } else {
            Vec::new()
        },
        mobile_phone_activation_status: if person.phone_active {
            MobilePhoneActivationStatus::Activated
        } else {
            MobilePhoneActivationStatus::NotActivated
        },
        is_admin: person.role == Role::Admin,
        is_room_admin: person.role == Role::RoomAdmin,
        is_ldap: person.origin == AccountLoginType::LDAP,
        list_admin_modules: Vec::new(),
        is_owner: person.role == Role::Owner,
        is_visitor: person.role == Role::Guest,
        is_collaborator: person.role == Role::User,
        is_sso: person.origin == AccountLoginType::SSO,
        theme: None,
        quota_limit: viewer
            .user_quota
            .filter(|_| inside)
            .map(|all| person.quota.unwrap_or(all)),
        used_space: inside.then_some(person.used_space),
        shared: None,
        is_custom_quota: viewer
            .user_quota
            .filter(|_| inside)
            .map(|_| person.quota.is_some()),
        login_event_id: None,
        auth_cookie_lifetime: None,
        created_by,
        registration_date: ApiDate(person.created),
        has_personal_folder: None,
        tfa_app_enabled: (viewer.tfa_app && viewer.role.is_admin()).then_some(person.tfa_app),
        first_name: person.first_name,
        last_name: person.last_name,
        user_name: person.user_name,
        email: person.email,
        contacts: person.contacts,
        location: person.location,
        notes: person.notes,
        mobile_phone: person.phone,
        culture_name: person.culture,
    }
}
