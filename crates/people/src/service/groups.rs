//! Groups of people (`platform/05 §5.14`).

use std::collections::HashMap;

use portal::{Caller, PortalId, Role, UserId};
use serde_json::json;
use sql::Tx;
use uuid::Uuid;

use super::{People, now, record};
use crate::error::Error;
use crate::model::{Group, GroupId, Person};
use crate::rules;
use crate::store::groups::{self, GroupFilter, Membership};
use crate::store::{self, Filter, Page};
use crate::view::{Profile, profiles};

/// Most members shown with a group; longer lists are paged through `people/filter?groupId=`.
const SHOWN: i64 = 1000;

/// A group with its people.
#[derive(Debug, Clone)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// Its manager.
    pub manager: Option<Profile>,
    /// Its members, when asked for.
    pub members: Option<Vec<Profile>>,
}

/// A new group, or changes of one.
#[derive(Debug, Clone, Default)]
pub struct GroupDraft {
    /// Name.
    pub name: Option<String>,
    /// The manager, who becomes a member.
    pub manager: Option<UserId>,
    /// Members to add.
    pub add: Vec<UserId>,
    /// Members to remove.
    pub remove: Vec<UserId>,
}

impl People {
    /// A page of groups, without members.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn groups(
        &self,
        caller: &Caller,
        filter: GroupFilter,
    ) -> Result<Page<GroupView>, Error> {
        readable(caller)?;
        let portal = caller.portal;
        self.read(move |tx| {
            let page = groups::list(tx, portal, &filter)?;
            Ok(Page {
                items: views(tx, portal, page.items)?,
                total: page.total,
            })
        })
        .await
    }

    /// One group.
    ///
    /// # Errors
    /// [`Error::NoGroup`], [`Error::Denied`].
    pub async fn group(
        &self,
        caller: &Caller,
        id: GroupId,
        with_members: bool,
    ) -> Result<GroupView, Error> {
        readable(caller)?;
        let caller = caller.clone();
        self.read(move |tx| {
            let group = found(tx, &caller, id)?;
            view(tx, group, with_members)
        })
        .await
    }

    /// One group without its members, for those who tell others of it; nothing for one that is gone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn group_view(
        &self,
        portal: PortalId,
        id: GroupId,
    ) -> Result<Option<GroupView>, Error> {
        self.read(move |tx| match groups::by_id(tx, portal, id)? {
            Some(group) => view(tx, group, false).map(Some),
            None => Ok(None),
        })
        .await
    }

    /// The groups of a person.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn groups_of(&self, caller: &Caller, user: UserId) -> Result<Vec<Membership>, Error> {
        readable(caller)?;
        let portal = caller.portal;
        self.read(move |tx| {
            Ok(store::memberships(tx, portal, &[user])?
                .remove(&user)
                .unwrap_or_default())
        })
        .await
    }

    /// Makes a group. Unlike later changes it refuses people who cannot be in one.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] for an unknown, disabled or guest member.
    pub async fn create_group(
        &self,
        caller: &Caller,
        draft: GroupDraft,
    ) -> Result<GroupView, Error> {
        caller.is_admin().then_some(()).ok_or(Error::Denied)?;
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let mut wanted = draft.add.clone();
            wanted.extend(draft.manager);
            let members = all_fit(tx, &caller, wanted)?;
            let at = now();
            let group = Group {
                portal: caller.portal,
                id: GroupId(Uuid::new_v4()),
                name: draft.name.unwrap_or_default().trim().to_owned(),
                manager: draft.manager,
                ldap: false,
                created: at,
                modified: at,
                members: 0,
            };
            groups::insert(tx, &group)?;
            groups::add_members(tx, caller.portal, group.id, &members)?;
            changed(tx, &caller, &group, "group.created")?;
            reread(tx, &caller, group.id)
        })
        .await
    }

    /// Changes a group; people who cannot be in one are skipped.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`].
    pub async fn update_group(
        &self,
        caller: &Caller,
        id: GroupId,
        draft: GroupDraft,
    ) -> Result<GroupView, Error> {
        self.change_group(caller, id, move |tx, caller, group| {
            if let Some(name) = draft
                .name
                .map(|name| name.trim().to_owned())
                .filter(|n| !n.is_empty())
            {
                group.name = name;
            }
            groups::remove_members(tx, caller.portal, id, &draft.remove)?;
            if group
                .manager
                .is_some_and(|manager| draft.remove.contains(&manager))
            {
                group.manager = None;
            }
            let mut wanted = draft.add;
            wanted.extend(draft.manager);
            let members = those_who_fit(tx, caller, wanted)?;
            groups::add_members(tx, caller.portal, id, &members)?;
            group.manager = draft
                .manager
                .filter(|manager| members.contains(manager))
                .or(group.manager);
            Ok(())
        })
        .await
    }

    /// Replaces the members, all or none.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`]; [`Error::Argument`] for somebody who cannot be in a group.
    pub async fn set_members(
        &self,
        caller: &Caller,
        id: GroupId,
        users: Vec<UserId>,
    ) -> Result<GroupView, Error> {
        self.change_group(caller, id, move |tx, caller, group| {
            if users.is_empty() {
                return Err(Error::argument(Error::NoUser.to_string()));
            }
            let mut members = all_fit(tx, caller, users)?;
            members.extend(group.manager);
            groups::clear_members(tx, caller.portal, id)?;
            Ok(groups::add_members(tx, caller.portal, id, &members)?)
        })
        .await
    }

    /// Adds members; those who cannot be in a group are skipped.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`].
    pub async fn add_members(
        &self,
        caller: &Caller,
        id: GroupId,
        users: Vec<UserId>,
    ) -> Result<GroupView, Error> {
        self.update_group(
            caller,
            id,
            GroupDraft {
                add: users,
                ..GroupDraft::default()
            },
        )
        .await
    }

    /// Removes members.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`].
    pub async fn remove_members(
        &self,
        caller: &Caller,
        id: GroupId,
        users: Vec<UserId>,
    ) -> Result<GroupView, Error> {
        self.update_group(
            caller,
            id,
            GroupDraft {
                remove: users,
                ..GroupDraft::default()
            },
        )
        .await
    }

    /// Makes somebody the manager.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`]; [`Error::Argument`] for somebody who cannot be in a group.
    pub async fn set_group_manager(
        &self,
        caller: &Caller,
        id: GroupId,
        user: UserId,
    ) -> Result<GroupView, Error> {
        self.change_group(caller, id, move |tx, caller, group| {
            let members = all_fit(tx, caller, vec![user])?;
            groups::add_members(tx, caller.portal, id, &members)?;
            group.manager = Some(user);
            Ok(())
        })
        .await
    }

    /// Moves all members of one group into another.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`].
    pub async fn move_members(
        &self,
        caller: &Caller,
        from: GroupId,
        to: GroupId,
    ) -> Result<GroupView, Error> {
        self.change_group(caller, to, move |tx, caller, _| {
            let mut source = found(tx, caller, from)?;
            let members = groups::member_ids(tx, caller.portal, from)?;
            if from == to {
                return Ok(());
            }
            groups::add_members(tx, caller.portal, to, &members)?;
            groups::clear_members(tx, caller.portal, from)?;
            source.manager = None;
            source.modified = now();
            groups::update(tx, &source)?;
            changed(tx, caller, &source, "group.updated")
        })
        .await
    }

    /// Deletes a group.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoGroup`].
    pub async fn delete_group(&self, caller: &Caller, id: GroupId) -> Result<(), Error> {
        caller.is_admin().then_some(()).ok_or(Error::Denied)?;
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let group = found(tx, &caller, id)?;
            groups::delete(tx, caller.portal, id)?;
            changed(tx, &caller, &group, "group.deleted")
        })
        .await
    }

    async fn change_group(
        &self,
        caller: &Caller,
        id: GroupId,
        change: impl FnOnce(&mut Tx<'_>, &Caller, &mut Group) -> Result<(), Error> + Send + 'static,
    ) -> Result<GroupView, Error> {
        caller.is_admin().then_some(()).ok_or(Error::Denied)?;
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let mut group = found(tx, &caller, id)?;
            change(tx, &caller, &mut group)?;
            group.modified = now();
            groups::update(tx, &group)?;
            changed(tx, &caller, &group, "group.updated")?;
            reread(tx, &caller, id)
        })
        .await
    }
}

/// Groups with their managers, without members: two queries more, however many there are.
pub(super) fn views(
    tx: &mut Tx<'_>,
    portal: PortalId,
    groups: Vec<Group>,
) -> Result<Vec<GroupView>, Error> {
    let managers: Vec<UserId> = groups.iter().filter_map(|group| group.manager).collect();
    let people: Vec<Person> = store::by_ids(tx, portal, &managers)?
        .into_values()
        .collect();
    let mut known: HashMap<UserId, Profile> = HashMap::new();
    for profile in profiles(tx, portal, people)? {
        known.insert(profile.person.id, profile);
    }
    let view = |group: Group| GroupView {
        manager: group.manager.and_then(|id| known.get(&id).cloned()),
        group,
        members: None,
    };
    Ok(groups.into_iter().map(view).collect())
}

fn readable(caller: &Caller) -> Result<(), Error> {
    if rules::manages_people(caller.role) {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

fn found(tx: &mut Tx<'_>, caller: &Caller, id: GroupId) -> Result<Group, Error> {
    groups::by_id(tx, caller.portal, id)?.ok_or(Error::NoGroup)
}

fn reread(tx: &mut Tx<'_>, caller: &Caller, id: GroupId) -> Result<GroupView, Error> {
    let group = found(tx, caller, id)?;
    view(tx, group, true)
}

fn view(tx: &mut Tx<'_>, group: Group, with_members: bool) -> Result<GroupView, Error> {
    let portal = group.portal;
    let manager = match group.manager {
        Some(id) => store::by_id(tx, portal, id)?,
        None => None,
    };
    let manager = profiles(tx, portal, manager.into_iter().collect())?.pop();
    if !with_members {
        return Ok(GroupView {
            group,
            manager,
            members: None,
        });
    }
    let filter = Filter {
        group: Some(group.id),
        count: SHOWN,
        ..Filter::default()
    };
    let people = store::list(tx, portal, &filter)?.items;
    Ok(GroupView {
        members: Some(profiles(tx, portal, people)?),
        group,
        manager,
    })
}

/// Members are people who are neither disabled nor guests. Doubles collapse.
fn those_who_fit(tx: &mut Tx<'_>, caller: &Caller, ids: Vec<UserId>) -> Result<Vec<UserId>, Error> {
    let people = store::by_ids(tx, caller.portal, &ids)?;
    let fits = |person: &&Person| person.role != Role::Guest && !person.is_terminated();
    Ok(people
        .values()
        .filter(fits)
        .map(|person| person.id)
        .collect())
}

fn all_fit(tx: &mut Tx<'_>, caller: &Caller, mut ids: Vec<UserId>) -> Result<Vec<UserId>, Error> {
    ids.sort_unstable();
    ids.dedup();
    let asked = ids.len();
    let members = those_who_fit(tx, caller, ids)?;
    if members.len() == asked {
        Ok(members)
    } else {
        Err(Error::argument(Error::NoUser.to_string()))
    }
}

fn changed(
    tx: &mut Tx<'_>,
    caller: &Caller,
    group: &Group,
    kind: &'static str,
) -> Result<(), Error> {
    let data = json!({ "name": group.name });
    Ok(record(
        tx,
        caller.portal,
        Some(caller.user),
        kind,
        group.id,
        data,
    )?)
}
