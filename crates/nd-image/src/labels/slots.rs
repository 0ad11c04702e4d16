//! From labels to the rows of accumulators.

use super::index::LabelIndex;
use crate::measured::Label;
use std::ops::Range;

/// No row: the label was not asked for.
pub(crate) const NONE: u32 = u32::MAX;

/// Entries of a table that are always worth it.
const SMALL_TABLE: u64 = 1 << 16;

/// Which row of the accumulators a label has, and which row each question is answered from.
#[doc(hidden)]
pub struct Slots {
    find: Find,
    /// How many different labels were asked for.
    pub(crate) count: usize,
    /// The row that answers each question, in the caller's order.
    pub(crate) rows: Vec<u32>,
}

enum Find {
    /// One row for all labels above zero; unsigned ones are above zero unless they are zero.
    Positive { signed: bool },
    /// The rows of the labels from `low` on.
    Table { low: i64, rows: Vec<u32> },
    /// The labels asked for, ascending.
    Sorted(Vec<i64>),
}

impl Slots {
    pub(crate) fn new<L: Label>(index: &LabelIndex<L>) -> Slots {
        match index {
            LabelIndex::Positive => {
                Slots { find: Find::Positive { signed: L::SIGNED }, count: 1, rows: vec![0] }
            }
            LabelIndex::Each(list) => Slots::of(L::wide_labels(list, &mut Vec::new())),
        }
    }

    /// A row for each of these labels.
    pub(crate) fn of(labels: &[i64]) -> Slots {
        let mut sorted = labels.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let row = |label: &i64| sorted.binary_search(label).expect("it is there") as u32;
        let rows = labels.iter().map(row).collect();
        let count = sorted.len();
        assert!(count < NONE as usize, "labels: {count} different ones are more than 2^32 - 2");
        let find = match (sorted.first(), sorted.last()) {
            (Some(&low), Some(&high)) if worth(low, high, count) => {
                let mut table = vec![NONE; high.wrapping_sub(low) as usize + 1];
                for (row, label) in sorted.iter().enumerate() {
                    table[(label - low) as usize] = row as u32;
                }
                Find::Table { low, rows: table }
            }
            _ => Find::Sorted(sorted),
        };
        Slots { find, count, rows }
    }

    /// The row of a label; [`NONE`] if it was not asked for.
    #[inline(always)]
    pub(crate) fn find(&self, label: i64) -> u32 {
        match &self.find {
            Find::Table { low, rows } => {
                let at = label.wrapping_sub(*low) as u64 as usize;
                if at < rows.len() { rows[at] } else { NONE }
            }
            Find::Positive { signed } => {
                let positive = if *signed { label > 0 } else { label != 0 };
                if positive { 0 } else { NONE }
            }
            Find::Sorted(labels) => labels.binary_search(&label).map_or(NONE, |row| row as u32),
        }
    }
}

impl Slots {
    /// Calls `body` with the row and the range of every run of equal labels that were asked for.
    #[inline(always)]
    pub(crate) fn each_run(&self, labels: &[i64], mut body: impl FnMut(usize, Range<usize>)) {
        let mut start = 0;
        while start < labels.len() {
            let label = labels[start];
            let same = labels[start..].iter().take_while(|&&other| other == label).count();
            let row = self.find(label);
            if row != NONE {
                body(row as usize, start..start + same);
            }
            start += same;
        }
    }
}

/// The labels but 0 that there are, ascending.
pub(crate) fn different(labels: &[i64], signed: bool) -> Vec<i64> {
    let runs = labels.chunk_by(|a, b| a == b).map(|run| run[0]);
    let mut names: Vec<i64> = runs.filter(|&label| label != 0).collect();
    if signed {
        names.sort_unstable();
    } else {
        names.sort_unstable_by_key(|&label| label as u64);
    }
    names.dedup();
    names
}

/// Whether a table over all labels from `low` to `high` is small, or filled well.
fn worth(low: i64, high: i64, count: usize) -> bool {
    let span = high.wrapping_sub(low) as u64;
    span < SMALL_TABLE.max(8 * count as u64)
}
