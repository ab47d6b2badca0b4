//! People to mention in a file, and telling those who were (`files/06c §11`).

use axum::extract::State;
use people::Person;
use people::view::short;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Path, Routes, routes};

use crate::model::FileId;
use crate::service::Files;
use crate::service::sharing::Mention;
use crate::view::Viewer;
use crate::view::editor::AceShortWrapper;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(shared_users))
        .routes(routes!(protect_users))
        .routes(routes!(send_editor_notify))
}

/// Somebody who can be mentioned. The contract hides his account behind these few facts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MentionWrapper {
    /// Never told.
    #[schema(value_type = Option<UserInfo>)]
    user: Option<()>,
    /// Address.
    #[schema(format = "email", nullable)]
    email: String,
    /// Id.
    #[schema(nullable)]
    id: String,
    /// Picture.
    #[schema(nullable)]
    image: String,
    /// He can open the file.
    has_access: bool,
    /// Name.
    #[schema(nullable)]
    name: String,
}

/// An account; never told.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes an object that is never sent")]
struct UserInfo {
    #[schema(format = "uuid")]
    id: String,
}

impl MentionWrapper {
    fn of(person: &Person, base: &str) -> Self {
        let shown = short(person, base);
        Self {
            user: None,
            email: person.email.clone(),
            id: person.id.to_string(),
            image: shown.avatar_small.into_owned(),
            has_access: true,
            name: shown.display_name,
        }
    }
}

type Mentionable = wire::Result<Vec<MentionWrapper>>;

fn list(people: &[Person], viewer: &Viewer) -> Mentionable {
    let shown = people
        .iter()
        .map(|person| MentionWrapper::of(person, &viewer.base));
    Ok(wire::list(shown.collect()))
}

/// People who can read a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/sharedusers", operation_id = "getSharedUsers",
    tag = "Files / Sharing", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<MentionWrapper>>)))]
async fn shared_users(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Mentionable {
    list(&files.readers(&viewer, FileId(id)).await?, &viewer)
}

/// People whom the protection of a document can be lifted for.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/protectusers", operation_id = "getProtectedFileUsers",
    tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<MentionWrapper>>)))]
async fn protect_users(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> Mentionable {
    list(&files.protectors(&viewer, FileId(id)).await?, &viewer)
}

/// People mentioned in a comment.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct MentionMessageWrapper {
    /// Where in the file.
    action_link: Option<ActionLinkConfig>,
    /// Their addresses.
    emails: Option<Vec<String>>,
    /// The words.
    #[schema(max_length = 255)]
    message: Option<String>,
}

/// A place in a file.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
struct ActionLinkConfig {
    /// The place.
    action: Option<ActionConfig>,
}

/// A place in a file, as the editors know it.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
struct ActionConfig {
    /// Details.
    #[schema(max_length = 256)]
    data: Option<String>,
    /// Kind, such as `comment`.
    #[schema(max_length = 128)]
    r#type: Option<String>,
}

/// Mentions in one comment at most.
const MOST: usize = 100;

impl Validate for MentionMessageWrapper {
    fn validate(&self, check: &mut Check) {
        // The contract's model is called so (`peer-suite/files.md §12`).
        check.within("MentionMessage", &Fields(self));
    }
}

struct Fields<'a>(&'a MentionMessageWrapper);

impl Validate for Fields<'_> {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Message", &self.0.message, 255)
            .within("ActionLink", &self.0.action_link);
    }
}

impl Validate for ActionLinkConfig {
    fn validate(&self, check: &mut Check) {
        check.within("Action", &self.action);
    }
}

impl Validate for ActionConfig {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Data", &self.data, 256)
            .max_len("Type", &self.r#type, 128);
    }
}

impl From<MentionMessageWrapper> for Mention {
    fn from(request: MentionMessageWrapper) -> Self {
        let mut emails = request.emails.unwrap_or_default();
        emails.truncate(MOST);
        let place = request.action_link.filter(|link| link.action.is_some());
        Self {
            emails,
            words: request.message.unwrap_or_default(),
            place: place.and_then(|place| serde_json::to_string(&place).ok()),
        }
    }
}

/// Writes to people mentioned in a comment.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/sendeditornotify", operation_id = "sendEditorNotify",
    tag = "Files / Sharing", params(("fileId" = i32, Path)), request_body = MentionMessageWrapper,
    responses((status = 200, body = Envelope<Vec<AceShortWrapper>>)))]
async fn send_editor_notify(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(mention): Body<MentionMessageWrapper>,
) -> wire::Result<Vec<AceShortWrapper>> {
    let access = files.mention(&viewer, FileId(id), mention.into()).await?;
    Ok(wire::list(access.into_iter().map(Into::into).collect()))
}
