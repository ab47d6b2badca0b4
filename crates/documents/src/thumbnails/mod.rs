//! From a file to a small picture of it.

mod encode;
mod foreign;

use std::path::Path;

use files::thumbnails::Source;
use isolate::Folder;

use crate::workshop::{Failure, Workshop};

pub(crate) use encode::{Small, decode};

/// Draws the file `name` of a folder. The folder is the workplace of the programs, too.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn draw(
    workshop: &Workshop,
    source: Source,
    folder: &Folder,
    name: &Path,
) -> Result<Small, Failure> {
    let drawn = match source {
        Source::Image => folder.path().join(name),
        Source::Pdf => foreign::page(workshop.tools(), folder, name).await?,
        Source::Document => foreign::document(workshop, folder, name).await?,
        Source::Video => foreign::frame(workshop.tools(), folder, name).await?,
    };
    let small = tokio::task::spawn_blocking(move || encode::small(&drawn)).await;
    small.map_err(|_| Failure::Content("the picture could not be decoded".to_owned()))?
}
