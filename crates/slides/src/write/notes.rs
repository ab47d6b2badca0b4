//! The notes of slides.

use std::sync::Arc;

use ooxml::package::{Package, Relations};

use super::links::Links;
use super::patch::{Patch, soon};
use super::{TYPES, Unwritable, Writing};
use crate::origins::{NotesPart, Surround};
use crate::tree::Node;

const NOTES_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml";
const MASTER_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml";
const THEME_TYPE: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
const NEW_NOTES: &str = include_str!("new/notes.xml");
const NEW_MASTER: &str = include_str!("new/notes_master.xml");

impl Writing<'_> {
    /// Writes the notes of a slide; `of` are the slide's relations, `part` is its name.
    pub(super) fn notes(
        &mut self,
        slide: &Node,
        surround: &Surround,
        part: &Arc<str>,
        new: bool,
        of: &mut Links,
    ) -> Result<(), Unwritable> {
        let Some(notes) = slide.child("notes") else {
            return Ok(());
        };
        let deck = self.deck;
        let kept = surround
            .notes
            .as_ref()
            .and_then(|name| Some((name, deck.origins.notes.get(name)?)));
        let none = Relations::default();
        match kept {
            Some((name, kept)) if !new => {
                let relations = deck.origins.relations.get(name).unwrap_or(&none);
                let links = Links::over(Arc::clone(name), relations.clone());
                self.notes_part(notes, kept, name, links, false)
            }
            _ if notes.words().trim().is_empty() => Ok(()),
            Some((name, kept)) => {
                let own: Arc<str> = Arc::from(self.free_part("ppt/notesSlides/notesSlide", ".xml"));
                let relations = deck.origins.relations.get(name).unwrap_or(&none);
                let relations = relations.copied(Package::relations_name(&own), |_| true);
                let mut links = Links::over(Arc::clone(name), relations);
                links.retarget("slide", part);
                of.inside("notesSlide", &own);
                self.types.push((own.to_string(), NOTES_TYPE));
                self.notes_part(notes, kept, &own, links, true)
            }
            None => {
                let own: Arc<str> = Arc::from(self.free_part("ppt/notesSlides/notesSlide", ".xml"));
                let master = self.notes_master()?;
                let relations = none.copied(Package::relations_name(&own), |_| true);
                let mut links = Links::over(Arc::from(""), relations);
                links.inside("slide", part);
                links.inside("notesMaster", &master);
                of.inside("notesSlide", &own);
                self.types.push((own.to_string(), NOTES_TYPE));
                let text = NEW_NOTES.trim_end().to_owned();
                let at = text.find("<a:p/>").ok_or(Unwritable)?;
                let kept = NotesPart {
                    paragraphs: (at, at + "<a:p/>".len()),
                    text,
                };
                self.notes_part(notes, &kept, &own, links, true)
            }
        }
    }

    fn notes_part(
        &mut self,
        notes: &Node,
        kept: &NotesPart,
        own: &Arc<str>,
        mut links: Links,
        new: bool,
    ) -> Result<(), Unwritable> {
        let (from, to) = kept.paragraphs;
        let paragraphs = self.paragraphs(notes, &mut links, false);
        let had = kept.text.get(from..to).ok_or(Unwritable)?;
        // What stands between paragraphs is no reason to write a part.
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        if !new && squeezed(had) == squeezed(&paragraphs) {
            return Ok(());
        }
        let mut patch = Patch::of(&kept.text);
        patch.put(from, to, paragraphs);
        self.changed
            .insert(own.to_string(), patch.done().into_bytes());
        if let Some((name, text)) = links.written(new) {
            self.changed.insert(name, text.into_bytes());
        }
        Ok(())
    }

    /// The part that notes are made after; a presentation without one gets it.
    fn notes_master(&mut self) -> Result<String, Unwritable> {
        let deck = self.deck;
        if let Some(name) = deck.notes_master.as_ref().or(self.new_master.as_ref()) {
            return Ok(name.clone());
        }
        let name = self.free_part("ppt/notesMasters/notesMaster", ".xml");
        let theme = self.free_part("ppt/theme/theme", ".xml");
        let existing = self.theme_part()?;
        self.changed.insert(theme.clone(), existing);
        self.changed
            .insert(name.clone(), NEW_MASTER.trim_end().as_bytes().to_vec());
        let relations = Relations::default().copied(Package::relations_name(&name), |_| true);
        let mut links = Links::over(Arc::from(name.as_str()), relations);
        links.inside("theme", &theme);
        if let Some((part, text)) = links.written(true) {
            self.changed.insert(part, text.into_bytes());
        }
        self.types.push((name.clone(), MASTER_TYPE));
        self.types.push((theme, THEME_TYPE));
        self.new_master = Some(name.clone());
        Ok(name)
    }

    /// The theme that is used first.
    fn theme_part(&mut self) -> Result<Vec<u8>, Unwritable> {
        let types = self.package.text(TYPES).ok().flatten().ok_or(Unwritable)?;
        let root = ooxml::xml::parse(&types, soon()).map_err(|_| Unwritable)?;
        let is = |one: &&ooxml::xml::Element<'_>| {
            one.attribute("ContentType")
                .is_some_and(|kind| kind == THEME_TYPE)
        };
        let mut names: Vec<String> = root
            .children
            .iter()
            .filter(is)
            .filter_map(|one| {
                Some(
                    one.attribute("PartName")?
                        .trim_start_matches('/')
                        .to_owned(),
                )
            })
            .collect();
        names.sort_unstable();
        let first = names.first().ok_or(Unwritable)?;
        self.package.part(first).ok().flatten().ok_or(Unwritable)
    }
}
