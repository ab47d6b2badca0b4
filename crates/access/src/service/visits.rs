//! What a link comes to, asked by the page behind it (`platform/03a §3.6`, `05 §5.15`).

use portal::{Portal, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

use crate::confirm::{Checked, INVITATION, Link};
use crate::error::Error;
use crate::rooms::{Entrance, Room};
use crate::service::Access;
use crate::store;

/// A link with what the page behind it shows.
#[derive(Debug)]
pub struct Visit {
    /// What the link is.
    pub checked: Checked,
    /// The room it leads to.
    pub room: Option<Room>,
}

impl Access {
    /// Checks a link somebody has opened. A signed-in person who comes by the link of a room belongs to it afterwards;
    /// the time of a mailed invitation begins. `room` is the one a mailed invitation speaks of.
    ///
    /// # Errors
    /// The database failed.
    pub async fn visit(
        &self,
        portal: &Portal,
        link: Link,
        room: Option<i64>,
        caller: Option<UserId>,
        now: Micros,
    ) -> Result<Visit, Error> {
        if !link.kind.eq_ignore_ascii_case(INVITATION) {
            let checked = self.check_link(portal, link, caller, now).await?;
            return Ok(Visit::of(checked));
        }
        let (this, portal) = (self.clone(), portal.clone());
        self.db()
            .write(move |tx| {
                let checked = this.check(tx, &portal, &link, caller, now)?;
                match (checked, link.link_id) {
                    (Checked::Ok(good), Some(id)) => {
                        let visit = Visit::of(Checked::Ok(good));
                        this.visit_room(tx, &portal, visit, id, caller, now)
                    }
                    (Checked::Ok(good), None) => {
                        store::links::visit(tx, portal.id, &good.key, now)?;
                        let email = good.email.as_deref().unwrap_or_default();
                        let person = people::store::by_email(tx, portal.id, email)?;
                        let room = match (person, room) {
                            (Some(person), Some(room)) => {
                                this.rooms().of_member(tx, portal.id, room, person.id)?
                            }
                            _ => None,
                        };
                        Ok(Visit {
                            checked: Checked::Ok(good),
                            room,
                        })
                    }
                    (checked, _) => Ok(Visit::of(checked)),
                }
            })
            .await
    }

    /// A good link that may be a room's: who is signed in enters.
    fn visit_room(
        &self,
        tx: &mut Tx<'_>,
        portal: &Portal,
        visit: Visit,
        link: Uuid,
        caller: Option<UserId>,
        now: Micros,
    ) -> Result<Visit, Error> {
        let Some(invitation) = self.rooms().invitation(tx, portal.id, link, now)? else {
            return Ok(visit);
        };
        let person = match caller {
            Some(user) => people::store::by_id(tx, portal.id, user)?,
            None => None,
        };
        let entrance = match person {
            Some(person) => self.rooms().enter(tx, &person, link, now)?,
            None => Entrance::Joined,
        };
        Ok(Visit {
            checked: match entrance {
                Entrance::Joined => visit.checked,
                Entrance::Member => Checked::Existed,
                Entrance::Excluded => Checked::Excluded,
                Entrance::Closed => Checked::Expired,
            },
            room: Some(invitation.room),
        })
    }
}

impl Visit {
    fn of(checked: Checked) -> Self {
        let room = None;
        Self { checked, room }
    }
}
