//! SQL in, nouns out.

pub(crate) mod deliveries;
pub(crate) mod webhooks;
