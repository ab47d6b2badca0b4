//! The relations of a part in the making.

use std::collections::BTreeMap;
use std::sync::Arc;

use ooxml::package::{Relation, Relations};

use super::RELATIONS;
use crate::deck::{MAIN, declared};
use crate::origins::with_relations;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Relations of a part that is written.
pub(super) struct Links {
    /// The part whose ids mean the same here.
    pub(super) own: Arc<str>,
    base: Relations,
    more: Vec<(String, Relation)>,
    /// Kinds that lead somewhere else now.
    other: Vec<(String, String)>,
    /// Prefixes that pieces of other parts bring.
    prefixes: BTreeMap<String, String>,
}

impl Links {
    pub(super) fn over(own: Arc<str>, base: Relations) -> Self {
        Self {
            own,
            base,
            more: Vec::new(),
            other: Vec::new(),
            prefixes: BTreeMap::new(),
        }
    }

    /// The id of a relation, which is made when there is none.
    pub(super) fn to(&mut self, wanted: &Relation) -> String {
        let is = |one: &Relation| {
            one.outside == wanted.outside && one.target == wanted.target && one.kind == wanted.kind
        };
        let there = self
            .base
            .iter()
            .filter(|(_, one)| is(one))
            .map(|(id, _)| id)
            .min();
        if let Some(id) = there {
            return id.to_owned();
        }
        if let Some((id, _)) = self.more.iter().find(|(_, one)| is(one)) {
            return id.clone();
        }
        let mut number = self.more.len() + 1;
        let id = loop {
            let id = format!("rIdAtrium{number}");
            let taken =
                self.base.get(&id).is_some() || self.more.iter().any(|(other, _)| *other == id);
            if !taken {
                break id;
            }
            number += 1;
        };
        self.more.push((id.clone(), wanted.clone()));
        id
    }

    /// A relation to another part.
    pub(super) fn inside(&mut self, kind: &str, target: &str) -> String {
        self.to(&Relation {
            kind: format!("{RELATIONS}/{kind}"),
            target: target.to_owned(),
            outside: false,
        })
    }

    /// A relation to an address.
    pub(super) fn outside(&mut self, address: &str) -> String {
        self.to(&Relation {
            kind: format!("{RELATIONS}/hyperlink"),
            target: address.to_owned(),
            outside: true,
        })
    }

    /// Has the relation of a kind lead somewhere else.
    pub(super) fn retarget(&mut self, kind: &str, target: &str) {
        self.other.push((kind.to_owned(), target.to_owned()));
    }

    /// A piece of XML of another part, with the ids of this one.
    pub(super) fn carry(
        &mut self,
        from: &str,
        xml: &str,
        of: Option<(&Relations, &str)>,
    ) -> String {
        if from == &*self.own {
            return xml.to_owned();
        }
        let Some((relations, text)) = of else {
            return with_relations(xml, |_| String::new());
        };
        if !xml.is_empty() {
            self.prefixes.extend(declared(text));
        }
        with_relations(xml, |id| match relations.get(id) {
            Some(relation) => self.to(relation),
            None => String::new(),
        })
    }

    /// What the root of a part must declare and does not.
    pub(super) fn declarations(&self, text: &str) -> Vec<(String, String)> {
        let has = declared(text);
        let mut wanted = self.prefixes.clone();
        for (prefix, namespace) in [("a", DRAWING), ("r", RELATIONS), ("p", MAIN)] {
            wanted.insert(prefix.to_owned(), namespace.to_owned());
        }
        let lacks = wanted
            .into_iter()
            .filter(|(prefix, _)| !has.contains_key(prefix));
        lacks
            .map(|(prefix, namespace)| (format!("xmlns:{prefix}"), namespace))
            .collect()
    }

    /// Name and text of the part that holds them, when it is another one now.
    pub(super) fn written(mut self, new: bool) -> Option<(String, String)> {
        if self.more.is_empty() && self.other.is_empty() && !new {
            return None;
        }
        if !self.other.is_empty() {
            let other = std::mem::take(&mut self.other);
            let is = |one: &Relation, kind: &str| one.kind.rsplit('/').next() == Some(kind);
            let wanted = |one: &Relation| !other.iter().any(|(kind, _)| is(one, kind));
            let name = self.base.name.clone();
            // The id stays free for nobody: nothing names these by their ids.
            self.base = self.base.copied(name, wanted);
            for (kind, target) in other {
                self.inside(&kind, &target);
            }
        }
        Some((self.base.name.clone(), self.text_over(&self.base)))
    }

    /// The text of the part that holds these and those that were made.
    pub(super) fn text_over(&self, base: &Relations) -> String {
        let lines: Vec<(String, String, String, bool)> = self
            .more
            .iter()
            .map(|(id, one)| (id.clone(), one.kind.clone(), one.written(), one.outside))
            .collect();
        base.with(&lines)
    }
}
