//! One polynomial through all points: [`BarycentricInterpolator`] and [`KroghInterpolator`].

use super::error::shaped;
use super::samples::{LaneShape, Samples};
use super::{InterpolateError, constructors, wide};
use crate::Binned;
use nd_core::{Array, ArrayLike, Operand, View, threads};

/// The polynomial through all points, by the barycentric formula: good where points cluster at the ends
/// (Chebyshev's), useless where many are equally far from each other.
///
/// Coordinates need not be in order, but must differ (Berrut and Trefethen, "Barycentric Lagrange interpolation", 2004).
///
/// # SciPy
/// `scipy.interpolate.BarycentricInterpolator`, whose `add_xi` and `set_yi` are a new one here.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::BarycentricInterpolator;
///
/// let cube = BarycentricInterpolator::new(&[0.0, 1.0, 2.0, -1.0], &[0.0, 1.0, 8.0, -1.0], 0)?;
/// assert!((cube.eval(3.0)[[]] - 27.0).abs() < 1e-12);
/// assert!((cube.eval_derivative(3.0, 1)[[]] - 27.0).abs() < 1e-12);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BarycentricInterpolator {
    x: Vec<f64>,
    y: Vec<f64>,
    weights: Vec<f64>,
    lanes: LaneShape,
}

constructors!(
    BarycentricInterpolator,
    "1 point",
    "assert_eq!(BarycentricInterpolator::new(&[0.0, 2.0], &[1.0, 5.0], 0)?.eval(1.0)[[]], 3.0);"
);

impl BarycentricInterpolator {
    fn made(
        x: View<'_, f64>,
        y: View<'_, f64>,
        axis: isize,
    ) -> Result<BarycentricInterpolator, InterpolateError> {
        let op = "BarycentricInterpolator";
        let samples = Samples::new(op, x, y, axis, 1)?;
        let x = samples.x().to_vec();
        if !x.iter().all(|x| x.is_finite()) {
            return Err(InterpolateError::NotFinite { op, what: "x" });
        }
        let weights = weights(&x);
        if !weights.iter().all(|weight| weight.is_finite()) {
            return Err(InterpolateError::Singular { op });
        }
        Ok(BarycentricInterpolator {
            x,
            y: samples.y().to_vec(),
            weights,
            lanes: samples.lanes.clone(),
        })
    }

    /// The weights of the points, of which only the ratios matter.
    ///
    /// # SciPy
    /// `p.wi`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::BarycentricInterpolator::new(&[0.0, 4.0], &[0.0, 0.0], 0)?;
    /// assert_eq!(line.weights(), [-0.25, 0.25]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The values at `at`.
    ///
    /// `at`: an array of any shape, or a number → its axes in the place of the axis that is interpolated along.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p(at)`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::BarycentricInterpolator::new(&[0.0, 2.0], &[1.0, 3.0], 0)?;
    /// assert_eq!(line.eval(&[0.0, 4.0]), nd_core::array![1.0, 5.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl Operand<f64>) -> Array<f64> {
        let row = |at: f64, out: &mut [f64]| self.row(&self.y, at, out);
        tabulated(&self.lanes, at.operand(), &row)
    }

    /// The values of the derivative of order `order`; 0 are the values themselves.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p.derivative(at, order)`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::BarycentricInterpolator::new(&[0.0, 2.0], &[1.0, 3.0], 0)?;
    /// assert_eq!(line.eval_derivative(7.0, 1)[[]], 1.0);
    /// assert_eq!(line.eval_derivative(7.0, 2)[[]], 0.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval_derivative(&self, at: impl Operand<f64>, order: usize) -> Array<f64> {
        let (n, width) = (self.x.len(), self.lanes.width());
        if order >= n {
            return tabulated(&self.lanes, at.operand(), &|_, out| out.fill(0.0));
        }
        let mut y = self.y.clone();
        for _ in 0..order {
            let before = y.clone();
            for i in 0..n {
                for l in 0..width {
                    // The matrix of derivatives at the points; its rows have the sum 0.
                    y[i * width + l] = (0..n)
                        .filter(|&j| j != i)
                        .map(|j| {
                            let ratio = self.weights[j] / self.weights[i];
                            ratio * (before[j * width + l] - before[i * width + l])
                                / (self.x[i] - self.x[j])
                        })
                        .sum();
                }
            }
        }
        tabulated(&self.lanes, at.operand(), &|at, out| self.row(&y, at, out))
    }

    fn row(&self, y: &[f64], at: f64, out: &mut [f64]) {
        let width = out.len();
        if let Some(i) = self.x.iter().position(|&x| x == at) {
            return out.copy_from_slice(&y[i * width..][..width]);
        }
        let mut total = 0.0;
        for (i, (&x, &weight)) in self.x.iter().zip(&self.weights).enumerate() {
            let share = weight / (at - x);
            total += share;
            out.iter_mut().zip(&y[i * width..]).for_each(|(out, y)| *out += share * y);
        }
        out.iter_mut().for_each(|out| *out /= total);
    }
}

/// One over the products of distances, in units of a quarter of the range, which keeps them from overflowing.
fn weights(x: &[f64]) -> Vec<f64> {
    let low = x.iter().copied().fold(f64::INFINITY, f64::min);
    let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let unit = if x.len() > 1 { 4.0 / (high - low) } else { 1.0 };
    let weight = |(i, &at): (usize, &f64)| {
        let others = x.iter().enumerate().filter(|&(j, _)| j != i);
        // Small and large factors in turn, wherever points lie.
        let mut factors: Vec<f64> = others.map(|(_, x)| unit * (at - x)).collect();
        factors.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
        let half = factors.len().div_ceil(2);
        let (small, large) = factors.split_at(half);
        let large = large.iter().rev().copied().chain([1.0]);
        let product: f64 = small.iter().zip(large).map(|(small, large)| small * large).product();
        1.0 / product
    };
    x.iter().enumerate().map(weight).collect()
}

/// What `row` makes of each coordinate, for all lanes.
#[track_caller]
fn tabulated(
    lanes: &LaneShape,
    at: View<'_, f64>,
    row: &(dyn Fn(f64, &mut [f64]) + Sync),
) -> Array<f64> {
    let mut out = lanes.room("eval", at.shape()).unwrap_or_else(|error| panic!("{error}"));
    let (flat, width) = (at.ravel(), lanes.width());
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    if !out.is_empty() {
        let each = (1024 / width).max(1);
        threads::chunks(&mut out, each * width, &|start, out| {
            let at = &flat[start / width..];
            out.chunks_mut(width).zip(at).for_each(|(out, &at)| row(at, out));
        });
    }
    lanes.placed(at.shape(), out)
}

/// The polynomial through all points, and with given derivatives where a coordinate is there more than once.
///
/// Where a coordinate stands `s` times in a row, the values are that of the curve and those of its derivatives up to
/// order `s - 1`. By divided differences: not for more than some thirty points (Krogh, "Efficient algorithms for
/// polynomial interpolation and numerical differentiation", 1970).
///
/// # SciPy
/// `scipy.interpolate.KroghInterpolator`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::KroghInterpolator;
///
/// // 0 at 0 with slope 0, and 1 at 1: x².
/// let square = KroghInterpolator::new(&[0.0, 0.0, 1.0], &[0.0, 0.0, 1.0], 0)?;
/// assert_eq!(square.eval(3.0)[[]], 9.0);
/// assert_eq!(square.eval_derivative(3.0, 1)[[]], 6.0);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KroghInterpolator {
    x: Vec<f64>,
    /// Newton's coefficients, of all lanes.
    c: Vec<f64>,
    lanes: LaneShape,
}

constructors!(
    KroghInterpolator,
    "1 point",
    "assert_eq!(KroghInterpolator::new(&[0.0, 2.0], &[1.0, 5.0], 0)?.eval(1.0)[[]], 3.0);"
);

impl KroghInterpolator {
    fn made(
        x: View<'_, f64>,
        y: View<'_, f64>,
        axis: isize,
    ) -> Result<KroghInterpolator, InterpolateError> {
        let op = "KroghInterpolator";
        let samples = Samples::new(op, x, y, axis, 1)?;
        let (x, width) = (samples.x(), samples.lanes.width());
        if !x.iter().all(|x| x.is_finite()) {
            return Err(InterpolateError::NotFinite { op, what: "x" });
        }
        for i in 0..x.len() {
            // Equal coordinates stand together.
            if i > 0 && x[i] != x[i - 1] && x[..i].contains(&x[i]) {
                return Err(InterpolateError::Singular { op });
            }
        }
        let c = differences(x, samples.y(), width);
        Ok(KroghInterpolator { x: x.to_vec(), c, lanes: samples.lanes.clone() })
    }

    /// The values at `at`.
    ///
    /// `at`: an array of any shape, or a number → its axes in the place of the axis that is interpolated along.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p(at)`.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::KroghInterpolator::new(&[0.0, 2.0], &[1.0, 3.0], 0)?;
    /// assert_eq!(line.eval(&[0.0, 4.0]), nd_core::array![1.0, 5.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval(&self, at: impl Operand<f64>) -> Array<f64> {
        self.eval_derivative(at, 0)
    }

    /// The values of the derivative of order `order`; 0 are the values themselves.
    ///
    /// # Panics
    /// If the result would have more axes than arrays have, or overflow memory.
    ///
    /// # SciPy
    /// `p.derivative(at, order)`; `p.derivatives(at)` are all of them.
    ///
    /// # Examples
    /// ```
    /// let line = nd_ops::interpolate::KroghInterpolator::new(&[0.0, 2.0], &[1.0, 3.0], 0)?;
    /// assert_eq!(line.eval_derivative(&[7.0], 1), nd_core::array![1.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn eval_derivative(&self, at: impl Operand<f64>, order: usize) -> Array<f64> {
        tabulated(&self.lanes, at.operand(), &|at, out| self.row(at, order, out))
    }

    /// Horner's scheme for Newton's form, of the value and of each derivative up to `order`.
    fn row(&self, at: f64, order: usize, out: &mut [f64]) {
        let width = out.len();
        if order >= self.x.len() {
            return out.fill(0.0);
        }
        for (l, out) in out.iter_mut().enumerate() {
            // Derivatives divided by factorials.
            let mut taylor = vec![0.0; order + 1];
            for i in (0..self.x.len()).rev() {
                let s = at - self.x[i];
                for d in (1..=order).rev() {
                    taylor[d] = taylor[d] * s + taylor[d - 1];
                }
                taylor[0] = taylor[0] * s + self.c[i * width + l];
            }
            *out = (1..=order).fold(taylor[order], |y, d| y * d as f64);
        }
    }
}

/// Newton's divided differences; those of equal coordinates are derivatives.
fn differences(x: &[f64], y: &[f64], width: usize) -> Vec<f64> {
    let n = x.len();
    // How many equal coordinates there are before each.
    let mut again = vec![0; n];
    for i in 1..n {
        again[i] = if x[i] == x[i - 1] { again[i - 1] + 1 } else { 0 };
    }
    let mut c = vec![0.0; n * width];
    for l in 0..width {
        let given = |i: usize, d: usize| {
            let factorial = (1..=d).fold(1.0, |f, k| f * k as f64);
            y[(i - again[i] + d) * width + l] / factorial
        };
        let mut row: Vec<f64> = (0..n).map(|i| given(i, 0)).collect();
        c[l] = row[0];
        for d in 1..n {
            for i in 0..n - d {
                let apart = x[i + d] - x[i];
                row[i] = if apart == 0.0 { given(i + d, d) } else { (row[i + 1] - row[i]) / apart };
            }
            c[d * width + l] = row[0];
        }
    }
    c
}
