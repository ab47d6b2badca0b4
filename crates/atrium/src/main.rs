//! The program: command line, configuration, logging, and the commands.

mod archives;
mod cli;
mod doctor;
mod logging;
mod portals;
mod serve;
mod users;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("atrium: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let config = cli.config()?;
    logging::start(&config, matches!(cli.command, Command::Serve { .. }))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(async {
        match cli.command {
            Command::Serve { .. } => serve::run(config).await,
            Command::Migrate => serve::migrate(&config).await,
            Command::Portal { verb } => portals::run(config, verb).await,
            Command::User { verb } => users::run(config, verb).await,
            Command::Doctor { verify, content } => doctor::run(&config, verify, content).await,
            Command::Backup { portal, out } => archives::make(config, portal, out).await,
            Command::Restore { file, portal } => archives::bring_back(config, file, portal).await,
            Command::Openapi => serve::openapi(config).await,
        }
    });
    // Threads of a database that hangs must not keep the program alive.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    result
}
