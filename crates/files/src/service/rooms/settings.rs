//! Settings of a room, as creation and update take them (`files/05 §2, §14`).

use serde_json::{Value, json};
use sql::Tx;

use super::happening::RoomHappening;
use crate::covers;
use crate::error::Error;
use crate::model::Room;
use crate::service::rooms::LogoCrop;
use crate::view::Viewer;

/// A setting that a request switches on with its details, or off.
#[derive(Debug, Clone, PartialEq)]
pub enum Switch {
    /// Clear it.
    Off,
    /// Replace it by this.
    On(Value),
}

/// What a request says about a room. `None` leaves things as they are.
#[derive(Debug, Clone, Default)]
pub struct RoomSettings {
    /// Title; a blank one counts as absent in updates.
    pub title: Option<String>,
    /// Bytes; -1 unlimited, -2 the portal's default.
    pub quota: Option<i64>,
    /// Hexadecimal digits of the colour, without `#`.
    pub color: Option<String>,
    /// Id of a built-in cover; empty for none.
    pub cover: Option<String>,
    /// The whole set of tags.
    pub tags: Option<Vec<String>>,
    /// An uploaded picture to cut the logo from.
    pub logo: Option<LogoCrop>,
    /// Entries carry index numbers.
    pub indexing: Option<bool>,
    /// Readers may not download or copy out.
    pub deny_download: Option<bool>,
    /// How long files live.
    pub lifetime: Option<Switch>,
    /// Watermark.
    pub watermark: Option<Switch>,
    /// Answers of forms go into a spreadsheet.
    pub save_form_as_xlsx: Option<bool>,
}

/// A room's default: the quota of the portal.
pub(super) const DEFAULT_QUOTA: i64 = -2;

impl RoomSettings {
    /// Values that no room can have.
    ///
    /// # Errors
    /// 400 for an unknown cover, 403 for a quota larger than the portal's space.
    pub(crate) fn check(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<(), Error> {
        if let Some(quota) = self.quota {
            check_quota(tx, viewer, quota)?;
        }
        match self.cover.as_deref() {
            Some(cover) if !cover.is_empty() && !covers::exists(cover) => {
                Err(Error::Argument("Cover not found".to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Writes the settings into the room and tells what changed.
    pub(crate) fn apply(&self, room: &mut Room, viewer: &Viewer) -> Vec<RoomHappening> {
        use RoomHappening::*;
        let mut changes = Vec::new();
        if let Some(quota) = self.quota.filter(|quota| *quota != room.quota) {
            room.quota = quota;
            changes.push(QuotaChanged);
        }
        if let Some(color) = self.color.as_deref().filter(|color| !color.is_empty())
            && color != room.color
        {
            color.clone_into(&mut room.color);
            changes.push(ColorChanged);
        }
        if let Some(cover) = self.cover.as_deref().filter(|cover| *cover != room.cover) {
            cover.clone_into(&mut room.cover);
            changes.push(CoverChanged);
        }
        if let Some(on) = self.indexing.filter(|on| *on != room.indexing) {
            room.indexing = on;
            changes.push(if on { IndexingOn } else { IndexingOff });
        }
        if let Some(on) = self.deny_download.filter(|on| *on != room.deny_download) {
            room.deny_download = on;
            changes.push(if on { DenyDownloadOn } else { DenyDownloadOff });
        }
        if let Some(switch) = &self.lifetime {
            let had = room.lifetime.is_some();
            room.lifetime = lifetime(switch, viewer);
            changes.extend(switched(
                had,
                room.lifetime.is_some(),
                LifetimeSet,
                LifetimeOff,
            ));
        }
        if let Some(switch) = &self.watermark {
            let had = room.watermark.is_some();
            room.watermark = match switch {
                Switch::Off => None,
                Switch::On(watermark) => Some(watermark.clone()),
            };
            changes.extend(switched(
                had,
                room.watermark.is_some(),
                WatermarkSet,
                WatermarkOff,
            ));
        }
        if let Some(on) = self.save_form_as_xlsx {
            room.save_form_as_xlsx = on;
        }
        changes
    }
}

/// Refuses a quota of more than the portal has.
///
/// # Errors
/// 403.
pub(crate) fn check_quota(tx: &mut Tx<'_>, viewer: &Viewer, quota: i64) -> Result<(), Error> {
    let own: portal::settings::PortalQuota =
        portal::settings::load(tx, viewer.portal, portal::Scope::Portal)?;
    let own = (own.enable_quota && own.quota >= 0).then_some(own.quota);
    if quota > own.unwrap_or(i64::MAX).min(portal::quota::TOTAL_SIZE) {
        return Err(Error::refused(
            "Failed to set quota per room. The entered value is greater than the total \
             DocSpace storage.",
        ));
    }
    Ok(())
}

/// A lifetime counts from the moment it is set, each time anew.
fn lifetime(switch: &Switch, viewer: &Viewer) -> Option<Value> {
    let Switch::On(lifetime) = switch else {
        return None;
    };
    let mut lifetime = lifetime.clone();
    if let Some(members) = lifetime.as_object_mut() {
        members.insert("start".to_owned(), json!(viewer.now));
    }
    Some(lifetime)
}

fn switched(had: bool, has: bool, on: RoomHappening, off: RoomHappening) -> Option<RoomHappening> {
    match (had, has) {
        (_, true) => Some(on),
        (true, false) => Some(off),
        (false, false) => None,
    }
}
