//! The routes of rooms, folders and files: thin, one call into [`crate::service`] each.

use wire::Routes;

mod batch;
mod conversion;
mod default_templates;
mod downloads;
mod editing;
mod files;
mod folders;
mod forms;
mod listing;
mod marks;
mod notifications;
mod operations;
mod room_groups;
mod rooms;
mod settings;
mod sharing;
mod statistics;
mod tags;
mod third_party;
mod thumbnails;
mod uploads;
mod versions;

pub use downloads::send;
pub use operations::{DocumentBuilderTaskDto, FileOperationDto};

use crate::service::Files;

/// All routes of this crate.
pub fn routes(files: Files) -> Routes {
    Routes::new()
        .merge(files::routes())
        .merge(folders::routes())
        .merge(forms::routes())
        .merge(operations::routes())
        .merge(conversion::routes())
        .merge(versions::routes())
        .merge(marks::routes())
        .merge(notifications::routes())
        .merge(uploads::routes())
        .merge(downloads::routes())
        .merge(editing::routes())
        .merge(default_templates::routes())
        .merge(listing::routes())
        .merge(settings::routes())
        .merge(rooms::routes())
        .merge(room_groups::routes())
        .merge(tags::routes())
        .merge(third_party::routes())
        .merge(thumbnails::routes())
        .merge(sharing::routes())
        .merge(statistics::routes())
        .with_state(files)
}
