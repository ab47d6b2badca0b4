//! `People / Search` and `Group / Search` around a room, folder or file. Who may ask is decided where those live.

use axum::extract::State;
use portal::{BaseUrl, Caller};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Envelope, Paging, Path, Query, Routes, routes};

use super::filter::{Area, PeopleFilter};
use super::groups::{GroupDto, group_dto};
use super::viewer;
use crate::hooks::EntryKind;
use crate::model::{EmployeeActivationStatus, EmployeeStatus, EmployeeType};
use crate::service::{Account, AudienceQuery, People};
use crate::store::Filter;
use crate::store::groups::GroupFilter;
use crate::view::{self, EmployeeFullDto};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(get_users_with_room_shared))
        .routes(routes!(get_users_with_folders_shared))
        .routes(routes!(get_users_with_files_shared))
        .routes(routes!(get_accounts_with_rooms_shared))
        .routes(routes!(get_accounts_with_folders_shared))
        .routes(routes!(get_accounts_with_files_shared))
        .routes(routes!(get_groups_with_rooms_shared))
        .routes(routes!(get_groups_with_folders_shared))
        .routes(routes!(get_groups_with_files_shared))
}

/// Which people around an entry.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct AccountsQuery {
    /// State; numbers add up.
    #[param(inline)]
    employee_status: Option<EmployeeStatus>,
    /// Activation state.
    #[param(inline)]
    activation_status: Option<EmployeeActivationStatus>,
    /// Only those it is not shared with.
    exclude_shared: Option<bool>,
    /// Only those it is shared with.
    include_shared: Option<bool>,
    /// Invited by the caller.
    invited_by_me: Option<bool>,
    /// Invited by this person.
    inviter_id: Option<Uuid>,
    /// Members or guests.
    #[param(inline)]
    area: Option<Area>,
    /// Types.
    #[param(inline)]
    employee_types: Vec<EmployeeType>,
    /// Splits `filterValue` into words of which one must match.
    filter_separator: Option<String>,
    /// Part of a name or an e-mail.
    filter_value: Option<String>,
}

impl Validate for AccountsQuery {}

impl AccountsQuery {
    fn audience(&self) -> AudienceQuery {
        AudienceQuery {
            exclude_shared: self.exclude_shared.unwrap_or_default(),
            include_shared: self.include_shared.unwrap_or_default(),
        }
    }

    /// Groups are no answer to questions only people can be asked.
    fn groups(&self, paging: &Paging) -> Option<GroupFilter> {
        let people_only = self.employee_status.is_some()
            || self.activation_status.is_some()
            || self.invited_by_me.unwrap_or_default()
            || self.inviter_id.is_some()
            || self.area == Some(Area::Guests)
            || !self.employee_types.is_empty();
        (!people_only).then(|| groups_filter(self.filter_value.clone(), paging))
    }

    fn people(self, caller: &Caller, paging: &Paging) -> Filter {
        let all = PeopleFilter {
            employee_status: self.employee_status,
            activation_status: self.activation_status,
            invited_by_me: self.invited_by_me,
            inviter_id: self.inviter_id,
            area: self.area,
            employee_types: self.employee_types,
            filter_separator: self.filter_separator,
            filter_value: self.filter_value,
            ..PeopleFilter::default()
        };
        let filter = all.into_filter(caller, paging);
        // Disabled people are found only when they are asked for.
        let statuses = if filter.statuses == 0 {
            EmployeeStatus::Default.number()
        } else {
            filter.statuses
        };
        Filter { statuses, ..filter }
    }
}

fn groups_filter(text: Option<String>, paging: &Paging) -> GroupFilter {
    GroupFilter {
        text,
        start: paging.start_index.into(),
        count: paging.count.into(),
        ..GroupFilter::default()
    }
}

/// A request about an entry: everything its handlers have in common.
struct Asked {
    people: People,
    caller: Caller,
    base: String,
    entry: (EntryKind, i64),
    paging: Paging,
}

impl Asked {
    async fn people(self, query: AccountsQuery) -> wire::Result<Vec<EmployeeFullDto>> {
        let Self {
            people,
            caller,
            base,
            entry,
            paging,
        } = self;
        let (audience, filter) = (query.audience(), query.people(&caller, &paging));
        let page = people
            .people_of_entry(&caller, entry, audience, filter)
            .await?;
        let viewer = viewer(&people, &caller, base).await?;
        let dto = |profile, shared| EmployeeFullDto {
            shared: Some(shared),
            ..view::full(profile, &viewer)
        };
        Ok(wire::page(
            page.items
                .into_iter()
                .map(|one| dto(one.who, one.shared))
                .collect(),
            page.total,
        ))
    }

    async fn accounts(self, query: AccountsQuery) -> wire::Result<Vec<AccountDto>> {
        let Self {
            people,
            caller,
            base,
            entry,
            paging,
        } = self;
        let (audience, groups) = (query.audience(), query.groups(&paging));
        let filter = query.people(&caller, &paging);
        let page = people
            .accounts_of_entry(&caller, entry, audience, filter, groups)
            .await?;
        let viewer = viewer(&people, &caller, base).await?;
        let dto = |one: crate::service::Shared<Account>| {
            let shared = Some(one.shared);
            match one.who {
                Account::Group(group) => AccountDto::Group(Box::new(GroupDto {
                    shared,
                    ..group_dto(&group, &viewer)
                })),
                Account::Person(profile) => AccountDto::Person(Box::new(EmployeeFullDto {
                    shared,
                    ..view::full(profile, &viewer)
                })),
            }
        };
        Ok(wire::page(
            page.items.into_iter().map(dto).collect(),
            page.total,
        ))
    }

    async fn groups(self, query: GroupsQuery) -> wire::Result<Vec<GroupDto>> {
        let Self {
            people,
            caller,
            base,
            entry,
            paging,
        } = self;
        let audience = AudienceQuery {
            exclude_shared: query.exclude_shared.unwrap_or_default(),
            include_shared: false,
        };
        let filter = groups_filter(query.filter_value, &paging);
        let page = people
            .groups_of_entry(&caller, entry, audience, filter)
            .await?;
        let viewer = viewer(&people, &caller, base).await?;
        let dto = |group, shared| GroupDto {
            shared: Some(shared),
            ..group_dto(&group, &viewer)
        };
        Ok(wire::page(
            page.items
                .into_iter()
                .map(|one| dto(one.who, one.shared))
                .collect(),
            page.total,
        ))
    }
}

/// A group or a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum AccountDto {
    /// A group.
    Group(Box<GroupDto>),
    /// A person.
    Person(Box<EmployeeFullDto>),
}

/// Which groups around an entry.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct GroupsQuery {
    /// Only those it is not shared with.
    exclude_shared: Option<bool>,
    /// Part of the name.
    filter_value: Option<String>,
}

impl Validate for GroupsQuery {}

/// Declares the handler of one kind of entry.
#[rustfmt::skip] // it would indent the attribute further each time
macro_rules! handler {
    ($doc:literal, $name:ident, $path:literal, $operation:literal, $tag:literal, $query:ty, $kind:ident, $verb:ident, $out:ty) => {
        #[doc = $doc]
        #[utoipa::path(get, path = $path, operation_id = $operation, tag = $tag,
                            params(("id" = i32, Path), $query, Paging),
                            responses((status = 200, body = Envelope<Vec<$out>>)))]
        async fn $name(
            State(people): State<People>,
            caller: Caller,
            BaseUrl(base): BaseUrl,
            Path(id): Path<i32>,
            paging: Paging,
            Query(query): Query<$query>,
        ) -> wire::Result<Vec<$out>> {
            let entry = (EntryKind::$kind, i64::from(id));
            Asked {
                people,
                caller,
                base,
                entry,
                paging,
            }
            .$verb(query)
            .await
        }
    };
}

handler!(
    "People around a room.",
    get_users_with_room_shared,
    "/api/2.0/people/room/{id}",
    "getUsersWithRoomShared",
    "People / Search",
    AccountsQuery,
    Room,
    people,
    EmployeeFullDto
);
handler!(
    "People around a folder.",
    get_users_with_folders_shared,
    "/api/2.0/people/folder/{id}",
    "getUsersWithFoldersShared",
    "People / Search",
    AccountsQuery,
    Folder,
    people,
    EmployeeFullDto
);
handler!(
    "People around a file.",
    get_users_with_files_shared,
    "/api/2.0/people/file/{id}",
    "getUsersWithFilesShared",
    "People / Search",
    AccountsQuery,
    File,
    people,
    EmployeeFullDto
);
handler!(
    "Groups and people around a room.",
    get_accounts_with_rooms_shared,
    "/api/2.0/accounts/room/{id}/search",
    "getAccountsEntriesWithRoomsShared",
    "People / Search",
    AccountsQuery,
    Room,
    accounts,
    AccountDto
);
handler!(
    "Groups and people around a folder.",
    get_accounts_with_folders_shared,
    "/api/2.0/accounts/folder/{id}/search",
    "getAccountsEntriesWithFoldersShared",
    "People / Search",
    AccountsQuery,
    Folder,
    accounts,
    AccountDto
);
handler!(
    "Groups and people around a file.",
    get_accounts_with_files_shared,
    "/api/2.0/accounts/file/{id}/search",
    "getAccountsEntriesWithFilesShared",
    "People / Search",
    AccountsQuery,
    File,
    accounts,
    AccountDto
);
handler!(
    "Groups around a room.",
    get_groups_with_rooms_shared,
    "/api/2.0/group/room/{id}",
    "getGroupsWithRoomsShared",
    "Group / Search",
    GroupsQuery,
    Room,
    groups,
    GroupDto
);
handler!(
    "Groups around a folder.",
    get_groups_with_folders_shared,
    "/api/2.0/group/folder/{id}",
    "getGroupsWithFoldersShared",
    "Group / Search",
    GroupsQuery,
    Folder,
    groups,
    GroupDto
);
handler!(
    "Groups around a file.",
    get_groups_with_files_shared,
    "/api/2.0/group/file/{id}",
    "getGroupsWithFilesShared",
    "Group / Search",
    GroupsQuery,
    File,
    groups,
    GroupDto
);
