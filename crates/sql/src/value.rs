//! Parameters of statements.

use std::borrow::Cow;

use uuid::Uuid;

/// A parameter, owned so that closures can be sent to the database's thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `NULL` of any type.
    Null,
    /// `BOOLEAN`.
    Bool(bool),
    /// `BIGINT`, `INTEGER` or `SMALLINT`.
    Int(i64),
    /// `DOUBLE PRECISION`.
    Real(f64),
    /// `TEXT`.
    Text(String),
    /// `BYTEA`.
    Blob(Vec<u8>),
    /// A list for `= ANY($n)` over integers.
    Ints(Vec<i64>),
    /// A list for `= ANY($n)` over texts.
    Texts(Vec<String>),
}

impl Value {
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Ints(_) | Self::Texts(_))
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
            Self::Ints(_) => "a list of integers",
            Self::Texts(_) => "a list of texts",
        }
    }
}

macro_rules! from {
    ($($type:ty, $value:ident => $into:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $into
            }
        }
    )*};
}

from! {
    bool, v => Self::Bool(v);
    i64, v => Self::Int(v);
    i32, v => Self::Int(v.into());
    i16, v => Self::Int(v.into());
    u32, v => Self::Int(v.into());
    u16, v => Self::Int(v.into());
    u8, v => Self::Int(v.into());
    usize, v => Self::Int(i64::try_from(v).unwrap_or(i64::MAX));
    &bool, v => Self::Bool(*v);
    &i64, v => Self::Int(*v);
    &i32, v => Self::Int((*v).into());
    f64, v => Self::Real(v);
    String, v => Self::Text(v);
    &String, v => Self::Text(v.clone());
    &str, v => Self::Text(v.to_owned());
    Cow<'_, str>, v => Self::Text(v.into_owned());
    Uuid, v => Self::Text(v.hyphenated().to_string());
    &Uuid, v => Self::Text(v.hyphenated().to_string());
    serde_json::Value, v => Self::Text(v.to_string());
    &serde_json::Value, v => Self::Text(v.to_string());
    Vec<u8>, v => Self::Blob(v);
    &[u8], v => Self::Blob(v.to_vec());
    &Vec<u8>, v => Self::Blob(v.clone());
    Vec<i64>, v => Self::Ints(v);
    &[i64], v => Self::Ints(v.to_vec());
    &Vec<i64>, v => Self::Ints(v.clone());
    Vec<i32>, v => Self::Ints(v.into_iter().map(i64::from).collect());
    &[i32], v => Self::Ints(v.iter().copied().map(i64::from).collect());
    Vec<String>, v => Self::Texts(v);
    &[String], v => Self::Texts(v.to_vec());
    &Vec<String>, v => Self::Texts(v.clone());
    Vec<&str>, v => Self::Texts(v.into_iter().map(str::to_owned).collect());
    &[&str], v => Self::Texts(v.iter().map(|text| (*text).to_owned()).collect());
    Vec<Uuid>, v => Self::Texts(v.iter().map(|id| id.hyphenated().to_string()).collect());
    &[Uuid], v => Self::Texts(v.iter().map(|id| id.hyphenated().to_string()).collect());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Blob(bytes.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The parameters of one statement: `params![portal, id, title]` is a `[Value; 3]`.
#[macro_export]
macro_rules! params {
    () => { [] as [$crate::Value; 0] };
    ($($value:expr),+ $(,)?) => { [$($crate::Value::from($value)),+] };
}
