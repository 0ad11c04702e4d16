//! Reductions: folds over axes, and what each of them keeps of a cell.

mod average;
mod extremes;
mod merged;
mod moments;
mod over;
mod places;
mod products;
mod sums;
mod truth;
