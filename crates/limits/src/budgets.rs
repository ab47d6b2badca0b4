//! What a caller may do with every request: so many in a window, so many at once.
//!
//! Every request is counted in memory. Nodes exchange what they counted now and then ([`Budgets::exchange`]), and only of
//! holders who used a tenth of a limit on this node or are known to have: the others are far from any limit, and exchanging them
//! would cost more than it tells. How many requests are under way is counted on each node alone.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use sql::{Db, Dialect, Micros, Result};

use crate::{Key, Refusal, Rule, Shared, State, Window};

/// Below this part of a limit a holder is nobody else's business.
const SHARE: u32 = 10;
/// Idle holders are looked for when there are this many, and then whenever there are twice as many as were left.
const MANY: usize = 20_000;
/// Holders of one transaction of an exchange.
const BATCH: usize = 500;

/// What every holder may do; `None` is no limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    /// Requests of any kind.
    pub requests: Option<Rule>,
    /// Requests that change something and count for long.
    pub writes: Option<Rule>,
    /// Reading requests under way.
    pub reads_at_once: Option<u32>,
    /// Other requests under way.
    pub writes_at_once: Option<u32>,
}

/// Whose budget a request uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// An account of a portal, by its id.
    Account(i64, u128),
    /// A stranger, by his address.
    Address(IpAddr),
}

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It reads.
    Read,
    /// It does something else.
    Write,
    /// It does something that counts for long ([`Rules::writes`]).
    LongWrite,
}

/// The budgets of all holders. Cheap to clone.
#[derive(Clone)]
pub struct Budgets {
    inner: Arc<Inner>,
}

struct Inner {
    rules: Rules,
    holders: Mutex<Holders>,
    /// What all nodes counted; `None` on a lone node.
    nodes: Option<Shared<Spent>>,
}

#[derive(Default)]
struct Holders {
    budgets: HashMap<Holder, Budget>,
    /// Those to be exchanged.
    hot: Vec<Holder>,
    /// How many there may be before idle ones are looked for.
    room: usize,
}

#[derive(Default)]
struct Budget {
    /// Counted here since the last exchange.
    own: Spent,
    /// Counted by all nodes until then.
    known: Spent,
    /// Under way.
    reads: u32,
    writes: u32,
    hot: bool,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Spent {
    requests: Window,
    writes: Window,
}

impl State for Spent {}

/// A request under way; dropping it frees its place.
pub struct Place {
    budgets: Budgets,
    holder: Holder,
    kind: Kind,
}

impl Budgets {
    /// Budgets of these rules, shared by the nodes over a database.
    #[must_use]
    pub fn over(db: &Db, rules: Rules) -> Self {
        let shared = db.dialect() == Dialect::Postgres;
        let counted: Vec<Rule> = [rules.requests, rules.writes]
            .into_iter()
            .flatten()
            .collect();
        Self {
            inner: Arc::new(Inner {
                rules,
                holders: Mutex::default(),
                nodes: shared.then(|| Shared::over(db, Rule::life(&counted))),
            }),
        }
    }

    /// Counts a request and gives it a place.
    ///
    /// # Errors
    /// [`Refusal`]; nothing was counted.
    pub fn enter(&self, holder: Holder, kind: Kind, now: Micros) -> Result<Place, Refusal> {
        let Inner { rules, nodes, .. } = &*self.inner;
        let mut holders = self.inner.holders.lock();
        holders.make_room(rules, now);
        let Holders { budgets, hot, .. } = &mut *holders;
        let budget = budgets.entry(holder).or_default();
        let is_hot = budget.enter(rules, kind, now)?;
        if is_hot && nodes.is_some() && !budget.hot {
            budget.hot = true;
            hot.push(holder);
        }
        Ok(Place {
            budgets: self.clone(),
            holder,
            kind,
        })
    }

    /// How many holders are remembered.
    #[must_use]
    pub fn holders(&self) -> usize {
        self.inner.holders.lock().budgets.len()
    }

    /// Tells the other nodes what was counted here and learns what they counted. Costs nothing when nobody is near a limit.
    ///
    /// # Errors
    /// The database failed. What was to be told is lost for the others then, not for this node.
    pub async fn exchange(&self, now: Micros) -> Result<()> {
        let Some(nodes) = &self.inner.nodes else {
            return Ok(());
        };
        let told = self.inner.holders.lock().tell();
        for batch in told.chunks(BATCH) {
            let given = batch.iter().map(|(holder, own)| (holder.key(), *own));
            let heard = nodes.update_all(given.collect(), now, |all, own: Spent| all.merge(&own));
            let heard: HashMap<Key, Spent> = heard.await?.into_iter().collect();
            let mut holders = self.inner.holders.lock();
            for (holder, _) in batch {
                let budget = holders.budgets.get_mut(holder);
                if let Some((budget, all)) = budget.zip(heard.get(&holder.key())) {
                    budget.known = *all;
                }
            }
        }
        Ok(())
    }
}

impl Holders {
    /// What is to be exchanged; it counts as known from now on.
    fn tell(&mut self) -> Vec<(Holder, Spent)> {
        let mut told = Vec::with_capacity(self.hot.len());
        for holder in std::mem::take(&mut self.hot) {
            let Some(budget) = self.budgets.get_mut(&holder) else {
                continue;
            };
            budget.hot = false;
            let own = std::mem::take(&mut budget.own);
            budget.known.merge(&own);
            told.push((holder, own));
        }
        told
    }

    /// Forgets holders who did nothing lately when there are many. Writes of a day are remembered only of those who had a
    /// part worth telling, so that strangers' addresses cannot fill the memory.
    fn make_room(&mut self, rules: &Rules, now: Micros) {
        if self.budgets.len() < self.room.max(MANY) {
            return;
        }
        self.budgets.retain(|_, budget| {
            let (requests, writes) = budget.used(rules, now);
            let is_remembered = rules.writes.is_some_and(|rule| writes >= rule.most / SHARE);
            budget.reads + budget.writes > 0 || requests > 0 || is_remembered
        });
        self.room = 2 * self.budgets.len();
    }
}

impl Budget {
    /// Counts a request; tells whether other nodes should know.
    fn enter(&mut self, rules: &Rules, kind: Kind, now: Micros) -> Result<bool, Refusal> {
        let (requests, writes) = self.used(rules, now);
        let long = kind == Kind::LongWrite;
        let requests_rule = rules.requests;
        let writes_rule = rules.writes.filter(|_| long);
        if requests_rule.is_some_and(|rule| requests >= rule.most)
            || writes_rule.is_some_and(|rule| writes >= rule.most)
        {
            return Err(self.refusal(rules, long, now));
        }
        let (under_way, most) = match kind {
            Kind::Read => (&mut self.reads, rules.reads_at_once),
            _ => (&mut self.writes, rules.writes_at_once),
        };
        if let Some(most) = most.filter(|most| *under_way >= *most) {
            // Nobody knows when one of them ends; a second is a polite guess.
            return Err(Refusal {
                most,
                left: 0,
                wait: 1_000_000,
            });
        }
        *under_way += 1;
        if let Some(rule) = requests_rule {
            self.own.requests.add(rule, now, 1);
        }
        if let Some(rule) = writes_rule {
            self.own.writes.add(rule, now, 1);
        }
        let near =
            |rule: Option<Rule>, used: u32| rule.is_some_and(|rule| used >= rule.most / SHARE);
        Ok(near(requests_rule, requests) || near(writes_rule, writes))
    }

    fn used(&mut self, rules: &Rules, now: Micros) -> (u32, u32) {
        let Self { own, known, .. } = self;
        let used = |rule: Option<Rule>, own: &mut Window, known: &mut Window| {
            rule.map_or(0, |rule| {
                own.used(rule, now).saturating_add(known.used(rule, now))
            })
        };
        (
            used(rules.requests, &mut own.requests, &mut known.requests),
            used(rules.writes, &mut own.writes, &mut known.writes),
        )
    }

    /// The refusal that lasts longest.
    fn refusal(&self, rules: &Rules, long: bool, now: Micros) -> Refusal {
        let mut all = self.known;
        all.merge(&self.own);
        let writes = rules
            .writes
            .filter(|_| long)
            .map(|rule| all.writes.take(rule, now, 1));
        let requests = rules.requests.map(|rule| all.requests.take(rule, now, 1));
        let refusals = [writes, requests]
            .into_iter()
            .flatten()
            .filter_map(Result::err);
        refusals
            .max_by_key(|refusal| refusal.wait)
            .unwrap_or(Refusal {
                most: 0,
                left: 0,
                wait: 1_000_000,
            })
    }
}

impl Spent {
    fn merge(&mut self, other: &Self) {
        self.requests.merge(&other.requests);
        self.writes.merge(&other.writes);
    }
}

impl Holder {
    fn key(&self) -> Key {
        match self {
            Self::Account(portal, id) => Key::new(*portal, &["budget", &id.to_string()]),
            Self::Address(address) => Key::new(0, &["budget", &address.to_string()]),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut holders = self.budgets.inner.holders.lock();
        if let Some(budget) = holders.budgets.get_mut(&self.holder) {
            let under_way = match self.kind {
                Kind::Read => &mut budget.reads,
                _ => &mut budget.writes,
            };
            *under_way = under_way.saturating_sub(1);
        }
    }
}
