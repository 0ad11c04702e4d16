//! The Rust side of `cargo xtask bench`.
//!
//! Reads commands from standard input, one a line, and answers each with one line of JSON; see
//! `peer.py`, which speaks the same. Long-lived, so that memory is warm and rounds can alternate
//! with the other side's.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "standard output is the protocol")]

use nd_bench::curves;
use nd_bench::machine::Ceiling;
use nd_bench::workload::{Prepared, Workload};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead};

fn main() {
    let mut ready = Ready::default();
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let words: Vec<&str> = line.split_whitespace().collect();
        let answer = answer(&words, &mut ready);
        println!("{}", answer.unwrap_or_else(|message| json!({ "error": message })));
    }
}

/// What has its data made.
#[derive(Default)]
struct Ready {
    tasks: BTreeMap<String, Prepared>,
    /// Kept from its first use on: the same memory before and after a row.
    ceiling: Option<Ceiling>,
}

fn answer(words: &[&str], ready: &mut Ready) -> Result<Value, String> {
    match words {
        ["list"] => Ok(json!({ "names": workloads().map(|w| w.name).collect::<Vec<_>>() })),
        ["prepare", name] => {
            let prepared = prepare(name).ok_or_else(|| format!("no workload `{name}`"))?;
            let (digest, peak) = (prepared.digest.clone(), prepared.peak);
            ready.tasks.insert((*name).to_owned(), prepared);
            Ok(json!({ "digest": digest, "peak": peak }))
        }
        ["run", name, calls] => {
            let calls = calls.parse().map_err(|_| format!("not a number: {calls}"))?;
            let prepared = ready.tasks.get_mut(*name);
            let prepared = prepared.ok_or_else(|| format!("{name} is not prepared"))?;
            Ok(json!({ "ns": prepared.time(calls) }))
        }
        ["ceiling"] => Ok(json!({ "ceiling": ready.ceiling.get_or_insert_default().measure() })),
        ["drop"] => {
            ready.tasks.clear();
            Ok(json!({}))
        }
        _ => Err(format!("no such command: {}", words.join(" "))),
    }
}

fn prepare(name: &str) -> Option<Prepared> {
    let workload = workloads().find(|workload| workload.name == name);
    workload.map_or_else(|| curves::prepare(name), |workload| Some((workload.prepare)()))
}

fn workloads() -> impl Iterator<Item = &'static Workload> {
    let groups = nd_bench::ours::GROUPS.iter().copied().chain([nd_bench::machine::WORKLOADS]);
    #[cfg(feature = "peers")]
    let groups = {
        use nd_bench::{linalg_peer, peers, rand_peer, sprs_peer};
        groups.chain([
            peers::WORKLOADS,
            rand_peer::WORKLOADS,
            linalg_peer::WORKLOADS,
            sprs_peer::WORKLOADS,
        ])
    };
    groups.flatten()
}
