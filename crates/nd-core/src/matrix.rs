//! Matrices made of diagonals and triangles.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::buffer::ZeroBits;
use crate::element::Element;
use crate::view::View;
use crate::zip::zip;
use num_traits::One;

/// Which half of a square matrix is meant.
///
/// # NumPy
/// `uplo="L"` and `"U"`, SciPy's `lower=True` and `False`.
///
/// # Examples
/// ```
/// use nd_core::Triangle;
///
/// assert_ne!(Triangle::Lower, Triangle::Upper);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Triangle {
    /// The diagonal and what is below it.
    Lower,
    /// The diagonal and what is above it.
    Upper,
}

impl<T: ZeroBits + One> Array<T> {
    /// The `n` × `n` identity matrix.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.eye(n)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::<i32>::eye(2), array![[1, 0], [0, 1]]);
    /// assert_eq!(Array::<f64>::eye(0).shape(), [0, 0]);
    /// ```
    #[track_caller]
    pub fn eye(n: usize) -> Array<T> {
        Self::eye_of(n, n, 0)
    }

    /// A matrix of zeros with ones on the `k`-th diagonal: 0 is the main one, those above it
    /// are positive, those below negative.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.eye(rows, columns, k)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::<i32>::eye_of(2, 3, 1), array![[0, 1, 0], [0, 0, 1]]);
    /// assert_eq!(Array::<i32>::eye_of(2, 2, -5), array![[0, 0], [0, 0]]);
    /// ```
    #[track_caller]
    pub fn eye_of(rows: usize, columns: usize, k: isize) -> Array<T> {
        let mut a = Array::zeros([rows, columns]);
        for (i, j) in diagonal(rows, columns, k) {
            a[[i, j]] = T::one();
        }
        a
    }

    /// A matrix of ones on and below the `k`-th diagonal, zeros above.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `np.tri(rows, columns, k)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::<i32>::tri(2, 3, 0), array![[1, 0, 0], [1, 1, 0]]);
    /// assert_eq!(Array::<i32>::tri(2, 2, -9), array![[0, 0], [0, 0]]);
    /// ```
    #[track_caller]
    pub fn tri(rows: usize, columns: usize, k: isize) -> Array<T> {
        let mut a = Array::zeros([rows, columns]);
        if columns > 0 {
            let rows = a.as_slice_mut().into_iter().flat_map(|a| a.chunks_exact_mut(columns));
            for (i, row) in rows.enumerate() {
                row[..below(i, k).min(columns)].fill(T::one());
            }
        }
        a
    }
}

/// How many columns of row `i` lie on or below the `k`-th diagonal, were the row endless.
fn below(i: usize, k: isize) -> usize {
    (i + 1).saturating_add_signed(k)
}

/// The indices of the `k`-th diagonal.
fn diagonal(rows: usize, columns: usize, k: isize) -> impl Iterator<Item = (usize, usize)> {
    let (down, right) = corner(k);
    (down..rows).zip(right..columns)
}

/// Where the `k`-th diagonal starts.
fn corner(k: isize) -> (usize, usize) {
    let away = k.unsigned_abs();
    if k < 0 { (away, 0) } else { (0, away) }
}

/// The matrix with `a` on its `k`-th diagonal and zeros elsewhere, or the `k`-th diagonal of
/// the matrix `a`.
///
/// `a`: `[n]` → `[n + |k|, n + |k|]`; or `[rows, columns]` → 1-d, empty if `k` leads out of
/// the matrix.
///
/// # Panics
/// If `a` has neither one nor two axes, or the size overflows.
///
/// # NumPy
/// `np.diag(a, k)`, which returns a view of a matrix's diagonal: see
/// [`diagonal`](View::diagonal).
///
/// # Examples
/// ```
/// use nd_core::{array, diag};
///
/// assert_eq!(diag(&array![1, 2], 0), array![[1, 0], [0, 2]]);
/// assert_eq!(diag(&array![[1, 2], [3, 4]], 1), array![2]);
/// assert!(diag(&array![[1, 2], [3, 4]], 2).is_empty());
/// ```
/// ```should_panic
/// nd_core::diag(&nd_core::Array::scalar(1), 0);
/// ```
#[track_caller]
pub fn diag<A: ArrayLike>(a: A, k: isize) -> Array<A::Elem>
where
    A::Elem: ZeroBits,
{
    let a = a.view();
    match *a.shape() {
        [n] => {
            let side = n.saturating_add(k.unsigned_abs());
            let mut matrix = Array::zeros([side, side]);
            for (x, (i, j)) in a.iter().zip(diagonal(side, side, k)) {
                matrix[[i, j]] = *x;
            }
            matrix
        }
        [_, _] => a.diagonal(k).to_array(),
        _ => panic!("diag: 1 or 2 axes needed, shape {:?} has {}", a.shape(), a.ndim()),
    }
}

/// A copy of `a` with zeros above the `k`-th diagonal of its last two axes.
///
/// `a`: `[…, rows, columns]` → the same shape.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # NumPy
/// `np.tril(a, k)`; NumPy repeats a vector to a square matrix first.
///
/// # Examples
/// ```
/// use nd_core::{array, tril};
///
/// assert_eq!(tril(&array![[1, 2], [3, 4]], 0), array![[1, 0], [3, 4]]);
/// assert_eq!(tril(&array![[1, 2], [3, 4]], -5), array![[0, 0], [0, 0]]);
/// ```
/// ```should_panic
/// nd_core::tril(&nd_core::array![1, 2], 0);
/// ```
#[track_caller]
pub fn tril<A: ArrayLike>(a: A, k: isize) -> Array<A::Elem>
where
    A::Elem: ZeroBits,
{
    keep("tril", a.view(), move |above| above <= k)
}

/// A copy of `a` with zeros below the `k`-th diagonal of its last two axes.
///
/// `a`: `[…, rows, columns]` → the same shape.
///
/// # Panics
/// If `a` has fewer than two axes.
///
/// # NumPy
/// `np.triu(a, k)`; NumPy repeats a vector to a square matrix first.
///
/// # Examples
/// ```
/// use nd_core::{array, triu};
///
/// assert_eq!(triu(&array![[1, 2], [3, 4]], 0), array![[1, 2], [0, 4]]);
/// assert_eq!(triu(&array![[1, 2], [3, 4]], 5), array![[0, 0], [0, 0]]);
/// ```
/// ```should_panic
/// nd_core::triu(&nd_core::array![1, 2], 0);
/// ```
#[track_caller]
pub fn triu<A: ArrayLike>(a: A, k: isize) -> Array<A::Elem>
where
    A::Elem: ZeroBits,
{
    keep("triu", a.view(), move |above| above >= k)
}

/// The elements for whose distance above the main diagonal `kept` holds, zeros elsewhere.
#[track_caller]
fn keep<T: ZeroBits + Element>(
    op: &str,
    a: View<'_, T>,
    kept: impl Fn(isize) -> bool + Sync,
) -> Array<T> {
    let &[.., rows, columns] = a.shape() else {
        panic!("{op}: two axes needed, shape {:?} has {}", a.shape(), a.ndim());
    };
    let zero = Array::<T>::zeros(())[[]];
    let i = Array::arange(0, rows as isize, 1).into_reshaped([rows, 1]);
    let j = Array::arange(0, columns as isize, 1);
    zip((a, &i, &j)).map(move |(x, i, j)| if kept(j - i) { x } else { zero })
}
