//! From the document to versions of the file. One save at a time goes on beside the session: nobody waits for it.

use std::time::Duration;

use files::service::SessionVersion;
use files::upload::Received;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::{End, Session};
use crate::content::Content;
use crate::error::Error;
use crate::paper::Draft;
use crate::store::{self, Kept};
use crate::{Coedit, Options};

/// How long to wait after the first failure; twice as long after each further one, up to a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// Bytes of unsaved updates after which a version is saved at once, and after which nobody may add to them.
const MANY: usize = 32 << 20;
const TOO_MANY: usize = 128 << 20;

/// What came of a save.
enum Saved {
    /// The updates up to `Kept::saved` are in a version.
    Done(Box<Kept>),
    /// Another version came in between: it is to be taken in first.
    Overtaken,
    /// The document is not ours any more.
    Lost,
    /// The words are for those who write.
    Failed(String),
}

/// The end of a save's task.
pub(super) struct Outcome(Option<Saved>);

/// When to save, and the save that is under way.
pub(super) struct Saving {
    /// Since when there is something unsaved, and when the last change came.
    unsaved: Option<(Instant, Instant)>,
    task: Option<JoinHandle<Saved>>,
    failure: Option<String>,
    failures: u32,
    not_before: Option<Instant>,
    look: bool,
    /// Bytes written down since the last save began.
    bytes: usize,
    /// Those that the save under way is about.
    under_way: usize,
}

impl Saving {
    pub(super) fn new(unsaved: bool) -> Self {
        let now = Instant::now();
        Self {
            unsaved: unsaved.then_some((now, now)),
            task: None,
            failure: None,
            failures: 0,
            not_before: None,
            look: false,
            bytes: 0,
            under_way: 0,
        }
    }

    /// There is something to save, so many bytes of it; `true` when there was nothing before.
    pub(super) fn changed(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        let now = Instant::now();
        let first = self.unsaved.is_none();
        let since = self.unsaved.map_or(now, |(since, _)| since);
        self.unsaved = Some((since, now));
        first
    }

    /// When to save next.
    pub(super) fn due(&self, options: &Options, alone: bool) -> Option<Instant> {
        let (since, last) = self.unsaved?;
        if self.task.is_some() {
            return None;
        }
        let wish = if alone || self.bytes > MANY {
            last
        } else {
            (last + options.rest).min(since + options.longest)
        };
        Some(self.not_before.map_or(wish, |moment| wish.max(moment)))
    }

    /// Saving fails for so long that nothing more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.bytes > TOO_MANY
    }

    pub(super) fn is_needed(&self) -> bool {
        self.unsaved.is_some()
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.task.is_some()
    }

    /// Nothing is under way, and nothing is unsaved but what could not be saved.
    pub(super) fn is_at_rest(&self) -> bool {
        self.task.is_none() && (self.unsaved.is_none() || self.failure.is_some())
    }

    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    pub(super) fn look_afterwards(&mut self) {
        self.look = true;
    }

    /// Waits for the save that is under way; for ever when there is none.
    pub(super) async fn done(&mut self) -> Outcome {
        let Some(task) = &mut self.task else {
            return std::future::pending().await;
        };
        let outcome = task.await.ok();
        self.task = None;
        Outcome(outcome)
    }

    fn failed(&mut self, words: String) {
        self.bytes += std::mem::take(&mut self.under_way);
        let pause = FIRST_PAUSE * 2_u32.pow(self.failures.min(4));
        self.failures += 1;
        self.failure = Some(words);
        self.not_before = Some(Instant::now() + pause.min(Duration::from_secs(60)));
    }
}

impl Session {
    /// Begins to save what is there at this moment, unless a save is under way.
    pub(super) fn begin_save(&mut self, comment: &'static str) {
        if self.saving.task.is_some() || self.kept.saved == self.kept.last {
            return;
        }
        let work = Work {
            coedit: self.coedit.clone(),
            key: self.key,
            source: self.source(),
            whole: self.document.whole(),
            kept: Kept {
                saved: self.kept.last,
                ..self.kept.clone()
            },
            comment,
        };
        self.saving.task = Some(tokio::spawn(work.save()));
        self.saving.under_way = std::mem::take(&mut self.saving.bytes);
    }

    /// The bytes of what is there at this moment.
    fn source(&self) -> Source {
        match (self.content, &self.desk) {
            (Content::Text(form), _) => Source::Bytes(form.write(&self.document.text())),
            (Content::Workbook, Some(desk)) => Source::Desk(desk.write()),
            (Content::Workbook, None) => Source::Bytes(Vec::new()),
            (Content::Prose | Content::Slides, _) => match &self.paper {
                Some(paper) => match paper.draft(&self.document) {
                    Ok(draft) => Source::Draft(draft),
                    Err(error) => Source::Nothing(error.to_string()),
                },
                None => Source::Nothing("This document is not open.".to_owned()),
            },
        }
    }

    /// Saves and waits until it is done.
    pub(super) async fn save_now(&mut self) {
        for _ in 0..2 {
            self.begin_save("Autosaved");
            if !self.saving.is_under_way() {
                return;
            }
            let outcome = self.saving.done().await;
            if self.after_save(outcome).await.is_err() {
                return;
            }
        }
    }

    pub(super) async fn after_save(
        &mut self,
        Outcome(saved): Outcome,
    ) -> Result<Option<End>, Error> {
        let mut look = std::mem::take(&mut self.saving.look);
        match saved {
            Some(Saved::Done(kept)) => {
                self.kept = Kept {
                    last: self.kept.last,
                    ..*kept
                };
                let behind = self.kept.saved != self.kept.last;
                self.saving.unsaved = behind.then(|| (Instant::now(), Instant::now()));
                self.saving.failure = None;
                self.saving.failures = 0;
                self.saving.not_before = None;
            }
            Some(Saved::Overtaken) => look = true,
            Some(Saved::Lost) => return Err(Error::Lost),
            Some(Saved::Failed(words)) => self.saving.failed(words),
            None => self.saving.failed("The server failed.".to_owned()),
        }
        self.tell_all();
        if look {
            self.look().await?;
        }
        Ok(None)
    }
}

/// Where the bytes of a version come from.
enum Source {
    Bytes(Vec<u8>),
    /// The workbook writes them.
    Desk(oneshot::Receiver<Result<Vec<u8>, String>>),
    /// They are written into the package of the document.
    Draft(Draft),
    /// There are none; the words are for those who write.
    Nothing(String),
}

impl Source {
    async fn bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Draft(draft) => draft.write().await,
            Self::Nothing(words) => Err(words),
            Self::Desk(written) => match written.await {
                Ok(written) => written,
                Err(_) => Err("The server could not write this workbook.".to_owned()),
            },
        }
    }
}

/// One save.
struct Work {
    coedit: Coedit,
    key: store::Key,
    source: Source,
    whole: Vec<u8>,
    /// As it is when the save is done, but for the version.
    kept: Kept,
    comment: &'static str,
}

impl Work {
    async fn save(self) -> Saved {
        let file = self.key.file.0;
        match self.attempt().await {
            Ok(saved) => saved,
            Err(error) => {
                tracing::warn!(%error, file, "a document was not saved");
                let told = matches!(
                    error,
                    files::Error::Quota(_) | files::Error::Full(_) | files::Error::NotFound(_)
                );
                Saved::Failed(match told {
                    true => error.to_string(),
                    false => "The server could not reach its data.".to_owned(),
                })
            }
        }
    }

    async fn attempt(self) -> Result<Saved, files::Error> {
        let Self {
            coedit,
            key,
            source,
            whole,
            mut kept,
            comment,
        } = self;
        let bytes = match source.bytes().await {
            Ok(bytes) => bytes,
            Err(words) => return Ok(Saved::Failed(words)),
        };
        let owner = coedit.lease().owner;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        if hash == kept.hash {
            // Everything was taken back: the log is put together, the file stays as it is.
            let stored = kept.clone();
            let ours = coedit
                .db()
                .write(move |tx| store::saved(tx, key, &owner, &stored, &whole))
                .await?;
            return Ok(if ours {
                Saved::Done(Box::new(kept))
            } else {
                Saved::Lost
            });
        }
        kept.hash = hash;
        let changes = coedit.db().read(move |tx| store::authors(tx, key)).await?;
        let head = bytes
            .get(..bytes.len().min(files::pdf_form::HEAD))
            .unwrap_or_default();
        let received = Received {
            head: head.to_vec(),
            object: coedit
                .files()
                .blobs()
                .of(key.portal.0)
                .put_bytes(bytes)
                .await?,
        };
        let version = SessionVersion {
            portal: key.portal,
            file: key.file,
            received,
            changes,
            again: kept.own_version,
            upon: kept.object.clone(),
            comment,
        };
        let mut stored = kept.clone();
        let (done, after) = oneshot::channel();
        let saved = coedit
            .files()
            .save_session(version, move |tx, file| {
                stored.base = file.version.number;
                stored.own_version = Some(file.version.number);
                stored.object.clone_from(&file.version.object);
                if !store::saved(tx, key, &owner, &stored, &whole)? {
                    return Err(files::Error::Failed(LOST.to_owned()));
                }
                let _ = done.send(stored);
                Ok(())
            })
            .await;
        match saved {
            Ok(None) => Ok(Saved::Overtaken),
            Ok(Some(_)) => Ok(after
                .await
                .map_or(Saved::Lost, |kept| Saved::Done(Box::new(kept)))),
            Err(files::Error::Failed(text)) if text == LOST => Ok(Saved::Lost),
            Err(error) => Err(error),
        }
    }
}

/// The document was taken over while it was being saved.
const LOST: &str = "This document is opened anew.";
