//! Forms that are filled in: how far they are, who has begun, and what was answered.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use super::{maybe_folder, maybe_person, person};
use crate::model::{Answer, FileId, FolderId, FormDraft, FormRole, FormState, Submission};

impl FromRow for FormState {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let stopped: Option<Micros> = row.get(3)?;
        let by = maybe_person(row, 4)?.unwrap_or(UserId::NOBODY);
        Ok(Self {
            file: FileId(row.get(0)?),
            started: row.get(1)?,
            started_by: maybe_person(row, 2)?,
            stopped: stopped.map(|at| (at, by)),
            version: row.get(5)?,
            in_process: maybe_folder(row, 6)?,
            results: maybe_folder(row, 7)?,
            sheet: row.get::<Option<i64>>(8)?.map(FileId),
            sheet_from: row.get(9)?,
            submitted: row.get(10)?,
        })
    }
}

/// How a form is being filled in; nothing when nobody prepared it for that.
pub fn state(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
) -> Result<Option<FormState>, sql::Error> {
    tx.query_opt(
        "SELECT file_id, started, started_by, stopped, stopped_by, version, in_process_id, results_id, \
         sheet_id, sheet_from, submitted FROM forms WHERE portal_id = $1 AND file_id = $2",
        &params![portal, form.0],
    )
}

/// Stores how a form is being filled in.
pub fn put(tx: &mut Tx<'_>, portal: PortalId, state: &FormState) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO forms (portal_id, file_id, started, started_by, stopped, stopped_by, version, \
         in_process_id, results_id, sheet_id, sheet_from, submitted) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (portal_id, file_id) DO UPDATE SET started = $3, started_by = $4, stopped = $5, \
         stopped_by = $6, version = $7, in_process_id = $8, results_id = $9, sheet_id = $10, \
         sheet_from = $11, submitted = $12",
        &params![
            portal,
            state.file.0,
            state.started,
            state.started_by.map(|user| user.to_string()),
            state.stopped.map(|(at, _)| at),
            state.stopped.map(|(_, by)| by.to_string()),
            state.version,
            state.in_process.map(|id| id.0),
            state.results.map(|id| id.0),
            state.sheet.map(|id| id.0),
            state.sheet_from,
            state.submitted
        ],
    )?;
    Ok(())
}

/// Ends the filling of a form whose content became another. `false` when it was not being filled in.
pub fn stop(tx: &mut Tx<'_>, portal: PortalId, form: FileId) -> Result<bool, sql::Error> {
    let changed = tx.execute(
        "UPDATE forms SET started = FALSE WHERE portal_id = $1 AND file_id = $2 AND started",
        &params![portal, form.0],
    )?;
    Ok(changed > 0)
}

/// The form whose copies lie in a folder.
pub fn of_folder(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Option<FileId>, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT file_id FROM forms WHERE portal_id = $1 AND results_id = $2",
        &params![portal, folder.0],
    )?;
    Ok(found.map(FileId))
}

/// Forgets what is known of a file as a form: roles, drafts and their link, state. What was submitted stays with the
/// finished copies.
pub fn forget(tx: &mut Tx<'_>, portal: PortalId, file: FileId) -> Result<(), sql::Error> {
    for (table, column) in [
        ("forms", "file_id"),
        ("form_roles", "form_id"),
        ("form_drafts", "form_id"),
        ("form_drafts", "file_id"),
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE portal_id = $1 AND {column} = $2"),
            &params![portal, file.0],
        )?;
    }
    Ok(())
}

impl FromRow for FormRole {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            name: row.get(0)?,
            sequence: row.get(1)?,
            color: row.get(2)?,
            user: person(row, 3)?,
            opened: row.get(4)?,
            submitted: row.get(5)?,
        })
    }
}

/// Roles of a form in order.
pub fn roles(tx: &mut Tx<'_>, portal: PortalId, form: FileId) -> Result<Vec<FormRole>, sql::Error> {
    tx.query(
        "SELECT name, sequence, color, user_id, opened, submitted FROM form_roles \
         WHERE portal_id = $1 AND form_id = $2 ORDER BY sequence, name",
        &params![portal, form.0],
    )
}

/// Replaces the roles of a form.
pub fn set_roles(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
    roles: &[FormRole],
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM form_roles WHERE portal_id = $1 AND form_id = $2",
        &params![portal, form.0],
    )?;
    for role in roles {
        put_role(tx, portal, form, role)?;
    }
    Ok(())
}

/// Stores a role.
pub fn put_role(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
    role: &FormRole,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO form_roles (portal_id, form_id, name, sequence, color, user_id, opened, submitted) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (portal_id, form_id, name) DO UPDATE SET opened = $7, submitted = $8",
        &params![
            portal,
            form.0,
            role.name.clone(),
            role.sequence,
            role.color.clone(),
            role.user,
            role.opened,
            role.submitted
        ],
    )?;
    Ok(())
}

/// Whether somebody has still something to fill in below a room.
pub fn has_role_in_room(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
    user: UserId,
) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT r.form_id FROM form_roles r JOIN files d ON d.portal_id = r.portal_id AND d.id = r.form_id \
         JOIN folder_tree t ON t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
         WHERE r.portal_id = $1 AND t.ancestor_id = $2 AND r.user_id = $3 AND r.submitted IS NULL LIMIT 1",
        &params![portal, room.0, user],
    )?;
    Ok(found.is_some())
}

impl FromRow for FormDraft {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            form: FileId(row.get(0)?),
            user: person(row, 1)?,
            file: FileId(row.get(2)?),
            version: row.get(3)?,
        })
    }
}

/// Somebody's draft of a form.
pub fn draft_of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
    user: UserId,
) -> Result<Option<FormDraft>, sql::Error> {
    tx.query_opt(
        "SELECT form_id, user_id, file_id, version FROM form_drafts \
         WHERE portal_id = $1 AND form_id = $2 AND user_id = $3",
        &params![portal, form.0, user],
    )
}

/// The draft that a file is.
pub fn draft_at(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
) -> Result<Option<FormDraft>, sql::Error> {
    tx.query_opt(
        "SELECT form_id, user_id, file_id, version FROM form_drafts \
         WHERE portal_id = $1 AND file_id = $2",
        &params![portal, file.0],
    )
}

/// Notes which file is somebody's draft.
pub fn put_draft(tx: &mut Tx<'_>, portal: PortalId, draft: &FormDraft) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO form_drafts (portal_id, form_id, user_id, file_id, version) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (portal_id, form_id, user_id) \
         DO UPDATE SET file_id = $4, version = $5",
        &params![
            portal,
            draft.form.0,
            draft.user,
            draft.file.0,
            draft.version
        ],
    )?;
    Ok(())
}

/// Drafts of a form are none any more: of one person, or of everybody.
pub fn unlink_drafts(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
    user: Option<UserId>,
) -> Result<(), sql::Error> {
    match user {
        Some(user) => tx.execute(
            "DELETE FROM form_drafts WHERE portal_id = $1 AND form_id = $2 AND user_id = $3",
            &params![portal, form.0, user],
        )?,
        None => tx.execute(
            "DELETE FROM form_drafts WHERE portal_id = $1 AND form_id = $2",
            &params![portal, form.0],
        )?,
    };
    Ok(())
}

const SUBMISSION: &str = "form_id, number, file_id, user_id, session, submitted, answers";

impl FromRow for Submission {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let answers: String = row.get(6)?;
        Ok(Self {
            form: FileId(row.get(0)?),
            number: row.get(1)?,
            file: FileId(row.get(2)?),
            user: person(row, 3)?,
            session: row.get(4)?,
            submitted: row.get(5)?,
            answers: serde_json::from_str::<Vec<Answer>>(&answers).unwrap_or_default(),
        })
    }
}

/// Stores a finished copy.
pub fn add_submission(
    tx: &mut Tx<'_>,
    portal: PortalId,
    one: &Submission,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO form_submissions (portal_id, form_id, number, file_id, user_id, session, submitted, \
         answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            portal,
            one.form.0,
            one.number,
            one.file.0,
            one.user,
            one.session.clone(),
            one.submitted,
            serde_json::to_string(&one.answers).unwrap_or_default()
        ],
    )?;
    Ok(())
}

/// Finished copies of a form behind a number, in order; some at a time.
pub fn submissions(
    tx: &mut Tx<'_>,
    portal: PortalId,
    form: FileId,
    after: i64,
    at_once: i64,
) -> Result<Vec<Submission>, sql::Error> {
    let text = format!(
        "SELECT {SUBMISSION} FROM form_submissions WHERE portal_id = $1 AND form_id = $2 \
         AND number > $3 ORDER BY number LIMIT $4"
    );
    tx.query(&text, &params![portal, form.0, after, at_once])
}

/// What was submitted in a session last.
pub fn of_session(
    tx: &mut Tx<'_>,
    portal: PortalId,
    session: &str,
) -> Result<Option<Submission>, sql::Error> {
    let text = format!(
        "SELECT {SUBMISSION} FROM form_submissions WHERE portal_id = $1 AND session = $2 \
         ORDER BY submitted DESC, number DESC LIMIT 1"
    );
    tx.query_opt(&text, &params![portal, session])
}
