//! Access of people and groups to files and folders (`files/08 §3, §4, §6, §7`).

use axum::extract::State;
use people::view::EmployeeFullDto;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, Paging, Path, Query};

use super::span;
use crate::api::rooms::FileShareParams;
use crate::error::Error;
use crate::model::{EntryRef, FileId, FileShare, FolderId};
use crate::service::Files;
use crate::service::sharing::{GroupMember, Invitation};
use crate::view::{EntryDto, FileShareDto, Viewer};

pub(super) fn routes() -> OpenApiRouter<Files> {
    OpenApiRouter::new()
        .routes(routes!(get_file_shares, set_file_shares))
        .routes(routes!(get_folder_shares, set_folder_shares))
        .routes(routes!(set_shares, get_shares, leave))
        .routes(routes!(file_group))
        .routes(routes!(folder_group))
        .routes(routes!(change_owner))
}

/// Longest message to recipients.
const MESSAGE_LIMIT: usize = 255;

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct SecurityInfoSimpleRequestDto {
    /// Whom, and what they get.
    share: Option<Vec<FileShareParams>>,
    /// Write to them.
    notify: bool,
    /// Words for them.
    #[schema(max_length = 255)]
    sharing_message: Option<String>,
}

impl Validate for SecurityInfoSimpleRequestDto {
    fn validate(&self, check: &mut Check) {
        // The contract's model is called so (`peer-suite/folders-operations-sharing §5`).
        check.within(
            "SecurityInfoSimple",
            &Message(self.sharing_message.as_deref()),
        );
    }
}

struct Message<'a>(Option<&'a str>);

impl Validate for Message<'_> {
    fn validate(&self, check: &mut Check) {
        check.max_len("SharingMessage", &self.0, MESSAGE_LIMIT);
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct SecurityInfoRequestDto {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
    /// Whom, and what they get.
    share: Option<Vec<FileShareParams>>,
    /// Write to them.
    notify: bool,
    /// Words for them.
    #[schema(max_length = 255)]
    sharing_message: Option<String>,
}

impl Validate for SecurityInfoRequestDto {
    fn validate(&self, check: &mut Check) {
        check.max_len("SharingMessage", &self.sharing_message, MESSAGE_LIMIT);
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = BaseBatchRequestDto)]
struct Batch {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
}

impl Validate for Batch {}

/// Entries of a request; those of third-party storages do not exist here.
fn entries(folders: Option<Vec<Id>>, files: Option<Vec<Id>>) -> Result<Vec<EntryRef>, Error> {
    let folders = folders
        .unwrap_or_default()
        .into_iter()
        .map(|id| match id.number() {
            Some(id) => Ok(EntryRef::Folder(FolderId(id.into()))),
            None => Err(Error::FOLDER),
        });
    let files = files
        .unwrap_or_default()
        .into_iter()
        .map(|id| match id.number() {
            Some(id) => Ok(EntryRef::File(FileId(id.into()))),
            None => Err(Error::FILE),
        });
    folders.chain(files).collect()
}

fn invitations(share: Option<Vec<FileShareParams>>) -> Vec<Invitation> {
    let list = share.unwrap_or_default().into_iter();
    list.map(|one| Invitation {
        id: one.share_to,
        email: one.email,
        access: one.access,
    })
    .collect()
}

/// Lists who has access to a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/share", operation_id = "getFileSecurityInfo",
    tag = "Files / Sharing", params(("fileId" = i32, Path), Paging),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_file_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    paging: Paging,
) -> wire::Result<Vec<FileShareDto>> {
    let (start, count) = span(paging);
    let (page, total) = files
        .shares(&viewer, FileId(id).into(), start, count)
        .await?;
    Ok(wire::page(page, total))
}

/// Changes who has access to a file.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/share", operation_id = "setFileSecurityInfo",
    tag = "Files / Sharing", params(("fileId" = i32, Path)), request_body = SecurityInfoSimpleRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_file_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(request): Body<SecurityInfoSimpleRequestDto>,
) -> wire::Result<Vec<FileShareDto>> {
    let list = invitations(request.share);
    Ok(wire::list(
        files
            .set_shares(&viewer, vec![FileId(id).into()], list)
            .await?,
    ))
}

/// Lists who has access to a folder.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/share", operation_id = "getFolderSecurityInfo",
    tag = "Files / Sharing", params(("folderId" = i32, Path), Paging),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_folder_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    paging: Paging,
) -> wire::Result<Vec<FileShareDto>> {
    let (start, count) = span(paging);
    let (page, total) = files
        .shares(&viewer, FolderId(id).into(), start, count)
        .await?;
    Ok(wire::page(page, total))
}

/// Changes who has access to a folder.
#[utoipa::path(put, path = "/api/2.0/files/folder/{folderId}/share", operation_id = "setFolderSecurityInfo",
    tag = "Files / Sharing", params(("folderId" = i32, Path)), request_body = SecurityInfoSimpleRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_folder_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(request): Body<SecurityInfoSimpleRequestDto>,
) -> wire::Result<Vec<FileShareDto>> {
    let list = invitations(request.share);
    Ok(wire::list(
        files
            .set_shares(&viewer, vec![FolderId(id).into()], list)
            .await?,
    ))
}

/// Changes who has access to several entries.
#[utoipa::path(put, path = "/api/2.0/files/share", operation_id = "setSecurityInfo", tag = "Files / Sharing",
    request_body = SecurityInfoRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<SecurityInfoRequestDto>,
) -> wire::Result<Vec<FileShareDto>> {
    let entries = entries(request.folder_ids, request.file_ids)?;
    let list = invitations(request.share);
    Ok(wire::list(files.set_shares(&viewer, entries, list).await?))
}

/// Lists who has access to several entries, by whatever folder above them.
#[utoipa::path(post, path = "/api/2.0/files/share", operation_id = "getSecurityInfo", tag = "Files / Sharing",
    request_body = Batch, responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_shares(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(batch): Body<Batch>,
) -> wire::Result<Vec<FileShareDto>> {
    let entries = entries(batch.folder_ids, batch.file_ids)?;
    Ok(wire::list(files.inherited_shares(&viewer, entries).await?))
}

/// Takes entries off the caller's lists.
#[utoipa::path(delete, path = "/api/2.0/files/share", operation_id = "removeSecurityInfo",
    tag = "Files / Sharing", request_body = Batch,
    responses((status = 200, body = Envelope<bool>)))]
async fn leave(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(batch): Body<Batch>,
) -> wire::Result<bool> {
    files
        .leave(&viewer, entries(batch.folder_ids, batch.file_ids)?)
        .await?;
    Ok(wire::ok(true))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct MemberFilter {
    /// Part of a name or address.
    filter_value: Option<String>,
}

impl Validate for MemberFilter {}

/// A member of a group with access.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupMemberSecurityRequestDto)]
struct GroupMemberDto {
    user: EmployeeFullDto,
    group_access: FileShare,
    user_access: Option<FileShare>,
    overridden: bool,
    can_edit_access: bool,
    owner: bool,
}

impl From<GroupMember> for GroupMemberDto {
    fn from(member: GroupMember) -> Self {
        Self {
            user: member.user,
            group_access: member.group_access,
            user_access: member.user_access,
            overridden: member
                .user_access
                .is_some_and(|access| access != member.group_access),
            can_edit_access: member.can_edit_access,
            owner: member.owner,
        }
    }
}

async fn group(
    files: &Files,
    viewer: &Viewer,
    entry: EntryRef,
    group: Uuid,
    paging: Paging,
    filter: MemberFilter,
) -> wire::Result<Vec<GroupMemberDto>> {
    let (start, count) = span(paging);
    let (page, total) = files
        .group_shares(viewer, entry, group, filter.filter_value, start, count)
        .await?;
    Ok(wire::page(
        page.into_iter().map(Into::into).collect(),
        total,
    ))
}

/// Lists members of a group with access to a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/group/{groupId}/share",
    operation_id = "getGroupsMembersWithFileSecurity", tag = "Files / Sharing",
    params(("fileId" = i32, Path), ("groupId" = Uuid, Path), Paging, MemberFilter),
    responses((status = 200, body = Envelope<Vec<GroupMemberDto>>)))]
async fn file_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path((id, of)): Path<(i64, Uuid)>,
    paging: Paging,
    Query(filter): Query<MemberFilter>,
) -> wire::Result<Vec<GroupMemberDto>> {
    group(&files, &viewer, FileId(id).into(), of, paging, filter).await
}

/// Lists members of a group with access to a folder or room.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/group/{groupId}/share",
    operation_id = "getGroupsMembersWithFolderSecurity", tag = "Files / Sharing",
    params(("folderId" = i32, Path), ("groupId" = Uuid, Path), Paging, MemberFilter),
    responses((status = 200, body = Envelope<Vec<GroupMemberDto>>)))]
async fn folder_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path((id, of)): Path<(i64, Uuid)>,
    paging: Paging,
    Query(filter): Query<MemberFilter>,
) -> wire::Result<Vec<GroupMemberDto>> {
    group(&files, &viewer, FolderId(id).into(), of, paging, filter).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChangeOwnerRequestDto {
    /// Rooms.
    folder_ids: Option<Vec<Id>>,
    /// Files, which cannot change hands.
    file_ids: Option<Vec<Id>>,
    /// The new owner.
    user_id: Uuid,
}

impl Validate for ChangeOwnerRequestDto {}

/// Hands rooms over.
#[utoipa::path(post, path = "/api/2.0/files/owner", operation_id = "changeFileOwner", tag = "Files / Sharing",
    request_body = ChangeOwnerRequestDto,
    responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn change_owner(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<ChangeOwnerRequestDto>,
) -> wire::Result<Vec<EntryDto>> {
    let entries = entries(request.folder_ids, request.file_ids)?;
    let changed = files
        .change_owner(&viewer, UserId(request.user_id), entries)
        .await?;
    Ok(wire::streamed(changed))
}
