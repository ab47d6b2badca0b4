//! Backup and restore from the command line.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use backup::restore::{Order, Target};
use backup::{Pace, archive, restore};
use portal::store;
use server::{Config, House};

use crate::portals::find;
use crate::serve::say;

/// Writes the archive of a portal into a new file.
pub(crate) async fn make(
    config: Config,
    portal: Option<String>,
    out: PathBuf,
) -> anyhow::Result<()> {
    let house = House::open(config).await?;
    let made = async {
        let portal = match portal {
            Some(alias) => find(&house, &alias).await?,
            None => only(&house).await?,
        };
        let made = archive::make(
            house.backups().ground(),
            portal.id,
            &out,
            &Pace::unwatched(),
        )
        .await;
        let manifest = made.with_context(|| out.display().to_string())?;
        let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
        say(&format!(
            "{}: {rows} rows and {} objects of {} bytes in {}",
            manifest.alias,
            manifest.objects,
            manifest.bytes,
            out.display()
        ));
        anyhow::Ok(())
    };
    let made = made.await;
    house.close().await;
    made
}

/// Restores an archive as a new portal, or instead of what the named one holds.
pub(crate) async fn bring_back(
    config: Config,
    file: PathBuf,
    alias: Option<String>,
) -> anyhow::Result<()> {
    let house = House::open(config).await?;
    let restored = async {
        let target = match &alias {
            Some(alias) => match find(&house, alias).await {
                Ok(portal) => Target::Over(portal.id),
                Err(_) => Target::New(Some(alias.clone())),
            },
            None => Target::New(None),
        };
        let order = Order {
            archive: file.clone(),
            target,
            token: uuid::Uuid::new_v4(),
            foreign: true,
        };
        let restored = restore::restore(
            house.backups().ground(),
            house.portals(),
            order,
            &Pace::unwatched(),
        )
        .await;
        let restored = restored.with_context(|| file.display().to_string())?;
        let manifest = &restored.checked.manifest;
        let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
        say(&format!(
            "{}: number {}, {rows} rows and {} objects, {} of them stored anew",
            restored.alias, restored.portal, manifest.objects, restored.stored
        ));
        if !restored.checked.own {
            say(
                "The archive was made with another machine key: passwords, second factors and stored secrets of the \
                 portal are void here. Put the old machine.key into the data folder, or set new passwords with \
                 `atrium user reset-password`.",
            );
        }
        anyhow::Ok(())
    };
    let restored = restored.await;
    house.close().await;
    restored
}

/// The only portal there is.
async fn only(house: &House) -> anyhow::Result<portal::Portal> {
    let mut all = house.db().read(store::all).await?;
    all.retain(|portal| portal.status != portal::Status::RemovePending);
    match (all.pop(), all.len()) {
        (Some(portal), 0) => Ok(portal),
        (None, _) => bail!("there is no portal"),
        _ => bail!("there are several portals: say which with --portal"),
    }
}
