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

use crate::{Db, Dialect, Options};

/// A database for one test; dropping it removes the database.
pub struct TestDatabase {
    url: String,
    dialect: Dialect,
    folder: Option<PathBuf>,
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
            folder: Some(folder),
        }
    }

    /// A new schema on the PostgreSQL server for tests, if there is one.
    pub async fn postgres() -> Option<Self> {
        None
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
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Runs a test on each database, one after another.
pub async fn for_each_database<F: Future<Output = ()>>(test: impl Fn(Db) -> F) {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        test(database.open().await).await;
    }
}
