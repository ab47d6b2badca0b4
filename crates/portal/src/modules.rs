//! The modules of the product, and for whom each is open (`platform/06 §6.6`).
//!
//! An administrator may switch a module off, or open it to chosen people and groups. The server asks
//! [`Modules::is_open`] before a call of the module runs (`platform/01 §1.3`, "product access").

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::model::{Role, UserId};
use crate::settings::Setting;

/// A part of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// Id by which clients know it.
    pub id: Uuid,
    /// Title.
    pub title: &'static str,
    /// Whether it may be switched off. Everybody's own profile lives among the people, so they stay open.
    pub closes: bool,
    /// Beginnings of the paths of its calls, in lower case.
    paths: &'static [&'static str],
}

/// Rooms and files.
pub const DOCUMENTS: Module = Module {
    id: Uuid::from_u128(0xe67b_e73d_f9ae_4ce1_8fec_1880_cb51_8cb4),
    title: "Documents",
    closes: true,
    paths: &[
        "/api/2.0/files",
        "/filehandler.ashx",
        "/chunkeduploader.ashx",
        "/dav",
    ],
};

/// People and groups.
pub const PEOPLE: Module = Module {
    id: Uuid::from_u128(0xf4d9_8afd_d336_4332_8778_3c69_45c8_1ea0),
    title: "Contacts",
    closes: false,
    paths: &[],
};

/// All modules, in the order in which they are listed.
pub const ALL: [Module; 2] = [DOCUMENTS, PEOPLE];

impl Module {
    /// The module of an id.
    #[must_use]
    pub fn by_id(id: Uuid) -> Option<Self> {
        ALL.into_iter().find(|module| module.id == id)
    }

    /// The module a call belongs to, when it can be closed to that call.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let is_of = |start: &str| {
            let head = path.get(..start.len()).unwrap_or_default();
            let next = path.as_bytes().get(start.len());
            head.eq_ignore_ascii_case(start) && next.is_none_or(|next| *next == b'/')
        };
        let owns = |module: &Self| module.paths.iter().any(|start| is_of(start));
        ALL.into_iter().find(owns)
    }
}

/// A module as clients are told of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Module)]
pub struct ModuleDto {
    /// Id of the module.
    pub id: Uuid,
    /// Short name.
    pub app_name: &'static str,
    /// Title.
    pub title: &'static str,
    /// Where the app shows it.
    pub link: &'static str,
    /// Always empty: the app brings its own icons.
    pub icon_url: &'static str,
    /// Always empty, as `icon_url`.
    pub image_url: &'static str,
    /// Always empty: the app brings its own help.
    pub help_url: &'static str,
    /// What is in it, in a few words.
    pub description: &'static str,
    /// Whether it is the start page.
    pub is_primary: bool,
}

impl From<Module> for ModuleDto {
    fn from(module: Module) -> Self {
        Self {
            id: module.id,
            app_name: "",
            title: module.title,
            link: "",
            icon_url: "",
            image_url: "",
            help_url: "",
            description: "",
            is_primary: false,
        }
    }
}

/// What administrators decided about modules; a module without a rule is open to everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Modules {
    rules: Vec<Rule>,
}

impl Setting for Modules {
    const KEY: &'static str = "modules";
}

/// For whom a module is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The module.
    pub module: Uuid,
    /// Off: closed to everybody.
    pub enabled: bool,
    /// People and groups it is open to beside the administrators; empty = everybody.
    pub subjects: Vec<Uuid>,
}

impl Modules {
    /// The rule of a module.
    #[must_use]
    pub fn rule(&self, module: Module) -> Rule {
        let known = self.rules.iter().find(|rule| rule.module == module.id);
        known.cloned().unwrap_or(Rule {
            module: module.id,
            enabled: true,
            subjects: Vec::new(),
        })
    }

    /// Replaces the rule of a module.
    pub fn set(&mut self, rule: Rule) {
        self.rules.retain(|known| known.module != rule.module);
        self.rules.push(rule);
    }
}

impl Rule {
    /// Whether nothing has to be known of who asks: the module is open to everybody.
    #[must_use]
    pub fn is_open_to_all(&self) -> bool {
        self.enabled && self.subjects.is_empty()
    }

    /// Whether the answer depends on groups of who asks.
    #[must_use]
    pub fn asks_groups(&self, who: Option<(UserId, Role)>) -> bool {
        let named = who.is_some_and(|(user, role)| role.is_admin() || self.names(user));
        self.enabled && !self.subjects.is_empty() && who.is_some() && !named
    }

    /// Whether the module is open to somebody. Visitors of links come as long as it is switched on: whoever made the
    /// link decided about them.
    #[must_use]
    pub fn is_open(&self, who: Option<(UserId, Role)>, groups: &[Uuid]) -> bool {
        let Some((user, role)) = who else {
            return self.enabled;
        };
        let named = || groups.iter().any(|group| self.subjects.contains(group));
        self.enabled && (self.subjects.is_empty() || role.is_admin() || self.names(user) || named())
    }

    fn names(&self, user: UserId) -> bool {
        self.subjects.contains(&user.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: UserId = UserId(Uuid::from_u128(1));
    const BEN: UserId = UserId(Uuid::from_u128(2));
    const GROUP: Uuid = Uuid::from_u128(3);

    fn rule(enabled: bool, subjects: &[Uuid]) -> Rule {
        Rule {
            module: DOCUMENTS.id,
            enabled,
            subjects: subjects.to_vec(),
        }
    }

    #[test]
    fn a_module_is_open_to_whom_its_rule_says() {
        let (anna, ben) = (Some((ANNA, Role::User)), Some((BEN, Role::Guest)));
        let owner = Some((BEN, Role::Owner));
        for (rule, who, groups, open) in [
            (rule(true, &[]), ben, &[][..], true),
            (rule(true, &[]), None, &[], true),
            (rule(true, &[ANNA.0]), anna, &[], true),
            (rule(true, &[ANNA.0]), ben, &[], false),
            (rule(true, &[ANNA.0]), owner, &[], true),
            (rule(true, &[ANNA.0]), None, &[], true),
            (rule(true, &[GROUP]), ben, &[GROUP], true),
            (rule(true, &[GROUP]), ben, &[], false),
            (rule(false, &[]), owner, &[], false),
            (rule(false, &[ANNA.0]), anna, &[GROUP], false),
            (rule(false, &[]), None, &[], false),
        ] {
            assert_eq!(rule.is_open(who, groups), open, "{rule:?} {who:?}");
            assert!(!rule.is_open_to_all() || open);
        }
        assert!(rule(true, &[GROUP]).asks_groups(ben));
        assert!(!rule(true, &[GROUP]).asks_groups(owner));
        assert!(!rule(true, &[]).asks_groups(ben));
    }

    #[test]
    fn calls_belong_to_modules_by_whole_segments() {
        let module = |path| Module::of_path(path).map(|module| module.title);
        for path in [
            "/api/2.0/files",
            "/api/2.0/Files/@my",
            "/filehandler.ashx",
            "/ChunkedUploader.ashx",
        ] {
            assert_eq!(module(path), Some("Documents"), "{path}");
        }
        for path in ["/api/2.0/filesx", "/api/2.0/people/@self", "/"] {
            assert_eq!(module(path), None, "{path}");
        }
    }

    #[test]
    fn a_new_rule_replaces_the_old_one() {
        let mut modules = Modules::default();
        assert!(modules.rule(DOCUMENTS).is_open_to_all());
        modules.set(rule(false, &[]));
        modules.set(rule(true, &[GROUP]));
        assert_eq!(modules.rule(DOCUMENTS), rule(true, &[GROUP]));
        assert!(modules.rule(PEOPLE).is_open_to_all());
    }
}
