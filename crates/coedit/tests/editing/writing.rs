//! People who write at the same time.

use portal::Role;

use super::editor::Editor;
use super::{EDITING, everywhere, file_in, room_with};

#[tokio::test]
async fn two_people_write_at_once_and_read_the_same() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "plan.md", b"# Plan\n").await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        assert_eq!((a.text(), b.text()), ("# Plan\n".into(), "# Plan\n".into()));
        assert!(a.may_edit() && b.may_edit());
        for turn in 0..20 {
            a.write(0, &format!("a{turn} ")).await;
            b.write(u32::try_from(b.text().len()).unwrap(), &format!(" b{turn}"))
                .await;
        }
        a.until_kept().await;
        b.until_kept().await;
        let all = |text: &str| {
            (0..20).all(|turn| {
                text.contains(&format!("a{turn} ")) && text.contains(&format!(" b{turn}"))
            })
        };
        a.until(|one| all(&one.text())).await;
        b.until(|one| all(&one.text())).await;
        assert_eq!(a.text(), b.text());
        let third = here.open(&ada, file).await;
        assert_eq!(third.text(), a.text());
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_who_is_here_by_the_name_the_server_knows() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let bob = here
            .portal
            .person_named(Role::User, "bob@x.example", "Bob", "Builder")
            .await;
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "plan.md", b"").await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        let state = r#"{"user":{"name":"Somebody else"}}"#;
        let said = |client: u64| {
            let mut bytes = vec![1, client as u8, 1, state.len() as u8];
            bytes.extend(state.as_bytes());
            [vec![1, bytes.len() as u8], bytes].concat()
        };
        b.say_bytes(said(9)).await;
        a.until(|one| one.names.get(&9).is_some_and(|name| name == "Bob Builder"))
            .await;
        drop(b);
        a.until(|one| one.names.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn who_was_off_line_comes_back_and_merges() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = super::file(&ada, "notes.txt", b"one\n").await;
        let mut b = here.open(&ada, file).await;
        let away = here.open(&ada, file).await;
        let doc = away.doc.clone();
        away.typed(0, "written in a tunnel\n");
        drop(away);
        b.write(4, "two\n").await;
        b.until(|one| one.notice["saved"] == true && one.kept == one.said)
            .await;
        drop(b);
        // The document is closed meanwhile; its history is kept.
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;
        let path = format!("/edit/{file}");
        let back = Editor::with(doc, here.address, ada.request("GET", &path), &path);
        let mut back = back.await.unwrap();
        back.until_kept().await;
        back.until(|one| one.text() == "written in a tunnel\none\ntwo\n")
            .await;
    })
    .await;
}
