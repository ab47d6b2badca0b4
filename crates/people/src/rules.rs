//! Who may do what to whom: pure functions over roles and states, the tables of `platform/05` and
//! `peer-suite/people` as their tests. The only gate in front of every verb.

use portal::{Role, UserId};

use crate::model::{EmployeeStatus, EmployeeType};

/// The person who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// His id.
    pub id: UserId,
    /// His type.
    pub role: Role,
}

impl From<&portal::Caller> for Actor {
    fn from(caller: &portal::Caller) -> Self {
        Self {
            id: caller.user,
            role: caller.role,
        }
    }
}

/// The person who is acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// His id.
    pub id: UserId,
    /// His type.
    pub role: Role,
    /// His state.
    pub status: EmployeeStatus,
    /// Whether the actor created, invited or accepted him (matters for guests).
    pub related: bool,
}

/// Create a person of a type (`platform/05 §5.5`); guests only come from rooms and `people/active`.
#[must_use]
pub fn may_create(actor: Role, new: Role) -> bool {
    match new {
        Role::Owner | Role::Guest => false,
        Role::Admin => actor == Role::Owner,
        Role::RoomAdmin => actor.is_admin(),
        Role::User => actor.rank() >= Role::RoomAdmin.rank(),
    }
}

/// Create a person at once, guests included (`POST people/active`).
#[must_use]
pub fn may_create_active(actor: Role, new: Role) -> bool {
    if new == Role::Guest {
        manages_people(actor)
    } else {
        may_create(actor, new)
    }
}

/// Invite by e-mail (`platform/05 §5.6`): as creating.
#[must_use]
pub fn may_invite(actor: Role, new: Role) -> bool {
    may_create(actor, new)
}

/// See and change the portal's invitation link of a type (`platform/05 §5.15`): as creating.
#[must_use]
pub fn may_use_link(actor: Role, kind: Role) -> bool {
    may_create(actor, kind)
}

/// Lists of people and groups: administrators and room administrators (`platform/05 §5.3`).
#[must_use]
pub fn manages_people(actor: Role) -> bool {
    actor.rank() >= Role::RoomAdmin.rank()
}

/// See a person (`platform/05 §5.3`).
#[must_use]
pub fn may_see(actor: Actor, target: Target) -> bool {
    match actor.role {
        _ if actor.id == target.id => true,
        Role::Owner | Role::Admin => true,
        Role::RoomAdmin => target.role != Role::Guest || target.related,
        Role::User | Role::Guest => false,
    }
}

/// Whether an administrator of this rank rules over a person: the owner over everybody else, an administrator
/// over those below him. Nobody rules over the owner, and nobody over himself.
#[must_use]
pub fn rules_over(actor: Actor, target: Target) -> bool {
    if actor.id == target.id || target.role == Role::Owner {
        return false;
    }
    match actor.role {
        Role::Owner => true,
        Role::Admin => target.role != Role::Admin,
        _ => false,
    }
}

/// Disable, enable or delete a person (`peer-suite/people §7, §8`).
#[must_use]
pub fn may_disable(actor: Actor, target: Target) -> bool {
    rules_over(actor, target)
}

/// Change the e-mail address or ask for a new password of a person (`peer-suite/people §9, §10`).
#[must_use]
pub fn may_change_login(actor: Actor, target: Target) -> bool {
    actor.id == target.id || rules_over(actor, target)
}

/// Mail an invitation again: administrators to anybody, a room administrator to types below his, everybody to
/// himself (`platform/05 §5.6`).
#[must_use]
pub fn may_resend(actor: Actor, target: Target) -> bool {
    match actor.role {
        _ if actor.id == target.id => true,
        Role::Owner | Role::Admin => true,
        Role::RoomAdmin => target.role.rank() < Role::RoomAdmin.rank(),
        Role::User | Role::Guest => false,
    }
}

/// What a request to change somebody's type comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeChange {
    /// Already of that type.
    Same,
    /// Allowed, and possible at once.
    AtOnce,
    /// Allowed, but rooms must change hands first: a background task.
    HandOver,
    /// Refused.
    Denied,
}

/// Change of a type (`platform/05 §5.7`): the owner any; an administrator among the types below his; a room
/// administrator only his own guests to users. Never the owner, oneself, disabled people.
#[must_use]
pub fn type_change(actor: Actor, target: Target, to: Role) -> TypeChange {
    if actor.id == target.id
        || target.role == Role::Owner
        || to == Role::Owner
        || target.status == EmployeeStatus::Terminated
        || !may_see(actor, target)
    {
        return TypeChange::Denied;
    }
    let allowed = match actor.role {
        Role::Owner => true,
        Role::Admin => target.role != Role::Admin && to != Role::Admin,
        Role::RoomAdmin => target.role == Role::Guest && to == Role::User && target.related,
        Role::User | Role::Guest => false,
    };
    match () {
        () if !allowed => TypeChange::Denied,
        () if target.role == to => TypeChange::Same,
        () if to.rank() > target.role.rank() => TypeChange::AtOnce,
        () if target.role == Role::Admin && to == Role::RoomAdmin => TypeChange::AtOnce,
        () => TypeChange::HandOver,
    }
}

/// Progress and end of other people's background tasks: administrators; those of administrators only the owner.
#[must_use]
pub fn may_follow_task(actor: Actor, target: Option<Role>) -> bool {
    match actor.role {
        Role::Owner => true,
        Role::Admin => target.is_none_or(|role| role.rank() < Role::Admin.rank()),
        _ => false,
    }
}

/// Why data of a person cannot be handed over or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOver {
    /// Go on.
    Allowed,
    /// "Access denied".
    Denied,
    /// The source is not a disabled person other than the owner and oneself.
    BadSource,
    /// The receiver cannot own rooms.
    BadReceiver,
}

/// Reassigning data (`platform/05 §5.8`).
#[must_use]
pub fn may_reassign(actor: Actor, from: Target, to: Option<Target>) -> HandOver {
    if !actor.role.is_admin() {
        return HandOver::Denied;
    }
    if from.status != EmployeeStatus::Terminated || from.role == Role::Owner || from.id == actor.id
    {
        return HandOver::BadSource;
    }
    if !may_follow_task(actor, Some(from.role)) {
        return HandOver::Denied;
    }
    match to {
        Some(to) if !may_receive(to) || to.id == from.id => HandOver::BadReceiver,
        _ => HandOver::Allowed,
    }
}

/// Who can own rooms: active administrators and room administrators.
#[must_use]
pub fn may_receive(target: Target) -> bool {
    target.status == EmployeeStatus::Active && target.role.rank() >= Role::RoomAdmin.rank()
}

/// Remove a guest from one's own list (`platform/05 §5.9`): the caller rules guests and knows this active one.
#[must_use]
pub fn may_forget_guest(actor: Actor, target: Target) -> bool {
    manages_people(actor.role)
        && target.role == Role::Guest
        && target.related
        && target.status == EmployeeStatus::Active
}

/// Hand a guest's sharing link out (`peer-suite/portal-settings §4`).
#[must_use]
pub fn may_share_guest(actor: Actor, target: Target) -> bool {
    manages_people(actor.role) && may_see(actor, target)
}

/// Names hold letters, marks, spaces, apostrophes and hyphens (`platform/05 §5.4`): `^[\p{L}\p{M}' \-]+$`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(is_name_char)
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’' | ' ' | '-') || is_mark(c)
}

/// Combining marks: the general category M where it is not alphabetic. `char` knows letters only, so the blocks of
/// marks used in names are listed.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

/// Types that count as paid: administrators and room administrators (`platform/05 §5.5`).
#[must_use]
pub fn is_paid(role: Role) -> bool {
    role.rank() >= Role::RoomAdmin.rank()
}

/// The type of a request: its absence means the default type (`platform/05 §5.5`).
#[must_use]
pub fn requested_role(kind: Option<EmployeeType>) -> Role {
    kind.unwrap_or(EmployeeType::All).role()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::{Admin, Guest, Owner, RoomAdmin, User};

    const ROLES: [Role; 5] = [Owner, Admin, RoomAdmin, User, Guest];

    fn actor(role: Role) -> Actor {
        Actor {
            id: UserId(uuid::Uuid::from_u128(1)),
            role,
        }
    }

    fn target(role: Role) -> Target {
        let id = UserId(uuid::Uuid::from_u128(2));
        Target {
            id,
            role,
            status: EmployeeStatus::Active,
            related: false,
        }
    }

    /// One row an actor, one mark a target, in the order of `ROLES`.
    fn table(rule: impl Fn(Role, Role) -> bool) -> Vec<String> {
        let mark = |one, two| if rule(one, two) { '+' } else { '-' };
        ROLES
            .iter()
            .map(|one| ROLES.iter().map(|two| mark(*one, *two)).collect())
            .collect()
    }

    #[test]
    fn creating_follows_the_matrix() {
        //                                        O A R U G
        assert_eq!(
            table(may_create),
            ["-+++-", "--++-", "---+-", "-----", "-----"]
        );
        assert_eq!(
            table(may_create_active),
            ["-++++", "--+++", "---++", "-----", "-----"]
        );
        assert_eq!(table(may_invite), table(may_create));
        assert_eq!(table(may_use_link), table(may_create));
    }

    #[test]
    fn people_see_whom_the_table_says() {
        let sees = |one, two| may_see(actor(one), target(two));
        assert_eq!(table(sees), ["+++++", "+++++", "++++-", "-----", "-----"]);
        let own_guest = Target {
            related: true,
            ..target(Guest)
        };
        assert!(may_see(actor(RoomAdmin), own_guest));
        let myself = Target {
            id: actor(Guest).id,
            ..target(Guest)
        };
        assert!(may_see(actor(Guest), myself));
    }

    #[test]
    fn only_administrators_disable_and_only_those_below() {
        let disables = |one, two| may_disable(actor(one), target(two));
        assert_eq!(
            table(disables),
            ["-++++", "--+++", "-----", "-----", "-----"]
        );
        let myself = Target {
            id: actor(Admin).id,
            ..target(Admin)
        };
        assert!(!may_disable(actor(Owner), myself));
        assert!(may_change_login(actor(Admin), myself));
    }

    #[test]
    fn types_change_as_the_contract_says() {
        let change = |one, from, to| type_change(actor(one), target(from), to);
        use TypeChange::{AtOnce, Denied, HandOver, Same};
        assert_eq!(change(Owner, Guest, User), AtOnce);
        assert_eq!(change(Owner, User, Admin), AtOnce);
        assert_eq!(change(Owner, Admin, RoomAdmin), AtOnce);
        assert_eq!(change(Owner, Admin, User), HandOver);
        assert_eq!(change(Owner, User, User), Same);
        assert_eq!(change(Admin, Guest, RoomAdmin), AtOnce);
        assert_eq!(change(Admin, RoomAdmin, User), HandOver);
        assert_eq!(change(Admin, RoomAdmin, Admin), Denied);
        assert_eq!(change(Admin, Admin, RoomAdmin), Denied);
        assert_eq!(change(RoomAdmin, Guest, User), Denied);
        assert_eq!(change(RoomAdmin, User, RoomAdmin), Denied);
        assert_eq!(change(User, Guest, User), Denied);
        let own = Target {
            related: true,
            ..target(Guest)
        };
        assert_eq!(type_change(actor(RoomAdmin), own, User), AtOnce);
        assert_eq!(type_change(actor(RoomAdmin), own, RoomAdmin), Denied);
        let disabled = Target {
            status: EmployeeStatus::Terminated,
            ..target(User)
        };
        assert_eq!(type_change(actor(Owner), disabled, RoomAdmin), Denied);
    }

    #[test]
    fn data_changes_hands_after_disabling_only() {
        let gone = |role| Target {
            status: EmployeeStatus::Terminated,
            ..target(role)
        };
        let heir = Target {
            id: UserId(uuid::Uuid::from_u128(3)),
            ..target(RoomAdmin)
        };
        let poor = Target { role: User, ..heir };
        assert_eq!(
            may_reassign(actor(Owner), gone(Admin), Some(heir)),
            HandOver::Allowed
        );
        assert_eq!(
            may_reassign(actor(Admin), gone(User), None),
            HandOver::Allowed
        );
        assert_eq!(
            may_reassign(actor(Admin), gone(Admin), None),
            HandOver::Denied
        );
        assert_eq!(
            may_reassign(actor(RoomAdmin), gone(User), None),
            HandOver::Denied
        );
        assert_eq!(
            may_reassign(actor(Owner), target(User), None),
            HandOver::BadSource
        );
        assert_eq!(
            may_reassign(actor(Owner), gone(User), Some(poor)),
            HandOver::BadReceiver
        );
    }

    #[test]
    fn guests_are_forgotten_by_those_who_know_them() {
        let own = Target {
            related: true,
            ..target(Guest)
        };
        assert!(may_forget_guest(actor(RoomAdmin), own));
        assert!(!may_forget_guest(actor(Owner), target(Guest)));
        assert!(!may_forget_guest(actor(User), own));
        let disabled = Target {
            status: EmployeeStatus::Terminated,
            ..own
        };
        assert!(!may_forget_guest(actor(RoomAdmin), disabled));
    }

    #[test]
    fn names_are_letters_with_a_few_signs() {
        for good in [
            "O'Connell",
            "admin-zero",
            "Анна Мария",
            "René",
            "Nguye\u{302}\u{303}n",
        ] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "  ", "12345", "A<b>", "R2D2"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
