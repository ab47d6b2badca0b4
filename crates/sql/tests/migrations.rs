//! Migrations: all or nothing, once, whoever comes at the same time.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use futures::future::join_all;
use sql::testing::{TestDatabase, for_each_database};
use sql::{Db, Error, Migration, MigrationSet, params};

const THINGS: MigrationSet = sql::migrations!("things", "tests/migrations/0001_things.sql");
const SPLIT: MigrationSet = sql::migrations!(
    "split",
    "tests/migrations/0001_split.sqlite.sql" / "tests/migrations/0001_split.postgres.sql",
);

fn set(name: &'static str, texts: &[(&'static str, &'static str)]) -> MigrationSet {
    let migrations = texts.iter().map(|(name, sql)| Migration {
        name,
        sqlite: sql,
        postgres: sql,
    });
    MigrationSet {
        name,
        migrations: Vec::leak(migrations.collect()),
    }
}

async fn applied(db: &Db) -> i64 {
    db.read(|tx| tx.query_one::<i64>("SELECT COUNT(*) FROM migrations", &[]))
        .await
        .unwrap()
}

#[tokio::test]
async fn nodes_that_start_together_take_turns() {
    for database in TestDatabase::all().await {
        let nodes = join_all((0..4).map(|_| database.open())).await;
        let results = join_all(nodes.iter().map(|db| db.migrate(&THINGS))).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(applied(&nodes[0]).await, 1);
        nodes[1].migrate(&THINGS).await.unwrap();
        assert_eq!(applied(&nodes[0]).await, 1);
    }
}

#[tokio::test]
async fn sets_grow_and_are_independent() {
    for_each_database(|db| async move {
        let (one, two) = (
            ("1", "CREATE TABLE a (id BIGINT)"),
            ("2", "CREATE TABLE b (id BIGINT)"),
        );
        db.migrate(&set("first", &[one])).await.unwrap();
        db.migrate(&THINGS).await.unwrap();
        db.migrate(&SPLIT).await.unwrap();
        db.migrate(&set("first", &[one, two])).await.unwrap();
        assert_eq!(applied(&db).await, 4);
        let wrote = db
            .write(|tx| tx.execute("INSERT INTO b (id) VALUES ($1)", &params![1]))
            .await;
        assert_eq!(wrote, Ok(1));
        let which: String = db
            .read(|tx| tx.query_one("SELECT which FROM split", &[]))
            .await
            .unwrap();
        assert_eq!(which, format!("{:?}", db.dialect()).to_lowercase());
    })
    .await;
}

#[tokio::test]
async fn what_was_applied_must_not_change() {
    for_each_database(|db| async move {
        let (one, two) = (
            ("1", "CREATE TABLE a (id BIGINT)"),
            ("2", "CREATE TABLE b (id BIGINT)"),
        );
        db.migrate(&set("first", &[one, two])).await.unwrap();
        let changed = db
            .migrate(&set("first", &[("1", "CREATE TABLE a (id TEXT)"), two]))
            .await;
        assert!(matches!(changed, Err(Error::Migration(_))), "{changed:?}");
        let older = db.migrate(&set("first", &[one])).await;
        assert!(matches!(older, Err(Error::Migration(_))), "{older:?}");
    })
    .await;
}

#[tokio::test]
async fn a_failing_migration_leaves_nothing() {
    for_each_database(|db| async move {
        let good = ("1", "CREATE TABLE a (id BIGINT)");
        let result = db
            .migrate(&set("first", &[good, ("2", "CREATE TABLE")]))
            .await;
        assert!(matches!(result, Err(Error::Migration(_))), "{result:?}");
        db.migrate(&set("first", &[good])).await.unwrap();
        let deferred = "CREATE TABLE b (id BIGINT REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)";
        let result = db.migrate(&set("first", &[good, ("2", deferred)])).await;
        assert!(matches!(result, Err(Error::Migration(_))), "{result:?}");
    })
    .await;
}
