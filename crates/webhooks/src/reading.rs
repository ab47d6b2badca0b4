//! What an event means: which trigger it pulls, and what it is about.

use events::Recorded;
use files::model::{EntryRef, FileId, FolderId};
use people::GroupId;
use portal::{PortalId, UserId};
use serde_json::Value;

use crate::trigger::Trigger;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    Person(UserId),
    Group(GroupId),
    Entry(EntryRef),
}

/// An event that somebody may want to hear of.
#[derive(Debug, Clone)]
pub(crate) struct News<'a> {
    pub(crate) event: &'a Recorded,
    pub(crate) portal: PortalId,
    pub(crate) trigger: Trigger,
    pub(crate) subject: Subject,
    /// Number or GUID of what it is about.
    pub(crate) id: String,
    /// Where it lies or lay.
    pub(crate) inside: Option<FolderId>,
    /// Where it came from.
    pub(crate) from: Option<FolderId>,
}

impl<'a> News<'a> {
    /// Reads an event.
    pub(crate) fn read(event: &'a Recorded) -> Option<Self> {
        let trigger = trigger(event)?;
        let (subject, id) = subject(event)?;
        let folder = |key: &str| {
            let number = event.data.get(key).and_then(Value::as_i64)?;
            (number > 0).then_some(FolderId(number))
        };
        Some(Self {
            event,
            portal: PortalId(event.portal),
            trigger,
            subject,
            id,
            inside: folder("parentId"),
            from: folder("fromFolderId"),
        })
    }

    /// Who did it.
    pub(crate) fn actor(&self) -> Option<UserId> {
        self.event.actor.as_deref()?.parse().ok()
    }

    /// The kind of what it is about, as payloads name it.
    pub(crate) fn kind(&self) -> &'static str {
        match self.subject {
            Subject::Person(_) => "user",
            Subject::Group(_) => "group",
            Subject::Entry(EntryRef::File(_)) => "file",
            Subject::Entry(EntryRef::Folder(_)) if self.event.subject.starts_with("room/") => {
                "room"
            }
            Subject::Entry(EntryRef::Folder(_)) => "folder",
        }
    }

    /// The same, when it turns out that the entry came out of the trash.
    pub(crate) fn out_of_trash(&mut self) {
        self.trigger = match self.trigger {
            Trigger::FileMoved => Trigger::FileRestored,
            Trigger::FolderMoved => Trigger::FolderRestored,
            other => other,
        };
    }
}

/// The trigger an event pulls.
fn trigger(event: &Recorded) -> Option<Trigger> {
    // Forms and agents are told by the contract's numbers of actions.
    let action = event.data.get("action").and_then(Value::as_i64);
    match action {
        Some(6046) => return Some(Trigger::FormSubmit),
        Some(5152) => return Some(Trigger::FormFilledOut),
        Some(5153) => return Some(Trigger::FormStopped),
        Some(5154) => return Some(Trigger::AgentCreated),
        Some(5155 | 5157 | 5158) => return Some(Trigger::AgentUpdated),
        Some(5156) => return Some(Trigger::AgentDeleted),
        Some(5057) => return Some(Trigger::FolderDownloaded),
        _ => {}
    }
    Some(match event.kind.as_str() {
        "person.created" | "person.joined" => Trigger::UserCreated,
        "person.invited" => Trigger::UserInvited,
        "person.updated" | "person.email" | "person.type" | "person.status" | "person.owner"
        | "person.quota" => Trigger::UserUpdated,
        "person.deleted" => Trigger::UserDeleted,
        "group.created" => Trigger::GroupCreated,
        "group.updated" => Trigger::GroupUpdated,
        "group.deleted" => Trigger::GroupDeleted,
        "file.created" => Trigger::FileCreated,
        "file.uploaded" => Trigger::FileUploaded,
        // Bringing an old version back makes a new one.
        "file.updated" | "file.renamed" | "file.restored" => Trigger::FileUpdated,
        "file.trashed" => Trigger::FileTrashed,
        "file.deleted" => Trigger::FileDeleted,
        "file.copied" => Trigger::FileCopied,
        "file.moved" => Trigger::FileMoved,
        "file.downloaded" => Trigger::FileDownloaded,
        "folder.created" => Trigger::FolderCreated,
        "folder.renamed" => Trigger::FolderUpdated,
        "folder.trashed" => Trigger::FolderTrashed,
        "folder.deleted" => Trigger::FolderDeleted,
        "folder.copied" => Trigger::FolderCopied,
        "folder.moved" => Trigger::FolderMoved,
        "room.created" => Trigger::RoomCreated,
        "room.archived" => Trigger::RoomArchived,
        "room.restored" => Trigger::RoomRestored,
        "room.deleted" => Trigger::RoomDeleted,
        "room.copied" => Trigger::RoomCopied,
        "room.renamed"
        | "room.tags_added"
        | "room.tags_removed"
        | "room.logo_changed"
        | "room.logo_removed"
        | "room.color_changed"
        | "room.cover_changed"
        | "room.owner_changed"
        | "room.quota_changed"
        | "room.deny_download_enabled"
        | "room.deny_download_disabled"
        | "room.watermark_set"
        | "room.watermark_disabled"
        | "room.indexing_enabled"
        | "room.indexing_disabled"
        | "room.lifetime_set"
        | "room.lifetime_disabled" => Trigger::RoomUpdated,
        _ => return None,
    })
}

fn subject(event: &Recorded) -> Option<(Subject, String)> {
    let area = event.kind.split('.').next().unwrap_or_default();
    let text = event.subject.as_str();
    let subject = match area {
        "person" => Subject::Person(text.parse().ok()?),
        "group" => Subject::Group(GroupId(text.parse().ok()?)),
        _ => {
            let (kind, id) = text.split_once('/')?;
            let number = id.parse().ok()?;
            let entry = match kind {
                "file" => EntryRef::File(FileId(number)),
                "folder" | "room" => EntryRef::Folder(FolderId(number)),
                _ => return None,
            };
            return Some((Subject::Entry(entry), id.to_owned()));
        }
    };
    Some((subject, text.to_owned()))
}
