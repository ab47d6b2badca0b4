//! Other formats of a file (`files/06b §9`, `files/06a §10`).

use axum::extract::State;
use portal::{Caller, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, MaybeBody, Path, Query, Routes, routes};

use super::files::{Title, show};
use super::operations::owner;
use crate::error::Error;
use crate::model::{FileId, FolderId, OperationKind};
use crate::service::conversion::{Conversion, NewConversion};
use crate::service::{Files, NewCopy, Place};
use crate::titles;
use crate::view::{FileDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(check_conversion_status, start_file_conversion))
        .routes(routes!(save_file_as_pdf))
}

/// How a file is to be converted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = CheckConversionRequestDtoInteger)]
struct CheckConversionRequestDto {
    /// The file; the one of the path counts.
    #[serde(rename = "fileId")]
    #[schema(value_type = i32)]
    _file_id: i64,
    /// Answer when it is done.
    sync: bool,
    /// Begin, rather than ask how it goes; yes unless it says no.
    #[schema(value_type = bool)]
    start_convert: Option<bool>,
    /// Version; 0 for the current one.
    #[schema(value_type = i32)]
    version: i64,
    /// Opens a protected file.
    password: Option<String>,
    /// Extension of the result.
    output_type: Option<String>,
    /// A file of the title of the result stays as it is.
    create_new_if_exist: bool,
}

impl Validate for CheckConversionRequestDto {}

/// How a conversion goes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ConversationResultDto {
    /// The operation.
    #[schema(value_type = Option<String>)]
    id: String,
    /// Always a conversion; the capital is the contract's.
    #[serde(rename = "Operation")]
    operation: OperationKind,
    /// 0 to 100.
    progress: i32,
    /// The file that is converted.
    source: Option<String>,
    /// The file that came out.
    #[schema(value_type = wire::Anything)]
    result: Option<FileDto>,
    /// What went wrong; empty when nothing did.
    error: Option<String>,
    /// How many files are done, as text.
    processed: Option<String>,
}

type Conversions = wire::Result<Vec<ConversationResultDto>>;

async fn answer(
    files: &Files,
    viewer: &Viewer,
    id: FileId,
    conversions: Vec<Conversion>,
) -> Conversions {
    let mut list = Vec::with_capacity(conversions.len());
    for conversion in conversions {
        let result = match conversion.made {
            // Who moved or deleted the result meanwhile knows where it is.
            Some(made) => show(files, viewer, made).await.ok(),
            None => None,
        };
        list.push(ConversationResultDto {
            id: conversion.id,
            operation: OperationKind::Convert,
            progress: conversion.percent,
            source: Some(id.0.to_string()),
            processed: Some(u8::from(result.is_some()).to_string()),
            result,
            error: Some(conversion.error),
        });
    }
    Ok(wire::list(list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Start {
    start: bool,
}

impl Validate for Start {}

/// How the conversion of a file goes.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/checkconversion",
    operation_id = "checkConversionStatus", tag = "Files / Operations",
    params(("fileId" = i32, Path), ("start" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<Vec<ConversationResultDto>>)))]
async fn check_conversion_status(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(query): Query<Start>,
) -> Conversions {
    let (id, owner) = (FileId(id), owner(&viewer, &visitor)?);
    if query.start {
        let asked = NewConversion::default();
        files.start_conversion(&viewer, &owner, id, asked).await?;
    }
    let conversions = files.conversions(&viewer, &owner, id).await?;
    answer(&files, &viewer, id, conversions).await
}

/// Converts a file into the format of the editors.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/checkconversion",
    operation_id = "startFileConversion", tag = "Files / Operations",
    params(("fileId" = i32, Path)), request_body = Option<CheckConversionRequestDto>,
    responses((status = 200, body = Envelope<Vec<ConversationResultDto>>)))]
async fn start_file_conversion(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    visitor: Visitor,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<CheckConversionRequestDto>,
) -> Conversions {
    let (id, owner) = (FileId(id), owner(&viewer, &visitor)?);
    let asked = NewConversion {
        version: body.version,
        password: body.password,
        to: body.output_type,
        beside: body.create_new_if_exist,
    };
    let begin = body.start_convert.unwrap_or(true);
    let conversions = if begin && body.sync {
        files.convert_now(&viewer, id, asked).await?
    } else {
        if begin {
            files.start_conversion(&viewer, &owner, id, asked).await?;
        }
        files.conversions(&viewer, &owner, id).await?
    };
    answer(&files, &viewer, id, conversions).await
}

/// Where a PDF of a file goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SaveAsPdfInteger)]
struct SaveAsPdf {
    /// Its folder.
    #[schema(value_type = i32)]
    folder_id: i64,
    /// Its title.
    title: Option<String>,
}

impl Validate for SaveAsPdf {
    fn validate(&self, check: &mut Check) {
        check.within("File", &Title(self.title.as_deref()));
    }
}

/// Saves a file as PDF.
#[utoipa::path(post, path = "/api/2.0/files/file/{id}/saveaspdf",
    operation_id = "saveFileAsPdf", tag = "Files / Files", params(("id" = i32, Path)),
    request_body = SaveAsPdf, responses((status = 200, body = Envelope<FileDto>)))]
async fn save_file_as_pdf(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<SaveAsPdf>,
) -> wire::Result<FileDto> {
    let title = titles::with_extension(body.title.as_deref().unwrap_or_default(), ".pdf");
    let copy = NewCopy {
        title: title.ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?,
        password: None,
        to_form: false,
    };
    let place = Place::Folder(FolderId(body.folder_id));
    let made = files.copy_as(&viewer, FileId(id), place, copy).await?;
    Ok(wire::ok(show(&files, &viewer, made).await?))
}
