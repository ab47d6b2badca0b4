//! One archive of everything, streamed into the object store while it is made (`files/06b §7`).

use std::collections::HashSet;

use blob::ObjectId;
use tokio::io::DuplexStream;
use tokio_util::io::ReaderStream;
use wire::UtcDate;

use super::check;
use super::run::Run;
use crate::archive::{Archive, Packing};
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
        size: u64,
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
        let packing = self.packing().await?;
        let title = self.archive_title(&tops).await? + packing.extension();
        let items = self.items(&tops).await?;
        let total = items.len();
        let (writer, reader) = tokio::io::duplex(PIPE);
        let stored = self
            .files
            .blobs()
            .put(ReaderStream::with_capacity(reader, PIPE));
        let written = self.write(packing, writer, items, total);
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

    /// The name of the archive without its extension.
    async fn archive_title(&self, tops: &[Seen]) -> Result<String, Error> {
        if let [
            Seen {
                entry: Entry::Folder(folder),
                ..
            },
        ] = tops
        {
            return Ok(folder.title.clone());
        }
        let here = self.files.portals().by_id(self.viewer.portal).await;
        let alias = here
            .ok()
            .flatten()
            .map(|portal| portal.alias.clone())
            .unwrap_or_default();
        let today = UtcDate(self.viewer.now).to_string();
        let day = today.get(..10).unwrap_or_default();
        Ok(format!("{}-download-{day}", alias.to_lowercase()))
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
        packing: Packing,
        writer: DuplexStream,
        items: Vec<Item>,
        total: usize,
    ) -> Result<(), Error> {
        let mut archive = Archive::new(packing, writer);
        for (done, item) in items.into_iter().enumerate() {
            if self.context.is_cancelled().await {
                return Ok(());
            }
            match item {
                Item::Directory(path) => archive.directory(path).await?,
                Item::File {
                    path,
                    object,
                    size,
                    compress,
                } => {
                    let bytes = self.files.blobs().get(&object, None).await?;
                    archive.file(path, size, compress, bytes).await?;
                }
            }
            let percent = i32::try_from((done + 1) * 99 / total.max(1)).unwrap_or(99);
            self.context
                .progress(percent, i64::try_from(done + 1).unwrap_or(i64::MAX))
                .await;
        }
        archive.finish().await
    }

    /// As the person wants his archives; visitors of links get a zip.
    async fn packing(&self) -> Result<Packing, Error> {
        let Some((user, _)) = self.viewer.caller.person else {
            return Ok(Packing::Zip);
        };
        let (files, portal) = (self.files.clone(), self.viewer.portal);
        let settings = self
            .files
            .db()
            .read(move |tx| files.user_settings(tx, portal, user))
            .await?;
        Ok(if settings.tar_gz {
            Packing::TarGz
        } else {
            Packing::Zip
        })
    }
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
        size: u64::try_from(file.version.size).unwrap_or(0),
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
