//! Guests: taking them off one's list, and handing them to others (`platform/05 §5.9`).

use portal::{Caller, Role, UserId, short};
use serde_json::json;

use super::{People, now, profile, record, target, targets};
use crate::error::Error;
use crate::rules::{self, Actor};
use crate::store;
use crate::view::Profile;

impl People {
    /// Takes guests off the caller's list and out of his rooms, all or none.
    ///
    /// # Errors
    /// [`Error::Denied`] unless each is an active guest the caller is related to.
    pub async fn forget_guests(&self, caller: &Caller, ids: Vec<UserId>) -> Result<(), Error> {
        if !rules::manages_people(caller.role) {
            return Err(Error::Denied);
        }
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.write(caller.portal, move |tx| {
            let all = targets(tx, &caller, &ids)?;
            if all
                .iter()
                .any(|(_, facts)| !rules::may_forget_guest(Actor::from(&caller), *facts))
            {
                return Err(Error::Denied);
            }
            store::guests::forget(tx, caller.portal, caller.user, &ids)?;
            parts
                .belongings
                .exclude_guests(tx, caller.portal, caller.user, &ids)?;
            for (guest, _) in &all {
                let data = json!({ "by": caller.user, "name": guest.display_name() });
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "guest.forgotten",
                    guest.id,
                    data,
                )?;
            }
            Ok(())
        })
        .await
    }

    /// A short path by which another administrator of rooms gets a guest on his list.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`]; [`Error::Argument`] for people who are no guests.
    pub async fn share_guest(&self, caller: &Caller, id: UserId) -> Result<String, Error> {
        let (caller, paths) = (caller.clone(), self.paths().clone());
        self.write(caller.portal, move |tx| {
            if !rules::manages_people(caller.role) {
                return Err(Error::Denied);
            }
            let (guest, facts) = target(tx, &caller, id)?;
            if guest.role != Role::Guest {
                return Err(Error::argument("User is not a guest"));
            }
            if !rules::may_share_guest(Actor::from(&caller), facts) {
                return Err(Error::Denied);
            }
            let path = paths.guest_share(&guest, caller.user, now());
            Ok(short::path(tx, caller.portal, &path, now())?)
        })
        .await
    }

    /// Puts a guest on the caller's list whom `by` shared with a confirm link.
    ///
    /// # Errors
    /// [`Error::Denied`] for a caller or a sharer who cannot have guests; [`Error::NoUser`].
    pub async fn accept_guest(
        &self,
        caller: &Caller,
        email: &str,
        by: UserId,
    ) -> Result<Profile, Error> {
        let (caller, email) = (caller.clone(), email.to_owned());
        self.write(caller.portal, move |tx| {
            if !rules::manages_people(caller.role) {
                return Err(Error::Denied);
            }
            let guest = store::by_email(tx, caller.portal, &email)?.ok_or(Error::NoUser)?;
            let sharer = store::by_id(tx, caller.portal, by)?.ok_or(Error::Denied)?;
            let fits = guest.role == Role::Guest
                && guest.is_active()
                && rules::manages_people(sharer.role);
            if !fits {
                return Err(Error::Denied);
            }
            store::guests::relate(tx, caller.portal, caller.user, guest.id, now())?;
            record(
                tx,
                caller.portal,
                Some(caller.user),
                "guest.accepted",
                guest.id,
                json!({ "from": by, "name": guest.display_name() }),
            )?;
            profile(tx, caller.portal, guest)
        })
        .await
    }

    /// Where a short key leads.
    ///
    /// # Errors
    /// [`Error::NoRecord`] for an unknown key.
    pub async fn resolve_short(
        &self,
        portal: portal::PortalId,
        key: &str,
    ) -> Result<String, Error> {
        let key = key.to_owned();
        self.read(move |tx| short::resolve(tx, portal, &key)?.ok_or(Error::NoRecord))
            .await
    }
}
