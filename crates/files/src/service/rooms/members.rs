//! Members of a room: who they are, and who becomes one (`files/05 §6`).

use people::Person;
use portal::settings::Invitations as InvitationSettings;
use portal::{Role, Scope, UserId};
use serde_json::json;
use sql::Tx;
use uuid::Uuid;
use wire::wire_enum;

use super::happening::{RoomHappening, record};
use crate::error::Error;
use crate::model::{
    EntryRef, FileShare, Folder, FolderId, FolderType, Mark, RoomType, Share, SubjectType,
};
use crate::rules::{Action, sharing as rules};
use crate::service::sharing::subjects::{Named, Who};
use crate::service::sharing::{Invitation, see};
use crate::service::{Files, gate, letters};
use crate::store::{marks, shares};
use crate::view::{self, FileShareDto, Seen, Viewer};

const NO_ROLE: &str = "The role is not available for this user type";

wire_enum! {
    /// Which records a list of a room's members shows.
    #[derive(Default)]
    pub enum ShareFilterType: number {
        /// People and groups.
        #[default]
        UserOrGroup = 0,
        /// Links to join.
        InvitationLink = 1,
        /// Links to look in, both kinds.
        ExternalLink = 2,
        /// Links to look in but the primary one.
        AdditionalExternalLink = 4,
        /// The primary link to look in.
        PrimaryExternalLink = 8,
        /// All links.
        Link = 15,
        /// People.
        User = 16,
        /// Groups.
        Group = 32,
    }
}

impl ShareFilterType {
    fn shows(self, subject: SubjectType) -> bool {
        use SubjectType::{ExternalLink, Group, InvitationLink, PrimaryExternalLink, User};
        match self {
            Self::UserOrGroup => matches!(subject, User | Group),
            Self::InvitationLink => subject == InvitationLink,
            Self::ExternalLink => matches!(subject, ExternalLink | PrimaryExternalLink),
            Self::AdditionalExternalLink => subject == ExternalLink,
            Self::PrimaryExternalLink => subject == PrimaryExternalLink,
            Self::Link => !matches!(subject, User | Group),
            Self::User => subject == User,
            Self::Group => subject == Group,
        }
    }

    fn shows_links(self) -> bool {
        !matches!(self, Self::UserOrGroup | Self::User | Self::Group)
    }
}

/// A request to change who belongs to a room.
#[derive(Debug, Clone, Default)]
pub struct MembersChange {
    /// Whom, and what they get.
    pub invitations: Vec<Invitation>,
    /// Write to those who have an account.
    pub notify: bool,
    /// Words for them.
    pub message: Option<String>,
    /// Language of invitations.
    pub culture: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct MembersChanged {
    /// Records of everybody named; absent when nobody was.
    pub members: Option<Vec<FileShareDto>>,
    /// The first thing that did not work.
    pub warning: Option<String>,
}

impl Files {
    /// Changes who belongs to a room. Whom the caller does not know is left out silently.
    ///
    /// # Errors
    /// 404; 403 without the right to change access, and for roles that do not fit: what came before
    /// such a role in the list stays done.
    pub async fn set_room_members(
        &self,
        viewer: &Viewer,
        id: FolderId,
        change: MembersChange,
    ) -> Result<MembersChanged, Error> {
        let viewer = viewer.clone();
        let (changed, refusal) = self
            .db()
            .write(move |tx| {
                if change.invitations.is_empty() {
                    return Ok((MembersChanged::default(), None));
                }
                let room = Reception::open(tx, &viewer, id, &change)?;
                room.receive(tx)
            })
            .await?;
        match refusal {
            Some(refusal) => Err(refusal),
            None => Ok(changed),
        }
    }

    /// Who belongs to a room, its owner first, and how many there are. Empty for those who may not
    /// look.
    ///
    /// # Errors
    /// 404.
    pub async fn room_members(
        &self,
        viewer: &Viewer,
        id: FolderId,
        filter: ShareFilterType,
        text: Option<String>,
        start: usize,
        count: usize,
    ) -> Result<(Vec<FileShareDto>, i64), Error> {
        let viewer = viewer.clone();
        let work = move |tx: &mut Tx<'_>| {
            let seen = see(tx, &viewer, EntryRef::Folder(id))?;
            let needed = if filter.shows_links() {
                Action::ReadLinks
            } else {
                Action::Read
            };
            if !seen.may(needed) {
                return Ok((Vec::new(), 0));
            }
            let mut records = shares::of_entry(tx, viewer.portal, EntryRef::Folder(id))?;
            records.insert(0, view::owner_record(&seen.entry, seen.entry.created_by()));
            records.retain(|share| filter.shows(share.subject_type));
            let mut members = view::shares(tx, &viewer, &seen, &records)?;
            members.sort_by_key(rank);
            if let Some(text) = text
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
            {
                let wanted = sql::fold(text);
                members.retain(|member| is_named_like(member, &wanted));
            }
            let total = i64::try_from(members.len()).unwrap_or(i64::MAX);
            Ok((members.into_iter().skip(start).take(count).collect(), total))
        };
        if filter.shows_links() {
            return self.db().write(work).await;
        }
        self.db().read(work).await
    }

    /// Mails invitations again to members who have not joined; others are left out silently.
    ///
    /// # Errors
    /// 404; 403 without the right to edit the room.
    pub async fn resend_room_invitations(
        &self,
        viewer: &Viewer,
        id: FolderId,
        ids: Vec<UserId>,
        all: bool,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let room = super::update::editable(tx, &viewer, id)?;
                if room.root.kind == FolderType::RoomTemplates {
                    return Err(Error::FOLDER);
                }
                let members: Vec<UserId> = shares::of_entry(tx, viewer.portal, id.into())?
                    .into_iter()
                    .filter(|share| share.subject_type == SubjectType::User)
                    .map(|share| UserId(share.subject))
                    .filter(|member| all || ids.contains(member))
                    .collect();
                for person in people::store::by_ids(tx, viewer.portal, &members)?.into_values() {
                    if person.status == people::model::EmployeeStatus::Pending {
                        letters::invite(tx, &viewer, &room, &person, None)?;
                        let data = json!({ "userId": person.id });
                        record(tx, &viewer, RoomHappening::InvitationResent, &room, data)?;
                    }
                }
                Ok(())
            })
            .await
    }
}

/// Owner, managers, groups, users, guests, and those who have not joined last.
fn rank(member: &FileShareDto) -> u8 {
    let Some(person) = &member.shared_to_user else {
        return 2;
    };
    match () {
        () if member.is_owner => 0,
        () if person.status == people::model::EmployeeStatus::Pending => 5,
        () if member.access == FileShare::RoomManager => 1,
        () if person.is_visitor => 4,
        () => 3,
    }
}

fn is_named_like(member: &FileShareDto, wanted: &str) -> bool {
    let person = member.shared_to_user.as_ref();
    let names = [
        person.map(|person| person.short.display_name.as_str()),
        person.map(|person| person.email.as_str()),
        member
            .shared_to_group
            .as_ref()
            .map(|group| group.name.as_str()),
        member.shared_link.as_ref().map(|link| link.title.as_str()),
    ];
    names
        .into_iter()
        .flatten()
        .any(|name| sql::fold(name).contains(wanted))
}

/// A change of members under way.
struct Reception<'a> {
    viewer: &'a Viewer,
    change: &'a MembersChange,
    seen: Seen,
    room: Folder,
    kind: RoomType,
    present: Vec<Share>,
    named: Named,
}

impl<'a> Reception<'a> {
    fn open(
        tx: &mut Tx<'_>,
        viewer: &'a Viewer,
        id: FolderId,
        change: &'a MembersChange,
    ) -> Result<Self, Error> {
        let seen = gate::folder(tx, viewer, id)?;
        let (user, _) = viewer.person()?;
        let leaves = change
            .invitations
            .iter()
            .all(|one| one.id == Some(user.0) && one.access == FileShare::None);
        if !seen.may(Action::Read) {
            let text = "You don't have enough permission to view the folder content";
            return Err(Error::refused(text));
        }
        if !leaves {
            seen.require(Action::EditAccess)?;
        }
        let kind = seen.entry.kind.room_type().ok_or(Error::FOLDER)?;
        let room = seen.entry.clone();
        let ids: Vec<Uuid> = change.invitations.iter().filter_map(|one| one.id).collect();
        let named = Named::load(tx, viewer, &ids)?;
        let present = shares::of_entry(tx, viewer.portal, id.into())?;
        let seen = see(tx, viewer, id.into())?;
        let this = Self {
            viewer,
            change,
            seen,
            room,
            kind,
            present,
            named,
        };
        this.only_readers_in_templates()?;
        this.mails_are_allowed(tx)?;
        Ok(this)
    }

    fn only_readers_in_templates(&self) -> Result<(), Error> {
        if self.room.root.kind != FolderType::RoomTemplates {
            return Ok(());
        }
        let fits = |one: &Invitation| {
            let who = one.id.and_then(|id| self.named.who(id));
            let person_fits = match who {
                Some(Who::Person(person)) => !matches!(person.role, Role::User | Role::Guest),
                _ => one.email.is_none(),
            };
            person_fits && rules::template_role_available(one.access)
        };
        if self.change.invitations.iter().all(fits) {
            return Ok(());
        }
        Err(Error::refused(NO_ROLE))
    }

    fn mails_are_allowed(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let by_mail = |one: &&Invitation| one.id.is_none() && one.access != FileShare::None;
        if self.change.invitations.iter().filter(by_mail).count() == 0 {
            return Ok(());
        }
        let setting: InvitationSettings =
            portal::settings::load(tx, self.viewer.portal, Scope::Portal)?;
        if setting.guests {
            Ok(())
        } else {
            Err(Error::Denied)
        }
    }

    /// Groups first, then people, then e-mail addresses. A role that does not fit ends it; what was
    /// done before stays (`files/05 §15`).
    fn receive(mut self, tx: &mut Tx<'_>) -> Result<(MembersChanged, Option<Error>), Error> {
        let change = self.change;
        let mut mentioned = Vec::new();
        let mut warning = None;
        let mut list: Vec<&Invitation> = change.invitations.iter().collect();
        list.sort_by_key(|one| match one.id.map(|id| self.named.who(id)) {
            Some(Some(Who::Group(_))) => 0,
            Some(_) => 1,
            None => 2,
        });
        for one in list {
            let done = match one.id {
                Some(id) => self.known(tx, id, one.access),
                None => self.by_mail(tx, one),
            };
            match done {
                Ok(subject) => mentioned.extend(subject),
                Err(Error::Argument(text)) => {
                    warning.get_or_insert(text);
                }
                Err(Error::Sql(error)) => return Err(error.into()),
                Err(refusal) => return Ok((MembersChanged::default(), Some(refusal))),
            }
        }
        let mut records = shares::of_entry(tx, self.viewer.portal, self.room.id.into())?;
        records.retain(|share| mentioned.contains(&share.subject));
        let members = view::shares(tx, self.viewer, &self.seen, &records)?;
        Ok((
            MembersChanged {
                members: Some(members),
                warning,
            },
            None,
        ))
    }

    /// Gives access to somebody by id; `None` for those who are left out.
    fn known(
        &mut self,
        tx: &mut Tx<'_>,
        id: Uuid,
        access: FileShare,
    ) -> Result<Option<Uuid>, Error> {
        match self.named.who(id) {
            None => Ok(None),
            Some(Who::Group(_)) => {
                if !rules::role_available(self.kind, SubjectType::Group, access) {
                    return Err(Error::refused(NO_ROLE));
                }
                self.put(tx, SubjectType::Group, id, access)?;
                Ok(Some(id))
            }
            Some(Who::Person(person)) => {
                let person = person.clone();
                self.person(tx, &person, access)
            }
        }
    }

    fn person(
        &mut self,
        tx: &mut Tx<'_>,
        person: &Person,
        access: FileShare,
    ) -> Result<Option<Uuid>, Error> {
        let id = person.id.0;
        let before = self.present.iter().find(|share| share.subject == id);
        let (had, before) = (before.is_some(), before.map(|share| share.access));
        let owner = self.viewer.caller.is(self.room.created_by);
        let is_known = self.named.knows(self.viewer, person) || (owner && had);
        let leaves = access == FileShare::None && had;
        if !is_known || (person.is_terminated() && !leaves) || self.room.created_by == person.id {
            return Ok(None);
        }
        if !rules::role_available_to(self.kind, access, person.role) {
            return Err(Error::refused(NO_ROLE));
        }
        let changed = self.put(tx, SubjectType::User, id, access)?;
        if changed && access != FileShare::None {
            let (viewer, room, words) = (self.viewer, &self.room, self.change.message.as_deref());
            if person.status == people::model::EmployeeStatus::Pending {
                letters::invite(tx, viewer, room, person, words)?;
            } else if self.change.notify && !viewer.caller.is(person.id) {
                letters::member(tx, viewer, room, person, access, before, words)?;
            }
        }
        Ok(Some(id))
    }

    /// Gives access to an address; a stranger becomes a guest, or a room administrator when he is to
    /// manage the room.
    fn by_mail(&mut self, tx: &mut Tx<'_>, one: &Invitation) -> Result<Option<Uuid>, Error> {
        let Some(email) = one
            .email
            .as_deref()
            .map(str::trim)
            .filter(|email| !email.is_empty())
        else {
            return Ok(None);
        };
        if !wire::validate::is_email(email) || email.len() > 255 {
            return Err(Error::Argument(format!("Incorrect e-mail: {email}")));
        }
        let (user, _) = self.viewer.person()?;
        // Somebody else may invite the same address at this moment.
        people::store::lock(tx, self.viewer.portal)?;
        let found = people::store::by_email(tx, self.viewer.portal, email)?;
        let person = match found {
            Some(person) => person,
            None if one.access == FileShare::None => return Ok(None),
            None => self.newcomer(tx, email, one.access)?,
        };
        if person.role == Role::Guest {
            let at = self.viewer.now;
            people::store::guests::relate(tx, self.viewer.portal, user, person.id, at)?;
            self.named = Named::load(tx, self.viewer, &[person.id.0])?;
        }
        self.person(tx, &person, one.access)
    }

    fn newcomer(&self, tx: &mut Tx<'_>, email: &str, access: FileShare) -> Result<Person, Error> {
        let (user, role) = self.viewer.person()?;
        let becomes = match access {
            FileShare::RoomManager => Role::RoomAdmin,
            _ => Role::Guest,
        };
        let may = becomes == Role::Guest || people::rules::may_invite(role, becomes);
        if !may || !rules::role_available_to(self.kind, access, becomes) {
            return Err(Error::refused(NO_ROLE));
        }
        let portal = self.viewer.portal;
        let mut person = Person::invited(portal, becomes, email, self.viewer.now);
        person.created_by = Some(user);
        let culture = self.change.culture.as_deref();
        person.culture = culture.and_then(portal::locale::culture).map(str::to_owned);
        people::store::insert(tx, &mut person)?;
        events::record(
            tx,
            events::Event {
                portal: portal.0,
                kind: "person.invited",
                actor: Some(user.to_string()),
                subject: person.id.to_string(),
                data: json!({
                    "email": person.email, "name": person.display_name(), "type": becomes.number(),
                }),
            },
        )?;
        Ok(person)
    }

    /// Writes or removes a record; `false` when it was so already.
    fn put(
        &self,
        tx: &mut Tx<'_>,
        kind: SubjectType,
        subject: Uuid,
        access: FileShare,
    ) -> Result<bool, Error> {
        use RoomHappening::{
            AccessForGroup, AccessForUser, GroupAdded, GroupRemoved, UserAdded, UserRemoved,
        };
        let entry = EntryRef::Folder(self.room.id);
        let before = self.present.iter().find(|share| share.subject == subject);
        let person = kind == SubjectType::User;
        let what = match (before, access) {
            (Some(share), _) if share.access == access => return Ok(false),
            (None, FileShare::None) => return Ok(false),
            (Some(_), FileShare::None) => {
                shares::remove(tx, self.viewer.portal, entry, subject)?;
                if person {
                    let who = UserId(subject);
                    marks::clear(tx, self.viewer.portal, who, Mark::Pin, entry)?;
                }
                if person { UserRemoved } else { GroupRemoved }
            }
            (None, _) if person => UserAdded,
            (None, _) => GroupAdded,
            (Some(_), _) if person => AccessForUser,
            (Some(_), _) => AccessForGroup,
        };
        if access != FileShare::None {
            let share = Share {
                entry,
                subject_type: kind,
                subject,
                access,
                owner: self.viewer.user(),
                created: self.viewer.now,
                link: None,
            };
            shares::put(tx, self.viewer.portal, &share)?;
        }
        let data = json!({
            "subject": subject,
            "subjectType": kind.number(),
            "access": access.number(),
            "before": before.map(|share| share.access.number()),
        });
        record(tx, self.viewer, what, &self.room, data)?;
        Ok(true)
    }
}
