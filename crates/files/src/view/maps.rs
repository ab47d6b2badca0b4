//! Maps of the answers whose keys are names: `security`, `shareSettings`, `availableShareRights`.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::model::{FileShare, SubjectType};
use crate::rules::{Action, ActionSet};

/// The `security` object: each key that the kind of entry has, with whether it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Security {
    /// Keys to show.
    pub keys: ActionSet,
    /// What is allowed.
    pub allowed: ActionSet,
}

impl Serialize for Security {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for action in self.keys.iter() {
            map.serialize_entry(action.name(), &self.allowed.contains(action))?;
        }
        map.end()
    }
}

/// `shareSettings`: how many links of a kind an entry can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareSettings(pub Vec<(SubjectType, i32)>);

impl Serialize for ShareSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, number)| (kind.name(), number)))
    }
}

/// `availableShareRights`: names of the rights that can be given, by kind of subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRights(pub Vec<(SubjectType, Vec<FileShare>)>);

impl Serialize for ShareRights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, rights)| {
            (
                kind.name(),
                rights.iter().map(|right| right.name()).collect::<Vec<_>>(),
            )
        }))
    }
}

fn object<'a>(names: impl Iterator<Item = &'a str>, value: impl Fn() -> Schema) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::Object);
    names
        .fold(object, |object, name| object.property(name, value()))
        .into()
}

fn plain(kind: Type) -> Schema {
    Schema::from(ObjectBuilder::new().schema_type(kind).build())
}

impl PartialSchema for Security {
    fn schema() -> RefOr<Schema> {
        object(Action::ALL.iter().map(|action| action.name()), || {
            plain(Type::Boolean)
        })
    }
}

impl PartialSchema for ShareSettings {
    fn schema() -> RefOr<Schema> {
        object(SubjectType::ALL.iter().map(|kind| kind.name()), || {
            plain(Type::Integer)
        })
    }
}

impl PartialSchema for ShareRights {
    fn schema() -> RefOr<Schema> {
        object(SubjectType::ALL.iter().map(|kind| kind.name()), || {
            ArrayBuilder::new()
                .items(RefOr::T(plain(Type::String)))
                .build()
                .into()
        })
    }
}

macro_rules! named {
    ($($kind:ident)*) => {$(
        impl ToSchema for $kind {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($kind))
            }
        }
    )*};
}
named! { Security ShareSettings ShareRights }
