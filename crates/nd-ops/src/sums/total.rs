//! `sum` and `prod`, and sums in a type of choice.

use super::{AddedIn, Summable};
use crate::over::Over;
use nd_core::{Array, ArrayLike, Number};

/// The sum of all elements; 0 if there are none.
///
/// Floats are added pairwise (error grows with the logarithm of the count), with the same
/// bits as NumPy for contiguous 1-d arrays, on any number of threads. Integers are added as
/// `i64` or `u64` and wrap; see [`Summable`], and [`sum_as`] for another type. NaN and infinities propagate.
///
/// # NumPy
/// `np.sum(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::sum(&array![[1.5, 2.0], [3.0, 4.0]]), 10.5);
/// assert_eq!(nd_ops::sum(&array![200u8, 100]), 300u64);
/// assert_eq!(nd_ops::sum(&Array::<f64>::zeros([0])), 0.0);
/// ```
pub fn sum<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    <A::Elem as Summable>::narrow(AddedIn::sum_of(a.view()))
}

/// The sum over some axes; see [`sum`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.sum(a, axis)`. Where NumPy adds rows one after the other, nd does so in blocks of
/// 128 rows that are then merged: the error is no larger, the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{keepdims, sum_axis};
///
/// let a = array![[1i64, 2], [3, 4]];
/// assert_eq!(sum_axis(&a, 0), array![4, 6]);
/// assert_eq!(sum_axis(&a, keepdims(-1)), array![[3], [7]]);
/// ```
/// ```should_panic
/// nd_ops::sum_axis(&nd_core::array![1, 2], 1); // axis 1 is out of bounds
/// ```
#[track_caller]
pub fn sum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    let sums = AddedIn::sum_axis_of("sum", a.view(), &axes.into());
    <A::Elem as Summable>::narrow_all(sums)
}

/// The sum of all elements, added up in `W`; 0 if there are none.
///
/// As [`sum`], without a copy of the elements in the other type. Which types go together:
/// [`AddedIn`].
///
/// # NumPy
/// `np.sum(a, dtype=W)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let a = Array::full([3], 16_777_216f32); // 2^24, where f32 runs out of ones
/// let b = nd_core::array![1f32];
/// let ab = nd_core::concat(&[a.view(), b.view()], 0);
/// assert_eq!(nd_ops::sum_as::<f64>(&ab), 50_331_649.0);
/// assert_eq!(nd_ops::sum(&ab), 50_331_648.0);
/// ```
pub fn sum_as<W: Number>(a: impl ArrayLike<Elem: AddedIn<W>>) -> W {
    AddedIn::sum_of(a.view())
}

/// The sum over some axes, added up in `W`; see [`sum_as`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.sum(a, axis, dtype=W)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[200u8, 100], [1, 2]];
/// assert_eq!(nd_ops::sum_axis_as::<f64>(&a, 1), array![300.0, 3.0]);
/// ```
/// ```should_panic
/// nd_ops::sum_axis_as::<f64>(&nd_core::array![1f32], 1);
/// ```
#[track_caller]
pub fn sum_axis_as<W: Number>(
    a: impl ArrayLike<Elem: AddedIn<W>>,
    axes: impl Into<Over>,
) -> Array<W> {
    AddedIn::sum_axis_of("sum", a.view(), &axes.into())
}

/// The product of all elements; 1 if there are none. Types as for [`sum`].
///
/// # NumPy
/// `np.prod(a)`; floats are multiplied in another order, so the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::prod(&array![2i32, 3, 4]), 24i64);
/// assert_eq!(nd_ops::prod(&Array::<f64>::zeros([0])), 1.0);
/// ```
pub fn prod<A: ArrayLike<Elem: Summable>>(a: A) -> <A::Elem as Summable>::Sum {
    <A::Elem as Summable>::prod_of(a.view())
}

/// The product over some axes; see [`prod`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.prod(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::prod_axis(&array![[1i64, 2], [3, 4]], 0), array![3, 8]);
/// ```
/// ```should_panic
/// nd_ops::prod_axis(&nd_core::array![1, 2], 1);
/// ```
#[track_caller]
pub fn prod_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Summable>::Sum> {
    <A::Elem as Summable>::prod_axis_of(a.view(), &axes.into())
}
