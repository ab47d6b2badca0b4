//! The picture of a room's watermark: an upload that waited becomes the room's own, and stays as long as the settings
//! name it.

use blob::ObjectId;
use portal::PortalId;
use serde_json::Value;
use sql::Tx;
use uuid::Uuid;

use super::logos::{ADDRESS, named};
use crate::error::Error;
use crate::model::Room;
use crate::store::logos;
use crate::view::Viewer;

/// Where the settings of a watermark name its picture.
const PICTURE: &str = "imageUrl";

/// Makes the picture that the settings name the room's own. What is no upload of the caller's stays a text that nothing
/// is drawn for: no address of others is ever fetched. `before` are the settings until now; their picture goes when it
/// is not wanted any more.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    before: Option<&Value>,
    room: &mut Room,
) -> Result<(), Error> {
    let old = before.and_then(name);
    let new = match &mut room.watermark {
        Some(settings) => own(tx, viewer, old, settings)?,
        None => None,
    };
    match old {
        Some(old) if new.as_deref() != Some(old) => release(tx, viewer, old),
        _ => Ok(()),
    }
}

/// Lets go of the picture of settings that nobody needs any more.
pub(crate) fn drop_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    settings: Option<&Value>,
) -> Result<(), Error> {
    match settings.and_then(name) {
        Some(name) => release(tx, viewer, name),
        None => Ok(()),
    }
}

/// The picture behind the address in the settings of a watermark.
pub(crate) fn object(
    tx: &mut Tx<'_>,
    portal: PortalId,
    address: &str,
) -> Result<Option<ObjectId>, Error> {
    match named(address) {
        Some((name, logos::WATERMARK)) => Ok(logos::object(tx, portal, name, logos::WATERMARK)?),
        _ => Ok(None),
    }
}

/// The name of the room's own picture among the settings it will have.
fn own(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    old: Option<&str>,
    settings: &mut Value,
) -> Result<Option<String>, Error> {
    let address = settings.get(PICTURE).and_then(Value::as_str);
    let Some((name, size)) = address.and_then(named) else {
        return Ok(None);
    };
    let (user, _) = viewer.person()?;
    let found = match size {
        logos::WATERMARK if old == Some(name) => return Ok(Some(name.to_owned())),
        // The picture of another room, whose settings were copied.
        logos::WATERMARK => logos::object(tx, viewer.portal, name, size)?,
        logos::WAITING => logos::waiting(tx, viewer.portal, name, user)?,
        _ => None,
    };
    let Some(object) = found else {
        return Ok(None);
    };
    let name = Uuid::new_v4().simple().to_string();
    blob::acquire_all(tx, viewer.portal.0, &[object])?;
    let (portal, now) = (viewer.portal, viewer.now);
    logos::insert(tx, portal, &name, logos::WATERMARK, user, object, now)?;
    let address = format!("{ADDRESS}{name}_{}.png", logos::WATERMARK);
    if let Some(place) = settings.get_mut(PICTURE) {
        *place = Value::String(address);
    }
    Ok(Some(name))
}

fn release(tx: &mut Tx<'_>, viewer: &Viewer, name: &str) -> Result<(), Error> {
    let objects = logos::remove(tx, viewer.portal, name)?;
    Ok(blob::release_all(
        tx,
        viewer.portal.0,
        &objects,
        viewer.now,
    )?)
}

/// The name of a picture that is a room's own.
fn name(settings: &Value) -> Option<&str> {
    match named(settings.get(PICTURE)?.as_str()?)? {
        (name, logos::WATERMARK) => Some(name),
        _ => None,
    }
}
