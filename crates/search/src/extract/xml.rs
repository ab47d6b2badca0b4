//! Text out of the XML of office files, as a stream. Entities are never declared by such files and never expanded here.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::{Refusal, Text};

/// Events between two looks at the clock.
const LOOK: u32 = 4096;

/// Which elements hold text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Runs of text (`t`), values of cells (`v`), names of sheets.
    OfficeOpen,
    /// Whatever is no markup.
    OpenDocument,
}

/// Where the reader is.
struct Place {
    dialect: Dialect,
    /// Elements around.
    depth: u32,
    /// Characters count here.
    in_text: bool,
    /// The value of this cell is the number of a text that stands elsewhere.
    shared: bool,
}

/// Reads all text of a document, or as much as is wanted.
pub(super) fn read_text(
    xml: impl BufRead,
    dialect: Dialect,
    nesting: u32,
    text: &mut Text,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut place = Place {
        dialect,
        depth: 0,
        in_text: dialect == Dialect::OpenDocument,
        shared: false,
    };
    let mut buffer = Vec::new();
    for count in 1u32.. {
        if count % LOOK == 0 {
            text.check_time()?;
        }
        if text.is_full() {
            return Ok(());
        }
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| Refusal::Broken(error.to_string()))? {
            Event::Start(element) => {
                place.depth += 1;
                if place.depth > nesting {
                    return Err(Refusal::TooMuch("deep nesting"));
                }
                place.enter(&element, text);
            }
            Event::Empty(element) => place.pass(&element, text),
            Event::End(element) => {
                place.depth = place.depth.saturating_sub(1);
                place.leave(element.local_name().as_ref(), text);
            }
            Event::Text(more) if place.in_text => text.push(&more.into_inner()),
            Event::CData(more) if place.in_text => text.push(&more.into_inner()),
            Event::GeneralRef(name) if place.in_text => {
                if let Ok(Some(c)) = name.resolve_char_ref() {
                    text.push(c.encode_utf8(&mut [0; 4]));
                } else if let Some(known) = resolve_xml_entity(&name.into_inner()) {
                    text.push(known);
                }
            }
            Event::DocType(declared) if declared.borrow().into_inner().contains("<!ENTITY") => {
                return Err(Refusal::Entities);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
    Ok(())
}

impl Place {
    fn enter(&mut self, element: &BytesStart<'_>, text: &mut Text) {
        if self.dialect == Dialect::OpenDocument {
            return;
        }
        match element.local_name().as_ref() {
            "t" => self.in_text = true,
            "v" => self.in_text = !self.shared,
            "c" => {
                let kind = element.try_get_attribute("t").ok().flatten();
                self.shared = kind.is_some_and(|kind| kind.value == "s");
            }
            "sheet" => name_of_sheet(element, text),
            _ => {}
        }
    }

    fn leave(&mut self, name: &str, text: &mut Text) {
        let ends_word = match (self.dialect, name) {
            (Dialect::OfficeOpen, "t" | "v") => {
                self.in_text = false;
                name == "v"
            }
            (Dialect::OfficeOpen, name) => {
                matches!(name, "p" | "tc" | "c" | "si" | "row" | "comment")
            }
            (Dialect::OpenDocument, name) => {
                matches!(name, "p" | "h" | "table-cell" | "annotation")
            }
        };
        if ends_word {
            text.space();
        }
    }

    fn pass(&mut self, element: &BytesStart<'_>, text: &mut Text) {
        match (self.dialect, element.local_name().as_ref()) {
            (Dialect::OfficeOpen, "tab" | "br" | "cr")
            | (Dialect::OpenDocument, "s" | "tab" | "line-break") => text.space(),
            (Dialect::OfficeOpen, "sheet") => name_of_sheet(element, text),
            _ => {}
        }
    }
}

fn name_of_sheet(element: &BytesStart<'_>, text: &mut Text) {
    if let Ok(Some(name)) = element.try_get_attribute("name") {
        text.push(&unescape(&name.value).unwrap_or_default());
        text.space();
    }
}
