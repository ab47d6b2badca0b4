//! What folders hold: the listings of `files/04`.

use std::sync::Arc;

use portal::{Role, UserId};
use sql::Tx;
use uuid::Uuid;

use super::Files;
use super::room_list::{RoomArea, RoomQuery};
use super::settings::{DefaultOrder, SortedByType};
use crate::Error;
use crate::contents::Contents;
use crate::formats;
use crate::model::{Entry, FileShare, FilterType, Folder, FolderId, FolderType, Mark, RoomType};
use crate::rules::Action;
use crate::store::listing::{self, Author, Filler, Filter, Listing, Place, Sort, SortBy, Source};
use crate::store::{folders, roots};
use crate::view::{
    Context, EntryDto, FolderContentDto, FolderDto, Loaded, PathPartDto, Seen, Viewer, look, render,
};

/// Text of the refusal to list a folder.
const UNREADABLE: &str = "You don't have enough permission to view the folder content";
/// Text of the refusal to open what was thrown away.
const THROWN_AWAY: &str = "You are not allowed to preview the elements in the Trash";

/// Which entries of a folder, and in what order.
#[derive(Debug, Clone, Default)]
pub struct ContentQuery {
    /// A person, or a group with [`FilterType::ByUser`].
    pub author: Option<Uuid>,
    /// Everybody but that person.
    pub not_author: bool,
    /// Shared with me: who shared it.
    pub shared_by: Option<Uuid>,
    /// Kind of entries.
    pub kind: Option<FilterType>,
    /// Trash: the room it came from.
    pub origin_room: Option<i64>,
    /// To what the filters apply.
    pub apply: ApplyTo,
    /// Search the whole subtree, if anything is searched for.
    pub nested: bool,
    /// Extensions with or without dot.
    pub extensions: Vec<String>,
    /// Personal lists: where entries lie.
    pub place: Option<Place>,
    /// Order, when one was asked for; it becomes the caller's default.
    pub order: Option<DefaultOrder>,
    /// Words of the title or of the content.
    pub text: Option<String>,
    /// Entries to skip.
    pub start: i32,
    /// Entries at most.
    pub count: i32,
}

/// To what text and kind apply; the rest is listed unfiltered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ApplyTo {
    /// Folders and files.
    #[default]
    All,
    /// Files.
    Files,
    /// Folders.
    Folders,
}

impl Files {
    /// The content of a folder, a room or a root.
    ///
    /// # Errors
    /// 404 for an unknown folder, 403 for one the viewer may not read.
    pub async fn content(
        &self,
        viewer: Viewer,
        id: FolderId,
        query: ContentQuery,
    ) -> Result<FolderContentDto, Error> {
        self.keep_order(&viewer, query.order).await?;
        let this = self.clone();
        self.db()
            .read(move |tx| this.content_in(tx, &viewer, id, &query))
            .await
    }

    /// The content of one of the roots, which is made when the portal has none yet.
    ///
    /// # Errors
    /// 401 for strangers, 404 for the documents of a guest.
    pub async fn root_content(
        &self,
        viewer: Viewer,
        kind: FolderType,
        query: ContentQuery,
    ) -> Result<FolderContentDto, Error> {
        viewer.person()?;
        self.keep_order(&viewer, query.order).await?;
        let (this, who) = (self.clone(), viewer.clone());
        let content = self.in_root(&viewer, kind, move |tx, root| {
            this.content_in(tx, &who, root.id, &query)
        });
        content.await
    }

    /// Whether parts of titles are found through an index, for the operator.
    ///
    /// # Errors
    /// The database failed.
    pub async fn titles_are_indexed(&self) -> Result<bool, sql::Error> {
        self.db().read(listing::titles_are_indexed).await
    }

    /// All roots of the caller with their content, in the order of `files/01 §2`.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn all_roots(
        &self,
        viewer: Viewer,
        without_trash: bool,
        query: ContentQuery,
    ) -> Result<Vec<FolderContentDto>, Error> {
        let (user, role) = viewer.person()?;
        let (own, _) = self.all_settings(viewer.portal, Some(user)).await?;
        let recent = own.is_none_or(|settings| settings.recent);
        let documents = crate::rules::portal_roles::may_have_documents(role);
        let wanted = [
            (FolderType::Favorites, true),
            (FolderType::Recent, recent),
            (FolderType::Share, true),
            (FolderType::User, documents),
            (FolderType::Trash, !without_trash),
            (FolderType::VirtualRooms, true),
            (FolderType::Archive, true),
        ];
        let query = ContentQuery {
            nested: false,
            ..query
        };
        let mut contents = Vec::new();
        for (kind, _) in wanted.into_iter().filter(|(_, wanted)| *wanted) {
            contents.push(
                self.root_content(viewer.clone(), kind, query.clone())
                    .await?,
            );
        }
        Ok(contents)
    }

    /// One of the roots; made when missing.
    ///
    /// # Errors
    /// 404 for the documents of a guest.
    pub async fn root(&self, viewer: &Viewer, kind: FolderType) -> Result<Folder, Error> {
        self.in_root(viewer, kind, |_, root| Ok(root)).await
    }

    /// Reads in one of the roots, which is made when missing. When it is there, as it nearly always is,
    /// finding and reading are one transaction.
    ///
    /// # Errors
    /// 404 for the documents of a guest, and those of `work`.
    pub(super) async fn in_root<T: Send + 'static>(
        &self,
        viewer: &Viewer,
        kind: FolderType,
        work: impl Fn(&mut Tx<'_>, Folder) -> Result<T, Error> + Clone + Send + 'static,
    ) -> Result<T, Error> {
        let personal = matches!(
            kind,
            FolderType::User | FolderType::Trash | FolderType::Privacy
        );
        let owner = if personal {
            viewer.person()?.0
        } else {
            viewer.portal_owner
        };
        let (portal, now, read) = (viewer.portal, viewer.now, work.clone());
        let found = self
            .db()
            .read(move |tx| match roots::find(tx, portal, kind, owner)? {
                Some(root) => read(tx, root).map(Some),
                None => Ok(None),
            })
            .await?;
        if let Some(found) = found {
            return Ok(found);
        }
        if kind == FolderType::User && !viewer.caller.is_at_least_user() {
            return Err(Error::FOLDER);
        }
        let root = self
            .db()
            .write(move |tx| Ok::<_, Error>(roots::ensure(tx, portal, kind, owner, now)?))
            .await?;
        self.db().read(move |tx| work(tx, root)).await
    }

    /// One folder or room.
    ///
    /// # Errors
    /// 404 for an unknown folder, 403 for one the viewer may not read.
    pub async fn folder_info(&self, viewer: Viewer, id: FolderId) -> Result<FolderDto, Error> {
        self.db()
            .read(move |tx| {
                let folder = folders::by_id(tx, viewer.portal, id)?
                    .ok_or_else(|| hidden(&viewer, Error::FOLDER))?;
                let (seen, loaded) =
                    look(tx, &viewer, Context::Plain, vec![Entry::Folder(folder)])?;
                for one in &seen {
                    readable(&viewer, one)?;
                }
                let mut dtos = render(tx, &viewer, Context::Plain, &seen, &loaded)?;
                dtos.pop()
                    .and_then(EntryDto::into_folder)
                    .ok_or(Error::FOLDER)
            })
            .await
    }

    /// The folders from the root down to this one.
    ///
    /// # Errors
    /// 404 for an unknown folder, 403 for one the viewer may not read.
    pub async fn folder_path(&self, viewer: Viewer, id: FolderId) -> Result<Vec<EntryDto>, Error> {
        self.db()
            .read(move |tx| {
                let path = folders::path(tx, viewer.portal, id)?;
                let entries: Vec<Entry> = path.into_iter().map(Entry::Folder).collect();
                let (mut seen, loaded) = look(tx, &viewer, Context::Plain, entries)?;
                readable(&viewer, seen.last().ok_or(Error::FOLDER)?)?;
                seen.retain(|one| one.may(Action::Read));
                render(tx, &viewer, Context::Plain, &seen, &loaded)
            })
            .await
    }

    /// The readable folders directly in a folder.
    ///
    /// # Errors
    /// 404 for an unknown folder, 403 for one the viewer may not read.
    pub async fn subfolders(&self, viewer: Viewer, id: FolderId) -> Result<Vec<EntryDto>, Error> {
        let query = ContentQuery {
            kind: Some(FilterType::FoldersOnly),
            count: 100,
            ..ContentQuery::default()
        };
        Ok(self.content(viewer, id, query).await?.folders)
    }

    /// An order that was asked for becomes the caller's default (`files/04 §3`).
    pub(super) async fn keep_order(
        &self,
        viewer: &Viewer,
        order: Option<DefaultOrder>,
    ) -> Result<(), Error> {
        let (Some(order), Some((user, _))) = (order, viewer.caller.person) else {
            return Ok(());
        };
        let (portal, this) = (viewer.portal, self.clone());
        let known = self
            .db()
            .read(move |tx| this.user_settings(tx, portal, user))
            .await?;
        if known.order != order {
            let change = move |settings: &mut super::settings::UserSettings| settings.order = order;
            self.change_user_settings(portal, user, change).await?;
        }
        Ok(())
    }

    /// The order asked for, else the caller's default.
    pub(super) fn order(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        asked: Option<DefaultOrder>,
    ) -> Result<DefaultOrder, Error> {
        match (asked, viewer.caller.person) {
            (Some(order), _) => Ok(order),
            (None, Some((user, _))) => Ok(self.user_settings(tx, viewer.portal, user)?.order),
            (None, None) => Ok(DefaultOrder::default()),
        }
    }

    fn content_in(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        id: FolderId,
        query: &ContentQuery,
    ) -> Result<FolderContentDto, Error> {
        let target =
            listing::target(tx, viewer.portal, id)?.ok_or_else(|| hidden(viewer, Error::FOLDER))?;
        let folder = target.folder;
        if folder.root.kind == FolderType::Trash && folder.parent != FolderId(0) {
            return Err(Error::refused(THROWN_AWAY));
        }
        if let Some(area) = RoomArea::of_root(&folder) {
            let query = RoomQuery::of_root(area, query);
            return self.rooms_in(tx, viewer, folder, &query);
        }
        let order = self.order(tx, viewer, query.order)?;
        let indexed = target.indexing && target.room == Some(RoomType::VirtualDataRoom);
        let mut listing = query.listing(viewer, &folder, order, indexed, self.contents())?;
        let context = self.context(tx, viewer, &folder)?;
        let mut view = View::load(tx, viewer, context, &folder, &listing)?;
        if shows_forms_only(&view.current) {
            listing.forms_only();
            view = View::load(tx, viewer, context, &folder, &listing)?;
        } else if let Some(filler) = filler(viewer, &view.current) {
            listing.filled_by(filler);
            view = View::load(tx, viewer, context, &folder, &listing)?;
        }
        view.content(tx, viewer, context, query.start)
    }

    /// In what list the entries of a folder appear.
    fn context(&self, tx: &mut Tx<'_>, viewer: &Viewer, folder: &Folder) -> Result<Context, Error> {
        Ok(match (folder.kind, viewer.caller.person) {
            (FolderType::Trash, Some((user, _))) => {
                Context::Trash(self.user_settings(tx, viewer.portal, user)?.clean_up)
            }
            (FolderType::Recent | FolderType::Favorites, _) => Context::Shelf,
            (FolderType::Share, _) => Context::SharedWithMe(folder.id),
            (_, Some((user, Role::Guest)))
                if folder.root.kind == FolderType::User && folder.root.owner == user =>
            {
                let root = folders::by_id(tx, viewer.portal, folder.root.id)?;
                root.map_or(Context::Plain, |root| {
                    Context::FormerDocuments(root.updated)
                })
            }
            _ => Context::Plain,
        })
    }
}

/// A folder and a page of it with the rights to everything.
struct View {
    current: Seen,
    entries: Vec<Seen>,
    loaded: Loaded,
    total: i64,
}

impl View {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        context: Context,
        folder: &Folder,
        listing: &Listing,
    ) -> Result<Self, Error> {
        let found = listing::page(tx, viewer.portal, listing)?;
        let mut entries = found.entries;
        entries.push(Entry::Folder(folder.clone()));
        let (mut seen, loaded) = look(tx, viewer, context, entries)?;
        let current = seen.pop().ok_or(Error::FOLDER)?;
        readable(viewer, &current)?;
        let mut total = found.total;
        if context == Context::Shelf {
            let before = seen.len();
            seen.retain(|one| one.may(Action::Read));
            total -= i64::try_from(before - seen.len()).unwrap_or(0);
        }
        Ok(Self {
            current,
            entries: seen,
            loaded,
            total,
        })
    }

    fn content(
        mut self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        context: Context,
        start: i32,
    ) -> Result<FolderContentDto, Error> {
        let path = path_parts(&self.current, &self.loaded);
        let count = self.entries.len();
        self.entries.push(self.current);
        let mut dtos = render(tx, viewer, context, &self.entries, &self.loaded)?;
        let current = dtos.pop().and_then(EntryDto::into_folder);
        Ok(FolderContentDto::of(
            dtos, current, path, start, count, self.total,
        ))
    }
}

/// Form fillers of a data room see forms only.
pub(super) fn shows_forms_only(folder: &Seen) -> bool {
    folder.facts.room_type() == Some(RoomType::VirtualDataRoom)
        && folder.verdict.access == FileShare::FillForms
}

/// What of a folder of a form filling room somebody sees who only fills in.
fn filler(viewer: &Viewer, folder: &Seen) -> Option<Filler> {
    let facts = &folder.facts;
    let in_room = facts.room_type() == Some(RoomType::FillingFormsRoom);
    if !in_room || folder.verdict.access != FileShare::FillForms {
        return None;
    }
    let Some((user, _)) = viewer.caller.person else {
        return Some(Filler::Visitor);
    };
    Some(match facts.folder()?.kind {
        FolderType::InProcessFormFolder | FolderType::ReadyFormFolder => Filler::OwnBelow(user),
        FolderType::FormFillingFolderDone | FolderType::FormFillingFolderInProgress => {
            Filler::Own(user)
        }
        _ => Filler::Started,
    })
}

/// From the root down to the folder itself.
pub(super) fn path_parts(current: &Seen, loaded: &Loaded) -> Vec<PathPartDto> {
    let Entry::Folder(folder) = &current.entry else {
        return Vec::new();
    };
    let above = loaded.page.paths.get(&folder.parent);
    let mut parts: Vec<PathPartDto> = above
        .into_iter()
        .flatten()
        .rev()
        .map(|above| PathPartDto::of(above.id, &above.title, above.kind))
        .collect();
    parts.push(PathPartDto::of(folder.id, &folder.title, folder.kind));
    parts
}

/// Strangers do not learn what exists (`files/00 §3`).
pub(super) fn hidden(viewer: &Viewer, error: Error) -> Error {
    if viewer.caller.is_authenticated() {
        error
    } else {
        Error::Denied
    }
}

fn readable(viewer: &Viewer, folder: &Seen) -> Result<(), Error> {
    if folder.may(Action::Read) {
        return Ok(());
    }
    Err(hidden(viewer, Error::refused(UNREADABLE)))
}

impl ContentQuery {
    /// Whether anything is searched for; only then subtrees are searched.
    fn searches(&self) -> bool {
        let kind = self.kind.unwrap_or(FilterType::None);
        self.text.is_some()
            || !self.extensions.is_empty()
            || self.author.is_some()
            || kind != FilterType::None
    }

    fn listing(
        &self,
        viewer: &Viewer,
        folder: &Folder,
        order: DefaultOrder,
        indexed: bool,
        contents: &Arc<dyn Contents>,
    ) -> Result<Listing, Error> {
        let user = viewer.user();
        let nested = self.nested && self.searches();
        let source = match folder.kind {
            FolderType::Share => Source::SharedWith(user, nested),
            FolderType::Recent => Source::Marked(user, Mark::Recent),
            FolderType::Favorites => Source::Marked(user, Mark::Favorite),
            FolderType::Templates => Source::Marked(user, Mark::Template),
            FolderType::Trash => Source::In(folder.into()),
            _ if nested => Source::Below(folder.id),
            _ => Source::In(folder.into()),
        };
        let sort = if indexed {
            Sort {
                by: SortBy::Position,
                descending: false,
                interleaved: true,
            }
        } else if folder.kind == FolderType::Recent {
            Sort {
                by: SortBy::Marked,
                descending: true,
                interleaved: false,
            }
        } else {
            Sort {
                by: sort_by(order.by),
                descending: !order.ascending,
                interleaved: false,
            }
        };
        // What was thrown away is found by its title alone (files/04 §5).
        let thrown_away = folder.kind == FolderType::Trash;
        let plain = Filter {
            contents: (!thrown_away).then(|| Arc::clone(contents)),
            banned_for: viewer.caller.person.map(|(user, _)| user),
            shared_by: self.shared_by.map(UserId),
            origin_room: self.origin_room.map(FolderId),
            place: self.place,
            ..Filter::default()
        };
        let wanted = Wanted::of(self, &plain);
        let only_folders = folder.kind == FolderType::AiRoom;
        let only_files = folder.kind == FolderType::Recent;
        Ok(Listing {
            source,
            folders: wanted.folders.filter(|_| !only_files),
            files: wanted.files.filter(|_| !only_folders),
            sort,
            start: self.start.into(),
            count: self.count.into(),
        })
    }
}

impl Listing {
    fn filled_by(&mut self, filler: Filler) {
        for filter in [&mut self.folders, &mut self.files].into_iter().flatten() {
            filter.filler = Some(filler);
        }
    }

    fn forms_only(&mut self) {
        for filter in [&mut self.folders, &mut self.files].into_iter().flatten() {
            filter.forms_only = true;
        }
    }
}

/// Which folders and which files match a query (`files/04 §2`).
struct Wanted {
    folders: Option<Filter>,
    files: Option<Filter>,
}

impl Wanted {
    fn of(query: &ContentQuery, plain: &Filter) -> Self {
        let kind = query.kind.unwrap_or(FilterType::None);
        let by_extension = kind == FilterType::ByExtension;
        let mut extensions: Vec<String> = query
            .extensions
            .iter()
            .filter_map(|text| formats::with_dot(text.trim()))
            .collect();
        if by_extension {
            let named = query.text.as_deref().map(str::trim);
            extensions.extend(named.and_then(formats::with_dot));
        }
        let author = query.author.map(|id| match kind {
            FilterType::ByUser => Author::In(id),
            _ if query.not_author => Author::IsNot(UserId(id)),
            _ => Author::Is(UserId(id)),
        });
        let full = Filter {
            text: query.text.clone().filter(|_| !by_extension),
            category: category(kind),
            author,
            ..plain.clone()
        };
        let folders_match =
            extensions.is_empty() && (full.category.is_none()) && kind != FilterType::FilesOnly;
        let files = Filter {
            extensions,
            ..full.clone()
        };
        let files_match = kind != FilterType::FoldersOnly;
        match query.apply {
            ApplyTo::All => Self {
                folders: folders_match.then_some(full),
                files: files_match.then_some(files),
            },
            ApplyTo::Files => Self {
                folders: Some(plain.clone()),
                files: files_match.then_some(files),
            },
            ApplyTo::Folders => Self {
                folders: folders_match.then_some(full),
                files: Some(plain.clone()),
            },
        }
    }
}

/// Kinds of files are stored with them.
fn category(kind: FilterType) -> Option<FilterType> {
    matches!(
        kind,
        FilterType::DocumentsOnly
            | FilterType::PresentationsOnly
            | FilterType::SpreadsheetsOnly
            | FilterType::ImagesOnly
            | FilterType::ArchiveOnly
            | FilterType::MediaOnly
            | FilterType::Pdf
            | FilterType::PdfForm
            | FilterType::DiagramsOnly
    )
    .then_some(kind)
}

const fn sort_by(by: SortedByType) -> SortBy {
    match by {
        SortedByType::AZ => SortBy::Title,
        SortedByType::Size | SortedByType::UsedSpace => SortBy::Size,
        SortedByType::Author => SortBy::Author,
        SortedByType::Type => SortBy::Extension,
        SortedByType::DateAndTimeCreation => SortBy::Created,
        SortedByType::CustomOrder => SortBy::Position,
        SortedByType::LastOpened => SortBy::Marked,
        SortedByType::DateAndTime
        | SortedByType::New
        | SortedByType::RoomType
        | SortedByType::Tags
        | SortedByType::Room => SortBy::Changed,
    }
}
