//! Who is at the other end of a connection (`platform/09 §9.2`).

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts as _;
use files::service::sharing::{LinkStatus, Visit};
use files::view::{LinkInHand, Viewer};
use http::request::Parts;
use http::{HeaderValue, Method, Uri, header};
use portal::{Caller, Portal, PortalId, Status, UserId};
use uuid::Uuid;

use crate::Realtime;

/// Cookie by which programs of the portal's own pages hand on a token or key.
pub(crate) const TOKEN_COOKIE: &str = "authorization";

/// The session cookie.
pub(crate) const SESSION_COOKIE: &str = "asc_auth_key";

/// Somebody who listens: a person, or a visitor of a shared link.
#[derive(Clone)]
pub(crate) struct Session {
    /// As rights are evaluated for.
    pub(crate) viewer: Viewer,
    /// Number of the sign-in, when there was one.
    pub(crate) login: Option<i64>,
    who: Arc<Who>,
}

/// Those whose rights are the same: connections of one person by one link, or of the visitors of one link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Who {
    pub(crate) person: Option<UserId>,
    pub(crate) link: Option<Uuid>,
    /// Addresses in answers depend on how the portal is reached.
    pub(crate) base: String,
}

impl Session {
    fn new(viewer: Viewer, caller: Option<&Caller>) -> Self {
        let who = Who {
            person: viewer.caller.person.map(|(user, _)| user),
            link: viewer.link.as_ref().map(|link| link.id),
            base: viewer.base.clone(),
        };
        Self {
            viewer,
            login: caller.and_then(|caller| caller.session),
            who: Arc::new(who),
        }
    }

    pub(crate) fn portal(&self) -> PortalId {
        self.viewer.portal
    }

    pub(crate) fn person(&self) -> Option<UserId> {
        self.viewer.caller.person.map(|(user, _)| user)
    }

    pub(crate) fn is(&self, user: UserId) -> bool {
        self.person() == Some(user)
    }

    pub(crate) fn who(&self) -> Arc<Who> {
        Arc::clone(&self.who)
    }

    /// The viewer at this moment.
    pub(crate) fn looking(&self) -> Viewer {
        Viewer {
            now: sql::now(),
            ..self.viewer.clone()
        }
    }
}

/// Why nobody is let in; the text reaches the client as its connect error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A token of a user where only the service's own signature counts.
    Token,
    /// Nothing that proves anything.
    Unknown,
    /// The database failed.
    Failed,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "Authentication error (token check)",
            Self::Unknown => "Authentication error",
            Self::Failed => "Internal error",
        })
    }
}

impl std::error::Error for Refusal {}

impl Realtime {
    /// Who opens a connection with this request.
    pub(crate) async fn recognise(&self, parts: &Parts) -> Result<Session, Refusal> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            return Err(Refusal::Token);
        }
        let portal = parts.extensions.get::<Arc<Portal>>();
        let portal = portal.ok_or(Refusal::Unknown)?;
        let caller = self.caller(parts, portal).await?;
        let mut viewer = self.viewer(parts, portal, caller.as_ref()).await?;
        if let Some(link) = viewer.link.take() {
            viewer.link = self.opened(&viewer, link).await?;
        }
        if caller.is_none() && viewer.link.is_none() {
            return Err(Refusal::Unknown);
        }
        Ok(Session::new(viewer, caller.as_ref()))
    }

    /// The same one now, when he still is let in: his type may be another, or his session have ended. His link stays,
    /// what it opens is decided each time something is shown.
    pub(crate) async fn recognise_again(
        &self,
        parts: &Parts,
        portal: &Portal,
        known: &Session,
    ) -> Result<Option<Session>, Refusal> {
        if portal.status != Status::Active {
            return Ok(None);
        }
        let caller = self.caller(parts, portal).await?;
        if caller.as_ref().map(|caller| caller.user) != known.person() {
            return Ok(None);
        }
        let mut viewer = self.viewer(parts, portal, caller.as_ref()).await?;
        viewer.link.clone_from(&known.viewer.link);
        Ok(Some(Session::new(viewer, caller.as_ref())))
    }

    /// The person, by the cookies. As if he asked for his own profile: keys need that scope.
    async fn caller(&self, parts: &Parts, portal: &Portal) -> Result<Option<Caller>, Refusal> {
        let mut asking = parts.clone();
        asking.method = Method::GET;
        asking.uri = Uri::from_static("/api/2.0/people/@self");
        if let Some(token) = portal::caller::cookie(parts, TOKEN_COOKIE)
            && let Ok(token) = HeaderValue::from_str(&token)
        {
            asking.headers.insert(header::AUTHORIZATION, token);
        }
        let found = self.access().resolve(&asking, portal).await;
        let found = found.map_err(|error| failed(&error))?;
        let Some(caller) = found.caller.filter(|_| !found.out_of_scope) else {
            return Ok(None);
        };
        let address = access::Address::of(parts);
        let admitted = self.access().admits(portal, &caller, &address).await;
        let admitted = admitted.map_err(|error| failed(&error))?;
        Ok(Some(caller).filter(|_| admitted))
    }

    async fn viewer(
        &self,
        parts: &Parts,
        portal: &Portal,
        caller: Option<&Caller>,
    ) -> Result<Viewer, Refusal> {
        let mut parts = parts.clone();
        parts.extensions.insert(Arc::new(portal.clone()));
        parts.extensions.remove::<Caller>();
        if let Some(caller) = caller {
            parts.extensions.insert(caller.clone());
        }
        let viewer = Viewer::from_request_parts(&mut parts, self.files()).await;
        viewer.map_err(|error| failed(&error))
    }

    /// The link, when it lets its holder in.
    async fn opened(
        &self,
        viewer: &Viewer,
        link: LinkInHand,
    ) -> Result<Option<LinkInHand>, Refusal> {
        let visit = Visit {
            key: link.key.clone(),
            proof: link.proof.clone(),
            ..Visit::default()
        };
        let opened = self.files().visit(viewer, visit).await;
        let opened = opened.map_err(|error| failed(&error))?;
        Ok((opened.status == LinkStatus::Ok).then_some(link))
    }
}

fn failed(error: &dyn fmt::Debug) -> Refusal {
    tracing::warn!(?error, "a connection could not be checked");
    Refusal::Failed
}
