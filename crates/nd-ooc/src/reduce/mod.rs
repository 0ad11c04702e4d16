//! Reductions: folds over axes, and what each of them keeps of a cell.

mod moments;
mod over;
mod sums;
