//! Which tasks are drawn, at which sizes, for whom.

/// A panel of the picture.
pub(super) struct Task {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) sizes: &'static [usize],
    pub(super) lines: &'static [Line],
    /// What one element is: `n` elements, or the `n³` products of a matrix of side `n`.
    pub(super) work: fn(usize) -> f64,
    /// In the words of the axis.
    pub(super) unit: &'static str,
}

/// Who runs it, on how many threads.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) library: &'static str,
    pub(super) threads: usize,
}

const fn on(library: &'static str, threads: usize) -> Line {
    Line { library, threads }
}

const LENGTHS: &[usize] = &[
    1,
    3,
    10,
    30,
    100,
    300,
    1_000,
    3_000,
    10_000,
    30_000,
    100_000,
    300_000,
    1_000_000,
    3_000_000,
    10_000_000,
    30_000_000,
    100_000_000,
];
const SIDES: &[usize] = &[1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048, 4096];
const FILES: &[usize] = &[
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    3_000_000,
    10_000_000,
    30_000_000,
    100_000_000,
];

/// NumPy has threads in matrix products only, ndarray in none of these.
const THREE: &[Line] = &[on("nd", 2), on("nd", 1), on("numpy", 1), on("ndarray", 1)];
const TWO: &[Line] = &[on("nd", 2), on("nd", 1), on("numpy", 1)];
const FOUR: &[Line] = &[on("nd", 2), on("nd", 1), on("numpy", 2), on("numpy", 1), on("ndarray", 1)];

const fn vectors(name: &'static str, what: &'static str, lines: &'static [Line]) -> Task {
    Task { name, what, sizes: LENGTHS, lines, work: |n| n as f64, unit: "ns an element" }
}

const fn files(name: &'static str, what: &'static str) -> Task {
    Task { sizes: FILES, ..vectors(name, what, TWO) }
}

pub(super) const TASKS: &[Task] = &[
    vectors("add", "a + b, new array", THREE),
    vectors("sum", "sum", THREE),
    vectors("exp", "exp", THREE),
    vectors("sort", "sort, sorted copy", TWO),
    Task {
        name: "matmul",
        what: "a @ b of side n",
        sizes: SIDES,
        lines: FOUR,
        work: |n| (n as f64).powi(3),
        unit: "ns a product",
    },
    files("save", "save .npy, not flushed"),
    files("load", "load .npy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_and_lines_differ() {
        for task in TASKS {
            assert!(task.sizes.is_sorted() && task.sizes[0] == 1, "{}", task.name);
            let lines = task.lines;
            assert!((0..lines.len()).all(|at| !lines[..at].contains(&lines[at])), "{}", task.name);
            assert_eq!(lines[0].library, "nd");
        }
    }
}
