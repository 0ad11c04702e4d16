//! [`kron`].

use crate::error::ok;
use crate::products::{Arithmetic, ProductElement, times};
use crate::tensors::TensorProducts;
use nd_core::{Array, ArrayLike, MAX_NDIM, Shape, ShapeError, View};

/// The Kronecker product: `b` in the place of each element of `a`, multiplied by it.
///
/// `a: (m, n)`, `b: (p, q)` → `(m·p, n·q)`, and so on for any number of axes; the array with
/// fewer gets axes of length 1 in front. Integers wrap, bool is "and".
///
/// # Panics
/// If there are more than 8 axes, or the size overflows.
///
/// # NumPy
/// `np.kron(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::kron;
///
/// assert_eq!(kron([1, 10], [1, 2, 3]), array![1, 2, 3, 10, 20, 30]);
/// assert_eq!(kron([[1, 2]], [[1], [3]]), array![[1, 2], [3, 6]]);
/// assert_eq!(kron([2.0; 0], [1.0, 2.0]).shape(), [0]);
/// ```
#[track_caller]
pub fn kron<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_kron(a, b))
}

/// As [`kron`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooManyAxes`] beyond 8 axes, [`ShapeError::Overflow`] if the size overflows.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_kron(nd_core::Array::<u8>::ones([1; 9]), [1]).is_err());
/// ```
pub fn try_kron<A, B>(a: A, b: B) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::kron(a.view(), b.view())
}

/// The body of [`kron`].
pub(crate) fn of_views<E: ProductElement>(
    a: View<'_, E>,
    b: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    each(E::work(a).view(), E::work(b).view()).map(E::done)
}

fn each<T: Arithmetic>(a: View<'_, T>, b: View<'_, T>) -> Result<Array<T>, ShapeError> {
    let ndim = a.ndim().max(b.ndim());
    if 2 * ndim > MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op: "kron", ndim: 2 * ndim });
    }
    let padded = |shape: &[usize]| [vec![1; ndim - shape.len()], shape.to_vec()].concat();
    let (left, right) = (padded(a.shape()), padded(b.shape()));
    let overflow = || ShapeError::Overflow {
        op: "kron",
        shape: left.iter().zip(&right).map(|(m, p)| m.saturating_mul(*p)).collect(),
    };
    let lengths = left.iter().zip(&right).map(|(m, p)| m.checked_mul(*p));
    let lengths: Vec<usize> = lengths.collect::<Option<_>>().ok_or_else(overflow)?;
    let shape = Shape::try_new(&lengths)?;
    let bytes = shape.checked_size().and_then(|size| size.checked_mul(size_of::<T>()));
    if bytes.is_none_or(|bytes| bytes > isize::MAX as usize) {
        return Err(overflow());
    }
    // Every axis of `a` is followed by that of `b`; merged, they are those of the result.
    let spread = |lengths: &[usize], place: usize| {
        let pair = |n: usize| if place == 0 { [n, 1] } else { [1, n] };
        Shape::try_new(&lengths.iter().copied().flat_map(pair).collect::<Vec<_>>())
    };
    let a = a.try_reshape_view(spread(&left, 0)?)?;
    let b = b.try_reshape_view(spread(&right, 1)?)?;
    Ok(times(a, b).into_reshaped(shape))
}
