//! [`BSpline`]: sums of bell curves over knots, and [`make_interp_spline`], those through points.

use super::error::shaped;
use super::ppoly::{Extrapolate, PPoly};
use super::samples::{LaneShape, Samples, lanes_of};
use super::search::{BLOCK, places};
use super::{InterpolateError, wide};
use crate::Binned;
use nd_core::{Array, ArrayLike, Operand, ShapeError, View, threads};

/// A spline of any degree as a sum of B-splines, which are bells of `k + 2` knots each.
///
/// With `n` coefficients and `n + k + 1` knots `t` it is defined from `t[k]` to `t[n]`; beyond, its first and last
/// polynomials go on.
///
/// # SciPy
/// `scipy.interpolate.BSpline` of real coefficients; derivatives and integrals are those of [`to_ppoly`](Self::to_ppoly).
///
/// # Examples
/// ```
/// use nd_ops::interpolate::BSpline;
///
/// let tent = BSpline::new(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.0, 1.0, 0.0], 1, 0)?;
/// assert_eq!(tent.eval(&[1.0, 1.5, 2.0, 2.75]), nd_core::array![0.0, 0.5, 1.0, 0.25]);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BSpline {
    t: Vec<f64>,
    /// Rows of all lanes.
    c: Vec<f64>,
    k: usize,
    lanes: LaneShape,
    extrapolate: Extrapolate,
}

/// The degree that is allowed at most: the work for each value grows with its square.
const MOST: usize = 100;

impl BSpline {
    /// From knots and coefficients.
    ///
    /// `t: (n + k + 1,)`, in ascending order; `c: (…, n, …)` with `n` along `axis`.
    ///
    /// # Panics
    /// If `t` has not one axis, there is no such axis, there are fewer than `k + 1` coefficients, not the right number of
    /// knots, or the degree is over 100.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`] if a knot is smaller than the one before, or all between `t[k]` and `t[n]` are
    /// equal, [`InterpolateError::NotFinite`] for knots.
    ///
    /// # SciPy
    /// `BSpline(t, c, k, axis=axis)`, which may be given more coefficients than it uses.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::BSpline;
    ///
    /// let steps = BSpline::new(&[0.0, 1.0, 2.0], &[5.0, 6.0], 0, 0)?;
    /// assert_eq!(steps.eval(&[0.5, 1.0]), nd_core::array![5.0, 6.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new(
        t: impl ArrayLike<Elem: Binned>,
        c: impl ArrayLike<Elem: Binned>,
        k: usize,
        axis: isize,
    ) -> Result<BSpline, InterpolateError> {
        shaped(BSpline::try_new(t, c, k, axis))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics because
    /// of shapes.
    ///
    /// # Panics
    /// If the degree is over 100.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::interpolate::BSpline::try_new(&[0.0, 1.0], &[1.0, 2.0], 1, 0).is_err());
    /// ```
    #[track_caller]
    pub fn try_new(
        t: impl ArrayLike<Elem: Binned>,
        c: impl ArrayLike<Elem: Binned>,
        k: usize,
        axis: isize,
    ) -> Result<BSpline, InterpolateError> {
        assert!(k <= MOST, "BSpline: the degree {k} is over {MOST}");
        BSpline::made(wide(t.view()).view(), wide(c.view()).view(), k, axis)
    }

    fn made(
        t: View<'_, f64>,
        c: View<'_, f64>,
        k: usize,
        axis: isize,
    ) -> Result<BSpline, InterpolateError> {
        let op = "BSpline";
        if t.ndim() != 1 {
            let shape = t.shape().into();
            return Err(ShapeError::Rank { op, expected: "one", shape }.into());
        }
        let (c, lanes, n) = lanes_of(op, c, axis)?;
        if n < k + 1 {
            return Err(InterpolateError::TooFew { op, given: n, least: k + 1 });
        }
        if t.size() != n + k + 1 {
            let (left, right) = ([n + k + 1].into(), [t.size()].into());
            return Err(ShapeError::Mismatch { op: "BSpline: knots".into(), left, right }.into());
        }
        let t = t.to_array().into_vec();
        if !t.iter().all(|t| t.is_finite()) {
            return Err(InterpolateError::NotFinite { op, what: "t" });
        }
        if let Some(at) = t.windows(2).position(|pair| pair[0] > pair[1]) {
            return Err(InterpolateError::NotIncreasing { op, what: "t", at });
        }
        if t[k] == t[n] {
            return Err(InterpolateError::NotIncreasing { op, what: "t", at: k });
        }
        let c = c.into_array().into_vec();
        Ok(BSpline { t, c, k, lanes, extrapolate: Extrapolate::On })
    }

    /// The same spline with something else beyond `t[k]` and `t[n]`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{BSpline, Extrapolate};
    ///
    /// let one = BSpline::new(&[0.0, 1.0], &[1.0], 0, 0)?.extrapolate(Extrapolate::Nan);
    /// assert!(one.eval(-0.5)[[]].is_nan());
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn extrapolate(self, extrapolate: Extrapolate) -> BSpline {
        BSpline { extrapolate, ..self }
    }

    /// The knots.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0], &[2.0, 3.0], 1, 0)?;
    /// assert_eq!(line.knots(), [0.0, 0.0, 1.0, 1.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn knots(&self) -> &[f64] {
        &self.t
    }

    /// The degree.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0], &[2.0, 3.0], 1, 0)?;
    /// assert_eq!(line.degree(), 1);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn degree(&self) -> usize {
        self.k
    }

    /// The coefficients: `(n, …)`, those of lanes behind.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0], &[2.0, 3.0], 1, 0)?;
    /// assert_eq!(line.coefficients(), nd_core::array![2.0, 3.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn coefficients(&self) -> Array<f64> {
        let mut shape = vec![self.t.len() - self.k - 1];
        shape.extend(&self.lanes.rest);
        Array::from_shape_slice(shape, &self.c)
    }

    /// The values at `at`.
    ///
    /// `at`: an array of any shape, or a number → its axes in the place of the axis of the coefficients. NaN for NaN.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `b(at)`.
    ///
    /// # Examples
    /// ```
    /// let cube = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 8.0, 27.0], 3, 0)?;
    /// assert!((cube.eval(4.0)[[]] - 64.0).abs() < 1e-12);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl Operand<f64>) -> Array<f64> {
        self.values(at.operand()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The values of the derivative of order `order`; 0 are the values themselves.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `b(at, order)`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0], &[2.0, 5.0], 1, 0)?;
    /// assert_eq!(line.eval_derivative(0.5, 1)[[]], 3.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval_derivative(&self, at: impl Operand<f64>, order: usize) -> Array<f64> {
        match order {
            0 => self.eval(at),
            _ => self.to_ppoly().eval_derivative(at, order),
        }
    }

    fn values(&self, at: View<'_, f64>) -> Result<Array<f64>, ShapeError> {
        let (k, width, n) = (self.k, self.lanes.width(), self.t.len() - self.k - 1);
        let flat = at.ravel();
        let flat = flat.view().as_slice().expect("ravel is contiguous");
        let mut out = self.lanes.room("eval", at.shape())?;
        if out.is_empty() {
            return Ok(self.lanes.placed(at.shape(), out));
        }
        let (first, last) = (self.t[k], self.t[n]);
        let each = ((1 << 13) / width).max(1);
        threads::chunks(&mut out, each * width, &|start, out| {
            let at = &flat[start / width..][..out.len() / width];
            let (mut found, mut bells) = ([0; BLOCK], vec![0.0; 2 * k + 2]);
            for (at, out) in at.chunks(BLOCK).zip(out.chunks_mut(BLOCK * width)) {
                let folded: Vec<f64> = at.iter().map(|&at| self.folded(at, first, last)).collect();
                let found = &mut found[..at.len()];
                places(&self.t[k..n], &folded, found);
                for ((out, &at), &i) in out.chunks_mut(width).zip(&folded).zip(&*found) {
                    bells_at(&self.t, k, i + k, at, &mut bells);
                    for (j, &bell) in bells[..=k].iter().enumerate() {
                        let c = &self.c[(i + j) * width..][..width];
                        out.iter_mut().zip(c).for_each(|(out, c)| *out += bell * c);
                    }
                    if at.is_nan() {
                        out.fill(f64::NAN);
                    }
                }
            }
        });
        Ok(self.lanes.placed(at.shape(), out))
    }

    fn folded(&self, at: f64, first: f64, last: f64) -> f64 {
        match self.extrapolate {
            Extrapolate::On => at,
            Extrapolate::Nan if at < first || at > last => f64::NAN,
            Extrapolate::Nan => at,
            Extrapolate::Periodic => first + nd_core::Number::remainder(at - first, last - first),
        }
    }

    /// The same curve as polynomials between knots; of degree 0, without the value at the last one.
    ///
    /// # SciPy
    /// `PPoly.from_spline(b)`, which has pieces of no length where knots are equal, and pieces before `t[k]`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::make_interp_spline(&[0.0, 1.0], &[2.0, 5.0], 1, 0)?;
    /// assert_eq!(line.to_ppoly().coefficients(), nd_core::array![[3.0], [2.0]]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn to_ppoly(&self) -> PPoly {
        let (k, width, t) = (self.k, self.lanes.width(), &self.t);
        let n = t.len() - k - 1;
        let (mut x, mut c) = (vec![t[k]], Vec::new());
        for i in k..n {
            if t[i] == t[i + 1] {
                continue;
            }
            x.push(t[i + 1]);
            // Coefficients of derivatives, by differences; the Taylor series at the knot is what is wanted.
            let mut row = self.c[(i - k) * width..(i + 1) * width].to_vec();
            let mut piece = vec![0.0; (k + 1) * width];
            let (mut bells, mut factorial) = (vec![0.0; 2 * k + 2], 1.0);
            for order in 0..=k {
                let degree = k - order;
                bells_at(t, degree, i, t[i], &mut bells);
                for l in 0..width {
                    let sum: f64 = (0..=degree).map(|j| bells[j] * row[j * width + l]).sum();
                    piece[degree * width + l] = sum / factorial;
                }
                for j in 0..degree {
                    let apart = t[i + 1 + j] - t[i + 1 + j - degree];
                    for l in 0..width {
                        let step = row[(j + 1) * width + l] - row[j * width + l];
                        row[j * width + l] = degree as f64 * step / apart;
                    }
                }
                factorial *= (order + 1) as f64;
            }
            c.extend(piece);
        }
        if x.len() == 1 {
            // One point of degree 0, which has no length.
            x.push(x[0].next_up());
            c.extend_from_slice(&self.c);
        }
        PPoly::of(x, c, k + 1, self.lanes.clone(), self.extrapolate)
    }
}

/// The `k + 1` bells that are not 0 between the knots `i` and `i + 1`, at `at` (de Boor's recurrence).
fn bells_at(t: &[f64], k: usize, i: usize, at: f64, bells: &mut [f64]) {
    let (bells, before) = bells.split_at_mut(k + 1);
    bells[0] = 1.0;
    for degree in 1..=k {
        before[..degree].copy_from_slice(&bells[..degree]);
        bells[0] = 0.0;
        for j in 1..=degree {
            let (low, high) = (t[i + j - degree], t[i + j]);
            if low == high {
                bells[j] = 0.0;
                continue;
            }
            let share = before[j - 1] / (high - low);
            bells[j - 1] += share * (high - at);
            bells[j] = share * (at - low);
        }
    }
}

/// The spline of degree `k` through points.
///
/// `x: (n,)`, strictly increasing; `y: (…, n, …)` with `n` along `axis`. For odd degrees knots are at the points, but for the
/// `(k - 1) / 2` next to each end (not-a-knot); for even ones between them. `k` is 3 for a [`CubicSpline`](super::CubicSpline),
/// 1 for lines, 0 for steps.
///
/// # Panics
/// If `x` has not one axis, there is no such axis, lengths differ, there are fewer than `k + 1` points, or the degree is
/// over 100.
///
/// # Errors
/// [`InterpolateError::NotIncreasing`], [`InterpolateError::NotFinite`], and [`InterpolateError::Singular`] if points lie so that the
/// equations overflow.
///
/// # SciPy
/// `scipy.interpolate.make_interp_spline(x, y, k, axis=axis)`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::make_interp_spline;
///
/// let parabola = make_interp_spline(&[0.0, 1.0, 2.0], &[0.0, 1.0, 4.0], 2, 0)?;
/// assert!((parabola.eval(1.5)[[]] - 2.25).abs() < 1e-15);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[track_caller]
pub fn make_interp_spline(
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    k: usize,
    axis: isize,
) -> Result<BSpline, InterpolateError> {
    shaped(try_make_interp_spline(x, y, k, axis))
}

/// As [`make_interp_spline`], for shapes that come from users.
///
/// # Errors
/// As [`make_interp_spline`], and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics because of
/// shapes.
///
/// # Panics
/// If the degree is over 100.
///
/// # Examples
/// ```
/// let error = nd_ops::interpolate::try_make_interp_spline(&[0.0], &[1.0], 1, 0).unwrap_err();
/// assert_eq!(error.to_string(), "make_interp_spline: 1 points, and at least 2 are needed");
/// ```
#[track_caller]
pub fn try_make_interp_spline(
    x: impl ArrayLike<Elem: Binned>,
    y: impl ArrayLike<Elem: Binned>,
    k: usize,
    axis: isize,
) -> Result<BSpline, InterpolateError> {
    assert!(k <= MOST, "make_interp_spline: the degree {k} is over {MOST}");
    through(wide(x.view()).view(), wide(y.view()).view(), k, axis)
}

fn through(
    x: View<'_, f64>,
    y: View<'_, f64>,
    k: usize,
    axis: isize,
) -> Result<BSpline, InterpolateError> {
    let op = "make_interp_spline";
    let samples = Samples::new(op, x, y, axis, k + 1)?;
    samples.check(op)?;
    let (x, lanes) = (samples.x(), samples.lanes.clone());
    let t = knots(x, k);
    let mut c = samples.y().to_vec();
    if k > 1 && !c.is_empty() {
        solve(&t, k, x, &mut c, lanes.width()).ok_or(InterpolateError::Singular { op })?;
    }
    Ok(BSpline { t, c, k, lanes, extrapolate: Extrapolate::On })
}

fn knots(x: &[f64], k: usize) -> Vec<f64> {
    let n = x.len();
    if k == 0 {
        return x.iter().copied().chain([x[n - 1]]).collect();
    }
    let left = std::iter::repeat_n(x[0], k + 1);
    let right = std::iter::repeat_n(x[n - 1], k + 1);
    let half = k.div_ceil(2);
    let inner: Vec<f64> = match k % 2 {
        _ if n <= k + 1 => Vec::new(),
        1 => x[half..n - half].to_vec(),
        _ => x.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect::<Vec<_>>()
            [half..n - 1 - half]
            .to_vec(),
    };
    left.chain(inner).chain(right).collect()
}

/// Turns values at points into coefficients: equations of `2 k + 1` bands, whose elimination needs no exchange of rows, as
/// bells are never negative (de Boor, "A Practical Guide to Splines", XIII).
fn solve(t: &[f64], k: usize, x: &[f64], c: &mut [f64], width: usize) -> Option<()> {
    let n = x.len();
    let bands = 2 * k + 1;
    // Column j of row i is a[i * bands + j + k - i].
    let mut a = vec![0.0; n * bands];
    let mut bells = vec![0.0; 2 * k + 2];
    let mut i = k;
    for (row, &at) in x.iter().enumerate() {
        while i < n - 1 && t[i + 1] <= at {
            i += 1;
        }
        bells_at(t, k, i, at, &mut bells);
        for (j, &bell) in bells[..=k].iter().enumerate() {
            let band = (i - k + j + k).checked_sub(row);
            match band {
                Some(band) if band < bands => a[row * bands + band] = bell,
                _ if bell != 0.0 => return None,
                _ => {}
            }
        }
    }
    for p in 0..n {
        let pivot = a[p * bands + k];
        if pivot == 0.0 || !pivot.is_finite() {
            return None;
        }
        for row in p + 1..n.min(p + k + 1) {
            let by = a[row * bands + p + k - row] / pivot;
            if by == 0.0 {
                continue;
            }
            for j in p..n.min(p + k + 1) {
                a[row * bands + j + k - row] -= by * a[p * bands + j + k - p];
            }
            for l in 0..width {
                c[row * width + l] -= by * c[p * width + l];
            }
        }
    }
    for p in (0..n).rev() {
        for j in p + 1..n.min(p + k + 1) {
            let by = a[p * bands + j + k - p];
            for l in 0..width {
                c[p * width + l] -= by * c[j * width + l];
            }
        }
        let pivot = a[p * bands + k];
        c[p * width..(p + 1) * width].iter_mut().for_each(|c| *c /= pivot);
    }
    Some(())
}
