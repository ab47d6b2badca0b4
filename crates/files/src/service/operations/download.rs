//! One archive of everything, streamed into the object store while it is made (`files/06b §7`).

use std::collections::{HashMap, HashSet};

use blob::Object;
use tokio::io::DuplexStream;
use tokio_util::io::ReaderStream;
use wire::UtcDate;

use super::run::Run;
use super::{InFormat, check};
use crate::archive::{Archive, Packing};
use crate::error::Error;
use crate::model::{Entry, File, FileId, FolderId};
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
        file: Box<File>,
        /// Another format it is wanted in.
        wanted: Option<InFormat>,
    },
}

/// The formats that files are wanted in.
struct Wanted(HashMap<FileId, InFormat>);

impl Wanted {
    fn of(formats: Vec<InFormat>) -> Self {
        let other = |wanted: &InFormat| !wanted.to.is_empty();
        let formats = formats.into_iter().filter(other);
        Self(formats.map(|wanted| (wanted.file, wanted)).collect())
    }

    fn get(&self, file: &File) -> Option<InFormat> {
        let wanted = self.0.get(&file.id)?;
        (wanted.to != formats::extension(&file.title)).then(|| wanted.clone())
    }

    /// The title it has in the wanted format.
    fn title(&self, file: &File) -> String {
        match self.get(file) {
            Some(wanted) => format!("{}{}", titles::split(&file.title).0, wanted.to),
            None => file.title.clone(),
        }
    }
}

impl Run {
    pub(super) async fn download(&mut self, formats: Vec<InFormat>) -> Result<(), Error> {
        let wanted = Wanted::of(formats);
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
            let url = match wanted.get(file) {
                Some(format) => self.converted_alone(file, &wanted, &format).await?,
                None => self.links().download(file),
            };
            self.made.url = Some(url);
            self.report(1, 1).await;
            return Ok(());
        }
        let packing = self.packing().await?;
        let title = self.archive_title(&tops).await? + packing.extension();
        let items = self.items(&tops, &wanted).await?;
        let total = items.len();
        let (writer, reader) = tokio::io::duplex(PIPE);
        let blobs = self.files.blobs().of(self.context.portal);
        let stored = blobs.put(ReaderStream::with_capacity(reader, PIPE));
        let written = self.write(packing, writer, items, total);
        let (stored, written) = tokio::join!(stored, written);
        written?;
        self.made.url = Some(self.package(&stored?, title));
        self.report(total, total).await;
        Ok(())
    }

    /// Where the owner fetches an object. It is never registered in the ledger: garbage collection takes it after its
    /// grace period.
    fn package(&self, object: &Object, title: String) -> String {
        let package = Package {
            object: object.id.to_string(),
            size: object.size,
            title,
            owner: self.context.owner.to_string(),
        };
        package.url(self.files.portals().installation(), &self.viewer.base)
    }

    async fn converted_alone(
        &self,
        file: &File,
        wanted: &Wanted,
        format: &InFormat,
    ) -> Result<String, Error> {
        let object = self.converted(file, format).await?;
        Ok(self.package(&object, wanted.title(file)))
    }

    /// A refusal names the file: it is one of many.
    async fn converted(&self, file: &File, wanted: &InFormat) -> Result<Object, Error> {
        if self.files.mark_of(&self.viewer, file).await?.is_some() {
            return Err(Error::Denied);
        }
        let password = wanted.password(self.files.portals().installation());
        let converted = self.files.in_format(file, &wanted.to, password).await;
        converted.map_err(|error| match error {
            Error::Unsupported(text) => Error::Unsupported(format!("{}: {text}", file.title)),
            Error::Failed(text) => Error::Failed(format!("{}: {text}", file.title)),
            other => other,
        })
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
    async fn items(&self, tops: &[Seen], wanted: &Wanted) -> Result<Vec<Item>, Error> {
        let mut items = Vec::new();
        let mut names = HashSet::new();
        let single = tops.len() == 1;
        for seen in tops {
            match &seen.entry {
                Entry::File(file) => {
                    let path = free_path(&mut names, "", &shorten(&wanted.title(file)));
                    items.push(Item::File {
                        path,
                        wanted: wanted.get(file),
                        file: Box::new(file.clone()),
                    });
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
                    items.push(Item::File {
                        path: free_path(names, &prefix, &file.title),
                        wanted: None,
                        file: Box::new(file),
                    });
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
                Item::File { path, file, wanted } => {
                    let mark = self.files.mark_of(&self.viewer, &file).await?;
                    let (path, object, size) = match (mark, wanted) {
                        (Some(mark), _) => match self.files.marked(&file, mark).await? {
                            Some(made) => (as_pdf(&path), made.id, made.size),
                            None => (path, object_id(&file.version.object)?, file.version.size),
                        },
                        (None, Some(wanted)) => {
                            let made = self.converted(&file, &wanted).await?;
                            (path, made.id, made.size)
                        }
                        (None, None) => (path, object_id(&file.version.object)?, file.version.size),
                    };
                    // Office files, pictures and media are compressed already.
                    let compress =
                        formats::media_type(&formats::extension(&path)).starts_with("text/");
                    let bytes = self.files.blobs().get(&object, None).await?;
                    let size = u64::try_from(size).unwrap_or(0);
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

/// The name of pages that stand for a file.
fn as_pdf(path: &str) -> String {
    match formats::extension(path).as_str() {
        ".pdf" => path.to_owned(),
        _ => format!("{path}.pdf"),
    }
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
    let mut paths = titles::like(&safe).map(|name| format!("{prefix}{name}"));
    let free = paths.find(|path| names.insert(sql::fold(path)));
    free.unwrap_or_else(|| format!("{prefix}{safe}"))
}
