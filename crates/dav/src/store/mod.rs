//! SQL in, nouns out.

pub(crate) mod locks;
pub(crate) mod properties;
