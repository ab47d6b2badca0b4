//! Values that have to be a text: keys of maps, and fragments that are JSON already.

use std::fmt::{self, Write as _};

use serde::ser::{Error as _, Impossible, Serialize, Serializer};

use super::Error;
use super::escape::{escaped, quoted};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As a JSON string.
    Quoted,
    /// As it is.
    Raw,
}

/// Writes a text, or a number as a text.
pub(super) struct Text<'a>(pub(super) &'a mut Vec<u8>, pub(super) Form);

type Done = Result<(), Error>;
type Never = Impossible<(), Error>;

fn no_text<T>() -> Result<T, Error> {
    Err(Error::custom("key must be a string"))
}

/// Escapes what is formatted, piece by piece.
struct Escaping<'a>(&'a mut Vec<u8>);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escaped(text, self.0);
        Ok(())
    }
}

macro_rules! numbers {
    ($($method:ident($type:ty)),* $(,)?) => {
        $(fn $method(self, v: $type) -> Done { self.serialize_str(itoa::Buffer::new().format(v)) })*
    };
}

macro_rules! refused {
    ($($method:ident($($type:ty),*) -> $answer:ty),* $(,)?) => {
        $(fn $method(self, $(_: $type),*) -> Result<$answer, Error> { no_text() })*
    };
}

impl Serializer for Text<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    numbers! {
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_i128(i128),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_u128(u128),
    }

    refused! {
        serialize_f32(f32) -> (), serialize_f64(f64) -> (), serialize_bytes(&[u8]) -> (),
        serialize_none() -> (), serialize_unit() -> (), serialize_unit_struct(&'static str) -> (),
        serialize_seq(Option<usize>) -> Never, serialize_tuple(usize) -> Never,
        serialize_tuple_struct(&'static str, usize) -> Never,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never,
        serialize_map(Option<usize>) -> Never, serialize_struct(&'static str, usize) -> Never,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never,
    }

    fn serialize_str(self, v: &str) -> Done {
        match self.1 {
            Form::Quoted => quoted(v, self.0),
            Form::Raw => self.0.extend_from_slice(v.as_bytes()),
        }
        Ok(())
    }

    fn serialize_bool(self, v: bool) -> Done {
        self.serialize_str(if v { "true" } else { "false" })
    }

    fn serialize_char(self, v: char) -> Done {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        no_text()
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Done {
        self.0.push(b'"');
        let written = write!(Escaping(&mut *self.0), "{value}");
        self.0.push(b'"');
        written.map_err(Error::custom)
    }
}
