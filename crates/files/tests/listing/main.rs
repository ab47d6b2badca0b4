//! Listings and their rights through the routes, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod folders;
mod kit;
mod rooms;
mod settings;
mod shelves;
mod titles;

use kit::Kit;

/// Runs a test on each database with a fresh portal.
async fn on_each_database(test: impl AsyncFn(Kit)) {
    for database in sql::testing::TestDatabase::all().await {
        let db = database.open().await;
        test(Kit::new(db).await).await;
    }
}
