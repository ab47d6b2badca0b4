//! Credentials, sessions, keys: SQL in, nouns out.

pub(crate) mod apps;
pub(crate) mod challenges;
pub(crate) mod credentials;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod passkeys;
pub(crate) mod sessions;
pub(crate) mod sms;
