//! The Rust side of `cargo xtask bench --ooc`: `nd-ooc-bench ENGINE WORKLOAD INPUTS OUTPUTS` runs one workload once and
//! prints a line of JSON, as `peer_ooc.py` does; `nd-ooc-bench engines` names the engines, one a line.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "standard output is the protocol")]

use nd_bench::ooc::{self, ENGINES, Paths};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["engines"] => ENGINES.iter().for_each(|(engine, _)| println!("{engine}")),
        [engine, workload, inputs, outputs] => match run(engine, workload, inputs, outputs) {
            Ok(line) => println!("{line}"),
            Err(error) => {
                eprintln!("nd-ooc-bench: {engine} {workload}: {error}");
                return ExitCode::FAILURE;
            }
        },
        _ => {
            eprintln!("usage: nd-ooc-bench ENGINE WORKLOAD INPUTS OUTPUTS");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn run(engine: &str, workload: &str, inputs: &str, outputs: &str) -> std::io::Result<String> {
    let Some(found) = ooc::find(engine, workload) else {
        return Ok(json!({ "engine": engine, "workload": workload, "missing": true }).to_string());
    };
    let paths = Paths::new(Path::new(inputs), Path::new(outputs))?;
    Ok(ooc::run(found, &paths)?.json(engine, workload).to_string())
}
