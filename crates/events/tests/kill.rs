//! A node that is killed at any point loses no event.
//!
//! The test runs this very binary again as a child that records and handles events, kills it
//! (`SIGKILL`) at random moments, and counts afterwards.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use events::{Delivered, Event, Listener, Options, Outbox, Recorded, record};
use futures::future::BoxFuture;
use serde_json::json;
use sql::testing::TestDatabase;
use sql::{Db, params};

const CHILD: &str = "ATRIUM_EVENTS_CHILD";
const ROUNDS: u32 = 20;

/// Writes each event down in the database, in its own time.
struct Scribe(Db);

impl Listener for Scribe {
    fn name(&self) -> &'static str {
        "scribe"
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(async move {
            let id = event.id;
            let fact: i64 = event.subject.parse()?;
            self.0
                .write(move |tx| {
                    tx.execute(
                        "INSERT INTO seen (fact, event, times, place)
                         VALUES ($1, $2, 1, (SELECT COUNT(*) FROM seen))
                         ON CONFLICT (fact) DO UPDATE SET times = seen.times + 1",
                        &params![fact, id],
                    )
                })
                .await
                .map_err(|error: sql::Error| error)?;
            Ok(())
        })
    }
}

async fn start(db: &Db) -> Outbox {
    let hasty = Options {
        lease: Duration::from_millis(100),
        ..Options::of(db)
    };
    let scribe: Arc<dyn Listener> = Arc::new(Scribe(db.clone()));
    Outbox::start_with(db.clone(), vec![scribe], hasty)
        .await
        .unwrap()
}

/// Not a test by itself: what the child does until it is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let db = Db::open(&url, sql::Options::default()).await.unwrap();
    let _outbox = start(&db).await;
    loop {
        db.write(|tx| {
            let fact = tx.next_id("facts")?;
            tx.execute("INSERT INTO facts (id) VALUES ($1)", &params![fact])?;
            record(
                tx,
                Event {
                    portal: 1,
                    kind: "fact",
                    actor: None,
                    subject: fact.to_string(),
                    data: json!(null),
                },
            )
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_killed_node_loses_no_event() {
    for database in TestDatabase::all().await {
        let db = database.open().await;
        db.migrate(&events::MIGRATIONS).await.unwrap();
        db.write(|tx| {
            tx.execute("CREATE TABLE facts (id BIGINT PRIMARY KEY)", &[])?;
            tx.execute(
                "CREATE TABLE seen (fact BIGINT PRIMARY KEY, event BIGINT, times BIGINT, place BIGINT)",
                &[],
            )
        })
        .await
        .map_err(|error: sql::Error| error)
        .unwrap();

        for round in 0..ROUNDS {
            let mut child = tokio::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "child"])
                .env(CHILD, database.url())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            // From the very start to well into its work, at odd moments.
            let moment = Duration::from_micros(u64::from(20_000 + round * 13_337 % 230_000));
            tokio::time::sleep(moment).await;
            child.kill().await.unwrap(); // SIGKILL, and waits for the end
        }

        let outbox = start(&db).await;
        tokio::time::timeout(Duration::from_secs(30), outbox.caught_up())
            .await
            .unwrap()
            .unwrap();
        let (facts, seen, lost, invented, again) = db
            .read(|tx| {
                tx.query_one::<(i64, i64, i64, i64, i64)>(
                    "SELECT (SELECT COUNT(*) FROM facts), (SELECT COUNT(*) FROM seen),
                        (SELECT COUNT(*) FROM facts WHERE id NOT IN (SELECT fact FROM seen)),
                        (SELECT COUNT(*) FROM seen WHERE fact NOT IN (SELECT id FROM facts)),
                        (SELECT CAST(COALESCE(SUM(times - 1), 0) AS BIGINT) FROM seen)",
                    &[],
                )
            })
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        println!(
            "{:?}: killed {ROUNDS} times, {facts} events, {seen} heard, {again} of them again",
            database.dialect()
        );
        assert!(facts > 100, "the children hardly did anything: {facts}");
        assert_eq!((lost, invented), (0, 0), "lost and invented events");
        assert_eq!(seen, facts);
        let heard: Vec<i64> = db
            .read(|tx| tx.query("SELECT event FROM seen ORDER BY place", &[]))
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        assert!(heard.is_sorted(), "heard first in the order of recording");
        outbox.stop().await;
    }
}
