//! [`CubicSpline`]: the curve through points that is smooth twice.

use super::error::shaped;
use super::hermite::from_slopes;
use super::ppoly::{Extrapolate, PPoly};
use super::samples::Samples;
use super::tridiagonal::Bands;
use super::{InterpolateError, piecewise, wide};
use crate::Binned;
use nd_core::{ArrayLike, ShapeError};

/// What holds at an end of a cubic spline, where one equation is missing.
///
/// # SciPy
/// The items of `bc_type`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{Boundary, CubicSpline, CubicSplineOptions};
///
/// let options = CubicSplineOptions::default().start(Boundary::First(vec![1.0])).end(Boundary::Natural);
/// let spline = CubicSpline::new_with(&[0.0, 1.0, 3.0], &[0.0, 2.0, 1.0], 0, &options)?;
/// assert_eq!(spline.eval_derivative(0.0, 1)[[]], 1.0);
/// assert!(spline.eval_derivative(3.0, 2)[[]].abs() < 1e-14);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Boundary {
    /// The two pieces at the end are one polynomial.
    #[default]
    NotAKnot,
    /// The second derivative is 0.
    Natural,
    /// The slope is 0.
    Clamped,
    /// The curve goes on at its other end: for both ends, or none.
    Periodic,
    /// The first derivative: one number for all lanes, or one for each in C order.
    First(Vec<f64>),
    /// The second derivative: one number for all lanes, or one for each in C order.
    Second(Vec<f64>),
}

/// The ends of a [`CubicSpline`].
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{Boundary, CubicSplineOptions};
///
/// assert_eq!(CubicSplineOptions::default().start, Boundary::NotAKnot);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CubicSplineOptions {
    /// What holds at the first point.
    pub start: Boundary,
    /// What holds at the last point.
    pub end: Boundary,
}

impl CubicSplineOptions {
    /// What holds at both ends.
    ///
    /// # SciPy
    /// `bc_type`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Boundary, CubicSpline, CubicSplineOptions};
    ///
    /// let round = CubicSplineOptions::default().boundary(Boundary::Periodic);
    /// let spline = CubicSpline::new_with(&[0.0, 1.0, 2.0], &[1.0, 3.0, 1.0], 0, &round)?;
    /// assert_eq!(spline.eval(&[0.5, 2.5]), spline.eval(&[2.5, 0.5]));
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn boundary(self, boundary: Boundary) -> CubicSplineOptions {
        CubicSplineOptions { start: boundary.clone(), end: boundary }
    }

    /// What holds at the first point.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Boundary, CubicSplineOptions};
    ///
    /// let options = CubicSplineOptions::default().start(Boundary::Clamped);
    /// assert_eq!((options.start, options.end), (Boundary::Clamped, Boundary::NotAKnot));
    /// ```
    #[must_use]
    pub fn start(self, start: Boundary) -> CubicSplineOptions {
        CubicSplineOptions { start, ..self }
    }

    /// What holds at the last point.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Boundary, CubicSplineOptions};
    ///
    /// let options = CubicSplineOptions::default().end(Boundary::Natural);
    /// assert_eq!((options.start, options.end), (Boundary::NotAKnot, Boundary::Natural));
    /// ```
    #[must_use]
    pub fn end(self, end: Boundary) -> CubicSplineOptions {
        CubicSplineOptions { end, ..self }
    }
}

/// The curve of cubic polynomials through points whose first and second derivatives are continuous.
///
/// Two points give a line, three a parabola (if nothing is said about the ends). Beyond the points it goes on, or
/// around if it is periodic. The equations are tridiagonal and solved as such, in one pass forth and one back.
///
/// # SciPy
/// `scipy.interpolate.CubicSpline` of real values; last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::CubicSpline;
///
/// let spline = CubicSpline::new(&[0.0, 1.0, 2.0], &[0.0, 1.0, 4.0], 0)?;
/// assert_eq!(spline.eval(&[1.5, 3.0]), array![2.25, 9.0]);
/// assert_eq!(spline.integrate(0.0, 3.0)[[]], 9.0);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CubicSpline(PPoly);

piecewise!(CubicSpline);

const OP: &str = "CubicSpline";

impl CubicSpline {
    /// The spline through points, whose two pieces at each end are one polynomial.
    ///
    /// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`. Computed in `f64`.
    ///
    /// # Panics
    /// If `x` has not one axis, there is no such axis, lengths differ, or there are fewer than 2 points.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`] and [`InterpolateError::NotFinite`].
    ///
    /// # SciPy
    /// `CubicSpline(x, y, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::CubicSpline;
    ///
    /// let line = CubicSpline::new(&[0, 2], &[1, 5], 0)?;
    /// assert_eq!(line.eval(1.0)[[]], 3.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
    ) -> Result<CubicSpline, InterpolateError> {
        shaped(CubicSpline::try_new_with(x, y, axis, &CubicSplineOptions::default()))
    }

    /// As [`new`](Self::new), with a choice of what holds at the ends.
    ///
    /// # Panics
    /// As [`new`](Self::new), and if one end only is periodic, or derivatives are neither one nor one for each lane.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::NotPeriodic`] if the ends are to be the same and the first and
    /// the last value differ by more than rounding; a derivative must be finite.
    ///
    /// # SciPy
    /// `CubicSpline(x, y, axis, bc_type)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Boundary, CubicSpline, CubicSplineOptions};
    ///
    /// let options = CubicSplineOptions::default().boundary(Boundary::Clamped);
    /// let spline = CubicSpline::new_with(&[0.0, 1.0], &[0.0, 1.0], 0, &options)?;
    /// assert_eq!(spline.eval(0.5)[[]], 0.5);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &CubicSplineOptions,
    ) -> Result<CubicSpline, InterpolateError> {
        shaped(CubicSpline::try_new_with(x, y, axis, options))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// let error = nd_ops::interpolate::CubicSpline::try_new(&[0.0], &[1.0], 0).unwrap_err();
    /// assert_eq!(error.to_string(), "CubicSpline: 1 points, and at least 2 are needed");
    /// ```
    pub fn try_new(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
    ) -> Result<CubicSpline, InterpolateError> {
        CubicSpline::try_new_with(x, y, axis, &CubicSplineOptions::default())
    }

    /// As [`new_with`](Self::new_with), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new_with`](Self::new_with), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that
    /// panics because of `x` or `y`.
    ///
    /// # Panics
    /// If one end only is periodic.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Boundary, CubicSpline, CubicSplineOptions};
    ///
    /// let round = CubicSplineOptions::default().boundary(Boundary::Periodic);
    /// let error = CubicSpline::try_new_with(&[0.0, 1.0], &[0.0, 1.0], 0, &round).unwrap_err();
    /// assert_eq!(error.to_string(), "CubicSpline: the first and the last value differ");
    /// ```
    #[track_caller]
    pub fn try_new_with(
        x: impl ArrayLike<Elem: Binned>,
        y: impl ArrayLike<Elem: Binned>,
        axis: isize,
        options: &CubicSplineOptions,
    ) -> Result<CubicSpline, InterpolateError> {
        let periodic = |end: &Boundary| *end == Boundary::Periodic;
        assert!(
            periodic(&options.start) == periodic(&options.end),
            "CubicSpline: one end only is periodic"
        );
        let (x, y) = (wide(x.view()), wide(y.view()));
        let samples = Samples::new(OP, x.view(), y.view(), axis, 2)?;
        samples.check(OP)?;
        curve(&samples, options).map(CubicSpline)
    }
}

/// The spline through points that were checked.
pub(crate) fn curve(
    samples: &Samples<'_>,
    options: &CubicSplineOptions,
) -> Result<PPoly, InterpolateError> {
    let (x, y, width) = (samples.x(), samples.y(), samples.lanes.width());
    let n = x.len();
    if options.start == Boundary::Periodic {
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-15 + 1e-15 * b.abs();
        if !y[..width].iter().zip(&y[(n - 1) * width..]).all(|(&a, &b)| same(a, b)) {
            return Err(InterpolateError::NotPeriodic { op: OP });
        }
        let slopes = periodic(x, y, width);
        return Ok(from_slopes(samples, &slopes, Extrapolate::Periodic));
    }
    let (mut start, mut end) = (given(&options.start, width)?, given(&options.end, width)?);
    if n == 2 {
        // A line's slope in place of a condition on a neighbour that is not there.
        let slope =
            || End::First((0..width).map(|l| (y[width + l] - y[l]) / (x[1] - x[0])).collect());
        start = if start == End::NotAKnot { slope() } else { start };
        end = if end == End::NotAKnot { slope() } else { end };
    }
    let slopes = if n == 3 && start == End::NotAKnot && end == End::NotAKnot {
        parabola(x, y, width)
    } else {
        open(x, y, width, &start, &end)
    };
    Ok(from_slopes(samples, &slopes, Extrapolate::On))
}

/// A boundary that is not periodic, with a derivative for each lane.
#[derive(PartialEq)]
enum End {
    NotAKnot,
    First(Vec<f64>),
    Second(Vec<f64>),
}

fn given(boundary: &Boundary, width: usize) -> Result<End, InterpolateError> {
    let each = |values: &[f64]| match values {
        values if !values.iter().all(|value| value.is_finite()) => {
            Err(InterpolateError::NotFinite { op: OP, what: "a derivative at an end" })
        }
        &[one] => Ok(vec![one; width]),
        values if values.len() == width => Ok(values.to_vec()),
        values => {
            let op = "CubicSpline: derivatives at an end".into();
            let (left, right) = ([width].into(), [values.len()].into());
            Err(ShapeError::Mismatch { op, left, right }.into())
        }
    };
    Ok(match boundary {
        Boundary::NotAKnot | Boundary::Periodic => End::NotAKnot,
        Boundary::Clamped => End::First(vec![0.0; width]),
        Boundary::Natural => End::Second(vec![0.0; width]),
        Boundary::First(values) => End::First(each(values)?),
        Boundary::Second(values) => End::Second(each(values)?),
    })
}

/// The slope of lane `l` between the points `i` and `i + 1`.
#[inline(always)]
fn slope(x: &[f64], y: &[f64], width: usize, i: usize, l: usize) -> f64 {
    (y[(i + 1) * width + l] - y[i * width + l]) / (x[i + 1] - x[i])
}

/// The equations for the slopes at all points but the ends, and right sides.
fn equations(x: &[f64], y: &[f64], width: usize) -> (Bands, Vec<f64>) {
    let n = x.len();
    let zeros = || vec![0.0; n];
    let mut bands = Bands { below: zeros(), diagonal: zeros(), above: zeros() };
    let mut b = vec![0.0; n * width];
    for i in 1..n - 1 {
        let (before, after) = (x[i] - x[i - 1], x[i + 1] - x[i]);
        bands.below[i] = after;
        bands.diagonal[i] = 2.0 * (before + after);
        bands.above[i] = before;
        for (l, b) in b[i * width..][..width].iter_mut().enumerate() {
            let (low, high) = (slope(x, y, width, i - 1, l), slope(x, y, width, i, l));
            *b = 3.0 * (after * low + before * high);
        }
    }
    (bands, b)
}

/// The slopes at all points of a spline whose ends are given.
fn open(x: &[f64], y: &[f64], width: usize, start: &End, end: &End) -> Vec<f64> {
    let n = x.len();
    let first = |i, l| slope(x, y, width, i, l);
    let first = condition(start, [0, 1, 2].map(|i| x[i.min(n - 1)]), 1.0, &first);
    // The end is a start seen from behind, where slopes have the other sign.
    let last = |i: usize, l| -slope(x, y, width, n - 2 - i, l);
    let last = condition(end, [0, 1, 2].map(|i| -x[(n - 1).saturating_sub(i)]), -1.0, &last);
    let mut b = vec![0.0; n * width];
    for l in 0..width {
        b[l] = (first.2)(l);
        b[(n - 1) * width + l] = -(last.2)(l);
    }
    let ends = [[first.0, first.1], [last.0, last.1]];
    if n == 2 {
        let [[a, p], [d, q]] = ends;
        for l in 0..width {
            let (first, last) = (b[l], b[width + l]);
            b[l] = (d * first - p * last) / (a * d - p * q);
            b[width + l] = (a * last - q * first) / (a * d - p * q);
        }
        return b;
    }
    if width == 1 {
        solve_lane(x, y, ends, &mut b);
        return b;
    }
    let (mut bands, right) = equations(x, y, width);
    b[width..(n - 1) * width].copy_from_slice(&right[width..(n - 1) * width]);
    [bands.diagonal[0], bands.above[0]] = ends[0];
    [bands.diagonal[n - 1], bands.below[n - 1]] = ends[1];
    bands.solve(&mut b, width);
    b
}

/// One side of an elimination that goes from both ends to the middle.
struct Side {
    /// The point that the next equation is for, and 1 or -1 as coordinates rise or fall.
    point: [f64; 2],
    sign: f64,
    /// The distance to the point before, and the slope of the line to it.
    before: f64,
    low: f64,
    /// One over the diagonal of the equation before, what it has beside it, and its right side.
    inverse: f64,
    back: f64,
    b: f64,
}

impl Side {
    /// The equation of the point, without the unknown before it.
    #[inline(always)]
    fn step(&mut self, next: [f64; 2]) -> [f64; 2] {
        let along = next[0] - self.point[0];
        let (after, high) = (self.sign * along, (next[1] - self.point[1]) / along);
        let (whole, by) = (2.0 * (self.before + after), after * self.inverse);
        let right = 3.0 * (after * self.low + self.before * high);
        self.b = right - by * self.b;
        self.inverse = 1.0 / (whole - (after * self.back) * self.inverse);
        self.back = self.before;
        (self.before, self.low, self.point) = (after, high, next);
        [self.inverse, self.b]
    }
}

/// Solves the equations of one lane of at least 3 points, given the right sides of its ends, and what those have on and
/// beside the diagonal.
///
/// Elimination is a chain of divisions that wait for each other. So it goes from both ends to the middle at once, and back:
/// two chains, which a processor works on side by side. Equations are made as they are needed.
fn solve_lane(x: &[f64], y: &[f64], ends: [[f64; 2]; 2], b: &mut [f64]) {
    let (n, middle) = (x.len(), x.len() / 2);
    let mut inverses = vec![0.0; n];
    let side = |at: usize, next: usize, sign: f64, [diagonal, back]: [f64; 2], b: f64| {
        let along = x[next] - x[at];
        let (before, low) = (sign * along, (y[next] - y[at]) / along);
        Side { point: [x[next], y[next]], sign, before, low, inverse: 1.0 / diagonal, back, b }
    };
    let mut left = side(0, 1, 1.0, ends[0], b[0]);
    let mut right = side(n - 1, n - 2, -1.0, ends[1], b[n - 1]);
    (inverses[0], inverses[n - 1]) = (left.inverse, right.inverse);
    // One more on the left, if points are even in number.
    for i in 1..middle {
        let k = n - 1 - i;
        [inverses[i], b[i]] = left.step([x[i + 1], y[i + 1]]);
        if k > middle {
            [inverses[k], b[k]] = right.step([x[k - 1], y[k - 1]]);
        }
    }
    // Both sides have come to the point in the middle, whose neighbours are the other's next points.
    let (before, after) = (left.before, right.before);
    let whole = 2.0 * (before + after);
    let [low, high] = [after * left.inverse, before * right.inverse];
    let inverse = 1.0 / (whole - low * left.back - high * right.back);
    b[middle] =
        (3.0 * (after * left.low + before * right.low) - low * left.b - high * right.b) * inverse;
    let (mut down, mut up) = (b[middle], b[middle]);
    for k in 1..=middle {
        let i = middle - k;
        let above = if i == 0 { ends[0][1] } else { x[i] - x[i - 1] };
        down = (b[i] - above * down) * inverses[i];
        b[i] = down;
        let i = middle + k;
        if i < n {
            let below = if i == n - 1 { ends[1][1] } else { x[i + 1] - x[i] };
            up = (b[i] - below * up) * inverses[i];
            b[i] = up;
        }
    }
}

/// What an equation has on its diagonal, beside it, and on the right for each lane.
type Condition<'a> = (f64, f64, Box<dyn Fn(usize) -> f64 + 'a>);

/// The equation at the first of three coordinates, given slopes of the lines between points; `sign` is that of slopes.
fn condition<'a>(
    end: &'a End,
    x: [f64; 3],
    sign: f64,
    slope: &'a dyn Fn(usize, usize) -> f64,
) -> Condition<'a> {
    let (near, far, both) = (x[1] - x[0], x[2] - x[1], x[2] - x[0]);
    match end {
        End::NotAKnot => (
            far,
            both,
            Box::new(move |l| {
                ((near + 2.0 * both) * far * slope(0, l) + near * near * slope(1, l)) / both
            }),
        ),
        End::First(values) => (1.0, 0.0, Box::new(move |l| sign * values[l])),
        End::Second(values) => (
            2.0 * near,
            near,
            Box::new(move |l| -0.5 * values[l] * near * near + 3.0 * near * slope(0, l)),
        ),
    }
}

/// The slopes of the parabola through three points.
fn parabola(x: &[f64], y: &[f64], width: usize) -> Vec<f64> {
    let (before, after) = (x[1] - x[0], x[2] - x[1]);
    let mut slopes = vec![0.0; 3 * width];
    for l in 0..width {
        let (low, high) = (slope(x, y, width, 0, l), slope(x, y, width, 1, l));
        let middle = (after * low + before * high) / (before + after);
        slopes[l] = 2.0 * low - middle;
        slopes[width + l] = middle;
        slopes[2 * width + l] = 2.0 * high - middle;
    }
    slopes
}

/// The slopes at all points of a spline whose ends are the same point.
///
/// The equations are tridiagonal but for two corners: the last unknown is found from solutions of the others without
/// it, and for it alone.
fn periodic(x: &[f64], y: &[f64], width: usize) -> Vec<f64> {
    let n = x.len();
    if n == 2 {
        return vec![0.0; 2 * width];
    }
    if n == 3 {
        let d = [x[1] - x[0], x[2] - x[1]];
        let one = |l| {
            (slope(x, y, width, 0, l) / d[0] + slope(x, y, width, 1, l) / d[1])
                / (1.0 / d[0] + 1.0 / d[1])
        };
        return (0..3 * width).map(|i| one(i % width)).collect();
    }
    let (mut bands, mut b) = equations(x, y, width);
    let (first, last, before) = (x[1] - x[0], x[n - 1] - x[n - 2], x[n - 2] - x[n - 3]);
    (bands.diagonal[0], bands.above[0]) = (2.0 * (last + first), last);
    for (l, b) in b[..width].iter_mut().enumerate() {
        let (low, high) = (slope(x, y, width, n - 2, l), slope(x, y, width, 0, l));
        *b = 3.0 * (first * low + last * high);
    }
    // The last of the n - 1 unknowns goes to the right side.
    let inner = n - 2;
    let own = bands.diagonal[inner];
    let [left, corner] = [bands.below[inner], before];
    let mut without = Bands {
        below: bands.below[..inner].to_vec(),
        diagonal: bands.diagonal[..inner].to_vec(),
        above: bands.above[..inner].to_vec(),
    };
    let mut alone = vec![0.0; inner];
    alone[0] = -first;
    alone[inner - 1] -= bands.above[inner - 1];
    let mut both: Vec<f64> = Vec::with_capacity(inner * (width + 1));
    for i in 0..inner {
        both.extend_from_slice(&b[i * width..][..width]);
        both.push(alone[i]);
    }
    without.solve(&mut both, width + 1);
    let at = |i: usize, l: usize| both[i * (width + 1) + l];
    for l in 0..width {
        let right = b[inner * width + l] - corner * at(0, l) - left * at(inner - 1, l);
        let unknown = right / (own + corner * at(0, width) + left * at(inner - 1, width));
        for i in 0..inner {
            b[i * width + l] = at(i, l) + unknown * at(i, width);
        }
        b[inner * width + l] = unknown;
        b[(n - 1) * width + l] = b[l];
    }
    b
}
