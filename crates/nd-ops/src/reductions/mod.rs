//! Reductions: over all elements, or over some axes.
//!
//! Each function comes twice: `sum(&a)` over everything, `sum_axis(&a, axes)` over one axis
//! (`-1`), several (`[0, 2]`), kept with length 1 or not (`keepdims(1)`), see
//! [`Over`](crate::Over). Results have the same bits on any number of threads.

mod arg;
mod cumulative;
mod extremes;
mod logic;
mod moments;
mod summable;
mod sums;

pub use arg::{argmax, argmax_axis, argmin, argmin_axis};
pub use cumulative::{cumsum, cumsum_axis};
pub use extremes::{Ordered, max, max_axis, min, min_axis};
pub use logic::{Truth, all, all_axis, any, any_axis, count_nonzero, count_nonzero_axis};
pub use moments::{
    Averaged, mean, mean_axis, std, std_axis, std_axis_ddof, std_ddof, var, var_axis,
    var_axis_ddof, var_ddof,
};
pub use summable::Summable;
pub use sums::{prod, prod_axis, sum, sum_axis};

use crate::over::Over;
use nd_core::{Array, Element, Reducer, View, reduce_axes};

/// A reduction over axes, with the axes checked, reduced and put back if they stay.
#[track_caller]
fn over_axes<T: Element, R: Reducer<T>, U: Element>(
    op: &'static str,
    a: View<'_, T>,
    over: Over,
    reducer: &R,
    finish: impl Fn(R::Acc) -> U + Sync,
) -> Array<U> {
    let axes = match over.resolve(op, a.ndim()) {
        Ok(axes) => axes,
        Err(error) => panic!("{error}"),
    };
    over.restore(reduce_axes(a, &axes, reducer, finish), a.shape(), &axes)
}

/// How many elements each result over `over` is made of, and how many results there are.
#[track_caller]
fn counts(op: &'static str, shape: &[usize], over: Over) -> (usize, usize) {
    let axes = match over.resolve(op, shape.len()) {
        Ok(axes) => axes,
        Err(error) => panic!("{error}"),
    };
    let part = |reduced: bool| {
        let chosen = (0..shape.len()).filter(|axis| axes.contains(axis) == reduced);
        chosen.map(|axis| shape[axis]).product()
    };
    (part(true), part(false))
}
