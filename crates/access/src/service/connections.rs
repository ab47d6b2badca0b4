//! Where a person is signed in, and ending it (`platform/07`).

use people::rules::{self, Actor};
use portal::{Caller, Portal, PortalId, UserId, Via};
use serde_json::json;
use sql::Tx;

use crate::error::Error;
use crate::service::{Access, record};
use crate::store::sessions::{self, Session};

impl Access {
    /// The caller's sessions: the one whose cookie he sent first, then from the newest.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn connections(
        &self,
        portal: &Portal,
        caller: &Caller,
    ) -> Result<Vec<Session>, Error> {
        let (id, user, index) = (portal.id, caller.user, portal.cookie_index);
        let read = move |tx: &mut sql::Tx<'_>| {
            Ok::<_, Error>(sessions::of_user(tx, id, user, index, sql::now())?)
        };
        let mut all = self.db().read(read).await?;
        all.sort_by_key(|session| Some(session.id) != browser_session(caller));
        Ok(all)
    }

    /// Ends one session of the caller, or of somebody he rules over; `false` when there is none.
    ///
    /// # Errors
    /// [`Error::Denied`] for sessions of others.
    pub(crate) async fn end_connection(
        &self,
        portal: &Portal,
        caller: &Caller,
        id: i64,
    ) -> Result<bool, Error> {
        let (this, caller, index) = (self.clone(), caller.clone(), portal.cookie_index);
        self.db()
            .write(move |tx| {
                let found = sessions::by_id(tx, caller.portal, id)?;
                let Some(session) = found.filter(|found| found.is_alive(index, sql::now())) else {
                    return Ok(false);
                };
                check_rule(tx, &caller, session.user)?;
                sessions::end(tx, caller.portal, id)?;
                let user = session.user.to_string();
                let data = json!({ "action": 4035, "user": user });
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "session.ended",
                    id,
                    data,
                )?;
                this.forget_user(tx, caller.portal, session.user);
                Ok(true)
            })
            .await
    }

    /// Ends all sessions of a person, or all but one of them.
    ///
    /// # Errors
    /// [`Error::Denied`] for others than himself and those he rules over.
    pub(crate) async fn end_connections(
        &self,
        caller: &Caller,
        user: UserId,
        except: Option<i64>,
    ) -> Result<(), Error> {
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                check_rule(tx, &caller, user)?;
                let action = if caller.user == user { 4034 } else { 4036 };
                let actor = Some(caller.user);
                this.end_sessions(tx, caller.portal, user, except, (actor, Some(action)))?;
                Ok(())
            })
            .await
    }

    /// Ends the sessions of a person inside a transaction, all or all but one. Who did it, and its number in the audit
    /// trail when it is a deed of its own, are written down.
    pub(crate) fn end_sessions(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
        except: Option<i64>,
        (actor, action): (Option<UserId>, Option<i32>),
    ) -> sql::Result<()> {
        sessions::end_all(tx, portal, user, except)?;
        let data = json!({ "action": action, "except": except });
        record(tx, portal, actor, "session.all-ended", user, data)?;
        self.forget_user(tx, portal, user);
        Ok(())
    }

    /// Ends every session of a portal inside a transaction.
    pub(crate) fn end_everybody(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        actor: UserId,
    ) -> Result<(), Error> {
        portal::store::end_all_sessions(tx, portal)?;
        self.portals().changed(tx);
        let kind = "session.everybody-ended";
        record(tx, portal, Some(actor), kind, portal, json!({}))?;
        Ok(())
    }

    /// Ends all sessions of the caller and gives the path of a link that changes his password.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn end_all_and_change(&self, caller: &Caller) -> Result<String, Error> {
        let (id, email) = (caller.portal, caller.email.clone());
        self.end_connections(caller, caller.user, None).await?;
        let found = self.find_login(id, &email).await?;
        let (person, known) = found.ok_or(Error::NotFound("The user could not be found"))?;
        let stamp = known.map_or(0, |known| known.changed);
        Ok(self.password_path(&person, stamp, sql::now()))
    }
}

/// The session of the caller's browser; programs that send a token have none (`platform/07`, trap 3).
pub(crate) fn browser_session(caller: &Caller) -> Option<i64> {
    caller.session.filter(|_| caller.via == Via::Cookie)
}

fn check_rule(tx: &mut sql::Tx<'_>, caller: &Caller, user: UserId) -> Result<(), Error> {
    if caller.user == user {
        return Ok(());
    }
    let person = people::store::by_id(tx, caller.portal, user)?;
    let person = person.ok_or(Error::NotFound("The user could not be found"))?;
    match rules::rules_over(Actor::from(caller), person.facts(false)) {
        true => Ok(()),
        false => Err(Error::Denied),
    }
}
