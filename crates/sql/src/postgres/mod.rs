//! PostgreSQL: a pool of connections whose conversations run on tokio's blocking threads.

mod error;
mod pool;
mod relay;
mod session;
mod types;

pub(crate) use self::pool::Pool;
pub(crate) use self::session::Session;
pub(crate) use self::types::cell;
