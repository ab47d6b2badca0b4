//! The tree by names, for clients that know paths instead of numbers (WebDAV).
//!
//! At the top lie the roots; below them everything has the names of [`crate::path_names`]. What others share with the
//! viewer lies in a root of its own, from wherever it is. What the viewer may not read is not there.

use sql::Tx;

use super::Files;
use super::content::{self, Bytes, Draft, Revision};
use super::gate::{self, Place};
use super::happening::FileHappening;
use super::listing::shows_forms_only;
use super::locks::MAY_NOT_EDIT;
use crate::error::Error;
use crate::model::{Entry, EntryRef, File, FileId, FilterType, Folder, FolderId, FolderType};
use crate::rules::{Action, portal_roles};
use crate::store::listing::{self, Filter, Listing, Sort, SortBy, Source};
use crate::store::{files, folders, paths, roots, tree};
use crate::upload::Received;
use crate::view::{Seen, Viewer, rights};
use crate::{path_names, pdf_form};

/// Entries of a folder read at once.
const PAGE: usize = 500;

/// Entries that others share with somebody, of which one list is made.
const MOST_SHARED: i64 = 2000;

/// The roots at the top, in their order.
const ROOTS: [FolderType; 5] = [
    FolderType::User,
    FolderType::Share,
    FolderType::VirtualRooms,
    FolderType::Archive,
    FolderType::Trash,
];

/// An entry with the name it has in its folder.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The entry.
    pub entry: Entry,
}

/// Some entries of a folder.
#[derive(Debug, Clone, Default)]
pub struct Children {
    /// The entries, folders first, each in order of its number.
    pub entries: Vec<Named>,
    /// The entry after which the next ones are asked for; `None` at the end.
    pub next: Option<EntryRef>,
}

/// Bytes of a folder's holder: a room or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What the holder uses, or the folder where nobody counts.
    pub used: i64,
    /// What still fits; `None` without limit.
    pub free: Option<i64>,
}

impl Files {
    /// The roots at the top with their names. Guests have no documents of their own.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn path_roots(&self, viewer: &Viewer) -> Result<Vec<Named>, Error> {
        let (_, role) = viewer.person()?;
        let mut found = Vec::new();
        for kind in ROOTS {
            if kind == FolderType::User && !portal_roles::may_have_documents(role) {
                continue;
            }
            let root = self.root(viewer, kind).await?;
            found.push(Named {
                name: roots::title(kind).to_owned(),
                entry: Entry::Folder(root),
            });
        }
        Ok(found)
    }

    /// The root of that name.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn path_root(&self, viewer: &Viewer, name: &str) -> Result<Option<Folder>, Error> {
        let (_, role) = viewer.person()?;
        let kind = ROOTS.into_iter().find(|kind| roots::title(*kind) == name);
        match kind {
            Some(FolderType::User) if !portal_roles::may_have_documents(role) => Ok(None),
            Some(kind) => self.root(viewer, kind).await.map(Some),
            None => Ok(None),
        }
    }

    /// The entry below a root that a path of names leads to; `None` when there is none that the viewer may read. Two
    /// statements a name, and those of the rights.
    ///
    /// # Errors
    /// The database failed.
    pub async fn at_path(
        &self,
        viewer: &Viewer,
        root: FolderId,
        names: Vec<String>,
    ) -> Result<Option<Entry>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| walk(tx, &viewer, root, &names))
            .await
    }

    /// Some entries of a folder, from the beginning or after another one. A fixed number of statements.
    ///
    /// # Errors
    /// 404 without the folder, 403 without the right to read it and for what lies in a folder in the trash.
    pub async fn children(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        after: Option<EntryRef>,
    ) -> Result<Children, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| children(tx, &viewer, folder, after))
            .await
    }

    /// Passes those who may store a file of that name in a folder, before any byte is read.
    ///
    /// # Errors
    /// 403 without the right to create there or to edit what is there, 400 for a name that cannot be stored.
    pub async fn require_put(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        name: &str,
    ) -> Result<(), Error> {
        let (viewer, name) = (viewer.clone(), name.to_owned());
        self.db()
            .read(move |tx| slot(tx, &viewer, folder, &name).map(drop))
            .await
    }

    /// Stores content under a name: a new file, or a new version of the one that has it. An empty one, as clients make
    /// them to hold a name, is filled instead. Answers the file and whether it is new.
    ///
    /// # Errors
    /// As [`Files::require_put`]; 402 beyond a quota.
    pub async fn put_at(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        name: &str,
        received: Received,
    ) -> Result<(File, bool), Error> {
        let name = name.to_owned();
        self.save(viewer, move |tx, viewer| {
            // Two first savings at once must not make two files.
            tree::lock(tx, viewer.portal)?;
            let is_form = pdf_form::is_form(&received.head);
            let bytes = Bytes::Fresh(received.object);
            let revision = |bytes, what| Revision {
                bytes,
                is_form,
                comment: "Uploaded".to_owned(),
                what,
            };
            match slot(tx, viewer, folder, &name)? {
                Slot::Taken(file) if file.version.size == 0 => {
                    let revision = revision(bytes, FileHappening::Edited);
                    Ok((content::replace(tx, viewer, &file, revision)?, false))
                }
                Slot::Taken(file) => {
                    let revision = revision(bytes, FileHappening::Overwritten);
                    Ok((content::add_version(tx, viewer, &file, revision)?, false))
                }
                Slot::Free(folder, title) => {
                    let draft = Draft {
                        link_title: title.clone(),
                        title,
                        bytes,
                        is_form,
                        comment: "Uploaded".into(),
                        what: FileHappening::Uploaded,
                        created: None,
                    };
                    Ok((content::insert(tx, viewer, &folder, draft)?, true))
                }
            }
        })
        .await
    }

    /// Makes a folder. Answers whether the name was free.
    ///
    /// # Errors
    /// 400 for a name that cannot be stored, 403 without the right to create.
    pub async fn make_folder_at(
        &self,
        viewer: &Viewer,
        parent: FolderId,
        name: &str,
    ) -> Result<bool, Error> {
        let title = path_names::title_of(name, false)?;
        let (viewer, name) = (viewer.clone(), name.to_owned());
        self.db()
            .write(move |tx| {
                // Clients make the folders of many files at once, the same ones again and again.
                tree::lock(tx, viewer.portal)?;
                if called(tx, &viewer, parent, &name)?.is_some() {
                    return Ok(false);
                }
                super::folders::create(tx, &viewer, parent, &title)?;
                Ok(true)
            })
            .await
    }

    /// The space around a folder: of its room, or of the person it belongs to.
    ///
    /// # Errors
    /// The database failed.
    pub async fn space(&self, viewer: &Viewer, folder: Folder) -> Result<Space, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| super::quota::space(tx, &viewer, &folder))
            .await
    }

    /// Those of the entries that do not exist any more.
    ///
    /// # Errors
    /// The database failed.
    pub async fn gone(
        &self,
        portal: portal::PortalId,
        entries: Vec<EntryRef>,
    ) -> Result<Vec<EntryRef>, Error> {
        self.db()
            .read(move |tx| {
                let (mut of_folders, mut of_files) = (Vec::new(), Vec::new());
                for entry in &entries {
                    match entry {
                        EntryRef::Folder(id) => of_folders.push(*id),
                        EntryRef::File(id) => of_files.push(*id),
                    }
                }
                let known_folders = folders::by_ids(tx, portal, &of_folders)?;
                let known_files = files::by_ids(tx, portal, &of_files)?;
                let known: std::collections::HashSet<EntryRef> = known_folders
                    .iter()
                    .map(|folder| EntryRef::Folder(folder.id))
                    .chain(known_files.iter().map(|file| EntryRef::File(file.id)))
                    .collect();
                Ok(entries
                    .into_iter()
                    .filter(|entry| !known.contains(entry))
                    .collect())
            })
            .await
    }
}

/// What a name in a folder means to somebody who stores a file there.
enum Slot {
    /// A file whose content he may change.
    Taken(File),
    /// Nothing yet: the folder, and the title the file will have.
    Free(Folder, String),
}

fn slot(tx: &mut Tx<'_>, viewer: &Viewer, folder: FolderId, name: &str) -> Result<Slot, Error> {
    match called(tx, viewer, folder, name)? {
        Some(Entry::File(file)) => {
            let seen = gate::seen_file(tx, viewer, file)?;
            seen.require_or(Action::Edit, MAY_NOT_EDIT)?;
            Ok(Slot::Taken(seen.entry))
        }
        Some(Entry::Folder(_)) => Err(Error::refused("A folder has this name")),
        None => {
            let folder = gate::upload_target(tx, viewer, Place::Folder(folder))?;
            let title = path_names::title_of(name, true)?;
            Ok(Slot::Free(folder, title))
        }
    }
}

/// The entry of that name in a folder, whoever may read it.
pub(super) fn called(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    parent: FolderId,
    name: &str,
) -> Result<Option<Entry>, Error> {
    let keys = path_names::keys(name);
    let wanted = path_names::plain(EntryRef::Folder(parent), name);
    let has_name = |entry: &Entry| path_names::plain(entry.reference(), entry.title()) == wanted;
    let [whole, _] = &keys;
    let folders = paths::folders_called(tx, viewer.portal, parent, std::slice::from_ref(whole))?;
    if let Some(found) = folders.into_iter().map(Entry::Folder).find(has_name) {
        return Ok(Some(found));
    }
    let files = paths::files_called(tx, viewer.portal, parent, &keys)?;
    if let Some(found) = files.into_iter().map(Entry::File).find(has_name) {
        return Ok(Some(found));
    }
    if is_shared_with_me(tx, viewer, parent)? {
        return called_among_shared(tx, viewer, &wanted);
    }
    let Some((entry, wanted)) = path_names::by_number(&wanted) else {
        return Ok(None);
    };
    let found = match entry {
        EntryRef::Folder(id) => folders::by_id(tx, viewer.portal, id)?.map(Entry::Folder),
        EntryRef::File(id) => files::by_id(tx, viewer.portal, id)?.map(Entry::File),
    };
    Ok(found.filter(|found| {
        found.parent() == parent && path_names::plain(found.reference(), found.title()) == wanted
    }))
}

/// Whether a folder is the list of what others share with the viewer. Nothing lies in it.
fn is_shared_with_me(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<bool, Error> {
    let root = roots::find(tx, viewer.portal, FolderType::Share, viewer.user())?;
    Ok(root.is_some_and(|root| root.id == id))
}

/// What others share with the viewer, as in his list, with names that tell it apart.
fn shared_with(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<Named>, Error> {
    let listing = Listing {
        source: Source::SharedWith(viewer.user(), false),
        folders: Some(Filter::default()),
        files: Some(Filter::default()),
        sort: Sort {
            by: SortBy::Created,
            descending: false,
            interleaved: false,
        },
        start: 0,
        count: MOST_SHARED,
    };
    let entries = listing::page(tx, viewer.portal, &listing)?.entries;
    let titles: Vec<(EntryRef, String)> = entries
        .iter()
        .map(|entry| (entry.reference(), entry.title().to_owned()))
        .collect();
    let entries_with_titles: Vec<(EntryRef, &str)> = titles
        .iter()
        .map(|(entry, title)| (*entry, title.as_str()))
        .collect();
    let names = path_names::among(&entries_with_titles, &titles);
    let named = names.into_iter().zip(entries);
    Ok(named.map(|(name, entry)| Named { name, entry }).collect())
}

fn called_among_shared(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    wanted: &str,
) -> Result<Option<Entry>, Error> {
    let shared = shared_with(tx, viewer)?;
    let by_name = shared.iter().find(|one| one.name == wanted);
    let found = by_name.or_else(|| {
        let (entry, plain) = path_names::by_number(wanted)?;
        let numbered = shared.iter().find(|one| one.entry.reference() == entry)?;
        (path_names::plain(entry, numbered.entry.title()) == plain).then_some(numbered)
    });
    Ok(found.map(|found| found.entry.clone()))
}

fn walk(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    root: FolderId,
    names: &[String],
) -> Result<Option<Entry>, Error> {
    let Some((last, above)) = names.split_last() else {
        let root = folders::by_id(tx, viewer.portal, root)?;
        return Ok(root.map(Entry::Folder));
    };
    let mut at = root;
    for name in above {
        match called(tx, viewer, at, name)? {
            Some(Entry::Folder(folder)) => at = folder.id,
            _ => return Ok(None),
        }
    }
    let Some(found) = called(tx, viewer, at, last)? else {
        return Ok(None);
    };
    if is_inside_of_trash(&found) {
        return Ok(None);
    }
    let parent = folders::by_id(tx, viewer.portal, at)?.ok_or(Error::FOLDER)?;
    let mut seen = rights(tx, viewer, vec![found, Entry::Folder(parent)])?;
    let (parent, found) = (seen.pop(), seen.pop());
    let forms_only = parent.is_some_and(|parent| shows_forms_only(&parent));
    let shown = found.filter(|found| visible(found, forms_only));
    Ok(shown.map(|found| found.entry))
}

fn children(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    after: Option<EntryRef>,
) -> Result<Children, Error> {
    let folder = folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
    let thrown_away = folder.root.kind == FolderType::Trash && folder.parent != FolderId(0);
    if thrown_away {
        return Err(Error::Denied);
    }
    if folder.kind == FolderType::Share {
        return shared_children(tx, viewer);
    }
    let mut page: Vec<Entry> = Vec::new();
    let (after_folder, after_file) = match after {
        None => (Some(FolderId(0)), FileId(0)),
        Some(EntryRef::Folder(id)) => (Some(id), FileId(0)),
        Some(EntryRef::File(id)) => (None, id),
    };
    if let Some(after) = after_folder {
        let more = paths::folders_after(tx, viewer.portal, id, after, PAGE)?;
        page.extend(more.into_iter().map(Entry::Folder));
    }
    if page.len() < PAGE {
        let more = paths::files_after(tx, viewer.portal, id, after_file, PAGE - page.len())?;
        page.extend(more.into_iter().map(Entry::File));
    }
    let last = page.last().map(Entry::reference);
    let next = last.filter(|_| page.len() == PAGE);
    let names = names_of(tx, viewer, id, &page)?;
    page.push(Entry::Folder(folder));
    let mut seen = rights(tx, viewer, page)?;
    let folder = seen.pop().ok_or(Error::FOLDER)?;
    folder.require(Action::Read)?;
    let forms_only = shows_forms_only(&folder);
    let entries = seen
        .into_iter()
        .zip(names)
        .filter(|(one, _)| visible(one, forms_only))
        .map(|(one, name)| Named {
            name,
            entry: one.entry,
        });
    Ok(Children {
        entries: entries.collect(),
        next,
    })
}

/// All of what others share with the viewer: no second page is ever asked for.
fn shared_children(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Children, Error> {
    let (names, entries): (Vec<String>, Vec<Entry>) = shared_with(tx, viewer)?
        .into_iter()
        .map(|one| (one.name, one.entry))
        .unzip();
    let seen = rights(tx, viewer, entries)?.into_iter().zip(names);
    let entries = seen
        .filter(|(one, _)| one.may(Action::Read))
        .map(|(one, name)| Named {
            name,
            entry: one.entry,
        });
    Ok(Children {
        entries: entries.collect(),
        next: None,
    })
}

fn names_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: FolderId,
    page: &[Entry],
) -> Result<Vec<String>, Error> {
    let entries: Vec<(EntryRef, &str)> = page
        .iter()
        .map(|entry| (entry.reference(), entry.title()))
        .collect();
    let mut keys: Vec<String> = entries
        .iter()
        .flat_map(|(entry, title)| path_names::keys(&path_names::plain(*entry, title)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let siblings = paths::called(tx, viewer.portal, folder, keys)?;
    Ok(path_names::among(&entries, &siblings))
}

/// Folders in the trash are restored or deleted whole; nobody looks into them.
fn is_inside_of_trash(entry: &Entry) -> bool {
    entry.root().kind == FolderType::Trash && entry.parent() != entry.root().id
}

fn visible(seen: &Seen, forms_only: bool) -> bool {
    let hidden = forms_only
        && matches!(&seen.entry, Entry::File(file) if file.category != FilterType::PdfForm);
    seen.may(Action::Read) && !hidden
}
