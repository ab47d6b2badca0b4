//! Clients that do what they must not, and files that are no text.

use super::{EDITING, UNREADABLE, everywhere, file, file_in, room_with};
use portal::Role;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, Map as _, ReadTxn as _, StateVector, Transact as _};

const GARBAGE: u16 = 4400;
const FOREIGN: u16 = 4409;

#[tokio::test]
async fn garbage_ends_one_connection_and_the_others_go_on() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&eve, EDITING)]).await;
        let file = file_in(&ada, room, "a.txt", b"text").await;
        let mut a = here.open(&ada, file).await;
        let map = Doc::new();
        map.get_or_insert_map("other")
            .insert(&mut map.transact_mut(), "key", "value");
        let map = map.transact().encode_diff_v1(&StateVector::default());
        let foreign = {
            let doc = Doc::new();
            let text = doc.get_or_insert_text(coedit::TEXT);
            yrs::Text::push(&text, &mut doc.transact_mut(), "one");
            let known = doc.transact().state_vector();
            yrs::Text::push(&text, &mut doc.transact_mut(), "two");
            doc.transact().encode_diff_v1(&known)
        };
        // Whoever reads these goes one call deeper for each of a million steps.
        let mut values = vec![1, 1, 9, 0, 8, 1, 1, b'x', 1];
        values.extend([117, 1].repeat(1_000_000));
        let types = {
            let doc = Doc::new();
            let text = doc.get_or_insert_text(coedit::TEXT);
            let mut t = doc.transact_mut();
            let mut deep = yrs::Text::insert_embed(&text, &mut t, 0, yrs::ArrayPrelim::default());
            for _ in 0..20_000 {
                deep = yrs::Array::push_back(&deep, &mut t, yrs::ArrayPrelim::default());
            }
            t.encode_diff_v1(&StateVector::default())
        };
        let update = |bytes: Vec<u8>| {
            yrs::sync::Message::Sync(yrs::sync::SyncMessage::Update(bytes)).encode_v1()
        };
        let attacks: [(Vec<u8>, u16); 8] = [
            (vec![], GARBAGE),
            (vec![255; 100], GARBAGE),
            (vec![0, 2, 200, 1], GARBAGE),
            (update(vec![255; 64]), GARBAGE),
            (update(map), GARBAGE),
            (update(foreign), FOREIGN),
            (update(values), GARBAGE),
            (update(types), GARBAGE),
        ];
        for (turn, (bytes, code)) in attacks.into_iter().enumerate() {
            let mut e = here.open(&eve, file).await;
            a.write(0, &format!("{turn} ")).await;
            e.say_bytes(bytes).await;
            assert_eq!(e.until_end().await, code, "attack {turn}");
            a.until_kept().await;
        }
        assert_eq!(here.open(&ada, file).await.text(), "7 6 5 4 3 2 1 0 text");
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_too_large_is_not_read() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "a.txt", b"text").await;
        let (mut a, mut e) = (here.open(&ada, file).await, here.open(&ada, file).await);
        e.say_bytes(vec![0; (4 << 20) + 1]).await;
        e.until_end().await;
        a.write(0, "my ").await;
        a.until_kept().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_text_is_refused_in_words() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        for (bytes, words) in [
            (&b"PK\x03\x04\0\0binary"[..], "no plain text"),
            (b"caf\xe9", "not in Unicode"),
            (&vec![b'a'; (4 << 20) + 1], "larger than 4 MB"),
        ] {
            let file = file(&ada, "a.txt", bytes).await;
            let mut a = here.open(&ada, file).await;
            assert_eq!(a.until_end().await, UNREADABLE);
            assert!(a.end.as_ref().unwrap().1.contains(words), "{:?}", a.end);
        }
    })
    .await;
}
