//! The envelope as the OpenAPI document shows it.

use utoipa::ToSchema;

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
#[schema(as = NoContentResult)]
pub struct Nothing {}

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
