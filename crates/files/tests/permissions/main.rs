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
mod shared;
mod stage;
mod table;

use sql::testing::TestDatabase;
use testkit::Kit;

use stage::{Setting, Stage, Way};
use table::{Section, Subject};

/// The types of rooms.
const ROOMS: [&str; 5] = [
    "CustomRoom",
    "PublicRoom",
    "EditingRoom",
    "VirtualDataRoom",
    "FillingFormsRoom",
];

#[tokio::test]
async fn custom_rooms() {
    hold(Setting::Rooms, "CustomRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn public_rooms() {
    hold(Setting::Rooms, "PublicRoom", TestDatabase::all().await).await;
}

#[tokio::test]
async fn collaboration_rooms() {
    hold(Setting::Rooms, "EditingRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn data_rooms() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Rooms, "VirtualDataRoom", sqlite).await;
}

#[tokio::test]
async fn form_filling_rooms() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Rooms, "FillingFormsRoom", sqlite).await;
}

#[tokio::test]
async fn archived_custom_rooms() {
    hold(Setting::Archive, "CustomRoom", TestDatabase::all().await).await;
}

#[tokio::test]
async fn archived_public_rooms() {
    hold(Setting::Archive, "PublicRoom", vec![TestDatabase::sqlite()]).await;
}

#[tokio::test]
async fn archived_collaboration_rooms() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Archive, "EditingRoom", sqlite).await;
}

#[tokio::test]
async fn archived_data_rooms() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Archive, "VirtualDataRoom", sqlite).await;
}

#[tokio::test]
async fn archived_form_filling_rooms() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Archive, "FillingFormsRoom", sqlite).await;
}

#[tokio::test]
async fn my_documents() {
    hold(Setting::Own, "", TestDatabase::all().await).await;
}

#[tokio::test]
async fn personal_entries_shared_with_people() {
    hold(Setting::Shared(Way::Person), "", TestDatabase::all().await).await;
}

#[tokio::test]
async fn personal_entries_shared_with_groups() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Shared(Way::Group), "", sqlite).await;
}

#[tokio::test]
async fn personal_entries_shared_by_links() {
    let sqlite = vec![TestDatabase::sqlite()];
    hold(Setting::Shared(Way::Link), "", sqlite).await;
}

#[tokio::test]
async fn links_into_rooms() {
    for kind in ROOMS {
        hold(Setting::Links, kind, vec![TestDatabase::sqlite()]).await;
    }
}

/// What the table says of entries in a place.
fn sections(setting: Setting, kind: &str) -> Vec<Section> {
    match setting {
        Setting::Rooms => table::sections(kind),
        // Every type has its own roles, and its own things to have in it.
        Setting::Archive => {
            let of_type = table::sections(kind);
            let archived = table::sections("archived").into_iter();
            let archived = archived.filter_map(|section| {
                let own = of_type.iter().find(|own| own.subject == section.subject)?;
                Some(section.of_columns(&own.columns))
            });
            archived.collect()
        }
        Setting::Links => table::sections(&format!("links {kind}")),
        Setting::Own => table::sections("mine"),
        Setting::Shared(way) => {
            let mut sections = table::sections("shared");
            for section in &mut sections {
                let single_form = section.subject == Subject::SingleForm;
                section
                    .columns
                    .retain(|column| match (way, column.as_str()) {
                        // Links neither give everything nor forbid anything.
                        (Way::Link, "full" | "restricted") => false,
                        (Way::Person | Way::Group, "filler") => !single_form,
                        _ => true,
                    });
            }
            sections
        }
    }
}

/// Tries what the table says of entries in a place, first as rooms are, then with downloads banned.
async fn hold(setting: Setting, kind: &str, databases: Vec<TestDatabase>) {
    let sections = sections(setting, kind);
    assert!(!sections.is_empty(), "no section about {setting:?} {kind}");
    for database in databases {
        let kit = Kit::start(database, |config| config.rate_limits = false).await;
        let mut stage = Stage::set(&kit, setting, kind, false, &sections).await;
        let mut wrong = Vec::new();
        for section in &sections {
            wrong.extend(attempt::section(&mut stage, section).await);
        }
        let banned: Vec<Section> = sections.iter().map(Section::about_downloads).collect();
        match setting {
            Setting::Rooms => stage.ban_downloads().await,
            // In the archive nothing can be banned any more.
            Setting::Archive => stage = Stage::set(&kit, setting, kind, true, &sections).await,
            Setting::Links | Setting::Own | Setting::Shared(_) => {}
        }
        for section in banned.iter().filter(|section| !section.rows.is_empty()) {
            wrong.extend(attempt::section(&mut stage, section).await);
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
