//! What is remembered of the last wish of an administrator: why a move failed, and whether people were to be told of
//! encryption.

use portal::Setting;
use serde::{Deserialize, Serialize};

/// Why the last move ended without success; empty when it did not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MoveFailure {
    pub(crate) error: String,
}

impl Setting for MoveFailure {
    const KEY: &'static str = "storage.move-failure";
}

/// Whether everybody is told of encryption.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct EncryptionNotice {
    pub(crate) notify_users: bool,
}

impl Setting for EncryptionNotice {
    const KEY: &'static str = "storage.encryption-notice";
}
