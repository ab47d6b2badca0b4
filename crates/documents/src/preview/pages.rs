//! Pages of PDF, read and drawn by the programs of poppler.

use std::path::PathBuf;
use std::time::Duration;

use blob::{Object, ObjectId};
use files::conversion::Mark;
use image::RgbaImage;
use image::codecs::jpeg::JpegEncoder;
use isolate::{Error, Folder, Limits, Program, Task};
use portal::PortalId;

use super::store::Size;
use super::{ink, paper};
use crate::thumbnails::decode;
use crate::workshop::{Failure, Workshop};

/// What a reader may use up.
const READER: Limits = Limits {
    time: Duration::from_secs(20),
    processor: Duration::from_secs(20),
    memory: 1 << 30,
    file: 64 << 20,
    output: 1 << 20,
};
/// What drawing all pages of a document may use up.
const PRINTER: Limits = Limits {
    time: Duration::from_secs(120),
    processor: Duration::from_secs(120),
    ..READER
};
/// Pages that are shown of one file.
pub(crate) const MOST: usize = 2000;
/// Pages of a PDF with watermarks.
const MOST_MARKED: usize = 500;
/// Pixels an inch of a printed page.
const PRINT: f64 = 130.0;
/// Quality of a page's picture, of 100.
const QUALITY: u8 = 85;

const NAME: &str = "content.pdf";

/// Width and height of the pages.
pub(crate) async fn sizes(workshop: &Workshop, pdf: &ObjectId) -> Result<Vec<Size>, Failure> {
    let _turn = workshop.reader().await?;
    let folder = Folder::new()?;
    workshop.fetch(pdf, &folder.path().join(NAME)).await?;
    sizes_in(workshop, &folder).await
}

async fn sizes_in(workshop: &Workshop, folder: &Folder) -> Result<Vec<Size>, Failure> {
    let program = there(workshop.tools().pages.as_ref())?;
    let task = Task::new(program, READER)
        .args(["-f", "1", "-l"])
        .arg(MOST.to_string())
        .arg(NAME);
    let told = task.run(folder).await.map_err(|error| match error {
        Error::Failed(_, why) if why.contains("password") => {
            Failure::Content("The file is protected by a password".to_owned())
        }
        Error::Failed(..) | Error::Stopped(..) => Failure::Content("it cannot be read".to_owned()),
        other => other.into(),
    })?;
    let sizes: Vec<Size> = String::from_utf8_lossy(&told.bytes)
        .lines()
        .filter_map(size)
        .collect();
    if sizes.is_empty() {
        return Err(Failure::Content("it has no pages".to_owned()));
    }
    Ok(sizes)
}

/// `Page    1 size: 595 x 842 pts (A4)`; a page of no size is none.
fn size(line: &str) -> Option<Size> {
    let (_, rest) = line.strip_prefix("Page")?.split_once("size:")?;
    let mut words = rest.split_whitespace();
    let width: f64 = words.next()?.parse().ok()?;
    let height: f64 = words.nth(1)?.parse().ok()?;
    (width >= 1.0 && height >= 1.0).then_some((width, height))
}

/// A page as JPEG of a width in pixels.
pub(crate) async fn draw(
    workshop: &Workshop,
    pdf: &ObjectId,
    page: usize,
    width: u32,
) -> Result<Vec<u8>, Failure> {
    let program = there(workshop.tools().pdf.as_ref())?;
    let _turn = workshop.reader().await?;
    let folder = Folder::new()?;
    workshop.fetch(pdf, &folder.path().join(NAME)).await?;
    let page = page.to_string();
    let task = Task::new(program, READER)
        .args(["-f", &page, "-l", &page, "-singlefile"])
        .args([
            "-jpeg",
            "-jpegopt",
            "quality=85",
            "-scale-to-y",
            "-1",
            "-scale-to-x",
        ])
        .arg(width.to_string())
        .args([NAME, "page"]);
    task.run(&folder).await?;
    Ok(tokio::fs::read(folder.path().join("page.jpg")).await?)
}

/// A mark with its picture, ready to be drawn over pages.
#[derive(Debug)]
pub(crate) struct Stamp {
    mark: Mark,
    picture: Option<RgbaImage>,
}

impl Stamp {
    /// Fetches the picture of a mark.
    pub(crate) async fn of(workshop: &Workshop, mark: Mark) -> Result<Self, Failure> {
        let Some(wanted) = &mark.picture else {
            return Ok(Self {
                mark,
                picture: None,
            });
        };
        let gone = || Failure::Content("the picture of the watermark is gone".to_owned());
        let object: ObjectId = wanted.object.parse().map_err(|_| gone())?;
        let bytes = workshop.blobs().get_bytes(&object).await;
        let bytes = bytes.map_err(|_| gone())?;
        let decoded = tokio::task::spawn_blocking(move || {
            image::load_from_memory_with_format(&bytes, image::ImageFormat::Png)
        });
        let decoded = decoded.await.ok().and_then(Result::ok).ok_or_else(gone)?;
        Ok(Self {
            mark,
            picture: Some(decoded.into_rgba8()),
        })
    }
}

/// A page's picture with a mark over it; `size` is that of the page.
pub(crate) fn with_mark(jpeg: &[u8], size: Size, stamp: &Stamp) -> Result<Vec<u8>, Failure> {
    let picture = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg);
    let picture = picture.map_err(|error| Failure::Content(error.to_string()))?;
    inked(picture.into_rgb8(), size, stamp)
}

fn inked(mut picture: image::RgbImage, size: Size, stamp: &Stamp) -> Result<Vec<u8>, Failure> {
    // Points are 1/72 inch, pixels of pictures in pages 1/96.
    let scale = f64::from(picture.width()) / (size.0 * 96.0 / 72.0);
    let mark = stamp.picture.as_ref();
    if !ink::write(&mut picture, &stamp.mark, mark, scale as f32) {
        return Err(Failure::Content(
            "there is no font for the watermark".to_owned(),
        ));
    }
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    let written = picture.write_with_encoder(encoder);
    written.map_err(|error| Failure::Content(error.to_string()))?;
    Ok(out)
}

/// All pages with a mark over each, as a PDF of pictures.
pub(crate) async fn marked(
    workshop: &Workshop,
    portal: PortalId,
    pdf: &ObjectId,
    mark: &Mark,
) -> Result<Object, Failure> {
    let stamp = Stamp::of(workshop, mark.clone()).await?;
    let program = there(workshop.tools().pdf.as_ref())?;
    let turn = workshop.turn().await?;
    let folder = Folder::new()?;
    workshop.fetch(pdf, &folder.path().join(NAME)).await?;
    let sizes = sizes_in(workshop, &folder).await?;
    if sizes.len() > MOST_MARKED {
        return Err(Failure::Content("it has too many pages".to_owned()));
    }
    let task = Task::new(program, PRINTER)
        .args(["-jpeg", "-jpegopt", "quality=85", "-r"])
        .arg(PRINT.to_string())
        .args([NAME, "page"]);
    task.run(&folder).await?;
    drop(turn);
    let mut files = drawn(&folder)?;
    files.truncate(sizes.len());
    let bound = tokio::task::spawn_blocking(move || bound(&files, &sizes, &stamp)).await;
    let bound =
        bound.map_err(|_| Failure::Content("the pages could not be drawn".to_owned()))??;
    drop(folder);
    let stored = workshop.blobs().of(portal.0).put_bytes(bound).await;
    stored.map_err(|error| Failure::Io(std::io::Error::other(error.to_string())))
}

fn bound(files: &[PathBuf], sizes: &[Size], stamp: &Stamp) -> Result<Vec<u8>, Failure> {
    let mut sheets = Vec::with_capacity(files.len());
    for (file, size) in files.iter().zip(sizes) {
        let picture = decode(file)?.into_rgb8();
        sheets.push(paper::Sheet {
            size: *size,
            pixels: picture.dimensions(),
            jpeg: inked(picture, *size, stamp)?,
        });
    }
    Ok(paper::bind(&sheets)?)
}

/// The pictures in the order of the pages: their numbers have equally many digits.
fn drawn(folder: &Folder) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder.path())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "jpg") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn there(program: Option<&Program>) -> Result<&Program, Failure> {
    program.ok_or_else(|| Failure::Content("the program that draws it is not installed".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_what_pdfinfo_says() {
        assert_eq!(
            size("Page    1 size:  595 x 842 pts (A4)"),
            Some((595.0, 842.0))
        );
        assert_eq!(
            size("Page   12 size:  960.5 x 540 pts"),
            Some((960.5, 540.0))
        );
        assert_eq!(size("Page size:       595 x 842 pts"), Some((595.0, 842.0)));
        assert_eq!(size("Pages:           3"), None);
        assert_eq!(size("Page    1 size:  0 x 0 pts"), None);
        assert_eq!(size("Page    1 rot:   0"), None);
    }
}
