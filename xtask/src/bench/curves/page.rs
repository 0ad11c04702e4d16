//! The curves written down: the picture, a table at powers of ten, and what each kink is.

use super::figures::{Figures, Kink, kinks};
use super::table::{Line, TASKS, Task};
use std::fmt::Write;

const HEAD: &str = "\
# From one element to a hundred million

Made by `cargo xtask bench --curves --save`; `benches/curves.json` has every round. The time of one element (of one
product for matrices) over the size, of the fastest of the rounds; a line that falls is a fixed cost that spreads
over more elements, a line that lies flat is as fast as it gets.

![Time of an element over the size](curves.svg)
";

/// Why a line of nd rises between these sizes.
pub(super) struct Reason {
    pub(super) task: &'static str,
    /// Both ends of the rise lie within.
    pub(super) sizes: std::ops::RangeInclusive<usize>,
    pub(super) why: &'static str,
}

/// A rise that is there on one day may be missing on another: caches are shared with neighbours.
pub(super) const REASONS: &[Reason] = &[
    Reason {
        task: "add",
        sizes: 1_000..=10_000,
        why: "three arrays of 1,000 are in the first-level cache (32 KB), of 3,000 in the second",
    },
    Reason {
        task: "add",
        sizes: 100_000..=10_000_000,
        why: "three arrays of 100,000 leave the second-level cache (1 MB), of 1,000,000 most of the third, which other \
              machines share, and then memory is the measure",
    },
    Reason {
        task: "add",
        sizes: 10_000_000..=100_000_000,
        why: "from 16,000,000 on the result is larger than what is kept of freed memory (128 MiB): every call is given \
              fresh pages by the system, as NumPy is from 10,000,000 on",
    },
    Reason {
        task: "sum",
        sizes: 300_000..=10_000_000,
        why: "the array leaves the third-level cache, which other machines share",
    },
    Reason {
        task: "sum",
        sizes: 10_000_000..=100_000_000,
        why: "memory is the measure, and other machines use it too",
    },
    Reason {
        task: "exp",
        sizes: 300_000..=10_000_000,
        why: "both arrays leave the third-level cache, which other machines share",
    },
    Reason {
        task: "exp",
        sizes: 10_000_000..=100_000_000,
        why: "from 16,000,000 on every call is given fresh pages, as for a + b",
    },
    Reason {
        task: "sort",
        sizes: 10_000..=3_000_000,
        why: "the numbers, and as much room again, leave the second-level cache and then the third",
    },
    Reason {
        task: "sort",
        sizes: 3_000_000..=100_000_000,
        why: "the copy and the room are larger than what is kept of freed memory (128 MiB): fresh pages for both",
    },
    Reason {
        task: "load",
        sizes: 100_000..=10_000_000,
        why: "the file is copied from the system's cache to the array, and one after the other they leave the \
              processor's",
    },
    Reason {
        task: "load",
        sizes: 10_000_000..=100_000_000,
        why: "from 16,000,000 on every call is given fresh pages",
    },
];

/// The reason of a kink, if one is written down.
pub(super) fn reason(kink: &Kink) -> Option<&'static str> {
    let fits = |reason: &&Reason| {
        let within = |n| reason.sizes.contains(&n);
        reason.task == kink.task.name && within(kink.from) && within(kink.to)
    };
    REASONS.iter().find(fits).map(|reason| reason.why)
}

pub(super) fn page(figures: &Figures) -> String {
    let mut page = HEAD.to_owned();
    for task in TASKS {
        let _ = write!(page, "\n## {}\n\n{}", task.what, table(figures, task));
    }
    let _ = writeln!(page, "\n## Where a line of nd rises\n");
    let kinks = kinks(figures);
    for kink in &kinks {
        let (what, threads, from, to) =
            (kink.task.what, kink.threads, size(kink.from), size(kink.to));
        let why = reason(kink).unwrap_or("no reason is known");
        let times = kink.times;
        let _ = writeln!(
            page,
            "- {what}, threads: {threads}, {from} to {to}, {times:.2} times: {why}."
        );
    }
    if kinks.is_empty() {
        let _ = writeln!(page, "Nowhere by a quarter or more from one size to the next.");
    }
    let _ = writeln!(page, "\nMeasured on: {}", figures.conditions);
    page
}

/// Microseconds of a call, a row a size.
fn table(figures: &Figures, task: &Task) -> String {
    let mut table = String::from("| n |");
    for line in task.lines {
        let _ = write!(table, " {}, µs |", title(*line, task));
    }
    table += "\n|--:|";
    table += &"--:|".repeat(task.lines.len());
    table += "\n";
    let lines: Vec<Vec<(usize, f64)>> =
        task.lines.iter().map(|line| figures.line(task, *line)).collect();
    for &n in task.sizes {
        let _ = write!(table, "| {} |", size(n));
        for line in &lines {
            match line.iter().find(|(at, _)| *at == n) {
                Some((_, ns)) => {
                    let _ = write!(table, " {} |", crate::bench::time::milliseconds(ns / 1e3));
                }
                None => table += "  |",
            }
        }
        table += "\n";
    }
    table
}

/// The line's name, with its threads where there are several lines of the library.
pub(super) fn title(line: Line, task: &Task) -> String {
    let several = task.lines.iter().filter(|other| other.library == line.library).count() > 1;
    match (several, line.threads) {
        (false, _) => line.library.to_owned(),
        (true, 1) => format!("{}, one thread", line.library),
        (true, threads) => format!("{}, {threads} threads", line.library),
    }
}

/// `1,000,000`.
pub(super) fn size(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::figures::tests::figures;
    use super::*;

    #[test]
    fn the_page_has_every_size_and_every_kink() {
        let page = page(&figures("add", &[(1, 40.0), (3, 240.0)]));
        assert!(page.contains("| 1 |  | 0.0400 |  |  |\n| 3 |  | 0.240 |  |  |\n"), "{page}");
        assert!(page.contains("- a + b, new array, threads: 1, 1 to 3, 2.00 times: "));
        assert!(page.ends_with("Measured on: a machine\n"));
        assert_eq!([size(7), size(1_000), size(20_300_400)], ["7", "1,000", "20,300,400"]);
    }
}
