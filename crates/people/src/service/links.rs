//! Invitation links of the portal (`platform/05 §5.15`).

use portal::settings::{self, Invitations};
use portal::{Caller, Role, Scope, short};
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use super::{People, now, record};
use crate::error::Error;
use crate::model::{EmployeeType, InvitationLink};
use crate::{rules, store};

/// A link with its short path.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// The link.
    pub link: InvitationLink,
    /// `/s/<key>`.
    pub path: String,
}

impl People {
    /// Makes the portal's link of a type.
    ///
    /// # Errors
    /// [`Error::Argument`] with the name of a bad member, or when there is one; [`Error::Denied`].
    pub async fn create_link(
        &self,
        caller: &Caller,
        kind: EmployeeType,
        expires: Option<Micros>,
        max_uses: Option<i64>,
    ) -> Result<LinkView, Error> {
        let role = allowed(caller, kind)?;
        check_expiry(expires)?;
        let (caller, people) = (caller.clone(), self.clone());
        self.write(caller.portal, move |tx| {
            require_invitations(tx, &caller)?;
            if store::links::by_role(tx, caller.portal, role)?.is_some() {
                return Err(Error::argument(
                    "link with the same EmployeeType already exists",
                ));
            }
            people.new_link(tx, &caller, role, expires, max_uses)
        })
        .await
    }

    /// The portal's link of a type, if there is one.
    ///
    /// # Errors
    /// [`Error::Argument`] for types without links; [`Error::Denied`].
    pub async fn link(
        &self,
        caller: &Caller,
        kind: EmployeeType,
    ) -> Result<Option<LinkView>, Error> {
        let role = allowed(caller, kind)?;
        let (caller, people) = (caller.clone(), self.clone());
        self.write(caller.portal, move |tx| {
            require_invitations(tx, &caller)?;
            let link = store::links::by_role(tx, caller.portal, role)?;
            link.map(|link| people.link_view(tx, link)).transpose()
        })
        .await
    }

    /// Changes end and number of uses of a link.
    ///
    /// # Errors
    /// [`Error::NoRecord`], [`Error::Denied`], [`Error::Argument`] with the name of a bad member.
    pub async fn update_link(
        &self,
        caller: &Caller,
        id: Uuid,
        expires: Option<Micros>,
        max_uses: Option<i64>,
    ) -> Result<LinkView, Error> {
        check_expiry(expires)?;
        let (caller, people) = (caller.clone(), self.clone());
        self.write(caller.portal, move |tx| {
            let mut link = own_link(tx, &caller, id)?;
            if max_uses.is_some_and(|max| max < link.uses) {
                return Err(Error::argument("MaxUseCount"));
            }
            (link.expires, link.max_uses) = (expires, max_uses);
            store::links::update(tx, &link)?;
            let data = json!({ "type": link.role.number() });
            record(
                tx,
                caller.portal,
                Some(caller.user),
                "invitation-link.updated",
                link.id,
                data,
            )?;
            people.link_view(tx, link)
        })
        .await
    }

    /// Removes a link.
    ///
    /// # Errors
    /// [`Error::NoRecord`], [`Error::Denied`].
    pub async fn delete_link(&self, caller: &Caller, id: Uuid) -> Result<(), Error> {
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let link = own_link(tx, &caller, id)?;
            store::links::delete(tx, caller.portal, link.id)?;
            let data = json!({ "type": link.role.number() });
            record(
                tx,
                caller.portal,
                Some(caller.user),
                "invitation-link.deleted",
                link.id,
                data,
            )?;
            Ok(())
        })
        .await
    }

    /// The old way: a link as bare text, made when there is none; `None` for callers who may not invite that type.
    /// Guests are invited to rooms only, so theirs leads to the list of rooms (`peer-suite/portal-settings §3`).
    ///
    /// # Errors
    /// The database failed.
    pub async fn old_link(
        &self,
        caller: &Caller,
        kind: EmployeeType,
    ) -> Result<Option<String>, Error> {
        if kind == EmployeeType::Guest {
            return Ok(
                rules::manages_people(caller.role).then(|| "/rooms/shared/filter".to_owned())
            );
        }
        match self.found_or_made(caller, kind).await {
            Ok(found) => Ok(Some(found.path)),
            Err(Error::Denied | Error::Argument(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// In one transaction: all who ask at once get the same link.
    async fn found_or_made(&self, caller: &Caller, kind: EmployeeType) -> Result<LinkView, Error> {
        let role = allowed(caller, kind)?;
        let (caller, people) = (caller.clone(), self.clone());
        self.write(caller.portal, move |tx| {
            require_invitations(tx, &caller)?;
            match store::links::by_role(tx, caller.portal, role)? {
                Some(link) => people.link_view(tx, link),
                None => people.new_link(tx, &caller, role, None, None),
            }
        })
        .await
    }

    fn new_link(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        role: Role,
        expires: Option<Micros>,
        max_uses: Option<i64>,
    ) -> Result<LinkView, Error> {
        let link = InvitationLink {
            portal: caller.portal,
            id: Uuid::new_v4(),
            role,
            expires,
            max_uses,
            uses: 0,
            created_by: caller.user,
            created: now(),
        };
        store::links::insert(tx, &link)?;
        let data = json!({ "type": role.number() });
        record(
            tx,
            caller.portal,
            Some(caller.user),
            "invitation-link.created",
            link.id,
            data,
        )?;
        self.link_view(tx, link)
    }

    fn link_view(&self, tx: &mut Tx<'_>, link: InvitationLink) -> Result<LinkView, Error> {
        let long = self.paths().common_invitation(&link);
        let path = short::path(tx, link.portal, &long, now())?;
        Ok(LinkView { link, path })
    }
}

/// Guests and "all" have no links, which is said before any right is looked at.
fn allowed(caller: &Caller, kind: EmployeeType) -> Result<Role, Error> {
    let role = match kind {
        EmployeeType::Guest | EmployeeType::All => return Err(Error::argument("EmployeeType")),
        other => other.role(),
    };
    // A guest is refused even what he asks of his own kind.
    if rules::may_use_link(caller.role, role) {
        Ok(role)
    } else {
        Err(Error::Denied)
    }
}

fn own_link(tx: &mut Tx<'_>, caller: &Caller, id: Uuid) -> Result<InvitationLink, Error> {
    if !rules::manages_people(caller.role) {
        return Err(Error::Denied);
    }
    let link = store::links::by_id(tx, caller.portal, id)?.ok_or(Error::NoRecord)?;
    if rules::may_use_link(caller.role, link.role) {
        Ok(link)
    } else {
        Err(Error::Denied)
    }
}

fn check_expiry(expires: Option<Micros>) -> Result<(), Error> {
    match expires {
        Some(end) if end <= now() => Err(Error::argument("Expiration")),
        _ => Ok(()),
    }
}

/// Inviting members may be switched off for the portal.
pub(super) fn require_invitations(tx: &mut Tx<'_>, caller: &Caller) -> Result<(), Error> {
    let setting: Invitations = settings::load(tx, caller.portal, Scope::Portal)?;
    if setting.members {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}
