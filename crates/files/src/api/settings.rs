//! Routes of the settings of the files section (`files/07 §1–§2`).

use std::collections::BTreeMap;

use axum::extract::State;
use portal::modules::{DOCUMENTS, ModuleDto};
use portal::{Caller, Here, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Envelope, MaybeBody, Routes, routes};

use crate::formats::{self, Conversion, Editors};
use crate::model::{FileShare, FileType};
use crate::service::Files;
use crate::service::settings::{
    CleanUp, DateToAutoCleanUp, DefaultOrder, SharingSettings, SortedByType, UserSettings,
    normalised_rights,
};

/// Parts uploaded at the same time.
const UPLOAD_THREADS: i32 = 15;
/// Bytes of a part of an upload.
const CHUNK: i64 = 10 * 1024 * 1024;
/// Largest file whose content is searched by meaning, in bytes.
const VECTORIZED_MAX: i64 = 10 * 1024 * 1024;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(files_settings))
        .routes(routes!(files_module))
        .routes(routes!(change_delete_confirm))
        .routes(routes!(change_download_zip))
        .routes(routes!(display_recent))
        .routes(routes!(display_favorites))
        .routes(routes!(display_templates))
        .routes(routes!(store_original))
        .routes(routes!(keep_new_file_name))
        .routes(routes!(display_file_extension))
        .routes(routes!(hide_confirm_cancel_operation))
        .routes(routes!(hide_confirm_convert))
        .routes(routes!(hide_confirm_room_lifetime))
        .routes(routes!(open_editor_in_same_tab))
        .routes(routes!(organize_rooms_grouping))
        .routes(routes!(forcesave))
        .routes(routes!(store_forcesave))
        .routes(routes!(update_if_exist))
        .routes(routes!(clean_up, change_clean_up))
        .routes(routes!(change_default_rights))
        .routes(routes!(privacy_available))
        .routes(routes!(external_share))
        .routes(routes!(external_share_social_media))
        .routes(routes!(change_external_sharing))
        .routes(routes!(change_third_party))
}

/// Everything a client needs to know of files here.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FilesSettingsDto {
    exts_image_previewed: &'static [&'static str],
    exts_media_previewed: &'static [&'static str],
    exts_web_previewed: &'static [&'static str],
    exts_web_edited: &'static [&'static str],
    exts_web_encrypt: &'static [&'static str],
    exts_web_reviewed: &'static [&'static str],
    exts_web_custom_filter_editing: &'static [&'static str],
    exts_web_restricted_editing: &'static [&'static str],
    exts_web_commented: &'static [&'static str],
    exts_web_template: Vec<String>,
    exts_must_convert: &'static [&'static str],
    exts_convertible: BTreeMap<&'static str, Vec<&'static str>>,
    exts_uploadable: Vec<&'static str>,
    exts_archive: &'static [&'static str],
    exts_video: &'static [&'static str],
    exts_audio: &'static [&'static str],
    exts_image: &'static [&'static str],
    exts_spreadsheet: &'static [&'static str],
    exts_presentation: &'static [&'static str],
    exts_document: &'static [&'static str],
    exts_diagram: &'static [&'static str],
    internal_formats: InternalFormats,
    master_form_extension: &'static str,
    param_version: &'static str,
    param_out_type: &'static str,
    #[schema(format = "uri")]
    file_download_url_string: String,
    file_web_viewer_url_string: String,
    #[schema(format = "uri")]
    file_web_viewer_external_url_string: String,
    file_web_editor_url_string: String,
    #[schema(format = "uri")]
    file_web_editor_external_url_string: String,
    #[schema(format = "uri")]
    file_redirect_preview_url_string: String,
    #[schema(format = "uri")]
    file_thumbnail_url_string: String,
    confirm_delete: bool,
    enable_third_party: bool,
    external_share: bool,
    external_share_social_media: bool,
    store_original_files: bool,
    keep_new_file_name: bool,
    display_file_extension: bool,
    convert_notify: bool,
    hide_confirm_cancel_operation: bool,
    hide_confirm_convert_save: bool,
    hide_confirm_convert_open: bool,
    hide_confirm_room_lifetime: bool,
    default_order: OrderBy,
    forcesave: bool,
    store_forcesave: bool,
    recent_section: bool,
    favorites_section: bool,
    templates_section: bool,
    download_tar_gz: bool,
    automatically_clean_up: AutoCleanUpData,
    can_search_by_content: bool,
    default_sharing_access_rights: Vec<FileShare>,
    max_upload_thread_count: i32,
    chunk_upload_size: i64,
    open_editor_in_same_tab: bool,
    organize_rooms_grouping: bool,
    default_share_link_internal: bool,
    external_share_apply_to_documents: bool,
    external_share_apply_to_rooms: bool,
    block_existing_links_on_restrict: bool,
    exts_files_vectorized: &'static [&'static str],
    max_vectorization_file_size: i64,
}

/// The format in which new files of a kind are made; kinds without one are absent.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
struct InternalFormats {
    unknown: Option<&'static str>,
    archive: Option<&'static str>,
    video: Option<&'static str>,
    audio: Option<&'static str>,
    image: Option<&'static str>,
    spreadsheet: Option<&'static str>,
    presentation: Option<&'static str>,
    document: Option<&'static str>,
    pdf: Option<&'static str>,
    diagram: Option<&'static str>,
}

/// An order; the names are the contract's own.
#[derive(Debug, Serialize, ToSchema)]
struct OrderBy {
    /// Forwards.
    is_asc: bool,
    /// By what.
    property: SortedByType,
}

impl From<DefaultOrder> for OrderBy {
    fn from(order: DefaultOrder) -> Self {
        Self {
            is_asc: order.ascending,
            property: order.by,
        }
    }
}

/// Whether and when a trash empties itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AutoCleanUpData {
    /// Whether.
    is_auto_clean_up: bool,
    /// When.
    gap: DateToAutoCleanUp,
}

impl From<CleanUp> for AutoCleanUpData {
    fn from(clean_up: CleanUp) -> Self {
        Self {
            is_auto_clean_up: clean_up.on,
            gap: clean_up.gap,
        }
    }
}

/// What strangers are told instead of settings of their own.
fn of_a_stranger() -> UserSettings {
    UserSettings {
        store_original: false,
        grouping: false,
        ..UserSettings::default()
    }
}

fn settings_dto(
    (editors, conversion): (Editors, Conversion),
    base: &str,
    own: Option<UserSettings>,
    sharing: SharingSettings,
) -> FilesSettingsDto {
    let known = own.is_some();
    let own = own.unwrap_or_else(of_a_stranger);
    let handler = format!("{base}/filehandler.ashx");
    let editor = format!("{base}/doceditor");
    FilesSettingsDto {
        exts_image_previewed: formats::IMAGE_PREVIEWED,
        exts_media_previewed: formats::MEDIA_PREVIEWED,
        exts_web_previewed: editors.viewed(),
        exts_web_edited: editors.edited(),
        exts_web_encrypt: formats::ENCRYPTED,
        exts_web_reviewed: editors.reviewed(),
        exts_web_custom_filter_editing: editors.custom_filter(),
        exts_web_restricted_editing: editors.filled(),
        exts_web_commented: editors.commented(),
        exts_web_template: Vec::new(),
        exts_must_convert: conversion.must_convert(),
        exts_convertible: conversion.convertible().into_iter().collect(),
        exts_uploadable: editors.uploadable(),
        exts_archive: formats::ARCHIVE,
        exts_video: formats::VIDEO,
        exts_audio: formats::AUDIO,
        exts_image: formats::IMAGE,
        exts_spreadsheet: formats::SPREADSHEET,
        exts_presentation: formats::PRESENTATION,
        exts_document: formats::DOCUMENT,
        exts_diagram: formats::DIAGRAM,
        internal_formats: InternalFormats {
            document: formats::internal_extension(FileType::Document),
            spreadsheet: formats::internal_extension(FileType::Spreadsheet),
            presentation: formats::internal_extension(FileType::Presentation),
            pdf: formats::internal_extension(FileType::Pdf),
            ..InternalFormats::default()
        },
        master_form_extension: formats::MASTER_FORM,
        param_version: "version",
        param_out_type: "outputtype",
        file_download_url_string: format!("{handler}?action=download&fileid={{0}}"),
        file_web_viewer_url_string: format!("{editor}?fileid={{0}}&action=view"),
        file_web_viewer_external_url_string: format!(
            "{editor}?fileuri={{0}}&title={{1}}&folderurl={{2}}"
        ),
        file_web_editor_url_string: format!("{editor}?fileid={{0}}"),
        file_web_editor_external_url_string: format!(
            "{handler}?action=create&fileuri={{0}}&title={{1}}"
        ),
        file_redirect_preview_url_string: format!("{handler}?action=redirect"),
        file_thumbnail_url_string: format!("{handler}?action=thumb&fileid={{0}}"),
        confirm_delete: own.confirm_delete,
        enable_third_party: sharing.third_party,
        external_share: sharing.external,
        external_share_social_media: sharing.external && sharing.social,
        store_original_files: own.store_original,
        keep_new_file_name: own.keep_new_file_name,
        display_file_extension: own.display_extension,
        convert_notify: false,
        hide_confirm_cancel_operation: own.hide_confirm_cancel,
        hide_confirm_convert_save: own.hide_confirm_convert_save,
        hide_confirm_convert_open: own.hide_confirm_convert_open,
        hide_confirm_room_lifetime: own.hide_confirm_lifetime,
        default_order: own.order.into(),
        forcesave: true,
        store_forcesave: false,
        recent_section: own.recent,
        favorites_section: own.favorites,
        templates_section: own.templates,
        download_tar_gz: own.tar_gz,
        automatically_clean_up: own.clean_up.into(),
        can_search_by_content: false,
        default_sharing_access_rights: own.default_rights,
        max_upload_thread_count: UPLOAD_THREADS,
        chunk_upload_size: CHUNK,
        open_editor_in_same_tab: own.same_tab,
        organize_rooms_grouping: own.grouping,
        default_share_link_internal: sharing.internal_by_default,
        external_share_apply_to_documents: known && sharing.documents,
        external_share_apply_to_rooms: known && sharing.rooms,
        block_existing_links_on_restrict: known && sharing.block_existing,
        exts_files_vectorized: formats::VECTORIZED,
        max_vectorization_file_size: VECTORIZED_MAX,
    }
}

/// Formats, addresses and settings.
#[utoipa::path(get, path = "/api/2.0/files/settings",
    operation_id = "getFilesSettings", tag = "Files / Settings", security(()),
    responses((status = 200, body = Envelope<FilesSettingsDto>)))]
async fn files_settings(
    State(files): State<Files>,
    here: Here,
    visitor: Visitor,
) -> wire::Result<FilesSettingsDto> {
    let user = visitor.caller.map(|caller| caller.user);
    let (own, sharing) = files.all_settings(here.id, user).await?;
    let formats = (files.editors_in(here.id).await?, files.conversion());
    Ok(wire::ok(settings_dto(formats, "", own, sharing)))
}

/// The files section as a module of the portal.
#[utoipa::path(get, path = "/api/2.0/files/info",
    operation_id = "getFilesModule", tag = "Files / Settings",
    responses((status = 200, body = Envelope<ModuleDto>)))]
async fn files_module(_: Caller) -> wire::Result<ModuleDto> {
    Ok(wire::ok(ModuleDto {
        app_name: "files",
        link: "/",
        description: "Rooms and documents",
        is_primary: true,
        ..ModuleDto::from(DOCUMENTS)
    }))
}

/// On or off.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct SettingsRequestDto {
    /// On.
    set: bool,
}

impl Validate for SettingsRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Changes one of the caller's switches.
async fn switch(
    files: &Files,
    caller: &Caller,
    change: impl FnOnce(&mut UserSettings) + Send + 'static,
) -> Result<UserSettings, wire::Error> {
    Ok(files
        .change_user_settings(caller.portal, caller.user, change)
        .await?)
}

/// Asks before deleting.
#[utoipa::path(put, path = "/api/2.0/files/changedeleteconfrim",
    operation_id = "changeDeleteConfirm", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn change_delete_confirm(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.confirm_delete = body.set).await?;
    Ok(wire::ok(own.confirm_delete))
}

/// An empty object.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ICompress)]
struct Archiver {}

/// Archives as .tar.gz instead of .zip.
#[utoipa::path(put, path = "/api/2.0/files/settings/downloadtargz",
    operation_id = "changeDownloadZipFromBody", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<Archiver>)))]
async fn change_download_zip(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<Archiver> {
    switch(&files, &caller, move |own| own.tar_gz = body.set).await?;
    Ok(wire::ok(Archiver {}))
}

/// Shows Recent.
#[utoipa::path(put, path = "/api/2.0/files/displayrecent",
    operation_id = "displayRecent", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn display_recent(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.recent = body.set).await?;
    Ok(wire::ok(own.recent))
}

/// Shows Favorites.
#[utoipa::path(put, path = "/api/2.0/files/settings/favorites",
    operation_id = "displayFavorite", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn display_favorites(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.favorites = body.set).await?;
    Ok(wire::ok(own.favorites))
}

/// Shows templates.
#[utoipa::path(put, path = "/api/2.0/files/settings/templates",
    operation_id = "displayTemplates", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn display_templates(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.templates = body.set).await?;
    Ok(wire::ok(own.templates))
}

/// Keeps the original beside a converted file.
#[utoipa::path(put, path = "/api/2.0/files/storeoriginal",
    operation_id = "storeOriginal", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn store_original(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.store_original = body.set).await?;
    Ok(wire::ok(own.store_original))
}

/// Does not ask for the title of a new file.
#[utoipa::path(put, path = "/api/2.0/files/keepnewfilename",
    operation_id = "keepNewFileName", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn keep_new_file_name(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| {
        own.keep_new_file_name = body.set
    })
    .await?;
    Ok(wire::ok(own.keep_new_file_name))
}

/// Shows extensions.
#[utoipa::path(put, path = "/api/2.0/files/displayfileextension",
    operation_id = "displayFileExtension", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn display_file_extension(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.display_extension = body.set).await?;
    Ok(wire::ok(own.display_extension))
}

/// Does not ask before an operation is cancelled.
#[utoipa::path(put, path = "/api/2.0/files/hideconfirmcanceloperation",
    operation_id = "hideConfirmCancelOperation", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn hide_confirm_cancel_operation(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| {
        own.hide_confirm_cancel = body.set
    })
    .await?;
    Ok(wire::ok(own.hide_confirm_cancel))
}

/// Which confirmation of a conversion to hide.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct HideConfirmConvertRequestDto {
    /// That on saving; else that on opening.
    save: bool,
}

impl Validate for HideConfirmConvertRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Does not ask before a conversion any more. There is no way back (`files/07 §5`).
#[utoipa::path(put, path = "/api/2.0/files/hideconfirmconvert",
    operation_id = "hideConfirmConvert", tag = "Files / Settings",
    request_body = Option<HideConfirmConvertRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn hide_confirm_convert(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<HideConfirmConvertRequestDto>,
) -> wire::Result<bool> {
    let change = move |own: &mut UserSettings| {
        let asked = if body.save {
            &mut own.hide_confirm_convert_save
        } else {
            &mut own.hide_confirm_convert_open
        };
        *asked = true;
    };
    switch(&files, &caller, change).await?;
    Ok(wire::ok(true))
}

/// Does not tell about a room's lifetime.
#[utoipa::path(put, path = "/api/2.0/files/hideconfirmroomlifetime",
    operation_id = "hideConfirmRoomLifetime", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn hide_confirm_room_lifetime(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| {
        own.hide_confirm_lifetime = body.set
    })
    .await?;
    Ok(wire::ok(own.hide_confirm_lifetime))
}

/// Opens the editor in the same tab.
#[utoipa::path(put, path = "/api/2.0/files/settings/openeditorinsametab",
    operation_id = "setOpenEditorInSameTab", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn open_editor_in_same_tab(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.same_tab = body.set).await?;
    Ok(wire::ok(own.same_tab))
}

/// Groups rooms.
#[utoipa::path(put, path = "/api/2.0/files/settings/organizegrouping",
    operation_id = "setOrganizeRoomsGrouping", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn organize_rooms_grouping(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let own = switch(&files, &caller, move |own| own.grouping = body.set).await?;
    Ok(wire::ok(own.grouping))
}

/// Always on (`files/07 §2`).
#[utoipa::path(put, path = "/api/2.0/files/forcesave",
    operation_id = "forcesave", tag = "Files / Settings",
    responses((status = 200, body = Envelope<bool>)))]
async fn forcesave(_: Caller) -> wire::Result<bool> {
    Ok(wire::ok(true))
}

/// Always off (`files/07 §2`).
#[utoipa::path(put, path = "/api/2.0/files/storeforcesave",
    operation_id = "storeForcesave", tag = "Files / Settings",
    responses((status = 200, body = Envelope<bool>)))]
async fn store_forcesave(_: Caller) -> wire::Result<bool> {
    Ok(wire::ok(false))
}

/// Always off (`files/07 §2`).
#[utoipa::path(put, path = "/api/2.0/files/updateifexist",
    operation_id = "updateFileIfExist", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn update_if_exist(
    _: Caller,
    MaybeBody(_body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    Ok(wire::ok(false))
}

/// Whether and when the caller's trash empties itself.
#[utoipa::path(get, path = "/api/2.0/files/settings/autocleanup",
    operation_id = "getAutomaticallyCleanUp", tag = "Files / Settings",
    responses((status = 200, body = Envelope<AutoCleanUpData>)))]
async fn clean_up(State(files): State<Files>, caller: Caller) -> wire::Result<AutoCleanUpData> {
    let (own, _) = files.all_settings(caller.portal, Some(caller.user)).await?;
    Ok(wire::ok(own.unwrap_or_default().clean_up.into()))
}

/// Whether and when the trash empties itself.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct AutoCleanupRequestDto {
    /// Whether.
    set: bool,
    /// When.
    gap: Option<DateToAutoCleanUp>,
}

impl Validate for AutoCleanupRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Changes whether and when the caller's trash empties itself.
#[utoipa::path(put, path = "/api/2.0/files/settings/autocleanup",
    operation_id = "changeAutomaticallyCleanUp", tag = "Files / Settings",
    request_body = Option<AutoCleanupRequestDto>,
    responses((status = 200, body = Envelope<AutoCleanUpData>)))]
async fn change_clean_up(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<AutoCleanupRequestDto>,
) -> wire::Result<AutoCleanUpData> {
    let change = move |own: &mut UserSettings| {
        let gap = body.gap.unwrap_or(own.clean_up.gap);
        own.clean_up = CleanUp { on: body.set, gap };
    };
    let own = switch(&files, &caller, change).await?;
    Ok(wire::ok(own.clean_up.into()))
}

/// Rights, as a list or wrapped into an object.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum Rights {
    /// The list itself.
    List(Vec<FileShare>),
    /// `{value: […]}`.
    Wrapped {
        /// The list.
        #[serde(default)]
        value: Vec<FileShare>,
    },
}

impl Default for Rights {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Validate for Rights {
    fn validate(&self, _: &mut Check) {}
}

/// A list of rights.
#[derive(Debug, Serialize, ToSchema)]
struct FileShares(Vec<FileShare>);

/// Changes the rights offered first when the caller shares something.
#[utoipa::path(put, path = "/api/2.0/files/settings/dafaultaccessrights",
    operation_id = "changeDefaultAccessRights", tag = "Files / Settings",
    request_body = Option<FileShares>, responses((status = 200, body = Envelope<FileShares>)))]
async fn change_default_rights(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<Rights>,
) -> wire::Result<FileShares> {
    let given = match body {
        Rights::List(list) | Rights::Wrapped { value: list } => list,
    };
    let rights = normalised_rights(&given);
    let own = switch(&files, &caller, move |own| own.default_rights = rights).await?;
    Ok(wire::ok(FileShares(own.default_rights)))
}

/// The legacy private room is not available.
#[utoipa::path(get, path = "/api/2.0/files/@privacy/available",
    operation_id = "isAvailablePrivacyRoomSettings", tag = "Files / Settings",
    responses((status = 200, body = Envelope<bool>)))]
async fn privacy_available(_: Caller) -> wire::Result<bool> {
    Ok(wire::ok(false))
}

/// Allows connecting third-party storages.
#[utoipa::path(put, path = "/api/2.0/files/thirdparty",
    operation_id = "changeAccessToThirdparty", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn change_third_party(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let change = move |sharing: &mut SharingSettings| sharing.third_party = body.set;
    Ok(wire::ok(
        files
            .change_sharing_settings(&caller, change)
            .await?
            .third_party,
    ))
}

/// Allows links that are open to strangers.
#[utoipa::path(put, path = "/api/2.0/files/settings/external",
    operation_id = "externalShare", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn external_share(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let change = move |sharing: &mut SharingSettings| sharing.external = body.set;
    Ok(wire::ok(
        files
            .change_sharing_settings(&caller, change)
            .await?
            .external,
    ))
}

/// Allows sending links to social media.
#[utoipa::path(put, path = "/api/2.0/files/settings/externalsocialmedia",
    operation_id = "externalShareSocialMedia", tag = "Files / Settings",
    request_body = Option<SettingsRequestDto>, responses((status = 200, body = Envelope<bool>)))]
async fn external_share_social_media(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<SettingsRequestDto>,
) -> wire::Result<bool> {
    let change = move |sharing: &mut SharingSettings| sharing.social = body.set;
    Ok(wire::ok(
        files.change_sharing_settings(&caller, change).await?.social,
    ))
}

/// The rules of external sharing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ExternalSharingSettingsDto {
    /// Links may be open to strangers.
    external_share: bool,
    /// New links are for people of the portal.
    default_share_link_internal: bool,
    /// A ban applies to documents.
    external_share_apply_to_documents: bool,
    /// A ban applies to rooms.
    external_share_apply_to_rooms: bool,
    /// A ban closes existing links.
    block_existing_links_on_restrict: bool,
}

impl From<SharingSettings> for ExternalSharingSettingsDto {
    fn from(sharing: SharingSettings) -> Self {
        Self {
            external_share: sharing.external,
            default_share_link_internal: sharing.internal_by_default,
            external_share_apply_to_documents: sharing.documents,
            external_share_apply_to_rooms: sharing.rooms,
            block_existing_links_on_restrict: sharing.block_existing,
        }
    }
}

impl Default for ExternalSharingSettingsDto {
    fn default() -> Self {
        SharingSettings::default().into()
    }
}

impl Validate for ExternalSharingSettingsDto {
    fn validate(&self, _: &mut Check) {}
}

/// Changes all rules of external sharing at once.
#[utoipa::path(put, path = "/api/2.0/files/settings/externalsharingsettings",
    operation_id = "changeExternalSharingSettings", tag = "Files / Settings",
    request_body = Option<ExternalSharingSettingsDto>,
    responses((status = 200, body = Envelope<ExternalSharingSettingsDto>)))]
async fn change_external_sharing(
    State(files): State<Files>,
    caller: Caller,
    MaybeBody(body): MaybeBody<ExternalSharingSettingsDto>,
) -> wire::Result<ExternalSharingSettingsDto> {
    let change = move |sharing: &mut SharingSettings| {
        sharing.external = body.external_share;
        sharing.internal_by_default = body.default_share_link_internal || !body.external_share;
        sharing.documents = body.external_share_apply_to_documents;
        sharing.rooms = body.external_share_apply_to_rooms;
        sharing.block_existing = body.block_existing_links_on_restrict;
    };
    Ok(wire::ok(
        files.change_sharing_settings(&caller, change).await?.into(),
    ))
}
