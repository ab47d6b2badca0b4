//! The spreadsheet of a form's answers: one row for each finished copy.

use futures::stream::try_unfold;
use portal::{PortalId, Role};
use sql::Tx;
use tokio_util::io::ReaderStream;
use wire::ApiDate;

use super::drafts::{self, Copies};
use super::state;
use super::submit::collects_answers;
use crate::error::Error;
use crate::model::{File, FileId, FolderType, FormState, Submission};
use crate::rules::CallerFacts;
use crate::service::Files;
use crate::service::content::{self, Bytes, Draft, Revision};
use crate::service::create::free_title;
use crate::service::happening::FileHappening;
use crate::spreadsheet::{self, Cell};
use crate::store::{files, forms};
use crate::titles;
use crate::upload::{Received, receive};
use crate::view::Viewer;

/// Rows read together.
const AT_ONCE: i64 = 200;
/// Bytes in flight between the table and the object store.
const PIPE: usize = 64 * 1024;
/// Largest table.
const MOST: u64 = 1 << 30;
/// Columns before those of the fields.
const FIRST: [&str; 3] = ["Number", "Submitted", "Filled in by"];
/// Somebody may submit while the table is written: it is written again, so often.
const TRIES: usize = 5;

impl Files {
    /// Writes the answers of a form anew. Answers its file; nothing where answers are not collected.
    ///
    /// # Errors
    /// 404 without the form, 402 beyond a quota.
    pub(crate) async fn refresh_sheet(
        &self,
        viewer: &Viewer,
        form: FileId,
    ) -> Result<Option<(FileId, bool)>, Error> {
        for _ in 0..TRIES {
            let portal = viewer.portal;
            let plan = self
                .db()
                .read(move |tx| {
                    let file = files::by_id(tx, portal, form)?.ok_or(Error::FILE)?;
                    let state = state(tx, &file)?;
                    let collects = collects_answers(tx, &file, &state)?;
                    Ok::<_, Error>(collects.then_some(state))
                })
                .await?;
            let Some(written) = plan else { return Ok(None) };
            let received = self.write_answers(portal, &written).await?;
            let kept = self
                .save(viewer, move |tx, viewer| {
                    keep(tx, viewer, &written, received)
                })
                .await?;
            if kept.is_some() {
                return Ok(kept);
            }
        }
        Ok(None)
    }

    async fn write_answers(&self, portal: PortalId, state: &FormState) -> Result<Received, Error> {
        let columns = self.columns(portal, state).await?;
        let header: Vec<&str> = FIRST
            .into_iter()
            .chain(columns.iter().map(String::as_str))
            .collect();
        let (writer, reader) = tokio::io::duplex(PIPE);
        let blobs = self.blobs().of(portal.0);
        let stored = receive(&blobs, ReaderStream::new(reader), MOST);
        let columns = &columns;
        let (form, last) = (state.file, state.submitted);
        let rows = try_unfold(state.sheet_from - 1, |after| async move {
            let some = self.some(portal, form, after, last).await?;
            let Some((end, lines)) = some else {
                return Ok(None);
            };
            let rows: Vec<Vec<Cell>> = lines
                .into_iter()
                .map(|(one, name)| row(&one, name, columns))
                .collect();
            Ok::<_, Error>(Some((rows, end)))
        });
        let (written, stored) = tokio::join!(spreadsheet::write(writer, &header, rows), stored);
        written?;
        stored
    }

    /// The fields that were ever answered, in the order in which they came.
    async fn columns(&self, portal: PortalId, state: &FormState) -> Result<Vec<String>, Error> {
        let mut columns: Vec<String> = Vec::new();
        let mut after = state.sheet_from - 1;
        while let Some((end, lines)) = self
            .some(portal, state.file, after, state.submitted)
            .await?
        {
            for answer in lines.iter().flat_map(|(one, _)| &one.answers) {
                if !columns.contains(&answer.key) {
                    columns.push(answer.key.clone());
                }
            }
            after = end;
        }
        Ok(columns)
    }

    /// Some finished copies behind a number, with the names of those who filled them in, and the last number.
    async fn some(
        &self,
        portal: PortalId,
        form: FileId,
        after: i64,
        last: i64,
    ) -> Result<Option<(i64, Vec<(Submission, String)>)>, Error> {
        self.db()
            .read(move |tx| {
                let mut some = forms::submissions(tx, portal, form, after, AT_ONCE)?;
                some.retain(|one| one.number <= last);
                let Some(end) = some.last().map(|one| one.number) else {
                    return Ok(None);
                };
                let people = some.iter().map(|one| one.user).collect();
                let names = crate::service::author_names(tx, portal, people)?;
                let named = |one: Submission| {
                    let name = names.get(&one.user).cloned();
                    (one, name.unwrap_or_else(|| "Anonymous".to_owned()))
                };
                Ok(Some((end, some.into_iter().map(named).collect())))
            })
            .await
    }
}

fn row(one: &Submission, name: String, columns: &[String]) -> Vec<Cell> {
    let value = |key: &String| {
        let answer = one.answers.iter().find(|answer| answer.key == *key);
        Cell::Text(
            answer
                .map(|answer| answer.value.clone())
                .unwrap_or_default(),
        )
    };
    let first = [
        Cell::Number(one.number),
        Cell::Text(ApiDate(one.submitted).to_string()),
        Cell::Text(name),
    ];
    first.into_iter().chain(columns.iter().map(value)).collect()
}

/// Keeps the table as the form's, unless somebody submitted meanwhile. Answers the file, and whether it is new.
fn keep(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    written: &FormState,
    received: Received,
) -> Result<Option<(FileId, bool)>, Error> {
    let Some(form) = files::by_id(tx, viewer.portal, written.file)? else {
        return Err(Error::FILE);
    };
    let mut state = state(tx, &form)?;
    if state.submitted != written.submitted || state.sheet_from != written.sheet_from {
        return Ok(None);
    }
    // It belongs to whoever made the form, whoever was the last to submit.
    let keeper = Viewer {
        caller: CallerFacts::person(form.created_by, Role::User),
        ..viewer.clone()
    };
    let viewer = &keeper;
    let bytes = Bytes::Fresh(received.object);
    if let Some(sheet) = alive(tx, viewer, &state)? {
        let revision = Revision {
            bytes,
            is_form: false,
            comment: "Autosaved".to_owned(),
            what: FileHappening::SavedAgain,
        };
        let sheet = content::replace(tx, viewer, &sheet, revision)?;
        return Ok(Some((sheet.id, false)));
    }
    let folder = drafts::folder(tx, viewer, &form, &mut state, Copies::Finished)?;
    let title = format!("{}.xlsx", titles::split(&form.title).0);
    let title = free_title(tx, viewer, &folder, title)?;
    let draft = Draft {
        link_title: title.clone(),
        title,
        bytes,
        is_form: false,
        comment: "Created".into(),
        what: FileHappening::Created,
        created: None,
    };
    let sheet = content::insert(tx, viewer, &folder, draft)?;
    state.sheet = Some(sheet.id);
    forms::put(tx, viewer.portal, &state)?;
    Ok(Some((sheet.id, true)))
}

/// The form's spreadsheet, where it was not thrown away.
fn alive(tx: &mut Tx<'_>, viewer: &Viewer, state: &FormState) -> Result<Option<File>, Error> {
    let Some(id) = state.sheet else {
        return Ok(None);
    };
    let sheet = files::by_id(tx, viewer.portal, id)?;
    Ok(sheet.filter(|sheet| sheet.root.kind == FolderType::VirtualRooms))
}
