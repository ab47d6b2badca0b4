//! Members of a tar, written and read one after the other, with one hash over all of them.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write as _};
use std::path::Path;

use crate::error::{Error, Result};

/// Names, sizes and contents of members in their order. How tar writes them down is left out.
#[derive(Default)]
pub(super) struct Content(blake3::Hasher);

impl Content {
    pub(super) fn begin(&mut self, name: &str, size: u64) {
        self.0.update(&(name.len() as u64).to_le_bytes());
        self.0.update(name.as_bytes());
        self.0.update(&size.to_le_bytes());
    }

    pub(super) fn hex(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

/// A reader whose bytes are hashed on their way.
pub(super) struct Heard<'a, R> {
    pub(super) inner: R,
    pub(super) content: &'a mut Content,
    pub(super) read: u64,
}

impl<R: Read> Read for Heard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.content
            .0
            .update(buffer.get(..count).unwrap_or_default());
        self.read += count as u64;
        Ok(count)
    }
}

/// An archive being written. One that is not finished says so by lacking its end.
pub(super) struct Writer {
    tar: tar::Builder<BufWriter<File>>,
    content: Content,
    made: i64,
}

impl Writer {
    /// A new file that only its owner may read; one that exists is an error.
    pub(super) fn create(path: &Path, made: i64) -> Result<Self> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = BufWriter::with_capacity(1 << 20, options.open(path)?);
        Ok(Self {
            tar: tar::Builder::new(file),
            content: Content::default(),
            made,
        })
    }

    /// Adds a member of exactly `size` bytes.
    pub(super) fn add(&mut self, name: &str, size: u64, data: impl Read) -> Result<()> {
        self.content.begin(name, size);
        let mut heard = Heard {
            inner: data,
            content: &mut self.content,
            read: 0,
        };
        let mut header = header(size, self.made);
        self.tar.append_data(&mut header, name, &mut heard)?;
        if heard.read == size {
            return Ok(());
        }
        let text = format!("{name} has {} bytes and should have {size}", heard.read);
        Err(io::Error::other(text).into())
    }

    /// The hash so far.
    pub(super) fn content(&self) -> String {
        self.content.hex()
    }

    /// Adds the last members, which the hash does not know, and waits until everything is on the disk.
    pub(super) fn finish(mut self, last: &[(&str, Vec<u8>)]) -> Result<()> {
        for (name, bytes) in last {
            let mut header = header(bytes.len() as u64, self.made);
            self.tar.append_data(&mut header, name, bytes.as_slice())?;
        }
        let mut file = self.tar.into_inner()?;
        file.flush()?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    }
}

fn header(size: u64, made: i64) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(made.unsigned_abs() / 1_000_000);
    header
}

/// A member as it is read.
pub(super) struct Member<'a> {
    pub(super) name: String,
    pub(super) size: u64,
    /// Where its bytes begin in the file.
    pub(super) offset: u64,
    pub(super) data: &'a mut dyn Read,
}

/// Calls `f` for each member in their order, until it says `false`.
pub(super) fn each(
    file: impl Read + Seek,
    f: &mut dyn FnMut(Member<'_>) -> Result<bool>,
) -> Result<()> {
    let mut archive = tar::Archive::new(file);
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let member = Member {
            name: String::from_utf8_lossy(&entry.path_bytes()).into_owned(),
            size: entry.size(),
            offset: entry.raw_file_position(),
            data: &mut entry,
        };
        if !f(member)? {
            return Ok(());
        }
    }
    Ok(())
}

/// What a failure to read says of the archive.
pub(super) fn damaged(error: io::Error) -> Error {
    let text = error.to_string();
    let ends = ["unexpected EOF", "failed to read entire block"];
    if error.kind() == io::ErrorKind::UnexpectedEof || ends.iter().any(|end| text.contains(end)) {
        return Error::CutOff("it ends in the middle of a member".to_owned());
    }
    Error::Altered(text)
}
