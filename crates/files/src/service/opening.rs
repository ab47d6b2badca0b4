//! Opening a file in an editor: what it shows, and what its reader may do in it (`files/06c §2`).

use portal::settings;
use portal::{Installation, UserId};
use serde::{Deserialize, Serialize};
use sql::Tx;

use super::forms::{self, Setup, Starting, Way};
use super::versions::{IN_TRASH, MAY_NOT_READ};
use super::{Files, conversion, gate, quota};
use crate::error::Error;
use crate::formats::{self, Conversion, Editors};
use crate::model::{File, FileId, FilterType, FolderId, FolderType, Mark};
use crate::rules::Action;
use crate::store::{files, folders, marks};
use crate::view::{Seen, Viewer};

const LOCKED: &str = "The file is currently locked by another user";

/// How somebody wants to open a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpeningWish {
    /// The version; 0 the current one.
    pub version: i64,
    /// Only to look at it.
    pub view: bool,
    /// To change a form instead of filling it in.
    pub edit: bool,
    /// To fill a form in.
    pub fill: bool,
}

/// What can be done in the editor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Change the content.
    pub edit: bool,
    /// Change filters of one's own.
    pub modify_filter: bool,
    /// Suggest changes.
    pub review: bool,
    /// Fill a form in.
    pub fill: bool,
    /// Comment.
    pub comment: bool,
    /// Print it and copy from it.
    pub take: bool,
    /// Download it.
    pub download: bool,
    /// Protect the document.
    pub protect: bool,
    /// Talk in the document.
    pub chat: bool,
}

impl Abilities {
    /// Whether the content can become another.
    #[must_use]
    pub fn changes(self) -> bool {
        self.edit || self.review || self.fill || self.comment
    }

    /// A form is filled in, or changed, or looked at.
    fn on_the_way(self, way: Option<Way>) -> Self {
        match way {
            None => self,
            Some(Way::Edit) => Self {
                fill: false,
                ..self
            },
            Some(Way::Fill) => Self {
                edit: false,
                review: false,
                comment: false,
                ..self
            },
            Some(Way::View) => Self {
                edit: false,
                review: false,
                comment: false,
                fill: false,
                ..self
            },
        }
    }
}

/// A file as an editor opens it.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The file at the version that is shown, with the rights of who opens it.
    pub seen: Seen<File>,
    /// Key of the document.
    pub key: String,
    /// Whether the version is the last one.
    pub is_last: bool,
    /// What can be done.
    pub can: Abilities,
    /// It opens to be changed.
    pub for_change: bool,
    /// Why it does not, in words.
    pub refusal: Option<&'static str>,
    /// The quota that keeps it from being changed.
    pub full: Option<Full>,
    /// Titles of the folders down to it.
    pub path: Vec<String>,
    /// Where the reference to its data comes from.
    pub reference: DataKey,
    /// The room around it, and whether its reader may edit that.
    pub room: Option<(FolderId, bool)>,
    /// It is among the reader's favourites.
    pub favorite: bool,
    /// Its content may be taken out as it is.
    pub plain: bool,
    /// What it is opened for, when it is a form.
    pub form: Option<FormOpening>,
}

/// What a form is opened for.
#[derive(Debug, Clone)]
pub struct FormOpening {
    /// To be filled in, and not changed.
    pub way: Way,
    /// Name of this filling.
    pub session: Option<String>,
    /// How its filling can be started, by whoever may.
    pub start: Option<Starting>,
    /// The role in which it is filled in.
    pub role: Option<String>,
    /// The state of the filling is shown.
    pub shows_status: bool,
    /// It is a copy of another form.
    pub is_copy: bool,
}

/// What is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// The portal.
    Portal,
    /// The room.
    Room,
    /// The documents of a person.
    Person,
}

/// The name of a file in references from other documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataKey {
    file_id: i64,
    tenant_id: i64,
}

impl DataKey {
    fn of(file: &File) -> Self {
        Self {
            file_id: file.id.0,
            tenant_id: file.portal.0,
        }
    }

    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The name of this portal in references from other documents.
#[must_use]
pub(crate) fn instance_id(here: &Installation, viewer: &Viewer) -> String {
    let code = here.mac("instance", &[&viewer.portal.to_string()]);
    let hex = code.iter().take(16).map(|byte| format!("{byte:02x}"));
    hex.collect()
}

/// A document that another one takes data from.
#[derive(Debug, Clone, Default)]
pub struct ReferenceWish {
    /// Its key, as [`DataKey`] spells it.
    pub key: Option<String>,
    /// The portal it is of.
    pub instance: Option<String>,
    /// The document that wants the data.
    pub source: Option<FileId>,
    /// Title of the document beside it.
    pub path: Option<String>,
    /// Address of the document.
    pub link: Option<String>,
}

/// A document whose data is wanted.
#[derive(Debug, Clone)]
pub struct Referred {
    /// It, with the rights of who asks.
    pub seen: Seen<File>,
    /// The room around it, and whether he may edit that.
    pub room: Option<(FolderId, bool)>,
    /// Its key.
    pub reference: DataKey,
}

impl Files {
    /// What an editor needs to know to open a file.
    ///
    /// # Errors
    /// 404 without the file (403 for strangers), 403 without the right to read, from the trash and for forms that
    /// nobody started yet, 415 for formats that no editor shows.
    pub async fn opening(
        &self,
        viewer: &Viewer,
        id: FileId,
        wish: OpeningWish,
    ) -> Result<Opening, Error> {
        let who = viewer.clone();
        let opened = self
            .db()
            .read(move |tx| {
                let seen = readable(tx, &who, id)?;
                if forms::setup::concerns(&seen) {
                    return Ok(None);
                }
                open(tx, &who, seen, wish, None).map(Some)
            })
            .await?;
        if let Some(opening) = opened {
            return Ok(opening);
        }
        // A copy of the form may have to be begun, or its filling to be stopped.
        self.save(viewer, move |tx, viewer| {
            let seen = readable(tx, viewer, id)?;
            let form = forms::setup::set_up(tx, viewer, seen, wish)?;
            let seen = form.seen.clone();
            open(tx, viewer, seen, wish, Some(form))
        })
        .await
    }

    /// Finds the document that another one takes data from; nothing when there is none.
    ///
    /// # Errors
    /// 403 without the right to read it.
    pub async fn referred(
        &self,
        viewer: &Viewer,
        wish: ReferenceWish,
    ) -> Result<Option<Referred>, Error> {
        viewer.person()?;
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let Some(file) = find_referred(tx, &viewer, &wish)? else {
                    return Ok(None);
                };
                let seen = gate::seen_file(tx, &viewer, file)?;
                seen.require_or(Action::Read, MAY_NOT_READ)?;
                Ok(Some(Referred {
                    room: room(tx, &viewer, &seen)?,
                    reference: DataKey::of(&seen.entry),
                    seen,
                }))
            })
            .await
    }
}

fn readable(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<Seen<File>, Error> {
    let seen = match gate::file(tx, viewer, id) {
        Err(Error::NotFound(_)) if !viewer.caller.is_authenticated() => return Err(Error::Denied),
        other => other?,
    };
    seen.require_or(Action::Read, MAY_NOT_READ)?;
    if seen.entry.root.kind == FolderType::Trash {
        return Err(Error::refused(IN_TRASH));
    }
    Ok(seen)
}

fn open(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    mut seen: Seen<File>,
    wish: OpeningWish,
    form: Option<Setup>,
) -> Result<Opening, Error> {
    let id = seen.entry.id;
    // Whoever opens a form may be given his copy of it, which has versions of its own.
    let wish = OpeningWish {
        version: if form.as_ref().is_some_and(|form| form.is_copy) {
            0
        } else {
            wish.version
        },
        ..wish
    };
    let extension = formats::extension(&seen.entry.title);
    if !Editors::Present.viewed().contains(&extension.as_str()) {
        let text = format!("Sorry, this file format isn't supported ({extension})");
        return Err(Error::Unsupported(text));
    }
    let last = seen.entry.version.number;
    let is_last = wish.version <= 0 || wish.version >= last;
    if !is_last {
        seen.require_or(Action::ReadHistory, MAY_NOT_READ)?;
        let version = files::version(tx, viewer.portal, id, wish.version)?;
        seen.entry.version = version.ok_or(Error::FILE)?;
    }
    let full = full(tx, viewer, &seen.entry)?;
    let plain = conversion::require_unmarked(tx, &seen.entry).is_ok();
    let can = abilities(&seen, &extension, is_last && full.is_none(), plain, viewer);
    let can = can.on_the_way(form.as_ref().map(|form| form.way));
    let locked = super::locks::locked_by_another(&seen.entry, viewer);
    let path = folders::path(tx, viewer.portal, seen.entry.folder)?;
    let entry = seen.entry.id.into();
    let mine = marks::of_entries(tx, viewer.portal, viewer.user(), &[], &[id])?;
    Ok(Opening {
        key: super::document_key(&viewer.installation, &seen.entry),
        is_last,
        can,
        for_change: can.changes() && !wish.view,
        refusal: (locked && !wish.view).then_some(LOCKED),
        full,
        path: path.into_iter().map(|folder| folder.title).collect(),
        reference: DataKey::of(&seen.entry),
        room: room(tx, viewer, &seen)?,
        favorite: mine
            .get(&entry)
            .is_some_and(|marks| marks.contains(&Mark::Favorite)),
        plain: plain && seen.may(Action::Download),
        form: form.map(|form| FormOpening {
            way: form.way,
            session: form.session,
            start: form.start,
            role: form.role,
            shows_status: form.shows_status,
            is_copy: form.is_copy,
        }),
        seen,
    })
}

/// What the rights and the format allow. Who fills a form in does not edit it, unless he may do that alone.
fn abilities(
    seen: &Seen<File>,
    extension: &str,
    changeable: bool,
    plain: bool,
    viewer: &Viewer,
) -> Abilities {
    let may = |action| seen.may(action);
    let format = Editors::Present.accessibility(Conversion::Absent, extension, false);
    let is_form = seen.entry.category == FilterType::PdfForm;
    let changes = |action, possible: bool| may(action) && possible && changeable;
    Abilities {
        edit: changes(Action::Edit, format.web_edit)
            || changes(Action::CustomFilter, format.web_custom_filter_editing),
        modify_filter: may(Action::Edit)
            && seen.facts.file().is_some_and(|file| {
                file.custom_filter_by
                    .is_none_or(|user| viewer.caller.is(user))
            }),
        review: changes(Action::Review, format.web_review),
        fill: changes(Action::FillForms, format.web_restricted_editing && is_form),
        comment: changes(Action::Comment, format.web_comment),
        take: may(Action::Download),
        download: may(Action::Download) && plain,
        protect: viewer.caller.is_at_least_user(),
        chat: viewer.caller.is_authenticated()
            && seen.verdict.access != crate::model::FileShare::Read,
    }
}

/// The quota around a file that is used up.
fn full(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<Option<Full>, Error> {
    let settings = settings::load_all(tx, viewer.portal, None)?;
    if quota::free_in_portal(tx, viewer, &settings)? <= 0 {
        return Ok(Some(Full::Portal));
    }
    let folder = folders::by_id(tx, viewer.portal, file.folder)?.ok_or(Error::FOLDER)?;
    let strict = crate::rules::quota::Measure::Strict;
    match quota::require_space(tx, viewer, &folder, 1, strict) {
        Err(Error::Full(full)) => Ok(Some(match full.holder {
            super::Holder::Person(_) => Full::Person,
            super::Holder::Room(..) | super::Holder::Agent(..) => Full::Room,
        })),
        other => other.map(|()| None),
    }
}

fn room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen<File>,
) -> Result<Option<(FolderId, bool)>, Error> {
    let Some(id) = seen.entry.room else {
        return Ok(None);
    };
    let room = gate::folder(tx, viewer, id)?;
    Ok(Some((id, room.may(Action::EditRoom))))
}

fn find_referred(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    wish: &ReferenceWish,
) -> Result<Option<File>, Error> {
    let by_key = wish
        .key
        .as_deref()
        .filter(|_| wish.instance.as_deref() == Some(&*instance_id(&viewer.installation, viewer)))
        .and_then(|key| serde_json::from_str::<DataKey>(key).ok())
        .filter(|key| key.tenant_id == viewer.portal.0);
    if let Some(key) = by_key {
        return Ok(files::by_id(tx, viewer.portal, FileId(key.file_id))?);
    }
    if let (Some(source), Some(path)) = (wish.source, wish.path.as_deref()) {
        let Some(source) = files::by_id(tx, viewer.portal, source)? else {
            return Ok(None);
        };
        let beside = files::by_title(tx, viewer.portal, source.folder, path)?;
        if beside.is_some() {
            return Ok(beside);
        }
    }
    match wish
        .link
        .as_deref()
        .and_then(|link| named_in(&viewer.base, link))
    {
        Some(id) => Ok(files::by_id(tx, viewer.portal, id)?),
        None => Ok(None),
    }
}

/// The file that an address of this portal opens.
fn named_in(base: &str, link: &str) -> Option<FileId> {
    let (_, query) = link.strip_prefix(base)?.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.eq_ignore_ascii_case("fileid"));
    named.next()?.1.parse().ok().map(FileId)
}

/// Who opens a file, for the editor's own lists; strangers are nobody.
pub(crate) fn person(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    user: UserId,
) -> Result<Option<people::Person>, Error> {
    Ok(people::store::by_id(tx, viewer.portal, user)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_portal_names_its_file() {
        let base = "https://office.example";
        let named = |link: &str| named_in(base, link);
        assert_eq!(
            named("https://office.example/doceditor?fileId=7&share=x#s"),
            Some(FileId(7))
        );
        assert_eq!(named("https://evil.example/doceditor?fileid=7"), None);
        assert_eq!(named("https://office.example/doceditor"), None);
        assert_eq!(named("https://office.example/doceditor?fileid=x"), None);
    }
}
