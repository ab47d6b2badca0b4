//! What happens to every request before and after its handler, in the order of platform/01 §1.3.

pub(crate) mod cors;
pub(crate) mod embedding;
pub(crate) mod forwarded;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod panic;
pub(crate) mod rate;
pub(crate) mod tenant;
pub(crate) mod trace;
