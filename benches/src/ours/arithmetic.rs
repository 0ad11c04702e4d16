//! Operators and fused passes.

use super::{matrix, vector};
use crate::data::f64s;
use crate::workload::{Prepared, Workload};
use crate::{MATRIX_SIDE, VECTOR_LEN};
use nd::{Array, zip};

/// Additions of all sizes and shapes, one fused expression, one copy.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/fused_10m", prepare: fused },
    Workload { name: "nd/add_10m", prepare: || add(VECTOR_LEN) },
    Workload { name: "nd/add_1m", prepare: || add(1_000_000) },
    Workload { name: "nd/add_100k", prepare: || add(100_000) },
    Workload { name: "nd/add_10", prepare: || add(10) },
    Workload { name: "nd/add_into_10m", prepare: add_into },
    Workload { name: "nd/add_row", prepare: || stretched(&[MATRIX_SIDE]) },
    Workload { name: "nd/add_column", prepare: || stretched(&[MATRIX_SIDE, 1]) },
    Workload { name: "nd/transpose_copy", prepare: transpose_copy },
];

fn fused() -> Prepared {
    let [a, b, c] = [1, 2, 3].map(|seed| vector(seed, VECTOR_LEN));
    Prepared::new(move || zip((&a, &b, &c)).map(|(a, b, c)| 2.5 * a + b * b - c.abs().sqrt()))
}

fn add(n: usize) -> Prepared {
    let (a, b) = (vector(1, n), vector(2, n));
    Prepared::new(move || &a + &b)
}

fn add_into() -> Prepared {
    let (a, b) = (vector(1, VECTOR_LEN), vector(2, VECTOR_LEN));
    let mut out = Array::zeros(VECTOR_LEN);
    // Returns a handful of elements: the whole array would be copied within the timing.
    Prepared::new(move || {
        zip((&a, &b)).map_into(|(a, b)| a + b, out.view_mut());
        std::hint::black_box(&mut out)[[VECTOR_LEN / 3]]
    })
}

fn stretched(shape: &[usize]) -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    let elements = f64s(2, shape.iter().product(), -1.0, 1.0);
    let b = Array::from_shape_vec(shape, elements);
    Prepared::new(move || &a + &b)
}

fn transpose_copy() -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    Prepared::new(move || a.t().to_array())
}
