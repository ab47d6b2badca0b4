//! The answer for a folder or room (`files/03 §5–§6`).

use serde::de::DeserializeOwned;

use super::dto::{FolderDto, LogoCoverDto, LogoDto};
use super::entries::{Desk, complete};
use super::facts::Seen;
use super::urls::{Size, logo};
use crate::covers;
use crate::formats::Accessibility;
use crate::model::{EntryRef, Folder, FolderType, Mark, Room, RoomType};
use crate::rules::quota::{BY_DEFAULT, UNLIMITED};
use crate::rules::{Action, FOLDER_KEYS, FOLDER_KEYS_OFF_THE_SHELF};

/// Pixels of a cover's drawing.
const COVER_EDGE: u32 = 20;

impl Desk<'_> {
    pub(super) fn folder(&self, seen: &Seen, folder: &Folder) -> FolderDto {
        let reference = EntryRef::Folder(folder.id);
        let page = &self.loaded.page;
        let room = if folder.kind.is_room() {
            page.rooms.get(&folder.id)
        } else {
            None
        };
        let room = room.map(|row| &row.room);
        let common = self.common(seen, &Accessibility::default());
        let short_web_url = self.links(&common).shared_folder(folder.id, room.is_some());
        let uncounted = folder.parent.0 == 0
            && matches!(
                folder.kind,
                FolderType::VirtualRooms | FolderType::RoomTemplates | FolderType::DefaultTemplates
            );
        let filling = room.filter(|room| room.kind == RoomType::FillingFormsRoom);
        let expired = common.is_link_expired;
        let locked_out = seen
            .facts
            .grant
            .is_some_and(|grant| grant.is_link() && !grant.valid)
            && seen
                .by
                .as_ref()
                .and_then(|share| share.link.as_ref())
                .is_some_and(|link| link.password.is_some());
        let parent = common.parent;
        let used = room.and_then(|_| used_space(seen, folder));
        let quota = used.and_then(|_| self.quota(folder, room?));
        complete!(FolderDto, common, {
            short_web_url: short_web_url,
            is_favorite: self
                .viewer
                .caller
                .is_authenticated()
                .then(|| self.marked(reference, Mark::Favorite)),
            security: Some(self.security(
                seen.verdict.actions,
                FOLDER_KEYS,
                FOLDER_KEYS_OFF_THE_SHELF,
            )),
            parent_id: parent,
            files_count: if uncounted { 0 } else { folder.files_count },
            folders_count: if uncounted { 0 } else { folder.folders_count },
            is_shareable: None,
            new: match self.viewer.caller.wants_no_badges {
                true => 0,
                false => page.unread.get(&folder.id).copied().unwrap_or(0),
            },
            mute: room.is_some() && self.marked(reference, Mark::Mute),
            tags: room.map(|_| page.tags.get(&folder.id).cloned().unwrap_or_default()),
            logo: room.map(logo_of),
            pinned: self.marked(reference, Mark::Pin),
            room_type: room.map(|room| room.kind),
            private: room.is_some_and(|room| room.private),
            indexing: room.is_some_and(|room| room.indexing),
            deny_download: room.is_some_and(|room| room.deny_download),
            lifetime: room.and_then(|room| parsed(room.lifetime.as_ref())),
            watermark: room.and_then(|room| parsed(room.watermark.as_ref())),
            r#type: system_kind(folder.kind),
            in_room: room.map(|_| {
                self.viewer.caller.is(folder.created_by) || self.is_member_himself(reference)
            }),
            quota_limit: quota.map(|(limit, _)| limit),
            is_custom_quota: quota.map(|(_, own)| own),
            used_space: used,
            password_protected: locked_out.then_some(true),
            expired: expired.filter(|expired| *expired),
            chat_settings: None,
            root_room_type: None,
            save_form_as_xlsx: filling.map(|room| room.save_form_as_xlsx),
            send_form_to_external_db: filling.map(|_| false),
            original_form_id: page.results_of.get(&folder.id).map(|id| id.0),
        })
    }
}

impl Desk<'_> {
    /// Bytes of a room's quota (-1 unlimited) and whether it is its own, while the portal counts them
    /// (`files/03 §5`).
    fn quota(&self, folder: &Folder, room: &Room) -> Option<(i64, bool)> {
        let asleep = matches!(folder.root.kind, FolderType::Archive | FolderType::Trash);
        let policy = self.loaded.page.room_quota.filter(|policy| policy.on)?;
        let limit = policy.limit(room.quota).unwrap_or(UNLIMITED);
        (!asleep).then_some((limit, room.quota > BY_DEFAULT))
    }
}

/// Uploaded picture, or colour and cover.
fn logo_of(room: &Room) -> LogoDto {
    let address = |size| {
        room.logo
            .as_deref()
            .map(|name| logo(name, size))
            .unwrap_or_default()
    };
    let plain = room.logo.is_none();
    let cover = covers::svg(&room.cover, COVER_EDGE).filter(|_| plain);
    LogoDto {
        original: address(Size::Original),
        large: address(Size::Large),
        medium: address(Size::Medium),
        small: address(Size::Small),
        color: plain.then(|| room.color.clone()),
        cover: cover.map(|data| LogoCoverDto {
            id: room.cover.clone(),
            data,
        }),
    }
}

fn parsed<T: DeserializeOwned>(settings: Option<&serde_json::Value>) -> Option<T> {
    serde_json::from_value(settings?.clone()).ok()
}

/// The kinds that `type` names: folders a room makes for itself.
const fn system_kind(kind: FolderType) -> Option<FolderType> {
    match kind {
        FolderType::ReadyFormFolder
        | FolderType::InProcessFormFolder
        | FolderType::FormFillingFolderDone
        | FolderType::FormFillingFolderInProgress
        | FolderType::Knowledge
        | FolderType::ResultStorage => Some(kind),
        _ => None,
    }
}

/// Those who manage a room see how much space it uses.
fn used_space(seen: &Seen, folder: &Folder) -> Option<i64> {
    let stored_away = matches!(folder.root.kind, FolderType::Archive | FolderType::Trash);
    let visible = seen.may(Action::EditRoom)
        || seen.may(Action::Create)
        || (stored_away && seen.may(Action::Delete));
    visible.then_some(folder.used_space)
}
