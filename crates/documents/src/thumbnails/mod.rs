//! From a file to a small picture of it.

mod encode;
mod foreign;

use std::path::Path;

use files::thumbnails::Source;
use isolate::Folder;

use crate::tools::Tools;

pub(crate) use encode::Small;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The content cannot be drawn, now or later.
    #[error("{0}")]
    Content(String),
    /// Something around it failed; it may work later.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Draws the file `name` of a folder. The folder is the workplace of the programs, too.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn draw(
    tools: &Tools,
    source: Source,
    folder: &Folder,
    name: &Path,
) -> Result<Small, Failure> {
    let drawn = match source {
        Source::Image => folder.path().join(name),
        Source::Pdf => foreign::page(tools, folder, name).await?,
        Source::Document => foreign::document(tools, folder, name).await?,
        Source::Video => foreign::frame(tools, folder, name).await?,
    };
    let small = tokio::task::spawn_blocking(move || encode::small(&drawn)).await;
    small.map_err(|_| Failure::Content("the picture could not be decoded".to_owned()))?
}
