//! A device that keeps a passkey: another implementation of WebAuthn than the server's.

use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::crypto::rust_crypto::RustCryptoBackend;
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use serde_json::{Value, json};
use url::Url;

/// Somebody who touches the device and lets it verify him.
struct Owner;

#[async_trait::async_trait]
impl UserValidationMethod for Owner {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck {
            presence,
            verification,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// An empty one, or one with a passkey.
#[derive(Default)]
pub(crate) struct Device {
    passkey: Option<Passkey>,
}

impl Device {
    /// Makes a passkey; gives what `navigator.credentials.create` would.
    pub(crate) async fn make(&mut self, public_key: &Value) -> Value {
        let options = json!({ "publicKey": public_key });
        let options = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.inside()).allows_insecure_localhost(true);
        let made = client.register(&origin(), options, DefaultClientData).await;
        self.passkey = client.authenticator().store().clone();
        serde_json::to_value(made.unwrap()).unwrap()
    }

    /// Shows it; gives what `navigator.credentials.get` would.
    pub(crate) async fn show(&mut self, public_key: &Value) -> Value {
        let options = json!({ "publicKey": public_key });
        let options = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.inside()).allows_insecure_localhost(true);
        let shown = client
            .authenticate(&origin(), options, DefaultClientData)
            .await;
        self.passkey = client.authenticator().store().clone();
        serde_json::to_value(shown.unwrap()).unwrap()
    }

    /// What computes; it counts its signatures.
    fn inside(&self) -> Authenticator<Option<Passkey>, Owner, RustCryptoBackend> {
        let (id, passkey) = (Aaguid::new_empty(), self.passkey.clone());
        let mut inside = Authenticator::new(id, passkey, Owner, RustCryptoBackend);
        inside.set_make_credentials_with_signature_counter(true);
        inside
    }
}

fn origin() -> Url {
    Url::parse("http://localhost").unwrap()
}
