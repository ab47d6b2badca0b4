//! Enums that travel as numbers or names (platform/01 §1.7).

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, Visitor};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};

/// What [`crate::wire_enum!`] implements.
pub trait WireEnum: Copy + 'static {
    /// Name of the enum.
    const NAME: &'static str;
    /// All values.
    const ALL: &'static [Self];
    /// What an unknown name or number is read as; `None` refuses it.
    const OTHERWISE: Option<Self>;
    /// The number.
    fn number(self) -> i32;
    /// The name.
    fn name(self) -> &'static str;
    /// The value of a number.
    fn from_number(number: i64) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|v| i64::from(v.number()) == number)
    }
    /// The value of a name in any case, or of a number written as text.
    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let named = Self::ALL
            .iter()
            .copied()
            .find(|v| v.name().eq_ignore_ascii_case(text));
        named.or_else(|| text.parse().ok().and_then(Self::from_number))
    }
}

/// Declares an enum that is written as `number` or as `name`, and is read as either.
///
/// ```
/// wire::wire_enum! {
///     /// Rights of a member; an unknown name reads as `None`.
///     pub enum FileShare: number else None { None = 0, ReadWrite = 1, Read = 2 }
/// }
/// wire::wire_enum! {
///     /// Kind of person.
///     #[derive(Default)]
///     pub enum EmployeeType: name { #[default] All = 0, RoomAdmin = 1 }
/// }
/// assert_eq!(serde_json::to_string(&FileShare::Read).unwrap(), "2");
/// assert_eq!(serde_json::from_str::<FileShare>("\"readwrite\"").unwrap(), FileShare::ReadWrite);
/// assert_eq!(serde_json::to_string(&EmployeeType::RoomAdmin).unwrap(), "\"RoomAdmin\"");
/// assert_eq!((FileShare::Read.number(), FileShare::Read.name()), (2, "Read"));
/// ```
///
/// Gives `ALL`, `number()`, `name()`, `from_number(i64)`, `from_text(&str)`, `Display` (the name), `FromStr`, serde and
/// the OpenAPI schema with `x-enum-varnames`.
#[macro_export]
macro_rules! wire_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident : $form:ident $(else $otherwise:ident)? {
        $($(#[$variant_meta:meta])* $variant:ident = $number:expr),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the names are the contract's own")]
        #[repr(i32)]
        $vis enum $name { $($(#[$variant_meta])* $variant = $number),+ }

        #[allow(dead_code, unreachable_pub, reason = "every enum of the wire offers the same")]
        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The number of the value.
            pub fn number(self) -> i32 { self as i32 }
            /// The name of the value.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),+ }
            }
            /// The value of a number.
            pub fn from_number(number: i64) -> Option<Self> {
                <Self as $crate::private::WireEnum>::from_number(number)
            }
            /// The value of a name in any case, or of a number written as text.
            pub fn from_text(text: &str) -> Option<Self> {
                <Self as $crate::private::WireEnum>::from_text(text)
            }
        }

        impl $crate::private::WireEnum for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = Self::ALL;
            const OTHERWISE: Option<Self> = $crate::wire_enum!(@otherwise $($otherwise)?);
            fn number(self) -> i32 { self as i32 }
            fn name(self) -> &'static str { $name::name(self) }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> ::std::result::Result<Self, String> {
                Self::from_text(text).ok_or_else(|| format!("{text} is no {}", stringify!($name)))
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire_enum!(@serialize $form self serializer)
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::private::EnumVisitor::<Self>::read(deserializer)
            }
        }

        impl $crate::private::utoipa::PartialSchema for $name {
            fn schema() -> $crate::private::utoipa::openapi::RefOr<
                $crate::private::utoipa::openapi::schema::Schema,
            > {
                $crate::wire_enum!(@schema $form)
            }
        }

        impl $crate::private::utoipa::ToSchema for $name {}
        impl $crate::Validate for $name {}
    };
    (@otherwise) => { None };
    (@otherwise $variant:ident) => { Some(Self::$variant) };
    (@serialize number $self:ident $serializer:ident) => { $serializer.serialize_i32($self.number()) };
    (@serialize name $self:ident $serializer:ident) => { $serializer.serialize_str($self.name()) };
    (@schema number) => { $crate::private::number_schema::<Self>() };
    (@schema name) => { $crate::private::text_schema::<Self>() };
}

/// Reads a number or a name.
pub struct EnumVisitor<T>(PhantomData<T>);

impl<T: WireEnum> EnumVisitor<T> {
    /// Reads the value.
    ///
    /// # Errors
    /// The deserializer's, when the text or number is unknown and the enum has no fallback.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(Self(PhantomData))
    }
}

impl<T: WireEnum> Visitor<'_> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text)
            .or(T::OTHERWISE)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        T::from_number(number)
            .or(T::OTHERWISE)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Schema of an enum that travels as a number.
pub fn number_schema<T: WireEnum>() -> RefOr<Schema> {
    let names: Vec<&str> = T::ALL.iter().map(|v| v.name()).collect();
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .enum_values(Some(T::ALL.iter().map(|v| v.number())))
        .extensions(Some(
            ExtensionsBuilder::new()
                .add("x-enum-varnames", serde_json::json!(names))
                .build(),
        ))
        .into()
}

/// Schema of an enum that travels as a name.
pub fn text_schema<T: WireEnum>() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(T::ALL.iter().map(|v| v.name())))
        .into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    crate::wire_enum! {
        /// Strict.
        enum Kind: number { A = 1, B = 5 }
    }
    crate::wire_enum! {
        /// With a fallback.
        enum Right: name else Nothing { Nothing = 0, Read = 2 }
    }

    #[test]
    fn numbers_and_names_are_read() {
        for json in ["5", "\"5\"", "\"b\"", "\"B\""] {
            assert_eq!(serde_json::from_str::<Kind>(json).unwrap(), Kind::B);
        }
        assert!(serde_json::from_str::<Kind>("2").is_err());
        assert!(serde_json::from_str::<Kind>("\"C\"").is_err());
        assert_eq!(
            serde_json::from_str::<Right>("\"Odd\"").unwrap(),
            Right::Nothing
        );
        assert_eq!(serde_json::from_str::<Right>("2").unwrap(), Right::Read);
    }

    #[test]
    fn the_form_decides_what_is_written() {
        assert_eq!(serde_json::to_string(&[Kind::A, Kind::B]).unwrap(), "[1,5]");
        assert_eq!(serde_json::to_string(&Right::Read).unwrap(), "\"Read\"");
        assert_eq!(Kind::ALL.len(), 2);
        assert_eq!("read".parse::<Right>().unwrap().to_string(), "Read");
    }
}
