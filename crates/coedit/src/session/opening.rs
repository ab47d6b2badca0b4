//! How a document comes to a node: from the log, or from the file.

use tokio::time::Instant;
use uuid::Uuid;

use files::model::File;

use super::Session;
use super::saving::Saving;
use crate::Coedit;
use crate::document::Document;
use crate::error::Error;
use crate::presence::Presence;
use crate::protocol;
use crate::store::{self, Claimed, Kept, Key};
use crate::text::Form;

impl Session {
    /// Takes the lease and makes the document.
    pub(super) async fn open(coedit: &Coedit, key: Key) -> Result<Self, Error> {
        let kept = match claim(coedit, key).await? {
            Claimed::Ours(kept) => kept,
            Claimed::Elsewhere => return Err(Error::Elsewhere),
            Claimed::Nothing => begin(coedit, key).await?,
        };
        let document = from_log(coedit, key, kept.last).await?;
        let mut session = Self {
            coedit: coedit.clone(),
            key,
            document,
            form: kept.form.parse().unwrap_or_default(),
            saving: Saving::new(kept.saved != kept.last),
            kept,
            members: Default::default(),
            presence: Presence::default(),
            renew: Instant::now(),
            empty: Some(Instant::now()),
        };
        session.renew = session.next_renewal();
        let file = coedit.files().find(key.portal, key.file).await?;
        match file {
            Some(file) => session.follow(&file).await?,
            None => return session.forget().await,
        }
        Ok(session)
    }

    /// Takes a document again that was let go of a moment ago.
    pub(super) async fn take_again(&mut self) -> Result<(), Error> {
        match claim(&self.coedit, self.key).await? {
            Claimed::Ours(kept) if kept.last == self.kept.last => {
                self.kept = kept;
                self.renew = self.next_renewal();
                Ok(())
            }
            _ => Err(Error::Lost),
        }
    }

    /// Makes the document anew from the log: what was refused may have left traces.
    pub(super) async fn reload(&mut self) -> Result<(), Error> {
        self.document = from_log(&self.coedit, self.key, self.kept.last).await?;
        Ok(())
    }

    /// The file is gone: so is the document.
    pub(super) async fn forget<T>(&self) -> Result<T, Error> {
        let key = self.key;
        self.coedit
            .db()
            .write(move |tx| store::forget(tx, key))
            .await?;
        Err(Error::Gone)
    }

    /// Takes in what somebody saved past the session (an upload, an older version restored) as if he had written it on
    /// top of the last version: it merges with what is unsaved.
    pub(super) async fn follow(&mut self, file: &File) -> Result<(), Error> {
        if file.version.object == self.kept.object {
            return Ok(());
        }
        let bytes = self.coedit.files().bytes_of(file).await?;
        let read = Form::read(&bytes);
        let (form, text) = match read {
            Ok(read) => read,
            Err(unreadable) => {
                let key = self.key;
                let gone = move |tx: &mut sql::Tx<'_>| store::forget(tx, key);
                self.coedit.db().write(gone).await?;
                return Err(unreadable.into());
            }
        };
        let base = from_log(&self.coedit, self.key, self.kept.saved).await?;
        let update = base.become_text(&text);
        let kept = Kept {
            form: form.to_string(),
            base: file.version.number,
            object: file.version.object.clone(),
            own_version: None,
            hash: blake3::hash(&bytes).to_hex().to_string(),
            ..self.kept.clone()
        };
        let (key, owner, whole) = (self.key, self.coedit.lease().owner, base.whole());
        let stored = kept.clone();
        let ours = self
            .coedit
            .db()
            .write(move |tx| store::saved(tx, key, &owner, &stored, &whole))
            .await?;
        if !ours {
            return Err(Error::Lost);
        }
        self.kept = kept;
        self.form = form;
        self.document.apply(&update).map_err(|_| Error::Lost)?;
        self.send_others(None, &protocol::update(update));
        self.tell_all();
        Ok(())
    }
}

async fn claim(coedit: &Coedit, key: Key) -> Result<Claimed, Error> {
    let lease = coedit.lease();
    let claimed = coedit
        .db()
        .write(move |tx| store::claim(tx, key, &lease))
        .await?;
    Ok(claimed)
}

async fn from_log(coedit: &Coedit, key: Key, to: i64) -> Result<Document, Error> {
    let updates = coedit
        .db()
        .read(move |tx| store::updates(tx, key, to))
        .await?;
    Document::from_log(updates.iter().map(Vec::as_slice)).map_err(|error| {
        tracing::error!(%error, file = key.file.0, "the log of a document cannot be read");
        Error::Lost
    })
}

/// A document of what is in the file.
async fn begin(coedit: &Coedit, key: Key) -> Result<Kept, Error> {
    let file = coedit.files().find(key.portal, key.file).await?;
    let file = file.ok_or(Error::Gone)?;
    if usize::try_from(file.version.size).map_or(true, |size| size > crate::text::LARGEST) {
        return Err(crate::text::Unreadable::TooLarge.into());
    }
    let bytes = coedit.files().bytes_of(&file).await?;
    let (form, text) = Form::read(&bytes)?;
    let whole = Document::of(&text).whole();
    let kept = Kept {
        generation: Uuid::new_v4().simple().to_string(),
        form: form.to_string(),
        base: file.version.number,
        object: file.version.object,
        own_version: None,
        saved: 0,
        last: 0,
        hash: blake3::hash(&bytes).to_hex().to_string(),
    };
    let (lease, stored) = (coedit.lease(), kept.clone());
    let made = coedit
        .db()
        .write(move |tx| store::begin(tx, key, &lease, &stored, &whole))
        .await?;
    // Somebody was faster: another node, since this one opens a document once.
    made.then_some(kept).ok_or(Error::Elsewhere)
}
