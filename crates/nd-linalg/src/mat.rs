//! Arrays as faer sees them and back: pointers change hands here, elements do not move.

use nd_core::{Array, Complex, View, ViewMut};

/// A matrix as faer reads it, whatever its strides: transposed, reversed, sliced, broadcast.
///
/// `a`: `(m, n)`. No element is copied.
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// let m = nd_linalg::to_faer(a.t().flip(0)); // the transpose, last row first
/// assert_eq!((m[(0, 0)], m[(0, 1)]), (2.0, 4.0));
/// ```
/// ```should_panic
/// nd_linalg::to_faer(nd_core::View::from_slice(&[1.0, 2.0])); // one axis
/// ```
#[track_caller]
pub fn to_faer<T>(a: View<'_, T>) -> faer::MatRef<'_, T> {
    let [rows, cols] = a.dims();
    let (down, right) = (a.strides()[0], a.strides()[1]);
    // SAFETY: the view's invariants are what faer asks for: every index in bounds reaches an
    // initialised, aligned element of one allocation, which nobody writes to for the view's
    // lifetime. Its pointer is never null.
    unsafe { faer::MatRef::from_raw_parts(a.as_ptr(), rows, cols, down, right) }
}

/// A matrix as faer writes it, whatever its strides.
///
/// `a`: `(m, n)`. No element is copied.
///
/// # Panics
/// If `a` does not have two axes.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let mut a = array![[1.0, 2.0], [3.0, 4.0]];
/// nd_linalg::to_faer_mut(a.view_mut())[(0, 1)] = 7.0;
/// assert_eq!(a[[0, 1]], 7.0);
/// ```
#[track_caller]
pub fn to_faer_mut<T>(mut a: ViewMut<'_, T>) -> faer::MatMut<'_, T> {
    let [rows, cols] = a.view().dims();
    let (down, right) = (a.layout().strides()[0], a.layout().strides()[1]);
    // SAFETY: as in `to_faer`; a mutable view is the only way to its elements for its
    // lifetime, which it gives up here, and no two of its indices reach the same one.
    unsafe { faer::MatMut::from_raw_parts_mut(a.as_mut_ptr(), rows, cols, down, right) }
}

/// A matrix of faer's as a view: `(m, n)`, without copying.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let m = faer::mat![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(nd_linalg::from_faer(m.as_ref()), array![[1.0, 2.0], [3.0, 4.0]]);
/// ```
pub fn from_faer<T>(m: faer::MatRef<'_, T>) -> View<'_, T> {
    let (shape, strides) = ([m.nrows(), m.ncols()], [m.row_stride(), m.col_stride()]);
    // SAFETY: a `MatRef` promises what a view asks for, and both end with the same lifetime.
    let view = unsafe { View::from_raw_parts(m.as_ptr(), shape, strides) };
    view.unwrap_or_else(|_| unreachable!("two lengths and two strides"))
}

/// A matrix of faer's as a view to write to: `(m, n)`.
pub(crate) fn from_faer_mut<T>(m: faer::MatMut<'_, T>) -> ViewMut<'_, T> {
    let (shape, strides) = ([m.nrows(), m.ncols()], [m.row_stride(), m.col_stride()]);
    // SAFETY: a `MatMut` is the only way to its elements for its lifetime, which it gives up here, and no
    // two of its indices reach the same one; the rest as in `from_faer`.
    let view = unsafe { ViewMut::from_raw_parts(m.as_ptr_mut(), shape, strides) };
    view.unwrap_or_else(|_| unreachable!("two lengths and two strides"))
}

/// A copy of faer's matrix as an array in C order: `(m, n)`.
///
/// # Examples
/// ```
/// let m = faer::mat![[1.0, 2.0]];
/// assert_eq!(nd_linalg::to_array(m.as_ref()).shape(), [1, 2]);
/// ```
pub fn to_array<T: nd_core::Element>(m: faer::MatRef<'_, T>) -> Array<T> {
    from_faer(m).to_array()
}

/// Complex numbers as twice as many real ones: real part, imaginary part, and so on.
pub(crate) fn parts<T>(numbers: &[Complex<T>]) -> &[T] {
    // SAFETY: `Complex` is `repr(C)` with two fields of type `T`, so the slice is that many
    // pairs of `T` without padding, borrowed as long. Twice its length does not overflow: the
    // bytes fit an `isize`, and numbers have at least one.
    unsafe { std::slice::from_raw_parts(numbers.as_ptr().cast(), 2 * numbers.len()) }
}

/// As [`parts`], to be written.
pub(crate) fn parts_mut<T>(numbers: &mut [Complex<T>]) -> &mut [T] {
    // SAFETY: as in `parts`; every pair of `T` is a complex number again.
    unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast(), 2 * numbers.len()) }
}

/// Integers of one size, of which any bits are valid.
pub(crate) trait Bits<T>: Copy {}

macro_rules! bits {
    ($($Signed:ty: $Unsigned:ty,)*) => {$(
        impl Bits<$Unsigned> for $Signed {}
        impl Bits<$Signed> for $Unsigned {}
    )*};
}
bits!(i32: u32, i64: u64,);
#[cfg(target_pointer_width = "64")]
bits!(isize: u64, usize: u64,);
#[cfg(target_pointer_width = "32")]
bits!(isize: u32, usize: u32,);

/// The same bits as numbers of another type.
pub(crate) fn reinterpreted<T: Bits<U>, U>(view: View<'_, T>) -> View<'_, U> {
    const { assert!(size_of::<T>() == size_of::<U>() && align_of::<T>() == align_of::<U>()) };
    let (shape, strides) = (view.shape(), view.strides());
    // SAFETY: the view's invariants hold for `U` too: size and alignment are the same, and
    // `Bits` is implemented for integers alone, of which all bits are valid.
    let same = unsafe { View::from_raw_parts(view.as_ptr().cast(), shape, strides) };
    same.unwrap_or_else(|_| unreachable!("as many lengths as strides"))
}

/// As [`reinterpreted`], to be written.
pub(crate) fn reinterpreted_mut<T: Bits<U>, U: Bits<T>>(numbers: &mut [T]) -> &mut [U] {
    const { assert!(size_of::<T>() == size_of::<U>() && align_of::<T>() == align_of::<U>()) };
    // SAFETY: as in `reinterpreted`, both ways; the slice is borrowed as long and as exclusively.
    unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast(), numbers.len()) }
}
