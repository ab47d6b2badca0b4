//! The verbs on rooms: making, changing, members, tags, pictures, groups.

mod covers;
mod create;
mod groups;
pub(crate) mod happening;
pub(crate) mod index;
mod logos;
mod members;
mod settings;
mod tags;
mod update;
pub(crate) mod watermark_picture;

pub use create::NewRoom;
pub(in crate::service) use create::no_key;
pub use groups::Shelf;
pub use logos::{LogoCrop, MAX_BYTES as LOGO_BYTES};
pub(crate) use logos::{copy_picture, drop_picture};
pub use members::{MembersChange, MembersChanged, ShareFilterType};
pub(crate) use settings::check_quota;
pub use settings::{RoomSettings, Switch};
pub(crate) use tags::put_on as put_tags;
