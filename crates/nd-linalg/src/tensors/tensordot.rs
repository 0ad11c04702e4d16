//! [`tensordot`].

use crate::error::ok;
use crate::products::{Arithmetic, ProductElement, inner_error};
use crate::tensors::TensorProducts;
use nd_core::{Array, ArrayLike, Shape, ShapeError, View, normalize_axes};

/// Which axes [`tensordot`] sums over.
///
/// A number `n` stands for the last `n` axes of the first operand and the first `n` of the
/// second, in order; a pair of lists names them, negative ones from the end.
///
/// # Examples
/// ```
/// use nd_linalg::TensordotAxes;
///
/// assert_eq!(TensordotAxes::from(2), TensordotAxes::Count(2));
/// let named = TensordotAxes::Named(vec![0, -1], vec![1, 0]);
/// assert_eq!(TensordotAxes::from(([0, -1], [1, 0])), named);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TensordotAxes {
    /// So many of the last and first axes.
    Count(usize),
    /// Axes of the first and of the second operand, pair by pair.
    Named(Vec<isize>, Vec<isize>),
}

impl From<usize> for TensordotAxes {
    fn from(count: usize) -> TensordotAxes {
        TensordotAxes::Count(count)
    }
}

impl<const M: usize, const N: usize> From<([isize; M], [isize; N])> for TensordotAxes {
    fn from((a, b): ([isize; M], [isize; N])) -> TensordotAxes {
        TensordotAxes::Named(a.into(), b.into())
    }
}

impl From<(&[isize], &[isize])> for TensordotAxes {
    fn from((a, b): (&[isize], &[isize])) -> TensordotAxes {
        TensordotAxes::Named(a.into(), b.into())
    }
}

/// The sum of products over several axes of both.
///
/// The result has the axes of `a` that are not summed over, then those of `b`: with
/// `a: (…, k, l)`, `b: (k, l, …)` and 2 axes, `(… of a, … of b)`. With 0 axes it is all
/// products of an element of each. Values as for [`matmul`](crate::matmul), which does the
/// work after at most one copy of each operand.
///
/// # Panics
/// If an axis does not exist or is named twice, the lists are not equally long, or a pair of
/// axes is not.
///
/// # NumPy
/// `np.tensordot(a, b, axes)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_linalg::tensordot;
///
/// let (a, b) = (Array::<f64>::ones([3, 4, 5]), Array::ones([4, 3, 2]));
/// let c = tensordot(&a, &b, ([1, 0], [0, 1]));
/// assert_eq!(c.shape(), [5, 2]);
/// assert_eq!(c[[0, 0]], 12.0);
/// assert_eq!(tensordot([1, 2], [1, 10], 0), nd_core::array![[1, 10], [2, 20]]);
/// ```
/// ```should_panic
/// nd_linalg::tensordot([[1, 2]], [[1, 2]], 1); // 2 and 1 should be equal
/// ```
#[track_caller]
pub fn tensordot<A, B>(a: A, b: B, axes: impl Into<TensordotAxes>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_tensordot(a, b, axes))
}

/// As [`tensordot`], for shapes and axes that come from users.
///
/// # Errors
/// [`ShapeError::Axis`] or [`ShapeError::RepeatedAxis`] for the lists of axes,
/// [`ShapeError::TooFewAxes`] if there are not as many as a number says, [`ShapeError::Inner`]
/// if the lists or a pair of axes are not equally long, [`ShapeError::Overflow`] or
/// [`ShapeError::TooManyAxes`] if the result cannot be.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_tensordot([[1, 2]], [[1, 2]], 1).is_err());
/// ```
pub fn try_tensordot<A, B>(
    a: A,
    b: B,
    axes: impl Into<TensordotAxes>,
) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::tensordot(a.view(), b.view(), axes.into())
}

/// The body of [`tensordot`].
pub(crate) fn of_views<E: ProductElement>(
    a: View<'_, E>,
    b: View<'_, E>,
    axes: TensordotAxes,
) -> Result<Array<E>, ShapeError> {
    summed(E::work(a).view(), E::work(b).view(), axes).map(E::done)
}

fn summed<T: Arithmetic>(
    a: View<'_, T>,
    b: View<'_, T>,
    axes: TensordotAxes,
) -> Result<Array<T>, ShapeError> {
    let op = "tensordot";
    let (left, right) = named(op, a, b, axes)?;
    if left.len() != right.len() {
        return Err(inner_error(op, a.shape(), b.shape(), [left.len(), right.len()]));
    }
    let left = normalize_axes(op, &left, a.ndim())?;
    let right = normalize_axes(op, &right, b.ndim())?;
    for (&i, &j) in left.iter().zip(right.iter()) {
        if a.shape()[i] != b.shape()[j] {
            return Err(inner_error(op, a.shape(), b.shape(), [a.shape()[i], b.shape()[j]]));
        }
    }
    let rows: Vec<usize> = (0..a.ndim()).filter(|axis| !left.contains(axis)).collect();
    let cols: Vec<usize> = (0..b.ndim()).filter(|axis| !right.contains(axis)).collect();
    let lengths: Vec<usize> = rows.iter().map(|&axis| a.shape()[axis]).collect();
    let (m, right_lengths): (usize, Vec<usize>) =
        (lengths.iter().product(), cols.iter().map(|&axis| b.shape()[axis]).collect());
    let (k, n) =
        (left.iter().map(|&axis| a.shape()[axis]).product(), right_lengths.iter().product());
    let shape = Shape::try_new(&[lengths, right_lengths].concat())?;
    let a = ordered(a, &rows, &left)?.try_reshape(Shape::from([m, k]))?;
    let b = ordered(b, &right, &cols)?.try_reshape(Shape::from([k, n]))?;
    Ok(T::product(op, a.view(), b.view())?.into_reshaped(shape))
}

/// The axes by name.
fn named<T>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
    axes: TensordotAxes,
) -> Result<(Vec<isize>, Vec<isize>), ShapeError> {
    match axes {
        TensordotAxes::Named(left, right) => Ok((left, right)),
        TensordotAxes::Count(least) => {
            if let Some(short) = [a, b].into_iter().find(|x| x.ndim() < least) {
                return Err(ShapeError::TooFewAxes { op, least, shape: short.shape().into() });
            }
            let first = a.ndim() - least;
            Ok(((first..a.ndim()).map(|i| i as isize).collect(), (0..least as isize).collect()))
        }
    }
}

/// Some axes, then the others.
fn ordered<'a, T>(
    view: View<'a, T>,
    first: &[usize],
    then: &[usize],
) -> Result<View<'a, T>, ShapeError> {
    let axes: Vec<isize> = first.iter().chain(then).map(|&axis| axis as isize).collect();
    view.try_permute_dims(&axes)
}
