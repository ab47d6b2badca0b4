//! Data rooms: one form, filled in by people one after the other.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

use crate::{
    FILL, RESUME, STOP, info, let_in, manage, open, pdf, room, save, submit, told, upload,
};

const DATA_ROOM: i32 = 8;

async fn set_roles(who: &Client, form: i64, roles: Value) -> (u16, Value) {
    let path = format!("files/file/{form}/formrolemapping");
    who.post(&path, json!({ "formId": form, "roles": roles }))
        .await
}

async fn statuses(who: &Client, form: i64) -> Vec<i64> {
    let roles = who
        .ok("GET", &format!("files/file/{form}/formroles"), None)
        .await;
    let roles = roles.as_array().unwrap();
    roles
        .iter()
        .map(|role| role["roleStatus"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn people_fill_in_a_form_in_turn() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (ann, bob) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        let room = room(&owner, DATA_ROOM).await;
        for who in [&ann, &bob] {
            let_in(&owner, room, who, FILL).await;
        }
        let blank = pdf::form(&[("Asks", ""), ("Grants", "")]);
        let form = upload(&owner, room, "Request.pdf", &blank).await;
        assert_eq!(info(&owner, form).await["formFillingStatus"], 1);
        assert_eq!(statuses(&owner, form).await, [] as [i64; 0]);
        let roles = json!([
            { "roleName": "Grants", "roleColor": "#00f", "userId": bob.id, "sequence": 2 },
            { "roleName": "Asks", "roleColor": "#f00", "userId": ann.id, "sequence": 1 },
        ]);
        assert_eq!(set_roles(&ann, form, roles.clone()).await.0, 403);
        let (status, answer) = set_roles(&owner, form, roles).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(statuses(&owner, form).await, [2, 1], "her turn, his later");
        told(&kit, "It is your turn", 1).await;
        told(&kit, "A form is being filled in", 1).await;

        // Not his turn: he looks on.
        let seen = open(&bob, form).await;
        assert_eq!(seen["document"]["permissions"]["fillForms"], false);
        let asked = pdf::form(&[("Asks", "a week"), ("Grants", "")]);
        assert_eq!(save(&bob, form, &asked).await.0, 403);
        assert_eq!(submit(&bob, form).await.0, 403);
        assert_eq!(info(&bob, form).await["formFillingStatus"], 3);

        let opened = open(&ann, form).await;
        assert_eq!(opened["editorConfig"]["user"]["roles"], json!(["Asks"]));
        assert_eq!(opened["fillingStatus"], true);
        assert_eq!(info(&ann, form).await["formFillingStatus"], 2);
        assert_eq!(statuses(&owner, form).await, [3, 1], "she has opened it");
        assert_eq!(save(&ann, form, &asked).await.0, 200);
        assert_eq!(submit(&ann, form).await.1["response"]["complete"], false);
        assert_eq!(statuses(&owner, form).await, [4, 2]);
        assert_eq!(submit(&ann, form).await.0, 403, "once is enough");
        told(&kit, "It is your turn", 2).await;

        // Interrupted, nobody goes on.
        assert_eq!(manage(&bob, form, STOP).await.0, 403);
        assert_eq!(manage(&owner, form, STOP).await.0, 200);
        assert_eq!(statuses(&owner, form).await, [4, 5]);
        told(&kit, "The filling was stopped", 2).await;
        assert_eq!(submit(&bob, form).await.0, 403);
        assert_eq!(manage(&owner, form, RESUME).await.0, 200);

        let granted = pdf::form(&[("Asks", "a week"), ("Grants", "yes")]);
        let path = format!("files/file/{form}/submitform");
        let (status, answer) = bob.send_file("POST", &path, "a.pdf", &granted).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["complete"], true);
        let shown = info(&owner, form).await;
        assert_eq!(shown["formFillingStatus"], 4);
        assert_eq!(shown["isForm"], false);
        assert_eq!(shown["security"]["FillForms"], false);
        assert_eq!(statuses(&owner, form).await, [4, 4]);
        // Ann, and the owner, who started it: not Bob, who ended it.
        told(&kit, "The form is complete", 2).await;
    })
    .await;
}

#[tokio::test]
async fn roles_have_names_of_their_own_and_belong_to_forms_of_data_rooms() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, other) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner, DATA_ROOM).await;
        let form = upload(&owner, room, "A.pdf", &pdf::form(&[("A", "")])).await;
        let text = upload(&owner, room, "a.txt", b"x").await;
        let role = json!({ "roleName": "A", "userId": owner.id, "sequence": 1 });
        assert_eq!(set_roles(&owner, text, json!([role])).await.0, 403);
        assert_eq!(set_roles(&owner, form, json!([role, role])).await.0, 400);
        let nobody = json!([{ "roleName": "A", "userId": uuid::Uuid::nil(), "sequence": 1 }]);
        assert_eq!(set_roles(&owner, form, nobody).await.0, 403);
        let roles = |file: i64| format!("files/file/{file}/formroles");
        assert_eq!(owner.get(&roles(text)).await.0, 403);
        assert_eq!(owner.get(&roles(0)).await.0, 403);
        assert_eq!(owner.get(&roles(999_999)).await.0, 404);
        assert_eq!(other.get(&roles(form)).await.0, 403);
        assert_eq!(portal.stranger().get(&roles(form)).await.0, 401);
        // Begun anew, it has none.
        assert_eq!(set_roles(&owner, form, json!([role])).await.0, 200);
        assert_eq!(
            set_roles(&owner, form, json!([])).await.0,
            403,
            "not stopped"
        );
        assert_eq!(manage(&owner, form, STOP).await.0, 200);
        assert_eq!(set_roles(&owner, form, json!([])).await.0, 200);
        assert_eq!(info(&owner, form).await["formFillingStatus"], 1);
    })
    .await;
}
