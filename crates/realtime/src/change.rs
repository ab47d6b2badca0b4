//! What an event of a domain means for those who watch. Pure: one event in, changes out.

use events::Recorded;
use files::model::{EntryRef, FileId, FolderId, FolderType, Mark};
use portal::UserId;
use serde_json::Value;
use uuid::Uuid;

use crate::part::Part;

/// What happened to an entry in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cmd {
    /// It appeared.
    Create,
    /// It is another now.
    Update,
    /// It went.
    Delete,
}

impl Cmd {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Who has or loses access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// One person.
    Person(UserId),
    /// Everybody in a group.
    Group(Uuid),
}

/// Whose rights to look at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// To what is in a room, or (`None`) in no room at all.
    Room(Option<FolderId>),
    /// To one file.
    File(FileId),
    /// To everything, for one person.
    Person(UserId),
    /// To everything, for everybody.
    Everything,
}

/// Something to tell those who watch a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// An entry in a folder.
    Entry {
        cmd: Cmd,
        entry: EntryRef,
        inside: FolderId,
    },
    /// An entry on one person's shelf: recent, favourites.
    Shelf {
        cmd: Cmd,
        entry: EntryRef,
        shelf: FolderType,
        whose: UserId,
    },
    /// Somebody's access to an entry, which he sees in a folder or, with documents of others, on the shelf of what is
    /// shared with him.
    Access {
        entry: EntryRef,
        inside: FolderId,
        shared: bool,
        subject: Subject,
        access: i64,
        /// He had access before, as far as the event tells.
        had: Option<bool>,
        by: Option<UserId>,
    },
    /// A folder must be read anew: its order.
    Refresh { folder: FolderId, except: String },
    /// There is a new line in the history of an entry.
    History(EntryRef),
    /// Others work on a file than before: their names, nothing when nobody does.
    Editing { file: FileId, names: Value },
    /// What lies below a folder became more or less.
    Content(FolderId),
    /// What is new below a folder changed, for one person or everybody.
    News {
        inside: FolderId,
        file: Option<FileId>,
        whose: Option<UserId>,
    },
    /// Rights changed.
    Rights(Scope),
    /// Bytes in use changed; the person's own too, when they are his documents.
    Used(Option<UserId>),
    /// The number of rooms changed.
    Rooms,
    /// A person appeared, changed or went; `guest` as far as it is known.
    Person {
        cmd: Cmd,
        id: UserId,
        guest: Option<bool>,
    },
    /// A person has another type.
    Type {
        id: UserId,
        was_guest: bool,
        is_guest: bool,
        by: Option<UserId>,
    },
    /// A guest came onto or left the list of one person.
    Guest { cmd: Cmd, id: UserId, whose: UserId },
    /// A group.
    Group { cmd: Cmd, id: Uuid },
    /// Sessions may have ended: of one person, or of everybody. `all`: every session of that person did.
    Sessions { whose: Option<UserId>, all: bool },
    /// A setting was saved.
    Setting(String),
    /// A plugin of the web app was put in, switched or taken out.
    Plugin { name: String, enabled: bool },
    /// A task of the whole portal came further: in which room, as which message.
    Task {
        part: Part,
        event: &'static str,
        told: Value,
    },
}

/// What an event means.
pub(crate) fn changes(event: &Recorded) -> Vec<Change> {
    let reading = Reading {
        kind: &event.kind,
        subject: &event.subject,
        actor: event.actor.as_deref(),
        data: &event.data,
    };
    reading.changes()
}

/// One event being read.
struct Reading<'a> {
    kind: &'a str,
    subject: &'a str,
    actor: Option<&'a str>,
    data: &'a Value,
}

impl Reading<'_> {
    fn changes(&self) -> Vec<Change> {
        match self.kind.split_once('.').map_or("", |(area, _)| area) {
            "file" => self.file(),
            "folder" | "room" => self.folder(),
            "entry" | "link" => self.entry(),
            "person" => self.person(),
            "guest" => self.guest(),
            "group" => self.group(),
            "session" | "login" | "key" | "portal" => self.sessions(),
            "settings" => self.setting(),
            "plugin" => self.plugin(),
            "backup" | "storage" => self.task(),
            RELAYED_AREA => self.relayed(),
            _ => Vec::new(),
        }
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.data.get(key).and_then(Value::as_i64)
    }

    fn folder_at(&self, key: &str) -> Option<FolderId> {
        self.number(key).filter(|id| *id > 0).map(FolderId)
    }

    fn uuid(&self, key: &str) -> Option<Uuid> {
        self.data.get(key)?.as_str()?.parse().ok()
    }

    fn actor(&self) -> Option<UserId> {
        self.actor?.parse().ok()
    }

    /// The person an event is about.
    fn subject_person(&self) -> Option<UserId> {
        self.subject.parse().ok()
    }

    /// The entry it is about: `file/12`, `folder/3`, `room/3`.
    fn subject_entry(&self) -> Option<EntryRef> {
        let (kind, id) = self.subject.split_once('/')?;
        let id: i64 = id.parse().ok()?;
        Some(match kind {
            "file" => EntryRef::File(FileId(id)),
            _ => EntryRef::Folder(FolderId(id)),
        })
    }

    /// The person whose documents or trash it happened in; there people act themselves.
    fn documents_of(&self) -> Option<UserId> {
        let root = self.number("rootType")?;
        let own = [FolderType::User, FolderType::Trash];
        let own = own.map(|kind| i64::from(kind.number())).contains(&root);
        self.actor().filter(|_| own)
    }

    fn file(&self) -> Vec<Change> {
        let Some(EntryRef::File(id)) = self.subject_entry() else {
            return Vec::new();
        };
        let entry = EntryRef::File(id);
        if let "file.editing_started" | "file.editing_stopped" = self.kind {
            return self.editing(id);
        }
        let mut all = vec![Change::History(entry)];
        let Some(inside) = self.folder_at("parentId") else {
            return all;
        };
        let told = |cmd, inside| Change::Entry { cmd, entry, inside };
        match self.kind {
            "file.created" | "file.uploaded" | "file.copied" => all.extend([
                told(Cmd::Create, inside),
                Change::Content(inside),
                Change::News {
                    inside,
                    file: Some(id),
                    whose: None,
                },
                Change::Used(self.documents_of()),
            ]),
            // Whoever downloads has seen it, and has it among his recent files.
            "file.downloaded" => {
                if let Some(whose) = self.actor() {
                    all.extend([
                        Change::News {
                            inside,
                            file: Some(id),
                            whose: Some(whose),
                        },
                        Change::Shelf {
                            cmd: Cmd::Create,
                            entry,
                            shelf: FolderType::Recent,
                            whose,
                        },
                    ]);
                }
            }
            "file.moved" | "file.trashed" => {
                if let Some(from) = self.folder_at("fromFolderId") {
                    all.extend([told(Cmd::Delete, from), Change::Content(from)]);
                }
                all.extend([
                    told(Cmd::Create, inside),
                    Change::Content(inside),
                    Change::Rights(Scope::File(id)),
                ]);
            }
            "file.deleted" => all.extend([
                told(Cmd::Delete, inside),
                Change::Content(inside),
                Change::Rights(Scope::File(id)),
                Change::Used(self.documents_of()),
            ]),
            "file.updated" | "file.version_removed" => all.extend([
                told(Cmd::Update, inside),
                Change::Content(inside),
                Change::Used(self.documents_of()),
            ]),
            _ => all.push(told(Cmd::Update, inside)),
        }
        all
    }

    /// It stands in no history, and lists show it.
    fn editing(&self, file: FileId) -> Vec<Change> {
        let names = self.data.get("editingBy").cloned().unwrap_or_default();
        let entry = EntryRef::File(file);
        let cmd = Cmd::Update;
        let inside = self.folder_at("parentId");
        let listed = inside.map(|inside| Change::Entry { cmd, entry, inside });
        std::iter::once(Change::Editing { file, names })
            .chain(listed)
            .collect()
    }

    fn folder(&self) -> Vec<Change> {
        let Some(EntryRef::Folder(id)) = self.subject_entry() else {
            return Vec::new();
        };
        let entry = EntryRef::Folder(id);
        let kind = self.kind;
        if matches!(kind, "folder.reordered" | "room.reordered") {
            let except = String::new();
            return vec![Change::Refresh { folder: id, except }];
        }
        let mut all = vec![Change::History(entry)];
        let Some(inside) = self.folder_at("parentId") else {
            return all;
        };
        let told = |cmd, inside| Change::Entry { cmd, entry, inside };
        match kind {
            "folder.created" | "folder.copied" => {
                all.extend([told(Cmd::Create, inside), Change::Content(inside)]);
            }
            "room.created" | "room.copied" => {
                all.extend([told(Cmd::Create, inside), Change::Rooms]);
            }
            "folder.moved" | "folder.trashed" | "room.archived" | "room.restored" => {
                if let Some(from) = self.folder_at("fromFolderId") {
                    all.extend([told(Cmd::Delete, from), Change::Content(from)]);
                }
                all.extend([
                    told(Cmd::Create, inside),
                    Change::Content(inside),
                    Change::Rights(Scope::Room(self.folder_at("fromRoomId"))),
                ]);
                if kind.starts_with("room.") {
                    all.push(Change::Rooms);
                }
            }
            "folder.deleted" | "room.deleted" => all.extend([
                told(Cmd::Delete, inside),
                Change::Content(inside),
                Change::Rights(Scope::Room(self.folder_at("roomId"))),
                Change::Used(self.documents_of()),
                Change::Rooms,
            ]),
            "room.member_added"
            | "room.member_removed"
            | "room.access_changed"
            | "room.group_added"
            | "room.group_removed" => all.extend(self.access(entry, inside)),
            "room.owner_changed" => all.extend([
                told(Cmd::Update, inside),
                Change::Rights(Scope::Room(Some(id))),
            ]),
            "room.invitation_resent" => {}
            _ => all.push(told(Cmd::Update, inside)),
        }
        all
    }

    /// Marks, shares and links of any entry.
    fn entry(&self) -> Vec<Change> {
        let Some(entry) = self.subject_entry() else {
            return Vec::new();
        };
        match self.kind {
            "entry.read" => return self.read(entry),
            "entry.marked" => return self.mark(entry, Cmd::Create),
            "entry.unmarked" => return self.mark(entry, Cmd::Delete),
            _ => {}
        }
        let mut all = vec![Change::History(entry)];
        let Some(inside) = self.folder_at("parentId") else {
            return all;
        };
        match self.kind {
            "entry.access_changed" | "entry.left" => all.extend(self.access(entry, inside)),
            // The entry shows whether it has a link; what the link opens may be less now.
            _ => {
                let cmd = Cmd::Update;
                all.push(Change::Entry { cmd, entry, inside });
                all.push(Change::Rights(Scope::Room(self.folder_at("roomId"))));
            }
        }
        all
    }

    fn read(&self, entry: EntryRef) -> Vec<Change> {
        let whose = self.actor();
        let (inside, file) = match entry {
            EntryRef::Folder(id) => (id, None),
            // The folder it lies in is found with the file.
            EntryRef::File(id) => (FolderId(0), Some(id)),
        };
        vec![Change::News {
            inside,
            file,
            whose,
        }]
    }

    fn mark(&self, entry: EntryRef, cmd: Cmd) -> Vec<Change> {
        let Some(whose) = self.actor() else {
            return Vec::new();
        };
        let mark = self.number("mark").and_then(Mark::from_number);
        let shelf = match mark {
            Some(Mark::Favorite) => FolderType::Favorites,
            Some(Mark::Recent) => FolderType::Recent,
            Some(Mark::Pin) => FolderType::VirtualRooms,
            _ => return Vec::new(),
        };
        // A pinned room is no other room.
        let cmd = if mark == Some(Mark::Pin) {
            Cmd::Update
        } else {
            cmd
        };
        vec![Change::Shelf {
            cmd,
            entry,
            shelf,
            whose,
        }]
    }

    fn access(&self, entry: EntryRef, inside: FolderId) -> Vec<Change> {
        let room = self.folder_at("roomId");
        let mut all = Vec::new();
        let leaves = self.kind == "entry.left";
        let subject = if leaves {
            self.actor().map(Subject::Person)
        } else {
            let group = self.number("subjectType") == Some(2);
            self.uuid("subject").map(|id| {
                if group {
                    Subject::Group(id)
                } else {
                    Subject::Person(UserId(id))
                }
            })
        };
        let had = match self.data.get("before") {
            Some(before) => Some(!before.is_null()),
            None if self.kind.ends_with("_removed") || leaves => Some(true),
            None => None,
        };
        if let Some(subject) = subject {
            all.push(Change::Access {
                entry,
                inside,
                shared: self.number("rootType") == Some(i64::from(FolderType::User.number())),
                subject,
                access: self.number("access").unwrap_or_default(),
                had,
                by: self.actor(),
            });
        }
        all.push(Change::Rights(Scope::Room(room)));
        all
    }

    fn person(&self) -> Vec<Change> {
        let Some(id) = self.subject_person() else {
            return Vec::new();
        };
        let person = |cmd, guest| Change::Person { cmd, id, guest };
        let sessions = |all| Change::Sessions {
            whose: Some(id),
            all,
        };
        match self.kind {
            "person.created" | "person.invited" => vec![person(Cmd::Create, None)],
            "person.deleted" => vec![
                person(Cmd::Delete, self.number("type").map(|kind| kind == GUEST)),
                sessions(true),
            ],
            "person.type" => {
                let is = |key: &str| self.number(key) == Some(GUEST);
                vec![
                    sessions(false),
                    Change::Type {
                        id,
                        was_guest: is("from"),
                        is_guest: is("to"),
                        by: self.actor(),
                    },
                    Change::Rights(Scope::Person(id)),
                ]
            }
            "person.owner" => vec![
                Change::Sessions {
                    whose: None,
                    all: false,
                },
                person(Cmd::Update, None),
                Change::Rights(Scope::Everything),
            ],
            "person.status" | "person.password" => vec![person(Cmd::Update, None), sessions(true)],
            _ => vec![person(Cmd::Update, None), sessions(false)],
        }
    }

    fn guest(&self) -> Vec<Change> {
        let (Some(id), Some(whose)) = (self.subject_person(), self.actor()) else {
            return Vec::new();
        };
        let cmd = match self.kind {
            "guest.accepted" => Cmd::Create,
            _ => Cmd::Delete,
        };
        vec![Change::Guest { cmd, id, whose }]
    }

    fn group(&self) -> Vec<Change> {
        let Ok(id) = self.subject.parse() else {
            return Vec::new();
        };
        let cmd = match self.kind {
            "group.created" => Cmd::Create,
            "group.deleted" => Cmd::Delete,
            _ => Cmd::Update,
        };
        // Rooms are shared with groups.
        vec![Change::Group { cmd, id }, Change::Rights(Scope::Everything)]
    }

    fn sessions(&self) -> Vec<Change> {
        let (whose, all) = match self.kind {
            "session.everybody-ended"
            | "key.updated"
            | "key.deleted"
            | "portal.owner"
            | "portal.domain"
            | "portal.suspended"
            | "portal.removed" => (None, false),
            "session.all-ended" => {
                let all = self.data.get("except").is_none_or(Value::is_null);
                (self.subject_person(), all)
            }
            // Signing out; a sign-in that fails or succeeds ends nothing.
            "login.ended" => (self.subject_person(), false),
            "session.ended" => (self.uuid("user").map(UserId).or(self.actor()), false),
            _ => return Vec::new(),
        };
        vec![Change::Sessions { whose, all }]
    }

    /// What a client wants the others to do.
    fn relayed(&self) -> Vec<Change> {
        let Some(EntryRef::Folder(folder)) = self.subject_entry() else {
            return Vec::new();
        };
        let except = self.data.get("except").and_then(Value::as_str);
        vec![Change::Refresh {
            folder,
            except: except.unwrap_or_default().to_owned(),
        }]
    }

    fn setting(&self) -> Vec<Change> {
        let mut all = vec![Change::Setting(self.subject.to_owned())];
        // A limit to the life of sessions ends those there are.
        if self.subject == "cookie" {
            all.push(Change::Sessions {
                whose: None,
                all: false,
            });
        }
        all
    }
}

impl Reading<'_> {
    fn plugin(&self) -> Vec<Change> {
        let name = self.data.get("name").and_then(Value::as_str);
        let enabled = self.data.get("enabled").and_then(Value::as_bool);
        let plugin = |name: &str| Change::Plugin {
            name: name.to_owned(),
            enabled: enabled.unwrap_or(false),
        };
        name.map(plugin).into_iter().collect()
    }
}

impl Reading<'_> {
    /// Backups, restores and encryption tell how far they are in the event itself.
    fn task(&self) -> Vec<Change> {
        let (part, event) = match self.kind {
            "backup.progress" => (Part::Backup, "s:backup-progress"),
            "backup.restore-progress" => (Part::Restore, "s:restore-progress"),
            "storage.encryption-progress" => (Part::Encryption, "s:encryption-progress"),
            _ => return Vec::new(),
        };
        vec![Change::Task {
            part,
            event,
            told: self.data.clone(),
        }]
    }
}

/// What this crate itself records, so that clients of other nodes hear it: `realtime.refresh`.
pub(crate) const RELAYED: &str = "realtime.refresh";
const RELAYED_AREA: &str = "realtime";

/// Number of the type "guest".
const GUEST: i64 = 2;

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
