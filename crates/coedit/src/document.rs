//! One Yjs document that holds a text, cells, blocks or slides, kept by the server. Strangers' updates are looked at before they stay.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parking_lot::Mutex;
use prose::{Block, PROSE};
use sheets::Deed;
use slides::{Node, SLIDES};
use yrs::updates::decoder::Decode as _;
use yrs::{
    Array as _, Doc, GetString as _, Map as _, Observable as _, ReadTxn as _, StateVector,
    Text as _, Transact as _, Update,
};

use crate::cells::{self, CELLS, Change, DEEDS};
use crate::content::Kind;
use crate::shape::Shape;

/// Name of the shared text in the document.
pub const TEXT: &str = "content";

/// The largest document that takes updates, in bytes of its text.
const LARGEST: usize = 2 * crate::text::LARGEST;
/// The same for cells, in bytes of the updates that made them.
const LARGEST_OF_CELLS: usize = 64 << 20;
/// The same for blocks, and for slides.
const LARGEST_OF_PROSE: usize = 64 << 20;

/// Why an update is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// It is no update at all.
    #[error("That was no update.")]
    Garbage,
    /// It builds upon something nobody knows.
    #[error("That belongs to another document.")]
    Foreign,
    /// It makes something else than text.
    #[error("Only text can be edited here.")]
    NoText,
    /// It makes something else than cells with texts in them.
    #[error("Only cells can be edited here.")]
    NoCells,
    /// It makes something else than blocks with text in them.
    #[error("Only text can be edited here.")]
    NoProse,
    /// It makes something else than slides with what is on them.
    #[error("Only slides can be edited here.")]
    NoSlides,
    /// The document would be too large.
    #[error("The document is too large.")]
    TooLarge,
}

/// There is more in a document than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TooMuch {
    /// Blocks.
    #[error(transparent)]
    Prose(#[from] prose::TooMuch),
    /// Slides, or what is on them.
    #[error(transparent)]
    Slides(#[from] slides::TooMuch),
}

/// A text, cells, blocks or slides, that many change at once.
pub(crate) struct Document {
    doc: Doc,
    kind: Kind,
    /// Bytes of the updates that made it.
    bytes: usize,
    /// Deeds that moved the cells of a workbook, the first one first.
    moves: Vec<Deed>,
}

impl Document {
    /// A document that begins with a text.
    pub(crate) fn of(text: &str) -> Self {
        let document = Self::empty(Kind::Text);
        let content = document.doc.get_or_insert_text(TEXT);
        content.push(&mut document.doc.transact_mut(), text);
        document
    }

    /// A document nobody typed a cell into.
    pub(crate) fn of_cells() -> Self {
        Self::empty(Kind::Workbook)
    }

    /// A document that begins with blocks.
    pub(crate) fn of_prose(blocks: &[Block]) -> Self {
        let document = Self::empty(Kind::Prose);
        let fragment = document.doc.get_or_insert_xml_fragment(PROSE);
        prose::seed(&mut document.doc.transact_mut(), &fragment, blocks);
        document
    }

    /// A document that begins with slides.
    pub(crate) fn of_slides(tree: &Node) -> Self {
        let document = Self::empty(Kind::Slides);
        let fragment = document.doc.get_or_insert_xml_fragment(SLIDES);
        slides::seed(&mut document.doc.transact_mut(), &fragment, tree);
        document
    }

    /// The document that stored updates make.
    pub(crate) fn from_log<'a>(
        kind: Kind,
        updates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, Refused> {
        let mut document = Self::empty(kind);
        for update in updates {
            document.apply_unchecked(update)?;
            document.bytes += update.len();
        }
        document.moves = document.deeds().into_iter().filter(Deed::moves).collect();
        Ok(document)
    }

    fn empty(kind: Kind) -> Self {
        let doc = Doc::new();
        match kind {
            Kind::Text => drop(doc.get_or_insert_text(TEXT)),
            Kind::Workbook => {
                doc.get_or_insert_map(CELLS);
                doc.get_or_insert_array(DEEDS);
            }
            Kind::Prose => drop(doc.get_or_insert_xml_fragment(PROSE)),
            Kind::Slides => drop(doc.get_or_insert_xml_fragment(SLIDES)),
        }
        Self {
            doc,
            kind,
            bytes: 0,
            moves: Vec::new(),
        }
    }

    fn apply_unchecked(&self, update: &[u8]) -> Result<(), Refused> {
        let read = catch_unwind(|| Update::decode_v1(update));
        let update = read.ok().and_then(Result::ok).ok_or(Refused::Garbage)?;
        let apply = AssertUnwindSafe(|| self.doc.transact_mut().apply_update(update));
        match catch_unwind(apply) {
            Ok(Ok(())) => Ok(()),
            _ => Err(Refused::Garbage),
        }
    }

    /// Applies an update of a client. Gives what it typed into cells; nothing when it changes nothing. After a refusal the
    /// document is of no use any more, except when it says that nothing was touched: it is to be made anew from the log.
    pub(crate) fn apply(&mut self, update: &[u8]) -> Result<Option<Vec<Change>>, Refused> {
        if is_empty(update) {
            return Ok(None);
        }
        self.look_at(update)?;
        self.bytes += update.len();
        let mut changes = Vec::new();
        match self.kind {
            Kind::Text => self.apply_to_text(update)?,
            Kind::Workbook => changes = self.apply_to_cells(update)?,
            Kind::Prose => self.apply_to_tree(update, PROSE, Refused::NoProse)?,
            Kind::Slides => self.apply_to_tree(update, SLIDES, Refused::NoSlides)?,
        }
        Ok(Some(changes))
    }

    /// Whether an update may be read at all.
    fn look_at(&self, update: &[u8]) -> Result<(), Refused> {
        let shape = Shape::of(update).ok_or(Refused::Garbage)?;
        match self.kind {
            Kind::Text if shape.types > 0 => Err(Refused::NoText),
            Kind::Workbook if shape.types > 0 => Err(Refused::NoCells),
            Kind::Prose if shape.deepest > prose::DEEPEST => Err(Refused::NoProse),
            Kind::Slides if shape.deepest > prose::DEEPEST => Err(Refused::NoSlides),
            _ => Ok(()),
        }
    }

    fn apply_to_text(&self, update: &[u8]) -> Result<(), Refused> {
        self.apply_unchecked(update)?;
        let transaction = self.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refused::Foreign);
        }
        if transaction.root_refs().any(|(name, _)| name != TEXT) {
            return Err(Refused::NoText);
        }
        let content = transaction.get_text(TEXT).ok_or(Refused::NoText)?;
        if usize::try_from(content.len(&transaction)).is_ok_and(|length| length > LARGEST) {
            return Err(Refused::TooLarge);
        }
        Ok(())
    }

    /// Both kinds of trees are nodes, their attributes and text.
    fn apply_to_tree(&self, update: &[u8], name: &str, refused: Refused) -> Result<(), Refused> {
        if self.bytes > LARGEST_OF_PROSE {
            return Err(Refused::TooLarge);
        }
        let watch = prose::Watch::over(self.doc.get_or_insert_xml_fragment(name));
        let applied = self.apply_unchecked(update);
        let watched = watch.end();
        applied?;
        let transaction = self.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refused::Foreign);
        }
        if transaction.root_refs().any(|(other, _)| other != name) {
            return Err(refused);
        }
        watched.map_err(|_| refused)
    }

    /// The blocks of this moment.
    ///
    /// # Errors
    /// There are too many.
    pub(crate) fn blocks(&self) -> Result<Vec<Block>, TooMuch> {
        let fragment = self.doc.get_or_insert_xml_fragment(PROSE);
        Ok(prose::blocks(&self.doc.transact(), &fragment)?)
    }

    /// Makes the blocks others by replacing the stretch in which they differ. Gives the update.
    ///
    /// # Errors
    /// There are too many.
    pub(crate) fn become_prose(&self, wanted: &[Block]) -> Result<Vec<u8>, TooMuch> {
        let before = self.known();
        let fragment = self.doc.get_or_insert_xml_fragment(PROSE);
        prose::become_blocks(&mut self.doc.transact_mut(), &fragment, wanted)?;
        Ok(self.since(&before))
    }

    /// The slides of this moment.
    ///
    /// # Errors
    /// There is too much on them.
    pub(crate) fn slides(&self) -> Result<Node, TooMuch> {
        let fragment = self.doc.get_or_insert_xml_fragment(SLIDES);
        Ok(slides::tree_of(&self.doc.transact(), &fragment)?)
    }

    /// Makes the slides others; what stays keeps its place in the document. Gives the update.
    ///
    /// # Errors
    /// There is too much on them.
    pub(crate) fn become_slides(&self, wanted: &Node) -> Result<Vec<u8>, TooMuch> {
        let before = self.known();
        let fragment = self.doc.get_or_insert_xml_fragment(SLIDES);
        slides::become_tree(&mut self.doc.transact_mut(), &fragment, wanted)?;
        Ok(self.since(&before))
    }

    fn apply_to_cells(&self, update: &[u8]) -> Result<Vec<Change>, Refused> {
        if self.bytes > LARGEST_OF_CELLS {
            return Err(Refused::TooLarge);
        }
        let (typed, done) = self.watched(update)?;
        let transaction = self.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refused::Foreign);
        }
        if transaction
            .root_refs()
            .any(|(name, _)| name != CELLS && name != DEEDS)
        {
            return Err(Refused::NoCells);
        }
        let map = transaction.get_map(CELLS).ok_or(Refused::NoCells)?;
        // Only the server writes deeds.
        if done.is_some() || !cells::is_plain(&map) {
            return Err(Refused::NoCells);
        }
        if cells::is_too_large(&map, &transaction) {
            return Err(Refused::TooLarge);
        }
        typed
    }

    /// Applies an update. Gives what it typed, and the deeds it brought when it touched their list at all.
    fn watched(&self, update: &[u8]) -> Result<Watched, Refused> {
        let map = self.doc.get_or_insert_map(CELLS);
        let list = self.doc.get_or_insert_array(DEEDS);
        let seen = Arc::new(Mutex::new((Ok(Vec::new()), None)));
        let (typed, done, moves) = (Arc::clone(&seen), Arc::clone(&seen), self.moves.len());
        map.observe(CELLS, move |transaction, event| {
            let changes = event.keys(transaction);
            let changes = changes.iter().map(|(key, change)| (&**key, change));
            typed.lock().0 = cells::typed(changes, moves);
        });
        list.observe(DEEDS, move |transaction, event| {
            done.lock().1 = Some(cells::done(event.delta(transaction)));
        });
        let applied = self.apply_unchecked(update);
        map.unobserve(CELLS);
        list.unobserve(DEEDS);
        applied?;
        Ok(std::mem::replace(&mut *seen.lock(), (Ok(Vec::new()), None)))
    }

    /// Applies an update of the log again. Gives what was done in it.
    pub(crate) fn replay(&mut self, update: &[u8]) -> Result<Vec<Change>, Refused> {
        self.bytes += update.len();
        let (typed, done) = self.watched(update)?;
        let mut changes = typed.unwrap_or_default();
        for change in done.unwrap_or_default() {
            if let Change::Done(deed) = &change
                && deed.moves()
            {
                self.moves.push(deed.clone());
            }
            changes.push(change);
        }
        Ok(changes)
    }

    /// Adds a deed that was done. Gives the update.
    pub(crate) fn add(&mut self, deed: &Deed) -> Vec<u8> {
        let before = self.known();
        let list = self.doc.get_or_insert_array(DEEDS);
        list.push_back(&mut self.doc.transact_mut(), deed.said());
        if deed.moves() {
            self.moves.push(deed.clone());
        }
        let update = self.since(&before);
        self.bytes += update.len();
        update
    }

    /// Whether no more deeds are taken.
    pub(crate) fn is_full_of_deeds(&self) -> bool {
        let list = self.doc.get_or_insert_array(DEEDS);
        list.len(&self.doc.transact()) >= cells::MOST_DEEDS
    }

    /// Deeds that moved cells.
    pub(crate) fn moves(&self) -> &[Deed] {
        &self.moves
    }

    /// A deed of somebody who knew of so many moves, as he would mean it now; nothing when there is nothing left to do.
    pub(crate) fn carried(&self, deed: Deed, epoch: usize) -> Option<Deed> {
        let later = self.moves.get(epoch..)?;
        later.iter().try_fold(deed, Deed::after)
    }

    fn deeds(&self) -> Vec<Deed> {
        let transaction = self.doc.transact();
        let list = transaction.get_array(DEEDS);
        list.map_or_else(Vec::new, |list| {
            let all = list.iter(&transaction);
            all.filter_map(|value| cells::deed(&value)).collect()
        })
    }

    /// Takes in an update that the server itself made.
    pub(crate) fn take_in(&mut self, update: &[u8]) -> Result<(), Refused> {
        self.bytes += update.len();
        self.apply_unchecked(update)
    }

    /// Forgets what was typed: the file holds something else now. Gives the update.
    pub(crate) fn forget_typed(&self) -> Vec<u8> {
        let before = self.known();
        let map = self.doc.get_or_insert_map(CELLS);
        map.clear(&mut self.doc.transact_mut());
        self.since(&before)
    }

    /// What somebody who has `known` lacks.
    pub(crate) fn since(&self, known: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(known)
    }

    /// What is known here.
    pub(crate) fn known(&self) -> StateVector {
        self.doc.transact().state_vector()
    }

    /// The whole document as one update.
    pub(crate) fn whole(&self) -> Vec<u8> {
        self.since(&StateVector::default())
    }

    /// The text of this moment.
    pub(crate) fn text(&self) -> String {
        let transaction = self.doc.transact();
        let content = transaction.get_text(TEXT);
        content.map_or_else(String::new, |content| content.get_string(&transaction))
    }

    /// Makes the text another one by replacing the stretch in which they differ. Gives the update.
    pub(crate) fn become_text(&self, wanted: &str) -> Vec<u8> {
        let (before, now) = (self.known(), self.text());
        let start = common_start(&now, wanted);
        let rest = |text: &str| text.get(start..).unwrap_or_default().to_owned();
        let (old, new) = (rest(&now), rest(wanted));
        let end = common_end(&old, &new);
        let removed = u32::try_from(old.len() - end).unwrap_or(u32::MAX);
        let added = new.get(..new.len() - end).unwrap_or_default();
        let content = self.doc.get_or_insert_text(TEXT);
        {
            let mut transaction = self.doc.transact_mut();
            let at = u32::try_from(start).unwrap_or(u32::MAX);
            if removed > 0 {
                content.remove_range(&mut transaction, at, removed);
            }
            if !added.is_empty() {
                content.insert(&mut transaction, at, added);
            }
        }
        self.since(&before)
    }
}

/// What an update typed, and the deeds it brought.
type Watched = (Result<Vec<Change>, Refused>, Option<Vec<Change>>);

/// An update without blocks and deletions: what clients say who have nothing new.
fn is_empty(update: &[u8]) -> bool {
    update == [0, 0]
}

/// Bytes at the start of both that are whole characters.
fn common_start(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars());
    pairs
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum()
}

fn common_end(a: &str, b: &str) -> usize {
    let pairs = a.chars().rev().zip(b.chars().rev());
    pairs
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum()
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use sheets::{At, Edit};

    use super::*;

    fn copy_of(document: &Document) -> Document {
        Document::from_log(Kind::Text, [document.whole().as_slice()]).unwrap()
    }

    #[test]
    fn a_text_becomes_another_by_what_differs() {
        for (from, to) in [
            ("", "new"),
            ("old", ""),
            ("one two three", "one 2 three"),
            ("aaa", "aaaa"),
            ("é😀x", "é😁x"),
            ("same", "same"),
        ] {
            let document = Document::of(from);
            let mut copy = copy_of(&document);
            let update = document.become_text(to);
            assert_eq!(document.text(), to);
            copy.apply(&update).unwrap();
            assert_eq!(copy.text(), to);
        }
    }

    #[test]
    fn garbage_and_foreign_updates_are_refused() {
        let garbage: [&[u8]; 4] = [&[], &[1], &[255; 40], b"hello, this is no update"];
        for bytes in garbage {
            assert_eq!(Document::of("text").apply(bytes), Err(Refused::Garbage));
        }
        let other = Document::of("other");
        let known = other.known();
        other.become_text("other and more");
        let foreign = other.since(&known);
        assert_eq!(Document::of("text").apply(&foreign), Err(Refused::Foreign));
    }

    #[test]
    fn other_things_than_text_are_refused() {
        let doc = Doc::new();
        let map = doc.get_or_insert_map("settings");
        yrs::Map::insert(&map, &mut doc.transact_mut(), "key", "value");
        let update = doc.transact().encode_diff_v1(&StateVector::default());
        assert_eq!(Document::of("text").apply(&update), Err(Refused::NoText));
    }

    #[test]
    fn nothing_new_is_no_change() {
        let mut document = Document::of("text");
        assert_eq!(document.apply(&[0, 0]), Ok(None));
        assert_eq!(document.text(), "text");
    }

    /// What a client says who writes something into the map of cells.
    fn said(write: impl FnOnce(&yrs::MapRef, &mut yrs::TransactionMut<'_>)) -> Vec<u8> {
        let doc = Doc::new();
        let map = doc.get_or_insert_map(CELLS);
        write(&map, &mut doc.transact_mut());
        doc.transact().encode_diff_v1(&StateVector::default())
    }

    fn types(cell: &str, input: &str) -> Vec<u8> {
        said(|map, transaction| {
            map.insert(transaction, cell, input);
        })
    }

    fn edit(row: u32, input: &str) -> Edit {
        let (sheet, column) = (0, 1);
        let input = input.to_owned();
        Edit {
            at: At { sheet, row, column },
            input,
        }
    }

    fn cells_of(document: &Document) -> usize {
        let map = document.doc.get_or_insert_map(CELLS);
        map.len(&document.doc.transact()) as usize
    }

    #[test]
    fn what_is_typed_into_cells_is_told_and_kept() {
        let mut document = Document::of_cells();
        let changes = document.apply(&types("0:4:1", "=A1")).unwrap().unwrap();
        assert_eq!(changes, [Change::Typed(edit(4, "=A1"), 0)]);
        assert_eq!(document.apply(&[0, 0]), Ok(None));
        let whole = document.whole();
        let mut copy = Document::from_log(Kind::Workbook, [whole.as_slice()]).unwrap();
        // Typing over it is one edit more, in the order in which they come.
        let known = copy.doc.transact().state_vector();
        let map = copy.doc.get_or_insert_map(CELLS);
        map.insert(&mut copy.doc.transact_mut(), "0:4:1", "7");
        let changes = document.apply(&copy.since(&known)).unwrap().unwrap();
        assert_eq!(changes, [Change::Typed(edit(4, "7"), 0)]);
        // What the server forgets is gone for both.
        let forgotten = document.forget_typed();
        copy.take_in(&forgotten).unwrap();
        assert_eq!((cells_of(&document), cells_of(&copy)), (0, 0));
    }

    #[test]
    fn deeds_are_the_servers_and_what_is_typed_says_which_it_knew() {
        let deed = Deed::read(br#"{"do":"insert","sheet":0,"axis":"rows","at":2,"count":1}"#);
        let deed = deed.unwrap();
        let mut document = Document::of_cells();
        let log = [
            types("0:4:1", "before"),
            document.add(&deed),
            types("0:5:1:1", "after"),
        ];
        document.apply(&log[0]).unwrap();
        // Nobody knows of moves that are to come.
        let mut early = Document::of_cells();
        assert_eq!(early.apply(&log[2]), Err(Refused::NoCells));
        let late = document.apply(&log[2]).unwrap().unwrap();
        assert_eq!(late, [Change::Typed(edit(5, "after"), 1)]);
        // The log tells the same story again.
        let mut again = Document::of_cells();
        let told: Vec<Change> = log
            .iter()
            .flat_map(|update| again.replay(update).unwrap())
            .collect();
        let before = Change::Typed(edit(4, "before"), 0);
        assert_eq!(told, [before, Change::Done(deed.clone()), late[0].clone()]);
        let whole = document.whole();
        let copy = Document::from_log(Kind::Workbook, [whole.as_slice()]).unwrap();
        assert_eq!(copy.moves(), [deed]);
        // A client that writes deeds itself.
        let known = copy.known();
        let list = copy.doc.get_or_insert_array(DEEDS);
        list.push_back(&mut copy.doc.transact_mut(), "{}");
        assert_eq!(document.apply(&copy.since(&known)), Err(Refused::NoCells));
    }

    #[test]
    fn what_is_no_typing_into_cells_is_refused() {
        let other = Doc::new();
        let settings = other.get_or_insert_map("settings");
        settings.insert(&mut other.transact_mut(), "key", "value");
        let list = Doc::new();
        let items = list.get_or_insert_array(CELLS);
        yrs::Array::push_back(&items, &mut list.transact_mut(), "an item");
        let all = |doc: &Doc| doc.transact().encode_diff_v1(&StateVector::default());
        let long = "x".repeat(sheets::MAX_TEXT + 1);
        for refused in [
            all(&other),
            all(&list),
            types("0:0", "x"),
            types("0:1048576:0", "x"),
            types("0:0:0", &long),
            said(|map, transaction| {
                map.insert(transaction, "0:0:0", 1.5);
            }),
            said(|map, transaction| {
                map.insert(transaction, "0:0:0", yrs::MapPrelim::default());
            }),
        ] {
            let mut document = Document::of_cells();
            assert_eq!(document.apply(&refused), Err(Refused::NoCells));
        }
        let mut document = Document::of_cells();
        document.apply(&types("0:0:0", "x")).unwrap();
        let copy = Document::from_log(Kind::Workbook, [document.whole().as_slice()]).unwrap();
        let known = copy.known();
        let map = copy.doc.get_or_insert_map(CELLS);
        map.remove(&mut copy.doc.transact_mut(), "0:0:0");
        assert_eq!(document.apply(&copy.since(&known)), Err(Refused::NoCells));
    }
}
