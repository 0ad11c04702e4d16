//! [`Akima1DInterpolator`]: a curve whose slopes are drawn towards the steadier side.

use super::error::shaped;
use super::hermite::from_slopes;
use super::ppoly::{Extrapolate, PPoly};
use super::samples::Samples;
use super::{InterpolateError, constructors, piecewise, wide};
use crate::Binned;
use nd_core::{ArrayLike, View};

/// How [`Akima1DInterpolator`] weighs the lines on both sides of a point.
///
/// # SciPy
/// `method`: `"akima"` and `"makima"`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::interpolate::AkimaMethod::default(), nd_ops::interpolate::AkimaMethod::Akima);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AkimaMethod {
    /// By how much slopes change on the other side.
    #[default]
    Akima,
    /// By that and half of how steep they are: flat parts stay flat, and overshoot is less.
    Makima,
}

/// Which Akima curve.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{AkimaMethod, AkimaOptions};
///
/// assert_eq!(AkimaOptions::default().method, AkimaMethod::Akima);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AkimaOptions {
    /// How lines on both sides are weighed.
    pub method: AkimaMethod,
}

impl AkimaOptions {
    /// How lines on both sides are weighed.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{AkimaMethod, AkimaOptions};
    ///
    /// assert_eq!(AkimaOptions::default().method(AkimaMethod::Makima).method, AkimaMethod::Makima);
    /// ```
    #[must_use]
    pub fn method(self, method: AkimaMethod) -> AkimaOptions {
        AkimaOptions { method }
    }
}

/// The curve of cubic polynomials whose slope at a point is a mean of those of the lines on both sides, weighed by how
/// little the lines beyond change.
///
/// Where lines change on neither side the slope is the mean of the outer two; that is decided against the largest
/// change of all lanes (SciPy's bound of 1e-9). Two points give a line. Beyond the points it is NaN
/// (Akima, "A new method of interpolation and smooth curve fitting", 1970).
///
/// # SciPy
/// `scipy.interpolate.Akima1DInterpolator`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::Akima1DInterpolator;
///
/// let curve = Akima1DInterpolator::new(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 1.0, 2.0, 4.0, 6.0], 0)?;
/// assert_eq!(curve.eval_derivative(2.0, 1)[[]], 1.5);
/// assert!(curve.eval(4.5)[[]].is_nan());
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Akima1DInterpolator(PPoly);

piecewise!(Akima1DInterpolator);
constructors!(
    Akima1DInterpolator,
    "2 points",
    "assert_eq!(Akima1DInterpolator::new(&[0.0, 2.0], &[1.0, 5.0], 0)?.eval(1.0)[[]], 3.0);"
);

impl Akima1DInterpolator {
    fn made(
        x: View<'_, f64>,
        y: View<'_, f64>,
        axis: isize,
    ) -> Result<Akima1DInterpolator, InterpolateError> {
        through(x, y, axis, AkimaMethod::Akima).map(Akima1DInterpolator)
    }

    /// As [`new`](Self::new), with another way to weigh.
    ///
    /// # Panics
    /// As [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// # SciPy
    /// `Akima1DInterpolator(x, y, axis, method=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Akima1DInterpolator, AkimaMethod, AkimaOptions};
    ///
    /// let options = AkimaOptions::default().method(AkimaMethod::Makima);
    /// let curve = Akima1DInterpolator::new_with(&[0.0, 1.0, 2.0], &[0.0, 1.0, 1.0], 0, &options)?;
    /// assert_eq!(curve.eval(1.0)[[]], 1.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &AkimaOptions,
    ) -> Result<Akima1DInterpolator, InterpolateError> {
        shaped(Self::try_new_with(x, y, axis, options))
    }

    /// As [`new_with`](Self::new_with), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Akima1DInterpolator, AkimaOptions};
    ///
    /// assert!(Akima1DInterpolator::try_new_with(&[0.0], &[1.0], 0, &AkimaOptions::default()).is_err());
    /// ```
    pub fn try_new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &AkimaOptions,
    ) -> Result<Akima1DInterpolator, InterpolateError> {
        let (x, y) = (wide(x.view()), wide(y.view()));
        through(x.view(), y.view(), axis, options.method).map(Akima1DInterpolator)
    }
}

pub(crate) fn through(
    x: View<'_, f64>,
    y: View<'_, f64>,
    axis: isize,
    method: AkimaMethod,
) -> Result<PPoly, InterpolateError> {
    let op = "Akima1DInterpolator";
    let samples = Samples::new(op, x, y, axis, 2)?;
    samples.check(op)?;
    let slopes = slopes(samples.x(), samples.y(), samples.lanes.width(), method);
    Ok(from_slopes(&samples, &slopes, Extrapolate::Nan))
}

fn slopes(x: &[f64], y: &[f64], width: usize, method: AkimaMethod) -> Vec<f64> {
    let n = x.len();
    // Slopes of the lines, and of two more on each side that go on as the last two do.
    let mut m = vec![0.0; (n + 3) * width];
    for i in 0..n - 1 {
        for l in 0..width {
            m[(i + 2) * width + l] =
                (y[(i + 1) * width + l] - y[i * width + l]) / (x[i + 1] - x[i]);
        }
    }
    if n == 2 {
        return m[2 * width..3 * width].repeat(2);
    }
    for l in 0..width {
        let mut go_on = |to: usize, near: usize, far: usize| {
            m[to * width + l] = 2.0 * m[near * width + l] - m[far * width + l];
        };
        go_on(1, 2, 3);
        go_on(0, 1, 2);
        go_on(n + 1, n, n - 1);
        go_on(n + 2, n + 1, n);
    }
    // How much slopes change at a place, from the line `i` to the next.
    let change = |i: usize, l: usize| {
        let (low, high) = (m[i * width + l], m[(i + 1) * width + l]);
        let steep = if method == AkimaMethod::Makima { 0.5 * (high + low).abs() } else { 0.0 };
        (high - low).abs() + steep
    };
    let both = |i: usize, l: usize| change(i + 2, l) + change(i, l);
    let places = (0..n).flat_map(|i| (0..width).map(move |l| (i, l)));
    let most = places.clone().fold(f64::NEG_INFINITY, |most, (i, l)| most.max(both(i, l)));
    places
        .map(|(i, l)| {
            let at = |k: usize| m[(i + k) * width + l];
            if both(i, l) > 1e-9 * most {
                at(1) + change(i, l) / both(i, l) * (at(2) - at(1))
            } else {
                0.5 * (at(3) + at(0))
            }
        })
        .collect()
}
