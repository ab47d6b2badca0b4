use files::model::FolderId;
use serde_json::json;

use super::*;

const ANNA: UserId = UserId(Uuid::from_u128(0xa));
const BORIS: UserId = UserId(Uuid::from_u128(0xb));

fn read(kind: &str, subject: &str, actor: Option<UserId>, data: Value) -> Vec<Change> {
    let actor = actor.map(|user| user.to_string());
    let reading = Reading {
        kind,
        subject,
        actor: actor.as_deref(),
        data: &data,
    };
    reading.changes()
}

fn told(cmd: Cmd, entry: EntryRef, inside: i64) -> Change {
    Change::Entry {
        cmd,
        entry,
        inside: FolderId(inside),
    }
}

#[test]
fn a_move_goes_from_one_folder_to_another() {
    let file = EntryRef::File(FileId(7));
    let data = json!({ "parentId": 5, "fromFolderId": 3, "fromRoomId": 2, "rootType": 14 });
    let changes = read("file.moved", "file/7", Some(ANNA), data.clone());
    assert!(changes.contains(&told(Cmd::Delete, file, 3)));
    assert!(changes.contains(&told(Cmd::Create, file, 5)));
    assert!(changes.contains(&Change::Content(FolderId(3))));
    assert!(changes.contains(&Change::Rights(Scope::File(FileId(7)))));

    let folder = EntryRef::Folder(FolderId(7));
    let changes = read("folder.moved", "folder/7", Some(ANNA), data);
    assert!(changes.contains(&told(Cmd::Delete, folder, 3)));
    assert!(changes.contains(&told(Cmd::Create, folder, 5)));
    // Whoever had something of that room open is looked at again.
    assert!(changes.contains(&Change::Rights(Scope::Room(Some(FolderId(2))))));
}

#[test]
fn every_line_of_history_is_told() {
    for (kind, subject, entry) in [
        ("file.downloaded", "file/7", EntryRef::File(FileId(7))),
        ("file.locked", "file/7", EntryRef::File(FileId(7))),
        ("room.tags_added", "room/3", EntryRef::Folder(FolderId(3))),
        ("link.created", "room/3", EntryRef::Folder(FolderId(3))),
        ("entry.access_changed", "file/7", EntryRef::File(FileId(7))),
    ] {
        let changes = read(kind, subject, Some(ANNA), json!({}));
        assert_eq!(changes.first(), Some(&Change::History(entry)), "{kind}");
    }
}

#[test]
fn who_works_on_a_file_is_told_and_stands_in_no_history() {
    let file = FileId(7);
    let names = json!({ (ANNA.to_string()): "Anna" });
    let data = json!({ "parentId": 5, "editingBy": names });
    let changes = read("file.editing_started", "file/7", Some(ANNA), data);
    let listed = told(Cmd::Update, EntryRef::File(file), 5);
    assert_eq!(changes, [Change::Editing { file, names }, listed]);
}

#[test]
fn used_space_is_a_persons_own_among_his_documents_only() {
    let used = |root: i64| {
        let data = json!({ "parentId": 5, "rootType": root });
        read("file.uploaded", "file/7", Some(ANNA), data)
            .into_iter()
            .find_map(|change| match change {
                Change::Used(owner) => Some(owner),
                _ => None,
            })
    };
    assert_eq!(used(i64::from(FolderType::User.number())), Some(Some(ANNA)));
    let rooms = i64::from(FolderType::VirtualRooms.number());
    assert_eq!(used(rooms), Some(None));
}

#[test]
fn access_is_given_changed_and_taken() {
    let had = |kind: &str, data: Value| {
        let changes = read(kind, "room/3", Some(BORIS), data);
        let found = changes.iter().find_map(|change| match change {
            Change::Access { subject, had, .. } => Some((*subject, *had)),
            _ => None,
        });
        assert!(changes.contains(&Change::Rights(Scope::Room(Some(FolderId(3))))));
        found
    };
    let of = |before: Value, kind: i64| {
        json!({
            "subject": ANNA, "subjectType": kind, "access": 2, "before": before,
            "parentId": 1, "roomId": 3,
        })
    };
    let person = Subject::Person(ANNA);
    assert_eq!(
        had("room.member_added", of(Value::Null, 0)),
        Some((person, Some(false)))
    );
    assert_eq!(
        had("room.access_changed", of(json!(2), 0)),
        Some((person, Some(true)))
    );
    assert_eq!(
        had("room.group_added", of(Value::Null, 2)),
        Some((Subject::Group(ANNA.0), Some(false)))
    );
    let left =
        json!({ "subject": ANNA, "subjectType": 0, "access": 0, "parentId": 1, "roomId": 3 });
    assert_eq!(had("room.member_removed", left), Some((person, Some(true))));
}

#[test]
fn ends_of_sessions_name_whose() {
    let sessions = |whose, all| vec![Change::Sessions { whose, all }];
    let anna = ANNA.to_string();
    for (kind, subject, data, expected) in [
        ("session.started", "7", json!({}), vec![]),
        (
            "session.ended",
            "7",
            json!({}),
            sessions(Some(BORIS), false),
        ),
        (
            "session.ended",
            "7",
            json!({ "user": anna }),
            sessions(Some(ANNA), false),
        ),
        (
            "session.all-ended",
            anna.as_str(),
            json!({ "except": null }),
            sessions(Some(ANNA), true),
        ),
        (
            "session.all-ended",
            anna.as_str(),
            json!({ "except": 7 }),
            sessions(Some(ANNA), false),
        ),
        (
            "session.everybody-ended",
            "1",
            json!({}),
            sessions(None, false),
        ),
        ("portal.suspended", "1", json!({}), sessions(None, false)),
        (
            "login.ended",
            anna.as_str(),
            json!({ "session": 7 }),
            sessions(Some(ANNA), false),
        ),
        ("login.failed", anna.as_str(), json!({}), vec![]),
        ("portal.renamed", "1", json!({}), vec![]),
    ] {
        assert_eq!(read(kind, subject, Some(BORIS), data), expected, "{kind}");
    }
}

#[test]
fn what_makes_no_sense_is_nothing() {
    for (kind, subject) in [
        ("file.created", "folder/7"),
        ("file.created", "file"),
        ("room.created", "room/x"),
        ("person.created", "nobody"),
        ("group.created", "7"),
        ("tag.created", "tag/red"),
        ("", ""),
    ] {
        assert_eq!(
            read(kind, subject, None, Value::Null),
            [],
            "{kind} {subject}"
        );
    }
}

#[test]
fn a_backup_and_its_like_tell_how_far_they_are() {
    for (kind, part, event) in [
        ("backup.progress", Part::Backup, "s:backup-progress"),
        (
            "backup.restore-progress",
            Part::Restore,
            "s:restore-progress",
        ),
        (
            "storage.encryption-progress",
            Part::Encryption,
            "s:encryption-progress",
        ),
    ] {
        let told = json!({ "progress": 7 });
        let changes = read(kind, "1", None, told.clone());
        assert_eq!(changes, [Change::Task { part, event, told }], "{kind}");
    }
    let begun = json!({ "action": 5041 });
    assert_eq!(read("backup.started", "1", Some(ANNA), begun), []);
}

#[test]
fn a_switched_plugin_is_told_to_all_pages() {
    let data = json!({ "action": 6086, "name": "draw.io", "enabled": true });
    let changes = read("plugin.updated", "plugin/Drawio 1.0", Some(ANNA), data);
    let name = "draw.io".to_owned();
    let enabled = true;
    assert_eq!(changes, [Change::Plugin { name, enabled }]);
}
