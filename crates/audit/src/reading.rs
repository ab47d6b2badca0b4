//! What an event means in the contract's words: the one place where kinds of events meet numbers of actions.
//!
//! An event that names its action (`data.action`, as rooms, files and sign-ins do) means that. Others are told by their
//! kind and by what they add to it. An event that means nothing here (sessions that are renewed, switches of the web
//! app) leaves no row.

use events::Recorded;
use portal::device::Device;
use portal::{PortalId, Role, UserId};
use serde_json::Value;

use crate::action::{MessageAction, MessageAction as A};
use crate::rows::{Deed, SignIn, Target, Trace};

/// A row that an event makes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reading {
    Deed(Deed),
    SignIn(SignIn),
}

/// Reads an event.
pub(crate) fn read(event: &Recorded) -> Option<Reading> {
    let facts = Facts(&event.data);
    let action = match facts.number("action") {
        Some(number) => MessageAction::from_number(number)?,
        None => meaning(event, facts)?,
    };
    let trace = trace(event);
    if event.kind.starts_with("login.") {
        return Some(Reading::SignIn(SignIn {
            trace,
            action,
            login: plain(facts.text("login").unwrap_or_default()),
        }));
    }
    let request = event.origin.as_ref().filter(|_| action.gathers());
    Some(Reading::Deed(Deed {
        trace,
        action,
        targets: targets(event, facts),
        context: plain(facts.text("parentTitle").unwrap_or_default()),
        request: request.map(|origin| origin.request.to_string()),
    }))
}

/// The action of an event that does not name it.
fn meaning(event: &Recorded, facts: Facts<'_>) -> Option<MessageAction> {
    let guest = facts.number("type") == Some(i64::from(Role::Guest.number()));
    let by_guest = |guests, others| if guest { guests } else { others };
    Some(match event.kind.as_str() {
        "person.created" if facts.is("invited") => {
            by_guest(A::GuestCreatedViaInvite, A::UserCreatedViaInvite)
        }
        "person.created" => by_guest(A::GuestCreated, A::UserCreated),
        "person.joined" => by_guest(A::GuestCreatedViaInvite, A::UserCreatedViaInvite),
        "person.invited" => A::SendJoinInvite,
        "person.updated" => match facts.text("part") {
            Some("culture") => A::UserUpdatedLanguage,
            Some("activation") => by_guest(A::GuestActivated, A::UserActivated),
            Some("photo") => A::UserAddedAvatar,
            Some("photo-crop") => A::UserUpdatedAvatarThumbnails,
            Some("no-photo") => A::UserDeletedAvatar,
            _ => A::UserUpdated,
        },
        "person.email" => A::UserUpdatedEmail,
        "person.password" => A::UserUpdatedPassword,
        "person.instructed" => match facts.text("what")? {
            "activation" => A::UsersSentActivationInstructions,
            "email" => A::UserSentEmailChangeInstructions,
            "password" => A::UserSentPasswordChangeInstructions,
            "leave" => A::UserSentDeleteInstructions,
            _ => return None,
        },
        "person.type" => match facts.switch("administrator") {
            Some(true) => A::AdministratorAdded,
            Some(false) => A::AdministratorDeleted,
            None => A::UsersUpdatedType,
        },
        "person.owner" => A::OwnerUpdated,
        "person.status" => A::UsersUpdatedStatus,
        "person.deleted" if facts.is("many") => A::UsersDeleted,
        "person.deleted" => A::UserDeleted,
        "person.data-reassigned" => A::UserDataReassigns,
        "person.data-removed" => A::UserDataRemoving,
        "person.quota" => match facts.number("quota") {
            None => A::CustomQuotaPerUserDefault,
            Some(-1) => A::CustomQuotaPerUserDisabled,
            Some(_) => A::CustomQuotaPerUserChanged,
        },
        // The contract has no action of its own for these.
        "guest.accepted" | "guest.forgotten" => A::UserUpdated,
        "person.passkey-added" | "person.passkey-renamed" | "person.passkey-removed" => {
            A::UserUpdated
        }
        "group.created" => A::GroupCreated,
        "group.updated" => A::GroupUpdated,
        "group.deleted" => A::GroupDeleted,
        "invitation-link.created" | "invitation-link.updated" | "invitation-link.deleted" => {
            A::InvitationSettingsUpdated
        }
        "join.invited" => A::SentInviteInstructions,
        "key.created" => A::ApiKeyCreated,
        "key.updated" => A::ApiKeyUpdated,
        "key.deleted" => A::ApiKeyDeleted,
        "administrators.mailed" => A::ContactAdminMailSent,
        "settings.changed" => setting(&event.subject, facts)?,
        "portal.language" => A::LanguageSettingsUpdated,
        "portal.time-zone" => A::TimeZoneSettingsUpdated,
        "portal.renamed" => A::GreetingSettingsUpdated,
        "portal.domain" => A::DnsSettingsUpdated,
        "portal.domains" => A::TrustedMailDomainSettingsUpdated,
        "portal.suspended" => A::PortalDeactivated,
        "portal.removed" => A::PortalDeleted,
        "portal.instructed" => match facts.text("what")? {
            "PortalSuspend" => A::OwnerSentPortalDeactivationInstructions,
            "PortalRemove" => A::OwnerSentPortalDeleteInstructions,
            "PortalOwnerChange" => A::OwnerSentChangeOwnerInstructions,
            _ => return None,
        },
        "tag.created" => A::TagCreated,
        _ => return None,
    })
}

/// The action of a changed setting, by its key in the store.
fn setting(key: &str, facts: Facts<'_>) -> Option<MessageAction> {
    let switched = |on, off| if facts.is("on") { on } else { off };
    Some(match key {
        "login" => A::LoginSettingsUpdated,
        "cookie" => A::CookieSettingsUpdated,
        "password" => A::PasswordStrengthSettingsUpdated,
        "invitations" => A::InvitationSettingsUpdated,
        "devtools" => A::DevToolsAccessSettingsChanged,
        "ai-access" => switched(A::AIAccessEnabled, A::AIAccessDisabled),
        "banner" => A::BannerSettingsChanged,
        "admin-messages" => A::AdministratorMessageSettingsUpdated,
        "start-folder" => A::DefaultStartPageSettingsUpdated,
        "user-quota" => switched(A::QuotaPerUserChanged, A::QuotaPerUserDisabled),
        "room-quota" => switched(A::QuotaPerRoomChanged, A::QuotaPerRoomDisabled),
        "agent-quota" => switched(A::QuotaPerAiAgentChanged, A::QuotaPerAiAgentDisabled),
        "portal-quota" => switched(A::QuotaPerPortalChanged, A::QuotaPerPortalDisabled),
        "ip-restrictions" => A::IPRestrictionsSettingsUpdated,
        "logos" => A::WhiteLabelSettingsLogosUpdated,
        "logo-text" => A::WhiteLabelSettingsLogoTextUpdated,
        "company" => A::WhiteLabelCompanySettingsUpdated,
        "additional" => A::WhiteLabelAdditionalSettingsUpdated,
        "themes" => A::ColorThemeChanged,
        "modules" => A::ProductsListUpdated,
        "document-server" => A::DocumentServiceLocationSetting,
        "second-factor" => A::TwoFactorAuthenticationSettingsUpdated,
        "third-party-keys" => A::AuthorizationKeysSetting,
        "audit-lifetimes" => A::AuditSettingsUpdated,
        "files.sharing" => A::DocumentsExternalShareSettingsUpdated,
        _ => return None,
    })
}

fn trace(event: &Recorded) -> Trace {
    let origin = event.origin.clone().unwrap_or_default();
    let device = Device::of(&origin.agent);
    // Who has no account acted through a request; what has no request happens by itself.
    let nobody = if event.origin.is_some() {
        UserId::ANONYMOUS
    } else {
        UserId::SYSTEM
    };
    let actor = event.actor.as_deref().and_then(|actor| actor.parse().ok());
    Trace {
        portal: PortalId(event.portal),
        id: event.id,
        date: event.recorded,
        user: actor.unwrap_or(nobody),
        user_name: String::new(),
        ip: origin.ip,
        browser: device.browser,
        platform: device.platform,
        page: origin.page,
    }
}

/// What it was done to: the event's subject first, then whoever or whatever it names beside. Names that are not in the
/// event are found later.
fn targets(event: &Recorded, facts: Facts<'_>) -> Vec<Target> {
    let itself = ["settings.", "portal.", "audit.", "administrators."];
    let mut targets = Vec::new();
    if !itself.iter().any(|kind| event.kind.starts_with(kind)) {
        let subject = event
            .subject
            .split_once('/')
            .map_or(event.subject.as_str(), |(_, id)| id);
        // An ended session is told by whose it was.
        let whose = facts
            .text("user")
            .filter(|_| event.kind.starts_with("session."));
        let id = whose.unwrap_or(subject);
        let title = facts
            .text("title")
            .or_else(|| facts.text("name"))
            .or_else(|| facts.text("email"))
            // The name of a passkey is not its person's.
            .filter(|_| !event.kind.starts_with("person.passkey-"));
        let tag = event.kind.starts_with("tag.").then_some(id);
        targets.push((id, title.or(tag).unwrap_or_default()));
    }
    targets.extend(facts.text("subject").map(|subject| (subject, "")));
    targets.extend(facts.text("owner").map(|owner| (owner, "")));
    let tags = event.data.get("tags").and_then(Value::as_array);
    targets.extend(
        tags.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|tag| (tag, tag)),
    );
    let target = |(id, name): (&str, &str)| Target {
        id: plain(id),
        name: plain(name),
    };
    targets
        .into_iter()
        .filter(|(id, _)| !id.is_empty())
        .map(target)
        .collect()
}

/// A text as it can be kept: strangers type it, and PostgreSQL knows no NUL and no keys of any length.
fn plain(text: &str) -> String {
    const MOST: usize = 255;
    text.chars().filter(|c| *c != '\0').take(MOST).collect()
}

/// What an event adds to its kind.
#[derive(Clone, Copy)]
struct Facts<'a>(&'a Value);

impl<'a> Facts<'a> {
    fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    fn number(self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    fn switch(self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    fn is(self, name: &str) -> bool {
        self.switch(name).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_strangers_type_can_be_kept() {
        assert_eq!(plain("a\0b"), "ab");
        assert_eq!(plain(&"é".repeat(1000)).chars().count(), 255);
    }

    #[test]
    fn facts_of_another_kind_are_none() {
        let data = json!({ "text": 5, "number": "x", "on": 1, "empty": "" });
        let facts = Facts(&data);
        assert_eq!(
            (facts.text("text"), facts.text("empty"), facts.text("none")),
            (None, None, None)
        );
        assert_eq!(
            (facts.number("number"), facts.switch("on"), facts.is("on")),
            (None, None, false)
        );
        assert_eq!(
            setting("ai-access", Facts(&json!({ "on": false }))),
            Some(A::AIAccessDisabled)
        );
        assert_eq!(setting("nobody-knows", facts), None);
    }
}
