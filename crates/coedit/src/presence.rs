//! Who is here and where his cursor stands: awareness states of Yjs, with names that only the server gives.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use yrs::ClientID;
use yrs::sync::AwarenessUpdate;
use yrs::sync::awareness::AwarenessUpdateEntry;

/// Bytes of one state.
const LARGEST: usize = 4096;
/// States of one connection: a client that is reloaded gets another number.
const MOST: usize = 4;
/// Colours of cursors: white names on them have a contrast of 4.5 at least.
const COLORS: [&str; 8] = [
    "#1864ab", "#b84a00", "#2b7a2f", "#862e9c", "#c92a2a", "#0b7285", "#8a5a00", "#5f3dc4",
];

/// As others see somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Face {
    /// Id of the person, or of the anonymous visitor.
    pub(crate) id: String,
    /// Display name.
    pub(crate) name: String,
}

impl Face {
    fn shown(&self, connection: u64) -> Value {
        let seed = self.id.bytes().fold(connection, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(byte.into())
        });
        let at = usize::try_from(seed % COLORS.len() as u64).unwrap_or(0);
        let color = COLORS.get(at).copied().unwrap_or("#1864ab");
        json!({ "id": self.id, "name": self.name, "color": color, "colorLight": format!("{color}33") })
    }
}

/// The states of all clients of a document.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    states: HashMap<ClientID, State>,
}

#[derive(Debug)]
struct State {
    connection: u64,
    clock: u32,
    json: Arc<str>,
}

impl Presence {
    /// Takes what a connection says of itself; gives what the others are told, or nothing when it is nothing new. States
    /// of others' clients are left out. `None` inside of the error: too large.
    pub(crate) fn take(
        &mut self,
        connection: u64,
        face: &Face,
        said: AwarenessUpdate,
    ) -> Result<Option<AwarenessUpdate>, ()> {
        let mut told = HashMap::new();
        for (client, entry) in said.clients {
            if entry.json.len() > LARGEST {
                return Err(());
            }
            let own = self
                .states
                .values()
                .filter(|one| one.connection == connection);
            let room = own.count() < MOST;
            let json = named(&entry.json, face, connection);
            match self.states.entry(client) {
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    if known.connection != connection || entry.clock < known.clock {
                        continue;
                    }
                    known.clock = entry.clock;
                    known.json = Arc::clone(&json);
                }
                Entry::Vacant(free) if room => {
                    free.insert(State {
                        connection,
                        clock: entry.clock,
                        json: Arc::clone(&json),
                    });
                }
                Entry::Vacant(_) => continue,
            }
            let clock = entry.clock;
            told.insert(client, AwarenessUpdateEntry { clock, json });
        }
        Ok((!told.is_empty()).then_some(AwarenessUpdate { clients: told }))
    }

    /// Everybody who is here.
    pub(crate) fn all(&self) -> Option<AwarenessUpdate> {
        let entry = |state: &State| AwarenessUpdateEntry {
            clock: state.clock,
            json: Arc::clone(&state.json),
        };
        let here = self
            .states
            .iter()
            .filter(|(_, state)| &*state.json != "null");
        let clients: HashMap<_, _> = here.map(|(id, state)| (*id, entry(state))).collect();
        (!clients.is_empty()).then_some(AwarenessUpdate { clients })
    }

    /// Forgets a connection; gives what the others are told.
    pub(crate) fn leave(&mut self, connection: u64) -> Option<AwarenessUpdate> {
        let mut clients = HashMap::new();
        self.states.retain(|client, state| {
            if state.connection == connection {
                let clock = state.clock.saturating_add(1);
                let json = Arc::from("null");
                clients.insert(*client, AwarenessUpdateEntry { clock, json });
            }
            state.connection != connection
        });
        (!clients.is_empty()).then_some(AwarenessUpdate { clients })
    }
}

/// A state with the name of who sent it, whatever it says itself. What is no object means "gone".
fn named(json: &str, face: &Face, connection: u64) -> Arc<str> {
    match serde_json::from_str::<Map<String, Value>>(json) {
        Ok(mut state) => {
            state.insert("user".to_owned(), face.shown(connection));
            Arc::from(Value::Object(state).to_string())
        }
        Err(_) => Arc::from("null"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn said(client: u64, clock: u32, json: &str) -> AwarenessUpdate {
        let json = Arc::from(json);
        let entry = AwarenessUpdateEntry { clock, json };
        AwarenessUpdate {
            clients: HashMap::from([(ClientID::new(client), entry)]),
        }
    }

    fn face(name: &str) -> Face {
        Face {
            id: name.to_owned(),
            name: name.to_owned(),
        }
    }

    fn name_of(update: &AwarenessUpdate, client: u64) -> Value {
        let entry = update.clients.get(&ClientID::new(client)).unwrap();
        let state: Value = serde_json::from_str(&entry.json).unwrap();
        state.pointer("/user/name").cloned().unwrap_or_default()
    }

    #[test]
    fn nobody_speaks_for_another() {
        let mut presence = Presence::default();
        let lie = r#"{"user":{"name":"Eve"},"cursor":null}"#;
        let told = presence.take(1, &face("Ada"), said(7, 1, lie)).unwrap();
        assert_eq!(name_of(&told.unwrap(), 7), "Ada");
        let stolen = presence.take(2, &face("Bob"), said(7, 9, "{}")).unwrap();
        assert_eq!(stolen, None);
        assert_eq!(name_of(&presence.all().unwrap(), 7), "Ada");
    }

    #[test]
    fn who_leaves_is_gone_for_the_others() {
        let mut presence = Presence::default();
        presence.take(1, &face("Ada"), said(7, 3, "{}")).unwrap();
        let gone = presence.leave(1).unwrap();
        let entry = gone.clients.get(&ClientID::new(7)).unwrap();
        assert_eq!((entry.clock, &*entry.json), (4, "null"));
        assert_eq!(presence.all(), None);
    }

    #[test]
    fn large_states_and_many_of_them_are_refused() {
        let mut presence = Presence::default();
        let large = format!("\"{}\"", "x".repeat(LARGEST));
        assert!(presence.take(1, &face("Ada"), said(1, 1, &large)).is_err());
        for client in 0..10 {
            presence
                .take(1, &face("Ada"), said(client, 1, "{}"))
                .unwrap();
        }
        assert_eq!(presence.all().unwrap().clients.len(), MOST);
    }
}
