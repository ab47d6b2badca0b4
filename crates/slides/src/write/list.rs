//! The list of slides, and what goes with slides that are gone.

use std::collections::{BTreeMap, BTreeSet};

use ooxml::package::{Package, Relation};
use ooxml::xml::{Element, parse};

use super::links::Links;
use super::patch::{Patch, soon};
use super::{Listed, Unwritable, Writing};
use crate::deck::Entry;
use crate::text::{plain, relation_of};

/// The smallest number of a slide.
const FIRST: u32 = 256;

impl Writing<'_> {
    /// Writes the list, when it is another one.
    pub(super) fn list(&mut self, listed: &[Listed]) -> Result<(), Unwritable> {
        let deck = self.deck;
        let same = listed.len() == deck.entries.len()
            && listed
                .iter()
                .zip(&deck.entries)
                .all(|(one, entry)| !one.is_new && one.part == entry.part);
        if same && self.new_master.is_none() {
            return Ok(());
        }
        let by_part: BTreeMap<&str, &Entry> = deck
            .entries
            .iter()
            .map(|entry| (&*entry.part, entry))
            .collect();
        let mut links = Links::over(deck.name.as_str().into(), deck.relations.clone());
        let mut number = deck
            .entries
            .iter()
            .map(|entry| entry.number)
            .max()
            .unwrap_or(0)
            .max(FIRST - 1);
        let root = parse(&deck.part, soon()).map_err(|_| Unwritable)?;
        let prefix = root
            .name()
            .strip_suffix(root.local())
            .unwrap_or_default()
            .to_owned();
        let (mut lines, mut numbers) = (String::new(), Vec::new());
        for one in listed {
            match by_part.get(&*one.part) {
                Some(entry) if !one.is_new => {
                    lines.push_str(&entry.xml);
                    numbers.push(entry.number);
                }
                _ => {
                    number += 1;
                    let id = links.inside("slide", &one.part);
                    lines.push_str(&format!("<{prefix}sldId id=\"{number}\" r:id=\"{id}\"/>"));
                    numbers.push(number);
                }
            }
        }
        let mut patch = Patch::of(&deck.part);
        if let Some(master) = &self.new_master {
            let id = links.inside("notesMaster", master);
            let before = root.child("sldMasterIdLst").ok_or(Unwritable)?.end;
            let line = format!(
                "<{prefix}notesMasterIdLst><{prefix}notesMasterId r:id=\"{id}\"/></{prefix}notesMasterIdLst>"
            );
            patch.put(before, before, line);
        }
        let lines = match lines.is_empty() {
            true => format!("<{prefix}sldIdLst/>"),
            false => format!("<{prefix}sldIdLst>{lines}</{prefix}sldIdLst>"),
        };
        patch.put(deck.list.0, deck.list.1, lines);
        let declared = links.declarations(&deck.part);
        let declared: Vec<(&str, Option<String>)> = declared
            .iter()
            .map(|(name, value)| (name.as_str(), Some(value.clone())))
            .collect();
        if !declared.is_empty() {
            patch.tag(&root, &declared);
        }
        sections(&mut patch, &root, &numbers);
        let gone = self.leave(listed, &root)?;
        let text = patch.done();
        self.changed.insert(deck.name.clone(), text.into_bytes());
        let kept = |one: &Relation| !gone.contains(&one.target) || one.outside;
        let mut relations = deck.relations.clone();
        if !gone.is_empty() {
            relations = relations.copied(deck.relations.name.clone(), kept);
        }
        let text = links.text_over(&relations);
        self.changed
            .insert(deck.relations.name.clone(), text.into_bytes());
        Ok(())
    }

    /// Removes the parts of slides that are listed no more and that nothing else names.
    fn leave(
        &mut self,
        listed: &[Listed],
        root: &Element<'_>,
    ) -> Result<BTreeSet<String>, Unwritable> {
        let deck = self.deck;
        let stays: BTreeSet<&str> = listed.iter().map(|one| &*one.part).collect();
        let mut named: BTreeSet<String> = BTreeSet::new();
        // Shows of some slides name them as well.
        root.walk(&mut |one| {
            if one.local() == "sld" {
                named.extend(relation_of(one, "id"));
            }
        });
        let mut gone = BTreeSet::new();
        let left: Vec<&Entry> = deck
            .entries
            .iter()
            .filter(|entry| !stays.contains(&*entry.part))
            .collect();
        if left.is_empty() {
            return Ok(gone);
        }
        let targets = self.targets(&stays);
        for entry in left {
            if named.contains(&entry.relation) || targets.contains(&*entry.part) {
                continue;
            }
            let notes = deck
                .origins
                .relations
                .get(&entry.part)
                .and_then(|all| all.of_kind("notesSlide"));
            for part in [Some(&*entry.part), notes].into_iter().flatten() {
                for name in [part.to_owned(), Package::relations_name(part)] {
                    self.gone.extend(self.package.real_name(&name));
                }
            }
            gone.insert(entry.part.to_string());
        }
        Ok(gone)
    }

    /// Parts that slides that stay lead to, as far as they were read.
    fn targets(&self, stays: &BTreeSet<&str>) -> BTreeSet<String> {
        let all = self
            .deck
            .origins
            .relations
            .iter()
            .filter(|(part, _)| stays.contains(&***part));
        all.flat_map(|(_, relations)| {
            relations
                .iter()
                .map(|(_, one)| one.target.clone())
                .collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Has the sections of a presentation hold these slides.
fn sections(patch: &mut Patch<'_>, root: &Element<'_>, numbers: &[u32]) {
    let Some(list) = root.find("sectionLst") else {
        return;
    };
    let lists: Vec<&Element<'_>> = list
        .children
        .iter()
        .filter_map(|section| section.child("sldIdLst"))
        .collect();
    if lists.is_empty() || lists.len() != list.children.len() {
        return;
    }
    let number = |one: &Element<'_>| plain(one, "id").and_then(|number| number.parse::<u32>().ok());
    let own: BTreeMap<u32, usize> = lists
        .iter()
        .enumerate()
        .flat_map(|(at, list)| {
            list.children
                .iter()
                .filter_map(move |one| Some((number(one)?, at)))
        })
        .collect();
    let mut wanted = vec![String::new(); lists.len()];
    let mut current = 0;
    for (at, slide) in numbers.iter().enumerate() {
        let next = numbers.iter().skip(at + 1).find_map(|next| own.get(next));
        if let Some(section) = own.get(slide)
            && *section >= current
            && next.is_none_or(|next| next >= section)
        {
            current = *section;
        }
        if let (Some(into), Some(list)) = (wanted.get_mut(current), lists.get(current)) {
            let prefix = list.name().strip_suffix("sldIdLst").unwrap_or_default();
            into.push_str(&format!("<{prefix}sldId id=\"{slide}\"/>"));
        }
    }
    for (list, inside) in lists.iter().zip(wanted) {
        if list.is_closed_at_once() {
            if !inside.is_empty() {
                patch.append(list, &inside);
            }
        } else if list.inside() != inside {
            patch.put(list.inner.0, list.inner.1, inside);
        }
    }
}
