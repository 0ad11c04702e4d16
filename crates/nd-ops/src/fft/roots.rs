//! Roots of unity, rounded once.

use super::numbers::Precision;
use super::vector::Pair;
use std::f64::consts::{FRAC_PI_4, TAU};

/// What 2π is beyond its `f64`.
const TAU_REST: f64 = 2.449_293_598_294_706_4e-16;

/// `exp(-2πi · k / n)`.
///
/// The angle is reduced to an eighth of a turn in whole numbers, and what rounding takes off it is put back, so that
/// both parts are the nearest numbers but for a few in a thousand.
pub(super) fn root(k: usize, n: usize) -> Pair<f64> {
    let k = k % n;
    let eighth = 8 * k / n;
    // Within its quarter from the nearest axis: `at / n` of a turn, at most an eighth.
    let from = |axis: usize| (4 * k).abs_diff(axis * n);
    let (cos, sin) = match eighth {
        0 => near(from(0), n),
        1 => swap(near(from(1), n)),
        2 => {
            let (c, s) = near(from(1), n);
            (-s, c)
        }
        3 => {
            let (c, s) = near(from(2), n);
            (-c, s)
        }
        4 => {
            let (c, s) = near(from(2), n);
            (-c, -s)
        }
        5 => {
            let (c, s) = near(from(3), n);
            (-s, -c)
        }
        6 => {
            let (c, s) = near(from(3), n);
            (s, -c)
        }
        _ => {
            let (c, s) = near(from(4), n);
            (c, -s)
        }
    };
    Pair::new(cos, -sin)
}

fn swap((c, s): (f64, f64)) -> (f64, f64) {
    (s, c)
}

/// Cosine and sine of `at / (4 n)` turns, at most an eighth.
fn near(at: usize, n: usize) -> (f64, f64) {
    if 2 * at == n {
        let half = FRAC_PI_4.cos();
        return (half, half);
    }
    let (at, n) = (at as f64, 4.0 * n as f64);
    let share = at / n;
    let rest = (-share).mul_add(n, at) / n;
    let angle = TAU * share;
    let lost = TAU.mul_add(share, -angle) + TAU * rest + TAU_REST * share;
    let (sin, cos) = angle.sin_cos();
    (cos - sin * lost, sin + cos * lost)
}

/// As [`root`], in the precision of the transform.
pub(super) fn rounded<T: Precision>(k: usize, n: usize) -> Pair<T> {
    let w = root(k, n);
    Pair::new(T::of(w.re), T::of(w.im))
}
