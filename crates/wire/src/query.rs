//! Query strings: names without regard to case, `a=1&a=2`, `a[]=1`, `a[0]=1`.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};
use std::fmt;

use crate::date::API_DATE;
use crate::lenient::spelled;
use crate::validate::{Check, Validate};
use crate::{ApiDate, Error};

/// The query of a request as a model; absent members take their `default`.
#[derive(Debug, Clone, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Validate, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let model: T = from_query(parts.uri.query().unwrap_or_default())?;
        Check::run(&model)?;
        Ok(Self(model))
    }
}

/// Reads a model from a query string; its rules are not applied.
///
/// # Errors
/// [`Error::Validation`] under the PascalCase name of the member that cannot be read.
pub fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    T::deserialize(Pairs(parse(query))).map_err(Problem::into_error)
}

/// Values by name in order of appearance; array suffixes and `.utcTime` of the SDKs' dates are taken off.
fn parse(query: &str) -> Vec<(String, Vec<String>)> {
    let mut pairs: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let name = plain(&name);
        match pairs
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            Some((_, values)) => values.push(value.into_owned()),
            None => pairs.push((name.to_owned(), vec![value.into_owned()])),
        }
    }
    pairs
}

fn plain(name: &str) -> &str {
    let name = match name.split_once('[') {
        Some((head, index))
            if index
                .trim_end_matches(']')
                .bytes()
                .all(|b| b.is_ascii_digit()) =>
        {
            head
        }
        _ => name,
    };
    match name.rsplit_once('.') {
        Some((head, "utcTime" | "UtcTime" | "utctime")) => head,
        _ => name,
    }
}

#[derive(Debug)]
enum Problem {
    /// The value (if there is one) does not fit the member.
    Invalid {
        name: String,
        value: Option<String>,
    },
    Missing(&'static str),
    Date(String),
    Other(String),
}

impl Problem {
    fn into_error(self) -> Error {
        match self {
            Self::Invalid { name, value } => {
                let name = pascal(&name);
                let value = value.unwrap_or_default();
                Error::invalid(
                    name.clone(),
                    format!("The value '{value}' is not valid for {name}."),
                )
            }
            Self::Missing(name) => {
                let name = pascal(name);
                Error::invalid(name.clone(), format!("The {name} field is required."))
            }
            Self::Date(value) => Error::argument(format!("invalid date time format: {value}")),
            Self::Other(text) => Error::argument(text),
        }
    }

    fn named(self, name: &str, value: Option<&String>) -> Self {
        let name = name.to_owned();
        match self {
            Self::Invalid {
                value: Some(known), ..
            } => Self::Invalid {
                name,
                value: Some(known),
            },
            Self::Invalid { .. } | Self::Other(_) => Self::Invalid {
                name,
                value: value.cloned(),
            },
            other => other,
        }
    }
}

fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Problem {}

impl de::Error for Problem {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::Other(text.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Invalid {
            name: String::new(),
            value: None,
        }
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Invalid {
            name: String::new(),
            value: None,
        }
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::Invalid {
            name: String::new(),
            value: None,
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// The whole query.
struct Pairs(Vec<(String, Vec<String>)>);

impl<'de> Deserializer<'de> for Pairs {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_map(Members {
            pairs: self.0.into_iter(),
            fields: &[],
            current: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_map(Members {
            pairs: self.0.into_iter(),
            fields,
            current: None,
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Members {
    pairs: std::vec::IntoIter<(String, Vec<String>)>,
    fields: &'static [&'static str],
    current: Option<(String, Vec<String>)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Problem;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Problem> {
        let Some((name, values)) = self.pairs.next() else {
            return Ok(None);
        };
        let name = spelled(name, self.fields);
        let key: StringDeserializer<Problem> = name.clone().into_deserializer();
        self.current = Some((name, values));
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Problem> {
        let (name, values) = self.current.take().unwrap_or_default();
        let first = values.first().cloned();
        seed.deserialize(Values(values))
            .map_err(|problem| problem.named(&name, first.as_ref()))
    }
}

/// The values of one name; a single value is wanted unless the member is a list.
struct Values(Vec<String>);

impl Values {
    fn first(self) -> String {
        self.0.into_iter().next().unwrap_or_default()
    }

    fn invalid(value: String) -> Problem {
        Problem::Invalid {
            name: String::new(),
            value: Some(value),
        }
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $type:ty),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
            let text = self.first();
            match text.trim().parse::<$type>() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(Self::invalid(text)),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Values {
    type Error = Problem;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_string(self.first())
    }

    parsed! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
        deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        let text = self.first();
        match text.trim().to_ascii_lowercase().as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Self::invalid(text)),
        }
    }

    /// An empty value is no value.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        if self.0.iter().all(String::is_empty) {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_seq(Each(self.0.into_iter()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        if name != API_DATE {
            return visitor.visit_newtype_struct(self);
        }
        let text = self.first();
        match ApiDate::parse(&text, &crate::zone::current()) {
            Some(date) => visitor.visit_i64(date.0),
            None => Err(Problem::Date(text)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Problem> {
        let text = self.first();
        let known = variants
            .iter()
            .find(|known| known.eq_ignore_ascii_case(&text));
        match known {
            Some(known) => visitor.visit_enum((*known).into_deserializer()),
            None => Err(Self::invalid(text)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Problem> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier
    }
}

struct Each(std::vec::IntoIter<String>);

impl<'de> SeqAccess<'de> for Each {
    type Error = Problem;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Problem> {
        let Some(text) = self.0.find(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let value = text.clone();
        seed.deserialize(Values(vec![text]))
            .map(Some)
            .map_err(|problem| problem.named("", Some(&value)))
    }
}
