//! `mean`, and means in a type of choice.

use super::Averaged;
use crate::over::{Over, counts};
use crate::sums::AddedIn;
use nd_core::{Array, ArrayLike, Number};

/// The mean of all elements; NaN if there are none.
///
/// Floats are summed pairwise and then divided, with the bits of `np.mean` for contiguous
/// 1-d `f32` and `f64` arrays. Types as in [`Averaged`]; another one with [`mean_as`].
///
/// # NumPy
/// `np.mean(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(nd_ops::mean(&array![1, 2, 4, 5]), 3.0);
/// assert!(nd_ops::mean(&Array::<f64>::zeros([0])).is_nan());
/// ```
pub fn mean<A: ArrayLike<Elem: Averaged>>(a: A) -> <A::Elem as Averaged>::Mean {
    let view = a.view();
    <A::Elem as Averaged>::mean(AddedIn::sum_of(view), view.size())
}

/// The means over some axes; see [`mean`].
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.mean(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::mean_axis(&array![[1, 2], [3, 5]], 1), array![1.5, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::mean_axis(&nd_core::array![1, 2], 1);
/// ```
#[track_caller]
pub fn mean_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<<A::Elem as Averaged>::Mean> {
    let (view, over) = (a.view(), axes.into());
    let sums = AddedIn::sum_axis_of("mean", view, &over);
    let (count, _) = counts(view.shape(), &over.axes("mean", view.ndim()));
    <A::Elem as Averaged>::means(sums, count)
}

/// The mean of all elements, summed and divided in `W`; NaN if there are none.
///
/// As [`mean`], without a copy of the elements in the other type. Which types go together:
/// [`AddedIn`].
///
/// # NumPy
/// `np.mean(a, dtype=W)`.
///
/// # Examples
/// ```
/// let a = nd_core::array![0.1f32, 0.2];
/// assert_eq!(nd_ops::mean_as::<f64>(&a), (f64::from(0.1f32) + f64::from(0.2f32)) / 2.0);
/// assert!(nd_ops::mean_as::<f64>(&nd_core::Array::<f32>::zeros([0])).is_nan());
/// ```
pub fn mean_as<W: Number + Averaged<Work = W, Mean = W>>(a: impl ArrayLike<Elem: AddedIn<W>>) -> W {
    let view = a.view();
    W::mean(AddedIn::sum_of(view), view.size())
}

/// The means over some axes, summed and divided in `W`; see [`mean_as`].
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.mean(a, axis, dtype=W)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::mean_axis_as::<f64>(&array![[1f32, 2.0], [3.0, 5.0]], 1), array![1.5, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::mean_axis_as::<f64>(&nd_core::array![1f32, 2.0], 1);
/// ```
#[track_caller]
pub fn mean_axis_as<W: Number + Averaged<Work = W, Mean = W>>(
    a: impl ArrayLike<Elem: AddedIn<W>>,
    axes: impl Into<Over>,
) -> Array<W> {
    let (view, over) = (a.view(), axes.into());
    let sums = AddedIn::sum_axis_of("mean", view, &over);
    let (count, _) = counts(view.shape(), &over.axes("mean", view.ndim()));
    W::means(sums, count)
}
