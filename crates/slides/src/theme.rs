//! Colours and fonts: what the names of a theme look like.

use std::collections::HashMap;

use ooxml::xml::Element;
use serde_json::{Value as Json, json};

/// A theme as one master uses it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Theme {
    colors: HashMap<String, [f64; 3]>,
    /// What the master's names mean: `bg1` is `lt1`.
    map: HashMap<String, String>,
    major: Option<String>,
    minor: Option<String>,
    /// Widths of the lines that styles name by number.
    lines: Vec<f64>,
}

impl Theme {
    pub(crate) fn read(root: &Element<'_>) -> Self {
        let mut theme = Self::default();
        if let Some(scheme) = root.find("clrScheme") {
            for one in &scheme.children {
                let color = one
                    .children
                    .iter()
                    .find_map(|color| theme.base(color, None));
                if let Some(color) = color {
                    theme.colors.insert(one.local().to_owned(), color);
                }
            }
        }
        let font = |kind: &str| {
            let latin = root.find(kind)?.child("latin")?;
            let name = latin.attribute("typeface")?.into_owned();
            Some(name).filter(|name| !name.is_empty())
        };
        theme.major = font("majorFont");
        theme.minor = font("minorFont");
        if let Some(lines) = root.find("lnStyleLst") {
            let width = |line: &Element<'_>| line.attribute("w")?.parse().ok();
            theme.lines = lines
                .children
                .iter()
                .map(|line| width(line).unwrap_or(9525.0))
                .collect();
        }
        theme
    }

    /// The same with a master's (or slide's) own meaning of names.
    pub(crate) fn mapped(&self, map: Option<&Element<'_>>) -> Self {
        let mut theme = self.clone();
        if let Some(map) = map {
            theme.map = map
                .attributes()
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
        }
        theme
    }

    /// The width of the lines of a style.
    pub(crate) fn line(&self, number: usize) -> f64 {
        let at = number.checked_sub(1);
        at.and_then(|at| self.lines.get(at))
            .copied()
            .unwrap_or(9525.0)
    }

    /// A font by its name, or by its place in the theme.
    pub(crate) fn font(&self, name: &str) -> Option<String> {
        match name {
            name if name.starts_with("+mj") => self.major.clone(),
            name if name.starts_with("+mn") => self.minor.clone(),
            "" => None,
            name => Some(name.to_owned()),
        }
    }

    /// What a name means, `#rrggbb`.
    pub(crate) fn of_name(&self, name: &str) -> Option<String> {
        self.named(name, None).map(hex)
    }

    /// The colour that an element holds (`solidFill`, `fillRef` …), `#rrggbb`.
    pub(crate) fn color_in(&self, element: &Element<'_>) -> Option<String> {
        self.color_with(element, None)
    }

    fn color_with(&self, element: &Element<'_>, holder: Option<[f64; 3]>) -> Option<String> {
        element
            .children
            .iter()
            .find_map(|color| self.base(color, holder))
            .map(hex)
    }

    /// What a fill looks like in one colour: `#rrggbb`, `none`; nothing when it says nothing.
    pub(crate) fn fill_in(&self, properties: &Element<'_>) -> Option<String> {
        properties
            .children
            .iter()
            .find_map(|one| match one.local() {
                "noFill" => Some("none".to_owned()),
                "solidFill" => self.color_in(one),
                "gradFill" => self.color_in(one.child("gsLst")?.children.first()?),
                "pattFill" => self.color_in(one.child("bgClr")?),
                _ => None,
            })
    }

    fn base(&self, color: &Element<'_>, holder: Option<[f64; 3]>) -> Option<[f64; 3]> {
        let value = color.val();
        let base = match color.local() {
            "srgbClr" => of_hex(&value?)?,
            "sysClr" => match color.attribute("lastClr") {
                Some(last) => of_hex(&last)?,
                None if value?.contains("indowText") => [0.0; 3],
                None => [1.0; 3],
            },
            "schemeClr" => self.named(&value?, holder)?,
            "prstClr" => preset(&value?)?,
            "scrgbClr" => {
                let part =
                    |name: &str| Some(color.attribute(name)?.parse::<f64>().ok()? / 100_000.0);
                [part("r")?, part("g")?, part("b")?]
            }
            _ => return None,
        };
        Some(color.children.iter().fold(base, changed))
    }

    fn named(&self, name: &str, holder: Option<[f64; 3]>) -> Option<[f64; 3]> {
        if name == "phClr" {
            return holder;
        }
        let usual = match name {
            "bg1" => "lt1",
            "tx1" => "dk1",
            "bg2" => "lt2",
            "tx2" => "dk2",
            name => name,
        };
        let meant = self.map.get(name).map_or(usual, String::as_str);
        self.colors.get(meant).copied()
    }

    pub(crate) fn told(&self) -> Json {
        let colors: serde_json::Map<String, Json> = self
            .colors
            .iter()
            .map(|(name, color)| (name.clone(), json!(hex(*color))))
            .collect();
        json!({ "colors": colors, "major": self.major, "minor": self.minor })
    }
}

/// A colour that one of the changes in it (`lumMod`, `tint` …) makes another.
fn changed(color: [f64; 3], how: &Element<'_>) -> [f64; 3] {
    let Some(part) = how
        .val()
        .and_then(|val| val.trim_end_matches('%').parse::<f64>().ok())
    else {
        return color;
    };
    let part = (part / 100_000.0).clamp(-4.0, 4.0);
    match how.local() {
        "lumMod" => lighter(color, |light| light * part),
        "lumOff" => lighter(color, |light| light + part),
        "shade" => color.map(|one| one * part.sqrt()),
        "tint" => color.map(|one| one * part + (1.0 - part)),
        _ => color,
    }
}

/// The same hue and saturation with another lightness.
fn lighter([red, green, blue]: [f64; 3], how: impl Fn(f64) -> f64) -> [f64; 3] {
    let most = red.max(green).max(blue);
    let least = red.min(green).min(blue);
    let light = f64::midpoint(most, least);
    let wanted = how(light).clamp(0.0, 1.0);
    let spread = most - least;
    if spread == 0.0 {
        return [wanted; 3];
    }
    let saturation = spread / (1.0 - (2.0 * light - 1.0).abs()).max(f64::EPSILON);
    let chroma = saturation.min(1.0) * (1.0 - (2.0 * wanted - 1.0).abs());
    [red, green, blue].map(|one| (one - light) / spread * chroma + wanted)
}

fn hex(color: [f64; 3]) -> String {
    let [red, green, blue] = color.map(|one| (one.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn of_hex(digits: &str) -> Option<[f64; 3]> {
    if digits.len() != 6 || !digits.is_ascii() {
        return None;
    }
    let part = |from: usize| {
        let number = u8::from_str_radix(digits.get(from..from + 2)?, 16).ok()?;
        Some(f64::from(number) / 255.0)
    };
    Some([part(0)?, part(2)?, part(4)?])
}

/// The preset colours that files use.
fn preset(name: &str) -> Option<[f64; 3]> {
    of_hex(match name {
        "black" => "000000",
        "white" => "ffffff",
        "red" => "ff0000",
        "green" => "008000",
        "blue" => "0000ff",
        "yellow" => "ffff00",
        "gray" | "grey" => "808080",
        "orange" => "ffa500",
        "purple" => "800080",
        "cyan" | "aqua" => "00ffff",
        "magenta" => "ff00ff",
        "navy" => "000080",
        "silver" => "c0c0c0",
        "maroon" => "800000",
        "lime" => "00ff00",
        "teal" => "008080",
        "olive" => "808000",
        _ => return None,
    })
}
