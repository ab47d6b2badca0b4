//! What an archive says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sql::Micros;
use sql::schema::{Field, Kind, Table};

/// The name of the form.
pub(crate) const FORMAT: &str = "atrium-backup";
/// The version of the form; others are refused.
pub(crate) const VERSION: u32 = 1;
/// What seals are made for.
pub(crate) const PURPOSE: &str = "backup archive";

pub(crate) const HEAD: &str = "atrium-backup.json";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const SEAL: &str = "seal.json";

/// The first member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) format: String,
    pub(crate) version: u32,
}

/// The last member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// BLAKE3 of the manifest's bytes, hex.
    pub(crate) manifest: String,
    /// The installation's code over that, hex.
    pub(crate) code: String,
}

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Number of the portal where the archive was made.
    pub portal: i64,
    /// Its alias.
    pub alias: String,
    /// Its name.
    pub name: String,
    /// The moment the archive shows.
    pub made: Micros,
    /// Version of the program that made it.
    pub program: String,
    /// How many migrations of each set its rows fit to.
    pub migrations: BTreeMap<String, i64>,
    /// The last number of each sequence of the installation.
    pub sequences: BTreeMap<String, i64>,
    /// The tables.
    pub tables: Vec<TableCount>,
    /// How many objects.
    pub objects: u64,
    /// Their bytes in all.
    pub bytes: u64,
    /// BLAKE3 over names, sizes and contents of all members before this one, hex.
    pub content: String,
}

/// A table in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCount {
    /// Its name.
    pub name: String,
    /// Names and kinds of its columns, in the order of the cells.
    pub columns: Vec<(String, String)>,
    /// How many rows.
    pub rows: u64,
    /// The sum of the hashes of its rows, hex: the same in whatever order they are read.
    pub digest: String,
}

impl TableCount {
    pub(crate) fn of(table: &Table) -> Self {
        let columns = table.columns.iter();
        Self {
            name: table.name.clone(),
            columns: columns
                .map(|one| (one.name.clone(), word(one.kind).to_owned()))
                .collect(),
            rows: 0,
            digest: String::new(),
        }
    }

    /// The columns; none when the archive knows a kind that we do not.
    pub(crate) fn fields(&self) -> Option<Vec<Field>> {
        let field = |(name, kind): &(String, String)| {
            Some(Field {
                name: name.clone(),
                kind: kind_of(kind)?,
            })
        };
        self.columns.iter().map(field).collect()
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "boolean",
        Kind::Int => "integer",
        Kind::Real => "real",
        Kind::Text => "text",
        Kind::Blob => "bytes",
        Kind::Own => "own",
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    Some(match word {
        "boolean" => Kind::Bool,
        "integer" => Kind::Int,
        "real" => Kind::Real,
        "text" => Kind::Text,
        "bytes" => Kind::Blob,
        _ => return None,
    })
}
