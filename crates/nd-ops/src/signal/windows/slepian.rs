//! The window of Slepian, which an eigenvalue problem defines.

use super::{Ends, window};
use nd_core::Array;
use std::f64::consts::PI;

/// The window of Slepian: of all, the one with most of its power within a bandwidth of `half_bandwidth` over its length.
///
/// → `(len,)`, largest at 1, for even lengths between two elements; 1 for a single one, as of every window.
///
/// # Panics
/// If there are two elements or more, and the bandwidth is not above 0 and below half of the length.
///
/// # SciPy
/// `scipy.signal.windows.dpss(len, NW, sym=sym)`, the first of its sequences.
///
/// # Examples
/// ```
/// use nd_ops::signal::windows::{Ends, dpss};
///
/// let window = dpss(5, 2.0, Ends::Symmetric);
/// assert!(window[[2]] == 1.0 && window[[0]] < window[[1]]);
/// ```
/// ```should_panic
/// use nd_ops::signal::windows::{Ends, dpss};
///
/// dpss(4, 2.0, Ends::Symmetric);
/// ```
#[track_caller]
pub fn dpss(len: usize, half_bandwidth: f64, ends: Ends) -> Array<f64> {
    if len > 1 && !(half_bandwidth > 0.0 && half_bandwidth < len as f64 / 2.0) {
        panic!(
            "dpss: a bandwidth of {half_bandwidth}, which has to lie between 0 and half of the length {len}"
        );
    }
    window(len, ends, |len| sequence(len, half_bandwidth))
}

/// The eigenvector of the largest eigenvalue of a tridiagonal matrix that commutes with the one of the problem.
///
/// D. Slepian, "Prolate spheroidal wave functions … V: the discrete case" (1978).
fn sequence(len: usize, half_bandwidth: f64) -> Vec<f64> {
    let n = len as f64;
    let cosine = (2.0 * PI * half_bandwidth / n).cos();
    let diagonal: Vec<f64> =
        (0..len).map(|k| (0.5 * (n - 1.0) - k as f64).powi(2) * cosine).collect();
    let beside: Vec<f64> = (1..len).map(|k| 0.5 * k as f64 * (n - k as f64)).collect();
    let above = largest_eigenvalue(&diagonal, &beside);
    let mut vector = vec![1.0; len];
    for _ in 0..8 {
        solve(&diagonal, &beside, above, &mut vector);
        let most = vector.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        vector.iter_mut().for_each(|x| *x = (*x / most).abs());
    }
    for k in 0..len / 2 {
        let mean = 0.5 * (vector[k] + vector[len - 1 - k]);
        (vector[k], vector[len - 1 - k]) = (mean, mean);
    }
    let most = vector.iter().copied().fold(0.0, f64::max);
    let middle = if len.is_multiple_of(2) { n * n / (n * n + half_bandwidth) } else { 1.0 };
    vector.iter().map(|x| x / most * middle).collect()
}

/// A number just above the largest eigenvalue, by bisection.
fn largest_eigenvalue(diagonal: &[f64], beside: &[f64]) -> f64 {
    let at = |k: usize| beside.get(k).copied().unwrap_or(0.0);
    let reach = |k: usize| at(k) + if k > 0 { at(k - 1) } else { 0.0 };
    let bounds = || (0..diagonal.len()).map(|k| (diagonal[k] - reach(k), diagonal[k] + reach(k)));
    let mut low = bounds().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
    let mut high = bounds().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        (low, high) =
            if is_above(diagonal, beside, middle) { (low, middle) } else { (middle, high) };
    }
    high + 4.0 * f64::EPSILON * high.abs()
}

/// Whether all eigenvalues are below `shift`: all pivots are negative.
fn is_above(diagonal: &[f64], beside: &[f64], shift: f64) -> bool {
    let mut pivot = diagonal[0] - shift;
    for (k, off) in beside.iter().enumerate() {
        if pivot >= 0.0 {
            return false;
        }
        pivot = diagonal[k + 1] - shift - off * off / pivot;
    }
    pivot < 0.0
}

/// Solves the shifted system, whose pivots are all negative but for rounding.
fn solve(diagonal: &[f64], beside: &[f64], shift: f64, x: &mut [f64]) {
    let tiny = -f64::EPSILON * shift.abs().max(1.0);
    let mut pivots = Vec::with_capacity(diagonal.len());
    pivots.push((diagonal[0] - shift).min(tiny));
    for (k, off) in beside.iter().enumerate() {
        x[k + 1] -= off / pivots[k] * x[k];
        pivots.push((diagonal[k + 1] - shift - off * off / pivots[k]).min(tiny));
    }
    for k in (0..x.len()).rev() {
        let later = if k + 1 < x.len() { beside[k] * x[k + 1] } else { 0.0 };
        x[k] = (x[k] - later) / pivots[k];
    }
}
