//! The figures: compared, printed as a table, written as JSON.

use super::Contestant;
use super::table::{Memory, Task};
use crate::shell::Outcome;
use serde_json::{Value, json};
use std::num::NonZero;

/// One row: nd against one peer in one task.
pub(super) struct Result {
    pub(super) task: &'static str,
    pub(super) what: &'static str,
    pub(super) peer: &'static str,
    pub(super) ours_ms: f64,
    pub(super) peer_ms: f64,
    pub(super) floor: Option<f64>,
    /// Of the bandwidth that the machine reached in the same rounds.
    pub(super) share: Option<f64>,
    ours_rounds: Vec<f64>,
    peer_rounds: Vec<f64>,
    /// What differs between the results, where they should be equal.
    disagreement: Option<String>,
}

impl Result {
    /// How many times faster than the peer.
    pub(super) fn ratio(&self) -> f64 {
        self.peer_ms / self.ours_ms
    }

    pub(super) fn met(&self) -> Option<bool> {
        self.floor.map(|floor| self.ratio() >= floor)
    }

    /// The row as it is printed while the run goes on.
    pub(super) fn line(&self) -> String {
        let share = self.share.map_or(String::new(), |s| format!(", {:.0} % of memory", 100.0 * s));
        let verdict = match (self.floor, self.met()) {
            (Some(floor), Some(true)) => format!(", floor {floor} met"),
            (Some(floor), _) => format!(", BELOW FLOOR {floor}"),
            (None, _) => String::new(),
        };
        let (ours, peer) = (milliseconds(self.ours_ms), milliseconds(self.peer_ms));
        let ratio = self.ratio();
        format!("{ours} ms, {} {peer} ms: {ratio:.2}×{verdict}{share}", self.peer)
    }
}

/// The rows of one task from the rounds of everyone who took part.
pub(super) fn results(task: &Task, contestants: &[Contestant]) -> Vec<Result> {
    let ours = &contestants[0];
    let ours_ns = ours.median();
    let share = share(task.memory, ours_ns, contestants);
    let pairs = task.peers.iter().zip(&contestants[1..]);
    pairs
        .map(|(peer, other)| Result {
            task: task.name,
            what: task.what,
            peer: peer.library,
            ours_ms: ours_ns / 1e6,
            peer_ms: other.median() / 1e6,
            floor: peer.floor,
            share,
            ours_rounds: ours.rounds.clone(),
            peer_rounds: other.rounds.clone(),
            disagreement: disagreement(&ours.digest, &other.digest, task.tolerance),
        })
        .collect()
}

/// Our bandwidth over the machine's best in the same rounds.
fn share(memory: Memory, ours_ns: f64, contestants: &[Contestant]) -> Option<f64> {
    // The machine's tasks read 80 MB, or read and write 80 MB.
    let (bytes, machine_bytes) = match memory {
        Memory::NotTheLimit => return None,
        Memory::Reads(bytes) => (bytes, 80e6),
        Memory::Moves(bytes) => (bytes, 160e6),
    };
    let machine = contestants.iter().filter(|contestant| contestant.library == "machine");
    let machine_ns = machine.map(Contestant::median).min_by(f64::total_cmp)?;
    Some((bytes / ours_ns) / (machine_bytes / machine_ns))
}

/// Compares digests (the sum, then elements); `None` if they agree.
fn disagreement(ours: &[f64], peer: &[f64], tolerance: f64) -> Option<String> {
    let close = |at: usize, a: f64, b: f64| {
        // A sum of millions of rounded elements is good to a few digits only.
        let relative = if at == 0 { 1e-3 } else { 1e-5 };
        (a - b).abs() <= tolerance + relative * a.abs()
    };
    if peer.is_empty() {
        return None; // another stream of random numbers: nothing to compare
    }
    let differs = ours.len() != peer.len()
        || ours.iter().zip(peer).enumerate().any(|(at, (&a, &b))| !close(at, a, b));
    differs.then(|| format!("ours {ours:?}, theirs {peer:?}"))
}

/// A whole run.
pub(super) struct Report {
    versions: Value,
    machine: String,
    rounds: usize,
    pub(super) results: Vec<Result>,
}

impl Report {
    pub(super) fn new(versions: Value, rounds: usize) -> Self {
        Self { versions, machine: machine(), rounds, results: Vec::new() }
    }

    /// What was measured on what.
    pub(super) fn conditions(&self) -> String {
        let versions = self.versions.as_object().into_iter().flatten();
        let versions: Vec<String> =
            versions.map(|(k, v)| format!("{k} {}", v.as_str().unwrap_or_default())).collect();
        format!("{}; {}; medians of {} rounds", self.machine, versions.join(", "), self.rounds)
    }

    pub(super) fn markdown(&self) -> String {
        let mut lines = vec![
            "| workload | nd, ms | peer | its ms | ratio | floor | memory |".to_owned(),
            "|---|--:|---|--:|--:|--:|--:|".to_owned(),
        ];
        let mut before = "";
        for r in &self.results {
            let (what, ours) = if r.task == before {
                (String::new(), String::new())
            } else {
                (r.what.to_owned(), milliseconds(r.ours_ms))
            };
            before = r.task;
            let floor = r.floor.map_or(String::new(), |floor| floor.to_string());
            let ratio = match r.met() {
                Some(false) => format!("**{:.2}** (below)", r.ratio()),
                _ => format!("{:.2}", r.ratio()),
            };
            let share = r.share.map_or(String::new(), |s| format!("{:.0} %", 100.0 * s));
            let peer_ms = milliseconds(r.peer_ms);
            let row = format!(
                "| {what} | {ours} | {} | {peer_ms} | {ratio} | {floor} | {share} |",
                r.peer
            );
            lines.push(row);
        }
        lines.push(String::new());
        lines.push(self.conditions());
        lines.push(self.tally());
        lines.join("\n")
    }

    fn tally(&self) -> String {
        let floors: Vec<bool> = self.results.iter().filter_map(Result::met).collect();
        let met = floors.iter().filter(|met| **met).count();
        format!("{met} of {} floors met", floors.len())
    }

    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.results.iter().map(row).collect();
        json!({
            "machine": self.machine,
            "versions": self.versions,
            "rounds": self.rounds,
            "ratio": "peer's median time / our median time",
            "rows": rows,
        })
    }

    /// Speed of a wrong result is no speed: an error that names the rows that differ.
    pub(super) fn disagreements(&self) -> Outcome {
        let rows = self.results.iter();
        let differing: Vec<String> = rows
            .filter_map(|r| Some(format!("{} vs {}: {}", r.task, r.peer, r.disagreement.as_ref()?)))
            .collect();
        if differing.is_empty() {
            return Ok(());
        }
        Err(format!("results differ between the libraries:\n{}", differing.join("\n")))
    }
}

fn row(r: &Result) -> Value {
    json!({
        "task": r.task,
        "what": r.what,
        "peer": r.peer,
        "ours_ms": r.ours_ms,
        "peer_ms": r.peer_ms,
        "ratio": r.ratio(),
        "floor": r.floor,
        "met": r.met(),
        "share_of_memory_bandwidth": r.share,
        "ours_rounds_ns": r.ours_rounds,
        "peer_rounds_ns": r.peer_rounds,
        "disagreement": r.disagreement,
    })
}

/// Three significant digits.
fn milliseconds(ms: f64) -> String {
    let decimals = (2.0 - ms.abs().max(1e-9).log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{ms:.decimals$}")
}

/// The processor, the number of cores that we may use, and the memory.
fn machine() -> String {
    let field = |file: &str, key: &str| {
        let text = std::fs::read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(key))?.to_owned();
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor =
        field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".into());
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let kilobytes = field("/proc/meminfo", "MemTotal")
        .and_then(|m| m.trim_end_matches(" kB").parse::<u64>().ok());
    let memory = kilobytes.map_or(String::new(), |kb| format!(", {} GiB", (kb + (1 << 19)) >> 20));
    format!("{processor}, {cores} cores{memory}, {}", std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contestant(library: &'static str, ns: f64) -> Contestant {
        let digest = vec![1.0; 9];
        Contestant { library, workload: String::new(), digest, calls: 1, rounds: vec![ns] }
    }

    #[test]
    fn ratios_floors_and_shares() {
        let task = super::super::table::TASKS.iter().find(|t| t.name == "sum_10m").unwrap();
        let ran = [
            ("nd", 4e6),
            ("numpy", 5e6),
            ("ndarray", 6e6),
            ("ferray", 8e6),
            ("machine", 9e6),
            ("machine", 3e6),
        ];
        let contestants: Vec<_> = ran.map(|(library, ns)| contestant(library, ns)).into();
        let results = results(task, &contestants);
        assert_eq!(results.len(), 3);
        assert_eq!(
            (results[0].ratio(), results[0].met(), results[0].share),
            (1.25, Some(true), Some(0.75))
        );
        assert_eq!((results[2].ratio(), results[2].met()), (2.0, None));
    }

    #[test]
    fn differing_results_are_caught() {
        assert_eq!(disagreement(&[1e7, 0.5], &[1e7 + 1.0, 0.5], 1e-3), None);
        assert!(disagreement(&[1e7, 0.5], &[1e7, 0.6], 1e-3).is_some());
        assert!(disagreement(&[1e7, f64::NAN], &[1e7, 0.5], 1e-3).is_some());
        assert!(disagreement(&[1.0], &[1.0, 1.0], 1e-3).is_some());
    }

    #[test]
    fn three_digits() {
        let shown = [0.000_123_4, 1.0, 12.345, 1234.5].map(milliseconds);
        assert_eq!(shown, ["0.000123", "1.00", "12.3", "1234"]);
    }
}
