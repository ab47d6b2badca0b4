//! Checking an archive as a whole, before anything is touched.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use blob::ObjectId;
use portal::Installation;

use super::manifest::{FORMAT, HEAD, Head, MANIFEST, Manifest, PURPOSE, SEAL, Seal, VERSION};
use super::tape::{Content, Heard, Member, damaged, each};
use crate::error::{Error, Result};
use crate::pace::Pace;

/// The largest member that is read into memory.
const LARGEST: u64 = 64 << 20;

/// An archive that is whole and as it was written.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The file.
    pub path: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Whether an installation with this machine key made it. Others cannot read the secrets in it, and nobody knows who
    /// wrote it.
    pub own: bool,
    /// Where rows lie in the file.
    pub(crate) parts: Vec<Part>,
}

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) table: String,
    offset: u64,
    size: u64,
}

/// Reads an archive from its begin to its end. To be called where waiting is allowed.
///
/// # Errors
/// [`Error::Foreign`], [`Error::CutOff`], [`Error::Altered`], or [`Error::Unfit`] for another version of the form.
pub fn check(path: &Path, installation: &Installation, pace: &Pace) -> Result<Checked> {
    let all = std::fs::metadata(path)?.len();
    let mut look = Look::default();
    let read = each(open(path)?, &mut |member| {
        pace.step(0, 10, member.offset, all)?;
        look.at(member)
    });
    match read {
        // What does not even begin like an archive is something else.
        Err(Error::Altered(text) | Error::CutOff(text)) if !look.begun => {
            return Err(Error::Foreign(text));
        }
        read => read?,
    }
    look.judge(path, installation)
}

fn open(path: &Path) -> Result<BufReader<File>> {
    Ok(BufReader::with_capacity(1 << 20, File::open(path)?))
}

#[derive(Default)]
struct Look {
    begun: bool,
    content: Content,
    parts: Vec<Part>,
    objects: u64,
    manifest: Option<Vec<u8>>,
    seal: Option<Vec<u8>>,
}

impl Look {
    fn at(&mut self, mut member: Member<'_>) -> Result<bool> {
        if !self.begun {
            head(&mut member)?;
            self.begun = true;
            let head = whole(&mut member)?;
            self.hear(&member.name, head.as_slice())?;
            let head: Head = serde_json::from_slice(&head).map_err(|_| not_ours())?;
            if head.format != FORMAT {
                return Err(not_ours());
            }
            if head.version != VERSION {
                let text = format!("its form has version {}, we know {VERSION}", head.version);
                return Err(Error::Unfit(text));
            }
            return Ok(true);
        }
        match member.name.as_str() {
            MANIFEST => self.manifest = Some(whole(&mut member)?),
            SEAL => self.seal = Some(whole(&mut member)?),
            _ => {
                if let Some(rest) = member.name.strip_prefix("rows/") {
                    let (table, _) = rest.split_once('/').ok_or_else(|| strange(&member.name))?;
                    self.parts.push(Part {
                        table: table.to_owned(),
                        offset: member.offset,
                        size: member.size,
                    });
                } else if object(&member.name).is_some() {
                    self.objects += 1;
                } else {
                    return Err(strange(&member.name));
                }
                self.content.begin(&member.name, member.size);
                let mut heard = Heard {
                    inner: &mut *member.data,
                    content: &mut self.content,
                    read: 0,
                };
                let read = std::io::copy(&mut heard, &mut std::io::sink()).map_err(damaged)?;
                if read != member.size {
                    return Err(Error::CutOff(format!("it ends inside of {}", member.name)));
                }
            }
        }
        Ok(self.seal.is_none())
    }

    fn hear(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.content.begin(name, bytes.len() as u64);
        let mut heard = Heard {
            inner: bytes,
            content: &mut self.content,
            read: 0,
        };
        std::io::copy(&mut heard, &mut std::io::sink())?;
        Ok(())
    }

    fn judge(self, path: &Path, installation: &Installation) -> Result<Checked> {
        if !self.begun {
            return Err(not_ours());
        }
        let (Some(text), Some(seal)) = (self.manifest, self.seal) else {
            return Err(Error::CutOff("its end is missing".to_owned()));
        };
        let altered = |what: &str| Error::Altered(what.to_owned());
        let seal: Seal = serde_json::from_slice(&seal).map_err(|_| altered("the seal"))?;
        let hash = blake3::hash(&text).to_hex().to_string();
        if hash != seal.manifest {
            return Err(altered("the manifest is not the one that was sealed"));
        }
        let manifest: Manifest =
            serde_json::from_slice(&text).map_err(|_| altered("the manifest"))?;
        if manifest.content != self.content.hex() {
            return Err(altered("its content is not the one that was written"));
        }
        if manifest.objects != self.objects {
            return Err(altered("it holds another number of objects than it says"));
        }
        let code = hex::decode(&seal.code).unwrap_or_default();
        Ok(Checked {
            path: path.to_owned(),
            own: installation.mac_is(PURPOSE, &[&hash], &code),
            manifest,
            parts: self.parts,
        })
    }
}

fn head(member: &mut Member<'_>) -> Result<()> {
    if member.name == HEAD && member.size < 64 * 1024 {
        return Ok(());
    }
    Err(not_ours())
}

fn not_ours() -> Error {
    Error::Foreign("it does not begin like one".to_owned())
}

fn strange(name: &str) -> Error {
    Error::Altered(format!("{name} does not belong into it"))
}

fn whole(member: &mut Member<'_>) -> Result<Vec<u8>> {
    if member.size > LARGEST {
        return Err(strange(&member.name));
    }
    let mut bytes = Vec::new();
    member.data.read_to_end(&mut bytes).map_err(damaged)?;
    if bytes.len() as u64 == member.size {
        return Ok(bytes);
    }
    Err(Error::CutOff(format!("it ends inside of {}", member.name)))
}

/// The object of a member.
fn object(name: &str) -> Option<ObjectId> {
    name.strip_prefix("objects/")?.parse().ok()
}

/// Reads the bytes of some rows.
pub(crate) fn read_part(file: &mut File, part: &Part) -> Result<Vec<u8>> {
    if part.size > LARGEST {
        return Err(strange(&part.table));
    }
    file.seek(SeekFrom::Start(part.offset))?;
    let mut bytes = vec![0; usize::try_from(part.size).unwrap_or_default()];
    file.read_exact(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

/// An object in an archive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packed {
    pub(crate) id: ObjectId,
    pub(crate) size: u64,
    /// Where its bytes begin in the file.
    pub(crate) offset: u64,
}

/// Calls `f` for each object, without reading any. To be called where waiting is allowed.
pub(crate) fn each_object(
    checked: &Checked,
    f: &mut dyn FnMut(Packed) -> Result<()>,
) -> Result<()> {
    each(open(&checked.path)?, &mut |member| {
        if let Some(id) = object(&member.name) {
            f(Packed {
                id,
                size: member.size,
                offset: member.offset,
            })?;
        }
        Ok(member.name != MANIFEST)
    })
}

impl Checked {
    /// How many rows each table has.
    #[must_use]
    pub fn rows(&self) -> BTreeMap<&str, u64> {
        let tables = self.manifest.tables.iter();
        tables
            .map(|table| (table.name.as_str(), table.rows))
            .collect()
    }
}
