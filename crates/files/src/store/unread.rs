//! Unread marks: who has not seen a new file yet.

use std::collections::BTreeSet;

use people::GroupId;
use portal::UserId;
use sql::{Tx, Value, params};

use crate::model::{File, FileShare, FilterType, Mark, SubjectType};

/// Marks new files as unread for everybody who can see their folder by a share, and for the owner of
/// the room, but for their creator. Fillers get no marks for forms.
///
/// A room may have a thousand members, each of whom gets a mark of each file. The marks of one person lie side by
/// side, so files that come together are marked together: a hundred then touch about as many pages as one does.
pub fn mark_new(tx: &mut Tx<'_>, files: &[File]) -> Result<(), sql::Error> {
    let facts = |file: &File| (file.folder, is_form(file), file.version.author);
    for alike in files.chunk_by(|one, next| facts(one) == facts(next)) {
        let Some(first) = alike.first() else { continue };
        let author = first.version.author.to_string();
        let ids: Vec<i64> = alike.iter().map(|file| file.id.0).collect();
        let rows: Vec<Vec<Value>> = audience(tx, first)?
            .into_iter()
            .filter(|person| *person != author)
            .map(|person| {
                let now = first.version.saved;
                params![first.portal, person, Mark::New.number(), now, ids.clone()].to_vec()
            })
            .collect();
        if !rows.is_empty() {
            tx.execute_many(
                "INSERT INTO marks (portal_id, user_id, mark, entry_kind, entry_id, created) \
                 SELECT d.portal_id, $2, $3, 2, d.id, $4 FROM files d \
                 WHERE d.portal_id = $1 AND d.id = ANY($5) \
                 ON CONFLICT (portal_id, user_id, mark, entry_kind, entry_id) DO UPDATE SET created = $4",
                &rows,
            )?;
        }
    }
    Ok(())
}

fn is_form(file: &File) -> bool {
    file.category == FilterType::PdfForm
}

fn audience(tx: &mut Tx<'_>, file: &File) -> Result<BTreeSet<String>, sql::Error> {
    let shares: Vec<(String, i64, i64)> = tx.query(
        "SELECT s.subject, s.subject_type, s.access FROM folder_tree t \
         JOIN shares s ON s.portal_id = t.portal_id AND s.entry_kind = 1 \
         AND s.entry_id = t.ancestor_id WHERE t.portal_id = $1 AND t.descendant_id = $2",
        &params![file.portal, file.folder.0],
    )?;
    let mut people = BTreeSet::new();
    for (subject, kind, access) in shares {
        let access = FileShare::from_number(access).unwrap_or(FileShare::Restrict);
        if access == FileShare::Restrict || (is_form(file) && access == FileShare::FillForms) {
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
