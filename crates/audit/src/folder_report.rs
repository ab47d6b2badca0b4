//! What happened in a folder, as a table of comma separated values in the caller's My documents (`files/06a §10`).

use std::collections::HashMap;

use bytes::Bytes;
use files::model::FolderId;
use files::store::history::{Happening, Window};
use files::view::Viewer;
use futures::Stream;
use portal::{PortalId, UserId};
use serde_json::Value;
use wire::ApiDate;

use crate::action::MessageAction;
use crate::error::Error;
use crate::report::csv;
use crate::sentence::sentence;
use crate::service::Audit;

/// Rows read at a time.
const PIECE: i64 = 500;

const HEADER: [&str; 4] = ["Date", "User", "Action", "Folder"];

impl Audit {
    /// Writes the history of a folder and of what it holds into the caller's My documents; gives the address it can
    /// be downloaded from.
    ///
    /// # Errors
    /// 404 without the folder and for guests, who have no My documents; 403 without the right to read it.
    pub(crate) async fn folder_report(
        &self,
        viewer: &Viewer,
        folder: FolderId,
    ) -> Result<String, Error> {
        let shown = self.files().folder_info(viewer.clone(), folder).await?;
        let title = format!("{} history.csv", shown.title);
        let table = self.history(viewer.clone(), folder);
        Ok(self
            .files()
            .keep_in_my_documents(viewer, title, table)
            .await?)
    }

    /// The table in pieces, the newest rows first.
    fn history(
        &self,
        viewer: Viewer,
        folder: FolderId,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let audit = self.clone();
        futures::stream::try_unfold(Some(0), move |start| {
            let (audit, viewer) = (audit.clone(), viewer.clone());
            async move {
                let Some(start) = start else { return Ok(None) };
                let window = Window {
                    from: None,
                    // What happens meanwhile moves no row.
                    to: Some(viewer.now),
                    start,
                    count: PIECE,
                };
                let (lines, _) = audit.files().folder_log(&viewer, folder, window).await?;
                let names = audit.names(viewer.portal, &lines).await?;
                let full = i64::try_from(lines.len()).is_ok_and(|found| found >= PIECE);
                let rows: Vec<Vec<String>> = lines.iter().map(|line| cells(line, &names)).collect();
                let text = csv((start == 0).then_some(&HEADER[..]), &rows);
                Ok(Some((text, full.then_some(start + PIECE))))
            }
        })
    }

    async fn names(
        &self,
        portal: PortalId,
        lines: &[Happening],
    ) -> Result<HashMap<UserId, String>, Error> {
        let mut ids: Vec<UserId> = lines.iter().map(|line| line.actor).collect();
        ids.sort_unstable();
        ids.dedup();
        let read = move |tx: &mut sql::Tx<'_>| people::store::by_ids(tx, portal, &ids);
        let people = self.db().read(read).await?;
        let named = people.into_iter().map(|(id, one)| (id, one.display_name()));
        Ok(named.collect())
    }
}

fn cells(line: &Happening, names: &HashMap<UserId, String>) -> Vec<String> {
    let text = |member: &str| {
        let value = line.data.get(member);
        value.and_then(Value::as_str).unwrap_or_default()
    };
    let done =
        MessageAction::from_number(line.action).map(|action| sentence(action, [text("title")]));
    vec![
        ApiDate(line.at).to_string(),
        names.get(&line.actor).cloned().unwrap_or_default(),
        done.unwrap_or_else(|| text("title").to_owned()),
        text("parentTitle").to_owned(),
    ]
}
