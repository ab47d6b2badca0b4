//! Rights that change while somebody listens: who may not read any more is put out of the room, and told that it is gone.

use std::collections::HashMap;
use std::sync::Arc;

use files::model::EntryRef;
use futures::{StreamExt as _, stream};
use portal::PortalId;

use crate::Realtime;
use crate::change::{Cmd, Scope};
use crate::entries::{AT_ONCE, ModifyFolder, by_who};
use crate::hub::{Connection, Listening};
use crate::part::{Admission, Part};

impl Realtime {
    /// Looks at the rights of those whom the changes may concern.
    pub(crate) async fn check_rights(&self, portal: PortalId, scopes: &[Scope]) {
        if scopes.is_empty() {
            return;
        }
        let everybody = self.hub().everybody(portal);
        self.check_again(&everybody, |connection, (part, how)| {
            scopes.iter().any(|scope| match *scope {
                Scope::Everything => true,
                Scope::Room(room) => how.room == room,
                Scope::File(id) => part == Part::File(id),
                Scope::Person(user) => connection.is_of(user),
            })
        })
        .await;
    }

    /// Looks at what connections listen to, as far as `concerned`; people are looked up once, whatever they have open.
    pub(crate) async fn check_again(
        &self,
        connections: &[Arc<Connection>],
        concerned: impl Fn(&Connection, (Part, Listening)) -> bool,
    ) {
        let mut listening: HashMap<usize, Vec<Part>> = HashMap::new();
        let mut affected = Vec::new();
        for connection in connections {
            let parts = connection.parts(|part, how| concerned(connection, (part, how)));
            if !parts.is_empty() {
                listening.insert(Arc::as_ptr(connection) as usize, parts);
                affected.push(Arc::clone(connection));
            }
        }
        let listening = &listening;
        stream::iter(by_who(affected).into_values())
            .for_each_concurrent(AT_ONCE, |(_, connections)| async move {
                let of =
                    |one: &Arc<Connection>| listening.get(&(Arc::as_ptr(one) as usize)).cloned();
                let parts: Vec<(Arc<Connection>, Vec<Part>)> = connections
                    .into_iter()
                    .filter_map(|one| of(&one).map(|parts| (one, parts)))
                    .collect();
                self.check_one(parts).await;
            })
            .await;
    }

    /// Looks at the rights of connections that share them.
    async fn check_one(&self, listening: Vec<(Arc<Connection>, Vec<Part>)>) {
        let Some((first, _)) = listening.first() else {
            return;
        };
        let mut wanted: Vec<EntryRef> = listening
            .iter()
            .flat_map(|(_, parts)| parts)
            .filter_map(|part| entry_of(*part))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let Some(readable) = self.readable(first, wanted).await else {
            return listening.iter().for_each(|(one, _)| one.end());
        };
        for (connection, parts) in listening {
            let session = connection.session();
            for part in parts {
                let Some(entry) = entry_of(part) else {
                    if part.admission(&session) == Admission::Closed {
                        self.hub().part(&connection, part);
                    }
                    continue;
                };
                match readable.get(&entry) {
                    Some(room) => connection.lies_in(part, *room),
                    None => {
                        if self.hub().part(&connection, part) {
                            let gone = ModifyFolder::new(Cmd::Delete, entry, "");
                            connection.send(ModifyFolder::EVENT, &gone);
                        }
                    }
                }
            }
        }
    }
}

fn entry_of(part: Part) -> Option<EntryRef> {
    match part {
        Part::Folder(id) => Some(EntryRef::Folder(id)),
        Part::File(id) => Some(EntryRef::File(id)),
        _ => None,
    }
}
