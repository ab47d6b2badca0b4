//! Figures of one call, and the table.

use std::time::Duration;

use crate::load::Sample;

/// What was measured of one call.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Calls per second.
    pub(crate) rate: f64,
    /// MiB per second.
    pub(crate) transfer: f64,
    p50: Duration,
    p99: Duration,
    /// Processor seconds per 1000 calls.
    cpu: Option<f64>,
    failed: usize,
}

impl Row {
    pub(crate) fn new(
        name: &'static str,
        samples: Vec<Sample>,
        elapsed: Duration,
        cpu: Option<f64>,
    ) -> Self {
        let mut times: Vec<u32> = samples.iter().filter(|s| s.2).map(|s| s.0).collect();
        times.sort_unstable();
        let at = |share: f64| {
            let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
            Duration::from_micros(u64::from(times.get(index).copied().unwrap_or_default()))
        };
        let bytes: u64 = samples.iter().map(|s| s.1).sum();
        let done = times.len() as f64;
        Self {
            name,
            rate: done / elapsed.as_secs_f64(),
            transfer: bytes as f64 / elapsed.as_secs_f64() / f64::from(1 << 20),
            p50: at(0.5),
            p99: at(0.99),
            cpu: cpu.map(|seconds| seconds / done.max(1.0) * 1000.0),
            failed: samples.len() - times.len(),
        }
    }

    /// How many times the median the slowest of a hundred calls takes.
    pub(crate) fn spread(&self) -> f64 {
        self.p99.as_secs_f64() / self.p50.as_secs_f64().max(1e-6)
    }
}

/// Prints our rows, then the bare ones, then the ratios of those that belong together.
pub(crate) fn print(rows: &[Row], bare: &[Row]) {
    print_table(rows, bare);
    print_ratios(rows, bare);
}

/// Prints our rows, then the bare ones.
pub(crate) fn print_table(rows: &[Row], bare: &[Row]) {
    println!(
        "\n{:<38}{:>10}{:>10}{:>10}{:>10}{:>14}{:>8}",
        "call", "per s", "MiB/s", "p50 ms", "p99 ms", "CPU s/1000", "failed"
    );
    for row in rows.iter().chain(bare) {
        println!(
            "{:<38}{:>10.1}{:>10.1}{:>10.2}{:>10.2}{:>14}{:>8}",
            row.name,
            row.rate,
            row.transfer,
            row.p50.as_secs_f64() * 1000.0,
            row.p99.as_secs_f64() * 1000.0,
            row.cpu
                .map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.3}")),
            row.failed
        );
    }
}

fn print_ratios(rows: &[Row], bare: &[Row]) {
    println!();
    for (ours, theirs) in [
        ("list 25 rooms", crate::bare::ROWS),
        ("list 25 rooms", crate::bare::ROOMS),
        ("list a folder of 25", crate::bare::ROWS),
        ("list a folder of 25", crate::bare::FOLDER),
        ("list 25 people", crate::bare::ROWS),
        ("list 25 people", crate::bare::PEOPLE),
        ("file info", crate::bare::ROWS),
        ("own profile", crate::bare::ROWS),
        ("create a document", crate::bare::INSERT),
        ("download 100 KiB", crate::bare::SMALL_FILE),
        ("download 100 MiB", crate::bare::BIG_FILE),
    ] {
        let find =
            |list: &[Row], name| list.iter().find(|row| row.name == name).map(|row| row.rate);
        if let (Some(ours_rate), Some(bare_rate)) = (find(rows, ours), find(bare, theirs)) {
            println!(
                "{ours}: {:.0} % of \"{theirs}\"",
                ours_rate / bare_rate * 100.0
            );
        }
    }
}
