//! How a document comes to a node: from the log, or from the file.

use bytes::Bytes;
use sheets::Unopenable;
use tokio::time::Instant;
use uuid::Uuid;

use files::model::File;

use super::Session;
use super::saving::Saving;
use crate::Coedit;
use crate::content::{Content, Kind};
use crate::desk::Desk;
use crate::document::Document;
use crate::error::Error;
use crate::paper::Paper;
use crate::presence::Presence;
use crate::protocol;
use crate::store::{self, Claimed, Kept, Key};
use crate::text::{Form, Unreadable};

impl Session {
    /// Takes the lease and makes the document.
    pub(super) async fn open(coedit: &Coedit, key: Key) -> Result<Self, Error> {
        let (kept, paper) = match claim(coedit, key).await? {
            Claimed::Ours(kept) => (kept, None),
            Claimed::Elsewhere => return Err(Error::Elsewhere),
            Claimed::Nothing => begin(coedit, key).await?,
        };
        let Ok(content) = kept.form.parse::<Content>();
        let document = from_log(coedit, key, content.kind(), kept.last).await?;
        let mut session = Self {
            coedit: coedit.clone(),
            key,
            document,
            content,
            desk: None,
            paper,
            saving: Saving::new(kept.saved != kept.last),
            kept,
            members: Default::default(),
            presence: Presence::default(),
            renew: Instant::now(),
            said: Default::default(),
            empty: Some(Instant::now()),
        };
        session.renew = session.next_renewal();
        let file = coedit.files().find(key.portal, key.file).await?;
        let Some(file) = file else {
            return session.forget().await;
        };
        session.follow(&file).await?;
        let is_there = match content.kind() {
            Kind::Text => true,
            Kind::Workbook => session.desk.is_some(),
            Kind::Prose | Kind::Slides => session.paper.is_some(),
        };
        if !is_there {
            let bytes = coedit.files().bytes_of(&file).await?;
            match content.kind() {
                kind @ (Kind::Prose | Kind::Slides) => match Paper::open(kind, bytes).await {
                    Ok(paper) => session.paper = Some(paper),
                    Err(unopenable) => session.refuse(unopenable).await?,
                },
                _ => session.lay(bytes).await?,
            }
        }
        Ok(session)
    }

    /// Opens the workbook in these bytes, which hold what is saved, with what was done since.
    async fn lay(&mut self, bytes: Bytes) -> Result<(), Error> {
        let (key, saved, last) = (self.key, self.kept.saved, self.kept.last);
        let mut base = from_log(&self.coedit, key, Kind::Workbook, saved).await?;
        let moves = base.moves().to_vec();
        let since = move |tx: &mut sql::Tx<'_>| store::updates_since(tx, key, saved, last);
        let mut changes = Vec::new();
        for update in self.coedit.db().read(since).await? {
            changes.extend(base.replay(&update).map_err(|_| Error::Lost)?);
        }
        match Desk::open(bytes, moves, changes).await {
            Ok(desk) => self.desk = Some(desk),
            Err(unopenable) => return self.refuse(unopenable).await,
        }
        let ids: Vec<u64> = self.members.keys().copied().collect();
        for id in ids {
            if let Some(desk) = &self.desk {
                desk.glance(id);
            }
        }
        Ok(())
    }

    /// The file holds what cannot be edited: there is no document.
    async fn refuse(&self, why: impl Into<Error>) -> Result<(), Error> {
        let key = self.key;
        let gone = move |tx: &mut sql::Tx<'_>| store::forget(tx, key);
        self.coedit.db().write(gone).await?;
        Err(why.into())
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
        let kind = self.content.kind();
        self.document = from_log(&self.coedit, self.key, kind, self.kept.last).await?;
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
        let kind = self.content.kind();
        let base = from_log(&self.coedit, self.key, kind, self.kept.saved).await?;
        let mut paper = None;
        let (content, update) = match self.content {
            Content::Text(_) => match Form::read(&bytes) {
                Ok((form, text)) => (Content::Text(form), base.become_text(&text)),
                Err(unreadable) => return self.refuse(unreadable).await,
            },
            Content::Workbook => (Content::Workbook, base.forget_typed()),
            Content::Prose | Content::Slides => match Paper::open(kind, bytes.clone()).await {
                Ok(opened) => {
                    let update = opened.taken_in(&base)?;
                    let content = opened.content();
                    paper = Some(opened);
                    (content, update)
                }
                Err(unopenable) => return self.refuse(unopenable).await,
            },
        };
        let kept = Kept {
            form: content.to_string(),
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
        self.content = content;
        self.document.take_in(&update).map_err(|_| Error::Lost)?;
        self.send_others(None, &protocol::update(update));
        if content == Content::Workbook {
            self.lay(bytes).await?;
        }
        if let Some(paper) = paper {
            self.send_others(None, &paper.glance());
            self.paper = Some(paper);
        }
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

async fn from_log(coedit: &Coedit, key: Key, kind: Kind, to: i64) -> Result<Document, Error> {
    let updates = coedit
        .db()
        .read(move |tx| store::updates(tx, key, to))
        .await?;
    Document::from_log(kind, updates.iter().map(Vec::as_slice)).map_err(|error| {
        tracing::error!(%error, file = key.file.0, "the log of a document cannot be read");
        Error::Lost
    })
}

/// A document of what is in the file; with the file itself when that is a text document or a presentation.
async fn begin(coedit: &Coedit, key: Key) -> Result<(Kept, Option<Paper>), Error> {
    let file = coedit.files().find(key.portal, key.file).await?;
    let file = file.ok_or(Error::Gone)?;
    let kind = Kind::of(&file.title);
    if usize::try_from(file.version.size).map_or(true, |size| size > kind.largest()) {
        return Err(match kind {
            Kind::Workbook => Unopenable::TooLarge.into(),
            Kind::Prose | Kind::Slides => prose::Unopenable::TooLarge.into(),
            Kind::Text => Unreadable::TooLarge.into(),
        });
    }
    let bytes = coedit.files().bytes_of(&file).await?;
    let mut opened = None;
    let (content, document) = match kind {
        Kind::Workbook => (Content::Workbook, Document::of_cells()),
        Kind::Text => {
            let (form, text) = Form::read(&bytes)?;
            (Content::Text(form), Document::of(&text))
        }
        Kind::Prose | Kind::Slides => {
            let paper = Paper::open(kind, bytes.clone()).await?;
            let made = (paper.content(), paper.document());
            opened = Some(paper);
            made
        }
    };
    let whole = document.whole();
    let kept = Kept {
        generation: Uuid::new_v4().simple().to_string(),
        form: content.to_string(),
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
    made.then_some((kept, opened)).ok_or(Error::Elsewhere)
}
