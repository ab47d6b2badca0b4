//! Power loss, a full disk, a lock, a server that goes away: nothing acknowledged is lost and work goes on.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use futures::future::join_all;
use sql::testing::TestDatabase;
use sql::{Db, Error, MigrationSet, Options, params};

const THINGS: MigrationSet = sql::migrations!("things", "tests/migrations/0001_things.sql");

async fn insert(db: &Db, id: i64, name: String) -> Result<u64, Error> {
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO things (id, name) VALUES ($1, $2)",
            &params![id, name],
        )
    })
    .await
}

/// Not a test of its own: the process that [`a_killed_process_loses_nothing_acknowledged`] kills.
#[tokio::test]
async fn child_that_writes() {
    let Ok(url) = std::env::var("SQL_TEST_WRITE_TO") else {
        return;
    };
    let db = Db::open(&url, Options::default()).await.unwrap();
    for first in (0..).step_by(16) {
        // Printed only once it is acknowledged.
        for (id, result) in
            (first..).zip(join_all((0..16).map(|n| insert(&db, first + n, "x".repeat(500)))).await)
        {
            result.unwrap();
            println!("\nwrote {id}");
        }
    }
}

#[tokio::test]
async fn a_killed_process_loses_nothing_acknowledged() {
    for database in TestDatabase::all().await {
        let db = database.open().await;
        db.migrate(&THINGS).await.unwrap();
        drop(db);
        for round in 0..3 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["child_that_writes", "--exact", "--nocapture"])
                .env("SQL_TEST_WRITE_TO", database.url())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap())
                .lines()
                .map_while(Result::ok);
            let mut written =
                lines.filter_map(|line| line.strip_prefix("wrote ")?.parse::<i64>().ok());
            let mut acknowledged: Vec<i64> = written.by_ref().take(100 + round * 37).collect();
            child.kill().unwrap(); // SIGKILL
            acknowledged.extend(written);
            child.wait().unwrap();
            let db = database.open().await;
            let found: Vec<i64> = db
                .read(|tx| tx.query("SELECT id FROM things ORDER BY id", &[]))
                .await
                .unwrap();
            assert!(acknowledged.len() >= 100);
            assert!(
                acknowledged
                    .iter()
                    .all(|id| found.binary_search(id).is_ok())
            );
            if database.dialect() == sql::Dialect::Sqlite {
                let check: String = db
                    .read(|tx| tx.query_one("PRAGMA integrity_check", &[]))
                    .await
                    .unwrap();
                assert_eq!(check, "ok");
            }
            db.write(|tx| tx.execute("DELETE FROM things", &[]))
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn a_full_disk_is_reported_and_work_goes_on() {
    let database = TestDatabase::sqlite();
    let db = database.open().await;
    db.migrate(&THINGS).await.unwrap();
    let pages: i64 = db
        .read(|tx| tx.query_one("PRAGMA page_count", &[]))
        .await
        .unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 20);
    db.write(move |tx| tx.query_one::<i64>(&limit, &[]))
        .await
        .unwrap();
    let results = join_all((0..100).map(|id| insert(&db, id, "x".repeat(3000)))).await;
    let (kept, full): (Vec<_>, Vec<_>) = results.iter().partition(|result| result.is_ok());
    assert!(
        !full.is_empty() && full.iter().all(|result| **result == Err(Error::Full)),
        "{full:?}"
    );
    let count = async || {
        db.read(|tx| tx.query_one::<usize>("SELECT COUNT(*) FROM things", &[]))
            .await
            .unwrap()
    };
    assert_eq!(count().await, kept.len());
    db.write(|tx| tx.query_one::<i64>("PRAGMA max_page_count = 100000", &[]))
        .await
        .unwrap();
    insert(&db, 1000, "x".repeat(3000)).await.unwrap();
    assert_eq!(count().await, kept.len() + 1);
}

#[tokio::test]
async fn a_new_file_is_opened_by_several_at_once() {
    for _ in 0..30 {
        let database = TestDatabase::sqlite();
        let nodes = (0..8).map(|_| Db::open(database.url(), Options::default()));
        for opened in join_all(nodes).await {
            opened.unwrap();
        }
    }
}

#[tokio::test]
async fn another_process_with_the_lock_makes_it_busy() {
    let database = TestDatabase::sqlite();
    let db = database.open().await;
    db.migrate(&THINGS).await.unwrap();
    let path = database.url().strip_prefix("sqlite://").unwrap().to_owned();
    let hurry = Options {
        patience: Duration::from_millis(20),
        durable: false,
        ..Options::default()
    };
    let impatient = Db::open(database.url(), hurry).await.unwrap();
    let other = rusqlite::Connection::open(path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(insert(&impatient, 1, "a".into()).await, Err(Error::Busy));
    let patient = insert(&db, 2, "b".into());
    let release = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.execute_batch("COMMIT").unwrap();
    };
    let (patient, ()) = tokio::join!(patient, release);
    assert_eq!(patient, Ok(1));
    assert_eq!(insert(&impatient, 1, "a".into()).await, Ok(1));
}

#[tokio::test]
async fn connections_the_server_closed_are_replaced() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let db = database.open().await;
    db.migrate(&THINGS).await.unwrap();
    let killer = database.open().await;
    let pid = async || {
        db.read(|tx| tx.query_one::<i64>("SELECT pg_backend_pid()", &[]))
            .await
            .unwrap()
    };
    let first = pid().await;
    tokio::time::sleep(Duration::from_millis(50)).await; // its transaction ends behind the answer
    let kill = |pid: i64| {
        killer.write(move |tx| {
            tx.query_one::<bool>("SELECT pg_terminate_backend($1::int)", &params![pid])
        })
    };
    assert_eq!(kill(first).await, Ok(true));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_ne!(pid().await, first);
    insert(&db, 1, "a".into()).await.unwrap();

    // In the middle of a transaction it is an error, and the next one works.
    let running = db
        .write(|tx| tx.execute("SELECT pg_terminate_backend(pg_backend_pid())", &[]))
        .await;
    assert!(matches!(running, Err(Error::Unavailable(_))), "{running:?}");
    insert(&db, 2, "b".into()).await.unwrap();
}

#[tokio::test]
async fn a_pool_in_use_makes_others_wait_then_busy() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let options = Options {
        connections: 1,
        patience: Duration::from_millis(300),
        ..Options::default()
    };
    let db = Db::open(database.url(), options).await.unwrap();
    let sleep = |seconds: f64| {
        db.read(move |tx| tx.each("SELECT pg_sleep($1)", &params![seconds], &mut |_| Ok(true)))
    };
    let (first, second, third) = tokio::join!(sleep(0.2), sleep(0.2), sleep(0.0));
    assert_eq!((first, second, third), (Ok(()), Ok(()), Err(Error::Busy)));
    db.ping().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_opened_says_so() {
    let open = async |url: &str| {
        Db::open(url, Options::default())
            .await
            .map(|_| ())
            .unwrap_err()
    };
    assert!(matches!(
        open("sqlite:///nowhere/at/all.db").await,
        Error::Unavailable(_)
    ));
    assert!(matches!(
        open("postgres://atrium@127.0.0.1:1/none").await,
        Error::Unavailable(_)
    ));
    assert!(matches!(open("mysql://localhost").await, Error::Other(_)));
}

#[tokio::test]
async fn a_named_lock_holds_across_nodes() {
    for database in TestDatabase::all().await {
        let (here, there) = (database.open().await, database.open().await);
        here.migrate(&THINGS).await.unwrap();
        insert(&here, 1, "0".into()).await.unwrap();
        // Read, think, write: only the lock makes this a counter.
        let increment = async |db: &Db| {
            db.write(|tx| {
                tx.lock("counter")?;
                let name: String = tx.query_one("SELECT name FROM things WHERE id = 1", &[])?;
                let next = name.parse::<i64>().unwrap() + 1;
                tx.execute(
                    "UPDATE things SET name = $1 WHERE id = 1",
                    &params![next.to_string()],
                )
            })
            .await
        };
        let both = (0..20).map(|n| increment(if n % 2 == 0 { &here } else { &there }));
        let results = join_all(both).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let name: String = here
            .read(|tx| tx.query_one("SELECT name FROM things", &[]))
            .await
            .unwrap();
        assert_eq!(name, "20");
    }
}
