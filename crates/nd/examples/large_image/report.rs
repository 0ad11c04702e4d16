//! Time, throughput and peak memory of each step.

use indicatif::ProgressBar;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a step says of itself.
#[derive(Default)]
pub(crate) struct Done {
    bytes: usize,
}

impl Done {
    /// How many bytes of pixels the step produced.
    pub(crate) fn bytes(&mut self, bytes: usize) {
        self.bytes = bytes;
    }
}

struct Row {
    name: &'static str,
    time: Duration,
    bytes: usize,
    peak: Option<u64>,
}

/// The steps so far.
pub(crate) struct Report {
    bar: ProgressBar,
    rows: Vec<Row>,
}

impl Report {
    pub(crate) fn new(bar: ProgressBar) -> Report {
        Report { bar, rows: Vec::new() }
    }

    /// Runs and measures a step.
    pub(crate) fn step<R>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Done) -> Result<R, nd::Error>,
    ) -> Result<R, nd::Error> {
        self.bar.set_message(name);
        self.bar.tick();
        forget_peak();
        let (start, mut done) = (Instant::now(), Done::default());
        let result = match work(&mut done) {
            Ok(result) => result,
            Err(error) => {
                self.bar.finish_and_clear();
                return Err(error);
            }
        };
        self.rows.push(Row { name, time: start.elapsed(), bytes: done.bytes, peak: peak() });
        self.bar.inc(1);
        Ok(result)
    }

    /// Prints the table.
    pub(crate) fn print(&self, out: &Path) {
        println!("{:<14}{:>10}{:>12}{:>14}", "step", "time", "pixels", "peak memory");
        for row in &self.rows {
            let seconds = row.time.as_secs_f64();
            let peak = row.peak.map_or("unknown".into(), |kib| format!("{} MiB", kib / 1024));
            let rate = format!("{:.0} MB/s", row.bytes as f64 / 1e6 / seconds);
            println!("{:<14}{:>8.2} s{rate:>12}{peak:>14}", row.name, seconds);
        }
        let total: Duration = self.rows.iter().map(|row| row.time).sum();
        println!("{:<14}{:>8.2} s", "total", total.as_secs_f64());
        println!("pictures and previews: {}", out.display());
    }
}

/// Lets the peak start again from the memory in use now, where the system can.
fn forget_peak() {
    // Linux only; elsewhere the peak is unknown anyway.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory in use since [`forget_peak`], in KiB, where the system says.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
