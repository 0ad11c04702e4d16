//! The workloads that other Rust crates can do too, as criterion groups: one group a task,
//! one line a library.
//!
//! `cargo bench -p nd-bench --features peers`
#![forbid(unsafe_code)]

use criterion::Criterion;
use nd_bench::workload::Workload;
use std::time::Duration;

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    for peer in peers() {
        let task = task(peer);
        let ours = nd_bench::ours::GROUPS.iter().copied().flatten();
        for workload in ours.chain(peers()).filter(|w| self::task(w) == task) {
            // The first peer of a task brings in every library; a later one has nothing to add.
            if first_of_task(task) == peer.name {
                run(&mut criterion, task, workload);
            }
        }
    }
    criterion.final_summary();
}

fn peers() -> impl Iterator<Item = &'static Workload> {
    nd_bench::peers::WORKLOADS
        .iter()
        .chain(nd_bench::rand_peer::WORKLOADS)
        .chain(nd_bench::linalg_peer::WORKLOADS)
        .chain(nd_bench::sprs_peer::WORKLOADS)
}

fn task(workload: &Workload) -> &'static str {
    workload.name.split_once('/').map_or(workload.name, |(_, task)| task)
}

fn first_of_task(task: &str) -> &'static str {
    peers().find(|peer| self::task(peer) == task).map_or("", |peer| peer.name)
}

fn run(criterion: &mut Criterion, task: &str, workload: &Workload) {
    let library = workload.name.split('/').next().unwrap_or_default();
    let mut prepared = (workload.prepare)();
    criterion.benchmark_group(task).bench_function(library, |bencher| {
        bencher.iter_custom(|calls| {
            let calls = u32::try_from(calls).unwrap_or(u32::MAX);
            Duration::from_nanos((prepared.time(calls) * f64::from(calls)) as u64)
        });
    });
}
