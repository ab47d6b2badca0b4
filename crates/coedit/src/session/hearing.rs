//! What people say, one after the other: updates are looked at, written down together, and then passed on.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use portal::UserId;
use serde_json::json;
use sheets::{Deed, Unfit};
use tokio::sync::mpsc;

use super::{Call, End, MEMBERS, Member, Out, Session};
use crate::cells::Change;
use crate::error::Error;
use crate::protocol::{self, Asked, Code, Said};
use crate::rights::Guest;
use crate::store;

const MAY_NOT_EDIT: &str = "You may not change this document.";

/// Updates that are applied and wait to be written down.
#[derive(Default)]
struct Waiting {
    /// With who said them.
    said: Vec<(u64, Vec<u8>)>,
    /// What they typed into cells.
    typed: Vec<Change>,
}

impl Session {
    /// Hears calls in their order.
    pub(super) async fn hear(&mut self, calls: Vec<Call>) -> Result<Option<End>, Error> {
        let mut waiting = Waiting::default();
        for call in calls {
            match call {
                Call::Heard {
                    connection,
                    message,
                } => self.heard(connection, &message, &mut waiting).await?,
                Call::Enter {
                    connection,
                    guest,
                    out,
                } => {
                    self.write_down(&mut waiting).await?;
                    self.enter(connection, *guest, out);
                }
                Call::Left(connection) => self.lose(connection),
                Call::Look => {
                    self.write_down(&mut waiting).await?;
                    self.look().await?;
                }
                Call::Package(wanted) => {
                    if let Some(paper) = &self.paper {
                        let _ = wanted.send(Arc::clone(paper.source()));
                    }
                }
                Call::Close(done) => {
                    self.write_down(&mut waiting).await?;
                    return Ok(Some(End::Closed(done)));
                }
            }
        }
        self.write_down(&mut waiting).await?;
        Ok(None)
    }

    fn enter(&mut self, id: u64, guest: Guest, out: mpsc::Sender<Out>) {
        if self.members.len() >= MEMBERS {
            let reason = "Too many people are in this document.".to_owned();
            let _ = out.try_send(Out::End(Code::TooMuch, reason));
            return;
        }
        let member = Member {
            guest,
            out,
            kept: 0,
        };
        self.members.insert(id, member);
        self.empty = None;
        self.tell(id);
        self.ask(id);
        if let Some(here) = self.presence.all() {
            self.send_to(id, protocol::presence(here));
        }
        if let Some(desk) = &self.desk {
            desk.glance(id);
        }
        if let Some(paper) = &self.paper {
            let looks = paper.glance();
            self.send_to(id, looks);
        }
    }

    /// Asks for what a client has and the server has not; those who may only look on are not asked.
    fn ask(&mut self, id: u64) {
        if self.members.get(&id).is_some_and(|one| one.guest.may_edit) {
            let known = self.document.known();
            self.send_to(id, protocol::known(known));
        }
    }

    async fn heard(
        &mut self,
        id: u64,
        message: &Bytes,
        waiting: &mut Waiting,
    ) -> Result<(), Error> {
        // What is still on its way from somebody who was put out is not heard.
        if !self.members.contains_key(&id) {
            return Ok(());
        }
        match protocol::read(message) {
            Some(Said::Update(update)) => return self.take(id, update, waiting).await,
            Some(Said::Known(known)) => {
                self.write_down(waiting).await?;
                let missing = self.document.since(&known);
                self.send_to(id, protocol::missing(missing));
            }
            Some(Said::Presence(said)) => self.hear_presence(id, said),
            Some(Said::WhoIsHere) => {
                if let Some(here) = self.presence.all() {
                    self.send_to(id, protocol::presence(here));
                }
            }
            Some(Said::Save) => {
                self.write_down(waiting).await?;
                if self.members.get(&id).is_some_and(|one| one.guest.may_edit) {
                    self.begin_save("Saved");
                }
            }
            Some(Said::Show(rows)) => {
                if let Some(desk) = &self.desk {
                    desk.show(id, rows);
                }
            }
            Some(Said::Ask(asked)) => {
                self.write_down(waiting).await?;
                let Asked { id: number, .. } = *asked;
                let mut answer = match self.perform(id, *asked).await? {
                    Ok(undo) => json!({ "undo": undo, "epoch": self.document.moves().len() }),
                    Err(words) => json!({ "refused": words }),
                };
                if let Some(fields) = answer.as_object_mut() {
                    fields.insert("kind".to_owned(), json!("answer"));
                    fields.insert("id".to_owned(), json!(number));
                }
                self.send_to(id, protocol::shown(&answer));
            }
            None => self.cut(id, Code::Garbage, "That was no message.".to_owned()),
        }
        Ok(())
    }

    /// Applies an update of somebody who may edit. Whatever is wrong with it ends his connection and nobody else's.
    async fn take(&mut self, id: u64, update: Vec<u8>, waiting: &mut Waiting) -> Result<(), Error> {
        let may_edit = self.members.get(&id).is_some_and(|one| one.guest.may_edit);
        if !may_edit {
            // Every client answers the server's question, also with nothing.
            if update != [0, 0] {
                self.cut(id, Code::Denied, MAY_NOT_EDIT.to_owned());
            }
            return Ok(());
        }
        if self.saving.is_full() {
            let reason =
                "This document cannot be saved at the moment and takes no more.".to_owned();
            self.cut(id, Code::TooMuch, reason);
            return Ok(());
        }
        match self.document.apply(&update) {
            Ok(Some(typed)) => {
                waiting.said.push((id, update));
                waiting.typed.extend(typed);
            }
            Ok(None) => self.acknowledge(id),
            Err(refused) => {
                self.write_down(waiting).await?;
                tracing::info!(file = self.key.file.0, %refused, "an update was refused");
                self.cut(id, refused.code(), refused.to_string());
                self.reload().await?;
            }
        }
        Ok(())
    }

    /// Does what somebody asked for. Gives what takes it back, or words for him.
    ///
    /// Only what the workbook could do comes into the log: whoever reads it again can do it too. So everybody waits for
    /// this one, as nobody does for what is typed.
    async fn perform(
        &mut self,
        id: u64,
        Asked { epoch, deed, .. }: Asked,
    ) -> Result<Result<Vec<Deed>, String>, Error> {
        if !self.members.get(&id).is_some_and(|one| one.guest.may_edit) {
            return Ok(Err(MAY_NOT_EDIT.to_owned()));
        }
        if self.saving.is_full() || self.document.is_full_of_deeds() {
            return Ok(Err(Unfit::Full.to_string()));
        }
        let deed = deed.and_then(|deed| self.document.carried(deed, epoch));
        let (Some(deed), Some(desk)) = (deed, &self.desk) else {
            return Ok(Err(Unfit::Gone.to_string()));
        };
        let done = match desk.perform(deed).await {
            Ok(done) => done,
            Err(words) => return Ok(Err(words)),
        };
        let update = self.document.add(&done.deed);
        self.log(&[(id, update.clone())]).await?;
        self.send_others(None, &protocol::update(update));
        Ok(Ok(done.undo))
    }

    /// Writes what waits into the log, passes it on and acknowledges it.
    async fn write_down(&mut self, waiting: &mut Waiting) -> Result<(), Error> {
        let Waiting { said, typed } = std::mem::take(waiting);
        if said.is_empty() {
            return Ok(());
        }
        self.log(&said).await?;
        for (id, update) in said {
            self.send_others(Some(id), &protocol::update(update));
            self.acknowledge(id);
        }
        if let Some(desk) = &self.desk
            && !typed.is_empty()
        {
            desk.apply(typed);
        }
        Ok(())
    }

    /// Writes updates into the log, with who said them.
    async fn log(&mut self, said: &[(u64, Vec<u8>)]) -> Result<(), Error> {
        let user = |id: &u64| self.members.get(id).map(|one| one.guest.user());
        let authors: BTreeSet<UserId> = said.iter().filter_map(|(id, _)| user(id)).collect();
        let updates: Vec<Vec<u8>> = said.iter().map(|(_, update)| update.clone()).collect();
        let (key, lease, last) = (self.key, self.coedit.lease(), self.kept.last);
        let bytes = updates.iter().map(Vec::len).sum();
        let count = i64::try_from(updates.len()).unwrap_or(i64::MAX);
        let authors: Vec<UserId> = authors.into_iter().collect();
        let ours = self
            .coedit
            .db()
            .write(move |tx| store::append(tx, key, &lease, last, &updates, &authors))
            .await?;
        if !ours {
            return Err(Error::Lost);
        }
        self.kept.last += count;
        self.renew = self.next_renewal();
        if self.saving.changed(bytes) {
            self.tell_all();
        }
        Ok(())
    }

    fn acknowledge(&mut self, id: u64) {
        if let Some(member) = self.members.get_mut(&id) {
            member.kept += 1;
            let message = protocol::kept(member.kept);
            self.send_to(id, message);
        }
    }

    fn hear_presence(&mut self, id: u64, said: yrs::sync::AwarenessUpdate) {
        let Some(face) = self.members.get(&id).map(|one| one.guest.face()) else {
            return;
        };
        match self.presence.take(id, &face, said) {
            // He himself learns how the others see him.
            Ok(Some(told)) => self.send_others(None, &protocol::presence(told)),
            Ok(None) => {}
            Err(()) => self.cut(id, Code::TooMuch, "That was too much.".to_owned()),
        }
    }

    /// Looks at the file and at everybody's rights to it.
    pub(super) async fn look(&mut self) -> Result<(), Error> {
        let found = self.coedit.files().find(self.key.portal, self.key.file);
        let Some(file) = found.await? else {
            return self.forget().await;
        };
        let ids: Vec<u64> = self.members.keys().copied().collect();
        for id in ids {
            self.look_at(id).await;
        }
        // A save that is under way changes the file itself; it is looked at again afterwards.
        if self.saving.is_under_way() {
            self.saving.look_afterwards();
            return Ok(());
        }
        self.follow(&file).await
    }

    async fn look_at(&mut self, id: u64) {
        let Some(member) = self.members.get(&id) else {
            return;
        };
        let again = self.coedit.welcome_again(&member.guest, self.key.file);
        let guest = match again.await {
            Ok(Some(guest)) => guest,
            Ok(None) => {
                let reason = "You have no access to this file any more.".to_owned();
                return self.cut(id, Code::Denied, reason);
            }
            // Nobody goes on with rights that could not be looked at.
            Err(error) => {
                tracing::warn!(?error, "somebody's rights could not be looked at");
                let reason = "The server could not reach its data.".to_owned();
                return self.cut(id, Code::ComeAgain, reason);
            }
        };
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        let other = member.guest.may_edit != guest.may_edit;
        member.guest = guest;
        if other {
            self.tell(id);
            self.ask(id);
        }
    }
}
