//! Photos of people (`platform/05 §5.11`). Only oneself changes one's photo.

use blob::{Object, ObjectId};
use bytes::Bytes;
use portal::{Caller, PortalId, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

use super::profile::{Part, save};
use super::{People, now, target, visible};
use crate::error::Error;
use crate::model::{Person, Photo};
use crate::photo::{self, Crop, Refusal, Rendition};
use crate::store;

/// Start of the names of uploads that are not in use yet.
const TEMPORARY: &str = "temp_";

/// A picture as it is served.
#[derive(Debug, Clone)]
pub struct PhotoFile {
    /// The encoded picture.
    pub bytes: Bytes,
    /// `image/png` or `image/jpeg`.
    pub mime: &'static str,
}

/// What became of an upload.
#[derive(Debug, Clone)]
pub enum Uploaded {
    /// It is the photo now.
    Saved(Box<Person>),
    /// It waits under this address until it is cropped.
    Waiting(String),
}

impl People {
    /// The person whose photo is asked for.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`].
    pub async fn photo_of(&self, caller: &Caller, key: &str) -> Result<Person, Error> {
        let (caller, id) = (caller.clone(), super::profile::self_or_id(caller, key)?);
        self.read(move |tx| Ok(visible(tx, &caller, id)?.0)).await
    }

    /// Takes an upload of the caller: as his photo, or to be cropped later.
    ///
    /// # Errors
    /// A [`Refusal`] inside `Ok`, since the contract answers 200 with its text; other failures as errors.
    pub async fn upload_photo(
        &self,
        caller: &Caller,
        bytes: Bytes,
        save_now: bool,
    ) -> Result<Result<Uploaded, Refusal>, Error> {
        if save_now {
            let set = match draw(bytes, None).await {
                Ok(set) => set,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let person = self.keep_set(caller, set, Part::Photo).await?;
            return Ok(Ok(Uploaded::Saved(Box::new(person))));
        }
        let set = match draw(bytes.clone(), None).await {
            Ok(set) => set,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let kind = set
            .first()
            .map_or("png", |one| one.name.rsplit('.').next().unwrap_or("png"));
        let name = format!("{TEMPORARY}{}.{kind}", Uuid::new_v4().simple());
        let object = self.put(caller.portal, bytes).await?;
        let (portal, user, file) = (caller.portal, caller.user, name.clone());
        self.write(caller.portal, move |tx| {
            // One upload waits at a time.
            drop_renditions(tx, portal, user, now(), |old| old.starts_with(TEMPORARY))?;
            add(tx, portal, user, &file, &object, now())
        })
        .await?;
        Ok(Ok(Uploaded::Waiting(format!(
            "/storage/userPhotos/root/{user}_{name}"
        ))))
    }

    /// Crops the waiting upload, or else the present photo, and makes it the photo.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`] for anybody else's; [`Error::NoRecord`] when there is no picture;
    /// [`Error::Argument`] with the text of a [`Refusal`].
    pub async fn crop_photo(
        &self,
        caller: &Caller,
        key: &str,
        file: Option<&str>,
        crop: Option<Crop>,
    ) -> Result<Person, Error> {
        let id = super::profile::self_or_id(caller, key)?;
        let part = crop.map_or(Part::Photo, |_| Part::PhotoCrop);
        let name = file.and_then(|url| file_name(url, id));
        let (asking, portal) = (caller.clone(), caller.portal);
        let object = self
            .read(move |tx| {
                let (person, _) = target(tx, &asking, id)?;
                if id != asking.user {
                    return Err(Error::Denied);
                }
                let name =
                    name.or_else(|| person.photo.map(|photo| format!("orig_{}", photo.original)));
                let name = name.ok_or(Error::NoRecord)?;
                store::photos::object(tx, portal, id, &name)?.ok_or(Error::NoRecord)
            })
            .await?;
        let bytes = self
            .parts()
            .blobs
            .get_bytes(&object)
            .await
            .map_err(blob_error)?;
        let set = draw(bytes, crop)
            .await
            .map_err(|refusal| Error::argument(refusal.to_string()))?;
        self.keep_set(caller, set, part).await
    }

    /// Removes the caller's photo.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`] for anybody else's.
    pub async fn delete_photo(&self, caller: &Caller, key: &str) -> Result<Person, Error> {
        let (caller, id) = (caller.clone(), super::profile::self_or_id(caller, key)?);
        self.write(caller.portal, move |tx| {
            let (mut person, _) = target(tx, &caller, id)?;
            if id != caller.user {
                return Err(Error::Denied);
            }
            drop_photo(tx, &person)?;
            person.photo = None;
            save(tx, &caller, &mut person, Part::NoPhoto)?;
            Ok(person)
        })
        .await
    }

    /// A picture by the file name in its URL: `<user id>_<name>`.
    ///
    /// # Errors
    /// [`Error::NoRecord`] when there is no such picture.
    pub async fn photo_file(&self, portal: PortalId, file: &str) -> Result<PhotoFile, Error> {
        let (user, name) = file.split_once('_').ok_or(Error::NoRecord)?;
        let user: UserId = user.parse().map_err(|_| Error::NoRecord)?;
        let mime = if name.ends_with(".png") {
            "image/png"
        } else {
            "image/jpeg"
        };
        let name = name.to_owned();
        let object = self
            .read(move |tx| store::photos::object(tx, portal, user, &name)?.ok_or(Error::NoRecord))
            .await?;
        let bytes = self
            .parts()
            .blobs
            .get_bytes(&object)
            .await
            .map_err(blob_error)?;
        Ok(PhotoFile { bytes, mime })
    }

    /// Stores a set and makes it the caller's photo, in place of all that was there.
    async fn keep_set(
        &self,
        caller: &Caller,
        set: Vec<Rendition>,
        part: Part,
    ) -> Result<Person, Error> {
        let mut stored = Vec::with_capacity(set.len());
        for one in set {
            stored.push((one.name, self.put(caller.portal, one.bytes.into()).await?));
        }
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let (mut person, _) = target(tx, &caller, caller.user)?;
            drop_photo(tx, &person)?;
            let at = now();
            for (name, object) in &stored {
                add(tx, caller.portal, caller.user, name, object, at)?;
            }
            let original = stored
                .first()
                .map(|(name, _)| name.trim_start_matches("orig_").to_owned());
            // Seconds are enough: the hash only has to differ from the one before.
            person.photo = original.map(|original| Photo {
                version: at / 1_000_000,
                original,
            });
            save(tx, &caller, &mut person, part)?;
            Ok(person)
        })
        .await
    }

    async fn put(&self, portal: PortalId, bytes: Bytes) -> Result<Object, Error> {
        self.parts()
            .blobs
            .of(portal.0)
            .put_bytes(bytes)
            .await
            .map_err(blob_error)
    }
}

/// Releases everything of a person's photo; his record is the business of the caller.
pub(crate) fn drop_photo(tx: &mut Tx<'_>, person: &Person) -> Result<(), Error> {
    drop_renditions(tx, person.portal, person.id, now(), |_| true)
}

fn drop_renditions(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    now: Micros,
    which: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let all = store::photos::all(tx, portal, user)?;
    for (name, object) in all.into_iter().filter(|(name, _)| which(name)) {
        store::photos::remove(tx, portal, user, &name)?;
        release(tx, portal, object, now)?;
    }
    Ok(())
}

fn add(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    name: &str,
    object: &Object,
    now: Micros,
) -> Result<(), Error> {
    blob::register(tx, portal.0, object, now).map_err(blob_error)?;
    Ok(store::photos::add(tx, portal, user, name, object.id)?)
}

fn release(tx: &mut Tx<'_>, portal: PortalId, object: ObjectId, now: Micros) -> Result<(), Error> {
    blob::release(tx, portal.0, object, now).map_err(blob_error)
}

async fn draw(bytes: Bytes, crop: Option<Crop>) -> Result<Vec<Rendition>, Refusal> {
    photo::draw(move || photo::render(&bytes, crop)).await
}

/// The stored name in a URL of one's own pictures.
fn file_name(url: &str, user: UserId) -> Option<String> {
    let file = url.split('?').next()?.rsplit('/').next()?;
    file.strip_prefix(&format!("{user}_")).map(str::to_owned)
}

fn blob_error(error: blob::Error) -> Error {
    match error {
        blob::Error::Sql(error) => Error::Sql(error),
        other => Error::Blob(other.to_string()),
    }
}
