//! Curves through points and their values in one call.

use super::akima::{self, AkimaMethod};
use super::error::shaped;
use super::lines::{Interp1d, Interp1dOptions, Kind};
use super::{
    BarycentricInterpolator, CubicSpline, CubicSplineOptions, InterpolateError, KroghInterpolator,
    PPoly, wide,
};
use crate::Binned;
use nd_core::{Array, ArrayLike, Operand};

macro_rules! in_one_call {
    ($($name:ident, $what:literal, $scipy:literal, $example:literal, |$x:ident, $y:ident, $at:ident, $axis:ident| $body:expr;)*) => {$(
        #[doc = concat!($what, " in one call.")]
        ///
        /// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`; `at`: any shape, or a number → its axes in
        /// the place of `axis`.
        ///
        /// # Panics
        /// If `x` has not one axis, there is no such axis, lengths differ, there are too few points, or the result would
        /// have more axes than arrays have, or overflow memory.
        ///
        /// # Errors
        /// As that of the type.
        ///
        /// # SciPy
        #[doc = $scipy]
        ///
        /// # Examples
        /// ```
        #[doc = $example]
        /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
        /// ```
        #[track_caller]
        pub fn $name(
            $x: impl ArrayLike<Elem: Binned>,
            $y: impl ArrayLike<Elem: Binned>,
            $at: impl Operand<f64>,
            $axis: isize,
        ) -> Result<Array<f64>, InterpolateError> {
            $body
        }
    )*};
}

in_one_call! {
    pchip, "The values of a [`PchipInterpolator`](super::PchipInterpolator)", "`PchipInterpolator(x, y, axis)(at)`.",
    "assert_eq!(nd_ops::interpolate::pchip(&[0, 1, 2, 3], &[0, 1, 1, 2], &[1.5], 0)?, nd_core::array![1.0]);",
    |x, y, at, axis| Ok(super::PchipInterpolator::new(x, y, axis)?.eval(at));

    akima, "The values of an [`Akima1DInterpolator`](super::Akima1DInterpolator)", "`Akima1DInterpolator(x, y, axis)(at)`.",
    "assert!(nd_ops::interpolate::akima(&[0, 1, 2], &[0, 1, 2], 3.0, 0)?[[]].is_nan());",
    |x, y, at, axis| Ok(super::Akima1DInterpolator::new(x, y, axis)?.eval(at));

    makima, "The values of a modified [`Akima1DInterpolator`](super::Akima1DInterpolator)", "`Akima1DInterpolator(x, y, axis, method=\"makima\")(at)`.",
    "assert_eq!(nd_ops::interpolate::makima(&[0, 1, 2, 3], &[5, 5, 5, 5], 0.5, 0)?[[]], 5.0);",
    |x, y, at, axis| {
        let (x, y) = (wide(x.view()), wide(y.view()));
        let curve: PPoly = shaped(akima::through(x.view(), y.view(), axis, AkimaMethod::Makima))?;
        Ok(curve.eval(at))
    };

    barycentric_interpolate, "The values of a [`BarycentricInterpolator`]", "`scipy.interpolate.barycentric_interpolate(x, y, at, axis)`.",
    "assert!((nd_ops::interpolate::barycentric_interpolate(&[0, 2], &[0, 4], 5.0, 0)?[[]] - 10.0).abs() < 1e-12);",
    |x, y, at, axis| Ok(BarycentricInterpolator::new(x, y, axis)?.eval(at));

    krogh_interpolate, "The values of a [`KroghInterpolator`]", "`scipy.interpolate.krogh_interpolate(x, y, at, axis=axis)`.",
    "assert_eq!(nd_ops::interpolate::krogh_interpolate(&[0, 2], &[0, 4], 5.0, 0)?[[]], 10.0);",
    |x, y, at, axis| Ok(KroghInterpolator::new(x, y, axis)?.eval(at));

    linear, "Straight lines: the values of an [`Interp1d`]", "`interp1d(x, y, axis=axis)(at)`.",
    "assert_eq!(nd_ops::interpolate::linear(&[0, 2], &[0, 4], 0.5, 0)?[[]], 1.0);",
    |x, y, at, axis| Interp1d::new(x, y, axis)?.eval(at);

    nearest, "The values of the nearest points, in the middle of the one before, by [`Interp1d`]", "`interp1d(x, y, \"nearest\", axis)(at)`.",
    "assert_eq!(nd_ops::interpolate::nearest(&[0, 1], &[7, 8], 0.5, 0)?[[]], 7.0);",
    |x, y, at, axis| of_kind(Kind::Nearest, x, y, axis)?.eval(at);

    previous, "The values of the points before, by [`Interp1d`]", "`interp1d(x, y, \"previous\", axis)(at)`.",
    "assert_eq!(nd_ops::interpolate::previous(&[0, 1], &[7, 8], 0.9, 0)?[[]], 7.0);",
    |x, y, at, axis| of_kind(Kind::Previous, x, y, axis)?.eval(at);

    next, "The values of the points after, by [`Interp1d`]", "`interp1d(x, y, \"next\", axis)(at)`.",
    "assert_eq!(nd_ops::interpolate::next(&[0, 1], &[7, 8], 0.1, 0)?[[]], 8.0);",
    |x, y, at, axis| of_kind(Kind::Next, x, y, axis)?.eval(at);
}

#[track_caller]
fn of_kind(
    kind: Kind,
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    axis: isize,
) -> Result<Interp1d, InterpolateError> {
    Interp1d::new_with(x, y, axis, &Interp1dOptions::default().kind(kind))
}

/// The values of a [`CubicSpline`] in one call.
///
/// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`; `at`: any shape, or a number → its axes in the
/// place of `axis`.
///
/// # Panics
/// If `x` has not one axis, there is no such axis, lengths differ, there are too few points, or the result would have
/// more axes than arrays have, or overflow memory.
///
/// # Errors
/// As [`CubicSpline::new`].
///
/// # SciPy
/// `CubicSpline(x, y, axis)(at)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::interpolate::cubic_spline(&[0, 1, 2], &[0, 1, 4], 3.0, 0)?[[]], 9.0);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn cubic_spline(
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    at: impl Operand<f64>,
    axis: isize,
) -> Result<Array<f64>, InterpolateError> {
    Ok(CubicSpline::new(x, y, axis)?.eval(at))
}

/// As [`cubic_spline`], with a choice of what holds at the ends.
///
/// # Panics
/// As [`cubic_spline`] and [`CubicSpline::new_with`].
///
/// # Errors
/// As [`CubicSpline::new_with`].
///
/// # SciPy
/// `CubicSpline(x, y, axis, bc_type)(at)`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{Boundary, CubicSplineOptions, cubic_spline_with};
///
/// let flat = CubicSplineOptions::default().boundary(Boundary::Clamped);
/// assert_eq!(cubic_spline_with(&[0, 1], &[0, 1], 0.5, 0, &flat)?[[]], 0.5);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn cubic_spline_with(
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    at: impl Operand<f64>,
    axis: isize,
    options: &CubicSplineOptions,
) -> Result<Array<f64>, InterpolateError> {
    Ok(CubicSpline::new_with(x, y, axis, options)?.eval(at))
}

/// The values of the derivative of order `order` of a [`PchipInterpolator`](super::PchipInterpolator), in one call.
///
/// Shapes as in [`pchip`].
///
/// # Panics
/// As [`pchip`].
///
/// # Errors
/// As [`pchip`].
///
/// # SciPy
/// `scipy.interpolate.pchip_interpolate(x, y, at, order, axis)`.
///
/// # Examples
/// ```
/// let slopes = nd_ops::interpolate::pchip_interpolate(&[0, 1, 2, 3], &[0, 1, 1, 2], &[0.0, 1.0], 1, 0)?;
/// assert_eq!(slopes, nd_core::array![1.5, 0.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn pchip_interpolate(
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    at: impl Operand<f64>,
    order: usize,
    axis: isize,
) -> Result<Array<f64>, InterpolateError> {
    Ok(super::PchipInterpolator::new(x, y, axis)?.eval_derivative(at, order))
}
