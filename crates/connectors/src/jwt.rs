//! Signatures of the protocol: JSON Web Tokens with HS256 (RFC 7519, RFC 7515), and no other kind.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// A token that says `claims`.
pub(crate) fn sign(secret: &str, claims: &Value) -> String {
    let said = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(HEADER),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let code = mac(secret, &said).map(|mac| mac.finalize().into_bytes());
    let code = URL_SAFE_NO_PAD.encode(code.unwrap_or_default());
    format!("{said}.{code}")
}

/// What a token says; nothing when it was not made with this secret, or is over at `now` (seconds since 1970).
pub(crate) fn read(secret: &str, token: &str, now: i64) -> Option<Value> {
    let (said, code) = token.rsplit_once('.')?;
    let (header, claims) = said.split_once('.')?;
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.get("alg").and_then(Value::as_str) != Some("HS256") {
        return None;
    }
    let code = URL_SAFE_NO_PAD.decode(code).ok()?;
    mac(secret, said)?.verify_slice(&code).ok()?;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let over = claims.get("exp").and_then(Value::as_i64);
    over.is_none_or(|end| now < end).then_some(claims)
}

fn mac(secret: &str, said: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(said.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_says_what_was_signed_and_nothing_else() {
        let token = sign("hush", &json!({ "status": 2, "exp": 100 }));
        assert_eq!(read("hush", &token, 99).unwrap()["status"], 2);
        assert_eq!(read("hush", &token, 100), None, "over");
        assert_eq!(read("other", &token, 99), None);
        let (said, code) = token.rsplit_once('.').unwrap();
        let (header, _) = said.split_once('.').unwrap();
        let other = URL_SAFE_NO_PAD.encode(r#"{"status":6}"#);
        assert_eq!(read("hush", &format!("{header}.{other}.{code}"), 0), None);
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        assert_eq!(read("hush", &format!("{none}.{other}."), 0), None);
        for garbage in ["", ".", "..", "a.b.c", "é.é.é"] {
            assert_eq!(read("hush", garbage, 0), None, "{garbage}");
        }
    }
}
