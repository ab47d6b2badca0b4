//! Jobs are done soon, once unless somebody dies, and show how they are doing.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jobs::{Failure, Job, JobContext, JobId, NewJob, Options, Running, Status, Workers};
use serde_json::{Value as Json, json};
use sql::testing::{TestDatabase, for_each_database};
use sql::{Db, Micros};
use tokio::time::sleep;

fn wanted(kind: &'static str, payload: Json) -> NewJob {
    NewJob {
        portal: 1,
        owner: "someone".into(),
        kind,
        payload,
        hidden: false,
        not_before: 0,
        total: 10,
    }
}

async fn enqueue(db: &Db, job: NewJob) -> JobId {
    db.write(move |tx| jobs::enqueue(tx, job)).await.unwrap()
}

async fn get(db: &Db, id: JobId) -> Job {
    db.read(move |tx| jobs::get(tx, 1, id))
        .await
        .unwrap()
        .unwrap()
}

async fn list(db: &Db) -> Vec<Job> {
    db.read(|tx| jobs::list(tx, 1, "someone", &[]))
        .await
        .unwrap()
}

async fn until(db: &Db, id: JobId, what: impl Fn(&Job) -> bool) -> Job {
    let begin = Instant::now();
    loop {
        let job = get(db, id).await;
        if what(&job) {
            return job;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "never: {job:?}");
        sleep(Duration::from_millis(2)).await;
    }
}

async fn finished(db: &Db, id: JobId) -> Job {
    until(db, id, |job| job.status.is_final()).await
}

async fn fresh(db: &Db) -> Workers {
    db.migrate(&jobs::MIGRATIONS).await.unwrap();
    hasty(db)
}

fn hasty(db: &Db) -> Workers {
    Workers::new(db.clone()).options(Options {
        lease: Duration::from_millis(600),
        poll: Duration::from_secs(5),
        retry_after: Duration::from_millis(2),
    })
}

async fn stop(running: Running) {
    running.stop(Duration::from_secs(5)).await;
}

#[tokio::test]
async fn a_job_is_done_and_shows_its_result() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("add", |job: JobContext| async move {
                job.progress(50, 5).await;
                let sum = job.payload["a"].as_i64().unwrap() + job.payload["b"].as_i64().unwrap();
                Ok::<_, String>(json!({ "sum": sum }))
            })
            .start(2);
        let id = enqueue(&db, wanted("add", json!({"a": 2, "b": 3}))).await;
        let job = finished(&db, id).await;
        assert_eq!(
            (job.status, job.percent, job.processed),
            (Status::Completed, 100, 5)
        );
        assert_eq!((job.result, job.error.as_str()), (json!({"sum": 5}), ""));
        assert!(job.finished.unwrap() >= job.created);
        assert_eq!(list(&db).await.len(), 1, "a finished job stays visible");
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_job_begins_within_milliseconds() {
    for_each_database(|db| async move {
        let begun = Arc::new(tokio::sync::Notify::new());
        let bell = Arc::clone(&begun);
        let running = fresh(&db)
            .await
            .register("ring", move |_| {
                bell.notify_one();
                async { Ok::<_, String>(Json::Null) }
            })
            .start(2);
        sleep(Duration::from_millis(100)).await;
        let mut worst = Duration::ZERO;
        for _ in 0..20 {
            enqueue(&db, wanted("ring", Json::Null)).await;
            let begin = Instant::now();
            begun.notified().await;
            worst = worst.max(begin.elapsed());
        }
        println!("{:?}: slowest of 20 begins {worst:?}", db.dialect());
        assert!(worst < Duration::from_millis(500), "{worst:?}");
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_transaction_that_fails_is_never_done() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("never", |_| async { Ok::<_, String>(Json::Null) })
            .start(1);
        let failed: Result<(), sql::Error> = db
            .write(|tx| {
                jobs::enqueue(tx, wanted("never", Json::Null))?;
                Err(sql::Error::Busy)
            })
            .await;
        assert!(failed.is_err());
        sleep(Duration::from_millis(50)).await;
        assert!(list(&db).await.is_empty());
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_failure_tells_the_owner_and_a_panic_does_not_tell_its_text() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("fail", |_| async {
                Err::<Json, _>("the folder is gone".to_owned())
            })
            .register("panic", |_| async {
                assert!(!std::hint::black_box(true), "secret");
                Ok::<_, String>(Json::Null)
            })
            .start(2);
        let fails = enqueue(&db, wanted("fail", Json::Null)).await;
        let panics = enqueue(&db, wanted("panic", Json::Null)).await;
        let (fails, panics) = (finished(&db, fails).await, finished(&db, panics).await);
        assert_eq!(
            (fails.status, fails.error.as_str()),
            (Status::Failed, "the folder is gone")
        );
        assert_eq!(
            (panics.status, panics.error.as_str()),
            (Status::Failed, "internal error")
        );
        assert_eq!((fails.attempt, panics.attempt), (1, 1));
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_passing_failure_is_tried_again_five_times() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("third time", |job: JobContext| async move {
                match job.attempt {
                    1 | 2 => {
                        job.set_result(json!(job.attempt));
                        Err(Failure::retry("no answer"))
                    }
                    _ => Ok(json!([job.result_so_far(), job.attempt])),
                }
            })
            .register("hopeless", |_| async {
                Err::<Json, _>(Failure::retry("no answer"))
            })
            .start(2);
        let third = enqueue(&db, wanted("third time", Json::Null)).await;
        let hopeless = enqueue(&db, wanted("hopeless", Json::Null)).await;
        let third = finished(&db, third).await;
        assert_eq!(
            (third.status, third.result),
            (Status::Completed, json!([2, 3]))
        );
        let hopeless = finished(&db, hopeless).await;
        assert_eq!((hopeless.status, hopeless.attempt), (Status::Failed, 5));
        assert_eq!(hopeless.error, "no answer");
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_job_begins_not_before_its_time() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("later", |_| async { Ok::<_, String>(json!(sql::now())) })
            .start(1);
        let time = sql::now() + 300_000;
        let id = enqueue(
            &db,
            NewJob {
                not_before: time,
                ..wanted("later", Json::Null)
            },
        )
        .await;
        let ran: Micros = finished(&db, id).await.result.as_i64().unwrap();
        assert!(
            ran >= time && ran < time + 300_000,
            "{} µs late",
            ran - time
        );
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn owners_see_and_cancel_only_their_own_jobs() {
    for_each_database(|db| async move {
        db.migrate(&jobs::MIGRATIONS).await.unwrap();
        let mine = enqueue(&db, wanted("copy", Json::Null)).await;
        let other = enqueue(&db, wanted("move", Json::Null)).await;
        let theirs = NewJob {
            owner: "else".into(),
            ..wanted("copy", Json::Null)
        };
        let theirs = enqueue(&db, theirs).await;
        let kinds =
            |kinds: &'static [&'static str]| db.read(move |tx| jobs::list(tx, 1, "someone", kinds));
        assert_eq!(kinds(&[]).await.unwrap().len(), 2);
        assert_eq!(kinds(&["copy", "delete"]).await.unwrap().len(), 1);
        let cancel = |id| db.write(move |tx| jobs::cancel(tx, 1, "someone", id, &[]));
        assert_eq!(cancel(Some(theirs)).await.unwrap(), 0);
        assert_eq!(cancel(Some(mine)).await.unwrap(), 1);
        assert_eq!(get(&db, mine).await.status, Status::Cancelled);
        assert_eq!(get(&db, other).await.status, Status::Created);
        assert_eq!(cancel(None).await.unwrap(), 1);
        assert_eq!(get(&db, theirs).await.status, Status::Created);
    })
    .await;
}

#[tokio::test]
async fn a_running_job_notices_that_it_is_cancelled() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("polls", |job: JobContext| async move {
                while !job.is_cancelled().await {
                    sleep(Duration::from_millis(2)).await;
                }
                Ok::<_, String>(json!("half"))
            })
            .register("waits", |job: JobContext| async move {
                job.cancelled().await;
                Err::<Json, _>("cancelled".to_owned())
            })
            .register("ignores", |_| async {
                sleep(Duration::from_millis(100)).await;
                Ok::<_, String>(Json::Null)
            })
            .start(3);
        let mut ids = Vec::new();
        for kind in ["polls", "waits", "ignores"] {
            let id = enqueue(&db, wanted(kind, Json::Null)).await;
            until(&db, id, |job| job.status == Status::Running).await;
            ids.push(id);
        }
        db.write(|tx| jobs::cancel(tx, 1, "someone", None, &[]))
            .await
            .unwrap();
        let (polls, waits) = (finished(&db, ids[0]).await, finished(&db, ids[1]).await);
        assert_eq!(
            (polls.status, polls.result),
            (Status::Cancelled, json!("half"))
        );
        assert_eq!(
            (waits.status, waits.error.as_str()),
            (Status::Cancelled, "")
        );
        assert_eq!(finished(&db, ids[2]).await.status, Status::Completed);
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn progress_is_visible_while_a_job_runs_and_stored_sparingly() {
    for_each_database(|db| async move {
        let go = Arc::new(AtomicBool::new(false));
        let gate = Arc::clone(&go);
        let running = fresh(&db)
            .await
            .register("work", move |job: JobContext| {
                let gate = Arc::clone(&gate);
                async move {
                    for n in 1..=1000 {
                        job.progress(n / 20, n.into()).await;
                        tokio::task::yield_now().await;
                    }
                    while !gate.load(Ordering::SeqCst) {
                        sleep(Duration::from_millis(2)).await;
                    }
                    Ok::<_, String>(Json::Null)
                }
            })
            .start(1);
        let before = db.statements();
        let id = enqueue(&db, wanted("work", Json::Null)).await;
        sleep(Duration::from_millis(500)).await;
        let statements = db.statements() - before;
        let job = get(&db, id).await;
        assert_eq!(
            (job.percent, job.processed),
            (50, 1000),
            "the last one is stored, too"
        );
        assert!(
            statements < 25,
            "{statements} statements for a thousand reports"
        );
        go.store(true, Ordering::SeqCst);
        finished(&db, id).await;
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn not_more_jobs_run_at_once_than_there_are_places_and_each_runs_once() {
    for_each_database(|db| async move {
        let (now, most, runs) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
        );
        db.migrate(&jobs::MIGRATIONS).await.unwrap();
        let node = || {
            let (now, most, runs) = (Arc::clone(&now), Arc::clone(&most), Arc::clone(&runs));
            hasty(&db)
                .register("work", move |_| {
                    let (now, most, runs) =
                        (Arc::clone(&now), Arc::clone(&most), Arc::clone(&runs));
                    async move {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        sleep(Duration::from_millis(3)).await;
                        now.fetch_sub(1, Ordering::SeqCst);
                        runs.fetch_add(1, Ordering::SeqCst);
                        Ok::<_, String>(Json::Null)
                    }
                })
                .start(3)
        };
        let nodes = [node(), node()];
        db.write(|tx| {
            (0..100).try_for_each(|_| jobs::enqueue(tx, wanted("work", Json::Null)).map(|_| ()))
        })
        .await
        .unwrap();
        let begin = Instant::now();
        while list(&db).await.iter().any(|job| !job.status.is_final()) {
            assert!(begin.elapsed() < Duration::from_secs(10));
            sleep(Duration::from_millis(5)).await;
        }
        println!(
            "{:?}: 100 jobs of 3 ms at 6 places in {:?}",
            db.dialect(),
            begin.elapsed()
        );
        assert_eq!(runs.load(Ordering::SeqCst), 100);
        assert!(most.load(Ordering::SeqCst) <= 6);
        for node in nodes {
            stop(node).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_dead_nodes_job_is_taken_over_and_a_living_ones_is_not() {
    for database in TestDatabase::all().await {
        let (here, there) = (database.open().await, database.open().await);
        here.migrate(&jobs::MIGRATIONS).await.unwrap();
        let dies = hasty(&there)
            .register("work", |_| async {
                sleep(Duration::from_secs(60)).await;
                Ok::<_, String>(json!("dead"))
            })
            .start(1);
        let id = enqueue(&here, wanted("work", Json::Null)).await;
        until(&here, id, |job| job.status == Status::Running).await;
        let lives = hasty(&here)
            .register("work", |_| async { Ok::<_, String>(json!("alive")) })
            .start(1);
        sleep(Duration::from_millis(1000)).await; // longer than a lease
        assert_eq!(
            get(&here, id).await.attempt,
            1,
            "a living node keeps its job"
        );
        drop(dies);
        let job = finished(&here, id).await;
        assert_eq!((job.attempt, job.result), (2, json!("alive")));
        stop(lives).await;
    }
}

#[tokio::test]
async fn stopping_waits_a_while_and_puts_back_what_does_not_end() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("short", |_| async {
                sleep(Duration::from_millis(50)).await;
                Ok::<_, String>(Json::Null)
            })
            .register("long", |job: JobContext| async move {
                if job.payload.is_null() {
                    job.set_result(json!("begun"));
                    sleep(Duration::from_secs(60)).await;
                }
                Ok::<_, String>(Json::Null)
            })
            .start(2);
        let short = enqueue(&db, wanted("short", Json::Null)).await;
        let long = enqueue(&db, wanted("long", Json::Null)).await;
        // It may be over before anybody looks.
        until(&db, short, |job| job.status != Status::Created).await;
        until(&db, long, |job| job.status == Status::Running).await;
        running.stop(Duration::from_millis(300)).await;
        assert_eq!(get(&db, short).await.status, Status::Completed);
        let long = get(&db, long).await;
        assert_eq!((long.status, long.attempt), (Status::Created, 0));
        assert_eq!(long.result, json!("begun"));
    })
    .await;
}

#[tokio::test]
async fn a_schedule_runs_once_a_period_across_nodes() {
    for_each_database(|db| async move {
        db.migrate(&jobs::MIGRATIONS).await.unwrap();
        let runs = Arc::new(AtomicUsize::new(0));
        let node = || {
            let runs = Arc::clone(&runs);
            hasty(&db)
                .register("sweep", move |_| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    async { Ok::<_, String>(Json::Null) }
                })
                .every("sweep", Duration::from_millis(200))
                .start(2)
        };
        let nodes = [node(), node(), node()];
        sleep(Duration::from_millis(1300)).await;
        let ran = runs.load(Ordering::SeqCst);
        assert!((3..=6).contains(&ran), "{ran} runs in six periods");
        for node in nodes {
            stop(node).await;
        }
    })
    .await;
}

#[tokio::test]
async fn old_jobs_are_neither_listed_nor_kept() {
    for_each_database(|db| async move {
        let running = fresh(&db)
            .await
            .register("work", |_| async { Ok::<_, String>(Json::Null) })
            .start(1);
        let id = enqueue(&db, wanted("work", Json::Null)).await;
        finished(&db, id).await;
        stop(running).await;
        db.write(|tx| tx.execute("UPDATE jobs SET finished = finished - 600000001", &[]))
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        assert!(list(&db).await.is_empty());
        let running = hasty(&db).start(1); // prunes at once
        let begin = Instant::now();
        while db
            .read(move |tx| jobs::get(tx, 1, id))
            .await
            .unwrap()
            .is_some()
        {
            assert!(begin.elapsed() < Duration::from_secs(5));
            sleep(Duration::from_millis(5)).await;
        }
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn idle_workers_run_no_statement() {
    for_each_database(|db| async move {
        db.migrate(&jobs::MIGRATIONS).await.unwrap();
        let running = Workers::new(db.clone())
            .register("work", |_| async { Ok::<_, String>(Json::Null) })
            .every("work", Duration::from_secs(3600))
            .start(4);
        sleep(Duration::from_millis(300)).await;
        let before = db.statements();
        sleep(Duration::from_secs(2)).await;
        assert_eq!(db.statements() - before, 0);
        stop(running).await;
    })
    .await;
}

#[tokio::test]
async fn a_job_carries_on_what_the_transaction_that_wanted_it_carried() {
    for_each_database(|db| async move {
        let database = db.clone();
        let running = fresh(&db)
            .await
            .register("look", move |_| {
                let db = database.clone();
                async move {
                    let look = |tx: &mut sql::Tx<'_>| Ok(tx.baggage().map(str::to_owned));
                    let found: sql::Result<_> = db.write(look).await;
                    found
                        .map(|found| json!(found))
                        .map_err(|error| error.to_string())
                }
            })
            .start(1);
        let carrying = enqueue(&db, wanted("look", Json::Null));
        let id = sql::baggage::scope(Some("a request".to_owned().into()), carrying).await;
        assert_eq!(finished(&db, id).await.result, json!("a request"));
        let id = enqueue(&db, wanted("look", Json::Null)).await;
        assert_eq!(finished(&db, id).await.result, Json::Null);
        stop(running).await;
    })
    .await;
}
