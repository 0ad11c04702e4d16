//! [`CubicHermiteSpline`]: cubic polynomials from values and slopes.

use super::error::shaped;
use super::ppoly::{Extrapolate, PPoly};
use super::samples::Samples;
use super::{InterpolateError, piecewise, wide};
use crate::Binned;
use nd_core::{ArrayLike, ShapeError, View, threads};

/// Pieces that one thread makes at a time.
const TASK: usize = 1 << 13;

/// A cubic polynomial between each two points, with given values and slopes at both.
///
/// # SciPy
/// `scipy.interpolate.CubicHermiteSpline` of real numbers.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::CubicHermiteSpline;
///
/// let spline = CubicHermiteSpline::new(&[0.0, 1.0], &[0.0, 1.0], &[0.0, 2.0], 0)?;
/// assert_eq!(spline.eval(0.5)[[]], 0.25); // x²
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CubicHermiteSpline(PPoly);

piecewise!(CubicHermiteSpline);

impl CubicHermiteSpline {
    /// The spline through points with these slopes.
    ///
    /// `x: (n,)`, strictly increasing; `y`, `slopes`: `(…, n, …)` with `n` along `axis`. Computed in `f64`.
    ///
    /// # Panics
    /// If `x` has not one axis, there is no such axis, lengths or shapes differ, or there are fewer than 2 points.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`] and [`InterpolateError::NotFinite`].
    ///
    /// # SciPy
    /// `CubicHermiteSpline(x, y, slopes, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::CubicHermiteSpline;
    ///
    /// let flat = CubicHermiteSpline::new(&[0.0, 2.0], &[0, 1], &[0, 0], -1)?;
    /// assert_eq!(flat.eval(1.0)[[]], 0.5);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        slopes: impl ArrayLike<Elem: Binned>,
        axis: isize,
    ) -> Result<CubicHermiteSpline, InterpolateError> {
        shaped(CubicHermiteSpline::try_new(x, y, slopes, axis))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::CubicHermiteSpline;
    ///
    /// assert!(CubicHermiteSpline::try_new(&[0.0], &[1.0], &[1.0], 0).is_err());
    /// ```
    pub fn try_new(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        slopes: impl ArrayLike<Elem: Binned>,
        axis: isize,
    ) -> Result<CubicHermiteSpline, InterpolateError> {
        let (x, y, slopes) = (wide(x.view()), wide(y.view()), wide(slopes.view()));
        given(x.view(), y.view(), slopes.view(), axis).map(CubicHermiteSpline)
    }
}

fn given(
    x: View<'_, f64>,
    y: View<'_, f64>,
    slopes: View<'_, f64>,
    axis: isize,
) -> Result<PPoly, InterpolateError> {
    let op = "CubicHermiteSpline";
    if y.shape() != slopes.shape() {
        let (left, right) = (y.shape().into(), slopes.shape().into());
        return Err(ShapeError::Mismatch { op: op.into(), left, right }.into());
    }
    let samples = Samples::new(op, x, y, axis, 2)?;
    samples.check(op)?;
    let slopes = slopes.moveaxis(axis, 0).ravel();
    let slopes = slopes.view().as_slice().expect("ravel is contiguous");
    if !slopes.iter().all(|slope| slope.is_finite()) {
        return Err(InterpolateError::NotFinite { op, what: "slopes" });
    }
    Ok(from_slopes(&samples, slopes, Extrapolate::On))
}

/// The cubic polynomials with these slopes, which lie as the values do.
pub(crate) fn from_slopes(
    samples: &Samples<'_>,
    slopes: &[f64],
    extrapolate: Extrapolate,
) -> PPoly {
    let (x, y, width) = (samples.x(), samples.y(), samples.lanes.width());
    let c =
        if width == 1 { line(x, y, slopes).into_flattened() } else { lanes(x, y, slopes, width) };
    PPoly::of(x.to_vec(), c, 4, samples.lanes.clone(), extrapolate)
}

/// The pieces of one lane.
fn line(x: &[f64], y: &[f64], slopes: &[f64]) -> Vec<[f64; 4]> {
    let points = x.windows(2).zip(y.windows(2)).zip(slopes.windows(2));
    let piece = |((x, y), d): ((&[f64], &[f64]), &[f64])| {
        let mut c = [0.0; 4];
        cubic(x, y, d, &mut c);
        c
    };
    points.map(piece).collect()
}

/// The pieces of several lanes.
fn lanes(x: &[f64], y: &[f64], slopes: &[f64], width: usize) -> Vec<f64> {
    let each = 4 * width;
    let mut c = vec![0.0; (x.len() - 1) * each];
    if let Some(pieces) = TASK.checked_div(width) {
        threads::chunks(&mut c, pieces.max(1) * each, &|start, part| {
            for (i, c) in part.chunks_mut(each).enumerate() {
                let (i, row) = (start / each + i, (start / each + i) * width);
                cubic(&x[i..], &y[row..], &slopes[row..], c);
            }
        });
    }
    c
}

/// One piece: between the first two points, of all lanes.
#[inline(always)]
fn cubic(x: &[f64], y: &[f64], slopes: &[f64], c: &mut [f64]) {
    let width = c.len() / 4;
    let by = 1.0 / (x[1] - x[0]);
    for l in 0..width {
        let [d0, d1] = [slopes[l], slopes[width + l]];
        let slope = (y[width + l] - y[l]) * by;
        let t = (d0 + d1 - 2.0 * slope) * by;
        c[l] = t * by;
        c[width + l] = (slope - d0) * by - t;
        c[2 * width + l] = d0;
        c[3 * width + l] = y[l];
    }
}
