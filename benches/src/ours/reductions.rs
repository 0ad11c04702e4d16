//! Sums, moments, extremes: reading much, writing little.

use super::{matrix, vector};
use crate::workload::{Prepared, Workload};
use crate::{MATRIX_SIDE, VECTOR_LEN};
use nd::{Array, s};

const MILLION: usize = 1_000_000;

/// Reductions of long vectors, of vectors in cache, along each axis, of a strided view.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/sum_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::sum(a)) },
    Workload { name: "nd/mean_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::mean(a)) },
    Workload { name: "nd/max_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::max(a)) },
    Workload { name: "nd/std_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::std(a)) },
    Workload { name: "nd/var_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::var(a)) },
    Workload { name: "nd/argmax_10m", prepare: || of_vector(VECTOR_LEN, |a| nd::argmax(a) as f64) },
    Workload { name: "nd/sum_1m", prepare: || of_vector(MILLION, |a| nd::sum(a)) },
    Workload { name: "nd/mean_1m", prepare: || of_vector(MILLION, |a| nd::mean(a)) },
    Workload { name: "nd/max_1m", prepare: || of_vector(MILLION, |a| nd::max(a)) },
    Workload { name: "nd/sum_axis0", prepare: || along(0) },
    Workload { name: "nd/sum_axis1", prepare: || along(1) },
    Workload { name: "nd/sum_strided", prepare: strided },
];

fn of_vector(n: usize, reduce: fn(&Array<f64>) -> f64) -> Prepared {
    let a = vector(1, n);
    Prepared::new(move || reduce(&a))
}

fn along(axis: isize) -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    Prepared::new(move || nd::sum_axis(&a, axis))
}

fn strided() -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    Prepared::new(move || nd::sum(a.slice(s![..;2, ..;-3])))
}
