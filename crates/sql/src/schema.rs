//! What tables there are, for those who carry rows of any table from one database to another.
//!
//! The databases spell types alike (see the crate's head), so a table is the same on both: its name and its columns with
//! one of five kinds. What a database keeps for itself (generated columns, tables of its search) is not told.

use crate::{Dialect, FromRow, Result, Row, Tx};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in the order of their names, without those the database fills by itself.
    pub columns: Vec<Field>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `BOOLEAN`.
    Bool,
    /// `BIGINT`.
    Int,
    /// `DOUBLE PRECISION`.
    Real,
    /// `TEXT`.
    Text,
    /// `BYTEA`.
    Blob,
    /// Something that exists on one database only.
    Own,
}

impl Kind {
    /// The kind of a type's name in a migration, or in PostgreSQL's catalogue.
    fn of(name: &str) -> Self {
        match name.to_ascii_uppercase().as_str() {
            "BOOLEAN" => Self::Bool,
            "BIGINT" | "INTEGER" | "SMALLINT" => Self::Int,
            "DOUBLE PRECISION" => Self::Real,
            "TEXT" => Self::Text,
            "BYTEA" => Self::Blob,
            _ => Self::Own,
        }
    }
}

/// `hidden` is 1 for the columns a virtual table hides, 2 and 3 for generated ones.
const SQLITE: &str = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_xinfo(m.name) c \
    WHERE m.type = 'table' AND substr(m.name, 1, 7) <> 'sqlite_' AND c.hidden = 0";

const POSTGRES: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text \
    FROM information_schema.columns c JOIN information_schema.tables t \
    ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'";

struct Found {
    table: String,
    column: String,
    kind: String,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            table: row.get(0)?,
            column: row.get(1)?,
            kind: row.get(2)?,
        })
    }
}

/// All tables in the order of their names.
///
/// # Errors
/// As the database has it.
pub fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>> {
    let text = match tx.dialect() {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    };
    let mut found: Vec<Found> = tx.query(text, &[])?;
    found.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    let mut tables: Vec<Table> = Vec::new();
    for one in found {
        let field = Field {
            name: one.column,
            kind: Kind::of(&one.kind),
        };
        match tables.last_mut().filter(|last| last.name == one.table) {
            Some(last) => last.columns.push(field),
            None => tables.push(Table {
                name: one.table,
                columns: vec![field],
            }),
        }
    }
    Ok(tables)
}

/// The sequences that were ever used, with the last number each gave.
///
/// # Errors
/// As the database has it.
pub fn sequences(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    let text = match tx.dialect() {
        Dialect::Sqlite => "SELECT name, value FROM sequences ORDER BY name",
        Dialect::Postgres => {
            "SELECT substr(sequencename::text, 5), last_value FROM pg_sequences \
             WHERE schemaname = current_schema() AND starts_with(sequencename::text, 'seq_') \
             AND last_value IS NOT NULL ORDER BY 1"
        }
    };
    tx.query(text, &[])
}
