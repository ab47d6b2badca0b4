//! From sessions to versions.

use axum::body::Body;
use portal::Role;
use serde_json::json;

use super::{
    EDITING, bytes_of, everywhere, everywhere_with, file, file_in, history, info, room_with,
};

#[tokio::test]
async fn a_session_makes_exactly_one_version_with_its_authors() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "plan.md", b"# Plan\r\n").await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        a.write(0, "first ").await;
        a.until(|one| one.notice["version"] == 2 && one.notice["saved"] == true)
            .await;
        b.until(|one| one.text().starts_with("first")).await;
        b.until(|one| one.notice["version"] == 2 && one.notice["saved"] == true)
            .await;
        b.write(0, "second ").await;
        b.until(|one| one.notice["saved"] == false).await;
        b.until(|one| one.notice["saved"] == true).await;
        assert_eq!(bytes_of(&ada, file).await, b"second first # Plan\r\n");
        drop((a, b));
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;

        let versions = history(&ada, file).await;
        assert_eq!(versions.len(), 2, "{versions:?}");
        assert_eq!(versions[1]["user"]["id"], bob.id.as_str());
        let changes = versions[1]["changes"].as_array().unwrap();
        let authors: Vec<_> = changes
            .iter()
            .map(|one| one["user"]["id"].as_str().unwrap())
            .collect();
        assert_eq!(authors, [ada.id.as_str(), bob.id.as_str()]);
        assert_eq!(versions[0]["changes"], json!([]));
        assert_eq!(info(&ada, file).await["comment"], "Autosaved");

        // What comes next is another session.
        let mut again = here.open(&ada, file).await;
        again.write(0, "third ").await;
        again.save().await;
        again.until(|one| one.notice["version"] == 3).await;
        let versions = history(&ada, file).await;
        assert_eq!(versions[2]["changes"].as_array().unwrap().len(), 1);
        assert_eq!(info(&ada, file).await["comment"], "Saved");
    })
    .await;
}

#[tokio::test]
async fn looking_on_and_taking_back_make_no_version() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        a.write(0, "x").await;
        let update = {
            use yrs::{ReadTxn as _, Text as _, Transact as _};
            let before = a.doc.transact().state_vector();
            let content = a.doc.get_or_insert_text(coedit::TEXT);
            content.remove_range(&mut a.doc.transact_mut(), 0, 1);
            a.doc.transact().encode_diff_v1(&before)
        };
        a.update(update).await;
        a.until_kept().await;
        a.until(|one| one.notice["saved"] == true).await;
        assert_eq!(info(&ada, file).await["version"], 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_unsaved_is_saved_when_the_last_one_leaves() {
    // Nobody rests long enough.
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        a.write(4, " and more").await;
        a.until_kept().await;
        assert_eq!(info(&ada, file).await["version"], 1);
        drop(a);
        testkit::eventually(async || (info(&ada, file).await["version"] == 2).then_some(())).await;
        assert_eq!(bytes_of(&ada, file).await, b"text and more");
    })
    .await;
}

#[tokio::test]
async fn an_upload_in_between_merges_with_what_is_being_written() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"one\ntwo\nthree\n").await;
        let mut a = here.open(&ada, file).await;
        a.write(0, "zero\n").await;
        a.until_kept().await;
        let body = "--e\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\none\ntwo\nthree\nfour\n\r\n--e--\r\n";
        let request = ada
            .request("PUT", &format!("files/{file}/update"))
            .header("content-type", "multipart/form-data; boundary=e");
        let answer = ada.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status(), 200);
        a.until(|one| one.text() == "zero\none\ntwo\nthree\nfour\n")
            .await;
        a.until(|one| one.notice["version"] == 2).await;
        a.save().await;
        a.until(|one| one.notice["version"] == 3).await;
        assert_eq!(bytes_of(&ada, file).await, b"zero\none\ntwo\nthree\nfour\n");
    })
    .await;
}
