//! What happened: a line in the entry's history and an event for the listeners, written in the
//! transaction of the change.

use portal::UserId;
use serde_json::{Value, json};
use sql::Tx;

use crate::error::Error;
use crate::model::{EntryRef, File, Folder, FolderId, Mark};
use crate::store::{folders, history};
use crate::view::Viewer;

/// Something that happened to a file, with its number and name of `platform/07a` and the kind of
/// its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileHappening {
    Created,
    Converted,
    Renamed,
    Edited,
    /// The version of an editing session was saved again: no line in the history, but the content is another.
    SavedAgain,
    NewVersion,
    CommentChanged,
    Locked,
    Unlocked,
    /// A client locked it for a while, as they do whenever a document is opened: no line in the history.
    Held,
    /// A client let it go.
    Released,
    Downloaded,
    Uploaded,
    Overwritten,
    Copied,
    Restored,
    IndexChanged,
    FilterOn,
    FilterOff,
    Moved,
    Trashed,
    Deleted,
    VersionRemoved,
    /// Others may fill the form in from now on.
    FormStarted,
    /// One of several has filled in his part.
    FormPartiallyFilled,
    /// Everybody has.
    FormCompleted,
    /// Nobody may any more.
    FormStopped,
    /// Somebody handed in a filled copy.
    FormSubmitted,
    /// Somebody began a copy.
    FormOpened,
}

impl FileHappening {
    /// Number of the action.
    pub(crate) const fn number(self) -> i64 {
        match self {
            Self::Created => 5000,
            Self::Converted => 5035,
            Self::Renamed => 5001,
            Self::Edited | Self::SavedAgain => 5034,
            Self::NewVersion => 5003,
            Self::CommentChanged => 5005,
            Self::Locked | Self::Held => 5006,
            Self::Unlocked | Self::Released => 5007,
            Self::Downloaded => 5009,
            Self::Uploaded => 5011,
            Self::Overwritten => 5099,
            Self::Copied => 5013,
            Self::Restored => 5044,
            Self::IndexChanged => 5111,
            Self::FilterOn => 5120,
            Self::FilterOff => 5121,
            Self::Moved => 5015,
            Self::Trashed => 5017,
            Self::Deleted => 5018,
            Self::VersionRemoved => 5119,
            Self::FormStarted => 5150,
            Self::FormPartiallyFilled => 5151,
            Self::FormCompleted => 5152,
            Self::FormStopped => 5153,
            Self::FormSubmitted => 6046,
            Self::FormOpened => 6047,
        }
    }

    /// Whether it stands in the history.
    const fn is_told(self) -> bool {
        !matches!(self, Self::SavedAgain | Self::Held | Self::Released)
    }

    const fn event(self) -> &'static str {
        match self {
            Self::Created | Self::Converted => "file.created",
            Self::Renamed => "file.renamed",
            Self::Edited | Self::SavedAgain | Self::NewVersion | Self::Overwritten => {
                "file.updated"
            }
            Self::CommentChanged => "file.comment_changed",
            Self::Locked | Self::Held => "file.locked",
            Self::Unlocked | Self::Released => "file.unlocked",
            Self::Downloaded => "file.downloaded",
            Self::Uploaded => "file.uploaded",
            Self::Copied => "file.copied",
            Self::Restored => "file.restored",
            Self::IndexChanged => "file.reordered",
            Self::FilterOn => "file.custom_filter_enabled",
            Self::FilterOff => "file.custom_filter_disabled",
            Self::Moved => "file.moved",
            Self::Trashed => "file.trashed",
            Self::Deleted => "file.deleted",
            Self::VersionRemoved => "file.version_removed",
            Self::FormStarted => "file.form_started",
            Self::FormPartiallyFilled => "file.form_partially_filled",
            Self::FormCompleted => "file.form_completed",
            Self::FormStopped => "file.form_stopped",
            Self::FormSubmitted => "file.form_submitted",
            Self::FormOpened => "file.form_opened",
        }
    }
}

/// Records what happened to a file. `more` is merged into the details.
///
/// # Errors
/// The database failed.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: FileHappening,
    file: &File,
    more: Value,
) -> Result<(), Error> {
    let folder = folders::by_id(tx, file.portal, file.folder)?;
    record_in(tx, viewer, what, file, folder.as_ref(), more)
}

/// [`record`], when the folder of the file is at hand.
///
/// # Errors
/// The database failed.
pub(crate) fn record_in(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: FileHappening,
    file: &File,
    folder: Option<&Folder>,
    more: Value,
) -> Result<(), Error> {
    let actor = viewer.user();
    let mut data = json!({
        "id": file.id.0,
        "title": file.title,
        "parentId": file.folder.0,
        "parentTitle": folder.map(|folder| folder.title.as_str()),
        "parentType": folder.map(|folder| folder.kind.number()),
    });
    merge(&mut data, more);
    let told = what.is_told();
    if told {
        let (entry, number) = (EntryRef::File(file.id), what.number());
        history::record(tx, file.portal, entry, number, actor, viewer.now, &data)?;
    }
    merge(
        &mut data,
        json!({
            "action": told.then(|| what.number()),
            "version": file.version.number,
            "size": file.version.size,
            "roomId": file.room.map(|room| room.0),
            "rootType": file.root.kind.number(),
        }),
    );
    events::record(
        tx,
        events::Event {
            portal: file.portal.0,
            kind: what.event(),
            actor: (actor != UserId::ANONYMOUS).then(|| actor.to_string()),
            subject: format!("file/{}", file.id.0),
            data,
        },
    )?;
    Ok(())
}

/// Records that the order by hand of a folder's content changed. Where history has lines for it, [`record`] writes them.
///
/// # Errors
/// The database failed.
pub(crate) fn record_order(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: FolderId,
) -> Result<(), sql::Error> {
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind: "folder.reordered",
            actor: Some(viewer.user().to_string()),
            subject: format!("folder/{}", folder.0),
            data: json!({}),
        },
    )
}

/// What a person did to entries for himself alone: it stands in no history and concerns his own screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Private {
    /// He has seen what was new.
    Read,
    /// He put a mark on it.
    Marked(Mark),
    /// He took a mark off.
    Unmarked(Mark),
}

/// Records what somebody did for himself alone.
///
/// # Errors
/// The database failed.
pub(crate) fn record_private(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: Private,
    entry: EntryRef,
) -> Result<(), sql::Error> {
    let (kind, mark) = match what {
        Private::Read => ("entry.read", None),
        Private::Marked(mark) => ("entry.marked", Some(mark)),
        Private::Unmarked(mark) => ("entry.unmarked", Some(mark)),
    };
    let subject = match entry {
        EntryRef::File(id) => format!("file/{}", id.0),
        EntryRef::Folder(id) => format!("folder/{}", id.0),
    };
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind,
            actor: Some(viewer.user().to_string()),
            subject,
            data: json!({ "mark": mark.map(Mark::number) }),
        },
    )
}

fn merge(into: &mut Value, more: Value) {
    if let (Some(into), Value::Object(more)) = (into.as_object_mut(), more) {
        into.extend(more);
    }
}
