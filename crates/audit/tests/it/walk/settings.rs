//! Settings of the portal, its owner and its life.

use portal::Role;
use serde_json::{Value, json};

use super::Walk;
use crate::kit::call_with;

pub(super) async fn switches(walk: &mut Walk) {
    let owner = walk.owner();
    for (method, path, body, wanted) in [
        (
            "POST",
            "settings/deeplink",
            json!({ "deepLinkSettings": { "handlingMode": 1 } }),
            None,
        ),
        (
            "PUT",
            "settings/emailactivation",
            json!({ "show": false }),
            None,
        ),
        ("PUT", "settings/closeadminhelper", Value::Null, None),
        ("POST", "settings/license/accept", Value::Null, None),
        (
            "PUT",
            "settings/invitationsettings",
            json!({ "allowInvitingMembers": true, "allowInvitingGuests": true }),
            Some("InvitationSettingsUpdated"),
        ),
        (
            "POST",
            "settings/devtoolsaccess",
            json!({ "limitedAccessForUsers": false }),
            Some("DevToolsAccessSettingsChanged"),
        ),
        (
            "POST",
            "settings/banner",
            json!({ "hidden": true }),
            Some("BannerSettingsChanged"),
        ),
        (
            "POST",
            "settings/ai-access",
            json!({ "enabled": false }),
            Some("AIAccessDisabled"),
        ),
        (
            "POST",
            "settings/ai-access",
            json!({ "enabled": true }),
            Some("AIAccessEnabled"),
        ),
        (
            "PUT",
            "settings/defaultfolder",
            json!({ "defaultFolderType": 5 }),
            Some("DefaultStartPageSettingsUpdated"),
        ),
        (
            "PUT",
            "settings/timeandlanguage",
            json!({ "lng": "de" }),
            Some("LanguageSettingsUpdated"),
        ),
        (
            "PUT",
            "settings/timeandlanguage",
            json!({ "timeZoneID": "Europe/Paris" }),
            Some("TimeZoneSettingsUpdated"),
        ),
        (
            "PUT",
            "settings/timeandlanguage",
            json!({ "lng": "de" }),
            None,
        ),
        (
            "POST",
            "settings/greetingsettings",
            json!({ "title": "Hello" }),
            Some("GreetingSettingsUpdated"),
        ),
        (
            "POST",
            "settings/greetingsettings/restore",
            Value::Null,
            Some("GreetingSettingsUpdated"),
        ),
        (
            "POST",
            "settings/authservice",
            json!({ "name": "s3", "props": [{ "name": "acesskey", "value": "a" },
                { "name": "secretaccesskey", "value": "b" }] }),
            Some("AuthorizationKeysSetting"),
        ),
        (
            "PUT",
            "settings/dns",
            json!({ "dnsName": null, "enable": false }),
            Some("DnsSettingsUpdated"),
        ),
    ] {
        let wanted: Vec<&str> = wanted.into_iter().collect();
        walk.step(&owner, method, path, body, &wanted).await;
    }
}

pub(super) async fn branding(walk: &mut Walk) {
    let owner = walk.owner();
    let company = "WhiteLabelCompanySettingsUpdated";
    let additional = "WhiteLabelAdditionalSettingsUpdated";
    for (method, path, body, wanted) in [
        (
            "PUT",
            "settings/whitelabel/logos/restore",
            Value::Null,
            Some("WhiteLabelSettingsLogosUpdated"),
        ),
        (
            "POST",
            "settings/whitelabel/logos/save",
            json!({ "logo": [{ "key": "1", "value": { "dark": "data:image/svg+xml;base64,PHN2Zy8+" } }] }),
            Some("WhiteLabelSettingsLogosUpdated"),
        ),
        (
            "POST",
            "settings/whitelabel/logotext/save",
            json!({ "logoText": "Us" }),
            Some("WhiteLabelSettingsLogoTextUpdated"),
        ),
        (
            "PUT",
            "settings/whitelabel/logotext/restore",
            Value::Null,
            Some("WhiteLabelSettingsLogoTextUpdated"),
        ),
        (
            "POST",
            "settings/rebranding/company",
            json!({ "settings": { "companyName": "Us" } }),
            Some(company),
        ),
        (
            "DELETE",
            "settings/rebranding/company",
            Value::Null,
            Some(company),
        ),
        (
            "POST",
            "settings/rebranding/additional",
            json!({ "settings": {} }),
            Some(additional),
        ),
        (
            "DELETE",
            "settings/rebranding/additional",
            Value::Null,
            Some(additional),
        ),
        (
            "PUT",
            "settings/colortheme",
            json!({ "selected": 2 }),
            Some("ColorThemeChanged"),
        ),
        (
            "DELETE",
            "settings/colortheme?id=99",
            Value::Null,
            Some("ColorThemeChanged"),
        ),
    ] {
        let wanted: Vec<&str> = wanted.into_iter().collect();
        walk.step(&owner, method, path, body, &wanted).await;
    }
    let dot = include_bytes!("dot.png");
    let files = "settings/whitelabel/logos/savefromfiles";
    let (status, answer) = owner.upload(files, "6.png", dot).await;
    assert_eq!(status, 200, "{answer}");
    walk.note("POST", files);
    assert_eq!(walk.trail.deeds().await, ["WhiteLabelSettingsLogosUpdated"]);
}

pub(super) async fn security(walk: &mut Walk) {
    let owner = walk.owner();
    let limits = json!({ "attemptCount": 9, "blockTime": 60, "checkPeriod": 60 });
    let rules = json!({ "ipRestrictions": [], "enable": false });
    let documents = "e67be73d-f9ae-4ce1-8fec-1880cb518cb4";
    for (method, path, body, wanted) in [
        (
            "PUT",
            "settings/security",
            json!({ "id": documents, "enabled": true }),
            "ProductsListUpdated",
        ),
        (
            "PUT",
            "settings/security/access",
            json!({ "items": [{ "key": documents, "value": true }] }),
            "ProductsListUpdated",
        ),
        (
            "PUT",
            "settings/security/password",
            json!({ "minLength": 8 }),
            "PasswordStrengthSettingsUpdated",
        ),
        (
            "PUT",
            "settings/security/loginsettings",
            limits,
            "LoginSettingsUpdated",
        ),
        (
            "DELETE",
            "settings/security/loginsettings",
            Value::Null,
            "LoginSettingsUpdated",
        ),
        (
            "POST",
            "settings/maildomainsettings",
            json!({ "type": 0 }),
            "TrustedMailDomainSettingsUpdated",
        ),
        (
            "PUT",
            "settings/iprestrictions",
            rules.clone(),
            "IPRestrictionsSettingsUpdated",
        ),
        (
            "PUT",
            "settings/iprestrictions/settings",
            rules,
            "IPRestrictionsSettingsUpdated",
        ),
        (
            "PUT",
            "settings/cookiesettings",
            json!({ "lifeTime": 0, "enabled": false }),
            "CookieSettingsUpdated",
        ),
    ] {
        walk.step(&owner, method, path, body, &[wanted]).await;
    }
    let stranger = walk.trail.portal.stranger();
    let message = json!({ "email": "eight@example.com", "message": "Hello" });
    walk.step(
        &stranger,
        "POST",
        "settings/sendadmmail",
        message,
        &["ContactAdminMailSent"],
    )
    .await;
    walk.note("POST", "settings/messagesettings"); // the mark of every step
    let admin = walk.person(Role::User).await;
    let nothing = "00000000-0000-0000-0000-000000000000";
    for (on, wanted) in [
        (true, "AdministratorAdded"),
        (false, "AdministratorDeleted"),
    ] {
        let order = json!({ "productId": nothing, "userId": admin.id, "administrator": on });
        walk.step(
            &owner,
            "PUT",
            "settings/security/administrator",
            order,
            &[wanted],
        )
        .await;
    }
}

pub(super) async fn quotas(walk: &mut Walk) {
    let owner = walk.owner();
    for (path, changed, off) in [
        (
            "settings/userquotasettings",
            "QuotaPerUserChanged",
            "QuotaPerUserDisabled",
        ),
        (
            "settings/roomquotasettings",
            "QuotaPerRoomChanged",
            "QuotaPerRoomDisabled",
        ),
        (
            "settings/aiagentquotasettings",
            "QuotaPerAiAgentChanged",
            "QuotaPerAiAgentDisabled",
        ),
    ] {
        let on = json!({ "enableQuota": true, "defaultQuota": 1_000_000 });
        walk.step(&owner, "POST", path, on, &[changed]).await;
        walk.step(
            &owner,
            "POST",
            path,
            json!({ "enableQuota": false, "defaultQuota": -1 }),
            &[off],
        )
        .await;
    }
    let id = walk.trail.id.0;
    let path = "settings/tenantquotasettings";
    let limit = json!({ "tenantId": id, "quota": 1_000_000_000 });
    walk.step(&owner, "PUT", path, limit, &["QuotaPerPortalChanged"])
        .await;
    let limit = json!({ "tenantId": id, "quota": -1 });
    walk.step(&owner, "PUT", path, limit, &["QuotaPerPortalDisabled"])
        .await;
}

pub(super) async fn ownership(walk: &mut Walk) {
    let (owner, next) = (walk.owner(), walk.person(Role::Admin).await);
    // Only an owner whose address is confirmed hands over.
    let link = walk
        .trail
        .personal_link("EmailActivation", &owner.email, &owner.id);
    let ids = json!({ "userIds": [owner.id] });
    walk.step_with(
        &owner,
        "PUT",
        "people/activationstatus/Activated",
        &[("confirm", &link)],
        ids,
        &["UserActivated"],
    )
    .await;
    let whom = json!({ "ownerId": next.id });
    let wanted = &["OwnerSentChangeOwnerInstructions"];
    walk.step(&owner, "POST", "settings/owner", whom.clone(), wanted)
        .await;
    let payload = format!("{}PortalOwnerChange{}", owner.email, next.id);
    let link = walk
        .trail
        .link("PortalOwnerChange", &payload, &owner.email, &next.id);
    let headers = [("confirm", link.as_str())];
    walk.step_with(
        &owner,
        "PUT",
        "settings/owner",
        &headers,
        whom,
        &["OwnerUpdated"],
    )
    .await;
    walk.trail.owner = next;
}

pub(super) async fn suspension(walk: &mut Walk) {
    let owner = walk.owner();
    let wanted = &["OwnerSentPortalDeactivationInstructions"];
    walk.step(&owner, "POST", "portal/suspend", Value::Null, wanted)
        .await;
    let wanted = &["OwnerSentPortalDeleteInstructions"];
    walk.step(&owner, "POST", "portal/delete", Value::Null, wanted)
        .await;
    for (kind, path) in [
        ("PortalSuspend", "portal/suspend"),
        ("PortalContinue", "portal/continue"),
    ] {
        let payload = format!("{}{kind}", owner.email);
        let link = walk.trail.link(kind, &payload, &owner.email, "");
        let headers = [("confirm", link.as_str())];
        let (status, answer) = call_with(&owner, "PUT", path, &headers, None).await;
        assert_eq!(status, 200, "{path}: {answer}");
        walk.note("PUT", path);
    }
    assert_eq!(walk.trail.deeds().await, ["PortalDeactivated"]);
}

pub(super) async fn second_factor(walk: &mut Walk) {
    let (owner, user) = (walk.owner(), walk.person(Role::User).await);
    let path = "settings/tfaapp";
    let order = json!({ "type": "App", "trustedIps": ["127.0.0.1"], "mandatoryUsers": [user.id] });
    owner.ok("PUT", path, Some(order)).await;
    walk.note("PUT", path);
    // Everybody has to sign in again.
    let stranger = walk.trail.portal.stranger();
    walk.trail.owner = stranger.sign_in(&owner.email, "test1234").await;
    assert_eq!(
        walk.trail.deeds().await,
        ["TwoFactorAuthenticationEnabledByTfaApp"]
    );

    let login = json!({ "userName": user.email, "password": "test1234" }).to_string();
    let request = stranger
        .request("POST", "authentication")
        .header("content-type", "application/json");
    let answer = stranger
        .send(request.body(axum::body::Body::from(login)).unwrap())
        .await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    let key = cookie.split(['=', ';']).nth(1).unwrap();
    let link = format!("type=TfaActivation&uid={}&key={key}", user.id);
    let answer: Value = serde_json::from_slice(answer.body()).unwrap();
    let secret = answer["response"]["tfaKey"].as_str().unwrap();
    let code = json!({ "code": code(secret) });
    let headers = [("confirm", link.as_str())];
    let wanted = &["UserConnectedTfaApp"];
    let path = "settings/tfaapp/validate";
    walk.step_with(&stranger, "POST", path, &headers, code, wanted)
        .await;
    let owner = walk.owner();
    let whose = json!({ "id": user.id });
    let wanted = &["UserDisconnectedTfaApp"];
    walk.step(&owner, "PUT", "settings/tfaappnewapp", whose, wanted)
        .await;
    let off = json!({ "type": "None" });
    let wanted = &["TwoFactorAuthenticationDisabled"];
    walk.step(&owner, "PUT", "settings/tfaappwithlink", off, wanted)
        .await;
}

/// What an app shows now.
fn code(secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(sql::now() / 1_000_000).unwrap())
        .to_string()
}
