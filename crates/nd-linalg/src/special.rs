//! Matrices with names: [`toeplitz`], [`circulant`], [`hilbert`], [`hadamard`], and
//! [`block_diag`].

use crate::error::ok;
use nd_core::{Array, ArrayLike, Complex, Element, Inexact, Number, ShapeError, View, ZeroBits};

/// The Toeplitz matrix of `c`, symmetric: its first column and its first row.
///
/// `c: (n)` → `(n, n)`, element `(i, j)` being `c[|i − j|]`.
///
/// # Panics
/// If `c` does not have one axis.
///
/// # NumPy
/// `scipy.linalg.toeplitz(c)`. There, the first row of complex numbers is conjugated: for that,
/// give it to [`toeplitz_with`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::toeplitz([1, 2, 3]), array![[1, 2, 3], [2, 1, 2], [3, 2, 1]]);
/// ```
/// ```should_panic
/// nd_linalg::toeplitz([[1]]); // two axes
/// ```
#[track_caller]
pub fn toeplitz<A: ArrayLike<Elem: Element>>(c: A) -> Array<A::Elem> {
    toeplitz_with(c.view(), c.view())
}

/// The Toeplitz matrix with first column `c` and first row `r`, whose first element is not read.
///
/// `c: (m)`, `r: (n)` → `(m, n)`.
///
/// # Panics
/// If `c` or `r` does not have one axis.
///
/// # NumPy
/// `scipy.linalg.toeplitz(c, r)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::toeplitz_with([1, 2], [7, 8, 9]), array![[1, 8, 9], [2, 1, 8]]);
/// ```
/// ```should_panic
/// nd_linalg::toeplitz_with([1], [[1]]); // two axes
/// ```
#[track_caller]
pub fn toeplitz_with<A, B>(c: A, r: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Element>,
    B: ArrayLike<Elem = A::Elem>,
{
    let (c, r) = (c.view(), r.view());
    let ([m], [n]) = (c.dims(), r.dims());
    Array::from_fn([m, n], |at| match at[0] >= at[1] {
        true => c[[at[0] - at[1]]],
        false => r[[at[1] - at[0]]],
    })
}

/// The circulant matrix with the first column `c`: each column is the one before, moved down.
///
/// `c: (n)` → `(n, n)`.
///
/// # Panics
/// If `c` does not have one axis.
///
/// # NumPy
/// `scipy.linalg.circulant(c)`, of one axis.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_linalg::circulant([1, 2, 3]), array![[1, 3, 2], [2, 1, 3], [3, 2, 1]]);
/// ```
/// ```should_panic
/// nd_linalg::circulant([[1]]); // two axes
/// ```
#[track_caller]
pub fn circulant<A: ArrayLike<Elem: Element>>(c: A) -> Array<A::Elem> {
    let c = c.view();
    let [n] = c.dims();
    Array::from_fn([n, n], |at| c[[(n + at[0] - at[1]) % n]])
}

/// Hilbert's matrix, `1 / (i + j + 1)`: `(n, n)`. The more rows, the nearer to singular.
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `scipy.linalg.hilbert(n)`, of any float type.
///
/// # Examples
/// ```
/// let h = nd_linalg::hilbert::<f64>(2);
/// assert_eq!(h, nd_core::array![[1.0, 0.5], [0.5, 1.0 / 3.0]]);
/// assert_eq!(nd_linalg::hilbert::<f32>(0).shape(), [0, 0]);
/// ```
#[track_caller]
pub fn hilbert<T: Inexact>(n: usize) -> Array<T> {
    Array::from_fn([n, n], |at| T::one().shared(at[0] + at[1] + 1))
}

/// Sylvester's Hadamard matrix: 1 and -1, all rows orthogonal, `(n, n)`.
///
/// # Panics
/// If `n` is not a power of two.
///
/// # NumPy
/// `scipy.linalg.hadamard(n)`, of any type of signed numbers.
///
/// # Examples
/// ```
/// assert_eq!(nd_linalg::hadamard::<i32>(2), nd_core::array![[1, 1], [1, -1]]);
/// ```
/// ```should_panic
/// nd_linalg::hadamard::<f64>(3); // not a power of two
/// ```
#[track_caller]
pub fn hadamard<T: Signed>(n: usize) -> Array<T> {
    assert!(n.is_power_of_two(), "hadamard: {n} is not a power of two");
    let sign = |at: &[usize]| match (at[0] & at[1]).count_ones() % 2 {
        0 => T::one(),
        _ => T::one().negated(),
    };
    Array::from_fn([n, n], sign)
}

/// Numbers with a -1: signed integers, floats and complex numbers. Sealed.
pub trait Signed: Number + sealed::Sealed {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! signed {
    ($($T:ty)*) => {$(
        impl sealed::Sealed for $T {}
        impl Signed for $T {}
    )*};
}
signed!(i8 i16 i32 i64 i128 isize f32 f64 Complex<f32> Complex<f64>);

/// Matrices along the diagonal of one that is zero elsewhere.
///
/// Each of `blocks: (mᵢ, nᵢ)` → `(Σmᵢ, Σnᵢ)`; one axis is a row. None at all give `(0, 0)`.
///
/// # Panics
/// If a block has no axis or more than two.
///
/// # NumPy
/// `scipy.linalg.block_diag(*blocks)`. There, no blocks give `(1, 0)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (a, b) = (array![[1, 2], [3, 4]], array![[5]]);
/// let blocks = nd_linalg::block_diag(&[a.view(), b.view()]);
/// assert_eq!(blocks, array![[1, 2, 0], [3, 4, 0], [0, 0, 5]]);
/// ```
/// ```should_panic
/// nd_linalg::block_diag(&[nd_core::Array::scalar(1.0).view()]);
/// ```
#[track_caller]
pub fn block_diag<T: ZeroBits>(blocks: &[View<'_, T>]) -> Array<T> {
    ok(try_block_diag(blocks))
}

/// As [`block_diag`], for shapes that come from users.
///
/// # Errors
/// [`ShapeError::TooFewAxes`] or [`ShapeError::IndexCount`] where it panics.
///
/// # Examples
/// ```
/// let scalar = nd_core::Array::scalar(1.0);
/// assert!(nd_linalg::try_block_diag(&[scalar.view()]).is_err());
/// ```
pub fn try_block_diag<T: ZeroBits>(blocks: &[View<'_, T>]) -> Result<Array<T>, ShapeError> {
    const OP: &str = "block_diag";
    let matrix = |&block| match View::ndim(block) {
        0 => Err(ShapeError::TooFewAxes { op: OP, least: 1, shape: [].into() }),
        1 => Ok(block.expand_dims(0)),
        2 => Ok(block),
        _ => Err(ShapeError::IndexCount { op: OP, given: 2, shape: block.shape().into() }),
    };
    let blocks = blocks.iter().map(matrix).collect::<Result<Vec<_>, _>>()?;
    let total = |axis: usize| blocks.iter().map(|block| block.shape()[axis]).sum::<usize>();
    let mut out = Array::try_zeros([total(0), total(1)])?;
    let (mut top, mut left) = (0, 0);
    for block in blocks {
        let [m, n] = block.dims();
        for i in 0..m {
            for j in 0..n {
                out[[top + i, left + j]] = block[[i, j]];
            }
        }
        (top, left) = (top + m, left + n);
    }
    Ok(out)
}
