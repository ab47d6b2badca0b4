//! Built-in covers of rooms: simple line drawings of our own, known to clients by id
//! (`files/05 §4`).

mod drawings;

use drawings::DRAWINGS;

/// Colours from which a new room without colour and logo gets one by chance (`files/05 §4`).
pub const PALETTE: [&str; 10] = [
    "FF6680", "FF8F40", "F2D230", "61C059", "70E096", "1FCECB", "5CC3F7", "6191F2", "7757D9",
    "B679F2",
];

/// All cover ids, in alphabetical order.
pub fn ids() -> impl Iterator<Item = &'static str> {
    DRAWINGS.iter().map(|(id, _)| *id)
}

/// Whether there is a cover of that id.
pub fn exists(id: &str) -> bool {
    shapes(id).is_some()
}

/// The cover as SVG text with the given edge in pixels; `None` for an unknown id.
pub fn svg(id: &str, edge: u32) -> Option<String> {
    let shapes = shapes(id)?;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{edge}\" height=\"{edge}\" \
         viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{shapes}</svg>"
    ))
}

fn shapes(id: &str) -> Option<&'static str> {
    DRAWINGS
        .iter()
        .find(|(name, _)| *name == id)
        .map(|(_, shapes)| *shapes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_are_listed_in_order_and_none_twice() {
        let all: Vec<_> = ids().collect();
        assert_eq!(all.len(), 57);
        assert!(
            all.is_sorted_by(|left, right| left < right),
            "sorted, hence unique"
        );
    }

    #[test]
    fn a_cover_is_an_svg_text() {
        for id in ids() {
            let text = svg(id, 20).unwrap_or_default();
            assert!(
                text.starts_with("<svg ") && text.ends_with("</svg>"),
                "{id}"
            );
        }
        assert_eq!(svg("none", 20), None);
    }
}
