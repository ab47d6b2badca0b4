//! Pictures drawn by foreign programs. Each takes a file of the folder and leaves a picture beside it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use isolate::{Error, Folder, Limits, Program, Task};

use super::Failure;
use crate::tools::Tools;

/// What LibreOffice may use up: it reserves far more memory than it takes.
const OFFICE: Limits = Limits {
    time: Duration::from_secs(60),
    processor: Duration::from_secs(60),
    memory: 6 << 30,
    file: 64 << 20,
    output: 1 << 20,
};

/// What readers of one format may use up.
const READER: Limits = Limits {
    time: Duration::from_secs(20),
    processor: Duration::from_secs(20),
    memory: 1 << 30,
    file: 64 << 20,
    output: 1 << 20,
};

/// ffmpeg reserves address space for each of its threads.
const VIDEO: Limits = Limits {
    memory: 3 << 30,
    ..READER
};

/// The first page of a PDF.
pub(super) async fn page(tools: &Tools, folder: &Folder, name: &Path) -> Result<PathBuf, Failure> {
    let task = Task::new(there(tools.pdf.as_ref())?, READER)
        .args([
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            "-png",
            "-scale-to",
            "1280",
        ])
        .arg(name)
        .arg("page");
    run(task, folder, "page.png").await
}

/// The first page, sheet or slide of an office document. Macros do not run: a fresh profile trusts nothing.
pub(super) async fn document(
    tools: &Tools,
    folder: &Folder,
    name: &Path,
) -> Result<PathBuf, Failure> {
    let mut profile = std::ffi::OsString::from("-env:UserInstallation=file://");
    profile.push(folder.path().join("profile"));
    let task = Task::new(there(tools.office.as_ref())?, OFFICE)
        .arg(profile)
        .args(["--headless", "--norestore", "--nolockcheck", "--nodefault"])
        .args(["--convert-to", "png", "--outdir", "drawn"])
        .arg(name);
    let drawn = Path::new("drawn").join(name).with_extension("png");
    run(task, folder, drawn).await
}

/// A frame of a video: the first key frame after a second, or the first one at all.
pub(super) async fn frame(tools: &Tools, folder: &Folder, name: &Path) -> Result<PathBuf, Failure> {
    let program = there(tools.video.as_ref())?;
    let at = |second: &str| {
        Task::new(program, VIDEO)
            .args([
                "-nostdin",
                "-v",
                "error",
                "-protocol_whitelist",
                "file",
                "-threads",
                "1",
            ])
            .args(["-ss", second, "-i"])
            .arg(name)
            .args(["-frames:v", "1", "-an", "-vf", "scale=1280:-2", "frame.png"])
    };
    match run(at("1"), folder, "frame.png").await {
        Err(Failure::Content(_)) => run(at("0"), folder, "frame.png").await,
        outcome => outcome,
    }
}

fn there(program: Option<&Program>) -> Result<&Program, Failure> {
    program.ok_or_else(|| Failure::Content("the program that draws it is not installed".to_owned()))
}

async fn run(task: Task, folder: &Folder, drawn: impl AsRef<Path>) -> Result<PathBuf, Failure> {
    let outcome = task.run(folder).await;
    outcome.map_err(|error| match error {
        Error::Io(error) => Failure::Io(error),
        other => Failure::Content(other.to_string()),
    })?;
    let drawn = folder.path().join(drawn);
    if drawn.is_file() {
        Ok(drawn)
    } else {
        // LibreOffice ends well also when it could not read the file.
        Err(Failure::Content("nothing was drawn".to_owned()))
    }
}
