//! A watermark over the picture of a page.

use std::sync::{LazyLock, Mutex, PoisonError};

use cosmic_text::{Align, Attrs, Buffer, Color, FontSystem, Metrics, Shaping, SwashCache};
use files::conversion::Mark;
use image::{GrayImage, Luma, Rgb, RgbImage};

/// Share of the page that the longest line takes.
const SPREAD: f32 = 0.7;
/// Letters are at most this share of the page high.
const LARGEST: f32 = 0.06;
/// How much of the ink covers the page, and its colour.
const COVER: f32 = 0.32;
const INK: [f32; 3] = [110.0, 110.0, 110.0];
/// Size at which lines are measured, pixels.
const MEASURE: f32 = 40.0;
/// Height of a line, of its letters.
const LINE: f32 = 1.35;

/// The fonts of this machine, looked for when the first mark is drawn.
static FONTS: LazyLock<Mutex<FontSystem>> = LazyLock::new(|| Mutex::new(FontSystem::new()));

/// Writes a mark over a page, in its middle, turned as it says. `false` when no font of this machine has its letters:
/// then nothing protects the page, and nobody may see it.
pub(crate) fn write(page: &mut RgbImage, mark: &Mark) -> bool {
    if mark.lines.is_empty() {
        return true;
    }
    let (width, height) = (page.width() as f32, page.height() as f32);
    let Some(text) = stencil(&mark.lines.join("\n"), width * SPREAD, height * LARGEST) else {
        return false;
    };
    let (sin, cos) = (mark.rotate as f32).to_radians().sin_cos();
    let (middle_x, middle_y) = (width / 2.0, height / 2.0);
    let (text_x, text_y) = (text.width() as f32 / 2.0, text.height() as f32 / 2.0);
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 - middle_x, y as f32 - middle_y);
        // Where this pixel of the page lies in the text before it was turned.
        let (from_x, from_y) = (dx * cos + dy * sin + text_x, dy * cos - dx * sin + text_y);
        let cover = sample(&text, from_x, from_y) * COVER;
        if cover > 0.0 {
            let Rgb(below) = *pixel;
            let mut mixed = below;
            for ((out, below), ink) in mixed.iter_mut().zip(below).zip(INK) {
                *out = (f32::from(below) * (1.0 - cover) + ink * cover).round() as u8;
            }
            *pixel = Rgb(mixed);
        }
    }
    true
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
    use super::*;

    fn mark(lines: &[&str], rotate: i32) -> Mark {
        Mark {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            rotate,
        }
    }

    /// Ink above and below the middle, and left and right of it.
    fn spread(rotate: i32) -> (u32, u32) {
        let mut page = RgbImage::from_pixel(400, 400, Rgb([255; 3]));
        assert!(write(&mut page, &mark(&["Ada Lovelace, Ада"], rotate)));
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
        assert!(write(&mut page, &mark(&[], 45)));
        assert!(page.pixels().all(|pixel| pixel.0 == [255; 3]));
    }
}
