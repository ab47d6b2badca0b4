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
async fn what_is_written_is_read() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let id = uuid::Uuid::new_v4();
        let written = (7_i64, "näme".to_owned(), true, 0.5, vec![0_u8, 255], Some(id), None::<i64>);
        let (_, name, flag, score, bytes, uid, none) = written.clone();
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO things (id, name, flag, score, bytes, uid, parent) VALUES ($7, $1, $2, $3, $4, $5, $6)",
                &params![name, flag, score, bytes, uid, none, 7],
            )
        })
        .await
        .unwrap();
        type Thing = (i64, String, bool, f64, Vec<u8>, Option<uuid::Uuid>, Option<i64>);
        let sql = "SELECT id, name, flag, score, bytes, uid, parent FROM things WHERE flag = TRUE LIMIT $1 OFFSET $2";
        let read: Vec<Thing> = db.read(move |tx| tx.query(sql, &params![10, 0])).await.unwrap();
        assert_eq!(read, [written]);
        let sums: (i64, f64, bool) = db
            .read(|tx| {
                tx.query_one("SELECT SUM(id), SUM(score), EXISTS (SELECT 1 FROM things) FROM things", &[])
            })
            .await
            .unwrap();
        assert_eq!(sums, (7, 0.5, true));
        db.ping().await.unwrap();
    })
    .await;
}

sql::row! {
    #[derive(Debug, PartialEq)]
    struct Thing { id: i64, name: String }
}

#[tokio::test]
async fn rows_become_structs_and_columns_have_names() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        add(&db, 1, "a").await.unwrap();
        let thing: Thing = db
            .read(|tx| tx.query_one("SELECT id, name FROM things", &[]))
            .await
            .unwrap();
        assert_eq!(
            thing,
            Thing {
                id: 1,
                name: "a".into()
            }
        );
        let mut names = Vec::new();
        let names: Vec<String> = db
            .read(move |tx| {
                tx.each("SELECT id, name AS title FROM things", &[], &mut |row| {
                    names.push(row.get("title")?);
                    Ok(true)
                })
                .map(|()| names)
            })
            .await
            .unwrap();
        assert_eq!(names, ["a"]);
        let wrong = db
            .read(|tx| tx.query_one::<i64>("SELECT name FROM things", &[]))
            .await;
        assert!(matches!(wrong, Err(Error::Other(_))), "{wrong:?}");
    })
    .await;
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
async fn constraints_have_the_same_names_everywhere() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let run = async |sql: &'static str| db.write(move |tx| tx.execute(sql, &[])).await;
        run("INSERT INTO things (id, name, uid) VALUES (1, 'a', 'u')")
            .await
            .unwrap();
        let unique = run("INSERT INTO things (id, name, uid) VALUES (2, 'a', 'u')").await;
        assert_eq!(
            unique,
            Err(Error::Unique {
                constraint: "things(name, uid)".into()
            })
        );
        let expression =
            run("INSERT INTO things (id, name, uid) VALUES (2, 'A', 'v'), (3, 'a', 'v')").await;
        assert_eq!(
            expression,
            Err(Error::Unique {
                constraint: "things_lower".into()
            })
        );
        let foreign = run("INSERT INTO things (id, name, parent) VALUES (3, 'c', 99)").await;
        assert_eq!(foreign, Err(Error::ForeignKey));
    })
    .await;
}

#[tokio::test]
async fn lists_are_parameters() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        for (id, name) in [(1, "o'ne"), (2, "\"two\""), (3, "three"), (4, "four")] {
            add(&db, id, name).await.unwrap();
        }
        let read = async |sql: &'static str, list: sql::Value| {
            db.read(move |tx| tx.query::<i64>(sql, &[list]))
                .await
                .unwrap()
        };
        let any = "SELECT id FROM things WHERE id = ANY($1) ORDER BY id";
        assert_eq!(read(any, vec![1_i64, 3, 9].into()).await, [1, 3]);
        assert!(read(any, Vec::<i64>::new().into()).await.is_empty());
        let names = "SELECT id FROM things WHERE name = ANY($1) ORDER BY id";
        assert_eq!(read(names, vec!["o'ne", "\"two\""].into()).await, [1, 2]);
        let all = "SELECT id FROM things WHERE id <> ALL($1::bigint[]) ORDER BY id";
        assert_eq!(read(all, vec![1_i64, 3].into()).await, [2, 4]);
    })
    .await;
}

#[tokio::test]
async fn search_folds_what_is_not_ascii() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        for (id, name) in [
            (1, "Große Straße"),
            (2, "ПРИВЕТ мир"),
            (3, "100%_sure\\"),
            (4, "100 percent sure"),
        ] {
            add(&db, id, &sql::fold(name)).await.unwrap();
        }
        let find = async |text: &'static str| {
            let sql = r"SELECT id FROM things WHERE name LIKE $1 ESCAPE '\' ORDER BY id";
            db.read(move |tx| tx.query::<i64>(sql, &params![sql::like_contains(text)]))
                .await
                .unwrap()
        };
        assert_eq!(find("STRAß").await, [1]);
        assert_eq!(find("Привет М").await, [2]);
        assert_eq!(find("100%_").await, [3]);
        assert_eq!(find("100").await, [3, 4]);
        let raw = "SELECT id FROM things WHERE name LIKE 'STRA%'";
        assert!(
            db.read(move |tx| tx.query::<i64>(raw, &[]))
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn statements_are_counted() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let before = db.statements();
        db.read(|tx| {
            tx.query::<i64>("SELECT id FROM things", &[])?;
            tx.query_opt::<i64>("SELECT id FROM things", &[])
        })
        .await
        .unwrap();
        add(&db, 1, "a").await.unwrap();
        assert_eq!(db.statements() - before, 3);
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

#[tokio::test]
async fn wrong_parameters_are_reported() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let run = async |sql: &'static str, params: Vec<sql::Value>| {
            db.read(move |tx| tx.query::<i64>(sql, &params)).await
        };
        let few = run(
            "SELECT id FROM things WHERE id = $1 AND name = $2",
            vec![1.into()],
        )
        .await;
        assert!(matches!(few, Err(Error::Other(_))), "{few:?}");
        let many = run(
            "SELECT id FROM things WHERE id = $1",
            vec![1.into(), 2.into()],
        )
        .await;
        assert!(matches!(many, Err(Error::Other(_))), "{many:?}");
        let syntax = run("SELEKT", vec![]).await;
        assert!(matches!(syntax, Err(Error::Other(_))), "{syntax:?}");
    })
    .await;
}
