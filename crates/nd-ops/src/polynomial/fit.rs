//! Series that come nearest to points.

use super::PolynomialError;
use super::coefficient::{Coefficient, Task};
use super::kind::Kind;
use super::least_squares::solve;
use nd_core::{Array, ShapeError, View};

/// Which polynomials a fit is made of: all up to a degree, or certain ones.
///
/// # NumPy
/// `deg`: a number or a list.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::polynomial::{Degrees, polynomial::polyfit};
///
/// assert_eq!(Degrees::from(2), Degrees::UpTo(2));
/// let even = polyfit(&[-1.0, 0.0, 1.0], &[3.0, 1.0, 3.0], [0, 2])?.coefficients;
/// assert!((even[[0]] - 1.0).abs() < 1e-14 && even[[1]] == 0.0 && (even[[2]] - 2.0).abs() < 1e-14);
/// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Degrees {
    /// All up to this one.
    UpTo(usize),
    /// These; other coefficients are 0.
    These(Vec<usize>),
}

impl From<usize> for Degrees {
    fn from(degree: usize) -> Degrees {
        Degrees::UpTo(degree)
    }
}

impl<const N: usize> From<[usize; N]> for Degrees {
    fn from(degrees: [usize; N]) -> Degrees {
        Degrees::These(degrees.into())
    }
}

impl From<Vec<usize>> for Degrees {
    fn from(degrees: Vec<usize>) -> Degrees {
        Degrees::These(degrees)
    }
}

/// How points are weighed, what counts as 0, and, of types of series, which domain a fit has.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::FitOptions::default().rcond, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct FitOptions {
    /// What the distance of each point is multiplied with, not its square; all are 1 by default.
    pub weights: Option<Vec<f64>>,
    /// Singular values up to this times the largest count as 0: by default the number of points times the distance of 1 to
    /// the next number.
    pub rcond: Option<f64>,
    /// The domain of the series: that of the points by default.
    pub domain: Option<[f64; 2]>,
    /// The window of the series: that of the basis by default.
    pub window: Option<[f64; 2]>,
}

impl FitOptions {
    /// What the distance of each point is multiplied with.
    ///
    /// # NumPy
    /// `w`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::polynomial::{FitOptions, polynomial::polyfit_with};
    ///
    /// // The third point does not count.
    /// let options = FitOptions::default().weights([1.0, 1.0, 0.0]);
    /// let fit = polyfit_with(&[0.0, 1.0, 2.0], &[1.0, 3.0, 99.0], 1, &options)?;
    /// assert!((fit.coefficients[[1]] - 2.0).abs() < 1e-12);
    /// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
    /// ```
    #[must_use]
    pub fn weights(self, weights: impl Into<Vec<f64>>) -> FitOptions {
        FitOptions { weights: Some(weights.into()), ..self }
    }

    /// Which singular values count as 0, relative to the largest.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::polynomial::FitOptions::default().rcond(1e-9).rcond, Some(1e-9));
    /// ```
    #[must_use]
    pub fn rcond(self, rcond: f64) -> FitOptions {
        FitOptions { rcond: Some(rcond), ..self }
    }

    /// The domain of the series.
    ///
    /// # Examples
    /// ```
    /// let options = nd_ops::polynomial::FitOptions::default().domain([0.0, 1.0]);
    /// assert_eq!(options.domain, Some([0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn domain(self, domain: [f64; 2]) -> FitOptions {
        FitOptions { domain: Some(domain), ..self }
    }

    /// The window of the series.
    ///
    /// # Examples
    /// ```
    /// let options = nd_ops::polynomial::FitOptions::default().window([0.0, 1.0]);
    /// assert_eq!(options.window, Some([0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn window(self, window: [f64; 2]) -> FitOptions {
        FitOptions { window: Some(window), ..self }
    }
}

/// The series that comes nearest to points, and how well they determine it.
///
/// # NumPy
/// The coefficients, and the list that comes with `full=True`.
///
/// # Examples
/// ```
/// let fit = nd_ops::polynomial::polynomial::polyfit(&[0.0, 1.0, 2.0], &[1.0, 3.0, 5.5], 1)?;
/// assert_eq!(fit.rank, 2);
/// assert!((fit.residuals[[0]] - 1.0 / 24.0).abs() < 1e-14);
/// # Ok::<(), nd_ops::polynomial::PolynomialError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fit {
    /// The coefficients: `(degree + 1,)`, or `(degree + 1, k)` for `k` columns of values.
    pub coefficients: Array<f64>,
    /// The sums of squares of what is left, one for each column; empty if the rank is not full, or there are no more points
    /// than coefficients.
    pub residuals: Array<f64>,
    /// The rank of the matrix of the polynomials' values: less than the number of coefficients if points do not determine
    /// a series, where NumPy warns.
    pub rank: usize,
    /// The singular values of that matrix, its columns scaled to length 1: descending.
    pub singular_values: Array<f64>,
    /// Which of them counted as 0, relative to the largest.
    pub rcond: f64,
}

/// The body of fits.
pub(crate) fn fitted(
    kind: Kind,
    x: View<'_, f64>,
    y: View<'_, f64>,
    degrees: &Degrees,
    options: &FitOptions,
) -> Result<Fit, PolynomialError> {
    let op = "fit";
    let degrees = checked(op, x, y, degrees, options)?;
    let (m, most) = (x.size(), degrees[degrees.len() - 1]);
    let size = (most + 1).checked_mul(m).filter(|size| *size <= isize::MAX as usize / 16);
    if size.is_none() {
        return Err(ShapeError::Overflow { op, shape: [m, most.saturating_add(1)].into() }.into());
    }
    let x = x.to_array().into_vec();
    let (vander, _) = f64::computed(kind, Task::Vander(&x, most));
    let weight = |i: usize| options.weights.as_ref().map_or(1.0, |weights| weights[i]);
    let column = |&d: &usize| (0..m).map(|i| vander[i * (most + 1) + d] * weight(i)).collect();
    let mut columns: Vec<Vec<f64>> = degrees.iter().map(column).collect();
    let k = y.size() / m;
    let y = y.to_array().into_vec();
    let right = |j: usize| (0..m).map(|i| y[i * k + j] * weight(i)).collect();
    let right: Vec<Vec<f64>> = (0..k).map(right).collect();
    let finite = |columns: &[Vec<f64>]| columns.iter().flatten().all(|x| x.is_finite());
    if !finite(&columns) || !finite(&right) {
        return Err(PolynomialError::NotFinite { op });
    }
    let mut scale = Vec::with_capacity(columns.len());
    for column in &mut columns {
        let norm = column.iter().fold(0.0, |norm: f64, x| norm.hypot(*x));
        let norm = if norm == 0.0 { 1.0 } else { norm };
        column.iter_mut().for_each(|x| *x /= norm);
        scale.push(norm);
    }
    let rcond = options.rcond.unwrap_or(m as f64 * f64::EPSILON);
    let solution = solve(columns, right, m, rcond);
    let mut coefficients = vec![0.0; (most + 1) * k];
    for (j, x) in solution.x.iter().enumerate() {
        for ((&degree, x), scale) in degrees.iter().zip(x).zip(&scale) {
            coefficients[degree * k + j] = x / scale;
        }
    }
    Ok(Fit {
        coefficients: Array::from_vec(coefficients),
        residuals: Array::from_vec(solution.residuals),
        rank: solution.rank,
        singular_values: Array::from_vec(solution.singular_values),
        rcond,
    })
}

/// The degrees in order, if everything fits together.
fn checked(
    op: &'static str,
    x: View<'_, f64>,
    y: View<'_, f64>,
    degrees: &Degrees,
    options: &FitOptions,
) -> Result<Vec<usize>, PolynomialError> {
    if x.ndim() != 1 {
        return Err(ShapeError::Rank { op, expected: "one", shape: x.shape().into() }.into());
    }
    if x.is_empty() {
        return Err(ShapeError::Empty { op, what: "x" }.into());
    }
    if !(1..=2).contains(&y.ndim()) {
        let shape = y.shape().into();
        return Err(ShapeError::Rank { op, expected: "one or two", shape }.into());
    }
    let mismatch = |what: &str, len: usize| {
        let op = format!("{op}: {what}").into();
        ShapeError::Mismatch { op, left: [x.size()].into(), right: [len].into() }
    };
    if y.shape()[0] != x.size() {
        return Err(mismatch("values", y.shape()[0]).into());
    }
    if let Some(weights) = &options.weights
        && weights.len() != x.size()
    {
        return Err(mismatch("weights", weights.len()).into());
    }
    match degrees {
        Degrees::UpTo(degree) if *degree < isize::MAX as usize / 16 => Ok((0..=*degree).collect()),
        Degrees::UpTo(degree) => {
            Err(ShapeError::Overflow { op, shape: [x.size(), *degree].into() }.into())
        }
        Degrees::These(degrees) if degrees.is_empty() => {
            Err(ShapeError::Empty { op, what: "the list of degrees" }.into())
        }
        Degrees::These(degrees) => {
            let mut degrees = degrees.clone();
            degrees.sort_unstable();
            degrees.dedup();
            Ok(degrees)
        }
    }
}
