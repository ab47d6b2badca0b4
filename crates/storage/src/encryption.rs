//! Encryption at rest: the portal's objects in the installation's folder, sealed with a key of the portal's own, which
//! the installation's key seals in turn. Archives hold plain contents.

use blob::{Chosen, choose, places_of};
use portal::settings::{self, Scope};
use portal::{Caller, PortalId};
use sql::Tx;

use crate::error::{Error, Result};
use crate::letters;
use crate::outcome::EncryptionNotice;
use crate::service::{Notice, Order, Storages, Wish, tell};
use crate::way::{Choice, Key};

wire::wire_enum! {
    /// How far encryption at rest is; the names are the contract's.
    #[derive(Default)]
    pub enum EncryprtionStatus: number {
        /// Objects lie in clear.
        #[default]
        Decrypted = 0,
        /// They are being encrypted.
        EncryptionStarted = 1,
        /// They are encrypted.
        Encrypted = 2,
        /// They are being decrypted.
        DecryptionStarted = 3,
    }
}

impl Storages {
    /// How far encryption of a portal is.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when objects are not in a folder of this machine.
    pub async fn encryption(&self, portal: PortalId) -> Result<EncryprtionStatus> {
        let read = move |tx: &mut Tx<'_>| Ok::<_, Error>(places_of(tx, portal.0)?);
        let known = self.portals.db().read(read).await?;
        self.require_folder(&known)?;
        Ok(self.state(&known))
    }

    /// Encrypts the objects of the caller's portal, or decrypts them when they are encrypted, while people work. With
    /// `notify_users` everybody is written to when that begins and when it is done, and administrators when it fails.
    ///
    /// # Errors
    /// [`Error::Unsupported`] when objects are not in a folder of this machine, [`Error::Refused`] while objects are
    /// being brought somewhere.
    pub async fn switch_encryption(&self, caller: &Caller, notify_users: bool) -> Result<()> {
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.portals
            .db()
            .write(move |tx| {
                this.free(tx, portal)?;
                let known = places_of(tx, portal.0)?;
                this.require_folder(&known)?;
                let encrypts = !this.is_sealed(&known);
                let number = if !encrypts {
                    tell(tx, portal, actor, "storage.decryption-started", Some(5053))?;
                    choose(tx, portal.0, "", str::is_empty, sql::now())?
                } else {
                    tell(tx, portal, actor, "storage.encryption-started", Some(5050))?;
                    // What an interrupted decryption left is opened with the key it has.
                    let former = known.iter().map(|one| one.way.clone());
                    let mut former = former.filter(|way| this.seals(way));
                    let fresh = || this.ways.seal(&Choice::Sealed(Key::fresh()));
                    let way = former.next().unwrap_or_else(fresh);
                    choose(tx, portal.0, &way, |known| known == way, sql::now())?
                };
                let notice = EncryptionNotice { notify_users };
                settings::save(tx, portal, Scope::Portal, &notice, sql::now())?;
                if notify_users {
                    letters::started(tx, portal, encrypts)?;
                }
                let notice = notify_users.then_some(Notice { encrypts });
                this.want(tx, portal, Wish::Encryption, Order { number, notice })
            })
            .await?;
        Ok(self.blobs.reload().await?)
    }

    /// How far encrypting or decrypting is, percent.
    ///
    /// # Errors
    /// The database failed.
    pub async fn encryption_progress(&self, portal: PortalId) -> Result<Option<i32>> {
        self.progress_of(portal, Wish::Encryption).await
    }

    /// Whether everybody was told of the last time, or is to be told of this one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notifies_of_encryption(&self, portal: PortalId) -> Result<bool> {
        let read = move |tx: &mut Tx<'_>| {
            Ok::<_, Error>(settings::load::<EncryptionNotice>(
                tx,
                portal,
                Scope::Portal,
            )?)
        };
        Ok(self.portals.db().read(read).await?.notify_users)
    }

    fn state(&self, known: &[Chosen]) -> EncryprtionStatus {
        let Some((newest, former)) = known.split_first() else {
            return EncryprtionStatus::Decrypted;
        };
        let was = former.iter().any(|one| self.seals(&one.way));
        match (self.is_sealed(known), newest.settled.is_some()) {
            (true, false) => EncryprtionStatus::EncryptionStarted,
            (true, true) => EncryprtionStatus::Encrypted,
            (false, false) if was => EncryprtionStatus::DecryptionStarted,
            (false, _) => EncryprtionStatus::Decrypted,
        }
    }

    /// Whether what a portal writes is encrypted, of the places it chose.
    pub(crate) fn is_sealed(&self, known: &[Chosen]) -> bool {
        known.first().is_some_and(|newest| self.seals(&newest.way))
    }

    fn seals(&self, way: &str) -> bool {
        matches!(self.ways.open(way), Some(Choice::Sealed(_)))
    }

    /// Only objects in the installation's own folder are encrypted (`platform/06 §6.7`).
    fn require_folder(&self, known: &[Chosen]) -> Result<()> {
        let newest = known.first().and_then(|one| self.ways.open(&one.way));
        if self.blobs.is_folder() && !matches!(newest, Some(Choice::S3(_))) {
            Ok(())
        } else {
            Err(Error::Unsupported)
        }
    }
}
