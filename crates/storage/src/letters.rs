//! Letters about encryption at rest (`platform/10 §10.6`), where an administrator wants people to be told.

use people::letters::{to_administrators, to_everybody};
use portal::PortalId;
use post::Letter;
use sql::{Result, Tx};

/// Where storage is shown in the web app.
const STORAGE: &str = "/settings/storage";

/// Tells everybody that objects are being encrypted, or decrypted.
pub(crate) fn started(tx: &mut Tx<'_>, portal: PortalId, encrypts: bool) -> Result<()> {
    let letter = match encrypts {
        true => Letter::EncryptionStarted {},
        false => Letter::DecryptionStarted {},
    };
    to_everybody(tx, portal, "", &letter)
}

/// Tells everybody that they are.
pub(crate) fn done(tx: &mut Tx<'_>, portal: PortalId, encrypts: bool) -> Result<()> {
    let letter = match encrypts {
        true => Letter::EncryptionDone {},
        false => Letter::DecryptionDone {},
    };
    to_everybody(tx, portal, "", &letter)
}

/// Tells administrators why they are not.
pub(crate) fn failed(
    tx: &mut Tx<'_>,
    portal: PortalId,
    encrypts: bool,
    error: String,
) -> Result<()> {
    let link = STORAGE.to_owned();
    let letter = match encrypts {
        true => Letter::EncryptionFailed { error, link },
        false => Letter::DecryptionFailed { error, link },
    };
    to_administrators(tx, portal, None, "", &letter)
}
