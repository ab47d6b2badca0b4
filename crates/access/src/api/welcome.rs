//! The welcome mail of a new portal (`platform/02 §2.4, §2.6`).

use axum::extract::State;
use portal::{BaseUrl, Here, UserId};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use wire::{Envelope, Nothing, Query, Routes, Validate, routes};

use crate::service::Access;

pub(super) fn routes() -> Routes<Access> {
    Routes::new().routes(routes!(send_congratulations))
}

/// The link that registration answers as `referenceWelcome`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WelcomeQuery {
    /// The owner.
    #[param(rename = "Userid")]
    userid: Uuid,
    /// The key.
    #[param(rename = "Key")]
    key: String,
}

impl Validate for WelcomeQuery {}

/// Mails the owner of a new portal his welcome, when registration left it to somebody else.
#[utoipa::path(post, path = "/api/2.0/portal/sendcongratulations", operation_id = "sendCongratulations",
    security(()), tag = "Portal / Users", params(WelcomeQuery),
    responses((status = 200, body = Envelope<Nothing>)))]
async fn send_congratulations(
    State(access): State<Access>,
    here: Here,
    base: BaseUrl,
    Query(link): Query<WelcomeQuery>,
) -> wire::Result<Nothing> {
    access
        .welcome(&here, UserId(link.userid), &link.key, &base.0)
        .await?;
    Ok(wire::nothing())
}
