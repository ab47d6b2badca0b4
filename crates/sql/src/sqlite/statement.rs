//! One statement on one connection.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement, ffi};

use super::lists;
use crate::row::Source;
use crate::{Cell, Error, Result, Row, Value};

/// Calls `f` for each row until it says `false`.
pub(crate) fn each(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    f: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
) -> Result<()> {
    with(connection, sql, params, |statement| {
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(error)? {
            if !f(&Row(Source::Sqlite(row)))? {
                break;
            }
        }
        Ok(())
    })
}

/// Runs a statement and counts the rows it changed.
pub(crate) fn execute(connection: &Connection, sql: &str, params: &[Value]) -> Result<u64> {
    with(connection, sql, params, |statement| {
        if statement.column_count() == 0 {
            return Ok(statement.raw_execute().map_err(error)? as u64);
        }
        let mut rows = statement.raw_query();
        while rows.next().map_err(error)?.is_some() {}
        Ok(connection.changes())
    })
}

/// Runs several statements.
pub(crate) fn batch(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(error)
}

/// The next number of a sequence. Rolled back with the transaction, so that a number nobody saw may come again.
pub(crate) fn next_id(connection: &Connection, sequence: &str) -> Result<i64> {
    // Two plain statements cost a third of one with RETURNING.
    const COUNT: &str = "UPDATE sequences SET value = value + 1 WHERE name = ?1";
    const BEGIN: &str = "INSERT INTO sequences (name, value) VALUES (?1, 1)";
    const READ: &str = "SELECT value FROM sequences WHERE name = ?1";
    let run = |text| connection.prepare_cached(text)?.execute([sequence]);
    if run(COUNT).map_err(error)? == 0 {
        run(BEGIN).map_err(error)?;
    }
    let mut statement = connection.prepare_cached(READ).map_err(error)?;
    statement
        .query_row([sequence], |row| row.get(0))
        .map_err(error)
}

/// Has a sequence go on behind a number at least.
pub(crate) fn raise(connection: &Connection, sequence: &str, at_least: i64) -> Result<()> {
    const RAISE: &str = "INSERT INTO sequences (name, value) VALUES (?1, ?2) \
        ON CONFLICT (name) DO UPDATE SET value = MAX(value, excluded.value)";
    let mut statement = connection.prepare_cached(RAISE).map_err(error)?;
    statement
        .execute(rusqlite::params![sequence, at_least])
        .map(|_| ())
        .map_err(error)
}

/// Prepares (or finds) the statement, binds the parameters and hands it to `f`.
///
/// SQLite takes `$1` as the name of a parameter, so nothing is translated: the name is read back as a number.
fn with<T>(
    connection: &Connection,
    sql: &str,
    params: &[Value],
    f: impl FnOnce(&mut Statement<'_>) -> Result<T>,
) -> Result<T> {
    let prepared = if params.iter().any(Value::is_list) {
        connection.prepare_cached(&lists::rewritten(sql))
    } else {
        connection.prepare_cached(sql)
    };
    let mut statement = prepared.map_err(error)?;
    bind(&mut statement, params)?;
    f(&mut statement)
}

fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<()> {
    let mut used = 0;
    for position in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(position)
            .and_then(number_in_name)
            .unwrap_or(position);
        used = used.max(number);
        let Some(value) = params.get(number.wrapping_sub(1)) else {
            break;
        };
        statement
            .raw_bind_parameter(position, value)
            .map_err(error)?;
    }
    if used == params.len() {
        return Ok(());
    }
    Err(Error::Other(format!(
        "the statement has {used} parameters, {} were given",
        params.len()
    )))
}

/// 12 from `$12` and `$12::bigint`: SQLite takes the cast as part of the name.
fn number_in_name(name: &str) -> Option<usize> {
    let digits = name.get(1..)?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let json = |text: serde_json::Result<String>| match text {
            Ok(text) => Ok(ToSqlOutput::Owned(rusqlite::types::Value::Text(text))),
            Err(e) => Err(rusqlite::Error::ToSqlConversionFailure(Box::new(e))),
        };
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(yes) => ValueRef::Integer(i64::from(*yes)),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
            Value::Ints(list) => return json(serde_json::to_string(list)),
            Value::Texts(list) => return json(serde_json::to_string(list)),
        }))
    }
}

/// A column of a row.
pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Option<Cell<'a>> {
    Some(match row.get_ref(index).ok()? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(std::str::from_utf8(text).ok()?),
        ValueRef::Blob(bytes) => Cell::Blob(bytes),
    })
}

/// SQLite's errors in the façade's words.
pub(crate) fn error(error: rusqlite::Error) -> Error {
    let (code, text) = match error {
        rusqlite::Error::SqliteFailure(code, text) => (code, text),
        rusqlite::Error::SqlInputError {
            error: code,
            msg,
            sql,
            ..
        } => (code, Some(format!("{msg} in: {sql}"))),
        rusqlite::Error::QueryReturnedNoRows => return Error::NoRows,
        other => return Error::Other(other.to_string()),
    };
    let text = text.unwrap_or_else(|| code.to_string());
    match (code.code, code.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => Error::Unique {
            constraint: constraint(&text),
        },
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::ForeignKey,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Busy,
        (ErrorCode::DiskFull, _) => Error::Full,
        (
            ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase,
            _,
        ) => Error::Unavailable(text),
        _ => Error::Other(text),
    }
}

/// `people(portal_id, email)` from `UNIQUE constraint failed: people.portal_id, people.email`.
fn constraint(text: &str) -> String {
    let columns = text
        .split_once("failed: ")
        .map_or(text, |(_, columns)| columns);
    if let Some(index) = columns.strip_prefix("index ") {
        return index.trim_matches('\'').to_owned();
    }
    let Some((table, _)) = columns.split_once('.') else {
        return columns.to_owned();
    };
    let names: Vec<_> = columns
        .split(", ")
        .map(|c| c.split_once('.').map_or(c, |(_, c)| c))
        .collect();
    format!("{table}({})", names.join(", "))
}
