//! What an editor is told of a file it opens (`files/06c §2`). Members that belong to an editor outside of this product
//! are absent while there is none.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::wire_enum;

use super::dto::FileDto;
use crate::service::sharing::ShortAccess;

wire_enum! {
    /// Where an editor is shown.
    #[derive(Default)]
    pub enum EditorType: number {
        /// On a whole page.
        #[default]
        Desktop = 0,
        /// On a phone.
        Mobile = 1,
        /// Inside of another page.
        Embedded = 2,
    }
}

wire_enum! {
    /// What is full.
    pub enum QuotaScope: number {
        /// The portal.
        Tenant = 0,
        /// The room.
        Room = 1,
        /// The person's documents.
        User = 2,
    }
}

wire_enum! {
    /// How the filling of a form can be started.
    pub enum StartFillingMode: number {
        /// Not at all.
        None = 0,
        /// By sharing it.
        ShareToFillOut = 1,
        /// With roles.
        StartFilling = 2,
        /// In a form filling room.
        StartFillingFormRoom = 3,
    }
}

wire_enum! {
    /// How changes of others arrive.
    pub enum CoEditingConfigMode: number {
        /// At once.
        Fast = 0,
        /// When they are saved.
        Strict = 1,
    }
}

/// What an editor needs to open a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfigurationDtoInteger)]
pub struct ConfigurationDto {
    /// The document.
    pub document: DocumentConfigDto,
    /// word, cell, slide, pdf or diagram.
    pub document_type: &'static str,
    /// The editor.
    pub editor_config: EditorConfigurationDto,
    /// Where it is shown.
    pub editor_type: EditorType,
    /// Script of an editor outside of this product; empty while there is none.
    #[schema(format = "uri")]
    pub editor_url: String,
    /// Signature for that editor.
    pub token: Option<String>,
    /// `editorType` as a name.
    pub r#type: &'static str,
    /// The file.
    pub file: FileDto,
    /// Why it can't be changed, in words.
    pub error_message: Option<String>,
    /// The filling of the form can be started.
    pub start_filling: Option<bool>,
    /// The state of the filling is shown.
    pub filling_status: Option<bool>,
    /// How it is started.
    pub start_filling_mode: StartFillingMode,
    /// Name of this filling of the form.
    pub filling_session_id: Option<String>,
    /// What is full.
    pub quota_exceeded_scope: Option<QuotaScope>,
    /// What an assistant was asked to put into the file; nobody is while there is none.
    pub generation_tool_call_state: Option<EditorToolCallStateDto>,
}

/// What an assistant was asked to put into a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EditorToolCallStateDto {
    /// Its tool.
    #[schema(nullable)]
    pub tool_name: String,
    /// What the tool is told.
    #[schema(value_type = Object)]
    pub parameters: serde_json::Value,
}

/// The document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentConfigDto {
    /// Extension without dot.
    pub file_type: String,
    /// What is shown beside it.
    pub info: InfoConfigDto,
    /// The file is no draft of a form.
    pub is_linked_for_me: bool,
    /// Another content is another key.
    pub key: String,
    /// What can be done.
    pub permissions: PermissionsConfig,
    /// Name of the parameter that carries the key of a link.
    pub shared_link_param: Option<&'static str>,
    /// The key of the link it was opened by.
    pub shared_link_key: Option<String>,
    /// Its name in references.
    pub reference_data: FileReferenceData,
    /// Title.
    pub title: String,
    /// Where the content is read without signing in, for a short time.
    #[schema(format = "uri")]
    pub url: Option<String>,
    /// It is a PDF form.
    pub is_form: bool,
    /// How it is drawn.
    pub options: Option<Options>,
}

/// How a document is drawn. The names are the contract's.
#[derive(Debug, Serialize, ToSchema)]
pub struct Options {
    /// What is written over its pages.
    pub watermark_on_draw: WatermarkOnDraw,
}

/// What is written over the pages of a document.
#[derive(Debug, Serialize, ToSchema)]
pub struct WatermarkOnDraw {
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// Around it, in millimetres.
    pub margins: [i32; 4],
    /// Address of a picture behind the words.
    pub fill: Option<String>,
    /// Degrees, clockwise.
    pub rotate: i32,
    /// How much of it is seen, 0 to 1.
    pub transparent: f64,
    /// The words, a line each.
    pub paragraphs: Vec<Paragraph>,
}

/// A line of a watermark.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paragraph {
    /// 2: in the middle.
    pub align: i32,
    /// Its words.
    pub runs: Vec<Run>,
}

/// Words in one writing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Run {
    /// Colour: red, green and blue, 0 to 255.
    pub fill: [i32; 3],
    /// The words.
    pub text: String,
    /// Size in points.
    #[serde(rename = "font-size")]
    pub font_size: &'static str,
}

/// What is shown beside a document.
#[derive(Debug, Serialize, ToSchema)]
pub struct InfoConfigDto {
    /// It is a favourite.
    pub favorite: Option<bool>,
    /// Where it lies.
    pub folder: String,
    /// Who made it.
    pub owner: Option<String>,
    /// Who may do what with it, for those who may change that.
    #[serde(rename = "sharingSettings")]
    pub sharing_settings: Option<Vec<AceShortWrapper>>,
    /// Where it is shown.
    pub r#type: EditorType,
    /// When it came.
    pub uploaded: String,
}

/// What somebody may do with a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AceShortWrapper {
    /// Name.
    #[schema(nullable)]
    pub user: String,
    /// In words.
    #[schema(nullable)]
    pub permissions: &'static str,
    /// It is a link.
    pub is_link: bool,
}

impl From<ShortAccess> for AceShortWrapper {
    fn from(access: ShortAccess) -> Self {
        Self {
            user: access.name,
            permissions: access.permissions,
            is_link: access.is_link,
        }
    }
}

/// What can be done in a document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
pub struct PermissionsConfig {
    pub comment: bool,
    pub chat: bool,
    pub download: bool,
    pub edit: bool,
    pub fill_forms: bool,
    pub modify_filter: bool,
    pub protect: bool,
    pub print: bool,
    pub review: bool,
    pub copy: bool,
}

/// The name of a document in references from others.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileReferenceData {
    /// The document.
    pub file_key: String,
    /// The portal.
    pub instance_id: String,
    /// The room around it.
    pub room_id: Option<String>,
    /// Whoever asks may edit the room.
    pub can_edit_room: bool,
}

/// A document that another one takes data from, or why it can't.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileReference {
    /// Its name.
    pub reference_data: Option<FileReferenceData>,
    /// Why there is none.
    pub error: Option<&'static str>,
    /// Title.
    pub path: Option<String>,
    /// Where the content is read without signing in, for a short time.
    #[schema(format = "uri")]
    pub url: Option<String>,
    /// Extension without dot.
    pub file_type: Option<String>,
    /// Another content is another key.
    pub key: Option<String>,
    /// Where it is opened.
    pub link: Option<String>,
    /// Signature of an editor outside of this product.
    pub token: Option<String>,
}

/// The editor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EditorConfigurationDto {
    /// Where an editor outside of this product tells what became of the document; empty while there is none.
    #[schema(format = "uri")]
    pub callback_url: Option<String>,
    /// How changes of others arrive, for visitors who only look on.
    pub co_editing: Option<CoEditingConfig>,
    /// Where a new document is made.
    pub create_url: Option<String>,
    /// What surrounds it.
    pub customization: CustomizationConfigDto,
    /// Addresses, inside of another page.
    pub embedded: Option<EmbeddedConfig>,
    /// Keys of a room whose contents the server cannot read; there are no such rooms.
    pub encryption_keys: Option<EncryptionKeysConfig>,
    /// Language.
    pub lang: String,
    /// "edit" or "view".
    pub mode: &'static str,
    /// The mode is "edit".
    pub mode_write: bool,
    /// Plugins.
    pub plugins: PluginsConfig,
    /// What its reader opened before, of the same kind.
    pub recent: Option<Vec<RecentConfig>>,
    /// Always empty.
    #[schema(value_type = Vec<TemplatesConfig>)]
    pub templates: [(); 0],
    /// Who opens it.
    pub user: Option<UserConfig>,
}

/// Keys of a room whose contents the server cannot read.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EncryptionKeysConfig {
    /// What encrypts.
    pub crypto_engine_id: Option<String>,
    /// The reader's own key, encrypted.
    pub private_key_enc: Option<String>,
    /// The reader's public key.
    pub public_key: Option<String>,
}

/// A document that was opened before.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecentConfig {
    /// Where it lies, for those who see that.
    pub folder: Option<String>,
    /// Title.
    pub title: String,
    /// Where it is opened.
    #[schema(format = "uri")]
    pub url: String,
}

/// How changes of others arrive.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoEditingConfig {
    /// It can be changed.
    pub change: bool,
    /// At once.
    pub fast: bool,
    /// The mode.
    pub mode: CoEditingConfigMode,
}

/// What surrounds an editor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomizationConfigDto {
    /// Its "about" is shown.
    pub about: bool,
    /// Who offers the product.
    pub customer: CustomerConfigDto,
    /// Where its maker wants to hear of it: nowhere.
    pub feedback: Option<FeedbackConfig>,
    /// The portal's logo.
    pub logo: LogoConfigDto,
    /// Visitors are asked for a name.
    pub anonymous: AnonymousConfigDto,
    /// It saves before it closes.
    pub forcesave: Option<bool>,
    /// Where it leads back to.
    pub goback: Option<GobackConfig>,
    /// How suggestions are shown.
    pub review: Option<ReviewConfig>,
    /// Whoever is mentioned gets access.
    pub mention_share: bool,
    /// Submitting of forms.
    pub submit_form: SubmitForm,
    /// The words that start the filling.
    pub start_filling_form: Option<StartFillingForm>,
}

/// Who offers the product.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomerConfigDto {
    /// Where he lives.
    pub address: Option<String>,
    /// His logo on light ground.
    pub logo: String,
    /// On dark ground.
    pub logo_dark: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Site.
    pub www: Option<String>,
}

/// Where the maker of the product wants to hear of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedbackConfig {
    /// The address.
    pub url: Option<String>,
    /// It is shown.
    pub visible: bool,
}

/// The logo in an editor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogoConfigDto {
    /// Its picture.
    pub image: String,
    /// On dark ground.
    pub image_dark: String,
    /// On light ground.
    pub image_light: String,
    /// Inside of another page.
    pub image_embedded: String,
    /// Where it leads.
    pub url: String,
    /// It is shown.
    pub visible: bool,
}

/// Visitors.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnonymousConfigDto {
    /// They are asked for a name.
    pub request: bool,
}

/// Where an editor leads back to.
#[derive(Debug, Serialize, ToSchema)]
pub struct GobackConfig {
    /// The address.
    pub url: String,
}

/// How suggestions are shown.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewConfig {
    /// "markup".
    pub review_display: &'static str,
}

/// Submitting of forms.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubmitForm {
    /// It is offered.
    pub visible: bool,
    /// What is said afterwards.
    pub result_message: String,
}

/// The words that start the filling.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartFillingForm {
    /// The words.
    pub text: String,
}

/// Addresses of a document inside of another page.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmbeddedConfig {
    /// Where it is shown.
    pub embed_url: String,
    /// Where it is downloaded.
    pub save_url: Option<String>,
    /// Name of the parameter with the key of a link.
    pub share_link_param: Option<String>,
    /// Where it is opened.
    pub share_url: String,
    /// Where its tools are.
    pub toolbar_docked: &'static str,
}

/// Plugins.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PluginsConfig {
    /// Their addresses.
    pub plugins_data: Vec<String>,
}

/// A document that can be begun with.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub struct TemplatesConfig {
    pub image: Option<String>,
    pub title: Option<String>,
    #[schema(format = "uri")]
    pub url: Option<String>,
}

/// Who opens a document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserConfig {
    /// Id.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Display name.
    pub name: String,
    /// Picture.
    pub image: String,
    /// Roles in a form.
    pub roles: Option<Vec<String>>,
    /// As what the portal is known where plans are bought.
    pub customer_id: String,
}
