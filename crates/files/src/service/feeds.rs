//! News by letter: what happened in rooms within the hour, and on the day before (`platform/10 §10.3`).
//!
//! Everybody hears of the rooms he is a member of, but not of what he did himself, nor of rooms he has muted.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _, Zoned};
use jobs::{Failure, JobContext, Workers};
use people::model::EmployeeStatus;
use people::{GroupId, Person};
use portal::settings::{self, Scope, Setting};
use portal::{Portal, PortalId, Role, UserId};
use post::{Letter, Line};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sql::{Micros, Tx};

use super::Files;
use super::notifications::Notifications;
use crate::error::Error;
use crate::model::{FileShare, FolderId, SubjectType};
use crate::store::feeds::{self, Happened};
use crate::store::shares;

const KIND: &str = "files.feeds";
const HOUR: Micros = 3600 * 1_000_000;
/// News older than this are no news, however long the server was off.
const OLDEST: Micros = 24 * HOUR;
/// The hour of the portal's zone at which the letter about the day before leaves.
const MORNING: i8 = 7;
/// The day of a portal's life on which tips are sent.
const TIPS_DAY: i32 = 7;
/// Happenings one letter is made of, at most.
const MOST: i64 = 2000;
/// Lines of one letter; the rest is counted.
const LINES: usize = 25;

/// What the hourly letter tells, with the words it uses.
const ACTIVITY: [(i64, &str); 9] = [
    (5011, "file_uploaded"),
    (5034, "file_edited"),
    (5085, "member_added"),
    (5075, "role_changed"),
    (5150, "form_started"),
    (5151, "form_filled"),
    (5152, "form_completed"),
    (5153, "form_stopped"),
    (6046, "form_submitted"),
];

/// What the daily letter tells.
const DAILY: [(i64, &str); 6] = [
    (5000, "file_created"),
    (5005, "comment_written"),
    (5070, "room_created"),
    (5071, "room_renamed"),
    (5084, "member_removed"),
    (5072, "room_archived"),
];

/// News of files that members who only fill in forms do not see (`files/02 §7`).
const OF_FILES: [&str; 5] = [
    "file_uploaded",
    "file_edited",
    "file_created",
    "comment_written",
    "form_submitted",
];

/// How far the letters of a portal have come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Told {
    /// The end of the last hour anything was told of.
    activity: Micros,
    /// The last day a morning letter was made on, such as `2026-11-28`.
    morning: String,
}

impl Setting for Told {
    const KEY: &'static str = "files.feeds";
}

/// Registers the hourly work.
#[must_use]
pub fn register(workers: Workers, files: &Files) -> Workers {
    let files = files.clone();
    workers
        .register(KIND, move |_: JobContext| {
            let files = files.clone();
            async move {
                let done = files.tell_news(sql::now()).await;
                done.map(|()| Value::Null).map_err(Failure::retry)
            }
        })
        .every(KIND, Duration::from_secs(3600))
}

impl Files {
    /// Writes the letters of all portals that are due at a moment. Whatever was told is not told again.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tell_news(&self, now: Micros) -> Result<(), Error> {
        let portals = self
            .db()
            .read::<_, Error>(|tx| Ok(portal::store::active(tx)?))
            .await?;
        for portal in portals {
            self.db().write(move |tx| tell(tx, &portal, now)).await?;
        }
        Ok(())
    }
}

fn tell(tx: &mut Tx<'_>, portal: &Portal, now: Micros) -> Result<(), Error> {
    let mut told: Told = settings::load(tx, portal.id, Scope::Portal)?;
    let from = match told.activity {
        0 => now - HOUR,
        told => told.max(now - OLDEST),
    };
    let mut changed = false;
    if from < now && activity(tx, portal.id, (from, now))? {
        told.activity = now;
        changed = true;
    }
    if let Some(today) = local(portal, now) {
        let name = today.date().to_string();
        if today.hour() == MORNING && told.morning != name {
            morning(tx, portal, &today)?;
            told.morning = name;
            changed = true;
        }
    }
    if changed {
        settings::save(tx, portal.id, Scope::Portal, &told, now)?;
    }
    Ok(())
}

/// Writes about an hour; `false` when nothing happened in it.
fn activity(tx: &mut Tx<'_>, portal: PortalId, span: (Micros, Micros)) -> Result<bool, Error> {
    let Some(news) = News::gather(tx, portal, span, &ACTIVITY)? else {
        return Ok(false);
    };
    news.send(
        tx,
        |wishes| wishes.rooms_activity,
        |lines, more| Letter::RoomsActivity {
            lines,
            more,
            link: "/rooms".to_owned(),
        },
    )?;
    Ok(true)
}

/// Writes about the day before, and tips to those who begin.
fn morning(tx: &mut Tx<'_>, portal: &Portal, today: &Zoned) -> Result<(), Error> {
    let day = |date: Zoned| {
        let start = date.start_of_day().ok()?;
        Some(start.timestamp().as_microsecond())
    };
    let yesterday = today.checked_sub(1.day()).ok().and_then(day);
    if let (Some(from), Some(to)) = (yesterday, day(today.clone()))
        && let Some(news) = News::gather(tx, portal.id, (from, to), &DAILY)?
    {
        news.send(
            tx,
            |wishes| wishes.daily_feed,
            |lines, more| Letter::DailyFeed {
                lines,
                more,
                link: "/rooms".to_owned(),
            },
        )?;
    }
    let begun = local(portal, portal.created);
    let age = begun.and_then(|begun| begun.date().until(today.date()).ok());
    match age {
        Some(age) if age.get_days() == TIPS_DAY => tips(tx, portal.id),
        _ => Ok(()),
    }
}

/// Tips for whoever makes rooms.
fn tips(tx: &mut Tx<'_>, portal: PortalId) -> Result<(), Error> {
    let filter = people::store::Filter {
        statuses: EmployeeStatus::Active.number(),
        roles: vec![Role::Owner, Role::Admin, Role::RoomAdmin],
        count: MOST,
        ..people::store::Filter::default()
    };
    let people = people::store::list(tx, portal, &filter)?.items;
    let wishes = wishes(tx, portal, people.iter().map(|person| person.id))?;
    let to: Vec<_> = people
        .iter()
        .filter(|person| {
            wishes
                .get(&person.id)
                .is_none_or(|wishes| wishes.useful_tips)
        })
        .map(Person::recipient)
        .collect();
    let letter = Letter::Tips {
        link: "/rooms".to_owned(),
    };
    Ok(post::send_to_all(tx, portal.0, "", &to, &letter)?)
}

/// What happened in a span of time, and everybody it concerns.
struct News {
    portal: PortalId,
    happened: Vec<(Happened, &'static str)>,
    members: HashMap<FolderId, Members>,
    people: HashMap<UserId, Person>,
    muted: HashSet<(UserId, FolderId)>,
}

impl News {
    fn gather(
        tx: &mut Tx<'_>,
        portal: PortalId,
        span: (Micros, Micros),
        told: &[(i64, &'static str)],
    ) -> Result<Option<Self>, Error> {
        let actions: Vec<i64> = told.iter().map(|(action, _)| *action).collect();
        let found = feeds::happened(tx, portal, span, &actions, MOST)?;
        if found.is_empty() {
            return Ok(None);
        }
        let words: BTreeMap<i64, &'static str> = told.iter().copied().collect();
        let happened: Vec<_> = found
            .into_iter()
            .filter_map(|one| Some((words.get(&one.action).copied()?, one)))
            .map(|(words, one)| (one, words))
            .collect();
        let members = members(tx, portal, &happened)?;
        let rooms: Vec<FolderId> = members.keys().copied().collect();
        let muted = feeds::muted(tx, portal, &rooms)?;
        let mut ids: BTreeSet<_> = members.values().flatten().map(|(user, _)| user.0).collect();
        ids.extend(happened.iter().map(|(one, _)| one.actor.0));
        ids.extend(
            happened
                .iter()
                .filter_map(|(one, _)| subject(one))
                .map(|user| user.0),
        );
        let ids: Vec<UserId> = ids.into_iter().map(UserId).collect();
        Ok(Some(Self {
            portal,
            happened,
            members,
            people: people::store::by_ids(tx, portal, &ids)?,
            muted,
        }))
    }

    /// Writes to everybody who wants to hear and for whom there is something.
    fn send(
        &self,
        tx: &mut Tx<'_>,
        wanted: impl Fn(&Notifications) -> bool,
        letter: impl Fn(Vec<Line>, usize) -> Letter,
    ) -> Result<(), Error> {
        let wishes = wishes(tx, self.portal, self.people.keys().copied())?;
        let mut people: Vec<&Person> = self.people.values().filter(|p| p.is_active()).collect();
        people.sort_by_key(|person| person.id.0);
        for person in people {
            if wishes.get(&person.id).is_some_and(|wishes| !wanted(wishes)) {
                continue;
            }
            let mut lines = self.lines_for(person.id);
            if lines.is_empty() {
                continue;
            }
            let more = lines.len().saturating_sub(LINES);
            lines.truncate(LINES);
            let letter = letter(lines, more);
            post::send(tx, self.portal.0, "", &person.recipient(), &letter)?;
        }
        Ok(())
    }

    fn lines_for(&self, user: UserId) -> Vec<Line> {
        let concerns = |one: &Happened, words: &str| {
            let members = self.members.get(&one.room);
            let sees_files = members.and_then(|members| members.get(&user));
            one.actor != user
                && sees_files.is_some_and(|sees| *sees || !OF_FILES.contains(&words))
                && !self.muted.contains(&(user, one.room))
        };
        let happened = self
            .happened
            .iter()
            .filter(|(one, words)| concerns(one, words));
        let mut lines: Vec<Line> = happened.map(|(one, words)| self.line(one, words)).collect();
        // Ten uploads of one file are one piece of news.
        lines.dedup();
        lines
    }

    fn line(&self, one: &Happened, words: &str) -> Line {
        let text = |name: &str| {
            one.data
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let access = one.data.get("access").and_then(Value::as_i64);
        Line {
            what: words.to_owned(),
            who: self.name(one.actor),
            whom: subject(one).map(|user| self.name(user)).unwrap_or_default(),
            role: access
                .and_then(FileShare::from_number)
                .map(|access| access.to_string())
                .unwrap_or_default(),
            title: text("title").to_owned(),
            room: one.title.clone(),
        }
    }

    fn name(&self, user: UserId) -> String {
        let person = self.people.get(&user);
        person.map(Person::display_name).unwrap_or_default()
    }
}

/// Members of a room, and whether they see the files of others in it.
type Members = HashMap<UserId, bool>;

/// The members of the rooms anything happened in, their owners among them.
fn members(
    tx: &mut Tx<'_>,
    portal: PortalId,
    happened: &[(Happened, &'static str)],
) -> Result<HashMap<FolderId, Members>, Error> {
    let owners: HashMap<FolderId, UserId> = happened
        .iter()
        .map(|(one, _)| (one.room, one.owner))
        .collect();
    let rooms: Vec<FolderId> = owners.keys().copied().collect();
    let mut members: HashMap<FolderId, Members> = HashMap::new();
    let mut groups: HashMap<GroupId, Vec<UserId>> = HashMap::new();
    let mut records = shares::of_entries(tx, portal, &rooms, &[])?;
    // A person's own record beats those of groups, even a weaker one (`files/02 §9`): it comes last.
    records.sort_by_key(|share| share.subject_type == SubjectType::User);
    for share in records {
        let crate::model::EntryRef::Folder(room) = share.entry else {
            continue;
        };
        let of_room = members.entry(room).or_default();
        let enters = !matches!(share.access, FileShare::None | FileShare::Restrict);
        let sees_files = share.access != FileShare::FillForms;
        match share.subject_type {
            SubjectType::User if enters => {
                of_room.insert(UserId(share.subject), sees_files);
            }
            SubjectType::User => {
                of_room.remove(&UserId(share.subject));
            }
            SubjectType::Group if enters => {
                let people = match groups.entry(GroupId(share.subject)) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let group = *new.key();
                        new.insert(people::store::groups::member_ids(tx, portal, group)?)
                    }
                };
                for user in people {
                    *of_room.entry(*user).or_default() |= sees_files;
                }
            }
            _ => {}
        }
    }
    for (room, owner) in owners {
        members.entry(room).or_default().insert(owner, true);
    }
    Ok(members)
}

fn wishes(
    tx: &mut Tx<'_>,
    portal: PortalId,
    people: impl Iterator<Item = UserId>,
) -> Result<HashMap<UserId, Notifications>, Error> {
    let people: Vec<UserId> = people.collect();
    Ok(settings::of_users(tx, portal, &people)?)
}

/// The other person something happened to.
fn subject(one: &Happened) -> Option<UserId> {
    one.data.get("subject")?.as_str()?.parse().ok()
}

/// A moment in the portal's zone.
fn local(portal: &Portal, at: Micros) -> Option<Zoned> {
    let zone = jiff::tz::TimeZone::get(&portal.time_zone).ok()?;
    Some(Timestamp::from_microsecond(at).ok()?.to_zoned(zone))
}
