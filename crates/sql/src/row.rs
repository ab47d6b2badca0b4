//! Rows coming back, and how they become domain types.

use std::sync::Arc;

use uuid::Uuid;

use crate::{Error, Result};

/// One row of an answer, borrowed from the driver while the statement runs.
pub struct Row<'a>(pub(crate) Source<'a>);

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// A column's content, still in the driver's memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// `NULL`.
    Null,
    /// `BOOLEAN` (PostgreSQL only: SQLite gives `Int`).
    Bool(bool),
    /// Any integer.
    Int(i64),
    /// Any floating point number.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// A way to name a column: its position (cheap) or its name.
pub trait Column: std::fmt::Debug + Copy {
    /// The position in `row`, if there is such a column.
    fn position(self, row: &Row<'_>) -> Option<usize>;
}

impl Column for usize {
    fn position(self, _: &Row<'_>) -> Option<usize> {
        Some(self)
    }
}

impl Column for &str {
    fn position(self, row: &Row<'_>) -> Option<usize> {
        match row.0 {
            Source::Sqlite(row) => row.as_ref().column_index(self).ok(),
            Source::Postgres(row) => row.columns().iter().position(|c| c.name() == self),
        }
    }
}

impl Row<'_> {
    /// The value of a column, by position or name.
    ///
    /// # Errors
    /// [`Error::Other`] when there is no such column or it holds something else than `T`.
    pub fn get<T: FromCell>(&self, column: impl Column) -> Result<T> {
        let cell = column.position(self).and_then(|index| self.cell(index));
        let Some(cell) = cell else {
            return Err(Error::Other(format!(
                "the answer has no readable column {column:?}"
            )));
        };
        T::from_cell(cell).ok_or_else(|| {
            let wanted = std::any::type_name::<T>();
            Error::Other(format!(
                "column {column:?} is not a {wanted}: {}",
                cell.kind()
            ))
        })
    }

    fn cell(&self, index: usize) -> Option<Cell<'_>> {
        match self.0 {
            Source::Sqlite(row) => crate::sqlite::cell(row, index),
            Source::Postgres(row) => crate::postgres::cell(row, index),
        }
    }
}

impl Cell<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "it is null",
            Cell::Bool(_) => "it is a boolean",
            Cell::Int(_) => "it is an integer",
            Cell::Real(_) => "it is a real",
            Cell::Text(_) => "it is text",
            Cell::Blob(_) => "it is bytes",
        }
    }
}

/// A type that one column can become. Implement it for newtypes: they are then usable in rows, tuples and `Option`.
pub trait FromCell: Sized {
    /// The value, or `None` when the cell holds something else.
    fn from_cell(cell: Cell<'_>) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Int(number) => Some(number),
            _ => None,
        }
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl FromCell for $type {
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                Self::try_from(i64::from_cell(cell)?).ok()
            }
        }
    )*};
}

integers!(i16, i32, u8, u16, u32, u64, usize);

impl FromCell for bool {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Bool(yes) => Some(yes),
            Cell::Int(number @ (0 | 1)) => Some(number == 1),
            _ => None,
        }
    }
}

impl FromCell for f64 {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Real(number) => Some(number),
            Cell::Int(number) => Some(number as f64),
            _ => None,
        }
    }
}

impl FromCell for String {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl FromCell for Arc<str> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(text.into()),
            _ => None,
        }
    }
}

impl FromCell for Uuid {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Uuid::try_parse(text).ok(),
            _ => None,
        }
    }
}

impl FromCell for serde_json::Value {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Blob(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

/// A type that a row can become. Single columns and tuples are built in; structs use [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// [`Error::Other`] when the columns do not fit.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

impl<T: FromCell> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get(0)
    }
}

macro_rules! tuples {
    ($(($($type:ident $index:tt),+))*) => {$(
        impl<$($type: FromCell),+> FromRow for ($($type,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$type>($index)?,)+))
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}

/// Declares a struct whose fields are the columns of a query, in that order.
///
/// ```
/// sql::row! {
///     /// A room as the listing shows it.
///     #[derive(Debug)]
///     pub struct Listed { pub id: i64, pub title: String, pub pinned: bool }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $type:ty),* $(,)?
    }) => {
        $(#[$meta])* $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }

        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut columns = 0_usize..;
                Ok(Self { $($field: row.get(columns.next().unwrap_or(usize::MAX))?),* })
            }
        }
    };
}
