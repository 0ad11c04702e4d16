//! What tasks hold beside their data: the section of the page.

use super::page::in_words;
use super::report::Result;
use std::fmt::Write;

/// The tasks that are shown: one of each kind.
const SHOWN: &[&str] = &[
    "fused_10m",
    "add_10m",
    "sum_10m",
    "sort_f64",
    "median_10m",
    "fft_1m",
    "gaussian",
    "npy_load",
    "csv_load",
    "hdf5_load",
    "matmul_2048",
    "solve_1024_many",
    "svd_1024",
];

/// Differences below this are pages of allocators and of stacks.
const SLACK: f64 = 2e6;

/// The section; empty if nobody's memory was measured.
pub(super) fn section(rows: &[Result]) -> String {
    let known: Vec<(&Result, f64, f64)> =
        rows.iter().filter_map(|row| Some((row, row.peaks[0]?, row.peaks[1]?))).collect();
    if known.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "\n## Memory\n\nThe most that one call held beside its data, its result included: resident memory at its \
         highest,\nless what was resident before.\n\n| workload | nd, MB | peer | its MB |\n|---|--:|---|--:|\n",
    );
    for (row, ours, theirs) in &known {
        if SHOWN.contains(&row.task.as_str()) {
            let (what, peer) = (&row.what, in_words(&row.peer));
            let (ours, theirs) = (megabytes(*ours), megabytes(*theirs));
            let _ = writeln!(text, "| {what} | {ours} | {peer} | {theirs} |");
        }
    }
    let more: Vec<&(&Result, f64, f64)> =
        known.iter().filter(|(_, ours, theirs)| *ours > theirs + SLACK).collect();
    let _ = write!(text, "\nOf {} rows nd held more in {}", known.len(), more.len());
    for (at, (row, ours, theirs)) in more.iter().enumerate() {
        let (start, what, peer) =
            (if at == 0 { ": " } else { "; " }, &row.what, in_words(&row.peer));
        let (ours, theirs) = (megabytes(*ours), megabytes(*theirs));
        let _ = write!(text, "{start}{what} ({ours} MB, {peer} {theirs})");
    }
    text + ".\n"
}

fn megabytes(bytes: f64) -> String {
    let mb = bytes / 1e6;
    if mb < 10.0 { format!("{mb:.1}") } else { format!("{mb:.0}") }
}

#[cfg(test)]
mod tests {
    use super::super::report::Report;
    use super::super::table::TASKS;
    use super::*;

    #[test]
    fn tasks_that_hold_more_are_named() {
        assert!(SHOWN.iter().all(|name| TASKS.iter().any(|task| task.name == *name)));
        let row = |task: &str, ours: f64, theirs: f64| {
            serde_json::json!({
                "task": task, "what": task, "peer": "numpy",
                "ours_peak_bytes": ours, "peer_peak_bytes": theirs,
            })
        };
        let rows = [row("add_10m", 80e6, 80e6), row("label", 70e6, 9e6)];
        let report = Report::from_json(&serde_json::json!({ "rows": rows }));
        let text = section(&report.results);
        assert!(text.contains("| add_10m | 80 | numpy | 80 |\n") && !text.contains("| label |"));
        assert!(text.ends_with("Of 2 rows nd held more in 1: label (70 MB, numpy 9.0).\n"));
        assert_eq!(section(&[]), "");
    }
}
