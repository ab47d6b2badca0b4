//! Limits of requests, as callers meet them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use futures::future::join_all;
use http::{Request, Response};
use portal::Role;
use serde_json::json;
use server::Config;
use sql::Dialect;
use sql::testing::TestDatabase;
use testkit::{Client, Kit};

/// Strangers' addresses, as networks for documentation have them.
const HERE: &str = "192.0.2.1";
const THERE: &str = "198.51.100.1";

/// A product that limits everybody, loopback included, on each database.
async fn limited(change: impl Fn(&mut Config), test: impl AsyncFn(Kit)) {
    for database in TestDatabase::all().await {
        let kit = Kit::start(database, |config| {
            config.dev = false;
            config.open_registration = true;
            change(config);
        })
        .await;
        test(kit.clone()).await;
        kit.house().close().await;
    }
}

fn header(response: &Response<Bytes>, name: &str) -> u64 {
    let value = response.headers().get(name);
    value
        .unwrap_or_else(|| panic!("no {name}"))
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

async fn send(client: &Client, method: &str, path: &str) -> Response<Bytes> {
    let request = client.request(method, path).body(Body::empty()).unwrap();
    client.send(request).await
}

/// How many of `times` requests were answered.
async fn answered(client: &Client, path: &str, times: usize) -> usize {
    let mut answered = 0;
    for _ in 0..times {
        answered += usize::from(send(client, "GET", path).await.status() != 429);
    }
    answered
}

#[tokio::test]
async fn one_request_too_many_is_told_when_to_come_back() {
    limited(
        |config| config.rate_requests = "7/1h".to_owned(),
        async |kit| {
            let portal = kit.portal().await;
            let stranger = portal.stranger().from_address(HERE);
            assert_eq!(answered(&stranger, "settings", 7).await, 7);
            let refused = send(&stranger, "GET", "settings").await;
            assert_eq!((refused.status().as_u16(), refused.body().len()), (429, 0));
            assert_eq!(header(&refused, "x-ratelimit-limit"), 7);
            assert_eq!(header(&refused, "x-ratelimit-remaining"), 0);
            let wait = header(&refused, "retry-after");
            assert!((3000..=3600).contains(&wait), "{wait}");
            assert_eq!(header(&refused, "x-ratelimit-reset"), wait);
            // The budget is the address's, or the account's wherever it is used.
            assert_eq!(
                answered(&portal.stranger().from_address(THERE), "settings", 1).await,
                1
            );
            let there = portal.stranger().from_address(THERE);
            let user = there.sign_in("owner@example.com", "test1234").await;
            let left = answered(&user, "people/@self", 9).await;
            assert!((1..9).contains(&left), "{left}");
            assert_eq!(
                answered(&user.from_address("203.0.113.9"), "people/@self", 1).await,
                0
            );
        },
    )
    .await;
}

#[tokio::test]
async fn limits_are_on_by_default_as_documented() {
    limited(
        |_| {},
        async |kit| {
            let stranger = kit.portal().await.stranger().from_address(HERE);
            assert_eq!(answered(&stranger, "portal", 1500).await, 1500);
            let refused = send(&stranger, "GET", "portal").await;
            assert_eq!(refused.status(), 429);
            assert_eq!(header(&refused, "x-ratelimit-limit"), 1500);
            assert!((1..=60).contains(&header(&refused, "retry-after")));
        },
    )
    .await;
}

#[tokio::test]
async fn trusted_networks_and_developers_are_not_limited() {
    let few = |config: &mut Config| {
        config.rate_requests = "20/1h".to_owned();
        config.rate_limit_exempt = vec!["198.51.100.0/24".to_owned()];
    };
    limited(few, async |kit| {
        let stranger = kit.portal().await.stranger();
        assert_eq!(
            answered(&stranger.from_address(THERE), "portal", 30).await,
            30
        );
        assert_eq!(
            answered(&stranger.from_address(HERE), "portal", 30).await,
            20
        );
    })
    .await;
    let kit = Kit::start(TestDatabase::sqlite(), few).await;
    let stranger = kit.portal().await.stranger();
    assert_eq!(
        answered(&stranger, "portal", 30).await,
        30,
        "--dev spares loopback"
    );
    assert_eq!(
        answered(&stranger.from_address(HERE), "portal", 30).await,
        20,
        "and nobody else"
    );
    let off = Kit::start(TestDatabase::sqlite(), |config| {
        few(config);
        config.rate_limits = false;
    });
    let stranger = off.await.portal().await.stranger();
    assert_eq!(
        answered(&stranger.from_address(HERE), "portal", 30).await,
        30
    );
}

/// A request that comes from a peer, with what it says about where it comes from.
fn from_peer(client: &Client, peer: &str, forwarded: &[&str]) -> Request<Body> {
    let peer: SocketAddr = peer.parse().unwrap();
    let mut request = client
        .request("GET", "settings")
        .extension(ConnectInfo(peer));
    for line in forwarded {
        request = request.header("x-forwarded-for", *line);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn nobody_escapes_by_inventing_addresses() {
    limited(
        |config| {
            config.rate_requests = "5/1h".to_owned();
            config.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
        },
        async |kit| {
            // Registered from an address of its own.
            let stranger = kit.portal().await.stranger();
            let mut answered = [0; 4];
            for n in 0..20 {
                let invented = format!("203.0.113.{n}");
                let chain = format!("{invented}, {HERE}");
                let unreadable = format!("{invented}, unknown");
                let requests = [
                    // Not through a proxy: what the client says is not believed.
                    from_peer(&stranger, "192.0.2.77:1000", &[&invented]),
                    // Through a proxy, which appends the client's address to what the client says.
                    from_peer(&stranger, "10.0.0.1:1000", &[&chain]),
                    // The same in two lines.
                    from_peer(&stranger, "10.0.0.2:1000", &[&invented, THERE]),
                    // A proxy that does not know the client's address vouches for nothing before it.
                    from_peer(&stranger, "10.0.0.3:1000", &[&unreadable]),
                ];
                for (count, request) in answered.iter_mut().zip(requests) {
                    *count += usize::from(stranger.send(request).await.status() != 429);
                }
            }
            assert_eq!(answered, [5; 4]);
            // One subscriber has many addresses of the new kind.
            let mut answered = 0;
            for n in 0..20 {
                let chain = format!("2001:db8::{n:x}");
                let request = from_peer(&stranger, "10.0.0.1:1000", &[&chain]);
                answered += usize::from(stranger.send(request).await.status() != 429);
            }
            assert_eq!(answered, 5);
            // Clients behind the proxy are told apart.
            for n in 0..20 {
                let request = from_peer(&stranger, "10.0.0.1:1000", &[&format!("198.18.0.{n}")]);
                assert_eq!(stranger.send(request).await.status(), 200);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn mails_and_secrets_have_a_limit_of_their_own() {
    limited(
        |_| {},
        async |kit| {
            let portal = kit.portal().await;
            let stranger = portal.stranger().from_address(HERE);
            let remind = async |client: &Client, email: &str| {
                client
                    .post("people/password", json!({ "email": email }))
                    .await
                    .0
            };
            for n in 0..5 {
                assert_eq!(remind(&stranger, &format!("a{n}@example.com")).await, 200);
            }
            assert_eq!(remind(&stranger, "a@example.com").await, 429);
            let refused = stranger.request("POST", "/API/2.0/People/Password");
            let refused = stranger.send(refused.body(Body::empty()).unwrap()).await;
            assert_eq!(refused.status(), 429, "another spelling is the same call");
            assert_eq!(header(&refused, "x-ratelimit-limit"), 5);
            assert!((1..=60).contains(&header(&refused, "retry-after")));
            assert_eq!(send(&stranger, "GET", "settings").await.status(), 200);
            assert_eq!(
                remind(&portal.stranger().from_address(THERE), "a@example.com").await,
                200
            );
            // Each path is counted by itself, however its ids are spelled.
            let user = portal.person(Role::User).await;
            for n in 0..7 {
                let id = match n % 2 {
                    0 => user.id.to_uppercase(),
                    _ => user.id.replace('-', ""),
                };
                let body = json!({ "password": "another1234" });
                let status = user.put(&format!("people/{id}/password"), body).await.0;
                assert_eq!(status, if n < 5 { 403 } else { 429 });
            }
            let key = user.post("keys", json!({ "name": "k" })).await;
            assert_eq!(key.0, 200);
        },
    )
    .await;
}

#[tokio::test]
async fn each_invited_address_counts_for_the_portal() {
    let day = |config: &mut Config| config.rate_invitations = "3/1d".to_owned();
    limited(day, async |kit| {
        let portal = kit.portal().await;
        let admin = portal.person(Role::Admin).await;
        let invite = async |client: &Client, emails: &[&str]| {
            let one = |email: &&str| json!({ "email": email, "type": "User" });
            let all: Vec<_> = emails.iter().map(one).collect();
            client
                .post("people/invite", json!({ "invitations": all }))
                .await
                .0
        };
        assert_eq!(
            invite(&portal.owner(), &["a@example.com", "b@example.com"]).await,
            200
        );
        assert_eq!(
            invite(&admin, &["c@example.com", "d@example.com"]).await,
            429
        );
        assert_eq!(invite(&admin, &["c@example.com"]).await, 200);
        assert_eq!(invite(&portal.owner(), &["e@example.com"]).await, 429);
        assert_eq!(invite(&portal.owner(), &[]).await, 200);
        let elsewhere = kit.portal().await;
        assert_eq!(invite(&elsewhere.owner(), &["a@example.com"]).await, 200);
    })
    .await;
}

#[tokio::test]
async fn requests_under_way_are_counted_until_their_answer_is_sent() {
    let two = |config: &mut Config| {
        config.rate_reads_at_once = 2;
        config.rate_writes_at_once = 1;
    };
    limited(two, async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let my = owner.ok("GET", "files/@my", None).await["current"]["id"].to_string();
        let path = format!("files/{my}/upload");
        let (status, made) = owner.upload(&path, "a.txt", &vec![b'x'; 300_000]).await;
        assert_eq!(status, 200, "{made}");
        let file = made["response"][0]["id"].to_string();
        let file = file.trim_matches('"');
        let open = async || {
            let request = owner.request(
                "GET",
                &format!("/filehandler.ashx?action=download&fileid={file}"),
            );
            let request = request.body(Body::empty()).unwrap();
            tower::ServiceExt::oneshot(kit.app(), request)
                .await
                .unwrap()
        };
        let (one, two) = (open().await, open().await);
        assert_eq!((one.status().as_u16(), two.status().as_u16()), (200, 200));
        let refused = send(&owner, "GET", "people/@self").await;
        assert_eq!(refused.status(), 429);
        assert_eq!(header(&refused, "x-ratelimit-limit"), 2);
        assert_eq!(header(&refused, "retry-after"), 1);
        // Others are not in the way of it, nor are writes.
        assert_eq!(
            portal.person(Role::User).await.get("people/@self").await.0,
            200
        );
        assert_eq!(
            owner
                .put("settings/emailactivation", json!({ "show": true }))
                .await
                .0,
            200
        );
        drop(one);
        assert_eq!(send(&owner, "GET", "people/@self").await.status(), 200);
        let whole = http_body_util::BodyExt::collect(two.into_body())
            .await
            .unwrap()
            .to_bytes();
        assert_eq!(whole.len(), 300_000);
        assert_eq!(send(&owner, "GET", "people/@self").await.status(), 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_share_limits() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let one = Kit::start(database, |config| {
        config.dev = false;
        config.open_registration = true;
        config.rate_requests = "60/1h".to_owned();
    })
    .await;
    assert_eq!(one.house().db().dialect(), Dialect::Postgres);
    let two = one.another_node().await;
    let here = one.portal().await.stranger().from_address(HERE);
    let there = here.at(&two);
    // Calls with a limit of their own are counted exactly, also when all come at once.
    let calls = (0..16).map(|n| {
        let client = if n % 2 == 0 {
            here.clone()
        } else {
            there.clone()
        };
        tokio::spawn(async move {
            client
                .post("people/password", json!({ "email": "a@example.com" }))
                .await
                .0
        })
    });
    let statuses = join_all(calls).await;
    let granted = statuses
        .into_iter()
        .filter(|status| *status.as_ref().unwrap() == 200);
    assert_eq!(granted.count(), 5);
    // All requests are counted by each node, which hear of each other.
    assert_eq!(answered(&here, "portal", 22).await, 22);
    for node in [&one, &two, &one] {
        node.house().budgets().exchange(sql::now()).await.unwrap();
    }
    assert_eq!(answered(&there, "portal", 1).await, 1);
    two.house().budgets().exchange(sql::now()).await.unwrap();
    let left = answered(&there, "portal", 60).await;
    assert_eq!(left, 60 - 16 - 22 - 1);
    for node in [&one, &two] {
        node.house().close().await;
    }
}
