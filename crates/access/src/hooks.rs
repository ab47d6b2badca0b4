//! What this domain does for `people`: their sessions.

use portal::{PortalId, UserId};
use sql::Tx;

use crate::service::Access;
use crate::store;

impl people::Sessions for Access {
    fn end_all(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        store::sessions::end_all(tx, portal, user, None)?;
        self.forget_user(tx, portal, user);
        Ok(())
    }

    fn changed(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        self.forget_user(tx, portal, user);
        Ok(())
    }

    fn erase(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
        store::sessions::end_all(tx, portal, user, None)?;
        store::keys::delete_all(tx, portal, user)?;
        store::credentials::delete(tx, portal, user)?;
        store::apps::delete(tx, portal, user)?;
        self.forget_user(tx, portal, user);
        Ok(())
    }
}
