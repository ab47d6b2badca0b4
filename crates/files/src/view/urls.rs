//! Addresses that answers carry.

use std::fmt::Write as _;

use super::Viewer;
use crate::formats::{self, Accessibility};
use crate::model::{File, FolderId};

/// Builds addresses below the portal's public one, with the key of the link in use.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    /// Public address of the portal without a slash at the end.
    pub base: &'a str,
    /// Key of the external link that gives access.
    pub key: Option<&'a str>,
}

/// The path of the portal under which a person opens a file.
pub(crate) fn path_of_file(viewer: &Viewer, file: &File) -> String {
    let extension = formats::extension(&file.title);
    let can = viewer.can(&extension, false);
    let here = Links {
        base: "",
        key: None,
    };
    here.open(file, &can)
}

impl Links<'_> {
    /// Where the content is downloaded (`viewUrl`).
    pub fn download(&self, file: &File) -> String {
        let mut url = format!(
            "{}/filehandler.ashx?action=download&fileid={}",
            self.base, file.id.0
        );
        self.add_key(&mut url, '&');
        url
    }

    /// Where the small picture of the current version is. Another content is another address, so it may be kept.
    pub fn thumbnail(&self, file: &File) -> String {
        let content = file.version.object.get(..8).unwrap_or_default();
        let mut url = format!(
            "{}/filehandler.ashx?action=thumb&fileid={}&version={}&hash={content}",
            self.base, file.id.0, file.version.number
        );
        self.add_key(&mut url, '&');
        url
    }

    /// Where the file is opened (`webUrl`): media view, editor, or the download.
    pub fn open(&self, file: &File, can: &Accessibility) -> String {
        let id = file.id.0;
        if can.image_view || can.media_view {
            let page = if self.key.is_some() {
                "share/preview"
            } else {
                "media/view"
            };
            let mut url = format!("{}/{page}/{id}", self.base);
            self.add_key(&mut url, '?');
            return url;
        }
        let mut url = if can.must_convert && can.web_view {
            format!("{}/doceditor?fileid={id}&action=view", self.base)
        } else if can.web_view || can.web_edit {
            format!(
                "{}/doceditor?fileid={id}&version={}",
                self.base, file.version.number
            )
        } else {
            return self.download(file);
        };
        self.add_key(&mut url, '&');
        url
    }

    /// A folder as visitors of the link see it; empty without a link.
    pub fn shared_folder(&self, folder: FolderId, is_room: bool) -> String {
        let Some(key) = self.key else {
            return String::new();
        };
        if is_room {
            return format!("{}/rooms/share?key={key}", self.base);
        }
        format!("{}/rooms/share?key={key}&folder={}", self.base, folder.0)
    }

    fn add_key(&self, url: &mut String, separator: char) {
        if let Some(key) = self.key {
            let _ = write!(url, "{separator}share={key}");
        }
    }
}

/// A size of a room's logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As uploaded, at most 1280 pixels.
    Original,
    /// 192 pixels.
    Large,
    /// 64 pixels.
    Medium,
    /// 32 pixels.
    Small,
}

impl Size {
    /// All sizes.
    pub const ALL: [Self; 4] = [Self::Original, Self::Large, Self::Medium, Self::Small];

    /// How the size is called in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "orig",
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }
}

/// Address of an uploaded logo. `name` changes with every upload, so it breaks caches too.
pub fn logo(name: &str, size: Size) -> String {
    format!(
        "/storage/room_logos/root/{name}_{}.png?hash={name}",
        size.name()
    )
}
