//! [`PPoly`]: polynomials one after the other.

mod calculus;
mod values;
mod zeros;

use super::InterpolateError;
use super::error::shaped;
use super::samples::LaneShape;
use crate::Binned;
use nd_core::{Array, ArrayLike, ShapeError, View};

/// What there is beyond the points.
///
/// # SciPy
/// `extrapolate`: `True`, `False` and `"periodic"`.
///
/// # Examples
/// ```
/// use nd_ops::interpolate::{Extrapolate, PPoly};
///
/// let line = PPoly::new(&[[1.0], [0.0]], &[0.0, 1.0])?; // x from 0 to 1
/// assert_eq!(line.eval(2.5)[[]], 2.5);
/// assert!(line.clone().extrapolate(Extrapolate::Nan).eval(2.5)[[]].is_nan());
/// assert_eq!(line.extrapolate(Extrapolate::Periodic).eval(2.5)[[]], 0.5);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extrapolate {
    /// The first and the last polynomial go on.
    #[default]
    On,
    /// NaN.
    Nan,
    /// All of it again and again.
    Periodic,
}

/// A piecewise polynomial: one polynomial between each two neighbouring breakpoints, for any number of lanes.
///
/// Between `x[i]` and `x[i + 1]` it is the sum of `c[p, i] · (at - x[i])^(k - 1 - p)`: coefficients begin with the
/// highest power, and those of lanes lie on further axes.
///
/// # SciPy
/// `scipy.interpolate.PPoly` of real coefficients and ascending breakpoints.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::interpolate::PPoly;
///
/// // x² up to 1, then 1.
/// let p = PPoly::new(&[[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]], &[0.0, 1.0, 2.0])?;
/// assert_eq!(p.eval(&[0.5, 1.0, 1.5]), array![0.25, 1.0, 1.0]);
/// assert_eq!(p.derivative(1).eval(0.5)[[]], 1.0);
/// assert!((p.integrate(0.0, 2.0)[[]] - 4.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PPoly {
    /// The breakpoints, ascending.
    x: Vec<f64>,
    /// Coefficient `p` of lane `l` of piece `i` is `c[(i * k + p) * width + l]`: what is evaluated lies together.
    c: Vec<f64>,
    k: usize,
    lanes: LaneShape,
    extrapolate: Extrapolate,
}

impl PPoly {
    /// From coefficients and breakpoints.
    ///
    /// `c: (k, m, …)`, the highest power first; `x: (m + 1,)`, in ascending order (equal neighbours are allowed).
    ///
    /// # Panics
    /// If `c` has fewer than 2 axes or no coefficients, `x` has not one axis, or not one element more than there are
    /// pieces, of which there must be one.
    ///
    /// # Errors
    /// [`InterpolateError::NotIncreasing`] if a breakpoint is smaller than the one before, or NaN.
    ///
    /// # SciPy
    /// `PPoly(c, x)`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::PPoly;
    ///
    /// let steps = PPoly::new(&[[10.0, 20.0]], &[0.0, 1.0, 2.0])?;
    /// assert_eq!(steps.eval(1.0)[[]], 20.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[track_caller]
    pub fn new(
        c: impl ArrayLike<Elem = f64>,
        x: impl ArrayLike<Elem: Binned>,
    ) -> Result<PPoly, InterpolateError> {
        shaped(PPoly::try_new(c, x))
    }

    /// As [`new`](Self::new), for shapes that come from users.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`InterpolateError::Shape`] and [`InterpolateError::TooFew`] where that panics.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ops::interpolate::PPoly::try_new(&[1.0], &[0.0, 1.0]).is_err());
    /// ```
    pub fn try_new(
        c: impl ArrayLike<Elem = f64>,
        x: impl ArrayLike<Elem: Binned>,
    ) -> Result<PPoly, InterpolateError> {
        PPoly::made(c.view(), super::wide(x.view()).view())
    }

    fn made(c: View<'_, f64>, x: View<'_, f64>) -> Result<PPoly, InterpolateError> {
        let op = "PPoly";
        if c.ndim() < 2 {
            return Err(ShapeError::TooFewAxes { op, least: 2, shape: c.shape().into() }.into());
        }
        if x.ndim() != 1 {
            let shape = x.shape().into();
            return Err(ShapeError::Rank { op, expected: "one", shape }.into());
        }
        let (k, m) = (c.shape()[0], c.shape()[1]);
        if k == 0 {
            return Err(ShapeError::Empty { op, what: "c" }.into());
        }
        if m == 0 || x.size() != m + 1 {
            let (left, right) = ([m + 1].into(), [x.size()].into());
            return Err(match m {
                0 => InterpolateError::TooFew { op, given: x.size(), least: 2 },
                _ => ShapeError::Mismatch { op: "PPoly: breakpoints".into(), left, right }.into(),
            });
        }
        let x = x.to_array().into_vec();
        let sorted = |pair: &[f64]| pair[0] <= pair[1];
        if let Some(at) = x.windows(2).position(|pair| !sorted(pair)) {
            return Err(InterpolateError::NotIncreasing { op, what: "x", at });
        }
        let lanes = LaneShape { rest: c.shape()[2..].to_vec(), axis: 0 };
        let c = c.swapaxes(0, 1).to_array().into_vec();
        Ok(PPoly { x, c, k, lanes, extrapolate: Extrapolate::On })
    }

    /// From parts that fit; see the fields.
    pub(crate) fn of(
        x: Vec<f64>,
        c: Vec<f64>,
        k: usize,
        lanes: LaneShape,
        extrapolate: Extrapolate,
    ) -> PPoly {
        PPoly { x, c, k, lanes, extrapolate }
    }

    /// The same polynomials with something else beyond the breakpoints.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::interpolate::{Extrapolate, PPoly};
    ///
    /// let one = PPoly::new(&[[1.0]], &[0.0, 1.0])?.extrapolate(Extrapolate::Nan);
    /// assert!(one.eval(-0.5)[[]].is_nan() && one.eval(1.0)[[]] == 1.0);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    #[must_use]
    pub fn extrapolate(self, extrapolate: Extrapolate) -> PPoly {
        PPoly { extrapolate, ..self }
    }

    /// The breakpoints.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::interpolate::PPoly::new(&[[1.0]], &[0.0, 2.0])?;
    /// assert_eq!(p.breakpoints(), [0.0, 2.0]);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn breakpoints(&self) -> &[f64] {
        &self.x
    }

    /// How many coefficients each polynomial has: its degree and one.
    ///
    /// # Examples
    /// ```
    /// let p = nd_ops::interpolate::PPoly::new(&[[1.0], [0.0]], &[0.0, 2.0])?;
    /// assert_eq!(p.order(), 2);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn order(&self) -> usize {
        self.k
    }

    /// The coefficients: `(k, m, …)`, the highest power first.
    ///
    /// # SciPy
    /// `p.c`, which has the axes of lanes behind the first two, wherever the axis of the values was.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let c = array![[1.0, 2.0], [3.0, 4.0]];
    /// assert_eq!(nd_ops::interpolate::PPoly::new(&c, &[0.0, 1.0, 2.0])?.coefficients(), c);
    /// # Ok::<(), nd_ops::interpolate::InterpolateError>(())
    /// ```
    pub fn coefficients(&self) -> Array<f64> {
        let mut shape = vec![self.x.len() - 1, self.k];
        shape.extend(&self.lanes.rest);
        View::from_shape_slice(shape, &self.c).swapaxes(0, 1).to_array()
    }

    pub(crate) fn width(&self) -> usize {
        self.lanes.width()
    }

    pub(crate) fn pieces(&self) -> usize {
        self.x.len() - 1
    }

    /// The coefficients of a piece, of all lanes.
    pub(crate) fn piece(&self, i: usize) -> &[f64] {
        let len = self.k * self.width();
        &self.c[i * len..][..len]
    }
}
