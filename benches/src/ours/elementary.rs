//! Functions limited by arithmetic.

use crate::VECTOR_LEN;
use crate::data::{f32s, f64s};
use crate::workload::{Prepared, Workload};
use nd::Array;

/// Over the ranges in which people use them.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/exp_f64", prepare: || double(-10.0, 10.0, |a| nd::exp(a)) },
    Workload { name: "nd/exp_f32", prepare: || single(-10.0, 10.0, |a| nd::exp(a)) },
    Workload { name: "nd/log_f64", prepare: || double(1e-3, 1e3, |a| nd::log(a)) },
    Workload { name: "nd/log_f32", prepare: || single(1e-3, 1e3, |a| nd::log(a)) },
    Workload { name: "nd/tanh_f64", prepare: || double(-5.0, 5.0, |a| nd::tanh(a)) },
    Workload { name: "nd/tanh_f32", prepare: || single(-5.0, 5.0, |a| nd::tanh(a)) },
    Workload { name: "nd/sin_f64", prepare: || double(-100.0, 100.0, |a| nd::sin(a)) },
    Workload { name: "nd/cos_f64", prepare: || double(-100.0, 100.0, |a| nd::cos(a)) },
];

fn double(low: f64, high: f64, f: fn(&Array<f64>) -> Array<f64>) -> Prepared {
    let a = Array::from_vec(f64s(1, VECTOR_LEN, low, high));
    Prepared::new(move || f(&a))
}

fn single(low: f64, high: f64, f: fn(&Array<f32>) -> Array<f32>) -> Prepared {
    let a = Array::from_vec(f32s(1, VECTOR_LEN, low, high));
    Prepared::new(move || f(&a))
}
