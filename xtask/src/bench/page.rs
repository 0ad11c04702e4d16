//! The figures written down: the page of all rows, and the chosen ones in the README.

use super::memory;
use super::report::{Report, Result, Verdict};
use super::time::milliseconds;
use crate::shell::Outcome;
use std::fmt::Write;

/// The tasks of the README: one of each kind, and not only those that look well.
pub(super) const HIGHLIGHTS: &[&str] = &[
    "fused_10m",
    "add_10m",
    "sum_10m",
    "exp_f64",
    "transpose_copy",
    "random_normal",
    "gaussian",
    "csv_load",
    "hdf5_load",
    "npy_save",
    "matmul_2048",
    "svd_1024",
];

/// Headings of the page, each with the first task below it.
const SECTIONS: &[(&str, &str)] = &[
    ("Arrays and functions", "fused_10m"),
    ("Random numbers", "random_f64"),
    ("Pictures", "gaussian"),
    ("Files", "npy_load"),
    ("Linear algebra", "matmul_2048"),
];

const HEAD: &str = "\
# How fast

Made by `cargo xtask bench --save` from `benches/report.json`, which has every round. Each row is nd and one peer
on the same data in one run, their rounds alternating. Ratio = peer's median time / nd's, so above 1 nd is faster;
\"best\" is the same of the fastest rounds; the floor is what this project asks of itself. In brackets the fastest
and the slowest round. \"memory\" is the share of the bandwidth that plain reading or copying reached in the same
minutes. A row is noisy, and its ratio not quoted, where the middle round of either side took a fifth longer than
its fastest, or where the machine itself was a fifth slower before the rounds than after them or the other way
round: what it could read, copy and calculate is measured around each task.
";

/// The page of all rows.
pub(super) fn page(report: &Report) -> String {
    let mut page = HEAD.to_owned();
    let starts = |task: &str| SECTIONS.iter().find(|(_, first)| *first == task);
    let rows = &report.results;
    let mut from = 0;
    while from < rows.len() {
        let new_section =
            |at: &usize| rows[*at].task != rows[*at - 1].task && starts(&rows[*at].task).is_some();
        let to = (from + 1..rows.len()).find(new_section).unwrap_or(rows.len());
        if let Some((heading, _)) = starts(&rows[from].task) {
            let _ = writeln!(page, "\n## {heading}");
        }
        let _ = write!(page, "\n{}", table(&rows[from..to]));
        from = to;
    }
    page += &memory::section(rows);
    let _ = writeln!(page, "\n{}. Measured on:\n", report.tally());
    for line in report.conditions() {
        let _ = writeln!(page, "- {line}");
    }
    page
}

/// Rows as a table; a task with several peers says what it is once.
pub(super) fn table(rows: &[Result]) -> String {
    let mut table = String::from(
        "| workload | nd, ms | peer | its ms | ratio | best | floor | memory |\n\
         |---|--:|---|--:|--:|--:|--:|--:|\n",
    );
    let mut before = "";
    for row in rows {
        let (what, ours) = if row.task == before {
            ("", String::new())
        } else {
            (row.what.as_str(), row.ours.shown())
        };
        before = &row.task;
        let floor = row.floor.map_or(String::new(), |floor| floor.to_string());
        let share = row.share.map_or(String::new(), |s| format!("{:.0} %", 100.0 * s));
        let (peer, theirs, ratio) = (in_words(&row.peer), row.theirs.shown(), ratio(row));
        let best = row.best_ratio();
        let _ = writeln!(
            table,
            "| {what} | {ours} | {peer} | {theirs} | {ratio} | {best:.2} | {floor} | {share} |"
        );
    }
    table
}

/// Two ways of writing a file are no libraries.
pub(super) fn in_words(peer: &str) -> &str {
    match peer {
        "atomic" => "numpy, flushed and renamed",
        "copy" => "copying the file",
        library => library,
    }
}

fn ratio(row: &Result) -> String {
    match row.verdict() {
        Verdict::Below => format!("**{:.2}** (below)", row.ratio()),
        Verdict::Noisy => "noisy".to_owned(),
        Verdict::Met | Verdict::Shown => format!("{:.2}", row.ratio()),
    }
}

const BEGIN: &str = "<!-- figures: cargo xtask bench --save -->\n";
const END: &str = "<!-- end of figures -->";

/// The README with these rows between its two marks, the first peer of each task.
pub(super) fn into_readme(readme: &str, chosen: &Report) -> Outcome<String> {
    let (head, rest) = readme.split_once(BEGIN).ok_or("README.md has no mark for the figures")?;
    let (_, tail) = rest.split_once(END).ok_or("README.md has no end of the figures")?;
    let mut rows =
        String::from("| task | nd, ms | the other, ms | times faster |\n|---|--:|--:|--:|\n");
    let mut before = "";
    for row in chosen.results.iter() {
        if row.task != before {
            let (ours, theirs) = (row.ours.median() / 1e6, row.theirs.median() / 1e6);
            let (ours, theirs) = (milliseconds(ours), milliseconds(theirs));
            let (what, peer, best) = (&row.what, in_words(&row.peer), row.best_ratio());
            let ratio = match row.verdict() {
                Verdict::Noisy => format!("noisy; best {best:.2}"),
                _ => format!("{:.2}", row.ratio()),
            };
            let _ = writeln!(rows, "| {what} | {ours} | {peer} {theirs} | {ratio} |");
        }
        before = &row.task;
    }
    Ok(format!("{head}{BEGIN}{rows}{END}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::table::TASKS;

    fn report() -> Report {
        let row = |task: &str, peer: &str, ns: f64| {
            serde_json::json!({
                "task": task, "what": "a task", "peer": peer, "floor": 2.0,
                "ours_rounds_ns": [1e6], "peer_rounds_ns": [ns], "conditions": "a machine",
            })
        };
        Report::from_json(&serde_json::json!({ "rows": [
            row("fused_10m", "numpy", 3e6),
            row("fused_10m", "numexpr", 1e6),
            row("npy_load", "numpy", 2e6),
        ]}))
    }

    #[test]
    fn named_tasks_exist() {
        let known = |name: &str| TASKS.iter().any(|task| task.name == name);
        assert!(HIGHLIGHTS.iter().all(|name| known(name)));
        assert!(SECTIONS.iter().all(|(_, first)| known(first)));
        assert_eq!(HIGHLIGHTS.len(), 12);
    }

    #[test]
    fn the_page_has_sections_and_every_row() {
        let page = page(&report());
        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with(['#', '|'])).collect();
        assert_eq!(lines[1], "## Arrays and functions");
        assert_eq!(lines[4], "| a task | 1.00 | numpy | 3.00 | 3.00 | 3.00 | 2 |  |");
        assert_eq!(lines[5], "|  |  | numexpr | 1.00 | **1.00** (below) | 1.00 | 2 |  |");
        assert_eq!(lines[6], "## Files");
        assert!(page.ends_with("2 of 3 floors met. Measured on:\n\n- a machine\n"));
    }

    #[test]
    fn the_readme_keeps_what_is_around_the_figures() {
        let readme = format!("before\n{BEGIN}old\n{END}\nafter\n");
        let new = into_readme(&readme, &report()).unwrap();
        assert!(new.starts_with("before\n") && new.ends_with("after\n") && !new.contains("old"));
        assert_eq!(new.matches("| a task |").count(), 2);
        assert_eq!(into_readme(&new, &report()).unwrap(), new);
        assert!(into_readme("no marks", &report()).is_err());
    }
}
