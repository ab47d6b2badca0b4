//! People from the command line.

use access::password::ClientHash;
use anyhow::{Context as _, bail};
use portal::{Portal, store};
use server::{Config, House};

use crate::cli::UserVerb;
use crate::portals::find;
use crate::serve::say;

/// Runs one verb.
pub(crate) async fn run(config: Config, verb: UserVerb) -> anyhow::Result<()> {
    let house = House::open(config).await?;
    let UserVerb::ResetPassword {
        email,
        portal,
        password,
    } = verb;
    let result = reset(&house, &email, portal.as_deref(), password).await;
    house.close().await;
    result
}

async fn reset(
    house: &House,
    email: &str,
    alias: Option<&str>,
    password: Option<String>,
) -> anyhow::Result<()> {
    let portal = match alias {
        Some(alias) => find(house, alias).await?,
        None => only(house).await?,
    };
    let (id, wanted) = (portal.id, email.to_owned());
    let found = house
        .db()
        .read(move |tx| people::store::by_email(tx, id, &wanted))
        .await?;
    let person =
        found.with_context(|| format!("nobody in `{}` has the e-mail {email}", portal.alias))?;
    let (password, made) = chosen(password);
    let hash = ClientHash::of(&password, house.portals().installation().password_salt()).await;
    house
        .access()
        .change_password(id, person.id, None, hash, "")
        .await?;
    say(&format!(
        "{email} has a new password; all sessions have ended"
    ));
    if made {
        say(&format!("password: {password}"));
    }
    Ok(())
}

async fn only(house: &House) -> anyhow::Result<Portal> {
    let mut all = house.db().read(store::active).await?;
    match (all.pop(), all.is_empty()) {
        (Some(portal), true) => Ok(portal),
        _ => bail!("say which portal is meant: --portal ALIAS"),
    }
}

/// A given password, or a random one; and whether it is random.
pub(crate) fn chosen(password: Option<String>) -> (String, bool) {
    match password {
        Some(password) => (password, false),
        None => (hex::encode(rand::random::<[u8; 10]>()), true),
    }
}
