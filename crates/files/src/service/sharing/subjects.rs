//! People and groups that access is given to.

use std::collections::{HashMap, HashSet};

use people::{Group, GroupId, Person};
use portal::{Role, UserId};
use sql::Tx;
use uuid::Uuid;

use crate::error::Error;
use crate::model::SubjectType;
use crate::view::Viewer;

/// Everybody a request names, loaded at once.
pub(crate) struct Named {
    people: HashMap<UserId, Person>,
    groups: HashMap<GroupId, Group>,
    related: HashSet<UserId>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who<'a> {
    Person(&'a Person),
    Group(GroupId),
}

impl Who<'_> {
    pub(crate) const fn subject_type(self) -> SubjectType {
        match self {
            Self::Person(_) => SubjectType::User,
            Self::Group(_) => SubjectType::Group,
        }
    }
}

impl Named {
    /// Three statements at most, however many are named.
    pub(crate) fn load(tx: &mut Tx<'_>, viewer: &Viewer, ids: &[Uuid]) -> Result<Self, Error> {
        let users: Vec<UserId> = ids.iter().copied().map(UserId).collect();
        let people = people::store::by_ids(tx, viewer.portal, &users)?;
        let rest: Vec<GroupId> = ids
            .iter()
            .filter(|id| !people.contains_key(&UserId(**id)))
            .map(|id| GroupId(*id))
            .collect();
        let groups = people::store::groups::by_ids(tx, viewer.portal, &rest)?;
        let guests: Vec<UserId> = people
            .values()
            .filter(|person| person.role == Role::Guest)
            .map(|person| person.id)
            .collect();
        let related = people::store::guests::related(tx, viewer.portal, viewer.user(), &guests)?;
        Ok(Self {
            people,
            groups,
            related,
        })
    }

    pub(crate) fn who(&self, id: Uuid) -> Option<Who<'_>> {
        if let Some(person) = self.people.get(&UserId(id)) {
            return Some(Who::Person(person));
        }
        let group = GroupId(id);
        let known = group == GroupId::EVERYONE || self.groups.contains_key(&group);
        known.then_some(Who::Group(group))
    }

    /// Guests are known to administrators and to those who brought them (`files/08 §9`).
    pub(crate) fn knows(&self, viewer: &Viewer, person: &Person) -> bool {
        person.role != Role::Guest
            || viewer.caller.is_admin()
            || viewer.caller.is(person.id)
            || self.related.contains(&person.id)
    }
}
