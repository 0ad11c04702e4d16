//! Norms of sparse matrices, and an estimate where there is only an operator.

use super::error::SolverError;
use super::operator::{LinearOperator, Operator};
use super::scalar::{Compiled, Scalar};
use super::vectors::{norm as euclidean, zeros};
use crate::compressed::CompressedView;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;

/// Which norm.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Norm, norm}};
///
/// let a = Csr::<f64>::from_dense([[3.0, -4.0], [0.0, 12.0]]);
/// assert_eq!(norm(&a, Norm::Frobenius), 13.0);
/// assert_eq!(norm(&a, Norm::One), 16.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Norm {
    /// The root of the sum of squares.
    Frobenius,
    /// The largest sum of a column.
    One,
    /// The largest sum of a row.
    Infinity,
    /// The largest element.
    Largest,
}

/// A norm of a matrix `(m, n)`; 0 of nothing, NaN if an element is.
///
/// # SciPy
/// `scipy.sparse.linalg.norm(a, ord)`. The 2-norm is `svds(a, 1)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::{Norm, norm}};
///
/// let a = Csr::<f64>::from_dense([[1.0, -2.0], [3.0, 4.0]]);
/// assert_eq!((norm(&a, Norm::Infinity), norm(&a, Norm::Largest)), (7.0, 4.0));
/// ```
pub fn norm<'a, T: Scalar + SparseElement<I>, I: Index, O: Orientation>(
    a: impl Into<CompressedView<'a, T, I, O>>,
    which: Norm,
) -> f64 {
    let packed = a.into().packed();
    let largest = |sums: Vec<f64>| {
        sums.into_iter().fold(0.0, |m: f64, x| if x > m || x.is_nan() { x } else { m })
    };
    let by_lanes = match which {
        Norm::Frobenius => return euclidean(packed.values),
        Norm::Largest => return largest(packed.values.iter().map(|x| x.magnitude()).collect()),
        Norm::One => !O::ROWS,
        Norm::Infinity => O::ROWS,
    };
    if by_lanes {
        let of_lane = |lane| packed.lane(lane).1.iter().map(|x| x.magnitude()).sum();
        return largest((0..packed.lanes()).map(of_lane).collect());
    }
    let mut sums = vec![0.0; packed.across];
    for (index, value) in packed.indices.iter().zip(packed.values) {
        sums[index.position()] += value.magnitude();
    }
    largest(sums)
}

/// A lower bound of the 1-norm of a square operator, most often the norm itself or near it, by a few products with it
/// and its adjoint (N. J. Higham and F. Tisseur, 2000). Deterministic.
///
/// # Errors
/// [`SolverError::NotSquare`], [`SolverError::NoAdjoint`].
///
/// # SciPy
/// `scipy.sparse.linalg.onenormest(a)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, linalg::onenormest};
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0, 0.0], [5.0, 8.0, 2.0], [0.0, -1.0, 0.0]]);
/// assert_eq!(onenormest(&a)?, 9.0);
/// # Ok::<(), nd_sparse::linalg::SolverError>(())
/// ```
pub fn onenormest<A: LinearOperator>(a: &A) -> Result<f64, SolverError> {
    const OP: &str = "onenormest";
    let shape = a.shape();
    if shape[0] != shape[1] {
        return Err(SolverError::NotSquare { op: OP, shape });
    }
    if !a.has_adjoint() {
        return Err(SolverError::NoAdjoint { op: OP });
    }
    Ok(A::Elem::one_norm(a))
}

/// Columns that are tried at once.
const WIDTH: usize = 4;

/// The largest sum of a column among those that are tried.
pub(crate) fn estimated<T: Scalar>(a: &Operator<'_, T>) -> f64 {
    let n = a.shape()[0];
    let sum = |y: &[T]| y.iter().map(|y| y.magnitude()).sum::<f64>();
    let image = |x: &[T]| {
        let mut y = zeros(n);
        a.apply(x, &mut y);
        y
    };
    let unit = |at: usize| {
        let mut x = zeros::<T>(n);
        x[at] = T::ONE;
        x
    };
    if n <= 2 * WIDTH {
        return (0..n).map(|at| sum(&image(&unit(at)))).fold(0.0, f64::max);
    }
    let mut seen = vec![false; n];
    let mut tried = starts::<T>(n);
    let mut best = 0.0;
    for round in 0..6 {
        let images: Vec<Vec<T>> = tried.iter().map(|x| image(x)).collect();
        let found = images.iter().map(|y| sum(y)).fold(0.0, f64::max);
        if round > 1 && found <= best {
            break;
        }
        best = f64::max(best, found);
        let mut gains = vec![0.0f64; n];
        for y in &images {
            let signs: Vec<T> = y.iter().map(|&y| phase(y)).collect();
            let mut z = zeros(n);
            a.apply_adjoint(&signs, &mut z);
            gains.iter_mut().zip(&z).for_each(|(gain, z)| *gain = gain.max(z.magnitude()));
        }
        let mut order: Vec<usize> = (0..n).filter(|&at| !seen[at]).collect();
        order.sort_by(|&i, &j| gains[j].total_cmp(&gains[i]).then(i.cmp(&j)));
        order.truncate(WIDTH);
        if order.first().is_none_or(|&at| gains[at] <= best && round > 0) {
            break;
        }
        order.iter().for_each(|&at| seen[at] = true);
        tried = order.into_iter().map(unit).collect();
    }
    best
}

fn phase<T: Scalar>(y: T) -> T {
    let size = y.magnitude();
    if size == 0.0 { T::ONE } else { y / T::from_f64(size) }
}

/// Vectors of sum 1 with different signs.
fn starts<T: Scalar>(n: usize) -> Vec<Vec<T>> {
    let share = 1.0 / n as f64;
    let sign = |row: usize, bit: usize| {
        let mixed = (row as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (20 + 7 * bit);
        if bit > 0 && mixed & 1 == 1 { -share } else { share }
    };
    (0..WIDTH).map(|bit| (0..n).map(|row| T::from_f64(sign(row, bit))).collect()).collect()
}
