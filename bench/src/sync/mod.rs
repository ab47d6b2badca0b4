//! Co-editing: what an update costs a server while 1, 10 and 50 people type into one document, and what an open document
//! takes of its memory, beside the two servers Yjs documents are mostly served with.
//!
//! Ours writes every update down before it acknowledges it and asks for rights; the other two keep documents in memory
//! and ask nobody.

mod peer;
mod typist;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use clap::Args;
use futures::future::try_join_all;
use tokio::time::{Instant, sleep};

use crate::process::{cpu_seconds, memory_mib};
use peer::{Kind, Peer};
use typist::Typist;

/// People at one document.
const CROWDS: [usize; 3] = [1, 10, 50];
/// Updates a second, of all of them together: no server is at its limit, and none is idle.
const PACE: usize = 200;
/// Documents that are opened for their memory, and the keys typed into each.
const DOCUMENTS: usize = 50;
const KEYS: usize = 200;
/// How long a server may take to have everything that was typed.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Args)]
pub(crate) struct SyncArgs {
    /// The server's program.
    #[arg(long, default_value = "target/release/atrium")]
    binary: PathBuf,
    /// Folder with the other servers; `npm ci` was run there.
    #[arg(long, default_value = "bench/sync")]
    others: PathBuf,
    /// Seconds of typing with each crowd.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
}

/// What was measured of one server.
struct Figures {
    kind: Kind,
    /// Updates per processor second, for each crowd.
    updates: Vec<f64>,
    /// KiB of memory per open document.
    document: f64,
}

pub(crate) async fn run(args: SyncArgs) -> Result<()> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        all.push(measure(kind, &args).await?);
    }
    print(&all);
    Ok(())
}

async fn measure(kind: Kind, args: &SyncArgs) -> Result<Figures> {
    let folder = tempfile::tempdir()?;
    let mut peer = Peer::start(kind, &args.binary, &args.others, folder.path()).await?;
    let mut updates = Vec::new();
    for crowd in CROWDS {
        updates.push(crowd_of(&mut peer, crowd, args.seconds).await?);
    }
    let document = documents(&mut peer).await?;
    Ok(Figures {
        kind,
        updates,
        document,
    })
}

/// Updates per processor second while so many people type.
async fn crowd_of(peer: &mut Peer, crowd: usize, seconds: u64) -> Result<f64> {
    let place = peer.document(&format!("crowd-{crowd}")).await?;
    let mut people = Vec::new();
    for _ in 0..crowd {
        people.push(Typist::sit_down(&place).await?);
    }
    let keys = PACE * usize::try_from(seconds)? / crowd;
    let pause = Duration::from_secs(seconds) / u32::try_from(keys)?;
    let before = cpu_seconds(peer.pid());
    try_join_all(people.iter_mut().map(|one| one.write(keys, pause))).await?;
    all_is_there(&place, keys * crowd).await?;
    let used = cpu_seconds(peer.pid()) - before;
    for one in &mut people {
        one.check()?;
    }
    Ok((keys * crowd) as f64 / used.max(0.01))
}

/// KiB of memory each of many open documents takes.
async fn documents(peer: &mut Peer) -> Result<f64> {
    let mut places = Vec::new();
    for number in 0..DOCUMENTS {
        places.push(peer.document(&format!("document-{number}")).await?);
    }
    sleep(Duration::from_secs(2)).await; // what making them took is given back
    let before = memory_mib(peer.pid());
    let mut people = Vec::new();
    for place in &places {
        people.push(Typist::sit_down(place).await?);
    }
    let pause = Duration::from_millis(10);
    try_join_all(people.iter_mut().map(|one| one.write(KEYS, pause))).await?;
    for place in &places {
        all_is_there(place, KEYS).await?;
    }
    Ok((memory_mib(peer.pid()) - before) * 1024.0 / DOCUMENTS as f64)
}

/// Waits until a newcomer is given so many characters.
async fn all_is_there(place: &peer::Place, characters: usize) -> Result<()> {
    let begun = Instant::now();
    loop {
        let there = Typist::sit_down(place).await?.read().await?;
        if there == characters {
            return Ok(());
        }
        ensure!(
            begun.elapsed() < PATIENCE,
            "{there} of {characters} characters arrived"
        );
        sleep(Duration::from_millis(50)).await;
    }
}

fn print(all: &[Figures]) {
    println!(
        "{:<14}{:>16}{:>16}{:>16}{:>18}",
        "server", "1 client", "10 clients", "50 clients", "KiB a document"
    );
    for one in all {
        print!("{:<14}", one.kind.name());
        for updates in &one.updates {
            print!("{updates:>16.0}");
        }
        println!("{:>18.0}", one.document);
    }
    println!("(updates per processor second of the server, all clients at one document)");
    let Some((ours, others)) = all.split_first() else {
        return;
    };
    for theirs in others {
        print!("ours to {:<12}", theirs.kind.name());
        for (ours, theirs) in ours.updates.iter().zip(&theirs.updates) {
            print!("{:>10.1} x", ours / theirs);
        }
        println!("{:>12.1} x memory", ours.document / theirs.document);
    }
}
