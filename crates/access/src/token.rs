//! Secrets handed to clients: session tokens and API keys. Only their hashes are stored.

/// What an API key begins with.
pub(crate) const KEY_PREFIX: &str = "sk-";

/// A new session token: 64 hex digits. It neither begins with [`KEY_PREFIX`] nor has the dots of a JWT, so a
/// header that carries it is not taken for another kind (`platform/03a §3.3`).
pub(crate) fn session() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// A new API key: `sk-` and 64 hex digits (`platform/03a §3.8`).
pub(crate) fn key() -> String {
    format!("{KEY_PREFIX}{}", session())
}

/// What is stored of a secret. A plain hash is enough: the secret has 256 random bits.
pub(crate) fn hash(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// Whether a password is an API key, which programs that know passwords only give in its place.
pub(crate) fn is_key(secret: &str) -> bool {
    secret.len() == KEY_PREFIX.len() + 64 && secret.starts_with(KEY_PREFIX)
}

/// A credential of a request, as its headers show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// A session token.
    Token(String),
    /// An API key.
    Key(String),
    /// E-mail and plain password, or an API key in its place.
    Basic(String, String),
    /// Something of another scheme, or damaged.
    Foreign,
}

/// Reads an `Authorization` header (`platform/03a §3.3`).
pub(crate) fn read(header: &str) -> Option<Given> {
    use base64::Engine as _;
    let header = header.trim();
    if header.is_empty() {
        return None;
    }
    if let Some(pair) = header.strip_prefix("Basic ") {
        let decoded = base64::engine::general_purpose::STANDARD
            .decode(pair.trim())
            .ok();
        let text = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
        let pair = text.as_deref().and_then(|text| text.split_once(':'));
        return Some(pair.map_or(Given::Foreign, |(user, password)| {
            Given::Basic(user.to_owned(), password.to_owned())
        }));
    }
    let token = header.strip_prefix("Bearer ").unwrap_or(header).trim();
    Some(match token {
        _ if token.starts_with(KEY_PREFIX) => Given::Key(token.to_owned()),
        // A JWT, or a scheme such as `ASC pkey:date:hash`.
        _ if token.contains(['.', ' ']) || token.is_empty() => Given::Foreign,
        _ => Given::Token(token.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_header_is_read() {
        let token = |text: &str| Some(Given::Token(text.to_owned()));
        assert_eq!(read("Bearer abc"), token("abc"));
        assert_eq!(read("abc"), token("abc"));
        assert_eq!(read("Bearer sk-1"), Some(Given::Key("sk-1".to_owned())));
        assert_eq!(read("Bearer a.b.c"), Some(Given::Foreign));
        assert_eq!(read("ASC k:1:h"), Some(Given::Foreign));
        assert_eq!(read("Bearer "), Some(Given::Token("Bearer".to_owned())));
        assert_eq!(read(""), None);
        let basic = Given::Basic("a@b.c".to_owned(), "x:y".to_owned());
        assert_eq!(read("Basic YUBiLmM6eDp5"), Some(basic));
        assert_eq!(read("Basic ???"), Some(Given::Foreign));
    }

    #[test]
    fn tokens_are_taken_for_no_other_scheme() {
        let token = session();
        assert_eq!(read(&token), Some(Given::Token(token.clone())));
        assert_eq!(token.len(), 64);
        assert!(key().starts_with("sk-"));
    }
}
