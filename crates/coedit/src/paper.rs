//! The text document of a session: the package that its blocks came from and are written into.
//!
//! It is told once, when somebody comes and when another version was taken in: `{"kind":"prose","prose":…}` with
//! [`prose::Glance`]. Everything else is in the Yjs document itself.

use std::sync::Arc;

use bytes::Bytes;
use prose::{Block, Paper, Unopenable};
use serde_json::json;
use tokio::task::spawn_blocking;

use crate::protocol;

const UNWRITABLE: &str = "The server could not write this document.";

/// Opens a document. It is only read, so it may be shared.
///
/// # Errors
/// [`Unopenable`], with words for the person.
pub(crate) async fn open(bytes: Bytes) -> Result<Arc<Paper>, Unopenable> {
    let opened = spawn_blocking(move || Paper::open(Arc::from(bytes.as_ref()))).await;
    opened.unwrap_or(Err(Unopenable::Broken)).map(Arc::new)
}

/// The message on how it looks.
pub(crate) fn glance(paper: &Paper) -> Bytes {
    protocol::shown(&json!({ "kind": "prose", "prose": paper.glance() }))
}

/// The bytes of the document with these blocks, or words for those who write.
pub(crate) async fn write(paper: Arc<Paper>, blocks: Vec<Block>) -> Result<Vec<u8>, String> {
    match spawn_blocking(move || paper.write(&blocks)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(error.to_string()),
        Err(error) => {
            tracing::error!(%error, "a document was not written");
            Err(UNWRITABLE.to_owned())
        }
    }
}
