//! Suspending, continuing and deleting a portal (`platform/02 §2.6`).

use axum::extract::State;
use post::Recipient;
use wire::{Envelope, Error, Nothing, Routes, routes};

use crate::caller::{BaseUrl, Caller, Confirmed, Here};
use crate::portals::Portals;
use crate::service::{CONTINUE, REMOVE, SUSPEND};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(send_suspend_instructions, suspend_portal))
        .routes(routes!(continue_portal))
        .routes(routes!(send_delete_instructions, delete_portal))
        .routes(routes!(delete_portal_immediately))
}

/// Mails the owner a link that suspends the portal.
#[utoipa::path(post, path = "/api/2.0/portal/suspend", operation_id = "sendSuspendInstructions",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn send_suspend_instructions(
    State(portals): State<Portals>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<Nothing> {
    caller.require_owner()?;
    portals.mail_suspend(&caller, &base).await?;
    Ok(wire::nothing())
}

/// Mails the owner a link that deletes the portal.
#[utoipa::path(post, path = "/api/2.0/portal/delete", operation_id = "sendDeleteInstructions",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn send_delete_instructions(
    State(portals): State<Portals>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<Nothing> {
    caller.require_owner()?;
    portals.mail_remove(&caller, &base).await?;
    Ok(wire::nothing())
}

/// Suspends the portal, with the mailed key.
#[utoipa::path(put, path = "/api/2.0/portal/suspend", operation_id = "suspendPortal",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn suspend_portal(
    State(portals): State<Portals>,
    here: Here,
    link: Confirmed,
) -> wire::Result<Nothing> {
    link.require(SUSPEND)?;
    portals.set_suspended(here.id, link.user, true).await?;
    Ok(wire::nothing())
}

/// Continues a suspended portal, with the mailed key.
#[utoipa::path(put, path = "/api/2.0/portal/continue", operation_id = "continuePortal",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn continue_portal(
    State(portals): State<Portals>,
    here: Here,
    link: Confirmed,
) -> wire::Result<Nothing> {
    link.require(CONTINUE)?;
    portals.set_suspended(here.id, link.user, false).await?;
    Ok(wire::nothing())
}

/// Deletes the portal, with the mailed key.
#[utoipa::path(delete, path = "/api/2.0/portal/delete", operation_id = "deletePortal",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<String>)))]
async fn delete_portal(
    State(portals): State<Portals>,
    here: Here,
    link: Confirmed,
) -> wire::Result<Nothing> {
    link.require(REMOVE)?;
    let owner = link.email.as_deref().map(Recipient::address);
    portals.remove(here.id, link.user, owner).await?;
    Ok(wire::nothing())
}

/// Deletes the portal without a mail: for owners whose e-mail the operator named, and in developer mode.
#[utoipa::path(delete, path = "/api/2.0/portal/deleteportalimmediately",
    operation_id = "deletePortalImmediately", tag = "Portal / Settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn delete_portal_immediately(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<Nothing> {
    caller.require_owner()?;
    if !portals.config().is_secret_email(&caller.email) {
        return Err(Error::denied());
    }
    let owner = Some(caller.recipient());
    portals
        .remove(caller.portal, Some(caller.user), owner)
        .await?;
    Ok(wire::nothing())
}
