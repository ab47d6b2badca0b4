//! What live views are told of an entry (`platform/09 §9.6`): enough to tell whether and where it is shown. Whoever
//! shows it fetches the rest.

use portal::UserId;
use serde::Serialize;

use super::Viewer;
use super::facts::{Seen, is_external_link};
use crate::model::{Entry, FolderId};

/// The members of both kinds; what has its default value is left out.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Brief<'a> {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<i64>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_group: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room_type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<Creator>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_token: Option<String>,
}

#[derive(Debug, Serialize)]
struct Creator {
    id: UserId,
}

/// The entry as JSON text, as if it lay in `within` (a shelf or the folder it really lies in).
pub fn brief(viewer: &Viewer, seen: &Seen, within: FolderId) -> String {
    let common = Brief {
        id: seen.entry.reference().number(),
        title: seen.entry.title(),
        request_token: seen
            .by
            .as_ref()
            .filter(|share| is_external_link(share))
            .map(|share| viewer.key_of(share.subject)),
        ..Brief::default()
    };
    let brief = match &seen.entry {
        Entry::File(file) => Brief {
            folder_id: Some(within.0),
            version: Some(file.version.number),
            version_group: Some(file.version.group),
            ..common
        },
        Entry::Folder(folder) => Brief {
            parent_id: Some(within.0).filter(|parent| *parent != 0),
            room_type: seen
                .facts
                .room
                .filter(|_| seen.facts.is_room())
                .map(|room| i64::from(room.kind.number())),
            created_by: Some(Creator {
                id: folder.created_by,
            }),
            ..common
        },
    };
    serde_json::to_string(&brief).unwrap_or_default()
}
