//! The Rust side of `cargo xtask conformance`.
//!
//! `generate FOLDER CASES SEED` makes and runs the cases, `series FOLDER CASES SEED` those of
//! transforms, signals, tables and times, `pictures FOLDER CASES SEED` those of pictures; `read-back FOLDER` reads the `.npy` files that NumPy
//! wrote of the first.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command-line tool talks to its user")]

use nd_bench::conformance::cases;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["generate", folder, number, seed] => generate(folder, cases::KINDS, number, seed),
        ["series", folder, number, seed] => generate(folder, cases::SERIES, number, seed),
        ["pictures", folder, number, seed] => generate(folder, cases::PICTURES, number, seed),
        ["read-back", folder] => read_back(folder),
        _ => Err("usage: nd-conformance ((generate | series | pictures) FOLDER CASES SEED | \
                 read-back FOLDER)"
            .to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn generate(
    folder: &str,
    kinds: &[(usize, cases::Kind)],
    count: &str,
    seed: &str,
) -> Result<(), String> {
    let number = |text: &str| text.parse().map_err(|_| format!("not a number: {text}"));
    nd_bench::conformance::generate(Path::new(folder), kinds, number(count)?, number(seed)?)
        .map_err(|e| format!("{folder}: {e}"))
}

fn read_back(folder: &str) -> Result<(), String> {
    let files = nd_bench::conformance::read_back::compare(Path::new(folder))?;
    println!("read back {files} .npy files that NumPy wrote: all as they should be");
    Ok(())
}
