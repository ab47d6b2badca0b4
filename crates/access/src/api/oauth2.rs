//! The signature by which a person shows other services of the installation who he is (`platform/03b`).

use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use portal::settings::DevTools;
use portal::{BaseUrl, Caller, Role};
use serde_json::json;
use sha2::Sha256;
use wire::{Envelope, Routes, routes};

use crate::service::Access;

pub(super) fn routes() -> Routes<Access> {
    Routes::new().routes(routes!(generate_jwt_token))
}

/// How long a signature is good, in seconds.
const LIFE: i64 = 3600;

/// A signed statement of who the caller is: a JWT by the installation's key.
#[utoipa::path(get, path = "/api/2.0/security/oauth2/token", operation_id = "generateJwtToken",
    tag = "Security / OAuth2", responses((status = 200, body = Envelope<String>)))]
async fn generate_jwt_token(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<String> {
    let tools: DevTools = access.portals().hot(caller.portal).await?;
    let text = |on: bool| on.to_string();
    let now = sql::now() / 1_000_000;
    let claims = json!({
        "sub": caller.user,
        "user_id": caller.user,
        "user_name": caller.name,
        "user_email": caller.email,
        "tenant_id": caller.portal.to_string(),
        "tenant_url": base.0,
        "is_admin": text(caller.is_admin()),
        "is_guest": text(caller.role == Role::Guest),
        "is_public": text(!tools.limited_for_users),
        "iss": base.0,
        "aud": base.0,
        "iat": now,
        "exp": now + LIFE,
    });
    let key = access.portals().installation().mac("oauth signature", &[]);
    Ok(wire::ok(signed(&claims, &key)))
}

/// A JWT with HMAC-SHA256 (RFC 7519).
fn signed(claims: &serde_json::Value, key: &[u8]) -> String {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let head = encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let text = format!("{head}.{}", encode(claims.to_string().as_bytes()));
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    format!("{text}.{}", encode(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Python's hmac and base64.
    #[test]
    fn a_signature_is_a_jwt() {
        assert_eq!(
            signed(&json!({ "sub": "1" }), b"secret"),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.8qZF8vbN3UpcanXFc-mPXJkOPN01-bRch8XX3rToP1U"
        );
    }
}
