//! Who may do what in rooms, over HTTP: every cell of `table.md`, whose head tells how to read and change it.
//!
//! The rules themselves are pure and have the contract's tables as vectors; this shows that every verb asks them.
//! One test a room type, so that they run beside each other. All of them on SQLite; one on PostgreSQL too, since
//! the facts of the rights are loaded by the same statements everywhere.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking and say where"
)]

mod attempt;
mod cast;
mod stage;
mod table;

use sql::testing::TestDatabase;
use testkit::Kit;

use stage::Stage;
use table::Section;

#[tokio::test]
async fn custom_rooms() {
    hold("CustomRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn public_rooms() {
    hold("PublicRoom", TestDatabase::all().await).await;
}

#[tokio::test]
async fn collaboration_rooms() {
    hold("EditingRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn data_rooms() {
    hold("VirtualDataRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn form_filling_rooms() {
    hold("FillingFormsRoom", vec![TestDatabase::sqlite()]).await;
}

/// Tries the sections of a room type, first as rooms are, then with downloads banned.
async fn hold(kind: &str, databases: Vec<TestDatabase>) {
    let sections = table::sections(kind);
    assert!(!sections.is_empty(), "no section about {kind}");
    for database in databases {
        let kit = Kit::start(database, |config| config.rate_limits = false).await;
        let mut stage = Stage::set(&kit, kind, &sections).await;
        let mut wrong = Vec::new();
        for section in &sections {
            wrong.extend(attempt::section(&mut stage, section).await);
        }
        stage.ban_downloads().await;
        for section in sections.iter().map(Section::about_downloads) {
            wrong.extend(attempt::section(&mut stage, &section).await);
        }
        kit.house().close().await;
        assert!(
            wrong.is_empty(),
            "{} answers are not what {} says. Whose mistake is it? The table follows the contract.\n{}",
            wrong.len(),
            table::FILE,
            wrong.join("\n")
        );
    }
}
