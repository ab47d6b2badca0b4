//! Quotas of rooms, agents and people (`files/10`): what fits, and who sets them.

use std::fmt;

use portal::UserId;
use portal::settings::{self, AgentQuota, Bag, PortalQuota, RoomQuota, UserQuota};
use serde_json::json;
use sql::Tx;

use super::happening::FileHappening;
use super::paths::Space;
use super::rooms::happening::{RoomHappening, record};
use super::{Files, gate};
use crate::error::Error;
use crate::formats;
use crate::model::{Entry, Folder, FolderId, FolderType, RoomType};
use crate::rules::Action;
use crate::rules::quota::{BY_DEFAULT, Fit, Measure, Policy, UNLIMITED, fits};
use crate::store::rooms;
use crate::view::{self, Context, EntryDto, FolderDto, Viewer};

/// Whose space is full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A room, by its number and title.
    Room(FolderId, String),
    /// An AI agent, by its number and title.
    Agent(FolderId, String),
    /// A person's own folders.
    Person(UserId),
}

/// A save that a quota refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    /// Whose quota.
    pub holder: Holder,
    /// Bytes of the quota.
    pub limit: i64,
}

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.holder {
            Holder::Room(..) => "Room",
            Holder::Agent(..) => "AI agent",
            Holder::Person(_) => "User",
        };
        let size = formats::human_size(self.limit);
        write!(f, "{what} space quota exceeded ({size}).")
    }
}

/// A holder that has a limit, and what it uses of it.
struct Account {
    holder: Holder,
    limit: i64,
    used: i64,
}

/// Refuses what does not fit into the portal, or into the quota of the room or person it goes to.
///
/// My documents count against the person they belong to, and what is thrown away is never refused.
///
/// # Errors
/// [`Error::Quota`] for more than the portal takes, [`Error::Full`] for more than the holder may use.
pub(crate) fn require_space(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    bytes: i64,
    measure: Measure,
) -> Result<(), Error> {
    if bytes <= 0 {
        return Ok(());
    }
    let settings = settings::load_all(tx, viewer.portal, None)?;
    // Copies and moves bring nothing that the portal does not hold already.
    if measure == Measure::Generous {
        let free = free_in_portal(tx, viewer, &settings)?;
        if bytes > free {
            return Err(crate::upload::too_large(free));
        }
    }
    let Some(account) = account(tx, folder, &settings)? else {
        return Ok(());
    };
    match fits(account.limit, account.used, bytes, measure) {
        Fit::Within => Ok(()),
        Fit::Over => tell(tx, viewer, &account.holder, Told::Saved),
        Fit::Refused => Err(Error::Full(Full {
            holder: account.holder,
            limit: account.limit,
        })),
    }
}

/// Bytes that an entry brings to whoever holds `target`: none when it belongs to him already.
pub(crate) fn arriving(entry: &Entry, target: &Folder) -> i64 {
    let own = [FolderType::User, FolderType::Trash];
    let here = match target.room {
        Some(room) => entry.room() == Some(room),
        None => entry.root().owner == target.root.owner && own.contains(&entry.root().kind),
    };
    if here { 0 } else { size(entry) }
}

/// Bytes of an entry, as quotas see it.
pub(crate) fn size(entry: &Entry) -> i64 {
    match entry {
        Entry::File(file) => file.version.size,
        Entry::Folder(folder) => folder.used_space,
    }
}

/// How closely the limit is kept for content that comes this way.
pub(crate) const fn measure(what: FileHappening) -> Measure {
    match what {
        FileHappening::Copied | FileHappening::Overwritten | FileHappening::Restored => {
            Measure::Strict
        }
        _ => Measure::Generous,
    }
}

/// Bytes that the portal takes besides what it has. Without a quota of the portal they are not counted.
pub(super) fn free_in_portal(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    settings: &Bag,
) -> Result<i64, Error> {
    let quota: PortalQuota = settings.portal();
    if !quota.enable_quota || quota.quota < 0 {
        return Ok(portal::quota::TOTAL_SIZE);
    }
    let used = blob::stored_bytes(tx, viewer.portal.0)?;
    let most = quota.quota.min(portal::quota::TOTAL_SIZE);
    Ok((most - used).max(0))
}

/// What is used around a folder, and what still fits.
pub(super) fn space(tx: &mut Tx<'_>, viewer: &Viewer, folder: &Folder) -> Result<Space, Error> {
    let settings = settings::load_all(tx, viewer.portal, None)?;
    let portal: PortalQuota = settings.portal();
    let in_portal = (portal.enable_quota && portal.quota >= 0)
        .then(|| free_in_portal(tx, viewer, &settings))
        .transpose()?;
    let account = account(tx, folder, &settings)?;
    let of_holder = account
        .as_ref()
        .map(|account| (account.limit - account.used).max(0));
    Ok(Space {
        used: account.map_or(folder.used_space, |account| account.used),
        free: in_portal.into_iter().chain(of_holder).min(),
    })
}

fn account(tx: &mut Tx<'_>, folder: &Folder, settings: &Bag) -> Result<Option<Account>, Error> {
    if let Some(room) = folder.room {
        return account_of_room(tx, folder, room, settings);
    }
    if folder.root.kind != FolderType::User {
        return Ok(None);
    }
    let quota: UserQuota = settings.portal();
    let policy = Policy {
        on: quota.enable_quota,
        default: quota.default_quota,
    };
    if !policy.on {
        return Ok(None);
    }
    let owner = folder.root.owner;
    let person = people::store::by_id(tx, folder.portal, owner)?;
    Ok(person.and_then(|person| {
        Some(Account {
            holder: Holder::Person(owner),
            limit: policy.limit(person.quota.unwrap_or(BY_DEFAULT))?,
            used: person.used_space,
        })
    }))
}

fn account_of_room(
    tx: &mut Tx<'_>,
    folder: &Folder,
    room: FolderId,
    settings: &Bag,
) -> Result<Option<Account>, Error> {
    let of_rooms = room_policy(settings.portal());
    let agents: AgentQuota = settings.portal();
    let of_agents = Policy {
        on: agents.enable_quota,
        default: agents.default_quota,
    };
    if !of_rooms.on && !of_agents.on {
        return Ok(None);
    }
    Ok(rooms::space(tx, folder.portal, room)?.and_then(|space| {
        let (policy, holder) = if space.kind == RoomType::AiRoom {
            (of_agents, Holder::Agent(room, space.title))
        } else {
            (of_rooms, Holder::Room(room, space.title))
        };
        Some(Account {
            holder,
            limit: policy.limit(space.quota)?,
            used: space.used,
        })
    }))
}

/// What the portal decided about quotas of rooms.
fn room_policy(quota: RoomQuota) -> Policy {
    Policy {
        on: quota.enable_quota,
        default: quota.default_quota,
    }
}

/// What became of a save beyond a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Saved,
    NotSaved,
}

/// Leaves a line in the audit trail about a full room or person.
fn tell(tx: &mut Tx<'_>, viewer: &Viewer, holder: &Holder, told: Told) -> Result<(), Error> {
    let (action, subject, data) = match (holder, told) {
        (Holder::Person(id), Told::Saved) => (5201, format!("person/{id}"), json!({})),
        (Holder::Person(id), Told::NotSaved) => (5202, format!("person/{id}"), json!({})),
        (Holder::Room(id, title) | Holder::Agent(id, title), told) => (
            if told == Told::Saved { 5203 } else { 5204 },
            format!("room/{}", id.0),
            json!({ "id": id.0, "title": title, "roomId": id.0 }),
        ),
    };
    let mut data = data;
    if let Some(data) = data.as_object_mut() {
        data.insert("action".to_owned(), action.into());
    }
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind: match told {
                Told::Saved => "quota.exceeded",
                Told::NotSaved => "quota.refused",
            },
            actor: viewer.caller.person.map(|(user, _)| user.to_string()),
            subject,
            data,
        },
    )?;
    Ok(())
}

impl Files {
    /// [`sql::Db::write`] for those who bring content: a save that a quota refuses leaves its line in the audit
    /// trail, though nothing else of it.
    pub(crate) async fn save<T: Send + 'static>(
        &self,
        viewer: &Viewer,
        verb: impl FnOnce(&mut Tx<'_>, &Viewer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let who = viewer.clone();
        let saved = self.db().write(move |tx| verb(tx, &who)).await;
        if let Err(Error::Full(full)) = &saved {
            let (viewer, holder) = (viewer.clone(), full.holder.clone());
            self.db()
                .write(move |tx| tell(tx, &viewer, &holder, Told::NotSaved))
                .await?;
        }
        saved
    }

    /// Gives rooms a quota of their own in bytes (-1 unlimited), or the portal's default (`None`): all or none.
    ///
    /// # Errors
    /// 403 for more than the portal has, and without the right to edit one of the rooms; for unknown rooms the
    /// contract keeps 500 (`files/05 §1`).
    pub async fn set_room_quotas(
        &self,
        viewer: &Viewer,
        ids: Vec<FolderId>,
        quota: Option<i64>,
    ) -> Result<Vec<FolderDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let quota = quota.map_or(BY_DEFAULT, |bytes| bytes.max(UNLIMITED));
                super::rooms::check_quota(tx, &viewer, quota)?;
                let mut changed = Vec::with_capacity(ids.len());
                for id in ids {
                    set_quota(tx, &viewer, id, quota)?;
                    changed.push(id);
                }
                let folders = crate::store::folders::by_ids(tx, viewer.portal, &changed)?;
                let entries = folders.into_iter().map(Entry::Folder);
                let shown = view::page(tx, &viewer, Context::Plain, entries.collect())?;
                let rooms = shown.into_iter().filter_map(|entry| match entry {
                    EntryDto::Folder(room) => Some(*room),
                    EntryDto::File(_) => None,
                });
                Ok(rooms.collect())
            })
            .await
    }
}

fn set_quota(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId, quota: i64) -> Result<(), Error> {
    let seen = gate::folder(tx, viewer, id).map_err(|error| match error {
        Error::NotFound(text) => Error::Failed(text.to_owned()),
        other => other,
    })?;
    seen.require(Action::EditRoom)?;
    let Some(mut room) = rooms::by_id(tx, viewer.portal, id)? else {
        return Err(Error::Denied);
    };
    if room.quota == quota {
        return Ok(());
    }
    room.quota = quota;
    rooms::put(tx, viewer.portal, &room)?;
    let what = match quota {
        BY_DEFAULT => RoomHappening::QuotaDefault,
        UNLIMITED => RoomHappening::QuotaOff,
        _ => RoomHappening::QuotaChanged,
    };
    record(tx, viewer, what, &seen.entry, json!({ "quota": quota }))
}
