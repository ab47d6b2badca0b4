//! Ways in: guests, invitations, keys and passwords.

use portal::Role;
use serde_json::{Value, json};

use super::Walk;

pub(super) async fn guests(walk: &mut Walk) {
    let (owner, guest) = (walk.owner(), walk.person(Role::Guest).await);
    let host = walk.person(Role::RoomAdmin).await;
    let (by, id) = (owner.id.parse().unwrap(), guest.id.parse().unwrap());
    let payload =
        people::confirm::guest_share(&guest.email, portal::UserId(by), portal::UserId(id));
    let link = walk
        .trail
        .link("GuestShareLink", &payload, &guest.email, &owner.id);
    let email = json!({ "email": guest.email });
    let headers = [("confirm", link.as_str())];
    walk.step_with(
        &host,
        "POST",
        "people/guests/share/approve",
        &headers,
        email,
        &["UserUpdated"],
    )
    .await;
    walk.step(
        &owner,
        "DELETE",
        "people/guests",
        json!({ "userIds": [guest.id] }),
        &["UserUpdated"],
    )
    .await;
}

pub(super) async fn invitations(walk: &mut Walk) {
    let owner = walk.owner();
    let invitations = json!({ "invitations": [
        { "email": "four@example.com", "type": "User" }, { "email": "five@example.com", "type": "User" },
    ] });
    let pending = walk
        .step(
            &owner,
            "POST",
            "people/invite",
            invitations,
            &["SendJoinInvite"],
        )
        .await;
    let again = json!({ "userIds": [pending[0]["id"], pending[1]["id"]] });
    walk.step(
        &owner,
        "PUT",
        "people/invite",
        again,
        &["UsersSentActivationInstructions"],
    )
    .await;
    let path = "portal/users/invitationlink";
    let wanted = &["InvitationSettingsUpdated"];
    let link = walk
        .step(
            &owner,
            "POST",
            path,
            json!({ "employeeType": "User" }),
            wanted,
        )
        .await;
    let address = link["url"].as_str().unwrap().to_owned();
    walk.step(
        &owner,
        "PUT",
        path,
        json!({ "id": link["id"], "maxUseCount": 5 }),
        wanted,
    )
    .await;

    // Whoever comes by an invitation makes his account himself.
    let short = address.split("/s/").last().unwrap();
    let request = walk
        .trail
        .portal
        .stranger()
        .request("GET", &format!("/s/{short}"));
    let answer = owner
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    let target = answer.headers()["location"].to_str().unwrap().to_owned();
    let confirm = target.split_once('?').unwrap().1.to_owned();
    let draft = json!({
        "email": "six@example.com", "password": "test1234", "firstName": "A", "lastName": "B", "fromInviteLink": true,
        "type": "User",
    });
    let stranger = walk.trail.portal.stranger();
    let headers = [("confirm", confirm.as_str())];
    walk.step_with(
        &stranger,
        "POST",
        "people",
        &headers,
        draft,
        &["UserCreatedViaInvite"],
    )
    .await;
    walk.step(&owner, "DELETE", path, json!({ "id": link["id"] }), wanted)
        .await;
    let wish = json!({ "email": "seven@example.com" });
    walk.step(
        &owner,
        "POST",
        "settings/sendjoininvite",
        wish,
        &["SentInviteInstructions"],
    )
    .await;
}

pub(super) async fn keys_and_passwords(walk: &mut Walk) {
    let (owner, user) = (walk.owner(), walk.person(Role::User).await);
    let key = walk
        .step(
            &owner,
            "POST",
            "keys",
            json!({ "name": "key" }),
            &["ApiKeyCreated"],
        )
        .await;
    let path = format!("keys/{}", key["id"].as_str().unwrap());
    walk.step(
        &owner,
        "PUT",
        &path,
        json!({ "name": "new" }),
        &["ApiKeyUpdated"],
    )
    .await;
    walk.step(&owner, "DELETE", &path, Value::Null, &["ApiKeyDeleted"])
        .await;
    let email = json!({ "email": user.email });
    let stranger = walk.trail.portal.stranger();
    let wanted = &["UserSentPasswordChangeInstructions"];
    walk.step(&stranger, "POST", "people/password", email, wanted)
        .await;
    let path = "security/activeconnections";
    let list = user.ok("GET", path, None).await;
    let other = walk
        .trail
        .portal
        .stranger()
        .sign_in(&user.email, "test1234")
        .await;
    let one = format!("{path}/logout/{}", list["items"][0]["id"]);
    let wanted = &["UserLogoutActiveConnection"];
    walk.step(&other, "PUT", &one, Value::Null, wanted).await;
    let rest = format!("{path}/logoutallexceptthis");
    let wanted = &["UserLogoutActiveConnections"];
    walk.step(&other, "PUT", &rest, Value::Null, wanted).await;
    let all = format!("{path}/logoutall/{}", user.id);
    let wanted = &["UserLogoutActiveConnectionsForUser"];
    walk.step(&owner, "PUT", &all, Value::Null, wanted).await;
    let user = walk
        .trail
        .portal
        .stranger()
        .sign_in(&user.email, "test1234")
        .await;
    let path = "security/activeconnections/logoutallchangepassword";
    let link = walk
        .step(
            &user,
            "PUT",
            path,
            Value::Null,
            &["UserLogoutActiveConnections"],
        )
        .await;
    let link = link.as_str().unwrap().split_once('?').unwrap().1.to_owned();
    let path = format!("people/{}/password", user.id);
    let headers = [("confirm", link.as_str())];
    let password = json!({ "password": "other1234" });
    walk.step_with(
        &stranger,
        "PUT",
        &path,
        &headers,
        password,
        &["UserUpdatedPassword"],
    )
    .await;
}
