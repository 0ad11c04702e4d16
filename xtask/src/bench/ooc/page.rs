//! The figures of `--ooc` as a page: a table of medians, and one of sizes.

use super::figures::{Figures, Row};
use super::table::SCALING;
use std::fmt::Write;

const HEAD: &str = "\
# Larger than memory

Made by `cargo xtask bench --ooc --save`; `benches/ooc.json` has every run. Each run is a process of its own; the engines
take turns, so that a busy moment hits all. Inputs lie in the page cache where they fit. Medians; \"peak\" is anonymous
memory: what is mapped from files does not count. `ceiling` is plain Rust by hand for this one workload
(`benches/src/ooc/ceiling.rs`): what a general engine is measured by. Ratio = the engine's figure / nd's, so above 1
nd takes less. What an engine has no function for is left out.
";

/// The whole page.
pub(super) fn page(figures: &Figures) -> String {
    let mut page = HEAD.to_owned();
    let (table, scaling) = (table(figures), sizes(figures));
    let _ = write!(page, "\n{table}");
    if !scaling.is_empty() {
        let _ = write!(page, "\n## {SCALING} on larger inputs\n\n{scaling}");
    }
    let _ =
        write!(page, "\n{}.\n\nMeasured on: {}\n", capital(&figures.memory()), figures.conditions);
    page
}

/// One row an engine; those of a workload say what it is once.
pub(super) fn table(figures: &Figures) -> String {
    let mut table = String::from(
        "| workload | engine | wall, s | CPU, s | peak, MiB | wall ratio | CPU ratio | peak ratio |\n\
         |---|---|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut before = "";
    for row in figures.rows.iter().filter(|row| row.gib == figures.rows[0].gib) {
        let what = if row.workload == before { "" } else { row.what.as_str() };
        before = &row.workload;
        let base = figures.base(row);
        let ratio = |figure| format!("{:.2}", row.median(figure) / base.median(figure));
        let (wall, cpu, peak) = (ratio(|r| r.wall), ratio(|r| r.cpu), ratio(|r| r.peak));
        let _ = writeln!(
            table,
            "| {what} | {} | {} | {wall} | {cpu} | {peak} |",
            row.engine,
            medians(row)
        );
    }
    table
}

/// Wall, processor and memory as cells.
fn medians(row: &Row) -> String {
    let (wall, cpu, peak) = (row.median(|r| r.wall), row.median(|r| r.cpu), row.median(|r| r.peak));
    format!("{wall:.2} | {cpu:.2} | {peak:.0}")
}

/// The workload that was run at several sizes; empty if it was not.
fn sizes(figures: &Figures) -> String {
    let rows: Vec<&Row> = figures.rows.iter().filter(|row| row.workload == SCALING).collect();
    if rows.iter().all(|row| row.gib == rows[0].gib) {
        return String::new();
    }
    let mut table = String::from(
        "| GiB | engine | wall, s | CPU, s | peak, MiB | GiB/s |\n|--:|---|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let rate = row.gib / row.median(|run| run.wall);
        let _ = writeln!(table, "| {} | {} | {} | {rate:.2} |", row.gib, row.engine, medians(row));
    }
    table
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::row;
    use super::*;

    #[test]
    fn ratios_are_to_nd() {
        let rows = vec![row("nd", &[2.0], 1.0), row("dask", &[5.0], 1.0)];
        let page = page(&Figures { rows, ..Figures::default() });
        assert!(
            page.contains("| mean & more | nd | 2.00 | 4.00 | 8 | 1.00 | 1.00 | 1.00 |"),
            "{page}"
        );
        assert!(page.contains("|  | dask | 5.00 | 10.00 | 8 | 2.50 | 2.50 | 1.00 |"), "{page}");
        assert!(!page.contains("larger inputs"));
    }

    #[test]
    fn sizes_have_a_table_of_their_own() {
        let mut rows = vec![row("nd", &[2.0], 1.0), row("nd", &[8.0], 1.0)];
        rows[1].gib = 4.0;
        let page = page(&Figures { rows, ..Figures::default() });
        assert!(page.contains("| 4 | nd | 8.00 | 16.00 | 8 | 0.50 |"), "{page}");
    }
}
