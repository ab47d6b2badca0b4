//! Who is at the other end of a connection, and what he may do at this moment.

use std::sync::Arc;

use axum::extract::FromRequestParts as _;
use files::model::FileId;
use files::service::Files;
use files::view::Viewer;
use http::request::Parts;
use http::{Method, Uri};
use portal::{Caller, Portal, Status, UserId, Via};

use crate::Coedit;
use crate::presence::Face;

/// Somebody at a document.
#[derive(Clone)]
pub(crate) struct Guest {
    /// The request he came with: he proves again who he is whenever rights may have changed.
    parts: Arc<Parts>,
    viewer: Viewer,
    /// What he may do.
    pub(crate) may_edit: bool,
}

impl Guest {
    /// The person, or the anonymous visitor.
    pub(crate) fn user(&self) -> UserId {
        self.viewer.user()
    }

    /// As others see him.
    pub(crate) fn face(&self) -> Face {
        Face {
            id: self.user().to_string(),
            name: self.viewer.name.clone(),
        }
    }
}

impl Coedit {
    /// Who opens a file with this request.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to read, for strangers and for keys without the scope.
    pub(crate) async fn welcome(&self, parts: &Parts, id: FileId) -> Result<Guest, wire::Error> {
        let portal = parts.extensions.get::<Arc<Portal>>().cloned();
        let portal = portal.ok_or_else(|| wire::Error::not_found("Portal not found"))?;
        let parts = Arc::new(kept(parts, &portal));
        let caller = self.caller(&parts, &portal).await?;
        if let Some(Caller {
            via: Via::Cookie, ..
        }) = &caller
            && !same_site(&parts)
            && !self.access().portals().config().dev
        {
            // Another site's page would act with the cookie of whoever looks at it.
            return Err(wire::Error::denied());
        }
        self.guest(parts, &portal, caller, id).await
    }

    /// The same one now; nothing when he may not look at the file any more, or is nobody any more.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn welcome_again(
        &self,
        guest: &Guest,
        id: FileId,
    ) -> Result<Option<Guest>, wire::Error> {
        let portal = self.access().portals().by_id(guest.viewer.portal).await?;
        let Some(portal) = portal.filter(|portal| portal.status == Status::Active) else {
            return Ok(None);
        };
        let again = async {
            let caller = self.caller(&guest.parts, &portal).await?;
            let person = guest.viewer.caller.person.map(|(user, _)| user);
            if caller.as_ref().map(|caller| caller.user) != person {
                return Err(wire::Error::denied());
            }
            self.guest(Arc::clone(&guest.parts), &portal, caller, id)
                .await
        };
        match again.await {
            Ok(guest) => Ok(Some(guest)),
            Err(error) if error.status().is_server_error() => Err(error),
            Err(_) => Ok(None),
        }
    }

    async fn guest(
        &self,
        parts: Arc<Parts>,
        portal: &Portal,
        caller: Option<Caller>,
        id: FileId,
    ) -> Result<Guest, wire::Error> {
        let writes = caller.as_ref().is_none_or(writes);
        let viewer = viewer(self.files(), &parts, portal, caller).await?;
        let opened = self.files().open_in_editor(&viewer, id).await?;
        Ok(Guest {
            parts,
            viewer,
            may_edit: opened.may_edit && writes,
        })
    }

    /// The person, as if he read the file by the API.
    async fn caller(&self, parts: &Parts, portal: &Portal) -> Result<Option<Caller>, wire::Error> {
        let mut asking = parts.clone();
        asking.method = Method::GET;
        asking.uri = Uri::from_static("/api/2.0/files/file/0");
        let found = self.access().resolve_anew(&asking, portal).await?;
        if found.out_of_scope {
            return Err(wire::Error::denied());
        }
        let path = asking.uri.path();
        let enters = self.access().may_enter(portal, found.caller.as_ref(), path);
        if !enters.await? {
            return Err(wire::Error::denied());
        }
        if let Some(caller) = &found.caller {
            let address = access::Address::of(parts);
            if !self.access().admits(portal, caller, &address).await? {
                return Err(wire::Error::denied());
            }
        }
        Ok(found.caller)
    }
}

/// Whether the caller's key, if it is one, may change files.
fn writes(caller: &Caller) -> bool {
    match &caller.via {
        Via::ApiKey { scopes, .. } => {
            access::scopes::allow(scopes, &Method::PUT, "/api/2.0/files/file/0")
        }
        _ => true,
    }
}

/// What is kept of a request: who it is from, and nothing of the connection.
fn kept(parts: &Parts, portal: &Arc<Portal>) -> Parts {
    let mut kept = http::Request::new(()).into_parts().0;
    kept.headers = parts.headers.clone();
    kept.uri = parts.uri.clone();
    kept.extensions.insert(Arc::clone(portal));
    kept
}

async fn viewer(
    files: &Files,
    parts: &Parts,
    portal: &Portal,
    caller: Option<Caller>,
) -> Result<Viewer, wire::Error> {
    let mut parts = parts.clone();
    parts.extensions.insert(Arc::new(portal.clone()));
    if let Some(caller) = caller {
        parts.extensions.insert(caller);
    }
    Viewer::from_request_parts(&mut parts, files).await
}

/// Whether the page that opens the connection came from where the connection goes.
fn same_site(parts: &Parts) -> bool {
    let Some(origin) = parts.headers.get(http::header::ORIGIN) else {
        return true; // no browser
    };
    let origin = origin
        .to_str()
        .ok()
        .and_then(|text| text.parse::<Uri>().ok());
    let here = wire::base_url(&parts.headers, &parts.uri)
        .parse::<Uri>()
        .ok();
    let host = |uri: &Option<Uri>| uri.as_ref().and_then(|uri| uri.authority().cloned());
    host(&origin).is_some() && host(&origin) == host(&here)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn pages_of_other_sites_are_told_apart() {
        let parts = |origin: Option<&str>| {
            let mut request = http::Request::builder().header("host", "office.example:8443");
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            request.body(()).unwrap().into_parts().0
        };
        assert!(same_site(&parts(None)));
        assert!(same_site(&parts(Some("https://office.example:8443"))));
        for other in [
            "https://office.example",
            "https://evil.example",
            "https://office.example.evil.example:8443",
            "null",
        ] {
            assert!(!same_site(&parts(Some(other))), "{other}");
        }
    }
}
