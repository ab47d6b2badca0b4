//! Everything that rights and views of a page of entries depend on, in ONE statement.
//!
//! The parts are unrelated questions about the same page; asked one by one they would be ten
//! statements. Each part names itself by a number in the first column and uses the others
//! (five numbers, seven texts) as it needs.

use std::collections::HashMap;

use portal::{PortalId, UserId};
use sql::{Micros, Row, Tx};
use uuid::Uuid;

use super::folders::kind;
use super::statement::Statement;
use crate::model::{
    Entry, EntryRef, FileShare, FilterType, FolderId, FolderType, Link, Mark, Room, RoomType,
    Share, SubjectType,
};
use crate::rules::Subjects;

/// What is known about a page of entries for one caller.
#[derive(Debug, Default)]
pub struct Page {
    /// Records attached to the entries themselves: those that concern the caller, and all links.
    pub direct: HashMap<EntryRef, Vec<Share>>,
    /// The same on a folder (distance 0) and on what is above it, by that folder.
    pub above: HashMap<FolderId, Vec<(i64, Share)>>,
    /// Entries shared with somebody, whoever it is.
    pub with_people: Vec<EntryRef>,
    /// The caller's marks.
    pub marks: HashMap<EntryRef, Vec<(Mark, Micros)>>,
    /// Unread files below a folder.
    pub unread: HashMap<FolderId, i64>,
    /// A folder and what is above it, nearest first, by that folder.
    pub paths: HashMap<FolderId, Vec<Ancestor>>,
    /// Rooms listed and rooms around the entries.
    pub rooms: HashMap<FolderId, RoomRow>,
    /// Tags of the rooms listed, newest first.
    pub tags: HashMap<FolderId, Vec<String>>,
    /// Groups the caller is in.
    pub groups: Vec<Uuid>,
    /// External links the caller opened once.
    pub remembered: Vec<Uuid>,
    /// Kinds and titles of the folders that trashed entries came from.
    pub origins: HashMap<FolderId, (FolderType, String)>,
}

/// A folder above an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// Its number.
    pub id: FolderId,
    /// Its kind.
    pub kind: FolderType,
    /// Its title.
    pub title: String,
    /// Its index number.
    pub position: Option<i64>,
}

/// A room with what its folder tells.
#[derive(Debug, Clone)]
pub struct RoomRow {
    /// The room's settings.
    pub room: Room,
    /// Its owner.
    pub owner: UserId,
    /// Its title.
    pub title: String,
}

/// For whom a page is loaded.
#[derive(Debug, Clone, Copy)]
pub struct Whom {
    /// The signed-in person.
    pub person: Option<UserId>,
    /// The external link of the request.
    pub link: Option<Uuid>,
}

/// Loads what concerns `entries`. One statement; none for an empty page.
pub fn load(
    tx: &mut Tx<'_>,
    portal: PortalId,
    whom: Whom,
    entries: &[&Entry],
) -> Result<Page, sql::Error> {
    let mut page = Page::default();
    if entries.is_empty() {
        return Ok(page);
    }
    let statement = statement(portal, whom, entries);
    tx.each(&statement.text, &statement.params, &mut |row| {
        page.take(row)?;
        Ok(true)
    })?;
    Ok(page)
}

/// The numbers of the page, sorted out.
struct Ids {
    folders: Vec<i64>,
    files: Vec<i64>,
    parents: Vec<i64>,
    rooms: Vec<i64>,
    origins: Vec<i64>,
}

impl Ids {
    fn of(entries: &[&Entry]) -> Self {
        let mut ids = Self {
            folders: Vec::new(),
            files: Vec::new(),
            parents: Vec::new(),
            rooms: Vec::new(),
            origins: Vec::new(),
        };
        for entry in entries {
            match entry {
                Entry::Folder(folder) => ids.folders.push(folder.id.0),
                Entry::File(file) => ids.files.push(file.id.0),
            }
            if entry.parent().0 > 0 {
                ids.parents.push(entry.parent().0);
            }
            ids.rooms.extend(entry.room().map(|room| room.0));
            let (origin, room) = match entry {
                Entry::Folder(folder) => (folder.origin, folder.origin_room),
                Entry::File(file) => (file.origin, file.origin_room),
            };
            ids.origins
                .extend(origin.into_iter().chain(room).map(|id| id.0));
        }
        for list in [&mut ids.parents, &mut ids.rooms, &mut ids.origins] {
            list.sort_unstable();
            list.dedup();
        }
        ids
    }
}

const DIRECT: i64 = 1;
const ABOVE: i64 = 2;
const WITH_PEOPLE: i64 = 3;
const MARK: i64 = 4;
const UNREAD: i64 = 5;
const PATH: i64 = 6;
const ROOM: i64 = 7;
const TAG: i64 = 8;
const GROUP: i64 = 9;
const REMEMBERED: i64 = 10;
const ORIGIN: i64 = 11;

/// Columns of a part: numbers first, missing ones filled up.
fn part(number: i64, numbers: &[&str], texts: &[&str], rest: &str) -> String {
    let numbers = (0..5).map(|at| numbers.get(at).copied().unwrap_or("0"));
    let texts = (0..7).map(|at| texts.get(at).copied().unwrap_or("''"));
    let columns: Vec<&str> = numbers.chain(texts).collect();
    format!("SELECT {number}, {} {rest}", columns.join(", "))
}

fn statement(portal: PortalId, whom: Whom, entries: &[&Entry]) -> Statement {
    let ids = Ids::of(entries);
    let mut sql = Statement::new();
    let portal = sql.bind(portal);
    let person = whom.person.map(|user| sql.bind(user));
    let mut parts = Vec::new();

    // Records that concern the caller, and all links (a handful an entry at most).
    let mut concerns = "s.subject_type IN (1, 4)".to_owned();
    if let Some(person) = &person {
        let everybody = sql.bind(vec![Subjects::EVERYONE, Subjects::ADMINS]);
        let groups = people::store::groups::ids_of_person(&portal, person);
        concerns = format!(
            "({concerns} OR s.subject = {person} OR s.subject = ANY({everybody}) \
             OR (s.subject_type = 2 AND s.subject IN ({groups})))"
        );
        parts.push(part(
            GROUP,
            &[],
            &["m.group_id"],
            &format!("FROM ({groups}) m"),
        ));
    }
    let share = ["s.subject", "s.owner", "COALESCE(s.link, '')"];

    for (entry_kind, list) in [(1, &ids.folders), (2, &ids.files)] {
        if list.is_empty() {
            continue;
        }
        let list = sql.bind(list.clone());
        let own = format!(
            "FROM shares s WHERE s.portal_id = {portal} AND s.entry_kind = {entry_kind} \
             AND s.entry_id = ANY({list})"
        );
        let numbers = [
            "s.entry_kind",
            "s.entry_id",
            "s.subject_type",
            "s.access",
            "s.created",
        ];
        parts.push(part(
            DIRECT,
            &numbers,
            &share,
            &format!("{own} AND {concerns}"),
        ));
        let people =
            format!("{own} AND s.subject_type IN (0, 2) GROUP BY s.entry_kind, s.entry_id");
        parts.push(part(WITH_PEOPLE, &numbers[..2], &[], &people));
        if let Some(person) = &person {
            let marks = format!(
                "FROM marks k WHERE k.portal_id = {portal} AND k.user_id = {person} \
                 AND k.entry_kind = {entry_kind} AND k.entry_id = ANY({list})"
            );
            let numbers = ["k.entry_kind", "k.entry_id", "k.mark", "k.created"];
            parts.push(part(MARK, &numbers, &[], &marks));
            if entry_kind == 1 {
                let unread = format!(
                    "FROM marks k JOIN files d ON d.portal_id = k.portal_id AND d.id = k.entry_id \
                     JOIN folder_tree t ON t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
                     WHERE k.portal_id = {portal} AND k.user_id = {person} AND k.mark = 1 \
                     AND k.entry_kind = 2 AND t.ancestor_id = ANY({list}) GROUP BY t.ancestor_id"
                );
                parts.push(part(UNREAD, &["t.ancestor_id", "COUNT(*)"], &[], &unread));
            }
        }
        if entry_kind == 1 {
            let tags = format!(
                "FROM room_tags g WHERE g.portal_id = {portal} AND g.room_id = ANY({list})"
            );
            parts.push(part(TAG, &["g.room_id", "-g.created"], &["g.tag"], &tags));
        }
    }
    if !ids.parents.is_empty() {
        let list = sql.bind(ids.parents.clone());
        let above = format!(
            "FROM folder_tree t JOIN shares s ON s.portal_id = t.portal_id AND s.entry_kind = 1 \
             AND s.entry_id = t.ancestor_id WHERE t.portal_id = {portal} \
             AND t.descendant_id = ANY({list}) AND {concerns}"
        );
        let numbers = [
            "t.descendant_id",
            "t.depth",
            "s.subject_type",
            "s.access",
            "s.entry_id",
        ];
        parts.push(part(ABOVE, &numbers, &share, &above));
        let path = format!(
            "FROM folder_tree t JOIN folders f ON f.portal_id = t.portal_id \
             AND f.id = t.ancestor_id WHERE t.portal_id = {portal} AND t.descendant_id = ANY({list})"
        );
        let numbers = [
            "t.descendant_id",
            "t.depth",
            "f.id",
            "f.kind",
            "COALESCE(f.position, -1)",
        ];
        parts.push(part(PATH, &numbers, &["f.title"], &path));
    }
    if !ids.rooms.is_empty() {
        let list = sql.bind(ids.rooms.clone());
        let rooms = format!(
            "FROM rooms r JOIN folders f ON f.portal_id = r.portal_id AND f.id = r.folder_id \
             WHERE r.portal_id = {portal} AND r.folder_id = ANY({list})"
        );
        let flags = "CASE WHEN r.indexing THEN 1 ELSE 0 END \
             + CASE WHEN r.deny_download THEN 2 ELSE 0 END \
             + CASE WHEN r.private THEN 4 ELSE 0 END \
             + CASE WHEN r.save_form_as_xlsx THEN 8 ELSE 0 END";
        let numbers = ["r.folder_id", "r.kind", flags, "r.quota"];
        let texts = [
            "r.color",
            "r.cover",
            "COALESCE(r.logo, '')",
            "COALESCE(r.lifetime, '')",
            "COALESCE(r.watermark, '')",
            "f.created_by",
            "f.title",
        ];
        parts.push(part(ROOM, &numbers, &texts, &rooms));
    }
    if !ids.origins.is_empty() {
        let list = sql.bind(ids.origins.clone());
        let rest = format!("FROM folders f WHERE f.portal_id = {portal} AND f.id = ANY({list})");
        parts.push(part(ORIGIN, &["f.id", "f.kind"], &["f.title"], &rest));
    }
    if let Some(person) = &person {
        let rest = format!(
            "FROM marks k WHERE k.portal_id = {portal} AND k.user_id = {person} AND k.mark = 512"
        );
        parts.push(part(REMEMBERED, &[], &["k.note"], &rest));
    }
    sql.push(&parts.join(" UNION ALL "));
    sql.push(" ORDER BY 1, 3"); // paths by depth, tags by age
    sql
}

impl Page {
    fn take(&mut self, row: &Row<'_>) -> Result<(), sql::Error> {
        let number = |at: usize| row.get::<i64>(at);
        let text = |at: usize| row.get::<String>(at + 6);
        match number(0)? {
            DIRECT => {
                let Some(entry) = EntryRef::from_columns(number(1)?, number(2)?) else {
                    return Ok(());
                };
                let created = number(5)?;
                let share = share(entry, number(3)?, number(4)?, created, &text)?;
                self.direct.entry(entry).or_default().push(share);
            }
            ABOVE => {
                let entry = EntryRef::Folder(FolderId(number(5)?));
                let share = share(entry, number(3)?, number(4)?, 0, &text)?;
                let above = self.above.entry(FolderId(number(1)?)).or_default();
                above.push((number(2)?, share));
            }
            WITH_PEOPLE => {
                self.with_people
                    .extend(EntryRef::from_columns(number(1)?, number(2)?));
            }
            MARK => {
                let entry = EntryRef::from_columns(number(1)?, number(2)?);
                if let (Some(entry), Some(mark)) = (entry, Mark::from_number(number(3)?)) {
                    self.marks
                        .entry(entry)
                        .or_default()
                        .push((mark, number(4)?));
                }
            }
            UNREAD => {
                self.unread.insert(FolderId(number(1)?), number(2)?);
            }
            PATH => {
                let position = number(5)?;
                self.paths
                    .entry(FolderId(number(1)?))
                    .or_default()
                    .push(Ancestor {
                        id: FolderId(number(3)?),
                        kind: kind(number(4)?),
                        title: text(0)?,
                        position: (position >= 0).then_some(position),
                    });
            }
            ROOM => {
                let room = room(row)?;
                self.rooms.insert(room.room.folder, room);
            }
            TAG => self
                .tags
                .entry(FolderId(number(1)?))
                .or_default()
                .push(text(0)?),
            GROUP => self.groups.extend(Uuid::parse_str(&text(0)?)),
            REMEMBERED => self.remembered.extend(Uuid::parse_str(&text(0)?)),
            ORIGIN => {
                self.origins
                    .insert(FolderId(number(1)?), (kind(number(2)?), text(0)?));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the caller put this mark on the entry.
    pub fn has_mark(&self, entry: EntryRef, mark: Mark) -> bool {
        self.marks
            .get(&entry)
            .is_some_and(|marks| marks.iter().any(|(kind, _)| *kind == mark))
    }
}

fn share(
    entry: EntryRef,
    subject_type: i64,
    access: i64,
    created: Micros,
    text: &impl Fn(usize) -> Result<String, sql::Error>,
) -> Result<Share, sql::Error> {
    Ok(Share {
        entry,
        subject_type: SubjectType::from_number(subject_type).unwrap_or(SubjectType::User),
        subject: text(0)?.parse().unwrap_or(Uuid::nil()),
        // What cannot be read grants nothing.
        access: FileShare::from_number(access).unwrap_or(FileShare::Restrict),
        owner: text(1)?.parse().unwrap_or(UserId::NOBODY),
        created,
        link: serde_json::from_str::<Link>(&text(2)?).ok(),
    })
}

fn room(row: &Row<'_>) -> Result<RoomRow, sql::Error> {
    let flags: i64 = row.get(3)?;
    let text = |at: usize| row.get::<String>(at + 6);
    let logo = text(2)?;
    Ok(RoomRow {
        room: Room {
            folder: FolderId(row.get(1)?),
            kind: RoomType::from_number(row.get(2)?).unwrap_or(RoomType::CustomRoom),
            color: text(0)?,
            cover: text(1)?,
            logo: (!logo.is_empty()).then_some(logo),
            indexing: flags & 1 != 0,
            deny_download: flags & 2 != 0,
            private: flags & 4 != 0,
            lifetime: serde_json::from_str(&text(3)?).ok(),
            watermark: serde_json::from_str(&text(4)?).ok(),
            quota: row.get(4)?,
            save_form_as_xlsx: flags & 8 != 0,
        },
        owner: text(5)?.parse().unwrap_or(UserId::NOBODY),
        title: text(6)?,
    })
}

/// The folders among `folders` below which a PDF form lies.
pub fn holding_forms(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folders: &[FolderId],
) -> Result<Vec<FolderId>, sql::Error> {
    let ids: Vec<i64> = folders.iter().map(|id| id.0).collect();
    let found: Vec<i64> = tx.query(
        "SELECT DISTINCT t.ancestor_id FROM folder_tree t JOIN files d \
         ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = ANY($2) AND d.category = $3",
        &sql::params![portal, ids, i64::from(FilterType::PdfForm.number())],
    )?;
    Ok(found.into_iter().map(FolderId).collect())
}
