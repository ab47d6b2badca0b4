//! PostgreSQL.
#![allow(dead_code, clippy::unused_async, reason = "under construction")]
use std::sync::Arc;

use crate::notify::Hub;
use crate::tx::Shared;
use crate::{Cell, Error, Options, Result, Row, Tx, Value};

pub(crate) struct Session(std::convert::Infallible);
pub(crate) struct Pool(std::convert::Infallible);

pub(crate) fn cell<'a>(_: &'a tokio_postgres::Row, _: usize) -> Option<Cell<'a>> {
    None
}

impl Session {
    pub(crate) fn execute(&mut self, _: &str, _: &[Value]) -> Result<u64> {
        match self.0 {}
    }
    pub(crate) fn each(
        &mut self,
        _: &str,
        _: &[Value],
        _: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        match self.0 {}
    }
    pub(crate) fn batch(&mut self, _: &str) -> Result<()> {
        match self.0 {}
    }
    pub(crate) fn next_id(&mut self, _: &str) -> Result<i64> {
        match self.0 {}
    }
}

impl Pool {
    pub(crate) async fn open(_: &str, _: Options) -> Result<(Self, Arc<Hub>)> {
        Err(Error::Unavailable("not built yet".into()))
    }
    pub(crate) async fn read<T, E>(
        &self,
        _: Arc<Shared>,
        _: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self.0 {}
    }
    pub(crate) async fn write<T, E>(
        &self,
        _: Arc<Shared>,
        _: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self.0 {}
    }
}
