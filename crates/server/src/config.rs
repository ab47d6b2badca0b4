//! The operator's decisions: one flat table from a TOML file, the environment and the command line.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// Everything an operator can set. Each field is a key of the TOML file and, in capitals after `ATRIUM_`, a variable of
/// the environment; later sources win: file, environment, command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the machine key, the SQLite database, the objects and the mails that are not sent.
    pub data: PathBuf,
    /// Address and port to listen on.
    pub listen: String,
    /// `sqlite:///path/file.db` or `postgres://…`; empty = `atrium.db` in the data folder.
    pub database: String,
    /// Public address such as `https://office.example`: links in letters follow it; empty = by request.
    pub public_url: String,
    /// Domain under which portals live as `<alias>.<domain>`; empty = one host for all.
    pub base_domain: String,
    /// Developer mode: registration without a signature, immediate deletion by any owner, no rate limits for loopback.
    pub dev: bool,
    /// Whether anybody may register portals without the registration service's signature.
    pub open_registration: bool,
    /// Owners whose e-mail matches this regular expression may delete their portal at once; empty = nobody.
    pub secret_emails: String,
    /// Form of the log: `auto` (text on a terminal, JSON otherwise), `text` or `json`.
    pub log: LogForm,
    /// What is logged: `info`, `warn`, or a filter such as `info,files=debug`.
    pub log_filter: String,
    /// Addresses and ranges of reverse proxies whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<String>,
    /// Origins that may call the API from browsers: `*` (without cookies) or a list (with cookies).
    pub cors_origins: Vec<String>,
    /// Whether requests are limited; the limits below are per account, or per address for strangers.
    pub rate_limits: bool,
    /// Addresses and ranges whose requests are not limited.
    pub rate_limit_exempt: Vec<String>,
    /// All requests: a number and a time that slides, such as `1500/1m` (units s, m, h, d); `off` = no limit.
    pub rate_requests: String,
    /// Reading requests under way on a node; 0 = no limit.
    pub rate_reads_at_once: u32,
    /// Other requests under way on a node; 0 = no limit.
    pub rate_writes_at_once: u32,
    /// `POST` and `PUT` in a fixed time, such as a day from midnight UTC.
    pub rate_writes: String,
    /// Each call that sends a mail or hands out a secret: password and e-mail changes, API keys and their like.
    pub rate_sensitive: String,
    /// Each call that costs money.
    pub rate_payments: String,
    /// Addresses a portal invites by mail, in a fixed time.
    pub rate_invitations: String,
    /// Memory the hash of a new password takes (argon2id in two passes), KiB, 8 to 1048576.
    pub password_memory_kib: u32,
    /// Background jobs run at a time.
    pub job_workers: usize,
    /// Whether files are found by their contents.
    pub search_contents: bool,
    /// Longest file whose content is read for the search, MiB.
    pub search_file_mib: u64,
    /// Address under which other nodes reach this one, `http://10.0.0.3:8080`: a document is held by one node, and who comes
    /// for it to another is carried there; empty = a balancer sees to it.
    pub node_address: String,
    /// A document edited together is saved when nobody has written for this long, milliseconds.
    pub editing_rest_ms: u64,
    /// How long such a document stays open when everybody has left, milliseconds: who comes back continues its version.
    pub editing_linger_ms: u64,
    /// Address of an ONLYOFFICE document server that opens documents; empty = the built-in editors do.
    pub document_server: String,
    /// Its address for this server, if browsers use another one.
    pub document_server_internal: String,
    /// Address of the portal for the document server, if browsers use another one.
    pub document_server_portal: String,
    /// Secret of the document server's signatures (JWT); empty = nothing is signed.
    pub document_server_secret: String,
    /// Header of those signatures.
    pub document_server_header: String,
    /// Address of an office that speaks WOPI and opens documents where no document server does; empty = there is none.
    pub wopi_office: String,
    /// Address of the portal for that office, if browsers use another one.
    pub wopi_portal: String,
    /// Connections to the database for reading; 0 = by the number of processors.
    pub database_connections: usize,
    /// `smtp://user:password@host:port` or `smtps://…`; empty = mails become `.eml` files in the data folder.
    pub smtp: String,
    /// File with certificate authorities in PEM whose mail servers are believed beside those of the public ones.
    pub smtp_ca: String,
    /// Sender of mails.
    pub mail_from: String,
    /// Private addresses and ranges in which servers named by users, such as a portal's own mail server, may be.
    pub private_targets: Vec<String>,
    /// How long a server that is told of events (a webhook) may take to answer, milliseconds.
    pub webhook_answer_ms: u64,
    /// The pause after a webhook's first failure, milliseconds; each of the four after it is twice as long.
    pub webhook_retry_ms: u64,
    /// S3 bucket for the objects; empty = a folder in the data folder.
    pub s3_bucket: String,
    /// Address of the S3 service.
    pub s3_endpoint: String,
    /// Region of the bucket.
    pub s3_region: String,
    /// Access key of the S3 service.
    pub s3_access_key: String,
    /// Secret key of the S3 service.
    pub s3_secret_key: String,
    /// Path inside the bucket.
    pub s3_prefix: String,
    /// Whether the bucket's name is part of the host name (`bucket.s3.example`) instead of the path.
    pub s3_virtual_host: bool,
    /// 64 hex digits: the machine key of an installation of many nodes; empty = the file `machine.key`.
    pub machine_key: String,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    /// Text on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// Text for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            listen: "127.0.0.1:8080".to_owned(),
            database: String::new(),
            public_url: String::new(),
            base_domain: String::new(),
            dev: false,
            open_registration: false,
            secret_emails: String::new(),
            log: LogForm::Auto,
            log_filter: "info".to_owned(),
            trusted_proxies: vec!["127.0.0.0/8".to_owned(), "::1".to_owned()],
            cors_origins: vec!["*".to_owned()],
            rate_limits: true,
            rate_limit_exempt: Vec::new(),
            rate_requests: "1500/1m".to_owned(),
            rate_reads_at_once: 50,
            rate_writes_at_once: 15,
            rate_writes: "10000/1d".to_owned(),
            rate_sensitive: "5/1m".to_owned(),
            rate_payments: "10/1m".to_owned(),
            rate_invitations: "off".to_owned(),
            password_memory_kib: 12 * 1024,
            job_workers: 4,
            search_contents: true,
            search_file_mib: 100,
            node_address: String::new(),
            editing_rest_ms: 5000,
            editing_linger_ms: 20_000,
            document_server: String::new(),
            document_server_internal: String::new(),
            document_server_portal: String::new(),
            document_server_secret: String::new(),
            document_server_header: "Authorization".to_owned(),
            wopi_office: String::new(),
            wopi_portal: String::new(),
            database_connections: 0,
            smtp: String::new(),
            smtp_ca: String::new(),
            mail_from: "Atrium <noreply@localhost>".to_owned(),
            private_targets: Vec::new(),
            webhook_answer_ms: 10_000,
            webhook_retry_ms: 2000,
            s3_bucket: String::new(),
            s3_endpoint: String::new(),
            s3_region: String::new(),
            s3_access_key: String::new(),
            s3_secret_key: String::new(),
            s3_prefix: String::new(),
            s3_virtual_host: false,
            machine_key: String::new(),
        }
    }
}

/// What is wrong with a setting, naming it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}: {text}")]
pub struct ConfigError {
    source_name: String,
    text: String,
}

fn wrong(source: &str, text: impl Into<String>) -> ConfigError {
    ConfigError {
        source_name: source.to_owned(),
        text: text.into(),
    }
}

/// Variables of the environment that begin like ours and are none of ours to judge.
const FOREIGN: [&str; 5] = [
    "ATRIUM_CONFIG",
    "ATRIUM_CLI_",
    "ATRIUM_TEST_",
    "ATRIUM_E2E_",
    "ATRIUM_BENCH_",
];

impl Config {
    /// Puts the sources together.
    ///
    /// # Errors
    /// An unknown key or variable, or a value of the wrong type, by its name.
    pub fn load(
        file: Option<(&str, &str)>,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Result<Self, ConfigError> {
        let defaults = Self::table();
        let mut all = defaults.clone();
        if let Some((name, text)) = file {
            let table: Table = text
                .parse()
                .map_err(|e: toml::de::Error| wrong(name, e.message()))?;
            for (key, value) in table {
                set(&mut all, &defaults, name, &key, value)?;
            }
        }
        let mut environment: Vec<_> = environment.into_iter().collect();
        environment.sort(); // the same mistake is reported every time
        for (variable, text) in environment {
            let Some(key) = variable.strip_prefix("ATRIUM_") else {
                continue;
            };
            if FOREIGN.iter().any(|foreign| variable.starts_with(foreign)) {
                continue;
            }
            let key = key.to_ascii_lowercase();
            let Some(default) = defaults.get(&key) else {
                return Err(wrong(&variable, "there is no such setting"));
            };
            let value = read(default, &text)
                .ok_or_else(|| wrong(&variable, format!("`{text}` is not {}", kind(default))))?;
            set(&mut all, &defaults, &variable, &key, value)?;
        }
        for (key, text) in flags {
            let flag = format!("--{}", key.replace('_', "-"));
            let default = defaults
                .get(key)
                .ok_or_else(|| wrong(&flag, "there is no such setting"))?;
            let value = read(default, &text)
                .ok_or_else(|| wrong(&flag, format!("`{text}` is not {}", kind(default))))?;
            set(&mut all, &defaults, &flag, key, value)?;
        }
        let config: Self = all
            .try_into()
            .map_err(|e: toml::de::Error| wrong("settings", e.message()))?;
        config.checked()
    }

    /// Keys with their default values.
    ///
    /// # Panics
    /// Never: the struct consists of texts, numbers and lists of texts.
    #[must_use]
    pub fn table() -> Table {
        Table::try_from(Self::default()).unwrap_or_default()
    }

    /// The database's URL, the default filled in.
    #[must_use]
    pub fn database_url(&self) -> String {
        if self.database.is_empty() {
            return format!("sqlite://{}", self.data.join("atrium.db").display());
        }
        self.database.clone()
    }

    /// A limit as a rule; [`Config::load`] has seen to it that it is one.
    pub(crate) fn rule(&self, text: &str) -> Option<limits::Rule> {
        limits::Rule::optional(text).ok().flatten()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        if !self.secret_emails.is_empty() {
            regex::Regex::new(&self.secret_emails)
                .map_err(|e| wrong("secret_emails", e.to_string()))?;
        }
        let networks = [
            ("trusted_proxies", &self.trusted_proxies),
            ("private_targets", &self.private_targets),
            ("rate_limit_exempt", &self.rate_limit_exempt),
        ];
        for (key, ranges) in networks {
            let bad = |range: &&String| portal::ip::Range::parse(range).is_none();
            if let Some(range) = ranges.iter().find(bad) {
                return Err(wrong(key, format!("`{range}` is no address or range")));
            }
        }
        let rules = [
            ("rate_requests", &self.rate_requests),
            ("rate_writes", &self.rate_writes),
            ("rate_sensitive", &self.rate_sensitive),
            ("rate_payments", &self.rate_payments),
            ("rate_invitations", &self.rate_invitations),
        ];
        for (key, text) in rules {
            limits::Rule::optional(text).map_err(|error| wrong(key, error.to_string()))?;
        }
        if !(8..=1 << 20).contains(&self.password_memory_kib) {
            return Err(wrong("password_memory_kib", "8 to 1048576 are wanted"));
        }
        if !self.machine_key.is_empty()
            && hex::decode(&self.machine_key).map_or(0, |k| k.len()) != 32
        {
            return Err(wrong("machine_key", "64 hex digits are wanted"));
        }
        if !self.database.is_empty()
            && !["sqlite://", "postgres://", "postgresql://"]
                .iter()
                .any(|s| self.database.starts_with(s))
        {
            return Err(wrong("database", "starts with sqlite:// or postgres://"));
        }
        Ok(self)
    }
}

fn set(
    all: &mut Table,
    defaults: &Table,
    source: &str,
    key: &str,
    value: Value,
) -> Result<(), ConfigError> {
    if !defaults.contains_key(key) {
        return Err(wrong(source, format!("there is no setting `{key}`")));
    }
    let one = Table::from_iter([(key.to_owned(), value.clone())]);
    let fits: Result<Config, _> = one.try_into();
    fits.map_err(|error| wrong(source, format!("`{key}`: {}", error.message())))?;
    all.insert(key.to_owned(), value);
    Ok(())
}

/// A text as the kind of value that the default is.
fn read(default: &Value, text: &str) -> Option<Value> {
    match default {
        Value::Boolean(_) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(Value::Boolean(true)),
            "false" | "0" | "no" | "off" | "" => Some(Value::Boolean(false)),
            _ => None,
        },
        Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
        Value::Array(_) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Some(Value::Array(
                items.map(|item| Value::String(item.to_owned())).collect(),
            ))
        }
        _ => Some(Value::String(text.to_owned())),
    }
}

fn kind(default: &Value) -> &'static str {
    match default {
        Value::Boolean(_) => "true or false",
        Value::Integer(_) => "a number",
        _ => "a text",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect()
    }

    #[test]
    fn later_sources_win() {
        let file = "listen = \"a:1\"\ndata = \"/file\"\ndev = true\njob_workers = 2";
        let config = Config::load(
            Some(("atrium.toml", file)),
            env(&[
                ("ATRIUM_DATA", "/env"),
                ("ATRIUM_DEV", "false"),
                ("PATH", "/bin"),
                ("ATRIUM_TEST_POSTGRES", "x"),
            ]),
            [("data", "/flag".to_owned())],
        )
        .unwrap();
        assert_eq!(config.listen, "a:1");
        assert_eq!(config.data, PathBuf::from("/flag"));
        assert!(!config.dev);
        assert_eq!(config.job_workers, 2);
        assert_eq!(config.database_url(), "sqlite:///flag/atrium.db");
    }

    #[test]
    fn lists_are_separated_by_commas_in_the_environment() {
        let config = Config::load(
            None,
            env(&[("ATRIUM_CORS_ORIGINS", "https://a, https://b")]),
            [],
        );
        assert_eq!(config.unwrap().cors_origins, ["https://a", "https://b"]);
    }

    #[test]
    fn mistakes_are_named() {
        let file = |text: &str| {
            Config::load(Some(("atrium.toml", text)), [], [])
                .unwrap_err()
                .to_string()
        };
        let env = |k: &str, v: &str| {
            Config::load(None, env(&[(k, v)]), [])
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            file("lisen = 1"),
            "atrium.toml: there is no setting `lisen`"
        );
        assert!(file("listen = 1").starts_with("atrium.toml: `listen`: invalid type"));
        assert!(file("log = \"loud\"").contains("`log`"));
        assert_eq!(
            env("ATRIUM_LISEN", "x"),
            "ATRIUM_LISEN: there is no such setting"
        );
        assert_eq!(
            env("ATRIUM_DEV", "perhaps"),
            "ATRIUM_DEV: `perhaps` is not true or false"
        );
        assert_eq!(
            env("ATRIUM_JOB_WORKERS", "x"),
            "ATRIUM_JOB_WORKERS: `x` is not a number"
        );
        assert!(env("ATRIUM_TRUSTED_PROXIES", "x").contains("trusted_proxies"));
        assert!(env("ATRIUM_PRIVATE_TARGETS", "x").contains("private_targets"));
        assert!(env("ATRIUM_RATE_LIMIT_EXEMPT", "10.0.0.0/8,x").contains("`x` is no address"));
        assert!(env("ATRIUM_RATE_SENSITIVE", "5 per minute").starts_with("rate_sensitive: "));
        assert!(env("ATRIUM_RATE_READS_AT_ONCE", "-1").contains("`rate_reads_at_once`"));
        assert!(env("ATRIUM_DATABASE", "mysql://x").contains("database"));
    }

    #[test]
    fn the_guide_lists_every_key() {
        let guide = include_str!("../../../docs/configuration.md");
        for key in Config::table().keys() {
            assert!(
                guide.contains(&format!("| `{key}`")),
                "`{key}` is missing in docs/configuration.md"
            );
        }
        for row in guide.lines().filter_map(|line| line.strip_prefix("| `")) {
            let key = row.split('`').next().unwrap_or_default();
            assert!(Config::table().contains_key(key), "`{key}` is no setting");
        }
    }
}
