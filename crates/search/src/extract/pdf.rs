//! PDF files, by `pdftotext` of Poppler in a process of its own.

use std::path::Path;

use isolate::{Folder, Program, Task};

use super::{Limits, Refusal};

/// Pages that are read.
const PAGES: &str = "3000";
/// Memory of the program, bytes of address space.
const MEMORY: u64 = 1 << 30;

/// The program that reads PDF files.
#[derive(Debug, Clone)]
pub struct Pdf(Program);

impl Pdf {
    /// The program, if this machine has it.
    #[must_use]
    pub fn find() -> Option<Self> {
        Program::find(&["pdftotext"]).map(Self)
    }

    /// The text of a file.
    ///
    /// # Errors
    /// The program could not read it, or not under the limits.
    pub async fn text(&self, path: &Path, limits: &Limits) -> Result<String, Refusal> {
        let folder = Folder::new()?;
        let limits = isolate::Limits {
            time: limits.time,
            processor: limits.time,
            memory: MEMORY,
            file: 0,
            output: limits.text,
        };
        let task = Task::new(&self.0, limits)
            .args(["-q", "-enc", "UTF-8", "-nopgbrk", "-l", PAGES])
            .arg(std::path::absolute(path)?)
            .arg("-");
        let output = task.run(&folder).await.map_err(refusal)?;
        Ok(String::from_utf8_lossy(&output.bytes).into_owned())
    }
}

fn refusal(error: isolate::Error) -> Refusal {
    match error {
        isolate::Error::TooLong => Refusal::TooMuch("much in it to be read in time"),
        error => Refusal::Program(format!("pdftotext: {error}")),
    }
}
