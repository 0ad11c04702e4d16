//! NumPy's older products: [`dot`], [`vdot`], [`inner`], [`outer`].

use crate::error::ok;
use crate::product::vectors::rowwise;
use crate::product::{Arithmetic, ProductElement, elements, inner_error, packed};
use nd_core::{Array, ArrayLike, Shape, ShapeError, View, zip};

/// The sum of products over the last axis of `a` and the last but one of `b` (its only one, of
/// a vector).
///
/// `a: (…, k)`, `b: (…, k, n)` → `(… of a, … of b, n)`: every row of `a` meets every column of
/// `b`, where [`matmul`](crate::matmul) broadcasts the leading axes. A 0-d operand multiplies
/// all elements of the other. Values as for [`matmul`](crate::matmul); nothing is conjugated.
///
/// # Panics
/// If `k` differs.
///
/// # NumPy
/// `np.dot(a, b)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_linalg::dot;
///
/// assert_eq!(dot([1, 2], [3, 4])[[]], 11);
/// assert_eq!(dot([[1, 2], [3, 4]], [1, 1]), array![3, 7]);
/// let (a, b) = (Array::<f32>::zeros([2, 3]), Array::zeros([5, 3, 4]));
/// assert_eq!(dot(&a, &b).shape(), [2, 5, 4]);
/// ```
/// ```should_panic
/// nd_linalg::dot([1, 2], [1, 2, 3]); // 2 and 3 should be equal
/// ```
#[track_caller]
pub fn dot<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_dot(a, b))
}

/// As [`dot`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::Inner`] if `k` differs, [`ShapeError::Overflow`] or
/// [`ShapeError::TooManyAxes`] if the result cannot be.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_dot([1, 2], [1, 2, 3]).is_err());
/// ```
pub fn try_dot<A, B>(a: A, b: B) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (a, b) = (ProductElement::work(a.view()), ProductElement::work(b.view()));
    let (a, b) = (a.view(), b.view());
    if a.ndim() == 0 || b.ndim() == 0 {
        return Ok(ProductElement::done(zip((&a, &b)).map(|(x, y)| x.times(y))));
    }
    let result = match b.ndim() {
        1 => contracted("dot", a, b, 0),
        ndim => contracted("dot", a, b, ndim - 2),
    };
    result.map(ProductElement::done)
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
    let (a, b) = (ProductElement::work(a.view()), ProductElement::work(b.view()));
    let (a, b) = (a.view(), b.view());
    if a.ndim() == 0 || b.ndim() == 0 {
        return Ok(ProductElement::done(zip((&a, &b)).map(|(x, y)| x.times(y))));
    }
    contracted("inner", a, b, b.ndim() - 1).map(ProductElement::done)
}

/// Over the last axis of `a` and one of `b`: one product of matrices.
fn contracted<T: Arithmetic>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
    axis: usize,
) -> Result<Array<T>, ShapeError> {
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
    Ok(T::multiplied(op, a.view(), b.view())?.into_reshaped(shape))
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
    let (x, y) = (ProductElement::work(x.view()), ProductElement::work(y.view()));
    let (x, y) = (x.view(), y.view());
    if x.size() != y.size() {
        return Err(inner_error("vdot", x.shape(), y.shape(), [x.size(), y.size()]));
    }
    let (x, y) = (packed(x), packed(y));
    let sum = Arithmetic::dotted(elements(&x), elements(&y), true);
    Ok(<X::Elem as ProductElement>::done(Array::scalar(sum))[[]])
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
    let (x, y) = (ProductElement::work(x.view()), ProductElement::work(y.view()));
    let (x, y) = (x.view().reshape([-1, 1]), y.view().ravel());
    ProductElement::done(zip((&x.view(), &y.view())).map(|(x, y)| x.times(y)))
}
