//! What administrators do with people and groups.

use portal::Role;
use serde_json::{Value, json};

use super::Walk;

pub(super) async fn states(walk: &mut Walk) {
    let owner = walk.owner();
    let (one, two) = (walk.person(Role::User).await, walk.person(Role::User).await);
    let both = json!({ "userIds": [one.id, two.id] });
    walk.step(
        &owner,
        "PUT",
        "people/type/RoomAdmin",
        both.clone(),
        &["UsersUpdatedType"],
    )
    .await;
    let order = json!({ "type": "User", "userId": one.id });
    walk.step(&owner, "POST", "people/type", order, &[]).await;
    let progress = format!("people/type/progress/{}", one.id);
    testkit::eventually(async || {
        let progress = owner.ok("GET", &progress, None).await;
        (progress["isCompleted"] == true).then_some(())
    })
    .await;
    assert_eq!(
        walk.trail.deeds().await,
        ["UsersUpdatedType"],
        "when it is done"
    );
    let stop = json!({ "userId": one.id });
    walk.step(&owner, "PUT", "people/type/terminate", stop, &[])
        .await;
    let disable = json!({ "disable": true });
    let path = format!("people/{}", one.id);
    walk.step(&owner, "PUT", &path, disable, &["UsersUpdatedStatus"])
        .await;
    let quota = json!({ "userIds": [one.id, two.id], "quota": 1_000_000 });
    walk.step(
        &owner,
        "PUT",
        "people/userquota",
        quota,
        &["CustomQuotaPerUserChanged"],
    )
    .await;
    let quota = json!({ "userIds": [one.id], "quota": -1 });
    walk.step(
        &owner,
        "PUT",
        "people/userquota",
        quota,
        &["CustomQuotaPerUserDisabled"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        "people/resetquota",
        both.clone(),
        &["CustomQuotaPerUserDefault"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        "people/status/Active",
        both.clone(),
        &["UsersUpdatedStatus"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        "people/status/Terminated",
        both.clone(),
        &["UsersUpdatedStatus"],
    )
    .await;
    walk.step(&owner, "PUT", "people/delete", both, &["UsersDeleted"])
        .await;
    let three = walk.person(Role::Guest).await;
    let ids = json!({ "userIds": [three.id] });
    walk.step(
        &owner,
        "PUT",
        "people/status/Terminated",
        ids,
        &["UsersUpdatedStatus"],
    )
    .await;
    walk.step(
        &owner,
        "DELETE",
        &format!("people/{}", three.id),
        Value::Null,
        &["UserDeleted"],
    )
    .await;
}

pub(super) async fn data(walk: &mut Walk) {
    let (owner, user) = (walk.owner(), walk.person(Role::User).await);
    // A person who had documents and became a guest.
    let (status, _) = user.upload("files/@my/upload", "a.txt", b"text").await;
    assert_eq!(status, 200);
    let order = json!({ "type": "Guest", "userId": user.id });
    owner.ok("POST", "people/type", Some(order)).await;
    testkit::eventually(async || {
        let person = owner.ok("GET", &format!("people/{}", user.id), None).await;
        (person["isVisitor"] == true).then_some(())
    })
    .await;
    // Another type ends the sessions of the old one.
    let stranger = walk.trail.portal.stranger();
    let user = stranger.sign_in(&user.email, "test1234").await;
    walk.trail.news().await;
    walk.step(
        &user,
        "POST",
        "people/delete/personal/start",
        Value::Null,
        &["UserDataRemoving"],
    )
    .await;
    testkit::eventually(async || {
        let path = "people/delete/personal/progress";
        let progress = user.ok("GET", path, None).await;
        (progress["isCompleted"] == true).then_some(())
    })
    .await;
    walk.trail.news().await;
    let ids = json!({ "userIds": [user.id] });
    walk.step(
        &owner,
        "PUT",
        "people/status/Terminated",
        ids,
        &["UsersUpdatedStatus"],
    )
    .await;
    let whom = json!({ "userId": user.id });
    let order = json!({ "fromUserId": user.id, "toUserId": owner.id });
    walk.step(
        &owner,
        "POST",
        "people/reassign/start",
        order,
        &["UserDataReassigns"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        "people/reassign/terminate",
        whom.clone(),
        &[],
    )
    .await;
    walk.step(
        &owner,
        "POST",
        "people/remove/start",
        whom.clone(),
        &["UserDataRemoving"],
    )
    .await;
    walk.step(&owner, "PUT", "people/remove/terminate", whom, &[])
        .await;
}

pub(super) async fn groups(walk: &mut Walk) {
    let (owner, user) = (walk.owner(), walk.person(Role::User).await);
    let draft = json!({ "groupName": "One", "members": [] });
    let one = walk
        .step(&owner, "POST", "group", draft, &["GroupCreated"])
        .await["id"]
        .clone();
    let draft = json!({ "groupName": "Two", "members": [user.id] });
    let two = walk
        .step(&owner, "POST", "group", draft, &["GroupCreated"])
        .await["id"]
        .clone();
    let (one, two) = (
        format!("group/{}", one.as_str().unwrap()),
        two.as_str().unwrap().to_owned(),
    );
    let members = json!({ "members": [user.id] });
    walk.step(
        &owner,
        "PUT",
        &one,
        json!({ "groupName": "First" }),
        &["GroupUpdated"],
    )
    .await;
    walk.step(
        &owner,
        "POST",
        &format!("{one}/members"),
        members.clone(),
        &["GroupUpdated"],
    )
    .await;
    walk.step(
        &owner,
        "DELETE",
        &format!("{one}/members"),
        members.clone(),
        &["GroupUpdated"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        &format!("{one}/members"),
        members,
        &["GroupUpdated"],
    )
    .await;
    let manager = json!({ "userId": user.id });
    walk.step(
        &owner,
        "PUT",
        &format!("{one}/manager"),
        manager,
        &["GroupUpdated"],
    )
    .await;
    walk.step(
        &owner,
        "PUT",
        &format!("{one}/members/{two}"),
        Value::Null,
        &["GroupUpdated"],
    )
    .await;
    walk.step(&owner, "DELETE", &one, Value::Null, &["GroupDeleted"])
        .await;
}
