//! What a payload says of a thing: its record, without members that have their default (`platform/06 §6.12`).

use files::model::{Entry, File, Folder};
use jiff::Timestamp;
use people::{Group, Person};
use serde_json::{Map, Value, json};
use sql::Micros;

use crate::reading::News;

/// A moment in UTC without fraction: `2026-06-30T12:34:56Z`.
pub(crate) fn date(micros: Micros) -> String {
    let moment = Timestamp::from_second(micros.div_euclid(1_000_000)).unwrap_or_default();
    moment.to_string()
}

/// The same, if there is one.
pub(crate) fn date_of(micros: Option<Micros>) -> Option<String> {
    micros.map(date)
}

/// An object without members that are nothing, `false` or zero.
pub(crate) fn without_defaults(value: Value) -> Value {
    let is_default = |value: &Value| match value {
        Value::Null => true,
        Value::Bool(on) => !on,
        Value::Number(number) => number.as_i64() == Some(0),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            let rest = members.into_iter().filter(|(_, value)| !is_default(value));
            Value::Object(rest.collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// A person's record (`platform/05 §5.2`).
pub(crate) fn person(person: &Person) -> Value {
    let contacts: Vec<&str> = person
        .contacts
        .iter()
        .flat_map(|contact| [contact.kind.as_str(), contact.value.as_str()])
        .collect();
    without_defaults(json!({
        "id": person.id.0,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "userName": person.user_name,
        "email": person.email,
        "status": person.status.number(),
        "activationStatus": person.activation.number(),
        "terminatedDate": date_of(person.terminated),
        "contacts": contacts.iter().map(|part| format!("{part}|")).collect::<String>(),
        "contactsList": contacts,
        "location": person.location,
        "notes": person.notes,
        "cultureName": person.culture,
        "mobilePhone": person.phone,
        "mobilePhoneActivationStatus": i32::from(person.phone_active),
        "isActive": person.is_active(),
        "tenantId": person.portal.0,
        "createDate": date(person.created),
        "createdBy": person.created_by.map(|id| id.0),
        "lastModified": date(person.modified),
        "spam": person.spam,
    }))
}

/// A group's record.
pub(crate) fn group(group: &Group) -> Value {
    without_defaults(json!({
        "id": group.id.0,
        "name": group.name,
        "managerId": group.manager.map(|id| id.0),
        "membersCount": group.members,
        "tenantId": group.portal.0,
        "createDate": date(group.created),
        "lastModified": date(group.modified),
    }))
}

/// A file's or a folder's record.
pub(crate) fn entry(entry: &Entry) -> Value {
    match entry {
        Entry::File(one) => file(one),
        Entry::Folder(one) => folder(one),
    }
}

fn file(file: &File) -> Value {
    without_defaults(json!({
        "id": file.id.0,
        "parentId": file.folder.0,
        "title": file.title,
        "fileEntryType": 2,
        "version": file.version.number,
        "versionGroup": file.version.group,
        "contentLength": file.version.size,
        "comment": file.version.comment,
        "filterType": file.category.number(),
        "createBy": file.created_by.0,
        "createOn": date(file.created),
        "modifiedBy": file.version.author.0,
        "modifiedOn": date(file.version.saved),
        "lockedBy": file.locked_by.map(|id| id.0),
        "rootId": file.root.id.0,
        "rootFolderType": file.root.kind.number(),
        "rootCreateBy": file.root.owner.0,
        "roomId": file.room.map(|id| id.0),
    }))
}

fn folder(folder: &Folder) -> Value {
    without_defaults(json!({
        "id": folder.id.0,
        "parentId": folder.parent.0,
        "title": folder.title,
        "fileEntryType": 1,
        "folderType": folder.kind.number(),
        "filesCount": folder.files_count,
        "foldersCount": folder.folders_count,
        "createBy": folder.created_by.0,
        "createOn": date(folder.created),
        "modifiedBy": folder.updated_by.0,
        "modifiedOn": date(folder.updated),
        "rootId": folder.root.id.0,
        "rootFolderType": folder.root.kind.number(),
        "rootCreateBy": folder.root.owner.0,
        "roomId": folder.room.map(|id| id.0),
    }))
}

/// What is known of a thing that is gone: what its event says.
pub(crate) fn gone(news: &News<'_>) -> Value {
    let of = |key: &str| news.event.data.get(key).cloned().unwrap_or_default();
    match news.kind() {
        "user" => without_defaults(json!({
            "id": news.id, "email": of("email"), "displayName": of("name"),
        })),
        "group" => without_defaults(json!({ "id": news.id, "name": of("name") })),
        kind => without_defaults(json!({
            "id": news.id.parse::<i64>().ok(),
            "parentId": of("parentId"),
            "title": of("title"),
            "fileEntryType": if kind == "file" { 2 } else { 1 },
            "version": of("version"),
            "contentLength": of("size"),
            "rootFolderType": of("rootType"),
            "roomId": of("roomId"),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_utc_without_fraction() {
        assert_eq!(date(1_782_820_800_123_456), "2026-06-30T12:00:00Z");
    }

    #[test]
    fn defaults_are_left_out() {
        let all = json!({ "a": 0, "b": false, "c": null, "d": "", "e": [], "f": 1, "g": true });
        assert_eq!(
            without_defaults(all),
            json!({ "d": "", "e": [], "f": 1, "g": true })
        );
    }
}
