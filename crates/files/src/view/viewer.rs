//! Who looks at entries, and from where.

use axum::extract::FromRequestParts;
use http::request::Parts;
use portal::{BaseUrl, Here, Installation, PortalId, Role, UserId, Visitor};
use sql::Micros;
use uuid::Uuid;

use crate::Error;
use crate::formats::{Accessibility, Conversion, Editors};
use crate::link_key;
use crate::rules::{CallerFacts, PortalFacts};
use crate::service::Files;
use crate::store::page::Whom;
use crate::thumbnails::Thumbnails;

/// Everything rights and answers need to know of a request. As an extractor it lets everybody in:
/// the rules decide. Handlers that need a signed-in person add [`portal::Caller`] before it.
#[derive(Clone)]
pub struct Viewer {
    /// The portal.
    pub portal: PortalId,
    /// The portal's owner, who owns the roots of the whole portal.
    pub portal_owner: UserId,
    /// The person, if somebody is signed in.
    pub caller: CallerFacts,
    /// The person's display name.
    pub name: String,
    /// Public address of the portal without a slash at the end.
    pub base: String,
    /// The external link of the request.
    pub link: Option<LinkInHand>,
    /// What the editors can open.
    pub editors: Editors,
    /// What can be converted.
    pub conversion: Conversion,
    /// What small pictures can be made of.
    pub thumbnails: Thumbnails,
    /// What the portal offers.
    pub offers: PortalFacts,
    /// The moment of the request.
    pub now: Micros,
    /// Makes keys of links.
    pub installation: Installation,
}

/// Name of the cookie that keeps the proof of a link's password.
pub fn proof_cookie(link: Uuid) -> String {
    format!("share_{}", link.simple())
}

/// An external link whose key came with the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInHand {
    /// The link.
    pub id: Uuid,
    /// Its key, as the request has it.
    pub key: String,
    /// What the visit that entered its password left in a cookie.
    pub proof: Option<String>,
}

impl Viewer {
    /// The signed-in person.
    ///
    /// # Errors
    /// 401 when nobody is signed in.
    pub fn person(&self) -> Result<(UserId, Role), Error> {
        self.caller.person.ok_or(Error::Unauthorized)
    }

    /// The signed-in person's id, or the anonymous visitor's.
    pub fn user(&self) -> UserId {
        self.caller
            .person
            .map_or(UserId::ANONYMOUS, |(user, _)| user)
    }

    /// What can be done with files of an extension.
    pub fn can(&self, extension: &str, watermarked: bool) -> Accessibility {
        self.editors
            .accessibility(self.conversion, extension, watermarked)
    }

    /// Key of an external link.
    pub fn key_of(&self, link: Uuid) -> String {
        match &self.link {
            Some(hand) if hand.id == link => hand.key.clone(),
            _ => link_key::make(&self.installation, self.portal, link),
        }
    }

    /// What proves that a visitor entered the password of a link; worthless once it changes.
    pub fn password_proof(&self, link: Uuid, sealed: &str) -> String {
        let code = self
            .installation
            .mac("link visitor", &[&link.to_string(), sealed]);
        base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, code)
    }

    /// Whether the visitor of this link entered its password.
    pub fn has_proof(&self, hand: &LinkInHand, sealed: &str) -> bool {
        let right = self.password_proof(hand.id, sealed);
        hand.proof.as_deref().is_some_and(|proof| {
            bool::from(subtle::ConstantTimeEq::ct_eq(
                proof.as_bytes(),
                right.as_bytes(),
            ))
        })
    }

    /// For whom facts are loaded. Strangers learn no names.
    pub fn whom(&self) -> Whom {
        Whom {
            names: self.caller.is_authenticated(),
            person: self.caller.person.map(|(user, _)| user),
            link: self.link.as_ref().map(|link| link.id),
            now: self.now,
        }
    }
}

impl FromRequestParts<Files> for Viewer {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, files: &Files) -> Result<Self, wire::Error> {
        let here = Here::from_request_parts(parts, files).await?;
        let visitor = Visitor::from_request_parts(parts, files)
            .await
            .unwrap_or_default();
        let base = match parts.extensions.get::<BaseUrl>() {
            Some(base) => base.0.clone(),
            None => BaseUrl::of(parts).0,
        };
        let installation = files.portals().installation();
        let link = visitor.share_key.and_then(|key| {
            let id = link_key::read(installation, here.id, &key)?;
            Some(LinkInHand {
                id,
                key,
                proof: portal::caller::cookie(parts, &proof_cookie(id)),
            })
        });
        let facts = CallerFacts::from(visitor.caller.as_ref());
        let caller = match facts.person {
            Some((user, _)) => files.notifications(here.id, user).await?.facts(facts),
            None => facts,
        };
        Ok(Self {
            portal: here.id,
            portal_owner: here.owner,
            caller,
            name: visitor.caller.map(|caller| caller.name).unwrap_or_default(),
            base,
            link,
            editors: files.editors_in(here.id).await?,
            conversion: files.conversion(),
            thumbnails: files.thumbnails(),
            offers: PortalFacts::default(),
            now: sql::now(),
            installation: installation.clone(),
        })
    }
}
