//! The command line.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use server::Config;

/// Self-hosted collaborative rooms and documents.
#[derive(Debug, Parser)]
#[command(name = "atrium", version, about)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where things are; the same for all commands.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Settings file (TOML)
    #[arg(long, global = true, env = "ATRIUM_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// sqlite:///path/file.db or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start the server
    Serve {
        /// Address and port to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// Developer mode: open registration, immediate deletion, no limits for this machine
        #[arg(long)]
        dev: bool,
    },
    /// Bring the database up to date and stop
    Migrate,
    /// Portals of this installation
    Portal {
        #[command(subcommand)]
        verb: PortalVerb,
    },
    /// People of this installation
    User {
        #[command(subcommand)]
        verb: UserVerb,
    },
    /// Say which parts are present; exit code 1 when a needed one is missing
    Doctor {
        /// Also check tables, counters and objects against each other; exit code 1 when something is wrong
        #[arg(long)]
        verify: bool,
        /// With --verify: read every object and compare its content
        #[arg(long, requires = "verify")]
        content: bool,
    },
    /// Write a portal, with everything in it, into one file
    Backup {
        /// Alias of the portal; not needed when there is only one
        #[arg(long)]
        portal: Option<String>,
        /// The file, which must not exist
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Bring a portal back from such a file; stop the server before
    Restore {
        /// The file
        file: PathBuf,
        /// Alias under which it comes back. A portal that has it loses what it holds
        #[arg(long)]
        portal: Option<String>,
    },
    /// Print the OpenAPI document
    Openapi,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PortalVerb {
    /// Register a portal
    Create {
        /// Its alias
        alias: String,
        /// E-mail of its owner
        #[arg(long)]
        email: String,
        /// Password of its owner; a random one is printed when absent
        #[arg(long, env = "ATRIUM_CLI_PASSWORD", hide_env_values = true)]
        password: Option<String>,
        /// First name of its owner
        #[arg(long, default_value = "Administrator")]
        first_name: String,
        /// Last name of its owner
        #[arg(long, default_value = "")]
        last_name: String,
        /// Language such as `en` or `de`
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// All portals
    List,
    /// Close a portal until it is opened again by its owner
    Suspend {
        /// Alias of the portal
        alias: String,
    },
    /// Delete a portal
    Delete {
        /// Alias of the portal
        alias: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserVerb {
    /// Set a new password and end all sessions of a person
    ResetPassword {
        /// E-mail of the person
        email: String,
        /// Alias of the portal; not needed when there is only one
        #[arg(long)]
        portal: Option<String>,
        /// The new password; a random one is printed when absent
        #[arg(long, env = "ATRIUM_CLI_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
}

impl Cli {
    /// File, environment and flags put together.
    pub(crate) fn config(&self) -> anyhow::Result<Config> {
        let name = self
            .common
            .config
            .as_ref()
            .map(|path| path.display().to_string());
        let text = self
            .common
            .config
            .as_ref()
            .map(std::fs::read_to_string)
            .transpose();
        let text = text.with_context(|| name.clone().unwrap_or_default())?;
        let file = name.as_deref().zip(text.as_deref());
        let mut flags = Vec::new();
        let mut flag = |key, value: &Option<String>| {
            flags.extend(value.clone().map(|value| (key, value)));
        };
        flag("data", &self.common.data);
        flag("database", &self.common.database);
        if let Command::Serve { listen, dev } = &self.command {
            flag("listen", listen);
            flag("dev", &dev.then(|| "true".to_owned()));
        }
        Ok(Config::load(file, std::env::vars(), flags)?)
    }
}
