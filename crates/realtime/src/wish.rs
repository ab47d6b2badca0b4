//! What a client wants, done in the order in which it asked. A browser that comes back asks for its rooms one by one;
//! what has gathered meanwhile is checked with one look into the database.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use files::model::{Entry, EntryRef, FolderId};
use parking_lot::Mutex;
use serde_json::Value;
use socketioxide::extract::AckSender;

use crate::Realtime;
use crate::hub::{Connection, Listening, MOST_PARTS};
use crate::part::{Admission, Part};

/// Wishes of one client that may wait.
const MOST_WAITING: usize = 512;
/// Rooms named in one wish.
const MOST_NAMED: usize = 1000;

/// One wish.
pub(crate) enum Wish {
    /// To hear of these. The contract answers nothing; a client that asks for an answer gets the names it was let into.
    Join {
        parts: Vec<(String, Part)>,
        individual: bool,
        answer: AckSender,
    },
    /// To hear no more of these.
    Leave(Vec<Part>),
    /// That the others read a folder anew.
    Refresh(FolderId),
}

/// The wishes of one client that are not done yet.
#[derive(Default)]
pub(crate) struct Wishes(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    wishes: VecDeque<Wish>,
    /// Somebody is at it.
    busy: bool,
}

/// What to do after a wish was put down.
enum Next {
    /// Begin to work.
    Begin,
    /// Somebody works already.
    Wait,
    /// The client asks faster than anybody can answer.
    TooMany,
}

impl Wishes {
    fn put(&self, wish: Wish) -> Next {
        let mut waiting = self.0.lock();
        if waiting.wishes.len() >= MOST_WAITING {
            return Next::TooMany;
        }
        waiting.wishes.push_back(wish);
        if std::mem::replace(&mut waiting.busy, true) {
            Next::Wait
        } else {
            Next::Begin
        }
    }

    /// All that wait; `None` ends the work.
    fn take(&self) -> Option<VecDeque<Wish>> {
        let mut waiting = self.0.lock();
        let wishes = std::mem::take(&mut waiting.wishes);
        waiting.busy = !wishes.is_empty();
        (!wishes.is_empty()).then_some(wishes)
    }
}

/// The argument of `subscribe` and `unsubscribe`: names in a text or a list, and `individual`.
pub(crate) fn named(argument: &Value) -> (Vec<(String, Part)>, bool) {
    let individual = argument["individual"].as_bool().unwrap_or_default();
    let names = match &argument["roomParts"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let named = names.into_iter().take(MOST_NAMED);
    let parts = named.filter_map(|name| Some((name.to_owned(), Part::read(name)?)));
    (parts.collect(), individual)
}

impl Realtime {
    /// Takes a wish; it is done after those before it.
    pub(crate) fn wish(&self, connection: &Arc<Connection>, wish: Wish) {
        match connection.wishes.put(wish) {
            Next::Wait => {}
            Next::TooMany => connection.end(),
            Next::Begin => {
                let (this, connection) = (self.clone(), Arc::clone(connection));
                tokio::spawn(async move {
                    while let Some(wishes) = connection.wishes.take() {
                        this.fulfil(&connection, wishes).await;
                    }
                });
            }
        }
    }

    async fn fulfil(&self, connection: &Arc<Connection>, wishes: VecDeque<Wish>) {
        let rights = self.hub().rights(connection.portal);
        let Some(readable) = self.readable(connection, asked(connection, &wishes)).await else {
            return connection.end();
        };
        for wish in wishes {
            match wish {
                Wish::Join {
                    parts,
                    individual,
                    answer,
                } => self.join(connection, parts, individual, answer, &readable),
                Wish::Leave(parts) => {
                    for part in parts {
                        self.hub().part(connection, part);
                    }
                }
                Wish::Refresh(folder) => self.relay_refresh(connection, folder).await,
            }
        }
        if self.hub().rights(connection.portal) != rights {
            // Somebody's rights changed while these were checked.
            self.check_again(std::slice::from_ref(connection), |_, _| true)
                .await;
        }
    }

    fn join(
        &self,
        connection: &Arc<Connection>,
        parts: Vec<(String, Part)>,
        individual: bool,
        answer: AckSender,
        readable: &HashMap<EntryRef, Option<FolderId>>,
    ) {
        let session = connection.session();
        let mut joined = Vec::new();
        for (name, part) in parts {
            let room = match part.admission(&session) {
                Admission::Closed => continue,
                Admission::Free => None,
                Admission::Gate(entry) => match readable.get(&entry) {
                    Some(room) => *room,
                    None => continue,
                },
            };
            if self
                .hub()
                .join(connection, part, Listening { individual, room })
            {
                joined.push(name);
            }
        }
        // Fails when the client is gone.
        let _ = answer.send(&joined);
    }

    /// Which of the entries the connection may read, with the room each is or lies in; `None` when that cannot be found
    /// out, so that the client has to come again.
    pub(crate) async fn readable(
        &self,
        connection: &Connection,
        wanted: Vec<EntryRef>,
    ) -> Option<HashMap<EntryRef, Option<FolderId>>> {
        if wanted.is_empty() {
            return Some(HashMap::new());
        }
        let looked = async {
            let entries = self.files().entries(connection.portal, wanted).await?;
            let rooms: HashMap<EntryRef, Option<FolderId>> = entries
                .iter()
                .map(|(id, entry)| (*id, entry.room()))
                .collect();
            let entries: Vec<Entry> = entries.into_values().collect();
            let viewer = connection.session().looking();
            let sights = self.files().sights(viewer, entries).await?;
            Ok::<_, files::Error>((rooms, sights))
        };
        match looked.await {
            Ok((mut rooms, sights)) => {
                rooms.retain(|id, _| sights.may_read(*id));
                Some(rooms)
            }
            Err(error) => {
                tracing::warn!(%error, "rights could not be checked");
                None
            }
        }
    }
}

/// Entries the wishes ask about.
fn asked(connection: &Connection, wishes: &VecDeque<Wish>) -> Vec<EntryRef> {
    let session = connection.session();
    let mut asked: Vec<EntryRef> = wishes
        .iter()
        .filter_map(|wish| match wish {
            Wish::Join { parts, .. } => Some(parts),
            _ => None,
        })
        .flatten()
        .filter_map(|(_, part)| match part.admission(&session) {
            Admission::Gate(entry) => Some(entry),
            _ => None,
        })
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked.truncate(MOST_PARTS);
    asked
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_come_as_text_or_list() {
        let names = |argument: Value| -> Vec<String> {
            named(&argument)
                .0
                .into_iter()
                .map(|(name, _)| name)
                .collect()
        };
        assert_eq!(names(json!({ "roomParts": "DIR-5" })), ["DIR-5"]);
        assert_eq!(
            names(json!({ "roomParts": ["FILE-1", 7, "nothing", "quota"] })),
            ["FILE-1", "quota"]
        );
        assert!(names(json!({ "roomParts": "" })).is_empty());
        assert!(names(json!("DIR-5")).is_empty());
        assert!(named(&json!({ "roomParts": "quota", "individual": true })).1);
    }
}
