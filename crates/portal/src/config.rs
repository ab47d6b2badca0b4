//! What the operator decided about all portals of this installation.

use std::path::PathBuf;

use regex::Regex;

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
    /// Public address such as `https://office.example`, when requests do not tell it.
    pub public_url: Option<String>,
    /// Where mails go.
    pub mail: MailConfig,
}

/// Where mails go: to a folder as `.eml` files, or to an SMTP server.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// Folder of the `.eml` files.
    pub folder: PathBuf,
    /// `smtp://user:password@host:port` or `smtps://…`; `None` writes files.
    pub smtp: Option<String>,
    /// Sender, e.g. `Atrium <noreply@office.example>`.
    pub from: String,
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
            mail: MailConfig {
                folder: data.join("mail"),
                smtp: None,
                from: "Atrium <noreply@localhost>".to_owned(),
            },
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
