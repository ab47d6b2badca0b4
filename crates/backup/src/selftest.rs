//! Every night: is what we kept any good? The newest archive of each portal comes back into a scratch installation
//! (SQLite and a folder, whatever this one has), and what is there is counted, summed up and read.

use std::path::Path;

use blob::{Blobs, Storage};
use futures::TryStreamExt as _;
use portal::{PortalId, Portals};
use sql::{Db, Options};

use crate::archive::{self, Manifest};
use crate::error::Result;
use crate::ground::Ground;
use crate::letters;
use crate::pace::Pace;
use crate::restore::{Order, Target, restore};
use crate::service::Backups;
use crate::store::{self, Backup};

/// The table whose only row says where it is now.
const OWN_RECORD: &str = "portals";

impl Backups {
    /// Tests the newest archive of each portal; how many are well, and how many were looked at. Each finding is written
    /// down beside its archive and in the log.
    ///
    /// # Errors
    /// The database failed.
    pub async fn test_all(&self) -> Result<(usize, usize)> {
        let newest = self.ground.db.read(store::newest).await?;
        let mut well = 0;
        for backup in &newest {
            let verdict = self.test(backup).await.err().unwrap_or_default();
            if verdict.is_empty() {
                tracing::info!(portal = %backup.portal, name = backup.name, "a backup was restored and is well");
                well += 1;
            } else {
                tracing::error!(portal = %backup.portal, name = backup.name, verdict, "a backup is not well");
            }
            let judged = backup.clone();
            let write = self.ground.db.write(move |tx| {
                store::judge(tx, &judged, sql::now(), &verdict)?;
                if verdict.is_empty() {
                    return Ok(());
                }
                letters::unwell(tx, &judged, &verdict)
            });
            write.await?;
        }
        Ok((well, newest.len()))
    }

    /// Restores an archive aside and compares. The error is what is wrong with it.
    ///
    /// # Errors
    /// The text for the operator.
    pub async fn test(&self, backup: &Backup) -> Result<(), String> {
        let scratch = self
            .spool(&format!("test-{}", uuid::Uuid::new_v4()))
            .map_err(told)?;
        std::fs::create_dir_all(&scratch).map_err(told)?;
        let tested = self.test_in(backup, &scratch).await;
        if let Err(error) = std::fs::remove_dir_all(&scratch) {
            tracing::warn!(%error, folder = %scratch.display(), "a scratch folder stays");
        }
        tested
    }

    async fn test_in(&self, backup: &Backup, scratch: &Path) -> Result<(), String> {
        let path = self
            .get(backup, &scratch.join("archive.tar"))
            .await
            .map_err(told)?;
        let url = format!("sqlite://{}", scratch.join("scratch.db").display());
        let options = Options {
            durable: false,
            connections: 2,
            ..Options::default()
        };
        let db = Db::open(&url, options).await.map_err(told)?;
        (self.migrate)(db.clone()).await.map_err(told)?;
        let blobs = Blobs::open(&Storage::Folder(scratch.join("objects")))
            .await
            .map_err(told)?;
        let here = self.files.portals();
        let portals = Portals::new(
            db.clone(),
            here.installation().clone(),
            portal::Config::new(scratch),
            here.figures(),
        );
        let ground = Ground {
            db,
            blobs,
            installation: self.ground.installation.clone(),
        };
        let order = Order {
            archive: path,
            target: Target::New(None),
            token: uuid::Uuid::new_v4(),
            foreign: false,
        };
        let restored = restore(&ground, &portals, order, &Pace::unwatched())
            .await
            .map_err(told)?;
        compare(&ground, restored.portal, &restored.checked.manifest).await
    }
}

/// What came back against what was written down when the archive was made.
async fn compare(ground: &Ground, portal: PortalId, manifest: &Manifest) -> Result<(), String> {
    let found = ground
        .db
        .read(move |tx| archive::count(tx, portal))
        .await
        .map_err(told)?;
    for table in &manifest.tables {
        let same = found
            .iter()
            .find(|one| one.name == table.name)
            .is_some_and(|one| {
                one.rows == table.rows && (one.digest == table.digest || one.name == OWN_RECORD)
            });
        if !same {
            return Err(format!("table {} came back as another one", table.name));
        }
    }
    let mut last = String::new();
    let mut objects = 0;
    loop {
        let after = last.clone();
        let some: Vec<(blob::ObjectId, Vec<u8>)> = ground
            .db
            .read(move |tx| {
                let text = "SELECT id, blake3 FROM objects WHERE portal_id = $1 AND id > $2 AND refs > 0 \
                     ORDER BY id LIMIT 500";
                tx.query(text, &sql::params![portal, after])
            })
            .await
            .map_err(|error: sql::Error| told(error))?;
        let Some((end, _)) = some.last() else { break };
        last = end.to_string();
        for (id, hash) in some {
            let mut hasher = blake3::Hasher::new();
            let mut bytes = ground.blobs.get(&id, None).await.map_err(told)?;
            while let Some(piece) = bytes.try_next().await.map_err(told)? {
                hasher.update(&piece);
            }
            if hasher.finalize().as_bytes().as_slice() != hash.as_slice() {
                return Err(format!("object {id} came back as another one"));
            }
            objects += 1;
        }
    }
    if objects == manifest.objects {
        return Ok(());
    }
    Err(format!(
        "{objects} objects came back of {}",
        manifest.objects
    ))
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}
