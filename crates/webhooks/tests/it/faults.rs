//! Servers that do not behave.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::Client;

use crate::kit::{
    Manner, Target, for_each_database, for_each_database_with, hook, hurry, log_with, order, room,
};

async fn only(owner: &Client) -> Value {
    let list = owner.ok("GET", "settings/webhook", None).await;
    list[0].clone()
}

#[tokio::test]
async fn a_failure_is_tried_again_and_told() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        target.answers([
            Manner::status("500 Oh"),
            Manner::status("503 No"),
            Manner::status("200 OK"),
        ]);
        room(&owner, "Plans").await;
        let heard = target.hears(3).await;
        assert!(heard[0].json()["webhook"].get("retryCount").is_none());
        let last = heard[2].json();
        assert_eq!(last["webhook"]["retryCount"], 2);
        assert_eq!(last["webhook"]["lastFailureContent"], "hm");
        assert!(last["webhook"]["retryOn"].as_str().unwrap().ends_with('Z'));
        assert_eq!(
            last["event"],
            heard[0].json()["event"],
            "the same line of the log"
        );
        let signatures: Vec<_> = heard
            .iter()
            .map(|one| one.header("x-docspace-signature-256"))
            .collect();
        assert_ne!(signatures[0], signatures[2], "what changed is signed anew");
        let log = log_with(&owner, "", |line| line["status"] == 200).await;
        assert_eq!(log.len(), 1);
        let webhook = only(&owner).await;
        assert_eq!(webhook["status"], 200);
        assert!(webhook["configs"]["lastSuccessOn"].is_string());
        assert!(webhook["configs"]["lastFailureOn"].is_string());
    })
    .await;
}

#[tokio::test]
async fn five_attempts_more_are_enough() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        target.answers([Manner::status("500 Oh")]);
        let start = Instant::now();
        room(&owner, "Plans").await;
        target.hears(6).await;
        assert!(
            start.elapsed() >= Duration::from_millis(20 + 40 + 80 + 160 + 320),
            "pauses grow"
        );
        // Another delivery after it shows that there was no seventh attempt.
        target.answers([Manner::status("200 OK")]);
        room(&owner, "More plans").await;
        let heard = target.hears(7).await;
        assert!(heard[6].body.contains("More plans"), "{}", heard[6].body);
        let log = log_with(&owner, "groupStatus=16", |line| line["status"] == 500).await;
        assert_eq!(log[0]["responsePayload"], "hm");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_hangs_holds_nobody_up() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (slow, quick) = (Target::start().await, Target::start().await);
        hook(&owner, &slow, 4_194_304).await;
        slow.answers([Manner::Hangs]);
        for number in 0..12 {
            room(&owner, &format!("Plans {number}")).await;
        }
        slow.hears(4).await;
        hook(&owner, &quick, 4_194_304).await;
        room(&owner, "Now").await;
        quick.hears(1).await;
        let log = log_with(&owner, "groupStatus=1", |line| line["delivery"].is_string()).await;
        let tried = log
            .iter()
            .find(|line| line["delivery"].is_string())
            .unwrap();
        assert_eq!(tried["status"], 0);
        assert_eq!(tried["responsePayload"], "no answer within 0.5 s");
    })
    .await;
}

#[tokio::test]
async fn of_an_endless_answer_the_beginning_is_kept() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        let mut answer = b"HTTP/1.1 200 OK\r\ncontent-length: 10485760\r\n\r\n".to_vec();
        answer.resize(answer.len() + 10 * 1024 * 1024, b'x');
        answer[60] = 0; // PostgreSQL keeps no NUL
        target.answers([Manner::Says(answer)]);
        room(&owner, "Plans").await;
        let log = log_with(&owner, "", |line| line["status"] == 200).await;
        let kept = log[0]["responsePayload"].as_str().unwrap();
        assert_eq!(kept.len(), 16 * 1024 - 1);
    })
    .await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (target, inside) = (Target::start().await, Target::start().await);
        hook(&owner, &target, 4_194_304).await;
        let location = inside.uri();
        let answer =
            format!("HTTP/1.1 307 There\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        target.answers([Manner::Says(answer.into_bytes()), Manner::status("200 OK")]);
        room(&owner, "Plans").await;
        target.hears(2).await;
        let log = log_with(&owner, "", |line| line["status"] == 200).await;
        assert_eq!(log.len(), 1);
        assert!(inside.heard().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_gone_for_good_is_forgotten() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        target.answers([Manner::status("410 Gone")]);
        room(&owner, "Plans").await;
        log_with(&owner, "groupStatus=8", |line| line["status"] == 410).await;
        assert_eq!(owner.ok("GET", "settings/webhook", None).await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_fails_for_days_is_switched_off() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        target.answers([Manner::status("500 Oh")]);
        room(&owner, "Plans").await;
        target.hears(6).await;
        assert_eq!(
            only(&owner).await["configs"]["enabled"],
            true,
            "not at once"
        );
        let four_days_ago = sql::now() - 4 * 24 * 3600 * 1_000_000;
        kit.house()
            .db()
            .write(move |tx| {
                tx.execute(
                    "UPDATE webhooks SET failing_since = $1",
                    &sql::params![four_days_ago],
                )
            })
            .await
            .unwrap();
        room(&owner, "More plans").await;
        let off = testkit::eventually(async || {
            let webhook = only(&owner).await;
            (webhook["configs"]["enabled"] == false).then_some(webhook)
        })
        .await;
        assert_eq!(off["configs"]["lastFailureContent"], "hm");

        // Switched on again it begins anew.
        target.answers([Manner::status("200 OK")]);
        let on = json!({ "id": off["configs"]["id"], "enabled": true });
        owner.ok("PUT", "settings/webhook/enable", Some(on)).await;
        room(&owner, "Last plans").await;
        log_with(&owner, "groupStatus=2", |line| {
            line["requestPayload"]
                .as_str()
                .unwrap()
                .contains("Last plans")
        })
        .await;
    })
    .await;
}

/// As operators run it: private networks are closed.
fn strict(config: &mut server::Config) {
    hurry(config);
    config.dev = false;
    config.open_registration = true;
    config.rate_limits = false;
}

#[tokio::test]
async fn private_networks_are_no_target_by_number_or_name() {
    for_each_database_with(strict, async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "0x7f.1",
            "10.0.0.1",
            "169.254.169.254",
        ] {
            let uri = format!("http://{host}:{}/hook", target.port);
            let (status, answer) = owner.post("settings/webhook", order(&uri, 0)).await;
            assert_eq!(status, 400, "{host}: {answer}");
            let text = answer["error"]["message"].as_str().unwrap();
            assert!(text.ends_with("is in a private network"), "{text}");
        }
        assert!(target.heard().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_name_that_turns_private_costs_the_webhook() {
    let open = |config: &mut server::Config| {
        strict(config);
        config.private_targets = vec!["127.0.0.1".to_owned()];
    };
    for_each_database_with(open, async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 4_194_304).await;
        // What DNS would do between two looks.
        let uri = format!("http://127.0.0.2:{}/hook", target.port);
        kit.house()
            .db()
            .write(move |tx| tx.execute("UPDATE webhooks SET uri = $1", &sql::params![uri]))
            .await
            .unwrap();
        room(&owner, "Plans").await;
        let log = log_with(&owner, "groupStatus=1", |line| line["delivery"].is_string()).await;
        assert_eq!(
            log[0]["responsePayload"],
            "127.0.0.2 is in a private network"
        );
        assert_eq!(owner.ok("GET", "settings/webhook", None).await, json!([]));
        assert!(target.heard().is_empty());
    })
    .await;
}
