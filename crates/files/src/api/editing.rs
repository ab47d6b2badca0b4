//! Opening files in editors, and editors that say who works on what (`files/06c §1, §2, §4`).

use axum::extract::State;
use portal::brand::{KINDS, Kind as LogoKind, Tone};
use portal::{Caller, Here, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Path, Query, Routes, routes};

use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId, FileType, FilterType, FolderId};
use crate::service::forms::Starting;
use crate::service::sharing::ShortAccess;
use crate::service::watermark::Drawing;
use crate::service::{
    Files, FullScope, Opening, OpeningWish, Recent, ReferenceWish, Surroundings, Tab, instance_id,
    person,
};
use crate::view::editor::{
    AnonymousConfigDto, CoEditingConfig, CoEditingConfigMode, ConfigurationDto, CustomerConfigDto,
    CustomizationConfigDto, DocumentConfigDto, EditorConfigurationDto, EditorType, EmbeddedConfig,
    FileReference, FileReferenceData, GobackConfig, InfoConfigDto, LogoConfigDto, Options,
    Paragraph, PermissionsConfig, PluginsConfig, QuotaScope, RecentConfig, ReviewConfig, Run,
    StartFillingForm, StartFillingMode, SubmitForm, UserConfig, WatermarkOnDraw,
};
use crate::view::{Links, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(open_edit_file))
        .routes(routes!(start_edit_file))
        .routes(routes!(track_edit_file))
        .routes(routes!(get_reference_data))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct OpenEdit {
    version: i64,
    view: bool,
    editor_type: EditorType,
    edit: bool,
    fill: bool,
}

impl Validate for OpenEdit {}

/// What an editor needs to open a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/openedit",
    operation_id = "openEditFile", tag = "Files / Files",
    params(("fileId" = i32, Path), ("version" = Option<i32>, Query), ("view" = Option<bool>, Query),
        ("editorType" = Option<EditorType>, Query), ("edit" = Option<bool>, Query), ("fill" = Option<bool>, Query)),
    security(()), responses((status = 200, body = Envelope<ConfigurationDto>)))]
async fn open_edit_file(
    State(files): State<Files>,
    here: Here,
    visitor: Visitor,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<OpenEdit>,
) -> wire::Result<ConfigurationDto> {
    let wish = OpeningWish {
        version: query.version,
        view: query.view,
        edit: query.edit,
        fill: query.fill,
    };
    let opening = files.opening(&viewer, FileId(id), wish).await?;
    let file = opening.seen.entry.clone();
    let language = visitor.caller.and_then(|caller| caller.culture);
    let language = language.unwrap_or_else(|| here.language.clone());
    let mut told = configuration(&files, &viewer, opening, query.editor_type, language).await?;
    hand_over(&files, &viewer, &file, &mut told).await?;
    Ok(wire::ok(told))
}

/// Has the portal's document server open the file, if there is one. What is shown with a watermark or may not leave,
/// and forms, which have a life of their own, stay with this product's editors.
async fn hand_over(
    files: &Files,
    viewer: &Viewer,
    file: &File,
    told: &mut ConfigurationDto,
) -> Result<(), Error> {
    let Some(editors) = files.foreign().filter(|_| !told.document.is_form) else {
        return Ok(());
    };
    let Some(url) = &mut told.document.url else {
        return Ok(());
    };
    let Some(foreign) = editors.open(viewer, file).await? else {
        return Ok(());
    };
    if let Some(path) = url.strip_prefix(&viewer.base) {
        *url = format!("{}{path}", foreign.base);
    }
    told.editor_url = format!("{}?shardkey={}", foreign.script, foreign.key);
    told.document.key = foreign.key;
    if told.editor_config.mode_write {
        told.editor_config.callback_url = Some(foreign.callback);
    }
    told.token = files.signed(viewer, &*told).await?;
    Ok(())
}

/// Everything an editor is told.
async fn configuration(
    files: &Files,
    viewer: &Viewer,
    opening: Opening,
    editor: EditorType,
    lang: String,
) -> Result<ConfigurationDto, Error> {
    let version = if opening.is_last {
        0
    } else {
        opening.seen.entry.version.number
    };
    let file = files
        .file_at(viewer, opening.seen.entry.id, version)
        .await?;
    let (me, owner) = (viewer.user(), opening.seen.entry.created_by);
    let who = viewer.clone();
    let (me, owner) = files
        .db()
        .read(move |tx| Ok::<_, Error>((person(tx, &who, me)?, person(tx, &who, owner)?)))
        .await?;
    let shown = files.surroundings(viewer, &opening).await?;
    let customization = around(viewer, &opening, &shown);
    let before = shown.recent.map(|all| all.into_iter());
    let before = before.map(|all| all.map(|one| recent(viewer, one)).collect());
    let form = opening.form.clone();
    let role = form.as_ref().and_then(|form| form.role.clone());
    let user = me.map(|person| {
        let short = people::view::short(&person, &viewer.base);
        UserConfig {
            id: short.id,
            name: short.display_name,
            image: short.avatar_small.into_owned(),
            roles: role.map(|role| vec![role]),
            customer_id: portal::quota::customer(viewer.portal),
        }
    });
    let is_visitor = !viewer.caller.is_authenticated();
    let owner = owner.filter(|_| !is_visitor);
    Ok(ConfigurationDto {
        document_type: kind(&opening.seen.entry),
        editor_config: EditorConfigurationDto {
            callback_url: None,
            co_editing: (is_visitor && !opening.for_change).then_some(CoEditingConfig {
                change: false,
                fast: false,
                mode: CoEditingConfigMode::Strict,
            }),
            create_url: None,
            customization,
            embedded: (editor == EditorType::Embedded).then(|| EmbeddedConfig {
                embed_url: file.web_url.clone(),
                save_url: opening.can.download.then(|| file.view_url.clone()),
                share_link_param: viewer
                    .link
                    .as_ref()
                    .map(|link| format!("share={}", link.key)),
                share_url: file.web_url.clone(),
                toolbar_docked: "top",
            }),
            encryption_keys: None,
            lang,
            mode: if opening.for_change { "edit" } else { "view" },
            mode_write: opening.for_change,
            plugins: PluginsConfig::default(),
            recent: before,
            templates: [],
            user,
        },
        editor_type: editor,
        editor_url: String::new(),
        token: None,
        r#type: match editor {
            EditorType::Desktop => "desktop",
            EditorType::Mobile => "mobile",
            EditorType::Embedded => "embedded",
        },
        error_message: opening.refusal.map(str::to_owned),
        start_filling: form.as_ref().and_then(|form| form.start).map(|_| true),
        filling_status: form
            .as_ref()
            .is_some_and(|form| form.shows_status)
            .then_some(true),
        start_filling_mode: match form.as_ref().and_then(|form| form.start) {
            Some(Starting::Share) => StartFillingMode::ShareToFillOut,
            Some(Starting::Roles) => StartFillingMode::StartFilling,
            Some(Starting::Room) => StartFillingMode::StartFillingFormRoom,
            None => StartFillingMode::None,
        },
        filling_session_id: form.and_then(|form| form.session),
        quota_exceeded_scope: opening.full.map(|full| match full {
            FullScope::Portal => QuotaScope::Tenant,
            FullScope::Room => QuotaScope::Room,
            FullScope::Person => QuotaScope::User,
        }),
        generation_tool_call_state: None,
        document: {
            let mut info = info(viewer, &opening, editor, shown.access);
            info.owner = owner.map(|one| one.display_name());
            document(files, viewer, opening, info, shown.drawing.map(options))
        },
        file,
    })
}

fn document(
    files: &Files,
    viewer: &Viewer,
    opening: Opening,
    info: InfoConfigDto,
    options: Option<Options>,
) -> DocumentConfigDto {
    let can = opening.can;
    let reference_data = reference(files, viewer, opening.reference.text(), opening.room);
    let file = opening.seen.entry;
    DocumentConfigDto {
        file_type: plain_extension(&file),
        info,
        // The name says the contrary (files/06c §10).
        is_linked_for_me: !opening.form.is_some_and(|form| form.is_copy),
        key: opening.key,
        permissions: PermissionsConfig {
            comment: can.comment,
            chat: can.chat,
            download: can.download,
            edit: can.edit,
            fill_forms: can.fill,
            modify_filter: can.modify_filter,
            protect: can.protect,
            print: can.take,
            review: can.review,
            copy: can.take,
        },
        shared_link_param: viewer.link.as_ref().map(|_| "share"),
        shared_link_key: viewer.link.as_ref().map(|link| link.key.clone()),
        reference_data,
        url: opening.plain.then(|| files.stream_url(viewer, &file)),
        is_form: file.category == FilterType::PdfForm,
        title: file.title,
        options,
    }
}

/// What is shown beside a document; its owner is not known here.
fn info(
    viewer: &Viewer,
    opening: &Opening,
    editor: EditorType,
    access: Option<Vec<ShortAccess>>,
) -> InfoConfigDto {
    InfoConfigDto {
        favorite: viewer.caller.is_authenticated().then_some(opening.favorite),
        folder: opening.path.join(" / "),
        owner: None,
        sharing_settings: access.map(|all| all.into_iter().map(Into::into).collect()),
        r#type: editor,
        uploaded: wire::ApiDate(opening.seen.entry.created).to_string(),
    }
}

/// What is written over the pages, for an editor that draws them.
fn options(drawing: Drawing) -> Options {
    /// Pixels are 1/96 inch.
    const PER_PIXEL: f64 = 25.4 / 96.0;
    /// Words without a picture take so much of a page, in millimetres.
    const WORDS: (f64, f64) = (150.0, 100.0);
    const GREY: [i32; 3] = [182, 182, 182];
    let Drawing { mark, picture } = drawing;
    let sides = mark.picture.filter(|sides| sides.width > 0);
    let (width, height) = sides.map_or(WORDS, |sides| {
        let of = |side: u32| f64::from(side) * PER_PIXEL;
        (of(sides.width), of(sides.height))
    });
    let line = |text| Paragraph {
        align: 2,
        runs: vec![Run {
            fill: GREY,
            text,
            font_size: "26",
        }],
    };
    Options {
        watermark_on_draw: WatermarkOnDraw {
            width,
            height,
            margins: [10; 4],
            fill: picture,
            rotate: mark.rotate,
            transparent: 0.4,
            paragraphs: mark.lines.into_iter().map(line).collect(),
        },
    }
}

fn recent(viewer: &Viewer, recent: Recent) -> RecentConfig {
    let links = Links {
        base: &viewer.base,
        key: None,
    };
    let extension = formats::extension(&recent.file.title);
    RecentConfig {
        url: links.open(&recent.file, &viewer.can(&extension, false)),
        title: recent.file.title,
        folder: recent.folder,
    }
}

/// Who offers the product, with the logos of its pages.
fn customer(viewer: &Viewer, around: &Surroundings) -> CustomerConfigDto {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let [_, _, _, _, _, _, about, ..] = KINDS;
    let logo = |tone| around.logos.address(&viewer.base, about, tone);
    let company = &around.company;
    CustomerConfigDto {
        address: given(&company.address),
        logo: logo(Tone::Light),
        logo_dark: logo(Tone::Dark),
        mail: given(&company.email),
        name: given(&company.company_name),
        www: given(&company.site),
    }
}

/// The logo of the kind of editor that shows the file.
fn logo(viewer: &Viewer, file: &File, around: &Surroundings) -> LogoConfigDto {
    let name = match kind(file) {
        "cell" => "SpreadsheetEditor",
        "slide" => "PresentationEditor",
        "pdf" => "PdfEditor",
        "diagram" => "DiagramEditor",
        _ => "DocsEditor",
    };
    let address = |name: &str, tone| {
        let kind = LogoKind::of(name);
        kind.map(|kind| around.logos.address(&viewer.base, kind, tone))
            .unwrap_or_default()
    };
    LogoConfigDto {
        image: address(name, Tone::Light),
        image_dark: address(name, Tone::Dark),
        image_light: address(name, Tone::Light),
        image_embedded: address(&format!("{name}Embed"), Tone::Light),
        url: viewer.base.clone(),
        visible: true,
    }
}

fn around(viewer: &Viewer, opening: &Opening, shown: &Surroundings) -> CustomizationConfigDto {
    let folder = opening.seen.entry.folder.0;
    let back = match opening.room {
        Some((room, _)) => format!("{}/rooms/{}?folder={folder}", viewer.base, room.0),
        None => format!("{}/documents/{folder}", viewer.base),
    };
    CustomizationConfigDto {
        about: true,
        customer: customer(viewer, shown),
        feedback: None,
        logo: logo(viewer, &opening.seen.entry, shown),
        anonymous: AnonymousConfigDto {
            request: opening.can.chat,
        },
        forcesave: Some(true),
        goback: viewer
            .caller
            .is_authenticated()
            .then_some(GobackConfig { url: back }),
        review: (!opening.for_change).then_some(ReviewConfig {
            review_display: "markup",
        }),
        mention_share: viewer.caller.is_authenticated(),
        submit_form: SubmitForm {
            visible: opening.can.fill,
            result_message: String::new(),
        },
        start_filling_form: opening
            .form
            .as_ref()
            .and_then(|form| form.start)
            .map(|start| StartFillingForm {
                text: match start {
                    Starting::Share => "Share to fill out",
                    Starting::Roles | Starting::Room => "Start filling",
                }
                .to_owned(),
            }),
    }
}

fn reference(
    files: &Files,
    viewer: &Viewer,
    file_key: String,
    room: Option<(FolderId, bool)>,
) -> FileReferenceData {
    FileReferenceData {
        file_key,
        instance_id: instance_id(files.portals().installation(), viewer),
        room_id: room.map(|(id, _)| id.0.to_string()),
        can_edit_room: room.is_some_and(|(_, edits)| edits),
    }
}

/// The kind of editor that shows a file.
fn kind(file: &File) -> &'static str {
    match formats::file_type(&formats::extension(&file.title)) {
        FileType::Spreadsheet => "cell",
        FileType::Presentation => "slide",
        FileType::Pdf => "pdf",
        FileType::Diagram => "diagram",
        _ => "word",
    }
}

fn plain_extension(file: &File) -> String {
    let extension = formats::extension(&file.title);
    extension.trim_start_matches('.').to_owned()
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct StartEdit {
    /// Nobody else may edit meanwhile.
    editing_alone: bool,
}

impl Validate for StartEdit {}

/// Opens a file for editing and answers the key of its document.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/startedit",
    operation_id = "startEditFile", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = StartEdit, security(()), responses((status = 200, body = Envelope<String>)))]
async fn start_edit_file(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<StartEdit>,
) -> wire::Result<String> {
    let key = files.start_editing(&viewer, FileId(id), body.editing_alone);
    Ok(wire::ok(key.await?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TrackEdit {
    tab_id: String,
    doc_key_for_track: String,
    is_finish: bool,
}

impl Validate for TrackEdit {}

/// Whether the tab is still heard of.
#[derive(Debug, Serialize, ToSchema)]
struct KeyValuePairBooleanString {
    key: bool,
    value: Option<String>,
}

/// Hears of a tab that has a file open in an editor.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/trackeditfile",
    operation_id = "trackEditFile", tag = "Files / Files",
    params(("fileId" = i32, Path), ("tabId" = Option<String>, Query),
        ("docKeyForTrack" = Option<String>, Query), ("isFinish" = Option<bool>, Query)),
    security(()), responses((status = 200, body = Envelope<KeyValuePairBooleanString>)))]
async fn track_edit_file(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<TrackEdit>,
) -> wire::Result<KeyValuePairBooleanString> {
    let tab = Tab {
        name: query.tab_id,
        key: query.doc_key_for_track,
        closes: query.is_finish,
    };
    files.track(&viewer, FileId(id), tab).await?;
    Ok(wire::ok(KeyValuePairBooleanString {
        key: true,
        value: Some(String::new()),
    }))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = GetReferenceDataDtoInteger)]
struct GetReferenceData {
    file_key: Option<String>,
    instance_id: Option<String>,
    /// The document that wants the data.
    #[schema(value_type = Option<i32>)]
    source_file_id: Option<i64>,
    /// Title of a document beside it.
    path: Option<String>,
    /// Address of a document.
    link: Option<String>,
}

impl Validate for GetReferenceData {}

/// Finds the document that another one takes data from.
#[utoipa::path(post, path = "/api/2.0/files/file/referencedata",
    operation_id = "getReferenceData", tag = "Files / Files",
    request_body = GetReferenceData, responses((status = 200, body = Envelope<FileReference>)))]
async fn get_reference_data(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<GetReferenceData>,
) -> wire::Result<FileReference> {
    let wish = ReferenceWish {
        key: body.file_key,
        instance: body.instance_id,
        source: body.source_file_id.map(FileId),
        path: body.path,
        link: body.link,
    };
    let Some(found) = files.referred(&viewer, wish).await? else {
        return Ok(wire::ok(FileReference {
            error: Some("The required file was not found"),
            ..FileReference::default()
        }));
    };
    let file = &found.seen.entry;
    let plain = files.presigned(&viewer, file.id).await;
    let links = Links {
        base: &viewer.base,
        key: None,
    };
    let extension = formats::extension(&file.title);
    Ok(wire::ok(FileReference {
        error: None,
        path: Some(file.title.clone()),
        url: match plain {
            Ok(file) => Some(files.stream_url(&viewer, &file)),
            Err(Error::Denied) => None,
            Err(other) => return Err(other.into()),
        },
        file_type: Some(plain_extension(file)),
        key: Some(files.key_of(file).await?),
        link: Some(links.open(file, &viewer.can(&extension, false))),
        token: None,
        reference_data: Some(reference(
            &files,
            &viewer,
            found.reference.text(),
            found.room,
        )),
    }))
}
