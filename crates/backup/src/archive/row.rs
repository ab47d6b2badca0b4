//! Rows as text: the same line for the same row of either database.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use sql::schema::{Field, Kind};
use sql::{Cell, FromCell, Row, Value};

/// A cell as the database gives it.
struct Raw(Json);

impl FromCell for Raw {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Some(Self(match cell {
            Cell::Null => Json::Null,
            Cell::Bool(yes) => yes.into(),
            Cell::Int(number) => number.into(),
            Cell::Real(number) => number.into(),
            Cell::Text(text) => text.into(),
            Cell::Blob(bytes) => STANDARD.encode(bytes).into(),
        }))
    }
}

/// The line of a row without its end.
///
/// # Errors
/// A column holds something else than its kind says.
pub(crate) fn line(row: &Row<'_>, columns: &[Field]) -> sql::Result<Vec<u8>> {
    let mut cells = Vec::with_capacity(columns.len());
    for (position, column) in columns.iter().enumerate() {
        let Raw(cell) = row.get(position)?;
        cells.push(match (column.kind, cell) {
            // SQLite keeps truth as a number.
            (Kind::Bool, Json::Number(number)) => Json::Bool(number.as_i64() != Some(0)),
            (Kind::Real, Json::Number(number)) => number.as_f64().into(),
            (_, cell) => cell,
        });
    }
    serde_json::to_vec(&cells).map_err(|error| sql::Error::Other(error.to_string()))
}

/// The cells of a line.
pub(crate) fn cells(line: &[u8]) -> Option<Vec<Json>> {
    serde_json::from_slice(line).ok()
}

/// A cell as a parameter; none when it is not of the column's kind.
pub(crate) fn value(kind: Kind, cell: Json) -> Option<Value> {
    Some(match (kind, cell) {
        (_, Json::Null) => Value::Null,
        (Kind::Bool, Json::Bool(yes)) => Value::Bool(yes),
        (Kind::Int, Json::Number(number)) => Value::Int(number.as_i64()?),
        (Kind::Real, Json::Number(number)) => Value::Real(number.as_f64()?),
        (Kind::Text, Json::String(text)) => Value::Text(text),
        (Kind::Blob, Json::String(text)) => Value::Blob(STANDARD.decode(text).ok()?),
        _ => return None,
    })
}

/// The sum of hashes of rows, whatever their order. Compares tables of two databases; what protects an archive from
/// strangers is the hash over all of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum([u64; 4]);

impl Sum {
    pub(crate) fn add(&mut self, line: &[u8]) {
        let hash = blake3::hash(line);
        let words = hash.as_bytes().chunks_exact(8);
        for (sum, word) in self.0.iter_mut().zip(words) {
            let word = word.try_into().map_or(0, u64::from_le_bytes);
            *sum = sum.wrapping_add(word);
        }
    }

    pub(crate) fn hex(self) -> String {
        hex::encode(self.0.map(u64::to_le_bytes).concat())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn cells_become_the_parameters_they_were() {
        let line = br#"[null,true,-7,0.5,"a\u0000\"\n","AP8="]"#;
        let kinds = [
            Kind::Text,
            Kind::Bool,
            Kind::Int,
            Kind::Real,
            Kind::Text,
            Kind::Blob,
        ];
        let cells = cells(line).unwrap();
        let values: Vec<_> = kinds
            .into_iter()
            .zip(cells)
            .map(|(k, c)| value(k, c).unwrap())
            .collect();
        let expected = [
            Value::Null,
            Value::Bool(true),
            Value::Int(-7),
            Value::Real(0.5),
            Value::Text("a\0\"\n".to_owned()),
            Value::Blob(vec![0, 255]),
        ];
        assert_eq!(values, expected);
        assert_eq!(value(Kind::Int, Json::from("7")), None);
        assert_eq!(value(Kind::Blob, Json::from("?")), None);
    }

    #[test]
    fn a_sum_does_not_know_the_order_but_the_rows() {
        let sum = |lines: &[&str]| {
            let mut sum = Sum::default();
            lines.iter().for_each(|line| sum.add(line.as_bytes()));
            sum.hex()
        };
        assert_eq!(sum(&["a", "b", "b"]), sum(&["b", "a", "b"]));
        assert_ne!(sum(&["a", "b"]), sum(&["a", "b", "b"]));
        assert_eq!(sum(&[]).len(), 64);
    }
}
