//! Guessing passwords: of people and of links, one after another, at once, and over several nodes.

use std::collections::HashMap;

use futures::future::join_all;
use portal::Role;
use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, Portal, eventually};

use crate::PASSWORD;

const HERE: &str = "192.0.2.1";
const THERE: &str = "198.51.100.1";

/// A guarded product: two nodes over PostgreSQL, one over SQLite.
async fn guarded(test: impl AsyncFn(Vec<Kit>)) {
    for database in TestDatabase::all().await {
        let dialect = database.dialect();
        let first = Kit::start(database, |config| {
            config.dev = false;
            config.open_registration = true;
        })
        .await;
        let mut nodes = vec![first];
        if dialect == sql::Dialect::Postgres {
            nodes.push(nodes[0].another_node().await);
        }
        test(nodes.clone()).await;
        for node in nodes {
            node.house().close().await;
        }
    }
}

async fn guess(client: &Client, email: &str, password: &str) -> u16 {
    let login = json!({ "userName": email, "password": password });
    let (status, answer) = client.post("authentication", login).await;
    if status == 403 {
        let text = answer["error"]["message"].as_str().unwrap();
        assert!(text.contains("login attempts"), "{text}");
    }
    status
}

/// A client at each node, in turns.
fn in_turns<'a>(nodes: &'a [Kit], client: &'a Client) -> impl Iterator<Item = Client> + 'a {
    nodes.iter().cycle().map(|node| client.at(node))
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_wrong_passwords_lock_an_address_out_on_all_nodes() {
    guarded(async |nodes| {
        let portal = nodes[0].portal().await;
        let here = portal.stranger().from_address(HERE);
        let email = "owner@example.com";
        for client in in_turns(&nodes, &here).take(5) {
            assert_eq!(guess(&client, email, "wrong").await, 401);
        }
        // Another spelling is the same login, and the right password does not help any more.
        for (client, email) in
            in_turns(&nodes, &here).zip([email, "OWNER@example.com ", "Owner@Example.com"])
        {
            assert_eq!(guess(&client, email, PASSWORD).await, 403);
        }
        // Others are not in the way of it: another address, another person, another portal.
        let user = portal.person(Role::User).await;
        for node in &nodes {
            assert_eq!(
                guess(
                    &portal.stranger().from_address(THERE).at(node),
                    email,
                    PASSWORD
                )
                .await,
                200
            );
            assert_eq!(guess(&here.at(node), &user.email, PASSWORD).await, 200);
        }
        let elsewhere = nodes[0].portal().await.stranger().from_address(HERE);
        assert_eq!(guess(&elsewhere, email, PASSWORD).await, 200);
        // Successes do not count.
        for client in in_turns(&nodes, &here).take(8) {
            assert_eq!(guess(&client, &user.email, PASSWORD).await, 200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_made_at_once_count_like_others() {
    guarded(async |nodes| {
        let portal = nodes[0].portal().await;
        let here = portal.stranger().from_address(HERE);
        let guesses = in_turns(&nodes, &here).take(14).map(|client| {
            tokio::spawn(async move { guess(&client, "owner@example.com", "wrong").await })
        });
        let mut counts = HashMap::new();
        for status in join_all(guesses.collect::<Vec<_>>()).await {
            *counts.entry(status.unwrap()).or_insert(0) += 1;
        }
        assert_eq!(counts, HashMap::from([(401, 5), (403, 9)]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_decide_how_many_guesses_there_are() {
    guarded(async |nodes| {
        let portal = nodes[0].portal().await;
        let owner = portal.owner();
        let last = nodes.last().unwrap();
        // The last node remembers the old setting.
        let early = portal.stranger().from_address(THERE).at(last);
        assert_eq!(guess(&early, "nobody@example.com", "wrong").await, 401);
        let settings = json!({ "attemptCount": 2, "blockTime": 9999, "checkPeriod": 9999 });
        owner
            .ok("PUT", "settings/security/loginSettings", Some(settings))
            .await;
        let mut tries = 0;
        eventually(async || {
            tries += 1;
            let email = format!("nobody{tries}@example.com");
            let client = portal.stranger().from_address(HERE).at(last);
            let mut statuses = Vec::new();
            for _ in 0..3 {
                statuses.push(guess(&client, &email, "wrong").await);
            }
            (statuses == [401, 401, 403]).then_some(())
        })
        .await;
        let client = portal.stranger().from_address(HERE);
        let user = portal.person(Role::User).await;
        assert_eq!(guess(&client, &user.email, "wrong").await, 401);
        assert_eq!(guess(&client, &user.email, PASSWORD).await, 200);
        assert_eq!(guess(&client, &user.email, "wrong").await, 401);
        assert_eq!(guess(&client, &user.email, PASSWORD).await, 403);
    })
    .await;
}

/// A file with a link that wants a password; gives the key.
async fn guarded_link(portal: &Portal) -> String {
    let owner = portal.owner();
    let file = owner
        .ok("POST", "files/@my/file", Some(json!({ "title": "a" })))
        .await;
    let body = json!({ "access": 2, "title": "x", "password": "SecurePass123" });
    let link = owner
        .ok(
            "PUT",
            &format!("files/file/{}/links", file["id"]),
            Some(body),
        )
        .await;
    link["sharedLink"]["requestToken"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_of_links_are_guarded_alike() {
    guarded(async |nodes| {
        let portal = nodes[0].portal().await;
        let key = guarded_link(&portal).await;
        let here = portal.stranger().from_address(HERE);
        let enter = async |client: &Client, key: &str, password: &str| {
            let path = format!("files/share/{key}/password");
            let (status, answer) = client.post(&path, json!({ "password": password })).await;
            (status, answer["response"]["status"].clone())
        };
        let wrong = (200, json!(4));
        for client in in_turns(&nodes, &here).take(5) {
            assert_eq!(enter(&client, &key, "wrong").await, wrong);
        }
        // Another spelling of the key is the same link.
        let spellings = [key.clone(), format!("{key}%20"), format!("%20%20{key}")];
        for (client, key) in in_turns(&nodes, &here).zip(&spellings) {
            assert_eq!(
                enter(&client, key, "SecurePass123").await,
                (403, Value::Null),
                "{key}"
            );
        }
        let there = portal.stranger().from_address(THERE);
        assert_eq!(enter(&there, &key, "SecurePass123").await, (200, json!(0)));
    })
    .await;
}
