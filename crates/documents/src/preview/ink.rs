//! A watermark over the picture of a page.

use std::sync::{LazyLock, Mutex, PoisonError};

use cosmic_text::{Align, Attrs, Buffer, Color, FontSystem, Metrics, Shaping, SwashCache};
use files::conversion::Mark;
use image::imageops::{self, FilterType};
use image::{GenericImageView, GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};

/// Share of the page that the longest line takes.
const SPREAD: f32 = 0.7;
/// Letters are at most this share of the page high.
const LARGEST: f32 = 0.06;
/// How much of the ink covers the page, and its colour.
const COVER: f32 = 0.32;
const INK: [f32; 3] = [110.0, 110.0, 110.0];
/// Size at which lines are measured, pixels.
const MEASURE: f32 = 40.0;
/// Between picture and text, share of the page's height.
const GAP: f32 = 0.02;
/// Height of a line, of its letters.
const LINE: f32 = 1.35;

/// The fonts of this machine, looked for when the first mark is drawn.
static FONTS: LazyLock<Mutex<FontSystem>> = LazyLock::new(|| Mutex::new(FontSystem::new()));

/// Draws a mark over a page, in its middle, turned as it says: its picture, and its text below. `scale` are pixels of
/// the page's picture for 1/96 inch of the page. `false` when no font of this machine has its letters: then nothing
/// protects the page, and nobody may see it.
pub(crate) fn write(
    page: &mut RgbImage,
    mark: &Mark,
    picture: Option<&RgbaImage>,
    scale: f32,
) -> bool {
    let (width, height) = (page.width() as f32, page.height() as f32);
    let mut text = None;
    if !mark.lines.is_empty() {
        let lines = mark.lines.join("\n");
        let Some(drawn) = stencil(&lines, width * SPREAD, height * LARGEST) else {
            return false;
        };
        text = Some(drawn);
    }
    let picture = picture.map(|picture| sized(picture, mark, scale, (width, height)));
    let high = |height: Option<u32>| height.map_or(0.0, |height| height as f32);
    let upper = high(picture.as_ref().map(RgbaImage::height));
    let lower = high(text.as_ref().map(GrayImage::height));
    let gap = match (&picture, &text) {
        (Some(_), Some(_)) => height * GAP,
        _ => 0.0,
    };
    let whole = upper + gap + lower;
    if let Some(picture) = picture {
        let place = Place::new(&picture, (upper - whole) / 2.0, mark.rotate);
        cover(page, &place, |x, y| {
            let pixel = imageops::interpolate_bilinear(&picture, x, y);
            pixel.map_or(([0.0; 3], 0.0), |Rgba([r, g, b, alpha])| {
                let colour = [f32::from(r), f32::from(g), f32::from(b)];
                (colour, f32::from(alpha) / 255.0)
            })
        });
    }
    if let Some(text) = text {
        let place = Place::new(&text, (whole - lower) / 2.0, mark.rotate);
        cover(page, &place, |x, y| (INK, sample(&text, x, y)));
    }
    true
}

/// Where something lies on a page.
struct Place {
    /// Half of its width and height.
    half: (f32, f32),
    /// How far its middle is below that of the page, before it is turned.
    below: f32,
    /// Sine and cosine of the turn.
    turn: (f32, f32),
}

impl Place {
    fn new(thing: &impl GenericImageView, below: f32, rotate: i32) -> Self {
        let (width, height) = thing.dimensions();
        Self {
            half: (width as f32 / 2.0, height as f32 / 2.0),
            below,
            turn: (rotate as f32).to_radians().sin_cos(),
        }
    }
}

/// Mixes ink into a page: its colour, and how much of it there is at a place of what is drawn.
fn cover(page: &mut RgbImage, place: &Place, ink: impl Fn(f32, f32) -> ([f32; 3], f32)) {
    let middle = (page.width() as f32 / 2.0, page.height() as f32 / 2.0);
    let (sin, cos) = place.turn;
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 - middle.0, y as f32 - middle.1);
        // Where this pixel of the page lies in what is drawn before it was turned.
        let from_x = dx * cos + dy * sin + place.half.0;
        let from_y = dy * cos - dx * sin - place.below + place.half.1;
        let (colour, amount) = ink(from_x, from_y);
        let amount = amount * COVER;
        if amount > 0.0 {
            let Rgb(below) = *pixel;
            let mut mixed = below;
            for ((out, below), ink) in mixed.iter_mut().zip(below).zip(colour) {
                *out = (f32::from(below) * (1.0 - amount) + ink * amount).round() as u8;
            }
            *pixel = Rgb(mixed);
        }
    }
}

/// A picture in the size it has on the page: as declared, and never larger than the page.
fn sized(picture: &RgbaImage, mark: &Mark, scale: f32, page: (f32, f32)) -> RgbaImage {
    let declared = mark.picture.as_ref();
    let declared = declared.map_or((0, 0), |picture| (picture.width, picture.height));
    let (wide, high) = match declared {
        (0, _) | (_, 0) => picture.dimensions(),
        declared => declared,
    };
    let (wide, high) = (wide as f32 * scale, high as f32 * scale);
    let shrink = (page.0 / wide).min(page.1 / high).min(1.0);
    let side = |length: f32| (length * shrink).round().max(1.0) as u32;
    imageops::resize(picture, side(wide), side(high), FilterType::Triangle)
}

/// The text in its size: how much of each pixel its letters cover.
fn stencil(text: &str, wide: f32, high: f32) -> Option<GrayImage> {
    let mut fonts = FONTS.lock().unwrap_or_else(PoisonError::into_inner);
    let widest = laid(&mut fonts, text, MEASURE, None)
        .layout_runs()
        .map(|run| run.line_w)
        .fold(0.0_f32, f32::max);
    if widest <= 0.0 {
        return None;
    }
    let size = (MEASURE * wide / widest).min(high).max(6.0);
    let across = (widest * size / MEASURE).ceil() + 4.0;
    let mut buffer = laid(&mut fonts, text, size, Some(across));
    let lines = buffer.layout_runs().count().max(1) as f32;
    let down = (lines * size * LINE).ceil() + 4.0;
    let mut picture = GrayImage::new(across as u32, down as u32);
    let mut drawn = false;
    let mut cache = SwashCache::new();
    let ink = Color::rgb(0, 0, 0);
    buffer.draw(&mut fonts, &mut cache, ink, |x, y, w, h, color| {
        for (x, y) in (0..w)
            .flat_map(|dx| (0..h).map(move |dy| (dx, dy)))
            .filter_map(|(dx, dy)| {
                let x = u32::try_from(x).ok()?.checked_add(dx)?;
                let y = u32::try_from(y).ok()?.checked_add(dy)?;
                Some((x, y))
            })
        {
            if let Some(Luma([cover])) = picture.get_pixel_mut_checked(x, y) {
                *cover = (*cover).max(color.a());
                drawn |= color.a() > 0;
            }
        }
    });
    drawn.then_some(picture)
}

fn laid(fonts: &mut FontSystem, text: &str, size: f32, width: Option<f32>) -> Buffer {
    let mut buffer = Buffer::new(fonts, Metrics::new(size, size * LINE));
    buffer.set_size(width, None);
    let align = width.map(|_| Align::Center);
    buffer.set_text(text, &Attrs::new(), Shaping::Advanced, align);
    buffer.shape_until_scroll(fonts, false);
    buffer
}

/// The cover at a place between four pixels, 0 to 1; nothing outside.
fn sample(text: &GrayImage, x: f32, y: f32) -> f32 {
    if x < 0.0 || y < 0.0 {
        return 0.0;
    }
    let (left, top) = (x.floor(), y.floor());
    let at = |x: f32, y: f32| {
        let pixel = text.get_pixel_checked(x as u32, y as u32);
        pixel.map_or(0.0, |Luma([cover])| f32::from(*cover) / 255.0)
    };
    let (right, below) = (x - left, y - top);
    let upper = at(left, top) * (1.0 - right) + at(left + 1.0, top) * right;
    let lower = at(left, top + 1.0) * (1.0 - right) + at(left + 1.0, top + 1.0) * right;
    upper * (1.0 - below) + lower * below
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;
    use files::conversion::MarkPicture;

    fn mark(lines: &[&str], rotate: i32) -> Mark {
        Mark {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            rotate,
            picture: None,
        }
    }

    /// Ink above and below the middle, and left and right of it.
    fn spread(rotate: i32) -> (u32, u32) {
        let mut page = RgbImage::from_pixel(400, 400, Rgb([255; 3]));
        let text = mark(&["Ada Lovelace, Ада"], rotate);
        assert!(write(&mut page, &text, None, 1.0));
        let inked = page
            .enumerate_pixels()
            .filter(|(_, _, pixel)| pixel.0 != [255; 3]);
        let mut across = (u32::MAX, 0);
        let mut down = (u32::MAX, 0);
        for (x, y, _) in inked {
            across = (across.0.min(x), across.1.max(x));
            down = (down.0.min(y), down.1.max(y));
        }
        (across.1 - across.0, down.1 - down.0)
    }

    #[test]
    fn a_mark_lies_across_the_middle_and_is_turned() {
        let (across, down) = spread(0);
        assert!(across > 4 * down, "{across} × {down}");
        let (across, down) = spread(90);
        assert!(down > 4 * across, "{across} × {down}");
        let (across, down) = spread(45);
        assert!(across.abs_diff(down) < 30, "{across} × {down}");
    }

    #[test]
    fn an_empty_mark_leaves_the_page() {
        let mut page = RgbImage::from_pixel(10, 10, Rgb([255; 3]));
        assert!(write(&mut page, &mark(&[], 45), None, 1.0));
        assert!(page.pixels().all(|pixel| pixel.0 == [255; 3]));
    }

    /// Where the red of a picture lies: left, top, right and bottom edge.
    fn red(page: &RgbImage) -> [u32; 4] {
        let mut edges = [u32::MAX, u32::MAX, 0, 0];
        for (x, y, Rgb([r, g, _])) in page.enumerate_pixels() {
            if *r > g.saturating_add(40) {
                edges = [
                    edges[0].min(x),
                    edges[1].min(y),
                    edges[2].max(x),
                    edges[3].max(y),
                ];
            }
        }
        edges
    }

    fn stamped(lines: &[&str], rotate: i32, size: (u32, u32), scale: f32) -> RgbImage {
        let mut page = RgbImage::from_pixel(400, 400, Rgb([255; 3]));
        let (width, height) = size;
        let mark = Mark {
            picture: Some(MarkPicture {
                object: String::new(),
                width,
                height,
            }),
            ..mark(lines, rotate)
        };
        let picture = RgbaImage::from_pixel(20, 10, Rgba([255, 0, 0, 255]));
        assert!(write(&mut page, &mark, Some(&picture), scale));
        page
    }

    #[test]
    fn a_picture_has_the_size_that_is_declared_and_is_turned() {
        assert_eq!(red(&stamped(&[], 0, (100, 40), 2.0)), [100, 160, 299, 239]);
        assert_eq!(red(&stamped(&[], 90, (100, 40), 2.0)), [161, 100, 240, 299]);
        assert_eq!(red(&stamped(&[], 0, (0, 0), 1.0)), [190, 195, 209, 204]);
        // Never larger than the page.
        assert_eq!(red(&stamped(&[], 0, (8000, 4000), 1.0)), [0, 100, 399, 299]);
    }

    #[test]
    fn a_picture_lies_above_the_text_and_lets_the_page_through() {
        let page = stamped(&["Ada Lovelace"], 0, (100, 40), 1.0);
        let [.., bottom] = red(&page);
        assert!(bottom < 205, "{bottom}");
        let grey = |pixel: &Rgb<u8>| pixel.0[0] < 240 && pixel.0[0] == pixel.0[1];
        let below = page.enumerate_pixels().filter(|(_, _, pixel)| grey(pixel));
        assert!(below.map(|(_, y, _)| y).min().unwrap() > bottom);
        assert_eq!(
            stamped(&[], 0, (100, 40), 1.0).get_pixel(200, 200),
            &Rgb([255, 173, 173])
        );
    }
}
