//! From rows to facts: what the rules need, for each entry of a page.

use std::collections::HashSet;

use super::Context;
use super::viewer::Viewer;
use crate::Error;
use portal::UserId;

use crate::formats;
use crate::model::{
    Entry, EntryRef, File, FileId, FilterType, Folder, FolderId, FolderType, RoomType, Share,
    SubjectType,
};
use crate::rules::{
    self, Action, Candidate, EntryFacts, FileFacts, Filling, FolderFacts, Form, Grant, Nature,
    Place, RoomFacts, Subjects, Verdict, effective,
};
use crate::service::conversion;
use crate::store::page::{self, Page, Whom};

/// An entry with what the viewer may do with it.
#[derive(Debug, Clone)]
pub struct Seen<T = Entry> {
    /// The entry.
    pub entry: T,
    /// The facts the rights were decided on.
    pub facts: EntryFacts,
    /// The rights.
    pub verdict: Verdict,
    /// The share record that counts.
    pub by: Option<Share>,
}

impl<T> Seen<T> {
    /// Whether the viewer may do this.
    pub fn may(&self, action: Action) -> bool {
        self.verdict.actions.contains(action)
    }

    /// Passes those who may do this.
    ///
    /// # Errors
    /// 403 "Access denied".
    pub fn require(&self, action: Action) -> Result<&Self, Error> {
        if self.may(action) {
            Ok(self)
        } else {
            Err(Error::Denied)
        }
    }

    /// Passes those who may do this; the refusal has its own text where the contract shows one.
    ///
    /// # Errors
    /// 403 with the text.
    pub fn require_or(&self, action: Action, text: &'static str) -> Result<&Self, Error> {
        if self.may(action) {
            Ok(self)
        } else {
            Err(Error::refused(text))
        }
    }

    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Seen<U> {
        let Self {
            entry,
            facts,
            verdict,
            by,
        } = self;
        Seen {
            entry: change(entry),
            facts,
            verdict,
            by,
        }
    }
}

impl Seen<Entry> {
    /// The entry as a file.
    pub fn into_file(self) -> Option<Seen<File>> {
        match &self.entry {
            Entry::File(file) => {
                let file = file.clone();
                Some(self.map(|_| file))
            }
            Entry::Folder(_) => None,
        }
    }

    /// The entry as a folder.
    pub fn into_folder(self) -> Option<Seen<Folder>> {
        match &self.entry {
            Entry::Folder(folder) => {
                let folder = folder.clone();
                Some(self.map(|_| folder))
            }
            Entry::File(_) => None,
        }
    }
}

/// What was loaded for a page, for those who build answers from it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rows.
    pub page: Page,
    /// Everybody the viewer is.
    pub subjects: Subjects,
    /// Files that are being converted.
    pub converting: HashSet<FileId>,
}

/// Loads what the rights to `entries` depend on, and evaluates them. One statement, another one when form fillers look at
/// folders of a data room, and another one for formats that are converted before they are edited.
///
/// # Errors
/// The database failed.
pub fn look(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    context: Context,
    entries: Vec<Entry>,
) -> Result<(Vec<Seen>, Loaded), Error> {
    let must = viewer.conversion.must_convert();
    let may_be_converting = entries.iter().any(|entry| match entry {
        Entry::File(file) => must.contains(&formats::extension(&file.title).as_str()),
        Entry::Folder(_) => false,
    });
    let (seen, mut loaded) = judge(tx, viewer, context, viewer.whom(), entries)?;
    if may_be_converting {
        loaded.converting = conversion::under_way(tx, viewer.portal)?;
    }
    Ok((seen, loaded))
}

/// The rights alone, for those who show nothing.
///
/// # Errors
/// The database failed.
pub fn rights(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    entries: Vec<Entry>,
) -> Result<Vec<Seen>, Error> {
    let whom = Whom {
        names: false,
        ..viewer.whom()
    };
    Ok(judge(tx, viewer, Context::Plain, whom, entries)?.0)
}

fn judge(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    context: Context,
    whom: Whom,
    entries: Vec<Entry>,
) -> Result<(Vec<Seen>, Loaded), Error> {
    let references: Vec<&Entry> = entries.iter().collect();
    let page = page::load(tx, viewer.portal, whom, &references)?;
    let mut subjects = Subjects::of(&viewer.caller, page.groups.iter().copied());
    subjects.link = viewer.link.as_ref().map(|link| link.id);
    subjects.remembered.clone_from(&page.remembered);
    let loaded = Loaded {
        page,
        subjects,
        converting: HashSet::new(),
    };
    let mut seen: Vec<Seen> = entries
        .into_iter()
        .map(|entry| see(viewer, context, &loaded, entry))
        .collect();
    let in_doubt: Vec<FolderId> = seen.iter().filter_map(hides_without_forms).collect();
    if !in_doubt.is_empty() {
        let with_forms = page::holding_forms(tx, viewer.portal, &in_doubt)?;
        for one in &mut seen {
            let holds =
                matches!(one.entry.reference(), EntryRef::Folder(id) if with_forms.contains(&id));
            if let (Nature::Folder(folder), true) = (&mut one.facts.nature, holds) {
                folder.holds_forms = true;
                one.verdict = rules::allowed(&one.facts, &viewer.caller, &viewer.offers);
            }
        }
    }
    Ok((seen, loaded))
}

/// Folders that form fillers of a data room see only when forms are in them.
fn hides_without_forms(seen: &Seen) -> Option<FolderId> {
    let filler = seen.facts.room_type() == Some(RoomType::VirtualDataRoom)
        && seen.facts.role() == Some(crate::model::FileShare::FillForms);
    match seen.entry.reference() {
        EntryRef::Folder(id) if filler && !seen.facts.is_room() => Some(id),
        _ => None,
    }
}

fn see(viewer: &Viewer, context: Context, loaded: &Loaded, entry: Entry) -> Seen {
    let mut facts = facts(viewer, &loaded.page, &entry);
    let by = counting_record(viewer, loaded, &entry, &facts);
    facts.grant = by.as_ref().map(|(_, grant)| *grant);
    if facts.grant.is_none() && context == Context::Rooms && viewer.caller.is_admin() {
        // Administrators without a role appear in room lists with an empty record (files/04 §4).
        facts.grant = Some(Grant::to_person(crate::model::FileShare::None));
    }
    let verdict = rules::allowed(&facts, &viewer.caller, &viewer.offers);
    Seen {
        entry,
        facts,
        verdict,
        by: by.map(|(share, _)| share.clone()),
    }
}

fn facts(viewer: &Viewer, page: &Page, entry: &Entry) -> EntryFacts {
    let root = entry.root();
    let reference = entry.reference();
    let path = page.paths.get(&entry.parent());
    let kinds = || path.into_iter().flatten().map(|folder| folder.kind);
    let room = entry
        .room()
        .and_then(|id| page.rooms.get(&id))
        .map(|row| RoomFacts {
            kind: row.room.kind,
            owner: row.owner,
            deny_download: row.room.deny_download,
            indexing: row.room.indexing,
        });
    let own_kind = match entry {
        Entry::Folder(folder) => Some(folder.kind),
        Entry::File(_) => None,
    };
    let form_tree = own_kind.into_iter().chain(kinds()).find(|kind| {
        matches!(
            kind,
            FolderType::ReadyFormFolder | FolderType::InProcessFormFolder
        )
    });
    EntryFacts {
        nature: match entry {
            Entry::File(file) => Nature::File(file_facts(viewer, page, file)),
            Entry::Folder(folder) => Nature::Folder(FolderFacts {
                kind: folder.kind,
                is_root: folder.parent.0 == 0,
                holds_forms: false,
            }),
        },
        root: root.kind,
        root_owner: root.owner,
        room,
        created_by: entry.created_by(),
        third_party: false,
        shared: page
            .direct
            .get(&reference)
            .into_iter()
            .flatten()
            .any(is_external_link),
        parent_shared: page
            .above
            .get(&entry.parent())
            .into_iter()
            .flatten()
            .any(|(_, share)| is_external_link(share)),
        parent: kinds().next().unwrap_or(FolderType::Default),
        form_tree,
        in_knowledge: kinds().any(|kind| kind == FolderType::Knowledge),
        grant: None,
    }
}

fn file_facts(viewer: &Viewer, page: &Page, file: &File) -> FileFacts {
    let extension = formats::extension(&file.title);
    let can = viewer.can(&extension, false);
    FileFacts {
        form: form_of(page, file),
        holds_answers: matches!(
            file.category,
            FilterType::Pdf | FilterType::PdfForm | FilterType::SpreadsheetsOnly
        ),
        must_convert: can.must_convert,
        web_viewable: can.web_view || can.web_edit,
        fits_gallery: matches!(
            file.category,
            FilterType::DocumentsOnly
                | FilterType::PresentationsOnly
                | FilterType::SpreadsheetsOnly
                | FilterType::PdfForm
        ),
        askable: askable(file, &extension),
        locked_by: file.locked_by,
        custom_filter_by: file.custom_filter_by,
        vectorization: None,
        filling: filling(viewer, page, file),
    }
}

/// Whether a PDF is a form: a finished copy of one, and one of a data room in which all have submitted, is completed.
fn form_of(page: &Page, file: &File) -> Form {
    let all_submitted = page.forms.get(&file.id).is_some_and(|form| form.step == 0);
    let finished = page.copies.get(&file.id) == Some(&page::Copy::Finished);
    match file.category {
        FilterType::Pdf | FilterType::PdfForm if finished || all_submitted => Form::Completed,
        FilterType::PdfForm => Form::Blank,
        _ => Form::No,
    }
}

fn filling(viewer: &Viewer, page: &Page, file: &File) -> Filling {
    let own = page.direct.get(&file.id.into()).into_iter().flatten();
    let mut own = own.filter(|share| {
        share.subject_type == SubjectType::User && viewer.caller.is(UserId(share.subject))
    });
    let form = page.forms.get(&file.id);
    let mine = form.and_then(|form| form.mine);
    Filling {
        started: form.is_some_and(|form| form.started),
        stopped: form.is_some_and(|form| form.stopped),
        step: form.map_or(-1, |form| form.step),
        started_by: form.and_then(|form| form.started_by),
        my_next_role: mine.filter(|next| *next > 0),
        have_role: mine.is_some(),
        form_record: own.next().map(|share| share.access),
        being_edited: page.editors.contains_key(&file.id),
    }
}

/// Formats and sizes the assistant reads (`files/02 §6 A7`).
fn askable(file: &File, extension: &str) -> bool {
    const MIB: i64 = 1 << 20;
    if file.category == FilterType::ImagesOnly {
        return formats::IMAGE_PREVIEWED.contains(&extension) && file.version.size <= 20 * MIB;
    }
    formats::VECTORIZED.contains(&extension) && file.version.size <= 10 * MIB
}

/// A primary or additional external link.
pub(super) fn is_external_link(share: &Share) -> bool {
    matches!(
        share.subject_type,
        SubjectType::ExternalLink | SubjectType::PrimaryExternalLink
    )
}

/// The record that counts for the viewer (`files/02 §9`).
fn counting_record<'a>(
    viewer: &Viewer,
    loaded: &'a Loaded,
    entry: &Entry,
    facts: &EntryFacts,
) -> Option<(&'a Share, Grant)> {
    let page = &loaded.page;
    let is_file = matches!(entry, Entry::File(_));
    let (own, first_above) = if is_file { (-1, 0) } else { (0, 1) };
    let direct = page.direct.get(&entry.reference()).into_iter().flatten();
    let above = page.above.get(&entry.parent()).into_iter().flatten();
    let shares: Vec<(&Share, i32)> = direct
        .map(|share| (share, own))
        .chain(above.map(|(depth, share)| {
            (
                share,
                i32::try_from(*depth)
                    .unwrap_or(i32::MAX - 1)
                    .saturating_add(first_above),
            )
        }))
        .collect();
    if shares.is_empty() {
        return None;
    }
    let candidates: Vec<Candidate> = shares
        .iter()
        .map(|(share, level)| Candidate {
            subject: share.subject,
            subject_type: share.subject_type,
            access: share.access,
            level: *level,
            valid: link_opens(viewer, share, facts.root),
            deny_download: share.link.as_ref().is_some_and(|link| link.deny_download),
        })
        .collect();
    let place = Place {
        root: facts.root,
        root_owner: facts.root_owner,
        room: facts.room_type(),
        is_file,
    };
    let chosen = effective(&candidates, &loaded.subjects, &viewer.caller, place)?;
    let at = candidates
        .iter()
        .position(|candidate| std::ptr::eq(candidate, chosen))?;
    let (share, _) = shares.get(at)?;
    Some((share, Grant::from(chosen)))
}

/// Whether an external link opens for this viewer now: not expired, not for members only, password
/// known, and not on archived or trashed entries (`files/08 §8`). Other records always hold.
pub(super) fn link_opens(viewer: &Viewer, share: &Share, root: FolderType) -> bool {
    if !is_external_link(share) {
        return true;
    }
    let Some(link) = &share.link else {
        return false;
    };
    let in_hand = viewer.link.as_ref().filter(|hand| hand.id == share.subject);
    let knows_password = match (link.password.as_deref(), in_hand) {
        (Some(sealed), Some(hand)) => viewer.has_proof(hand, sealed),
        _ => true,
    };
    let expired = link.expires.is_some_and(|at| at <= viewer.now);
    let for_members = link.internal && !viewer.caller.is_authenticated();
    !expired
        && !for_members
        && knows_password
        && !matches!(root, FolderType::Archive | FolderType::Trash)
}
