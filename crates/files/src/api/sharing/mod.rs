//! Routes of access: files and folders of people, links, visitors (`files/08`).

mod entries;
mod links;
mod mentions;
mod visitors;

use sql::Micros;
use wire::{ApiDate, Paging, Routes};

use crate::service::Files;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .merge(entries::routes())
        .merge(links::routes())
        .merge(mentions::routes())
        .merge(visitors::routes())
}

/// A page as the lists in memory are cut.
pub(super) fn span(paging: Paging) -> (usize, usize) {
    let number = |value: i32| usize::try_from(value).unwrap_or(0);
    (number(paging.start_index), number(paging.count))
}

/// A date in a request; what could not be read is none.
pub(super) fn expiry(date: Option<ApiDate>) -> Option<Micros> {
    date.map(|date| date.0).filter(|at| *at > wire::MIN_DATE)
}
