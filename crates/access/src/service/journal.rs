//! What is written down about signing in and out, for the login history (`platform/07 §7.2`).

use people::Person;
use portal::{Portal, PortalId, UserId};
use serde_json::json;
use sql::Tx;

use crate::error::Error;
use crate::service::{Access, Address, record};

/// What somebody did at the door, by its number in the login history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Signed in in a way that has no number of its own.
    LoginSuccess = 1000,
    /// Is disabled.
    LoginFailDisabledProfile = 1004,
    /// Had no good link or passkey.
    LoginFail = 1005,
    /// Signed out.
    Logout = 1006,
    /// By a plain password.
    LoginSuccessViaApi = 1010,
    /// With password and code of a message in one request.
    LoginSuccessViaApiSms = 1012,
    /// By a wrong password or its hash.
    LoginFailViaApi = 1013,
    /// With a wrong code of a message.
    LoginFailViaApiSms = 1014,
    /// With a code of the app, on the page behind a confirm link.
    LoginSuccessViaTfaApp = 1021,
    /// With a wrong code, there.
    LoginFailViaTfaApp = 1022,
    /// Tried too often.
    LoginFailBruteForce = 1023,
    /// With password and code of the app in one request.
    LoginSuccessViaApiTfa = 1024,
    /// With a wrong code, there.
    LoginFailViaApiTfa = 1025,
    /// By a one-time link.
    AuthLinkActivated = 1027,
    /// By the hash of a password.
    LoginSuccessViaPassword = 1029,
}

impl Action {
    /// With password and code of the app in one request.
    pub(crate) fn via_app(good: bool) -> Self {
        match good {
            true => Self::LoginSuccessViaApiTfa,
            false => Self::LoginFailViaApiTfa,
        }
    }

    /// With password and code of a message in one request.
    pub(crate) fn via_sms(good: bool) -> Self {
        match good {
            true => Self::LoginSuccessViaApiSms,
            false => Self::LoginFailViaApiSms,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::LoginFailDisabledProfile
            | Self::LoginFail
            | Self::LoginFailViaApi
            | Self::LoginFailViaApiSms
            | Self::LoginFailViaTfaApp
            | Self::LoginFailBruteForce
            | Self::LoginFailViaApiTfa => "login.failed",
            Self::Logout => "login.ended",
            _ => "login.succeeded",
        }
    }
}

/// Somebody at the door: who he says he is, and who he is when that is known.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) user: Option<UserId>,
    pub(crate) login: String,
}

impl From<&Person> for Who {
    fn from(person: &Person) -> Self {
        Self {
            user: Some(person.id),
            login: person.email.clone(),
        }
    }
}

/// Records what somebody did at the door. `session` is the one that began or ended; where the request came from is
/// written beside every event.
pub(crate) fn record_login(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: &Who,
    action: Action,
    session: Option<i64>,
) -> sql::Result<()> {
    let data = json!({
        "action": action as i32,
        "login": who.login,
        "session": session,
    });
    let subject = who.user.map(|user| user.to_string()).unwrap_or_default();
    record(tx, portal, who.user, action.kind(), subject, data)
}

impl Access {
    /// Records that an attempt to sign in was refused, whoever it was. A locked door is recorded once, not for
    /// everybody who rattles at it.
    pub(crate) async fn note_refusal(
        &self,
        portal: &Portal,
        login: &str,
        error: &Error,
        address: &Address,
    ) -> Result<(), Error> {
        let action = match error {
            Error::Failed => Action::LoginFailViaApi,
            Error::Disabled => Action::LoginFailDisabledProfile,
            Error::NotFound(_) => Action::LoginFail,
            Error::TooMany if self.is_news(portal.id, login, address) => {
                Action::LoginFailBruteForce
            }
            _ => return Ok(()),
        };
        let id = portal.id;
        let login: String = login.trim().chars().take(LONGEST).collect();
        self.db()
            .write(move |tx| {
                let person = people::store::by_email(tx, id, &login)?;
                let user = person.map(|person| person.id);
                record_login(tx, id, &Who { user, login }, action, None)?;
                Ok(())
            })
            .await
    }

    fn is_news(&self, portal: PortalId, login: &str, address: &Address) -> bool {
        let place = crate::attempts::place(portal, login, &address.ip);
        let news = !self.locked().contains_key(&place);
        if news {
            self.locked().insert(place, ());
        }
        news
    }
}

/// Characters of a login that are kept: strangers type what they like.
const LONGEST: usize = 255;
