//! Query parameters of the listings of people (`platform/05 §5.10`).

use portal::{Caller, Role, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Paging, SortOrder, wire_enum};

use crate::model::{
    AccountLoginType, EmployeeActivationStatus, EmployeeStatus, EmployeeType, GroupId,
};
use crate::store::{Filter, Order, SortBy};

wire_enum! {
    /// Part of the people a listing is about.
    pub enum Area: number {
        All = 0,
        People = 1,
        Guests = 2,
    }
}

wire_enum! {
    /// Types that are paid for, or not.
    pub enum Payments: number {
        Paid = 0,
        Free = 1,
    }
}

wire_enum! {
    /// Whether people have a quota of their own.
    pub enum QuotaFilter: number {
        All = 0,
        Default = 1,
        Custom = 2,
    }
}

/// Everything a listing of people can be asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct PeopleFilter {
    /// State; numbers add up.
    #[param(value_type = Option<EmployeeStatus>, inline)]
    pub employee_status: Option<EmployeeStatus>,
    /// Members of this group.
    pub group_id: Option<Uuid>,
    /// Activation state.
    #[param(inline)]
    pub activation_status: Option<EmployeeActivationStatus>,
    /// One type …
    #[param(inline)]
    pub employee_type: Option<EmployeeType>,
    /// … or several, as numbers or names.
    #[param(value_type = Vec<i32>)]
    pub employee_types: Vec<EmployeeType>,
    /// Administrators only.
    pub is_administrator: Option<bool>,
    /// Paid types or free ones.
    #[param(inline)]
    pub payments: Option<Payments>,
    /// Where accounts come from.
    #[param(inline)]
    pub account_login_type: Option<AccountLoginType>,
    /// Own quota or the default.
    #[param(inline)]
    pub quota_filter: Option<QuotaFilter>,
    /// In no group.
    pub without_group: Option<bool>,
    /// Not in `groupId`.
    pub exclude_group: Option<bool>,
    /// Invited by the caller.
    pub invited_by_me: Option<bool>,
    /// Invited by this person.
    pub inviter_id: Option<Uuid>,
    /// Members or guests.
    #[param(inline)]
    pub area: Option<Area>,
    /// Order.
    pub sort_by: Option<String>,
    /// Direction.
    #[param(inline)]
    pub sort_order: Option<SortOrder>,
    /// Splits `filterValue` into words of which one must match.
    pub filter_separator: Option<String>,
    /// Part of a name or an e-mail.
    pub filter_value: Option<String>,
}

impl Validate for PeopleFilter {
    fn validate(&self, check: &mut Check) {
        check.max_len("FilterValue", &self.filter_value, 255);
    }
}

impl PeopleFilter {
    /// The filter of the store.
    #[must_use]
    pub fn into_filter(self, caller: &Caller, paging: &Paging) -> Filter {
        let inviter = self.inviter_id.map(UserId);
        let own = self
            .invited_by_me
            .unwrap_or_default()
            .then_some(caller.user);
        Filter {
            statuses: self.employee_status.map_or(0, EmployeeStatus::number),
            words: words(
                self.filter_value.as_deref(),
                self.filter_separator.as_deref(),
            ),
            roles: self.roles(),
            group: self.group_id.map(GroupId),
            exclude_group: self.exclude_group.unwrap_or_default(),
            without_group: self.without_group.filter(|yes| *yes),
            activation: self.activation_status,
            origin: self.account_login_type,
            custom_quota: match self.quota_filter {
                Some(QuotaFilter::Default) => Some(false),
                Some(QuotaFilter::Custom) => Some(true),
                _ => None,
            },
            inviter: own.or(inviter),
            order: order(self.sort_by.as_deref(), self.sort_order),
            start: paging.start_index.into(),
            count: paging.count.into(),
            ..Filter::default()
        }
    }

    /// The roles all conditions on types leave; an impossible combination leaves the impossible.
    fn roles(&self) -> Vec<Role> {
        let all = [
            Role::Owner,
            Role::Admin,
            Role::RoomAdmin,
            Role::User,
            Role::Guest,
        ];
        let mut asked: Vec<EmployeeType> = self.employee_types.clone();
        asked.extend(self.employee_type);
        asked.retain(|kind| *kind != EmployeeType::All);
        let admin = self.is_administrator.unwrap_or_default();
        let free = |role: Role| !crate::rules::is_paid(role);
        let fits = |role: &Role| {
            (asked.is_empty() || asked.contains(&EmployeeType::from(*role)))
                && (!admin || role.is_admin())
                && self
                    .payments
                    .is_none_or(|wanted| free(*role) == (wanted == Payments::Free))
                && match self.area {
                    Some(Area::People) => *role != Role::Guest,
                    Some(Area::Guests) => *role == Role::Guest,
                    _ => true,
                }
        };
        let left: Vec<Role> = all.into_iter().filter(fits).collect();
        if left.len() == all.len() {
            Vec::new()
        } else {
            left
        }
    }
}

/// Words of a text search.
pub(super) fn words(text: Option<&str>, separator: Option<&str>) -> Vec<String> {
    let text = text.unwrap_or_default();
    let parts: Vec<&str> = match separator.filter(|separator| !separator.is_empty()) {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    parts
        .into_iter()
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Order of a request.
pub(super) fn order(by: Option<&str>, way: Option<SortOrder>) -> Order {
    Order {
        by: by.and_then(SortBy::from_name),
        descending: way == Some(SortOrder::Descending),
    }
}
