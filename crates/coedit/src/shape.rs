//! What an update brings, looked at before anything is made of it: values in values and types in types are read and
//! deleted step by step, one call in another, and a program that goes too deep ends, whoever else is served by it.
//!
//! This reads the first half of version 1 of the format, the blocks, and keeps nothing of them.

use std::collections::HashMap;

/// Values inside of values.
const VALUES: usize = 64;

/// What an update brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// Shared types.
    pub(crate) types: usize,
    /// Types inside of types, counted from what is there already.
    pub(crate) deepest: usize,
}

impl Shape {
    /// The shape of an update; nothing when it is none, or holds what no client of ours writes.
    pub(crate) fn of(update: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(update);
        let mut blocks = Blocks::default();
        for _ in 0..bytes.number()? {
            let count = bytes.number()?;
            let client = bytes.number()?;
            let mut clock = bytes.number()?;
            for _ in 0..count {
                let block = bytes.block()?;
                let length = block.length;
                blocks.take(client, clock, block);
                clock = clock.checked_add(length)?;
            }
        }
        Some(Self {
            types: blocks.types,
            deepest: blocks.deepest()?,
        })
    }
}

/// Where a block hangs.
#[derive(Clone, Copy)]
enum Place {
    /// In a type of the document.
    Root,
    /// In the type that a block made.
    In(u64, u64),
    /// Where another block is.
    Beside(u64, u64),
}

struct Block {
    length: u64,
    place: Place,
    is_type: bool,
}

/// A block that may lead to others.
struct Link {
    clock: u64,
    length: u64,
    place: Place,
}

#[derive(Default)]
struct Blocks {
    all: Vec<Link>,
    of_client: HashMap<u64, Vec<usize>>,
    types: usize,
}

impl Blocks {
    fn take(&mut self, client: u64, clock: u64, block: Block) {
        self.types += usize::from(block.is_type);
        self.of_client
            .entry(client)
            .or_default()
            .push(self.all.len());
        self.all.push(Link {
            clock,
            length: block.length,
            place: block.place,
        });
    }

    /// How deep the deepest block lies; nothing when they go round in a circle.
    fn deepest(mut self) -> Option<usize> {
        if self.types == 0 {
            return Some(0);
        }
        let all = &self.all;
        let clock = |at: &usize| all.get(*at).map_or(0, |link| link.clock);
        for blocks in self.of_client.values_mut() {
            blocks.sort_by_key(clock);
        }
        let mut depths: Vec<Depth> = vec![Depth::Unknown; all.len()];
        let mut deepest = 0;
        for first in 0..all.len() {
            let mut path = Vec::new();
            let mut at = first;
            let mut depth = loop {
                let known = depths.get_mut(at)?;
                match *known {
                    Depth::Known(depth) => break depth,
                    Depth::Asked => return None,
                    Depth::Unknown => *known = Depth::Asked,
                }
                path.push(at);
                let next = match all.get(at)?.place {
                    Place::Root => None,
                    Place::In(client, clock) | Place::Beside(client, clock) => {
                        self.find(client, clock)
                    }
                };
                match next {
                    Some(next) => at = next,
                    None => break 0,
                }
            };
            for at in path.into_iter().rev() {
                depth += usize::from(!matches!(all.get(at)?.place, Place::Beside(..)));
                *depths.get_mut(at)? = Depth::Known(depth);
                deepest = deepest.max(depth);
            }
        }
        Some(deepest)
    }

    fn find(&self, client: u64, clock: u64) -> Option<usize> {
        let blocks = self.of_client.get(&client)?;
        let behind =
            blocks.partition_point(|at| self.all.get(*at).is_some_and(|link| link.clock <= clock));
        let at = *blocks.get(behind.checked_sub(1)?)?;
        let link = self.all.get(at)?;
        (clock - link.clock < link.length).then_some(at)
    }
}

#[derive(Clone, Copy)]
enum Depth {
    Unknown,
    /// On the way that is being followed.
    Asked,
    Known(usize),
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn skip(&mut self, length: u64) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A text, or any bytes with their length before them.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.skip(length)
    }

    fn block(&mut self) -> Option<Block> {
        const ORIGIN: u8 = 0x80;
        const RIGHT_ORIGIN: u8 = 0x40;
        const KEY: u8 = 0x20;
        let info = self.byte()?;
        // What is collected or skipped.
        if matches!(info, 0 | 10) {
            return Some(Block {
                length: self.number()?,
                place: Place::Root,
                is_type: false,
            });
        }
        let mut beside = None;
        for neighbour in [ORIGIN, RIGHT_ORIGIN] {
            if info & neighbour != 0 {
                let place = Place::Beside(self.number()?, self.number()?);
                beside.get_or_insert(place);
            }
        }
        let place = match beside {
            Some(place) => place,
            None => {
                let place = match self.number()? {
                    1 => {
                        self.sized()?;
                        Place::Root
                    }
                    _ => Place::In(self.number()?, self.number()?),
                };
                if info & KEY != 0 {
                    self.sized()?;
                }
                place
            }
        };
        let kind = info & 0b1111;
        let length = self.content(kind)?;
        Some(Block {
            length,
            place,
            is_type: kind == 7,
        })
    }

    /// The length of a content, which counts characters as UTF-16 does.
    fn content(&mut self, kind: u8) -> Option<u64> {
        match kind {
            // Deleted.
            1 => return self.number(),
            // Bytes; an embedded value as JSON.
            3 | 5 => {
                self.sized()?;
            }
            4 => {
                let text = std::str::from_utf8(self.sized()?).ok()?;
                return u64::try_from(text.encode_utf16().count()).ok();
            }
            // A format: name, and value as JSON.
            6 => {
                self.sized()?;
                self.sized()?;
            }
            // A type; elements have a name.
            7 => match self.number()? {
                0 | 1 | 2 | 4 | 6 => {}
                3 | 5 => {
                    self.sized()?;
                }
                _ => return None,
            },
            8 => {
                let count = self.number()?;
                for _ in 0..count {
                    self.value(0)?;
                }
                return Some(count);
            }
            // Documents in documents, and what only old clients wrote.
            _ => return None,
        }
        Some(1)
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > VALUES {
            return None;
        }
        match self.byte()? {
            120 | 121 | 126 | 127 => {}
            125 => while self.byte()? >= 0x80 {},
            124 => {
                self.skip(4)?;
            }
            123 | 122 => {
                self.skip(8)?;
            }
            119 | 116 => {
                self.sized()?;
            }
            118 => {
                for _ in 0..self.number()? {
                    self.sized()?;
                    self.value(depth + 1)?;
                }
            }
            117 => {
                for _ in 0..self.number()? {
                    self.value(depth + 1)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use yrs::types::Attrs;
    use yrs::{
        Any, Array as _, Doc, Map as _, ReadTxn as _, StateVector, Text as _, Transact as _,
        Xml as _, XmlElementPrelim, XmlFragment as _, XmlTextPrelim,
    };

    use super::*;

    fn update(write: impl FnOnce(&Doc)) -> Vec<u8> {
        let doc = Doc::new();
        write(&doc);
        doc.transact().encode_diff_v1(&StateVector::default())
    }

    fn shape(types: usize, deepest: usize) -> Option<Shape> {
        Some(Shape { types, deepest })
    }

    #[test]
    fn what_clients_write_has_a_shape() {
        let text = update(|doc| {
            let text = doc.get_or_insert_text("t");
            let mut t = doc.transact_mut();
            text.push(&mut t, "smile \u{1f600}, ");
            let bold = Attrs::from([("bold".into(), Any::Map(Arc::new(HashMap::new())))]);
            text.insert_with_attributes(&mut t, 3, "bold", bold);
            text.remove_range(&mut t, 0, 2);
        });
        assert_eq!(Shape::of(&text), shape(0, 0));
        let map = update(|doc| {
            let map = doc.get_or_insert_map("m");
            let mut t = doc.transact_mut();
            for value in [
                Any::from("text"),
                Any::from(7),
                Any::from(-70_000_000_000_i64),
                Any::from(1.25),
                Any::Null,
                Any::Bool(true),
                Any::from(vec![Any::from(1), Any::from(vec![Any::from(2)])]),
                Any::Buffer(Arc::from([1_u8, 2].as_slice())),
            ] {
                map.insert(&mut t, "key", value);
            }
        });
        assert_eq!(Shape::of(&map), shape(0, 0));
        let tree = update(|doc| {
            let fragment = doc.get_or_insert_xml_fragment("p");
            let mut t = doc.transact_mut();
            for number in 0..3 {
                let p = fragment.push_back(&mut t, XmlElementPrelim::empty("paragraph"));
                p.insert_attribute(&mut t, "level", number);
                p.push_back(&mut t, XmlTextPrelim::new("text"));
            }
        });
        assert_eq!(Shape::of(&tree), shape(6, 3));
        assert_eq!(Shape::of(&[0, 0]), shape(0, 0));
    }

    #[test]
    fn what_lies_too_deep_is_seen_before_anybody_goes_there() {
        let nested = |levels: usize| {
            update(|doc| {
                let list = doc.get_or_insert_array("l");
                let mut t = doc.transact_mut();
                let mut inner = list.push_back(&mut t, yrs::ArrayPrelim::default());
                for level in 1..levels {
                    if level % 3 == 0 {
                        inner.push_back(&mut t, "beside");
                    }
                    inner = inner.push_back(&mut t, yrs::ArrayPrelim::default());
                }
            })
        };
        assert_eq!(Shape::of(&nested(500)), shape(500, 500));
        // A value in a value in a value: a list of one, two million times.
        let mut values = vec![1, 1, 9, 0, 8, 1, 1, b'x', 1];
        for _ in 0..2_000_000 {
            values.extend([117, 1]);
        }
        assert_eq!(Shape::of(&values), None);
        // Two blocks that lie in each other.
        let circle = [1, 2, 9, 0, 7, 0, 9, 1, 0, 7, 0, 9, 0, 0, 0];
        assert_eq!(Shape::of(&circle), None);
    }

    #[test]
    fn garbage_has_no_shape() {
        for bytes in [&[][..], &[1], &[255; 40], b"hello, this is no update"] {
            assert_eq!(Shape::of(bytes), None, "{bytes:?}");
        }
    }
}
