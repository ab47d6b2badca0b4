//! Where log lines go: text for people, JSON for machines.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use server::{Config, LogForm};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Starts logging to standard error; commands other than the server only say what went wrong.
pub(crate) fn start(config: &Config, server: bool) -> anyhow::Result<()> {
    let filter = if server {
        config.log_filter.as_str()
    } else {
        "warn"
    };
    let filter = EnvFilter::try_new(filter).context("log_filter")?;
    let terminal = std::io::stderr().is_terminal();
    let json = match config.log {
        LogForm::Auto => !terminal,
        LogForm::Text => false,
        LogForm::Json => true,
    };
    let base = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_span_events(FmtSpan::NONE)
        .with_ansi(terminal);
    if json {
        base.json()
            .flatten_event(true)
            .with_current_span(false)
            .init();
    } else {
        base.init();
    }
    Ok(())
}
