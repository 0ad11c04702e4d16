//! Where diagonals and triangles of matrices lie, and what is written to a diagonal.

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::buffer::ZeroBits;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::matrix::diag;
use crate::view::View;
use crate::view_mut::ViewMut;

/// The index arrays of the main diagonal of an array of `ndim` axes of length `n`, one for each axis.
///
/// → `ndim` arrays `[n]`.
///
/// # NumPy
/// `np.diag_indices(n, ndim)`.
///
/// # Examples
/// ```
/// use nd_core::{array, diag_indices, ix};
///
/// let [i, j] = diag_indices(2, 2).try_into().unwrap();
/// assert_eq!(array![[1, 2], [3, 4]].index(ix![&i, &j]), array![1, 4]);
/// assert!(diag_indices(0, 3)[2].is_empty());
/// ```
pub fn diag_indices(n: usize, ndim: usize) -> Vec<Array<usize>> {
    vec![Array::from_vec((0..n).collect()); ndim]
}

/// The index arrays of the main diagonal of `a`, one for each axis.
///
/// `a`: `[n, n, …]` → as many arrays `[n]` as it has axes.
///
/// # Panics
/// If `a` has fewer than two axes, or they are not of one length.
///
/// # NumPy
/// `np.diag_indices_from(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array, diag_indices_from};
///
/// let a = Array::<f64>::zeros([2, 2, 2]);
/// assert_eq!(diag_indices_from(&a), vec![array![0, 1]; 3]);
/// ```
/// ```should_panic
/// nd_core::diag_indices_from(nd_core::array![[1, 2]]);
/// ```
#[track_caller]
pub fn diag_indices_from<A: ArrayLike>(a: A) -> Vec<Array<usize>> {
    let shape = a.view().layout().shape;
    if shape.ndim() < 2 {
        let (least, shape) = (2, shape.as_slice().into());
        ShapeError::TooFewAxes { op: "diag_indices_from", least, shape }.panic();
    }
    let n = ok(equal_lengths("diag_indices_from", &shape));
    diag_indices(n, shape.ndim())
}

/// The length that all axes have.
fn equal_lengths(op: &'static str, shape: &[usize]) -> Result<usize, ShapeError> {
    match shape.iter().position(|&n| n != shape[0]) {
        None => Ok(shape[0]),
        Some(axis) => Err(ShapeError::Length { op, axis, expected: shape[0], shape: shape.into() }),
    }
}

/// A square matrix with the elements of `a`, in C order, on its `k`-th diagonal and zeros elsewhere.
///
/// `a`: any shape of `n` elements → `[n + |k|, n + |k|]`.
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.diagflat(a, k)`.
///
/// # Examples
/// ```
/// use nd_core::{array, diagflat};
///
/// assert_eq!(diagflat(array![[1, 2]], 0), array![[1, 0], [0, 2]]);
/// assert_eq!(diagflat([5], -1), array![[0, 0], [5, 0]]);
/// ```
#[track_caller]
pub fn diagflat<A: ArrayLike<Elem: ZeroBits + Element>>(a: A, k: isize) -> Array<A::Elem> {
    let view = a.view();
    diag(view.ravel(), k)
}

/// Rows and columns of the elements on and below the `k`-th diagonal of a matrix.
///
/// → two arrays `[count]`, in C order.
///
/// # NumPy
/// `np.tril_indices(rows, k, columns)`.
///
/// # Examples
/// ```
/// use nd_core::{array, ix, tril_indices};
///
/// let [i, j] = tril_indices(2, 3, 0);
/// assert_eq!((&i, &j), (&array![0, 1, 1], &array![0, 0, 1]));
/// assert_eq!(array![[1, 2, 3], [4, 5, 6]].index(ix![&i, &j]), array![1, 4, 5]);
/// ```
pub fn tril_indices(rows: usize, columns: usize, k: isize) -> [Array<usize>; 2] {
    places(rows, |row| 0..reach(row, columns, k.saturating_add(1)))
}

/// Rows and columns of the elements on and above the `k`-th diagonal of a matrix.
///
/// → two arrays `[count]`, in C order.
///
/// # NumPy
/// `np.triu_indices(rows, k, columns)`.
///
/// # Examples
/// ```
/// use nd_core::{array, triu_indices};
///
/// assert_eq!(triu_indices(2, 2, 0), [array![0, 0, 1], array![0, 1, 1]]);
/// assert!(triu_indices(2, 2, 2)[0].is_empty());
/// ```
pub fn triu_indices(rows: usize, columns: usize, k: isize) -> [Array<usize>; 2] {
    places(rows, |row| reach(row, columns, k)..columns)
}

/// Rows and columns of the elements on and below the `k`-th diagonal of a matrix `a`.
///
/// `a`: `[rows, columns]` → two arrays `[count]`.
///
/// # Panics
/// If `a` has not two axes.
///
/// # NumPy
/// `np.tril_indices_from(a, k)`.
///
/// # Examples
/// ```
/// use nd_core::{array, tril_indices_from};
///
/// assert_eq!(tril_indices_from(array![[1, 2]], 0), [array![0], array![0]]);
/// ```
/// ```should_panic
/// nd_core::tril_indices_from([1, 2], 0);
/// ```
#[track_caller]
pub fn tril_indices_from<A: ArrayLike>(a: A, k: isize) -> [Array<usize>; 2] {
    let [rows, columns] = a.view().dims();
    tril_indices(rows, columns, k)
}

/// Rows and columns of the elements on and above the `k`-th diagonal of a matrix `a`.
///
/// `a`: `[rows, columns]` → two arrays `[count]`.
///
/// # Panics
/// If `a` has not two axes.
///
/// # NumPy
/// `np.triu_indices_from(a, k)`.
///
/// # Examples
/// ```
/// use nd_core::{array, triu_indices_from};
///
/// assert_eq!(triu_indices_from(array![[1, 2]], 1), [array![0], array![1]]);
/// ```
/// ```should_panic
/// nd_core::triu_indices_from([1, 2], 0);
/// ```
#[track_caller]
pub fn triu_indices_from<A: ArrayLike>(a: A, k: isize) -> [Array<usize>; 2] {
    let [rows, columns] = a.view().dims();
    triu_indices(rows, columns, k)
}

/// The column of a row that lies on the `k`-th diagonal, or the nearest one (at most `columns`).
fn reach(row: usize, columns: usize, k: isize) -> usize {
    let column = (row as isize).saturating_add(k);
    column.clamp(0, columns as isize) as usize
}

fn places(rows: usize, columns: impl Fn(usize) -> std::ops::Range<usize>) -> [Array<usize>; 2] {
    let count = (0..rows).map(|row| columns(row).len()).sum();
    let (mut i, mut j) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for row in 0..rows {
        i.extend(std::iter::repeat_n(row, columns(row).len()));
        j.extend(columns(row));
    }
    [Array::from_vec(i), Array::from_vec(j)]
}

/// Writes `values`, again and again, to the elements so many apart in C order, of an array of `shape`.
fn write<T: Element>(mut a: ViewMut<'_, T>, values: View<'_, T>, end: usize, step: usize) {
    let shape = a.layout().shape;
    let (values, mut index) = (values.ravel(), shape);
    let values = values.as_slice().unwrap_or_default().iter().cycle();
    for (place, &value) in (0..end).step_by(step).zip(values) {
        let mut left = place;
        for (i, &n) in index.iter_mut().zip(shape.iter()).rev() {
            (*i, left) = (left % n, left / n);
        }
        let offset = a.layout().offset_of(&index);
        *a.at_offset_mut(offset) = value;
    }
}

/// The distance in C order from one element of the main diagonal to the next.
fn step_of(op: &'static str, shape: &[usize]) -> Result<usize, ShapeError> {
    match *shape {
        [] | [_] => Err(ShapeError::TooFewAxes { op, least: 2, shape: shape.into() }),
        [_, columns] => Ok(columns + 1),
        [_, ref rest @ ..] => {
            let n = equal_lengths(op, shape)?;
            Ok(1 + rest
                .iter()
                .scan(1, |step, _| {
                    *step *= n;
                    Some(*step)
                })
                .sum::<usize>())
        }
    }
}

macro_rules! fill_diagonal {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values` to the main diagonal: one for all, or in C order and from the beginning again
            /// where they end.
            ///
            /// Of `[m, n]` the elements `[i, i]`; of more axes, which have to be of one length, `[i, i, …]`.
            /// Without values nothing is written. The part of a view that
            /// [`diagonal`](View::diagonal) shows is read, not written.
            ///
            /// # Panics
            /// If there are fewer than two axes, or more than two of different lengths.
            ///
            /// # NumPy
            /// `np.fill_diagonal(a, values)`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2], [3, 4], [5, 6]];
            /// a.fill_diagonal(0);
            /// assert_eq!(a, array![[0, 2], [3, 0], [5, 6]]);
            /// a.fill_diagonal(&[7, 8]);
            /// assert_eq!(a, array![[7, 2], [3, 8], [5, 6]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].fill_diagonal(0);
            /// ```
            #[track_caller]
            pub fn fill_diagonal(&mut self, values: impl Operand<T>) {
                let shape = self.layout().shape;
                let step = ok(step_of("fill_diagonal", &shape));
                let n = shape.iter().copied().min().unwrap_or(0);
                write(self.$view_mut(), values.operand(), n.saturating_sub(1) * step + n.min(1), step);
            }

            /// As [`fill_diagonal`](Self::fill_diagonal), where the diagonal of a matrix with more rows than
            /// columns begins again, one row after it has ended.
            ///
            /// # Panics
            /// If there are fewer than two axes, or more than two of different lengths.
            ///
            /// # NumPy
            /// `np.fill_diagonal(a, values, wrap=True)`.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::Array::<i32>::zeros([5, 2]);
            /// a.fill_diagonal_wrapped(1);
            /// assert_eq!(a, nd_core::array![[1, 0], [0, 1], [0, 0], [1, 0], [0, 1]]);
            /// ```
            #[track_caller]
            pub fn fill_diagonal_wrapped(&mut self, values: impl Operand<T>) {
                let step = ok(step_of("fill_diagonal_wrapped", &self.layout().shape));
                let size = self.layout().size();
                write(self.$view_mut(), values.operand(), size, step);
            }
        }
    )*};
}
fill_diagonal! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
