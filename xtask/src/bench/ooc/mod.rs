//! `cargo xtask bench --ooc`: arrays larger than one would hold in memory, each run in a process of its own.
//!
//! Memory is a figure here, so nothing stays alive between two runs, unlike in the rest of `bench`. [`table`] says what
//! is run, [`figures`] holds what came out, [`page`] writes it down and [`picture`] draws it.

mod figures;
mod page;
mod picture;
mod table;

use super::side::Side;
use super::{report, write};
use crate::shell::{Args, Outcome, capture, cargo, run};
use crate::venv::Venv;
use crate::workspace;
use figures::{Figures, Row, Run};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use table::{PYTHON, SCALING, SIZES, WORKLOADS, Workload};

const USAGE: &str = "usage: cargo xtask bench --ooc [--gib N] [--rounds N] [--filter TEXT] [--scaling] [--save]
       cargo xtask bench --ooc --cluster [--gib N] [--rounds N] [--save]

Runs the workloads of xtask/src/bench/ooc/table.rs in nd, in plain Rust by hand, Dask, NumPy and Blosc2, each run in a
process of its own, the engines in turns. Prints medians of wall time, processor time and peak memory, and writes
target/bench/ooc.json, OOC.md and ooc.svg.
  --gib N        size of most inputs, 1 by default; a multiple of 1/32
  --rounds N     runs of each, 5 by default
  --filter TEXT  only workloads with TEXT in their name; several texts with commas between them
  --scaling      also the mean and standard deviation of 4 and 16 GiB
  --save         also writes benches/ooc.json, OOC.md and ooc.svg; rows of what was not run stay as they were
  --cluster      programs of nd on a Dask cluster of this machine, beside themselves and dask.array: CLUSTER.md
Makes its inputs (4.25 GiB for N = 1, 21 for --scaling; outputs take 1 GiB more) in target/ooc, or in the folder that
ND_BENCH_DATA names, and a virtual environment (target/ooc-venv).";

pub(super) fn main(mut args: Args<'_>) -> Outcome {
    let gib: f64 = args.number("--gib", 1.0)?;
    let rounds = args.number("--rounds", 5)?;
    let filter = args.value("--filter")?.unwrap_or_default();
    let (scaling, save) = (args.flag("--scaling"), args.flag("--save"));
    let cluster = args.flag("--cluster");
    args.finish(USAGE)?;
    if cluster {
        return Bench::start()?.cluster(gib, rounds, save);
    }
    let chosen = |w: &&Workload| filter.split(',').any(|text| w.name.contains(text));
    let workloads: Vec<&Workload> = WORKLOADS.iter().filter(chosen).collect();
    if workloads.is_empty() || rounds == 0 {
        return Err(format!("nothing to run: `{filter}`, {rounds} rounds"));
    }
    let mut bench = Bench::start()?;
    let mut figures = Figures { conditions: bench.conditions(rounds)?, ..Figures::default() };
    for workload in &workloads {
        bench.measure(workload, gib, rounds, &mut figures)?;
    }
    if scaling {
        let one = WORKLOADS.iter().find(|w| w.name == SCALING).expect("the table has it");
        let sizes = SIZES
            .iter()
            .filter(|&&size| size != gib || !workloads.iter().any(|w| w.name == SCALING));
        for &size in sizes {
            bench.measure(one, size, rounds, &mut figures)?;
        }
    }
    println!("\n{}\n{}\n{}", page::table(&figures), figures.memory(), figures.conditions);
    if save {
        let saved = std::fs::read_to_string(workspace::root().join("benches/ooc.json"));
        let saved = serde_json::from_str(&saved.unwrap_or_default()).unwrap_or_default();
        figures.keep(&saved, &WORKLOADS.iter().map(|w| w.name).collect::<Vec<_>>());
    }
    let folder = workspace::root().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let folders: &[&str] = if save { &["target/bench", "benches"] } else { &["target/bench"] };
    for folder in folders {
        write(&format!("{folder}/ooc.json"), &(format!("{:#}", figures.json()) + "\n"))?;
        write(&format!("{folder}/OOC.md"), &page::page(&figures))?;
        write(&format!("{folder}/ooc.svg"), &picture::draw(&figures))?;
    }
    figures.disagreements()
}

/// The two programs, and where their files are.
struct Bench {
    venv: Venv,
    rust: PathBuf,
    /// Measures the memory of the machine.
    machine: Side,
    engines: Vec<String>,
    data: PathBuf,
}

/// Reading, and copying: workloads of `nd-bench`, and the bytes that one call moves.
const MEMORY: [(&str, f64); 2] =
    [("machine/read_all_threads", 80e6), ("machine/copy_all_threads", 160e6)];

impl Bench {
    fn start() -> Outcome<Self> {
        let root = workspace::root();
        let build = [
            "build",
            "--release",
            "--package",
            "nd-bench",
            "--bin",
            "nd-bench",
            "--bin",
            "nd-ooc-bench",
        ];
        run(cargo().current_dir(&root).args(build))?;
        let venv = Venv::make("ooc-venv", "benches/requirements-ooc.txt")?;
        let rust = root.join("target/release/nd-ooc-bench");
        let ours = capture(Command::new(&rust).arg("engines"))?;
        let engines = ours.lines().chain(PYTHON.iter().copied()).map(str::to_owned).collect();
        let data = std::env::var_os("ND_BENCH_DATA")
            .map_or_else(|| root.join("target/ooc"), PathBuf::from);
        let mut machine = Side::start(&mut Command::new(root.join("target/release/nd-bench")))?;
        for (name, _) in MEMORY {
            machine.prepare(name)?;
        }
        Ok(Self { venv, rust, machine, engines, data })
    }

    /// Machine and versions.
    fn conditions(&self, rounds: usize) -> Outcome<String> {
        let script = workspace::root().join("benches/peer_ooc.py");
        let versions = capture(self.venv.python().arg(script).arg("versions"))?;
        let versions: Value =
            serde_json::from_str(&versions).map_err(|e| format!("versions: {e}"))?;
        Ok(report::conditions(&versions, rounds))
    }

    /// Has a cluster started, programs run on it, and the page written.
    fn cluster(&self, gib: f64, rounds: usize, save: bool) -> Outcome {
        // Small ones tell what begins and ends a run.
        for size in [gib, gib / 32.0] {
            self.make(size, "cube,img,a,mat,rows")?;
        }
        let script = workspace::root().join("benches/cluster.py");
        let (inputs, outputs) = (self.data.join(gib.to_string()), self.data.join("out"));
        let mut python = self.venv.python();
        python.arg(script).arg(&self.rust).arg(inputs).arg(&outputs).arg(rounds.to_string());
        let page = capture(&mut python)?;
        println!("{page}");
        let folder = if save { "benches" } else { "target/bench" };
        write(&format!("{folder}/CLUSTER.md"), &(page + "\n"))
    }

    /// Makes inputs that are not there.
    fn make(&self, gib: f64, only: &str) -> Outcome {
        let make = workspace::root().join("benches/ooc_data.py");
        let inputs = self.data.join(gib.to_string());
        run(self.venv.python().arg(make).arg(&inputs).args([
            "--gib",
            &gib.to_string(),
            "--only",
            only,
        ]))
    }

    /// Runs every engine in every round, and brings the rows in.
    fn measure(
        &mut self,
        workload: &Workload,
        gib: f64,
        rounds: usize,
        into: &mut Figures,
    ) -> Outcome {
        println!("{}, {gib} GiB: {}", workload.name, workload.what);
        let inputs = self.data.join(gib.to_string());
        self.make(gib, workload.input)?;
        let row = |engine: &String| Row {
            workload: workload.name.to_owned(),
            what: workload.what.to_owned(),
            gib,
            engine: engine.clone(),
            runs: Vec::new(),
        };
        let mut rows: Vec<Row> = self.engines.iter().map(row).collect();
        for _ in 0..rounds {
            into.bandwidth.push(self.bandwidth()?);
            for row in &mut rows {
                if let Some(run) = self.once(&row.engine, workload.name, &inputs)? {
                    println!(
                        "    {}: {:.2} s, CPU {:.2} s, {:.0} MiB",
                        row.engine, run.wall, run.cpu, run.peak
                    );
                    row.runs.push(run);
                }
            }
        }
        into.rows.extend(rows.into_iter().filter(|row| !row.runs.is_empty()));
        Ok(())
    }

    /// One process. What it wrote is gone, and on the disk nothing is left to write, before the next starts.
    fn once(&self, engine: &str, workload: &str, inputs: &Path) -> Outcome<Option<Run>> {
        let outputs = self.data.join("out");
        let mut command = if PYTHON.contains(&engine) {
            let mut python = self.venv.python();
            python.arg(workspace::root().join("benches/peer_ooc.py"));
            python
        } else {
            Command::new(&self.rust)
        };
        let line = capture(command.args([engine, workload]).arg(inputs).arg(&outputs))?;
        std::fs::remove_dir_all(&outputs).or_else(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(format!("{}: {e}", outputs.display())),
        })?;
        super::settle()?;
        Run::parse(&line)
    }

    /// GB/s of reading and of copying memory, by all threads.
    fn bandwidth(&mut self) -> Outcome<[f64; 2]> {
        let mut rates = [0.0; 2];
        for (rate, (name, bytes)) in rates.iter_mut().zip(MEMORY) {
            *rate = bytes / self.machine.time(name, 5)?;
        }
        Ok(rates)
    }
}
