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
    Workload { name: "nd/sum_axis0", prepare: || along(0, |a, axis| nd::sum_axis(a, axis)) },
    Workload { name: "nd/sum_axis1", prepare: || along(1, |a, axis| nd::sum_axis(a, axis)) },
    Workload { name: "nd/sum_strided", prepare: strided },
    // The same, compiled in a crate that has nothing else to do.
    Workload { name: "nd/user_sum_10m", prepare: || of_vector(VECTOR_LEN, nd_user::sum) },
    Workload { name: "nd/user_mean_10m", prepare: || of_vector(VECTOR_LEN, nd_user::mean) },
    Workload { name: "nd/user_max_10m", prepare: || of_vector(VECTOR_LEN, nd_user::max) },
    Workload {
        name: "nd/user_argmax_10m",
        prepare: || of_vector(VECTOR_LEN, |a| nd_user::argmax(a) as f64),
    },
    Workload { name: "nd/user_sum_axis0", prepare: || along(0, nd_user::sum_axis) },
    Workload { name: "nd/user_sum_axis1", prepare: || along(1, nd_user::sum_axis) },
];

fn of_vector(n: usize, reduce: fn(&Array<f64>) -> f64) -> Prepared {
    let a = vector(1, n);
    Prepared::new(move || reduce(&a))
}

fn along(axis: isize, sum: fn(&Array<f64>, isize) -> Array<f64>) -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    Prepared::new(move || sum(&a, axis))
}

fn strided() -> Prepared {
    let a = matrix(1, MATRIX_SIDE);
    Prepared::new(move || nd::sum(a.slice(s![..;2, ..;-3])))
}
