//! Photos: their addresses, and how an uploaded picture becomes a set of squares within hard limits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::OnceLock;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use portal::UserId;
use tokio::sync::Semaphore;

use crate::model::Photo;

/// Largest upload in bytes (`platform/05 §5.11`).
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Largest number of pixels that is decoded: a bomb of a few kilobytes must not take gigabytes.
const MAX_PIXELS: u64 = 40_000_000;
/// Largest width or height that is decoded.
const MAX_SIDE: u32 = 16_384;
/// Largest picture in memory, in bytes: all pixels with four channels of a byte. Two bytes each leave half as many pixels.
const MAX_DECODED: u64 = 4 * MAX_PIXELS;
/// Memory a decoder may use beside the picture, for colour profiles and comments.
const MAX_EXTRA: u64 = 32 * 1024 * 1024;
/// Pictures that are drawn at a time. The others wait: each takes memory by its pixels, and uploads come in crowds.
static EASELS: Semaphore = Semaphore::const_new(2);
/// The original is kept within this size.
const ORIGINAL: (u32, u32) = (1280, 1280);

/// Sizes a photo is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As uploaded, at most 1280 x 1280.
    Original,
    /// 360 pixels.
    Retina,
    /// 200 pixels.
    Max,
    /// 82 pixels.
    Big,
    /// 48 pixels.
    Medium,
    /// 32 pixels.
    Small,
}

impl Size {
    /// The squares, largest first.
    pub const SQUARES: [Self; 5] = [
        Self::Retina,
        Self::Max,
        Self::Big,
        Self::Medium,
        Self::Small,
    ];

    /// Side in pixels; the original's stand-in is the large square.
    #[must_use]
    pub fn side(self) -> u32 {
        match self {
            Self::Retina => 360,
            Self::Max | Self::Original => 200,
            Self::Big => 82,
            Self::Medium => 48,
            Self::Small => 32,
        }
    }

    /// Address of the picture that stands in for a missing photo.
    fn stand_in_url(self) -> &'static str {
        match self {
            Self::Retina => "/static/images/default_user_photo_size_360-360.png?hash=1",
            Self::Max | Self::Original => {
                "/static/images/default_user_photo_size_200-200.png?hash=1"
            }
            Self::Big => "/static/images/default_user_photo_size_82-82.png?hash=1",
            Self::Medium => "/static/images/default_user_photo_size_48-48.png?hash=1",
            Self::Small => "/static/images/default_user_photo_size_32-32.png?hash=1",
        }
    }
}

/// Address of a photo, or of the picture that stands in for a missing one. Ends with a hash that changes with the photo.
#[must_use]
pub fn url(user: UserId, photo: Option<&Photo>, size: Size) -> Cow<'static, str> {
    let Some(Photo { version, original }) = photo else {
        return size.stand_in_url().into();
    };
    let side = size.side();
    let url = match size {
        Size::Original => format!("/storage/userPhotos/root/{user}_orig_{original}?hash={version}"),
        _ => {
            let kind = original.rsplit('.').next().unwrap_or("png");
            format!("/storage/userPhotos/root/{user}_size_{side}-{side}.{kind}?hash={version}")
        }
    };
    url.into()
}

/// The picture that stands in for a missing photo: a head and shoulders on grey. Drawn once a size.
#[must_use]
pub fn stand_in(size: Size) -> Option<Vec<u8>> {
    static DRAWN: OnceLock<HashMap<u32, Vec<u8>>> = OnceLock::new();
    let draw_all = || {
        Size::SQUARES
            .map(|size| (size.side(), draw_stand_in(size.side())))
            .into()
    };
    DRAWN.get_or_init(draw_all).get(&size.side()).cloned()
}

fn draw_stand_in(side: u32) -> Vec<u8> {
    const GROUND: [u8; 3] = [236, 239, 241];
    const FIGURE: [u8; 3] = [162, 174, 184];
    let inside = |x: f32, y: f32, (cx, cy, rx, ry): (f32, f32, f32, f32)| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0
    };
    let picture = image::RgbImage::from_fn(side, side, |x, y| {
        let at = |n: u32| (n as f32 + 0.5) / side as f32;
        let head = inside(at(x), at(y), (0.5, 0.38, 0.17, 0.19));
        let body = inside(at(x), at(y), (0.5, 0.98, 0.34, 0.34));
        image::Rgb(if head || body { FIGURE } else { GROUND })
    });
    let mut out = Cursor::new(Vec::new());
    // Writing a picture into memory does not fail; an empty answer would only be a missing image.
    let _ = DynamicImage::ImageRgb8(picture).write_to(&mut out, ImageFormat::Png);
    out.into_inner()
}

/// One picture of a set, ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// File name after the user's id and an underscore: `orig_1280-960.png`, `size_82-82.png`.
    pub name: String,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

/// A picture to crop out, in pixels of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Why a picture is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More bytes than allowed.
    #[error("The maximum file size is exceeded (5 MB).")]
    TooLarge,
    /// More pixels than allowed.
    #[error("The image has too many pixels.")]
    TooManyPixels,
    /// Neither PNG nor JPEG, or damaged.
    #[error("Unknown image file type.")]
    NotAPicture,
}

/// Runs work on a picture off the threads that serve, when its turn has come.
///
/// # Errors
/// Those of the work; [`Refusal::NotAPicture`] when the decoder panicked.
pub async fn draw<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let easel = EASELS.acquire().await;
    let task = tokio::task::spawn_blocking(move || {
        // Held by the work, not by the caller: he may hang up before it is done.
        let _easel = easel;
        work()
    });
    task.await.unwrap_or(Err(Refusal::NotAPicture))
}

/// Decodes an upload and makes the set: the original within 1280 x 1280 and five squares.
///
/// # Errors
/// The picture is too large, of another format or damaged.
pub fn render(bytes: &[u8], crop: Option<Crop>) -> Result<Vec<Rendition>, Refusal> {
    let (picture, format) = decode(bytes)?;
    let original = fit(picture, ORIGINAL);
    let kind = if format == ImageFormat::Jpeg {
        "jpeg"
    } else {
        "png"
    };
    let name = format!("orig_{}-{}.{kind}", original.width(), original.height());
    let mut set = vec![Rendition {
        name,
        bytes: encode(&original, format)?,
    }];
    let base = match crop {
        Some(crop) => cut(&original, crop),
        None => square(&original),
    };
    for size in Size::SQUARES {
        let side = size.side();
        let small = base.resize_exact(side, side, FilterType::Triangle);
        let name = format!("size_{side}-{side}.{kind}");
        set.push(Rendition {
            name,
            bytes: encode(&small, format)?,
        });
    }
    Ok(set)
}

/// Decodes a picture of another domain and keeps it as PNG within the size of an original.
///
/// # Errors
/// The picture is too large, of another format or damaged.
pub fn shrink(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    shrink_within(bytes, ORIGINAL)
}

/// The same within another size; smaller pictures stay as small as they are.
///
/// # Errors
/// The picture is too large, of another format or damaged.
pub fn shrink_within(bytes: &[u8], size: (u32, u32)) -> Result<Vec<u8>, Refusal> {
    let (picture, _) = decode(bytes)?;
    encode(&fit(picture, size), ImageFormat::Png)
}

/// Cuts a picture and makes PNG squares of it, in the order of `sides`; `None` stands for the whole picture.
///
/// # Errors
/// The picture is too large, of another format or damaged.
pub fn squares(bytes: &[u8], crop: Crop, sides: &[Option<u32>]) -> Result<Vec<Vec<u8>>, Refusal> {
    let (picture, _) = decode(bytes)?;
    let original = fit(picture, ORIGINAL);
    let base = cut(&original, crop);
    let draw = |side: &Option<u32>| match side {
        Some(side) => encode(
            &base.resize_exact(*side, *side, FilterType::Triangle),
            ImageFormat::Png,
        ),
        None => encode(&original, ImageFormat::Png),
    };
    sides.iter().map(draw).collect()
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, ImageFormat), Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    let format = image::guess_format(bytes).map_err(|_| Refusal::NotAPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(Refusal::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_EXTRA);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| Refusal::NotAPicture)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(Refusal::TooManyPixels);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::NotAPicture)?;
    Ok((picture, format))
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<Vec<u8>, Refusal> {
    let mut out = Cursor::new(Vec::new());
    let flat = match format {
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(picture.to_rgb8()),
        _ => DynamicImage::ImageRgba8(picture.to_rgba8()),
    };
    flat.write_to(&mut out, format)
        .map_err(|_| Refusal::NotAPicture)?;
    Ok(out.into_inner())
}

fn fit(picture: DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    if picture.width() <= width && picture.height() <= height {
        return picture;
    }
    // A coarse pass first: the fine one works in floats, which of a big picture are several times its memory.
    let coarse = match picture.width() > 2 * width || picture.height() > 2 * height {
        true => {
            let coarse = picture.thumbnail(2 * width, 2 * height);
            drop(picture); // the fine pass needs as much again
            coarse
        }
        false => picture,
    };
    coarse.resize(width, height, FilterType::Triangle)
}

fn square(picture: &DynamicImage) -> DynamicImage {
    let side = picture.width().min(picture.height());
    let (x, y) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    picture.crop_imm(x, y, side, side)
}

/// The crop, moved inside the picture; an empty one means the middle.
fn cut(picture: &DynamicImage, crop: Crop) -> DynamicImage {
    let x = crop.x.min(picture.width().saturating_sub(1));
    let y = crop.y.min(picture.height().saturating_sub(1));
    let width = crop.width.min(picture.width() - x);
    let height = crop.height.min(picture.height() - y);
    if width == 0 || height == 0 {
        return square(picture);
    }
    picture.crop_imm(x, y, width, height)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        encode(&DynamicImage::new_rgba8(width, height), ImageFormat::Png).unwrap()
    }

    #[test]
    fn an_upload_becomes_an_original_and_five_squares() {
        let set = render(&png(2000, 1000), None).unwrap();
        let names: Vec<&str> = set.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "orig_1280-640.png",
                "size_360-360.png",
                "size_200-200.png",
                "size_82-82.png",
                "size_48-48.png",
                "size_32-32.png"
            ]
        );
        assert!(render(&png(1, 1), None).is_ok());
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        assert_eq!(render(b"<svg/>", None), Err(Refusal::NotAPicture));
        assert_eq!(
            render(&vec![0; MAX_BYTES + 1], None),
            Err(Refusal::TooLarge)
        );
        assert_eq!(
            render(&png(10_000, 5_000), None),
            Err(Refusal::TooManyPixels)
        );
        let half = png(64, 64).split_at(40).0.to_vec();
        assert_eq!(render(&half, None), Err(Refusal::NotAPicture));
    }

    #[test]
    fn a_crop_outside_of_the_picture_is_moved_inside() {
        let crop = Crop {
            x: 900,
            y: 900,
            width: 5000,
            height: 0,
        };
        assert!(render(&png(100, 50), Some(crop)).is_ok());
    }
}
