//! What people have, handed over and removed, on both databases.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod audience;
mod hand_over;
mod kit;
mod removal;

use kit::Kit;

/// Runs a test on each database with a fresh portal.
async fn on_each_database(test: impl AsyncFn(Kit)) {
    for database in sql::testing::TestDatabase::all().await {
        let db = database.open().await;
        test(Kit::new(db).await).await;
    }
}
