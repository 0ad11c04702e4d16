//! `interp`: values between given points, on straight lines.

use crate::floating::Floating;
use nd_core::simd::Isa;
use nd_core::{Array, ArrayLike, BlockMapper, ShapeError, View, map_blocks};
use std::hint::select_unpredictable;

/// What [`interp_with`] gives beyond the points, and whether the coordinates go round.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{InterpOptions, interp_with};
///
/// let zero_outside = InterpOptions::default().left(0.0).right(0.0);
/// let y = interp_with(&[0.5, 1.5, 9.0], &[1.0, 2.0], &[10.0, 20.0], &zero_outside);
/// assert_eq!(y, array![0.0, 15.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct InterpOptions<T> {
    /// Before the first point; its own value unless it is given.
    pub left: Option<T>,
    /// After the last point; its own value unless it is given.
    pub right: Option<T>,
    /// The length after which coordinates begin anew: nothing is beyond the points then.
    pub period: Option<T>,
}

impl<T> Default for InterpOptions<T> {
    fn default() -> Self {
        InterpOptions { left: None, right: None, period: None }
    }
}

impl<T> InterpOptions<T> {
    /// Before the first point.
    ///
    /// # NumPy
    /// `left`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{InterpOptions, interp_with};
    ///
    /// let options = InterpOptions::default().left(-1.0);
    /// let y = interp_with(&[0.9, 1.0, 9.0], &[1.0, 2.0], &[10.0, 20.0], &options);
    /// assert_eq!(y, array![-1.0, 10.0, 20.0]); // the first point itself is not before it
    /// ```
    pub fn left(self, left: T) -> Self {
        InterpOptions { left: Some(left), ..self }
    }

    /// After the last point.
    ///
    /// # NumPy
    /// `right`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{InterpOptions, interp_with};
    ///
    /// let options = InterpOptions::default().right(0.0);
    /// let y = interp_with(&[0.0, 2.0, 2.1], &[1.0, 2.0], &[10.0, 20.0], &options);
    /// assert_eq!(y, array![10.0, 20.0, 0.0]);
    /// ```
    pub fn right(self, right: T) -> Self {
        InterpOptions { right: Some(right), ..self }
    }

    /// The length after which coordinates begin anew.
    ///
    /// # NumPy
    /// `period`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{InterpOptions, interp_with};
    ///
    /// let hours = InterpOptions::default().period(24.0);
    /// let y = interp_with(&[0.0, 23.0, 31.0], &[20.0, 4.0], &[2.0, 10.0], &hours);
    /// assert_eq!(y, array![6.0, 5.0, 8.5]); // midnight lies half way from 20 to 4 o'clock
    /// ```
    pub fn period(self, period: T) -> Self {
        InterpOptions { period: Some(period), ..self }
    }
}

/// The values at `x` of the straight lines through the points `(xp, fp)`.
///
/// `x`: any shape; `xp: (n,)`, ascending, which is not checked; `fp: (n,)` → the shape of `x`.
/// Computed in `f64`. Of points with equal coordinates the last one counts at the coordinate.
/// Before the first point its value, after the last one that one's. NaN for NaN, and where
/// infinities meet.
///
/// # Panics
/// If `xp` and `fp` have not one axis, not the same length, or no element.
///
/// # NumPy
/// `np.interp(x, xp, fp)` of real values, with the same bits for `f64`, but for slopes and
/// distances that overflow, which are infinite or NaN there, and for NaN and a single point, where
/// NumPy has its value; NumPy's result is `f64` for every type.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (xp, fp) = (array![1.0, 2.0, 4.0], array![10.0, 20.0, 0.0]);
/// assert_eq!(nd_ops::interp(&[0.0, 1.5, 3.0, 5.0], &xp, &fp), array![10.0, 15.0, 10.0, 0.0]);
/// ```
/// ```should_panic
/// nd_ops::interp(&[0.0], &[1.0, 2.0], &[1.0]);
/// ```
#[track_caller]
pub fn interp<A: ArrayLike<Elem: Floating>>(
    x: A,
    xp: impl ArrayLike<Elem = A::Elem>,
    fp: impl ArrayLike<Elem = A::Elem>,
) -> Array<A::Elem> {
    interp_with(x, xp, fp, &InterpOptions::default())
}

/// As [`interp`], for points whose numbers are not known to fit.
///
/// # Errors
/// If `xp` and `fp` have not one axis, not the same length, or no element.
///
/// # Examples
/// ```
/// let error = nd_ops::try_interp(&[0.0], &[1.0, 2.0], &[1.0]).unwrap_err();
/// assert_eq!(error.to_string(), "interp: shapes [2] and [1] differ");
/// ```
pub fn try_interp<A: ArrayLike<Elem: Floating>>(
    x: A,
    xp: impl ArrayLike<Elem = A::Elem>,
    fp: impl ArrayLike<Elem = A::Elem>,
) -> Result<Array<A::Elem>, ShapeError> {
    try_interp_with(x, xp, fp, &InterpOptions::default())
}

/// As [`interp`], with values beyond the points, or coordinates that go round.
///
/// With a period `xp` may be in any order, `left` and `right` have no meaning, and the sign of the
/// period has none either.
///
/// # Panics
/// If `xp` and `fp` have not one axis, not the same length, or no element, or the period is 0.
///
/// # NumPy
/// `np.interp(x, xp, fp, left, right, period)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{InterpOptions, interp_with};
///
/// let daily = InterpOptions::default().period(24.0);
/// let y = interp_with(&[25.0, -6.0], &[0.0, 12.0], &[0.0, 12.0], &daily);
/// assert_eq!(y, array![1.0, 6.0]);
/// ```
#[track_caller]
pub fn interp_with<A: ArrayLike<Elem: Floating>>(
    x: A,
    xp: impl ArrayLike<Elem = A::Elem>,
    fp: impl ArrayLike<Elem = A::Elem>,
    options: &InterpOptions<A::Elem>,
) -> Array<A::Elem> {
    try_interp_with(x, xp, fp, options).unwrap_or_else(|error| panic!("{error}"))
}

/// As [`interp_with`], for points whose numbers are not known to fit.
///
/// # Errors
/// If `xp` and `fp` have not one axis, not the same length, or no element.
///
/// # Panics
/// If the period is 0.
///
/// # Examples
/// ```
/// use nd_ops::{InterpOptions, try_interp_with};
///
/// let none: [f64; 0] = [];
/// let error = try_interp_with(&[0.0], &none, &none, &InterpOptions::default()).unwrap_err();
/// assert_eq!(error.to_string(), "interp: axis 0 of shape [0] has length 0, not 1");
/// ```
#[track_caller]
pub fn try_interp_with<A: ArrayLike<Elem: Floating>>(
    x: A,
    xp: impl ArrayLike<Elem = A::Elem>,
    fp: impl ArrayLike<Elem = A::Elem>,
    options: &InterpOptions<A::Elem>,
) -> Result<Array<A::Elem>, ShapeError> {
    let (xp, fp) = (xp.view(), fp.view());
    for shape in [xp.shape(), fp.shape()] {
        if shape.len() != 1 {
            let shape = shape.into();
            return Err(ShapeError::Rank { op: "interp", expected: "one", shape });
        }
    }
    if xp.shape() != fp.shape() {
        let (left, right) = (xp.shape().into(), fp.shape().into());
        return Err(ShapeError::Mismatch { op: "interp".into(), left, right });
    }
    if xp.is_empty() {
        return Err(ShapeError::Length { op: "interp", axis: 0, expected: 1, shape: [0].into() });
    }
    let period = options.period.map(Floating::wide);
    assert!(period != Some(0.0), "interp: the period is 0");
    let ends = [options.left, options.right].map(|end| end.map(Floating::wide));
    Ok(A::Elem::interp_of(x.view(), xp, fp, ends, period))
}

/// A point, and the slope of the line to the next one; 0 after the last.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    slope: f64,
}

/// The points, and what is beyond them.
pub(crate) struct Lines {
    /// Their coordinates again, close together for searches.
    x: Vec<f64>,
    points: Vec<Point>,
    left: f64,
    right: f64,
    period: Option<f64>,
}

impl Lines {
    pub(crate) fn new(
        x: Vec<f64>,
        y: Vec<f64>,
        ends: [Option<f64>; 2],
        period: Option<f64>,
    ) -> Lines {
        let Some(period) = period.map(f64::abs) else {
            return Lines::along(x, y, ends, None);
        };
        let mut order: Vec<(f64, f64)> =
            x.iter().map(|&x| folded(x, period)).zip(y.iter().copied()).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (first, last) = (order[0], order[order.len() - 1]);
        let before = (last.0 - period, last.1);
        let after = (first.0 + period, first.1);
        let all = [before].into_iter().chain(order).chain([after]);
        let (x, y) = all.unzip();
        Lines::along(x, y, [None; 2], Some(period))
    }

    fn along(
        x: Vec<f64>,
        y: Vec<f64>,
        [left, right]: [Option<f64>; 2],
        period: Option<f64>,
    ) -> Lines {
        let last = x.len() - 1;
        let point = |i: usize| {
            let slope = if i < last { slope([x[i], x[i + 1]], [y[i], y[i + 1]]) } else { 0.0 };
            Point { x: x[i], y: y[i], slope }
        };
        let points = (0..=last).map(point).collect();
        let (left, right) = (left.unwrap_or(y[0]), right.unwrap_or(y[last]));
        Lines { x, points, left, right, period }
    }

    /// The last of `len` points from `from` on that is not beyond `x`, or the first.
    #[inline(always)]
    fn place(&self, from: usize, mut len: usize, x: f64) -> usize {
        let mut at = from;
        while len > 1 {
            let half = len / 2;
            at += if self.x[at + half] <= x { half } else { 0 };
            len -= half;
        }
        at
    }

    /// The value at an `x` whose place is known.
    #[inline(always)]
    fn value(&self, at: usize, x: f64) -> f64 {
        let point = self.points[at];
        let y = point.slope * (x - point.x) + point.y;
        let y = if x == point.x { point.y } else { y };
        self.beyond(x, y)
    }

    #[inline(always)]
    fn beyond(&self, x: f64, y: f64) -> f64 {
        let last = self.x[self.x.len() - 1];
        let y = if x < self.x[0] { self.left } else { y };
        if x > last { self.right } else { y }
    }

    /// The value where that from the point before is NaN or infinite: by shares of both points, so
    /// that nothing overflows; if they are not all finite, from the point after, or of both.
    #[cold]
    fn unclear(&self, at: usize, x: f64) -> f64 {
        if x.is_nan() || at + 1 == self.x.len() {
            return x + self.points[at].y;
        }
        let (before, after) = (self.points[at], self.points[at + 1]);
        if [x, before.x, before.y, after.x, after.y].iter().all(|value| value.is_finite()) {
            let share = (0.5 * x - 0.5 * before.x) / (0.5 * after.x - 0.5 * before.x);
            return before.y * (1.0 - share) + after.y * share;
        }
        let first = before.slope * (x - before.x) + before.y;
        let y = if first.is_nan() { before.slope * (x - after.x) + after.y } else { first };
        if y.is_nan() && before.y == after.y { before.y } else { y }
    }

    /// The values at a block of coordinates.
    ///
    /// All are searched for at once, step by step, so that the CPU need not wait for one search
    /// to go on with the next; and only between the places of the smallest and the largest, which
    /// for ascending coordinates is mostly one.
    #[inline(always)]
    fn values(&self, x: &[f64], out: &mut [f64]) {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for &x in x {
            low = if x < low { x } else { low };
            high = if x > high { x } else { high };
        }
        let from = self.place(0, self.x.len(), low);
        let to = self.place(0, self.x.len(), high).max(from);
        let mut places = [from as u32; 512];
        let places = &mut places[..x.len()];
        let mut len = to - from + 1;
        while len > 1 {
            let half = len / 2;
            for (at, &x) in places.iter_mut().zip(x) {
                let beyond = self.x[*at as usize + half] <= x;
                *at += select_unpredictable(beyond, half as u32, 0);
            }
            len -= half;
        }
        let mut clear = true;
        if from == to {
            for (out, &x) in out.iter_mut().zip(x) {
                *out = self.value(from, x);
                clear &= out.is_finite();
            }
        } else {
            for ((out, &x), &at) in out.iter_mut().zip(x).zip(&*places) {
                *out = self.value(at as usize, x);
                clear &= out.is_finite();
            }
        }
        if !clear {
            for ((out, &x), &at) in out.iter_mut().zip(x).zip(&*places) {
                let point = self.points[at as usize];
                if !out.is_finite() && x != point.x {
                    *out = self.beyond(x, self.unclear(at as usize, x));
                }
            }
        }
    }
}

/// The slope between two points.
fn slope(x: [f64; 2], y: [f64; 2]) -> f64 {
    let distance = x[1] - x[0];
    if distance.is_infinite() && x[0].is_finite() && x[1].is_finite() {
        return (0.5 * y[1] - 0.5 * y[0]) / (0.5 * x[1] - 0.5 * x[0]);
    }
    (y[1] - y[0]) / distance
}

/// The coordinate between 0 and the period.
fn folded(x: f64, period: f64) -> f64 {
    nd_core::Number::remainder(x, period)
}

impl<T: Floating> BlockMapper<T, 1> for Lines {
    type Out = T;

    #[inline(always)]
    fn block<I: Isa>(&self, _: I, [x]: [&[T]; 1], out: &mut [T]) {
        let (mut wide, mut values) = ([0.0; 512], [0.0; 512]); // the most that a block has
        let (wide, values) = (&mut wide[..x.len()], &mut values[..x.len()]);
        for (wide, &x) in wide.iter_mut().zip(x) {
            *wide = x.wide();
        }
        if let Some(period) = self.period {
            wide.iter_mut().for_each(|x| *x = folded(*x, period));
        }
        self.values(wide, values);
        for (out, &y) in out.iter_mut().zip(&*values) {
            *out = T::nearest(y);
        }
    }
}

/// The body: `xp` and `fp` have as many elements, at least one.
pub(crate) fn interpolated<T: Floating>(
    x: View<'_, T>,
    xp: View<'_, T>,
    fp: View<'_, T>,
    ends: [Option<f64>; 2],
    period: Option<f64>,
) -> Array<T> {
    let [xp, fp] = [xp, fp].map(|a| a.iter().map(|x| x.wide()).collect());
    map_blocks([x], &Lines::new(xp, fp, ends, period))
}
