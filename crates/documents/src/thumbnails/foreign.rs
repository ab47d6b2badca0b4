//! Pictures drawn by foreign programs. Each takes a file of the folder and leaves a picture beside it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use isolate::{Folder, Limits, Program, Task};

use crate::tools::Tools;
use crate::workshop::{Failure, Workshop};

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

/// The first page, sheet or slide of an office document.
pub(super) async fn document(
    workshop: &Workshop,
    folder: &Folder,
    name: &Path,
) -> Result<PathBuf, Failure> {
    let how = ["--convert-to".into(), "png".into()];
    let made = workshop
        .office(&folder.path().join(name), ".png", &how)
        .await?;
    let drawn = folder.path().join("drawn.png");
    tokio::fs::rename(&made.path, &drawn).await?;
    Ok(drawn)
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
    task.run(folder).await?;
    let drawn = folder.path().join(drawn);
    if drawn.is_file() {
        Ok(drawn)
    } else {
        Err(Failure::Content("nothing was drawn".to_owned()))
    }
}
