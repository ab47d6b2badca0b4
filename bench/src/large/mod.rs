//! A portal as large as they get: by default 100,000 files in 1,000 rooms with 1,000 people and 20 groups, and one folder
//! with 10,000 entries more. What is asked most is measured beside the bare handlers, and the big operations once.
//!
//! Everything is made through the API, from several connections. Groups join after the files are there: before, every
//! new file would be marked as unread for each of their members, which is five million marks.

mod seed;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use http::Method;
use serde_json::{Value, json};

use crate::LoadArgs;
use crate::bare;
use crate::client::{Client, Identity};
use crate::load::{self, Plan};
use crate::process::{Server, memory_mib, peak_mib};
use crate::report::{self, Row};
use seed::Seeded;
pub(crate) use seed::Size;

/// Calls over which statements are counted.
const COUNTED: u64 = 20;
/// The issue of every long list: the slowest of a hundred calls takes at most so many times the usual one.
const STEADY: f64 = 5.0;

/// What to do.
#[derive(Args)]
pub(crate) struct LargeArgs {
    /// The server's program.
    #[arg(long, default_value = "target/release/atrium")]
    binary: PathBuf,
    #[command(flatten)]
    size: Size,
    /// Keeps what was seeded in this folder, for a look at the database; the folder must be empty.
    #[arg(long)]
    data: Option<PathBuf>,
    #[command(flatten)]
    load: LoadArgs,
}

/// Calls that are measured under load, with what they ask for.
struct Listing {
    name: &'static str,
    path: String,
    identity: Identity,
}

pub(crate) async fn run(args: LargeArgs) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = args.data.unwrap_or_else(|| folder.path().join("data"));
    let plan = args.load.plan();
    let bare = Server::start_bare(&folder.path().join("bare")).await?;
    let ours = Server::start(&args.binary, &data).await?;
    let begun = Instant::now();
    let seeded = seed::seed(ours.address, &args.size).await?;
    println!("seeded in {:.0?}: {:?}", begun.elapsed(), args.size);
    println!("memory after seeding: {:.1} MiB", memory_mib(ours.pid()));
    let listings = listings(&seeded);
    let mut rows = Vec::new();
    for listing in &listings {
        rows.push(measure(listing, &ours, plan).await?);
    }
    let memory = memory_mib(ours.pid());
    println!("memory after the lists: {memory:.1} MiB");
    let fixture = seeded.as_fixture(ours.address).await?;
    let bare_rows = bare::measure_lists(bare.address, bare.pid(), plan, &fixture).await?;
    report::print_table(&rows, &bare_rows);
    println!();
    compare(&rows, &bare_rows);
    let mut client = Client::connect(ours.address, seeded.identity.clone()).await?;
    for listing in &listings {
        let count = statements(&mut client, listing, &ours).await?;
        println!("{:<46} {count:>6.1} statements a call", listing.name);
    }
    println!();
    operations(&mut client, &seeded).await?;
    // Once more, after all that: nothing was kept that need not be.
    for listing in listings.iter().take(2) {
        measure(listing, &ours, plan).await?;
    }
    println!(
        "memory after the operations: {:.1} MiB, at most {:.1} MiB with mapped files",
        memory_mib(ours.pid()),
        peak_mib(ours.pid())
    );
    let unsteady: Vec<&str> = rows
        .iter()
        .filter(|row| row.spread() > STEADY)
        .map(|row| row.name)
        .collect();
    ensure!(
        unsteady.is_empty(),
        "p99 is more than {STEADY} times p50 for {unsteady:?}"
    );
    Ok(())
}

fn listings(seeded: &Seeded) -> Vec<Listing> {
    let by = |identity: &Identity| {
        let identity = identity.clone();
        move |name, path: String| Listing {
            name,
            path: format!("/api/2.0/files/{path}"),
            identity: identity.clone(),
        }
    };
    let (owner, member) = (by(&seeded.identity), by(&seeded.member));
    let (room, big, middle) = (seeded.room, seeded.big, seeded.big_entries / 2);
    vec![
        owner("rooms: first 25", "rooms?count=25".to_owned()),
        owner("folder: 25 of a room", format!("{room}?count=25")),
        owner(
            "rooms: 25 from the middle",
            format!("rooms?count=25&startIndex={}", seeded.rooms / 2),
        ),
        owner(
            "rooms: search by title",
            "rooms?count=25&filterValue=om%2077".to_owned(),
        ),
        owner("big folder: first 25", format!("{big}?count=25")),
        owner("big folder: first 100", format!("{big}?count=100")),
        owner(
            "big folder: 25 from the middle",
            format!("{big}?count=25&startIndex={middle}"),
        ),
        owner(
            "big folder: largest first",
            format!("{big}?count=25&sortBy=Size&sortOrder=descending"),
        ),
        owner(
            "big folder: search by title",
            format!("{big}?count=25&filterValue=ment%2077"),
        ),
        owner(
            "room: search by title, below too",
            format!("{room}?count=25&filterValue=ment%207&withSubfolders=true"),
        ),
        member("rooms of a member: first 25", "rooms?count=25".to_owned()),
        member(
            "rooms of a member: search by title",
            "rooms?count=25&filterValue=om%2077".to_owned(),
        ),
        member(
            "folder of a member: 25",
            format!("{}?count=25", seeded.member_room),
        ),
    ]
}

async fn measure(listing: &Listing, server: &Server, plan: Plan) -> Result<Row> {
    let path = listing.path.clone();
    let call = move |mut client: Client| {
        let path = path.clone();
        async move {
            let answer = client.call(Method::GET, &path, None, false).await;
            let result = answer.and_then(|(status, length, _)| {
                ensure!(status.is_success(), "{path}: {status}");
                Ok(length)
            });
            (client, result)
        }
    };
    let pid = Some(server.pid());
    load::run(
        listing.name,
        server.address,
        &listing.identity,
        pid,
        plan,
        call,
    )
    .await
}

/// Statements of one call, the mean of some.
async fn statements(client: &mut Client, listing: &Listing, server: &Server) -> Result<f64> {
    let mut own = Client::connect(server.address, listing.identity.clone()).await?;
    let before = counter(client).await?;
    for _ in 0..COUNTED {
        own.call(Method::GET, &listing.path, None, false).await?;
    }
    Ok((counter(client).await? - before) / COUNTED as f64)
}

/// The server's counter of statements.
async fn counter(client: &mut Client) -> Result<f64> {
    let (_, _, bytes) = client.call(Method::GET, "/metrics", None, true).await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("database_statements "));
    line.context("no counter of statements")?
        .trim()
        .parse()
        .context("no number")
}

fn compare(rows: &[Row], bare: &[Row]) {
    let rate =
        |list: &[Row], name: &str| list.iter().find(|row| row.name == name).map(|row| row.rate);
    for (ours, theirs) in [
        ("rooms: first 25", bare::ROOMS),
        ("folder: 25 of a room", bare::FOLDER),
        ("big folder: first 25", bare::FOLDER),
    ] {
        if let (Some(ours_rate), Some(bare_rate)) = (rate(rows, ours), rate(bare, theirs)) {
            let share = ours_rate / bare_rate * 100.0;
            println!("{ours}: {share:.0} % of \"{theirs}\"");
        }
    }
    for row in rows {
        println!("{:<46} p99 is {:.1} times p50", row.name, row.spread());
    }
    println!();
}

/// Copying a thousand and deleting ten thousand, until the server says that they are done.
async fn operations(client: &mut Client, seeded: &Seeded) -> Result<()> {
    let copied = &seeded.entries[..seeded.entries.len().min(1000)];
    let body = json!({"fileIds": copied, "destFolderId": seeded.target,
        "conflictResolveType": 2, "returnSingleOperation": true});
    let took = done(client, "copy", body).await?;
    println!("copy of {} files: {took:.1?}", copied.len());
    let deleted = &seeded.entries[..seeded.entries.len().min(10_000)];
    let body = json!({"fileIds": deleted, "immediately": true, "returnSingleOperation": true});
    let took = done(client, "delete", body).await?;
    println!("delete of {} files: {took:.1?}", deleted.len());
    Ok(())
}

async fn done(client: &mut Client, verb: &str, body: Value) -> Result<Duration> {
    let begun = Instant::now();
    let path = format!("/api/2.0/files/fileops/{verb}");
    let started = client.json(Method::PUT, &path, Some(body)).await?;
    let wanted = started[0]["id"]
        .as_str()
        .context("no operation")?
        .to_owned();
    let path = format!("/api/2.0/files/fileops?id={wanted}");
    loop {
        let list = client.json(Method::GET, &path, None).await?;
        let mut list = list.as_array().into_iter().flatten();
        let one = list.find(|one| one["id"] == wanted.as_str());
        let one = one.context("the operation is gone")?;
        if one["finished"] == true {
            ensure!(one["error"] == "", "{verb}: {}", one["error"]);
            return Ok(begun.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
