//! One Yjs document that holds a text, cells or blocks, kept by the server. Strangers' updates are looked at before they stay.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parking_lot::Mutex;
use prose::{Block, PROSE};
use sheets::Edit;

use yrs::updates::decoder::Decode as _;
use yrs::{
    Doc, GetString as _, Map as _, Observable as _, ReadTxn as _, StateVector, Text as _,
    Transact as _, Update,
};

use crate::cells::{self, CELLS, Typed};
use crate::content::Kind;
use crate::shape::Shape;

/// Name of the shared text in the document.
pub const TEXT: &str = "content";

/// The largest document that takes updates, in bytes of its text.
const LARGEST: usize = 2 * crate::text::LARGEST;
/// The same for cells, in bytes of the updates that made them.
const LARGEST_OF_CELLS: usize = 64 << 20;
/// The same for blocks.
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
    /// The document would be too large.
    #[error("The document is too large.")]
    TooLarge,
}

/// A text, cells, or blocks, that many change at once.
pub(crate) struct Document {
    doc: Doc,
    kind: Kind,
    /// Bytes of the updates that made it.
    bytes: usize,
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
        Ok(document)
    }

    fn empty(kind: Kind) -> Self {
        let doc = Doc::new();
        match kind {
            Kind::Text => drop(doc.get_or_insert_text(TEXT)),
            Kind::Workbook => drop(doc.get_or_insert_map(CELLS)),
            Kind::Prose => drop(doc.get_or_insert_xml_fragment(PROSE)),
        }
        Self {
            doc,
            kind,
            bytes: 0,
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

    /// Applies an update of a client. Gives the cells it typed into; nothing when it changes nothing. After a refusal the
    /// document is of no use any more, except when it says that nothing was touched: it is to be made anew from the log.
    pub(crate) fn apply(&mut self, update: &[u8]) -> Result<Option<Vec<Edit>>, Refused> {
        if is_empty(update) {
            return Ok(None);
        }
        self.look_at(update)?;
        self.bytes += update.len();
        let mut edits = Vec::new();
        match self.kind {
            Kind::Text => self.apply_to_text(update)?,
            Kind::Workbook => edits = self.apply_to_cells(update)?,
            Kind::Prose => self.apply_to_prose(update)?,
        }
        Ok(Some(edits))
    }

    /// Whether an update may be read at all.
    fn look_at(&self, update: &[u8]) -> Result<(), Refused> {
        let shape = Shape::of(update).ok_or(Refused::Garbage)?;
        match self.kind {
            Kind::Text if shape.types > 0 => Err(Refused::NoText),
            Kind::Workbook if shape.types > 0 => Err(Refused::NoCells),
            Kind::Prose if shape.deepest > prose::DEEPEST => Err(Refused::NoProse),
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

    fn apply_to_prose(&self, update: &[u8]) -> Result<(), Refused> {
        if self.bytes > LARGEST_OF_PROSE {
            return Err(Refused::TooLarge);
        }
        let watch = prose::Watch::over(self.doc.get_or_insert_xml_fragment(PROSE));
        let applied = self.apply_unchecked(update);
        let watched = watch.end();
        applied?;
        let transaction = self.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refused::Foreign);
        }
        if transaction.root_refs().any(|(name, _)| name != PROSE) {
            return Err(Refused::NoProse);
        }
        watched.map_err(|_| Refused::NoProse)
    }

    /// The blocks of this moment.
    ///
    /// # Errors
    /// There are too many.
    pub(crate) fn blocks(&self) -> Result<Vec<Block>, prose::TooMuch> {
        let fragment = self.doc.get_or_insert_xml_fragment(PROSE);
        prose::blocks(&self.doc.transact(), &fragment)
    }

    /// Makes the blocks others by replacing the stretch in which they differ. Gives the update.
    ///
    /// # Errors
    /// There are too many.
    pub(crate) fn become_prose(&self, wanted: &[Block]) -> Result<Vec<u8>, prose::TooMuch> {
        let before = self.known();
        let fragment = self.doc.get_or_insert_xml_fragment(PROSE);
        prose::become_blocks(&mut self.doc.transact_mut(), &fragment, wanted)?;
        Ok(self.since(&before))
    }

    fn apply_to_cells(&self, update: &[u8]) -> Result<Vec<Edit>, Refused> {
        if self.bytes > LARGEST_OF_CELLS {
            return Err(Refused::TooLarge);
        }
        let map = self.doc.get_or_insert_map(CELLS);
        let seen = Arc::new(Mutex::new(Ok(Vec::new())));
        let tell = Arc::clone(&seen);
        map.observe(CELLS, move |transaction, event| {
            let changes = event.keys(transaction);
            *tell.lock() = cells::edits(changes.iter().map(|(key, change)| (&**key, change)));
        });
        let applied = self.apply_unchecked(update);
        map.unobserve(CELLS);
        applied?;
        let transaction = self.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refused::Foreign);
        }
        if transaction.root_refs().any(|(name, _)| name != CELLS) {
            return Err(Refused::NoCells);
        }
        if !cells::is_plain(&map) {
            return Err(Refused::NoCells);
        }
        if cells::is_too_large(&map, &transaction) {
            return Err(Refused::TooLarge);
        }
        std::mem::replace(&mut *seen.lock(), Ok(Vec::new()))
    }

    /// Takes in an update that the server itself made.
    pub(crate) fn take_in(&mut self, update: &[u8]) -> Result<(), Refused> {
        self.bytes += update.len();
        self.apply_unchecked(update)
    }

    /// Every cell somebody typed into.
    pub(crate) fn typed(&self) -> Typed {
        let map = self.doc.get_or_insert_map(CELLS);
        cells::all(&map, &self.doc.transact())
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
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
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

    #[test]
    fn what_is_typed_into_cells_is_told_and_kept() {
        let mut document = Document::of_cells();
        let edits = document.apply(&types("0:4:1", "=A1")).unwrap().unwrap();
        let at = sheets::At {
            sheet: 0,
            row: 4,
            column: 1,
        };
        let input = "=A1".to_owned();
        assert_eq!(edits, [Edit { at, input }]);
        assert_eq!(document.apply(&[0, 0]), Ok(None));
        let whole = document.whole();
        let mut copy = Document::from_log(Kind::Workbook, [whole.as_slice()]).unwrap();
        assert_eq!(copy.typed(), document.typed());
        // Typing over it is one edit more, in the order in which they come.
        let known = copy.doc.transact().state_vector();
        let map = copy.doc.get_or_insert_map(CELLS);
        map.insert(&mut copy.doc.transact_mut(), "0:4:1", "7");
        let edits = document.apply(&copy.since(&known)).unwrap().unwrap();
        assert_eq!(edits.first().map(|edit| edit.input.as_str()), Some("7"));
        // What the server forgets is gone for both.
        let forgotten = document.forget_typed();
        copy.take_in(&forgotten).unwrap();
        assert!(document.typed().is_empty() && copy.typed().is_empty());
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
