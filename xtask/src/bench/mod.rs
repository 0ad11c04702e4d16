//! `cargo xtask bench`: the same data, in the same run, on nd and on its peers.
//!
//! Two long-lived processes, `nd-bench` and `peer.py`, hold the data; we let them run in turns,
//! a round each, so that a busy moment of the machine hits both. [`table`] says what is
//! compared, [`side`] talks to a process, [`time`] holds the rounds, [`ceiling`] what the machine
//! could do then, [`report`] the figures of all; [`page`] and [`memory`] write them down and
//! [`chart`] draws them. [`curves`] is for one task at many sizes and [`ooc`] for arrays larger than
//! memory, each for itself.

mod ceiling;
mod chart;
mod curves;
mod memory;
mod ooc;
mod page;
mod report;
mod side;
mod table;
mod time;

use crate::shell::{Args, Outcome, cargo, run};
use crate::venv::Venv;
use crate::workspace;
use ceiling::{Ceiling, Figures};
use report::{Report, Result};
use side::Side;
use std::thread::sleep;
use std::time::Duration;
use table::{Memory, TASKS, Task};
use time::Time;

const USAGE: &str = "usage: cargo xtask bench [--quick] [--filter TEXT] [--save] | --pages | --curves … | --ooc …

Times the workloads of xtask/src/bench/table.rs in nd, NumPy, SciPy, numexpr, OpenCV, Pillow,
h5py, zarr-python, pandas, ndarray, nalgebra and ferray, medians of alternating rounds. Prints a table (ratio = peer's time / ours)
and writes target/bench/report.json and report.svg. A row whose rounds lie too far apart is measured once more, and called
noisy if that does not help.
  --quick        fewer and shorter rounds: a first look, not a measurement
  --filter TEXT  only tasks with TEXT in their name; several texts with commas between them
  --save         also brings what was measured into benches/report.json, benches/RESULTS.md, and the
                 rows and the picture of the README; rows of other tasks stay as they were
  --curves       a few tasks at every size instead: see `cargo xtask bench --curves --help`
  --ooc          workloads on arrays larger than memory instead: see `cargo xtask bench --ooc --help`
  --pages        measures nothing; writes those pages from benches/report.json as it is
Makes a virtual environment (target/bench-venv); run it on a quiet machine with 8 GB free.";

/// How long to measure.
struct Effort {
    rounds: usize,
    /// Calls are repeated within a round until about this much time has gone.
    round_ns: f64,
    /// Rounds end early once a task took this long, but not before three.
    enough_ns: f64,
    /// How often a noisy task is measured.
    attempts: usize,
}

/// Between two participants' turns. OpenBLAS's threads spin for 2²⁸ cycles after their work, 110
/// ms as measured, on processors that the next participant needs.
const REST: Duration = Duration::from_millis(130);

const FULL: Effort = Effort { rounds: 11, round_ns: 50e6, enough_ns: 20e9, attempts: 2 };
const QUICK: Effort = Effort { rounds: 3, round_ns: 10e6, enough_ns: 0.0, attempts: 1 };

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    if args.flag("--ooc") {
        return ooc::main(args);
    }
    if args.flag("--curves") {
        return curves::main(args);
    }
    let effort = if args.flag("--quick") { QUICK } else { FULL };
    let save = args.flag("--save");
    let pages = args.flag("--pages");
    let filter = args.value("--filter")?.unwrap_or_default();
    args.finish(USAGE)?;
    if pages {
        return self::save(&Report::default()).and_then(|()| curves::pages());
    }
    let tasks: Vec<&Task> = TASKS
        .iter()
        .filter(|task| filter.split(',').any(|text| task.name.contains(text)))
        .collect();
    if tasks.is_empty() {
        return Err(format!("no task has `{filter}` in its name"));
    }
    let tiles = tasks.iter().any(|task| task.name.starts_with("tiff"));
    let mut sides = Sides::start(tiles)?;
    let conditions = report::conditions(&sides.python.ask("versions")?, effort.rounds);
    let mut report = Report::default();
    for task in tasks {
        println!("{}: {}", task.name, task.what);
        let results = quietest(task, &mut sides, &effort, &conditions)?;
        for result in &results {
            println!("    {}", result.line());
        }
        report.results.extend(results);
    }
    println!("\n{}", page::table(&report.results));
    println!("{conditions}\n{}", report.tally());
    let folder = workspace::root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    write("target/bench/report.json", &json(&report))?;
    write("target/bench/report.svg", &chart::draw(&report))?;
    if save {
        self::save(&report)?;
    }
    report.disagreements()
}

/// Brings a run into the files that are committed.
fn save(run: &Report) -> Outcome {
    committed(run)?.iter().try_for_each(|(path, text)| write(path, text))
}

/// The committed files as they are with a run brought in: path and text.
fn committed(run: &Report) -> Outcome<[(&'static str, String); 4]> {
    let saved = workspace::read("benches/report.json")?;
    let saved = serde_json::from_str(&saved).map_err(|e| format!("benches/report.json: {e}"))?;
    let all = Report::from_json(&saved).updated(run);
    let chosen = all.only(page::HIGHLIGHTS);
    Ok([
        ("benches/report.json", json(&all)),
        ("benches/RESULTS.md", page::page(&all)),
        ("benches/report.svg", chart::draw(&chosen)),
        ("README.md", page::into_readme(&workspace::read("README.md")?, &chosen)?),
    ])
}

fn json(report: &Report) -> String {
    serde_json::to_string_pretty(&report.json()).expect("JSON values print") + "\n"
}

fn write(path: &str, text: &str) -> Outcome {
    std::fs::write(workspace::root().join(path), text).map_err(|e| format!("{path}: {e}"))?;
    println!("wrote {path}");
    Ok(())
}

/// The peers at their newest, which needs a Python of 3.12; on an older one those that it can run.
fn environment() -> Outcome<Venv> {
    let (name, requirements) = ("bench-venv", "benches/requirements.txt");
    Venv::make_newer(name, requirements)?.map_or_else(|| Venv::make(name, requirements), Ok)
}

/// Builds the Rust side.
fn build() -> Outcome {
    let root = workspace::root();
    let build = ["build", "--release", "--package", "nd-bench", "--bin", "nd-bench"];
    run(cargo().current_dir(&root).args(build).args(["--features", "peers"]))
}

/// The two processes that hold the data.
struct Sides {
    rust: Side,
    python: Side,
}

impl Sides {
    /// Builds and starts both; TIFF tiles, which nd does not write, are made if they are wanted.
    fn start(tiles: bool) -> Outcome<Self> {
        let root = workspace::root();
        build()?;
        let venv = environment()?;
        if tiles {
            run(venv.python().arg(root.join("benches/tiff_tiles.py")))?;
        }
        let rust = &mut std::process::Command::new(root.join("target/release/nd-bench"));
        Ok(Self {
            rust: Side::start(rust)?,
            python: Side::start(venv.python().arg(root.join("benches/peer.py")))?,
        })
    }

    /// What the machine can do now.
    fn ceiling(&mut self) -> Outcome<Figures> {
        sleep(REST);
        Ok(ceiling::figures(&self.rust.ask("ceiling")?["ceiling"]))
    }

    /// The process that knows a library.
    fn of(&mut self, library: &str) -> &mut Side {
        match library {
            "nd" | "ndarray" | "ferray" | "nalgebra" | "rand" | "sprs" | "machine" => {
                &mut self.rust
            }
            _ => &mut self.python,
        }
    }
}

/// One participant of a task and the rounds it has run.
struct Contestant {
    library: &'static str,
    workload: String,
    digest: Vec<f64>,
    /// Bytes held beside the data.
    peak: Option<f64>,
    calls: u32,
    rounds: Vec<f64>,
}

impl Contestant {
    fn prepare(library: &'static str, task: &str, sides: &mut Sides, ns: f64) -> Outcome<Self> {
        let workload = format!("{library}/{task}");
        let side = sides.of(library);
        let (digest, peak) = side.prepare(&workload)?;
        // The first timing warms up; the second tells how many calls fill a round.
        side.time(&workload, 1)?;
        sleep(REST);
        let once = side.time(&workload, 1)?.max(1.0);
        let calls = (ns / once).clamp(1.0, 1e6) as u32;
        Ok(Self { library, workload, digest, peak, calls, rounds: Vec::new() })
    }

    fn time(&self) -> Time {
        Time::new(&self.rounds)
    }
}

/// The rows of a task: of the quietest attempt, if the first is noisy.
fn quietest(
    task: &Task,
    sides: &mut Sides,
    effort: &Effort,
    conditions: &str,
) -> Outcome<Vec<Result>> {
    let noise = |rows: &[Result]| rows.iter().map(Result::noise).fold(0.0, f64::max);
    let mut rows = measure(task, sides, effort, conditions)?;
    for _ in 1..effort.attempts {
        if noise(&rows) <= report::NOISY {
            break;
        }
        let again = measure(task, sides, effort, conditions)?;
        if noise(&again) < noise(&rows) {
            rows = again;
        }
    }
    Ok(rows)
}

fn measure(
    task: &Task,
    sides: &mut Sides,
    effort: &Effort,
    conditions: &str,
) -> Outcome<Vec<Result>> {
    let machine: &[&str] = match task.memory {
        Memory::NotTheLimit => &[],
        Memory::Reads(_) => &["read_one_thread", "read_all_threads"],
        Memory::Moves(_) => {
            &["copy_one_thread", "copy_all_threads", "loop_one_thread", "loop_all_threads"]
        }
    };
    // From a user's crate or from ours: to others it is the same task.
    let theirs = task.name.strip_prefix("user_").unwrap_or(task.name);
    let peers = task.peers.iter().map(|peer| (peer.library, theirs));
    let machine = machine.iter().map(|name| ("machine", *name));
    let everyone = std::iter::once(("nd", task.name)).chain(peers).chain(machine);
    let mut contestants = Vec::new();
    for (library, name) in everyone {
        contestants.push(Contestant::prepare(library, name, sides, effort.round_ns)?);
    }
    let before = sides.ceiling()?;
    let mut spent = 0.0;
    for round in 0..effort.rounds {
        if round >= 3 && spent > effort.enough_ns {
            break;
        }
        for contestant in &mut contestants {
            let side = sides.of(contestant.library);
            sleep(REST);
            if task.writes {
                // A virtual machine gives freed pages back to its host within seconds, and
                // getting them again takes longer than writing: each uses its own again.
                side.time(&contestant.workload, 1)?;
                settle()?;
            }
            let ns = side.time(&contestant.workload, contestant.calls)?;
            spent += ns * f64::from(contestant.calls);
            contestant.rounds.push(ns);
        }
    }
    let ceiling = Ceiling { before, after: sides.ceiling()? };
    sides.rust.ask("drop")?;
    sides.python.ask("drop")?;
    Ok(report::results(task, &contestants, ceiling, conditions))
}

/// Waits until the disk has everything that was written.
fn settle() -> Outcome {
    let status = std::process::Command::new("sync").status();
    if status.is_ok_and(|status| status.success()) { Ok(()) } else { Err("`sync` failed".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pages_are_of_the_committed_figures() {
        for (path, text) in committed(&Report::default()).unwrap() {
            let same = workspace::read(path).unwrap() == text;
            assert!(same, "{path} is out of date: run `cargo xtask bench --pages`");
        }
    }
}
