//! [`polyfit`]: the polynomial that comes nearest to points.

use crate::error::shaped;
use crate::field::{Field, FieldOf, LinalgElement};
use crate::matrices::exponents::number;
use crate::matrices::prepare::finite;
use crate::orthogonal::lstsq::nearest;
use crate::polynomials::Polynomials;
use crate::{LinalgError, Tolerance};
use nd_core::{Array, ArrayLike, Inexact, ShapeError, View};
use num_complex::ComplexFloat;
use num_traits::{Float, One, ToPrimitive, Zero};

/// How [`polyfit_with`] weighs points, and which parts of them count as none.
///
/// # Examples
/// ```
/// use nd_linalg::{PolyfitOptions, polyfit_with};
///
/// // The third point does not count.
/// let options = PolyfitOptions::default().weights([1.0, 1.0, 0.0]);
/// let fit = polyfit_with([0.0_f64, 1.0, 2.0], [1.0, 3.0, 99.0], 1, &options)?;
/// assert!((fit.coefficients[[0]] - 2.0).abs() < 1e-12);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PolyfitOptions {
    /// What the distance of each point is multiplied with, not its square: 1 over its standard deviation, if that is
    /// known. All are 1 by default.
    pub weights: Option<Vec<f64>>,
    /// Which singular values count as zero: by default those up to the largest times the number of points times the
    /// distance of 1 to the next number.
    pub tolerance: Option<Tolerance>,
}

impl PolyfitOptions {
    /// What the distance of each point is multiplied with.
    ///
    /// # Examples
    /// ```
    /// let options = nd_linalg::PolyfitOptions::default().weights([1.0, 0.5]);
    /// assert_eq!(options.weights, Some(vec![1.0, 0.5]));
    /// ```
    #[must_use]
    pub fn weights(self, weights: impl Into<Vec<f64>>) -> Self {
        Self { weights: Some(weights.into()), ..self }
    }

    /// Which singular values count as zero.
    ///
    /// # Examples
    /// ```
    /// use nd_linalg::{PolyfitOptions, Tolerance};
    ///
    /// let options = PolyfitOptions::default().tolerance(Tolerance::Absolute(0.0));
    /// assert_eq!(options.tolerance, Some(Tolerance::Absolute(0.0)));
    /// ```
    #[must_use]
    pub fn tolerance(self, tolerance: Tolerance) -> Self {
        Self { tolerance: Some(tolerance), ..self }
    }
}

/// What [`polyfit`] finds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Polyfit<T: Field> {
    /// The coefficients, the highest power first: `(degree + 1)` or `(degree + 1, k)`.
    pub coefficients: Array<T>,
    /// The sums of squares of what is left, one for each column of `y`; empty if the rank is not full or there are no
    /// more points than coefficients.
    pub residuals: Array<T::R>,
    /// The rank of the matrix of powers: less than `degree + 1` if the points do not determine a polynomial.
    pub rank: usize,
    /// The singular values of the matrix of powers, its columns scaled to length 1: descending.
    pub singular_values: Array<T::R>,
    /// The products of its columns.
    products: Array<T>,
    /// What its columns were divided by.
    scale: Vec<T::R>,
    points: usize,
}

impl<T: Field> Polyfit<T> {
    /// The covariance of the coefficients, up to the variance of a point: the inverse of the products of the powers.
    ///
    /// → `(degree + 1, degree + 1)`.
    ///
    /// # Errors
    /// [`LinalgError::Singular`] if the points do not determine a polynomial.
    ///
    /// # NumPy
    /// The second result of `np.polyfit(x, y, degree, cov="unscaled")`.
    ///
    /// # Examples
    /// ```
    /// let fit = nd_linalg::polyfit([-1.0_f64, 0.0, 1.0], [0.0, 0.5, 2.0], 1)?;
    /// let covariance = fit.covariance_unscaled()?;
    /// assert!((covariance[[0, 0]] - 0.5).abs() < 1e-12 && covariance[[0, 1]].abs() < 1e-12);
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    pub fn covariance_unscaled(&self) -> Result<Array<T>, LinalgError> {
        T::polyfit_covariance(self)
    }

    /// The covariance of the coefficients, with the variance of a point taken from what is left.
    ///
    /// → `(degree + 1, degree + 1)`, or with a last axis `k` for each column of `y`.
    ///
    /// # Panics
    /// If there are no more points than coefficients.
    ///
    /// # Errors
    /// [`LinalgError::Singular`] if the points do not determine a polynomial.
    ///
    /// # NumPy
    /// The second result of `np.polyfit(x, y, degree, cov=True)`.
    ///
    /// # Examples
    /// ```
    /// let fit = nd_linalg::polyfit([-1.0_f64, 0.0, 1.0], [0.0, 0.0, 3.0], 1)?;
    /// let covariance = fit.covariance()?;
    /// assert!((covariance[[0, 0]] - 0.75).abs() < 1e-12); // residual 1.5, one degree of freedom
    /// # Ok::<(), nd_linalg::LinalgError>(())
    /// ```
    #[track_caller]
    pub fn covariance(&self) -> Result<Array<T>, LinalgError> {
        let order = self.scale.len();
        assert!(
            self.points > order,
            "polyfit: {} points leave no freedom to {order} coefficients",
            self.points
        );
        let covariance = self.covariance_unscaled()?;
        if self.residuals.is_empty() {
            // The inverse was found where rounding hid that there is none.
            let matrix = [].into();
            return Err(LinalgError::Singular { op: OP, pivot: self.rank, matrix });
        }
        let spare = T::R::from_count(self.points - order);
        let variance = self.residuals.map(|square| T::from_real(square / spare));
        if self.coefficients.ndim() == 1 {
            let variance = variance[[0]];
            return Ok(covariance.map(|x| x * variance));
        }
        let [n, k] = [order, variance.size()];
        Ok(Array::from_fn([n, n, k], |at| covariance[[at[0], at[1]]] * variance[[at[2]]]))
    }
}

/// The polynomial of a degree that comes nearest to points, by least squares.
///
/// `x: (m)`, `y: (m)` or `(m, k)` for `k` polynomials → coefficients `(degree + 1)` or `(degree + 1, k)`, the highest
/// power first. High degrees over wide ranges of `x` are badly determined: shift and scale `x` to [-1, 1] first.
///
/// # Panics
/// If `x` does not have one axis, `y` one or two, or they differ in length, or are empty.
///
/// # Errors
/// [`LinalgError::NonFinite`] for a NaN or an infinity, [`LinalgError::NoConvergence`] if the singular values cannot be
/// found.
///
/// # NumPy
/// `np.polyfit(x, y, degree)`, with `full=True` and `cov=True` in one. NumPy warns if the rank is not full; here it is a
/// field.
///
/// # Examples
/// ```
/// use nd_linalg::polyfit;
///
/// let fit = polyfit([0.0, 1.0, 2.0, 3.0], [1.0, 2.0, 5.0, 10.0], 2)?; // x² + 1
/// let wanted = [1.0, 0.0, 1.0];
/// assert!(fit.coefficients.iter().zip(wanted).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-13));
/// assert_eq!(fit.rank, 3);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
/// ```should_panic
/// let _ = nd_linalg::polyfit([0.0, 1.0], [1.0], 1);
/// ```
#[track_caller]
pub fn polyfit<A, B>(x: A, y: B, degree: usize) -> Result<Polyfit<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_polyfit(x, y, degree))
}

/// As [`polyfit`], for shapes that come from users.
///
/// # Errors
/// As [`polyfit`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_polyfit([0.0, 1.0], [1.0], 1).is_err());
/// ```
pub fn try_polyfit<A, B>(x: A, y: B, degree: usize) -> Result<Polyfit<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    try_polyfit_with(x, y, degree, &PolyfitOptions::default())
}

/// As [`polyfit`], with weights, or another idea of which singular values count as zero.
///
/// # Panics
/// As [`polyfit`], and if there is another number of weights than of points.
///
/// # Errors
/// As [`polyfit`]; a weight that is NaN or infinite is one.
///
/// # NumPy
/// `np.polyfit(x, y, degree, rcond, w=weights)`, with `Tolerance::Relative(rcond)`.
///
/// # Examples
/// ```
/// use nd_linalg::{PolyfitOptions, Tolerance, polyfit_with};
///
/// let options = PolyfitOptions::default().tolerance(Tolerance::Relative(0.5));
/// assert_eq!(polyfit_with([10.0, 11.0], [1.0, 2.0], 1, &options)?.rank, 1);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn polyfit_with<A, B>(
    x: A,
    y: B,
    degree: usize,
    options: &PolyfitOptions,
) -> Result<Polyfit<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    shaped(try_polyfit_with(x, y, degree, options))
}

/// As [`polyfit_with`], for shapes that come from users.
///
/// # Errors
/// As [`polyfit_with`], and [`LinalgError::Shape`] where it panics.
///
/// # Examples
/// ```
/// use nd_linalg::{PolyfitOptions, try_polyfit_with};
///
/// let options = PolyfitOptions::default().weights([1.0]);
/// assert!(try_polyfit_with([0.0, 1.0], [1.0, 2.0], 1, &options).is_err());
/// ```
pub fn try_polyfit_with<A, B>(
    x: A,
    y: B,
    degree: usize,
    options: &PolyfitOptions,
) -> Result<Polyfit<FieldOf<A>>, LinalgError>
where
    A: ArrayLike<Elem: LinalgElement>,
    B: ArrayLike<Elem: LinalgElement<Field = FieldOf<A>>>,
{
    let x = LinalgElement::promoted(x.view());
    let y = LinalgElement::promoted(y.view());
    FieldOf::<A>::polyfit(x.view(), y.view(), degree, options)
}

const OP: &str = "polyfit";

/// The number of points, if all agree on it.
fn points<T>(
    x: View<'_, T>,
    y: View<'_, T>,
    options: &PolyfitOptions,
) -> Result<usize, ShapeError> {
    let rank =
        |expected, shape: &[usize]| ShapeError::Rank { op: OP, expected, shape: shape.into() };
    let &[m] = x.shape() else { return Err(rank("one axis of x", x.shape())) };
    if !matches!(y.ndim(), 1 | 2) {
        return Err(rank("one or two axes of y", y.shape()));
    }
    if m == 0 {
        return Err(ShapeError::Empty { op: OP, what: "x" });
    }
    let given = options.weights.as_ref().map_or(m, Vec::len);
    if y.shape()[0] != m || given != m {
        let right = if y.shape()[0] == m { [given].into() } else { y.shape().into() };
        return Err(ShapeError::Mismatch { op: OP.into(), left: [m].into(), right });
    }
    Ok(m)
}

/// The body of [`polyfit_with`].
pub(crate) fn fitted<T: Field>(
    x: View<'_, T>,
    y: View<'_, T>,
    degree: usize,
    options: &PolyfitOptions,
) -> Result<Polyfit<T>, LinalgError> {
    let m = points(x, y, options)?;
    finite(OP, x)?;
    finite(OP, y)?;
    let order = degree.checked_add(1).filter(|n| m.checked_mul(*n).is_some());
    let Some(order) = order else {
        let shape = [m, degree].into();
        return Err(ShapeError::Overflow { op: OP, shape }.into());
    };
    let weights: Vec<T::R> = match &options.weights {
        None => vec![T::R::one(); m],
        Some(given) => given.iter().map(|&w| number(w)).collect(),
    };
    finite(OP, View::from_slice(&weights))?;
    let (powers, scale) = powers(x, &weights, order)?;
    let columns = if y.ndim() == 1 { y.expand_dims(1) } else { y };
    let right = Array::from_fn([m, columns.shape()[1]], |at| {
        columns[[at[0], at[1]]] * T::from_real(weights[at[0]])
    });
    let epsilon = T::R::epsilon().to_f64().unwrap_or(f64::EPSILON);
    let tolerance = options.tolerance.unwrap_or(Tolerance::Relative(m as f64 * epsilon));
    let found = nearest(powers.view(), right.view(), tolerance)?;
    let k = right.shape()[1];
    let coefficients =
        Array::from_fn([order, k], |at| found.x[[at[0], at[1]]] / T::from_real(scale[at[0]]));
    Ok(Polyfit {
        coefficients: if y.ndim() == 1 {
            coefficients.into_reshaped([order])
        } else {
            coefficients
        },
        residuals: found.residuals,
        rank: found.rank,
        singular_values: found.singular_values,
        products: products(&powers),
        scale,
        points: m,
    })
}

/// The weighted powers of `x`, the highest first, in columns of length 1, and what they were divided by.
fn powers<T: Field>(
    x: View<'_, T>,
    weights: &[T::R],
    order: usize,
) -> Result<(Array<T>, Vec<T::R>), LinalgError> {
    let m = x.size();
    let mut powers = Array::<T>::zeros([m, order]);
    for (i, (&x, &weight)) in x.iter().zip(weights).enumerate() {
        let mut power = T::from_real(weight);
        for j in (0..order).rev() {
            powers[[i, j]] = power;
            power *= x;
        }
    }
    finite(OP, powers.view())?;
    let length = |j: usize| {
        let squares = (0..m).map(|i| {
            let x = ComplexFloat::abs(powers[[i, j]]);
            x * x
        });
        let length = Float::sqrt(squares.fold(T::R::zero(), |sum, x| sum + x));
        // A column of zeros stays one.
        if length.is_zero() { T::R::one() } else { length }
    };
    let scale: Vec<T::R> = (0..order).map(length).collect();
    finite(OP, View::from_slice(&scale))?;
    for i in 0..m {
        for j in 0..order {
            powers[[i, j]] /= T::from_real(scale[j]);
        }
    }
    Ok((powers, scale))
}

fn products<T: Field>(powers: &Array<T>) -> Array<T> {
    let [m, n] = powers.dims();
    Array::from_fn([n, n], |at| {
        let product = |i: usize| powers[[i, at[0]]].conj() * powers[[i, at[1]]];
        (0..m).fold(T::zero(), |sum, i| sum + product(i))
    })
}

/// The body of [`Polyfit::covariance_unscaled`].
pub(crate) fn covariance<T: Field>(fit: &Polyfit<T>) -> Result<Array<T>, LinalgError> {
    let inverse = T::inv(OP, fit.products.view())?;
    let n = fit.scale.len();
    Ok(Array::from_fn([n, n], |at| {
        inverse[[at[0], at[1]]] / T::from_real(fit.scale[at[0]] * fit.scale[at[1]])
    }))
}
