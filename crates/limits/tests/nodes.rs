//! Counting on one node and on several over one database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::net::IpAddr;

use limits::{Budgets, Holder, Key, Kind, MIGRATIONS, Meter, Rule, Rules};
use sql::testing::TestDatabase;
use sql::{Db, Dialect};

const SECOND: i64 = 1_000_000;
const ME: Holder = Holder::Account(7, 1);

fn rule(text: &str) -> Rule {
    text.parse().unwrap()
}

/// Two nodes; on SQLite there is one.
async fn nodes(database: &TestDatabase) -> Vec<Db> {
    let count = if database.dialect() == Dialect::Postgres {
        2
    } else {
        1
    };
    let mut nodes = Vec::new();
    for _ in 0..count {
        nodes.push(database.open().await);
    }
    nodes[0].migrate(&MIGRATIONS).await.unwrap();
    nodes
}

fn rules() -> Rules {
    Rules {
        requests: Some(rule("100/1m")),
        writes: Some(rule("40/1d").fixed()),
        reads_at_once: Some(5),
        writes_at_once: Some(2),
    }
}

#[tokio::test]
async fn a_meter_counts_exactly_however_many_ask_at_once() {
    for database in TestDatabase::all().await {
        let meters: Vec<Meter> = nodes(&database)
            .await
            .iter()
            .map(|db| Meter::over(db, &[rule("5/1m")]))
            .collect();
        let (key, rule) = (Key::new(7, &["password", "me"]), rule("5/1m"));
        let asked = (0..24).map(|n| {
            let meter = meters[n % meters.len()].clone();
            tokio::spawn(async move { meter.take(key, rule, 1, SECOND).await.unwrap() })
        });
        let answers = futures::future::join_all(asked).await;
        let granted = answers
            .into_iter()
            .filter(|one| *one.as_ref().unwrap() == Ok(()));
        assert_eq!(granted.count(), 5);
        for meter in &meters {
            let refusal = meter
                .take(key, rule, 1, 2 * SECOND)
                .await
                .unwrap()
                .unwrap_err();
            assert_eq!(
                (refusal.most, refusal.left, refusal.wait),
                (5, 0, 58 * SECOND)
            );
            assert!(
                meter
                    .take(Key::new(7, &["password", "you"]), rule, 6, 0)
                    .await
                    .unwrap()
                    .is_err()
            );
            assert!(
                meter
                    .take(Key::new(8, &["password", "me"]), rule, 1, 0)
                    .await
                    .unwrap()
                    .is_ok()
            );
        }
        assert_eq!(
            meters[0].take(key, rule, 5, 70 * SECOND).await.unwrap(),
            Ok(())
        );
    }
}

#[tokio::test]
async fn states_are_forgotten_after_their_life() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let db = nodes(&database).await.remove(0);
    let meter = Meter::over(&db, &[rule("1/12h")]);
    meter
        .take(Key::new(1, &["a"]), rule("1/1m"), 1, 0)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(limits::sweep(&db, 23 * 3600 * SECOND).await.unwrap(), 0);
    assert_eq!(limits::sweep(&db, 25 * 3600 * SECOND).await.unwrap(), 1);
}

#[tokio::test]
async fn a_budget_ends_and_comes_back() {
    for database in TestDatabase::all().await {
        let db = nodes(&database).await.remove(0);
        let budgets = Budgets::over(&db, rules());
        for n in 0..100 {
            assert!(
                budgets.enter(ME, Kind::Read, n * SECOND / 10).is_ok(),
                "{n}"
            );
        }
        let refusal = budgets
            .enter(ME, Kind::Write, 10 * SECOND)
            .map(drop)
            .unwrap_err();
        assert_eq!(
            (refusal.most, refusal.left, refusal.wait),
            (100, 0, 50 * SECOND)
        );
        let other = Holder::Address(IpAddr::from([192, 0, 2, 1]));
        assert!(budgets.enter(other, Kind::Read, 10 * SECOND).is_ok());
        assert!(budgets.enter(ME, Kind::Write, 60 * SECOND).is_ok());
    }
}

#[tokio::test]
async fn long_writes_have_a_budget_of_the_day() {
    for database in TestDatabase::all().await {
        let db = nodes(&database).await.remove(0);
        let budgets = Budgets::over(&db, rules());
        for n in 0..40 {
            assert!(budgets.enter(ME, Kind::LongWrite, n * 60 * SECOND).is_ok());
        }
        let refusal = budgets
            .enter(ME, Kind::LongWrite, 3600 * SECOND)
            .map(drop)
            .unwrap_err();
        assert_eq!((refusal.most, refusal.wait), (40, 23 * 3600 * SECOND));
        assert!(budgets.enter(ME, Kind::Write, 3600 * SECOND).is_ok());
        assert!(
            budgets
                .enter(ME, Kind::LongWrite, 24 * 3600 * SECOND)
                .is_ok()
        );
    }
}

#[tokio::test]
async fn places_are_freed_when_requests_end() {
    let database = TestDatabase::sqlite();
    let budgets = Budgets::over(&database.open().await, rules());
    let enter = |kind| budgets.enter(ME, kind, 0);
    let places: Vec<_> = (0..2).map(|_| enter(Kind::LongWrite)).collect();
    assert!(places.iter().all(Result::is_ok));
    assert_eq!(enter(Kind::Write).map(drop).unwrap_err().most, 2);
    let reads: Vec<_> = (0..5).map(|_| enter(Kind::Read)).collect();
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(enter(Kind::Read).map(drop).unwrap_err().most, 5);
    drop(places);
    assert!(enter(Kind::Write).is_ok());
    assert!(enter(Kind::Read).is_err());
}

#[tokio::test]
async fn nodes_share_a_budget_of_those_who_use_much() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let both = nodes(&database).await;
    let (one, two) = (
        Budgets::over(&both[0], rules()),
        Budgets::over(&both[1], rules()),
    );
    let enter = |node: &Budgets, times: usize| {
        (0..times)
            .take_while(|_| node.enter(ME, Kind::Read, SECOND).is_ok())
            .count()
    };
    assert_eq!(enter(&one, 60), 60);
    assert_eq!(enter(&two, 20), 20);
    for _ in 0..2 {
        one.exchange(SECOND).await.unwrap();
        two.exchange(SECOND).await.unwrap();
    }
    assert_eq!(enter(&two, 1000), 20, "80 of 100 are used");
    two.exchange(SECOND).await.unwrap();
    // The first node learns with its next request.
    assert_eq!(enter(&one, 1), 1);
    one.exchange(SECOND).await.unwrap();
    assert_eq!(enter(&one, 1000), 0);
    assert!(one.enter(ME, Kind::Read, 61 * SECOND).is_ok());
}

#[tokio::test]
async fn an_exchange_asks_the_database_only_about_those_who_use_much() {
    for database in TestDatabase::all().await {
        let db = nodes(&database).await.remove(0);
        let budgets = Budgets::over(&db, rules());
        let before = db.statements();
        for n in 0..1000 {
            budgets
                .enter(Holder::Account(7, n), Kind::Read, 0)
                .map(drop)
                .unwrap();
        }
        budgets.exchange(0).await.unwrap();
        assert_eq!(db.statements(), before);
        for n in 0..1000 {
            for _ in 0..11 {
                budgets
                    .enter(Holder::Account(7, n), Kind::Read, 0)
                    .map(drop)
                    .unwrap();
            }
        }
        budgets.exchange(0).await.unwrap();
        let batches = if db.dialect() == Dialect::Postgres {
            2
        } else {
            0
        };
        assert_eq!(db.statements() - before, 3 * batches);
    }
}

#[tokio::test]
async fn crowds_of_strangers_do_not_stay_in_memory() {
    let database = TestDatabase::sqlite();
    let budgets = Budgets::over(&database.open().await, rules());
    let stranger = |n: u32| Holder::Address(IpAddr::from(n.to_be_bytes()));
    for n in 0..100_000 {
        let now = i64::from(n / 1000) * 60 * SECOND;
        assert!(budgets.enter(stranger(n), Kind::LongWrite, now).is_ok());
    }
    assert!(budgets.holders() < 25_000, "{}", budgets.holders());
}
