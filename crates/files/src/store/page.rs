//! Everything that rights and views of a page of entries depend on, in ONE statement.
//!
//! The parts are unrelated questions about the same page; asked one by one they would be ten
//! statements. Each part names itself by a number in the first column and uses the others
//! (five numbers, seven texts) as it needs.
//!
//! The entries are a table of constants, and each part begins with it (`CROSS JOIN` keeps SQLite to that
//! order, PostgreSQL chooses for itself): a handful of look-ups by key, however big the tables are.
//! Nothing is sorted: SQLite would do that for each part.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use people::Face;
use portal::settings::{self, RoomQuota};
use portal::{PortalId, UserId};
use sql::{Micros, Row, Tx};
use uuid::Uuid;

use super::folders::kind;
use super::statement::Statement;
use crate::model::{
    Entry, EntryRef, FileId, FileShare, FilterType, FolderId, FolderType, Link, Mark, Room,
    RoomType, Share, SubjectType,
};
use crate::rules::Subjects;
use crate::rules::quota::Policy;

/// What is known about a page of entries for one caller.
#[derive(Debug, Default)]
pub struct Page {
    /// Records attached to the entries themselves: those that concern the caller, and all links.
    pub direct: HashMap<EntryRef, Vec<Share>>,
    /// The same on a folder (distance 0) and on what is above it, by that folder.
    pub above: HashMap<FolderId, Vec<(i64, Share)>>,
    /// Entries shared with somebody, whoever it is.
    pub with_people: HashSet<EntryRef>,
    /// The caller's marks.
    pub marks: HashMap<EntryRef, Vec<(Mark, Micros)>>,
    /// Unread files below a folder.
    pub unread: HashMap<FolderId, i64>,
    /// Who works on a file now, and whether he does so alone.
    pub editors: HashMap<FileId, Vec<(UserId, bool)>>,
    /// How the forms among the files are being filled in.
    pub forms: HashMap<FileId, FormRow>,
    /// The caller's own copies of the forms.
    pub drafts: HashMap<FileId, DraftRow>,
    /// Files that are copies of forms which were begun, or finished.
    pub copies: HashMap<FileId, Copy>,
    /// The forms whose finished copies a folder holds.
    pub results_of: HashMap<FolderId, FileId>,
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
    /// The people named in the entries and the owners of their rooms.
    pub faces: HashMap<UserId, Face>,
    /// What the portal decided about quotas of rooms; only when rooms are shown.
    pub room_quota: Option<Policy>,
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
    /// Folders between: 0 for the folder itself.
    pub depth: i64,
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

/// How a form is being filled in, as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormRow {
    /// Somebody started it.
    pub started: bool,
    /// It is interrupted.
    pub stopped: bool,
    /// Who started it.
    pub started_by: Option<UserId>,
    /// The number that is due; 0 when all have submitted, −1 without roles.
    pub step: i32,
    /// The folder of the finished copies.
    pub results: Option<FolderId>,
    /// The smallest number of a role of the caller's that he has not submitted; 0 when he has submitted all.
    pub mine: Option<i32>,
}

impl FormRow {
    /// Nobody prepared it.
    const NONE: Self = Self {
        started: false,
        stopped: false,
        started_by: None,
        step: -1,
        results: None,
        mine: None,
    };
}

/// The caller's own copy of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// The copy.
    pub file: FileId,
    /// Its title.
    pub title: String,
    /// The folder it lies in.
    pub folder: FolderId,
    /// Its title.
    pub folder_title: String,
}

/// What copy of a form a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// One that was begun.
    Begun,
    /// A finished one.
    Finished,
}

/// For whom a page is loaded.
#[derive(Debug, Clone, Copy)]
pub struct Whom {
    /// He is shown the people named in the entries.
    pub names: bool,
    /// The signed-in person.
    pub person: Option<UserId>,
    /// The external link of the request.
    pub link: Option<Uuid>,
    /// The moment.
    pub now: Micros,
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
    let statement = statement(portal, whom, &Ids::of(entries));
    let mut tags = Vec::new();
    tx.each(&statement.text, &statement.params, &mut |row| {
        page.take(row, &mut tags)?;
        Ok(true)
    })?;
    for path in page.paths.values_mut() {
        path.sort_unstable_by_key(|folder| folder.depth);
    }
    tags.sort_by_key(|(created, ..)| Reverse(*created));
    for (_, room, tag) in tags {
        page.tags.entry(room).or_default().push(tag);
    }
    Ok(page)
}

/// The numbers of the page, sorted out.
#[derive(Default)]
struct Ids {
    folders: Vec<i64>,
    files: Vec<i64>,
    pdfs: Vec<i64>,
    results: Vec<i64>,
    parents: Vec<i64>,
    rooms: Vec<i64>,
    origins: Vec<i64>,
    people: Vec<UserId>,
}

impl Ids {
    fn of(entries: &[&Entry]) -> Self {
        let mut ids = Self::default();
        for entry in entries {
            match entry {
                Entry::Folder(folder) => {
                    ids.folders.push(folder.id.0);
                    let holds_copies = folder.kind == FolderType::FormFillingFolderDone;
                    ids.results.extend(holds_copies.then_some(folder.id.0));
                }
                Entry::File(file) => {
                    ids.files.push(file.id.0);
                    let pdf = matches!(file.category, FilterType::PdfForm | FilterType::Pdf);
                    let in_room = file.room.is_some();
                    ids.pdfs.extend((pdf && in_room).then_some(file.id.0));
                }
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
            ids.people.extend(named(entry));
        }
        ids.people.sort_unstable();
        ids.people.dedup();
        for list in [
            &mut ids.folders,
            &mut ids.files,
            &mut ids.pdfs,
            &mut ids.results,
            &mut ids.parents,
            &mut ids.rooms,
            &mut ids.origins,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        ids
    }
}

/// The people an entry names.
pub fn named(entry: &Entry) -> impl Iterator<Item = UserId> {
    let (changed_by, locked_by, filter_by) = match entry {
        Entry::Folder(folder) => (folder.updated_by, None, None),
        Entry::File(file) => (file.version.author, file.locked_by, file.custom_filter_by),
    };
    let others = locked_by.into_iter().chain(filter_by);
    [entry.created_by(), entry.root().owner, changed_by]
        .into_iter()
        .chain(others)
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
const FACE: i64 = 12;
const ROOM_QUOTA: i64 = 13;
const EDITOR: i64 = 14;
const FORM: i64 = 15;
const ROLE: i64 = 16;
const DRAFT: i64 = 17;
const COPY: i64 = 18;
const RESULTS: i64 = 19;

/// The parts as they are put together.
struct Parts {
    sql: Statement,
    first: bool,
}

impl Parts {
    /// Adds rows of a table of constants, each with `before` in front of its number. Their count is rounded
    /// up with rows that match nothing, so that pages of different lengths share a few prepared statements.
    fn rows(&mut self, before: &str, numbers: &[i64]) {
        let length = numbers.len().next_power_of_two();
        let numbers = numbers.iter().copied().chain(std::iter::repeat(0));
        for number in numbers.take(length) {
            self.sql.push(if self.first { "(" } else { ", (" });
            self.first = false;
            self.sql.push(before);
            self.sql.put(number);
            self.sql.push("::bigint)");
        }
    }

    /// Names a table of constants.
    fn table(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.sql.push(name);
        self.sql.push(" AS NOT MATERIALIZED (VALUES ");
        self.first = true;
        fill(self);
        self.first = true;
        self.sql.push(")");
    }

    /// Adds a part: numbers first, missing columns filled up.
    fn add(&mut self, number: i64, numbers: &[&str], texts: &[&str], rest: &str) {
        let before = if self.first { " " } else { " UNION ALL " };
        self.first = false;
        let _ = write!(self.sql.text, "{before}SELECT {number}");
        let numbers = (0..5).map(|at| numbers.get(at).copied().unwrap_or("0"));
        let texts = (0..7).map(|at| texts.get(at).copied().unwrap_or("''"));
        for column in numbers.chain(texts) {
            self.sql.push(", ");
            self.sql.push(column);
        }
        self.sql.push(" ");
        self.sql.push(rest);
    }
}

fn statement(portal: PortalId, whom: Whom, ids: &Ids) -> Statement {
    let mut parts = Parts {
        sql: Statement::new(),
        first: true,
    };
    let portal = parts.sql.bind(portal);
    parts.sql.push("WITH ");
    parts.table("e (kind, id)", |parts| {
        for (kind, list) in [("1, ", &ids.folders), ("2, ", &ids.files)] {
            if !list.is_empty() {
                parts.rows(kind, list);
            }
        }
    });
    for (name, list) in [
        ("p (id)", &ids.parents),
        ("q (id)", &ids.rooms),
        ("o (id)", &ids.origins),
        ("v (id)", &ids.pdfs),
        ("h (id)", &ids.results),
    ] {
        if !list.is_empty() {
            parts.sql.push(", ");
            parts.table(name, |parts| parts.rows("", list));
        }
    }
    // Records that concern the caller, and all links (a handful an entry at most).
    let mut concerns = "s.subject_type IN (1, 4)".to_owned();
    if let Some(user) = whom.person {
        let person = parts.sql.bind(user);
        let everyone = parts.sql.bind(Subjects::EVERYONE);
        let admins = parts.sql.bind(Subjects::ADMINS);
        let groups = people::store::groups::ids_of_person(&portal, &person);
        concerns = format!(
            "({concerns} OR s.subject IN ({person}, {everyone}, {admins}) \
             OR (s.subject_type = 2 AND s.subject IN ({groups})))"
        );
        let mine = format!("FROM ({groups}) m");
        parts.add(GROUP, &[], &["m.group_id"], &mine);
        about_the_person(&mut parts, &portal, &person, !ids.folders.is_empty());
    }
    about_the_entries(&mut parts, &portal, &concerns, !ids.folders.is_empty());
    if !ids.files.is_empty() {
        about_the_editors(&mut parts, &portal, whom);
    }
    if !ids.pdfs.is_empty() {
        about_the_forms(&mut parts, &portal, whom);
    }
    if !ids.results.is_empty() {
        let rest = format!(
            "FROM h CROSS JOIN forms m WHERE m.portal_id = {portal} AND m.results_id = h.id"
        );
        parts.add(RESULTS, &["m.results_id", "m.file_id"], &[], &rest);
    }
    if !ids.parents.is_empty() {
        about_the_parents(&mut parts, &portal, &concerns);
    }
    if !ids.rooms.is_empty() {
        about_the_rooms(&mut parts, &portal);
    }
    if whom.names && !ids.folders.is_empty() && !ids.rooms.is_empty() {
        let (column, rest) = settings::stored::<RoomQuota>(&portal);
        parts.add(ROOM_QUOTA, &[], &[column], &rest);
    }
    if whom.names {
        about_the_named(&mut parts, &portal, ids);
    }
    if !ids.origins.is_empty() {
        let rest =
            format!("FROM o CROSS JOIN folders f WHERE f.portal_id = {portal} AND f.id = o.id");
        parts.add(ORIGIN, &["f.id", "f.kind"], &["f.title"], &rest);
    }
    parts.sql
}

/// Marks, unread files and links opened once.
fn about_the_person(parts: &mut Parts, portal: &str, person: &str, folders: bool) {
    let mine = format!("k.portal_id = {portal} AND k.user_id = {person}");
    let numbers = ["k.entry_kind", "k.entry_id", "k.mark", "k.created"];
    let marks = format!(
        "FROM e CROSS JOIN marks k WHERE {mine} AND k.entry_kind = e.kind AND k.entry_id = e.id"
    );
    parts.add(MARK, &numbers, &[], &marks);
    let remembered = format!("FROM marks k WHERE {mine} AND k.mark = 512");
    parts.add(REMEMBERED, &[], &["k.note"], &remembered);
    if folders {
        let unread = format!(
            "FROM marks k CROSS JOIN files d CROSS JOIN folder_tree t WHERE {mine} AND k.mark = 1 \
             AND k.entry_kind = 2 AND d.portal_id = k.portal_id AND d.id = k.entry_id \
             AND t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
             AND t.ancestor_id IN (SELECT e.id FROM e WHERE e.kind = 1) GROUP BY t.ancestor_id"
        );
        parts.add(UNREAD, &["t.ancestor_id", "COUNT(*)"], &[], &unread);
    }
}

/// Records on the entries, and tags.
fn about_the_entries(parts: &mut Parts, portal: &str, concerns: &str, folders: bool) {
    let own = format!("s.portal_id = {portal} AND s.entry_kind = e.kind AND s.entry_id = e.id");
    let numbers = [
        "s.entry_kind",
        "s.entry_id",
        "s.subject_type",
        "s.access",
        "s.created",
    ];
    let direct = format!("FROM e CROSS JOIN shares s WHERE {own} AND {concerns}");
    parts.add(DIRECT, &numbers, &SHARE, &direct);
    let people = format!(
        "FROM e WHERE EXISTS (SELECT 1 FROM shares s WHERE {own} AND s.subject_type IN (0, 2))"
    );
    parts.add(WITH_PEOPLE, &["e.kind", "e.id"], &[], &people);
    if folders {
        let tags = format!(
            "FROM e CROSS JOIN room_tags g WHERE e.kind = 1 AND g.portal_id = {portal} \
             AND g.room_id = e.id"
        );
        parts.add(TAG, &["g.room_id", "g.created"], &["g.tag"], &tags);
    }
}

/// Who works on the files now.
fn about_the_editors(parts: &mut Parts, portal: &str, whom: Whom) {
    let now = parts.sql.bind(whom.now);
    let rest = format!(
        "FROM e CROSS JOIN editors w WHERE e.kind = 2 AND w.portal_id = {portal} \
         AND w.file_id = e.id AND w.until > {now}"
    );
    let alone = "CASE WHEN w.alone THEN 1 ELSE 0 END";
    parts.add(EDITOR, &["w.file_id", alone], &["w.user_id"], &rest);
    if whom.names {
        let (numbers, texts) = &people::store::FACE;
        let faces = format!(
            "FROM e CROSS JOIN editors w CROSS JOIN people p WHERE e.kind = 2 \
             AND w.portal_id = {portal} AND w.file_id = e.id AND w.until > {now} \
             AND p.portal_id = w.portal_id AND p.id = w.user_id"
        );
        parts.add(FACE, numbers, texts, &faces);
    }
}

/// How forms among the files are being filled in, and which files are copies of forms.
fn about_the_forms(parts: &mut Parts, portal: &str, whom: Whom) {
    let of_form = "r.portal_id = m.portal_id AND r.form_id = m.file_id";
    let step = format!(
        "COALESCE((SELECT MIN(r.sequence) FROM form_roles r WHERE {of_form} AND r.submitted IS NULL), \
         CASE WHEN EXISTS (SELECT 1 FROM form_roles r WHERE {of_form}) THEN 0 ELSE -1 END)"
    );
    let flags = "CASE WHEN m.started THEN 1 ELSE 0 END \
         + CASE WHEN m.stopped IS NULL THEN 0 ELSE 2 END";
    let numbers = ["m.file_id", flags, &step, "COALESCE(m.results_id, 0)"];
    let rest =
        format!("FROM v CROSS JOIN forms m WHERE m.portal_id = {portal} AND m.file_id = v.id");
    parts.add(FORM, &numbers, &["COALESCE(m.started_by, '')"], &rest);
    let begun = format!(
        "FROM v CROSS JOIN form_drafts g WHERE g.portal_id = {portal} AND g.file_id = v.id"
    );
    parts.add(COPY, &["g.file_id", "1"], &[], &begun);
    let finished = format!(
        "FROM v CROSS JOIN form_submissions z WHERE z.portal_id = {portal} AND z.file_id = v.id"
    );
    parts.add(COPY, &["z.file_id", "2"], &[], &finished);
    let Some(user) = whom.person else { return };
    let person = parts.sql.bind(user);
    let mine = "COALESCE(MIN(CASE WHEN r.submitted IS NULL THEN r.sequence END), 0)";
    let roles = format!(
        "FROM v CROSS JOIN form_roles r WHERE r.portal_id = {portal} AND r.form_id = v.id \
         AND r.user_id = {person} GROUP BY r.form_id"
    );
    parts.add(ROLE, &["r.form_id", mine], &[], &roles);
    let drafts = format!(
        "FROM v CROSS JOIN form_drafts g CROSS JOIN files d CROSS JOIN folders f \
         WHERE g.portal_id = {portal} AND g.form_id = v.id AND g.user_id = {person} \
         AND d.portal_id = g.portal_id AND d.id = g.file_id \
         AND f.portal_id = d.portal_id AND f.id = d.folder_id AND f.kind = {}",
        FolderType::FormFillingFolderInProgress.number()
    );
    let numbers = ["g.form_id", "d.id", "f.id"];
    parts.add(DRAFT, &numbers, &["d.title", "f.title"], &drafts);
}

/// Records on the folders above, and these folders.
fn about_the_parents(parts: &mut Parts, portal: &str, concerns: &str) {
    let up = format!("t.portal_id = {portal} AND t.descendant_id = p.id");
    let above = format!(
        "FROM p CROSS JOIN folder_tree t CROSS JOIN shares s WHERE {up} AND s.portal_id = t.portal_id \
         AND s.entry_kind = 1 AND s.entry_id = t.ancestor_id AND {concerns}"
    );
    let numbers = [
        "t.descendant_id",
        "t.depth",
        "s.subject_type",
        "s.access",
        "s.entry_id",
    ];
    parts.add(ABOVE, &numbers, &SHARE, &above);
    let path = format!(
        "FROM p CROSS JOIN folder_tree t CROSS JOIN folders f WHERE {up} \
         AND f.portal_id = t.portal_id AND f.id = t.ancestor_id"
    );
    let numbers = [
        "t.descendant_id",
        "t.depth",
        "f.id",
        "f.kind",
        "COALESCE(f.position, -1)",
    ];
    parts.add(PATH, &numbers, &["f.title"], &path);
}

/// The people named in the entries, and the owners of the rooms around them.
fn about_the_named(parts: &mut Parts, portal: &str, ids: &Ids) {
    let (numbers, texts) = &people::store::FACE;
    let length = ids.people.len().next_power_of_two();
    let last = ids.people.last().copied();
    let people = ids.people.iter().copied().chain(last.into_iter().cycle());
    let list: Vec<String> = people
        .take(length)
        .map(|person| parts.sql.bind(person))
        .collect();
    let of_entries = format!(
        "FROM people p WHERE p.portal_id = {portal} AND p.id IN ({})",
        list.join(", ")
    );
    parts.add(FACE, numbers, texts, &of_entries);
    if !ids.rooms.is_empty() {
        let of_rooms = format!(
            "FROM q CROSS JOIN folders f CROSS JOIN people p WHERE f.portal_id = {portal} \
             AND f.id = q.id AND p.portal_id = f.portal_id AND p.id = f.created_by"
        );
        parts.add(FACE, numbers, texts, &of_rooms);
    }
}

/// Columns of a share record that are texts.
const SHARE: [&str; 3] = ["s.subject", "s.owner", "COALESCE(s.link, '')"];

fn about_the_rooms(parts: &mut Parts, portal: &str) {
    let rooms = format!(
        "FROM q CROSS JOIN rooms r CROSS JOIN folders f WHERE r.portal_id = {portal} \
         AND r.folder_id = q.id AND f.portal_id = r.portal_id AND f.id = r.folder_id"
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
    parts.add(ROOM, &numbers, &texts, &rooms);
}

impl Page {
    /// Tags are put apart with their age.
    fn take(
        &mut self,
        row: &Row<'_>,
        tags: &mut Vec<(Micros, FolderId, String)>,
    ) -> Result<(), sql::Error> {
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
            FORM => {
                let (flags, results) = (number(2)?, number(4)?);
                let known = self
                    .forms
                    .entry(FileId(number(1)?))
                    .or_insert(FormRow::NONE);
                *known = FormRow {
                    started: flags & 1 != 0,
                    stopped: flags & 2 != 0,
                    started_by: text(0)?.parse().ok(),
                    step: i32::try_from(number(3)?).unwrap_or(i32::MAX),
                    results: (results > 0).then_some(FolderId(results)),
                    mine: known.mine,
                };
            }
            ROLE => {
                let known = self
                    .forms
                    .entry(FileId(number(1)?))
                    .or_insert(FormRow::NONE);
                known.mine = i32::try_from(number(2)?).ok();
            }
            DRAFT => {
                let row = DraftRow {
                    file: FileId(number(2)?),
                    title: text(0)?,
                    folder: FolderId(number(3)?),
                    folder_title: text(1)?,
                };
                self.drafts.insert(FileId(number(1)?), row);
            }
            COPY => {
                let copy = match number(2)? {
                    1 => Copy::Begun,
                    _ => Copy::Finished,
                };
                self.copies.insert(FileId(number(1)?), copy);
            }
            RESULTS => {
                self.results_of
                    .insert(FolderId(number(1)?), FileId(number(2)?));
            }
            EDITOR => {
                let who = text(0)?.parse().unwrap_or(UserId::NOBODY);
                let all = self.editors.entry(FileId(number(1)?)).or_default();
                all.push((who, number(2)? != 0));
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
                        depth: number(2)?,
                    });
            }
            ROOM => {
                let room = room(row)?;
                self.rooms.insert(room.room.folder, room);
            }
            ROOM_QUOTA => {
                let quota: Option<RoomQuota> = serde_json::from_str(&text(0)?).ok();
                self.room_quota = quota.map(|quota| Policy {
                    on: quota.enable_quota,
                    default: quota.default_quota,
                });
            }
            TAG => tags.push((number(2)?, FolderId(number(1)?), text(0)?)),
            GROUP => self.groups.extend(Uuid::parse_str(&text(0)?)),
            FACE => {
                let face = people::store::face(row, 1, 6)?;
                self.faces.insert(face.id, face);
            }
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
