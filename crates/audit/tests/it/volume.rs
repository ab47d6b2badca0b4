//! What a page costs when there are many rows. Figures go to the output: `--nocapture`.

use std::time::{Duration, Instant};

use crate::kit::Trail;
use crate::reports::{TRAIL, table};
use portal::Role;
use serde_json::json;
use sql::{Tx, params};
use testkit::{Client, Kit, eventually_within};

/// Rows of the audit trail.
const ROWS: i64 = 100_000;

/// Fills the trail of a portal: nearly all of it the same, as trails are.
fn fill(tx: &mut Tx<'_>, portal: i64, user: &str) -> sql::Result<()> {
    let day = 24 * 3600 * 1_000_000;
    let begin = sql::now() - 90 * day;
    let rows: Vec<Vec<sql::Value>> = (1..=ROWS)
        .map(|n| {
            // 90 % files, some rooms, one deed in a thousand on groups by somebody else.
            let (action, kind, location, entries) = match n % 1000 {
                0 => (4026, 1, 30, 1 << 4),
                n if n < 900 => (5011, 13, 1, 1 << 1),
                _ => (5071, 2, 27, 1 << 5),
            };
            let who = if n % 1000 == 0 {
                user
            } else {
                "a37ee56e-3302-4a7b-b67e-ddbea64cd032"
            };
            let date = begin + n * (80 * day / ROWS);
            params![
                portal,
                date,
                -n,
                who,
                "Somebody",
                action,
                kind,
                location,
                entries,
                "192.0.2.1",
                "Firefox 121",
                "Linux",
                "https://office.example/rooms/shared/filter",
                format!("[{{\"id\":\"{n}\",\"name\":\"A file\"}}]"),
                "A room"
            ]
            .to_vec()
        })
        .collect();
    tx.execute_many(
        "INSERT INTO audit_events (portal_id, date, id, user_id, user_name, action, kind, location, entries, ip, browser,
            platform, page, targets, context)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &rows,
    )?;
    let targets: Vec<Vec<sql::Value>> = (1..=ROWS)
        .map(|n| params![portal, n.to_string(), begin + n * (80 * day / ROWS), -n].to_vec())
        .collect();
    let insert = "INSERT INTO audit_targets (portal_id, target, date, id) VALUES ($1, $2, $3, $4)";
    tx.execute_many(insert, &targets)?;
    Ok(())
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_paged_quickly_and_reported_in_pieces() {
    testkit::for_each_database(async |kit| {
        let trail = Trail::of(&kit).await;
        let user = trail.portal.person(Role::User).await;
        let (portal, id) = (trail.id.0, user.id.clone());
        kit.house()
            .db()
            .write(move |tx| fill(tx, portal, &id))
            .await
            .unwrap();
        a_report_shows_how_far_it_is_and_can_be_ended(&kit, &trail.owner).await;
        pages_are_quick(&kit, &trail, &user).await;
    })
    .await;
}

/// How often a page is asked for.
const TIMES: u32 = 5;

/// How long the processor has worked for this process, SQLite included. The system counts in hundredths of a second.
fn worked() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, after) = text.rsplit_once(')').unwrap();
    let ticks = after.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|number| number.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

async fn pages_are_quick(kit: &Kit, trail: &Trail, user: &Client) {
    for (query, rows) in [
        ("", 100),
        ("startIndex=50000", 100),
        ("action=GroupCreated", 100),
        ("moduleType=Contacts", 100),
        ("entryType=Group", 100),
        ("moduleType=Rooms&actionType=Update", 100),
        ("actionType=Reassigns", 0),
        ("entryType=Tag&moduleType=Rooms", 0),
        (&format!("userId={}", user.id), 100),
        (&format!("userId={}&moduleType=Files", user.id), 0),
        (
            "userId=a37ee56e-3302-4a7b-b67e-ddbea64cd032&entryType=Group",
            0,
        ),
        ("target=77777", 1),
        ("from=2020-01-01&to=2021-01-01", 0),
        ("to=2021-01-01&moduleType=Files", 0),
    ] {
        let path = format!("security/audit/events/filter?{query}");
        let (begin, before) = (worked(), kit.house().db().statements());
        let mut best = Duration::MAX;
        for _ in 0..TIMES {
            let begin = Instant::now();
            let found = trail.owner.ok("GET", &path, None).await;
            best = best.min(begin.elapsed());
            assert_eq!(found.as_array().unwrap().len(), rows, "{query}");
        }
        let work = (worked() - begin) / TIMES;
        let statements = (kit.house().db().statements() - before) / u64::from(TIMES);
        println!(
            "{:?} {query:60} {:6.2} ms, {:6.2} ms of the processor, {statements} statements",
            kit.house().db().dialect(),
            best.as_secs_f64() * 1e3,
            work.as_secs_f64() * 1e3,
        );
        // Of the processor and not of the clock: others work on this machine, too. Debug build: several times what a
        // release build takes.
        assert!(work < Duration::from_millis(100), "{query}: {work:?}");
        assert!(statements < 10, "{query}: {statements}");
    }
}

async fn a_report_shows_how_far_it_is_and_can_be_ended(kit: &Kit, owner: &Client) {
    let asking = tokio::spawn({
        let owner = owner.clone();
        async move { owner.post(TRAIL, json!({})).await }
    });
    let task = eventually_within(Duration::from_secs(60), async || {
        let task = owner.ok("GET", TRAIL, None).await;
        assert_ne!(task["isCompleted"], true, "too quick to be seen");
        (task["percentage"].as_i64() > Some(0)).then_some(task)
    })
    .await;
    assert_eq!(
        (&task["status"], &task["resultFileId"]),
        (&json!(1), &json!(null))
    );
    owner.ok("DELETE", TRAIL, None).await;
    let (status, answer) = asking.await.unwrap();
    let text = "The report was ended before it was written";
    assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
    let ended = owner.ok("GET", TRAIL, None).await;
    assert_eq!(
        (&ended["id"], &ended["status"], &ended["resultFileId"]),
        (&task["id"], &json!(3), &json!(null))
    );
    let mine = owner.ok("GET", "files/@my", None).await;
    assert_eq!(mine["files"], json!([]));

    let (begin, before) = (Instant::now(), kit.house().db().statements());
    let address = owner.ok("POST", TRAIL, None).await;
    println!(
        "{:?} {ROWS} rows: {:.1} s, {} statements",
        kit.house().db().dialect(),
        begin.elapsed().as_secs_f64(),
        kit.house().db().statements() - before,
    );
    let (_, lines) = table(owner, &address).await;
    let filled = lines.iter().filter(|line| &line[8] == "192.0.2.1").count();
    assert_eq!(i64::try_from(filled), Ok(ROWS), "each once");
}
