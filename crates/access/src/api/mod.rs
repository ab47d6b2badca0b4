//! The routes at the door, and the middleware that finds out who asks.

use wire::Routes;

mod authentication;
mod capabilities;
mod confirm;
mod connections;
mod cookies;
mod fence;
mod keys;
mod layer;
mod members;
mod messages;
mod modules;
mod oauth2;
mod ownership;
mod passkeys;
mod passwords;
mod refusing;
mod registration;
mod signature;
mod tfa;
mod welcome;
mod wizard;

use crate::service::Access;

pub use fence::fence;
pub use layer::authenticate;

/// All routes of this crate.
pub fn routes(access: Access) -> Routes {
    Routes::new()
        .merge(authentication::routes())
        .merge(capabilities::routes())
        .merge(confirm::routes())
        .merge(connections::routes())
        .merge(cookies::routes())
        .merge(keys::routes())
        .merge(members::routes())
        .merge(messages::routes())
        .merge(modules::routes())
        .merge(oauth2::routes())
        .merge(ownership::routes())
        .merge(passkeys::routes())
        .merge(passwords::routes())
        .merge(tfa::routes())
        .merge(welcome::routes())
        .merge(wizard::routes())
        .merge(registration::routes())
        .with_state(access)
}
