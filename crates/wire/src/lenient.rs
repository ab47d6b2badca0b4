//! Reading JSON the way the reference does: member names without regard to case, numbers as text, errors with a path.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};

use crate::validate::Validation;

/// Reads a model from parsed JSON under the rules of request bodies.
///
/// # Errors
/// [`crate::Error::Validation`] with the key `$` or `$.member` and the text of the JSON reader.
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, crate::Error> {
    T::deserialize(Lenient(value)).map_err(|problem| crate::Error::Validation(problem.validation()))
}

/// What does not fit, and where.
#[derive(Debug)]
pub(crate) struct Problem {
    /// Segments from the inside out: `.member` or `[0]`.
    path: Vec<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Missing(&'static str, &'static str),
    WrongType(String),
    Other(String),
}

impl Problem {
    fn at(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }

    fn of_type(mut self, name: &'static str) -> Self {
        if let Kind::Missing(_, owner @ "") = &mut self.kind {
            *owner = name;
        }
        self
    }

    fn path(&self) -> String {
        std::iter::once("$")
            .chain(self.path.iter().rev().map(String::as_str))
            .collect()
    }

    /// The contract's 400.
    pub(crate) fn validation(&self) -> Validation {
        let path = self.path();
        let text = match &self.kind {
            Kind::Missing(member, owner) => format!(
                "JSON deserialization for type '{owner}' was missing required properties including: '{member}'."
            ),
            Kind::WrongType(wanted) => format!(
                "The JSON value could not be converted to {wanted}. Path: {path} | LineNumber: 0 | BytePositionInLine: 0."
            ),
            Kind::Other(text) => text.clone(),
        };
        Validation::one(path, text)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {}", self.kind, self.path())
    }
}

impl std::error::Error for Problem {}

impl de::Error for Problem {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self {
            path: Vec::new(),
            kind: Kind::Other(text.to_string()),
        }
    }

    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self {
            path: Vec::new(),
            kind: Kind::WrongType(type_name(&wanted.to_string())),
        }
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::invalid_type(found, wanted)
    }

    fn invalid_length(_: usize, wanted: &dyn Expected) -> Self {
        Self {
            path: Vec::new(),
            kind: Kind::WrongType(type_name(&wanted.to_string())),
        }
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self {
            path: Vec::new(),
            kind: Kind::WrongType("System.Enum".to_owned()),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            path: Vec::new(),
            kind: Kind::Missing(field, ""),
        }
    }
}

/// What serde expected, in the words of the reference's JSON reader.
fn type_name(expected: &str) -> String {
    match expected {
        "a string" | "string" => "System.String",
        "i32" | "u32" | "i16" | "u16" => "System.Int32",
        "i64" | "u64" => "System.Int64",
        "f32" | "f64" => "System.Double",
        "a boolean" => "System.Boolean",
        text if text.contains("UUID") => "System.Guid",
        text => text,
    }
    .to_owned()
}

/// A JSON value read leniently.
struct Lenient(Value);

impl Lenient {
    fn wrong_type<'de, V: Visitor<'de>>(self, visitor: &V) -> Problem {
        de::Error::invalid_type(unexpected(&self.0), visitor)
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(b) => Unexpected::Bool(*b),
        Value::Number(_) => Unexpected::Other("number"),
        Value::String(s) => Unexpected::Str(s),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
            if let Value::String(text) = &self.0 {
                return match text.trim().parse::<$type>() {
                    Ok(number) => visitor.$visit(number),
                    Err(_) => Err(self.wrong_type(&visitor)),
                };
            }
            self.deserialize_any(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Lenient {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(b) => visitor.visit_bool(b),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items {
                items: items.into_iter(),
                index: 0,
            }),
            Value::Object(members) => visitor.visit_map(Members::new(members, &[])),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(n), _, _) => visitor.visit_i64(n),
                (_, Some(n), _) => visitor.visit_u64(n),
                (_, _, n) => visitor.visit_f64(n.unwrap_or(f64::NAN)),
            },
        }
    }

    numbers! {
        deserialize_i8 visit_i64 i64, deserialize_i16 visit_i64 i64, deserialize_i32 visit_i64 i64,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u64 u64, deserialize_u16 visit_u64 u64,
        deserialize_u32 visit_u64 u64, deserialize_u64 visit_u64 u64,
        deserialize_f32 visit_f64 f64, deserialize_f64 visit_f64 f64,
    }

    /// An owned text: null reads as empty, for which the rules of the model have a text of their own.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Value::Null => visitor.visit_str(""),
            Value::String(text) => visitor.visit_string(text),
            _ => Err(self.wrong_type(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.0 {
            Value::Null => visitor.visit_seq(Items {
                items: Vec::new().into_iter(),
                index: 0,
            }),
            Value::Array(_) => self.deserialize_any(visitor),
            _ => Err(self.wrong_type(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        match self.0 {
            Value::Object(members) => visitor
                .visit_map(Members::new(members, fields))
                .map_err(|problem| problem.of_type(name)),
            _ => Err(Problem {
                path: Vec::new(),
                kind: Kind::WrongType(name.to_owned()),
            }),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        let wrong = || Problem {
            path: Vec::new(),
            kind: Kind::WrongType(name.to_owned()),
        };
        let value = match self.0 {
            Value::String(text) => {
                let known = variants
                    .iter()
                    .find(|known| known.eq_ignore_ascii_case(&text));
                Value::String(known.map_or(text, |known| (*known).to_owned()))
            }
            value => value,
        };
        value
            .deserialize_enum(name, variants, visitor)
            .map_err(|_| wrong())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 char str bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

struct Items {
    items: std::vec::IntoIter<Value>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Problem> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Lenient(item))
            .map(Some)
            .map_err(|problem| problem.at(format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The members of an object; names are spelled as `fields` spells them.
struct Members {
    members: serde_json::map::IntoIter,
    fields: &'static [&'static str],
    current: Option<(String, Value)>,
}

impl Members {
    fn new(members: Map<String, Value>, fields: &'static [&'static str]) -> Self {
        Self {
            members: members.into_iter(),
            fields,
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        let Some((name, value)) = self.members.next() else {
            return Ok(None);
        };
        let name = spelled(name, self.fields);
        let key: StringDeserializer<Problem> = name.clone().into_deserializer();
        self.current = Some((name, value));
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let (name, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Lenient(value))
            .map_err(|problem| problem.at(format!(".{name}")))
    }
}

/// The name among `fields` that `name` means.
pub(crate) fn spelled(name: String, fields: &'static [&'static str]) -> String {
    if fields.contains(&name.as_str()) {
        return name;
    }
    match fields
        .iter()
        .find(|field| field.eq_ignore_ascii_case(&name))
    {
        Some(field) => (*field).to_owned(),
        None => name,
    }
}
