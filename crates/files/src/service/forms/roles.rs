//! Who fills in what of a form of a data room, one after the other.

use std::collections::{BTreeMap, HashSet};

use people::view::EmployeeFullDto;
use portal::UserId;
use serde_json::{Value, json};
use sql::{Micros, Tx};

use super::{MAY_NOT, form_in_room, life, state};
use crate::error::Error;
use crate::model::{FileId, FilterType, FormRole, FormState, RoomType};
use crate::rules::Action;
use crate::service::happening::{self, FileHappening};
use crate::service::letters::{self, Filling};
use crate::service::{Files, gate};
use crate::store::{files, forms};
use crate::view::{FormFillingStatus, Viewer, looker};

/// Roles in one form, at most.
const MOST: usize = 100;
/// Characters of a role's name.
const NAME: usize = 255;

/// Roles as somebody wants them, in any order.
#[derive(Debug, Clone)]
pub struct Roles(pub Vec<FormRole>);

impl Roles {
    /// Numbered from 1 in the order of their numbers.
    fn in_order(self) -> Result<Vec<FormRole>, Error> {
        let bad = |text: &str| Err(Error::Argument(text.to_owned()));
        let Self(mut roles) = self;
        if roles.len() > MOST {
            return bad("A form has at most 100 roles.");
        }
        let mut names = HashSet::new();
        for role in &roles {
            if role.name.trim().is_empty() || role.name.chars().count() > NAME {
                return bad("A role needs a name.");
            }
            if !names.insert(role.name.clone()) {
                return bad("Two roles have the same name.");
            }
        }
        roles.sort_by_key(|role| role.sequence);
        for (number, role) in (1..).zip(&mut roles) {
            role.sequence = number;
        }
        Ok(roles)
    }
}

/// A role as it stands.
#[derive(Debug, Clone)]
pub struct RoleState {
    /// The role.
    pub role: FormRole,
    /// The person; nobody when the account is gone.
    pub user: Option<EmployeeFullDto>,
    /// Who interrupted the filling at this role.
    pub stopped_by: Option<EmployeeFullDto>,
    /// When it was opened, submitted and interrupted, by the numbers of `FormRoleHistory`.
    pub history: BTreeMap<u8, Micros>,
    /// How far it is.
    pub status: FormFillingStatus,
}

impl Files {
    /// Starts the filling of a form of a data room by these roles; with none of them it begins anew.
    ///
    /// # Errors
    /// 400 for roles without a name of their own, 403 for what is no form in a data room, without the right, and for
    /// people who cannot enter the room.
    pub async fn set_form_roles(
        &self,
        viewer: &Viewer,
        id: FileId,
        roles: Roles,
    ) -> Result<(), Error> {
        let roles = roles.in_order()?;
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = form_in_room(tx, &viewer, id)?;
                if seen.facts.room_type() != Some(RoomType::VirtualDataRoom) {
                    return Err(Error::refused(MAY_NOT));
                }
                let file = &seen.entry;
                if roles.is_empty() {
                    seen.require_or(Action::ResetFilling, MAY_NOT)?;
                    forms::set_roles(tx, viewer.portal, id, &[])?;
                    let anew = FormState::new(id, file.version.number);
                    forms::put(tx, viewer.portal, &anew)?;
                    let what = FileHappening::FormStopped;
                    return happening::record(tx, &viewer, what, file, json!({ "reset": true }));
                }
                seen.require_or(Action::StartFilling, MAY_NOT)?;
                require_people(tx, &viewer, &roles)?;
                forms::set_roles(tx, viewer.portal, id, &roles)?;
                life::start(tx, &viewer, file)?;
                let (due, later) = turns(&roles);
                letters::filling(tx, &viewer, file, &due, Filling::Turn)?;
                letters::filling(tx, &viewer, file, &later, Filling::Started)
            })
            .await
    }

    /// The roles of a form as they stand.
    ///
    /// # Errors
    /// 403 for what is no form and without the right to read, 404 without the file.
    pub async fn form_roles(&self, viewer: &Viewer, id: FileId) -> Result<Vec<RoleState>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                if id.0 <= 0 {
                    return Err(Error::refused(MAY_NOT));
                }
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, MAY_NOT)?;
                let form = seen.facts.is_form() || seen.entry.category == FilterType::PdfForm;
                if !form {
                    return Err(Error::refused(MAY_NOT));
                }
                let roles = forms::roles(tx, viewer.portal, id)?;
                let state = state(tx, &seen.entry)?;
                told(tx, &viewer, &state, roles)
            })
            .await
    }
}

/// Everybody must be there to fill in his part.
fn require_people(tx: &mut Tx<'_>, viewer: &Viewer, roles: &[FormRole]) -> Result<(), Error> {
    let wanted = people_of(roles);
    let found = people::store::by_ids(tx, viewer.portal, &wanted)?;
    if wanted.iter().any(|user| !found.contains_key(user)) {
        return Err(Error::refused("The user could not be found"));
    }
    Ok(())
}

/// Each person once.
pub(super) fn people_of(roles: &[FormRole]) -> Vec<UserId> {
    let mut people: Vec<UserId> = roles.iter().map(|role| role.user).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// The number whose turn it is: 0 when everybody has submitted, −1 without roles.
pub(super) fn step(roles: &[FormRole]) -> i64 {
    let waiting = roles.iter().filter(|role| role.submitted.is_none());
    match waiting.map(|role| role.sequence).min() {
        Some(step) => step,
        None if roles.is_empty() => -1,
        None => 0,
    }
}

/// Whose turn it is, and who else has a part.
fn turns(roles: &[FormRole]) -> (Vec<UserId>, Vec<UserId>) {
    let step = step(roles);
    let due: Vec<UserId> = roles
        .iter()
        .filter(|role| role.sequence == step)
        .map(|role| role.user)
        .collect();
    let mut later = people_of(roles);
    later.retain(|user| !due.contains(user));
    (due, later)
}

fn told(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    state: &FormState,
    roles: Vec<FormRole>,
) -> Result<Vec<RoleState>, Error> {
    let step = step(&roles);
    let mut ids = people_of(&roles);
    ids.extend(state.stopped.map(|(_, by)| by));
    let people = people::store::by_ids(tx, viewer.portal, &ids)?;
    let people: Vec<_> = people.into_values().collect();
    let looker = looker(viewer);
    let mut shown = BTreeMap::new();
    for profile in people::view::profiles(tx, viewer.portal, people)? {
        shown.insert(profile.person.id, people::view::full(profile, &looker));
    }
    Ok(roles
        .into_iter()
        .map(|role| {
            let interrupted = state.stopped.filter(|_| role.sequence == step);
            let moments = [
                (0, role.opened),
                (1, role.submitted),
                (2, interrupted.map(|(at, _)| at)),
            ];
            RoleState {
                user: shown.get(&role.user).cloned(),
                stopped_by: interrupted.and_then(|(_, by)| shown.get(&by).cloned()),
                history: moments
                    .into_iter()
                    .filter_map(|(key, at)| Some((key, at?)))
                    .collect(),
                status: status(&role, step, interrupted.is_some()),
                role,
            }
        })
        .collect())
}

fn status(role: &FormRole, step: i64, interrupted: bool) -> FormFillingStatus {
    match () {
        () if interrupted => FormFillingStatus::Stoped,
        () if role.submitted.is_some() => FormFillingStatus::Complete,
        () if role.sequence > step => FormFillingStatus::Draft,
        () if role.opened.is_some() => FormFillingStatus::InProgress,
        () => FormFillingStatus::YouTurn,
    }
}

/// The caller submits his part of a form of a data room. Answers whether it was the last one.
pub(super) fn submit(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<bool, Error> {
    let seen = form_in_room(tx, viewer, id)?;
    seen.require_or(Action::FillForms, MAY_NOT)?;
    let mut roles = forms::roles(tx, viewer.portal, id)?;
    let due = step(&roles);
    let mut mine = roles.iter_mut().filter(|role| {
        role.sequence == due && role.submitted.is_none() && role.user == viewer.user()
    });
    let Some(role) = mine.next() else {
        return Err(Error::refused(MAY_NOT));
    };
    role.submitted = Some(viewer.now);
    forms::put_role(tx, viewer.portal, id, role)?;
    let next = step(&roles);
    let file = &seen.entry;
    if next > 0 {
        let what = FileHappening::FormPartiallyFilled;
        happening::record(tx, viewer, what, file, Value::Null)?;
        let (due, _) = turns(&roles);
        letters::filling(tx, viewer, file, &due, Filling::Turn)?;
        return Ok(false);
    }
    files::set_category(tx, viewer.portal, id, FilterType::Pdf)?;
    let what = FileHappening::FormCompleted;
    happening::record(tx, viewer, what, file, Value::Null)?;
    let mut everybody = people_of(&roles);
    everybody.extend(state(tx, file)?.started_by);
    letters::filling(tx, viewer, file, &everybody, Filling::Completed)?;
    Ok(true)
}

/// Notes that whoever is to fill in the form has opened it.
pub(super) fn opened(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FileId,
) -> Result<Option<String>, Error> {
    let roles = forms::roles(tx, viewer.portal, id)?;
    let due = step(&roles);
    let mut mine = roles
        .into_iter()
        .filter(|role| role.sequence == due && role.user == viewer.user());
    let Some(mut role) = mine.next() else {
        return Ok(None);
    };
    if role.opened.is_none() {
        role.opened = Some(viewer.now);
        forms::put_role(tx, viewer.portal, id, &role)?;
    }
    Ok(Some(role.name))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;

    fn role(name: &str, sequence: i64, submitted: bool) -> FormRole {
        FormRole {
            name: name.to_owned(),
            sequence,
            color: String::new(),
            user: UserId::NOBODY,
            opened: None,
            submitted: submitted.then_some(1),
        }
    }

    #[test]
    fn the_smallest_number_that_was_not_submitted_is_due() {
        assert_eq!(step(&[]), -1);
        assert_eq!(step(&[role("a", 1, false), role("b", 2, false)]), 1);
        assert_eq!(step(&[role("a", 1, true), role("b", 2, false)]), 2);
        assert_eq!(step(&[role("a", 1, true), role("b", 2, true)]), 0);
    }

    #[test]
    fn roles_are_numbered_from_one_and_have_names_of_their_own() {
        let all = Roles(vec![role("b", 7, false), role("a", 3, false)]).in_order();
        let all: Vec<(String, i64)> = all
            .expect("roles")
            .into_iter()
            .map(|role| (role.name, role.sequence))
            .collect();
        assert_eq!(all, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert!(
            Roles(vec![role("a", 1, false), role("a", 2, false)])
                .in_order()
                .is_err()
        );
        assert!(Roles(vec![role(" ", 1, false)]).in_order().is_err());
    }
}
