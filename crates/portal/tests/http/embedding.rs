//! The portal in frames of other sites.

use axum::body::Body;
use portal::Role;
use serde_json::json;
use testkit::{Client, Portal};

const SITE: &str = "https://site.example";

/// An answer's headers, one text a line.
async fn headers(client: &Client, path: &str, more: &[(&str, &str)]) -> (u16, String) {
    let mut request = client.request("GET", path);
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let response = client.send(request.body(Body::empty()).unwrap()).await;
    let lines = response
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
    (response.status().as_u16(), lines.collect())
}

#[tokio::test]
async fn pages_say_who_may_frame_them() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let before = stranger.ok("GET", "security/csp", None).await;
        assert_eq!(before["domains"], json!([]));
        let (_, page) = headers(&stranger, "/rooms", &[]).await;
        assert!(page.contains("frame-ancestors 'self'\n"), "{page}");
        assert!(page.contains("x-frame-options: SAMEORIGIN"), "{page}");

        let body = json!({ "domains": [SITE, "*.other.example", SITE, "http://localhost:3000/"] });
        let saved = owner.ok("POST", "security/csp", Some(body)).await;
        assert_eq!(
            saved["domains"],
            json!([SITE, "*.other.example", "http://localhost:3000"])
        );
        let header = saved["header"].as_str().unwrap();
        assert!(header.ends_with(
            "frame-ancestors 'self' https://site.example *.other.example http://localhost:3000"
        ));
        let (_, page) = headers(&stranger, "/rooms", &[]).await;
        assert!(
            page.contains(&format!("content-security-policy: {header}\n")),
            "{page}"
        );
        assert!(!page.contains("x-frame-options"), "{page}");

        let (_, answer) = headers(&stranger, "security/csp", &[]).await;
        assert!(
            answer.contains("access-control-allow-origin: *"),
            "{answer}"
        );
        assert!(
            !answer.contains("content-security-policy"),
            "pages only: {answer}"
        );

        let other = kit.portal().await;
        let (_, page) = headers(&other.stranger(), "/rooms", &[]).await;
        assert!(
            page.contains("frame-ancestors 'self'\n"),
            "each portal has its own: {page}"
        );
    })
    .await;
}

#[tokio::test]
async fn only_administrators_name_sites_and_only_sites() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let body = json!({ "domains": [SITE] });
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.post("security/csp", body.clone()).await.0, 403);
        }
        assert_eq!(
            portal.stranger().post("security/csp", body.clone()).await.0,
            401
        );
        let admin = portal.person(Role::Admin).await;
        admin.ok("POST", "security/csp", Some(body)).await;
        for bad in [
            "https://a.example; script-src *",
            "bücher.example",
            "*",
            "data:",
        ] {
            let (status, answer) = admin
                .post("security/csp", json!({ "domains": [bad] }))
                .await;
            assert_eq!(status, 400, "{bad}");
            let text = answer["error"]["message"].as_str().unwrap();
            assert!(text.starts_with(bad), "{text}");
        }
        let many: Vec<String> = (0..101).map(|n| format!("https://s{n}.example")).collect();
        assert_eq!(
            admin
                .post("security/csp", json!({ "domains": many }))
                .await
                .0,
            400
        );
        assert_eq!(
            admin.ok("GET", "security/csp", None).await["domains"],
            json!([SITE])
        );
    })
    .await;
}

/// What a sign-in sets, over HTTPS.
async fn cookie(portal: &Portal) -> String {
    let body = json!({ "userName": "Owner@Example.com", "password": "test1234" }).to_string();
    let request = portal
        .stranger()
        .from_address("203.0.113.5")
        .request("POST", "authentication")
        .header("x-forwarded-proto", "https")
        .header("content-type", "application/json");
    let response = portal
        .stranger()
        .send(request.body(Body::from(body)).unwrap())
        .await;
    let cookie = response.headers().get("set-cookie").unwrap();
    cookie.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn cookies_travel_into_frames_when_sites_are_allowed() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let before = cookie(&portal).await;
        assert!(
            before.contains("SameSite=Strict") && before.contains("Secure"),
            "{before}"
        );
        owner
            .ok("POST", "security/csp", Some(json!({ "domains": [SITE] })))
            .await;
        let after = cookie(&portal).await;
        assert!(
            after.contains("SameSite=None; Secure") && after.contains("HttpOnly"),
            "{after}"
        );
        assert!(!after.contains("Strict"), "{after}");

        // Another site cannot make use of it.
        let token = owner.token().unwrap();
        let change = async |origin: &str| {
            let request = kit
                .stranger()
                .request("POST", "settings/messagesettings")
                .header("host", portal.alias.as_str())
                .header("cookie", format!("asc_auth_key={token}"))
                .header("content-type", "application/json");
            let mut request = request
                .body(Body::from(json!({ "turnOn": true }).to_string()))
                .unwrap();
            request.headers_mut().remove("host");
            request
                .headers_mut()
                .insert("host", portal.alias.parse().unwrap());
            request
                .headers_mut()
                .insert("origin", origin.parse().unwrap());
            kit.stranger().send(request).await.status().as_u16()
        };
        assert_eq!(change(&format!("http://{}", portal.alias)).await, 200);
        for foreign in [SITE, "https://evil.example", "null"] {
            assert_eq!(change(foreign).await, 401, "{foreign}");
        }

        owner
            .ok("POST", "security/csp", Some(json!({ "domains": [] })))
            .await;
        assert!(cookie(&portal).await.contains("SameSite=Strict"));
    })
    .await;
}
