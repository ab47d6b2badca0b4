//! For whom the modules of the product are open (`platform/06 §6.6`).

use std::collections::HashMap;

use people::model::{Group, GroupId, Person};
use portal::modules::{self, Module, Modules, Rule};
use portal::{Caller, Portal, Role, Scope, UserId};
use sql::Tx;
use uuid::Uuid;

use crate::error::Error;
use crate::service::Access;

/// Most people and groups a module is opened to by name; whole teams come as groups.
const MOST_SUBJECTS: usize = 1000;

/// A module with the people and groups it is open to.
#[derive(Debug, Clone)]
pub(crate) struct ModuleState {
    pub(crate) module: Module,
    pub(crate) enabled: bool,
    pub(crate) people: Vec<Person>,
    pub(crate) groups: Vec<Group>,
    /// User names of the groups' managers.
    pub(crate) managers: HashMap<UserId, Person>,
}

impl Access {
    /// Whether a call may go on: its module is open to who asks. A module without a rule costs no statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn may_enter(
        &self,
        portal: &Portal,
        caller: Option<&Caller>,
        path: &str,
    ) -> Result<bool, Error> {
        let Some(module) = Module::of_path(path) else {
            return Ok(true);
        };
        let modules = self.portals().hot::<Modules>(portal.id).await?;
        self.is_open(portal, caller, modules.rule(module)).await
    }

    /// The modules that are open to somebody.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn open_modules(
        &self,
        portal: &Portal,
        caller: &Caller,
    ) -> Result<Vec<Module>, Error> {
        let rules = self.portals().hot::<Modules>(portal.id).await?;
        let mut open = Vec::new();
        for module in modules::ALL {
            if self
                .is_open(portal, Some(caller), rules.rule(module))
                .await?
            {
                open.push(module);
            }
        }
        Ok(open)
    }

    async fn is_open(
        &self,
        portal: &Portal,
        caller: Option<&Caller>,
        rule: Rule,
    ) -> Result<bool, Error> {
        let who = caller.map(|caller| (caller.user, caller.role));
        let groups = match who {
            Some((user, _)) if rule.asks_groups(who) => self.groups_of(portal, user).await?,
            _ => Vec::new(),
        };
        Ok(rule.is_open(who, &groups))
    }

    async fn groups_of(&self, portal: &Portal, user: UserId) -> Result<Vec<Uuid>, Error> {
        let id = portal.id;
        let read = move |tx: &mut Tx<'_>| {
            let groups = people::store::groups_of(tx, id, user)?;
            Ok::<_, Error>(groups.into_iter().map(|group| group.0).collect())
        };
        self.db().read(read).await
    }

    /// The rules of modules; of all when none is named. Whom they name is told to those who may see people
    /// (`platform/05 §5.3`).
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn module_rules(
        &self,
        caller: &Caller,
        ids: &[Uuid],
    ) -> Result<Vec<ModuleState>, Error> {
        let wanted = modules::ALL.into_iter();
        let wanted: Vec<Module> = wanted
            .filter(|module| ids.is_empty() || ids.contains(&module.id))
            .collect();
        let (portal, names) = (caller.portal, caller.role.rank() >= Role::RoomAdmin.rank());
        self.db()
            .read(move |tx| {
                let rules: Modules = portal::settings::load(tx, portal, Scope::Portal)?;
                let states = wanted.into_iter().map(|module| {
                    let mut rule = rules.rule(module);
                    if !names {
                        rule.subjects.clear();
                    }
                    state(tx, portal, module, rule)
                });
                states.collect()
            })
            .await
    }

    /// Switches a module on for some people and groups, for everybody, or off.
    ///
    /// # Errors
    /// [`Error::Denied`] for others than administrators; [`Error::Argument`] for a module that does not exist or
    /// cannot be closed, and for subjects that do not exist.
    pub(crate) async fn set_module(&self, caller: &Caller, rule: Rule) -> Result<(), Error> {
        require_admin(caller)?;
        closable(rule.module, rule.is_open_to_all())?;
        let portal = caller.portal;
        self.portals()
            .change(caller, move |tx, rules: &mut Modules| {
                check_subjects(tx, portal, &rule.subjects)?;
                rules.set(rule);
                Ok::<_, Error>(())
            })
            .await?;
        Ok(())
    }

    /// Switches modules on or off; whom they are open to stays as it is.
    ///
    /// # Errors
    /// As [`Access::set_module`].
    pub(crate) async fn switch_modules(
        &self,
        caller: &Caller,
        switches: Vec<(Uuid, bool)>,
    ) -> Result<(), Error> {
        require_admin(caller)?;
        let switches: Vec<(Module, bool)> = switches
            .into_iter()
            .map(|(id, on)| Ok((closable(id, on)?, on)))
            .collect::<Result<_, Error>>()?;
        self.portals()
            .change(caller, move |_, rules: &mut Modules| {
                for (module, enabled) in switches {
                    let rule = rules.rule(module);
                    rules.set(Rule { enabled, ..rule });
                }
                Ok::<_, Error>(())
            })
            .await?;
        Ok(())
    }

    /// The administrators; they administrate every module.
    ///
    /// # Errors
    /// [`Error::Denied`] for others than administrators.
    pub(crate) async fn administrators(&self, caller: &Caller) -> Result<Vec<Person>, Error> {
        require_admin(caller)?;
        let portal = caller.portal;
        let read = move |tx: &mut Tx<'_>| Ok(people::store::administrators(tx, portal)?);
        self.db().read(read).await
    }
}

fn require_admin(caller: &Caller) -> Result<(), Error> {
    if caller.is_admin() {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

/// The module of an id, when it may become open to all (`open`) or closed to some.
fn closable(id: Uuid, open: bool) -> Result<Module, Error> {
    let module = Module::by_id(id).filter(|module| open || module.closes);
    module.ok_or_else(|| Error::argument("id"))
}

fn check_subjects(
    tx: &mut Tx<'_>,
    portal: portal::PortalId,
    subjects: &[Uuid],
) -> Result<(), Error> {
    if subjects.len() > MOST_SUBJECTS {
        return Err(Error::argument("subjects"));
    }
    let users: Vec<_> = subjects.iter().copied().map(UserId).collect();
    let people = people::store::by_ids(tx, portal, &users)?;
    let groups: Vec<_> = subjects.iter().copied().map(GroupId).collect();
    let groups = people::store::groups::by_ids(tx, portal, &groups)?;
    let known = |id: &Uuid| people.contains_key(&UserId(*id)) || groups.contains_key(&GroupId(*id));
    if subjects.iter().all(known) {
        Ok(())
    } else {
        Err(Error::argument("subjects"))
    }
}

/// Looks the subjects of a rule up; those that are gone are left out.
fn state(
    tx: &mut Tx<'_>,
    portal: portal::PortalId,
    module: Module,
    rule: Rule,
) -> Result<ModuleState, Error> {
    let users: Vec<_> = rule.subjects.iter().copied().map(UserId).collect();
    let mut people = people::store::by_ids(tx, portal, &users)?;
    let ids: Vec<_> = rule.subjects.iter().copied().map(GroupId).collect();
    let mut found = people::store::groups::by_ids(tx, portal, &ids)?;
    let groups: Vec<Group> = ids.iter().filter_map(|id| found.remove(id)).collect();
    let managers: Vec<_> = groups.iter().filter_map(|group| group.manager).collect();
    Ok(ModuleState {
        module,
        enabled: rule.enabled,
        people: users.iter().filter_map(|id| people.remove(id)).collect(),
        managers: people::store::by_ids(tx, portal, &managers)?,
        groups,
    })
}
