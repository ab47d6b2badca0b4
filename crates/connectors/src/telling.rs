//! What a document server is told of documents that people have open there: another title, and a lock that sends
//! everybody else out (`files/06a §6, §7`). Nobody waits for it, and what was not heard is not said again.

use events::{Outbox, Recorded, Signal, Subscription};
use files::model::FileId;
use files::store::editors;
use portal::{PortalId, UserId};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::Connectors;

/// The listening to the outbox; dropping it ends it.
pub struct Running(JoinHandle<()>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Renamed,
    /// Somebody locked it.
    Locked(Option<UserId>),
}

impl News {
    /// What an event says of a file; nothing when it concerns nobody here.
    fn read(event: &Recorded) -> Option<(PortalId, FileId, Self)> {
        let news = match event.kind.as_str() {
            "file.renamed" => Self::Renamed,
            "file.locked" => {
                let actor = event.actor.as_deref().and_then(|actor| actor.parse().ok());
                Self::Locked(actor)
            }
            _ => return None,
        };
        let id = event.subject.strip_prefix("file/")?.parse().ok()?;
        Some((PortalId(event.portal), FileId(id), news))
    }
}

impl Connectors {
    /// Begins to hear what happens to files.
    pub fn start(&self, outbox: &Outbox) -> Running {
        Running(tokio::spawn(self.clone().feed(outbox.subscribe())))
    }

    async fn feed(self, mut events: Subscription) {
        while let Some(signal) = events.next().await {
            let Signal::Event(event) = signal else {
                continue;
            };
            if let Some((portal, file, news)) = News::read(&event)
                && let Err(error) = self.tell(portal, file, news).await
            {
                tracing::warn!(%error, file = file.0, "a document server was not told of a file");
            }
        }
    }

    async fn tell(&self, portal: PortalId, id: FileId, news: News) -> Result<(), files::Error> {
        let found = self.servers().of(portal).await;
        let (server, _) = found.map_err(|error| files::Error::Failed(error.to_string()))?;
        if server.url.is_empty() {
            return Ok(());
        }
        let outside = self.outside(portal, id).await?;
        let file = self.files().find(portal, id).await?;
        let (Some(file), false) = (file, outside.is_empty()) else {
            return Ok(());
        };
        let key = self.files().key_of(&file).await?;
        match news {
            News::Renamed => {
                let meta = json!({ "title": file.title });
                let command = json!({ "c": "meta", "key": key, "meta": meta });
                let told = self.servers().command(&server, command).await;
                told.map_err(|error| files::Error::Failed(error.to_string()))?;
            }
            News::Locked(by) => {
                let is_other = |user: &UserId| Some(*user) != by && !user.is_virtual();
                let others = outside.into_iter().filter(is_other);
                let others: Vec<String> = others.map(|user| user.to_string()).collect();
                if !others.is_empty() {
                    self.servers().drop_people(&server, &key, others).await;
                }
            }
        }
        Ok(())
    }

    /// Who works on a file outside of this product's own editors.
    async fn outside(&self, portal: PortalId, id: FileId) -> Result<Vec<UserId>, sql::Error> {
        let db = self.files().db();
        let there = db.read(move |tx| editors::of_file(tx, portal, id, sql::now()));
        let outside = there.await?.into_iter().filter(|one| !one.built_in);
        Ok(outside.map(|one| one.user).collect())
    }
}
