//! The second factor by messages to the telephone, over HTTP. What sends the messages is not part of the product.

use std::sync::Arc;

use futures::future::BoxFuture;
use parking_lot::Mutex;
use portal::Role;
use serde_json::json;
use testkit::Kit;

use crate::kit::{Seen, actions, both, call, login, sign_in};

/// A network that keeps what it is given.
#[derive(Default)]
struct Network(Mutex<Vec<(String, String)>>);

impl access::Sms for Network {
    fn send<'a>(&'a self, number: &'a str, text: &'a str) -> BoxFuture<'a, Result<(), String>> {
        self.0.lock().push((number.to_owned(), text.to_owned()));
        Box::pin(async { Ok(()) })
    }
}

impl Network {
    fn of(kit: &Kit) -> Arc<Self> {
        let network = Arc::new(Self::default());
        kit.house().access().use_sms(network.clone());
        network
    }

    /// The code of the message with this place, and where it went.
    async fn code(&self, place: usize) -> (String, String) {
        let (number, text) = testkit::eventually(async || self.0.lock().get(place).cloned()).await;
        let code = text.split_whitespace().next().unwrap().to_owned();
        assert_eq!(code.len(), 6);
        (number, code)
    }
}

#[tokio::test]
async fn nothing_is_promised_that_is_not_configured() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let stranger = portal.stranger();
        let send = async || {
            let body = Some(login(&owner.email));
            call(&stranger, "POST", "authentication/sendsms", &[], body).await
        };
        let seen = send().await;
        assert_eq!(
            (seen.status, seen.message()),
            (405, "SMS is not configured")
        );
        // It could be sent, but is not asked for.
        Network::of(&kit);
        assert_eq!(send().await.status, 405);
        let body = Some(json!({ "mobilePhone": "+49 30 123456" }));
        let path = "authentication/setphone";
        assert_eq!(call(&stranger, "POST", path, &[], body).await.status, 401);
        let list = owner.ok("GET", "settings/tfaapp", None).await;
        assert_eq!(
            (&list[0]["id"], &list[0]["available"]),
            (&json!("sms"), &json!(true))
        );
    })
    .await;
}

#[tokio::test]
async fn a_number_is_given_once_and_codes_are_sent_to_it() {
    testkit::for_each_database(async |kit| {
        let network = Network::of(&kit);
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let body = json!({ "type": "Sms" });
        assert_eq!(
            portal
                .owner()
                .ok("PUT", "settings/tfaapp", Some(body))
                .await,
            true
        );
        let (stranger, email) = (portal.stranger(), user.email.as_str());
        let enter = async |code: &str| {
            call(
                &stranger,
                "POST",
                "authentication/1",
                &[],
                Some(both(email, code)),
            )
            .await
        };
        let set = async |step: &str, number: &str| {
            let (path, body) = ("authentication/setphone", json!({ "mobilePhone": number }));
            call(&stranger, "POST", path, &[("confirm", step)], Some(body)).await
        };
        let again = async || {
            let body = Some(login(email));
            call(&stranger, "POST", "authentication/sendsms", &[], body).await
        };
        let seen = sign_in(&stranger, email).await;
        let token = seen.response();
        assert_eq!(
            (&token["sms"], &token["tfa"]),
            (&json!(true), &json!(false))
        );
        assert!(token.get("token").is_none() && token.get("phoneNoise").is_none());
        let step = seen.step();
        assert!(step.starts_with("type=PhoneActivation&"));
        assert_eq!(again().await.status, 400);
        assert_eq!(enter("000000").await.status, 401);

        for bad in ["", "12", "+49 30 1234x", &"1".repeat(65)] {
            assert_eq!(set(&step, bad).await.status, 400, "{bad}");
        }
        let seen = set(&step, "+49 (30) 1234-5678").await;
        assert_eq!(seen.response()["phoneNoise"], "+4930****5678");
        let (number, code) = network.code(0).await;
        assert_eq!(number, "493012345678");
        // Mistyped the number: the code that went there is void.
        set(&step, "0049 30 8765432").await.response();
        let (number, second) = network.code(1).await;
        assert_eq!(number, "0049308765432");
        if code != second {
            assert_eq!(enter(&code).await.status, 401);
        }
        let seen = enter(&second).await;
        let session = stranger.with_token(seen.response()["token"].as_str().unwrap());
        let me = session.ok("GET", "people/@self", None).await;
        assert_eq!(me["mobilePhone"], "0049308765432");
        assert_eq!(me["mobilePhoneActivationStatus"], 1);
        // A code works once, and a good number is not changed by a password alone.
        assert_eq!(enter(&second).await.status, 401);
        assert_eq!(set(&step, "0049 30 1111111").await.status, 401);

        let seen = sign_in(&stranger, email).await;
        assert!(seen.step().starts_with("type=PhoneAuth&"));
        assert_eq!(seen.response()["phoneNoise"], "+0049*****5432");
        let (_, third) = network.code(2).await;
        again().await.response();
        let (_, fourth) = network.code(3).await;
        if third != fourth {
            assert_eq!(enter(&third).await.status, 401);
        }
        assert_eq!(enter(&fourth).await.status, 200);
        let good = actions(&kit, "login.succeeded").await;
        assert!(good.ends_with(&[1012, 1012]), "{good:?}");
        assert!(actions(&kit, "login.failed").await.contains(&1014));
    })
    .await;
}

#[tokio::test]
async fn five_codes_and_five_guesses_are_enough() {
    testkit::for_each_database(async |kit| {
        let network = Network::of(&kit);
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let body = json!({ "type": 1 });
        portal
            .owner()
            .ok("PUT", "settings/tfaapp", Some(body))
            .await;
        let (stranger, email) = (portal.stranger(), user.email.as_str());
        let enter = async |code: &str| {
            call(
                &stranger,
                "POST",
                "authentication/1",
                &[],
                Some(both(email, code)),
            )
            .await
        };
        let step = sign_in(&stranger, email).await.step();
        let path = "authentication/setphone";
        let body = json!({ "mobilePhone": "0049 30 8765432" });
        call(&stranger, "POST", path, &[("confirm", &step)], Some(body))
            .await
            .response();
        let (_, code) = network.code(0).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert_eq!(enter(wrong).await.status, 401);
        }
        assert_eq!(enter(&code).await.status, 403);
        let again = async || -> Seen {
            let body = Some(login(email));
            call(&stranger, "POST", "authentication/sendsms", &[], body).await
        };
        for _ in 0..4 {
            assert_eq!(again().await.status, 200);
        }
        assert_eq!(again().await.status, 403);
        // A new code does not forgive the guesses; ten minutes do.
        let (_, code) = network.code(4).await;
        assert_eq!(enter(&code).await.status, 403);
        let age = |tx: &mut sql::Tx<'_>| {
            tx.execute(
                "UPDATE sms_codes SET since = since - 600000000, made = made - 600000000",
                &[],
            )
        };
        kit.house().db().write(age).await.unwrap();
        assert_eq!(again().await.status, 200);
        let (_, code) = network.code(5).await;
        // And after ten minutes a code is old.
        kit.house().db().write(age).await.unwrap();
        assert_eq!(enter(&code).await.status, 401);
        assert_eq!(again().await.status, 200);
        let (_, code) = network.code(6).await;
        assert_eq!(enter(&code).await.status, 200);
    })
    .await;
}
