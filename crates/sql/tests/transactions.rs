//! What a transaction promises, on both databases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sql::testing::{TestDatabase, for_each_database};
use sql::{Db, Error, MigrationSet, params};

const THINGS: MigrationSet = sql::migrations!("things", "tests/migrations/0001_things.sql");

async fn add(db: &Db, id: i64, name: &str) -> Result<(), Error> {
    let name = name.to_owned();
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO things (id, name) VALUES ($1, $2)",
            &params![id, name],
        )
        .map(|_| ())
    })
    .await
}

async fn count(db: &Db) -> i64 {
    db.read(|tx| tx.query_one::<i64>("SELECT COUNT(*) FROM things", &[]))
        .await
        .unwrap()
}

#[tokio::test]
async fn an_error_rolls_back() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let result: Result<(), Error> = db
            .write(|tx| {
                tx.execute("INSERT INTO things (id, name) VALUES (1, 'a')", &[])?;
                Err(Error::Other("changed my mind".into()))
            })
            .await;
        assert_eq!(result, Err(Error::Other("changed my mind".into())));
        assert_eq!(count(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_panic_becomes_an_error_and_hurts_nobody_else() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let panicking = db.write(|tx| {
            tx.execute("INSERT INTO things (id, name) VALUES (100, 'a')", &[])?;
            if tx.dialect() == tx.dialect() {
                panic!("oh no");
            }
            Ok::<_, Error>(())
        });
        let others = (1..=20).map(|id| add(&db, id, "b"));
        let (panicked, others) = tokio::join!(panicking, futures::future::join_all(others));
        assert_eq!(
            panicked,
            Err(Error::Other("the transaction panicked: oh no".into()))
        );
        assert!(others.iter().all(Result::is_ok), "{others:?}");
        assert_eq!(count(&db).await, 20);
        let read = db.read(|tx| {
            if tx.query_opt::<i64>("SELECT 1", &[])?.is_some() {
                panic!("x")
            } else {
                Ok::<_, Error>(())
            }
        });
        assert!(read.await.is_err());
        db.ping().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn transactions_of_a_group_do_not_share_fate() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let results = futures::future::join_all((0..60).map(|n| add(&db, n / 2, "twice"))).await;
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 30);
        let unique = Error::Unique {
            constraint: "things(id)".into(),
        };
        assert!(
            results
                .iter()
                .filter_map(|r| r.as_ref().err())
                .all(|e| *e == unique),
            "{results:?}"
        );
        assert_eq!(count(&db).await, 30);
    })
    .await;
}

#[tokio::test]
async fn an_ignored_failure_still_rolls_back_unless_attempted() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let insert = "INSERT INTO things (id, name) VALUES (1, 'a')";
        let ignored: Result<(), Error> = db
            .write(move |tx| {
                tx.execute(insert, &[])?;
                let _ = tx.execute(insert, &[]);
                Ok(())
            })
            .await;
        assert!(ignored.unwrap_err().is_unique());
        assert_eq!(count(&db).await, 0);
        let attempted: Result<(), Error> = db
            .write(move |tx| {
                tx.execute(insert, &[])?;
                let second = tx.attempt(|tx| {
                    tx.execute("INSERT INTO things (id, name) VALUES (2, 'a')", &[])?;
                    tx.execute(insert, &[])
                });
                assert!(second.unwrap_err().is_unique());
                let third: Result<u64, Error> = tx
                    .attempt(|tx| tx.attempt(|tx| tx.execute("UPDATE things SET name = 'b'", &[])));
                assert_eq!(third, Ok(1));
                Ok(())
            })
            .await;
        attempted.unwrap();
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_read_sees_one_snapshot_and_writes_nothing() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let (started, wait) = std::sync::mpsc::channel();
        let (go, gone) = std::sync::mpsc::channel();
        let reading = tokio::spawn({
            let db = db.clone();
            async move {
                db.read(move |tx| {
                    let first: i64 = tx.query_one("SELECT COUNT(*) FROM things", &[])?;
                    started.send(()).unwrap();
                    gone.recv().unwrap();
                    let second: i64 = tx.query_one("SELECT COUNT(*) FROM things", &[])?;
                    Ok::<_, Error>((first, second))
                })
                .await
            }
        });
        tokio::task::spawn_blocking(move || wait.recv().unwrap())
            .await
            .unwrap();
        add(&db, 1, "a").await.unwrap();
        go.send(()).unwrap();
        assert_eq!(reading.await.unwrap(), Ok((0, 0)));
        let writing = db.read(|tx| tx.execute("DELETE FROM things", &[])).await;
        assert!(writing.is_err(), "{writing:?}");
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn sequences_never_collide() {
    for_each_database(|db| async move {
        let next = async || db.write(|tx| tx.next_id("rooms")).await.unwrap();
        let other = db
            .write(|tx| Ok::<_, Error>((tx.next_id("folders")?, tx.next_id("folders")?)))
            .await;
        assert_eq!(other, Ok((1, 2)));
        let mut given = futures::future::join_all((0..50).map(|_| next())).await;
        let _ = db
            .write(|tx| tx.next_id("rooms").and(Err::<(), _>(Error::NoRows)))
            .await;
        given.push(next().await);
        assert!(given.iter().all(|id| *id > 0));
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), 51);
        let bad = db.write(|tx| tx.next_id("rooms'; DROP")).await;
        assert!(matches!(bad, Err(Error::Other(_))));
    })
    .await;
}

#[tokio::test]
async fn sequences_go_on_after_a_restart() {
    for database in TestDatabase::all().await {
        let first = database
            .open()
            .await
            .write(|tx| tx.next_id("rooms"))
            .await
            .unwrap();
        let second = database
            .open()
            .await
            .write(|tx| tx.next_id("rooms"))
            .await
            .unwrap();
        assert!(second > first);
    }
}

#[tokio::test]
async fn hooks_run_only_after_a_commit() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let ran = Arc::new(AtomicUsize::new(0));
        let hook = |ran: &Arc<AtomicUsize>| {
            let ran = Arc::clone(ran);
            move || {
                ran.fetch_add(1, Ordering::SeqCst);
            }
        };
        let (kept, undone, attempted) = (hook(&ran), hook(&ran), hook(&ran));
        let seen = Arc::clone(&ran);
        db.write(move |tx| {
            tx.after_commit(kept);
            let _: Result<(), Error> = tx.attempt(|tx| {
                tx.after_commit(attempted);
                Err(Error::NoRows)
            });
            assert_eq!(seen.load(Ordering::SeqCst), 0);
            tx.execute("INSERT INTO things (id, name) VALUES (1, 'a')", &[])
        })
        .await
        .unwrap();
        assert_eq!(
            ran.load(Ordering::SeqCst),
            1,
            "before the caller hears of it"
        );
        let failed: Result<(), Error> = db
            .write(move |tx| {
                tx.after_commit(undone);
                Err(Error::NoRows)
            })
            .await;
        assert_eq!(failed, Err(Error::NoRows));
        assert_eq!(ran.load(Ordering::SeqCst), 1);
    })
    .await;
}

#[tokio::test]
async fn listeners_wake_after_the_commit_on_every_node() {
    for database in TestDatabase::all().await {
        let here = database.open().await;
        let there = database.open().await;
        here.migrate(&THINGS).await.unwrap();
        let mut near = here.listen("things");
        let mut far = there.listen("things");
        let across = database.dialect() == sql::Dialect::Postgres;
        if across {
            // A new listener is woken once, for what it may have missed.
            near.woken().await;
            far.woken().await;
        }
        let undone: Result<(), Error> = here
            .write(|tx| {
                tx.notify("things");
                Err(Error::NoRows)
            })
            .await;
        undone.unwrap_err();
        let soon = std::time::Duration::from_millis(100);
        tokio::time::timeout(soon, near.woken()).await.unwrap_err();
        here.write(|tx| {
            tx.notify("things");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
        let long = std::time::Duration::from_secs(5);
        tokio::time::timeout(long, near.woken()).await.unwrap();
        if across {
            tokio::time::timeout(long, far.woken()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_caller_who_leaves_does_not_undo() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let (started, wait) = tokio::sync::oneshot::channel();
        let writing = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    let _ = started.send(());
                    std::thread::sleep(std::time::Duration::from_millis(50));
                    tx.execute("INSERT INTO things (id, name) VALUES (1, 'a')", &[])
                })
                .await
            }
        });
        wait.await.unwrap();
        writing.abort();
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(count(&db).await, 1);
    })
    .await;
}
