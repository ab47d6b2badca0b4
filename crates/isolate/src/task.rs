//! One run of a program.

use std::ffi::OsString;
use std::io;
use std::process::{ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, ChildStdin, Command};

use crate::limits::Limits;
use crate::program::{Folder, Program};

/// How much of what a program complains about is kept, bytes.
const COMPLAINT: usize = 2048;

/// A program with its arguments, ready to run.
#[derive(Debug, Clone)]
pub struct Task {
    program: Program,
    arguments: Vec<OsString>,
    limits: Limits,
}

/// What a program said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its standard output.
    pub bytes: Vec<u8>,
    /// Whether that is all: `false` when it was stopped at [`Limits::output`].
    pub whole: bool,
}

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It did not end in time.
    #[error("it took too long")]
    TooLong,
    /// A signal ended it: it went wrong, or wanted more than it may.
    #[error("it was stopped (signal {0}) {1}")]
    Stopped(i32, String),
    /// It gave up; its number and what it said.
    #[error("it failed ({0}) {1}")]
    Failed(i32, String),
    /// It could not be run.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Task {
    /// A program under limits.
    #[must_use]
    pub fn new(program: &Program, limits: Limits) -> Self {
        Self {
            program: program.clone(),
            arguments: Vec::new(),
            limits,
        }
    }

    /// Adds an argument. Names of files that begin with a dash are the caller's to avoid.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Runs it in a folder and waits for its end. Dropping the future ends it.
    ///
    /// # Errors
    /// [`Error`]; output that is too long is none, see [`Output::whole`].
    pub async fn run(&self, folder: &Folder) -> Result<Output, Error> {
        let mut group = self.start(folder)?;
        let running = group.finish(self.limits.output);
        match tokio::time::timeout(self.limits.time, running).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::TooLong),
        }
    }

    /// Starts it in a folder and lets it go on; it ends with what is answered. Its limits on time and output do not
    /// count, those of the kernel do.
    ///
    /// # Errors
    /// It could not be run.
    pub fn spawn(&self, folder: &Folder) -> io::Result<Running> {
        let mut group = self.start(folder)?;
        // What it says is read, so that it never waits for somebody to listen.
        let (output, complaint) = (group.child.stdout.take(), group.child.stderr.take());
        tokio::spawn(beginning(output));
        tokio::spawn(beginning(complaint));
        Ok(Running(group))
    }

    fn start(&self, folder: &Folder) -> io::Result<Group> {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", GATE])
            .arg(self.program.path())
            .args(&self.arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        let mut child = command.spawn()?;
        let gate = child.stdin.take();
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        let pid = pid
            .and_then(Pid::from_raw)
            .ok_or_else(|| io::Error::other("the program has no number"))?;
        let group = Group { child, pid };
        self.limits.apply(pid)?;
        open(gate)?;
        Ok(group)
    }
}

/// Waits at the gate until the limits hold; the program then takes the place of the shell, under its number. No word of
/// an argument is read as shell. When nobody opens the gate there is no program.
const GATE: &str = r#"read -r _ && exec "$0" "$@" < /dev/null"#;

/// Lets the program begin.
fn open(gate: Option<ChildStdin>) -> io::Result<()> {
    let gate = gate.ok_or_else(|| io::Error::other("the program has no gate"))?;
    let mut gate = std::fs::File::from(gate.into_owned_fd()?);
    // A pipe that nobody wrote to takes a byte at once.
    io::Write::write_all(&mut gate, b"\n")
}

/// A program that goes on until it ends by itself or this is dropped.
#[derive(Debug)]
pub struct Running(Group);

impl Running {
    /// Whether it has not ended yet.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.0.child.try_wait(), Ok(None))
    }
}

/// A program with everything it starts. Dropping it kills all of them.
#[derive(Debug)]
struct Group {
    child: Child,
    pid: Pid,
}

impl Group {
    async fn finish(&mut self, limit: usize) -> Result<Output, Error> {
        let (output, complaint) = (self.child.stdout.take(), self.child.stderr.take());
        let complaint = tokio::spawn(beginning(complaint));
        let mut bytes = Vec::new();
        if let Some(output) = output {
            let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
            output.take(most).read_to_end(&mut bytes).await?;
        }
        if bytes.len() > limit {
            bytes.truncate(limit);
            return Ok(Output {
                bytes,
                whole: false,
            });
        }
        let status = self.child.wait().await?;
        if status.success() {
            return Ok(Output { bytes, whole: true });
        }
        // Whoever still holds the pipe would make this wait.
        self.kill();
        Err(failure(status, complaint.await.unwrap_or_default()))
    }

    fn kill(&self) {
        // Nothing is left of most groups.
        let _ = kill_process_group(self.pid, Signal::KILL);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

fn failure(status: ExitStatus, complaint: String) -> Error {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(signal) => Error::Stopped(signal, complaint),
        None => Error::Failed(status.code().unwrap_or(-1), complaint),
    }
}

/// The beginning of a stream as text; the rest is read and dropped, so that nobody has to wait.
async fn beginning(stream: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut stream) = stream else {
        return String::new();
    };
    let mut kept = Vec::new();
    let mut piece = [0; 1024];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        let room = COMPLAINT - kept.len().min(COMPLAINT);
        kept.extend(piece.iter().take(length.min(room)));
    }
    String::from_utf8_lossy(&kept).trim().to_owned()
}
