//! The Rust side of `cargo xtask conformance`.
//!
//! `generate FOLDER CASES SEED` makes and runs the cases; `read-back FOLDER` reads the `.npy`
//! files that NumPy wrote of them.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command-line tool talks to its user")]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["generate", folder, cases, seed] => generate(folder, cases, seed),
        ["read-back", folder] => read_back(folder),
        _ => {
            Err("usage: nd-conformance (generate FOLDER CASES SEED | read-back FOLDER)".to_owned())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn generate(folder: &str, cases: &str, seed: &str) -> Result<(), String> {
    let number = |text: &str| text.parse().map_err(|_| format!("not a number: {text}"));
    nd_bench::conformance::generate(Path::new(folder), number(cases)?, number(seed)?)
        .map_err(|e| format!("{folder}: {e}"))
}

fn read_back(folder: &str) -> Result<(), String> {
    let files = nd_bench::conformance::read_back::compare(Path::new(folder))?;
    println!("read back {files} .npy files that NumPy wrote: all as they should be");
    Ok(())
}
