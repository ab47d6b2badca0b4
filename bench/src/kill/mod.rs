//! Killing the server under load, again and again, and looking afterwards whether anything was lost.
//!
//! A round: people upload, copy, move, rename, delete, pack and make rooms of templates; at a random moment the
//! server gets `SIGKILL`; it is started again; when what it resumed has ended, everything it acknowledged has to be
//! there byte by byte, everything it was asked for is done or not done but nothing half, and its own
//! `doctor --verify --content` finds nothing. The seed decides about moments and choices, so a run can be repeated.

mod check;
mod deed;
mod people;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use http::Method;
use serde_json::json;
use tokio::process::Command;

use crate::client::{Client, Identity};
use crate::fixture::{id, register};
use crate::process::Server;
use deed::{Deed, Kept};

/// Connections under load at the same time.
const WORKERS: usize = 4;

/// What to do.
#[derive(Args)]
pub(crate) struct KillArgs {
    /// The server's program.
    #[arg(long, default_value = "target/debug/atrium")]
    binary: PathBuf,
    /// How many times to kill.
    #[arg(long, default_value_t = 200)]
    rounds: u64,
    /// Repeats a run; a new one each time by default.
    #[arg(long)]
    seed: Option<u64>,
    /// URL of an empty database instead of SQLite.
    #[arg(long)]
    database: Option<String>,
}

/// Numbers that look random and depend on the seed alone.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    fn new(seed: u64, round: u64, worker: u64) -> Self {
        Self(seed ^ (round << 32) ^ (worker << 56))
    }

    /// The next one below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }
}

/// What people did in a round, as far as they know.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) deeds: Vec<Deed>,
    /// Uploads that stay until the end of the run.
    pub(crate) kept: Vec<Kept>,
    /// Answers that nobody should get.
    pub(crate) wrong: Vec<String>,
    /// Somebody asked to empty the trash.
    pub(crate) emptied: bool,
}

pub(crate) type Shared = Arc<Mutex<Ledger>>;

/// Writes something down.
pub(crate) fn note<T>(shared: &Shared, change: impl FnOnce(&mut Ledger) -> T) -> T {
    let mut ledger = match shared.lock() {
        Ok(ledger) => ledger,
        Err(poisoned) => poisoned.into_inner(),
    };
    change(&mut ledger)
}

/// Runs all rounds; an error tells what was lost.
pub(crate) async fn run(args: KillArgs) -> Result<()> {
    let seed = args.seed.unwrap_or_else(|| {
        let time = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        time.as_micros() as u64 % 1_000_000_000
    });
    let kind = args.database.as_deref().map_or("SQLite", |_| "PostgreSQL");
    println!("{} rounds on {kind}, --seed {seed}", args.rounds);
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let begun = Instant::now();
    let mut run = Run {
        server: Server::start_over(&args.binary, &data, args.database.as_deref()).await?,
        data,
        identity: Identity::default(),
        kept_in: 0,
        kept: Vec::new(),
        totals: Totals::default(),
        args,
        seed,
    };
    run.identity = register(run.server.address, &format!("kill-{seed}")).await?;
    let mut client = run.client().await?;
    run.kept_in = room(&mut client, "Kept").await?;
    for round in 0..run.args.rounds {
        if let Err(error) = run.round(round).await {
            // What is left is for whoever looks for the cause.
            let kept = folder.keep();
            return Err(error.context(format!("round {round} of --seed {seed}, in {kept:?}")));
        }
    }
    let mut client = run.client().await?;
    check::kept(&mut client, &run.kept).await?;
    let Totals {
        asked,
        accepted,
        uploads,
    } = run.totals;
    println!(
        "killed {} times in {:.0?}: {asked} deeds begun, {accepted} of them acknowledged, {uploads} uploads \
         compared byte by byte; nothing lost, nothing half done",
        run.args.rounds,
        begun.elapsed()
    );
    Ok(())
}

#[derive(Default)]
struct Totals {
    asked: usize,
    accepted: usize,
    uploads: usize,
}

struct Run {
    args: KillArgs,
    seed: u64,
    data: PathBuf,
    server: Server,
    identity: Identity,
    /// The room whose files stay.
    kept_in: i64,
    kept: Vec<Kept>,
    totals: Totals,
}

impl Run {
    async fn client(&self) -> Result<Client> {
        Client::connect(self.server.address, self.identity.clone()).await
    }

    async fn round(&mut self, round: u64) -> Result<()> {
        let mut client = self.client().await?;
        let place = room(&mut client, &format!("Round {round}")).await?;
        let shared = Shared::default();
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..WORKERS as u64 {
            let client = self.client().await?;
            let dice = Dice::new(self.seed, round, worker);
            let shared = Arc::clone(&shared);
            let desk = people::Desk {
                worker,
                round,
                place,
                kept_in: self.kept_in,
            };
            tasks.spawn(people::work(desk, client, dice, shared));
        }
        let moment = Dice::new(self.seed, round, 99).below(1500);
        tokio::time::sleep(Duration::from_millis(30 + moment)).await;
        self.server.kill().await?;
        while tasks.join_next().await.is_some() {}
        let database = self.args.database.clone();
        self.server =
            Server::start_over(&self.args.binary, &self.data, database.as_deref()).await?;
        self.examine(round, place, &shared).await
    }

    /// Looks at everything after a restart.
    async fn examine(&mut self, round: u64, place: i64, shared: &Shared) -> Result<()> {
        let ledger = note(shared, std::mem::take);
        if let Some(wrong) = ledger.wrong.first() {
            bail!("{wrong}");
        }
        let mut client = self.client().await?;
        let begun = Instant::now();
        check::quiet(&mut client).await?;
        let resumed = begun.elapsed();
        for deed in &ledger.deeds {
            check::deed(&mut client, deed, ledger.emptied)
                .await
                .with_context(|| format!("{deed:?}"))?;
        }
        check::kept(&mut client, &ledger.kept).await?;
        doctor(&self.args.binary, &self.data, self.args.database.as_deref()).await?;
        let asked = ledger.deeds.len();
        let accepted = ledger.deeds.iter().filter(|deed| deed.is_accepted());
        let accepted = accepted.count();
        let uploads = ledger.deeds.iter().map(|deed| deed.files.len());
        let uploads = uploads.sum::<usize>() + ledger.kept.len();
        println!(
            "round {round}: {asked} deeds begun, {accepted} acknowledged, {uploads} uploads; quiet after {resumed:.1?}"
        );
        self.totals.asked += asked;
        self.totals.accepted += accepted;
        self.totals.uploads += uploads;
        self.kept.extend(ledger.kept);
        // So that the last rounds are as quick as the first.
        let path = format!("/api/2.0/files/rooms/{place}");
        let body = json!({"deleteAfter": false});
        client.json(Method::DELETE, &path, Some(body)).await?;
        check::quiet(&mut client).await
    }
}

/// Makes a room.
pub(crate) async fn room(client: &mut Client, title: &str) -> Result<i64> {
    let body = json!({"title": title, "roomType": 5});
    let made = client.json(Method::POST, "/api/2.0/files/rooms", Some(body));
    id(&made.await?)
}

/// The server's own opinion.
async fn doctor(binary: &Path, data: &Path, database: Option<&str>) -> Result<()> {
    let mut command = Command::new(binary);
    command.args(["doctor", "--verify", "--content", "--data"]);
    command.arg(data);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let output = command.output().await?;
    let text = String::from_utf8_lossy(&output.stdout);
    anyhow::ensure!(
        output.status.success() && !text.contains("WRONG"),
        "doctor finds something:\n{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Who found nothing because he looked at nothing is no witness.
    anyhow::ensure!(text.contains("objects"), "doctor did not verify:\n{text}");
    Ok(())
}
