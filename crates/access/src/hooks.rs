//! What this domain does for `people`: their sessions.

use portal::{PortalId, UserId};
use sql::Tx;

use crate::service::Access;
use crate::store;

impl people::Sessions for Access {
    fn end_all(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        self.end_sessions(tx, portal, user, None, (None, None))
    }

    fn changed(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        self.forget_user(tx, portal, user);
        Ok(())
    }

    fn erase(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        self.end_sessions(tx, portal, user, None, (None, None))?;
        store::keys::delete_all(tx, portal, user)?;
        store::credentials::delete(tx, portal, user)?;
        store::apps::delete(tx, portal, user)?;
        store::sms::delete(tx, portal, user)?;
        store::passkeys::delete_all(tx, portal, user).map(drop)
    }
}
