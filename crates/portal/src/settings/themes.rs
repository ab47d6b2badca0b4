//! Colour themes: six that come with the product and those a portal adds (`platform/06 §6.4`).

use serde::{Deserialize, Serialize};

use super::Setting;

/// Most themes a portal may have, the six included.
pub const LIMIT: usize = 9;

const STANDARD: [(i32, &str, &str, &str); 6] = [
    (1, "blue", "#4781D1", "#5299E0"),
    (2, "orange", "#F97A0B", "#FF9933"),
    (3, "green", "#2DB482", "#22C386"),
    (4, "red", "#F2675A", "#F27564"),
    (5, "purple", "#6D4EC2", "#8570BD"),
    (6, "light-blue", "#11A4D4", "#13B7EC"),
];

/// A pair of colours as `#RRGGBB`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Colours {
    /// Links, selections.
    pub accent: String,
    /// Main buttons.
    pub buttons: String,
}

/// One theme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Theme {
    /// Number; 1 to 6 are the product's.
    pub id: i32,
    /// Name of a standard theme; empty for a portal's own.
    pub name: String,
    /// Areas.
    pub main: Colours,
    /// Text on them.
    pub text: Colours,
}

/// The themes of a portal: its own ones and the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Themes {
    own: Vec<Theme>,
    /// Number of the theme in use.
    pub selected: i32,
}

impl Default for Themes {
    fn default() -> Self {
        Self {
            own: Vec::new(),
            selected: 1,
        }
    }
}

impl Setting for Themes {
    const KEY: &'static str = "themes";
}

impl Themes {
    /// All themes, the product's first.
    #[must_use]
    pub fn all(&self) -> Vec<Theme> {
        standard().chain(self.own.iter().cloned()).collect()
    }

    /// Adds or changes a theme. Changing a standard one makes a copy; above the limit nothing happens.
    /// Returns the number of the theme saved.
    pub fn put(&mut self, theme: Theme) -> Option<i32> {
        let mut theme = Theme {
            name: String::new(),
            ..theme
        };
        if let Some(old) = self.own.iter_mut().find(|old| old.id == theme.id) {
            let id = theme.id;
            *old = theme;
            return Some(id);
        }
        if STANDARD.len() + self.own.len() >= LIMIT {
            return None;
        }
        theme.id = self.all().iter().map(|theme| theme.id).max().unwrap_or(0) + 1;
        let id = theme.id;
        self.own.push(theme);
        Some(id)
    }

    /// Chooses a theme; an unknown number changes nothing.
    pub fn select(&mut self, id: i32) {
        if self.all().iter().any(|theme| theme.id == id) {
            self.selected = id;
        }
    }

    /// Deletes a theme of the portal's own; the choice falls to the smallest number.
    pub fn remove(&mut self, id: i32) {
        let before = self.own.len();
        self.own.retain(|theme| theme.id != id);
        if self.own.len() < before && self.selected == id {
            self.selected = 1;
        }
    }
}

fn standard() -> impl Iterator<Item = Theme> {
    STANDARD.iter().map(|(id, name, accent, buttons)| Theme {
        id: *id,
        name: (*name).to_owned(),
        main: Colours {
            accent: (*accent).to_owned(),
            buttons: (*buttons).to_owned(),
        },
        text: Colours {
            accent: "#FFFFFF".to_owned(),
            buttons: "#FFFFFF".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_a_standard_theme_makes_a_copy() {
        let mut themes = Themes::default();
        let id = themes.put(Theme {
            id: 2,
            ..Theme::default()
        });
        assert_eq!(id, Some(7));
        assert_eq!(themes.all().len(), 7);
        assert!(
            themes
                .all()
                .iter()
                .any(|theme| theme.id == 2 && theme.main.accent == "#F97A0B")
        );
    }

    #[test]
    fn the_limit_is_silent_and_the_choice_falls_back() {
        let mut themes = Themes::default();
        for _ in 0..3 {
            assert!(themes.put(Theme::default()).is_some());
        }
        assert_eq!(themes.put(Theme::default()), None);
        themes.select(9);
        themes.remove(9);
        assert_eq!(themes.selected, 1);
        themes.select(99);
        themes.remove(2);
        assert_eq!((themes.selected, themes.all().len()), (1, 8));
    }
}
