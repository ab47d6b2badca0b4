//! Bytes on their way out: `/filehandler.ashx` (`files/06a §9`).

mod disposition;
mod range;
mod serve;
