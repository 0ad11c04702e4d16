//! Chores of the workspace: one place for everything a contributor or a CI machine runs.
//!
//! Reading order: [`ci`] is the list of what must pass; [`tidy`] holds the source to the rules
//! of ARCHITECTURE.md and CONTRIBUTING.md; [`supply`] checks licences and known-bad versions;
//! [`golden`], [`bench`], [`parity`] and [`conformance`] compare with NumPy in environments they make
//! themselves; [`outside`] looks into a user's crate; [`fuzz`] attacks the readers of files, [`plant`] the tests. The rest is plumbing.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command-line tool talks to its user")]

mod bench;
mod built;
mod ci;
mod conformance;
mod fuzz;
mod golden;
mod outside;
mod parity;
mod plant;
mod sha256;
mod shell;
mod source;
mod supply;
mod tidy;
mod venv;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  ci [--only STEP,…] [--strict] [--list]   everything that must pass before a change lands
  tidy [--examples CRATE]                  the layer picture and the house rules
  golden [--check]                         make the fixtures anew from NumPy and SciPy
  bench [--quick] [--filter TEXT]          time nd and its peers on the same data
  bench --ooc [--gib N]                    the same of arrays larger than memory, and what they take of it
  conformance [--cases N] [--seed S]       random cases, run by nd and by NumPy
  parity [--check]                         NumPy's and SciPy's public names, and where they are here
  outside [LIBRARY]                        what a user's crate holds of nd, once compiled
  fuzz [TARGET …] [--seconds N]            hostile files, by the million
  plant [TEXT …]                           faults put in on purpose: do the tests notice?

`cargo xtask COMMAND --help` says more about one command.";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let outcome = match command.as_str() {
        "ci" => ci::main(&rest),
        "tidy" => tidy::main(&rest),
        "golden" => golden::main(&rest),
        "bench" => bench::main(&rest),
        "conformance" => conformance::main(&rest),
        "parity" => parity::main(&rest),
        "outside" => outside::main(&rest),
        "plant" => plant::main(&rest),
        "fuzz" => fuzz::main(&rest),
        "" | "help" | "-h" | "--help" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
