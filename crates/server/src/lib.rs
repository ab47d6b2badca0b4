//! The house put together: parts opened, routers merged, every request led through the layers.
//!
//! [`House::open`] opens data and domains from a [`Config`]; [`app`] makes the router; [`serve`] answers connections until
//! told to stop. Knows every domain; holds no rule of any.

mod app;
mod config;
mod figures;
mod house;
mod layers;
mod openapi;
mod ops;
mod serve;
mod spelling;
pub mod verify;
mod web;

pub use app::app;
pub use config::{Config, ConfigError, LogForm};
pub use house::{House, OpenError, migrate};
pub use openapi::document;
pub use serve::serve;
