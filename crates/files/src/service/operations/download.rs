//! One archive of everything, streamed into the object store while it is made (`files/06b §7`).

use std::collections::HashSet;

use async_zip::tokio::write::ZipFileWriter;
use async_zip::{Compression, ZipEntryBuilder};
use blob::ObjectId;
use futures::StreamExt as _;
use futures::io::AsyncWriteExt as _;
use tokio::io::DuplexStream;
use tokio_util::io::ReaderStream;
use wire::UtcDate;

use super::check;
use super::run::Run;
use crate::error::Error;
use crate::model::{Entry, File, FolderId};
use crate::rules::Action;
use crate::service::Package;
use crate::service::content::object_id;
use crate::store::{files, operations};
use crate::view::{Links, Seen, Viewer, rights};
use crate::{formats, titles};

/// Bytes in flight between the archive and the object store.
const PIPE: usize = 256 * 1024;

/// Longest name at the top of an archive, in UTF-16 units.
const LONGEST_NAME: usize = 200;

/// Something that goes into the archive.
enum Item {
    Directory(String),
    File {
        path: String,
        object: ObjectId,
        compress: bool,
    },
}

impl Run {
    pub(super) async fn download(&mut self) -> Result<(), Error> {
        let (viewer, batch) = (self.viewer.clone(), self.work.batch.clone());
        let mut tops = self
            .files
            .db()
            .read(move |tx| check::seen(tx, &viewer, &batch))
            .await?;
        tops.retain(|seen| seen.may(Action::Download));
        if let [
            Seen {
                entry: Entry::File(file),
                ..
            },
        ] = tops.as_slice()
        {
            self.made.url = Some(self.links().download(file));
            self.report(1, 1).await;
            return Ok(());
        }
        let title = self.archive_title(&tops).await?;
        let items = self.items(&tops).await?;
        let total = items.len();
        let (writer, reader) = tokio::io::duplex(PIPE);
        let stored = self
            .files
            .blobs()
            .put(ReaderStream::with_capacity(reader, PIPE));
        let written = self.write(writer, items, total);
        let (stored, written) = tokio::join!(stored, written);
        written?;
        // Never registered in the ledger: garbage collection takes it after its grace period.
        let object = stored?;
        let package = Package {
            object: object.id.to_string(),
            size: object.size,
            title,
            owner: self.context.owner.to_string(),
        };
        let here = self.files.portals().installation();
        self.made.url = Some(package.url(here, &self.viewer.base));
        self.report(total, total).await;
        Ok(())
    }

    fn links(&self) -> Links<'_> {
        let key = self.viewer.link.as_ref().map(|link| link.key.as_str());
        Links {
            base: &self.viewer.base,
            key,
        }
    }

    async fn archive_title(&self, tops: &[Seen]) -> Result<String, Error> {
        if let [
            Seen {
                entry: Entry::Folder(folder),
                ..
            },
        ] = tops
        {
            return Ok(format!("{}.zip", folder.title));
        }
        let here = self.files.portals().by_id(self.viewer.portal).await;
        let alias = here
            .ok()
            .flatten()
            .map(|portal| portal.alias.clone())
            .unwrap_or_default();
        let today = UtcDate(self.viewer.now).to_string();
        let day = today.get(..10).unwrap_or_default();
        Ok(format!("{}-download-{day}.zip", alias.to_lowercase()))
    }

    /// Everything that goes in. A single folder gives its content without its own level.
    async fn items(&self, tops: &[Seen]) -> Result<Vec<Item>, Error> {
        let mut items = Vec::new();
        let mut names = HashSet::new();
        let single = tops.len() == 1;
        for seen in tops {
            match &seen.entry {
                Entry::File(file) => {
                    items.push(item(
                        free_path(&mut names, "", &shorten(&file.title)),
                        file,
                    )?);
                }
                Entry::Folder(folder) => {
                    let prefix = if single {
                        String::new()
                    } else {
                        format!("{}/", free_path(&mut names, "", &shorten(&folder.title)))
                    };
                    self.walk(folder.id, prefix, &mut names, &mut items).await?;
                }
            }
        }
        Ok(items)
    }

    async fn walk(
        &self,
        top: FolderId,
        prefix: String,
        names: &mut HashSet<String>,
        items: &mut Vec<Item>,
    ) -> Result<(), Error> {
        let mut waiting = vec![(top, prefix)];
        while let Some((folder, prefix)) = waiting.pop() {
            let viewer = self.viewer.clone();
            let (inner, below) = self
                .files
                .db()
                .read(move |tx| {
                    let below = operations::folder_ids(tx, viewer.portal, folder)?;
                    let below = crate::store::folders::by_ids(tx, viewer.portal, &below)?;
                    let below = below.into_iter().map(Entry::Folder).collect();
                    let inner = files::in_folder(tx, viewer.portal, folder)?;
                    let inner = inner.into_iter().map(Entry::File).collect();
                    Ok::<_, Error>((allowed(tx, &viewer, inner)?, allowed(tx, &viewer, below)?))
                })
                .await?;
            if !prefix.is_empty() {
                items.push(Item::Directory(prefix.clone()));
            }
            for entry in inner {
                if let Entry::File(file) = entry {
                    items.push(item(free_path(names, &prefix, &file.title), &file)?);
                }
            }
            for entry in below {
                let path = free_path(names, &prefix, entry.title());
                if let Entry::Folder(folder) = entry {
                    waiting.push((folder.id, format!("{path}/")));
                }
            }
        }
        Ok(())
    }

    async fn write(
        &self,
        writer: DuplexStream,
        items: Vec<Item>,
        total: usize,
    ) -> Result<(), Error> {
        let mut archive = ZipFileWriter::with_tokio(writer);
        for (done, item) in items.into_iter().enumerate() {
            if self.context.is_cancelled().await {
                return Ok(());
            }
            match item {
                Item::Directory(path) => {
                    let entry = ZipEntryBuilder::new(path.into(), Compression::Stored);
                    archive
                        .write_entry_whole(entry, &[])
                        .await
                        .map_err(broken)?;
                }
                Item::File {
                    path,
                    object,
                    compress,
                } => {
                    let how = if compress {
                        Compression::Deflate
                    } else {
                        Compression::Stored
                    };
                    let entry = ZipEntryBuilder::new(path.into(), how);
                    let mut into = archive.write_entry_stream(entry).await.map_err(broken)?;
                    let mut bytes = self.files.blobs().get(&object, None).await?;
                    while let Some(piece) = bytes.next().await {
                        let piece = piece.map_err(blob::Error::from)?;
                        into.write_all(&piece).await.map_err(|e| broken(e.into()))?;
                    }
                    into.close().await.map_err(broken)?;
                }
            }
            let percent = i32::try_from((done + 1) * 99 / total.max(1)).unwrap_or(99);
            self.context
                .progress(percent, i64::try_from(done + 1).unwrap_or(i64::MAX))
                .await;
        }
        archive.close().await.map_err(broken)?;
        Ok(())
    }
}

fn broken(error: async_zip::error::ZipError) -> Error {
    Error::Failed(format!("The archive could not be written: {error}"))
}

fn allowed(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    entries: Vec<Entry>,
) -> Result<Vec<Entry>, Error> {
    if entries.is_empty() {
        return Ok(entries);
    }
    let seen = rights(tx, viewer, entries)?;
    Ok(seen
        .into_iter()
        .filter(|one| one.may(Action::Download))
        .map(|one| one.entry)
        .collect())
}

fn item(path: String, file: &File) -> Result<Item, Error> {
    let extension = formats::extension(&file.title);
    Ok(Item::File {
        path,
        object: object_id(&file.version.object)?,
        // Office files, pictures and media are compressed already.
        compress: formats::media_type(&extension).starts_with("text/"),
    })
}

fn shorten(title: &str) -> String {
    if titles::length(title) > LONGEST_NAME {
        "LONG_FOLDER_NAME".to_owned() + &formats::extension(title)
    } else {
        title.to_owned()
    }
}

/// A path nothing else in the archive has; equal titles get a number. Separators and dots that
/// would leave the archive's folder cannot be in a title, but must not be believed to.
fn free_path(names: &mut HashSet<String>, prefix: &str, title: &str) -> String {
    let safe = match title.replace(['/', '\\'], "_") {
        dots if dots == "." || dots == ".." => "_".to_owned(),
        safe => safe,
    };
    let taken = |name: &str| names.contains(&sql::fold(&format!("{prefix}{name}")));
    let free = if taken(&safe) {
        titles::free_name(&safe, taken)
    } else {
        safe
    };
    let path = format!("{prefix}{free}");
    names.insert(sql::fold(&path));
    path
}
