//! What a program may use up.

use std::time::Duration;

/// What a [`Task`](crate::Task) may use up. Memory, processor time and files are limited for each of its processes,
/// by the kernel (on Linux; elsewhere only the time and the output are limited).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time from start to end.
    pub time: Duration,
    /// Time on a processor; a program that waits uses none. Rounded up to whole seconds.
    pub processor: Duration,
    /// Address space, bytes. Programs reserve more than they use: LibreOffice wants some 4 GiB.
    pub memory: u64,
    /// Length of any file it writes, bytes.
    pub file: u64,
    /// Bytes taken from its standard output.
    pub output: usize,
}

impl Default for Limits {
    /// For a small tool that reads one file: half a minute, 1 GiB of memory, 64 MiB of files and of output.
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            processor: Duration::from_secs(30),
            memory: 1 << 30,
            file: 64 << 20,
            output: 64 << 20,
        }
    }
}

impl Limits {
    /// Puts a process that has just begun under these limits, and behind everything else that wants the processor.
    #[cfg(target_os = "linux")]
    pub(crate) fn apply(&self, process: rustix::process::Pid) -> std::io::Result<()> {
        use rustix::process::{Resource, Rlimit, prlimit, setpriority_process};

        let seconds = self.processor.as_secs() + u64::from(self.processor.subsec_nanos() > 0);
        let limits = [
            (Resource::As, self.memory),
            (Resource::Cpu, seconds.max(1)),
            (Resource::Fsize, self.file),
            (Resource::Core, 0),
        ];
        for (resource, most) in limits {
            let most = Rlimit {
                current: Some(most),
                maximum: Some(most),
            };
            prlimit(Some(process), resource, most)?;
        }
        Ok(setpriority_process(Some(process), NICE)?)
    }

    /// Other systems have no way to limit a process that runs already.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn apply(&self, _: rustix::process::Pid) -> std::io::Result<()> {
        Ok(())
    }
}

/// Requests of people come first.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;
