//! Portals from the command line.

use anyhow::Context as _;
use portal::{Status, store};
use server::{Config, House};

use crate::cli::PortalVerb;
use crate::serve::say;

/// Runs one verb.
pub(crate) async fn run(config: Config, verb: PortalVerb) -> anyhow::Result<()> {
    let house = House::open(config).await?;
    let result = match verb {
        PortalVerb::List => list(&house).await,
        PortalVerb::Suspend { alias } => set_status(&house, alias, Status::Suspended).await,
        PortalVerb::Delete { alias } => set_status(&house, alias, Status::RemovePending).await,
    };
    house.close().await;
    result
}

async fn list(house: &House) -> anyhow::Result<()> {
    let all = house.db().read(|tx| store::all(tx)).await?;
    for portal in all {
        say(&format!(
            "{:>6}  {:<10} {:<40} {}",
            portal.id,
            portal.status.name(),
            portal.alias,
            portal.name
        ));
    }
    Ok(())
}

async fn set_status(house: &House, alias: String, status: Status) -> anyhow::Result<()> {
    let wanted = alias.to_ascii_lowercase();
    let found = house
        .db()
        .read(move |tx| store::by_domain(tx, &wanted))
        .await?;
    let portal = found.filter(|p| p.alias.eq_ignore_ascii_case(&alias));
    let portal = portal.with_context(|| format!("there is no portal `{alias}`"))?;
    house
        .portals()
        .edit(portal.id, None, "portal.status", move |portal| {
            portal.status = status
        })
        .await?;
    say(&format!("{alias}: {}", status.name()));
    Ok(())
}
