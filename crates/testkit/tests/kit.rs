//! The kit itself: a portal, people of every type, two portals apart.
#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

use portal::Role;

#[tokio::test]
async fn a_portal_has_people_of_every_type() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let me = portal.owner().ok("GET", "people/@self", None).await;
        assert_eq!(me["isOwner"], true);
        for role in testkit::MADE {
            let person = portal.person(role).await;
            let me = person.ok("GET", "People/@SELF", None).await;
            assert_eq!(me["isVisitor"], role == Role::Guest);
            assert_eq!(me["email"], person.email.as_str());
        }
    })
    .await;
}

#[tokio::test]
async fn portals_know_nothing_of_each_other() {
    let kit = testkit::Kit::sqlite().await;
    let (one, other) = (kit.portal().await, kit.portal().await);
    let token = one.owner().token().map(str::to_owned).unwrap_or_default();
    let (status, body) = other
        .stranger()
        .with_token(&token)
        .get("people/@self")
        .await;
    assert_eq!((status, body), (401, serde_json::Value::Null));
    let id = one.owner().id;
    let (status, _) = other.owner().get(&format!("people/{id}")).await;
    assert_eq!(status, 404);
    assert_eq!(kit.stranger().get("people/@self").await.0, 401);
}

#[tokio::test]
async fn registration_is_closed_unless_the_operator_opens_it() {
    let order = serde_json::json!({
        "portalName": "someone", "firstName": "A", "lastName": "B",
        "email": "a@b.example", "password": "test1234", "language": "en",
    });
    for (open, wanted) in [(false, 401), (true, 200)] {
        let database = sql::testing::TestDatabase::sqlite();
        let change = |config: &mut server::Config| {
            config.dev = false;
            config.open_registration = open;
        };
        let kit = testkit::Kit::start(database, change).await;
        let answer = kit
            .stranger()
            .post("/apisystem/portal/register", order.clone())
            .await;
        assert_eq!(answer.0, wanted, "{}", answer.1);
        let removed = kit
            .stranger()
            .delete("/apisystem/portal/remove?portalName=someone")
            .await;
        assert_eq!(removed.0, 401);
    }
}
