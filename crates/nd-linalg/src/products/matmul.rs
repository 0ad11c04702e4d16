//! [`matmul`].

use crate::error::ok;
use crate::matrices::output::{self, elements};
use crate::matrices::stack::Stack;
use crate::products::{Arithmetic, ProductElement, Products, pair, products, single, stacked};
use nd_core::{Array, ArrayLike, Shape, ShapeError, View, ViewMut, broadcast_shapes};

/// The product of matrices.
///
/// `a: (…, m, k)`, `b: (…, k, n)` → `(…, m, n)`, the leading axes broadcast. A vector on the
/// left is a row, one on the right a column, and that axis is missing from the result:
/// `(k)`, `(k)` → `()`.
///
/// Any strides are read as they are. NaN and infinities spread as in sums of products; a sum
/// over no elements is 0. Integers wrap, bool is "or" of "and"s: see [`ProductElement`]. The
/// result has the same bits on any number of threads.
///
/// # Panics
/// If an operand has no axis, `k` differs, or the leading axes do not broadcast.
///
/// # NumPy
/// `np.matmul(a, b)`, `a @ b`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_linalg::matmul;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(matmul(&a, &a), array![[7.0, 10.0], [15.0, 22.0]]);
/// assert_eq!(matmul(&a, [1.0, 10.0]), array![21.0, 43.0]);
/// assert_eq!(matmul([1.0, 2.0], [1.0, 10.0])[[]], 21.0);
/// assert_eq!(matmul(Array::<f32>::zeros([2, 0]), Array::zeros([0, 1])), array![[0.0], [0.0]]);
/// ```
/// ```should_panic
/// // matmul: shapes [1, 2] and [1, 2] do not fit: 2 and 1 should be equal
/// nd_linalg::matmul([[1, 2]], [[1, 2]]);
/// ```
#[track_caller]
pub fn matmul<A, B>(a: A, b: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_matmul(a, b))
}

/// As [`matmul`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] if an operand has no axis, [`ShapeError::Inner`] if `k` differs,
/// [`ShapeError::Broadcast`] if the leading axes do not broadcast, [`ShapeError::Overflow`] or
/// [`ShapeError::TooManyAxes`] if the result cannot be.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_matmul([[1, 2]], [[1, 2]]).is_err());
/// ```
pub fn try_matmul<A, B>(a: A, b: B) -> Result<Array<A::Elem>, ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::product("matmul", a.view(), b.view())
}

/// As [`matmul`], into an array that there is already: what it held is overwritten.
///
/// # Panics
/// As [`matmul`], and if `out` does not have the shape of the result.
///
/// # NumPy
/// `np.matmul(a, b, out=out)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let mut out = array![[9, 9], [9, 9]];
/// nd_linalg::matmul_into([[1], [2]], [[3, 4]], out.view_mut());
/// assert_eq!(out, array![[3, 4], [6, 8]]);
/// ```
/// ```should_panic
/// let mut out = nd_core::array![0, 0];
/// nd_linalg::matmul_into([[1], [2]], [[3, 4]], out.view_mut());
/// ```
#[track_caller]
pub fn matmul_into<A, B>(a: A, b: B, out: ViewMut<'_, A::Elem>)
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    ok(try_matmul_into(a, b, out));
}

/// As [`matmul_into`], for shapes that come from users.
///
/// # Errors
/// As [`try_matmul`], and [`ShapeError::Mismatch`] if `out` does not have the shape of the
/// result; `out` is as it was then.
///
/// # Examples
/// ```
/// let mut out = nd_core::array![0, 0];
/// assert!(nd_linalg::try_matmul_into([[1], [2]], [[3, 4]], out.view_mut()).is_err());
/// ```
pub fn try_matmul_into<A, B>(a: A, b: B, mut out: ViewMut<'_, A::Elem>) -> Result<(), ShapeError>
where
    A: ArrayLike<Elem: ProductElement>,
    B: ArrayLike<Elem = A::Elem>,
{
    A::Elem::product_into(a.view(), b.view(), &mut out)
}

/// The body of [`try_matmul_into`].
pub(crate) fn into<E: ProductElement>(
    a: View<'_, E>,
    b: View<'_, E>,
    out: &mut ViewMut<'_, E>,
) -> Result<(), ShapeError> {
    let (a, b) = (E::work(a), E::work(b));
    let pair = Pair::new("matmul", a.view(), b.view())?;
    let shape = pair.shape()?;
    if shape[..] != out.layout().shape()[..] {
        let (left, right) = (shape.as_slice().into(), out.layout().shape()[..].into());
        return Err(ShapeError::Mismatch { op: "matmul, result and out".into(), left, right });
    }
    match E::direct(out) {
        Some(out) => pair.run(out),
        None => out.assign(E::done(pair.array()?)),
    }
    Ok(())
}

/// The product of views of any elements, for `op`.
pub(crate) fn of_any<E: ProductElement>(
    op: &'static str,
    a: View<'_, E>,
    b: View<'_, E>,
) -> Result<Array<E>, ShapeError> {
    // Small matrices take less time than copies of the views that a longer way makes.
    if let (&[m, k], &[other, n]) = (a.shape(), b.shape())
        && k == other
        && let (Some(left), Some(right)) = (E::ready(&a), E::ready(&b))
        && let Some(product) = pair(left, right, [m, k, n])
    {
        return Ok(E::done(product));
    }
    product(op, E::work(a).view(), E::work(b).view()).map(E::done)
}

/// The product of two views, for `op`.
fn product<T: Arithmetic>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Array<T>, ShapeError> {
    // The case of small matrices is worth a short way.
    if let ([m, k], [other, n]) = (a.shape(), b.shape())
        && k == other
    {
        let mut out = output::filled(Shape::from([*m, *n]), T::ZERO)?;
        single(elements(&mut out), a, b);
        return Ok(out);
    }
    Pair::new(op, a, b)?.array()
}

/// Two stacks that fit.
struct Pair<'a, T> {
    a: Stack<'a, T>,
    b: Stack<'a, T>,
    /// Whether the result has an axis for the rows, and one for the columns.
    rows: bool,
    cols: bool,
}

impl<'a, T: Arithmetic> Pair<'a, T> {
    fn new(op: &'static str, a: View<'a, T>, b: View<'a, T>) -> Result<Self, ShapeError> {
        if let Some(scalar) = [a, b].into_iter().find(|x| x.ndim() == 0) {
            return Err(ShapeError::TooFewAxes { op, least: 1, shape: scalar.shape().into() });
        }
        let (rows, cols) = (a.ndim() > 1, b.ndim() > 1);
        let left = Stack::matrices(op, if rows { a } else { a.expand_dims(0) })?;
        let right = Stack::matrices(op, if cols { b } else { b.expand_dims(1) })?;
        if left.cols() != right.rows() {
            let lengths = [left.cols(), right.rows()];
            return Err(inner(op, a.shape(), b.shape(), lengths));
        }
        if left.batch().is_empty() && right.batch().is_empty() {
            return Ok(Pair { a: left, b: right, rows, cols });
        }
        let batch = broadcast_shapes(&[left.batch(), right.batch()]).map_err(|_| {
            ShapeError::Broadcast { op, shapes: [a.shape().into(), b.shape().into()].into() }
        })?;
        Ok(Pair { a: left.broadcast(&batch)?, b: right.broadcast(&batch)?, rows, cols })
    }

    fn shape(&self) -> Result<Shape, ShapeError> {
        match (self.rows, self.cols) {
            (true, true) => self.a.shape_of(&[self.a.rows(), self.b.cols()]),
            (true, false) => self.a.shape_of(&[self.a.rows()]),
            (false, true) => self.a.shape_of(&[self.b.cols()]),
            (false, false) => self.a.shape_of(&[]),
        }
    }

    fn array(&self) -> Result<Array<T>, ShapeError> {
        let shape = self.shape()?;
        if let Some(out) = stacked(shape, self.a, self.b) {
            return Ok(out);
        }
        let mut out = output::filled(shape, T::ZERO)?;
        self.run(elements(&mut out));
        Ok(out)
    }

    fn run(&self, out: &mut [T]) {
        products(out, self.a, self.b);
    }
}

/// Lengths that should be equal and are not.
#[cold]
pub(crate) fn inner(
    op: &'static str,
    left: &[usize],
    right: &[usize],
    lengths: [usize; 2],
) -> ShapeError {
    ShapeError::Inner { op, left: left.into(), right: right.into(), lengths }
}
