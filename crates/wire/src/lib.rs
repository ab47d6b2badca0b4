//! What travels: the envelope, errors, dates, enums, ids, paging and the reading of requests.
//!
//! Knows HTTP and the contract's conventions (`platform/01`, `files/00`); must never know SQL, portals, people or files.
//!
//! # A handler
//!
//! ```
//! use wire::{ApiDate, Body, Check, Envelope, Paging, Path, Reply, Validate};
//!
//! #[derive(serde::Serialize, utoipa::ToSchema)]
//! #[serde(rename_all = "camelCase")]
//! struct RoomDto {
//!     id: i32,
//!     title: Option<String>, // None is dropped from the answer, no attribute needed
//!     created: ApiDate,      // micros; written in the portal's zone
//! }
//!
//! #[derive(serde::Deserialize, utoipa::ToSchema)]
//! #[serde(rename_all = "camelCase", default)]
//! # #[derive(Default)]
//! struct RenameRoom {
//!     title: Option<String>, // a member without `default` is "missing required properties" when absent
//! }
//!
//! impl Validate for RenameRoom {
//!     fn validate(&self, check: &mut Check) {
//!         check.required("Title", &self.title);
//!         check.max_len("Title", &self.title, 170);
//!     }
//! }
//!
//! /// Renames a room.
//! #[utoipa::path(
//!     put, path = "/api/2.0/files/rooms/{id}", operation_id = "updateRoom", tag = "Rooms",
//!     params(("id" = i32, Path)),
//!     request_body = RenameRoom,
//!     responses((status = 200, description = "The room", body = Envelope<RoomDto>)),
//! )]
//! async fn update(Path(id): Path<i32>, Body(rename): Body<RenameRoom>) -> wire::Result<RoomDto> {
//!     if id == 404 {
//!         return Err(wire::Error::not_found("The required folder was not found"));
//!     }
//!     Ok(wire::ok(RoomDto { id, title: rename.title, created: ApiDate(0) }))
//! }
//!
//! /// Lists rooms: `count` is the page, `total` what there is.
//! #[utoipa::path(
//!     get, path = "/api/2.0/files/rooms", operation_id = "getRooms", tag = "Rooms", params(Paging),
//!     responses((status = 200, description = "Rooms", body = Envelope<Vec<RoomDto>>)),
//! )]
//! async fn list(paging: Paging) -> wire::Result<Vec<RoomDto>> {
//!     let _ = (paging.start_index, paging.count);
//!     Ok(wire::page(Vec::new(), 0))
//! }
//! ```
//!
//! * Answers: [`ok`], [`list`], [`page`], [`streamed`], [`nothing`]; documented by [`Envelope<T>`](Envelope), an answer
//!   without value by `Envelope<wire::Nothing>`.
//! * Refusals: [`Error`] and its constructors; each domain converts its own error by one `From` table.
//! * Requests: [`Body`], [`MaybeBody`], [`Query`], [`Path`], [`Paging`]; body and query types implement [`Validate`].
//!   Member names match without regard to case through the names serde hands over, which `#[serde(flatten)]` hides: do not
//!   flatten request types.
//! * [`wire_enum!`] declares enums that travel as numbers or names and are read as either.
//! * Routes: [`routes!`] and [`Routes`] keep each handler beside its description, which is built when somebody asks.
//! * The layers [`envelope`] and [`zone::scope`] are set once by the server; tests of a lone router add
//!   `.layer(axum::middleware::from_fn(wire::envelope))`.

mod body;
mod date;
mod enums;
mod error;
mod fields;
pub mod flex;
mod fragment;
mod id;
mod json;
mod lenient;
mod paging;
mod path;
mod query;
mod reply;
mod routing;
mod schema;
mod scope;
pub mod validate;
pub mod zone;

pub use body::{Body, MaybeBody};
pub use date::{ApiDate, MIN_DATE, Micros, UtcDate};
pub use error::{Error, problem};
pub use fields::Fields;
pub use fragment::Fragment;
pub use id::Id;
pub use lenient::from_value;
pub use paging::{Paging, SortOrder};
pub use path::Path;
pub use query::{Query, from_query};
pub use reply::{Reply, list, nothing, ok, page, streamed};
pub use routing::{Description, Route, Routes};
pub use schema::{Anything, Envelope, ErrorEnvelope, Link, NoContent, Nothing};
pub use scope::{Scope, absolute_url, base_url, envelope};
pub use validate::{Check, Validate, Validation};

/// What a handler of the API returns.
pub type Result<T> = std::result::Result<Reply<T>, Error>;

/// What [`wire_enum!`] and [`routes!`] need of other crates.
#[doc(hidden)]
pub mod private {
    pub use pastey;
    pub use serde;
    pub use serde_json;
    pub use utoipa;

    pub use crate::enums::{EnumVisitor, WireEnum, number_schema, text_schema};
}
