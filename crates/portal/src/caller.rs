//! Who asks and where: what the server's middleware found out about a request, as extractors.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::model::{Portal, PortalId, Role, UserId};

/// The way a caller proved who he is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// Session cookie.
    Cookie,
    /// The same session token in the `Authorization` header.
    Token,
    /// `Authorization: Basic`.
    Basic,
    /// `Authorization: Bearer sk-…` with its scopes; an empty list means everything.
    ApiKey {
        /// Id of the key.
        key: uuid::Uuid,
        /// Scopes such as `files:read`.
        scopes: Vec<String>,
    },
    /// A mailed link, for the one call it was made for.
    Link,
}

/// The user who makes the request. As an extractor it answers 401 when there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The portal he is in.
    pub portal: PortalId,
    /// His id.
    pub user: UserId,
    /// His type in the portal.
    pub role: Role,
    /// Display name.
    pub name: String,
    /// E-mail as stored, with its case.
    pub email: String,
    /// Culture he chose, if any.
    pub culture: Option<String>,
    /// Number of the session, when he signed in.
    pub session: Option<i64>,
    /// How he proved who he is.
    pub via: Via,
}

impl Caller {
    /// Owner or administrator.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role.is_admin()
    }

    /// Passes administrators.
    ///
    /// # Errors
    /// "Access denied" (403) for everybody else.
    pub fn require_admin(&self) -> Result<(), wire::Error> {
        if self.is_admin() {
            Ok(())
        } else {
            Err(wire::Error::denied())
        }
    }

    /// Passes the owner.
    ///
    /// # Errors
    /// "Access denied" (403) for everybody else.
    pub fn require_owner(&self) -> Result<(), wire::Error> {
        if self.role == Role::Owner {
            Ok(())
        } else {
            Err(wire::Error::denied())
        }
    }

    /// The user's id as text, as events and jobs keep it.
    #[must_use]
    pub fn actor(&self) -> Option<String> {
        Some(self.user.to_string())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(wire::Error::anonymous)
    }
}

/// A valid confirm header of the request (`platform/03a §3.6`): the right to one thing, without a session.
/// As an extractor it answers 403 to the signed-in who have none, and 401 to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Type of the link, e.g. `PasswordChange`.
    pub kind: &'static str,
    /// Whom the link was made for, when it was made for somebody who has an account.
    pub user: Option<UserId>,
    /// The e-mail the link is about.
    pub email: Option<String>,
    /// The key itself, for those that work once only.
    pub key: String,
}

impl Confirmed {
    /// Passes links of a type.
    ///
    /// # Errors
    /// "Access denied" (403) for links of another type.
    pub fn require(&self, kind: &str) -> Result<(), wire::Error> {
        if self.kind == kind {
            Ok(())
        } else {
            Err(wire::Error::denied())
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Confirmed {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let signed_in = parts.extensions.get::<Caller>().is_some();
        let link = parts.extensions.get::<Self>().cloned();
        link.ok_or_else(|| match signed_in {
            true => wire::Error::denied(),
            false => wire::Error::anonymous(),
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Confirmed {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Scheme and host under which the client reaches us, without a slash at the end: `https://office.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(pub String);

impl BaseUrl {
    /// From the forwarded headers, else from `Host`.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        Self(wire::base_url(&parts.headers, &parts.uri))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for BaseUrl {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

/// The portal of the request.
#[derive(Debug, Clone)]
pub struct Here(pub Arc<Portal>);

impl Deref for Here {
    type Target = Portal;

    fn deref(&self) -> &Portal {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Arc<Portal>>()
            .cloned()
            .map(Self)
            .ok_or_else(|| wire::Error::not_found("Portal not found"))
    }
}

/// Anybody: a signed-in caller, the holder of a shared link, or a stranger.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The signed-in user, if any.
    pub caller: Option<Caller>,
    /// Key of an external link: header `Request-Token`, else query `share` (`files/08 §5`).
    pub share_key: Option<String>,
    /// Anonymous session of a link's visitor: cookie `anonymous_session_key`.
    pub session: Option<String>,
}

impl Visitor {
    /// The signed-in caller.
    ///
    /// # Errors
    /// 401 when nobody is signed in.
    pub fn require(self) -> Result<Caller, wire::Error> {
        self.caller.ok_or_else(wire::Error::anonymous)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self {
            caller: parts.extensions.get::<Caller>().cloned(),
            share_key: share_key(parts),
            session: cookie(parts, "anonymous_session_key"),
        })
    }
}

fn share_key(parts: &Parts) -> Option<String> {
    let header = parts
        .headers
        .get("request-token")
        .and_then(|value| value.to_str().ok())
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(str::to_owned);
    header.or_else(|| {
        url::form_urlencoded::parse(parts.uri.query()?.as_bytes())
            .find(|(name, value)| name.eq_ignore_ascii_case("share") && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    })
}

/// The value of a cookie of the request; empty values count as absent.
#[must_use]
pub fn cookie(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn parts(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_share_key_comes_from_the_header_before_the_query() {
        let both = parts("/x?share=b", &[("Request-Token", "a")]);
        assert_eq!(share_key(&both).as_deref(), Some("a"));
        assert_eq!(share_key(&parts("/x?Share=b", &[])).as_deref(), Some("b"));
        assert_eq!(share_key(&parts("/x?share=", &[])), None);
    }

    #[test]
    fn an_empty_cookie_header_holds_nothing() {
        assert_eq!(cookie(&parts("/", &[("cookie", "")]), "a"), None);
        assert_eq!(
            cookie(&parts("/", &[("cookie", "b=1; a=2")]), "a").as_deref(),
            Some("2")
        );
    }
}
