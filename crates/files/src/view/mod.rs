//! What people see of entries: rights evaluated and answers built for a PAGE at a time.
//!
//! [`look`] loads the facts of a page in one statement and evaluates the rights; [`page`] turns the
//! result into the objects of `files/03` with one more statement for the people named in them.

mod brief;
mod content;
mod dto;
pub mod editor;
mod entries;
mod facts;
mod file;
mod folder;
mod maps;
mod share;
mod urls;
mod viewer;

pub use brief::brief;
pub use content::{FolderContentDto, PathPartDto};
pub use dto::{
    EntryDto, FileDto, FileEntryType, FolderDto, FormFillingStatus, LogoCoverDto, LogoDto,
    RoomDataLifetimeDto, WatermarkDto,
};
pub use entries::{Context, file, folder, page, render};
pub use facts::{Loaded, Seen, look, rights};
pub(crate) use file::expiry;
pub use maps::{Security, ShareRights, ShareSettings};
pub use share::{FileShareDto, FileShareLinkDto, LinkType, SharedTo, owner_record, shares};
pub(crate) use share::{LINK_PASSWORD, looker};
pub(crate) use urls::path_of_file;
pub use urls::{Links, Size as LogoSize, logo as logo_url};
pub use viewer::{LinkInHand, Viewer, proof_cookie};
