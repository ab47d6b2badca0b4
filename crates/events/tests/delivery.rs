//! Events reach listeners at least once and in order, and caches on every node.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use events::{Delivered, Event, Listener, Options, Outbox, Recorded, Signal, record};
use futures::future::BoxFuture;
use parking_lot::Mutex;
use serde_json::json;
use sql::testing::{TestDatabase, for_each_database};
use sql::{Db, Dialect};
use tokio::time::{sleep, timeout};

/// Writes down the subjects it hears; fails on demand.
struct Ear {
    name: &'static str,
    heard: Mutex<Vec<String>>,
    failures: AtomicUsize,
    panics: bool,
}

impl Ear {
    fn new(name: &'static str) -> Arc<Self> {
        Self::failing(name, 0, false)
    }

    fn failing(name: &'static str, times: usize, panics: bool) -> Arc<Self> {
        let (heard, failures) = (Mutex::default(), AtomicUsize::new(times));
        Arc::new(Self {
            name,
            heard,
            failures,
            panics,
        })
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().clone()
    }
}

impl Listener for Ear {
    fn name(&self) -> &'static str {
        self.name
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(async move {
            let failing = self
                .failures
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
            assert!(failing.is_err() || !self.panics, "on demand");
            if failing.is_ok() {
                return Err("on demand".into());
            }
            self.heard.lock().push(event.subject.clone());
            Ok(())
        })
    }
}

fn event(subject: impl Into<String>) -> Event {
    Event {
        portal: 1,
        kind: "file.created",
        actor: Some("someone".into()),
        subject: subject.into(),
        data: json!({"size": 5}),
    }
}

async fn record_one(db: &Db, subject: &str) {
    let event = event(subject);
    db.write(move |tx| record(tx, event)).await.unwrap();
}

fn hasty() -> Options {
    Options {
        lease: Duration::from_millis(600),
        poll: Duration::from_secs(5),
        retry_up_to: Duration::from_millis(5),
    }
}

async fn start(db: &Db, listeners: &[&Arc<Ear>]) -> Outbox {
    let listeners = listeners
        .iter()
        .map(|ear| Arc::clone(ear) as Arc<dyn Listener>)
        .collect();
    Outbox::start_with(db.clone(), listeners, hasty())
        .await
        .unwrap()
}

async fn eventually(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(10), "never: {what}");
        sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn every_listener_hears_every_event_in_order() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        record_one(&db, "before the start").await;
        let (one, two) = (Ear::new("one"), Ear::new("two"));
        let outbox = start(&db, &[&one, &two]).await;
        let mut told = vec!["before the start".to_owned()];
        for n in 0..500 {
            record_one(&db, &n.to_string()).await;
            told.push(n.to_string());
        }
        outbox.caught_up().await.unwrap();
        assert_eq!(one.heard(), told);
        assert_eq!(two.heard(), told);
    })
    .await;
}

#[tokio::test]
async fn an_event_of_a_transaction_that_fails_is_never_heard() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ear = Ear::new("ear");
        let outbox = start(&db, &[&ear]).await;
        let failed: Result<(), sql::Error> = db
            .write(|tx| {
                record(tx, event("not"))?;
                Err(sql::Error::Busy)
            })
            .await;
        assert!(failed.is_err());
        record_one(&db, "yes").await;
        outbox.caught_up().await.unwrap();
        assert_eq!(ear.heard(), ["yes"]);
    })
    .await;
}

#[tokio::test]
async fn an_event_is_heard_within_milliseconds() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ear = Ear::new("ear");
        let outbox = start(&db, &[&ear]).await;
        let mut caches = outbox.subscribe();
        sleep(Duration::from_millis(100)).await;
        let mut worst = Duration::ZERO;
        for n in 1..=20 {
            record_one(&db, "now").await;
            let begin = Instant::now();
            caches.next().await.unwrap();
            eventually("heard", || ear.heard().len() == n).await;
            worst = worst.max(begin.elapsed());
        }
        println!("{:?}: slowest of 20 deliveries {worst:?}", db.dialect());
        assert!(worst < Duration::from_millis(500), "{worst:?}");
    })
    .await;
}

#[tokio::test]
async fn a_listener_goes_on_where_it_stopped() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ear = Ear::new("ear");
        let outbox = start(&db, &[&ear]).await;
        record_one(&db, "first").await;
        outbox.caught_up().await.unwrap();
        outbox.stop().await;
        record_one(&db, "second").await;
        let outbox = start(&db, &[&ear]).await;
        outbox.caught_up().await.unwrap();
        assert_eq!(ear.heard(), ["first", "second"]);
    })
    .await;
}

#[tokio::test]
async fn a_failing_or_panicking_listener_gets_the_event_again_and_others_are_not_held_up() {
    for panics in [false, true] {
        for_each_database(|db| async move {
            db.migrate(&events::MIGRATIONS).await.unwrap();
            let (bad, good) = (Ear::failing("bad", 3, panics), Ear::new("good"));
            let outbox = start(&db, &[&bad, &good]).await;
            record_one(&db, "a").await;
            record_one(&db, "b").await;
            outbox.caught_up().await.unwrap();
            assert_eq!(bad.heard(), ["a", "b"]);
            assert_eq!(good.heard(), ["a", "b"]);
        })
        .await;
    }
}

#[tokio::test]
async fn an_event_nobody_can_take_is_set_aside() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ear = Ear::failing("ear", 20, false);
        let outbox = start(&db, &[&ear]).await;
        record_one(&db, "poison").await;
        record_one(&db, "next").await;
        outbox.caught_up().await.unwrap();
        assert_eq!(ear.heard(), ["next"]);
        let kept: Vec<(String, String, String)> = db
            .read(|tx| {
                tx.query(
                    "SELECT listener, subject, error FROM undelivered_events",
                    &[],
                )
            })
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        assert_eq!(kept, [("ear".into(), "poison".into(), "on demand".into())]);
    })
    .await;
}

#[tokio::test]
async fn a_subscriber_that_is_too_slow_is_told_so() {
    let database = TestDatabase::sqlite();
    let db = database.open().await;
    db.migrate(&events::MIGRATIONS).await.unwrap();
    let ear = Ear::new("ear");
    let outbox = start(&db, &[&ear]).await;
    let mut slow = outbox.subscribe();
    db.write(|tx| (0..5000).try_for_each(|n| record(tx, event(n.to_string()))))
        .await
        .unwrap();
    let mut brisk = outbox.subscribe();
    outbox.caught_up().await.unwrap();
    while let Some(Signal::Event(event)) = brisk.next().await {
        if event.subject == "4999" {
            break;
        }
    }
    assert!(matches!(slow.next().await, Some(Signal::Missed)));
    assert!(matches!(slow.next().await, Some(Signal::Event(_))));
}

#[tokio::test]
async fn on_several_nodes_one_delivers_and_all_hear() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let (here, there) = (database.open().await, database.open().await);
    here.migrate(&events::MIGRATIONS).await.unwrap();
    // The same listener on two nodes.
    let (one, two) = (Ear::new("ear"), Ear::new("ear"));
    let first = start(&here, &[&one]).await;
    let second = start(&there, &[&two]).await;
    let (mut cache, mut other_cache) = (first.subscribe(), second.subscribe());
    for n in 0..50 {
        record_one(if n % 2 == 0 { &here } else { &there }, &n.to_string()).await;
    }
    eventually("delivered", || one.heard().len() + two.heard().len() >= 50).await;
    sleep(Duration::from_millis(700)).await; // longer than a lease
    let (a, b) = (one.heard().len(), two.heard().len());
    assert!((a, b) == (50, 0) || (a, b) == (0, 50), "{a} and {b}");
    for n in 0..50 {
        for cache in [&mut cache, &mut other_cache] {
            let Some(Signal::Event(event)) = cache.next().await else {
                panic!("no event")
            };
            assert_eq!(event.subject, n.to_string());
        }
    }
    // The one that delivers goes, the other one takes over.
    let (goes, stays) = if a == 50 {
        (first, &two)
    } else {
        (second, &one)
    };
    drop(goes);
    record_one(&here, "after").await;
    eventually("taken over", || {
        stays.heard().last().is_some_and(|last| last == "after")
    })
    .await;
}

#[tokio::test]
async fn an_event_committed_late_is_not_skipped() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let db = database.open().await;
    db.migrate(&events::MIGRATIONS).await.unwrap();
    let ear = Ear::new("ear");
    let outbox = start(&db, &[&ear]).await;
    let mut cache = outbox.subscribe();

    // A transaction takes an earlier id and commits after a later one.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let (recorded, begun) = tokio::sync::oneshot::channel();
    let slow = tokio::spawn({
        let db = db.clone();
        async move {
            db.write(move |tx| {
                record(tx, event("early"))?;
                recorded.send(()).unwrap();
                wait.recv().unwrap();
                Ok::<_, sql::Error>(())
            })
            .await
        }
    });
    begun.await.unwrap();
    record_one(&db, "late").await;
    sleep(Duration::from_millis(300)).await;
    assert!(
        ear.heard().is_empty(),
        "an event must wait for older transactions"
    );
    go.send(()).unwrap();
    slow.await.unwrap().unwrap();
    timeout(Duration::from_secs(5), outbox.caught_up())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ear.heard(), ["early", "late"]);
    for subject in ["early", "late"] {
        let Some(Signal::Event(event)) = cache.next().await else {
            panic!("no event")
        };
        assert_eq!(event.subject, subject);
    }
}

#[tokio::test]
async fn many_writers_at_once_lose_nothing() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ear = Ear::new("ear");
        let outbox = start(&db, &[&ear]).await;
        let mut cache = outbox.subscribe();
        let writers = (0..8).map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for n in 0..100 {
                    record_one(&db, &format!("{writer} {n:03}")).await;
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        outbox.caught_up().await.unwrap();
        let heard = ear.heard();
        assert_eq!(heard.len(), 800);
        for writer in 0..8 {
            let own = |said: &&String| said.starts_with(&format!("{writer} "));
            assert!(
                heard.iter().filter(own).is_sorted(),
                "a writer's events keep their order"
            );
        }
        for said in &heard {
            let Some(Signal::Event(event)) = cache.next().await else {
                panic!("no event")
            };
            assert_eq!(&event.subject, said, "all hear the same order");
        }
    })
    .await;
}

#[tokio::test]
async fn a_database_moved_to_another_server_goes_on() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let db = database.open().await;
    db.migrate(&events::MIGRATIONS).await.unwrap();
    let ear = Ear::new("ear");
    let outbox = start(&db, &[&ear]).await;
    record_one(&db, "delivered").await;
    outbox.caught_up().await.unwrap();
    outbox.stop().await;
    record_one(&db, "pending").await;
    // The old server was far ahead in its count of transactions.
    db.write(|tx| {
        tx.execute("UPDATE events SET xact = xact + 1000000000000", &[])?;
        tx.execute(
            "UPDATE listener_cursors SET xact = xact + 1000000000000",
            &[],
        )
    })
    .await
    .map_err(|error: sql::Error| error)
    .unwrap();
    let outbox = start(&db, &[&ear]).await;
    record_one(&db, "new").await;
    outbox.caught_up().await.unwrap();
    assert_eq!(ear.heard(), ["delivered", "pending", "new"]);
}

#[tokio::test]
async fn an_idle_outbox_runs_hardly_any_statement() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let ears = [Ear::new("a"), Ear::new("b"), Ear::new("c")];
        let listeners = ears
            .iter()
            .map(|ear| Arc::clone(ear) as Arc<dyn Listener>)
            .collect();
        let _outbox = Outbox::start(db.clone(), listeners).await.unwrap();
        sleep(Duration::from_millis(500)).await;
        let before = db.statements();
        sleep(Duration::from_secs(2)).await;
        let ran = db.statements() - before;
        assert!(
            ran <= 3,
            "{ran} statements in two idle seconds on {:?}",
            db.dialect()
        );
        assert!(ran == 0 || db.dialect() == Dialect::Postgres);
    })
    .await;
}

/// Takes events in bundles, and none of a bundle that holds `bad`.
#[derive(Default)]
struct Crate {
    bundles: Mutex<Vec<Vec<String>>>,
    refused: AtomicUsize,
}

impl Crate {
    fn take(&self, events: &[Recorded]) -> Delivered {
        if events.len() > 1 && events.iter().any(|event| event.subject == "bad") {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err("not in this company".into());
        }
        let subjects = events.iter().map(|event| event.subject.clone()).collect();
        self.bundles.lock().push(subjects);
        Ok(())
    }
}

impl Listener for Crate {
    fn name(&self) -> &'static str {
        "crate"
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(async { self.take(std::slice::from_ref(event)) })
    }

    fn handle_many<'a>(&'a self, events: &'a [Recorded]) -> Option<BoxFuture<'a, Delivered>> {
        Some(Box::pin(async { self.take(events) }))
    }
}

#[tokio::test]
async fn a_listener_can_take_events_together() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        for n in 0..10 {
            record_one(&db, &n.to_string()).await;
        }
        let taker = Arc::new(Crate::default());
        let outbox = Outbox::start_with(db.clone(), vec![taker.clone()], hasty())
            .await
            .unwrap();
        outbox.caught_up().await.unwrap();
        let told: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(*taker.bundles.lock(), [told], "one bundle");
        outbox.stop().await;
        for subject in ["a", "bad", "b"] {
            record_one(&db, subject).await;
        }
        let outbox = Outbox::start_with(db.clone(), vec![taker.clone()], hasty())
            .await
            .unwrap();
        outbox.caught_up().await.unwrap();
        assert_eq!(taker.refused.load(Ordering::SeqCst), 1);
        let last: Vec<_> = taker
            .bundles
            .lock()
            .iter()
            .skip(1)
            .flatten()
            .cloned()
            .collect();
        assert_eq!(last, ["a", "bad", "b"], "one by one, in order");
        outbox.stop().await;
    })
    .await;
}

#[tokio::test]
async fn an_event_tells_the_request_behind_it() {
    for_each_database(|db| async move {
        db.migrate(&events::MIGRATIONS).await.unwrap();
        let outbox = start(&db, &[]).await;
        let mut heard = outbox.subscribe();
        let origin = events::Origin {
            ip: "192.0.2.7".to_owned(),
            agent: "a browser".to_owned(),
            page: "https://a.example/rooms".to_owned(),
            ..events::Origin::default()
        };
        sql::baggage::scope(Some(origin.text().into()), record_one(&db, "by a request")).await;
        record_one(&db, "by itself").await;
        for expected in [Some(origin), None] {
            let Some(Signal::Event(event)) = heard.next().await else {
                panic!("no event")
            };
            assert_eq!(event.origin, expected);
        }
        outbox.stop().await;
    })
    .await;
}
