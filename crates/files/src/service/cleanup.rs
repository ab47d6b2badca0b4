//! What goes away by itself: old things in the trash, files that outlived their room's lifetime (`files/07 §3`), what
//! somebody had before he became a guest (`files/01 §2`).
//!
//! The trash of each person follows his own setting, which is also what his lists tell him (`autoDelete`).

use std::time::Duration;

use jobs::{JobContext, Workers};
use people::Belongings as _;
use portal::{Role, UserId};
use serde_json::Value;
use sql::{Micros, Tx};

use super::Files;
use super::belongings::product;
use super::operations::{relocate, remove};
use super::settings::CleanUp;
use crate::error::Error;
use crate::model::{EntryRef, FileId, FolderType};
use crate::rules::CallerFacts;
use crate::store::cleanup::{self, FormerDocuments, MortalRoom, OldTrash};
use crate::store::{files, tree};
use crate::view::{Viewer, expiry};

/// Kind of the job.
const JOB: &str = "files.cleanup";
/// How often it looks.
const EVERY: Duration = Duration::from_secs(300);
/// The shortest time that anything stays in a trash.
const SHORTEST: Micros = 7 * 24 * 3600 * 1_000_000;
/// Trashes looked at together, and files of a room.
const AT_ONCE: i64 = 200;

/// Registers the clean-up with the workers.
pub fn register(workers: Workers, files: &Files) -> Workers {
    let files = files.clone();
    let work = move |context: JobContext| {
        let files = files.clone();
        async move {
            let done = files.clean_up(sql::now(), Some(&context)).await;
            done.map(|()| Value::Null)
                .map_err(|error| error.to_string())
        }
    };
    workers.register(JOB, work).every(JOB, EVERY)
}

impl Files {
    /// Removes what has been in the trash for too long and what outlived its room, as of a moment. Safe to run
    /// twice and to break off.
    ///
    /// # Errors
    /// The database failed; the next run goes on.
    pub async fn clean_up(&self, now: Micros, job: Option<&JobContext>) -> Result<(), Error> {
        self.empty_old_trashes(now, job).await?;
        self.end_lifetimes(now, job).await?;
        self.remove_former_documents(now, job).await
    }

    /// Removes the documents of guests whose time is over; they stay members of their rooms.
    async fn remove_former_documents(
        &self,
        now: Micros,
        job: Option<&JobContext>,
    ) -> Result<(), Error> {
        let mut last: Option<FormerDocuments> = None;
        loop {
            let after = last.clone();
            let find = move |tx: &mut Tx<'_>| {
                cleanup::former_documents(tx, now - SHORTEST, after.as_ref(), AT_ONCE)
            };
            let some = self.db().read(find).await?;
            let Some(end) = some.last() else {
                return Ok(());
            };
            last = Some(end.clone());
            for former in some {
                if cancelled(job).await {
                    return Ok(());
                }
                let due = CleanUp::FORMER_DOCUMENTS.due(former.since);
                if due.is_some_and(|due| due <= now) {
                    let removed = self.remove_personal(former.portal, former.owner);
                    removed.await.map_err(Error::Failed)?;
                }
            }
        }
    }

    async fn empty_old_trashes(&self, now: Micros, job: Option<&JobContext>) -> Result<(), Error> {
        let mut last: Option<OldTrash> = None;
        loop {
            let after = last.clone();
            let some = self
                .db()
                .read(move |tx| {
                    let found = cleanup::old_trashes(tx, now - SHORTEST, after.as_ref(), AT_ONCE);
                    Ok::<_, Error>(found?)
                })
                .await?;
            let Some(end) = some.last() else {
                return Ok(());
            };
            last = Some(end.clone());
            for trash in some {
                if cancelled(job).await {
                    return Ok(());
                }
                self.empty_old(&trash, now, job).await?;
            }
        }
    }

    async fn empty_old(
        &self,
        trash: &OldTrash,
        now: Micros,
        job: Option<&JobContext>,
    ) -> Result<(), Error> {
        let (this, wanted) = (self.clone(), trash.clone());
        let due = self
            .db()
            .read(move |tx| {
                let OldTrash {
                    portal,
                    owner,
                    folder,
                } = wanted;
                let rule = this.user_settings(tx, portal, owner)?.clean_up;
                let mut old = cleanup::old_in(tx, portal, folder, now - SHORTEST)?;
                old.retain(|(_, thrown)| rule.due(*thrown).is_some_and(|due| due <= now));
                Ok::<_, Error>(old)
            })
            .await?;
        let viewer = product(self, trash.portal).await?;
        for (entry, _) in due {
            match entry {
                EntryRef::Folder(id) => remove::subtree(self, &viewer, id, job).await?,
                EntryRef::File(id) => self.remove_old(&viewer, id, trash.owner).await?,
            }
        }
        Ok(())
    }

    /// Removes a file of somebody's trash for good, unless he took it out meanwhile.
    async fn remove_old(&self, viewer: &Viewer, id: FileId, owner: UserId) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                tree::lock(tx, viewer.portal)?;
                let file = files::by_id(tx, viewer.portal, id)?;
                let file = file
                    .filter(|file| file.root.kind == FolderType::Trash && file.root.owner == owner);
                match file {
                    Some(file) => remove::file(tx, &viewer, &file),
                    None => Ok(()),
                }
            })
            .await
    }

    async fn end_lifetimes(&self, now: Micros, job: Option<&JobContext>) -> Result<(), Error> {
        let rooms = self
            .db()
            .read(|tx| Ok::<_, Error>(cleanup::mortal_rooms(tx)?))
            .await?;
        for room in rooms {
            if cancelled(job).await {
                return Ok(());
            }
            self.end_lifetime(room, now).await?;
        }
        Ok(())
    }

    async fn end_lifetime(&self, room: MortalRoom, now: Micros) -> Result<(), Error> {
        let mut viewer = product(self, room.portal).await?;
        let for_good = room.lifetime.get("deletePermanently") == Some(&Value::Bool(true));
        if !for_good {
            // What is thrown away lies in the trash of the room's owner.
            viewer.caller = CallerFacts::person(room.owner, Role::Admin);
        }
        let mut last = (Micros::MIN, FileId(0));
        loop {
            let (portal, folder) = (room.portal, room.room);
            let some = self
                .db()
                .read(move |tx| {
                    Ok::<_, Error>(cleanup::oldest_below(tx, portal, folder, last, AT_ONCE)?)
                })
                .await?;
            let dead = |made: Micros| expiry(&room.lifetime, made).is_some_and(|end| end <= now);
            let due: Vec<FileId> = some
                .iter()
                .take_while(|(_, made)| dead(*made))
                .map(|(id, _)| *id)
                .collect();
            let Some((id, made)) = some.last().copied() else {
                return Ok(());
            };
            let all = due.len() == some.len();
            let (viewer, wanted) = (viewer.clone(), room.clone());
            self.db()
                .write(move |tx| {
                    due.iter()
                        .try_for_each(|id| end(tx, &viewer, &wanted, *id, for_good))
                })
                .await?;
            if !all {
                return Ok(());
            }
            last = (made, id);
        }
    }
}

/// Ends a file that is still in its room, whose lifetime is still the same.
fn end(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &MortalRoom,
    id: FileId,
    for_good: bool,
) -> Result<(), Error> {
    tree::lock(tx, room.portal)?;
    let now = crate::store::rooms::by_id(tx, room.portal, room.room)?;
    let same = now.is_some_and(|now| now.lifetime.as_ref() == Some(&room.lifetime));
    let file = files::by_id(tx, room.portal, id)?;
    let Some(file) = file.filter(|file| same && file.room == Some(room.room)) else {
        return Ok(());
    };
    if for_good {
        remove::file(tx, viewer, &file)
    } else {
        relocate::trash_file(tx, viewer, &file)
    }
}

async fn cancelled(job: Option<&JobContext>) -> bool {
    match job {
        Some(job) => job.is_cancelled().await,
        None => false,
    }
}
