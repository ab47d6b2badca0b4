//! What the façade costs: a listing of 25 rows and a durable write of one row, beside the bare drivers.
//!
//! `cargo bench -p sql`; PostgreSQL's part needs `ATRIUM_TEST_POSTGRES`. The database is made in the folder for temporary
//! files, so set `TMPDIR` to measure a certain disk.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use std::hint::black_box;
use std::sync::atomic::{AtomicI64, Ordering};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures::future::join_all;
use sql::testing::TestDatabase;
use sql::{Db, Dialect, Error, Options, params};
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

const TABLE: &str = "CREATE TABLE entries (portal_id BIGINT, id BIGINT, parent_id BIGINT, title TEXT, title_key TEXT,
    size BIGINT, created BIGINT, owner TEXT, pinned BOOLEAN, PRIMARY KEY (portal_id, id))";
const INDEX: &str = "CREATE INDEX entries_parent ON entries (portal_id, parent_id, title_key)";
const LISTING: &str = "SELECT id, parent_id, title, size, created, owner, pinned FROM entries
    WHERE portal_id = $1 AND parent_id = $2 ORDER BY title_key LIMIT 25";
const INSERT: &str =
    "INSERT INTO entries (portal_id, id, parent_id, title, title_key, size, created, owner, pinned)
    VALUES ($1, $2, $3, $4, $4, 1, 1, 'd5f7a2c6-0000-4000-8000-000000000001', FALSE)";

/// Numbers of the rows that are written.
static NEXT: AtomicI64 = AtomicI64::new(1_000_000);

type Entry = (i64, i64, String, i64, i64, String, bool);

fn next() -> i64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

async fn list(db: &Db, parent: i64) -> Result<Vec<Entry>, Error> {
    db.read(move |tx| tx.query(LISTING, &params![1, parent]))
        .await
}

async fn write(db: &Db) -> Result<u64, Error> {
    db.write(|tx| {
        tx.execute(
            INSERT,
            &params![1, next(), 9_000_000, "A new document.docx"],
        )
    })
    .await
}

async fn prepare(database: &TestDatabase) -> Db {
    let db = Db::open(database.url(), Options::default()).await.unwrap();
    db.write(|tx| {
        tx.execute(TABLE, &[])?;
        tx.execute(INDEX, &[])?;
        for id in 0..10_000 {
            tx.execute(
                INSERT,
                &params![1, id, id / 40, format!("Document number {id}.docx")],
            )?;
        }
        Ok::<_, Error>(())
    })
    .await
    .unwrap();
    db
}

fn facade(criterion: &mut Criterion, runtime: &Runtime, name: &str, db: &Db) {
    let mut group = criterion.benchmark_group(name);
    let mut parent = 0;
    group.bench_function("read 25 rows, façade", |b| {
        b.iter(|| {
            parent = (parent + 1) % 250;
            black_box(runtime.block_on(list(db, parent)).unwrap())
        });
    });
    group.bench_function("write 1 row, façade", |b| {
        b.iter(|| runtime.block_on(write(db)).unwrap())
    });
    group.throughput(Throughput::Elements(64));
    group.bench_function("write 64 rows at once, façade", |b| {
        b.iter(|| {
            let results = runtime.block_on(join_all((0..64).map(|_| write(db))));
            assert!(results.iter().all(Result::is_ok));
        });
    });
}

fn bare_sqlite(criterion: &mut Criterion, url: &str) {
    let connection = rusqlite::Connection::open(url.strip_prefix("sqlite://").unwrap()).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 268435456;
             PRAGMA cache_size = -4096; PRAGMA busy_timeout = 5000",
        )
        .unwrap();
    let mut group = criterion.benchmark_group("sqlite");
    let mut parent = 0;
    group.bench_function("read 25 rows, bare driver", |b| {
        b.iter(|| {
            parent = (parent + 1) % 250;
            let mut statement = connection.prepare_cached(LISTING).unwrap();
            let rows = statement.query_map([1, parent], |row| {
                let entry: Entry = (
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                );
                Ok(entry)
            });
            black_box(rows.unwrap().collect::<Result<Vec<_>, _>>().unwrap())
        });
    });
    group.bench_function("write 1 row, bare driver", |b| {
        b.iter(|| {
            let mut statement = connection.prepare_cached(INSERT).unwrap();
            statement
                .execute((1, next(), 9_000_000, "A new document.docx"))
                .unwrap()
        });
    });
}

fn bare_postgres(criterion: &mut Criterion, runtime: &Runtime, url: &str) {
    let client = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    });
    let prepared = |sql| runtime.block_on(client.prepare(sql)).unwrap();
    let (listing, insert) = (prepared(LISTING), prepared(INSERT));
    let mut group = criterion.benchmark_group("postgres");
    let mut parent = 0_i64;
    group.bench_function("read 25 rows, bare driver", |b| {
        b.iter(|| {
            parent = (parent + 1) % 250;
            let rows = runtime
                .block_on(client.query(&listing, &[&1_i64, &parent]))
                .unwrap();
            let entries = rows.iter().map(|row| -> Entry {
                (
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    row.get(5),
                    row.get(6),
                )
            });
            black_box(entries.collect::<Vec<_>>())
        });
    });
    group.bench_function("write 1 row, bare driver", |b| {
        b.iter(|| {
            let (id, parent, title) = (next(), 9_000_000_i64, "A new document.docx");
            runtime
                .block_on(client.execute(&insert, &[&1_i64, &id, &parent, &title]))
                .unwrap()
        });
    });
}

fn measure(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    for database in runtime.block_on(TestDatabase::all()) {
        let db = runtime.block_on(prepare(&database));
        match database.dialect() {
            Dialect::Sqlite => {
                facade(criterion, &runtime, "sqlite", &db);
                bare_sqlite(criterion, database.url());
            }
            Dialect::Postgres => {
                facade(criterion, &runtime, "postgres", &db);
                bare_postgres(criterion, &runtime, database.url());
            }
        }
    }
}

criterion_group!(benches, measure);
criterion_main!(benches);
