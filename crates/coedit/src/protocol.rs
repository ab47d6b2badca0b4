//! Messages over the WebSocket: y-sync and awareness as every Yjs provider speaks them, and six of our own.
//!
//! | tag | from | content |
//! | --- | --- | --- |
//! | 0 | both | y-sync: state vector, missing updates, update |
//! | 1 | both | awareness |
//! | 3 | client | asks for the awareness of everybody |
//! | 64 | server | [`Notice`] as JSON: the first message, and again whenever it changes |
//! | 65 | server | how many updates of this connection are durable, as decimal digits |
//! | 66 | client | save a version now |
//! | 67 | client | which rows of a workbook to show: `{"sheet":0,"from":0,"to":99}` |
//! | 68 | server | what a workbook shows, as JSON ([`crate::desk`]), or the looks of a text document or presentation ([`crate::paper`]) |
//! | 69 | client | something to do to a workbook: `{"id":1,"epoch":0,"deed":{…}}` ([`sheets::Deed`]); answered by 68, `{"kind":"answer","id":1}` with `refused` in words, or with what takes it back in `undo` |

use std::panic::catch_unwind;

use bytes::Bytes;
use serde_json::{Value, json};
use sheets::Deed;
use yrs::StateVector;
use yrs::sync::{AwarenessUpdate, Message, SyncMessage};
use yrs::updates::encoder::Encode as _;

const NOTICE: u8 = 64;
const KEPT: u8 = 65;
const SAVE: u8 = 66;
const SHOW: u8 = 67;
const SHOWN: u8 = 68;
const ASK: u8 = 69;

/// What a client says.
#[derive(Debug, PartialEq)]
pub(crate) enum Said {
    /// What it has; it wants the rest.
    Known(StateVector),
    /// A change, or many.
    Update(Vec<u8>),
    /// Who it is and where its cursor stands.
    Presence(AwarenessUpdate),
    /// Who is here?
    WhoIsHere,
    /// Save a version now.
    Save,
    /// Show rows of a workbook.
    Show(Rows),
    /// Do something to a workbook.
    Ask(Box<Asked>),
}

/// Something that somebody asked for who knew of so many moves.
#[derive(Debug, PartialEq)]
pub(crate) struct Asked {
    /// Its number among what he asks for.
    pub(crate) id: u64,
    pub(crate) epoch: usize,
    /// Nothing when it is none that can be done.
    pub(crate) deed: Option<Deed>,
}

impl Asked {
    fn read(json: &[u8]) -> Option<Self> {
        if json.len() > 2 * sheets::LONGEST_DEED {
            return None;
        }
        let asked: Value = serde_json::from_slice(json).ok()?;
        let epoch = asked.get("epoch")?.as_u64()?;
        let deed = asked.get("deed")?.to_string();
        Some(Self {
            id: asked.get("id")?.as_u64()?,
            epoch: usize::try_from(epoch).ok()?,
            deed: Deed::read(deed.as_bytes()),
        })
    }
}

/// Rows of a sheet, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) sheet: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl Rows {
    fn read(json: &[u8]) -> Option<Self> {
        let asked: Value = serde_json::from_slice(json).ok()?;
        let number = |name| u32::try_from(asked.get(name)?.as_u64()?).ok();
        Some(Self {
            sheet: number("sheet")?,
            from: number("from")?,
            to: number("to")?,
        })
    }
}

/// Reads a message; `None` when it is none.
pub(crate) fn read(bytes: &[u8]) -> Option<Said> {
    use yrs::updates::decoder::Decode as _;
    // Decoders meet strangers' bytes here: whatever they do, it is no message.
    let message = catch_unwind(|| Message::decode_v1(bytes)).ok()?.ok()?;
    match message {
        Message::Sync(SyncMessage::SyncStep1(known)) => Some(Said::Known(known)),
        Message::Sync(SyncMessage::SyncStep2(update) | SyncMessage::Update(update)) => {
            Some(Said::Update(update))
        }
        Message::Awareness(update) => Some(Said::Presence(update)),
        Message::AwarenessQuery => Some(Said::WhoIsHere),
        Message::Custom(SAVE, _) => Some(Said::Save),
        Message::Custom(SHOW, json) => Rows::read(&json).map(Said::Show),
        Message::Custom(ASK, json) => Asked::read(&json).map(Box::new).map(Said::Ask),
        Message::Auth(_) | Message::Custom(..) => None,
    }
}

/// What the server has, so that the client sends the rest.
pub(crate) fn known(known: StateVector) -> Bytes {
    encoded(&Message::Sync(SyncMessage::SyncStep1(known)))
}

/// What a client asked for.
pub(crate) fn missing(update: Vec<u8>) -> Bytes {
    encoded(&Message::Sync(SyncMessage::SyncStep2(update)))
}

/// A change.
pub(crate) fn update(update: Vec<u8>) -> Bytes {
    encoded(&Message::Sync(SyncMessage::Update(update)))
}

/// Who is here.
pub(crate) fn presence(update: AwarenessUpdate) -> Bytes {
    encoded(&Message::Awareness(update))
}

/// How many updates of this connection are durable.
pub(crate) fn kept(updates: u64) -> Bytes {
    encoded(&Message::Custom(KEPT, updates.to_string().into_bytes()))
}

/// What a workbook shows.
pub(crate) fn shown(json: &Value) -> Bytes {
    encoded(&Message::Custom(SHOWN, json.to_string().into_bytes()))
}

/// How the session stands, for one client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice<'a> {
    /// Which document this is; a client that has another one begins anew.
    pub(crate) generation: &'a str,
    /// He may change it.
    pub(crate) may_edit: bool,
    /// The newest version of the file.
    pub(crate) version: i64,
    /// Everything is in that version.
    pub(crate) saved: bool,
    /// Why the last attempt to save failed.
    pub(crate) failure: Option<&'a str>,
}

impl Notice<'_> {
    pub(crate) fn message(&self) -> Bytes {
        let text = json!({
            "generation": self.generation,
            "mayEdit": self.may_edit,
            "version": self.version,
            "saved": self.saved,
            "failure": self.failure,
        });
        encoded(&Message::Custom(NOTICE, text.to_string().into_bytes()))
    }
}

fn encoded(message: &Message) -> Bytes {
    message.encode_v1().into()
}

/// Codes with which the server ends a connection; the reason is for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// The server stops or lost the document to another node: come again.
    ComeAgain = 1012,
    /// A message that makes no sense.
    Garbage = 4400,
    /// The right is missing.
    Denied = 4403,
    /// The file is gone.
    Gone = 4404,
    /// What the client has belongs to another document.
    Foreign = 4409,
    /// Too large, or too many.
    TooMuch = 4413,
    /// No text, workbook or text document that can be edited.
    Unreadable = 4415,
    /// Another node holds the document, and cannot be reached from here.
    Elsewhere = 4421,
}

impl Code {
    /// The code of a number.
    pub(crate) fn of(number: u16) -> Option<Self> {
        let all = [
            Self::ComeAgain,
            Self::Garbage,
            Self::Denied,
            Self::Gone,
            Self::Foreign,
            Self::TooMuch,
            Self::Unreadable,
            Self::Elsewhere,
        ];
        all.into_iter().find(|code| *code as u16 == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_message_are_none() {
        let garbage: [&[u8]; 6] = [
            &[],
            &[0],
            &[0, 9, 1],
            &[1, 200],
            &[2, 1],
            &[
                1, 14, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0,
            ],
        ];
        for bytes in garbage {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
        assert_eq!(read(&[66, 0]), Some(Said::Save));
        assert_eq!(read(&[3]), Some(Said::WhoIsHere));
    }
}
