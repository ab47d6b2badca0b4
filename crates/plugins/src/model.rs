//! The nouns: what a package says of itself, and a plugin of a portal.

use std::collections::BTreeMap;

use portal::UserId;
use serde::{Deserialize, Serialize};
use sql::Micros;

/// Texts by culture.
pub(crate) type Locales = BTreeMap<String, String>;

/// What a package says of itself (`ai/50 §2.2`). Its members are read without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", default)]
pub struct Config {
    /// Id in the interface, and folder of its files.
    pub name: String,
    /// What the script calls itself.
    #[serde(rename = "pluginname")]
    pub plugin_name: String,
    /// Key of caches.
    pub version: String,
    /// The oldest product it works with, by its own word.
    #[serde(rename = "mindocspaceversion")]
    pub min_doc_space_version: Option<String>,
    /// What it does.
    pub description: String,
    /// Its licence.
    pub license: String,
    /// Who made it.
    pub author: String,
    /// Its page.
    #[serde(rename = "homepage")]
    pub home_page: String,
    /// A file of its assets.
    pub image: String,
    /// What of the web app it extends; commas between.
    pub scopes: String,
    /// Sites it needs; commas between.
    #[serde(rename = "cspdomains")]
    pub csp_domains: String,
    /// Its name in other languages.
    #[serde(rename = "namelocale")]
    pub name_locale: Option<Locales>,
    /// What it does, in other languages.
    #[serde(rename = "descriptionlocale")]
    pub description_locale: Option<Locales>,
}

impl Config {
    /// The sites it needs, as far as they are sites.
    pub(crate) fn sites(&self) -> Vec<String> {
        let sites = self.csp_domains.split(',');
        sites.filter_map(portal::csp::site).collect()
    }
}

/// Whose plugins they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    /// The installation's: every portal sees them.
    System,
    /// A portal's.
    Portal(i64),
}

impl Area {
    /// The number in the tables.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::System => 0,
            Self::Portal(id) => id,
        }
    }

    /// The folder of their addresses.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::System => "systemwebplugins",
            Self::Portal(_) => "webplugins",
        }
    }
}

/// A plugin that is there.
#[derive(Debug, Clone)]
pub(crate) struct Plugin {
    pub(crate) area: Area,
    pub(crate) config: Config,
    pub(crate) created_by: UserId,
    pub(crate) created: Micros,
    /// Whether it brings a style sheet.
    pub(crate) has_style: bool,
}

/// What a portal does with a plugin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) enabled: bool,
    /// Text of the plugin's own.
    pub(crate) settings: Option<String>,
}
