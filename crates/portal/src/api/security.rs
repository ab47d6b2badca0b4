//! Settings that guard the door: passwords, login limits, messages, mail domains (`platform/06 §6.6`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Error, Routes, Validate, routes};

use super::SAVED;
use crate::caller::{Caller, Confirmed, Here, Visitor};
use crate::model::{Portal, TrustedDomains};
use crate::portals::Portals;
use crate::settings::{AdminMessages, LoginLimits, PasswordPolicy, Saved, Scope};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_password_settings, update_password_settings))
        .routes(routes!(
            get_login_settings,
            update_login_settings,
            set_default_login_settings
        ))
        .routes(routes!(enable_admin_message_settings))
        .routes(routes!(save_mail_domain_settings))
}

/// What a password must have, with patterns a client can check it by.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PasswordSettingsDto {
    min_length: i32,
    upper_case: bool,
    digits: bool,
    spec_symbols: bool,
    allowed_characters_regex_str: &'static str,
    digits_regex_str: &'static str,
    upper_case_regex_str: &'static str,
    spec_symbols_regex_str: &'static str,
}

impl From<PasswordPolicy> for PasswordSettingsDto {
    fn from(policy: PasswordPolicy) -> Self {
        Self {
            min_length: policy.min_length,
            upper_case: policy.upper_case,
            digits: policy.digits,
            spec_symbols: policy.spec_symbols,
            allowed_characters_regex_str: r"[\x21-\x7E]",
            digits_regex_str: r"(?=.*\d)",
            upper_case_regex_str: r"(?=.*[A-Z])",
            spec_symbols_regex_str: r"(?=.*[\x21-\x2F\x3A-\x40\x5B-\x60\x7B-\x7E])",
        }
    }
}

/// The password policy, for the signed-in and for holders of any confirm link.
#[utoipa::path(get, path = "/api/2.0/settings/security/password",
    operation_id = "getPasswordSettings", tag = "Settings / Security",
    responses((status = 200, body = Envelope<PasswordSettingsDto>)))]
async fn get_password_settings(
    State(portals): State<Portals>,
    here: Here,
    visitor: Visitor,
    link: Option<Confirmed>,
) -> wire::Result<PasswordSettingsDto> {
    if link.is_none() {
        visitor.require()?;
    }
    let policy = portals
        .setting::<PasswordPolicy>(here.id, Scope::Portal)
        .await?
        .value;
    Ok(wire::ok(policy.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PasswordSettingsRequestsDto {
    min_length: i32,
    #[serde(default)]
    upper_case: bool,
    #[serde(default)]
    digits: bool,
    #[serde(default)]
    spec_symbols: bool,
}

impl Validate for PasswordSettingsRequestsDto {}

/// Changes the password policy.
#[utoipa::path(put, path = "/api/2.0/settings/security/password",
    operation_id = "updatePasswordSettings", tag = "Settings / Security",
    request_body = PasswordSettingsRequestsDto,
    responses((status = 200, body = Envelope<PasswordSettingsDto>)))]
async fn update_password_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<PasswordSettingsRequestsDto>,
) -> wire::Result<PasswordSettingsDto> {
    caller.require_admin()?;
    if !(8..=30).contains(&body.min_length) {
        return Err(Error::argument("MinLength"));
    }
    let policy = PasswordPolicy {
        min_length: body.min_length,
        upper_case: body.upper_case,
        digits: body.digits,
        spec_symbols: body.spec_symbols,
    };
    Ok(wire::ok(
        portals
            .save(&caller, Scope::Portal, policy)
            .await?
            .value
            .into(),
    ))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LoginSettingsDto {
    attempt_count: i32,
    block_time: i32,
    check_period: i32,
    is_default: bool,
}

impl From<LoginLimits> for LoginSettingsDto {
    fn from(limits: LoginLimits) -> Self {
        Self {
            is_default: limits == LoginLimits::default(),
            attempt_count: limits.attempt_count,
            block_time: limits.block_time,
            check_period: limits.check_period,
        }
    }
}

/// The limits of failed logins.
#[utoipa::path(get, path = "/api/2.0/settings/security/loginsettings",
    operation_id = "getLoginSettings", tag = "Settings / Login settings",
    responses((status = 200, body = Envelope<LoginSettingsDto>)))]
async fn get_login_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<LoginSettingsDto> {
    caller.require_admin()?;
    let Saved { value, .. } = portals
        .setting::<LoginLimits>(caller.portal, Scope::Portal)
        .await?;
    Ok(wire::ok(value.into()))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct LoginSettingsRequestDto {
    attempt_count: i32,
    block_time: i32,
    check_period: i32,
}

impl Validate for LoginSettingsRequestDto {
    fn validate(&self, check: &mut Check) {
        check.range("AttemptCount", self.attempt_count, 1, 9999);
        check.range("BlockTime", self.block_time, 1, 9999);
        check.range("CheckPeriod", self.check_period, 1, 9999);
    }
}

/// Changes the limits of failed logins.
#[utoipa::path(put, path = "/api/2.0/settings/security/loginsettings",
    operation_id = "updateLoginSettings", tag = "Settings / Login settings",
    request_body = LoginSettingsRequestDto,
    responses((status = 200, body = Envelope<LoginSettingsDto>)))]
async fn update_login_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<LoginSettingsRequestDto>,
) -> wire::Result<LoginSettingsDto> {
    caller.require_admin()?;
    let limits = LoginLimits {
        attempt_count: body.attempt_count,
        block_time: body.block_time,
        check_period: body.check_period,
    };
    Ok(wire::ok(
        portals
            .save(&caller, Scope::Portal, limits)
            .await?
            .value
            .into(),
    ))
}

/// Back to the default limits of failed logins.
#[utoipa::path(delete, path = "/api/2.0/settings/security/loginsettings",
    operation_id = "setDefaultLoginSettings", tag = "Settings / Login settings",
    responses((status = 200, body = Envelope<LoginSettingsDto>)))]
async fn set_default_login_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<LoginSettingsDto> {
    caller.require_admin()?;
    portals.reset::<LoginLimits>(&caller).await?;
    Ok(wire::ok(LoginLimits::default().into()))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TurnOnAdminMessageSettingsRequestDto {
    turn_on: bool,
}

impl Validate for TurnOnAdminMessageSettingsRequestDto {}

/// Lets strangers write to the administrators, or not.
#[utoipa::path(post, path = "/api/2.0/settings/messagesettings",
    operation_id = "enableAdminMessageSettings", tag = "Settings / Messages",
    request_body = TurnOnAdminMessageSettingsRequestDto,
    responses((status = 200, body = Envelope<String>)))]
async fn enable_admin_message_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TurnOnAdminMessageSettingsRequestDto>,
) -> wire::Result<&'static str> {
    caller.require_admin()?;
    portals
        .save(
            &caller,
            Scope::Portal,
            AdminMessages {
                enabled: body.turn_on,
            },
        )
        .await?;
    Ok(wire::ok(SAVED))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MailDomainSettingsRequestsDto {
    #[serde(rename = "type")]
    kind: i32,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    invite_users_as_visitors: bool,
}

impl Validate for MailDomainSettingsRequestsDto {}

/// Chooses the mail domains whose holders may join by themselves: 0 none, 1 the listed, 2 all.
#[utoipa::path(post, path = "/api/2.0/settings/maildomainsettings",
    operation_id = "saveMailDomainSettings", tag = "Settings / Common settings",
    request_body = MailDomainSettingsRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn save_mail_domain_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<MailDomainSettingsRequestsDto>,
) -> wire::Result<&'static str> {
    caller.require_admin()?;
    if !(0..=2).contains(&body.kind) {
        return Err(Error::argument("Type"));
    }
    let trusted = TrustedDomains {
        kind: body.kind,
        domains: if body.kind == 1 {
            domains(&body.domains)?
        } else {
            Vec::new()
        },
        as_guests: body.invite_users_as_visitors,
    };
    let change = move |portal: &mut Portal| portal.trusted_domains = trusted;
    portals
        .edit(caller.portal, Some(caller.user), "portal.domains", change)
        .await?;
    Ok(wire::ok(SAVED))
}

fn domains(given: &[String]) -> Result<Vec<String>, Error> {
    let mut domains: Vec<_> = given
        .iter()
        .map(|domain| domain.trim().to_lowercase())
        .collect();
    domains.retain(|domain| !domain.is_empty());
    match domains.iter().find(|domain| !is_domain(domain)) {
        Some(bad) => Err(Error::argument(bad.clone())),
        None => Ok(domains),
    }
}

/// A host name of at least two labels.
pub(super) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_domains_need_a_dot_and_labels() {
        assert!(is_domain("example.com") && is_domain("a-b.example.org"));
        for bad in ["example", "a..b", "-a.com", "a b.com", "@x.com", ""] {
            assert!(!is_domain(bad), "{bad}");
        }
    }
}
