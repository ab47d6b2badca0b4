//! Decoding under limits, making small, encoding.

use std::io::{BufReader, Cursor};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use crate::workshop::Failure;

/// The picture fits into this (`files/06a §9`), pixels.
const FRAME: (u32, u32) = (1280, 720);
/// Longest side of a picture that is decoded, pixels.
const SIDE: u32 = 20_000;
/// Most memory that decoding may take, bytes.
const MEMORY: u64 = 256 << 20;
/// Quality of a photograph, of 100.
const QUALITY: u8 = 82;

/// A small picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Small {
    pub(crate) bytes: Vec<u8>,
    /// Extension with dot.
    pub(crate) format: &'static str,
}

/// Decodes a picture and makes it small.
pub(super) fn small(path: &Path) -> Result<Small, Failure> {
    let picture = decode(path)?;
    let (width, height) = FRAME;
    let picture = if picture.width() <= width && picture.height() <= height {
        picture
    } else {
        picture.resize(width, height, FilterType::Triangle)
    };
    encode(&picture)
}

pub(crate) fn decode(path: &Path) -> Result<DynamicImage, Failure> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let file = BufReader::new(std::fs::File::open(path)?);
    let mut reader = ImageReader::new(file).with_guessed_format()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(no_picture)?;
    if decoder.total_bytes() > MEMORY {
        return Err(Failure::Content(
            "the picture has too many pixels".to_owned(),
        ));
    }
    let turned = decoder.orientation().map_err(no_picture)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(no_picture)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

/// Pages compress well without loss, photographs do not: the shorter one is taken. What shines through stays so.
fn encode(picture: &DynamicImage) -> Result<Small, Failure> {
    let mut exact = Cursor::new(Vec::new());
    let flat = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.to_rgb8())
    };
    flat.write_to(&mut exact, ImageFormat::WebP)
        .map_err(no_picture)?;
    let exact = Small {
        bytes: exact.into_inner(),
        format: ".webp",
    };
    if flat.color().has_alpha() {
        return Ok(exact);
    }
    let mut photograph = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut photograph, QUALITY);
    flat.write_with_encoder(encoder).map_err(no_picture)?;
    if photograph.len() < exact.bytes.len() {
        return Ok(Small {
            bytes: photograph,
            format: ".jpg",
        });
    }
    Ok(exact)
}

fn no_picture(error: image::ImageError) -> Failure {
    Failure::Content(error.to_string())
}
