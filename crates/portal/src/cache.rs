//! A cache that never keeps what a concurrent change has made old.

use std::hash::Hash;
use std::time::Duration;

use moka::sync::Cache;
use parking_lot::RwLock;

/// Remembers loaded values until they change or grow old.
///
/// A reader takes a [`Ticket`] before it loads and presents it when it stores. Anything forgotten in between
/// makes the ticket worthless, so a value read before a change is never kept after it.
pub struct Memory<K, V> {
    values: Cache<K, V>,
    /// Counts changes; held for reading while a value is stored.
    changes: RwLock<u64>,
}

/// The state of the memory when loading began.
#[derive(Debug, Clone, Copy)]
pub struct Ticket(u64);

impl<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Memory<K, V> {
    /// A memory of at most `capacity` values, each kept for `life`: other nodes' changes are seen after
    /// that at the latest.
    #[must_use]
    pub fn new(capacity: u64, life: Duration) -> Self {
        let values = Cache::builder()
            .max_capacity(capacity)
            .time_to_live(life)
            .build();
        Self {
            values,
            changes: RwLock::new(0),
        }
    }

    /// The remembered value.
    pub fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.values.get(key)
    }

    /// To be taken before loading what [`Memory::store`] is to keep.
    pub fn ticket(&self) -> Ticket {
        Ticket(*self.changes.read())
    }

    /// Keeps a value loaded under this ticket, unless something was forgotten since.
    pub fn store(&self, ticket: Ticket, key: K, value: V) {
        let changes = self.changes.read();
        if *changes == ticket.0 {
            self.values.insert(key, value);
        }
    }

    /// Forgets one value.
    pub fn forget<Q>(&self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let mut changes = self.changes.write();
        *changes += 1;
        self.values.invalidate(key);
    }

    /// Forgets every value.
    pub fn forget_all(&self) {
        let mut changes = self.changes.write();
        *changes += 1;
        self.values.invalidate_all();
    }

    /// Forgets the values this is true for.
    pub fn forget_where(&self, old: impl Fn(&K, &V) -> bool) {
        let mut changes = self.changes.write();
        *changes += 1;
        let keys: Vec<_> = self
            .values
            .iter()
            .filter(|(key, value)| old(key, value))
            .map(|(key, _)| key)
            .collect();
        for key in keys {
            self.values.invalidate(&*key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_loaded_before_a_change_is_not_kept() {
        let memory = Memory::new(10, Duration::from_secs(60));
        let before = memory.ticket();
        memory.forget("b");
        memory.store(before, "a", 1);
        assert_eq!(memory.get("a"), None);
        memory.store(memory.ticket(), "a", 2);
        assert_eq!(memory.get("a"), Some(2));
        memory.forget_where(|_, value| *value == 2);
        assert_eq!(memory.get("a"), None);
    }
}
