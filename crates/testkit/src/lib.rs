//! The whole product in a test: over a fresh database and folder, asked through its router.
//!
//! ```no_run
//! # async fn example() {
//! testkit::for_each_database(async |kit| {
//!     let portal = kit.portal().await;
//!     let owner = portal.owner();
//!     let guest = portal.person(portal::Role::Guest).await;
//!     let (status, _) = guest.get("people/email?email=a@b.example").await; // below /api/2.0
//!     assert_eq!(status, 403);
//!     let me = owner.ok("GET", "people/@self", None).await; // wants 200, gives `response`
//!     assert_eq!(me["isOwner"], true);
//! })
//! .await;
//! # }
//! ```
//!
//! For tests only: everything that does not work panics.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking and say where"
)]

mod client;
mod mails;
mod portal_kit;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use portal::Role;
use server::{Config, House};
use sql::testing::TestDatabase;
use tempfile::TempDir;

pub use client::{Answer, Client};
pub use portal_kit::{Portal, type_name};
pub use post::testing::Sink;

/// The running product. Dropping it removes database and folder.
#[derive(Clone)]
pub struct Kit {
    inner: Arc<Inner>,
}

struct Inner {
    // Dropped in this order: parts first, then what they stand on.
    app: Router,
    house: House,
    ground: Arc<Ground>,
}

/// What nodes stand on.
struct Ground {
    database: TestDatabase,
    folder: TempDir,
}

impl Kit {
    /// Starts over a database, with changed settings.
    pub async fn start(database: TestDatabase, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::on(Arc::new(Ground { database, folder }), change).await
    }

    async fn on(ground: Arc<Ground>, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            dev: true,
            data: ground.folder.path().to_owned(),
            // Tests sign in thousands of times: a fifth of their time was hashing.
            password_memory_kib: 8,
            ..Config::default()
        };
        config.database = ground.database.url().to_owned();
        change(&mut config);
        let db = ground.database.open().await;
        let house = House::open_with(config, db)
            .await
            .expect("the product starts");
        house.start().await.expect("background work starts");
        let app = server::app(&house);
        Self {
            inner: Arc::new(Inner { app, house, ground }),
        }
    }

    /// Another node over the same database and folder, with the same settings. PostgreSQL only.
    pub async fn another_node(&self) -> Self {
        self.another_node_with(|_| {}).await
    }

    /// The same with changed settings.
    pub async fn another_node_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let config = self.house().config().clone();
        Self::on(Arc::clone(&self.inner.ground), move |changed| {
            *changed = config;
            change(changed);
        })
        .await
    }

    /// Over SQLite, in developer mode.
    pub async fn sqlite() -> Self {
        Self::start(TestDatabase::sqlite(), |_| {}).await
    }

    /// The parts, to look inside.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.inner.house
    }

    /// The router.
    pub fn app(&self) -> Router {
        self.inner.app.clone()
    }

    /// Somebody without portal and token.
    #[must_use]
    pub fn stranger(&self) -> Client {
        let salt = self.house().portals().installation().password_salt();
        Client::new(self.app(), salt)
    }

    /// Registers a portal with an owner who is signed in.
    pub async fn portal(&self) -> Portal {
        Portal::register(self).await
    }
}

/// Runs a test on SQLite, and on PostgreSQL when `ATRIUM_TEST_POSTGRES` is set, each time from nothing.
pub async fn for_each_database<F>(test: impl AsyncFn(Kit) -> F) {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        let kit = Kit::start(database, |_| {}).await;
        test(kit.clone()).await;
        kit.house().close().await;
    }
}

/// The same with a mail server to which all letters go.
pub async fn for_each_database_with_mail<F>(test: impl AsyncFn(Kit, &mut Sink) -> F) {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        let mut sink = Sink::start(&[]).await;
        let kit = Kit::start(database, |config| config.smtp = sink.url()).await;
        test(kit.clone(), &mut sink).await;
        kit.house().close().await;
    }
}

/// The addresses behind the buttons of a letter, in their order.
#[must_use]
pub fn links(letter: &serde_json::Value) -> Vec<String> {
    let text = letter["text"].as_str().expect("a text");
    let lines = text.lines().take_while(|line| line.trim_end() != "--");
    lines
        .filter(|line| line.starts_with("http"))
        .map(str::to_owned)
        .collect()
}

/// Waits until `check` gives something, for at most ten seconds.
pub async fn eventually<T>(check: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_within(Duration::from_secs(10), check).await
}

/// The same for work of foreign programs, which step back behind everything else.
pub async fn eventually_within<T>(
    patience: Duration,
    mut check: impl AsyncFnMut() -> Option<T>,
) -> T {
    let end = Instant::now() + patience;
    loop {
        if let Some(found) = check().await {
            return found;
        }
        assert!(
            Instant::now() < end,
            "it did not happen within {patience:?}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// All types of people that can be made.
pub const MADE: [Role; 4] = [Role::Admin, Role::RoomAdmin, Role::User, Role::Guest];
