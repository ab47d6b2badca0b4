//! Logos: which kinds there are, what a portal shows for them, and the product's own (`platform/06 §6.5`).
//!
//! What a portal chose is a setting; keeping and drawing its pictures is the business of the crate `brand`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::PRODUCT;
use crate::settings::Setting;

/// A kind of logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its number on the wire.
    pub number: i32,
    /// Its name on the wire.
    pub name: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The product's own, below [`OWN`].
    file: &'static str,
}

const fn kind(
    number: i32,
    name: &'static str,
    (width, height): (u32, u32),
    file: &'static str,
) -> Kind {
    Kind {
        number,
        name,
        width,
        height,
        file,
    }
}

const EDITOR: (u32, u32) = (172, 40);

/// All kinds.
pub const KINDS: [Kind; 16] = [
    kind(1, "LightSmall", (422, 48), "lightsmall"),
    kind(2, "LoginPage", (772, 88), "loginpage"),
    kind(3, "Favicon", (32, 32), "favicon"),
    kind(4, "DocsEditor", EDITOR, "docseditor"),
    kind(5, "DocsEditorEmbed", EDITOR, "docseditorembed"),
    kind(6, "LeftMenu", (56, 56), "leftmenu"),
    kind(7, "AboutPage", (442, 48), "aboutpage"),
    kind(8, "Notification", (386, 44), "notification"),
    kind(9, "SpreadsheetEditor", EDITOR, "docseditor"),
    kind(10, "SpreadsheetEditorEmbed", EDITOR, "docseditorembed"),
    kind(11, "PresentationEditor", EDITOR, "docseditor"),
    kind(12, "PresentationEditorEmbed", EDITOR, "docseditorembed"),
    kind(13, "PdfEditor", EDITOR, "docseditor"),
    kind(14, "PdfEditorEmbed", EDITOR, "docseditorembed"),
    kind(15, "DiagramEditor", EDITOR, "docseditor"),
    kind(16, "DiagramEditorEmbed", EDITOR, "docseditorembed"),
];

/// Where the product's own logos are served.
pub const OWN: &str = "/static/images/logo/";

/// Where a portal's own logos are served.
pub const CHOSEN: &str = "/storage/whitelabel/root/";

impl Kind {
    /// The kind with a number or name, as clients write either.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = text.parse().ok();
        let called =
            |kind: &Kind| Some(kind.number) == number || kind.name.eq_ignore_ascii_case(text);
        KINDS.into_iter().find(called)
    }

    /// How the place of its picture for one ground is called.
    #[must_use]
    pub fn slot(&self, tone: Tone) -> String {
        format!("{}_{}", self.number, tone.name())
    }
}

/// On what ground a logo is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A light one.
    Light,
    /// A dark one.
    Dark,
}

impl Tone {
    const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The logos a portal chose instead of the product's: file names with their hash, by slot ([`Kind::slot`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Logos(BTreeMap<String, String>);

impl Setting for Logos {
    const KEY: &'static str = "logos";
}

impl Logos {
    /// Shows a file for a kind on one ground; its address changes with the hash.
    pub fn choose(&mut self, kind: Kind, tone: Tone, file: &str, hash: &str) {
        self.0
            .insert(kind.slot(tone), format!("{file}?hash={hash}"));
    }

    /// Whether the product's own is shown.
    #[must_use]
    pub fn is_own(&self, kind: Kind, tone: Tone) -> bool {
        !self.0.contains_key(&kind.slot(tone))
    }

    /// Address of a logo, for a portal whose pages are below `base`.
    #[must_use]
    pub fn address(&self, base: &str, kind: Kind, tone: Tone) -> String {
        let dark = match tone {
            Tone::Light => "",
            Tone::Dark => "dark_",
        };
        match self.0.get(&kind.slot(tone)) {
            Some(file) => format!("{base}{CHOSEN}{file}"),
            None => format!("{base}{OWN}{dark}{}.svg", kind.file),
        }
    }
}

/// Draws one of the product's own logos, as [`Logos::address`] names its file.
#[must_use]
pub fn own(file: &str) -> Option<String> {
    let name = file.strip_suffix(".svg")?;
    let (name, tone) = match name.strip_prefix("dark_") {
        Some(name) => (name, Tone::Dark),
        None => (name, Tone::Light),
    };
    let kind = KINDS.iter().find(|kind| kind.file == name)?;
    let (width, height) = (kind.width, kind.height);
    let words = match width > height {
        true => wordmark(height, tone),
        false => String::new(),
    };
    let scale = f64::from(height) / 32.0;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         <title>{PRODUCT}</title><g transform=\"scale({scale})\">{MARK}</g>{words}</svg>"
    ))
}

/// The sign of the product, 32 x 32.
const MARK: &str = "<rect width=\"32\" height=\"32\" rx=\"8\" fill=\"#1b6a59\"/>\
    <path d=\"M6.5 26V15.5a9.5 9.5 0 0 1 19 0V26\" fill=\"none\" stroke=\"#fff\" stroke-opacity=\".55\" \
    stroke-width=\"2.4\" stroke-linecap=\"round\"/>\
    <path d=\"M11.2 26V16.6a4.8 4.8 0 0 1 9.6 0V26\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.4\" \
    stroke-linecap=\"round\"/><circle cx=\"16\" cy=\"21.4\" r=\"1.9\" fill=\"#f2c879\"/>";

/// The name beside it.
fn wordmark(height: u32, tone: Tone) -> String {
    let height = f64::from(height);
    let (left, foot, size) = (height * 1.3, height * 0.73, height * 0.66);
    let ink = match tone {
        Tone::Light => "#1d2a26",
        Tone::Dark => "#fff",
    };
    format!(
        "<text x=\"{left:.1}\" y=\"{foot:.1}\" font-family=\"Inter, Helvetica, Arial, sans-serif\" \
         font-size=\"{size:.1}\" font-weight=\"600\" fill=\"{ink}\">{PRODUCT}</text>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_logo_of_the_product_can_be_drawn_for_both_grounds() {
        let logos = Logos::default();
        for kind in KINDS {
            for tone in [Tone::Light, Tone::Dark] {
                let address = logos.address("", kind, tone);
                let drawn = address.strip_prefix(OWN).and_then(own).unwrap_or_default();
                let size = format!("width=\"{}\" height=\"{}\"", kind.width, kind.height);
                assert!(drawn.contains(&size), "{address}: {drawn}");
            }
        }
        assert_eq!(own("nothing.svg"), None);
        assert_eq!(own("favicon.png"), None);
    }

    #[test]
    fn kinds_are_known_by_number_and_name() {
        assert_eq!(Kind::of("3").map(|kind| kind.name), Some("Favicon"));
        assert_eq!(Kind::of("leftmenu").map(|kind| kind.number), Some(6));
        assert_eq!(Kind::of("17"), None);
        assert_eq!(Kind::of(""), None);
    }
}
