//! Files on their way in: bytes streamed into the object store, forms read part by part, and the
//! bookkeeping of uploads in pieces.
//!
//! Nothing here holds a whole file in memory, and nothing that breaks off leaves a trace.

mod form;
mod receive;
mod session;

pub use form::{Form, Part};
pub(crate) use receive::too_large;
pub use receive::{Received, receive};
pub use session::{CHUNK, LIFE, Options, Piece, SIMPLE_LIMIT, Session, Shape};
