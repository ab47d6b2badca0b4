//! Restores that are interrupted, and objects that are lost.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use backup::restore::{Order, Target, recover, restore};
use backup::{Error, Pace, Result};
use portal::{PortalId, Status};
use sql::params;
use testkit::Kit;

use crate::house::{
    at_rest, bring, databases, folder, ground, is_sound, make, number, start, worked,
};

#[tokio::test]
async fn a_restore_that_is_called_off_leaves_the_portal_as_it_was() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let portal = number(&kit, &before.portal.alias).await.unwrap();
        let (_folder, path) = folder();
        make(&kit, &before.portal.alias, &path).await.unwrap();
        let room = before.room;
        let late = before
            .owner
            .upload(&format!("files/{room}/upload"), "Late.txt", b"late")
            .await;
        assert_eq!(late.0, 200);
        let expected = at_rest(&kit, portal).await;
        // While it reads, while it stores, and in the middle of the rows.
        for percent in [5, 20, 81, 95] {
            let stopped = stop_at(&kit, &path, portal, percent).await;
            assert!(
                matches!(stopped, Err(Error::Cancelled)),
                "{percent}: {stopped:?}"
            );
            assert_eq!(expected, at_rest(&kit, portal).await, "{percent}");
            assert_eq!(status(&kit, portal).await, Status::Active);
            assert_eq!(before.owner.get("people/@self").await.0, 200);
        }
        is_sound(&kit).await;
        kit.house().close().await;
    }
}

async fn stop_at(kit: &Kit, path: &Path, portal: PortalId, percent: u8) -> Result<()> {
    let own = Arc::new(OnceLock::<Pace>::new());
    let handle = Arc::clone(&own);
    let pace = Pace::new(move |now| {
        if now >= percent
            && let Some(pace) = handle.get()
        {
            pace.stop();
        }
    });
    assert!(own.set(pace.clone()).is_ok());
    let order = Order {
        archive: path.to_owned(),
        target: Target::Over(portal),
        token: uuid::Uuid::new_v4(),
        foreign: false,
    };
    restore(&ground(kit), kit.house().portals(), order, &pace)
        .await
        .map(drop)
}

async fn status(kit: &Kit, portal: PortalId) -> Status {
    kit.house()
        .portals()
        .by_id(portal)
        .await
        .unwrap()
        .unwrap()
        .status
}

/// What a node leaves that died after the first step of a restore.
async fn died(kit: &Kit, portal: PortalId, lease: i64) {
    let portals = kit.house().portals().clone();
    let write = kit.house().db().write(move |tx| {
        let text = "INSERT INTO restores (portal_id, token, fresh, status, lease_until) VALUES ($1, $2, FALSE, 0, $3) \
             ON CONFLICT (portal_id) DO UPDATE SET lease_until = $3";
        tx.execute(text, &params![portal, uuid::Uuid::new_v4(), lease])?;
        portals.edit_in(tx, portal, None, "portal.restoring", |portal| portal.status = Status::Restoring)
    });
    write.await.unwrap();
}

#[tokio::test]
async fn a_restore_whose_node_died_is_undone_or_taken_over() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let portal = number(&kit, &before.portal.alias).await.unwrap();
        let (_folder, path) = folder();
        make(&kit, &before.portal.alias, &path).await.unwrap();

        // It may be alive still: nobody takes the portal from it.
        died(&kit, portal, sql::now() + 60_000_000).await;
        assert_eq!(recover(kit.house().portals()).await.unwrap(), 0);
        let busy = bring(&kit, &path, Target::Over(portal)).await;
        assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
        assert_eq!(
            before.owner.get("files/@my").await.0,
            403,
            "it is being restored"
        );

        died(&kit, portal, sql::now() - 1).await;
        assert_eq!(recover(kit.house().portals()).await.unwrap(), 1);
        assert_eq!(status(&kit, portal).await, Status::Active);
        assert_eq!(
            before.owner.get("files/@my").await.0,
            200,
            "it is open again"
        );

        died(&kit, portal, sql::now() - 1).await;
        bring(&kit, &path, Target::Over(portal)).await.unwrap();
        assert_eq!(status(&kit, portal).await, Status::Active);
        assert_eq!(recover(kit.house().portals()).await.unwrap(), 0);
        is_sound(&kit).await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_lost_object_is_told_and_leaves_no_half_archive() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let (_folder, path) = folder();
        let lost = kit.house().db().read(|tx| {
            tx.query_one::<blob::ObjectId>("SELECT id FROM objects WHERE size = 70000", &[])
        });
        kit.house()
            .blobs()
            .delete(&lost.await.unwrap())
            .await
            .unwrap();
        let failed = make(&kit, &before.portal.alias, &path).await;
        assert!(matches!(failed, Err(Error::Damaged(..))), "{failed:?}");
        assert!(!path.exists());
        kit.house().close().await;
    }
}
