//! What requests say and answers show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Check, UtcDate, Validate};

use crate::service::Chosen;
use crate::way::Bucket;

/// The only kind of storage a portal can have of its own: anything that speaks S3.
pub(super) const S3: &str = "s3";

/// Properties of a bucket: names and titles. No answer tells the first two.
const PROPERTIES: [(&str, &str); 8] = [
    ("acesskey", "Access key"), // as the contract spells it
    ("secretaccesskey", "Secret access key"),
    ("bucket", "Bucket"),
    ("region", "Region"),
    ("serviceurl", "Address of the service; empty for Amazon"),
    ("forcepathstyle", "The bucket is a part of the path"),
    ("usehttp", "Without TLS"),
    ("subdir", "Folder inside the bucket"),
];

/// A storage and what it wants to know.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StorageDto {
    #[schema(required = true)]
    id: Option<String>,
    #[schema(required = true)]
    title: Option<String>,
    properties: Vec<AuthKey>,
    current: bool,
    is_set: bool,
    /// Why the last move there or back ended without success; absent when it did not. Ours: the contract's progress
    /// knows no failure.
    error: Option<String>,
}

/// A property.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct AuthKey {
    #[schema(required = true)]
    name: Option<String>,
    #[schema(required = true)]
    value: Option<String>,
    title: Option<String>,
    r#type: Option<String>,
    options: Option<Vec<String>>,
    depends_on: Option<String>,
    depends_on_value: Option<String>,
}

impl StorageDto {
    /// An S3 bucket for backups, which each backup and each schedule names for itself.
    pub(super) fn for_backups() -> Self {
        let mut storage = Self::s3(&Chosen::default());
        storage.is_set = true;
        storage
    }

    /// The S3 storage as a portal has it.
    pub(super) fn s3(chosen: &Chosen) -> Self {
        let known = chosen.bucket.as_ref().map(shown).unwrap_or_default();
        let property = |(name, title): &(&str, &str)| AuthKey {
            name: Some((*name).to_owned()),
            value: Some(known.get(*name).cloned().flatten().unwrap_or_default()),
            title: Some((*title).to_owned()),
            ..AuthKey::default()
        };
        Self {
            id: Some(S3.to_owned()),
            title: Some("S3".to_owned()),
            properties: PROPERTIES.iter().map(property).collect(),
            current: chosen.bucket.is_some(),
            is_set: chosen.bucket.is_some() || chosen.has_keys,
            error: chosen.failure.clone(),
        }
    }
}

/// What may be told of a bucket.
fn shown(bucket: &Bucket) -> BTreeMap<String, Option<String>> {
    let service = bucket.service.as_str();
    // The folder that was asked for; the rest of the path is ours.
    let below = bucket.root.rsplit('/').skip(2).collect::<Vec<_>>();
    let below = below.into_iter().rev().collect::<Vec<_>>().join("/");
    let facts = [
        ("bucket", bucket.bucket.clone()),
        ("region", bucket.region.clone()),
        ("serviceurl", service.to_owned()),
        ("forcepathstyle", bucket.path_style.to_string()),
        ("usehttp", service.starts_with("http://").to_string()),
        ("subdir", below),
    ];
    let told = facts.map(|(name, value)| (name.to_owned(), Some(value)));
    told.into_iter().collect()
}

/// A storage that is wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct StorageRequestsDto {
    #[schema(required = true)]
    pub(super) module: Option<String>,
    props: Option<Vec<ItemKeyValuePairStringString>>,
}

/// A property and its value.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ItemKeyValuePairStringString {
    key: Option<String>,
    value: Option<String>,
}

impl Validate for StorageRequestsDto {
    fn validate(&self, check: &mut Check) {
        for pair in self.props.iter().flatten() {
            check.max_len("Value", &pair.value, 4000);
        }
    }
}

impl StorageRequestsDto {
    /// The bucket that is meant. What is not said is empty.
    pub(super) fn bucket(&self) -> Bucket {
        let text = |name: &str| {
            let mut pairs = self.props.iter().flatten();
            let named = |pair: &&ItemKeyValuePairStringString| {
                let key = pair.key.as_deref().unwrap_or_default();
                key.trim().eq_ignore_ascii_case(name)
            };
            let value = pairs.find(named).and_then(|pair| pair.value.as_deref());
            value.unwrap_or_default().trim().to_owned()
        };
        Bucket::named(text)
    }
}

/// The storage of a portal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StorageSettings {
    module: Option<String>,
    props: BTreeMap<String, Option<String>>,
    last_modified: Option<UtcDate>,
}

impl From<Chosen> for StorageSettings {
    fn from(chosen: Chosen) -> Self {
        Self {
            module: chosen.bucket.as_ref().map(|_| S3.to_owned()),
            props: chosen.bucket.as_ref().map(shown).unwrap_or_default(),
            last_modified: chosen.since.map(UtcDate),
        }
    }
}

/// A network that delivers files near to whoever asks.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described to clients; there is no such network")]
pub(super) struct CdnStorageSettings {
    module: Option<String>,
    props: BTreeMap<String, Option<String>>,
    last_modified: Option<UtcDate>,
}

/// Whether the whole server is meant.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub(super) struct DumpQuery {
    /// The whole server.
    #[serde(alias = "Dump")]
    #[param(rename = "Dump")]
    pub(super) dump: Option<bool>,
}

impl Validate for DumpQuery {}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Bucket {
        let pair = |(key, value): &(&str, &str)| ItemKeyValuePairStringString {
            key: Some((*key).to_owned()),
            value: Some((*value).to_owned()),
        };
        let body = StorageRequestsDto {
            module: Some(S3.to_owned()),
            props: Some(pairs.iter().map(pair).collect()),
        };
        body.bucket()
    }

    #[test]
    fn amazon_has_a_host_for_each_bucket_and_others_have_not() {
        let amazon = asked(&[
            ("bucket", "a"),
            ("region", "eu-central-1"),
            ("serviceurl", ""),
            ("forcepathstyle", "false"),
        ]);
        assert!(!amazon.path_style);
        assert_eq!(amazon.service, "");
        let own = asked(&[("serviceurl", "s3.example:9000/"), ("usehttp", "true")]);
        assert!(own.path_style);
        assert_eq!(own.service, "http://s3.example:9000");
        assert!(!asked(&[("serviceurl", "s3.example"), ("forcepathstyle", "False")]).path_style);
    }

    #[test]
    fn no_answer_tells_a_key() {
        let mut bucket = asked(&[
            ("acesskey", "AKIA"),
            ("secretaccesskey", "do not tell"),
            ("subdir", "a/b"),
        ]);
        bucket.root = "a/b/atrium-12345678/7".to_owned();
        let chosen = Chosen {
            bucket: Some(bucket),
            since: Some(1),
            ..Chosen::default()
        };
        let told = serde_json::to_string(&StorageDto::s3(&chosen)).unwrap_or_default()
            + &serde_json::to_string(&StorageSettings::from(chosen)).unwrap_or_default();
        assert!(
            !told.contains("AKIA") && !told.contains("do not tell"),
            "{told}"
        );
        assert!(told.contains("\"subdir\":\"a/b\""), "{told}");
    }
}
