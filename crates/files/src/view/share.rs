//! The answer for a share record: a person, group or link and what it may do (`files/08 §2`).

use std::collections::HashMap;

use people::confirm::room_invitation;
use people::view::{self, EmployeeFullDto, GroupSummaryDto};
use people::{Group, GroupId};
use portal::{Role, UserId};
use serde::Serialize;
use sql::Tx;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, wire_enum};

use super::facts::Seen;
use super::viewer::Viewer;
use crate::Error;
use crate::formats;
use crate::model::{Entry, FileShare, RoomType, Share, SubjectType};
use crate::rules::Action;

/// Purpose under which passwords of links are sealed.
pub(crate) const LINK_PASSWORD: &str = "link password";

wire_enum! {
    /// Kind of a link.
    #[derive(Default)]
    pub enum LinkType: number {
        /// To join a room.
        #[default]
        Invitation = 0,
        /// To look in from outside.
        External = 1,
    }
}

/// Who may do what with an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileShareDto {
    /// What is granted.
    pub access: FileShare,
    /// The same as one of the next three: an old name.
    #[schema(value_type = Option<Object>)]
    pub shared_to: Option<SharedTo>,
    /// The person.
    pub shared_to_user: Option<EmployeeFullDto>,
    /// The group.
    pub shared_to_group: Option<GroupSummaryDto>,
    /// The link.
    pub shared_link: Option<FileShareLinkDto>,
    /// It is about the caller.
    pub is_locked: bool,
    /// The owner, who has no record.
    pub is_owner: bool,
    /// The caller may change what is granted.
    pub can_edit_access: bool,
    /// The caller may open the link to strangers or close it.
    pub can_edit_internal: bool,
    /// The caller may forbid downloads.
    pub can_edit_deny_download: bool,
    /// The caller may change when it expires.
    pub can_edit_expiration_date: bool,
    /// Removing it makes a new one.
    pub can_revoke: bool,
    /// Person, group or kind of link.
    pub subject_type: SubjectType,
}

/// Whoever a record is about.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum SharedTo {
    /// A person.
    Person(Box<EmployeeFullDto>),
    /// A group.
    Group(GroupSummaryDto),
    /// A link.
    Link(FileShareLinkDto),
}

/// A link.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FileShareLink)]
pub struct FileShareLinkDto {
    /// Id.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Short address.
    pub share_link: String,
    /// End of life.
    pub expiration_date: Option<ApiDate>,
    /// To join, or to look in.
    pub link_type: LinkType,
    /// In clear, for those who manage links.
    pub password: Option<String>,
    /// Visitors may not download.
    pub deny_download: Option<bool>,
    /// Past its end of life.
    pub is_expired: Option<bool>,
    /// The primary one.
    pub primary: bool,
    /// Only for people of the portal.
    pub internal: Option<bool>,
    /// The key of requests that come by this link.
    pub request_token: Option<String>,
    /// How many people may join by it.
    #[schema(value_type = Option<i32>)]
    pub max_use_count: Option<i64>,
    /// How many have.
    #[schema(value_type = Option<i32>)]
    pub current_use_count: Option<i64>,
}

/// Answers for records of an entry, in their order. With links among them a write transaction is
/// needed: their short addresses are made on first need.
///
/// # Errors
/// The database failed.
pub fn shares(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    on: &Seen,
    shares: &[Share],
) -> Result<Vec<FileShareDto>, Error> {
    let cast = Cast::load(tx, viewer, shares)?;
    shares
        .iter()
        .filter_map(|share| cast.share(tx, viewer, on, share).transpose())
        .collect()
}

/// The record that an owner does not have: full access, always first (`files/05 §6`).
pub fn owner_record(on: &Entry, owner: UserId) -> Share {
    Share {
        entry: on.reference(),
        subject_type: SubjectType::User,
        subject: owner.0,
        access: FileShare::ReadWrite,
        owner,
        created: i64::MIN,
        link: None,
    }
}

/// People and groups that records are about.
struct Cast {
    people: HashMap<UserId, EmployeeFullDto>,
    groups: HashMap<GroupId, Group>,
    managers: HashMap<UserId, String>,
}

impl Cast {
    fn load(tx: &mut Tx<'_>, viewer: &Viewer, shares: &[Share]) -> Result<Self, Error> {
        let of = |kind| {
            shares
                .iter()
                .filter(move |share| share.subject_type == kind)
                .map(|share| share.subject)
        };
        let ids: Vec<UserId> = of(SubjectType::User).map(UserId).collect();
        let groups: Vec<GroupId> = of(SubjectType::Group).map(GroupId).collect();
        let groups = people::store::groups::by_ids(tx, viewer.portal, &groups)?;
        let managers: Vec<UserId> = groups.values().filter_map(|group| group.manager).collect();
        let managers = people::store::by_ids(tx, viewer.portal, &managers)?;
        let mut known = HashMap::new();
        if !ids.is_empty() {
            let found = people::store::by_ids(tx, viewer.portal, &ids)?;
            let found = found.into_values().collect();
            let looker = looker(viewer);
            let profiles = view::profiles(tx, viewer.portal, found)?;
            let shown = view::all(profiles, &looker).into_iter();
            known = shown.map(|one| (UserId(one.short.id), one)).collect();
        }
        let managers = managers
            .into_iter()
            .map(|(id, person)| (id, person.user_name))
            .collect();
        Ok(Self {
            people: known,
            groups,
            managers,
        })
    }

    /// `None` for people and groups that are gone.
    fn share(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        on: &Seen,
        share: &Share,
    ) -> Result<Option<FileShareDto>, Error> {
        let user = UserId(share.subject);
        let (mut person, mut group, mut link) = (None, None, None);
        match share.subject_type {
            SubjectType::User => person = self.people.get(&user).cloned(),
            SubjectType::Group => group = self.group(GroupId(share.subject)),
            _ => link = link_of(tx, viewer, on, share)?,
        }
        let shared_to = match (&person, &group, &link) {
            (Some(person), ..) => SharedTo::Person(Box::new(person.clone())),
            (_, Some(group), _) => SharedTo::Group(group.clone()),
            (.., Some(link)) => SharedTo::Link(link.clone()),
            _ => return Ok(None),
        };
        let is_link = link.is_some();
        let is_self = person.is_some() && viewer.caller.is(user);
        let is_owner = share.created == i64::MIN;
        let rights = LinkRights::of(on, share);
        Ok(Some(FileShareDto {
            access: share.access,
            shared_to: Some(shared_to),
            shared_to_user: person,
            shared_to_group: group,
            shared_link: link,
            is_locked: is_self,
            is_owner,
            can_edit_access: !is_link && !is_self && !is_owner && on.may(Action::EditAccess),
            can_edit_internal: rights.internal,
            can_edit_deny_download: rights.deny_download,
            can_edit_expiration_date: rights.expiration,
            can_revoke: rights.revoke,
            subject_type: share.subject_type,
        }))
    }

    fn group(&self, id: GroupId) -> Option<GroupSummaryDto> {
        if id == GroupId::EVERYONE {
            let name = "Everyone".to_owned();
            return Some(GroupSummaryDto {
                id: id.0,
                name,
                manager: None,
                is_system: Some(true),
            });
        }
        let group = self.groups.get(&id)?;
        Some(GroupSummaryDto {
            id: id.0,
            name: group.name.clone(),
            manager: group.manager.and_then(|id| self.managers.get(&id).cloned()),
            is_system: None,
        })
    }
}

/// The viewer as the domain of people knows him.
pub(crate) fn looker(viewer: &Viewer) -> view::Viewer {
    view::Viewer {
        id: viewer.user(),
        role: viewer.caller.role().unwrap_or(Role::Guest),
        base: viewer.base.clone(),
        user_quota: None,
        tfa_app: false,
    }
}

/// What the viewer may change about a link.
struct LinkRights {
    internal: bool,
    deny_download: bool,
    expiration: bool,
    revoke: bool,
}

impl LinkRights {
    fn of(on: &Seen, share: &Share) -> Self {
        let primary = share.subject_type == SubjectType::PrimaryExternalLink;
        let external = primary || share.subject_type == SubjectType::ExternalLink;
        let room = on.facts.room;
        let kind = room.map(|room| room.kind);
        let public_primary = primary && kind == Some(RoomType::PublicRoom) && on.facts.is_room();
        Self {
            internal: on.may(Action::EditInternal),
            deny_download: external
                && room.is_none_or(|room| {
                    room.kind == RoomType::VirtualDataRoom && !room.deny_download
                }),
            expiration: on.may(Action::EditExpiration) && !public_primary,
            revoke: external && (public_primary || kind == Some(RoomType::FillingFormsRoom)),
        }
    }
}

fn link_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    on: &Seen,
    share: &Share,
) -> Result<Option<FileShareLinkDto>, Error> {
    let Some(link) = &share.link else {
        return Ok(None);
    };
    let external = share.subject_type != SubjectType::InvitationLink;
    let key = viewer.key_of(share.subject);
    let path = if external {
        external_path(viewer, &on.entry, share, &key)
    } else {
        invitation_path(viewer, share)
    };
    let short = portal::short::path(tx, viewer.portal, &path, viewer.now)?;
    let sealed = link.password.as_deref();
    Ok(Some(FileShareLinkDto {
        id: share.subject,
        title: link.title.clone(),
        share_link: format!("{}{short}", viewer.base),
        expiration_date: link.expires.map(ApiDate),
        link_type: if external {
            LinkType::External
        } else {
            LinkType::Invitation
        },
        password: sealed.and_then(|text| viewer.installation.decrypt(LINK_PASSWORD, text)),
        deny_download: external.then_some(link.deny_download),
        is_expired: Some(link.expires.is_some_and(|at| at <= viewer.now)),
        primary: share.subject_type == SubjectType::PrimaryExternalLink,
        internal: external.then_some(link.internal),
        request_token: external.then_some(key),
        max_use_count: link.max_uses,
        current_use_count: (!external).then_some(link.uses),
    }))
}

/// Where visitors of a link look at an entry (`files/08 §5`). A form opened by the link of the room
/// around it says so.
fn external_path(viewer: &Viewer, entry: &Entry, share: &Share, key: &str) -> String {
    let file = match entry {
        Entry::Folder(folder) if folder.kind.is_room() => {
            return format!("/rooms/share?key={key}");
        }
        Entry::Folder(folder) => {
            return format!("/rooms/share?key={key}&folder={}", folder.id.0);
        }
        Entry::File(file) => file,
    };
    let id = file.id.0;
    let extension = formats::extension(&file.title);
    let can = viewer.can(&extension, false);
    let of_room = if share.entry == entry.reference() {
        ""
    } else {
        "&is_file=true"
    };
    if can.image_view || can.media_view {
        format!("/share/preview/{id}?share={key}")
    } else if can.must_convert && can.web_view {
        format!("/doceditor?fileid={id}&share={key}&action=view")
    } else if formats::has_page(&extension) {
        format!("/doceditor?fileid={id}&share={key}{of_room}")
    } else {
        format!("/filehandler.ashx?action=download&fileid={id}&share={key}")
    }
}

/// Signed with the link and who looks at it, so each manager hands out his own (`files/05 §7`).
fn invitation_path(viewer: &Viewer, share: &Share) -> String {
    let by = viewer.user();
    let payload = room_invitation(share.subject, by);
    let key = portal::keys::make(&viewer.installation, viewer.portal, &payload, share.created);
    format!(
        "/confirm/LinkInvite?type=LinkInvite&key={key}&linkId={}&uid={by}",
        share.subject
    )
}
