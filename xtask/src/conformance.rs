//! `cargo xtask conformance`: random cases, run by nd and by NumPy, compared.
//!
//! `nd-conformance` (in benches/) makes the cases from a seed, runs them and writes what it
//! did; `py/conformance.py` replays each in NumPy and compares; then nd reads back the `.npy`
//! files that NumPy wrote.

use crate::shell::{Args, Outcome, cargo, run};
use crate::venv::Venv;
use crate::workspace;
use std::process::Command;

const USAGE: &str = "usage: cargo xtask conformance [--cases N] [--seed S]

Runs N (20000) random cases from seed S (0) in nd and in NumPy and compares: dtypes, shapes,
strides, broadcasting, slicing, arithmetic, reductions, indexing, printing, .npy both ways.
Bit for bit, save for the functions in the table of tolerances in xtask/py/conformance.py.
Makes a virtual environment (target/conformance-venv).";

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let cases: u64 = args.number("--cases", 20_000)?;
    let seed: u64 = args.number("--seed", 0)?;
    args.finish(USAGE)?;
    let root = workspace::root();
    let folder = root.join("target/conformance");
    // Files of an earlier run, with another seed, would be compared again.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;

    let build = ["build", "--release", "--package", "nd-bench", "--bin", "nd-conformance"];
    run(cargo().current_dir(&root).args(build))?;
    let venv = Venv::make("conformance-venv", "golden/requirements.txt")?;
    let ours = || Command::new(root.join("target/release/nd-conformance"));
    let numbers = [cases.to_string(), seed.to_string()];
    run(ours().arg("generate").arg(&folder).args(&numbers))?;
    let replay = run(venv.python().arg(root.join("xtask/py/conformance.py")).arg(&folder));
    let read_back = run(ours().arg("read-back").arg(&folder));
    replay.and(read_back)
}
