//! Reductions: folds over axes, and what each of them keeps of a cell.

mod over;
mod sums;

pub(crate) use over::{folded, restored};
