//! What is no whole archive of ours is refused before anything is touched.

use std::fs;
use std::path::Path;

use backup::restore::Target;
use backup::{Error, Pace, archive};

use crate::house::{KEY, at_rest, bring, databases, folder, make, number, start, worked};

/// Checks a file as restores do first of all.
fn look(path: &Path) -> Result<(), Error> {
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&KEY[at * 2..at * 2 + 2], 16).unwrap();
    }
    let installation = portal::Installation::from_key(key);
    archive::check(path, &installation, &Pace::unwatched()).map(drop)
}

#[tokio::test]
async fn archives_that_are_cut_off_altered_or_foreign_are_refused_and_nothing_is_touched() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let portal = number(&kit, &before.portal.alias).await.unwrap();
        let (folder, path) = folder();
        make(&kit, &before.portal.alias, &path).await.unwrap();
        assert!(look(&path).is_ok());
        let whole = fs::read(&path).unwrap();
        let expected = at_rest(&kit, portal).await;
        let bad = folder.path().join("bad.tar");

        // Cut off anywhere; what is behind the seal is the tar's own end.
        let seal = whole
            .windows(9)
            .rposition(|name| name == b"seal.json")
            .unwrap();
        for at in [
            0,
            100,
            512,
            600,
            5000,
            whole.len() / 3,
            whole.len() / 2,
            seal - 1,
            seal + 600,
        ] {
            fs::write(&bad, &whole[..at]).unwrap();
            let refused = look(&bad).unwrap_err();
            let early = at <= 600 && matches!(refused, Error::Foreign(_));
            assert!(
                early || matches!(refused, Error::CutOff(_)),
                "{at}: {refused}"
            );
        }
        // One bit anywhere, but for what tar fills up with and notes for itself.
        let mut altered = 0;
        for at in (0..seal + 600).step_by(9973) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&bad, &bytes).unwrap();
            altered += usize::from(look(&bad).is_err());
        }
        let looked = (0..seal + 600).step_by(9973).count();
        assert!(altered * 100 > looked * 95, "{altered} of {looked}");
        for (name, bytes) in [
            ("nothing", Vec::new()),
            ("text", b"PK\x03\x04 but no archive".repeat(100)),
            ("zeros", vec![0; 10_240]),
            ("another tar", another_tar()),
        ] {
            fs::write(&bad, bytes).unwrap();
            let refused = bring(&kit, &bad, Target::Over(portal)).await.unwrap_err();
            assert!(matches!(refused, Error::Foreign(_)), "{name}: {refused}");
        }
        for at in [whole.len() / 2, seal - 5] {
            fs::write(&bad, &whole[..at]).unwrap();
            let refused = bring(&kit, &bad, Target::Over(portal)).await.unwrap_err();
            assert!(matches!(refused, Error::CutOff(_)), "{refused}");
            let mut bytes = whole.clone();
            bytes[whole.len() / 2] ^= 1;
            fs::write(&bad, &bytes).unwrap();
            let refused = bring(&kit, &bad, Target::Over(portal)).await.unwrap_err();
            assert!(matches!(refused, Error::Altered(_)), "{refused}");
        }
        assert_eq!(expected, at_rest(&kit, portal).await);
        assert_eq!(
            before.owner.get("people/@self").await.0,
            200,
            "nobody was even signed out"
        );
        kit.house().close().await;
    }
}

fn another_tar() -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(5);
    tar.append_data(&mut header, "hello.txt", &b"hello"[..])
        .unwrap();
    tar.into_inner().unwrap()
}

#[tokio::test]
async fn numbers_of_other_portals_and_taken_names_are_refused() {
    for database in databases().await {
        let source = start(database).await;
        let before = worked(&source).await;
        let (_folder, path) = folder();
        make(&source, &before.portal.alias, &path).await.unwrap();
        let refused = bring(&source, &path, Target::New(None)).await.unwrap_err();
        assert!(refused.to_string().contains("--portal"), "{refused}");
        let refused = bring(&source, &path, Target::New(Some("twin".to_owned())))
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::Taken(_)), "{refused}");
        assert_eq!(number(&source, "twin").await, None);
        source.house().close().await;
    }
}
