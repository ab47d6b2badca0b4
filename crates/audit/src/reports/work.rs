//! The workers' side: from a wish to the file.

use files::model::FileId;
use files::view::Viewer;
use futures::{Stream, TryStreamExt as _};
use jiff::tz::TimeZone;
use jobs::{Failure, JobContext, Workers};
use portal::{PortalId, UserId};
use serde_json::{Value, json};

use super::journals::Journal;
use super::table::Table;
use super::{KINDS, Outcome, Report, Wish, wish};
use crate::error::Error;
use crate::service::Audit;

impl Audit {
    /// Registers the writing of reports with the workers.
    pub(crate) fn register_reports(&self, mut workers: Workers) -> Workers {
        for kind in KINDS {
            let audit = self.clone();
            workers = workers.register(kind, move |context| {
                let audit = audit.clone();
                async move { audit.write_report(context).await }
            });
        }
        workers
    }

    async fn write_report(&self, context: JobContext) -> Result<Value, Failure> {
        let wish = wish(&context.payload).ok_or("no such report")?;
        let file = match self.write_for_owner(&context, wish).await {
            Ok(file) => file,
            Err(error) => return Err(failure(&context, error)),
        };
        let portal = PortalId(context.portal);
        let forgotten = self.files().forget_kept(portal, context.id).await;
        forgotten.map_err(|error| failure(&context, error.into()))?;
        Ok(json!(Outcome {
            file: Some(file),
            status: None,
        }))
    }

    /// Writes on behalf of who wanted it, with his rights of this moment.
    async fn write_for_owner(&self, context: &JobContext, wish: Wish) -> Result<FileId, Error> {
        let portal = PortalId(context.portal);
        let owner: UserId = context.owner.parse().map_err(|_| files::Error::Denied)?;
        let viewer = self.files().on_behalf_of(portal, owner).await?;
        self.require_report(&viewer, wish.report).await?;
        let here = self.files().portals().by_id(portal).await?;
        let zone = here.and_then(|here| wire::zone::by_name(&here.time_zone));
        let write = async {
            let table = match wish.report {
                Report::AuditTrail => self.journal(&viewer, Journal::Deeds, wish.at).await?,
                Report::LoginHistory => self.journal(&viewer, Journal::SignIns, wish.at).await?,
                Report::Folder(folder) => self.history(&viewer, folder, wish.at).await?,
            };
            self.write_table(context, &viewer, table).await
        };
        wire::zone::scope(zone.unwrap_or(TimeZone::UTC), write).await
    }

    async fn write_table(
        &self,
        context: &JobContext,
        viewer: &Viewer,
        table: Table,
    ) -> Result<FileId, Error> {
        let title = table.title.clone();
        // What breaks the stream is told, not that it broke.
        let mut reason = None;
        let content = reported(context, table).map_err(|error| {
            let text = error.to_string();
            reason = Some(error);
            text
        });
        let kept = self
            .files()
            .keep_in_my_documents(viewer, context.id, title, content)
            .await;
        match (kept, reason) {
            (Err(_), Some(error)) => Err(error),
            (kept, _) => Ok(kept?),
        }
    }
}

/// The text of a table, with word to the owner of how far it is; breaks off when he wants no more.
fn reported(
    context: &JobContext,
    table: Table,
) -> impl Stream<Item = Result<bytes::Bytes, Error>> + Send {
    let Table { rows, pieces, .. } = table;
    futures::stream::try_unfold((pieces, 0), move |(mut pieces, done)| async move {
        if context.is_cancelled().await {
            return Err(Error::Ended);
        }
        let Some(piece) = pieces.try_next().await? else {
            return Ok(None);
        };
        let done = done + piece.rows;
        let percent = (done * 100 / rows.max(1)).min(99);
        let percent = i32::try_from(percent).unwrap_or(99);
        context.progress(percent, done).await;
        Ok(Some((piece.text, (pieces, done))))
    })
}

/// How a job fails: a busy database may work later, everything else is told to the owner.
fn failure(context: &JobContext, error: Error) -> Failure {
    if let Some(database) = error.database()
        && database.is_transient()
    {
        return Failure::retry(database);
    }
    let answer = wire::Error::from(error);
    context.set_result(json!(Outcome {
        file: None,
        status: Some(answer.status().as_u16()),
    }));
    Failure::Final(answer.to_string())
}
