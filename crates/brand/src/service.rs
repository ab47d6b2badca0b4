//! The verbs: choosing logos, going back to the product's. Nobody but administrators may.

use blob::{Blobs, Object};
use bytes::Bytes;
use portal::brand::{Kind, Logos, Tone};
use portal::settings::{self, LimitedSpace, LogoText};
use portal::{Caller, PortalId, Portals, Scope};
use sql::{Db, Tx};

use crate::error::Error;
use crate::{picture, store};

/// The logos of portals at work. Cheap to clone.
#[derive(Clone)]
pub struct Brand {
    portals: Portals,
    blobs: Blobs,
}

/// A picture for a kind of logo on one ground.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The kind.
    pub kind: Kind,
    /// The ground.
    pub tone: Tone,
    /// The file as it was sent.
    pub bytes: Bytes,
}

/// The same, stored.
struct Stored {
    kind: Kind,
    tone: Tone,
    extension: &'static str,
    object: Object,
}

impl Brand {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(portals: Portals, blobs: Blobs) -> Self {
        Self { portals, blobs }
    }

    fn db(&self) -> &Db {
        self.portals.db()
    }

    /// Shows pictures, and a text beside the logo when one is given: all or nothing.
    ///
    /// # Errors
    /// 403 for everybody but administrators and in spaces with limited access; 400 for what is no picture, too large,
    /// or could run or load something.
    pub async fn choose(
        &self,
        caller: &Caller,
        text: Option<String>,
        choices: Vec<Choice>,
    ) -> Result<(), Error> {
        self.require(caller).await?;
        // All are judged before the first is kept.
        let mut pictures = Vec::with_capacity(choices.len());
        for choice in choices {
            let picture = picture::fit(choice.bytes, choice.kind).await?;
            pictures.push((choice.kind, choice.tone, picture));
        }
        let blobs = self.blobs.of(caller.portal.0);
        let mut stored = Vec::with_capacity(pictures.len());
        for (kind, tone, picture) in pictures {
            stored.push(Stored {
                kind,
                tone,
                extension: picture.extension,
                object: blobs.put_bytes(picture.bytes).await?,
            });
        }
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| this.keep(tx, &caller, text, &stored))
            .await
    }

    fn keep(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        text: Option<String>,
        stored: &[Stored],
    ) -> Result<(), Error> {
        let (portal, now) = (caller.portal, sql::now());
        // Two administrators at once must not undo each other's choice.
        tx.lock(&format!("brand/{portal}"))?;
        if !stored.is_empty() {
            let mut logos: Logos = settings::load(tx, portal, Scope::Portal)?;
            for one in stored {
                let slot = one.kind.slot(one.tone);
                store::put(tx, portal, &slot, one.extension, &one.object, now)?;
                let file = format!("{slot}.{}", one.extension);
                logos.choose(one.kind, one.tone, &file, &one.object.id.to_string());
            }
            self.portals.save_in(tx, caller, &logos, now)?;
        }
        if let Some(text) = text {
            let text = text.trim().to_owned();
            self.portals.save_in(tx, caller, &LogoText { text }, now)?;
        }
        Ok(())
    }

    /// Goes back to the product's logos.
    ///
    /// # Errors
    /// 403 as [`Brand::choose`].
    pub async fn restore(&self, caller: &Caller) -> Result<(), Error> {
        self.require(caller).await?;
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                tx.lock(&format!("brand/{}", caller.portal))?;
                store::clear(tx, caller.portal, now)?;
                this.portals.save_in(tx, &caller, &Logos::default(), now)?;
                Ok(())
            })
            .await
    }

    /// A chosen picture by the name of its file: its bytes, and whether it is a drawing.
    ///
    /// # Errors
    /// There is none.
    pub async fn file(&self, portal: PortalId, file: &str) -> Result<(Bytes, bool), Error> {
        let (slot, extension) = file.rsplit_once('.').ok_or(Error::NotFound)?;
        let slot = slot.to_owned();
        let find = move |tx: &mut Tx<'_>| store::picture(tx, portal, &slot);
        let found = self.db().read(find).await?;
        let found = found.filter(|(stored, _)| stored == extension);
        let (extension, object) = found.ok_or(Error::NotFound)?;
        Ok((self.blobs.get_bytes(&object).await?, extension == "svg"))
    }

    async fn require(&self, caller: &Caller) -> Result<(), Error> {
        let space: LimitedSpace = self.portals.hot(caller.portal).await?;
        if !caller.is_admin() || space.limited {
            return Err(Error::Denied);
        }
        Ok(())
    }
}
