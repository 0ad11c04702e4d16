//! Lines, circles and ellipses through points.

use super::ransac::RansacModel;
use crate::dense::{directions, solve};
use nd_core::{Array, ArrayLike, View};
use std::f64::consts::{FRAC_PI_2, PI};
use std::fmt;

/// Points that determine no line, circle or ellipse.
///
/// # Examples
/// ```
/// use nd_image::measure::CircleModel;
/// let error = CircleModel::from_estimate([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]).unwrap_err();
/// assert_eq!(error.to_string(), "CircleModel::from_estimate: the points determine no circle");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelError {
    /// The type of the model.
    pub model: &'static str,
    /// What the points do not determine.
    pub what: &'static str,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::from_estimate: the points determine no {}", self.model, self.what)
    }
}

impl std::error::Error for ModelError {}

/// The points of an array `(n, axes)`, one after another; their number and that of their axes.
#[track_caller]
fn points(op: &str, data: View<'_, f64>, axes: Option<usize>) -> (Vec<f64>, usize, usize) {
    let shape = data.shape();
    let fits = shape.len() == 2 && axes.map_or(shape[1] > 1, |axes| shape[1] == axes);
    let wanted = axes.map_or("(n, axes) of two axes or more".to_string(), |k| format!("(n, {k})"));
    assert!(fits, "{op}: points of shape {shape:?}, must be {wanted}");
    (data.iter().copied().collect(), shape[0], shape[1])
}

/// Points moved to their mean and scaled to a standard deviation of 1, with that mean and scale; `None` if they are
/// all the same, or not finite.
fn normalised(points: &[f64]) -> Option<(Vec<[f64; 2]>, [f64; 2], f64)> {
    let pairs = points.as_chunks::<2>().0;
    let n = pairs.len() as f64;
    let mean = [0, 1].map(|k| pairs.iter().map(|p| p[k]).sum::<f64>() / n);
    let moved: Vec<[f64; 2]> = pairs.iter().map(|p| [p[0] - mean[0], p[1] - mean[1]]).collect();
    let scale = (moved.iter().flatten().map(|x| x * x).sum::<f64>() / (2.0 * n)).sqrt();
    let usable = scale.is_finite() && scale >= f64::MIN_POSITIVE;
    usable.then(|| (moved.iter().map(|p| p.map(|x| x / scale)).collect(), mean, scale))
}

/// The direction, of length 1, in which rows of `axes` numbers are longest; `None` if all are 0, or not finite.
fn widest(mut rows: Vec<f64>, axes: usize) -> Option<Vec<f64>> {
    let most = rows.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    if most == 0.0 || !rows.iter().all(|x| x.is_finite()) {
        return None;
    }
    rows.iter_mut().for_each(|x| *x /= most);
    let n = rows.len() / axes;
    if axes <= n {
        return directions(rows, axes).pop().map(|(_, direction)| direction);
    }
    // Of few points in many axes, by which parts of the points it consists.
    let turned = (0..axes).flat_map(|k| rows.iter().skip(k).step_by(axes).copied());
    let (_, parts) = directions(turned.collect(), n).pop()?;
    let mut direction = vec![0.0; axes];
    for (row, part) in rows.chunks(axes).zip(parts) {
        direction.iter_mut().zip(row).for_each(|(sum, x)| *sum += part * x);
    }
    let length = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
    direction.iter_mut().for_each(|x| *x /= length);
    Some(direction)
}

/// A straight line in space of any number of axes: a point of it, and its direction of length 1.
///
/// # scikit-image
/// `skimage.measure.LineModelND`; the sign of an estimated direction is such that its largest part is positive.
///
/// # Examples
/// ```
/// use nd_image::measure::LineModelND;
/// let line = LineModelND::from_estimate([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])?;
/// assert_eq!((line.origin, line.direction), (vec![1.0, 1.0], vec![1.0, 0.0]));
/// # Ok::<(), nd_image::measure::ModelError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LineModelND {
    /// A point of the line.
    pub origin: Vec<f64>,
    /// Where it leads, with length 1.
    pub direction: Vec<f64>,
}

impl LineModelND {
    /// The line nearest to points `(n, axes)`, by the squares of their distances: through their mean, along the
    /// direction in which they spread most.
    ///
    /// # Errors
    /// If there are fewer than two points, all are the same, or some are not finite, or their sums are not.
    ///
    /// # Panics
    /// If the shape is not `(n, axes)`, with two axes or more.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::LineModelND;
    /// assert!(LineModelND::from_estimate([[1.0, 2.0, 3.0]]).is_err());
    /// ```
    #[track_caller]
    pub fn from_estimate<A: ArrayLike<Elem = f64>>(data: A) -> Result<LineModelND, ModelError> {
        let (all, n, axes) = points("LineModelND::from_estimate", data.view(), None);
        let error = ModelError { model: "LineModelND", what: "line" };
        if n < 2 || !all.iter().all(|x| x.is_finite()) {
            return Err(error);
        }
        let mean = |k: usize| all.iter().skip(k).step_by(axes).sum::<f64>() / n as f64;
        let origin: Vec<f64> = (0..axes).map(mean).collect();
        let moved = all.chunks(axes).flat_map(|p| p.iter().zip(&origin).map(|(x, o)| x - o));
        let mut direction = widest(moved.collect(), axes).ok_or(error)?;
        let largest = direction.iter().fold(0.0f64, |a, &b| if b.abs() > a.abs() { b } else { a });
        direction.iter_mut().for_each(|x| *x = *x * largest.signum() + 0.0);
        Ok(LineModelND { origin, direction })
    }

    /// How far points are from the line: `(n, axes) -> (n)`.
    ///
    /// # Panics
    /// If the shape is not `(n, axes)` with as many axes as the line has.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::LineModelND;
    /// let line = LineModelND { origin: vec![0.0, 0.0], direction: vec![0.0, 1.0] };
    /// assert_eq!(line.residuals([[3.0, 4.0], [-2.0, 0.0]]).into_vec(), [3.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn residuals<A: ArrayLike<Elem = f64>>(&self, data: A) -> Array<f64> {
        let axes = self.origin.len();
        let (all, _, _) = points("LineModelND::residuals", data.view(), Some(axes));
        let distance = |p: &[f64]| {
            let moved: Vec<f64> = p.iter().zip(&self.origin).map(|(x, o)| x - o).collect();
            let along: f64 = moved.iter().zip(&self.direction).map(|(x, d)| x * d).sum();
            let parts = moved.iter().zip(&self.direction).map(|(x, d)| (x - along * d).powi(2));
            parts.sum::<f64>().sqrt()
        };
        all.chunks(axes.max(1)).map(distance).collect()
    }

    /// The points of the line at given coordinates along an axis: `(n) -> (n, axes)`; infinite or NaN if it is
    /// orthogonal to that axis.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::LineModelND;
    /// let line = LineModelND::from_estimate([[0.0, 0.0], [1.0, 2.0]]).unwrap();
    /// let p = line.predict([4.0], 0);
    /// assert!((p[[0, 0]] - 4.0).abs() < 1e-15 && (p[[0, 1]] - 8.0).abs() < 1e-14);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn predict<A: ArrayLike<Elem = f64>>(&self, x: A, axis: usize) -> Array<f64> {
        let axes = self.origin.len();
        assert!(axis < axes, "LineModelND::predict: axis {axis} of a line of {axes} axes");
        let (x, mut all) = (x.view(), Vec::new());
        for &x in x.iter() {
            let along = (x - self.origin[axis]) / self.direction[axis];
            all.extend(self.origin.iter().zip(&self.direction).map(|(o, d)| o + along * d));
        }
        Array::from_shape_vec([x.size(), axes], all)
    }
}

/// A circle.
///
/// # scikit-image
/// `skimage.measure.CircleModel`.
///
/// # Examples
/// ```
/// use nd_image::measure::CircleModel;
/// let circle = CircleModel::from_estimate([[3.0, 0.0], [1.0, 2.0], [-1.0, 0.0], [1.0, -2.0]])?;
/// assert!((circle.radius - 2.0).abs() < 1e-14 && (circle.center[0] - 1.0).abs() < 1e-14);
/// # Ok::<(), nd_image::measure::ModelError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CircleModel {
    /// The centre, `[x, y]`.
    pub center: [f64; 2],
    /// The radius.
    pub radius: f64,
}

impl CircleModel {
    /// The circle through points `(n, 2)`, or the nearest one, by the squares of the differences of squared distances
    /// (I. Coope: Circle fitting by linear and nonlinear least squares, 1993), with the radius for which the squares of
    /// distances fit.
    ///
    /// # Errors
    /// If there are fewer than three points, all lie on a line, or some are not finite.
    ///
    /// # Panics
    /// If the shape is not `(n, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::CircleModel;
    /// assert!(CircleModel::from_estimate([[1.0, 2.0], [3.0, 4.0]]).is_err());
    /// ```
    #[track_caller]
    pub fn from_estimate<A: ArrayLike<Elem = f64>>(data: A) -> Result<CircleModel, ModelError> {
        let (all, n, _) = points("CircleModel::from_estimate", data.view(), Some(2));
        let error = ModelError { model: "CircleModel", what: "circle" };
        let (moved, mean, scale) = normalised(&all).ok_or(error)?;
        let rows: Vec<f64> = moved.iter().flat_map(|p| [2.0 * p[0], 2.0 * p[1], 1.0]).collect();
        let spread = directions(rows.clone(), 3);
        if n < 3 || spread[0].0 <= n as f64 * f64::EPSILON * spread[2].0 {
            return Err(error);
        }
        // The sum of what each direction has of the right-hand side: short arcs lose no more than they must.
        let mut c = [0.0; 3];
        for (length, way) in &spread {
            let along = |r: &[f64; 3]| r[0] * way[0] + r[1] * way[1] + r[2] * way[2];
            let each = rows.as_chunks::<3>().0.iter().zip(&moved);
            let part = each.map(|(r, p)| along(r) * (p[0] * p[0] + p[1] * p[1])).sum::<f64>();
            (0..3).for_each(|k| c[k] += part / (length * length) * way[k]);
        }
        let square = |p: &[f64; 2]| (p[0] - c[0]).powi(2) + (p[1] - c[1]).powi(2);
        let radius = (moved.iter().map(square).sum::<f64>() / n as f64).sqrt() * scale;
        Ok(CircleModel { center: [c[0] * scale + mean[0], c[1] * scale + mean[1]], radius })
    }

    /// How far points are from the circle, negative outside: `(n, 2) -> (n)`.
    ///
    /// # Panics
    /// If the shape is not `(n, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::CircleModel;
    /// let circle = CircleModel { center: [0.0, 0.0], radius: 2.0 };
    /// assert_eq!(circle.residuals([[0.0, 5.0], [1.0, 0.0]]).into_vec(), [-3.0, 1.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn residuals<A: ArrayLike<Elem = f64>>(&self, data: A) -> Array<f64> {
        let (all, _, _) = points("CircleModel::residuals", data.view(), Some(2));
        let [x, y] = self.center;
        let pairs = all.as_chunks::<2>().0;
        pairs.iter().map(|p| self.radius - (p[0] - x).hypot(p[1] - y)).collect()
    }

    /// The points of the circle at given angles: `(n) -> (n, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::CircleModel;
    /// let circle = CircleModel { center: [1.0, 5.0], radius: 2.0 };
    /// assert_eq!(circle.predict_xy([0.0]).into_vec(), [3.0, 5.0]);
    /// ```
    #[must_use]
    pub fn predict_xy<A: ArrayLike<Elem = f64>>(&self, t: A) -> Array<f64> {
        let CircleModel { center, radius } = *self;
        EllipseModel { center, axis_lengths: [radius; 2], theta: 0.0 }.predict_xy(t)
    }
}

/// An ellipse.
///
/// # scikit-image
/// `skimage.measure.EllipseModel`.
///
/// # Examples
/// ```
/// use nd_image::measure::EllipseModel;
/// let ellipse = EllipseModel { center: [10.0, 15.0], axis_lengths: [8.0, 4.0], theta: 0.5 };
/// let found = EllipseModel::from_estimate(ellipse.predict_xy([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]))?;
/// assert!((found.theta - 0.5).abs() < 1e-12 && (found.axis_lengths[0] - 8.0).abs() < 1e-12);
/// # Ok::<(), nd_image::measure::ModelError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EllipseModel {
    /// The centre, `[x, y]`.
    pub center: [f64; 2],
    /// Half the lengths of the axes.
    pub axis_lengths: [f64; 2],
    /// The direction of the first axis, in radians.
    pub theta: f64,
}

impl EllipseModel {
    /// The ellipse nearest to points `(n, 2)`, by the squares of its equation (R. Halíř, J. Flusser: Numerically stable
    /// direct least squares fitting of ellipses, 1998): exactly for five or more that lie on one. The first axis is the
    /// longer one, and its direction from 0 to π.
    ///
    /// # Errors
    /// If there are fewer than five points, they determine no ellipse, or some are not finite.
    ///
    /// # Panics
    /// If the shape is not `(n, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::EllipseModel;
    /// let line = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]];
    /// assert!(EllipseModel::from_estimate(line).is_err());
    /// ```
    #[track_caller]
    pub fn from_estimate<A: ArrayLike<Elem = f64>>(data: A) -> Result<EllipseModel, ModelError> {
        let (all, n, _) = points("EllipseModel::from_estimate", data.view(), Some(2));
        let error = ModelError { model: "EllipseModel", what: "ellipse" };
        let (moved, mean, scale) = normalised(&all).ok_or(error)?;
        let conic = if n < 5 { None } else { conic(&moved) };
        let found = conic.and_then(shape).ok_or(error)?;
        Ok(EllipseModel {
            center: [found.center[0] * scale + mean[0], found.center[1] * scale + mean[1]],
            axis_lengths: found.axis_lengths.map(|x| x * scale),
            theta: found.theta,
        })
    }

    /// How far points are from the ellipse: `(n, 2) -> (n)`; NaN for points that are not finite.
    ///
    /// # Panics
    /// If the shape is not `(n, 2)`.
    ///
    /// # scikit-image
    /// `EllipseModel.residuals`, which looks for the nearest point from one start and may find another.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::EllipseModel;
    /// let ellipse = EllipseModel { center: [0.0, 0.0], axis_lengths: [4.0, 2.0], theta: 0.0 };
    /// assert_eq!(ellipse.residuals([[6.0, 0.0], [0.0, 5.0], [0.0, 0.0]]).into_vec(), [2.0, 3.0, 2.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn residuals<A: ArrayLike<Elem = f64>>(&self, data: A) -> Array<f64> {
        let (all, _, _) = points("EllipseModel::residuals", data.view(), Some(2));
        let (s, c) = self.theta.sin_cos();
        let ([x, y], [a, b]) = (self.center, self.axis_lengths.map(f64::abs));
        let distance = |p: &[f64; 2]| {
            let (dx, dy) = (p[0] - x, p[1] - y);
            let (u, v) = ((c * dx + s * dy).abs(), (c * dy - s * dx).abs());
            if a >= b { nearest(a, b, u, v) } else { nearest(b, a, v, u) }
        };
        all.as_chunks::<2>().0.iter().map(distance).collect()
    }

    /// The points of the ellipse at given angles, as if it was a circle: `(n) -> (n, 2)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::EllipseModel;
    /// let ellipse = EllipseModel { center: [1.0, 2.0], axis_lengths: [4.0, 3.0], theta: 0.0 };
    /// assert_eq!(ellipse.predict_xy([0.0]).into_vec(), [5.0, 2.0]);
    /// ```
    #[must_use]
    pub fn predict_xy<A: ArrayLike<Elem = f64>>(&self, t: A) -> Array<f64> {
        let (t, (sin, cos)) = (t.view(), self.theta.sin_cos());
        let ([x, y], [a, b]) = (self.center, self.axis_lengths);
        let point = |t: &f64| {
            let (s, c) = t.sin_cos();
            [x + a * cos * c - b * sin * s, y + a * sin * c + b * cos * s]
        };
        Array::from_shape_vec([t.size(), 2], t.iter().flat_map(point).collect())
    }
}

/// The six factors of the conic `a x² + b x y + c y² + d x + f y + g` that is nearest to points and an ellipse.
fn conic(points: &[[f64; 2]]) -> Option<[f64; 6]> {
    let mut sums = [[0.0; 6]; 6];
    for &[x, y] in points {
        let row = [x * x, x * y, y * y, x, y, 1.0];
        for (sums, a) in sums.iter_mut().zip(row) {
            sums.iter_mut().zip(row).for_each(|(sum, b)| *sum += a * b);
        }
    }
    // What the linear part has to be for a quadratic part: -S₃⁻¹ S₂ᵀ.
    let low = (0..9).map(|at| sums[3 + at / 3][3 + at % 3]).collect();
    let cross = (0..9).map(|at| sums[3 + at / 3][at % 3]).collect();
    let linear = solve(low, cross, 3, 3)?;
    let reduced = |i: usize, j: usize| {
        sums[i][j] - (0..3).map(|k| sums[i][3 + k] * linear[k * 3 + j]).sum::<f64>()
    };
    // Times the inverse of the matrix of 4 a c - b².
    let row = |i: usize, factor: f64| [0, 1, 2].map(|j| reduced(i, j) * factor);
    let m = [row(2, 0.5), row(1, -1.0), row(0, 0.5)];
    let ellipse = |v: &[f64; 3]| 4.0 * v[0] * v[2] - v[1] * v[1] > 0.0;
    let found = eigenvalues(&m).into_iter().filter_map(|x| null(&m, x)).find(ellipse)?;
    let rest = |k: usize| -(0..3).map(|j| linear[k * 3 + j] * found[j]).sum::<f64>();
    Some([found[0], found[1], found[2], rest(0), rest(1), rest(2)])
}

/// The real eigenvalues of a matrix: the roots of its characteristic polynomial, polished.
fn eigenvalues(m: &[[f64; 3]; 3]) -> Vec<f64> {
    let minor = |i: usize, j: usize| m[i][i] * m[j][j] - m[i][j] * m[j][i];
    let trace = m[0][0] + m[1][1] + m[2][2];
    let minors = minor(0, 1) + minor(0, 2) + minor(1, 2);
    let cofactor = |c: usize| {
        let (p, q) = ((c + 1) % 3, (c + 2) % 3);
        m[1][p] * m[2][q] - m[1][q] * m[2][p]
    };
    let determinant: f64 = (0..3).map(|c| m[0][c] * cofactor(c)).sum();
    // x = trace / 3 + t, t³ + p t + q = 0.
    let third = trace / 3.0;
    let p = minors - trace * third;
    let q = -2.0 * third.powi(3) + third * minors - determinant;
    let starts = if p < 0.0 && 4.0 * p.powi(3) + 27.0 * q * q <= 0.0 {
        let reach = 2.0 * (-p / 3.0).sqrt();
        let angle = (3.0 * q / (p * reach)).clamp(-1.0, 1.0).acos() / 3.0;
        (0..3).map(|k| third + reach * (angle - 2.0 * PI * f64::from(k) / 3.0).cos()).collect()
    } else {
        let root = (q * q / 4.0 + p.powi(3) / 27.0).max(0.0).sqrt();
        vec![third + (root - q / 2.0).cbrt() + (-root - q / 2.0).cbrt()]
    };
    let polished = |mut x: f64| {
        for _ in 0..3 {
            let value = ((x - trace) * x + minors) * x - determinant;
            let slope = (3.0 * x - 2.0 * trace) * x + minors;
            let next = x - value / slope;
            x = if next.is_finite() { next } else { x };
        }
        x
    };
    starts.into_iter().map(polished).collect()
}

/// The direction in which a matrix less `x` of the unit matrix vanishes.
fn null(m: &[[f64; 3]; 3], x: f64) -> Option<[f64; 3]> {
    let mut rows = *m;
    (0..3).for_each(|k| rows[k][k] -= x);
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    };
    let size = |v: &[f64; 3]| v.iter().map(|x| x * x).sum::<f64>();
    let pairs = [(0, 1), (0, 2), (1, 2)].map(|(i, j)| cross(rows[i], rows[j]));
    let best = pairs.into_iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let length = size(&best).sqrt();
    (length > 0.0 && length.is_finite()).then(|| best.map(|x| x / length))
}

/// The ellipse of a conic's equation.
fn shape([a, b, c, d, f, g]: [f64; 6]) -> Option<EllipseModel> {
    let [b, d, f] = [b / 2.0, d / 2.0, f / 2.0];
    let minor = b * b - a * c;
    let center = [(c * d - b * f) / minor, (a * f - b * d) / minor];
    let top = a * f * f + c * d * d + g * b * b - 2.0 * b * d * f - a * c * g;
    let term = (a - c).hypot(2.0 * b);
    let length = |sign: f64| (2.0 * top / (minor * (sign * term - (a + c)))).sqrt();
    let (width, height) = (length(1.0), length(-1.0));
    let mut theta = if a == c { b.signum() * PI / 4.0 } else { 0.5 * (2.0 * b / (a - c)).atan() };
    if a > c {
        theta += FRAC_PI_2;
    }
    let turned = width < height;
    theta = (theta + if turned { FRAC_PI_2 } else { 0.0 }).rem_euclid(PI);
    let axis_lengths = if turned { [height, width] } else { [width, height] };
    let finite = center.iter().chain(&axis_lengths).all(|x| x.is_finite());
    finite.then_some(EllipseModel { center, axis_lengths, theta })
}

/// The distance of a point of the first quadrant from an ellipse with axes along those of the plane, the longer one first:
/// the root of a falling function, bracketed (D. Eberly: Distance from a point to an ellipse, 2013).
fn nearest(a: f64, b: f64, u: f64, v: f64) -> f64 {
    if !(u.is_finite() && v.is_finite()) {
        return f64::NAN;
    }
    if b == 0.0 {
        return (u - a).max(0.0).hypot(v);
    }
    if v == 0.0 {
        let most = (a * a - b * b) / a;
        if u < most {
            // The nearest points lie above and below.
            let x = a * u / most;
            return (u - x).hypot(b * (1.0 - (x / a).powi(2)).max(0.0).sqrt());
        }
        return (u - a).abs();
    }
    let (z, w, ratio) = (u / a, v / b, (a / b).powi(2));
    let value = |t: f64| (ratio * z / (t + ratio)).powi(2) + (w / (t + 1.0)).powi(2) - 1.0;
    let (mut low, mut high) = (w - 1.0, (ratio * z).hypot(w) - 1.0);
    if value(0.0) == 0.0 {
        return 0.0;
    }
    while low < high {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if value(middle) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let t = low + (high - low) / 2.0;
    (u - ratio * u / (t + ratio)).hypot(v - v / (t + 1.0))
}

macro_rules! models {
    ($($Model:ident $least:expr;)*) => {$(
        impl RansacModel for $Model {
            type Error = ModelError;
            const LEAST: usize = $least;
            fn from_estimate(data: View<'_, f64>) -> Result<$Model, ModelError> {
                $Model::from_estimate(data)
            }
            fn residuals(&self, data: View<'_, f64>) -> Array<f64> {
                $Model::residuals(self, data)
            }
        }
    )*};
}
models! {
    LineModelND 2;
    CircleModel 3;
    EllipseModel 5;
}
