//! Several nodes, and nodes that stop.

use sql::testing::TestDatabase;
use testkit::Kit;
use tokio::net::TcpListener;

use super::editor::Editor;
use super::{Here, bytes_of, file, info, listening, listening_at};

const ELSEWHERE: u16 = 4421;
const COME_AGAIN: u16 = 1012;

async fn kit(database: TestDatabase) -> Kit {
    Kit::start(database, |config| config.editing_rest_ms = 600_000).await
}

#[tokio::test]
async fn a_node_that_stops_saves_and_the_next_one_goes_on_with_the_session() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let here = Here::of(kit(database).await).await;
    let ada = here.portal.owner();
    let file = file(&ada, "a.txt", b"text").await;
    let mut a = here.open(&ada, file).await;
    a.write(0, "my ").await;
    a.until_kept().await;

    let other = here.kit.another_node().await;
    let address = listening(&other).await;
    let path = format!("/edit/{file}");
    let there = Editor::open(address, ada.request("GET", &path), &path);
    let mut there = there.await.unwrap();
    assert_eq!(there.until_end().await, ELSEWHERE);

    here.kit.house().say_goodbye().await;
    assert_eq!(a.until_end().await, COME_AGAIN);
    assert_eq!(bytes_of(&ada, file).await, b"my text");
    a.typed(0, "still ");
    let back = Editor::with(a.doc, address, ada.request("GET", &path), &path);
    let mut back = back.await.unwrap();
    back.until_kept().await;
    back.save().await;
    back.until(|one| one.notice["saved"] == true && one.text() == "still my text")
        .await;
    // One session, though two nodes served it: one version.
    assert_eq!(info(&ada, file).await["version"], 2);
    other.house().close().await;
}

#[tokio::test]
async fn who_comes_to_another_node_is_carried_to_the_one_that_holds_the_document() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let doors = [
        TcpListener::bind("127.0.0.1:0").await.unwrap(),
        TcpListener::bind("127.0.0.1:0").await.unwrap(),
    ];
    let addresses = [0, 1].map(|at| format!("http://{}", doors[at].local_addr().unwrap()));
    let one = Kit::start(database, |config| {
        config.editing_rest_ms = 600_000;
        config.node_address.clone_from(&addresses[0]);
    });
    let one = one.await;
    let two = one
        .another_node_with(|config| config.node_address.clone_from(&addresses[1]))
        .await;
    let [door_one, door_two] = doors;
    let portal = one.portal().await;
    let (at_one, at_two) = (listening_at(&one, door_one), listening_at(&two, door_two));
    let ada = portal.owner();
    let file = file(&ada, "a.txt", b"text").await;
    let path = format!("/edit/{file}");

    let mut here = Editor::open(at_one, ada.request("GET", &path), &path)
        .await
        .unwrap();
    here.write(0, "my ").await;
    here.until_kept().await;
    let mut there = Editor::open(at_two, ada.request("GET", &path), &path)
        .await
        .unwrap();
    assert_eq!(there.text(), "my text");
    there.write(0, "still ").await;
    there.until_kept().await;
    here.until(|editor| editor.text() == "still my text").await;
    let stranger = portal.stranger();
    let refused = Editor::open(at_two, stranger.request("GET", &path), &path).await;
    assert!(refused.is_err(), "the other node asks for the rights, too");

    // The node that holds it stops: who was carried there hears so, and goes on where he is.
    one.house().say_goodbye().await;
    assert_eq!(there.until_end().await, COME_AGAIN);
    let back = Editor::with(there.doc, at_two, ada.request("GET", &path), &path);
    let mut back = back.await.unwrap();
    back.write(0, "and ").await;
    back.until_kept().await;
    assert_eq!(back.text(), "and still my text");
    two.house().close().await;
}

#[tokio::test]
async fn what_a_node_left_unsaved_is_saved_by_the_next() {
    for database in TestDatabase::all().await {
        let here = Here::of(kit(database).await).await;
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        a.write(0, "my ").await;
        a.until_kept().await;
        // The node dies in the middle: its lease is taken from it.
        let db = here.kit.house().db().clone();
        db.write(|tx| {
            tx.execute(
                "UPDATE edit_sessions SET owner = 'gone', lease_until = 0",
                &[],
            )
        })
        .await
        .unwrap();
        a.write(0, "lost ").await;
        assert_eq!(a.until_end().await, COME_AGAIN);
        assert_eq!(
            a.kept,
            a.said - 1,
            "nothing is acknowledged that is not written"
        );
        let mut back = here.open(&ada, file).await;
        assert_eq!(back.text(), "my text");
        back.save().await;
        back.until(|one| one.notice["version"] == 2).await;
        assert_eq!(bytes_of(&ada, file).await, b"my text");
        here.kit.house().close().await;
    }
}
