//! Maps of the answers whose keys are names: `security`, `shareSettings`, `availableShareRights`.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use wire::Fragment;

use crate::model::{FileShare, SubjectType};
use crate::rules::{Action, ActionSet};

/// The `security` object: each key that the kind of entry has, with whether it is allowed.
#[derive(Debug, Clone, Serialize)]
pub struct Security(Fragment);

impl Security {
    /// Writes `keys`, those of them true that are in `allowed`.
    pub fn of(keys: ActionSet, allowed: ActionSet) -> Self {
        Self(Fragment::of(&Keys { keys, allowed }))
    }
}

struct Keys {
    keys: ActionSet,
    allowed: ActionSet,
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = self.keys.iter();
        serializer.collect_map(keys.map(|key| (key.name(), self.allowed.contains(key))))
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
        serializer.collect_map(
            self.0
                .iter()
                .map(|(kind, rights)| (kind.name(), Names(rights))),
        )
    }
}

struct Names<'a>(&'a [FileShare]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|right| right.name()))
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
