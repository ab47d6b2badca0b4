//! A portal comes back as it was.

use std::collections::BTreeSet;

use backup::restore::Target;
use backup::tables::{self, APART};
use sql::params;

use crate::house::{
    at_rest, bring, databases, download, folder, is_sound, make, number, resting, start, worked,
};

/// Tables without a portal: the façade's own.
const NO_PORTAL: [&str; 2] = ["migrations", "sequences"];
/// What SQLite keeps for its search: virtual tables, and those they consist of.
const VIRTUAL: [&str; 3] = ["content_words", "file_grams", "folder_grams"];

#[tokio::test]
async fn no_table_of_portals_is_left_out_but_those_named_with_their_reason() {
    let mut known = BTreeSet::new();
    let mut archived = Vec::new();
    for database in databases().await {
        let kit = start(database).await;
        let look = kit.house().db().read(|tx| {
            let all = sql::schema::tables(tx)?;
            Ok::<_, sql::Error>((all, tables::of_portals(tx)?, tables::archived(tx)?))
        });
        let (all, of_portals, kept) = look.await.unwrap();
        for table in &all {
            let of_portal = of_portals.iter().any(|one| one.name == table.name);
            let own = NO_PORTAL.contains(&table.name.as_str())
                || VIRTUAL.iter().any(|start| table.name.starts_with(start));
            assert!(of_portal || own, "{} has no portal", table.name);
        }
        let names: BTreeSet<String> = of_portals.iter().map(|one| one.name.clone()).collect();
        let apart: BTreeSet<String> = APART.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let kept_names: BTreeSet<String> = kept.iter().map(|one| one.name.clone()).collect();
        let left_out: BTreeSet<_> = names.difference(&kept_names).cloned().collect();
        assert!(left_out.is_subset(&apart), "{left_out:?}");
        assert!(kept_names.is_disjoint(&apart));
        assert!(kept.len() > 40, "{}", kept.len());
        known.extend(names);
        archived.push(kept);
        kit.house().close().await;
    }
    // Some tables are on PostgreSQL only.
    let everywhere = archived.len() > 1;
    for (name, _, reason) in APART {
        assert!(
            !everywhere || known.contains(*name) || VIRTUAL.contains(name),
            "{name} is no table"
        );
        assert!(!reason.is_empty());
    }
    // What one database writes the other one can read.
    assert!(archived.windows(2).all(|two| two[0] == two[1]));
}

#[tokio::test]
async fn a_portal_comes_back_from_every_database_into_every_other() {
    for from in 0..databases().await.len() {
        for to in 0..databases().await.len() {
            let source = start(databases().await.swap_remove(from)).await;
            let before = worked(&source).await;
            let (_folder, path) = folder();
            let manifest = make(&source, &before.portal.alias, &path).await.unwrap();

            let target = start(databases().await.swap_remove(to)).await;
            println!(
                "{:?} into {:?}",
                source.house().db().dialect(),
                target.house().db().dialect()
            );
            let restored = bring(&target, &path, Target::New(None)).await.unwrap();
            assert!(restored.checked.own);
            assert_eq!(restored.stored, manifest.objects);
            is_sound(&target).await;
            assert_eq!(
                resting(&manifest.tables),
                at_rest(&target, restored.portal).await
            );
            let stranger = target.stranger().in_portal(&before.portal.alias);
            let owner = stranger.sign_in("owner@example.com", "test1234").await;
            for (id, title, content) in &before.files {
                assert_eq!(
                    owner.ok("GET", &format!("files/file/{id}"), None).await["title"],
                    title.as_str()
                );
                assert_eq!(
                    download(&owner, *id).await,
                    (200, content.clone()),
                    "{title}"
                );
            }
            // Numbers go on behind those that came along.
            let room = before.room;
            let (status, answer) = owner
                .upload(&format!("files/{room}/upload"), "New.txt", b"new")
                .await;
            assert_eq!(status, 200, "{answer}");
            is_sound(&target).await;
            source.house().close().await;
            target.house().close().await;
        }
    }
}

#[tokio::test]
async fn what_came_after_the_backup_is_gone_and_what_went_is_back() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let alias = before.portal.alias.clone();
        let portal = number(&kit, &alias).await.unwrap();
        let another = worked(&kit).await;
        let (_folder, path) = folder();
        let manifest = make(&kit, &alias, &path).await.unwrap();
        let other = number(&kit, &another.portal.alias).await.unwrap();
        let others = at_rest(&kit, other).await;

        let (gone, title, content) = before.files[3].clone();
        let owner = &before.owner;
        let body = serde_json::json!({ "deleteAfter": false, "immediately": true });
        owner
            .ok("DELETE", &format!("files/file/{gone}"), Some(body))
            .await;
        let (_, answer) = owner
            .upload(
                &format!("files/{}/upload", before.room),
                "Late.txt",
                b"late",
            )
            .await;
        let late = answer["response"]
            .as_array()
            .map_or(&answer["response"], |all| &all[0])["id"]
            .clone();
        testkit::eventually(async || (download(owner, gone).await.0 == 404).then_some(())).await;

        let restored = bring(&kit, &path, Target::Over(portal)).await.unwrap();
        assert_eq!(
            (restored.portal, restored.stored),
            (portal, 0),
            "objects are there still"
        );
        assert_eq!(resting(&manifest.tables), at_rest(&kit, portal).await);
        assert_eq!(
            owner.get("people/@self").await.0,
            401,
            "everybody signs in again"
        );
        let owner = kit
            .stranger()
            .in_portal(&alias)
            .sign_in("owner@example.com", "test1234")
            .await;
        assert_eq!(download(&owner, gone).await, (200, content), "{title}");
        assert_eq!(owner.get(&format!("files/file/{late}")).await.0, 404);
        is_sound(&kit).await;
        assert_eq!(
            others,
            at_rest(&kit, other).await,
            "the other portal is untouched"
        );
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_table_nobody_has_heard_of_is_in_the_archive() {
    const TABLE: &str = "CREATE TABLE oddities (portal_id BIGINT NOT NULL, id TEXT NOT NULL, truth BOOLEAN, \
        share DOUBLE PRECISION, bytes BYTEA, \"order\" BIGINT, PRIMARY KEY (portal_id, id))";
    for from in 0..databases().await.len() {
        let (source, target) = (
            start(databases().await.swap_remove(from)).await,
            start(databases().await.pop().unwrap()).await,
        );
        for kit in [&source, &target] {
            let made = kit
                .house()
                .db()
                .write(|tx| tx.execute(TABLE, &[]).map(drop));
            made.await.unwrap();
        }
        let alias = source.portal().await.alias;
        let portal = number(&source, &alias).await.unwrap();
        let row = params![portal, "x\ty", true, 0.1, vec![0_u8, 255], None::<i64>].to_vec();
        let put = source.house().db().write(move |tx| {
            let text = "INSERT INTO oddities (portal_id, id, truth, share, bytes, \"order\") VALUES ($1, $2, $3, $4, $5, $6)";
            tx.execute(text, &row).map(drop)
        });
        put.await.unwrap();
        let (_folder, path) = folder();
        make(&source, &alias, &path).await.unwrap();
        let restored = bring(&target, &path, Target::New(Some("Other-Name".to_owned())))
            .await
            .unwrap();
        assert_eq!(restored.alias, "other-name");
        let read = target.house().db().read(|tx| {
            tx.query::<(i64, String, bool, f64, Vec<u8>, Option<i64>)>(
                "SELECT portal_id, id, truth, share, bytes, \"order\" FROM oddities",
                &[],
            )
        });
        let expected = (
            restored.portal.0,
            "x\ty".to_owned(),
            true,
            0.1,
            vec![0, 255],
            None,
        );
        assert_eq!(read.await.unwrap(), [expected]);
        source.house().close().await;
        target.house().close().await;
    }
}
