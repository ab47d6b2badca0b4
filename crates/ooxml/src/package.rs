//! The package of a document: a zip of parts, read under limits, and written with some of them replaced.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;
use std::time::Instant;

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

use crate::name_of;
use crate::xml::{self, Malformed, escaped};

/// The largest file that is opened, in bytes.
pub const LARGEST: usize = 20 << 20;
/// Bytes of its parts together.
const UNPACKED: u64 = 100 << 20;
/// Bytes of a part that is read as XML.
const LARGEST_PART: u64 = 32 << 20;
/// Parts of a package.
const PARTS: usize = 10_000;

/// How files begin that hold something encrypted, or a format from before docx.
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP: [u8; 2] = *b"PK";

/// Why a file does not open; the words are for the person who opened it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopenable {
    /// Beyond [`LARGEST`], or with too much in it.
    #[error("This document is too large to edit here.")]
    TooLarge,
    /// Behind a password.
    #[error("This document is encrypted. Remove its password to edit it here.")]
    Encrypted,
    /// With a program inside.
    #[error("This document holds macros, so it is only shown here.")]
    Macros,
    /// Of the strict kind, whose names differ.
    #[error("This document is saved as Strict Open XML, so it is only shown here.")]
    Strict,
    /// No document.
    #[error("This document is damaged or of a kind that cannot be edited here.")]
    Broken,
}

impl From<Malformed> for Unopenable {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::Broken => Self::Broken,
            Malformed::TooLarge => Self::TooLarge,
        }
    }
}

type Archive = ZipArchive<Cursor<Arc<[u8]>>>;

/// A package.
#[derive(Debug, Clone)]
pub struct Package {
    archive: Archive,
}

impl Package {
    /// Looks at a package from outside.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub fn open(bytes: Arc<[u8]>) -> Result<Self, Unopenable> {
        let length = bytes.len();
        if length > LARGEST {
            return Err(Unopenable::TooLarge);
        }
        if bytes.starts_with(&COMPOUND) {
            return Err(Unopenable::Encrypted);
        }
        if !bytes.starts_with(&ZIP) {
            return Err(Unopenable::Broken);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unopenable::Broken)?;
        let mut package = Self { archive };
        package.check(length)?;
        Ok(package)
    }

    fn check(&mut self, length: usize) -> Result<(), Unopenable> {
        if self.archive.len() > PARTS {
            return Err(Unopenable::TooLarge);
        }
        if self.archive.has_duplicate_names() {
            return Err(Unopenable::Broken);
        }
        let (mut unpacked, mut packed) = (0_u64, 0_u64);
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index);
            let part = part.map_err(|_| Unopenable::Broken)?;
            if part.encrypted() {
                return Err(Unopenable::Encrypted);
            }
            let name = part.name().map_err(|_| Unopenable::Broken)?;
            if name.to_ascii_lowercase().ends_with("vbaproject.bin") {
                return Err(Unopenable::Macros);
            }
            unpacked = unpacked.saturating_add(part.size());
            packed = packed.saturating_add(part.compressed_size());
        }
        if unpacked > UNPACKED {
            return Err(Unopenable::TooLarge);
        }
        // Parts that share their bytes would grow when they are copied.
        match usize::try_from(packed).is_ok_and(|packed| packed <= length) {
            true => Ok(()),
            false => Err(Unopenable::Broken),
        }
    }

    /// Names of all parts.
    pub fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.map(|name| name.into_owned()).collect()
    }

    /// The name a part really has: names of parts do not tell capitals apart.
    pub fn real_name(&self, name: &str) -> Option<String> {
        if self.archive.index_for_name(name).is_some() {
            return Some(name.to_owned());
        }
        let names = self.archive.file_names().filter_map(Result::ok);
        let mut same = names.filter(|other| other.eq_ignore_ascii_case(name));
        same.next().map(|name| name.into_owned())
    }

    /// The bytes of a part.
    ///
    /// # Errors
    /// It is damaged or too large.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unopenable> {
        let Some(name) = self.real_name(name) else {
            return Ok(None);
        };
        let part = self.archive.by_name(&name);
        let part = part.map_err(|_| Unopenable::Broken)?;
        let mut bytes = Vec::new();
        let mut limited = part.take(LARGEST_PART + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|_| Unopenable::Broken)?;
        match u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST_PART) {
            true => Ok(Some(bytes)),
            false => Err(Unopenable::TooLarge),
        }
    }

    /// The text of a part, without a byte order mark.
    ///
    /// # Errors
    /// It is damaged, too large, or not in UTF-8.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Unopenable> {
        let Some(bytes) = self.part(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| Unopenable::Broken)?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }

    /// The package with other bytes in some of its parts; those it has not are added at the end. The packed bytes of all
    /// others are copied.
    ///
    /// # Errors
    /// The package is damaged after all.
    pub fn with(
        &mut self,
        changed: BTreeMap<String, Vec<u8>>,
    ) -> Result<Vec<u8>, zip::result::ZipError> {
        self.with_and_without(changed, &BTreeSet::new())
    }

    /// The same, without some of its parts.
    ///
    /// # Errors
    /// The package is damaged after all.
    pub fn with_and_without(
        &mut self,
        mut changed: BTreeMap<String, Vec<u8>>,
        gone: &BTreeSet<String>,
    ) -> Result<Vec<u8>, zip::result::ZipError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let mut written = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let part = self.archive.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            if gone.contains(&name) {
                continue;
            }
            match changed.remove(&name) {
                Some(bytes) => {
                    written.start_file(name, options)?;
                    written.write_all(&bytes)?;
                }
                None => written.raw_copy_file(part)?,
            }
        }
        for (name, bytes) in changed {
            written.start_file(name, options)?;
            written.write_all(&bytes)?;
        }
        Ok(written.finish()?.into_inner())
    }

    /// The name of the part that holds the relations of a part.
    #[must_use]
    pub fn relations_name(part: &str) -> String {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        match folder {
            "" => format!("_rels/{file}.rels"),
            folder => format!("{folder}/_rels/{file}.rels"),
        }
    }

    /// The relations of a part. None when it has none.
    ///
    /// # Errors
    /// They are damaged.
    pub fn relations(&mut self, part: &str, until: Instant) -> Result<Relations, Unopenable> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = Self::relations_name(part);
        let name = self.real_name(&name).unwrap_or(name);
        let text = self.text(&name)?;
        let mut relations = Relations {
            name,
            all: HashMap::new(),
            text,
        };
        if let Some(text) = &relations.text {
            for one in &xml::parse(text, until)?.children {
                let get = |name| one.attribute(name).unwrap_or_default().into_owned();
                let target = get("Target");
                let outside = get("TargetMode").eq_ignore_ascii_case("external");
                let relation = Relation {
                    kind: get("Type"),
                    target: match outside {
                        true => target,
                        false => resolved(folder, &target),
                    },
                    outside,
                };
                relations.all.insert(get("Id"), relation);
            }
        }
        Ok(relations)
    }
}

/// The relations of a part.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    /// The part that holds them, or would.
    pub name: String,
    /// What that part holds.
    pub text: Option<String>,
    all: HashMap<String, Relation>,
}

/// A relation to another part, by its name in the package, or to an address outside.
#[derive(Debug, Clone, Default)]
pub struct Relation {
    /// Its type, an address.
    pub kind: String,
    /// The name of a part, or an address outside.
    pub target: String,
    /// It leads outside.
    pub outside: bool,
}

impl Relation {
    /// Its target as it stands in a part of relations, wherever that lies.
    #[must_use]
    pub fn written(&self) -> String {
        match self.outside {
            true => self.target.clone(),
            false => format!("/{}", self.target),
        }
    }
}

impl Relations {
    /// All of them, by their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Relation)> {
        self.all.iter().map(|(id, one)| (id.as_str(), one))
    }

    /// The same for another part, without those that are not wanted.
    #[must_use]
    pub fn copied(&self, name: String, wanted: impl Fn(&Relation) -> bool) -> Self {
        let all: HashMap<String, Relation> = self
            .all
            .iter()
            .filter(|(_, one)| wanted(one))
            .map(|(id, one)| (id.clone(), one.clone()))
            .collect();
        let mut made = Self {
            name,
            all: HashMap::new(),
            text: None,
        };
        let mut lines: Vec<(String, String, String, bool)> = all
            .iter()
            .map(|(id, one)| (id.clone(), one.kind.clone(), one.written(), one.outside))
            .collect();
        lines.sort_unstable();
        made.text = Some(made.with(&lines));
        made.all = all;
        made
    }

    /// By its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Relation> {
        self.all.get(id)
    }

    /// The relation that links to an address.
    pub fn link_to(&self, address: &str) -> Option<&str> {
        let leads = |one: &Relation| one.target == address && one.kind.ends_with("/hyperlink");
        let mut found = self.all.iter().filter(|(_, one)| leads(one));
        found.next().map(|(id, _)| id.as_str())
    }

    /// The target of the first relation of a kind, by the last word of its type.
    pub fn of_kind(&self, kind: &str) -> Option<&str> {
        let is = |one: &&Relation| one.kind.rsplit('/').next() == Some(kind);
        let mut found: Vec<&str> = self
            .all
            .values()
            .filter(is)
            .map(|one| one.target.as_str())
            .collect();
        found.sort_unstable();
        found.first().copied()
    }

    /// Its text with more relations: ids, types, targets, and whether they are outside.
    pub fn with(&self, more: &[(String, String, String, bool)]) -> String {
        const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
        let lines: String = more
            .iter()
            .map(|(id, kind, target, outside)| {
                let mode = if *outside {
                    " TargetMode=\"External\""
                } else {
                    ""
                };
                let target = escaped(target);
                format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>")
            })
            .collect();
        let text = self.text.as_deref().unwrap_or(EMPTY);
        inserted_at_end(text, &lines)
    }

    /// An id that no relation has.
    pub fn free_id(&self, taken: usize) -> String {
        let mut number = self.all.len() + taken + 1;
        loop {
            let id = format!("rIdAtrium{number}");
            if !self.all.contains_key(&id) {
                return id;
            }
            number += 1;
        }
    }
}

/// Puts XML before the end of the last element of a part.
pub fn inserted_at_end(text: &str, more: &str) -> String {
    let Some(at) = text.rfind("</") else {
        // The root is written `<a/>`.
        let Some(at) = text.rfind("/>") else {
            return text.to_owned();
        };
        let (head, tail) = text.split_at(at);
        let name = head.rsplit('<').next().unwrap_or_default();
        let name = name.split_whitespace().next().unwrap_or_default();
        let tail = tail.strip_prefix("/>").unwrap_or_default();
        return format!("{head}>{more}</{name}>{tail}");
    };
    let (head, tail) = text.split_at(at);
    format!("{head}{more}{tail}")
}

/// The name of a part that a relation in a folder points at.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|name| !name.is_empty()).collect(),
    };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    path.join("/")
}

/// A picture of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The picture a document shows by this id. Only formats that a browser shows and that hold no program.
///
/// # Errors
/// The file is no document.
pub fn picture(document: Arc<[u8]>, id: &str) -> Result<Option<Picture>, Unopenable> {
    let Some((_, wanted)) = id.split_once('-') else {
        return Ok(None);
    };
    let mut package = Package::open(document)?;
    let name = {
        let mut names = package.archive.file_names().filter_map(Result::ok);
        let found = names.find(|name| name_of(name) == wanted);
        found.map(|name| name.into_owned())
    };
    let Some(name) = name else {
        return Ok(None);
    };
    let bytes = package.part(&name)?.unwrap_or_default();
    Ok(media_type(&bytes).map(|kind| Picture { kind, bytes }))
}

/// By how the bytes begin, whatever the name says.
#[must_use]
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if begins(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        Some("image/gif")
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else if begins(b"BM") {
        Some("image/bmp")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_folder_of_their_part() {
        for (folder, target, wanted) in [
            ("word", "media/a.png", "word/media/a.png"),
            ("word", "/word/media/a.png", "word/media/a.png"),
            ("word", "../a.png", "a.png"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolved(folder, target), wanted);
        }
    }

    #[test]
    fn xml_goes_before_the_end_of_the_root() {
        assert_eq!(
            inserted_at_end("<a><b/></a>\n", "<c/>"),
            "<a><b/><c/></a>\n"
        );
        assert_eq!(
            inserted_at_end("<a x=\"1\"/>", "<c/>"),
            "<a x=\"1\"><c/></a>"
        );
    }
}
