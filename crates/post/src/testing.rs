//! For tests only: a real SMTP server to send letters to, `tools/smtp-sink.py` over aiosmtpd.
//! Everything that does not work panics.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking and say where"
)]

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Debian's own Python, which sees Debian's packages.
const PYTHON: &str = "/usr/bin/python3";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/smtp-sink.py");

/// An SMTP server on this computer. Dropping it stops it.
pub struct Sink {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    lines: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

impl Sink {
    /// Starts one; the options are those of `tools/smtp-sink.py`.
    ///
    /// # Panics
    /// When it does not start: `tools/setup test` installs what it needs.
    pub async fn start(options: &[&str]) -> Self {
        let mut process = Command::new(PYTHON)
            .arg(SCRIPT)
            .args(options)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Debian's Python starts");
        let output = process.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines();
        let first = lines.next_line().await.expect("a line");
        let first = first.expect("the sink starts (tools/setup test installs aiosmtpd)");
        let first: Value = serde_json::from_str(&first).expect("JSON");
        let port = first["port"].as_u64().expect("a port");
        Self {
            port: u16::try_from(port).expect("a port"),
            lines,
            _process: process,
        }
    }

    /// Its address for the setting `smtp`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// What comes next: a letter with `subject`, `text`, `html`, `headers`, `to` …, or a refusal.
    ///
    /// # Panics
    /// When nothing comes for twenty seconds.
    pub async fn next(&mut self) -> Value {
        let line = tokio::time::timeout(Duration::from_secs(20), self.lines.next_line());
        let line = line.await.expect("a letter comes").expect("a line");
        serde_json::from_str(&line.expect("the sink goes on")).expect("JSON")
    }

    /// The next letter to an address; those to others before it are passed over.
    pub async fn to(&mut self, address: &str) -> Value {
        loop {
            let letter = self.next().await;
            if letter["to"][0] == address {
                return letter;
            }
        }
    }
}
