//! What the operator decided about all portals of this installation.

use regex::Regex;

use crate::outbound::Targets;

/// Fixed facts and switches of the installation, read once at start-up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Developer mode: registration without a signature, immediate deletion by any owner, no throttling.
    pub dev: bool,
    /// Whether anybody may register portals without the registration service's signature.
    pub open_registration: bool,
    /// Domain under which spaces live as `<alias>.<domain>`; `None` = one host for all ("localhost").
    pub base_domain: Option<String>,
    /// Owners whose e-mail matches may delete their portal at once and are never counted as attackers.
    pub secret_emails: Option<Regex>,
    /// Version text of the product.
    pub version: String,
    /// Public address such as `https://office.example`: links in letters follow it, never a request.
    pub public_url: Option<String>,
    /// Who carries the letters of portals without a mail server of their own.
    pub carrier: post::Carrier,
    /// Who those letters come from.
    pub sender: post::Sender,
    /// Certificate authorities of the operator's own, for mail servers.
    pub mail_roots: post::Roots,
    /// Where servers named by users may be.
    pub targets: Targets,
}

impl Config {
    /// The settings of a fresh installation with this data folder.
    #[must_use]
    pub fn new(data: &std::path::Path) -> Self {
        Self {
            dev: false,
            open_registration: false,
            base_domain: None,
            secret_emails: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            public_url: None,
            carrier: post::Carrier::Folder(data.join("mail")),
            sender: post::Sender {
                name: String::new(),
                address: "noreply@localhost".to_owned(),
            },
            mail_roots: post::Roots::default(),
            targets: Targets::default(),
        }
    }

    /// Whether this owner may delete his portal at once (`platform/02 §2.6`).
    #[must_use]
    pub fn is_secret_email(&self, email: &str) -> bool {
        self.dev
            || self
                .secret_emails
                .as_ref()
                .is_some_and(|pattern| pattern.is_match(email))
    }

    /// Shortest alias a portal may have (`platform/02 §2.3`).
    pub const ALIAS_MIN: usize = 3;
    /// Longest alias a portal may have.
    pub const ALIAS_MAX: usize = 63;
    /// What an alias must look like.
    pub const ALIAS_PATTERN: &'static str = "^[a-z0-9]([a-z0-9-]){1,61}[a-z0-9]$";
}

/// Facts about a portal that domains above this one know, given at start-up.
#[derive(Clone, Copy)]
pub struct Figures {
    /// Number of active people, guests and the owner included.
    pub users: Figure,
    /// Bytes used by files.
    pub used_space: Figure,
}

/// Counts something of a portal inside a transaction.
pub type Figure = fn(&mut sql::Tx<'_>, crate::PortalId) -> Result<i64, sql::Error>;

impl Figures {
    /// Everything is zero: for tests of this crate alone.
    #[must_use]
    pub fn none() -> Self {
        Self {
            users: |_, _| Ok(0),
            used_space: |_, _| Ok(0),
        }
    }
}
