//! Credentials, sessions, keys: SQL in, nouns out.

pub(crate) mod apps;
pub(crate) mod credentials;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod sessions;
