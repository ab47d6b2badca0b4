//! The roots: ordinary folders found by kind and person, made on first need (`files/01 §2`).

use portal::{PortalId, UserId};
use sql::{Micros, Tx, fold, params, search_key};

use super::{folders, tree};
use crate::model::{Folder, FolderId, FolderType};

/// Whose root a kind is: each person's own, or one for the portal.
const fn is_personal(kind: FolderType) -> bool {
    matches!(
        kind,
        FolderType::User | FolderType::Trash | FolderType::Privacy
    )
}

/// English title of a root as the contract shows it; clients translate by kind.
pub const fn title(kind: FolderType) -> &'static str {
    match kind {
        FolderType::User => "My documents",
        FolderType::Trash => "Trash",
        FolderType::VirtualRooms => "Rooms",
        FolderType::Archive => "Archive",
        FolderType::RoomTemplates | FolderType::Templates => "Templates",
        FolderType::AiAgents => "AI agents",
        FolderType::Recent => "Recent",
        FolderType::Favorites => "Favorites",
        FolderType::Share => "Shared with me",
        FolderType::Privacy => "Private Room",
        FolderType::Projects => "Projects",
        _ => "Common",
    }
}

/// The root, if it has been made already.
pub fn find(
    tx: &mut Tx<'_>,
    portal: PortalId,
    kind: FolderType,
    person: UserId,
) -> Result<Option<Folder>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} JOIN roots o ON o.portal_id = f.portal_id AND o.folder_id = f.id \
         WHERE o.portal_id = $1 AND o.kind = $2 AND o.owner = $3",
        folders::COLUMNS,
        folders::TABLES
    );
    tx.query_opt(
        &text,
        &params![portal, kind.number(), owner_key(kind, person)],
    )
}

/// The root, made when missing. Needs a write transaction.
pub fn ensure(
    tx: &mut Tx<'_>,
    portal: PortalId,
    kind: FolderType,
    person: UserId,
    now: Micros,
) -> Result<Folder, sql::Error> {
    if let Some(root) = find(tx, portal, kind, person)? {
        return Ok(root);
    }
    // Two first visits at once must not make two roots.
    tree::lock(tx, portal)?;
    if let Some(root) = find(tx, portal, kind, person)? {
        return Ok(root);
    }
    let id = FolderId(tx.next_id("folders")?);
    tx.execute(
        "INSERT INTO folders (portal_id, id, parent_id, root_id, kind, title, title_key, \
         title_search, created_by, created, updated_by, updated) \
         VALUES ($1, $2, 0, $2, $3, $4, $5, $8, $6, $7, $6, $7)",
        &params![
            portal,
            id.0,
            kind.number(),
            title(kind),
            fold(title(kind)),
            person,
            now,
            search_key(title(kind))
        ],
    )?;
    tree::attach(tx, portal, FolderId(0), id)?;
    tx.execute(
        "INSERT INTO roots (portal_id, kind, owner, folder_id) VALUES ($1, $2, $3, $4)",
        &params![portal, kind.number(), owner_key(kind, person), id.0],
    )?;
    folders::by_id(tx, portal, id)?.ok_or(sql::Error::NoRows)
}

fn owner_key(kind: FolderType, person: UserId) -> String {
    if is_personal(kind) {
        person.to_string()
    } else {
        String::new()
    }
}
