//! Routes of listings: folders, roots, rooms, news, used space (`files/04`).

use axum::RequestPartsExt as _;
use axum::extract::{FromRequestParts, State};
use http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Envelope, Paging, Path, Query, Routes, SortOrder, routes, wire_enum};

use crate::model::{FilterType, FolderId, FolderType, RoomType};
use crate::service::Files;
use crate::service::listing::{ApplyTo, ContentQuery};
use crate::service::news::{Day, RoomNews};
use crate::service::room_list::{RoomArea, RoomQuery};
use crate::service::settings::{DefaultOrder, SortedByType};
use crate::store::listing::Place;
use crate::view::{EntryDto, FolderContentDto, FolderDto, Viewer};

/// Enumerations of queries: parameters refer to them, and nobody else would describe them.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    ApplyFilterOption,
    SearchArea,
    Location,
    SubjectFilter,
    ProviderFilter,
    QuotaFilter,
    StorageFilter,
    FilterType,
    crate::service::rooms::ShareFilterType,
    SortOrder,
)))]
struct QuerySchemas;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .described_by::<QuerySchemas>()
        .routes(routes!(my_folder))
        .routes(routes!(trash_folder))
        .routes(routes!(recent_folder))
        .routes(routes!(recent_folder_old))
        .routes(routes!(favorites_folder))
        .routes(routes!(share_folder))
        .routes(routes!(root_folders))
        .routes(routes!(privacy_folder))
        .routes(routes!(rooms_folder))
        .routes(routes!(rooms_news))
        .routes(routes!(room_news))
        .routes(routes!(files_used_space))
        .routes(routes!(folder_by_id))
        .routes(routes!(subfolders))
        .routes(routes!(folder_news))
        .routes(routes!(folder_info))
        .routes(routes!(folder_path))
}

wire_enum! {
    /// To what filters apply.
    pub enum ApplyFilterOption: number {
        /// Folders and files.
        All = 0,
        /// Files.
        Files = 1,
        /// Folders.
        Folders = 2,
    }
}

wire_enum! {
    /// Where rooms are looked for.
    pub enum SearchArea: number {
        /// Active rooms.
        Active = 0,
        /// Archived rooms.
        Archive = 1,
        /// Both.
        Any = 2,
        /// By links.
        RecentByLinks = 3,
        /// Templates.
        Templates = 4,
        /// Knowledge of an agent.
        Knowledge = 5,
        /// Results of an agent.
        ResultStorage = 6,
        /// Agents.
        AiAgents = 7,
    }
}

wire_enum! {
    /// Where entries of a personal list lie.
    pub enum Location: number {
        /// In rooms.
        Room = 1,
        /// In documents.
        Documents = 2,
        /// Reached by a link.
        Link = 3,
    }
}

wire_enum! {
    /// Relation of a subject to rooms.
    pub enum SubjectFilter: number {
        /// Owns them.
        Owner = 0,
        /// Is a member.
        Member = 1,
    }
}

wire_enum! {
    /// Third-party storages.
    pub enum ProviderFilter: number {
        /// Any.
        None = 0,
        /// Box.
        Box = 1,
        /// Dropbox.
        DropBox = 2,
        /// Google Drive.
        GoogleDrive = 3,
        /// kDrive.
        #[allow(non_camel_case_types, reason = "the name is the contract's")]
        kDrive = 4,
        /// OneDrive.
        OneDrive = 5,
        /// SharePoint.
        SharePoint = 6,
        /// WebDAV.
        WebDav = 7,
        /// Yandex.
        Yandex = 8,
        /// The portal's own.
        Storage = 9,
    }
}

wire_enum! {
    /// Rooms by their quota.
    pub enum QuotaFilter: number {
        /// All.
        All = 0,
        /// The portal's default.
        Default = 1,
        /// One of their own.
        Custom = 2,
    }
}

wire_enum! {
    /// Rooms by their storage.
    pub enum StorageFilter: number {
        /// All.
        None = 0,
        /// The portal's own.
        Internal = 1,
        /// Third-party.
        ThirdParty = 2,
    }
}

/// Filters and order of the listing of a folder; `count` and `startIndex` are read beside it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct FolderQuery {
    /// Creator; a group with `filterType=8`.
    user_id_or_group_id: Option<Uuid>,
    /// Shared with me: who shared it.
    shared_by: Option<Uuid>,
    /// Kind of entries.
    #[param(inline = false)]
    filter_type: Option<FilterType>,
    /// Trash: the room it came from.
    room_id: Option<i32>,
    /// Everybody but that creator.
    exclude_subject: Option<bool>,
    /// To what filters apply.
    apply_filter_option: Option<ApplyFilterOption>,
    /// Search the whole subtree.
    with_sub_folders: Option<bool>,
    /// Extensions: repeated, or separated by commas. The reference describes a text, for recent files a list.
    #[param(ignore)]
    extension: Vec<String>,
    /// Part of an agent.
    search_area: Option<SearchArea>,
    /// Search inside submitted forms.
    forms_item_key: Option<String>,
    /// Search inside submitted forms.
    forms_item_type: Option<String>,
    /// Order, by name or number.
    sort_by: Option<String>,
    /// Direction.
    sort_order: Option<SortOrder>,
    /// Text.
    filter_value: Option<String>,
    /// Where entries of a personal list lie.
    #[param(rename = "Location")]
    location: Option<Location>,
}

impl Validate for FolderQuery {
    fn validate(&self, _: &mut Check) {}
}

/// An order, when one was asked for. Without a direction it is ascending.
fn order(by: Option<&str>, direction: Option<SortOrder>) -> Option<DefaultOrder> {
    let by = SortedByType::from_text(by?)?;
    Some(DefaultOrder {
        by,
        ascending: direction != Some(SortOrder::Descending),
    })
}

fn text(value: Option<String>) -> Option<String> {
    value
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

impl FolderQuery {
    fn content(self, paging: Paging) -> ContentQuery {
        ContentQuery {
            author: self.user_id_or_group_id.filter(|id| !id.is_nil()),
            not_author: self.exclude_subject.unwrap_or(false),
            shared_by: self.shared_by,
            kind: self.filter_type,
            origin_room: self.room_id.map(i64::from),
            apply: match self.apply_filter_option {
                Some(ApplyFilterOption::Files) => ApplyTo::Files,
                Some(ApplyFilterOption::Folders) => ApplyTo::Folders,
                _ => ApplyTo::All,
            },
            nested: self.with_sub_folders.unwrap_or(true),
            extensions: self
                .extension
                .iter()
                .flat_map(|some| some.split(','))
                .filter(|extension| !extension.trim().is_empty())
                .map(str::to_owned)
                .collect(),
            place: self.location.map(|location| match location {
                Location::Room => Place::Room,
                Location::Documents => Place::Documents,
                Location::Link => Place::Link,
            }),
            order: order(self.sort_by.as_deref(), self.sort_order),
            text: text(self.filter_value),
            start: paging.start_index,
            count: paging.count,
        }
    }
}

/// The content of a folder or room.
#[utoipa::path(get, path = "/api/2.0/files/{folderId}",
    operation_id = "getFolderByFolderId", security(()), tag = "Files / Folders",
    params(("folderId" = i32, Path), FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn folder_by_id(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<FolderQuery>,
    paging: Paging,
) -> wire::Result<FolderContentDto> {
    Ok(wire::ok(
        files
            .content(viewer, FolderId(id), query.content(paging))
            .await?,
    ))
}

/// A request for a root of the caller.
struct Asked {
    files: Files,
    viewer: Viewer,
    query: ContentQuery,
}

impl FromRequestParts<Files> for Asked {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, files: &Files) -> Result<Self, wire::Error> {
        let viewer = parts.extract_with_state::<Viewer, _>(files).await?;
        let Query(query) = parts.extract::<Query<FolderQuery>>().await?;
        let paging = parts.extract::<Paging>().await?;
        Ok(Self {
            files: files.clone(),
            viewer,
            query: query.content(paging),
        })
    }
}

impl Asked {
    async fn content(self, root: FolderType) -> wire::Result<FolderContentDto> {
        let content = self.files.root_content(self.viewer, root, self.query);
        Ok(wire::ok(content.await?))
    }
}

/// My documents.
#[utoipa::path(get, path = "/api/2.0/files/@my",
    operation_id = "getMyFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn my_folder(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::User).await
}

/// The caller's trash.
#[utoipa::path(get, path = "/api/2.0/files/@trash",
    operation_id = "getTrashFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn trash_folder(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::Trash).await
}

/// Files the caller opened lately.
#[utoipa::path(get, path = "/api/2.0/files/recent",
    operation_id = "getRecentFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<Vec<String>>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn recent_folder(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::Recent).await
}

/// The older address of [`recent_folder`], which the SDKs still call.
#[utoipa::path(get, path = "/api/2.0/files/@recent",
    operation_id = "getRecentFolderOld", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<Vec<String>>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn recent_folder_old(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::Recent).await
}

/// The caller's favourites.
#[utoipa::path(get, path = "/api/2.0/files/@favorites",
    operation_id = "getFavoritesFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn favorites_folder(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::Favorites).await
}

/// What others shared with the caller.
#[utoipa::path(get, path = "/api/2.0/files/@share",
    operation_id = "getShareFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn share_folder(asked: Asked) -> wire::Result<FolderContentDto> {
    asked.content(FolderType::Share).await
}

/// The legacy private room, which nobody can use (`files/01 §5`).
#[utoipa::path(get, path = "/api/2.0/files/@privacy",
    operation_id = "getPrivacyFolder", tag = "Files / Folders",
    params(FolderQuery, ("extension" = Option<String>, Query), Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn privacy_folder(viewer: Viewer) -> wire::Result<FolderContentDto> {
    viewer.person()?;
    Err(wire::Error::denied())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct RootQuery {
    /// Creator; a group with `filterType=8`.
    user_id_or_group_id: Option<Uuid>,
    /// Kind of entries.
    filter_type: Option<FilterType>,
    /// Leave the trash out.
    without_trash: Option<bool>,
    /// Order, by name or number.
    sort_by: Option<String>,
    /// Direction.
    sort_order: Option<SortOrder>,
    /// Text.
    filter_value: Option<String>,
}

impl Validate for RootQuery {
    fn validate(&self, _: &mut Check) {}
}

/// All roots of the caller with their content.
#[utoipa::path(get, path = "/api/2.0/files/@root",
    operation_id = "getRootFolders", tag = "Files / Folders", params(RootQuery, Paging),
    responses((status = 200, body = Envelope<Vec<FolderContentDto>>)))]
async fn root_folders(
    State(files): State<Files>,
    viewer: Viewer,
    Query(query): Query<RootQuery>,
    paging: Paging,
) -> wire::Result<Vec<FolderContentDto>> {
    let without_trash = query.without_trash.unwrap_or(false);
    let query = FolderQuery {
        user_id_or_group_id: query.user_id_or_group_id,
        filter_type: query.filter_type,
        sort_by: query.sort_by,
        sort_order: query.sort_order,
        filter_value: query.filter_value,
        ..FolderQuery::default()
    };
    let roots = files
        .all_roots(viewer, without_trash, query.content(paging))
        .await?;
    Ok(wire::streamed(roots))
}

/// Filters and order of the list of rooms; `count` and `startIndex` are read beside it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct RoomsQuery {
    /// Types of rooms.
    r#type: Vec<RoomType>,
    /// Rooms of this person or group.
    subject_id: Option<String>,
    /// Rooms of this owner; ignored beside `subjectFilter`.
    subject_owner_id: Option<String>,
    /// Where.
    search_area: Option<SearchArea>,
    /// Only rooms without tags.
    without_tags: Option<bool>,
    /// Any of these tags: a JSON array as text.
    tags: Option<String>,
    /// Invert the owner.
    exclude_subject: Option<bool>,
    /// Third-party storage.
    provider: Option<ProviderFilter>,
    /// Relation of the subject.
    subject_filter: Option<SubjectFilter>,
    /// Quota.
    quota_filter: Option<QuotaFilter>,
    /// Storage.
    storage_filter: Option<StorageFilter>,
    /// Order, by name or number.
    sort_by: Option<String>,
    /// Direction.
    sort_order: Option<SortOrder>,
    /// Part of the title.
    filter_value: Option<String>,
    /// A group of rooms.
    group_id: Option<i32>,
}

impl Validate for RoomsQuery {
    fn validate(&self, _: &mut Check) {}
}

impl RoomsQuery {
    fn rooms(self, paging: Paging) -> Result<RoomQuery, wire::Error> {
        let id = |text: Option<String>| text.and_then(|text| text.trim().parse::<Uuid>().ok());
        let tags = match self.tags.filter(|tags| !tags.trim().is_empty()) {
            // The reference fails the same way on anything but a JSON array.
            Some(tags) => serde_json::from_str(&tags)
                .map_err(|_| wire::Error::internal("tags must be a JSON array of texts"))?,
            None => Vec::new(),
        };
        let third_party = self.storage_filter == Some(StorageFilter::ThirdParty)
            || !matches!(
                self.provider,
                None | Some(ProviderFilter::None | ProviderFilter::Storage)
            );
        Ok(RoomQuery {
            area: match self.search_area {
                Some(SearchArea::Archive) => RoomArea::Archive,
                Some(SearchArea::Any) => RoomArea::Any,
                Some(SearchArea::RecentByLinks) => RoomArea::ByLinks,
                Some(SearchArea::Templates) => RoomArea::Templates,
                Some(SearchArea::AiAgents) => RoomArea::Agents,
                _ => RoomArea::Active,
            },
            kinds: self.r#type,
            subject: id(self.subject_id),
            subject_owns: self
                .subject_filter
                .map(|filter| filter == SubjectFilter::Owner),
            owner: id(self.subject_owner_id),
            not_owner: self.exclude_subject.unwrap_or(false),
            tags,
            without_tags: self.without_tags.unwrap_or(false),
            third_party,
            custom_quota: match self.quota_filter {
                Some(QuotaFilter::Default) => Some(false),
                Some(QuotaFilter::Custom) => Some(true),
                _ => None,
            },
            group: self.group_id,
            order: order(self.sort_by.as_deref(), self.sort_order),
            text: text(self.filter_value),
            start: paging.start_index,
            count: paging.count,
        })
    }
}

/// The rooms the caller sees.
#[utoipa::path(get, path = "/api/2.0/files/rooms",
    operation_id = "getRoomsFolder", tag = "Rooms", params(RoomsQuery, Paging),
    responses((status = 200, body = Envelope<FolderContentDto>)))]
async fn rooms_folder(
    State(files): State<Files>,
    viewer: Viewer,
    Query(query): Query<RoomsQuery>,
    paging: Paging,
) -> wire::Result<FolderContentDto> {
    Ok(wire::ok(files.rooms(viewer, query.rooms(paging)?).await?))
}

/// The folders directly in a folder.
#[utoipa::path(get, path = "/api/2.0/files/{folderId}/subfolders",
    operation_id = "getFolders", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn subfolders(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<EntryDto>> {
    viewer.person()?;
    Ok(wire::streamed(
        files.subfolders(viewer, FolderId(id)).await?,
    ))
}

/// One folder or room.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}",
    operation_id = "getFolderInfo", security(()), tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn folder_info(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(files.folder_info(viewer, FolderId(id)).await?))
}

/// The folders from the root down to this one.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/path",
    operation_id = "getFolderPath", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn folder_path(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<EntryDto>> {
    viewer.person()?;
    Ok(wire::streamed(
        files.folder_path(viewer, FolderId(id)).await?,
    ))
}

/// Unread files below a folder.
#[utoipa::path(get, path = "/api/2.0/files/{folderId}/news",
    operation_id = "getNewFolderItems", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn folder_news(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<EntryDto>> {
    Ok(wire::list(files.folder_news(viewer, FolderId(id)).await?))
}

/// What is new on one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewItemsDtoFileEntryBaseDto)]
struct NewFilesDto {
    /// Beginning of the day.
    date: ApiDate,
    /// Unread files, the latest first.
    items: Vec<EntryDto>,
}

/// What is new in rooms on one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewItemsDtoRoomNewItemsDto)]
struct NewRoomItemsDto {
    /// Beginning of the day.
    date: ApiDate,
    /// By room.
    items: Vec<RoomNewItemsDto>,
}

/// What is new in a room.
#[derive(Debug, Serialize, ToSchema)]
struct RoomNewItemsDto {
    /// The room.
    room: EntryDto,
    /// Unread files, the latest first.
    items: Vec<EntryDto>,
}

impl From<RoomNews> for RoomNewItemsDto {
    fn from(news: RoomNews) -> Self {
        Self {
            room: news.room,
            items: news.items,
        }
    }
}

/// Unread files of a room by day.
#[utoipa::path(get, path = "/api/2.0/files/rooms/{id}/news",
    operation_id = "getNewRoomItems", tag = "Rooms", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<NewFilesDto>>)))]
async fn room_news(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<NewFilesDto>> {
    let days = files
        .room_news(viewer, FolderId(id), wire::zone::current())
        .await?;
    let day = |day: Day<EntryDto>| NewFilesDto {
        date: ApiDate(day.date),
        items: day.items,
    };
    Ok(wire::list(days.into_iter().map(day).collect()))
}

/// Unread files of all rooms by day and room.
#[utoipa::path(get, path = "/api/2.0/files/rooms/news",
    operation_id = "getRoomsNewItems", tag = "Rooms",
    responses((status = 200, body = Envelope<Vec<NewRoomItemsDto>>)))]
async fn rooms_news(
    State(files): State<Files>,
    viewer: Viewer,
) -> wire::Result<Vec<NewRoomItemsDto>> {
    let days = files.rooms_news(viewer, wire::zone::current()).await?;
    let day = |day: Day<RoomNews>| NewRoomItemsDto {
        date: ApiDate(day.date),
        items: day.items.into_iter().map(Into::into).collect(),
    };
    Ok(wire::list(days.into_iter().map(day).collect()))
}

/// Space used by each part of the portal; parts nobody opened yet are absent.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FilesStatisticsResultDto {
    /// All people's documents.
    my_documents_used_space: Option<FilesStatisticsFolder>,
    /// All trashes.
    trash_used_space: Option<FilesStatisticsFolder>,
    /// Archived rooms.
    archive_used_space: Option<FilesStatisticsFolder>,
    /// Active rooms.
    rooms_used_space: Option<FilesStatisticsFolder>,
    /// AI agents.
    ai_agents_used_space: Option<FilesStatisticsFolder>,
}

/// Space used by a part of the portal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FilesStatisticsFolder {
    /// Title of the part.
    title: String,
    /// Bytes.
    used_space: i64,
}

/// Space used by each part of the portal.
#[utoipa::path(get, path = "/api/2.0/files/filesusedspace",
    operation_id = "getFilesUsedSpace", tag = "Files / Folders",
    responses((status = 200, body = Envelope<FilesStatisticsResultDto>)))]
async fn files_used_space(
    State(files): State<Files>,
    viewer: Viewer,
) -> wire::Result<FilesStatisticsResultDto> {
    let mut result = FilesStatisticsResultDto::default();
    for (kind, title, used_space) in files.used_space(viewer).await? {
        let part = match kind {
            FolderType::User => &mut result.my_documents_used_space,
            FolderType::Trash => &mut result.trash_used_space,
            FolderType::Archive => &mut result.archive_used_space,
            FolderType::VirtualRooms => &mut result.rooms_used_space,
            FolderType::AiAgents => &mut result.ai_agents_used_space,
            _ => continue,
        };
        *part = Some(FilesStatisticsFolder {
            title: title.to_owned(),
            used_space,
        });
    }
    Ok(wire::ok(result))
}
