//! Kronecker products and sums.

use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::kernels::lanes;
use crate::orientation::Orientation;
use crate::packed::Made;
use nd_core::ShapeError;

/// The Kronecker product: a block `a[i, j] * b` for each element of `a`: `(m, n)`, `(p, q)` → `(m·p, n·q)`.
/// Zeros that are stored stay, and those that arise.
///
/// # Panics
/// If an axis of the product is too long for the indices.
///
/// # SciPy
/// `kron(a, b)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, kron};
///
/// let a = Csr::<i32>::from_dense([[1, 2]]);
/// let b = Csr::<i32>::from_dense([[0, 3], [4, 0]]);
/// assert_eq!(kron(&a, &b).to_dense(), nd_core::array![[0, 3, 0, 6], [4, 0, 8, 0]]);
/// ```
#[track_caller]
pub fn kron<T: SparseElement<I>, I: Index, O: Orientation>(
    a: &Compressed<T, I, O>,
    b: &Compressed<T, I, O>,
) -> Compressed<T, I, O> {
    ok(try_kron(a, b))
}

/// As [`kron`], for shapes that come from users.
///
/// # Errors
/// [`SparseError::AxisTooLong`], [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, try_kron};
///
/// let long = Csr::<f64>::zeros([1, 1 << 20]);
/// assert!(try_kron(&long, &long).is_err());
/// ```
pub fn try_kron<T: SparseElement<I>, I: Index, O: Orientation>(
    a: &Compressed<T, I, O>,
    b: &Compressed<T, I, O>,
) -> Result<Compressed<T, I, O>, SparseError> {
    let shape = product_shape("kron", a.shape(), b.shape())?;
    SparseError::check_axes::<I>("kron", &shape)?;
    let (a, b) = (a.packed(), b.packed());
    let [lanes, across] = O::lanes_of(shape);
    let inner = b.lanes();
    // What stands before a lane: whole groups of `b`'s lanes, then part of one.
    let before = |lane: usize| {
        let (outer, rest) = (lane / inner, lane % inner);
        let part =
            if rest == 0 { 0 } else { (a.starts[outer + 1] - a.starts[outer]) * b.starts[rest] };
        a.starts[outer] * b.nnz() + part
    };
    let cuts = if lanes == 0 { vec![0, 0] } else { lanes::cuts(lanes, &before) };
    Ok(Compressed::from_packed(lanes::made(&cuts, across, &|part| {
        let mut made = Made::with_capacity(part.len(), 0);
        for lane in part {
            let start = made.indices.len();
            let (outer, factors) = a.lane(lane / inner);
            let (indices, values) = b.lane(lane % inner);
            for (outer, &factor) in outer.iter().zip(factors) {
                let first = outer.position() * b.across;
                for (index, &value) in indices.iter().zip(values) {
                    made.push(I::from_position(first + index.position()), factor.multiplied(value));
                }
            }
            made.end_lane(start);
        }
        made
    })))
}

fn product_shape(op: &'static str, a: [usize; 2], b: [usize; 2]) -> Result<[usize; 2], ShapeError> {
    match (a[0].checked_mul(b[0]), a[1].checked_mul(b[1])) {
        (Some(rows), Some(columns)) => Ok([rows, columns]),
        _ => Err(ShapeError::Overflow { op, shape: [a[0], b[0], a[1], b[1]].into() }),
    }
}

/// The Kronecker sum of square matrices: `kron(eye(n), a) + kron(b, eye(m))`, what a Laplacian on a grid is made
/// of: `(m, m)`, `(n, n)` → `(m·n, m·n)`.
///
/// # Panics
/// If a matrix is not square, or the sum is too large for the indices.
///
/// # SciPy
/// `kronsum(a, b)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, kronsum};
///
/// let line = Csr::<i32>::diags([3, 3], &[(-1, &[-1]), (0, &[2]), (1, &[-1])]);
/// let grid = kronsum(&line, &line);
/// assert_eq!((grid.shape(), grid.nnz(), grid.get(4, 4)), ([9, 9], 33, 4));
/// ```
#[track_caller]
pub fn kronsum<T: SparseElement<I>, I: Index, O: Orientation>(
    a: &Compressed<T, I, O>,
    b: &Compressed<T, I, O>,
) -> Compressed<T, I, O> {
    ok(try_kronsum(a, b))
}

/// As [`kronsum`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::NotSquare`], [`ShapeError::Overflow`], [`SparseError::AxisTooLong`].
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, try_kronsum};
///
/// assert!(try_kronsum(&Csr::<f64>::zeros([1, 2]), &Csr::eye(2)).is_err());
/// ```
pub fn try_kronsum<T: SparseElement<I>, I: Index, O: Orientation>(
    a: &Compressed<T, I, O>,
    b: &Compressed<T, I, O>,
) -> Result<Compressed<T, I, O>, SparseError> {
    for shape in [a.shape(), b.shape()] {
        if shape[0] != shape[1] {
            return Err(ShapeError::NotSquare { op: "kronsum", shape: shape.into() }.into());
        }
    }
    let inner = try_kron(&Compressed::eye(b.shape()[0]), a)?;
    let outer = try_kron(b, &Compressed::eye(a.shape()[0]))?;
    Ok(inner.try_add(&outer)?)
}
