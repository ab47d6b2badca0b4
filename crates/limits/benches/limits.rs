//! What a request pays: nothing on disk, well below a microsecond.
//!
//! `cargo bench -p limits`; PostgreSQL's part needs `ATRIUM_TEST_POSTGRES`.
#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use limits::{Budgets, Holder, Key, Kind, MIGRATIONS, Meter, Rule, Rules};
use sql::testing::TestDatabase;
use tokio::runtime::Runtime;

fn rule(text: &str) -> Option<Rule> {
    Some(text.parse().unwrap())
}

/// Limits that are never reached, with windows as by default.
fn rules() -> Rules {
    Rules {
        requests: rule("4000000000/1m"),
        writes: rule("4000000000/1d"),
        reads_at_once: Some(50),
        writes_at_once: Some(15),
    }
}

fn requests(criterion: &mut Criterion, runtime: &Runtime) {
    let database = TestDatabase::sqlite();
    let budgets = Budgets::over(&runtime.block_on(database.open()), rules());
    let mut group = criterion.benchmark_group("a request");
    for holders in [1_u128, 10_000] {
        let mut n = 0;
        group.bench_function(format!("of {holders} holders"), |bencher| {
            bencher.iter(|| {
                n = (n + 1) % holders;
                let place = budgets.enter(Holder::Account(7, n), Kind::LongWrite, sql::now());
                black_box(place.is_ok())
            });
        });
    }
    group.bench_function("refused", |bencher| {
        let one = Rules {
            requests: rule("1/1m"),
            ..rules()
        };
        let budgets = Budgets::over(&runtime.block_on(database.open()), one);
        let holder = Holder::Account(7, 1);
        bencher.iter(|| black_box(budgets.enter(holder, Kind::Read, sql::now()).is_ok()));
    });
    group.finish();
}

fn databases(criterion: &mut Criterion, runtime: &Runtime) {
    for database in runtime.block_on(TestDatabase::all()) {
        let db = runtime.block_on(database.open());
        runtime.block_on(db.migrate(&MIGRATIONS)).unwrap();
        let mut group = criterion.benchmark_group(format!("{:?}", database.dialect()));
        let meter = Meter::over(&db, &[rules().requests.unwrap()]);
        let key = Key::new(7, &["password", "me"]);
        group.bench_function("a metered call", |bencher| {
            bencher.iter(|| {
                runtime.block_on(meter.take(key, rules().requests.unwrap(), 1, sql::now()))
            });
        });
        for holders in [1_u32, 1000] {
            let rules = Rules {
                requests: rule("10/1d"),
                ..Rules::default()
            };
            let budgets = Budgets::over(&db, rules);
            group.throughput(Throughput::Elements(holders.into()));
            let mut now = 0;
            group.bench_function(format!("an exchange of {holders} holders"), |bencher| {
                bencher.iter_batched(
                    || {
                        // Each day anew, so that each holder is near his limit again.
                        now += i64::from(24 * 3600) * 1_000_000;
                        for n in 0..holders {
                            for _ in 0..3 {
                                let holder = Holder::Account(7, n.into());
                                drop(budgets.enter(holder, Kind::Read, now));
                            }
                        }
                        now
                    },
                    |now| runtime.block_on(budgets.exchange(now)),
                    criterion::BatchSize::PerIteration,
                );
            });
        }
        group.finish();
    }
}

fn all(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    requests(criterion, &runtime);
    databases(criterion, &runtime);
}

criterion_group!(benches, all);
criterion_main!(benches);
