//! Filling in PDF forms (`files/06c §1, §7, §8`).

use std::collections::BTreeMap;

use axum::extract::{FromRequestParts as _, Request, State};
use http::header::CONTENT_TYPE;
use people::view::EmployeeFullDto;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::Validate;
use wire::{ApiDate, Body, Envelope, Nothing, Path, Query, Routes, routes};

use crate::error::Error;
use crate::model::{Answer, FileId, FormFillingManageAction, FormRole};
use crate::pdf_form;
use crate::service::Files;
use crate::service::forms::{FillResult, FormData, RoleState, Roles, Submitted};
use crate::upload::Form;
use crate::view::{FileDto, FormFillingStatus, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(start_filling_file))
        .routes(routes!(manage_form_filling))
        .routes(routes!(save_form_role_mapping))
        .routes(routes!(get_all_form_roles))
        .routes(routes!(get_fill_result))
        .routes(routes!(get_form_submissions))
        .routes(routes!(check_fill_form_draft))
        .routes(routes!(submit_form))
}

/// Starts the filling of a form.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/startfilling",
    operation_id = "startFillingFile", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn start_filling_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FileDto> {
    Ok(wire::ok(files.start_filling(&viewer, FileId(id)).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ManageFormFillingDtoInteger)]
struct ManageFormFilling {
    #[schema(value_type = i32)]
    form_id: i64,
    /// What to do with it; to stop it when nothing is said.
    #[serde(default)]
    #[schema(required = false)]
    action: FormFillingManageAction,
}

impl Validate for ManageFormFilling {}

/// Starts, stops or continues the filling of a form, or ends it to change the form.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/manageformfilling",
    operation_id = "manageFormFilling", tag = "Files / Files", params(("fileId" = String, Path)),
    request_body = ManageFormFilling, responses((status = 200, body = Envelope<Nothing>)))]
async fn manage_form_filling(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    _: Path<String>,
    Body(body): Body<ManageFormFilling>,
) -> wire::Result<Nothing> {
    let form = FileId(body.form_id);
    files.manage_filling(&viewer, form, body.action).await?;
    Ok(wire::nothing())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SaveFormRoleMappingDtoInteger)]
struct SaveFormRoleMapping {
    #[schema(value_type = i32)]
    form_id: i64,
    roles: Vec<FormRoleRequest>,
}

impl Validate for SaveFormRoleMapping {}

/// Who is to fill in what.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = FormRole)]
struct FormRoleRequest {
    role_name: String,
    role_color: Option<String>,
    user_id: Uuid,
    /// When its turn is.
    #[schema(value_type = i32)]
    sequence: i64,
    /// What follows is known better here; clients may send back what they read.
    #[schema(value_type = i32)]
    #[serde(rename = "roomId")]
    _room: Option<Value>,
    /// See above.
    #[schema(value_type = bool)]
    #[serde(rename = "submitted")]
    _submitted: Option<Value>,
    /// See above.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(rename = "openedAt")]
    _opened: Option<Value>,
    /// See above.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(rename = "submissionDate")]
    _submission: Option<Value>,
}

impl From<FormRoleRequest> for FormRole {
    fn from(role: FormRoleRequest) -> Self {
        Self {
            name: role.role_name,
            sequence: role.sequence,
            color: role.role_color.unwrap_or_default(),
            user: UserId(role.user_id),
            opened: None,
            submitted: None,
        }
    }
}

/// Starts the filling of a form of a data room by people in turn; without any it begins anew.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/formrolemapping",
    operation_id = "saveFormRoleMapping", tag = "Files / Files", params(("fileId" = String, Path)),
    request_body = SaveFormRoleMapping, responses((status = 200, body = Envelope<Nothing>)))]
async fn save_form_role_mapping(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    _: Path<String>,
    Body(body): Body<SaveFormRoleMapping>,
) -> wire::Result<Nothing> {
    let roles = Roles(body.roles.into_iter().map(FormRole::from).collect());
    let form = FileId(body.form_id);
    files.set_form_roles(&viewer, form, roles).await?;
    Ok(wire::nothing())
}

/// Who fills in what, and how far he is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FormRoleDto {
    role_name: String,
    role_color: String,
    user: Option<EmployeeFullDto>,
    #[schema(value_type = i32)]
    sequence: i64,
    submitted: bool,
    /// Who interrupted the filling.
    stoped_by: Option<EmployeeFullDto>,
    /// When it was opened (0), submitted (1) and interrupted (2).
    history: BTreeMap<u8, ApiDate>,
    role_status: FormFillingStatus,
}

impl From<RoleState> for FormRoleDto {
    fn from(state: RoleState) -> Self {
        let history = state.history.into_iter();
        Self {
            submitted: state.role.submitted.is_some(),
            role_name: state.role.name,
            role_color: state.role.color,
            user: state.user,
            sequence: state.role.sequence,
            stoped_by: state.stopped_by,
            history: history.map(|(key, at)| (key, ApiDate(at))).collect(),
            role_status: state.status,
        }
    }
}

/// Who fills in what of a form, in turn.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/formroles",
    operation_id = "getAllFormRoles", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<FormRoleDto>>)))]
async fn get_all_form_roles(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<FormRoleDto>> {
    let roles = files.form_roles(&viewer, FileId(id)).await?;
    Ok(wire::list(
        roles.into_iter().map(FormRoleDto::from).collect(),
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FillSession {
    filling_session_id: Option<String>,
}

impl Validate for FillSession {}

/// What came of the filling of a form.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FillingFormResultDtoInteger)]
struct FillingFormResultDto {
    #[schema(value_type = i32)]
    form_number: i64,
    completed_form: Option<FileDto>,
    original_form: Option<FileDto>,
    manager: Option<EmployeeFullDto>,
    #[schema(value_type = i32)]
    room_id: i64,
    is_room_member: bool,
}

impl From<FillResult> for FillingFormResultDto {
    fn from(result: FillResult) -> Self {
        Self {
            form_number: result.number,
            completed_form: result.completed,
            original_form: result.original,
            manager: result.manager,
            room_id: result.room.0,
            is_room_member: result.is_member,
        }
    }
}

/// What came of a session in which a form was filled in.
#[utoipa::path(get, path = "/api/2.0/files/file/fillresult",
    operation_id = "getFillResult", tag = "Files / Files",
    params(("fillingSessionId" = Option<String>, Query)),
    security(()), responses((status = 200, body = Envelope<FillingFormResultDto>)))]
async fn get_fill_result(
    State(files): State<Files>,
    viewer: Viewer,
    Query(query): Query<FillSession>,
) -> wire::Result<FillingFormResultDto> {
    let session = query.filling_session_id.unwrap_or_default();
    if session.is_empty() {
        let text = "Value cannot be null. (Parameter 'key')";
        return Err(Error::Argument(text.to_owned()).into());
    }
    let result = files.fill_result(&viewer, session).await?;
    Ok(wire::ok(result.into()))
}

/// A field of a form.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FormMetadata {
    key: String,
    r#type: String,
    format: Option<String>,
    possible_values: Option<Vec<String>>,
}

/// The value of a field.
#[derive(Debug, Serialize, ToSchema)]
struct FormsItemData {
    key: String,
    tag: Option<String>,
    value: String,
    r#type: String,
}

impl From<Answer> for FormsItemData {
    fn from(answer: Answer) -> Self {
        Self {
            key: answer.key,
            tag: None,
            value: answer.value,
            r#type: answer.kind,
        }
    }
}

/// What somebody answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FormResultsDto {
    create_on: ApiDate,
    forms_data: Vec<FormsItemData>,
}

/// What was answered in a form so far.
#[derive(Debug, Serialize, ToSchema)]
struct FormSubmissionsDto {
    metadata: Vec<FormMetadata>,
    submissions: Vec<FormResultsDto>,
}

impl From<FormData> for FormSubmissionsDto {
    fn from(data: FormData) -> Self {
        let metadata = data.fields.into_iter().map(|field| FormMetadata {
            key: field.key,
            r#type: field.kind,
            format: None,
            possible_values: None,
        });
        let submissions = data.submissions.into_iter().map(|one| FormResultsDto {
            create_on: ApiDate(one.submitted),
            forms_data: one.answers.into_iter().map(FormsItemData::from).collect(),
        });
        Self {
            metadata: metadata.collect(),
            submissions: submissions.collect(),
        }
    }
}

/// What was answered in a form so far.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/submissions",
    operation_id = "getFormSubmissions", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<FormSubmissionsDto>)))]
async fn get_form_submissions(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FormSubmissionsDto> {
    let data = files.form_data(&viewer, FileId(id)).await?;
    Ok(wire::ok(data.into()))
}

/// How a form is to be opened; a copy opens as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct CheckFillFormDraft {
    #[schema(value_type = i32, required = true)]
    version: i64,
    action: Option<String>,
    request_view: bool,
    request_embedded: bool,
}

impl Validate for CheckFillFormDraft {}

/// Where the caller's own copy of a form is opened.
#[utoipa::path(post, path = "/api/2.0/files/masterform/{fileId}/checkfillformdraft",
    operation_id = "checkFillFormDraft", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = CheckFillFormDraft, security(()), responses((status = 200, body = Envelope<String>)))]
async fn check_fill_form_draft(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    _: Body<CheckFillFormDraft>,
) -> wire::Result<String> {
    let draft = files.form_draft(&viewer, FileId(id)).await?;
    let path = format!("{}/doceditor?fileid={}", viewer.base, draft.id);
    Ok(wire::ok(path))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SubmitQuery {
    filling_session_id: Option<String>,
}

impl Validate for SubmitQuery {}

/// A filled form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct FilledForm {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: Option<String>,
}

/// What became of a form that was handed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SubmittedFormDto {
    /// The form.
    #[schema(value_type = i32)]
    form_id: i64,
    /// Number of the finished copy; absent in data rooms.
    #[schema(value_type = Option<i32>)]
    form_number: Option<i64>,
    /// By which `fillresult` tells what came of it.
    filling_session_id: Option<String>,
    /// Nobody has anything left to fill in.
    complete: bool,
}

impl From<Submitted> for SubmittedFormDto {
    fn from(submitted: Submitted) -> Self {
        Self {
            form_id: submitted.form.0,
            form_number: submitted.number,
            filling_session_id: submitted.session,
            complete: submitted.complete,
        }
    }
}

/// Hands in a form: the caller's copy as he saved it last, or the file that comes with the request. This product's own
/// editor of forms uses it; others submit through their saving.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/submitform",
    operation_id = "submitForm", tag = "Files / Files",
    params(("fileId" = i32, Path), ("fillingSessionId" = Option<String>, Query)),
    request_body(content = FilledForm, content_type = "multipart/form-data"),
    security(()), responses((status = 200, body = Envelope<SubmittedFormDto>)))]
async fn submit_form(
    State(files): State<Files>,
    request: Request,
) -> wire::Result<SubmittedFormDto> {
    let (mut parts, body) = request.into_parts();
    let viewer = Viewer::from_request_parts(&mut parts, &files).await?;
    let Path(id) = Path::<i64>::from_request_parts(&mut parts, &files).await?;
    let Query(query) = Query::<SubmitQuery>::from_request_parts(&mut parts, &files).await?;
    let kind = parts.headers.get(CONTENT_TYPE);
    let brings = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let received = if brings {
        let request = Request::from_parts(parts, body);
        let mut form = Form::read(
            request,
            &files.blobs().of(viewer.portal.0),
            pdf_form::LARGEST,
        )
        .await?;
        Some(form.file()?.received)
    } else {
        None
    };
    let session = query.filling_session_id;
    let submitted = files
        .submit_form(&viewer, FileId(id), received, session)
        .await?;
    Ok(wire::ok(submitted.into()))
}
