//! What each step took.

use nd::ooc;
use std::time::{Duration, Instant};

/// Prints a line for each step as it ends.
pub(crate) struct Report {
    begun: Instant,
    over: usize,
}

/// Bytes for people.
pub(crate) fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1024.0),
        1_048_576..1_073_741_824 => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.2} GiB", bytes as f64 / 1_073_741_824.0),
    }
}

impl Report {
    /// Begins the table.
    pub(crate) fn new() -> Report {
        if ooc::is_driver() {
            println!(
                "{:<18}{:>12}{:>12}{:>10}{:>12}{:>12}{:>12}",
                "step", "read", "made", "time", "rate", "projected", "measured"
            );
        }
        Report { begun: Instant::now(), over: 0 }
    }

    /// A step that a plan did.
    pub(crate) fn step(&mut self, name: &str, report: &ooc::Report) {
        let sum = |of: fn(&ooc::StageReport) -> u64| report.stages.iter().map(of).sum::<u64>();
        let (read, made) = (sum(|stage| stage.read), sum(|stage| stage.written));
        let seconds = report.elapsed().as_secs_f64().max(1e-9);
        let rate = format!("{}/s", bytes((read.max(made) as f64 / seconds) as u64));
        let peak = report.peak().map_or("unknown".into(), |peak| bytes(peak as u64));
        self.over += usize::from(report.peak() > Some(report.budget));
        if !ooc::is_driver() {
            return;
        }
        println!(
            "{name:<18}{:>12}{:>12}{seconds:>8.1} s{rate:>12}{:>12}{peak:>12}",
            bytes(read),
            bytes(made),
            bytes(report.projected() as u64),
        );
    }

    /// A step in memory.
    pub(crate) fn small_step(&mut self, name: &str, time: Duration) {
        if !ooc::is_driver() {
            return;
        }
        println!("{name:<18}{:>12}{:>12}{:>8.1} s", "", "", time.as_secs_f64());
    }

    /// Ends the table.
    pub(crate) fn end(self) {
        println!("{:<18}{:>12}{:>12}{:>8.1} s", "all", "", "", self.begun.elapsed().as_secs_f64());
        if let Some(peak) = peak() {
            println!("the most memory that the process had, code and all: {}", bytes(peak));
        }
        match self.over {
            0 => println!("no step had more than the budget"),
            n => println!("steps that were measured to have more than the budget: {n}"),
        }
    }
}

/// The most memory of the process, where the system says (Linux).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib << 10)
}
