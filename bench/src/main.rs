//! Load driver: a fixed mix of calls against a running server that speaks the API, and the same
//! measurement of bare handlers in the same run, so that speed is a ratio and not a boast.
//!
//! Knows the public API only; nothing of Atrium's crates.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing member of a JSON value reads as null"
)]
#![expect(
    clippy::print_stdout,
    reason = "a report on standard output is what this program is for"
)]

mod bare;
mod client;
mod fixture;
mod kill;
mod large;
mod load;
mod mix;
mod process;
mod report;
mod sync;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the given server binary and the bare handlers, measure both, print the ratios.
    Compare {
        /// The server's program; called with `serve --dev --data DIR --listen ADDR`.
        #[arg(long, default_value = "target/release/atrium")]
        binary: PathBuf,
        #[command(flatten)]
        load: LoadArgs,
    },
    /// Measure a server that runs already (registration must be open).
    Drive {
        /// For instance `127.0.0.1:8080`.
        #[arg(long)]
        server: SocketAddr,
        /// Process id of the server, for processor time and memory.
        #[arg(long)]
        pid: Option<u32>,
        /// Only calls whose name contains this.
        #[arg(long, default_value = "")]
        only: String,
        #[command(flatten)]
        load: LoadArgs,
    },
    /// Seed a large portal, then measure lists, searches and big operations in it beside the bare handlers.
    Large(large::LargeArgs),
    /// Kill a server under load, start it again and look whether anything was lost; again and again.
    Kill(kill::KillArgs),
    /// Type into documents together and see what an update costs, beside two other servers of Yjs documents.
    Sync(sync::SyncArgs),
    /// Serve the bare handlers: 25 rows from SQLite, a durable insert, a file.
    Bare {
        #[arg(long)]
        listen: SocketAddr,
        /// Folder for the database and the files.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Args, Clone, Copy)]
struct LoadArgs {
    /// Seconds a call is measured, after a warm-up of a fifth of that.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Connections that call at the same time.
    #[arg(long, default_value_t = 8)]
    workers: usize,
}

impl LoadArgs {
    fn plan(self) -> load::Plan {
        load::Plan {
            warm_up: Duration::from_millis(self.seconds * 200),
            measured: Duration::from_secs(self.seconds),
            workers: self.workers.max(1),
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Compare { binary, load } => compare(binary, load.plan()).await,
        Command::Drive {
            server,
            pid,
            only,
            load,
        } => {
            let fixture = fixture::Fixture::prepare(server).await?;
            let rows = drive(&fixture, pid, &only, load.plan()).await?;
            report::print(&rows, &[]);
            Ok(())
        }
        Command::Large(args) => large::run(args).await,
        Command::Kill(args) => kill::run(args).await,
        Command::Sync(args) => sync::run(args).await,
        Command::Bare { listen, data } => bare::serve(listen, &data).await,
    }
}

async fn drive(
    fixture: &fixture::Fixture,
    pid: Option<u32>,
    only: &str,
    plan: load::Plan,
) -> Result<Vec<report::Row>> {
    let mut rows = Vec::new();
    let calls = mix::Call::ALL.into_iter();
    for call in calls.filter(|call| call.name().contains(only)) {
        rows.push(mix::measure(call, fixture, pid, plan).await?);
    }
    fixture.remove().await;
    Ok(rows)
}

async fn compare(binary: PathBuf, plan: load::Plan) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let bare = process::Server::start_bare(&folder.path().join("bare")).await?;
    let ours = process::Server::start(&binary, &folder.path().join("data")).await?;
    println!(
        "start from an empty folder to the first answer: {:.0?}",
        ours.started_in
    );
    println!(
        "memory when idle: {:.1} MiB",
        process::memory_mib(ours.pid())
    );
    let fixture = fixture::Fixture::prepare(ours.address).await?;
    let bare_rows = bare::measure(bare.address, bare.pid(), plan, &fixture).await?;
    let rows = drive(&fixture, Some(ours.pid()), "", plan).await?;
    report::print(&rows, &bare_rows);
    println!(
        "memory after the run: {:.1} MiB, at most {:.1} MiB with mapped files",
        process::memory_mib(ours.pid()),
        process::peak_mib(ours.pid())
    );
    Ok(())
}
