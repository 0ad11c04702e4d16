//! [`PchipInterpolator`]: a curve that is nowhere beyond its neighbouring points.

use super::error::shaped;
use super::hermite::from_slopes;
use super::ppoly::{Extrapolate, PPoly};
use super::samples::Samples;
use super::{InterpolateError, constructors, piecewise, wide};
use crate::Binned;
use nd_core::{ArrayLike, View};

/// The curve of cubic polynomials that rises where points rise, and is flat where they turn.
///
/// Slopes are weighted harmonic means of those of the lines on both sides, 0 where they have not the same sign, and at
/// the ends from three points, limited (Fritsch and Butland 1984; Moler, "Numerical Computing with MATLAB", §3.6).
/// Two points give a line. Beyond the points it goes on.
///
/// # SciPy
/// `scipy.interpolate.PchipInterpolator`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::PchipInterpolator;
///
/// let curve = PchipInterpolator::new(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 1.0, 2.0], 0)?;
/// assert_eq!(curve.eval(&[1.0, 1.5, 2.0]), array![1.0, 1.0, 1.0]);
/// assert_eq!(curve.eval_derivative(&[0.0, 1.0, 2.0], 1), array![1.5, 0.0, 0.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PchipInterpolator(PPoly);

piecewise!(PchipInterpolator);
constructors!(
    PchipInterpolator,
    "2 points",
    "assert_eq!(PchipInterpolator::new(&[0.0, 2.0], &[1.0, 5.0], 0)?.eval(1.0)[[]], 3.0);"
);

impl PchipInterpolator {
    fn made(
        x: View<'_, f64>,
        y: View<'_, f64>,
        axis: isize,
    ) -> Result<PchipInterpolator, InterpolateError> {
        through("PchipInterpolator", x, y, axis).map(PchipInterpolator)
    }
}

pub(crate) fn through(
    op: &'static str,
    x: View<'_, f64>,
    y: View<'_, f64>,
    axis: isize,
) -> Result<PPoly, InterpolateError> {
    let samples = Samples::new(op, x, y, axis, 2)?;
    samples.check(op)?;
    let slopes = slopes(samples.x(), samples.y(), samples.lanes.width());
    Ok(from_slopes(&samples, &slopes, Extrapolate::On))
}

fn slopes(x: &[f64], y: &[f64], width: usize) -> Vec<f64> {
    let n = x.len();
    let h = |i: usize| x[i + 1] - x[i];
    let m = |i: usize, l: usize| (y[(i + 1) * width + l] - y[i * width + l]) / h(i);
    let mut slopes = vec![0.0; n * width];
    for l in 0..width {
        if n == 2 {
            slopes[l] = m(0, l);
            slopes[width + l] = m(0, l);
            continue;
        }
        slopes[l] = end([h(0), h(1)], [m(0, l), m(1, l)]);
        slopes[(n - 1) * width + l] = end([h(n - 2), h(n - 3)], [m(n - 2, l), m(n - 3, l)]);
    }
    for i in 1..n - 1 {
        let (before, after) = (h(i - 1), h(i));
        let [a, b] = [2.0 * after + before, after + 2.0 * before];
        for (l, slope) in slopes[i * width..][..width].iter_mut().enumerate() {
            let (low, high) = (m(i - 1, l), m(i, l));
            if (low > 0.0 && high > 0.0) || (low < 0.0 && high < 0.0) {
                *slope = 1.0 / ((a / low + b / high) / (a + b));
            }
        }
    }
    slopes
}

/// The slope at an end, from those of the lines to the next two points.
fn end([h0, h1]: [f64; 2], [m0, m1]: [f64; 2]) -> f64 {
    let sign = |x: f64| if x == 0.0 { 0.0 } else { x.signum() };
    let slope = ((2.0 * h0 + h1) * m0 - h0 * m1) / (h0 + h1);
    if sign(slope) != sign(m0) {
        0.0
    } else if sign(m0) != sign(m1) && slope.abs() > 3.0 * m0.abs() {
        3.0 * m0
    } else {
        slope
    }
}
