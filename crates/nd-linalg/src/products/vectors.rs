//! Products of which one side, or both, are stacks of vectors: [`matvec`], [`vecmat`],
//! [`vecdot`].

use crate::error::ok;
use crate::matrices::prepare::{packed, slice};
use crate::products::elementwise::conjugates;
use crate::products::{Arithmetic, ProductElement, Products, gemv, inner_error};
use nd_core::{Array, ArrayLike, MAX_NDIM, Shape, ShapeError, View, broadcast_shapes};

/// Each matrix times its vector.
///
/// `a: (…, m, n)`, `x: (…, n)` → `(…, m)`, the leading axes broadcast. Values as for
/// [`matmul`](crate::matmul).
///
/// # Panics
/// If `a` has fewer than two axes or `x` has none, `n` differs, or the leading axes do not
/// broadcast.
///
/// # NumPy
/// `np.matvec(a, x)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(nd_linalg::matvec(&a, [[1, 0], [1, 1]]), array![[1, 3], [3, 7]]);
/// ```
/// ```should_panic
/// nd_linalg::matvec([[1, 2]], [1, 2, 3]); // 2 and 3 should be equal
/// ```
#[track_caller]
pub fn matvec<A, X>(a: A, x: X) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    X: ArrayLike<Elem = A::Elem>,
{
    ok(try_matvec(a, x))
}

/// As [`matvec`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`], [`ShapeError::Inner`] if `n` differs, [`ShapeError::Broadcast`]
/// for the leading axes, [`ShapeError::Overflow`] or [`ShapeError::TooManyAxes`] if the result
/// cannot be.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_matvec([1, 2], [1, 2]).is_err()); // not a matrix
/// ```
pub fn try_matvec<A, X>(a: A, x: X) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    X: ArrayLike<Elem = A::Elem>,
{
    A::Elem::matvec(a.view(), x.view())
}

/// Each vector's conjugate, as a row, times its matrix.
///
/// `x: (…, m)`, `a: (…, m, n)` → `(…, n)`, the leading axes broadcast. For real numbers it is
/// the vector itself. Values as for [`matmul`](crate::matmul), which does not conjugate.
///
/// # Panics
/// If `a` has fewer than two axes or `x` has none, `m` differs, or the leading axes do not
/// broadcast.
///
/// # NumPy
/// `np.vecmat(x, a)`.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_linalg::vecmat([1, 10], [[1, 2], [3, 4]]), array![31, 42]);
/// let i = Complex::new(0.0, 1.0);
/// assert_eq!(nd_linalg::vecmat([i], [[i]]), array![Complex::new(1.0, 0.0)]);
/// ```
/// ```should_panic
/// nd_linalg::vecmat([1, 2, 3], [[1, 2]]);
/// ```
#[track_caller]
pub fn vecmat<X, A>(x: X, a: A) -> Array<X::Elem>
where
    X: ArrayLike<Elem: ProductElement>,
    A: ArrayLike<Elem = X::Elem>,
{
    ok(try_vecmat(x, a))
}

/// As [`vecmat`], for shapes that come from users.
///
/// # Errors
/// As [`try_matvec`].
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_vecmat([1, 2], [1, 2]).is_err()); // not a matrix
/// ```
pub fn try_vecmat<X, A>(x: X, a: A) -> Result<Array<X::Elem>, ShapeError>
where
    X: ArrayLike<Elem: ProductElement>,
    A: ArrayLike<Elem = X::Elem>,
{
    X::Elem::vecmat(x.view(), a.view())
}

/// The body of [`matvec`].
pub(crate) fn after<E: ProductElement>(
    a: View<'_, E>,
    x: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    columns("matvec", E::work(a).view(), E::work(x).view()).map(E::done)
}

/// The body of [`vecmat`].
pub(crate) fn before<E: ProductElement>(
    x: View<'_, E>,
    a: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    let (x, a) = (E::work(x), E::work(a));
    conjugate_rows(x.view(), a.view()).map(E::done)
}

fn conjugate_rows<T: Arithmetic>(x: View<'_, T>, a: View<'_, T>) -> Result<Array<T>, ShapeError> {
    if a.ndim() < 2 {
        return Err(ShapeError::TooFewAxes { op: "vecmat", least: 2, shape: a.shape().into() });
    }
    let transposed = a.swapaxes(-1, -2);
    let result = if const { T::CONJUGATES } {
        let conjugate = conjugates(x);
        columns("vecmat", transposed, conjugate.view())
    } else {
        columns("vecmat", transposed, x)
    };
    result.map_err(|error| match error {
        ShapeError::Inner { op, right, lengths: [n, m], .. } => {
            ShapeError::Inner { op, left: right, right: a.shape().into(), lengths: [m, n] }
        }
        other => other,
    })
}

/// Vectors as columns: `(…, m, n)`, `(…, n)` → `(…, m)`.
fn columns<T: Arithmetic>(
    op: &'static str,
    a: View<'_, T>,
    x: View<'_, T>,
) -> Result<Array<T>, ShapeError> {
    if a.ndim() < 2 || x.ndim() < 1 {
        let (least, short) = if a.ndim() < 2 { (2, a) } else { (1, x) };
        return Err(ShapeError::TooFewAxes { op, least, shape: short.shape().into() });
    }
    let (n, given) = (a.shape()[a.ndim() - 1], x.shape()[x.ndim() - 1]);
    if n != given {
        return Err(inner_error(op, a.shape(), x.shape(), [n, given]));
    }
    // One matrix for all vectors: these are the rows of one product, with the transpose.
    if a.ndim() == 2 && x.ndim() > 1 {
        return T::product(op, x, a.t());
    }
    if x.ndim() == 1 {
        return T::product(op, a, x);
    }
    if x.ndim() == MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op, ndim: x.ndim() + 1 });
    }
    let out = T::product(op, a, x.expand_dims(-1))?;
    let shape = Shape::try_new(&out.shape()[..out.ndim() - 1])?;
    Ok(out.into_reshaped(shape))
}

/// The inner products of vectors, the first conjugated: `Σ x̄ᵢ · yᵢ`.
///
/// `x: (…, n)`, `y: (…, n)` → `(…)`, the leading axes broadcast. NaN and infinities spread; no
/// elements give 0; integers wrap, bool is "or" of "and"s.
///
/// # Panics
/// If an operand has no axis, `n` differs, or the leading axes do not broadcast.
///
/// # NumPy
/// `np.vecdot(x, y)`, `np.linalg.vecdot`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let x = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(nd_linalg::vecdot(&x, [10.0, 1.0]), array![12.0, 34.0]);
/// ```
/// ```should_panic
/// nd_linalg::vecdot([1, 2], [1, 2, 3]);
/// ```
#[track_caller]
pub fn vecdot<X, Y>(x: X, y: Y) -> Array<X::Elem>
where
    X: ArrayLike<Elem: ProductElement>,
    Y: ArrayLike<Elem = X::Elem>,
{
    ok(try_vecdot(x, y))
}

/// As [`vecdot`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`], [`ShapeError::Inner`] if `n` differs, [`ShapeError::Broadcast`]
/// for the leading axes, [`ShapeError::Overflow`] if the result cannot be.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_vecdot([1, 2], [1, 2, 3]).is_err());
/// ```
pub fn try_vecdot<X, Y>(x: X, y: Y) -> Result<Array<X::Elem>, ShapeError>
where
    X: ArrayLike<Elem: ProductElement>,
    Y: ArrayLike<Elem = X::Elem>,
{
    X::Elem::vecdot(x.view(), y.view())
}

/// The body of [`vecdot`].
pub(crate) fn each<E: ProductElement>(
    x: View<'_, E>,
    y: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    rowwise("vecdot", E::work(x).view(), E::work(y).view(), true).map(E::done)
}

/// Rows times rows: `(…, n)`, `(…, n)` → `(…)`.
pub(crate) fn rowwise<T: Arithmetic>(
    op: &'static str,
    x: View<'_, T>,
    y: View<'_, T>,
    conjugated: bool,
) -> Result<Array<T>, ShapeError> {
    let shapes = (x.shape(), y.shape());
    let ([x_batch @ .., n], [y_batch @ .., given]) = shapes else {
        let short = if x.ndim() == 0 { x } else { y };
        return Err(ShapeError::TooFewAxes { op, least: 1, shape: short.shape().into() });
    };
    if n != given {
        return Err(inner_error(op, x.shape(), y.shape(), [*n, *given]));
    }
    let batch = broadcast_shapes(&[x_batch, y_batch]).map_err(|_| ShapeError::Broadcast {
        op,
        shapes: [x.shape().into(), y.shape().into()].into(),
    })?;
    if batch.is_empty() {
        let (x, y) = (packed(x), packed(y));
        let sum = gemv::dot(slice(&x), slice(&y), conjugated);
        return Ok(Array::scalar(sum));
    }
    if batch.ndim() + 2 > MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op, ndim: batch.ndim() + 2 });
    }
    if const { T::CONJUGATES } && conjugated {
        let x = conjugates(x);
        return rowwise(op, x.view(), y, false);
    }
    Ok(T::product(op, x.expand_dims(-2), y.expand_dims(-1))?.into_reshaped(batch))
}
