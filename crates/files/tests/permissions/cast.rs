//! The people of the table.

use portal::Role;
use testkit::{Client, Kit, Portal};

/// A member, a stranger or somebody in between, and what he is in the portal.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) client: Client,
    /// `None` for those who are not signed in.
    pub(crate) role: Option<Role>,
    /// What he comes by, if he does.
    pub(crate) key: Option<String>,
}

impl Caller {
    pub(crate) fn person(client: Client, role: Role) -> Self {
        let role = Some(role);
        let key = None;
        Self { client, role, key }
    }

    /// The same by a link, or nobody without one.
    pub(crate) fn nobody(portal: &Portal, key: Option<String>) -> Self {
        let client = portal.stranger();
        let role = None;
        Self { client, role, key }
    }

    pub(crate) fn may_make_rooms(&self) -> bool {
        self.role
            .is_some_and(files::rules::portal_roles::may_create_room)
    }

    pub(crate) fn is_admin(&self) -> bool {
        self.role.is_some_and(Role::is_admin)
    }

    /// For messages.
    pub(crate) fn name(&self) -> String {
        match self.role {
            Some(role) => format!("{role:?}"),
            None => "nobody".to_owned(),
        }
    }
}

/// Everybody.
pub(crate) struct Cast {
    pub(crate) portal: Portal,
    /// Makes the rooms.
    pub(crate) owner: Caller,
    /// Has no role in them.
    pub(crate) admin: Caller,
    /// Have a role: an administrator, a room administrator, a user and a guest.
    pub(crate) members: Vec<Caller>,
    /// Have none: a room administrator, a user and a guest.
    pub(crate) strangers: Vec<Caller>,
    /// Can be let in.
    pub(crate) someone: Client,
    /// Can become an owner.
    pub(crate) heir: Client,
}

impl Cast {
    pub(crate) async fn gather(kit: &Kit) -> Self {
        let portal = kit.portal().await;
        let person = async |role| Caller::person(portal.person(role).await, role);
        let mut members = Vec::new();
        let mut strangers = Vec::new();
        for role in [Role::Admin, Role::RoomAdmin, Role::User, Role::Guest] {
            members.push(person(role).await);
            if role != Role::Admin {
                strangers.push(person(role).await);
            }
        }
        Self {
            owner: person(Role::RoomAdmin).await,
            admin: person(Role::Admin).await,
            someone: portal.person(Role::User).await,
            heir: portal.person(Role::RoomAdmin).await,
            members,
            strangers,
            portal,
        }
    }

    /// The same person everywhere: those who may be members of rooms.
    pub(crate) fn everybody(&self) -> impl Iterator<Item = &Caller> {
        let members = self.members.iter();
        members.chain(&self.strangers).chain([&self.admin])
    }
}
