//! An archive written while it is being read: zip, or tar in gzip.

use std::io;

use async_compression::tokio::write::GzipEncoder;
use async_zip::tokio::write::ZipFileWriter;
use async_zip::{Compression, ZipEntryBuilder};
use blob::ByteStream;
use futures::StreamExt as _;
use futures::io::AsyncWriteExt as _;
use tar::{Builder, EntryType, Header};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use crate::error::Error;

/// How the archive is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// `.zip`
    Zip,
    /// `.tar.gz`
    TarGz,
}

impl Packing {
    /// Its extension.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Zip => ".zip",
            Self::TarGz => ".tar.gz",
        }
    }
}

/// An archive in the making.
pub(crate) enum Archive<W: AsyncWrite + Unpin> {
    Zip(Box<ZipFileWriter<W>>),
    TarGz(Box<GzipEncoder<W>>),
}

/// Bytes of a tar's blocks; everything is filled up to whole ones.
const BLOCK: usize = 512;

impl<W: AsyncWrite + Unpin> Archive<W> {
    pub(crate) fn new(packing: Packing, into: W) -> Self {
        match packing {
            Packing::Zip => Self::Zip(Box::new(ZipFileWriter::with_tokio(into))),
            Packing::TarGz => Self::TarGz(Box::new(GzipEncoder::new(into))),
        }
    }

    /// Adds a folder; its path ends with a slash.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub(crate) async fn directory(&mut self, path: String) -> Result<(), Error> {
        match self {
            Self::Zip(zip) => {
                let entry = ZipEntryBuilder::new(path.into(), Compression::Stored);
                zip.write_entry_whole(entry, &[]).await?;
            }
            Self::TarGz(gzip) => {
                let head = head(&path, 0, EntryType::Directory).map_err(broken)?;
                gzip.write_all(&head).await.map_err(broken)?;
            }
        }
        Ok(())
    }

    /// Adds a file of that many bytes.
    ///
    /// # Errors
    /// The content cannot be read or is not as long as announced, or nobody reads the archive any more.
    pub(crate) async fn file(
        &mut self,
        path: String,
        size: u64,
        compress: bool,
        mut bytes: ByteStream,
    ) -> Result<(), Error> {
        match self {
            Self::Zip(zip) => {
                let how = if compress {
                    Compression::Deflate
                } else {
                    Compression::Stored
                };
                let entry = ZipEntryBuilder::new(path.into(), how);
                let mut into = zip.write_entry_stream(entry).await?;
                while let Some(piece) = bytes.next().await {
                    let piece = piece.map_err(blob::Error::from)?;
                    into.write_all(&piece).await.map_err(broken)?;
                }
                into.close().await?;
            }
            Self::TarGz(gzip) => {
                let head = head(&path, size, EntryType::Regular).map_err(broken)?;
                gzip.write_all(&head).await.map_err(broken)?;
                let mut left = size;
                while let Some(piece) = bytes.next().await {
                    let piece = piece.map_err(blob::Error::from)?;
                    left = left
                        .checked_sub(piece.len() as u64)
                        .ok_or_else(|| broken(io::ErrorKind::InvalidData.into()))?;
                    gzip.write_all(&piece).await.map_err(broken)?;
                }
                if left > 0 {
                    return Err(broken(io::ErrorKind::UnexpectedEof.into()));
                }
                let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
                let fill = [0; BLOCK];
                let fill = fill.get(..(BLOCK - over) % BLOCK).unwrap_or_default();
                gzip.write_all(fill).await.map_err(broken)?;
            }
        }
        Ok(())
    }

    /// Ends the archive.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub(crate) async fn finish(self) -> Result<(), Error> {
        match self {
            Self::Zip(zip) => {
                zip.close().await?;
            }
            Self::TarGz(mut gzip) => {
                gzip.write_all(&[0; 2 * BLOCK]).await.map_err(broken)?;
                gzip.shutdown().await.map_err(broken)?;
            }
        }
        Ok(())
    }
}

/// The blocks in front of an entry's content. Names that are long or not ASCII stand in an extension.
fn head(path: &str, size: u64, kind: EntryType) -> io::Result<Vec<u8>> {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(if kind == EntryType::Directory {
        0o755
    } else {
        0o644
    });
    header.set_size(size);
    let mut tar = Builder::new(Vec::new());
    if path.len() < 100 && path.is_ascii() {
        header.set_path(path)?;
    } else {
        tar.append_pax_extensions([("path", path.as_bytes())])?;
        header.set_path(if kind == EntryType::Directory {
            "long/"
        } else {
            "long"
        })?;
    }
    header.set_cksum();
    let mut blocks = std::mem::take(tar.get_mut());
    blocks.extend_from_slice(header.as_bytes());
    Ok(blocks)
}

fn broken(error: io::Error) -> Error {
    Error::Failed(format!("The archive could not be written: {error}"))
}
