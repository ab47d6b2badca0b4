//! Sessions that end while somebody is connected, and types that change.

use std::sync::Arc;

use portal::{PortalId, UserId};
use serde_json::json;
use sql::Dialect;

use crate::Realtime;
use crate::hub::Connection;
use crate::part::Part;

impl Realtime {
    /// Finds out anew who the connections of a person, or of everybody, belong to. Whoever may not be here any more is
    /// told (`s:logout-session`) and put out. `all`: every session of the person ended.
    pub(crate) async fn check_sessions(&self, portal: PortalId, whose: Option<UserId>, all: bool) {
        let mut concerned = self.hub().everybody(portal);
        concerned.retain(|one| whose.is_none_or(|user| one.is_of(user)));
        if concerned.is_empty() {
            return;
        }
        if self.db().dialect() == Dialect::Postgres {
            // Another node may have changed it; this node's caches hear of it when we do.
            self.access().forget();
        }
        let here = match self.portals().by_id(portal).await {
            Ok(here) => here,
            Err(error) => {
                tracing::warn!(%error, "sessions could not be checked");
                return concerned.iter().for_each(Connection::end);
            }
        };
        for connection in concerned {
            let Some(here) = &here else {
                say_goodbye(&connection, all);
                continue;
            };
            let session = connection.session();
            let parts = connection.socket.req_parts();
            match self.recognise_again(parts, here, &session).await {
                Ok(Some(renewed)) => connection.renew(renewed),
                Ok(None) => say_goodbye(&connection, all),
                Err(_) => connection.end(),
            }
        }
    }
}

fn say_goodbye(connection: &Arc<Connection>, all: bool) {
    let session = connection.session();
    if let Some(user) = session.person()
        && connection.listens(Part::Person(user)).is_some()
    {
        let id = session.login.filter(|_| !all).unwrap_or(0);
        let payload = json!({ "loginEventId": id, "redirectUrl": null });
        connection.send("s:logout-session", &payload);
    }
    connection.end();
}
