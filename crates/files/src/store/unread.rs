//! Unread marks: who has not seen a new file yet.

use std::collections::BTreeSet;

use people::GroupId;
use portal::UserId;
use sql::{Tx, Value, params};

use crate::model::{File, FileShare, FilterType, Mark, SubjectType};

/// Marks a new file as unread for everybody who can see its folder by a share, and for the owner of
/// the room, but for its creator. Fillers get no marks for forms.
pub fn mark_new(tx: &mut Tx<'_>, file: &File) -> Result<(), sql::Error> {
    let is_form = file.category == FilterType::PdfForm;
    let people = audience(tx, file, is_form)?;
    let author = file.version.author.to_string();
    let rows: Vec<Vec<Value>> = people
        .into_iter()
        .filter(|person| *person != author)
        .map(|person| {
            let now = file.version.saved;
            params![file.portal, person, Mark::New.number(), 2, file.id.0, now].to_vec()
        })
        .collect();
    if !rows.is_empty() {
        tx.execute_many(
            "INSERT INTO marks (portal_id, user_id, mark, entry_kind, entry_id, created) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (portal_id, user_id, mark, entry_kind, entry_id) DO UPDATE SET created = $6",
            &rows,
        )?;
    }
    Ok(())
}

fn audience(tx: &mut Tx<'_>, file: &File, is_form: bool) -> Result<BTreeSet<String>, sql::Error> {
    let shares: Vec<(String, i64, i64)> = tx.query(
        "SELECT s.subject, s.subject_type, s.access FROM folder_tree t \
         JOIN shares s ON s.portal_id = t.portal_id AND s.entry_kind = 1 \
         AND s.entry_id = t.ancestor_id WHERE t.portal_id = $1 AND t.descendant_id = $2",
        &params![file.portal, file.folder.0],
    )?;
    let mut people = BTreeSet::new();
    for (subject, kind, access) in shares {
        let access = FileShare::from_number(access).unwrap_or(FileShare::Restrict);
        if access == FileShare::Restrict || (is_form && access == FileShare::FillForms) {
            continue;
        }
        match SubjectType::from_number(kind) {
            Some(SubjectType::User) => {
                people.insert(subject);
            }
            Some(SubjectType::Group) => {
                if let Ok(group) = subject.parse() {
                    let members =
                        people::store::groups::member_ids(tx, file.portal, GroupId(group))?;
                    people.extend(members.iter().map(UserId::to_string));
                }
            }
            _ => {}
        }
    }
    if let Some(room) = file.room {
        people.extend(tx.query_opt::<String>(
            "SELECT created_by FROM folders WHERE portal_id = $1 AND id = $2",
            &params![file.portal, room.0],
        )?);
    }
    Ok(people)
}
