//! PostgreSQL's errors in the façade's words.

use std::error::Error as _;

use tokio_postgres::error::{DbError, SqlState};

use crate::Error;

pub(super) fn error(error: tokio_postgres::Error) -> Error {
    if let Some(answer) = error.as_db_error() {
        return answered(answer);
    }
    let mut text = error.to_string();
    if let Some(cause) = error.source() {
        text = format!("{text}: {cause}");
    }
    let broken = error.is_closed()
        || error
            .source()
            .is_some_and(|cause| cause.is::<std::io::Error>());
    if broken {
        Error::Unavailable(text)
    } else {
        Error::Other(text)
    }
}

fn answered(error: &DbError) -> Error {
    let code = error.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return Error::Unique {
            constraint: constraint(error),
        };
    }
    if *code == SqlState::FOREIGN_KEY_VIOLATION {
        return Error::ForeignKey;
    }
    let busy = [
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
        &SqlState::LOCK_NOT_AVAILABLE,
        &SqlState::QUERY_CANCELED,
    ];
    if busy.contains(&code) {
        return Error::Busy;
    }
    if *code == SqlState::DISK_FULL {
        return Error::Full;
    }
    let detail = error
        .detail()
        .map(|detail| format!(" ({detail})"))
        .unwrap_or_default();
    let text = format!("{}{detail}", error.message());
    // 08: connection, 28: authorisation, 3D: no such database, 53: resources, 57P: shutdown.
    match code.code().get(..2) {
        Some("08" | "28" | "3D" | "53") => Error::Unavailable(text),
        _ if code.code().starts_with("57P") => Error::Unavailable(text),
        _ => Error::Other(text),
    }
}

/// `people(portal_id, email)`, from the detail `Key (portal_id, email)=(1, a@b) already exists.` in whatever language.
fn constraint(error: &DbError) -> String {
    let columns = error.detail().and_then(|detail| {
        let (_, columns) = detail.split_once('(')?;
        let (columns, _) = columns.split_once(")=(")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ',' | ' ');
        columns.chars().all(plain).then_some(columns)
    });
    match (error.table(), columns) {
        (Some(table), Some(columns)) => format!("{table}({columns})"),
        _ => error.constraint().unwrap_or_default().to_owned(),
    }
}
