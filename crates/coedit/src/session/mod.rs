//! The life of one document: a task that hears everybody, one call after the other.
//!
//! An update goes this way: it is looked at and applied (`hearing`), written to the log together with the others that
//! came meanwhile, and only then passed on and acknowledged. What cannot be written ends the session: everybody comes
//! again, and the document is made anew from the log. Saving (`saving`) goes on beside it.

mod hearing;
mod opening;
mod saving;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use portal::UserId;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::content::Content;
use crate::desk::{Desk, Told};
use crate::document::Document;
use crate::error::Error;
use crate::paper::Paper;
use crate::presence::Presence;
use crate::protocol::{self, Code, Notice};
use crate::rights::Guest;
use crate::session::saving::Saving;
use crate::store::{self, Kept, Key};
use crate::{Coedit, micros};

/// Calls heard together, at most: their updates are one write.
const TOGETHER: usize = 256;
/// People at one document.
const MEMBERS: usize = 100;
/// How often it is said again who works on a file.
const WORKS: Duration = Duration::from_secs(30);

/// Something for a document to hear.
pub(crate) enum Call {
    /// Somebody comes.
    Enter {
        connection: u64,
        guest: Box<Guest>,
        out: mpsc::Sender<Out>,
    },
    /// Somebody says something.
    Heard { connection: u64, message: Bytes },
    /// Somebody goes.
    Left(u64),
    /// Rights or the file may be others now.
    Look,
    /// Somebody wants the package of the document, for the pictures in it.
    Package(oneshot::Sender<Arc<[u8]>>),
    /// The node stops.
    Close(oneshot::Sender<()>),
}

/// Something for a client.
#[derive(Debug)]
pub(crate) enum Out {
    /// A message.
    Message(Bytes),
    /// The end, with words for the person.
    End(Code, String),
}

/// Somebody who is here.
struct Member {
    guest: Guest,
    out: mpsc::Sender<Out>,
    /// Updates of his that are durable.
    kept: u64,
}

/// An open document.
struct Session {
    coedit: Coedit,
    key: Key,
    document: Document,
    content: Content,
    /// The workbook, when it is one.
    desk: Option<Desk>,
    /// The text document or presentation, when it is one.
    paper: Option<Paper>,
    kept: Kept,
    members: BTreeMap<u64, Member>,
    presence: Presence,
    saving: Saving,
    renew: Instant,
    /// Those who are said to work on the file, and until when this is to be said again.
    said: Said,
    /// Since when nobody is here.
    empty: Option<Instant>,
}

/// What lists of files were told of who works on this one.
struct Said {
    people: BTreeSet<UserId>,
    again: Instant,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            people: BTreeSet::new(),
            again: Instant::now(),
        }
    }
}

/// How a document's life ends.
enum End {
    /// Nobody is here and there is nothing to do.
    Over,
    /// The node stops.
    Closed(oneshot::Sender<()>),
    /// It cannot go on here.
    Broken(Error),
}

/// Opens a document and lives until nobody needs it.
pub(crate) async fn run(coedit: Coedit, key: Key, number: u64, mut calls: mpsc::Receiver<Call>) {
    let mut session = match Session::open(&coedit, key).await {
        Ok(session) => session,
        Err(error) => return refuse(&coedit, key, number, calls, &error),
    };
    loop {
        match session.live(&mut calls).await {
            End::Over => {
                if let Err(error) = session.leave().await {
                    tracing::warn!(%error, file = key.file.0, "a document was not let go of");
                }
                if coedit.shut(key, number, || !calls.is_empty()) {
                    return;
                }
                // Somebody came in the last moment.
                if let Err(error) = session.take_again().await {
                    session.send_away(&error);
                    return refuse(&coedit, key, number, calls, &error);
                }
            }
            End::Closed(done) => {
                session.close().await;
                coedit.shut(key, number, || false);
                let _ = done.send(());
                return;
            }
            End::Broken(error) => {
                tracing::info!(%error, file = key.file.0, "a document cannot go on here");
                session.send_away(&error);
                return refuse(&coedit, key, number, calls, &error);
            }
        }
    }
}

/// Tells those who wait that the document does not open.
fn refuse(coedit: &Coedit, key: Key, number: u64, mut calls: mpsc::Receiver<Call>, error: &Error) {
    if let Error::Files(_) | Error::Sql(_) = error {
        tracing::warn!(%error, file = key.file.0, "a document could not be opened");
    }
    coedit.shut(key, number, || false);
    calls.close();
    while let Ok(call) = calls.try_recv() {
        match call {
            Call::Enter { out, .. } => {
                let _ = out.try_send(Out::End(error.code(), error.to_string()));
            }
            Call::Close(done) => drop(done.send(())),
            Call::Heard { .. } | Call::Left(_) | Call::Look | Call::Package(_) => {}
        }
    }
}

impl Session {
    async fn live(&mut self, calls: &mut mpsc::Receiver<Call>) -> End {
        loop {
            let due = self.due();
            let step = tokio::select! {
                call = calls.recv() => match call {
                    Some(call) => {
                        let mut batch = vec![call];
                        while batch.len() < TOGETHER && let Ok(call) = calls.try_recv() {
                            batch.push(call);
                        }
                        self.hear(batch).await
                    }
                    None => return End::Over,
                },
                outcome = self.saving.done() => self.after_save(outcome).await,
                told = Desk::told(&mut self.desk) => {
                    self.pass_on(told);
                    Ok(None)
                }
                () = sleep_until(due) => self.on_time().await,
            };
            self.say_who_works().await;
            match step {
                Ok(None) => {}
                Ok(Some(end)) => return end,
                Err(error) => return End::Broken(error),
            }
        }
    }

    /// When there is something to do without being called.
    fn due(&self) -> Instant {
        let options = self.coedit.options();
        let over = self.empty.map(|since| since + options.linger);
        let save = self.saving.due(options, self.members.is_empty());
        let say = (!self.said.people.is_empty()).then_some(self.said.again);
        [Some(self.renew), save, over, say]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(self.renew)
    }

    async fn on_time(&mut self) -> Result<Option<End>, Error> {
        let (now, options) = (Instant::now(), self.coedit.options().clone());
        if now >= self.renew {
            self.renew_lease().await?;
        }
        let save = self.saving.due(&options, self.members.is_empty());
        if save.is_some_and(|due| now >= due) {
            self.begin_save("Autosaved");
        }
        let over = self
            .empty
            .is_some_and(|since| now >= since + options.linger);
        // What cannot be saved now is tried again by the look for what nobody saved.
        Ok((over && self.saving.is_at_rest()).then_some(End::Over))
    }

    /// Lets lists of files know who works on this one, when these are others or it was said long ago.
    async fn say_who_works(&mut self) {
        let may_edit = self.members.values().filter(|one| one.guest.may_edit);
        let people: BTreeSet<UserId> = may_edit.map(|one| one.guest.user()).collect();
        let stands = people.is_empty() || Instant::now() < self.said.again;
        if people == self.said.people && stands {
            return;
        }
        let (key, until) = (self.key, sql::now() + 2 * micros(WORKS));
        let files = self.coedit.files();
        let said = files.set_session_editors(key.portal, key.file, people.clone(), until);
        if let Err(error) = said.await {
            tracing::warn!(%error, file = key.file.0, "who works on a file was not told");
        }
        self.said = Said {
            people,
            again: Instant::now() + WORKS,
        };
    }

    async fn renew_lease(&mut self) -> Result<(), Error> {
        let (key, lease) = (self.key, self.coedit.lease());
        let renewed = self
            .coedit
            .db()
            .write(move |tx| store::renew(tx, key, &lease))
            .await;
        match renewed {
            Ok(false) => return Err(Error::Lost),
            Ok(true) => {}
            // The lease still runs; the next write will tell.
            Err(error) => tracing::warn!(%error, "a lease was not renewed"),
        }
        self.renew = self.next_renewal();
        Ok(())
    }

    fn next_renewal(&self) -> Instant {
        Instant::now() + (self.coedit.options().lease / 3).max(Duration::from_millis(100))
    }

    /// Lets go of the document; the next session gets a version of its own when everything is saved.
    async fn leave(&self) -> Result<(), sql::Error> {
        let (key, owner) = (self.key, self.coedit.lease().owner);
        let over = self.kept.saved == self.kept.last;
        self.coedit
            .db()
            .write(move |tx| store::leave(tx, key, &owner, over))
            .await
    }

    /// Saves, sends everybody away and lets go, so that another node or the next start goes on with the session.
    async fn close(&mut self) {
        if self.saving.is_needed() || !self.saving.is_at_rest() {
            self.save_now().await;
        }
        let bye = Out::End(Code::ComeAgain, "The server restarts.".to_owned());
        self.end_all(&bye);
        self.say_who_works().await;
        let (key, owner) = (self.key, self.coedit.lease().owner);
        let left = self
            .coedit
            .db()
            .write(move |tx| store::leave(tx, key, &owner, false))
            .await;
        if let Err(error) = left {
            tracing::warn!(%error, "a document was not let go of");
        }
    }

    fn send_away(&mut self, error: &Error) {
        self.end_all(&Out::End(error.code(), error.to_string()));
    }

    fn end_all(&mut self, end: &Out) {
        for (_, member) in std::mem::take(&mut self.members) {
            if let Out::End(code, reason) = end {
                let _ = member.out.try_send(Out::End(*code, reason.clone()));
            }
        }
    }

    /// Sends a message to everybody, except one. Who does not keep up is put out and comes again.
    fn send_others(&mut self, except: Option<u64>, message: &Bytes) {
        let mut slow = Vec::new();
        for (id, member) in &self.members {
            if Some(*id) != except && member.out.try_send(Out::Message(message.clone())).is_err() {
                slow.push(*id);
            }
        }
        for id in slow {
            self.lose(id);
        }
    }

    /// Passes on what the workbook shows.
    fn pass_on(&mut self, Told { to, message }: Told) {
        match to {
            Some(id) => self.send_to(id, message),
            None => self.send_others(None, &message),
        }
    }

    fn send_to(&mut self, id: u64, message: Bytes) {
        let sent = self
            .members
            .get(&id)
            .map(|member| member.out.try_send(Out::Message(message)));
        if let Some(Err(_)) = sent {
            self.lose(id);
        }
    }

    /// Tells everybody how the session stands.
    fn tell_all(&mut self) {
        let ids: Vec<u64> = self.members.keys().copied().collect();
        for id in ids {
            self.tell(id);
        }
    }

    fn tell(&mut self, id: u64) {
        let Some(member) = self.members.get(&id) else {
            return;
        };
        let notice = Notice {
            generation: &self.kept.generation,
            may_edit: member.guest.may_edit,
            version: self.kept.base,
            saved: self.kept.saved == self.kept.last,
            failure: self.saving.failure(),
        };
        let message = notice.message();
        self.send_to(id, message);
    }

    /// Ends a connection with words.
    fn cut(&mut self, id: u64, code: Code, reason: String) {
        if let Some(member) = self.members.get(&id) {
            let _ = member.out.try_send(Out::End(code, reason));
        }
        self.lose(id);
    }

    /// Somebody is gone.
    fn lose(&mut self, id: u64) {
        if self.members.remove(&id).is_none() {
            return;
        }
        if let Some(gone) = self.presence.leave(id) {
            self.send_others(None, &protocol::presence(gone));
        }
        if self.members.is_empty() {
            self.empty = Some(Instant::now());
        }
    }
}
