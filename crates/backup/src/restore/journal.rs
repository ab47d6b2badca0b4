//! Which restores have begun, so that none stays half-done.

use std::time::Duration;

use portal::{PortalId, Portals, Status};
use sql::{Db, Micros, Tx, params};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::plan::Plan;
use crate::error::{Error, Result};

/// How long a restore is taken for alive without a sign.
const LEASE: Duration = Duration::from_secs(15);
/// How often it gives one.
const BEAT: Duration = Duration::from_secs(3);

fn lease() -> Micros {
    sql::now() + i64::try_from(LEASE.as_micros()).unwrap_or_default()
}

/// A line of the journal.
struct Begun {
    token: Uuid,
    fresh: bool,
    status: Status,
    lease_until: Micros,
}

fn find(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<Option<Begun>> {
    let found: Option<(Uuid, bool, i64, i64)> = tx.query_opt(
        "SELECT token, fresh, status, lease_until FROM restores WHERE portal_id = $1",
        &params![portal],
    )?;
    Ok(found.map(|(token, fresh, status, lease_until)| Begun {
        token,
        fresh,
        status: Status::from_number(status),
        lease_until,
    }))
}

/// Takes the portal: from here on it is restored or undone.
///
/// # Errors
/// [`Error::Busy`] while another one restores it.
pub(super) async fn begin(portals: &Portals, plan: &Plan, token: Uuid) -> Result<()> {
    let (this, portal) = (portals.clone(), plan.portal);
    let present = plan.present.as_ref().map(|portal| portal.status);
    portals
        .db()
        .write(move |tx| {
            tx.lock(&format!("restore/{portal}"))?;
            if let Some(begun) = find(tx, portal)? {
                if begun.token != token && begun.lease_until > sql::now() {
                    return Err(Error::Busy);
                }
                // The status to return to is the one before the first of them.
                tx.execute(
                    "UPDATE restores SET token = $2, lease_until = $3 WHERE portal_id = $1",
                    &params![portal, token, lease()],
                )?;
                return Ok(());
            }
            tx.execute(
                "INSERT INTO restores (portal_id, token, fresh, status, lease_until) VALUES ($1, $2, $3, $4, $5)",
                &params![
                    portal,
                    token,
                    present.is_none(),
                    present.unwrap_or(Status::Active).number(),
                    lease()
                ],
            )?;
            if present.is_some() {
                this.edit_in(tx, portal, None, "portal.restoring", |portal| {
                    portal.status = Status::Restoring;
                })?;
            }
            Ok(())
        })
        .await
}

/// Sees to it that the restore is still ours, in the transaction that ends it, and ends it.
///
/// # Errors
/// [`Error::GivenUp`] when it was undone meanwhile.
pub(super) fn end(tx: &mut Tx<'_>, portal: PortalId, token: Uuid) -> Result<()> {
    let ended = tx.execute(
        "DELETE FROM restores WHERE portal_id = $1 AND token = $2",
        &params![portal, token],
    )?;
    if ended == 1 {
        Ok(())
    } else {
        Err(Error::GivenUp)
    }
}

/// Opens the portal as it was.
pub(super) async fn undo(portals: &Portals, portal: PortalId, token: Uuid) -> Result<()> {
    let this = portals.clone();
    portals
        .db()
        .write(move |tx| {
            tx.lock(&format!("restore/{portal}"))?;
            match find(tx, portal)?.filter(|begun| begun.token == token) {
                Some(begun) => undo_in(tx, &this, portal, &begun),
                None => Ok(()),
            }
        })
        .await
}

fn undo_in(tx: &mut Tx<'_>, portals: &Portals, portal: PortalId, begun: &Begun) -> Result<()> {
    tx.execute(
        "DELETE FROM restores WHERE portal_id = $1",
        &params![portal],
    )?;
    blob::withdraw(tx, portal.0, sql::now())?;
    if !begun.fresh {
        let status = begun.status;
        portals.edit_in(tx, portal, None, "portal.restore-undone", move |portal| {
            portal.status = status;
        })?;
    }
    Ok(())
}

/// Undoes what lost its lease, unless a job is about to go on with it.
pub(super) async fn recover(portals: &Portals) -> Result<u64> {
    let this = portals.clone();
    portals
        .db()
        .write(move |tx| {
            let lost: Vec<PortalId> = tx.query(
                "SELECT r.portal_id FROM restores r WHERE r.lease_until < $1 AND NOT EXISTS (SELECT 1 FROM jobs j \
                 WHERE j.portal_id = r.portal_id AND j.id = r.token AND j.status < 2)",
                &params![sql::now()],
            )?;
            for portal in &lost {
                tx.lock(&format!("restore/{portal}"))?;
                if let Some(begun) = find(tx, *portal)?.filter(|one| one.lease_until < sql::now()) {
                    undo_in(tx, &this, *portal, &begun)?;
                    tracing::warn!(portal = portal.0, "a restore that was interrupted is undone");
                }
            }
            Ok(lost.len() as u64)
        })
        .await
}

/// Gives signs of life until it is dropped.
pub(super) struct Lease(JoinHandle<()>);

impl Lease {
    pub(super) fn keep(db: Db, portal: PortalId, token: Uuid) -> Self {
        Self(tokio::spawn(async move {
            loop {
                tokio::time::sleep(BEAT).await;
                let kept: sql::Result<u64> = db
                    .write(move |tx| {
                        tx.execute(
                            "UPDATE restores SET lease_until = $3 WHERE portal_id = $1 AND token = $2",
                            &params![portal, token, lease()],
                        )
                    })
                    .await;
                if let Err(error) = kept {
                    tracing::warn!(%error, "a restore could not give a sign of life");
                }
            }
        }))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.abort();
    }
}
