//! The listener: puts down what is new, and forgets what is gone. A second delivery changes nothing.

use std::collections::BTreeMap;

use events::{Delivered, Listener, Recorded};
use futures::future::BoxFuture;
use portal::PortalId;
use sql::Tx;

use crate::error::Error;
use crate::extract::Kind;
use crate::reader::{Search, want};
use crate::store::{self, Object};

/// A file shows another content than before.
const NEW: [&str; 6] = [
    "file.created",
    "file.uploaded",
    "file.updated",
    "file.copied",
    "file.restored",
    "file.version_removed",
];
/// Contents may have lost their last file.
const GONE: [&str; 5] = [
    "file.deleted",
    "file.updated",
    "file.version_removed",
    "folder.deleted",
    "room.deleted",
];

impl Listener for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(self.follow(std::slice::from_ref(event)))
    }

    fn handle_many<'a>(&'a self, events: &'a [Recorded]) -> Option<BoxFuture<'a, Delivered>> {
        Some(Box::pin(self.follow(events)))
    }
}

impl Search {
    async fn follow(&self, events: &[Recorded]) -> Delivered {
        let files = changed(events);
        if !files.is_empty() {
            self.put_down(files).await?;
        }
        if events
            .iter()
            .any(|event| GONE.contains(&event.kind.as_str()))
        {
            self.forget(store::abandoned).await?;
        }
        Ok(())
    }

    async fn put_down(&self, files: BTreeMap<PortalId, Vec<i64>>) -> Result<(), Error> {
        let unknown = self
            .db()
            .read(move |tx| {
                let mut objects = Vec::new();
                for (portal, files) in files {
                    objects.extend(store::unknown(tx, portal, &files)?);
                }
                Ok::<_, sql::Error>(objects)
            })
            .await?;
        self.note_unknown(unknown).await
    }

    /// Puts objects down and wakes the reader.
    pub(crate) async fn note_unknown(&self, objects: Vec<Object>) -> Result<(), Error> {
        if objects.is_empty() {
            return Ok(());
        }
        self.db()
            .write(move |tx| {
                store::put_down(tx, &objects)?;
                let readable = |object: &Object| Kind::of(&object.extension).is_some();
                if objects.iter().any(readable) {
                    want(tx)?;
                }
                Ok::<_, sql::Error>(())
            })
            .await?;
        Ok(())
    }

    /// Forgets what `which` finds, piece by piece.
    pub(crate) async fn forget(
        &self,
        which: fn(&mut Tx<'_>) -> sql::Result<Vec<Object>>,
    ) -> Result<u64, Error> {
        let mut forgotten = 0;
        loop {
            let objects = self.db().read(which).await?;
            if objects.is_empty() {
                return Ok(forgotten);
            }
            forgotten += u64::try_from(objects.len()).unwrap_or(u64::MAX);
            self.db()
                .write(move |tx| store::forget(tx, &objects))
                .await?;
        }
    }
}

/// Files with another content, by portal.
fn changed(events: &[Recorded]) -> BTreeMap<PortalId, Vec<i64>> {
    let mut files = BTreeMap::<PortalId, Vec<i64>>::new();
    for event in events {
        let number = event.subject.strip_prefix("file/");
        let number = number.and_then(|number| number.parse().ok());
        if let (true, Some(number)) = (NEW.contains(&event.kind.as_str()), number) {
            files
                .entry(PortalId(event.portal))
                .or_default()
                .push(number);
        }
    }
    files
}
