//! The answer for a file (`files/03 §2–§4`).

use std::collections::BTreeMap;

use portal::UserId;
use uuid::Uuid;
use wire::{ApiDate, Micros};

use super::Context;
use super::dto::{
    DraftLocationDto, FileDto, FileStatus, FormFillingStatus, RoomDataLifetimeDto,
    RoomDataLifetimePeriod,
};
use super::entries::{Desk, complete};
use super::facts::Seen;
use crate::formats;
use crate::model::{EntryRef, File, FileType, FilterType, FolderType, Mark, RoomType, Thumbnail};
use crate::rules::{self, Action, ActionSet, FILE_KEYS, FILE_KEYS_OFF_THE_SHELF, Form};
use crate::store::page::Copy;
use serde::Deserialize as _;

impl Desk<'_> {
    pub(super) fn file(&self, seen: &Seen, file: &File) -> FileDto {
        let reference = EntryRef::File(file.id);
        let row = file.room.and_then(|id| self.loaded.page.rooms.get(&id));
        let room = row.map(|row| &row.room);
        let extension = formats::extension(&file.title);
        let watermarked = room.is_some_and(|room| room.watermark.is_some());
        let can = self.viewer.can(&extension, watermarked);
        let common = self.common(seen, &can);
        let links = self.links(&common);
        let (view_url, web_url) = (links.download(file), links.open(file, &can));
        let can_draw = self
            .viewer
            .thumbnails
            .source(&extension, file.version.size)
            .is_some();
        // A picture would show the page without its watermark.
        let thumbnail = if can_draw && !watermarked {
            file.thumbnail
        } else {
            Thumbnail::NotRequired
        };
        let thumbnail_url = (thumbnail == Thumbnail::Created).then(|| links.thumbnail(file));
        let short_web_url = if common.request_token.is_some() {
            web_url.clone()
        } else {
            String::new()
        };
        let shelf = self.context == Context::Shelf;
        let favorite = self.marked(reference, Mark::Favorite);
        let kind = formats::file_type(&extension);
        let actions =
            rules::corrected_for_display(seen.verdict.actions, seen.verdict.access, &seen.facts);
        let lifetime = room.and_then(|room| room.lifetime.as_ref());
        let parent = common.parent;
        let form = self.loaded.page.forms.get(&file.id);
        let draft = self.loaded.page.drafts.get(&file.id);
        complete!(FileDto, common, {
            short_web_url: short_web_url,
            is_favorite: favorite.then_some(true),
            security: Some(self.security(
                actions,
                keys(file, &extension, kind),
                FILE_KEYS_OFF_THE_SHELF,
            )),
            folder_id: parent,
            version: file.version.number,
            version_group: file.version.group,
            content_length: formats::human_size(file.version.size),
            pure_content_length: (file.version.size > 0).then_some(file.version.size),
            file_status: self.status(seen, file, favorite) + self.editing_status(file),
            editing_by: self.editing_by(file),
            mute: self.viewer.caller.wants_no_badges,
            view_url: view_url,
            web_url: web_url,
            file_type: kind,
            file_exst: extension,
            comment: (!file.version.comment.is_empty()).then(|| file.version.comment.clone()),
            encrypted: None,
            thumbnail_url: thumbnail_url,
            thumbnail_status: thumbnail,
            locked: if shelf { Some(false) } else { file.locked_by.map(|_| true) },
            locked_by: file.locked_by.and_then(|user| self.name_of_other(user)),
            has_draft: draft.map(|_| true),
            form_filling_status: filling_status(seen),
            is_form: (kind == FileType::Pdf).then_some(file.category == FilterType::PdfForm),
            custom_filter_enabled: file.custom_filter_by.map(|_| true),
            custom_filter_enabled_by: file
                .custom_filter_by
                .and_then(|user| self.name_of_other(user)),
            start_filling: form.map(|form| form.started),
            is_filling_preparing: rules::is_being_prepared(&seen.facts).then_some(true),
            in_process_folder_id: None,
            in_process_folder_title: None,
            results_folder_id: form.and_then(|form| form.results).map(|id| id.0),
            draft_location: draft.map(|draft| DraftLocationDto {
                folder_id: draft.folder.0,
                folder_title: Some(draft.folder_title.clone()),
                file_id: draft.file.0,
                file_title: Some(draft.title.clone()),
            }),
            view_accessibility: can,
            last_opened: self.last_opened(reference),
            expired: lifetime.and_then(|lifetime| expiry(lifetime, file.created)).map(ApiDate),
            vectorization_status: None,
            external_db_table_name: None,
            dimensions: None,
        })
    }

    fn editors(&self, file: &File) -> &[(UserId, bool)] {
        let all = self.loaded.page.editors.get(&file.id);
        all.map_or(&[], Vec::as_slice)
    }

    fn editing_status(&self, file: &File) -> i32 {
        let editors = self.editors(file);
        flag(!editors.is_empty(), FileStatus::IsEditing)
            + flag(
                editors.iter().any(|(_, alone)| *alone),
                FileStatus::IsEditingAlone,
            )
    }

    /// Names of those who work on it; strangers learn none.
    fn editing_by(&self, file: &File) -> Option<BTreeMap<Uuid, String>> {
        let editors = self.editors(file);
        let told = !editors.is_empty() && self.viewer.caller.is_authenticated();
        let name = |(who, _): &(UserId, bool)| (who.0, self.name_of_editor(*who));
        told.then(|| editors.iter().map(name).collect())
    }

    fn status(&self, seen: &Seen, file: &File, favorite: bool) -> i32 {
        let completed = seen
            .facts
            .file()
            .is_some_and(|file| file.form == Form::Completed);
        let copy = self.loaded.page.copies.get(&file.id);
        let file = EntryRef::File(file.id);
        flag(self.marked(file, Mark::New), FileStatus::IsNew)
            + flag(self.converts(file), FileStatus::IsConverting)
            + flag(favorite, FileStatus::IsFavorite)
            + flag(self.marked(file, Mark::Template), FileStatus::IsTemplate)
            + flag(copy == Some(&Copy::Begun), FileStatus::IsFillFormDraft)
            + flag(completed, FileStatus::IsCompletedForm)
    }

    fn converts(&self, file: EntryRef) -> bool {
        let converting = &self.loaded.converting;
        converting.iter().any(|id| EntryRef::File(*id) == file)
    }

    fn last_opened(&self, file: EntryRef) -> Option<ApiDate> {
        if self.context != Context::Shelf {
            return None;
        }
        let marks = self.loaded.page.marks.get(&file)?;
        let recent = marks.iter().find(|(mark, _)| *mark == Mark::Recent);
        recent.map(|(_, at)| ApiDate(*at))
    }
}

/// How far the filling of a form of a data room is, for the viewer.
fn filling_status(seen: &Seen) -> FormFillingStatus {
    let Some(facts) = seen.facts.file().filter(|file| file.form != Form::No) else {
        return FormFillingStatus::None;
    };
    let filling = &facts.filling;
    match () {
        () if seen.facts.room_type() != Some(RoomType::VirtualDataRoom) => FormFillingStatus::None,
        () if !filling.started => FormFillingStatus::Draft,
        () if filling.stopped => FormFillingStatus::Stoped,
        () if filling.step == 0 => FormFillingStatus::Complete,
        () if filling.my_next_role == Some(filling.step) => FormFillingStatus::YouTurn,
        () => FormFillingStatus::InProgress,
    }
}

fn flag(set: bool, flag: FileStatus) -> i32 {
    if set { flag.number() } else { 0 }
}

/// Keys of `security`: those of every file, and the spreadsheet of answers where it can be.
fn keys(file: &File, extension: &str, kind: FileType) -> ActionSet {
    let answers = kind == FileType::Pdf
        || (file.root.kind == FolderType::VirtualRooms && matches!(extension, ".xlsx" | ".csv"));
    if answers {
        FILE_KEYS.and(ActionSet::from(Action::UpdateXlsx))
    } else {
        FILE_KEYS
    }
}

/// When the lifetime of its room removes a file: counted from its first version, but not from before the lifetime
/// was set.
pub(crate) fn expiry(lifetime: &serde_json::Value, created: Micros) -> Option<Micros> {
    let start = lifetime.get("start").and_then(serde_json::Value::as_i64);
    let lifetime = RoomDataLifetimeDto::deserialize(lifetime).ok()?;
    let value = lifetime.value.filter(|_| lifetime.enabled != Some(false))?;
    let span = match lifetime.period {
        RoomDataLifetimePeriod::Day => jiff::Span::new().try_days(value),
        RoomDataLifetimePeriod::Month => jiff::Span::new().try_months(value),
        RoomDataLifetimePeriod::Year => jiff::Span::new().try_years(value),
    };
    let from = start.map_or(created, |start| start.max(created));
    crate::service::settings::later(from, span.ok()?)
}
