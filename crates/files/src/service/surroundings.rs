//! What an editor shows around a document: who else may use it, what its reader opened before, whose product it is,
//! and what is written over the pages (`files/06c §2`).

use portal::brand::Logos;
use portal::settings::{self, Company};
use sql::Tx;

use super::watermark::Drawing;
use super::{Files, Opening, sharing};
use crate::error::Error;
use crate::model::{Entry, File, Mark};
use crate::rules::Action;
use crate::service::sharing::ShortAccess;
use crate::store::folders;
use crate::store::listing::{self, Filter, Listing, Sort, SortBy, Source};
use crate::view::{Viewer, rights};

/// Documents of before at most.
const RECENT: usize = 10;

/// What an editor shows around a document.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Who may do what with it, for those who may change that.
    pub access: Option<Vec<ShortAccess>>,
    /// What its reader opened before, of the same kind; nothing for strangers, and for those who do not want to see it.
    pub recent: Option<Vec<Recent>>,
    /// Who offers the product.
    pub company: Company,
    /// The portal's logos.
    pub logos: Logos,
    /// What is written over the pages.
    pub drawing: Option<Drawing>,
}

/// A file that was opened before.
#[derive(Debug, Clone)]
pub struct Recent {
    /// The file.
    pub file: File,
    /// Title of its folder, for those who may read that.
    pub folder: Option<String>,
}

impl Files {
    /// What an editor shows around a document.
    ///
    /// # Errors
    /// The database failed.
    pub async fn surroundings(
        &self,
        viewer: &Viewer,
        opening: &Opening,
    ) -> Result<Surroundings, Error> {
        let drawing = self.drawing(viewer, &opening.seen.entry).await?;
        let (this, viewer, seen) = (self.clone(), viewer.clone(), opening.seen.clone());
        self.db()
            .read(move |tx| {
                let access = match seen.may(Action::EditAccess) {
                    true => Some(sharing::short_access(tx, &viewer, seen.entry.id)?),
                    false => None,
                };
                let bag = settings::load_all(tx, viewer.portal, None)?;
                Ok(Surroundings {
                    access,
                    recent: this.opened_before(tx, &viewer, &seen.entry)?,
                    company: bag.portal(),
                    logos: bag.portal(),
                    drawing,
                })
            })
            .await
    }

    fn opened_before(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        opened: &File,
    ) -> Result<Option<Vec<Recent>>, Error> {
        let Some((user, _)) = viewer.caller.person else {
            return Ok(None);
        };
        if !self.user_settings(tx, viewer.portal, user)?.recent {
            return Ok(None);
        }
        let filter = Filter {
            category: Some(opened.category),
            banned_for: Some(user),
            ..Filter::default()
        };
        let wanted = Listing {
            source: Source::Marked(user, Mark::Recent),
            folders: None,
            files: Some(filter),
            sort: Sort {
                by: SortBy::Marked,
                descending: true,
                interleaved: false,
            },
            start: 0,
            // The document itself may be among them.
            count: i64::try_from(RECENT).unwrap_or(0) + 1,
        };
        let found = listing::page(tx, viewer.portal, &wanted)?.entries;
        let files = found.into_iter().filter_map(|entry| match entry {
            Entry::File(file) => Some(file),
            Entry::Folder(_) => None,
        });
        let files: Vec<File> = files.collect();
        with_folders(tx, viewer, opened, files).map(Some)
    }
}

/// Those that may still be read, with the folders of those whose folders may be.
fn with_folders(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    opened: &File,
    files: Vec<File>,
) -> Result<Vec<Recent>, Error> {
    let mut around: Vec<_> = files.iter().map(|file| file.folder).collect();
    around.sort_unstable();
    around.dedup();
    let around = folders::by_ids(tx, viewer.portal, &around)?;
    let entries = files.into_iter().map(Entry::File);
    let entries = entries.chain(around.into_iter().map(Entry::Folder));
    let (mut read, mut titles) = (Vec::new(), Vec::new());
    for seen in rights(tx, viewer, entries.collect())? {
        if !seen.may(Action::Read) {
            continue;
        }
        match seen.entry {
            Entry::File(file) if file.id != opened.id => read.push(file),
            Entry::File(_) => {}
            Entry::Folder(folder) => titles.push((folder.id, folder.title)),
        }
    }
    read.truncate(RECENT);
    let title = |file: &File| {
        let found = titles.iter().find(|(id, _)| *id == file.folder);
        found.map(|(_, title)| title.clone())
    };
    let recent = read.into_iter().map(|file| Recent {
        folder: title(&file),
        file,
    });
    Ok(recent.collect())
}
