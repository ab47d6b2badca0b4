//! The envelope as the OpenAPI document shows it.

use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, SchemaType};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};

/// The success envelope around `T`, for the OpenAPI document only; answers are made by [`crate::ok`] and its kin.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct Envelope<T: ToSchema> {
    /// The value; absent when there is none.
    pub response: Option<T>,
    /// Elements in `response`, 1 for a single value, 0 for none.
    pub count: i32,
    /// Elements there are before paging; only on paged lists.
    pub total: Option<i64>,
    /// The request that was answered.
    pub links: Vec<Link>,
    /// 0 success, 1 failure.
    pub status: i32,
    /// The HTTP status.
    pub status_code: i32,
}

/// The request an answer belongs to.
#[derive(ToSchema)]
#[schema(as = EnvelopeLink)]
pub struct Link {
    /// Absolute request URL.
    pub href: String,
    /// HTTP verb.
    pub action: String,
}

/// The value of calls that return none.
#[derive(ToSchema, serde::Serialize)]
pub struct Nothing {}

/// What the reference prints for calls that answer 204 without a body.
#[derive(ToSchema)]
#[schema(as = NoContentResult, rename_all = "camelCase")]
pub struct NoContent {
    /// The HTTP status.
    pub status_code: Option<i32>,
}

/// A value that the reference calls an object of no known kind and that may be a text or a list on the wire.
/// Without a `type` the schema admits each of them.
pub struct Anything;

// What the derive implements; by hand because it has no way to say "no type".
impl ComposeSchema for Anything {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::AnyValue)
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}

impl ToSchema for Anything {}

/// The envelope of failures.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct ErrorEnvelope {
    /// What went wrong.
    pub error: ErrorDetail,
    /// Always 1.
    pub status: i32,
    /// The HTTP status.
    pub status_code: i32,
}

/// What went wrong.
#[derive(ToSchema)]
pub struct ErrorDetail {
    /// Text for people.
    pub message: String,
    /// Kind of failure.
    pub r#type: Option<String>,
    /// Always empty.
    pub stack: Option<String>,
    /// Number of the failure's kind.
    pub hresult: i32,
}
