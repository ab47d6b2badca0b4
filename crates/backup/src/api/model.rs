//! What requests say and answers show.

use portal::PortalId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{Check, Validate};

use crate::kinds::{BackupProgressEnum, BackupStorageType, DistributedTaskStatus};
use crate::store;

/// A key and its value, each a text or a number.
#[derive(Debug, Default, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct ItemKeyValuePairObjectObject {
    #[schema(value_type = Object, nullable)]
    key: Json,
    #[schema(value_type = Object, nullable)]
    value: Json,
}

/// The pairs as one object; those without a key are nothing.
pub(super) fn params(pairs: Option<Vec<ItemKeyValuePairObjectObject>>) -> Map<String, Json> {
    let pair =
        |pair: ItemKeyValuePairObjectObject| Some((pair.key.as_str()?.to_owned(), pair.value));
    pairs
        .unwrap_or_default()
        .into_iter()
        .filter_map(pair)
        .collect()
}

/// Whether the whole server is meant. It never is: each portal is backed up by itself.
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

/// A backup that is wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BackupDto {
    pub(super) storage_type: Option<BackupStorageType>,
    pub(super) storage_params: Option<Vec<ItemKeyValuePairObjectObject>>,
    pub(super) dump: bool,
}

impl Validate for BackupDto {}

/// A restore that is wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BackupRestoreDto {
    #[schema(required = true)]
    pub(super) backup_id: Option<String>,
    pub(super) storage_type: Option<BackupStorageType>,
    pub(super) storage_params: Option<Vec<ItemKeyValuePairObjectObject>>,
    pub(super) notify: bool,
    pub(super) dump: bool,
}

impl Validate for BackupRestoreDto {}

/// How a backup or a restore goes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackupProgress {
    is_completed: bool,
    progress: i32,
    error: Option<String>,
    warning: Option<String>,
    link: Option<String>,
    tenant_id: i32,
    backup_progress_enum: BackupProgressEnum,
    status: DistributedTaskStatus,
    task_id: String,
}

impl BackupProgress {
    pub(crate) fn of(portal: PortalId, progress: store::Progress) -> Self {
        let said = |text: String| (!text.is_empty()).then_some(text);
        Self {
            is_completed: !store::is_moving(progress.status),
            progress: i32::try_from(progress.percent).unwrap_or_default(),
            error: said(progress.error),
            warning: said(progress.warning),
            link: None,
            tenant_id: i32::try_from(portal.0).unwrap_or(i32::MAX),
            backup_progress_enum: progress.what,
            status: progress.status,
            task_id: progress.task.to_string(),
        }
    }
}

/// The id of an archive in a path: what is no id is no archive.
pub(super) fn id(text: &str) -> Option<Uuid> {
    text.parse().ok()
}

/// The hour of a schedule.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Cron {
    pub(super) period: Option<crate::kinds::BackupPeriod>,
    pub(super) hour: i32,
    pub(super) day: Option<i32>,
}

impl Validate for Cron {
    fn validate(&self, check: &mut Check) {
        use crate::kinds::BackupPeriod;
        check.range("Hour", self.hour, 0, 23);
        match self.period {
            Some(BackupPeriod::EveryWeek) => check.range("Day", self.day.unwrap_or(1), 1, 7),
            Some(BackupPeriod::EveryMonth) => check.range("Day", self.day.unwrap_or(1), 1, 31),
            _ => check,
        };
    }
}
