//! People and what they change of themselves.

use portal::Role;
use serde_json::{Value, json};

use super::Walk;

pub(super) async fn accounts(walk: &mut Walk) {
    let owner = walk.owner();
    let draft = |email: &str, kind: &str| json!({ "email": email, "password": "test1234", "firstName": "A", "lastName": "B", "type": kind });
    walk.step(
        &owner,
        "POST",
        "people",
        draft("one@example.com", "User"),
        &["UserCreated"],
    )
    .await;
    let guest = draft("two@example.com", "Guest");
    walk.step(&owner, "POST", "people/active", guest, &["GuestCreated"])
        .await;
    walk.step(
        &owner,
        "POST",
        "people/active",
        draft("three@example.com", "RoomAdmin"),
        &["UserCreated"],
    )
    .await;
}

pub(super) async fn profiles(walk: &mut Walk) {
    let (owner, user) = (walk.owner(), walk.person(Role::User).await);
    let own = format!("people/{}", user.id);
    let name = json!({ "firstName": "New", "lastName": "Name" });
    walk.step(&user, "PUT", &own, name, &["UserUpdated"]).await;
    let culture = json!({ "cultureName": "de" });
    walk.step(
        &user,
        "PUT",
        &format!("{own}/culture"),
        culture,
        &["UserUpdatedLanguage"],
    )
    .await;
    walk.step(
        &user,
        "PUT",
        "people/theme",
        json!({ "theme": "Dark" }),
        &[],
    )
    .await;
    walk.step(
        &user,
        "PUT",
        "people/self/delete",
        Value::Null,
        &["UserSentDeleteInstructions"],
    )
    .await;
    let wish = json!({ "userId": user.id, "email": "new@example.com" });
    walk.step(
        &user,
        "POST",
        "people/email",
        wish,
        &["UserSentEmailChangeInstructions"],
    )
    .await;
    let link = walk
        .trail
        .personal_link("EmailActivation", &user.email, &user.id);
    let ids = json!({ "userIds": [user.id] });
    let path = "people/activationstatus/Activated";
    walk.step_with(
        &user,
        "PUT",
        path,
        &[("confirm", &link)],
        ids,
        &["UserActivated"],
    )
    .await;
    let link = walk.trail.address_link("new@example.com", &user.id).await;
    let email = json!({ "email": "new@example.com" });
    let path = format!("{own}/email");
    walk.step_with(
        &user,
        "PUT",
        &path,
        &[("confirm", &link)],
        email,
        &["UserUpdatedEmail"],
    )
    .await;
    let order = json!({ "userId": user.id, "email": "newer@example.com" });
    walk.step(&owner, "POST", "people/email", order, &["UserUpdatedEmail"])
        .await;
    let leaving = walk.person(Role::User).await;
    let link = walk
        .trail
        .personal_link("ProfileRemove", &leaving.email, &leaving.id);
    let headers = [("confirm", link.as_str())];
    walk.step_with(
        &leaving,
        "DELETE",
        "people/@self",
        &headers,
        Value::Null,
        &["UsersUpdatedStatus"],
    )
    .await;
}

pub(super) async fn photos(walk: &mut Walk) {
    let user = walk.person(Role::User).await;
    let path = format!("people/{}/photo", user.id);
    let picture = include_bytes!("dot.png");
    let mut waiting = String::new();
    for _ in 0..2 {
        let (status, answer) = user.upload(&path, "dot.png", picture).await;
        assert_eq!(
            (status, &answer["response"]["success"]),
            (200, &json!(true)),
            "{answer}"
        );
        waiting = answer["response"]["data"].as_str().unwrap().to_owned();
    }
    walk.note("POST", &path);
    assert_eq!(
        walk.trail.deeds().await,
        [""; 0],
        "it waits until it is cropped"
    );
    let crop = json!({ "tmpFile": waiting, "x": 0, "y": 0, "width": 8, "height": 8 });
    walk.step(
        &user,
        "POST",
        &format!("{path}/thumbnails"),
        crop,
        &["UserUpdatedAvatarThumbnails"],
    )
    .await;
    let (_, answer) = user.upload(&path, "dot.png", picture).await;
    let whole = json!({ "files": answer["response"]["data"] });
    walk.step(&user, "PUT", &path, whole, &["UserAddedAvatar"])
        .await;
    walk.step(&user, "DELETE", &path, Value::Null, &["UserDeletedAvatar"])
        .await;
}
