//! The same tasks in other Rust crates, written as their documentation suggests.

use crate::data::f64s;
use crate::workload::{Digest, Prepared, Workload, digest_of};
use crate::{MATRIX_SIDE, STENCIL_SIDE, VECTOR_LEN};
use ndarray::{Array1, Array2, ArrayD, ArrayRef, Dimension};

/// What ndarray and ferray can do of the table.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "ndarray/add_10m", prepare: add },
    Workload { name: "ndarray/fused_10m", prepare: fused },
    Workload { name: "ndarray/sum_10m", prepare: sum },
    Workload { name: "ndarray/exp_f64", prepare: exp },
    Workload { name: "ndarray/transpose_copy", prepare: transpose_copy },
    Workload { name: "ndarray/stencil_fixed", prepare: stencil_fixed },
    Workload { name: "ndarray/stencil_index", prepare: stencil_index },
    Workload { name: "ferray/add_10m", prepare: ferray::add },
    Workload { name: "ferray/sum_10m", prepare: ferray::sum },
    Workload { name: "ferray/exp_f64", prepare: ferray::exp },
];

impl<D: Dimension> Digest for ndarray::Array<f64, D> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().copied())
    }
}

fn vector(seed: u64) -> Array1<f64> {
    Array1::from_vec(f64s(seed, VECTOR_LEN, -1.0, 1.0))
}

fn matrix(side: usize) -> Array2<f64> {
    let elements = f64s(1, side * side, -1.0, 1.0);
    Array2::from_shape_vec((side, side), elements).expect("side² elements")
}

fn add() -> Prepared {
    let (a, b) = (vector(1), vector(2));
    Prepared::new(move || &a + &b)
}

fn fused() -> Prepared {
    let (a, b, c) = (vector(1), vector(2), vector(3));
    Prepared::new(move || {
        ndarray::Zip::from(&a)
            .and(&b)
            .and(&c)
            .map_collect(|a, b, c| 2.5 * a + b * b - c.abs().sqrt())
    })
}

fn sum() -> Prepared {
    let a = vector(1);
    Prepared::new(move || a.sum())
}

fn exp() -> Prepared {
    let a = Array1::from_vec(f64s(1, VECTOR_LEN, -10.0, 10.0));
    Prepared::new(move || a.exp())
}

fn transpose_copy() -> Prepared {
    let a = matrix(MATRIX_SIDE);
    // `to_owned` would keep the Fortran order and copy straight through.
    Prepared::new(move || a.t().as_standard_layout().into_owned())
}

fn stencil_fixed() -> Prepared {
    let a = matrix(STENCIL_SIDE);
    let mut out = Array2::zeros(a.dim());
    Prepared::new(move || {
        let (height, width) = a.dim();
        for i in 1..height - 1 {
            for j in 1..width - 1 {
                let around = a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]];
                out[[i, j]] = around - 4.0 * a[[i, j]];
            }
        }
        picked(&out)
    })
}

fn stencil_index() -> Prepared {
    let a: ArrayD<f64> = matrix(STENCIL_SIDE).into_dyn();
    let mut out = ArrayD::zeros(a.shape());
    Prepared::new(move || {
        five_points(&a, &mut out);
        picked(&out)
    })
}

/// The same function as nd's.
#[inline(never)]
fn five_points(a: &ArrayD<f64>, out: &mut ArrayD<f64>) {
    for i in 1..STENCIL_SIDE - 1 {
        for j in 1..STENCIL_SIDE - 1 {
            let around = a[[i - 1, j]] + a[[i + 1, j]] + a[[i, j - 1]] + a[[i, j + 1]];
            out[[i, j]] = around - 4.0 * a[[i, j]];
        }
    }
}

/// One element, so that a timed stencil neither copies its output nor loses it.
fn picked<D: Dimension>(out: &ArrayRef<f64, D>) -> f64 {
    let side = out.shape()[1];
    out.as_slice_memory_order().map_or(0.0, |out| out[(side + 1) * (side / 3)])
}

mod ferray {
    use super::{Prepared, VECTOR_LEN, f64s};
    use crate::workload::{Digest, digest_of};
    use ::ferray::{Array, Ix1, IxDyn};

    impl Digest for Array<f64, Ix1> {
        fn digest(&self) -> Vec<f64> {
            self.as_slice().map_or_else(Vec::new, |s| digest_of(s.iter().copied()))
        }
    }

    impl Digest for Array<f64, IxDyn> {
        fn digest(&self) -> Vec<f64> {
            self.as_slice().map_or_else(Vec::new, |s| digest_of(s.iter().copied()))
        }
    }

    fn vector(seed: u64, low: f64, high: f64) -> Array<f64, Ix1> {
        let elements = f64s(seed, VECTOR_LEN, low, high);
        Array::from_vec(Ix1::new([VECTOR_LEN]), elements).expect("as many as the shape says")
    }

    pub(super) fn add() -> Prepared {
        let (a, b) = (vector(1, -1.0, 1.0), vector(2, -1.0, 1.0));
        Prepared::new(move || ::ferray::add(&a, &b).expect("equal shapes"))
    }

    pub(super) fn sum() -> Prepared {
        let a = vector(1, -1.0, 1.0);
        Prepared::new(move || ::ferray::sum(&a, None).expect("not empty"))
    }

    pub(super) fn exp() -> Prepared {
        let a = vector(1, -10.0, 10.0);
        Prepared::new(move || ::ferray::exp(&a).expect("always defined"))
    }
}
