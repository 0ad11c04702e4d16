//! The figures: compared, printed as rows, written as JSON and read again.

use super::Contestant;
use super::ceiling::Ceiling;
use super::table::{Memory, TASKS, Task};
use super::time::Time;
use crate::shell::Outcome;
use serde_json::{Value, json};
use std::num::NonZero;

/// One row: nd against one peer in one task.
#[derive(Clone)]
pub(super) struct Result {
    pub(super) task: String,
    pub(super) what: String,
    pub(super) peer: String,
    pub(super) ours: Time,
    pub(super) theirs: Time,
    pub(super) floor: Option<f64>,
    /// Of the bandwidth that the machine reached in the same rounds.
    pub(super) share: Option<f64>,
    /// Bytes that each held beside the data at most, where the system tells.
    pub(super) peaks: [Option<f64>; 2],
    ceiling: Ceiling,
    /// Machine and versions.
    pub(super) conditions: String,
    /// What differs between the results, where they should be equal.
    disagreement: Option<String>,
}

/// What a row says of its floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    Met,
    Below,
    /// There is none.
    Shown,
    /// The rounds lie too far apart to say.
    Noisy,
}

/// The part of a time from which on we do not quote it.
pub(super) const NOISY: f64 = 0.2;

impl Result {
    /// How many times faster than the peer.
    pub(super) fn ratio(&self) -> f64 {
        self.theirs.median() / self.ours.median()
    }

    /// The same of the fastest rounds.
    pub(super) fn best_ratio(&self) -> f64 {
        self.theirs.best() / self.ours.best()
    }

    /// How far the rounds of either side, or the machine before and after, lay apart.
    pub(super) fn noise(&self) -> f64 {
        let drift = self.ceiling.drift(self.share.is_some());
        self.ours.noise().max(self.theirs.noise()).max(drift)
    }

    pub(super) fn verdict(&self) -> Verdict {
        match self.floor {
            _ if self.noise() > NOISY => Verdict::Noisy,
            None => Verdict::Shown,
            Some(floor) if self.ratio() >= floor => Verdict::Met,
            Some(_) => Verdict::Below,
        }
    }

    /// The row as it is printed while the run goes on.
    pub(super) fn line(&self) -> String {
        let share = self.share.map_or(String::new(), |s| format!(", {:.0} % of memory", 100.0 * s));
        let floor = self.floor.unwrap_or_default();
        let verdict = match self.verdict() {
            Verdict::Met => format!(", floor {floor} met"),
            Verdict::Below => format!(", BELOW FLOOR {floor}"),
            Verdict::Noisy => format!(", noisy by {:.0} %", 100.0 * self.noise()),
            Verdict::Shown => String::new(),
        };
        let (ours, theirs) = (self.ours.shown(), self.theirs.shown());
        let (ratio, best, peer) = (self.ratio(), self.best_ratio(), &self.peer);
        format!("{ours} ms, {peer} {theirs} ms: {ratio:.2}×, best {best:.2}×{verdict}{share}")
    }

    fn json(&self) -> Value {
        json!({
            "task": self.task,
            "what": self.what,
            "peer": self.peer,
            "ours_ms": self.ours.median() / 1e6,
            "ours_spread_ms": self.ours.spread(),
            "peer_ms": self.theirs.median() / 1e6,
            "peer_spread_ms": self.theirs.spread(),
            "ratio": self.ratio(),
            "best_ratio": self.best_ratio(),
            "noise": self.noise(),
            "floor": self.floor,
            "verdict": format!("{:?}", self.verdict()).to_lowercase(),
            "ours_peak_bytes": self.peaks[0],
            "peer_peak_bytes": self.peaks[1],
            "ceiling": self.ceiling.json(),
            "share_of_memory_bandwidth": self.share,
            "ours_rounds_ns": self.ours.rounds,
            "peer_rounds_ns": self.theirs.rounds,
            "disagreement": self.disagreement,
            "conditions": self.conditions,
        })
    }

    fn from_json(row: &Value) -> Self {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let rounds = |key: &str| {
            let values = row[key].as_array().map_or(&[][..], Vec::as_slice);
            Time { rounds: values.iter().filter_map(Value::as_f64).collect() }
        };
        let peaks = ["ours_peak_bytes", "peer_peak_bytes"].map(|key| row[key].as_f64());
        Self {
            task: text("task"),
            what: text("what"),
            peer: text("peer"),
            ours: rounds("ours_rounds_ns"),
            theirs: rounds("peer_rounds_ns"),
            floor: row["floor"].as_f64(),
            share: row["share_of_memory_bandwidth"].as_f64(),
            peaks,
            ceiling: Ceiling::from_json(&row["ceiling"]),
            conditions: text("conditions"),
            disagreement: row["disagreement"].as_str().map(str::to_owned),
        }
    }
}

/// The rows of one task from the rounds of everyone who took part.
pub(super) fn results(
    task: &Task,
    contestants: &[Contestant],
    ceiling: Ceiling,
    conditions: &str,
) -> Vec<Result> {
    let ours = &contestants[0];
    let share = share(task.memory, ours.time().median(), contestants);
    let pairs = task.peers.iter().zip(&contestants[1..]);
    pairs
        .map(|(peer, other)| Result {
            task: task.name.to_owned(),
            what: task.what.to_owned(),
            peer: peer.library.to_owned(),
            ours: ours.time(),
            theirs: other.time(),
            floor: peer.floor,
            share,
            peaks: [ours.peak, other.peak],
            ceiling,
            conditions: conditions.to_owned(),
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
    let machine_ns = machine.map(|machine| machine.time().median()).min_by(f64::total_cmp)?;
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

/// What was measured on what: one line for all rows of a run.
pub(super) fn conditions(versions: &Value, rounds: usize) -> String {
    let versions = versions.as_object().into_iter().flatten();
    let versions: Vec<String> =
        versions.map(|(k, v)| format!("{k} {}", v.as_str().unwrap_or_default())).collect();
    format!("{}; {}; medians of up to {rounds} rounds", machine(), versions.join(", "))
}

/// Rows, in the order of the table of tasks.
#[derive(Default)]
pub(super) struct Report {
    pub(super) results: Vec<Result>,
}

impl Report {
    /// The conditions of the rows, each once.
    pub(super) fn conditions(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.results.iter().map(|r| r.conditions.as_str()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(super) fn tally(&self) -> String {
        let count = |wanted| self.results.iter().filter(|row| row.verdict() == wanted).count();
        let (met, below, noisy) =
            (count(Verdict::Met), count(Verdict::Below), count(Verdict::Noisy));
        let quiet = format!("{met} of {} floors met", met + below);
        if noisy == 0 { quiet } else { format!("{quiet}; {noisy} rows too noisy to say") }
    }

    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.results.iter().map(Result::json).collect();
        json!({ "ratio": "peer's median time / our median time", "rows": rows })
    }

    pub(super) fn from_json(saved: &Value) -> Self {
        let rows = saved["rows"].as_array().map_or(&[][..], Vec::as_slice);
        Self { results: rows.iter().map(Result::from_json).collect() }
    }

    /// The rows of both; a task that was measured anew is taken from `newer`, and a task that is
    /// no longer in the table from neither.
    pub(super) fn updated(&self, newer: &Self) -> Self {
        let of = |report: &Self, task: &str| -> Vec<Result> {
            report.results.iter().filter(|r| r.task == task).cloned().collect()
        };
        let rows = TASKS.iter().flat_map(|task| {
            let new = of(newer, task.name);
            if new.is_empty() { of(self, task.name) } else { new }
        });
        Self { results: rows.collect() }
    }

    /// Only these tasks, in this order.
    pub(super) fn only(&self, tasks: &[&str]) -> Self {
        let of = |&task| self.results.iter().filter(move |row| row.task == task).cloned();
        Self { results: tasks.iter().flat_map(of).collect() }
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
        let (workload, rounds) = (String::new(), vec![ns]);
        Contestant { library, workload, digest, peak: None, calls: 1, rounds }
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
        let results = results(task, &contestants, Ceiling::default(), "a machine");
        assert_eq!(results.len(), 3);
        assert_eq!(
            (results[0].ratio(), results[0].verdict(), results[0].share),
            (1.25, Verdict::Below, Some(0.75))
        );
        assert_eq!((results[2].ratio(), results[2].verdict()), (2.0, Verdict::Shown));
    }

    #[test]
    fn noisy_rows_are_not_judged() {
        let quiet = Result { floor: Some(1.0), ..row("sum_10m", 1e6) };
        assert_eq!(quiet.verdict(), Verdict::Met);
        let busy = Result { theirs: Time::new(&[1e6, 1.3e6, 1.3e6]), ..quiet.clone() };
        assert_eq!((busy.verdict(), busy.best_ratio()), (Verdict::Noisy, 1.0));
        let ceiling = Ceiling { before: [20.0, 10.0, 1.0], after: [12.0, 10.0, 1.0] };
        let slower = Result { ceiling, ..quiet.clone() };
        assert_eq!(slower.verdict(), Verdict::Noisy);
        let report = Report { results: vec![quiet, busy, slower] };
        assert_eq!(report.tally(), "1 of 1 floors met; 2 rows too noisy to say");
    }

    #[test]
    fn differing_results_are_caught() {
        assert_eq!(disagreement(&[1e7, 0.5], &[1e7 + 1.0, 0.5], 1e-3), None);
        assert!(disagreement(&[1e7, 0.5], &[1e7, 0.6], 1e-3).is_some());
        assert!(disagreement(&[1e7, f64::NAN], &[1e7, 0.5], 1e-3).is_some());
        assert!(disagreement(&[1.0], &[1.0, 1.0], 1e-3).is_some());
    }

    fn row(task: &str, ns: f64) -> Result {
        let time = Time::new(&[ns]);
        let (ours, theirs) = (time.clone(), time);
        Result {
            task: task.into(),
            what: String::new(),
            peer: "numpy".into(),
            ours,
            theirs,
            floor: None,
            share: Some(0.5),
            peaks: [Some(1e6), None],
            ceiling: Ceiling::default(),
            conditions: "a machine".into(),
            disagreement: None,
        }
    }

    #[test]
    fn a_run_replaces_its_own_rows_and_keeps_the_others() {
        let saved =
            Report { results: vec![row("sum_10m", 1e6), row("add_10m", 2e6), row("gone", 3e6)] };
        let newer = Report { results: vec![row("sum_10m", 4e6)] };
        let merged = saved.updated(&newer);
        let shown: Vec<_> =
            merged.results.iter().map(|r| (r.task.as_str(), r.ours.median())).collect();
        assert_eq!(shown, [("add_10m", 2e6), ("sum_10m", 4e6)]);
    }

    #[test]
    fn json_there_and_back() {
        let report = Report { results: vec![row("sum_10m", 1e6)] };
        let back = Report::from_json(&report.json());
        assert_eq!(back.json(), report.json());
        assert_eq!(back.conditions(), ["a machine"]);
    }
}
