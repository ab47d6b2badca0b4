//! Portals from the command line.

use access::service::{Order, Refused};
use anyhow::{Context as _, bail};
use portal::{Portal, store};
use server::{Config, House};

use crate::cli::PortalVerb;
use crate::serve::say;
use crate::users::chosen;

/// Runs one verb.
pub(crate) async fn run(config: Config, verb: PortalVerb) -> anyhow::Result<()> {
    let house = House::open(config).await?;
    let result = match verb {
        PortalVerb::Create {
            alias,
            email,
            password,
            first_name,
            last_name,
            language,
        } => {
            let (password, made) = chosen(password);
            let order = Order {
                name: Some(alias),
                first_name,
                last_name,
                email,
                password: Some(password.clone()),
                language: Some(language),
                ..Order::default()
            };
            create(&house, order).await.map(|()| {
                if made {
                    say(&format!("password: {password}"));
                }
            })
        }
        PortalVerb::List => list(&house).await,
        PortalVerb::Suspend { alias } => suspend(&house, &alias).await,
        PortalVerb::Delete { alias } => delete(&house, &alias).await,
    };
    house.close().await;
    result
}

async fn create(house: &House, order: Order) -> anyhow::Result<()> {
    match house.access().register(order, "127.0.0.1").await {
        Ok(registered) => say(&format!(
            "{}: number {}",
            registered.portal.alias, registered.portal.id
        )),
        Err(Refused::Password) => bail!("the password is too weak"),
        Err(Refused::Name(text)) => bail!("{text}"),
        Err(Refused::Alias(rule)) => bail!("the alias breaks a rule: {rule:?}"),
        Err(Refused::Taken(_)) => bail!("the alias is taken"),
        Err(Refused::TooMany) => bail!("too many registrations"),
        Err(Refused::Error(error)) => return Err(error.into()),
    }
    Ok(())
}

async fn list(house: &House) -> anyhow::Result<()> {
    let all = house.db().read(store::all).await?;
    for portal in all {
        let (id, status) = (portal.id.to_string(), portal.status.name());
        say(&format!(
            "{id:>6}  {status:<13} {:<40} {}",
            portal.alias, portal.name
        ));
    }
    Ok(())
}

async fn suspend(house: &House, alias: &str) -> anyhow::Result<()> {
    let portal = find(house, alias).await?;
    house.portals().set_suspended(portal.id, None, true).await?;
    say(&format!("{alias} is suspended"));
    Ok(())
}

async fn delete(house: &House, alias: &str) -> anyhow::Result<()> {
    let portal = find(house, alias).await?;
    house.portals().remove(portal.id, None, None).await?;
    say(&format!("{alias} is deleted"));
    Ok(())
}

/// The portal of an alias.
pub(crate) async fn find(house: &House, alias: &str) -> anyhow::Result<Portal> {
    let wanted = alias.to_ascii_lowercase();
    let found = house
        .db()
        .read(move |tx| store::by_domain(tx, &wanted))
        .await?;
    let found = found.filter(|portal| portal.alias.eq_ignore_ascii_case(alias));
    found.with_context(|| format!("there is no portal `{alias}`"))
}
