//! What new documents begin with (`files/07 §2`).

use axum::extract::{Request, State};
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Id, Query, Routes, routes};

use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId};
use crate::service::Files;
use crate::service::default_templates::{Beginning, KINDS};
use crate::upload::Form;
use crate::view::{Links, Viewer};

/// Largest upload, in bytes.
const LIMIT: u64 = 100 << 20;

pub(super) fn routes() -> Routes<Files> {
    Routes::new().routes(routes!(
        get_templates,
        set_template,
        upload_template,
        reset_template
    ))
}

/// What new documents begin with.
#[derive(Debug, Serialize, ToSchema)]
struct DefaultTemplateSettingsDto {
    /// One for each kind of document.
    #[schema(nullable)]
    items: Vec<DefaultTemplateItemDto>,
}

/// What new documents of a kind begin with; a blank page where no file is named.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DefaultTemplateItemDto {
    /// The copy that is kept.
    #[schema(value_type = Option<i32>)]
    selected_file: Option<i64>,
    /// The kind.
    #[schema(nullable)]
    file_extension: &'static str,
    /// Title of the chosen file.
    file_title: Option<String>,
    /// When it was chosen.
    last_modified: Option<ApiDate>,
    /// Bytes.
    file_size: Option<i64>,
    /// Where it is downloaded.
    view_url: Option<String>,
}

type Templates = wire::Result<DefaultTemplateSettingsDto>;

fn answer(chosen: &[File], viewer: &Viewer) -> Templates {
    let links = Links {
        base: &viewer.base,
        key: None,
    };
    let items = KINDS.map(|kind| {
        let file = chosen
            .iter()
            .find(|file| formats::extension(&file.title) == kind);
        DefaultTemplateItemDto {
            selected_file: file.map(|file| file.id.0),
            file_extension: kind,
            file_title: file.map(|file| file.title.clone()),
            last_modified: file.map(|file| ApiDate(file.version.saved)),
            file_size: file.map(|file| file.version.size),
            view_url: file.map(|file| links.download(file)),
        }
    });
    Ok(wire::ok(DefaultTemplateSettingsDto {
        items: items.into(),
    }))
}

/// Shows what new documents begin with.
#[utoipa::path(get, path = "/api/2.0/files/settings/defaulttemplate", operation_id = "getDefaultTemplates",
    tag = "Files / Settings", responses((status = 200, body = Envelope<DefaultTemplateSettingsDto>)))]
async fn get_templates(State(files): State<Files>, _: Caller, viewer: Viewer) -> Templates {
    answer(&files.default_templates(&viewer).await?, &viewer)
}

/// A file for new documents to begin with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DefaultTemplateSettingsRequestDto {
    /// The file.
    selected_file: Option<Id>,
    /// The kind.
    #[schema(nullable)]
    file_extension: Option<String>,
}

impl Validate for DefaultTemplateSettingsRequestDto {
    fn validate(&self, check: &mut Check) {
        check.required("FileExtension", &self.file_extension);
    }
}

/// Lets new documents begin with a file.
#[utoipa::path(put, path = "/api/2.0/files/settings/defaulttemplate", operation_id = "setDefaultTemplate",
    tag = "Files / Settings", request_body = DefaultTemplateSettingsRequestDto,
    responses((status = 200, body = Envelope<DefaultTemplateSettingsDto>)))]
async fn set_template(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<DefaultTemplateSettingsRequestDto>,
) -> Templates {
    let file = request.selected_file.as_ref().and_then(Id::number);
    let file = file.ok_or(Error::FILE)?;
    let beginning = Beginning::File(FileId(file.into()));
    let extension = request.file_extension.unwrap_or_default();
    let chosen = files.set_default_template(&viewer, extension, beginning);
    answer(&chosen.await?, &viewer)
}

/// A kind of document.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Kind {
    file_extension: String,
}

impl Validate for Kind {}

/// A file to upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct DefaultTemplateForm {
    /// The file.
    #[schema(rename = "File", format = Binary)]
    file: String,
}

/// Lets new documents begin with an upload.
#[utoipa::path(post, path = "/api/2.0/files/settings/defaulttemplate", operation_id = "uploadDefaultTemplate",
    tag = "Files / Settings", params(("FileExtension" = String, Query)),
    request_body(content = DefaultTemplateForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<DefaultTemplateSettingsDto>)))]
async fn upload_template(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(kind): Query<Kind>,
    request: Request,
) -> Templates {
    files.require_default_templates(&viewer)?;
    let mut form = Form::read(request, &files.blobs().of(viewer.portal.0), LIMIT).await?;
    let part = form.files.pop();
    let part = part.ok_or_else(|| Error::Argument("No input files".to_owned()))?;
    let beginning = Beginning::Upload(part.file_name, part.received);
    let chosen = files.set_default_template(&viewer, kind.file_extension, beginning);
    answer(&chosen.await?, &viewer)
}

/// A kind of document.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DefaultTemplateSettingsResetRequestDto {
    /// The kind.
    #[schema(nullable)]
    file_extension: Option<String>,
}

impl Validate for DefaultTemplateSettingsResetRequestDto {
    fn validate(&self, check: &mut Check) {
        check.required("FileExtension", &self.file_extension);
    }
}

/// Lets new documents begin with a blank page again.
#[utoipa::path(delete, path = "/api/2.0/files/settings/defaulttemplate", operation_id = "resetDefaultTemplate",
    tag = "Files / Settings", request_body = DefaultTemplateSettingsResetRequestDto,
    responses((status = 200, body = Envelope<DefaultTemplateSettingsDto>)))]
async fn reset_template(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<DefaultTemplateSettingsResetRequestDto>,
) -> Templates {
    let extension = request.file_extension.unwrap_or_default();
    let chosen = files.set_default_template(&viewer, extension, Beginning::Blank);
    answer(&chosen.await?, &viewer)
}
