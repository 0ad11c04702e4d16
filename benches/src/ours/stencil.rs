//! Scalar loops over elements: what `a[[i, j]]` costs.

use super::matrix;
use crate::STENCIL_SIDE;
use crate::workload::{Prepared, Workload};
use nd::Array;

/// The 5-point stencil with the rank known to the compiler, and without.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/stencil_fixed", prepare: fixed },
    Workload { name: "nd/stencil_index", prepare: index },
];

fn fixed() -> Prepared {
    let a = matrix(1, STENCIL_SIDE);
    let mut out = Array::zeros([STENCIL_SIDE, STENCIL_SIDE]);
    Prepared::new(move || {
        let (a, mut to) = (a.fixed::<2>(), out.fixed_mut::<2>());
        let [height, width] = a.shape();
        for i in 1..height - 1 {
            for j in 1..width - 1 {
                let around = a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]];
                to[[i, j]] = around - 4.0 * a[[i, j]];
            }
        }
        picked(&out)
    })
}

fn index() -> Prepared {
    let a = matrix(1, STENCIL_SIDE);
    let mut out = Array::zeros([STENCIL_SIDE, STENCIL_SIDE]);
    Prepared::new(move || {
        five_points(&a, &mut out);
        picked(&out)
    })
}

/// As a user would write it: a function of arrays of any rank.
#[inline(never)]
fn five_points(a: &Array<f64>, out: &mut Array<f64>) {
    for i in 1..STENCIL_SIDE - 1 {
        for j in 1..STENCIL_SIDE - 1 {
            let around = a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]];
            out[[i, j]] = around - 4.0 * a[[i, j]];
        }
    }
}

/// One element, so that a timed stencil neither copies its output nor loses it.
fn picked(out: &Array<f64>) -> f64 {
    let side = out.shape()[1];
    std::hint::black_box(out)[[side / 3, side / 3]]
}
