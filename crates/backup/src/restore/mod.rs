//! Bringing a portal back.
//!
//! 1. The archive is checked as a whole ([`crate::archive::check`]), then against this installation ([`plan`]): nothing
//!    is touched yet.
//! 2. The journal takes the portal, whose status becomes "restoring" ([`journal`]).
//! 3. Objects that are not there are stored, and booked without a reference ([`objects`]).
//! 4. One transaction replaces all rows and opens the portal ([`rows`]).
//!
//! Until the last step commits the portal has all it had. Whatever dies before leaves a line in the journal whose lease
//! runs out; the next node then opens the portal as it was.

mod journal;
mod objects;
mod plan;
mod rows;

use std::sync::Arc;

use portal::{PortalId, Portals};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::archive::{Checked, check};
use crate::error::Result;
use crate::ground::Ground;
use crate::pace::Pace;

pub use plan::Target;

/// What is restored and where.
#[derive(Debug, Clone)]
pub struct Order {
    /// The archive.
    pub archive: std::path::PathBuf,
    /// Where it goes.
    pub target: Target,
    /// Who restores: the same one may go on after its node died.
    pub token: Uuid,
    /// Take archives of other installations, too.
    pub foreign: bool,
}

/// What a restore did.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The portal's number here.
    pub portal: PortalId,
    /// Its alias here.
    pub alias: String,
    /// What the archive said.
    pub checked: Checked,
    /// Objects that had to be stored.
    pub stored: u64,
}

/// Restores an archive.
///
/// # Errors
/// The archive is refused (nothing was touched), or something failed on the way and the portal is as it was. A portal
/// that cannot be opened again now, because the database went away, is opened by [`recover`].
pub async fn restore(
    ground: &Ground,
    portals: &Portals,
    order: Order,
    pace: &Pace,
) -> Result<Restored> {
    let checked = Arc::new(examine(ground, &order, pace).await?);
    let plan = plan::make(ground, &checked, &order).await?;
    journal::begin(portals, &plan, order.token).await?;
    let lease = journal::Lease::keep(ground.db.clone(), plan.portal, order.token);
    let work = async {
        let stored = objects::bring(ground, &checked, &plan, pace).await?;
        rows::replace(portals, &checked, &plan, order.token, pace).await?;
        Ok(stored)
    };
    let result = work.await;
    drop(lease);
    match result {
        Ok(stored) => Ok(Restored {
            portal: plan.portal,
            alias: plan.alias.clone(),
            checked: Arc::unwrap_or_clone(checked),
            stored,
        }),
        Err(error) => {
            if let Err(failure) = journal::undo(portals, plan.portal, order.token).await {
                tracing::error!(portal = plan.portal.0, error = %failure, "a restore is not undone yet");
            }
            Err(error)
        }
    }
}

/// Checks an archive and whether it may come from where it comes from.
async fn examine(ground: &Ground, order: &Order, pace: &Pace) -> Result<Checked> {
    let (path, installation) = (order.archive.clone(), ground.installation.clone());
    let pace = pace.clone();
    let checked = spawn_blocking(move || check(&path, &installation, &pace));
    let checked = checked.await.map_err(std::io::Error::other)??;
    if checked.own || order.foreign {
        return Ok(checked);
    }
    Err(crate::Error::Foreign(
        "another installation made it, with another machine key; the operator can restore it with `atrium restore`"
            .to_owned(),
    ))
}

/// Undoes restores whose node died before the end, and those of commands that were killed. How many.
///
/// # Errors
/// The database failed.
pub async fn recover(portals: &Portals) -> Result<u64> {
    journal::recover(portals).await
}
