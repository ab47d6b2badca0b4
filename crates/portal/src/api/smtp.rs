//! The portal's own mail server (`platform/06 §6.11`).

use axum::extract::State;
use jobs::{Job, Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Error, Routes, Validate, routes};

use crate::caller::{BaseUrl, Caller};
use crate::portals::Portals;
use crate::service::ServerDraft;
use crate::settings::MailServer;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(
            get_smtp_settings,
            save_smtp_settings,
            reset_smtp_settings
        ))
        .routes(routes!(test_smtp_settings))
        .routes(routes!(get_smtp_operation_status))
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct SmtpSettingsDto {
    #[schema(min_length = 0, max_length = 255)]
    host: Option<String>,
    #[schema(minimum = 1, maximum = 65535)]
    port: Option<i32>,
    #[schema(min_length = 0, max_length = 255)]
    sender_address: Option<String>,
    #[schema(min_length = 0, max_length = 255)]
    sender_display_name: Option<String>,
    #[schema(min_length = 0, max_length = 255)]
    credentials_user_name: Option<String>,
    /// Never part of an answer.
    credentials_user_password: Option<String>,
    #[serde(rename = "enableSSL")]
    enable_ssl: bool,
    enable_auth: bool,
    use_ntlm: bool,
    /// Letters go through the installation's server.
    is_default_settings: bool,
}

impl Validate for SmtpSettingsDto {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Host", &self.host, 255)
            .range("Port", self.port.unwrap_or(1), 1, 65535)
            .max_len("SenderAddress", &self.sender_address, 255)
            .max_len("SenderDisplayName", &self.sender_display_name, 255)
            .max_len("CredentialsUserName", &self.credentials_user_name, 255);
    }
}

impl SmtpSettingsDto {
    fn draft(self) -> Result<ServerDraft, Error> {
        if self.use_ntlm {
            return Err(Error::argument("NTLM is not supported"));
        }
        let text = |value: Option<String>| value.unwrap_or_default().trim().to_owned();
        let port = self.port.map(u16::try_from).transpose();
        Ok(ServerDraft {
            server: MailServer {
                host: text(self.host),
                port: port.map_err(|_| Error::argument("port"))?.unwrap_or(25),
                sender_address: text(self.sender_address),
                sender_name: text(self.sender_display_name),
                user: text(self.credentials_user_name),
                password: String::new(),
                ssl: self.enable_ssl,
                auth: self.enable_auth,
            },
            password: self.credentials_user_password.unwrap_or_default(),
        })
    }
}

impl From<MailServer> for SmtpSettingsDto {
    fn from(server: MailServer) -> Self {
        if server.host.is_empty() {
            return Self {
                is_default_settings: true,
                ..Self::default()
            };
        }
        Self {
            host: Some(server.host),
            port: Some(server.port.into()),
            sender_address: Some(server.sender_address),
            sender_display_name: Some(server.sender_name),
            credentials_user_name: Some(server.user),
            credentials_user_password: None,
            enable_ssl: server.ssl,
            enable_auth: server.auth,
            use_ntlm: false,
            is_default_settings: false,
        }
    }
}

/// The portal's mail server. The installation's own is not shown.
#[utoipa::path(get, path = "/api/2.0/smtpsettings/smtp", operation_id = "getSmtpSettings",
    tag = "Security / SMTP settings", responses((status = 200, body = Envelope<SmtpSettingsDto>)))]
async fn get_smtp_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<SmtpSettingsDto> {
    Ok(wire::ok(portals.mail_server(&caller).await?.into()))
}

/// Has letters go through a server of the portal's own.
#[utoipa::path(post, path = "/api/2.0/smtpsettings/smtp", operation_id = "saveSmtpSettings",
    tag = "Security / SMTP settings", request_body = SmtpSettingsDto,
    responses((status = 200, body = Envelope<SmtpSettingsDto>)))]
async fn save_smtp_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<SmtpSettingsDto>,
) -> wire::Result<SmtpSettingsDto> {
    caller.require_admin()?;
    let saved = portals.save_mail_server(&caller, body.draft()?).await?;
    Ok(wire::ok(saved.into()))
}

/// Back to the installation's server.
#[utoipa::path(delete, path = "/api/2.0/smtpsettings/smtp", operation_id = "resetSmtpSettings",
    tag = "Security / SMTP settings", responses((status = 200, body = Envelope<SmtpSettingsDto>)))]
async fn reset_smtp_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<SmtpSettingsDto> {
    Ok(wire::ok(portals.forget_mail_server(&caller).await?.into()))
}

#[derive(Debug, Serialize, ToSchema)]
struct SmtpOperationStatusRequestsDto {
    completed: bool,
    id: Option<String>,
    error: Option<String>,
    status: Option<String>,
    percents: i32,
}

impl From<Option<Job>> for SmtpOperationStatusRequestsDto {
    fn from(job: Option<Job>) -> Self {
        let status = job.as_ref().map(|job| match job.status {
            Status::Created => "Waiting",
            Status::Running => "Sending",
            Status::Completed => "Sent",
            Status::Cancelled => "Cancelled",
            Status::Failed => "Failed",
        });
        Self {
            completed: job.as_ref().is_none_or(|job| job.status.is_final()),
            status: status.map(str::to_owned),
            percents: job.as_ref().map_or(0, |job| job.percent),
            id: job.as_ref().map(|job| job.id.to_string()),
            error: job.map(|job| job.error),
        }
    }
}

/// Sends the caller a test letter in the background.
#[utoipa::path(get, path = "/api/2.0/smtpsettings/smtp/test", operation_id = "testSmtpSettings",
    tag = "Security / SMTP settings", responses((status = 200, body = Envelope<SmtpOperationStatusRequestsDto>)))]
async fn test_smtp_settings(
    State(portals): State<Portals>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<SmtpOperationStatusRequestsDto> {
    Ok(wire::ok(portals.try_mail(&caller, &base).await?.into()))
}

/// How the last test letter fares.
#[utoipa::path(get, path = "/api/2.0/smtpsettings/smtp/test/status", operation_id = "getSmtpOperationStatus",
    tag = "Security / SMTP settings", responses((status = 200, body = Envelope<SmtpOperationStatusRequestsDto>)))]
async fn get_smtp_operation_status(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<SmtpOperationStatusRequestsDto> {
    Ok(wire::ok(portals.mail_trial(&caller).await?.into()))
}
