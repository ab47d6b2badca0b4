//! The workbook of a session: a thread that has it open, types what people typed into it, and tells what it shows.
//!
//! The session never waits for it: what is typed is durable and passed on whether or not it can be calculated. Work that
//! takes too long or fails costs the formulas, not the session: the workbook is opened again without calculating.
//!
//! What is told, as JSON: `{"kind":"book"}` with [`sheets::Overview`], the number of deeds that moved cells (`epoch`) and
//! the deed that was done just now (`moved`), when somebody comes and when everything may look different; `{"kind":"rows"}` with the `sheet`, `from` and `to` that were asked for and [`sheets::Cells`];
//! `{"kind":"changed"}` with the cells that look different now.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc as threads;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use sheets::{At, Book, Deed, Done, Edit, Stopped, Unopenable, within};
use tokio::sync::{mpsc, oneshot};

use crate::cells::Change;
use crate::protocol::{self, Rows};

/// How long opening, calculating and writing may take.
const OPENING: Duration = Duration::from_secs(30);
const CALCULATING: Duration = Duration::from_secs(10);
const WRITING: Duration = Duration::from_secs(60);
/// Rows shown together, at most.
const ROWS: u32 = 500;
/// Formulas are looked at by functions that call themselves; the memory is taken only when it is used.
const STACK: usize = 64 << 20;

const UNWRITABLE: &str = "The server could not write this workbook.";

/// Something for the workbook to do.
enum Order {
    Apply(Vec<Change>),
    Perform(Deed, oneshot::Sender<Result<Done, String>>),
    Glance(u64),
    Show(u64, Rows),
    Write(oneshot::Sender<Result<Vec<u8>, String>>),
}

/// Something the workbook shows: to one connection, or to everybody.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) to: Option<u64>,
    pub(crate) message: Bytes,
}

/// The way to an open workbook; dropping it closes the workbook.
pub(crate) struct Desk {
    orders: threads::Sender<Order>,
    told: mpsc::UnboundedReceiver<Told>,
}

impl Desk {
    /// Opens a workbook with what was done since it was written, after so many moves.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub(crate) async fn open(
        bytes: Bytes,
        moves: Vec<Deed>,
        changes: Vec<Change>,
    ) -> Result<Self, Unopenable> {
        let (orders, taken) = threads::channel();
        let (tell, told) = mpsc::unbounded_channel();
        let (done, opened) = oneshot::channel();
        let table = std::thread::Builder::new()
            .name("workbook".to_owned())
            .stack_size(STACK);
        let work = move || match Table::lay(&bytes, moves, changes, tell) {
            Ok(table) => {
                let _ = done.send(Ok(()));
                table.serve(&taken);
            }
            Err(error) => drop(done.send(Err(error))),
        };
        if let Err(error) = table.spawn(work) {
            tracing::error!(%error, "there is no thread for a workbook");
            return Err(Unopenable::Broken);
        }
        opened.await.unwrap_or(Err(Unopenable::Broken))?;
        Ok(Self { orders, told })
    }

    /// Types into cells; everybody is told what looks different then.
    pub(crate) fn apply(&self, changes: Vec<Change>) {
        self.order(Order::Apply(changes));
    }

    /// Does something; when it is done everybody is told what looks different then. Words for who asked otherwise.
    pub(crate) async fn perform(&self, deed: Deed) -> Result<Done, String> {
        let (done, wait) = oneshot::channel();
        self.order(Order::Perform(deed, done));
        wait.await.unwrap_or_else(|_| Err(UNWRITABLE.to_owned()))
    }

    /// Tells a connection of the sheets.
    pub(crate) fn glance(&self, to: u64) {
        self.order(Order::Glance(to));
    }

    /// Tells a connection of some rows.
    pub(crate) fn show(&self, to: u64, rows: Rows) {
        self.order(Order::Show(to, rows));
    }

    /// The bytes of the workbook with everything that was typed until now, or words for those who write.
    pub(crate) fn write(&self) -> oneshot::Receiver<Result<Vec<u8>, String>> {
        let (done, wait) = oneshot::channel();
        self.order(Order::Write(done));
        wait
    }

    fn order(&self, order: Order) {
        // A table that is gone tells nobody anything; who waits for its answer learns so.
        let _ = self.orders.send(order);
    }

    /// What is told next; waits for ever when there is no workbook.
    pub(crate) async fn told(desk: &mut Option<Self>) -> Told {
        let told = match desk {
            Some(desk) => desk.told.recv().await,
            None => None,
        };
        match told {
            Some(told) => told,
            None => std::future::pending().await,
        }
    }
}

/// The workbook in its thread.
struct Table {
    source: Arc<[u8]>,
    /// Everything that is not in `source`.
    history: Vec<Step>,
    /// Deeds that moved cells since the document began.
    moves: Vec<Deed>,
    /// Nothing when it does not even open any more.
    book: Option<Book>,
    tell: mpsc::UnboundedSender<Told>,
}

/// What happened to a workbook.
enum Step {
    /// What was typed into each cell last.
    Typed(BTreeMap<At, String>),
    Done(Deed),
}

impl Step {
    fn again(&self, book: &mut Book) {
        match self {
            Self::Typed(cells) => {
                let edits: Vec<Edit> = cells.iter().map(as_edit).collect();
                book.apply(&edits);
            }
            // What does not fit a workbook that somebody replaced is passed over.
            Self::Done(deed) => drop(book.perform(deed)),
        }
    }
}

impl Table {
    fn lay(
        bytes: &[u8],
        moves: Vec<Deed>,
        changes: Vec<Change>,
        tell: mpsc::UnboundedSender<Told>,
    ) -> Result<Self, Unopenable> {
        let source: Arc<[u8]> = bytes.into();
        let opened = within(OPENING, || Book::open(Arc::clone(&source), true));
        let book = opened.unwrap_or(Err(Unopenable::Broken))?;
        let mut table = Self {
            source,
            history: Vec::new(),
            moves,
            book: Some(book),
            tell,
        };
        let mut typed = Vec::new();
        for change in changes {
            match change {
                Change::Done(deed) => {
                    table.apply(std::mem::take(&mut typed));
                    let _ = table.perform(&deed);
                }
                typing => typed.push(typing),
            }
        }
        table.apply(typed);
        Ok(table)
    }

    fn serve(mut self, orders: &threads::Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            match order {
                Order::Apply(changes) => self.apply(changes),
                Order::Perform(deed, done) => drop(done.send(self.perform(&deed))),
                Order::Glance(to) => self.glance(Some(to), None),
                Order::Show(to, rows) => self.show(to, rows),
                Order::Write(done) => drop(done.send(self.write())),
            }
        }
    }

    /// Types what was typed; deeds come by [`Table::perform`].
    fn apply(&mut self, changes: Vec<Change>) {
        let Some(book) = &mut self.book else {
            return;
        };
        let moves = &self.moves;
        let edits = changes.into_iter().filter_map(|change| match change {
            Change::Typed(edit, epoch) => match moves.get(epoch..).unwrap_or_default() {
                [] => Some(edit),
                later => book.carried(&edit, later),
            },
            Change::Done(_) => None,
        });
        let edits: Vec<Edit> = edits.collect();
        if edits.is_empty() {
            return;
        }
        let changed = within(CALCULATING, || book.apply(&edits));
        let typed = edits.into_iter().map(|edit| (edit.at, edit.input));
        match self.history.last_mut() {
            Some(Step::Typed(cells)) => cells.extend(typed),
            _ => self.history.push(Step::Typed(typed.collect())),
        }
        match changed {
            Ok(changed) => self.tell_changed(&changed),
            Err(stopped) => self.give_up_calculating(stopped),
        }
    }

    fn perform(&mut self, deed: &Deed) -> Result<Done, String> {
        let book = self.book.as_mut().ok_or_else(|| UNWRITABLE.to_owned())?;
        let done = match within(CALCULATING, || book.perform(deed)) {
            Ok(Ok(done)) => done,
            Ok(Err(unfit)) => return Err(unfit.to_string()),
            Err(stopped) => {
                self.give_up_calculating(stopped);
                return Err(stopped.to_string());
            }
        };
        self.history.push(Step::Done(done.deed.clone()));
        if done.deed.moves() {
            self.moves.push(done.deed.clone());
        }
        match &done.touched {
            Some(touched) => self.tell_changed(touched),
            None => self.glance(None, Some(&done.deed)),
        }
        Ok(done)
    }

    fn tell_changed(&self, changed: &[At]) {
        let Some(book) = &self.book else {
            return;
        };
        let cells = book.cells(changed);
        if cells.cut {
            return self.glance(None, None);
        }
        let mut json = as_json(&cells);
        put(&mut json, "kind", json!("changed"));
        self.send(None, &json);
    }

    /// Goes on with what the formulas gave last.
    fn give_up_calculating(&mut self, stopped: Stopped) {
        tracing::warn!(%stopped, "the formulas of a workbook are not calculated any more");
        let history = &self.history;
        let again = within(OPENING, || {
            let mut book = Book::open(Arc::clone(&self.source), false)?;
            for step in history {
                step.again(&mut book);
            }
            Ok::<_, Unopenable>(book)
        });
        self.book = again.ok().and_then(Result::ok);
        self.glance(None, None);
    }

    fn glance(&self, to: Option<u64>, moved: Option<&Deed>) {
        if let Some(book) = &self.book {
            let mut json = as_json(&book.overview());
            put(&mut json, "kind", json!("book"));
            put(&mut json, "epoch", json!(self.moves.len()));
            put(&mut json, "moved", json!(moved.filter(|deed| deed.moves())));
            self.send(to, &json);
        }
    }

    fn show(
        &self,
        to: u64,
        Rows {
            sheet,
            from,
            to: last,
        }: Rows,
    ) {
        let Some(book) = &self.book else {
            return;
        };
        let last = last.min(from.saturating_add(ROWS));
        let mut json = as_json(&book.rows(sheet, from, last));
        for (name, value) in [("sheet", sheet), ("from", from), ("to", last)] {
            put(&mut json, name, json!(value));
        }
        put(&mut json, "kind", json!("rows"));
        self.send(Some(to), &json);
    }

    fn write(&self) -> Result<Vec<u8>, String> {
        let book = self.book.as_ref().ok_or_else(|| UNWRITABLE.to_owned())?;
        match within(WRITING, || book.write()) {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) => Err(error.to_string()),
            Err(stopped) => {
                tracing::warn!(%stopped, "a workbook was not written");
                Err(UNWRITABLE.to_owned())
            }
        }
    }

    fn send(&self, to: Option<u64>, json: &Value) {
        let message = protocol::shown(json);
        let _ = self.tell.send(Told { to, message });
    }
}

fn as_edit((at, input): (&At, &String)) -> Edit {
    Edit {
        at: *at,
        input: input.clone(),
    }
}

/// What is told holds only names, numbers and texts, which all have a JSON form.
fn as_json(told: &impl serde::Serialize) -> Value {
    serde_json::to_value(told).unwrap_or_default()
}

fn put(json: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = json {
        fields.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use super::*;

    const CHARTS: &[u8] = include_bytes!("../../sheets/tests/data/charts.xlsx");

    fn typed(row: u32, column: u32, input: &str) -> Change {
        let sheet = 0;
        let input = input.to_owned();
        let at = At { sheet, row, column };
        Change::Typed(Edit { at, input }, 0)
    }

    /// What is told next: the tag, the length and then JSON.
    async fn told(desk: &mut Option<Desk>) -> (Option<u64>, Value) {
        let told = Desk::told(desk).await;
        let start = told.message.iter().position(|byte| *byte == b'{').unwrap();
        let json = serde_json::from_slice(&told.message[start..]).unwrap();
        (told.to, json)
    }

    #[tokio::test]
    async fn a_workbook_tells_and_is_written() {
        let edits = vec![typed(40, 0, "2"), typed(40, 1, "=A41*3")];
        let opened = Desk::open(CHARTS.into(), Vec::new(), edits).await.unwrap();
        let mut desk = Some(opened);
        // What was typed before somebody came is told nobody in particular.
        assert_eq!(told(&mut desk).await.1["kind"], "changed");
        let at_work = desk.as_ref().unwrap();
        at_work.glance(7);
        at_work.show(
            7,
            Rows {
                sheet: 0,
                from: 40,
                to: u32::MAX,
            },
        );
        at_work.apply(vec![typed(40, 0, "5")]);
        let written = at_work.write();
        let (to, book) = told(&mut desk).await;
        assert_eq!(
            (to, &book["kind"], &book["calculates"]),
            (Some(7), &json!("book"), &json!(true))
        );
        let (_, rows) = told(&mut desk).await;
        assert_eq!((&rows["from"], &rows["to"]), (&json!(40), &json!(540)));
        assert_eq!(rows["cells"][1][3], "6");
        let (to, changed) = told(&mut desk).await;
        assert_eq!((to, changed["cells"].as_array().unwrap().len()), (None, 2));
        let again = Book::open(Arc::from(written.await.unwrap().unwrap()), false).unwrap();
        assert_eq!(again.rows(0, 40, 40).cells[1].3, "15");
    }

    #[tokio::test]
    async fn what_does_not_open_is_said_in_words() {
        let broken = Desk::open(Bytes::from_static(b"PK broken"), Vec::new(), Vec::new()).await;
        assert_eq!(broken.err(), Some(Unopenable::Broken));
    }

    #[test]
    fn without_formulas_the_session_goes_on() {
        let (tell, mut heard) = mpsc::unbounded_channel();
        let edits = vec![typed(40, 0, "2"), typed(40, 1, "=A41*3")];
        let mut table = Table::lay(CHARTS, Vec::new(), edits, tell).unwrap();
        table.give_up_calculating(Stopped::Late);
        table.apply(vec![typed(40, 0, "9")]);
        let book = table.book.as_ref().unwrap();
        assert!(!book.calculates());
        assert_eq!(book.rows(0, 40, 40).cells[0].3, "9");
        assert!(table.write().is_ok());
        assert_eq!(std::iter::from_fn(|| heard.try_recv().ok()).count(), 3);
    }
}
