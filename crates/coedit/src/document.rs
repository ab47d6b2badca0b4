//! One Yjs document that holds a text, kept by the server. Strangers' updates are looked at before they stay.

use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::updates::decoder::Decode as _;
use yrs::{Doc, GetString as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update};

/// Name of the shared text in the document.
pub const TEXT: &str = "content";

/// The largest document that takes updates, in bytes of its text.
const LARGEST: usize = 2 * crate::text::LARGEST;

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
    /// The document would be too large.
    #[error("The document is too large.")]
    TooLarge,
}

/// A text that many change at once.
pub(crate) struct Document(Doc);

impl Document {
    /// A document that begins with a text.
    pub(crate) fn of(text: &str) -> Self {
        let document = Self::empty();
        let content = document.0.get_or_insert_text(TEXT);
        content.push(&mut document.0.transact_mut(), text);
        document
    }

    /// The document that stored updates make.
    pub(crate) fn from_log<'a>(
        updates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, Refused> {
        let document = Self::empty();
        document.0.get_or_insert_text(TEXT);
        for update in updates {
            document.apply_unchecked(update)?;
        }
        Ok(document)
    }

    fn empty() -> Self {
        Self(Doc::new())
    }

    fn apply_unchecked(&self, update: &[u8]) -> Result<(), Refused> {
        let read = catch_unwind(|| Update::decode_v1(update));
        let update = read.ok().and_then(Result::ok).ok_or(Refused::Garbage)?;
        let apply = AssertUnwindSafe(|| self.0.transact_mut().apply_update(update));
        match catch_unwind(apply) {
            Ok(Ok(())) => Ok(()),
            _ => Err(Refused::Garbage),
        }
    }

    /// Applies an update of a client; `false` when it changes nothing. After a refusal the document is of no use any
    /// more, except when it says that nothing was touched: it is to be made anew from the log.
    pub(crate) fn apply(&self, update: &[u8]) -> Result<bool, Refused> {
        if is_empty(update) {
            return Ok(false);
        }
        self.apply_unchecked(update)?;
        let transaction = self.0.transact();
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
        Ok(true)
    }

    /// What somebody who has `known` lacks.
    pub(crate) fn since(&self, known: &StateVector) -> Vec<u8> {
        self.0.transact().encode_diff_v1(known)
    }

    /// What is known here.
    pub(crate) fn known(&self) -> StateVector {
        self.0.transact().state_vector()
    }

    /// The whole document as one update.
    pub(crate) fn whole(&self) -> Vec<u8> {
        self.since(&StateVector::default())
    }

    /// The text of this moment.
    pub(crate) fn text(&self) -> String {
        let transaction = self.0.transact();
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
        let content = self.0.get_or_insert_text(TEXT);
        {
            let mut transaction = self.0.transact_mut();
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
            let copy = Document::from_log([document.whole().as_slice()]).unwrap();
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
        let document = Document::of("text");
        assert_eq!(document.apply(&[0, 0]), Ok(false));
        assert_eq!(document.text(), "text");
    }
}
