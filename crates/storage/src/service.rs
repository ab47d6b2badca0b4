//! The verbs: look, choose a place, go back to the installation's own.

use blob::{Blobs, Way, choose, places_of};
use jobs::{Job, NewJob, Status};
use portal::settings::{self, Scope};
use portal::third_party::{self, S3};
use portal::{Caller, PortalId, Portals};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sql::{Micros, Tx};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::outcome::MoveFailure;
use crate::way::{Bucket, Choice, Ways, unusable};

/// The job that brings a portal's objects to the place it chose.
pub(crate) const SETTLE: &str = "storage.settle";

/// Where portals keep their objects. Cheap to clone; the state of the routes.
#[derive(Clone)]
pub struct Storages {
    pub(crate) portals: Portals,
    pub(crate) blobs: Blobs,
    pub(crate) ways: Ways,
}

/// Where a portal writes.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// Its bucket; `None` for the installation's own storage.
    pub bucket: Option<Bucket>,
    /// Since when.
    pub since: Option<Micros>,
    /// Why the last move ended without success; `None` when it did not, and while another one is under way.
    pub failure: Option<String>,
    /// The portal keeps keys of an S3 account, which stand for those that are not said.
    pub has_keys: bool,
}

/// Who wanted objects to be brought over: the owner of the job, so that each sees his own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// An administrator, who moves the portal.
    Move,
    /// An administrator, who has it encrypted or decrypted.
    Encryption,
    /// Nobody: uploads that began before the choice end later.
    Stragglers,
}

impl Wish {
    pub(crate) fn owner(self) -> &'static str {
        match self {
            Self::Move => "storage",
            Self::Encryption => "encryption",
            Self::Stragglers => "",
        }
    }
}

/// What the job is told.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The choice it is about.
    pub(crate) number: i64,
    /// What people are told of at its end, if they are.
    #[serde(default)]
    pub(crate) notice: Option<Notice>,
}

impl Order {
    /// About a choice, and nobody is told.
    pub(crate) fn of(number: i64) -> Self {
        Self {
            number,
            notice: None,
        }
    }
}

/// What people are told of at the end of a job.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Notice {
    /// Objects are being encrypted, not decrypted.
    pub(crate) encrypts: bool,
}

impl Storages {
    /// Puts the parts together, and tells the objects what portals chose.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open(portals: Portals, blobs: Blobs) -> Result<Self> {
        let targets = portals.config().targets.clone();
        let ways = Ways::new(portals.installation().clone(), targets);
        let (db, guide) = (portals.db().clone(), Arc::new(ways.clone()));
        blobs.attach(db, guide).await?;
        Ok(Self {
            portals,
            blobs,
            ways,
        })
    }

    /// Where a portal writes.
    ///
    /// # Errors
    /// The database failed.
    pub async fn chosen(&self, portal: PortalId) -> Result<Chosen> {
        let here = self.ways.installation.clone();
        let read = move |tx: &mut Tx<'_>| {
            let failure: MoveFailure = settings::load(tx, portal, Scope::Portal)?;
            let keys = third_party::keys(tx, &here, portal, &S3)?;
            Ok::<_, Error>((places_of(tx, portal.0)?, failure.error, keys.is_some()))
        };
        let (known, error, has_keys) = self.portals.db().read(read).await?;
        let newest = known.first();
        let bucket = match newest.and_then(|newest| self.ways.open(&newest.way)) {
            Some(Choice::S3(bucket)) => Some(bucket),
            _ => None,
        };
        Ok(Chosen {
            since: newest
                .filter(|_| bucket.is_some())
                .map(|newest| newest.chosen),
            bucket,
            failure: Some(error).filter(|error| !error.is_empty()),
            has_keys,
        })
    }

    /// Has the caller's portal keep its objects in a bucket. It is really written to before anything changes; empty keys
    /// are those of the portal's S3 account, else those known of the same service. Everything is brought there while
    /// people work.
    ///
    /// # Errors
    /// [`Error::Argument`] with the name of what is missing, or why the bucket cannot be used; [`Error::Refused`] while
    /// objects are being brought somewhere, or are encrypted.
    pub async fn move_to(&self, caller: &Caller, mut bucket: Bucket) -> Result<Chosen> {
        if bucket.access_key.is_empty()
            && let Some(keys) = self.keys_for(caller.portal, &bucket).await?
        {
            (bucket.access_key, bucket.secret_key) = keys;
        }
        if bucket.access_key.is_empty() || bucket.secret_key.is_empty() {
            return Err(Error::Argument("module".to_owned()));
        }
        if bucket.bucket.is_empty() {
            return Err(Error::Argument("bucket".to_owned()));
        }
        bucket.root = self.root(caller.portal, &bucket.root);
        self.ways.check(&bucket).await.map_err(Error::Argument)?;
        let choice = Choice::S3(bucket.clone());
        let way = self.ways.way(&choice).map_err(Error::Argument)?;
        let usable = self.blobs.probe(&way).await;
        usable.map_err(|error| Error::Argument(unusable(&error)))?;

        let text = self.ways.seal(&choice);
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.portals
            .db()
            .write(move |tx| {
                this.free(tx, portal)?;
                if this.is_sealed(&places_of(tx, portal.0)?) {
                    return Err(Error::Refused("The storage is encrypted: decrypt it first"));
                }
                let same = |known: &str| match this.ways.open(known) {
                    Some(Choice::S3(known)) => known.is_at(&bucket),
                    _ => false,
                };
                let number = choose(tx, portal.0, &text, same, sql::now())?;
                this.begin_move(tx, portal, actor, number)
            })
            .await?;
        self.blobs.reload().await?;
        self.chosen(caller.portal).await
    }

    /// Has the caller's portal keep its objects in the installation's own storage again; nothing to do when it does.
    ///
    /// # Errors
    /// [`Error::Refused`] while objects are being brought somewhere.
    pub async fn move_home(&self, caller: &Caller) -> Result<()> {
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.portals
            .db()
            .write(move |tx| {
                let known = places_of(tx, portal.0)?;
                let elsewhere = known.first().and_then(|newest| this.ways.open(&newest.way));
                if !matches!(elsewhere, Some(Choice::S3(_))) {
                    return Ok(());
                }
                this.free(tx, portal)?;
                let number = choose(tx, portal.0, "", str::is_empty, sql::now())?;
                this.begin_move(tx, portal, actor, number)
            })
            .await?;
        Ok(self.blobs.reload().await?)
    }

    /// Keys that need not be said again.
    async fn keys_for(
        &self,
        portal: PortalId,
        bucket: &Bucket,
    ) -> Result<Option<(String, String)>> {
        let here = self.ways.installation.clone();
        let read =
            move |tx: &mut Tx<'_>| Ok::<_, Error>(third_party::keys(tx, &here, portal, &S3)?);
        if let Some(account) = self.portals.db().read(read).await? {
            return Ok(Some(Bucket::named(account.reader()).into_keys()));
        }
        let present = self.chosen(portal).await?.bucket;
        let same = present.filter(|known| known.address() == bucket.address());
        Ok(same.map(Bucket::into_keys))
    }

    fn begin_move(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        actor: Option<String>,
        number: i64,
    ) -> Result<()> {
        settings::reset::<MoveFailure>(tx, portal, Scope::Portal)?;
        tell(tx, portal, actor, "storage.move-started", Some(5040))?;
        self.want(tx, portal, Wish::Move, Order::of(number))
    }

    /// How far the move is, percent; `None` when there is none under way and none ended well a moment ago. Why one ended
    /// without success [`Storages::chosen`] tells.
    ///
    /// # Errors
    /// The database failed.
    pub async fn progress(&self, portal: PortalId) -> Result<Option<i32>> {
        self.progress_of(portal, Wish::Move).await
    }

    pub(crate) async fn progress_of(&self, portal: PortalId, wish: Wish) -> Result<Option<i32>> {
        let read = move |tx: &mut Tx<'_>| jobs::newest(tx, portal.0, wish.owner(), SETTLE);
        let newest: Option<Job> = self.portals.db().read(read).await?;
        let last = newest.filter(|job| {
            matches!(
                job.status,
                Status::Created | Status::Running | Status::Completed
            )
        });
        Ok(last.map(|job| job.percent))
    }

    /// Nothing of the portal is under way; from here on nobody else begins in this transaction's time.
    pub(crate) fn free(&self, tx: &mut Tx<'_>, portal: PortalId) -> Result<()> {
        tx.lock(&format!("storage/{portal}"))?;
        if jobs::under_way(tx, portal.0, SETTLE)?.is_empty() {
            Ok(())
        } else {
            Err(Error::Refused("Objects are being moved already"))
        }
    }

    pub(crate) fn want(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        wish: Wish,
        order: Order,
    ) -> Result<()> {
        let job = NewJob {
            portal: portal.0,
            owner: wish.owner().to_owned(),
            kind: SETTLE,
            payload: json!(order),
            hidden: true,
            not_before: 0,
            total: 0,
        };
        jobs::enqueue(tx, job)?;
        Ok(())
    }

    /// The folder inside of a bucket that is this portal's and no other's, of this installation or another: what nobody
    /// refers to is removed there.
    fn root(&self, portal: PortalId, below: &str) -> String {
        let tag = self.ways.installation.mac("folder in a bucket", &[]);
        let tag = hex::encode(tag.get(..4).unwrap_or_default());
        let parts = below
            .split('/')
            .filter(|part| !matches!(*part, "" | "." | ".."));
        let mut root: Vec<&str> = parts.collect();
        let (own, number) = (format!("atrium-{tag}"), portal.to_string());
        root.extend([own.as_str(), number.as_str()]);
        root.join("/")
    }

    /// The way to what a text of the books means.
    pub(crate) fn way(&self, text: &str) -> Result<Way, String> {
        if text.is_empty() {
            return Ok(Way::Home);
        }
        blob::Guide::read(&self.ways, text)
    }
}

/// Writes an event; `action` is the contract's, where there is one.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<String>,
    kind: &'static str,
    action: Option<i64>,
) -> sql::Result<()> {
    let event = events::Event {
        portal: portal.0,
        kind,
        actor,
        subject: portal.to_string(),
        data: json!({ "action": action }),
    };
    events::record(tx, event)
}
