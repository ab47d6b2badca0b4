//! JSON without members that have no value, so that no DTO has to say it.
//!
//! Written in one pass into one buffer: a member's name is taken back when `null` follows. An adapter around
//! `serde_json::Serializer` would have to look at every member twice.

mod escape;
mod text;

use serde::ser::{self, Serialize, Serializer};
use std::fmt;

use self::escape::quoted;
use self::text::{Form, Text};

/// What was written for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrote {
    /// `null`: as a member it is left out.
    Null,
    /// Anything else.
    Something,
}

type Error = serde_json::Error;
type Written = Result<Wrote, Error>;

/// Appends `value` to `out` as JSON without null members.
///
/// # Errors
/// Those of the value's own `Serialize`, and keys of maps that are no text.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Written {
    value.serialize(Json(out))
}

/// Under this name `serde_json` hands over a fragment that is JSON already ([`serde_json::value::RawValue`]).
const RAW: &str = "$serde_json::private::RawValue";

/// Writes one value.
struct Json<'a>(&'a mut Vec<u8>);

impl Json<'_> {
    fn bytes(self, bytes: &[u8]) -> Written {
        self.0.extend_from_slice(bytes);
        Ok(Wrote::Something)
    }

    fn text(self, text: &str) -> Written {
        quoted(text, self.0);
        Ok(Wrote::Something)
    }
}

macro_rules! integers {
    ($($method:ident($type:ty)),* $(,)?) => {
        $(fn $method(self, v: $type) -> Written {
            self.bytes(itoa::Buffer::new().format(v).as_bytes())
        })*
    };
}

impl<'a> Serializer for Json<'a> {
    type Ok = Wrote;
    type Error = Error;
    type SerializeSeq = Elements<'a>;
    type SerializeTuple = Elements<'a>;
    type SerializeTupleStruct = Elements<'a>;
    type SerializeTupleVariant = Elements<'a>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Members<'a>;

    integers! {
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_i128(i128),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_u128(u128),
    }

    fn serialize_bool(self, v: bool) -> Written {
        self.bytes(if v { b"true" } else { b"false" })
    }

    fn serialize_f32(self, v: f32) -> Written {
        serde_json::to_writer(&mut *self.0, &v).map(|()| Wrote::Something)
    }

    fn serialize_f64(self, v: f64) -> Written {
        serde_json::to_writer(&mut *self.0, &v).map(|()| Wrote::Something)
    }

    fn serialize_char(self, v: char) -> Written {
        self.text(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Written {
        self.text(v)
    }

    fn serialize_bytes(self, v: &[u8]) -> Written {
        self.collect_seq(v)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.extend_from_slice(b"null");
        Ok(Wrote::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        open_variant(variant, self.0);
        write(value, self.0)?;
        self.bytes(b"}")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'a>, Error> {
        Ok(Elements::new(self.0, "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'a>, Error> {
        Ok(Elements::new(self.0, "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements<'a>, Error> {
        Ok(Elements::new(self.0, "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Elements<'a>, Error> {
        open_variant(variant, self.0);
        Ok(Elements::new(self.0, "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, Error> {
        Ok(Members::new(self.0, "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members<'a>, Error> {
        if name == RAW {
            return Ok(Members::raw(self.0));
        }
        Ok(Members::new(self.0, "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Members<'a>, Error> {
        open_variant(variant, self.0);
        Ok(Members::new(self.0, "}}"))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Written {
        Text(self.0, Form::Quoted).collect_str(value)?;
        Ok(Wrote::Something)
    }
}

fn open_variant(variant: &str, out: &mut Vec<u8>) {
    out.push(b'{');
    quoted(variant, out);
    out.push(b':');
}

/// The elements of a list; nulls among them stay.
struct Elements<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
    end: &'static str,
}

impl<'a> Elements<'a> {
    fn new(out: &'a mut Vec<u8>, end: &'static str) -> Self {
        out.push(b'[');
        Self {
            out,
            first: true,
            end,
        }
    }

    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        write(value, self.out).map(|_| ())
    }

    fn close(self) -> Written {
        Json(self.out).bytes(self.end.as_bytes())
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident),* $(,)?) => {$(
        impl ser::$trait for Elements<'_> {
            type Ok = Wrote;
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.add(value)
            }
            fn end(self) -> Written {
                self.close()
            }
        }
    )*};
}

elements! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field,
}

/// The members of an object, without those whose value is null.
struct Members<'a> {
    out: &'a mut Vec<u8>,
    /// Where the member being written begins, to take it back.
    begin: usize,
    first: bool,
    end: &'static str,
}

impl<'a> Members<'a> {
    fn new(out: &'a mut Vec<u8>, end: &'static str) -> Self {
        out.push(b'{');
        Self {
            begin: out.len(),
            out,
            first: true,
            end,
        }
    }

    /// No object at all: its one member is a fragment of JSON.
    fn raw(out: &'a mut Vec<u8>) -> Self {
        Self {
            begin: out.len(),
            out,
            first: true,
            end: "",
        }
    }

    fn name(&mut self, name: &str) {
        self.begin();
        quoted(name, self.out);
        self.out.push(b':');
    }

    fn begin(&mut self) {
        self.begin = self.out.len();
        if !self.first {
            self.out.push(b',');
        }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        match write(value, self.out)? {
            Wrote::Null => self.out.truncate(self.begin),
            Wrote::Something => self.first = false,
        }
        Ok(())
    }

    fn close(self) -> Written {
        Json(self.out).bytes(self.end.as_bytes())
    }
}

impl ser::SerializeMap for Members<'_> {
    type Ok = Wrote;
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.begin();
        key.serialize(Text(self.out, Form::Quoted))?;
        self.out.push(b':');
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.value(value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl ser::SerializeStruct for Members<'_> {
    type Ok = Wrote;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if self.end.is_empty() {
            return value.serialize(Text(self.out, Form::Raw));
        }
        self.name(name);
        self.value(value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl ser::SerializeStructVariant for Members<'_> {
    type Ok = Wrote;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.name(name);
        self.value(value)
    }

    fn end(self) -> Written {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use std::collections::BTreeMap;

    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn text<T: Serialize>(value: &T) -> String {
        let mut out = Vec::new();
        write(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[derive(serde::Serialize)]
    struct Inner {
        a: Option<i32>,
    }

    #[derive(serde::Serialize)]
    struct Outer {
        id: i32,
        title: Option<String>,
        inner: Inner,
        list: Vec<Option<Inner>>,
        map: BTreeMap<String, Option<i32>>,
        raw: Box<serde_json::value::RawValue>,
        value: serde_json::Value,
        #[serde(flatten)]
        flat: Inner,
    }

    #[test]
    fn members_without_value_vanish_at_every_depth() {
        let value = Outer {
            id: 1,
            title: None,
            inner: Inner { a: None },
            list: vec![Some(Inner { a: None }), None],
            map: BTreeMap::from([("x".to_owned(), None), ("y".to_owned(), Some(2))]),
            raw: serde_json::value::RawValue::from_string("[1]".to_owned()).unwrap(),
            value: json!({"n": null, "m": [null]}),
            flat: Inner { a: None },
        };
        assert_eq!(
            text(&value),
            r#"{"id":1,"inner":{},"list":[{},null],"map":{"y":2},"raw":[1],"value":{"m":[null]}}"#
        );
    }

    #[test]
    fn the_first_member_may_be_the_one_that_vanishes() {
        assert_eq!(
            text(&json!({"a": null, "b": 1, "c": null, "d": 2})),
            r#"{"b":1,"d":2}"#
        );
    }

    #[test]
    fn null_is_told_from_everything_else() {
        let wrote = |value: &serde_json::Value| write(value, &mut Vec::new()).unwrap();
        assert_eq!(wrote(&json!(null)), Wrote::Null);
        for value in [json!(0), json!(""), json!([]), json!({}), json!("null")] {
            assert_eq!(wrote(&value), Wrote::Something, "{value}");
        }
    }

    #[derive(serde::Serialize)]
    enum Kind {
        Unit,
        One(Option<u8>),
        Two(u8, f64),
        Named { a: u8, b: Option<u8> },
    }

    /// Where nothing is dropped, the text is exactly `serde_json`'s.
    #[test]
    fn everything_is_written_as_serde_json_writes_it() {
        fn same<T: Serialize>(value: &T) {
            assert_eq!(text(value), serde_json::to_string(value).unwrap());
        }
        same(&[Kind::Unit, Kind::One(None), Kind::Two(1, 1.0)]);
        same(&Kind::Named { a: 1, b: Some(2) });
        same(&(
            i8::MIN,
            u64::MAX,
            i128::MIN,
            0.1_f32,
            1e300,
            f64::NAN,
            'ü',
            "ü\"\\\u{7}\n\u{1f}",
        ));
        same(&BTreeMap::from([(1_u8, true), (2, false)]));
        same(&BTreeMap::from([
            (Uuid::nil(), "a"),
            (Uuid::max(), "b\u{7f}"),
        ]));
        same(&(
            Uuid::nil(),
            [1_u8, 2],
            (),
            "x".repeat(100) + "\"" + &"y".repeat(9),
        ));
        same(&serde_json::value::to_raw_value(&json!({"a": [1, "b"]})).unwrap());
        assert_eq!(text(&Kind::Named { a: 1, b: None }), r#"{"Named":{"a":1}}"#);
    }

    #[test]
    fn a_key_that_is_no_text_is_an_error() {
        let keys = BTreeMap::from([(vec![1], 2)]);
        assert!(write(&keys, &mut Vec::new()).is_err());
    }
}
