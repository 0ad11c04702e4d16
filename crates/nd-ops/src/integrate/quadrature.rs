//! Areas under functions, and weights for them.

use std::error::Error;
use std::fmt;

/// What keeps a function, or points, from being integrated.
///
/// # Examples
/// ```
/// let error = nd_ops::integrate::fixed_quad(f64::exp, 0.0, f64::INFINITY, 5).unwrap_err();
/// assert_eq!(error.to_string(), "fixed_quad: the limits 0 and inf are not finite");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum IntegrateError {
    /// A limit that is infinite or NaN.
    Limits {
        /// The lower limit.
        a: f64,
        /// The upper limit.
        b: f64,
    },
    /// Points that do not increase, or are not finite.
    NotIncreasing {
        /// The element after which they do not.
        at: usize,
    },
}

impl fmt::Display for IntegrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limits { a, b } => write!(f, "fixed_quad: the limits {a} and {b} are not finite"),
            Self::NotIncreasing { at } => {
                write!(f, "newton_cotes: the points do not increase after element {at}")
            }
        }
    }
}

impl Error for IntegrateError {}

/// The integral of a function from `a` to `b` by the Gauss-Legendre rule of `n` points: exact for polynomials up to
/// degree `2 n - 1`.
///
/// Negative if `b` is smaller than `a`.
///
/// # Panics
/// If `n` is 0 or over 10,000.
///
/// # Errors
/// [`IntegrateError::Limits`] for infinite limits and NaN.
///
/// # SciPy
/// `scipy.integrate.fixed_quad(f, a, b, n=n)[0]`, where `f` is given all points at once.
///
/// # Examples
/// ```
/// let area = nd_ops::integrate::fixed_quad(|x| 3.0 * x * x, 0.0, 2.0, 5)?;
/// assert!((area - 8.0).abs() < 1e-14);
/// # Ok::<(), nd_ops::integrate::IntegrateError>(())
/// ```
#[track_caller]
pub fn fixed_quad(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> Result<f64, IntegrateError> {
    assert!((1..=10_000).contains(&n), "fixed_quad: {n} points are not from 1 to 10,000");
    quadrature(&f, a, b, n)
}

fn quadrature(f: &dyn Fn(f64) -> f64, a: f64, b: f64, n: usize) -> Result<f64, IntegrateError> {
    if !(a.is_finite() && b.is_finite()) {
        return Err(IntegrateError::Limits { a, b });
    }
    Ok(gauss(&legendre_points(n), a, b, f))
}

fn gauss(points: &[(f64, f64)], a: f64, b: f64, f: &dyn Fn(f64) -> f64) -> f64 {
    let sum: f64 = points.iter().map(|&(x, w)| w * f((b - a) * (x + 1.0) / 2.0 + a)).sum();
    (b - a) / 2.0 * sum
}

/// The points between -1 and 1 and the weights of the Gauss-Legendre rule, by Newton's method from Tricomi's estimate.
fn legendre_points(n: usize) -> Vec<(f64, f64)> {
    let point = |i: usize| {
        if 2 * i + 1 == n {
            let (_, slope) = legendre(n, 0.0);
            return (0.0, 2.0 / (slope * slope));
        }
        let theta = std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5);
        let mut x = theta.cos();
        for _ in 0..10 {
            let (y, slope) = legendre(n, x);
            let step = y / slope;
            x -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        let (_, slope) = legendre(n, x);
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    };
    let half: Vec<(f64, f64)> = (0..n.div_ceil(2)).map(point).collect();
    let low = half.iter().map(|&(x, w)| (-x, w));
    let high = half.iter().rev().skip(n % 2).copied();
    low.chain(high).collect()
}

/// The Legendre polynomial of degree `n` and its slope at `x`, which is not -1 or 1.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut y) = (0.0, 1.0);
    for k in 1..=n {
        let k = k as f64;
        (before, y) = (y, ((2.0 * k - 1.0) * x * y - (k - 1.0) * before) / k);
    }
    (y, n as f64 * (x * y - before) / (x * x - 1.0))
}

/// Weights for values at points, and the error that goes with them.
///
/// # Examples
/// ```
/// let simpson = nd_ops::integrate::newton_cotes(2);
/// assert!((simpson.weights[1] - 4.0 / 3.0).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NewtonCotes {
    /// What values are multiplied with, before the distance of points.
    pub weights: Vec<f64>,
    /// What stands before the power of the distance and the derivative in the error.
    pub error: f64,
}

/// The Newton-Cotes rule of degree `n`: weights of `n + 1` values at equal distances, which integrate the polynomial
/// through them.
///
/// From degree 8 on some weights are negative, and errors of values grow. Found by integrating Lagrange's polynomials with
/// the Gauss rule that is exact for them.
///
/// # Panics
/// If `n` is 0 or over 1000.
///
/// # SciPy
/// `scipy.integrate.newton_cotes(n)`, to rounding.
///
/// # Examples
/// ```
/// let trapezoid = nd_ops::integrate::newton_cotes(1);
/// assert!((trapezoid.weights[0] - 0.5).abs() < 1e-15 && trapezoid.weights.len() == 2);
/// assert!((trapezoid.error + 1.0 / 12.0).abs() < 1e-16);
/// ```
#[track_caller]
pub fn newton_cotes(n: usize) -> NewtonCotes {
    assert!((1..=1000).contains(&n), "newton_cotes: the degree {n} is not from 1 to 1000");
    let points: Vec<f64> = (0..=n).map(|i| i as f64).collect();
    rule(&points, n.is_multiple_of(2))
}

/// As [`newton_cotes`], at points of your own: the integral is that from the first to the last.
///
/// # Panics
/// If there are fewer than 2 points, or more than 1001.
///
/// # Errors
/// [`IntegrateError::NotIncreasing`].
///
/// # SciPy
/// `scipy.integrate.newton_cotes(points)`, whose points have to go from 0 to one less than their number.
///
/// # Examples
/// ```
/// let rule = nd_ops::integrate::newton_cotes_at(&[0.0, 0.5, 2.0])?;
/// assert!((rule.weights.iter().sum::<f64>() - 2.0).abs() < 1e-15);
/// # Ok::<(), nd_ops::integrate::IntegrateError>(())
/// ```
#[track_caller]
pub fn newton_cotes_at(points: &[f64]) -> Result<NewtonCotes, IntegrateError> {
    let count = points.len();
    assert!((2..=1001).contains(&count), "newton_cotes: {count} points are not from 2 to 1001");
    let rises = |pair: &[f64]| pair[0] < pair[1] && pair[0].is_finite() && pair[1].is_finite();
    if let Some(at) = points.windows(2).position(|pair| !rises(pair)) {
        return Err(IntegrateError::NotIncreasing { at });
    }
    let equal = points.windows(2).all(|pair| pair[1] - pair[0] == points[1] - points[0]);
    Ok(rule(points, equal && count % 2 == 1))
}

/// The rule; where points lie symmetrically and are odd in number it is exact for one degree more.
fn rule(points: &[f64], one_more: bool) -> NewtonCotes {
    let (count, a, b) = (points.len(), points[0], points[points.len() - 1]);
    let gauss_points = legendre_points(count.div_ceil(2) + 1);
    let weights = (0..count)
        .map(|i| {
            gauss(&gauss_points, a, b, &|t| {
                let others = points.iter().enumerate().filter(|&(j, _)| j != i);
                others.map(|(_, p)| (t - p) / (points[i] - p)).product()
            })
        })
        .collect();
    let degree = count + usize::from(one_more);
    // Factors and the factorial in turn, so that neither overflows.
    let error = gauss(&gauss_points, a, b, &|t| {
        let start = if one_more { t - a } else { 1.0 };
        let share = start / if one_more { degree as f64 } else { 1.0 };
        points.iter().enumerate().map(|(i, p)| (t - p) / (i + 1) as f64).product::<f64>() * share
    });
    NewtonCotes { weights, error }
}
