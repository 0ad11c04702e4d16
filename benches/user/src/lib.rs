//! A user's crate, outside of nd.
//!
//! Kernels are compiled once, in nd's crates; a user's crate holds calls. `cargo xtask ci` looks
//! into this one once it is compiled (step `outside`): no kernel, and no function longer than a
//! call. `cargo xtask bench` times the reductions from here too (`user_…`), because a body that is
//! compiled again in each crate is inlined there or not, and is fast in one and slow in another.
//!
//! Nothing here may be inlined: what is inlined elsewhere is not here to be looked at.
#![forbid(unsafe_code)]

use nd::linalg::LinalgError;
use nd::prelude::*;
use std::path::Path;

/// All elements added up.
#[inline(never)]
pub fn sum(a: &Array<f64>) -> f64 {
    nd::sum(a)
}

/// Their mean; NaN where there are none.
#[inline(never)]
pub fn mean(a: &Array<f64>) -> f64 {
    nd::mean(a)
}

/// The largest.
#[inline(never)]
pub fn max(a: &Array<f64>) -> f64 {
    nd::max(a)
}

/// Where the largest is.
#[inline(never)]
pub fn argmax(a: &Array<f64>) -> usize {
    nd::argmax(a)
}

/// The standard deviation.
#[inline(never)]
pub fn std(a: &Array<f64>) -> f64 {
    nd::std(a)
}

/// Sums along one axis.
#[inline(never)]
pub fn sum_axis(a: &Array<f64>, axis: isize) -> Array<f64> {
    nd::sum_axis(a, axis)
}

/// Means along one axis, by the method.
#[inline(never)]
pub fn mean_axis(a: &Array<f64>, axis: isize) -> Array<f64> {
    a.mean_axis(axis)
}

/// An operator of two arrays.
#[inline(never)]
pub fn add(a: &Array<f64>, b: &Array<f64>) -> Array<f64> {
    a + b
}

/// An operator that uses its left side's memory again.
#[inline(never)]
pub fn subtract(a: Array<f64>, b: &Array<f64>) -> Array<f64> {
    a - b
}

/// An operator with a number on its left.
#[inline(never)]
pub fn scale(a: &Array<f64>) -> Array<f64> {
    2.0 * a
}

/// An operator in place.
#[inline(never)]
pub fn divide(a: &mut Array<f64>, b: &Array<f64>) {
    *a /= b;
}

/// A comparison with a number.
#[inline(never)]
pub fn positive(a: &Array<f64>) -> Array<bool> {
    nd::greater(a, 0.0)
}

/// Another element type.
#[inline(never)]
pub fn narrow(a: &Array<f64>) -> Array<f32> {
    a.cast::<f32>()
}

/// An elementary function.
#[inline(never)]
pub fn exp(a: &Array<f64>) -> Array<f64> {
    nd::exp(a)
}

/// A view copied.
#[inline(never)]
pub fn every_other(a: &Array<f64>) -> Array<f64> {
    a.slice(s![..;2]).to_array()
}

/// A product of matrices.
#[inline(never)]
pub fn matmul(a: &Array<f64>, b: &Array<f64>) -> Array<f64> {
    nd::matmul(a, b)
}

/// The solution of a linear system.
///
/// # Errors
/// If there is none.
#[inline(never)]
pub fn solve(a: &Array<f64>, b: &Array<f64>) -> Result<Array<f64>, LinalgError> {
    nd::linalg::solve(a, b)
}

/// An array to a file.
///
/// # Errors
/// If it cannot be written.
#[inline(never)]
pub fn save(path: &Path, a: &Array<f64>) -> Result<(), nd::Error> {
    Ok(nd::save(path, a)?)
}

/// An array from a file.
///
/// # Errors
/// If it cannot be read.
#[inline(never)]
pub fn load(path: &Path) -> Result<Array<f64>, nd::Error> {
    Ok(nd::load::<f64>(path)?)
}
