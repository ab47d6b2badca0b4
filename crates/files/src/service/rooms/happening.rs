//! What happened to a room or folder: a line in its history and an event, in the transaction of the
//! change.

use portal::UserId;
use serde_json::{Value, json};
use sql::Tx;

use crate::error::Error;
use crate::model::{Entry, Folder};
use crate::store::history;
use crate::view::Viewer;

macro_rules! happenings {
    ($($name:ident = $number:literal, $event:literal;)*) => {
        /// Something that happened to a room or folder, with its number of `platform/07a`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum RoomHappening { $($name),* }

        impl RoomHappening {
            /// Number of the action.
            pub(crate) const fn number(self) -> i64 {
                match self { $(Self::$name => $number),* }
            }

            const fn event(self) -> &'static str {
                match self { $(Self::$name => $event),* }
            }
        }
    };
}

happenings! {
    Created = 5070, "room.created";
    Renamed = 5071, "room.renamed";
    FolderCreated = 5019, "folder.created";
    FolderRenamed = 5020, "folder.renamed";
    FolderCopied = 5022, "folder.copied";
    FolderMoved = 5024, "folder.moved";
    FolderTrashed = 5026, "folder.trashed";
    FolderDeleted = 5027, "folder.deleted";
    Archived = 5072, "room.archived";
    Unarchived = 5073, "room.restored";
    Deleted = 5074, "room.deleted";
    Copied = 5100, "room.copied";
    AccessForUser = 5075, "room.access_changed";
    TagsAdded = 5078, "room.tags_added";
    TagsRemoved = 5079, "room.tags_removed";
    LogoCreated = 5080, "room.logo_changed";
    LogoDeleted = 5081, "room.logo_removed";
    UserRemoved = 5084, "room.member_removed";
    UserAdded = 5085, "room.member_added";
    GroupAdded = 5094, "room.group_added";
    AccessForGroup = 5095, "room.access_changed";
    GroupRemoved = 5096, "room.group_removed";
    ColorChanged = 5102, "room.color_changed";
    CoverChanged = 5103, "room.cover_changed";
    IndexExported = 5106, "room.index_exported";
    IndexReordered = 5108, "room.reordered";
    DenyDownloadOn = 5109, "room.deny_download_enabled";
    DenyDownloadOff = 5110, "room.deny_download_disabled";
    WatermarkSet = 5112, "room.watermark_set";
    WatermarkOff = 5113, "room.watermark_disabled";
    IndexingOn = 5114, "room.indexing_enabled";
    IndexingOff = 5115, "room.indexing_disabled";
    LifetimeSet = 5116, "room.lifetime_set";
    LifetimeOff = 5117, "room.lifetime_disabled";
    InvitationResent = 5118, "room.invitation_resent";
    OwnerChanged = 5159, "room.owner_changed";
    QuotaDefault = 6048, "room.quota_changed";
    QuotaChanged = 6049, "room.quota_changed";
    QuotaOff = 6050, "room.quota_changed";
}

/// Records what happened to a room or folder. `more` is merged into the details.
///
/// # Errors
/// The database failed.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: RoomHappening,
    folder: &Folder,
    more: Value,
) -> Result<(), Error> {
    let folder = Entry::Folder(folder.clone());
    record_on(tx, viewer, what.number(), what.event(), &folder, more)
}

/// Records an action of `platform/07a` on any entry.
///
/// # Errors
/// The database failed.
pub(crate) fn record_on(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    number: i64,
    event: &'static str,
    entry: &Entry,
    more: Value,
) -> Result<(), Error> {
    let actor = viewer.user();
    let reference = entry.reference();
    let mut data = json!({ "id": reference.number(), "title": entry.title() });
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    history::record(
        tx,
        viewer.portal,
        reference,
        number,
        actor,
        viewer.now,
        &data,
    )?;
    if let Some(data) = data.as_object_mut() {
        data.insert("action".to_owned(), number.into());
        data.entry("parentId").or_insert(entry.parent().0.into());
        data.insert("roomId".to_owned(), entry.room().map(|room| room.0).into());
        data.insert("rootType".to_owned(), entry.root().kind.number().into());
    }
    let kind = match entry {
        Entry::Folder(folder) if folder.kind.is_room() => "room",
        Entry::Folder(_) => "folder",
        Entry::File(_) => "file",
    };
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind: event,
            actor: (actor != UserId::ANONYMOUS).then(|| actor.to_string()),
            subject: format!("{kind}/{}", reference.number()),
            data,
        },
    )?;
    Ok(())
}
