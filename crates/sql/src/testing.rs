//! Fresh databases for tests of any crate, dropped at the end.
//!
//! SQLite always (a file in a temporary folder); PostgreSQL when `ATRIUM_TEST_POSTGRES` holds the URL of a server where
//! databases may be created (a schema of its own in the database `atrium_test`).
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests fail by panicking and say where"
)]

use std::path::PathBuf;

use tokio_postgres::{Client, Config, NoTls};

use crate::{Db, Dialect, Options};

/// The environment variable with the URL of the PostgreSQL server for tests.
pub const POSTGRES: &str = "ATRIUM_TEST_POSTGRES";

/// A database for one test; dropping it removes the database.
pub struct TestDatabase {
    url: String,
    dialect: Dialect,
    place: Place,
}

enum Place {
    Folder(PathBuf),
    Schema(String),
}

impl TestDatabase {
    /// A new SQLite file.
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(format!("atrium-sql-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let url = format!("sqlite://{}/test.db", folder.display());
        Self {
            url,
            dialect: Dialect::Sqlite,
            place: Place::Folder(folder),
        }
    }

    /// A new schema on the PostgreSQL server for tests, if there is one.
    pub async fn postgres() -> Option<Self> {
        let server = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty())?;
        let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
        let (base, _) = server
            .rsplit_once('/')
            .expect("a database in the server's URL");
        let database = format!("{base}/atrium_test");
        let client = match connect(&database).await {
            Ok(client) => client,
            Err(_) => {
                let client = connect(&server)
                    .await
                    .expect("the PostgreSQL server for tests");
                // The same order of texts as SQLite's. Fails when another test was faster.
                let create = "CREATE DATABASE atrium_test TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'";
                let _ = client.batch_execute(create).await;
                connect(&database).await.expect("the database for tests")
            }
        };
        client
            .batch_execute(&format!("CREATE SCHEMA {schema}"))
            .await
            .expect("a schema");
        let url = format!("{database}?options=-csearch_path%3D{schema}");
        Some(Self {
            url,
            dialect: Dialect::Postgres,
            place: Place::Schema(schema),
        })
    }

    /// All databases to test with.
    pub async fn all() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres().await]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Where it is, for [`Db::open`].
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Opens it; several times are several nodes.
    pub async fn open(&self) -> Db {
        let options = Options {
            durable: false,
            connections: 4,
            ..Options::default()
        };
        Db::open(&self.url, options).await.expect("a test database")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Place::Schema(schema) => {
                let (url, schema) = (self.url.clone(), schema.clone());
                // A thread of its own, since this may run inside of a runtime. What cannot be dropped stays.
                let _ = std::thread::spawn(move || drop_schema(&url, &schema)).join();
            }
        }
    }
}

fn drop_schema(url: &str, schema: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        if let Ok(client) = connect(url).await {
            let drop = format!("SET lock_timeout = '3s'; DROP SCHEMA {schema} CASCADE");
            let _ = client.batch_execute(&drop).await;
        }
    });
}

async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = url.parse::<Config>()?.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// Runs a test on each database, one after another.
pub async fn for_each_database<F: Future<Output = ()>>(test: impl Fn(Db) -> F) {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        test(database.open().await).await;
    }
}
