//! A node that is killed at any point loses no job.
//!
//! The test runs this very binary again as a child that enqueues and does jobs, kills it
//! (`SIGKILL`) at random moments, and counts afterwards.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::process::Stdio;
use std::time::{Duration, Instant};

use jobs::{JobContext, NewJob, Options, Running, Workers};
use serde_json::{Value as Json, json};
use sql::testing::TestDatabase;
use sql::{Db, params};

const CHILD: &str = "ATRIUM_JOBS_CHILD";
const ROUNDS: u32 = 20;

/// Workers whose jobs have an effect that may happen twice without harm.
fn start(db: &Db) -> Running {
    let effects = db.clone();
    Workers::new(db.clone())
        .options(Options {
            lease: Duration::from_millis(200),
            ..Options::of(db)
        })
        .register("note", move |job: JobContext| {
            let db = effects.clone();
            async move {
                let n = job.payload["n"].as_i64().ok_or("no number")?;
                job.progress(50, 1).await;
                tokio::time::sleep(Duration::from_millis(2)).await;
                db.write(move |tx| {
                    tx.execute(
                        "INSERT INTO done (n, times) VALUES ($1, 1)
                         ON CONFLICT (n) DO UPDATE SET times = done.times + 1",
                        &params![n],
                    )
                })
                .await
                .map_err(|error: sql::Error| error.to_string())?;
                Ok::<_, String>(Json::Null)
            }
        })
        .start(4)
}

/// Not a test by itself: what the child does until it is killed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let db = Db::open(&url, sql::Options::default()).await.unwrap();
    let _running = start(&db);
    loop {
        db.write(|tx| {
            let n = tx.next_id("wanted")?;
            tx.execute("INSERT INTO wanted (n) VALUES ($1)", &params![n])?;
            jobs::enqueue(
                tx,
                NewJob {
                    portal: 1,
                    owner: "someone".into(),
                    kind: "note",
                    payload: json!({ "n": n }),
                    hidden: false,
                    not_before: 0,
                    total: 1,
                },
            )
        })
        .await
        .unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_killed_node_loses_no_job() {
    for database in TestDatabase::all().await {
        let db = database.open().await;
        db.migrate(&jobs::MIGRATIONS).await.unwrap();
        db.write(|tx| {
            tx.execute("CREATE TABLE wanted (n BIGINT PRIMARY KEY)", &[])?;
            tx.execute(
                "CREATE TABLE done (n BIGINT PRIMARY KEY, times BIGINT)",
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

        let running = start(&db);
        let begin = Instant::now();
        let count = |sql: &'static str| {
            let db = db.clone();
            async move {
                db.read(move |tx| tx.query_one::<i64>(sql, &[]))
                    .await
                    .map_err(|error: sql::Error| error)
                    .unwrap()
            }
        };
        while count("SELECT COUNT(*) FROM jobs WHERE status < 2").await > 0 {
            assert!(
                begin.elapsed() < Duration::from_secs(30),
                "some jobs never end"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        running.stop(Duration::from_secs(5)).await;
        let wanted = count("SELECT COUNT(*) FROM wanted").await;
        println!(
            "{:?}: killed {ROUNDS} times, {wanted} jobs, {} of them ran again",
            database.dialect(),
            count("SELECT COUNT(*) FROM done WHERE times > 1").await,
        );
        assert!(wanted > 100, "the children hardly did anything: {wanted}");
        assert_eq!(count("SELECT COUNT(*) FROM done").await, wanted);
        assert_eq!(
            count("SELECT COUNT(*) FROM done WHERE n NOT IN (SELECT n FROM wanted)").await,
            0
        );
        // Interrupted too often by this test's killing, or done: but none is lost or fails otherwise.
        let failed = count("SELECT COUNT(*) FROM jobs WHERE status <> 2").await;
        assert_eq!(failed, 0, "jobs that did not complete");
    }
}
