//! `cargo xtask bench --curves`: a few tasks at every size, on one thread and on two.
//!
//! [`table`] says what is drawn, [`figures`] holds the times and finds where a line rises,
//! [`page`] writes them down with the reason of each rise, [`picture`] draws them.

mod figures;
mod page;
mod picture;
mod table;

use super::side::Side;
use super::time::Time;
use super::{REST, build, environment, report, write};
use crate::shell::{Args, Outcome};
use crate::workspace;
use figures::{Figures, Point};
use std::process::Command;
use std::thread::sleep;
use table::{Line, TASKS, Task};

const USAGE: &str = "usage: cargo xtask bench --curves [--quick] [--filter TEXT] [--save]

Times a few tasks from one element to a hundred million in nd on one thread and on two, in NumPy and in ndarray, and writes
target/bench/curves.json, CURVES.md and curves.svg.
  --quick        three short rounds: a first look, not a measurement
  --filter TEXT  only tasks with TEXT in their name; several texts with commas between them
  --save         writes the three files below benches/ instead; with --filter, the other tasks stay as they were
Needs 12 GB of memory and 2 GB on the disk; run it on a quiet machine.";

/// How long to measure.
struct Effort {
    rounds: usize,
    /// Calls are repeated within a round until about this much time has gone.
    round_ns: f64,
}

const FULL: Effort = Effort { rounds: 7, round_ns: 20e6 };
const QUICK: Effort = Effort { rounds: 3, round_ns: 2e6 };

pub(super) fn main(mut args: Args<'_>) -> Outcome {
    let effort = if args.flag("--quick") { QUICK } else { FULL };
    let save = args.flag("--save");
    let filter = args.value("--filter")?.unwrap_or_default();
    args.finish(USAGE)?;
    let chosen = |task: &&Task| filter.split(',').any(|text| task.name.contains(text));
    let mut sides = Sides::start()?;
    let versions = sides.of(Line { library: "numpy", threads: 1 }).ask("versions")?;
    let conditions = report::conditions(&versions, effort.rounds);
    let before = if save { committed()?.unwrap_or_default() } else { Figures::default() };
    let mut figures = Figures { conditions, ..before };
    for task in TASKS.iter().filter(chosen) {
        println!("{}", task.what);
        figures.points.retain(|point| point.task != task.name);
        for &n in task.sizes {
            figures.points.extend(measure(task, n, &mut sides, &effort)?);
        }
    }
    let folder = if save { "benches" } else { "target/bench" };
    std::fs::create_dir_all(workspace::root().join(folder))
        .map_err(|e| format!("{folder}: {e}"))?;
    written(&figures).iter().try_for_each(|(name, text)| write(&format!("{folder}/{name}"), text))
}

/// Writes the committed page and picture again, from the committed figures, if a run was saved.
pub(super) fn pages() -> Outcome {
    let Some(figures) = committed()? else { return Ok(()) };
    written(&figures).iter().try_for_each(|(name, text)| write(&format!("benches/{name}"), text))
}

fn committed() -> Outcome<Option<Figures>> {
    if !workspace::root().join("benches/curves.json").exists() {
        return Ok(None);
    }
    let saved = workspace::read("benches/curves.json")?;
    let saved = serde_json::from_str(&saved).map_err(|e| format!("benches/curves.json: {e}"))?;
    Ok(Some(Figures::from_json(&saved)))
}

/// The files of a run: name and text.
fn written(figures: &Figures) -> [(&'static str, String); 3] {
    [
        ("curves.json", format!("{:#}\n", figures.json())),
        ("CURVES.md", page::page(figures)),
        ("curves.svg", picture::draw(figures)),
    ]
}

/// The processes: libraries by the number of threads that they are started with.
struct Sides {
    rust: [Side; 2],
    python: [Side; 2],
}

impl Sides {
    fn start() -> Outcome<Self> {
        build()?;
        let venv = environment()?;
        let root = workspace::root();
        let rust = |threads: &str| {
            let mut command = Command::new(root.join("target/release/nd-bench"));
            Side::start(command.env("RAYON_NUM_THREADS", threads))
        };
        let python = |threads: &str| {
            let mut command = venv.python();
            command.arg(root.join("benches/peer.py"));
            Side::start(command.env("OPENBLAS_NUM_THREADS", threads))
        };
        Ok(Self { rust: [rust("1")?, rust("2")?], python: [python("1")?, python("2")?] })
    }

    /// The process of a line.
    fn of(&mut self, line: Line) -> &mut Side {
        let side = if line.library == "numpy" { &mut self.python } else { &mut self.rust };
        &mut side[line.threads - 1]
    }

    fn drop_data(&mut self) -> Outcome {
        let mut all = self.rust.iter_mut().chain(&mut self.python);
        all.try_for_each(|side| side.ask("drop").map(|_| ()))
    }
}

/// One size of a task: rounds in turns.
fn measure(task: &Task, n: usize, sides: &mut Sides, effort: &Effort) -> Outcome<Vec<Point>> {
    let workload = |line: Line| format!("{}/{}@{n}", line.library, task.name);
    let mut calls = Vec::new();
    for &line in task.lines {
        let (side, name) = (sides.of(line), workload(line));
        side.prepare(&name)?;
        side.time(&name, 1)?;
        let once = side.time(&name, 1)?.max(1.0);
        calls.push((effort.round_ns / once).clamp(1.0, 1e6) as u32);
    }
    let mut rounds = vec![Vec::new(); task.lines.len()];
    for _ in 0..effort.rounds {
        for (at, &line) in task.lines.iter().enumerate() {
            rounds[at].push(sides.of(line).time(&workload(line), calls[at])?);
            if task.name == "matmul" && line.library == "numpy" {
                sleep(REST);
            }
        }
    }
    sides.drop_data()?;
    let lines = task.lines.iter().zip(rounds);
    let points: Vec<Point> = lines
        .map(|(line, rounds)| Point {
            task: task.name.to_owned(),
            library: line.library.to_owned(),
            threads: line.threads,
            n,
            time: Time { rounds },
        })
        .collect();
    let shown: Vec<String> = points
        .iter()
        .map(|p| format!("{} {}: {:.4} µs", p.library, p.threads, p.time.best() / 1e3))
        .collect();
    println!("    {}: {}", page::size(n), shown.join(", "));
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_curves_are_of_the_committed_figures_and_explained() {
        let Some(figures) = committed().unwrap() else { return };
        for (name, text) in written(&figures) {
            let same = workspace::read(&format!("benches/{name}")).unwrap() == text;
            assert!(same, "benches/{name} is out of date: run `cargo xtask bench --curves --save`");
        }
        for kink in figures::kinks(&figures) {
            let (task, from, to) = (kink.task.name, kink.from, kink.to);
            assert!(
                page::reason(&kink).is_some(),
                "no reason for the rise of {task}, {from} to {to}"
            );
        }
    }
}
