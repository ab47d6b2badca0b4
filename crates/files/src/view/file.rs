//! The answer for a file (`files/03 §2–§4`).

use wire::{ApiDate, Micros};

use super::Context;
use super::dto::{
    FileDto, FileStatus, FormFillingStatus, RoomDataLifetimeDto, RoomDataLifetimePeriod,
};
use super::entries::{Desk, complete};
use super::facts::Seen;
use crate::formats;
use crate::model::{EntryRef, File, FileType, FilterType, FolderType, Mark, Thumbnail};
use crate::rules::{self, Action, ActionSet, FILE_KEYS, FILE_KEYS_OFF_THE_SHELF};
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
            file_status: self.status(reference, favorite),
            editing_by: None,
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
            has_draft: None,
            form_filling_status: FormFillingStatus::None,
            is_form: (kind == FileType::Pdf).then_some(file.category == FilterType::PdfForm),
            custom_filter_enabled: file.custom_filter_by.map(|_| true),
            custom_filter_enabled_by: file
                .custom_filter_by
                .and_then(|user| self.name_of_other(user)),
            start_filling: None,
            is_filling_preparing: None,
            in_process_folder_id: None,
            in_process_folder_title: None,
            results_folder_id: None,
            draft_location: None,
            view_accessibility: can,
            last_opened: self.last_opened(reference),
            expired: lifetime.and_then(|lifetime| expiry(lifetime, file.created)).map(ApiDate),
            vectorization_status: None,
            external_db_table_name: None,
            dimensions: None,
        })
    }

    fn status(&self, file: EntryRef, favorite: bool) -> i32 {
        let flag = |set: bool, flag: FileStatus| if set { flag.number() } else { 0 };
        flag(self.marked(file, Mark::New), FileStatus::IsNew)
            + flag(self.converts(file), FileStatus::IsConverting)
            + flag(favorite, FileStatus::IsFavorite)
            + flag(self.marked(file, Mark::Template), FileStatus::IsTemplate)
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
