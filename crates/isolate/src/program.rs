//! Where programs are, and the folders they work in.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// A program of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program(PathBuf);

impl Program {
    /// The first of these names that stands in the search path; `None` means that what needs it is off.
    #[must_use]
    pub fn find(names: &[&str]) -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        names.iter().find_map(|name| Self::find_in(&path, name))
    }

    fn find_in(path: &OsStr, name: &str) -> Option<Self> {
        std::env::split_paths(path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
            .map(Self)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// A temporary folder: a program's home and working folder, removed when dropped.
#[derive(Debug)]
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Makes one that only this user can look into.
    ///
    /// # Errors
    /// The system's folder for temporary files does not take it.
    pub fn new() -> io::Result<Self> {
        let made = tempfile::Builder::new().prefix("atrium-").tempdir()?;
        Ok(Self(made))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
