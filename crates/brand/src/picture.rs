//! From what a client sends to the picture that is kept.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use people::photo;
use portal::brand::Kind;

use crate::error::Error;
use crate::svg;

/// A picture ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// `png` or `svg`.
    pub extension: &'static str,
    /// The file.
    pub bytes: Bytes,
}

/// Judges a picture and makes it fit its kind: drawings stay as they are, others are drawn within its size as PNG.
///
/// # Errors
/// It is no PNG, JPEG or SVG, too large, or a drawing that could run or load something.
pub async fn fit(bytes: Bytes, kind: Kind) -> Result<Picture, Error> {
    if svg::looks_like(&bytes) {
        svg::check(&bytes).map_err(|refusal| match refusal {
            svg::Refusal::Active => Error::Active,
            svg::Refusal::Broken => Error::Picture(photo::Refusal::NotAPicture),
        })?;
        return Ok(Picture {
            extension: "svg",
            bytes,
        });
    }
    let size = (kind.width, kind.height);
    let drawn = photo::draw(move || photo::shrink_within(&bytes, size)).await?;
    Ok(Picture {
        extension: "png",
        bytes: drawn.into(),
    })
}

/// The picture inside of a `data:` address.
///
/// # Errors
/// The address is none, or of something else than a picture.
pub fn of_data(address: &str) -> Result<Bytes, Error> {
    const LOGO: Error = Error::Argument("logo");
    let (head, data) = address.split_once(',').ok_or(LOGO)?;
    let head = head.to_ascii_lowercase();
    if !head.starts_with("data:image/") || !head.ends_with(";base64") {
        return Err(LOGO);
    }
    let bytes = STANDARD.decode(data.trim()).map_err(|_| LOGO)?;
    Ok(bytes.into())
}
