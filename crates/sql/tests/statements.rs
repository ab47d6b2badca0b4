//! What goes into a statement and what comes out of it, on both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use sql::testing::for_each_database;
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

#[tokio::test]
async fn many_rows_go_at_once() {
    for_each_database(|db| async move {
        db.migrate(&THINGS).await.unwrap();
        let insert = "INSERT INTO things (id, name) VALUES ($1, $2)";
        let rows = |ids: std::ops::Range<i64>| {
            ids.map(|id| params![id, "many"].to_vec())
                .collect::<Vec<_>>()
        };
        let (all, again) = (rows(0..600), rows(599..700));
        assert_eq!(
            db.write(move |tx| tx.execute_many(insert, &all)).await,
            Ok(600)
        );
        let unique = db.write(move |tx| tx.execute_many(insert, &again)).await;
        assert_eq!(
            unique,
            Err(Error::Unique {
                constraint: "things(id)".into()
            })
        );
        let count = db
            .read(|tx| tx.query_one::<i64>("SELECT COUNT(*) FROM things", &[]))
            .await;
        assert_eq!(count, Ok(600));
    })
    .await;
}
