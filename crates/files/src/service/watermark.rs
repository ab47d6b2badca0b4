//! Watermarks of rooms (`files/05 §1`): what is written over the pages of a file for the one who looks at it.

use events::Origin;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sql::Tx;

use super::Files;
use super::gate;
use crate::conversion::{Mark, MarkPicture};
use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId, Folder};
use crate::rules::Action;
use crate::service::rooms::watermark_picture;
use crate::service::versions::MAY_NOT_READ;
use crate::store::{folders, rooms};
use crate::view::{Viewer, WatermarkDto};

const USER_NAME: i32 = 1;
const USER_EMAIL: i32 = 2;
const USER_IP: i32 = 4;
const CURRENT_DATE: i32 = 8;
const ROOM_NAME: i32 = 16;

/// No picture is drawn larger, pixels; pages end long before.
const LARGEST_SIDE: f64 = 20_000.0;

/// How somebody may look at a file.
#[derive(Debug, Clone)]
pub struct Look {
    /// The file, at the version he looks at.
    pub file: File,
    /// What is written over its pages.
    pub mark: Option<Mark>,
    /// He may have the file itself, too.
    pub whole: bool,
}

/// What is written over the pages of a file, for who draws them himself.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Words and size.
    pub mark: Mark,
    /// Address of its picture.
    pub picture: Option<String>,
}

impl Files {
    /// A version of a file for who looks at its pages (`version` 0: the current one).
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right to read.
    pub async fn look_at(&self, viewer: &Viewer, id: FileId, version: i64) -> Result<Look, Error> {
        let viewer = viewer.clone();
        let zone = self.zone(&viewer).await;
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, MAY_NOT_READ)?;
                let mark = mark(tx, &viewer, &seen.entry, zone)?;
                let whole = seen.may(Action::Download) && mark.is_none();
                let file = super::download::at_version(tx, seen.entry, version)?;
                Ok(Look { file, mark, whole })
            })
            .await
    }

    /// The same for who draws the pages himself.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn drawing(
        &self,
        viewer: &Viewer,
        file: &File,
    ) -> Result<Option<Drawing>, Error> {
        if file.room.is_none() {
            return Ok(None);
        }
        let zone = self.zone(viewer).await;
        let (viewer, file) = (viewer.clone(), file.clone());
        self.db()
            .read(move |tx| {
                let Some(mark) = mark(tx, &viewer, &file, zone)? else {
                    return Ok(None);
                };
                let given = settings(tx, &file)?.and_then(|given| given.image_url);
                let picture = mark.picture.as_ref().and(given);
                Ok(Some(Drawing { mark, picture }))
            })
            .await
    }

    /// What is written over the pages of a file for this viewer.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn mark_of(
        &self,
        viewer: &Viewer,
        file: &File,
    ) -> Result<Option<Mark>, Error> {
        if file.room.is_none() {
            return Ok(None);
        }
        let zone = self.zone(viewer).await;
        let (viewer, file) = (viewer.clone(), file.clone());
        self.db()
            .read(move |tx| mark(tx, &viewer, &file, zone))
            .await
    }

    async fn zone(&self, viewer: &Viewer) -> TimeZone {
        let here = self.portals().by_id(viewer.portal).await;
        let zone = here
            .ok()
            .flatten()
            .map(|here| TimeZone::get(&here.time_zone));
        zone.and_then(Result::ok).unwrap_or(TimeZone::UTC)
    }

    /// The pages of a file with a mark over them, as PDF; `None` for what has no pages.
    ///
    /// # Errors
    /// Those of a conversion.
    pub(crate) async fn marked(
        &self,
        file: &File,
        mark: Mark,
    ) -> Result<Option<blob::Object>, Error> {
        let from = super::conversion::readable_extension(&file.title);
        if !has_pages(&from) {
            return Ok(None);
        }
        let order = crate::conversion::Order {
            portal: file.portal,
            object: super::object_id(&file.version.object)?,
            from,
            to: ".pdf".to_owned(),
            password: None,
        };
        Ok(Some(self.converter()?.marked(order, mark).await?))
    }
}

/// Whether files of an extension can be shown page by page.
#[must_use]
pub fn has_pages(extension: &str) -> bool {
    extension == ".pdf" || formats::Conversion::Present.converts(extension, ".pdf")
}

/// Whether what lies in the room of a file is shown with a watermark only.
pub(super) fn is_marked(tx: &mut Tx<'_>, file: &File) -> Result<bool, Error> {
    Ok(settings(tx, file)?.is_some())
}

fn settings(tx: &mut Tx<'_>, file: &File) -> Result<Option<WatermarkDto>, Error> {
    let room = match file.room {
        Some(room) => rooms::by_id(tx, file.portal, room)?,
        None => None,
    };
    let given = room.and_then(|room| room.watermark);
    // Settings that cannot be read any more still are a watermark.
    Ok(given.map(|given| serde_json::from_value(given).unwrap_or_default()))
}

fn mark(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    zone: TimeZone,
) -> Result<Option<Mark>, Error> {
    let Some(settings) = settings(tx, file)? else {
        return Ok(None);
    };
    let wants = |flag: i32| settings.additions & flag != 0;
    let mut lines = Vec::new();
    if let Some((user, _)) = viewer.caller.person {
        let person = people::store::people::by_id(tx, viewer.portal, user)?;
        let name = person.as_ref().map(people::model::Person::display_name);
        lines.extend(name.filter(|_| wants(USER_NAME)));
        lines.extend(
            person
                .map(|person| person.email)
                .filter(|_| wants(USER_EMAIL)),
        );
    } else if wants(USER_NAME) || wants(USER_EMAIL) {
        lines.push("Anonymous".to_owned());
    }
    if wants(USER_IP) {
        let origin = tx.baggage().and_then(Origin::read);
        lines.extend(origin.map(|origin| origin.ip).filter(|ip| !ip.is_empty()));
    }
    if wants(CURRENT_DATE) {
        let now = Timestamp::from_microsecond(viewer.now).unwrap_or_default();
        lines.push(now.to_zoned(zone).strftime("%Y-%m-%d").to_string());
    }
    if let (true, Some(room)) = (wants(ROOM_NAME), file.room) {
        let room: Option<Folder> = folders::by_id(tx, file.portal, room)?;
        lines.extend(room.map(|room| room.title));
    }
    let picture = picture(tx, file, &settings)?;
    lines.extend(settings.text.filter(|text| !text.trim().is_empty()));
    Ok(Some(Mark {
        lines,
        rotate: settings.rotate,
        picture,
    }))
}

/// The picture of the settings in the size that they declare, times its scale (`files/06c`).
fn picture(
    tx: &mut Tx<'_>,
    file: &File,
    settings: &WatermarkDto,
) -> Result<Option<MarkPicture>, Error> {
    let Some(address) = &settings.image_url else {
        return Ok(None);
    };
    let object = watermark_picture::object(tx, file.portal, address)?;
    let scale = match settings.image_scale {
        0 => 1.0,
        percent => f64::from(percent) / 100.0,
    };
    let side = |declared: f64| (declared * scale).round().clamp(0.0, LARGEST_SIDE) as u32;
    Ok(object.map(|object| MarkPicture {
        object: object.to_string(),
        width: side(settings.image_width),
        height: side(settings.image_height),
    }))
}
