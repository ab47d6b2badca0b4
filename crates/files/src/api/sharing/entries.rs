//! Access of people and groups to files and folders (`files/08 §3, §4, §6, §7`).

use axum::RequestPartsExt as _;
use axum::extract::FromRequestParts;
use http::request::Parts;
use people::view::EmployeeFullDto;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, Paging, Path, Query, Routes, routes};

use super::span;
use crate::api::batch::BaseBatchRequestDto;
use crate::api::rooms::FileShareParams;
use crate::error::Error;
use crate::model::{EntryRef, FileId, FileShare, FolderId};
use crate::service::Files;
use crate::service::sharing::{GroupMember, Invitation, Notice};
use crate::view::{EntryDto, FileShareDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
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

/// The letter a request wants written.
fn notice(wanted: bool, words: Option<String>) -> Option<Notice> {
    wanted.then_some(Notice { words })
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

type Shares = wire::Result<Vec<FileShareDto>>;

/// A request of somebody signed in about the access of others.
struct Sharing {
    files: Files,
    viewer: Viewer,
}

impl FromRequestParts<Files> for Sharing {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, files: &Files) -> Result<Self, wire::Error> {
        parts.extract::<Caller>().await?;
        Ok(Self {
            files: files.clone(),
            viewer: parts.extract_with_state::<Viewer, _>(files).await?,
        })
    }
}

impl Sharing {
    async fn page(&self, entry: EntryRef, paging: Paging) -> Shares {
        let (start, count) = span(paging);
        let page = self.files.shares(&self.viewer, entry, start, count);
        let (page, total) = page.await?;
        Ok(wire::page(page, total))
    }

    async fn set(
        &self,
        entries: Vec<EntryRef>,
        share: Option<Vec<FileShareParams>>,
        notice: Option<Notice>,
    ) -> Shares {
        let list = invitations(share);
        let shares = self.files.set_shares(&self.viewer, entries, list, notice);
        Ok(wire::list(shares.await?))
    }

    async fn group(
        &self,
        entry: EntryRef,
        group: Uuid,
        paging: Paging,
        filter: MemberFilter,
    ) -> wire::Result<Vec<GroupMemberDto>> {
        let (start, count) = span(paging);
        let words = filter.filter_value;
        let page = self
            .files
            .group_shares(&self.viewer, entry, group, words, start, count);
        let (page, total) = page.await?;
        let members = page.into_iter().map(Into::into).collect();
        Ok(wire::page(members, total))
    }
}

/// Lists who has access to a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/share", operation_id = "getFileSecurityInfo",
    tag = "Files / Sharing", params(("fileId" = i32, Path), Paging),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_file_shares(sharing: Sharing, Path(id): Path<i64>, paging: Paging) -> Shares {
    sharing.page(FileId(id).into(), paging).await
}

/// Changes who has access to a file.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/share", operation_id = "setFileSecurityInfo",
    tag = "Files / Sharing", params(("fileId" = i32, Path)), request_body = SecurityInfoSimpleRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_file_shares(
    sharing: Sharing,
    Path(id): Path<i64>,
    Body(request): Body<SecurityInfoSimpleRequestDto>,
) -> Shares {
    let notice = notice(request.notify, request.sharing_message);
    sharing
        .set(vec![FileId(id).into()], request.share, notice)
        .await
}

/// Lists who has access to a folder.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/share", operation_id = "getFolderSecurityInfo",
    tag = "Files / Sharing", params(("folderId" = i32, Path), Paging),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_folder_shares(sharing: Sharing, Path(id): Path<i64>, paging: Paging) -> Shares {
    sharing.page(FolderId(id).into(), paging).await
}

/// Changes who has access to a folder.
#[utoipa::path(put, path = "/api/2.0/files/folder/{folderId}/share", operation_id = "setFolderSecurityInfo",
    tag = "Files / Sharing", params(("folderId" = i32, Path)), request_body = SecurityInfoSimpleRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_folder_shares(
    sharing: Sharing,
    Path(id): Path<i64>,
    Body(request): Body<SecurityInfoSimpleRequestDto>,
) -> Shares {
    let notice = notice(request.notify, request.sharing_message);
    sharing
        .set(vec![FolderId(id).into()], request.share, notice)
        .await
}

/// Changes who has access to several entries.
#[utoipa::path(put, path = "/api/2.0/files/share", operation_id = "setSecurityInfo", tag = "Files / Sharing",
    request_body = SecurityInfoRequestDto,
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn set_shares(sharing: Sharing, Body(request): Body<SecurityInfoRequestDto>) -> Shares {
    let entries = entries(request.folder_ids, request.file_ids)?;
    let notice = notice(request.notify, request.sharing_message);
    sharing.set(entries, request.share, notice).await
}

/// Lists who has access to several entries, by whatever folder above them.
#[utoipa::path(post, path = "/api/2.0/files/share", operation_id = "getSecurityInfo", tag = "Files / Sharing",
    request_body = BaseBatchRequestDto, responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn get_shares(sharing: Sharing, Body(batch): Body<BaseBatchRequestDto>) -> Shares {
    let entries = entries(batch.folder_ids, batch.file_ids)?;
    let shares = sharing.files.inherited_shares(&sharing.viewer, entries);
    Ok(wire::list(shares.await?))
}

/// Takes entries off the caller's lists.
#[utoipa::path(delete, path = "/api/2.0/files/share", operation_id = "removeSecurityInfo",
    tag = "Files / Sharing", request_body = BaseBatchRequestDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn leave(sharing: Sharing, Body(batch): Body<BaseBatchRequestDto>) -> wire::Result<bool> {
    let entries = entries(batch.folder_ids, batch.file_ids)?;
    sharing.files.leave(&sharing.viewer, entries).await?;
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

/// Lists members of a group with access to a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/group/{groupId}/share",
    operation_id = "getGroupsMembersWithFileSecurity", tag = "Files / Sharing",
    params(("fileId" = i32, Path), ("groupId" = Uuid, Path), Paging, MemberFilter),
    responses((status = 200, body = Envelope<Vec<GroupMemberDto>>)))]
async fn file_group(
    sharing: Sharing,
    Path((id, group)): Path<(i64, Uuid)>,
    paging: Paging,
    Query(filter): Query<MemberFilter>,
) -> wire::Result<Vec<GroupMemberDto>> {
    sharing
        .group(FileId(id).into(), group, paging, filter)
        .await
}

/// Lists members of a group with access to a folder or room.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/group/{groupId}/share",
    operation_id = "getGroupsMembersWithFolderSecurity", tag = "Files / Sharing",
    params(("folderId" = i32, Path), ("groupId" = Uuid, Path), Paging, MemberFilter),
    responses((status = 200, body = Envelope<Vec<GroupMemberDto>>)))]
async fn folder_group(
    sharing: Sharing,
    Path((id, group)): Path<(i64, Uuid)>,
    paging: Paging,
    Query(filter): Query<MemberFilter>,
) -> wire::Result<Vec<GroupMemberDto>> {
    sharing
        .group(FolderId(id).into(), group, paging, filter)
        .await
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
    sharing: Sharing,
    Body(request): Body<ChangeOwnerRequestDto>,
) -> wire::Result<Vec<EntryDto>> {
    let entries = entries(request.folder_ids, request.file_ids)?;
    let (viewer, next) = (&sharing.viewer, UserId(request.user_id));
    let changed = sharing.files.change_owner(viewer, next, entries);
    Ok(wire::streamed(changed.await?))
}
