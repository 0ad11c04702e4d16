//! Gauss' rules: places and weights for integrals.

use super::eigen::symmetric;
use super::kind::Kind;
use nd_core::Array;

/// The places and weights of the rule of `n` places.
///
/// Places are eigenvalues of the matrix of the recurrence (Golub and Welsch 1969), improved by Newton's method; the
/// weight of a place is one over the sum of the squares of all orthonormal polynomials there.
#[track_caller]
pub(crate) fn gauss(kind: Kind, n: usize) -> (Array<f64>, Array<f64>) {
    assert!((1..=10_000).contains(&n), "gauss: {n} places are not from 1 to 10,000");
    if kind == Kind::Chebyshev {
        let at = |i: usize| (std::f64::consts::PI * (2 * i + 1) as f64 / (2 * n) as f64).cos();
        let weight = std::f64::consts::PI / n as f64;
        return (Array::from_vec((0..n).map(at).collect()), Array::from_vec(vec![weight; n]));
    }
    let step = |k: usize| kind.step(k);
    let diagonal: Vec<f64> = (0..n).map(|k| -step(k).b / step(k).a).collect();
    let beside = |k: usize| (step(k).c / step(k).a / step(k - 1).a).sqrt();
    let beside: Vec<f64> = (1..=n).map(beside).collect();
    let mut x = symmetric(diagonal.clone(), beside[..n - 1].to_vec())
        .expect("the matrix is of finite numbers, for which the steps converge");
    let mut weights = Vec::with_capacity(n);
    for x in &mut x {
        for _ in 0..2 {
            let (newton, _) = orthonormal(&diagonal, &beside, *x);
            if newton.is_finite() {
                *x -= newton;
            }
        }
        weights.push(orthonormal(&diagonal, &beside, *x).1);
    }
    if kind != Kind::Laguerre {
        // Even weights have places in pairs.
        let (mirrored, again) = (x.clone(), weights.clone());
        for i in 0..n {
            x[i] = (mirrored[i] - mirrored[n - 1 - i]) / 2.0;
            weights[i] = (again[i] + again[n - 1 - i]) / 2.0;
        }
    }
    let scale = kind.mass() / weights.iter().sum::<f64>();
    weights.iter_mut().for_each(|weight| *weight *= scale);
    (Array::from_vec(x), Array::from_vec(weights))
}

/// Newton's step towards a root of the last polynomial, and one over the sum of squares of those before it.
fn orthonormal(diagonal: &[f64], beside: &[f64], x: f64) -> (f64, f64) {
    let (mut value, mut before, mut slope, mut slope_before) = (1.0f64, 0.0, 0.0, 0.0);
    let (mut sum, mut small) = (0.0, 1.0);
    for (k, diagonal) in diagonal.iter().enumerate() {
        sum += value * value;
        let low = if k > 0 { beside[k - 1] } else { 0.0 };
        let next = ((x - diagonal) * value - low * before) / beside[k];
        let next_slope = (value + (x - diagonal) * slope - low * slope_before) / beside[k];
        (before, value, slope_before, slope) = (value, next, slope, next_slope);
        if value.abs() > 1e100 {
            // Far out values are too large for floats, and weights too small.
            for x in [&mut value, &mut before, &mut slope, &mut slope_before] {
                *x *= 1e-100;
            }
            sum *= 1e-200;
            small *= 1e-200;
        }
    }
    (value / slope, small / sum)
}
