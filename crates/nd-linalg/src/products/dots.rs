//! Products by NumPy's older names: [`dot`], [`vdot`], [`inner`], [`outer`].

use crate::error::ok;
use crate::matrices::prepare::{packed, slice};
use crate::products::vectors::rowwise;
use crate::products::{Arithmetic, ProductElement, Products, gemv, inner_error, times};
use nd_core::{Array, ArrayLike, Shape, ShapeError, View};

/// The sum of the products of two vectors' elements.
///
/// `a: (n)`, `b: (n)`. Nothing is conjugated: see [`vdot`](crate::vdot) for that. NaN and
/// infinities spread; no elements give 0; integers wrap, bool is "or" of "and"s. Matrices are
/// multiplied by [`matmul`](crate::matmul).
///
/// # Panics
/// If an operand does not have one axis, or `n` differs.
///
/// # NumPy
/// `np.dot(a, b)` of vectors. Of matrices that is [`matmul`](crate::matmul), of arrays of more
/// axes [`tensordot`](crate::tensordot)`(a, b, ([-1], [-2]))`.
///
/// # Examples
/// ```
/// use nd_linalg::dot;
///
/// assert_eq!(dot([1, 2], [3, 4]), 11);
/// assert_eq!(dot([0.5; 0], [2.5; 0]), 0.0);
/// ```
/// ```should_panic
/// nd_linalg::dot([1, 2], [1, 2, 3]); // 2 and 3 should be equal
/// ```
#[track_caller]
pub fn dot<A, B>(a: A, b: B) -> A::Elem
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_dot(a, b))
}

/// As [`dot`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::Rank`] if an operand does not have one axis, [`ShapeError::Inner`] if `n`
/// differs.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_dot([1, 2], [1, 2, 3]).is_err());
/// let error = nd_linalg::try_dot([[1, 2]], [1, 2]).unwrap_err();
/// assert!(error.to_string().contains("matrices are multiplied by matmul"));
/// ```
pub fn try_dot<A, B>(a: A, b: B) -> Result<A::Elem, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::dot(a.view(), b.view())
}

/// The body of [`dot`].
pub(crate) fn of_vectors<E: ProductElement>(
    a: View<'_, E>,
    b: View<'_, E>,
) -> Result<E, ShapeError> {
    if let Some(other) = [a, b].into_iter().find(|x| x.ndim() != 1) {
        let expected = "1 (matrices are multiplied by matmul, other arrays by tensordot)";
        return Err(ShapeError::Rank { op: "dot", expected, shape: other.shape().into() });
    }
    let sum = rowwise("dot", E::work(a).view(), E::work(b).view(), false)?;
    Ok(E::done(sum)[[]])
}

/// The sum of products over the last axes of both.
///
/// `a: (…, k)`, `b: (…, k)` → `(… of a, … of b)`. A 0-d operand multiplies all elements of the
/// other. Values as for [`matmul`](crate::matmul); nothing is conjugated.
///
/// # Panics
/// If `k` differs.
///
/// # NumPy
/// `np.inner(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::inner([[1, 2], [3, 4]], [[1, 0], [1, 1]]), array![[1, 3], [3, 7]]);
/// ```
/// ```should_panic
/// nd_linalg::inner([1, 2], [1, 2, 3]);
/// ```
#[track_caller]
pub fn inner<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_inner(a, b))
}

/// As [`inner`], for shapes that come from users.
///
/// # Errors
/// As [`try_dot`].
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_inner([1, 2], [1, 2, 3]).is_err());
/// ```
pub fn try_inner<A, B>(a: A, b: B) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::inner(a.view(), b.view())
}

/// The body of [`inner`].
pub(crate) fn over_last_axes<E: ProductElement>(
    a: View<'_, E>,
    b: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    contracted("inner", E::work(a).view(), E::work(b).view()).map(E::done)
}

/// Over the last axes: one product of matrices.
fn contracted<T: Arithmetic>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Array<T>, ShapeError> {
    if a.ndim() == 0 || b.ndim() == 0 {
        return Ok(times(a, b));
    }
    let axis = b.ndim() - 1;
    let (k, given) = (a.shape()[a.ndim() - 1], b.shape()[axis]);
    if k != given {
        return Err(inner_error(op, a.shape(), b.shape(), [k, given]));
    }
    if a.ndim() == 1 && b.ndim() == 1 {
        return rowwise(op, a, b, false);
    }
    let moved = b.moveaxis(axis as isize, 0);
    let (left, right) = (&a.shape()[..a.ndim() - 1], &moved.shape()[1..]);
    let shape = Shape::try_new(&[left, right].concat())?;
    let a = a.try_reshape(Shape::from([left.iter().product(), k]))?;
    let b = moved.try_reshape(Shape::from([k, right.iter().product()]))?;
    Ok(T::product(op, a.view(), b.view())?.into_reshaped(shape))
}

/// The sum of `x̄ · y` over all elements, in C order.
///
/// `x`, `y`: as many elements, of any shape. The first is conjugated; NaN and infinities
/// spread; no elements give 0; integers wrap, bool is "or" of "and"s.
///
/// # Panics
/// If the numbers of elements differ.
///
/// # NumPy
/// `np.vdot(x, y)`.
///
/// # Examples
/// ```
/// use nd_core::Complex;
/// use nd_linalg::vdot;
///
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(vdot([i, i], [i, i]), Complex::new(2.0, 0.0));
/// assert_eq!(vdot([[1, 2], [3, 4]], [1, 1, 1, 1]), 10);
/// ```
/// ```should_panic
/// nd_linalg::vdot([1, 2], [1, 2, 3]);
/// ```
#[track_caller]
pub fn vdot<X, Y>(x: X, y: Y) -> X::Elem
where
    X: ArrayLike<Elem: ProductElement>,
    Y: ArrayLike<Elem = X::Elem>,
{
    ok(try_vdot(x, y))
}

/// As [`vdot`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::Inner`] if the numbers of elements differ.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_vdot([1, 2], [1, 2, 3]).is_err());
/// ```
pub fn try_vdot<X, Y>(x: X, y: Y) -> Result<X::Elem, ShapeError>
where
    X: ArrayLike<Elem: ProductElement>,
    Y: ArrayLike<Elem = X::Elem>,
{
    X::Elem::vdot(x.view(), y.view())
}

/// The body of [`vdot`].
pub(crate) fn of_all<E: ProductElement>(x: View<'_, E>, y: View<'_, E>) -> Result<E, ShapeError> {
    let sum = flat(E::work(x).view(), E::work(y).view())?;
    Ok(E::done(Array::scalar(sum))[[]])
}

/// The conjugated product of all elements, in C order.
fn flat<T: Arithmetic>(x: View<'_, T>, y: View<'_, T>) -> Result<T, ShapeError> {
    if x.size() != y.size() {
        return Err(inner_error("vdot", x.shape(), y.shape(), [x.size(), y.size()]));
    }
    let (x, y) = (packed(x), packed(y));
    Ok(gemv::dot(slice(&x), slice(&y), true))
}

/// All products of an element of `x` and one of `y`.
///
/// `x`: `m` elements, `y`: `n` elements, of any shape → `(m, n)`. Nothing is conjugated.
///
/// # Panics
/// If the size `m · n` overflows.
///
/// # NumPy
/// `np.outer(x, y)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::outer([1, 2], [1, 10]), array![[1, 10], [2, 20]]);
/// assert_eq!(nd_linalg::outer([1.0; 0], [1.0, 2.0]).shape(), [0, 2]);
/// ```
#[track_caller]
pub fn outer<X, Y>(x: X, y: Y) -> Array<X::Elem>
where
    X: ArrayLike<Elem: ProductElement>,
    Y: ArrayLike<Elem = X::Elem>,
{
    X::Elem::outer(x.view(), y.view())
}

/// The body of [`outer`].
pub(crate) fn of_each<E: ProductElement>(x: View<'_, E>, y: View<'_, E>) -> Array<E> {
    let (x, y) = (E::work(x), E::work(y));
    let (x, y) = (x.view().reshape([-1, 1]), y.view().ravel());
    E::done(times(x.view(), y.view()))
}
