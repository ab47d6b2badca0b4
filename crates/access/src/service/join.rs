//! Making people who can sign in: by an administrator, or by themselves through an invitation.

use people::model::{EmployeeActivationStatus, EmployeeType};
use people::service::Draft;
use people::view::Profile;
use people::{rules, store as people_store};
use portal::settings::{self, Invitations, Scope};
use portal::{Caller, Confirmed, Portal, PortalId, Role, UserId};
use sql::Tx;
use uuid::Uuid;

use crate::error::Error;
use crate::password::ClientHash;
use crate::rooms::Entrance;
use crate::service::Access;
use crate::store;

/// A person to be made.
#[derive(Debug, Clone)]
pub struct Member {
    /// What `people` needs to know.
    pub draft: Draft,
    /// Type as asked for.
    pub kind: Option<EmployeeType>,
    /// Plain password.
    pub password: Option<String>,
    /// Client-side hash.
    pub hash: Option<String>,
}

/// How somebody becomes a member.
#[derive(Debug, Clone)]
pub enum Way {
    /// A signed-in person makes him (`POST people`).
    MadeBy(Caller),
    /// The same, guests included, and the account needs no activation (`POST people/active`).
    ActiveBy(Caller),
    /// Through an invitation mailed to him.
    Invited(Confirmed),
    /// Through an invitation link of the portal or of a room, and who handed it out.
    ByLink(Uuid, Option<UserId>),
}

impl Access {
    /// Makes a person who can sign in at once (`platform/05 §5.5`), and writes to him.
    ///
    /// # Errors
    /// [`Error::Denied`] by the table of who may make whom; [`Error::Argument`] for a taken e-mail, bad names, a
    /// bad password; [`Error::NotFound`] for an invitation that is gone.
    pub async fn join(
        &self,
        portal: &Portal,
        member: Member,
        way: Way,
        base: &str,
    ) -> Result<Profile, Error> {
        check_right(&way, member.kind)?;
        // A mailed invitation brings the address with it.
        if !matches!(way, Way::Invited(_)) && member.draft.email.trim().is_empty() {
            return Err(Error::argument("email"));
        }
        let hash = self.first_hash(portal.id, &member).await?;
        let sealed = self.sealed(hash).await?;
        let (id, draft, kind) = (portal.id, member.draft, member.kind);
        let (this, base) = (self.clone(), base.to_owned());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                people_store::lock(tx, id)?;
                let person = match way {
                    Way::MadeBy(caller) => {
                        check_invitations(tx, id, draft.role)?;
                        let made = people::service::create(tx, id, Some(caller.user), draft, now)?;
                        this.write_activation(tx, &made, caller.name, &base)?;
                        made
                    }
                    Way::ActiveBy(caller) => {
                        let activation = EmployeeActivationStatus::Activated;
                        let draft = Draft {
                            activation,
                            ..draft
                        };
                        people::service::create(tx, id, Some(caller.user), draft, now)?
                    }
                    Way::Invited(link) => {
                        let entered = enter(tx, id, draft, kind, &link, now)?;
                        this.write_welcome(tx, &entered, &base)?;
                        entered
                    }
                    Way::ByLink(link, by) => {
                        let entered = this.enter_by_link(tx, id, draft, link, by, now)?;
                        this.write_welcome(tx, &entered, &base)?;
                        entered
                    }
                };
                store::credentials::put(tx, id, person.id, &sealed, now)?;
                let mut all = people::view::profiles(tx, id, vec![person])?;
                all.pop()
                    .ok_or(Error::NotFound("The user could not be found"))
            })
            .await
    }

    /// The first password; without one a random secret that nobody knows.
    async fn first_hash(&self, portal: PortalId, member: &Member) -> Result<ClientHash, Error> {
        let (plain, hash) = (member.password.as_deref(), member.hash.as_deref());
        let given = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
        if given(plain) || given(hash) {
            return self.new_hash(portal, plain, hash).await;
        }
        let random = crate::token::session();
        ClientHash::sent(&random).ok_or_else(|| Error::Internal("no random password".to_owned()))
    }
}

fn check_right(way: &Way, kind: Option<EmployeeType>) -> Result<(), Error> {
    let role = rules::requested_role(kind);
    let allowed = match way {
        Way::MadeBy(caller) => rules::may_create(caller.role, role),
        Way::ActiveBy(caller) => rules::may_create_active(caller.role, role),
        Way::Invited(_) | Way::ByLink(..) => true,
    };
    if allowed { Ok(()) } else { Err(Error::Denied) }
}

fn check_invitations(tx: &mut Tx<'_>, portal: PortalId, role: Role) -> Result<(), Error> {
    let settings = settings::load::<Invitations>(tx, portal, Scope::Portal)?;
    let allowed = if role == Role::Guest {
        settings.guests
    } else {
        settings.members
    };
    if allowed { Ok(()) } else { Err(Error::Denied) }
}

/// Lets somebody in by a mailed invitation: the type is the invitation's, never the request's.
fn enter(
    tx: &mut Tx<'_>,
    portal: PortalId,
    draft: Draft,
    kind: Option<EmployeeType>,
    link: &Confirmed,
    now: sql::Micros,
) -> Result<people::Person, Error> {
    let email = link.email.clone().unwrap_or_default();
    let activation = EmployeeActivationStatus::Activated;
    let draft = Draft {
        email,
        activation,
        invited: true,
        ..draft
    };
    if people_store::by_email(tx, portal, &draft.email)?.is_some() {
        return Ok(people::service::join(tx, portal, draft, now)?);
    }
    // The link names the type in its key, so it is what was signed.
    let role = rules::requested_role(kind);
    let draft = Draft { role, ..draft };
    Ok(people::service::create(tx, portal, None, draft, now)?)
}

/// A link that ended since it was checked.
const GONE: Error = Error::NotFound("The invitation could not be found");

impl Access {
    /// Lets somebody in by a link of the portal, as what the link says, or by a link of a room, as a guest who belongs to
    /// it (`platform/05 §5.9`). Nobody knows yet whether the address is his.
    fn enter_by_link(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        draft: Draft,
        link: Uuid,
        by: Option<UserId>,
        now: sql::Micros,
    ) -> Result<people::Person, Error> {
        let activation = EmployeeActivationStatus::NotActivated;
        let draft = Draft {
            activation,
            invited: true,
            ..draft
        };
        if let Some(invitation) = people_store::links::by_id(tx, portal, link)? {
            if !people_store::links::take(tx, portal, link, now)? {
                return Err(GONE);
            }
            let (role, by) = (invitation.role, Some(invitation.created_by));
            let draft = Draft { role, ..draft };
            return Ok(people::service::create(tx, portal, by, draft, now)?);
        }
        let role = Role::Guest;
        check_invitations(tx, portal, role)?;
        let guest = people::service::create(tx, portal, by, Draft { role, ..draft }, now)?;
        match self.rooms().enter(tx, &guest, link, now)? {
            Entrance::Joined => Ok(guest),
            Entrance::Member | Entrance::Excluded | Entrance::Closed => Err(GONE),
        }
    }
}
