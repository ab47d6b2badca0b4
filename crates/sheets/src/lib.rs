//! Workbooks (xlsx): opened, changed cell by cell, calculated, and written back so that what nobody touched stays as it was.
//!
//! [`Book`] is one workbook: [`Book::apply`] types into it, [`Book::perform`] does everything else; [`Book::overview`] and [`Book::cells`] what a screen draws of it. The engine beneath is
//! BetterOffice's, and only this crate knows so. A stranger's file or formula can keep it busy or make it fail:
//! everything that touches it runs under [`within`].
//!
//! Knows nothing of people, sessions and storage.

mod book;
mod deed;
mod dress;
mod filter;
mod guard;
mod late;
mod looks;
mod moving;
mod perform;
mod roots;
mod show;

pub use book::{At, Book, Edit, LARGEST, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Unopenable, Unwritable};
pub use deed::{Across, Area, Axis, Choice, Deed, Dress, LONGEST_DEED, Lines, Upright, Worn};
pub use guard::{Stopped, within};
pub use looks::Looks;
pub use perform::{Done, Unfit};
pub use show::{Cell, Cells, Overview, SheetOverview};
