//! `POST authentication/confirm`: whether a link is good (`platform/03a §3.6`).

use axum::extract::State;
use people::model::EmployeeType;
use portal::{Here, UserId, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{Body, Envelope, Routes, Validate, routes};

use crate::confirm::{Checked, KINDS, Link};
use crate::service::{Access, Visit};

pub(super) fn routes() -> Routes<Access> {
    Routes::new().routes(routes!(check_confirm))
}

/// A link as the page behind it sends it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct EmailValidationKeyModel {
    key: Option<String>,
    empl_type: Option<EmployeeType>,
    email: Option<String>,
    enc_email: Option<String>,
    #[serde(rename = "uiD")]
    uid: Option<Uuid>,
    /// A name of the list of types, or its place in it.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: serde_json::Value,
    first: Option<String>,
    room_id: Option<String>,
    /// Our own addition: the invitation link of the portal or of a room, as its URL names it.
    link_id: Option<Uuid>,
}

impl Validate for EmailValidationKeyModel {}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConfirmDto {
    result: i32,
    room_id: Option<String>,
    title: Option<String>,
    email: Option<String>,
    is_agent: bool,
}

impl From<Visit> for ConfirmDto {
    fn from(Visit { checked, room }: Visit) -> Self {
        Self {
            result: checked.number(),
            is_agent: room.as_ref().is_some_and(|room| room.is_agent),
            room_id: room.as_ref().map(|room| room.id.to_string()),
            title: room.map(|room| room.title),
            email: match checked {
                Checked::Ok(confirmed) => confirmed.email,
                _ => None,
            },
        }
    }
}

impl EmailValidationKeyModel {
    fn link(self, access: &Access) -> Link {
        let opened = self
            .enc_email
            .as_deref()
            .and_then(|sealed| access.open_email(sealed));
        Link {
            kind: kind(&self.kind),
            key: self.key.unwrap_or_default(),
            email: opened.or(self.email),
            uid: self.uid.map(UserId),
            employee_type: self.empl_type.map(EmployeeType::number),
            link_id: self.link_id,
            first: self.first,
        }
    }
}

fn kind(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(name) => name.clone(),
        serde_json::Value::Number(number) => {
            let place = number
                .as_u64()
                .and_then(|number| usize::try_from(number).ok());
            place
                .and_then(|place| KINDS.get(place))
                .map(|name| (*name).to_owned())
                .unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Tells whether a link is good: 0 yes, 1 invalid, 2 expired, 4 its person has joined, 5 was disabled. Who is signed in
/// and comes by the link of a room belongs to it afterwards.
#[utoipa::path(post, path = "/api/2.0/authentication/confirm", operation_id = "checkConfirm", security(()),
    tag = "Authentication", request_body = EmailValidationKeyModel,
    responses((status = 200, body = Envelope<ConfirmDto>)))]
async fn check_confirm(
    State(access): State<Access>,
    here: Here,
    visitor: Visitor,
    Body(body): Body<EmailValidationKeyModel>,
) -> wire::Result<ConfirmDto> {
    let room = body.room_id.as_deref().and_then(|room| room.parse().ok());
    let link = body.link(&access);
    let caller = visitor.caller.map(|caller| caller.user);
    let visit = access.visit(&here, link, room, caller, sql::now()).await?;
    Ok(wire::ok(visit.into()))
}
