//! What happened in a folder, as a table (`files/06a §10`).

use std::collections::HashMap;

use files::model::FolderId;
use files::store::history::{Happening, Mark, Window};
use files::view::Viewer;
use futures::StreamExt as _;
use portal::{PortalId, UserId};
use serde_json::Value;
use sql::Micros;
use wire::ApiDate;

use super::table::{PIECE, Piece, Table};
use crate::action::MessageAction;
use crate::error::Error;
use crate::sentence::sentence;
use crate::service::Audit;

const HEADER: [&str; 4] = ["Date", "User", "Action", "Folder"];

impl Audit {
    /// The history of a folder and of what it holds, as it was at a moment.
    ///
    /// # Errors
    /// 404 without the folder; 403 without the right to read it, which is looked at again with every piece.
    pub(super) async fn history(
        &self,
        viewer: &Viewer,
        folder: FolderId,
        at: Micros,
    ) -> Result<Table, Error> {
        let shown = self.files().folder_info(viewer.clone(), folder).await?;
        let nothing = Window {
            from: None,
            to: Some(at),
            start: 0,
            count: 0,
        };
        let (_, rows) = self.files().folder_log(viewer, folder, nothing).await?;
        Ok(Table {
            title: format!("{} history.csv", shown.title),
            rows,
            pieces: self.lines(viewer.clone(), folder, at).boxed(),
        })
    }

    fn lines(
        &self,
        viewer: Viewer,
        folder: FolderId,
        at: Micros,
    ) -> impl futures::Stream<Item = Result<Piece, Error>> + Send + use<> {
        let audit = self.clone();
        let begin: Option<Mark> = Some((at, i64::MAX));
        futures::stream::try_unfold((begin, true), move |(mark, first)| {
            let (audit, viewer) = (audit.clone(), viewer.clone());
            async move {
                let Some(mark) = mark else { return Ok(None) };
                let files = audit.files();
                let lines = files
                    .folder_log_before(&viewer, folder, mark, PIECE)
                    .await?;
                let names = audit.names(viewer.portal, &lines).await?;
                let rows: Vec<Vec<String>> = lines.iter().map(|line| cells(line, &names)).collect();
                let piece = Piece::of(first.then_some(&HEADER[..]), &rows);
                let last = lines.last().map(|line| (line.at, line.id));
                let next = last.filter(|_| piece.is_full());
                Ok(Some((piece, (next, false))))
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
