//! Building answers for a page of entries.

use std::cell::RefCell;
use std::collections::{HashMap, hash_map};

use people::view::{EmployeeDto, short, short_of, virtual_person};
use portal::UserId;
use sql::{Micros, Tx};
use wire::{ApiDate, Fragment};

use super::dto::{EntryDto, FileDto, FileEntryType, FolderDto};
use super::facts::{Loaded, Seen, is_external_link, look};
use super::maps::{Security, ShareRights, ShareSettings};
use super::urls::Links;
use super::viewer::Viewer;
use crate::Error;
use crate::formats::Accessibility;
use crate::model::{
    Entry, EntryRef, FileId, FileShare, FolderId, FolderType, Mark, Share, SubjectType,
};
use crate::rules::{ActionSet, sharing};
use crate::service::settings::CleanUp;
use crate::store::page::named;
use crate::store::{files, folders};

/// In what list entries are shown; some members depend on it (`files/03 §1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Context {
    /// By itself or in its folder.
    #[default]
    Plain,
    /// In the list of rooms.
    Rooms,
    /// In Recent or Favorites.
    Shelf,
    /// In "Shared with me"; the number of that root.
    SharedWithMe(FolderId),
    /// In the caller's trash, emptied by itself or not.
    Trash(CleanUp),
    /// In the documents of a caller who became a guest at that time.
    FormerDocuments(Micros),
}

/// Answers for a page of entries, in their order. Two statements at most, whatever is in it.
///
/// # Errors
/// The database failed.
pub fn page(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    context: Context,
    entries: Vec<Entry>,
) -> Result<Vec<EntryDto>, Error> {
    let (seen, loaded) = look(tx, viewer, context, entries)?;
    render(tx, viewer, context, &seen, &loaded)
}

/// The answer for one file as it is now.
///
/// # Errors
/// 404 when it is gone.
pub fn file(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<FileDto, Error> {
    let entry = files::by_id(tx, viewer.portal, id)?.ok_or(Error::FILE)?;
    let mut page = page(tx, viewer, Context::Plain, vec![Entry::File(entry)])?;
    page.pop().and_then(EntryDto::into_file).ok_or(Error::FILE)
}

/// The answer for one folder or room as it is now.
///
/// # Errors
/// 404 when it is gone.
pub fn folder(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<FolderDto, Error> {
    let entry = folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
    let mut page = page(tx, viewer, Context::Plain, vec![Entry::Folder(entry)])?;
    page.pop()
        .and_then(EntryDto::into_folder)
        .ok_or(Error::FOLDER)
}

/// Answers for entries whose rights are known. At most one statement, for people who are named in them
/// and were not loaded with the rights.
///
/// # Errors
/// The database failed.
pub fn render(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    context: Context,
    seen: &[Seen],
    loaded: &Loaded,
) -> Result<Vec<EntryDto>, Error> {
    let people = people_of(tx, viewer, seen, loaded)?;
    let desk = Desk {
        viewer,
        context,
        loaded,
        people,
        securities: RefCell::default(),
    };
    Ok(seen
        .iter()
        .map(|one| match &one.entry {
            Entry::File(file) => EntryDto::File(Box::new(desk.file(one, file))),
            Entry::Folder(folder) => EntryDto::Folder(Box::new(desk.folder(one, folder))),
        })
        .collect())
}

/// Everybody named in the answers; strangers learn no names. Nearly all are loaded with the page; one
/// who shared an entry and has nothing else to do with it is asked for.
fn people_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &[Seen],
    loaded: &Loaded,
) -> Result<HashMap<UserId, Shown>, Error> {
    if !viewer.caller.is_authenticated() {
        return Ok(HashMap::new());
    }
    let faces = &loaded.page.faces;
    let mut people: HashMap<UserId, Shown> = HashMap::new();
    let mut unknown: Vec<UserId> = Vec::new();
    let mut show = |id: UserId, asked: bool| {
        if let hash_map::Entry::Vacant(place) = people.entry(id) {
            match faces.get(&id) {
                Some(face) => {
                    place.insert(Shown::of(short_of(face, &viewer.base)));
                }
                None if asked => {
                    place.insert(Shown::lost(viewer));
                }
                None => unknown.push(id),
            }
        }
    };
    for one in seen {
        named(&one.entry).for_each(|id| show(id, true));
        if let EntryRef::File(id) = one.entry.reference() {
            let editors = loaded.page.editors.get(&id).into_iter().flatten();
            editors.for_each(|(who, _)| show(*who, true));
        }
        one.facts
            .room
            .iter()
            .for_each(|room| show(room.owner, true));
        one.by.iter().for_each(|share| show(share.owner, false));
    }
    let known = people::store::by_ids(tx, viewer.portal, &unknown)?;
    for id in unknown {
        let shown = match known.get(&id) {
            Some(person) => Shown::of(short(person, &viewer.base)),
            None => Shown::lost(viewer),
        };
        people.insert(id, shown);
    }
    Ok(people)
}

/// Somebody who is named in an answer.
struct Shown {
    name: String,
    employee: Fragment,
}

impl Shown {
    /// Stands for those who are gone.
    fn lost(viewer: &Viewer) -> Self {
        Self::of(virtual_person(UserId::LOST, &viewer.base))
    }

    fn of(employee: EmployeeDto) -> Self {
        Self {
            employee: Fragment::of(&employee),
            name: employee.display_name,
        }
    }
}

/// All that is at hand while answers are written.
pub(super) struct Desk<'a> {
    pub(super) viewer: &'a Viewer,
    pub(super) context: Context,
    pub(super) loaded: &'a Loaded,
    people: HashMap<UserId, Shown>,
    /// Texts of rights by keys and what of them is allowed: most entries of a page have the same.
    securities: RefCell<HashMap<(ActionSet, ActionSet), Security>>,
}

/// The members that files and folders have in common.
pub(super) struct Common {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) access: FileShare,
    pub(super) shared_by: Option<Fragment>,
    pub(super) owned_by: Option<Fragment>,
    pub(super) shared: bool,
    pub(super) shared_for_user: bool,
    pub(super) shared_external: bool,
    pub(super) parent_shared: bool,
    pub(super) created: ApiDate,
    pub(super) created_by: Option<Fragment>,
    pub(super) updated: ApiDate,
    pub(super) auto_delete: Option<ApiDate>,
    pub(super) root_folder_type: FolderType,
    pub(super) root_folder_id: i64,
    pub(super) parent_room_type: Option<FolderType>,
    pub(super) updated_by: Option<Fragment>,
    pub(super) order: Option<String>,
    pub(super) file_entry_type: FileEntryType,
    pub(super) origin: Origin,
    pub(super) can_share: bool,
    pub(super) share_settings: Option<ShareSettings>,
    pub(super) available_share_rights: ShareRights,
    pub(super) request_token: Option<String>,
    pub(super) external: Option<bool>,
    pub(super) expiration_date: Option<ApiDate>,
    pub(super) is_link_expired: Option<bool>,
    /// The folder to show as the one it lies in.
    pub(super) parent: i64,
}

/// Where an entry of the trash or of a shelf comes from.
#[derive(Default)]
pub(super) struct Origin {
    pub(super) id: Option<i64>,
    pub(super) title: Option<String>,
    pub(super) room: Option<i64>,
    pub(super) room_title: Option<String>,
}

impl Desk<'_> {
    pub(super) fn employee(&self, id: UserId) -> Option<Fragment> {
        self.people.get(&id).map(|shown| shown.employee.clone())
    }

    /// Display name of somebody who works on an entry, a visitor perhaps.
    pub(super) fn name_of_editor(&self, id: UserId) -> String {
        let known = self.people.get(&id).filter(|_| !id.is_virtual());
        let name = known.map(|shown| shown.name.clone());
        name.unwrap_or_else(|| virtual_person(id, &self.viewer.base).display_name)
    }

    /// Display name of somebody else; nothing for the viewer himself.
    pub(super) fn name_of_other(&self, id: UserId) -> Option<String> {
        if self.viewer.caller.is(id) {
            return None;
        }
        self.people.get(&id).map(|shown| shown.name.clone())
    }

    pub(super) fn links<'b>(&'b self, common: &'b Common) -> Links<'b> {
        Links {
            base: &self.viewer.base,
            key: common.request_token.as_deref(),
        }
    }

    pub(super) fn common(&self, seen: &Seen, abilities: &Accessibility) -> Common {
        let (viewer, page) = (self.viewer, &self.loaded.page);
        let entry = &seen.entry;
        let reference = entry.reference();
        let (created, updated, updated_by, position) = match entry {
            Entry::Folder(folder) => (
                folder.created,
                folder.updated,
                folder.updated_by,
                folder.position,
            ),
            Entry::File(file) => (
                file.created,
                file.version.saved,
                file.version.author,
                file.position,
            ),
        };
        let facts = &seen.facts;
        let by_link = seen.by.as_ref().filter(|share| is_external_link(share));
        let own_record = seen.by.as_ref().filter(|share| share.entry == reference);
        let can_share = self.context != Context::Shelf
            && sharing::can_share(facts, &viewer.caller, seen.verdict.actions);
        let rights = sharing::share_rights(facts, &viewer.caller, abilities_of(abilities));
        let link = by_link.and_then(|share| share.link.as_ref());
        let (root_folder_type, root_folder_id, parent) = self.place(seen);
        Common {
            id: reference.number(),
            title: entry.title().to_owned(),
            access: seen.verdict.access,
            shared_by: own_record.and_then(|share| self.employee(share.owner)),
            owned_by: self.owner(seen),
            shared: facts.shared,
            shared_for_user: page.with_people.contains(&reference),
            shared_external: page
                .direct
                .get(&reference)
                .into_iter()
                .flatten()
                .any(|share| {
                    is_external_link(share)
                        && share.link.as_ref().is_some_and(|link| !link.internal)
                }),
            parent_shared: facts.parent_shared,
            created: ApiDate(created),
            created_by: self.employee(entry.created_by()),
            updated: ApiDate(updated.max(created)),
            auto_delete: self.auto_delete(entry, updated),
            root_folder_type,
            root_folder_id,
            parent_room_type: match facts.room {
                Some(room) if !facts.is_room() => Some(room.kind.folder_type()),
                _ => None,
            },
            updated_by: self.employee(updated_by),
            order: self.order(entry, position),
            file_entry_type: match entry {
                Entry::Folder(_) => FileEntryType::Folder,
                Entry::File(_) => FileEntryType::File,
            },
            origin: self.origin(entry),
            can_share,
            share_settings: can_share.then(|| ShareSettings(sharing::share_settings(facts))),
            available_share_rights: ShareRights(rights),
            request_token: by_link.map(|share| viewer.key_of(share.subject)),
            external: by_link.map(|share| share.entry == reference),
            expiration_date: link.and_then(|link| link.expires).map(ApiDate),
            is_link_expired: link.map(|link| link.expires.is_some_and(|at| at <= viewer.now)),
            parent,
        }
    }

    /// The room's owner, or the owner of the documents around a shared entry.
    fn owner(&self, seen: &Seen) -> Option<Fragment> {
        let owner = seen
            .facts
            .room
            .map_or(seen.facts.root_owner, |room| room.owner);
        (seen.facts.grant.is_some() || seen.facts.is_room())
            .then(|| self.employee(owner))
            .flatten()
    }

    /// Root and parent as the viewer sees them: other people's documents hang under "Shared with
    /// me", and so does what lies in folders he cannot open.
    fn place(&self, seen: &Seen) -> (FolderType, i64, i64) {
        let root = seen.entry.root();
        let parent = seen.entry.parent().0;
        let others = root.kind == FolderType::User && !self.viewer.caller.is(root.owner);
        let direct = seen
            .by
            .as_ref()
            .is_some_and(|share| share.entry == seen.entry.reference());
        match self.context {
            Context::SharedWithMe(id) => {
                (FolderType::Share, id.0, if direct { id.0 } else { parent })
            }
            _ if others => (FolderType::Share, root.id.0, parent),
            _ => (root.kind, root.id.0, parent),
        }
    }

    fn auto_delete(&self, entry: &Entry, updated: Micros) -> Option<ApiDate> {
        let clean_up = match self.context {
            Context::Trash(clean_up) => clean_up,
            Context::FormerDocuments(since) => {
                return CleanUp::FORMER_DOCUMENTS.due(since).map(ApiDate);
            }
            _ => return None,
        };
        let on_top = entry.parent() == entry.root().id;
        on_top.then(|| clean_up.due(updated)).flatten().map(ApiDate)
    }

    /// Dotted index number, counted from the room's top level.
    fn order(&self, entry: &Entry, position: Option<i64>) -> Option<String> {
        if self.context == Context::Shelf {
            return Some(String::new());
        }
        let own = position?.to_string();
        let path = self.loaded.page.paths.get(&entry.parent());
        let mut numbers: Vec<String> = path
            .into_iter()
            .flatten()
            .take_while(|folder| !folder.kind.is_room())
            .filter_map(|folder| folder.position.map(|number| number.to_string()))
            .collect();
        numbers.reverse();
        numbers.push(own);
        Some(numbers.join("."))
    }

    fn origin(&self, entry: &Entry) -> Origin {
        let page = &self.loaded.page;
        if self.context == Context::Shelf {
            return self.origin_on_shelf(entry);
        }
        let (folder, room) = match entry {
            Entry::Folder(folder) => (folder.origin, folder.origin_room),
            Entry::File(file) => (file.origin, file.origin_room),
        };
        let title = |id: FolderId| page.origins.get(&id).map(|(_, title)| title.clone());
        Origin {
            id: folder.map(|id| id.0),
            title: folder.and_then(title),
            room: room.map(|id| id.0),
            room_title: room.and_then(title),
        }
    }

    /// In Recent and Favorites: the folder it lies in and the room or section around it.
    fn origin_on_shelf(&self, entry: &Entry) -> Origin {
        let page = &self.loaded.page;
        let parent = page
            .paths
            .get(&entry.parent())
            .and_then(|path| path.first());
        let room = entry.room().and_then(|id| page.rooms.get(&id));
        let root = entry.root();
        let section = if root.kind == FolderType::User && !self.viewer.caller.is(root.owner) {
            crate::store::roots::title(FolderType::Share)
        } else {
            crate::store::roots::title(root.kind)
        };
        Origin {
            id: parent.map(|folder| folder.id.0),
            title: parent.map(|folder| folder.title.clone()),
            room: Some(room.map_or(root.id.0, |row| row.room.folder.0)),
            room_title: Some(room.map_or_else(|| section.to_owned(), |row| row.title.clone())),
        }
    }

    /// The `security` object with the corrections of the list it is shown in.
    pub(super) fn security(
        &self,
        allowed: ActionSet,
        keys: ActionSet,
        off_the_shelf: ActionSet,
    ) -> Security {
        let (keys, allowed) = match self.context {
            Context::Shelf => (keys.and(off_the_shelf), allowed.without(off_the_shelf)),
            _ => (keys, allowed),
        };
        let mut known = self.securities.borrow_mut();
        let security = known.entry((keys, allowed.common(keys)));
        security
            .or_insert_with(|| Security::of(keys, allowed))
            .clone()
    }

    pub(super) fn marked(&self, entry: EntryRef, mark: Mark) -> bool {
        self.loaded.page.has_mark(entry, mark)
    }

    /// Whether the viewer belongs to a room by himself and not through a group.
    pub(super) fn is_member_himself(&self, room: EntryRef) -> bool {
        let mine: Vec<&Share> = self
            .loaded
            .page
            .direct
            .get(&room)
            .into_iter()
            .flatten()
            .filter(|share| !is_external_link(share))
            .collect();
        let personal = mine
            .iter()
            .any(|share| share.subject_type == SubjectType::User);
        let by_group = mine
            .iter()
            .any(|share| share.subject_type == SubjectType::Group);
        personal && !by_group
    }
}

fn abilities_of(can: &Accessibility) -> sharing::Abilities {
    sharing::Abilities {
        edit: can.web_edit,
        review: can.web_review,
        comment: can.web_comment,
        custom_filter: can.web_custom_filter_editing,
    }
}

/// Fills the members that files and folders have in common.
macro_rules! complete {
    ($name:ident, $common:expr, { $($field:ident: $value:expr,)* }) => {{
        let common = $common;
        $name {
            $($field: $value,)*
            id: common.id,
            title: common.title,
            access: common.access,
            shared_by: common.shared_by,
            owned_by: common.owned_by,
            shared: common.shared,
            shared_for_user: common.shared_for_user,
            shared_external: common.shared_external,
            parent_shared: common.parent_shared,
            created: common.created,
            created_by: common.created_by,
            updated: common.updated,
            auto_delete: common.auto_delete,
            root_folder_type: common.root_folder_type,
            root_folder_id: common.root_folder_id,
            parent_room_type: common.parent_room_type,
            updated_by: common.updated_by,
            provider_item: None,
            provider_key: None,
            provider_id: None,
            order: common.order,
            file_entry_type: common.file_entry_type,
            origin_id: common.origin.id,
            origin_title: common.origin.title,
            origin_room_id: common.origin.room,
            origin_room_title: common.origin.room_title,
            can_share: common.can_share,
            share_settings: common.share_settings,
            available_share_rights: Some(common.available_share_rights),
            request_token: common.request_token,
            external: common.external,
            expiration_date: common.expiration_date,
            is_link_expired: common.is_link_expired,
        }
    }};
}
pub(super) use complete;
