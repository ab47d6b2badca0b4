//! Portals from outside: what is shown to whom, and who may change it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use portal::Role;
use serde_json::{Value, json};
use testkit::Kit;

const SAVED: &str = "Settings have been successfully updated";

fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}

/// Members of `GET settings` everybody sees (`platform/06 §6.2`).
const SHARED: [&str; 29] = [
    "aiEnabled",
    "baseDomain",
    "cookieSettingsEnabled",
    "culture",
    "debugInfo",
    "deepLink",
    "defaultFolderType",
    "displayAbout",
    "displayBanners",
    "docSpace",
    "enableAdmMess",
    "externalDbEnabled",
    "externalResources",
    "greetingSettings",
    "isAmi",
    "limitedAccessDevToolsForUsers",
    "limitedAccessSpace",
    "logoText",
    "maxImageUploadSize",
    "ownerId",
    "recaptchaType",
    "standalone",
    "tenantAlias",
    "tenantStatus",
    "trustedDomainsType",
    "userNameRegex",
    "utcHoursOffset",
    "utcOffset",
    "version",
];

#[tokio::test]
async fn settings_show_strangers_less() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let mut shared = SHARED.to_vec();
        let stranger = portal.stranger().ok("GET", "settings", None).await;
        let mut expected = [&shared[..], &["passwordHash", "thirdpartyEnable"]].concat();
        expected.sort_unstable();
        assert_eq!(members(&stranger), expected);
        assert_eq!(stranger["ownerId"], uuid::Uuid::nil().to_string());
        assert_eq!(stranger["tenantAlias"], portal.alias.to_lowercase());
        let owner = portal.owner();
        let signed = owner.ok("GET", "settings", None).await;
        shared.extend([
            "domainValidator",
            "firebase",
            "formGallery",
            "invitationLimit",
            "nameSchemaId",
            "plugins",
            "socketUrl",
            "tagManagerId",
            "timezone",
            "trustedDomains",
            "zendeskKey",
        ]);
        shared.sort_unstable();
        assert_eq!(members(&signed), shared);
        assert_eq!(signed["ownerId"], owner.id.as_str());
        assert_eq!(signed["defaultFolderType"], 14);
        let asked = owner.ok("GET", "settings?withPassword=true", None).await;
        assert_eq!(asked["passwordHash"], stranger["passwordHash"]);
    })
    .await;
}

#[tokio::test]
async fn settings_cost_one_statement() {
    let kit = Kit::sqlite().await;
    let owner = kit.portal().await.owner();
    owner.get("settings").await;
    // Work in the background only adds to the count, so the request itself costs what the least count says.
    testkit::eventually(async || {
        let before = kit.house().db().statements();
        owner.get("settings").await;
        (kit.house().db().statements() - before == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn only_administrators_change_the_portal() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let calls = [
        ("PUT", "settings/timeandlanguage", json!({ "lng": "de" })),
        ("POST", "settings/greetingsettings", json!({ "title": "t" })),
        ("POST", "settings/greetingsettings/restore", json!({})),
        ("PUT", "settings/colortheme", json!({ "selected": 2 })),
        (
            "PUT",
            "settings/security/password",
            json!({ "minLength": 9 }),
        ),
        (
            "PUT",
            "settings/security/loginsettings",
            json!({ "attemptCount": 6, "blockTime": 60, "checkPeriod": 60 }),
        ),
        (
            "POST",
            "settings/messagesettings",
            json!({ "turnOn": true }),
        ),
        (
            "POST",
            "settings/maildomainsettings",
            json!({ "type": 0, "domains": [], "inviteUsersAsVisitors": false }),
        ),
        (
            "PUT",
            "settings/iprestrictions",
            json!({ "ipRestrictions": [], "enable": false }),
        ),
        (
            "POST",
            "settings/deeplink",
            json!({ "deepLinkSettings": { "handlingMode": 1 } }),
        ),
        (
            "PUT",
            "settings/invitationsettings",
            json!({ "allowInvitingMembers": true, "allowInvitingGuests": true }),
        ),
        (
            "POST",
            "settings/devtoolsaccess",
            json!({ "limitedAccessForUsers": false }),
        ),
        ("POST", "settings/banner", json!({ "hidden": true })),
        ("POST", "settings/ai-access", json!({ "enabled": true })),
        (
            "POST",
            "settings/userquotasettings",
            json!({ "enableQuota": false, "defaultQuota": -2 }),
        ),
        (
            "POST",
            "settings/rebranding/company",
            json!({ "settings": {} }),
        ),
        (
            "POST",
            "settings/rebranding/additional",
            json!({ "settings": {} }),
        ),
        (
            "PUT",
            "settings/cookiesettings",
            json!({ "lifeTime": 0, "enabled": false }),
        ),
    ];
    for role in [Role::RoomAdmin, Role::User, Role::Guest] {
        let person = portal.person(role).await;
        for (method, path, body) in &calls {
            let (status, answer) = person.call(method, path, Some(body.clone())).await;
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!("Access denied")),
                "{role:?} {path}"
            );
        }
    }
    let (admin, stranger) = (portal.person(Role::Admin).await, portal.stranger());
    for (method, path, body) in calls {
        assert_eq!(
            stranger.call(method, path, Some(body.clone())).await.0,
            401,
            "{path}"
        );
        let (status, answer) = admin.call(method, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_changed_portal_is_seen_at_once() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let zone = json!({ "lng": "lv", "timeZoneID": "Europe/Riga" });
        assert_eq!(
            owner
                .ok("PUT", "settings/timeandlanguage", Some(zone))
                .await,
            SAVED
        );
        let settings = owner.ok("GET", "settings", None).await;
        assert_eq!(
            (&settings["culture"], &settings["timezone"]),
            (&json!("lv"), &json!("Europe/Riga"))
        );
        assert!(["02:00:00", "03:00:00"].contains(&settings["utcOffset"].as_str().unwrap()));
        let bad = json!({ "timeZoneID": "Nowhere/Else" });
        assert_eq!(owner.put("settings/timeandlanguage", bad).await.0, 400);
        let title = json!({ "title": "O'Connell & <b>" });
        owner
            .ok("POST", "settings/greetingsettings", Some(title))
            .await;
        assert_eq!(
            owner.ok("GET", "settings/greetingsettings", None).await,
            "O'Connell & <b>"
        );
        assert_eq!(
            portal.stranger().ok("GET", "settings", None).await["greetingSettings"],
            "O'Connell & <b>"
        );
        owner
            .ok(
                "POST",
                "settings/ai-access",
                Some(json!({ "enabled": false })),
            )
            .await;
        assert_eq!(owner.ok("GET", "settings", None).await["aiEnabled"], false);
        let theme = json!({ "theme": { "id": 1, "main": { "accent": "#000000" } }, "selected": 1 });
        let themes = owner.ok("PUT", "settings/colortheme", Some(theme)).await;
        assert_eq!(
            (
                &themes["selected"],
                themes["themes"].as_array().unwrap().len()
            ),
            (&json!(7), 7)
        );
        let themes = owner.ok("DELETE", "settings/colortheme?id=7", None).await;
        assert_eq!(themes["selected"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_portal_is_gone_and_its_name_is_free() {
    testkit::for_each_database(async |kit| {
        let first = kit.portal().await;
        let alone = first
            .owner()
            .call("DELETE", "portal/deleteportalimmediately", Some(json!({})))
            .await;
        assert_eq!(
            (alone.0, &alone.1["error"]["message"]),
            (500, &json!("Cannot delete the last space"))
        );
        let portal = kit.portal().await;
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.delete("portal/deleteportalimmediately").await.0, 403);
        let owner = portal.owner();
        let body = Some(json!({ "reference": "x" }));
        assert_eq!(
            owner
                .call("DELETE", "portal/deleteportalimmediately", body)
                .await
                .0,
            200
        );
        assert_eq!(owner.get("people/@self").await.0, 401);
        let name = json!({ "portalName": portal.alias });
        let free = kit
            .stranger()
            .post("/apisystem/portal/validateportalname", name)
            .await;
        assert_eq!(free.0, 200);
    })
    .await;
}

#[tokio::test]
async fn the_record_of_a_portal_is_for_administrators() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let full = portal.owner().ok("GET", "portal", None).await;
    assert_eq!(
        (&full["tenantAlias"], &full["status"]),
        (&json!(portal.alias.to_lowercase()), &json!(0))
    );
    let user = portal.person(Role::User).await;
    let reduced = user.ok("GET", "portal", None).await;
    assert_eq!(reduced["tenantId"], full["tenantId"]);
    assert_eq!(reduced["creationDateTime"], "0001-01-01T00:00:00");
    for path in [
        "portal/quota",
        "portal/quota/right",
        "portal/usedspace",
        "portal/userscount",
    ] {
        assert_eq!(user.get(path).await.0, 403, "{path}");
        assert_eq!(portal.owner().get(path).await.0, 200, "{path}");
        assert_eq!(portal.stranger().get(path).await.0, 401, "{path}");
    }
    assert_eq!(user.ok("GET", "portal/tariff", None).await["id"], 0);
    let path = user.ok("GET", "portal/path?virtualPath=/rooms", None).await;
    assert_eq!(path, "http://localhost/rooms");
}

#[path = "http/embedding.rs"]
mod embedding;
#[path = "http/plan.rs"]
mod plan;
