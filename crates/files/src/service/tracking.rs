//! Who works on a file at this moment: editors that say so, in this product and outside of it (`files/06c §4`).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jobs::{JobContext, Workers};
use portal::{PortalId, UserId};
use serde_json::{Value, json};
use sql::{Micros, Tx};

use super::locks::MAY_NOT_EDIT;
use super::versions::document_key;
use super::{Files, gate};
use crate::error::Error;
use crate::model::{EntryRef, File, FileId};
use crate::rules::Action;
use crate::store::editors::{self, Editor};
use crate::store::files;
use crate::view::{Seen, Viewer};

/// How long a tab that says nothing more counts as open.
const SILENCE: Micros = 60 * 1_000_000;
/// Kind of the job that tells of tabs that closed without a word, and how often it looks.
const JOB: &str = "files.editors";
const EVERY: Duration = Duration::from_secs(60);
/// Files told about in one transaction.
const AT_ONCE: i64 = 200;
/// The place of who edits alone.
const ALONE: &str = "alone";

const SECOND_TAB: &str = "This document is being edited by you in another tab";
const NO_EDITOR: &str = "File editing start error";
const OPENED: &str = "Cannot delete the file because it is opened for editing";
const OPENED_BELOW: &str =
    "Cannot delete the folder because one of the files is opened for editing";
const MAY_NOT_MOVE: &str = "Cannot update the file because it's opened for editing";
const MAY_NOT_UPDATE: &str = "You cannot update a file which is opened for editing";

/// Registers the look for editors that went without a word.
pub fn register(workers: Workers, files: &Files) -> Workers {
    let files = files.clone();
    let work = move |_: JobContext| {
        let files = files.clone();
        async move {
            let done = files.forget_silent_editors(sql::now()).await;
            done.map(|()| Value::Null)
                .map_err(|error| error.to_string())
        }
    };
    workers.register(JOB, work).every(JOB, EVERY)
}

/// What a tab says of itself.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its name; empty when it has none.
    pub name: String,
    /// Key of the document it shows.
    pub key: String,
    /// It closes.
    pub closes: bool,
}

impl Files {
    /// Opens a file for one editor alone and answers the key he works under; with others it is the document server
    /// that is asked.
    ///
    /// # Errors
    /// 401 for strangers, 404 without the file; 403 without the right, while somebody edits it already, and for
    /// editing with others without a document server that answers.
    pub async fn start_editing(
        &self,
        viewer: &Viewer,
        id: FileId,
        alone: bool,
    ) -> Result<String, Error> {
        viewer.person()?;
        if !alone {
            return self.start_together(viewer, id).await;
        }
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                if seen.facts.is_being_edited() {
                    return Err(Error::refused(SECOND_TAB));
                }
                seen.require(Action::Edit)?;
                let editor = Editor {
                    alone: true,
                    ..editor(&viewer, ALONE.to_owned())
                };
                change(tx, &viewer, &seen.entry, |tx| {
                    editors::put(tx, viewer.portal, id, &editor, viewer.now)
                })?;
                Ok(key_alone(&viewer, id))
            })
            .await
    }

    async fn start_together(&self, viewer: &Viewer, id: FileId) -> Result<String, Error> {
        let who = viewer.clone();
        let seen = self.db().read(move |tx| gate::file(tx, &who, id)).await?;
        seen.require_or(Action::Edit, MAY_NOT_EDIT)?;
        let Some(editors) = self.foreign() else {
            return Err(Error::refused(NO_EDITOR));
        };
        match editors.open(viewer, &seen.entry).await? {
            Some(foreign) if editors.ready(viewer, &foreign).await? => Ok(foreign.key),
            _ => Err(Error::refused(NO_EDITOR)),
        }
    }

    /// Key under which the portal's document server has a file open, if there is one.
    async fn foreign_key(&self, viewer: &Viewer, id: FileId) -> Result<Option<String>, Error> {
        let Some(editors) = self.foreign() else {
            return Ok(None);
        };
        let Some(file) = self.find(viewer.portal, id).await? else {
            return Ok(None);
        };
        let foreign = editors.open(viewer, &file).await?;
        Ok(foreign.map(|foreign| foreign.key))
    }

    /// Hears of a tab that has a file open in an editor.
    ///
    /// # Errors
    /// 401 for strangers without a link, 404 without the file, 403 without a right to change it and for a key of
    /// something else.
    pub async fn track(&self, viewer: &Viewer, id: FileId, tab: Tab) -> Result<(), Error> {
        if !viewer.caller.is_authenticated() && viewer.link.is_none() {
            return Err(Error::Unauthorized);
        }
        let foreign = self.foreign_key(viewer, id).await?;
        let closes = tab.closes;
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                let name = place(&viewer, &seen, tab, foreign.as_deref())?;
                change(tx, &viewer, &seen.entry, |tx| match closes {
                    true => editors::remove(tx, viewer.portal, id, &name),
                    false => {
                        let editor = Editor {
                            alone: name == ALONE,
                            ..editor(&viewer, name)
                        };
                        editors::put(tx, viewer.portal, id, &editor, viewer.now)
                    }
                })
            })
            .await
    }

    /// Who works on a file in this product's own editors, until somebody says otherwise or the time is over. A file
    /// that is gone is none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_session_editors(
        &self,
        portal: PortalId,
        id: FileId,
        people: BTreeSet<UserId>,
        until: Micros,
    ) -> Result<(), Error> {
        self.set_editors(portal, id, people, until, true).await
    }

    /// The same for those who have it open in the portal's document server.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_foreign_editors(
        &self,
        portal: PortalId,
        id: FileId,
        people: BTreeSet<UserId>,
        until: Micros,
    ) -> Result<(), Error> {
        self.set_editors(portal, id, people, until, false).await
    }

    async fn set_editors(
        &self,
        portal: PortalId,
        id: FileId,
        people: BTreeSet<UserId>,
        until: Micros,
        built_in: bool,
    ) -> Result<(), Error> {
        let kind = if built_in { "session" } else { "server" };
        self.db()
            .write(move |tx| {
                let Some(file) = files::by_id(tx, portal, id)? else {
                    return Ok(());
                };
                let now = sql::now();
                let before = editors::of_file(tx, portal, id, now)?;
                let of_kind = |one: &Editor| one.tab.split('/').next() == Some(kind);
                let gone = |one: &&Editor| of_kind(one) && !people.contains(&one.user);
                for one in before.iter().filter(gone) {
                    editors::remove(tx, portal, id, &one.tab)?;
                }
                for user in &people {
                    let editor = Editor {
                        tab: format!("{kind}/{user}"),
                        user: *user,
                        alone: false,
                        built_in,
                        until,
                    };
                    editors::put(tx, portal, id, &editor, now)?;
                }
                tell_if_changed(tx, None, &file, &before, now)
            })
            .await
    }

    /// Tells of files whose editors went without a word before a moment.
    ///
    /// # Errors
    /// The database failed; the next run goes on.
    pub async fn forget_silent_editors(&self, now: Micros) -> Result<(), Error> {
        let forget = move |tx: &mut Tx<'_>| {
            let ended = editors::take_ended(tx, now, AT_ONCE)?;
            for (portal, id) in &ended {
                if let Some(file) = files::by_id(tx, *portal, *id)? {
                    let left = editors::of_file(tx, *portal, *id, now)?;
                    tell(tx, None, &file, &left)?;
                }
            }
            Ok::<_, Error>(!ended.is_empty())
        };
        while self.db().write(forget).await? {}
        Ok(())
    }
}

/// Refuses to take a file away from those who work on it. Who edits here himself may: his session ends.
pub(crate) fn require_left(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen) -> Result<(), Error> {
    let (portal, me) = (viewer.portal, viewer.user());
    match seen.entry.reference() {
        EntryRef::File(_) if !seen.facts.is_being_edited() => Ok(()),
        EntryRef::File(id) => {
            let mine = |one: &Editor| one.built_in && one.user == me;
            let all = editors::of_file(tx, portal, id, viewer.now)?;
            refuse_unless(all.iter().all(mine), OPENED)
        }
        EntryRef::Folder(id) => {
            let opened = editors::below(tx, portal, id, me, viewer.now)?;
            refuse_unless(!opened, OPENED_BELOW)
        }
    }
}

/// Refuses to move a file that an editor outside of this product has open; ours follow.
pub(crate) fn require_movable(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen) -> Result<(), Error> {
    match seen.entry.reference() {
        EntryRef::File(id) if seen.facts.is_being_edited() => {
            let all = editors::of_file(tx, viewer.portal, id, viewer.now)?;
            refuse_unless(all.iter().all(|one| one.built_in), MAY_NOT_MOVE)
        }
        _ => Ok(()),
    }
}

/// Refuses new content while somebody else edits the file alone.
pub(crate) fn require_open(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen<File>,
) -> Result<(), Error> {
    if !seen.facts.is_being_edited() {
        return Ok(());
    }
    let all = editors::of_file(tx, viewer.portal, seen.entry.id, viewer.now)?;
    let closed = |one: &Editor| one.alone && one.user != viewer.user();
    refuse_unless(!all.iter().any(closed), MAY_NOT_UPDATE)
}

fn refuse_unless(fine: bool, text: &'static str) -> Result<(), Error> {
    if fine {
        Ok(())
    } else {
        Err(Error::refused(text))
    }
}

fn editor(viewer: &Viewer, tab: String) -> Editor {
    Editor {
        tab,
        user: viewer.user(),
        alone: false,
        built_in: false,
        until: viewer.now + SILENCE,
    }
}

/// Key of a document that one editor has for himself.
fn key_alone(viewer: &Viewer, id: FileId) -> String {
    let parts = [viewer.portal.to_string(), id.0.to_string()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let code = viewer.installation.mac("document key alone", &parts);
    let hex = code.iter().take(20).map(|byte| format!("{byte:02x}"));
    hex.collect()
}

/// Whether its content can be changed in any way.
pub(super) fn changes(seen: &Seen<File>) -> bool {
    let all = [
        Action::Edit,
        Action::Review,
        Action::Comment,
        Action::FillForms,
        Action::CustomFilter,
    ];
    all.into_iter().any(|action| seen.may(action))
}

/// Where the tab stands among those of the file: under its name, its person's, or alone.
fn place(
    viewer: &Viewer,
    seen: &Seen<File>,
    tab: Tab,
    foreign: Option<&str>,
) -> Result<String, Error> {
    if !changes(seen) {
        return Err(Error::refused(MAY_NOT_EDIT));
    }
    let key = tab.key;
    if key == key_alone(viewer, seen.entry.id) {
        return Ok(ALONE.to_owned());
    }
    if foreign != Some(&*key) && key != document_key(&viewer.installation, &seen.entry) {
        return Err(Error::Denied);
    }
    let name: String = tab.name.chars().take(64).collect();
    Ok(match name.is_empty() {
        true => format!("tab/{}", viewer.user()),
        false => format!("tab/{}/{name}", viewer.user()),
    })
}

/// Changes who works on a file and tells it if these are others then.
fn change(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    change: impl FnOnce(&mut Tx<'_>) -> Result<(), sql::Error>,
) -> Result<(), Error> {
    let before = editors::of_file(tx, viewer.portal, file.id, viewer.now)?;
    change(tx)?;
    tell_if_changed(tx, Some(viewer.user()), file, &before, viewer.now)
}

fn tell_if_changed(
    tx: &mut Tx<'_>,
    by: Option<UserId>,
    file: &File,
    before: &[Editor],
    now: Micros,
) -> Result<(), Error> {
    let after = editors::of_file(tx, file.portal, file.id, now)?;
    let people = |all: &[Editor]| -> BTreeSet<(UserId, bool)> {
        all.iter().map(|one| (one.user, one.alone)).collect()
    };
    if people(before) == people(&after) {
        return Ok(());
    }
    tell(tx, by, file, &after)
}

/// Tells who works on a file now. It stands in no history.
fn tell(tx: &mut Tx<'_>, by: Option<UserId>, file: &File, editors: &[Editor]) -> Result<(), Error> {
    let ids: Vec<UserId> = editors.iter().map(|one| one.user).collect();
    let people = people::store::by_ids(tx, file.portal, &ids)?;
    let name = |id: UserId| match people.get(&id) {
        Some(person) => person.display_name(),
        None => "Anonymous".to_owned(),
    };
    let names: BTreeMap<String, String> = ids
        .into_iter()
        .map(|id| (id.to_string(), name(id)))
        .collect();
    let kind = match names.is_empty() {
        true => "file.editing_stopped",
        false => "file.editing_started",
    };
    events::record(
        tx,
        events::Event {
            portal: file.portal.0,
            kind,
            actor: by
                .filter(|user| !user.is_virtual())
                .map(|user| user.to_string()),
            subject: format!("file/{}", file.id.0),
            data: json!({
                "id": file.id.0,
                "title": file.title,
                "parentId": file.folder.0,
                "editingBy": names,
            }),
        },
    )?;
    Ok(())
}
