//! What other domains do for people. They implement these at start-up, so that nothing imports upward.

use futures::future::BoxFuture;
use portal::{Caller, PortalId, UserId};
use sql::{Micros, Tx};

use crate::error::Error;
use crate::model::GroupId;

/// Sessions of people; implemented by the domain that keeps them.
pub trait Sessions: Send + Sync {
    /// Ends every session of a person in this transaction; caches forget them after the commit.
    ///
    /// # Errors
    /// The database failed.
    fn end_all(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()>;

    /// Tells that a person's type, name or language changed, so that callers resolved from a cache are read anew after the commit.
    ///
    /// # Errors
    /// The database failed.
    fn changed(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()>;

    /// Forgets everything about how a person signs in: he is being deleted.
    ///
    /// # Errors
    /// The database failed.
    fn erase(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()>;
}

/// What something can be that people have access to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A room.
    Room,
    /// A folder.
    Folder,
    /// A file.
    File,
}

/// Those with whom an entry is shared directly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// People.
    pub users: Vec<UserId>,
    /// Groups.
    pub groups: Vec<GroupId>,
}

/// What people own elsewhere: rooms, files, shares; implemented by the domain that keeps those.
///
/// The background verbs are idempotent: a job that is run twice does no harm.
pub trait Belongings: Send + Sync {
    /// Whether a person owns rooms that somebody must take over.
    ///
    /// # Errors
    /// The database failed.
    fn owns_rooms(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool>;

    /// Whether anything is shared with a person, or by him.
    ///
    /// # Errors
    /// The database failed.
    fn has_shares(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool>;

    /// Whether a person has a folder of his own.
    ///
    /// # Errors
    /// The database failed.
    fn has_personal_folder(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
    ) -> sql::Result<bool>;

    /// A person became a guest: what he has of his own stays for a while, to be looked at and taken away.
    ///
    /// # Errors
    /// The database failed.
    fn became_guest(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
        now: Micros,
    ) -> sql::Result<()> {
        let _ = (tx, portal, user, now);
        Ok(())
    }

    /// Takes guests out of all rooms of a person.
    ///
    /// # Errors
    /// The database failed.
    fn exclude_guests(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        owner: UserId,
        guests: &[UserId],
    ) -> sql::Result<()>;

    /// With whom an entry is shared, for a caller who may read it, or with `edit` may change its access. Guests and
    /// plain users who ask to edit were refused before.
    ///
    /// # Errors
    /// [`Error::Denied`] without that right; [`Error::NoRecord`] when there is no such entry.
    fn audience(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        entry: (EntryKind, i64),
        edit: bool,
    ) -> Result<Audience, Error> {
        let _ = (tx, caller, entry, edit);
        Err(Error::NoRecord)
    }

    /// Gives everything of one person to another: rooms, and with `personal` also what he shared of his own folder.
    fn hand_over(
        &self,
        portal: PortalId,
        from: UserId,
        to: UserId,
        personal: bool,
    ) -> BoxFuture<'_, Result<(), String>>;

    /// Erases what a person has for himself alone: personal folder, trash, favourites, shares with him.
    fn remove_personal(&self, portal: PortalId, user: UserId) -> BoxFuture<'_, Result<(), String>>;
}

/// Answers for a server without the other domain: nobody owns anything. For tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Sessions for Nothing {
    fn end_all(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<()> {
        Ok(())
    }

    fn changed(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<()> {
        Ok(())
    }

    fn erase(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<()> {
        Ok(())
    }
}

impl Belongings for Nothing {
    fn owns_rooms(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<bool> {
        Ok(false)
    }

    fn has_shares(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<bool> {
        Ok(false)
    }

    fn has_personal_folder(&self, _: &mut Tx<'_>, _: PortalId, _: UserId) -> sql::Result<bool> {
        Ok(false)
    }

    fn exclude_guests(
        &self,
        _: &mut Tx<'_>,
        _: PortalId,
        _: UserId,
        _: &[UserId],
    ) -> sql::Result<()> {
        Ok(())
    }

    fn hand_over(
        &self,
        _: PortalId,
        _: UserId,
        _: UserId,
        _: bool,
    ) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }

    fn remove_personal(&self, _: PortalId, _: UserId) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}
