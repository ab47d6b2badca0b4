//! The verbs: putting plugins in, switching them, taking them out. Nobody but administrators may.

use std::collections::{HashMap, HashSet};

use blob::{Blobs, Object};
use bytes::Bytes;
use people::Person;
use portal::settings::{self, Csp, LimitedSpace};
use portal::{Caller, PortalId, Portals, Scope, UserId};
use serde_json::json;
use sql::{Db, Micros, Tx};

use crate::archive::{self, Package};
use crate::error::Error;
use crate::model::{Area, Config, Plugin, State};
use crate::store;

/// Most plugins a portal sees.
const MOST: usize = 100;
/// What settings are encrypted for.
const SETTINGS: &str = "plugin settings";

/// Events of plugins with their numbers of `platform/07a`.
type Happening = (&'static str, i64);
const UPLOADED: Happening = ("plugin.uploaded", 6085);
const UPDATED: Happening = ("plugin.updated", 6086);
const DELETED: Happening = ("plugin.deleted", 6087);

/// Plugins at work. Cheap to clone.
#[derive(Clone)]
pub struct Plugins {
    portals: Portals,
    blobs: Blobs,
}

/// A plugin as a portal has it.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) plugin: Plugin,
    pub(crate) state: State,
    pub(crate) creator: Option<Person>,
}

impl Plugins {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(portals: Portals, blobs: Blobs) -> Self {
        Self { portals, blobs }
    }

    fn db(&self) -> &Db {
        self.portals.db()
    }

    /// Plugins of a portal, those of the installation first.
    pub(crate) async fn list(&self, portal: PortalId) -> Result<Vec<Shown>, Error> {
        let this = self.clone();
        self.db().read(move |tx| this.shown(tx, portal)).await
    }

    /// One of them; its name in any case.
    pub(crate) async fn one(&self, portal: PortalId, name: &str) -> Result<Shown, Error> {
        let all = self.list(portal).await?;
        let found = all.into_iter().find(|one| one.is_called(name));
        found.ok_or(Error::NotFound)
    }

    /// Puts a package in, in place of one of its name; it is on at once, with the settings it had.
    pub(crate) async fn upload(
        &self,
        caller: &Caller,
        package: Bytes,
        system: bool,
    ) -> Result<Shown, Error> {
        administrator(caller)?;
        if system {
            self.require_full_access(caller.portal).await?;
        }
        let read = tokio::task::spawn_blocking(move || archive::read(&package));
        let read = read
            .await
            .map_err(|error| Error::Archive(error.to_string()))?;
        let Package { config, files } = read.map_err(Error::Archive)?;
        let mut stored: Vec<(String, Object)> = Vec::with_capacity(files.len());
        let area = match system {
            true => Area::System,
            false => Area::Portal(caller.portal.0),
        };
        let blobs = self.blobs.of(area.number());
        for (path, content) in files {
            stored.push((path, blobs.put_bytes(content).await?));
        }
        let (this, caller, name) = (self.clone(), caller.clone(), config.name.clone());
        let portal = caller.portal;
        self.db()
            .write(move |tx| this.keep(tx, &caller, area, &config, &stored))
            .await?;
        self.one(portal, &name).await
    }

    fn keep(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        area: Area,
        config: &Config,
        files: &[(String, Object)],
    ) -> Result<(), Error> {
        let (portal, now) = (caller.portal, sql::now());
        // Two uploads at once must not both be the hundredth, or of one name.
        tx.lock("plugins")?;
        let present = store::seen(tx, portal)?;
        clash(tx, area, config, &present)?;
        let old = present
            .iter()
            .find(|one| one.area == area && one.config.name == config.name);
        if old.is_none() && present.len() >= MOST {
            let text = "The number of plugins exceeds the limit";
            return Err(Error::Archive(text.to_owned()));
        }
        store::drop_files(tx, area, &config.name, now)?;
        store::put(tx, area, config, caller.user, now)?;
        for (path, object) in files {
            store::add_file(tx, area, &config.name, path, object, now)?;
        }
        record(tx, caller, config, UPLOADED)?;
        match area {
            // What the installation offers is off until a portal wants it.
            Area::System => Ok(()),
            Area::Portal(_) => {
                let states = store::states(tx, portal)?;
                let settings = states
                    .get(&config.name)
                    .map(|(_, settings)| settings.as_str());
                store::set_state(tx, portal, &config.name, true, settings.unwrap_or_default())?;
                self.let_in(tx, caller, old.map(|old| &old.config), Some(config), now)
            }
        }
    }

    /// Switches a plugin and keeps its settings. One that is off without settings is forgotten.
    pub(crate) async fn update(
        &self,
        caller: &Caller,
        name: &str,
        state: State,
    ) -> Result<(), Error> {
        administrator(caller)?;
        let known = self.one(caller.portal, name).await?;
        if known.plugin.area == Area::System {
            self.require_full_access(caller.portal).await?;
        }
        let config = known.plugin.config;
        let settings = state.settings.filter(|text| !text.is_empty());
        let sealed = settings.map(|text| self.portals.installation().encrypt(SETTINGS, &text));
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let (portal, now) = (caller.portal, sql::now());
                match (state.enabled, sealed) {
                    (false, None) => store::forget_state(tx, Some(portal), &config.name)?,
                    (enabled, sealed) => {
                        let sealed = sealed.unwrap_or_default();
                        store::set_state(tx, portal, &config.name, enabled, &sealed)?;
                    }
                }
                record_switched(tx, &caller, &config, state.enabled)?;
                let (before, after) = match state.enabled {
                    true => (None, Some(&config)),
                    false => (Some(&config), None),
                };
                this.let_in(tx, &caller, before, after, now)
            })
            .await
    }

    /// Takes a plugin out: its files, what portals do with it, and the sites it needed.
    pub(crate) async fn delete(&self, caller: &Caller, name: &str) -> Result<(), Error> {
        administrator(caller)?;
        let plugin = self.one(caller.portal, name).await?.plugin;
        if plugin.area == Area::System {
            self.require_full_access(caller.portal).await?;
        }
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                store::remove(tx, plugin.area, &plugin.config.name, now)?;
                let whose = match plugin.area {
                    Area::System => None,
                    Area::Portal(_) => Some(caller.portal),
                };
                store::forget_state(tx, whose, &plugin.config.name)?;
                record(tx, &caller, &plugin.config, DELETED)?;
                this.let_in(tx, &caller, Some(&plugin.config), None, now)
            })
            .await
    }

    /// A file of a plugin.
    pub(crate) async fn file(&self, area: Area, name: &str, path: &str) -> Result<Bytes, Error> {
        let (name, path) = (name.to_owned(), path.to_owned());
        let object = self
            .db()
            .read(move |tx| store::file(tx, area, &name, &path))
            .await?;
        Ok(self
            .blobs
            .get_bytes(&object.ok_or(Error::NotFound)?)
            .await?)
    }

    fn shown(&self, tx: &mut Tx<'_>, portal: PortalId) -> Result<Vec<Shown>, Error> {
        let mut plugins = store::seen(tx, portal)?;
        let system: HashSet<String> = plugins
            .iter()
            .filter(|one| one.area == Area::System)
            .map(|one| one.config.name.clone())
            .collect();
        // One of the installation's hides what is called like it.
        plugins.retain(|one| one.area == Area::System || !system.contains(&one.config.name));
        plugins.truncate(MOST);
        let mut states = store::states(tx, portal)?;
        let creators: Vec<UserId> = plugins.iter().map(|one| one.created_by).collect();
        let people: HashMap<UserId, Person> = people::store::by_ids(tx, portal, &creators)?;
        let show = |plugin: Plugin| Shown {
            state: self.open(states.remove(&plugin.config.name)),
            creator: people.get(&plugin.created_by).cloned(),
            plugin,
        };
        Ok(plugins.into_iter().map(show).collect())
    }

    /// A state as it is told. Settings that this installation did not write switch it off.
    fn open(&self, stored: Option<(bool, String)>) -> State {
        match stored {
            None => State::default(),
            Some((enabled, sealed)) if sealed.is_empty() => State {
                enabled,
                settings: None,
            },
            Some((enabled, sealed)) => {
                let settings = self.portals.installation().decrypt(SETTINGS, &sealed);
                State {
                    enabled: enabled && settings.is_some(),
                    settings,
                }
            }
        }
    }

    /// Lets the sites of a plugin in, and those out that no other plugin that is on needs.
    fn let_in(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        before: Option<&Config>,
        after: Option<&Config>,
        now: Micros,
    ) -> Result<(), Error> {
        let portal = caller.portal;
        let sites = |config: Option<&Config>| config.map(Config::sites).unwrap_or_default();
        let (gone, come) = (sites(before), sites(after));
        if gone.is_empty() && come.is_empty() {
            return Ok(());
        }
        let mut still: HashSet<String> = come.iter().cloned().collect();
        for other in self.shown(tx, portal)? {
            if other.state.enabled {
                still.extend(other.plugin.config.sites());
            }
        }
        let mut csp = settings::load::<Csp>(tx, portal, Scope::Portal)?;
        let were = csp.clone();
        csp.domains
            .retain(|site| still.contains(site) || !gone.contains(site));
        for site in come {
            if !csp.domains.contains(&site) && csp.domains.len() < portal::csp::MOST {
                csp.domains.push(site);
            }
        }
        if csp != were {
            self.portals.save_in(tx, caller, &csp, now)?;
        }
        Ok(())
    }

    /// Passes spaces that may manage the installation.
    async fn require_full_access(&self, portal: PortalId) -> Result<(), Error> {
        let space: LimitedSpace = self.portals.hot(portal).await?;
        match space.limited {
            true => Err(Error::Denied),
            false => Ok(()),
        }
    }
}

impl Shown {
    fn is_called(&self, name: &str) -> bool {
        self.plugin.config.name.eq_ignore_ascii_case(name)
    }
}

fn administrator(caller: &Caller) -> Result<(), Error> {
    match caller.is_admin() {
        true => Ok(()),
        false => Err(Error::Denied),
    }
}

/// Refuses a plugin that another one is called like (`ai/50 §2.3`).
fn clash(tx: &mut Tx<'_>, area: Area, config: &Config, present: &[Plugin]) -> Result<(), Error> {
    let same =
        |name: &str, plugin_name: &str| name == config.name || plugin_name == config.plugin_name;
    let in_area = present.iter().any(|one| {
        one.area == area
            && one.config.name != config.name
            && one.config.plugin_name == config.plugin_name
    });
    let elsewhere = match area {
        Area::System => {
            let all = store::of_portals(tx)?;
            all.iter()
                .any(|(name, plugin_name)| same(name, plugin_name))
        }
        Area::Portal(_) => present
            .iter()
            .any(|one| one.area == Area::System && same(&one.config.name, &one.config.plugin_name)),
    };
    match in_area || elsewhere {
        true => Err(Error::Archive("Plugin already exist".to_owned())),
        false => Ok(()),
    }
}

fn record(tx: &mut Tx<'_>, caller: &Caller, config: &Config, what: Happening) -> sql::Result<()> {
    tell(tx, caller, config, what, what != DELETED)
}

fn record_switched(
    tx: &mut Tx<'_>,
    caller: &Caller,
    config: &Config,
    enabled: bool,
) -> sql::Result<()> {
    tell(tx, caller, config, UPDATED, enabled)
}

/// Writes down what happened to a plugin.
fn tell(
    tx: &mut Tx<'_>,
    caller: &Caller,
    config: &Config,
    (kind, action): Happening,
    enabled: bool,
) -> sql::Result<()> {
    let event = events::Event {
        portal: caller.portal.0,
        kind,
        actor: caller.actor(),
        subject: format!("plugin/{} {}", config.plugin_name, config.version),
        data: json!({ "action": action, "name": config.name, "enabled": enabled }),
    };
    events::record(tx, event)
}
