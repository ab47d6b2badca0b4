//! A portal moves into a bucket and back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use portal::Role;
use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, eventually_within, for_each_database};
use tokio::task::JoinHandle;

use crate::portal::{
    Known, all_equal, booked, deeds, is_sound, number, reaches, said, upload, upload_some,
};
use crate::s3::Server;

const PROGRESS: &str = "settings/storage/progress";

/// Two people who upload until they are told to end.
struct People {
    over: Arc<AtomicBool>,
    working: Vec<JoinHandle<Known>>,
}

impl People {
    fn begin(owner: &Client, first: usize) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let work = |person: usize| {
            let (owner, over) = (owner.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                let mut uploaded = Known::new();
                let mut next = first + person * 1000;
                // As many as the time of the move needs, and not so many that checking them takes longer.
                let last = next + 30;
                while !over.load(Ordering::Relaxed) && next < last {
                    let (id, hash) = upload(&owner, next).await;
                    uploaded.insert(id, hash);
                    next += 1;
                }
                uploaded
            })
        };
        let working = (0..2).map(work).collect();
        Self { over, working }
    }

    /// What they uploaded.
    async fn end(self) -> Known {
        self.over.store(true, Ordering::Relaxed);
        let mut known = Known::new();
        for one in self.working {
            let uploaded = one.await.unwrap();
            assert!(!uploaded.is_empty());
            known.extend(uploaded);
        }
        known
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_moves_while_people_upload_and_back() {
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let (owner, here) = (portal.owner(), number(&kit, &portal).await);
        let mut known = upload_some(&owner, 0..50).await;
        // Somebody else's objects are none of his business.
        let neighbour = kit.portal().await;
        let neighbours = upload_some(&neighbour.owner(), 0..3).await;
        assert_eq!(owner.ok("GET", PROGRESS, None).await, -1.0);
        let before = owner.ok("GET", "settings/storage", None).await;
        assert_eq!(
            (&before[0]["id"], &before[0]["current"], &before[0]["isSet"]),
            (&json!("s3"), &json!(false), &json!(false))
        );

        let people = People::begin(&owner, 1000);
        let chosen = owner
            .ok("PUT", "settings/storage", Some(server.body()))
            .await;
        assert_eq!(chosen["module"], "s3");
        assert_eq!(chosen["props"]["bucket"], "papers");
        assert_eq!(chosen["props"]["subdir"], "office");
        assert!(chosen["lastModified"].is_string());
        all_equal(&owner, &known).await;
        reaches(&owner, PROGRESS, 100.0).await;
        known.extend(people.end().await);
        all_equal(&owner, &known).await;
        kit.house().storages().tidy().await.unwrap();
        eventually_within(std::time::Duration::from_secs(60), async || {
            (server.objects().len() == booked(&kit, here).await).then_some(())
        })
        .await;
        all_equal(&owner, &known).await;
        all_equal(&neighbour.owner(), &neighbours).await;
        is_sound(&kit).await;

        let listed = owner.ok("GET", "settings/storage", None).await;
        assert_eq!(
            (&listed[0]["current"], &listed[0]["isSet"]),
            (&json!(true), &json!(true))
        );
        let property = |name: &str| {
            let all = listed[0]["properties"].as_array().unwrap();
            all.iter().find(|one| one["name"] == name).unwrap()["value"].clone()
        };
        assert_eq!(property("serviceurl"), server.endpoint.as_str());
        assert_eq!(
            (property("acesskey"), property("secretaccesskey")),
            (json!(""), json!(""))
        );
        assert!(!format!("{chosen}{listed}").contains("do not tell"));
        let kept: sql::Result<Vec<String>> = kit
            .house()
            .db()
            .read(|tx| tx.query("SELECT way FROM object_places", &[]))
            .await;
        assert!(
            kept.unwrap()
                .iter()
                .all(|way| !way.contains("tell") && !way.contains("papers"))
        );

        // And back, while people work again. Refused while somebody still looks for stragglers.
        let people = People::begin(&owner, 5000);
        eventually_within(std::time::Duration::from_secs(60), async || {
            let (status, answer) = owner.delete("settings/storage").await;
            assert!(matches!(status, 200 | 403), "{answer}");
            (status == 200).then_some(())
        })
        .await;
        all_equal(&owner, &known).await;
        reaches(&owner, PROGRESS, 100.0).await;
        known.extend(people.end().await);
        all_equal(&owner, &known).await;
        // What began before and ended behind is brought, too.
        eventually_within(std::time::Duration::from_secs(60), async || {
            kit.house().storages().tidy().await.unwrap();
            server.objects().is_empty().then_some(())
        })
        .await;
        all_equal(&owner, &known).await;
        all_equal(&neighbour.owner(), &neighbours).await;
        let after = owner.ok("GET", "settings/storage", None).await;
        assert_eq!(after[0]["current"], false);
        is_sound(&kit).await;
        deeds(&kit, here, &[5040, 5040]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_whose_server_dies_goes_on_when_it_is_back() {
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        let known = upload_some(&owner, 0..40).await;
        // A trial takes about half a dozen requests; then it dies in the middle of the copies.
        server.die_after(45);
        owner
            .ok("PUT", "settings/storage", Some(server.body()))
            .await;
        eventually_within(std::time::Duration::from_secs(60), async || {
            server.is_dead().then_some(())
        })
        .await;
        let there = server.objects().len();
        assert!(there < 40, "it died too late: {there}");
        let (status, answer) = owner.delete("settings/storage").await;
        assert_eq!(
            (status, said(&answer)),
            (403, "Objects are being moved already")
        );
        server.come_back();
        reaches(&owner, PROGRESS, 100.0).await;
        all_equal(&owner, &known).await;
        assert!(server.objects().len() >= 40);
        is_sound(&kit).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_whose_server_stays_away_is_turned_back() {
    const LONG: std::time::Duration = std::time::Duration::from_secs(120);
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        let mut known = upload_some(&owner, 0..12).await;
        server.die_after(18);
        owner
            .ok("PUT", "settings/storage", Some(server.body()))
            .await;
        eventually_within(LONG, async || server.is_dead().then_some(())).await;
        // Pauses between attempts are minutes: the next one is the last one, and now.
        eventually_within(LONG, async || {
            let write = kit.house().db().write(|tx| {
                let text = "UPDATE jobs SET attempt = 4, due = $1 \
                     WHERE kind = 'storage.settle' AND status = 0 AND attempt > 0";
                tx.execute(text, &sql::params![sql::now()])
            });
            let changed: sql::Result<u64> = write.await;
            (changed.unwrap() == 1).then_some(())
        })
        .await;
        eventually_within(LONG, async || {
            let listed = owner.ok("GET", "settings/storage", None).await;
            (listed[0]["current"] == false).then_some(())
        })
        .await;
        eventually_within(LONG, async || {
            let failed = owner.ok("GET", PROGRESS, None).await;
            (failed == -1.0).then_some(())
        })
        .await;
        // "None" says nothing of how the last one ended: the storage does.
        let listed = eventually_within(LONG, async || {
            let listed = owner.ok("GET", "settings/storage", None).await;
            listed[0]["error"].is_string().then_some(listed)
        })
        .await;
        assert_eq!(
            (&listed[0]["current"], &listed[0]["isSet"]),
            (&json!(false), &json!(false))
        );
        // People work as before, though the bucket is away still.
        all_equal(&owner, &known).await;
        known.extend(upload_some(&owner, 12..14).await);
        all_equal(&owner, &known).await;

        server.come_back();
        is_sound(&kit).await;
        owner
            .ok("PUT", "settings/storage", Some(server.body()))
            .await;
        let listed = owner.ok("GET", "settings/storage", None).await;
        assert_eq!(listed[0].get("error"), None, "another try is under way");
        reaches(&owner, PROGRESS, 100.0).await;
        all_equal(&owner, &known).await;
        is_sound(&kit).await;
    })
    .await;
}

#[tokio::test]
async fn keys_of_the_account_stand_for_those_that_are_not_said() {
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        let known = upload_some(&owner, 0..3).await;
        let mut body = server.body();
        let without = |pair: &Value| pair["key"] != "acesskey" && pair["key"] != "secretaccesskey";
        body["props"].as_array_mut().unwrap().retain(without);
        let (status, answer) = owner.put("settings/storage", body.clone()).await;
        assert_eq!((status, said(&answer)), (400, "module"));
        let keys = json!({ "name": "s3", "props": [
            { "name": "acesskey", "value": "key" },
            { "name": "secretaccesskey", "value": "do not tell" },
        ] });
        owner.ok("POST", "settings/authservice", Some(keys)).await;
        let listed = owner.ok("GET", "settings/storage", None).await;
        assert_eq!(
            (&listed[0]["current"], &listed[0]["isSet"]),
            (&json!(false), &json!(true))
        );
        owner.ok("PUT", "settings/storage", Some(body)).await;
        reaches(&owner, PROGRESS, 100.0).await;
        assert!(server.objects().len() >= 3);
        all_equal(&owner, &known).await;
    })
    .await;
}

#[tokio::test]
async fn only_administrators_choose_and_only_what_works() {
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.put("settings/storage", server.body()).await.0, 403);
            assert_eq!(person.delete("settings/storage").await.0, 403);
            assert_eq!(person.get("settings/storage").await.0, 403);
            assert_eq!(person.get("settings/storage/s3/regions").await.0, 200);
        }
        let regions = owner.ok("GET", "settings/storage/s3/regions", None).await;
        let frankfurt =
            json!({ "systemName": "eu-central-1", "displayName": "Europe (Frankfurt)" });
        assert!(regions.as_array().unwrap().contains(&frankfurt));
        assert_eq!(
            owner.ok("GET", "settings/storage/cdn", None).await,
            json!([])
        );

        let with = |key: &str, value: &str| {
            let mut body = server.body();
            for pair in body["props"].as_array_mut().unwrap() {
                if pair["key"] == key {
                    pair["value"] = json!(value);
                }
            }
            body
        };
        for (body, text) in [
            (json!({ "module": "s3" }), "module"),
            (json!({ "module": "floppy" }), "module"),
            (with("secretaccesskey", ""), "module"),
            (with("bucket", ""), "bucket"),
            (
                with("serviceurl", "ftp://a.example"),
                "ftp://a.example is no address of the web",
            ),
        ] {
            let (status, answer) = owner.put("settings/storage", body.clone()).await;
            assert_eq!((status, said(&answer)), (400, text), "{body}");
        }
        for wrong in [
            with("secretaccesskey", "guessed"),
            with("acesskey", "stranger"),
            with("serviceurl", "http://127.0.0.1:1"),
        ] {
            let (status, answer) = owner.put("settings/storage", wrong).await;
            assert_eq!(status, 400, "{answer}");
            assert!(
                said(&answer).starts_with("The bucket cannot be used"),
                "{answer}"
            );
        }
        assert!(server.objects().is_empty());
        assert_eq!(owner.ok("GET", PROGRESS, None).await, -1.0);
        owner.ok("DELETE", "settings/storage", None).await;
        assert_eq!(
            owner.ok("GET", PROGRESS, None).await,
            -1.0,
            "it was at home already"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_sent_into_private_networks() {
    for database in TestDatabase::all().await {
        let kit = Kit::start(database, |config| {
            config.dev = false;
            config.open_registration = true;
            config.rate_limits = false;
        })
        .await;
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        let ways = [
            server.endpoint.clone(),
            format!("http://localhost:{}", server.port),
            format!("http://[::ffff:127.0.0.1]:{}", server.port),
            "http://169.254.169.254".to_owned(),
        ];
        for way in ways {
            let mut body = server.body();
            body["props"][4]["value"] = Value::from(way.as_str());
            let (status, answer) = owner.put("settings/storage", body).await;
            assert_eq!(status, 400, "{way}: {answer}");
            assert!(
                said(&answer).ends_with("is in a private network"),
                "{answer}"
            );
        }
        assert!(server.objects().is_empty());
        kit.house().close().await;
    }
}
