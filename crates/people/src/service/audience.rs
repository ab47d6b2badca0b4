//! People and groups seen from an entry: whom it is shared with, and whom it could be shared with (`platform/05 §5.10`).

use std::collections::HashSet;

use portal::{Caller, Role};

use super::{GroupView, People};
use crate::error::Error;
use crate::hooks::{Audience, EntryKind};
use crate::rules;
use crate::store::groups::{self, GroupFilter};
use crate::store::{self, Filter, Page};
use crate::view::{Profile, profiles};

/// Somebody, and whether the entry is shared with him directly.
#[derive(Debug, Clone)]
pub struct Shared<T> {
    /// The person or group.
    pub who: T,
    /// Whether there is a share.
    pub shared: bool,
}

/// A person or a group.
#[derive(Debug, Clone)]
pub enum Account {
    /// A group.
    Group(GroupView),
    /// A person.
    Person(Profile),
}

/// Which of them are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct AudienceQuery {
    /// Only those without a share.
    pub exclude_shared: bool,
    /// Only those with one.
    pub include_shared: bool,
}

impl AudienceQuery {
    /// Narrows a list by ids to those wanted: `(only, except)`.
    fn ids<T: Clone>(self, shared: &[T]) -> (Option<Vec<T>>, Option<Vec<T>>) {
        let all = || shared.to_vec();
        (self.include_shared.then(all), self.exclude_shared.then(all))
    }
}

impl People {
    /// People of the portal, as somebody sees them who may read the entry. Guests see nobody.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoRecord`].
    pub async fn people_of_entry(
        &self,
        caller: &Caller,
        entry: (EntryKind, i64),
        query: AudienceQuery,
        filter: Filter,
    ) -> Result<Page<Shared<Profile>>, Error> {
        if caller.role == Role::Guest {
            return Err(Error::Denied);
        }
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.read(move |tx| {
            let audience = parts.belongings.audience(tx, &caller, entry, false)?;
            let filter = people_filter(&caller, &audience, query, filter);
            let page = store::list(tx, caller.portal, &filter)?;
            let people = profiles(tx, caller.portal, page.items)?;
            Ok(Page {
                items: mark_people(people, &audience),
                total: page.total,
            })
        })
        .await
    }

    /// Groups of the portal, as somebody sees them who may change the entry's access.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoRecord`].
    pub async fn groups_of_entry(
        &self,
        caller: &Caller,
        entry: (EntryKind, i64),
        query: AudienceQuery,
        filter: GroupFilter,
    ) -> Result<Page<Shared<GroupView>>, Error> {
        editors_only(caller)?;
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.read(move |tx| {
            let audience = parts.belongings.audience(tx, &caller, entry, true)?;
            let page = groups::list(tx, caller.portal, &group_filter(&audience, query, filter))?;
            let views = super::groups::views(tx, caller.portal, page.items)?;
            Ok(Page {
                items: mark_groups(views, &audience),
                total: page.total,
            })
        })
        .await
    }

    /// Groups first, then people, as one list. Without `groups` only people are wanted.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoRecord`].
    pub async fn accounts_of_entry(
        &self,
        caller: &Caller,
        entry: (EntryKind, i64),
        query: AudienceQuery,
        filter: Filter,
        groups: Option<GroupFilter>,
    ) -> Result<Page<Shared<Account>>, Error> {
        editors_only(caller)?;
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.read(move |tx| {
            let audience = parts.belongings.audience(tx, &caller, entry, true)?;
            let mut filter = people_filter(&caller, &audience, query, filter);
            let mut items = Vec::new();
            let mut total = 0;
            if let Some(groups) = groups {
                let wanted = group_filter(&audience, query, groups);
                let page = groups::list(tx, caller.portal, &wanted)?;
                let views = super::groups::views(tx, caller.portal, page.items)?;
                let marked = mark_groups(views, &audience).into_iter();
                items.extend(marked.map(|one| Shared {
                    who: Account::Group(one.who),
                    shared: one.shared,
                }));
                total = page.total;
            }
            // People continue where the groups end.
            let taken = i64::try_from(items.len()).unwrap_or(i64::MAX);
            filter.start = (filter.start - total).max(0);
            filter.count = (filter.count - taken).max(0);
            let page = store::list(tx, caller.portal, &filter)?;
            let people = profiles(tx, caller.portal, page.items)?;
            let marked = mark_people(people, &audience).into_iter();
            items.extend(marked.map(|one| Shared {
                who: Account::Person(one.who),
                shared: one.shared,
            }));
            Ok(Page {
                items,
                total: total + page.total,
            })
        })
        .await
    }
}

/// Access is changed by those who manage people.
fn editors_only(caller: &Caller) -> Result<(), Error> {
    if rules::manages_people(caller.role) {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

/// Other people's guests are seen by administrators alone.
fn people_filter(
    caller: &Caller,
    audience: &Audience,
    query: AudienceQuery,
    mut filter: Filter,
) -> Filter {
    filter.viewer = (!caller.is_admin()).then_some(caller.user);
    (filter.only, filter.except) = query.ids(&audience.users);
    filter
}

fn group_filter(audience: &Audience, query: AudienceQuery, mut filter: GroupFilter) -> GroupFilter {
    (filter.only, filter.except) = query.ids(&audience.groups);
    filter
}

fn mark_people(people: Vec<Profile>, audience: &Audience) -> Vec<Shared<Profile>> {
    let shared: HashSet<_> = audience.users.iter().collect();
    let mark = |who: Profile| Shared {
        shared: shared.contains(&who.person.id),
        who,
    };
    people.into_iter().map(mark).collect()
}

fn mark_groups(groups: Vec<GroupView>, audience: &Audience) -> Vec<Shared<GroupView>> {
    let shared: HashSet<_> = audience.groups.iter().collect();
    let mark = |who: GroupView| Shared {
        shared: shared.contains(&who.group.id),
        who,
    };
    groups.into_iter().map(mark).collect()
}
