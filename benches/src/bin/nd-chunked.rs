//! Runs programs on chunked arrays: `nd-chunked FOLDER`, where `xtask/py/chunked.py make` has been.
//! `cargo xtask conformance` runs it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-chunked FOLDER");
        return ExitCode::from(2);
    };
    // A panic is a result here, to be written down.
    std::panic::set_hook(Box::new(|_| {}));
    match nd_bench::chunked::run::all(&folder) {
        Ok(counts) => {
            let nd_bench::chunked::run::Counts { programs, runs, refused, bad } = counts;
            println!(
                "chunked: {programs} programs, {runs} runs by nd, {refused} of them refused at first for their \
                 budget; {bad} programs failed or had runs with different bits"
            );
            if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("nd-chunked: {error}");
            ExitCode::FAILURE
        }
    }
}
