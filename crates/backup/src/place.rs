//! Where archives are kept: with our objects for a day, in the folder of the server, in a room, in a bucket.

use std::path::{Component, Path, PathBuf};

use blob::{Object, open_stream, seal_stream};
use files::model::{EntryRef, FileId, FolderId};
use files::service::{NewUpload, Place as Target};
use files::upload::receive;
use files::view::Viewer;
use futures::TryStreamExt as _;
use portal::{PortalId, UserId};
use serde_json::{Map, Value as Json};
use storage::way::unusable;
use tokio::io::AsyncWriteExt as _;
use tokio_util::io::ReaderStream;

use crate::error::{Error, Result};
use crate::kinds::BackupStorageType;
use crate::service::Backups;
use crate::store::Backup;

/// What was said about the place: keys and values.
pub(crate) type Params = Map<String, Json>;

/// A value as text, whether it came as text or as a number.
pub(crate) fn text(params: &Params, key: &str) -> Option<String> {
    match params.get(key)? {
        Json::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Where an archive goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// With our objects.
    DataStore,
    /// A folder below the server's own for backups.
    Local(PathBuf),
    /// A room or a folder.
    Folder(FolderId),
    /// A bucket, as kept words tell it.
    Bucket(Params),
}

impl Place {
    /// The place that is meant (`platform/08 §8.5`).
    pub(crate) fn of(storage: BackupStorageType, params: &Params) -> Result<Self> {
        match storage {
            BackupStorageType::DataStore => Ok(Self::DataStore),
            BackupStorageType::Local => {
                let path = text(params, "filePath").unwrap_or_default();
                inside(&path).map(Self::Local)
            }
            BackupStorageType::Documents => {
                let folder = text(params, "folderId").and_then(|id| id.parse().ok());
                folder
                    .map(FolderId)
                    .map(Self::Folder)
                    .ok_or_else(wrong_type)
            }
            BackupStorageType::ThridpartyDocuments => match text(params, "folderId") {
                Some(id) if id.parse::<i64>().is_err() => {
                    Err(Error::NotFound("The required folder was not found"))
                }
                _ => Err(wrong_type()),
            },
            BackupStorageType::ThirdPartyConsumer => Ok(Self::Bucket(params.clone())),
            BackupStorageType::CustomCloud => {
                Err(Error::Argument("This storage is not configured".to_owned()))
            }
        }
    }

    /// Passes those who may put something there.
    pub(crate) async fn require(&self, backups: &Backups, viewer: &Viewer) -> Result<()> {
        match self {
            Self::Folder(folder) => {
                let target = Target::Folder(*folder);
                backups.files.require_upload(viewer, target).await?;
                Ok(())
            }
            Self::Bucket(params) => backups.probe(params).await,
            Self::DataStore | Self::Local(_) => Ok(()),
        }
    }
}

fn wrong_type() -> Error {
    Error::Argument("wrong folder type".to_owned())
}

/// A path that stays below the folder it is joined to.
fn inside(path: &str) -> Result<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    let plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if plain {
        Ok(path.to_owned())
    } else {
        Err(Error::Denied)
    }
}

impl Backups {
    /// Puts a finished archive where it is to be; the file is gone afterwards.
    pub(crate) async fn put(
        &self,
        place: &Place,
        archive: &Path,
        mut backup: Backup,
        on_behalf_of: UserId,
    ) -> Result<Backup> {
        backup.size = i64::try_from(std::fs::metadata(archive)?.len()).unwrap_or(i64::MAX);
        match place {
            Place::DataStore => {
                // It lies with the installation's objects, where the portal's own encryption does not reach.
                let sealed = seal_stream(self.key(backup.portal), stream(archive).await?);
                let object = self.ground.blobs.put(sealed).await?;
                backup.object = Some(object.id);
                self.note(backup.clone(), Some(object)).await?;
            }
            Place::Local(folder) => {
                let folder = self.of_portal(backup.portal).join(folder);
                std::fs::create_dir_all(&folder)?;
                // Beside each other in the data folder: a rename.
                std::fs::rename(archive, folder.join(&backup.name))?;
                std::fs::File::open(&folder)?.sync_all()?;
                self.note(backup.clone(), None).await?;
            }
            Place::Folder(folder) => {
                let viewer = self.files.on_behalf_of(backup.portal, on_behalf_of).await?;
                let blobs = self.ground.blobs.of(backup.portal.0);
                let received = receive(&blobs, stream(archive).await?, u64::MAX).await?;
                let upload = NewUpload {
                    title: backup.name.clone(),
                    received,
                    keep_both: true,
                    created: None,
                };
                let made = self.files.upload(&viewer, *folder, vec![upload]).await?;
                backup.file = made.first().map(|file| file.0);
                self.note(backup.clone(), None).await?;
            }
            Place::Bucket(params) => {
                let shelf = self.shelf(params).await?;
                shelf.put(&backup.name, stream(archive).await?).await?;
                self.note(backup.clone(), None).await?;
            }
        }
        Ok(backup)
    }

    /// Writes an archive down, with the object it is.
    async fn note(&self, backup: Backup, object: Option<Object>) -> Result<()> {
        let write = self.ground.db.write(move |tx| {
            if let Some(object) = &object {
                blob::register(tx, 0, object, sql::now())?;
            }
            crate::store::add(tx, &backup)?;
            Ok(())
        });
        write.await
    }

    /// Brings an archive into a file of this machine, unless it is one: then that.
    pub(crate) async fn get(&self, backup: &Backup, spool: &Path) -> Result<PathBuf> {
        if let Some(object) = &backup.object {
            let blobs = &self.ground.blobs;
            let length = blobs.length(object).await?;
            let length = length.ok_or(blob::Error::NotFound(*object))?;
            let sealed = blobs.get(object, None).await?;
            let opened = open_stream(self.key(backup.portal), length, sealed);
            write_out(opened.await?, spool).await?;
            return Ok(spool.to_owned());
        }
        if let Some(file) = backup.file {
            let found = self.files.find(backup.portal, FileId(file)).await?;
            let found = found.ok_or(Error::NotFound("The file of the backup is gone"))?;
            let object = found
                .version
                .object
                .parse()
                .map_err(|_| Error::NotFound("The file of the backup is gone"))?;
            self.copy_out(&object, spool).await?;
            return Ok(spool.to_owned());
        }
        let gone = Error::NotFound("The file of the backup is gone");
        if backup.storage == BackupStorageType::ThirdPartyConsumer {
            let shelf = self.shelf(&said_of(backup)).await?;
            let stream = shelf.get(&backup.name).await?.ok_or(gone)?;
            write_out(stream, spool).await?;
            return Ok(spool.to_owned());
        }
        let path = self.local(backup)?;
        path.is_file().then_some(path).ok_or(gone)
    }

    /// The part of the server's folder that is one portal's: nobody names archives of others.
    fn of_portal(&self, portal: PortalId) -> PathBuf {
        self.folder().join(portal.to_string())
    }

    fn local(&self, backup: &Backup) -> Result<PathBuf> {
        let params = said_of(backup);
        let folder = inside(&text(&params, "filePath").unwrap_or_default())?;
        Ok(self
            .of_portal(backup.portal)
            .join(folder)
            .join(&backup.name))
    }

    /// What a portal's archives are sealed with among the installation's objects.
    fn key(&self, portal: PortalId) -> [u8; 32] {
        let installation = &self.ground.installation;
        installation.mac("archive among objects", &[&portal.to_string()])
    }

    async fn copy_out(&self, object: &blob::ObjectId, path: &Path) -> Result<()> {
        write_out(self.ground.blobs.get(object, None).await?, path).await
    }

    /// The archive that a restore names by its place: a file of the portal, of the server's folder for backups, or of a
    /// bucket.
    pub(crate) async fn named(
        &self,
        viewer: &Viewer,
        storage: BackupStorageType,
        params: &Params,
    ) -> Result<Backup> {
        let missing = || Error::NotFound("The file of the backup is gone");
        let path = text(params, "filePath")
            .or_else(|| text(params, "fileId"))
            .ok_or_else(missing)?;
        let mut backup = Backup {
            portal: viewer.portal,
            id: uuid::Uuid::nil(),
            name: String::new(),
            storage,
            params: Json::Object(Params::new()),
            object: None,
            file: None,
            size: 0,
            rows: 0,
            objects: 0,
            scheduled: false,
            created: 0,
            expires: None,
            tested: None,
            verdict: String::new(),
        };
        match storage {
            BackupStorageType::Documents => {
                let id = path.parse().map_err(|_| missing())?;
                self.files.fetch(viewer, FileId(id), 0).await?;
                backup.file = Some(id);
            }
            BackupStorageType::Local => {
                let path = inside(&path)?;
                let name = path.file_name().ok_or_else(missing)?;
                backup.name = name.to_string_lossy().into_owned();
                let folder = path
                    .parent()
                    .map(|folder| folder.to_string_lossy().into_owned());
                backup.params = serde_json::json!({ "filePath": folder.unwrap_or_default() });
                if !self.local(&backup)?.is_file() {
                    return Err(missing());
                }
            }
            BackupStorageType::ThirdPartyConsumer => {
                let kept = self.kept(viewer.portal, storage, params.clone()).await?;
                let name = inside(&path)?;
                backup.name = name.to_string_lossy().into_owned();
                let shelf = self.shelf(&kept).await?;
                backup.params = Json::Object(kept);
                let found = shelf.has(&backup.name).await;
                let found = found.map_err(|error| Error::Argument(unusable(&error)))?;
                if !found {
                    return Err(missing());
                }
            }
            _ => return Err(missing()),
        }
        Ok(backup)
    }

    /// Removes an archive for good. What is gone already is no error.
    pub(crate) async fn discard(
        &self,
        backup: &Backup,
        on_behalf_of: Option<UserId>,
    ) -> Result<()> {
        match (backup.object, backup.file) {
            (Some(_), _) => {}
            (None, Some(file)) => {
                if let Some(person) = on_behalf_of {
                    self.discard_file(backup.portal, FileId(file), person).await;
                }
            }
            (None, None) if backup.storage == BackupStorageType::ThirdPartyConsumer => {
                let shelf = self.shelf(&said_of(backup)).await?;
                let removed = shelf.delete(&backup.name).await;
                removed.map_err(|error| Error::Argument(unusable(&error)))?;
            }
            (None, None) => match std::fs::remove_file(self.local(backup)?) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            },
        }
        let (portal, id, object) = (backup.portal, backup.id, backup.object);
        let write = self.ground.db.write(move |tx| {
            if crate::store::remove(tx, portal, id)?
                && let Some(object) = object
            {
                blob::release(tx, 0, object, sql::now())?;
            }
            Ok(())
        });
        write.await
    }

    /// A file in a room goes with the rights of who deletes the backup; where he has none it stays.
    async fn discard_file(&self, portal: PortalId, file: FileId, person: UserId) {
        let removed = async {
            let viewer = self.files.on_behalf_of(portal, person).await?;
            self.files.delete_now(&viewer, EntryRef::File(file)).await
        };
        if let Err(error) = removed.await {
            tracing::info!(%portal, file = file.0, %error, "the file of a deleted backup stays");
        }
    }
}

/// What was said about the place of an archive.
fn said_of(backup: &Backup) -> Params {
    backup.params.as_object().cloned().unwrap_or_default()
}

async fn write_out(mut stream: blob::ByteStream, path: &Path) -> Result<()> {
    let mut file = tokio::fs::File::create(path).await?;
    while let Some(piece) = stream.try_next().await? {
        file.write_all(&piece).await?;
    }
    Ok(file.flush().await?)
}

async fn stream(path: &Path) -> Result<ReaderStream<tokio::fs::File>> {
    let file = tokio::fs::File::open(path).await?;
    Ok(ReaderStream::with_capacity(file, 512 * 1024))
}
