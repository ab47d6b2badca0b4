//! Work that comes back: keys whose time is over.

use std::time::Duration;

use jobs::{Failure, JobContext, Workers};
use serde_json::Value;

use crate::service::Access;

const EXPIRE_KEYS: &str = "access.expire-keys";

/// Registers the tasks of this domain.
#[must_use]
pub fn register(workers: Workers, access: &Access) -> Workers {
    let access = access.clone();
    workers
        .register(EXPIRE_KEYS, move |_: JobContext| {
            let access = access.clone();
            async move {
                let done = access.expire_keys(sql::now()).await;
                done.map(|()| Value::Null).map_err(Failure::retry)
            }
        })
        .every(EXPIRE_KEYS, Duration::from_secs(3600))
}
