//! The list of rooms (`files/04 §1`).

use portal::UserId;
use sql::Tx;
use uuid::Uuid;

use super::Files;
use super::listing::{ContentQuery, path_parts};
use super::settings::{DefaultOrder, SortedByType};
use crate::Error;
use crate::model::{Entry, Folder, FolderId, FolderType, RoomType};
use crate::rules::portal_roles::sees_all_rooms;
use crate::store::room_list::{self, RoomFilter, RoomPage, RoomSort, Subject};
use crate::view::{Context, EntryDto, FolderContentDto, Viewer, look, render};

/// Where rooms are looked for (`searchArea`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoomArea {
    /// Active rooms.
    #[default]
    Active,
    /// Archived rooms.
    Archive,
    /// Active and archived rooms.
    Any,
    /// Rooms reached by links only: nothing but for administrators, who see everything.
    ByLinks,
    /// Templates.
    Templates,
    /// AI agents.
    Agents,
}

impl RoomArea {
    /// The area below a root of rooms.
    pub(super) fn of_root(folder: &Folder) -> Option<Self> {
        if folder.parent != FolderId(0) {
            return None;
        }
        match folder.kind {
            FolderType::VirtualRooms => Some(Self::Active),
            FolderType::Archive => Some(Self::Archive),
            FolderType::RoomTemplates => Some(Self::Templates),
            FolderType::AiAgents => Some(Self::Agents),
            _ => None,
        }
    }

    /// The root that is shown as the listed folder.
    pub const fn root(self) -> FolderType {
        match self {
            Self::Active | Self::Any | Self::ByLinks => FolderType::VirtualRooms,
            Self::Archive => FolderType::Archive,
            Self::Templates => FolderType::RoomTemplates,
            Self::Agents => FolderType::AiAgents,
        }
    }

    fn roots(self) -> Vec<FolderType> {
        match self {
            Self::Any | Self::ByLinks => vec![FolderType::VirtualRooms, FolderType::Archive],
            one => vec![one.root()],
        }
    }
}

/// Which rooms, and in what order.
#[derive(Debug, Clone, Default)]
pub struct RoomQuery {
    /// Where.
    pub area: RoomArea,
    /// Types; empty for all.
    pub kinds: Vec<RoomType>,
    /// Rooms of this person or group.
    pub subject: Option<Uuid>,
    /// Whether the subject owns them (true) or is a member (false); absent: either.
    pub subject_owns: Option<bool>,
    /// Rooms of this owner; ignored when `subject_owns` is given.
    pub owner: Option<Uuid>,
    /// Invert the owner.
    pub not_owner: bool,
    /// Any of these tags.
    pub tags: Vec<String>,
    /// Only rooms without tags.
    pub without_tags: bool,
    /// Only third-party rooms, of which there are none.
    pub third_party: bool,
    /// Rooms with a quota of their own, or with the portal's; for administrators.
    pub custom_quota: Option<bool>,
    /// A group of rooms.
    pub group: Option<i32>,
    /// Order, when one was asked for; it becomes the caller's default.
    pub order: Option<DefaultOrder>,
    /// Part of the title.
    pub text: Option<String>,
    /// Rooms to skip.
    pub start: i32,
    /// Rooms at most.
    pub count: i32,
}

impl RoomQuery {
    /// The query for a root that is opened like a folder.
    pub(super) fn of_root(area: RoomArea, query: &ContentQuery) -> Self {
        Self {
            area,
            order: query.order,
            text: query.text.clone(),
            start: query.start,
            count: query.count,
            ..Self::default()
        }
    }

    fn filter(&self, root: &Folder, administrator: bool) -> RoomFilter {
        let owner = |id: Uuid| {
            if self.not_owner {
                Subject::NotOwner(UserId(id))
            } else {
                Subject::Owner(UserId(id))
            }
        };
        let subject = match (self.subject, self.subject_owns) {
            (Some(id), Some(true)) => Some(owner(id)),
            (Some(id), Some(false)) => Some(Subject::Member(id)),
            (Some(id), None) => Some(Subject::Either(id)),
            (None, None) => self.owner.map(owner),
            (None, Some(_)) => None,
        };
        let roots = self.area.roots();
        RoomFilter {
            only_root: (roots == [root.kind]).then_some(root.root),
            roots,
            kinds: self.kinds.iter().map(|kind| kind.folder_type()).collect(),
            text: self.text.clone(),
            subject,
            tags: self.tags.clone(),
            without_tags: self.without_tags,
            custom_quota: self.custom_quota.filter(|_| administrator),
            group: self.group.map(i64::from),
        }
    }
}

impl Files {
    /// The rooms the caller sees.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn rooms(&self, viewer: Viewer, query: RoomQuery) -> Result<FolderContentDto, Error> {
        viewer.person()?;
        self.keep_order(&viewer, query.order).await?;
        let kind = query.area.root();
        let (this, who, asked) = (self.clone(), viewer.clone(), query.clone());
        let found = self.in_root(&viewer, kind, move |tx, root| {
            this.rooms_in(tx, &who, root, &asked)
        });
        found.await
    }

    /// The same in a transaction, below a root that is known.
    pub(super) fn rooms_in(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        root: Folder,
        query: &RoomQuery,
    ) -> Result<FolderContentDto, Error> {
        let (user, role) = viewer.person()?;
        let administrator = sees_all_rooms(role);
        let order = self.order(tx, viewer, query.order)?;
        let page = RoomPage {
            filter: query.filter(&root, administrator),
            sort: sort_by(order.by),
            descending: !order.ascending,
            start: query.start.into(),
            count: query.count.into(),
        };
        let nothing = query.third_party || (query.area == RoomArea::ByLinks && !administrator);
        // Administrators are not given the templates of others (files/04 §4).
        let everything = administrator && query.area != RoomArea::Templates;
        let (found, total) = if nothing {
            (Vec::new(), 0)
        } else {
            room_list::visible_to(tx, viewer.portal, user, everything, &page)?
        };
        let count = found.len();
        let mut entries: Vec<Entry> = found.into_iter().map(Entry::Folder).collect();
        entries.push(Entry::Folder(root));
        let (mut seen, loaded) = look(tx, viewer, Context::Rooms, entries)?;
        let path = seen
            .last()
            .map(|root| path_parts(root, &loaded))
            .unwrap_or_default();
        // The root itself is no room of the list.
        if let Some(root) = seen.last_mut() {
            root.facts.grant = None;
        }
        let mut dtos = render(tx, viewer, Context::Rooms, &seen, &loaded)?;
        let current = dtos.pop().and_then(EntryDto::into_folder);
        Ok(FolderContentDto::of(
            dtos,
            current,
            path,
            query.start,
            count,
            total,
        ))
    }
}

const fn sort_by(by: SortedByType) -> RoomSort {
    match by {
        SortedByType::AZ => RoomSort::Title,
        SortedByType::Author => RoomSort::Author,
        SortedByType::Type | SortedByType::RoomType => RoomSort::Kind,
        SortedByType::Tags => RoomSort::Tags,
        SortedByType::Size | SortedByType::UsedSpace => RoomSort::Size,
        SortedByType::DateAndTimeCreation => RoomSort::Created,
        SortedByType::DateAndTime
        | SortedByType::New
        | SortedByType::Room
        | SortedByType::CustomOrder
        | SortedByType::LastOpened => RoomSort::Changed,
    }
}
