//! [`Interp1d`]: straight lines between points, or steps.

use super::error::shaped;
use super::samples::{LaneShape, Samples, increasing};
use super::search::{BLOCK, places};
use super::{InterpolateError, wide};
use crate::Binned;
use nd_core::{Array, ArrayLike, Operand, View, threads};

/// What [`Interp1d`] has between two points.
///
/// # SciPy
/// `kind` of `scipy.interpolate.interp1d`: `"linear"` (and `"slinear"`), `"nearest"`, `"nearest-up"`, `"previous"`, `"next"` and `"zero"`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::{Interp1d, Interp1dOptions, Kind};
///
/// let at = |kind| {
///     let options = Interp1dOptions::default().kind(kind);
///     Interp1d::new_with(&[0.0, 1.0], &[10.0, 20.0], 0, &options)?.eval(&[0.25, 0.5])
/// };
/// assert_eq!(at(Kind::Linear)?, array![12.5, 15.0]);
/// assert_eq!(at(Kind::Nearest)?, array![10.0, 10.0]);
/// assert_eq!(at(Kind::NearestUp)?, array![10.0, 20.0]);
/// assert_eq!(at(Kind::Next)?, array![20.0, 20.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The straight line.
    #[default]
    Linear,
    /// The value of the nearer point; in the middle of the one before.
    Nearest,
    /// The value of the nearer point; in the middle of the one after.
    NearestUp,
    /// The value of the point before.
    Previous,
    /// The value of the point after.
    Next,
    /// The value of the point before, and beyond the points of the nearest one.
    Zero,
}

/// What [`Interp1d`] has beyond the points.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::{Interp1d, Interp1dOptions, Outside};
///
/// let at = |outside| {
///     let options = Interp1dOptions::default().outside(outside);
///     Interp1d::new_with(&[0.0, 1.0], &[0.0, 2.0], 0, &options)?.eval(&[-1.0, 2.0])
/// };
/// assert!(at(Outside::Error).is_err());
/// assert_eq!(at(Outside::Fill(7.0, 8.0))?, array![7.0, 8.0]);
/// assert_eq!(at(Outside::Extrapolate)?, array![-2.0, 4.0]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Outside {
    /// [`InterpolateError::Outside`].
    #[default]
    Error,
    /// One value before the points, another after them.
    Fill(f64, f64),
    /// Lines go on; steps are as wide as they need be, NaN where there is no point before, or after.
    Extrapolate,
}

/// How [`Interp1d`] goes from point to point.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{Interp1dOptions, Kind, Outside};
///
/// let options = Interp1dOptions::default();
/// assert_eq!((options.kind, options.outside), (Kind::Linear, Outside::Error));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Interp1dOptions {
    /// What is between two points.
    pub kind: Kind,
    /// What is beyond all of them.
    pub outside: Outside,
}

impl Interp1dOptions {
    /// What is between two points.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Interp1dOptions, Kind};
    ///
    /// assert_eq!(Interp1dOptions::default().kind(Kind::Next).kind, Kind::Next);
    /// ```
    #[must_use]
    pub fn kind(self, kind: Kind) -> Interp1dOptions {
        Interp1dOptions { kind, ..self }
    }

    /// What is beyond all points.
    ///
    /// # SciPy
    /// `bounds_error` and `fill_value`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Interp1dOptions, Outside};
    ///
    /// let options = Interp1dOptions::default().outside(Outside::Extrapolate);
    /// assert_eq!(options.outside, Outside::Extrapolate);
    /// ```
    #[must_use]
    pub fn outside(self, outside: Outside) -> Interp1dOptions {
        Interp1dOptions { outside, ..self }
    }
}

/// Straight lines between points, or steps.
///
/// Values may be NaN or infinite; NaN reaches as far as the lines of its point, and the values at other points are theirs. NaN for NaN.
///
/// # SciPy
/// `scipy.interpolate.interp1d`, which puts coordinates in order; here they have to be. There steps at NaN have the last
/// value.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::Interp1d;
///
/// let lines = Interp1d::new(&[0.0, 1.0, 3.0], &[[0.0, 10.0, 0.0], [1.0, 2.0, 4.0]], 1)?;
/// assert_eq!(lines.eval(&[0.5, 2.0])?, array![[5.0, 5.0], [1.5, 3.0]]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Interp1d {
    x: Vec<f64>,
    y: Vec<f64>,
    lanes: LaneShape,
    options: Interp1dOptions,
}

const OP: &str = "Interp1d";

impl Interp1d {
    /// Straight lines between points, and an error beyond them.
    ///
    /// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`. Computed in `f64`.
    ///
    /// # Panics
    /// If `x` has not one axis, there is no such axis, lengths differ, or there is no point.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`].
    ///
    /// # SciPy
    /// `interp1d(x, y, axis=axis)`.
    ///
    /// # Examples
    /// ```
    /// let lines = nd_ops::interpolate::Interp1d::new(&[0.0, 2.0], &[0, 3], 0)?;
    /// assert_eq!(lines.eval(1.0)?[[]], 1.5);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
    ) -> Result<Interp1d, InterpolateError> {
        shaped(Interp1d::try_new_with(x, y, axis, &Interp1dOptions::default()))
    }

    /// As [`new`](Self::new), of another kind.
    ///
    /// # Panics
    /// As [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// # SciPy
    /// `interp1d(x, y, kind, axis, bounds_error=…, fill_value=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Interp1d, Interp1dOptions, Kind};
    ///
    /// let options = Interp1dOptions::default().kind(Kind::Previous);
    /// let steps = Interp1d::new_with(&[0.0, 1.0], &[10.0, 20.0], 0, &options)?;
    /// assert_eq!(steps.eval(0.9)?[[]], 10.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &Interp1dOptions,
    ) -> Result<Interp1d, InterpolateError> {
        shaped(Interp1d::try_new_with(x, y, axis, options))
    }

    /// As [`new_with`](Self::new_with), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Interp1d, Interp1dOptions};
    ///
    /// let error = Interp1d::try_new_with(&[1.0, 0.0], &[0.0, 0.0], 0, &Interp1dOptions::default());
    /// assert_eq!(error.unwrap_err().to_string(), "Interp1d: x does not increase after element 0");
    /// ```
    pub fn try_new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &Interp1dOptions,
    ) -> Result<Interp1d, InterpolateError> {
        Interp1d::made(wide(x.view()).view(), wide(y.view()).view(), axis, options)
    }

    pub(crate) fn made(
        x: View<'_, f64>,
        y: View<'_, f64>,
        axis: isize,
        options: &Interp1dOptions,
    ) -> Result<Interp1d, InterpolateError> {
        let samples = Samples::new(OP, x, y, axis, 1)?;
        increasing(OP, "x", samples.x())?;
        Ok(Interp1d {
            x: samples.x().to_vec(),
            y: samples.y().to_vec(),
            lanes: samples.lanes.clone(),
            options: *options,
        })
    }

    /// The values at `at`.
    ///
    /// `at`: an array of any shape, or a number → its axes in the place of the axis that is interpolated along.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # Errors
    /// [`InterpolateError::Outside`] for a coordinate beyond the points, if nothing else was said of those.
    ///
    /// # SciPy
    /// `f(at)`.
    ///
    /// # Examples
    /// ```
    /// let lines = nd_ops::interpolate::Interp1d::new(&[0.0, 2.0], &[0.0, 4.0], 0)?;
    /// assert_eq!(lines.eval(&[1.0, 2.0])?, nd_core::array![2.0, 4.0]);
    /// let error = lines.eval(2.5).unwrap_err();
    /// assert_eq!(error.to_string(), "Interp1d: 2.5 is outside of the points of axis 0");
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl Operand<f64>) -> Result<Array<f64>, InterpolateError> {
        shaped(self.values(at.operand()))
    }

    fn values(&self, at: View<'_, f64>) -> Result<Array<f64>, InterpolateError> {
        let (flat, width) = (at.ravel(), self.lanes.width());
        let flat = flat.view().as_slice().expect("ravel is contiguous");
        let (first, last) = (self.x[0], self.x[self.x.len() - 1]);
        if self.options.outside == Outside::Error
            && let Some(&x) = flat.iter().find(|&&x| x < first || x > last)
        {
            return Err(InterpolateError::Outside { op: OP, axis: 0, x });
        }
        let mut out = self.lanes.room(OP, at.shape())?;
        if !out.is_empty() {
            let each = ((1 << 14) / width).max(1);
            threads::chunks(&mut out, each * width, &|start, out| {
                let at = &flat[start / width..][..out.len() / width];
                let mut found = [0; BLOCK];
                for (at, out) in at.chunks(BLOCK).zip(out.chunks_mut(BLOCK * width)) {
                    let found = &mut found[..at.len()];
                    places(&self.x, at, found);
                    for ((&at, &i), out) in at.iter().zip(&*found).zip(out.chunks_mut(width)) {
                        self.row(at, i, out);
                    }
                }
            });
        }
        Ok(self.lanes.placed(at.shape(), out))
    }

    /// The values of all lanes at `at`, which lies behind point `i` or before all.
    fn row(&self, at: f64, i: usize, out: &mut [f64]) {
        let (n, width) = (self.x.len(), out.len());
        let (before, after) = (at < self.x[0], at > self.x[n - 1]);
        let kind = self.options.kind;
        match self.options.outside {
            _ if at.is_nan() => return out.fill(f64::NAN),
            Outside::Fill(fill, _) if before => return out.fill(fill),
            Outside::Fill(_, fill) if after => return out.fill(fill),
            _ if (kind == Kind::Previous && before) || (kind == Kind::Next && after) => {
                return out.fill(f64::NAN);
            }
            _ => {}
        }
        let next = (i + 1).min(n - 1);
        let middle = 0.5 * self.x[i] + 0.5 * self.x[next];
        let point = match kind {
            _ if before && kind != Kind::Linear => 0,
            Kind::Nearest if at > middle => next,
            Kind::NearestUp if at >= middle => next,
            Kind::Next if at > self.x[i] => next,
            Kind::Linear if at != self.x[i] && n > 1 => {
                return self.line(at, i.min(n - 2), out);
            }
            _ => i,
        };
        out.copy_from_slice(&self.y[point * width..][..width]);
    }

    fn line(&self, at: f64, i: usize, out: &mut [f64]) {
        let width = out.len();
        let (low, high) = (&self.y[i * width..][..width], &self.y[(i + 1) * width..][..width]);
        let (from, distance) = (at - self.x[i], self.x[i + 1] - self.x[i]);
        for ((out, &low), &high) in out.iter_mut().zip(low).zip(high) {
            *out = (high - low) / distance * from + low;
        }
    }
}
