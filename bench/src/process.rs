//! Starting the measured servers and reading what they use.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::process::{Child, Command};

use crate::client::{Client, Identity};

/// A server that ends with this value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the program to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts a server over an empty folder and waits for `/health`.
    pub(crate) async fn start(binary: &Path, data: &Path) -> Result<Self> {
        Self::start_over(binary, data, None).await
    }

    /// The same over what is there already, with a database of its own if there is one.
    pub(crate) async fn start_over(
        binary: &Path,
        data: &Path,
        database: Option<&str>,
    ) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(binary);
        command.arg("serve").arg("--dev").arg("--data").arg(data);
        command.arg("--listen").arg(address.to_string());
        if let Some(url) = database {
            command.arg("--database").arg(url);
        }
        Self::launch(command, address, "/health").await
    }

    /// Ends the process at once, whatever it is doing.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?) // SIGKILL, and waits for the end
    }

    /// Starts the bare handlers of this program.
    pub(crate) async fn start_bare(data: &Path) -> Result<Self> {
        std::fs::create_dir_all(data)?;
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("bare")
            .arg("--data")
            .arg(data)
            .arg("--listen")
            .arg(address.to_string());
        Self::launch(command, address, "/rows").await
    }

    /// Starts a program and waits until it answers at the path.
    pub(crate) async fn launch(
        mut command: Command,
        address: SocketAddr,
        probe: &str,
    ) -> Result<Self> {
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let begun = Instant::now();
        let child = command.spawn()?;
        while begun.elapsed() < Duration::from_secs(30) {
            if let Ok(mut client) = Client::connect(address, Identity::default()).await
                && let Ok((status, ..)) = client.call(http::Method::GET, probe, None, false).await
                && status.is_success()
            {
                return Ok(Self {
                    child,
                    address,
                    started_in: begun.elapsed(),
                });
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        bail!("{command:?} did not answer within 30 seconds")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }
}

/// An address nobody listens at.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Processor seconds the process has used, user and system; 0 when it cannot be read.
pub(crate) fn cpu_seconds(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in parentheses may hold blanks; after it, times are fields 12 and 13.
    let after = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<f64>().ok())
        .sum();
    ticks / 100.0 // Linux reports hundredths whatever the kernel's own tick
}

/// Memory of the process' own in MiB. Pages of mapped files are left out: `SQLite` maps its database once a connection,
/// and each of these mappings counts in full although they share the same pages, which the system takes back at will.
pub(crate) fn memory_mib(pid: u32) -> f64 {
    status_mib(pid, "RssAnon:")
}

/// Highest resident memory in MiB, mapped files included.
pub(crate) fn peak_mib(pid: u32) -> f64 {
    status_mib(pid, "VmHWM:")
}

fn status_mib(pid: u32, field: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}
