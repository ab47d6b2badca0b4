//! Archives in a bucket that each backup or schedule names for itself: the contract's storage of others, by module `s3`.
//!
//! What was said about the bucket is kept as it was said, but for the keys: those are in one sealed text beside it.

use blob::{Shelf, places_of};
use portal::PortalId;
use portal::third_party::{self, S3};
use serde_json::Value as Json;
use sql::Tx;
use storage::way::{Bucket, Choice, Ways, unusable};

use crate::error::{Error, Result};
use crate::kinds::BackupStorageType;
use crate::place::{Params, text};
use crate::service::Backups;
use crate::store;

/// Where the bucket with its keys is kept; never shown, and never taken from a request.
pub(crate) const SEALED: &str = "sealed";
/// What is not kept as it was said.
const KEYS: [&str; 2] = ["acesskey", "secretaccesskey"]; // as the contract spells them
/// The folder when none is named.
const FOLDER: &str = "backup";

impl Backups {
    fn ways(&self) -> Ways {
        let portals = self.files.portals();
        let targets = portals.config().targets.clone();
        Ways::new(self.ground.installation.clone(), targets)
    }

    /// What is said about a place, as it may be kept. Keys that are not said are those known of the same service.
    pub(crate) async fn kept(
        &self,
        portal: PortalId,
        storage: BackupStorageType,
        mut params: Params,
    ) -> Result<Params> {
        params.remove(SEALED);
        if storage != BackupStorageType::ThirdPartyConsumer {
            return Ok(params);
        }
        let module = text(&params, "module").unwrap_or_default();
        if !module.eq_ignore_ascii_case("s3") {
            return Err(Error::Argument("module".to_owned()));
        }
        let mut bucket = Bucket::named(|key| said(&params, key));
        if bucket.bucket.is_empty() {
            return Err(Error::Argument("bucket".to_owned()));
        }
        if bucket.root.is_empty() {
            FOLDER.clone_into(&mut bucket.root);
        }
        if bucket.access_key.is_empty() {
            let (ways, address) = (self.ways(), bucket.address());
            let read = move |tx: &mut Tx<'_>| keys(tx, &ways, portal, &address);
            if let Some(keys) = self.ground.db.read(read).await? {
                (bucket.access_key, bucket.secret_key) = keys;
            }
        }
        if bucket.access_key.is_empty() || bucket.secret_key.is_empty() {
            return Err(Error::Argument("acesskey".to_owned()));
        }
        let sealed = self.ways().seal(&Choice::S3(bucket));
        params.retain(|key, _| !KEYS.contains(&key.as_str()));
        params.insert(SEALED.to_owned(), Json::String(sealed));
        Ok(params)
    }

    /// The folder of the bucket that kept words mean.
    pub(crate) async fn shelf(&self, params: &Params) -> Result<Shelf> {
        let sealed = text(params, SEALED).unwrap_or_default();
        let Some(Choice::S3(bucket)) = self.ways().open(&sealed) else {
            let text = "The keys of the bucket were sealed with another machine key";
            return Err(Error::Argument(text.to_owned()));
        };
        self.ways().shelf(&bucket).await.map_err(Error::Argument)
    }

    /// Passes buckets that take something and give it back.
    pub(crate) async fn probe(&self, params: &Params) -> Result<()> {
        let usable = self.shelf(params).await?.probe().await;
        usable.map_err(|error| Error::Argument(unusable(&error)))
    }
}

fn said(params: &Params, key: &str) -> String {
    match params.get(key) {
        Some(Json::Bool(flag)) => flag.to_string(),
        _ => text(params, key).unwrap_or_default(),
    }
}

/// Keys that need not be said again: those of the portal's S3 account, else those told before of a bucket of the same
/// service.
fn keys(
    tx: &mut Tx<'_>,
    ways: &Ways,
    portal: PortalId,
    address: &str,
) -> Result<Option<(String, String)>> {
    if let Some(account) = third_party::keys(tx, ways.installation(), portal, &S3)? {
        return Ok(Some(Bucket::named(account.reader()).into_keys()));
    }
    let known = known(tx, ways, portal)?;
    let same = known.into_iter().find(|one| one.address() == address);
    Ok(same.map(Bucket::into_keys))
}

/// Buckets whose keys the portal told before: of its schedule, of its newest backups, of its own storage.
fn known(tx: &mut Tx<'_>, ways: &Ways, portal: PortalId) -> Result<Vec<Bucket>> {
    let mut sealed: Vec<String> = Vec::new();
    let mut of = |params: &Json| {
        let text = params.get(SEALED).and_then(Json::as_str);
        sealed.extend(text.map(str::to_owned));
    };
    if let Some(schedule) = store::schedule(tx, portal)? {
        of(&schedule.params);
    }
    for backup in store::all(tx, portal)? {
        of(&backup.params);
    }
    sealed.extend(places_of(tx, portal.0)?.into_iter().map(|one| one.way));
    let bucket = |text: String| match ways.open(&text) {
        Some(Choice::S3(bucket)) => Some(bucket),
        _ => None,
    };
    Ok(sealed.into_iter().filter_map(bucket).collect())
}
