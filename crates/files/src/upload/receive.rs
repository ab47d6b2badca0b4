//! One file's bytes, from the network into the object store.

use std::fmt::Display;

use blob::{Blobs, Object};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};

use crate::error::Error;
use crate::{formats, pdf_form};

/// A file that is safely stored but not registered yet.
#[derive(Debug, Clone)]
pub struct Received {
    /// The stored object.
    pub object: Object,
    /// Its first bytes, enough to tell a form ([`pdf_form::HEAD`]).
    pub head: Vec<u8>,
}

/// Stores `bytes` unless they are more than `limit`.
///
/// # Errors
/// [`Error::Quota`] beyond the limit; [`Error::Argument`] when the stream breaks off;
/// [`Error::Blob`] when the disk is full. In each case nothing is left behind.
pub async fn receive<E: Display>(
    blobs: &Blobs,
    bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    limit: u64,
) -> Result<Received, Error> {
    let mut head = Vec::new();
    let mut size = 0_u64;
    let mut exceeded = false;
    let watched = bytes.map(|piece| {
        let piece = piece.map_err(|error| error.to_string())?;
        size += piece.len() as u64;
        if size > limit {
            exceeded = true;
            return Err("too large".to_owned());
        }
        let missing = pdf_form::HEAD.saturating_sub(head.len()).min(piece.len());
        head.extend_from_slice(piece.get(..missing).unwrap_or_default());
        Ok(piece)
    });
    match blobs.put(watched).await {
        Ok(object) => Ok(Received { object, head }),
        Err(_) if exceeded => Err(too_large(i64::try_from(limit).unwrap_or(i64::MAX))),
        Err(blob::Error::CutOff(reason)) => {
            tracing::debug!(reason, "an upload was cut off");
            Err(Error::Argument(
                "Unexpected end of request content.".to_owned(),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// "The maximum file size is exceeded ({size})." (`files/00 §6`)
pub(crate) fn too_large(limit: i64) -> Error {
    let size = formats::human_size(limit);
    Error::Quota(format!("The maximum file size is exceeded ({size})."))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use futures::stream;

    use super::*;

    async fn blobs(folder: &std::path::Path) -> Blobs {
        Blobs::open(&blob::Storage::Folder(folder.to_owned()))
            .await
            .unwrap()
    }

    async fn stored(blobs: &Blobs) -> usize {
        let batches: Vec<_> = blobs.list().await.unwrap().collect().await;
        batches.into_iter().map(|batch| batch.unwrap().len()).sum()
    }

    fn pieces(list: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, String>> + Send {
        stream::iter(
            list.iter()
                .map(|piece| Ok(Bytes::from_static(piece)))
                .collect::<Vec<_>>(),
        )
    }

    #[tokio::test]
    async fn keeps_the_first_bytes_beside_the_object() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path()).await;
        let received = receive(&blobs, pieces(&[b"%PDF", b"-1.7"]), 100)
            .await
            .unwrap();
        assert_eq!(received.head, b"%PDF-1.7");
        assert_eq!(received.object.size, 8);
        let long = [b"x".repeat(200).leak() as &[u8], b"y".repeat(200).leak()];
        let received = receive(&blobs, pieces(&long), 1000).await.unwrap();
        assert_eq!(received.head.len(), pdf_form::HEAD);
    }

    #[tokio::test]
    async fn nothing_at_all_is_a_file_too() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path()).await;
        assert_eq!(
            receive(&blobs, pieces(&[]), 100).await.unwrap().object.size,
            0
        );
    }

    #[tokio::test]
    async fn more_than_the_limit_is_refused_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path()).await;
        let error = receive(&blobs, pieces(&[b"12345", b"6"]), 5)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "The maximum file size is exceeded (5 bytes)."
        );
        assert_eq!(stored(&blobs).await, 0);
    }

    #[tokio::test]
    async fn a_cut_off_upload_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = blobs(folder.path()).await;
        let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err("reset by peer")]);
        let error = receive(&blobs, broken, 100).await.unwrap_err();
        assert_eq!(error.to_string(), "Unexpected end of request content.");
        assert_eq!(stored(&blobs).await, 0);
    }
}
