//! Passkeys (WebAuthn): what a browser is asked, and whether its answer is good.
//!
//! Knows the protocol's library and nothing of accounts. Every ceremony asks the authenticator to verify its person
//! (fingerprint, face, PIN), so one passkey is two factors: the device, and what unlocks it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portal::{PRODUCT, Portal};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    RequestChallengeResponse,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::error::Error;

/// A portal under one of its addresses, as browsers know it.
pub(crate) struct Site {
    webauthn: Webauthn,
    /// What passkeys are bound to.
    pub(crate) host: String,
}

/// Why an answer is not good. Nobody outside learns more than that.
pub(crate) struct Refused;

impl Site {
    /// The portal under this address, such as `https://team.example`. On a developer's machine the port does not
    /// matter: the web app may be served by another process.
    ///
    /// # Errors
    /// [`Error::Argument`] for addresses without a name: passkeys cannot be bound to numbers.
    pub(crate) fn new(portal: &Portal, base: &str, any_port: bool) -> Result<Self, Error> {
        let nameless = || Error::argument("Passkeys need an address with a name");
        let origin = Url::parse(base).map_err(|_| nameless())?;
        let host = origin.domain().ok_or_else(nameless)?.to_owned();
        let name = if portal.name.is_empty() {
            PRODUCT
        } else {
            &portal.name
        };
        let builder = WebauthnBuilder::new(&host, &origin).map_err(|_| nameless())?;
        let builder = builder.rp_name(name).allow_any_port(any_port);
        let webauthn = builder.build().map_err(|_| nameless())?;
        Ok(Self { webauthn, host })
    }

    /// Asks a browser to make a passkey for somebody. It should be one that is found without his name; a security
    /// key that cannot keep any will do as a second factor.
    ///
    /// # Errors
    /// The library refuses.
    pub(crate) fn ask_new(
        &self,
        user: Uuid,
        email: &str,
        name: &str,
        known: &[Passkey],
    ) -> Result<(CreationChallengeResponse, PasskeyRegistration), Error> {
        use webauthn_rs_proto::ResidentKeyRequirement::Preferred;
        let known = known.iter().map(|key| key.cred_id().clone()).collect();
        let asked = self
            .webauthn
            .start_passkey_registration(user, email, name, Some(known));
        let (mut asked, state) = asked.map_err(|error| Error::Internal(error.to_string()))?;
        if let Some(wishes) = &mut asked.public_key.authenticator_selection {
            wishes.resident_key = Some(Preferred);
        }
        Ok((asked, state))
    }

    /// The passkey a browser has made.
    pub(crate) fn made(
        &self,
        answer: &RegisterPublicKeyCredential,
        state: &PasskeyRegistration,
    ) -> Result<Passkey, Refused> {
        let made = self.webauthn.finish_passkey_registration(answer, state);
        made.map_err(refused)
    }

    /// Asks a browser for any passkey it has for this site.
    ///
    /// # Errors
    /// The library refuses.
    pub(crate) fn ask_any(
        &self,
    ) -> Result<(RequestChallengeResponse, DiscoverableAuthentication), Error> {
        let asked = self.webauthn.start_discoverable_authentication();
        asked.map_err(|error| Error::Internal(error.to_string()))
    }

    /// Asks a browser for one of these passkeys.
    ///
    /// # Errors
    /// The library refuses.
    pub(crate) fn ask_one_of(
        &self,
        keys: &[Passkey],
    ) -> Result<(RequestChallengeResponse, PasskeyAuthentication), Error> {
        let asked = self.webauthn.start_passkey_authentication(keys);
        asked.map_err(|error| Error::Internal(error.to_string()))
    }

    /// Whose passkey an answer claims to be.
    pub(crate) fn claimed(&self, answer: &PublicKeyCredential) -> Result<Uuid, Refused> {
        let claimed = self.webauthn.identify_discoverable_authentication(answer);
        claimed.map(|(user, _)| user).map_err(refused)
    }

    /// Checks an answer to [`Site::ask_any`]; the passkey comes back with its new counter.
    pub(crate) fn shown_any(
        &self,
        answer: &PublicKeyCredential,
        state: DiscoverableAuthentication,
        mut key: Passkey,
    ) -> Result<Passkey, Refused> {
        let checked = self
            .webauthn
            .finish_discoverable_authentication_v2(answer, state, &key)
            .map_err(refused)?;
        key.update_credential(&checked);
        Ok(key)
    }

    /// Checks an answer to [`Site::ask_one_of`]; the passkey comes back with its new counter.
    pub(crate) fn shown(
        &self,
        answer: &PublicKeyCredential,
        state: &PasskeyAuthentication,
        mut key: Passkey,
    ) -> Result<Passkey, Refused> {
        let checked = self
            .webauthn
            .finish_passkey_authentication(answer, state)
            .map_err(refused)?;
        key.update_credential(&checked);
        Ok(key)
    }
}

/// The id of a credential, as it is stored and as browsers write it.
pub(crate) fn id_text(id: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

/// A browser's answer.
pub(crate) fn read<T: DeserializeOwned>(answer: Value) -> Result<T, Refused> {
    serde_json::from_value(answer).map_err(|error| {
        tracing::debug!(%error, "no answer of a passkey");
        Refused
    })
}

fn refused(error: webauthn_rs::prelude::WebauthnError) -> Refused {
    tracing::debug!(%error, "a passkey was refused");
    Refused
}
