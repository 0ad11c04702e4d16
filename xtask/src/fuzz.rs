//! `cargo xtask fuzz`: hostile files by the million, made by LLVM's fuzzer from those in the corpora.
//!
//! The readers are compiled with AddressSanitizer and coverage counters. Those flags are unstable, and
//! `RUSTC_BOOTSTRAP` lets the stable compiler take them; the builds stand in a directory of their own.
//! The corpora are replayed by ordinary tests too, which need none of this.

use crate::shell::{Args, Outcome, cargo};
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask fuzz [TARGET …] [--seconds N] [--list]

Builds the fuzz targets of crates/nd-io/fuzz and runs each for N seconds (60). An input that makes
a reader panic, run for over 2 seconds, or allocate over 64 MiB at once is kept below
target/fuzz/findings and is a failure. What is found new goes on below target/fuzz/corpus.
Needs x86-64 Linux and a C++ compiler.";

const FUZZ: &str = "crates/nd-io/fuzz";
const TRIPLE: &str = "x86_64-unknown-linux-gnu";

/// The sanitizer, and the counters and comparisons that the fuzzer steers by.
const FLAGS: &str = "--cfg fuzzing -Zsanitizer=address -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

pub(crate) fn main(args: &[String]) -> Outcome {
    let known = targets()?;
    let (chosen, options): (Vec<String>, Vec<String>) =
        args.iter().cloned().partition(|arg| known.contains(arg));
    let mut args = Args::new(&options);
    let seconds: u64 = args.number("--seconds", 60)?;
    let list = args.flag("--list");
    args.finish(USAGE)?;
    if list {
        known.iter().for_each(|name| println!("{name}"));
        return Ok(());
    }
    build()?;
    let chosen = if chosen.is_empty() { known } else { chosen };
    let mut failed = Vec::new();
    let mut table = String::new();
    for name in &chosen {
        let (line, passed) = fuzz(name, seconds)?;
        println!("{line}");
        table += &format!("{line}\n");
        if !passed {
            failed.push(name.as_str());
        }
    }
    println!("\n{table}");
    if failed.is_empty() { Ok(()) } else { Err(format!("findings in {}", failed.join(", "))) }
}

/// The names of the targets.
fn targets() -> Outcome<Vec<String>> {
    let folder = workspace::root().join(FUZZ).join("fuzz_targets");
    let files = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut names: Vec<String> = files
        .flatten()
        .filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn target_dir() -> PathBuf {
    workspace::root().join("target/fuzz")
}

fn build() -> Outcome {
    let mut command = cargo();
    command
        .args(["build", "--release", "--bins", "--target", TRIPLE, "--target-dir"])
        .arg(target_dir())
        .current_dir(workspace::root().join(FUZZ))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", FLAGS);
    println!("$ cargo build --release --bins   (in {FUZZ}, with AddressSanitizer)");
    let status = command.status().map_err(|e| format!("cannot start cargo: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("the fuzz targets do not build ({status})")) }
}

/// Runs one target; a line of the table, and whether nothing was found.
fn fuzz(name: &str, seconds: u64) -> Outcome<(String, bool)> {
    let found = target_dir().join("findings");
    let grown = target_dir().join("corpus").join(name);
    for folder in [&found, &grown] {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let seeds = workspace::root().join(FUZZ).join("corpus").join(name);
    let mut command = Command::new(target_dir().join(TRIPLE).join("release").join(name));
    command.arg(&grown);
    if Path::new(&seeds).is_dir() {
        command.arg(&seeds);
    }
    let prefix = format!("{}/{name}-", found.display());
    command
        .args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={prefix}")])
        .args(["-malloc_limit_mb=64", "-rss_limit_mb=2048", "-timeout=2", "-max_len=16384"])
        .args(["-print_final_stats=1", "-verbosity=0"])
        // Half a gigabyte that the sanitizer would keep to catch late uses of freed memory.
        .env("ASAN_OPTIONS", "quarantine_size_mb=16:detect_leaks=0");
    println!("\n$ {name} for {seconds} s");
    let output = command.output().map_err(|e| format!("cannot start {name}: {e}"))?;
    let report = String::from_utf8_lossy(&output.stderr);
    let executed = report
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .and_then(|count| count.trim().parse::<u64>().ok())
        .unwrap_or(0);
    let passed = output.status.success() && executed > 0;
    if !passed {
        println!("{report}");
    }
    let verdict = if passed { "nothing found" } else { "FOUND SOMETHING, see above" };
    Ok((format!("{name:<16} {executed:>12} executions in {seconds} s: {verdict}"), passed))
}
