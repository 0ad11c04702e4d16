//! `cumsum`.

use super::Summable;
use nd_core::{Array, ArrayLike, normalize_axis, s};

/// The running sums of all elements in C order, as a 1-d array.
///
/// Added one after the other, as NumPy does, with the same bits. Types as in [`Summable`].
///
/// # NumPy
/// `np.cumsum(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum(&array![[1i64, 2], [3, 4]]), array![1, 3, 6, 10]);
/// ```
pub fn cumsum<A: ArrayLike<Elem: Summable>>(a: A) -> Array<<A::Elem as Summable>::Sum> {
    let flat = a.view().ravel();
    <A::Elem as Summable>::cumsum_of(flat.slice(s![..]), 0)
}

/// The running sums along an axis.
///
/// `a: (…, n, …)` → `(…, n, …)`.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.cumsum(a, axis)`; `np.cumulative_sum` in the Array API.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::cumsum_axis(&array![[1i64, 2], [3, 4]], 0), array![[1, 2], [4, 6]]);
/// ```
/// ```should_panic
/// nd_ops::cumsum_axis(&nd_core::array![1], 1);
/// ```
#[track_caller]
pub fn cumsum_axis<A: ArrayLike<Elem: Summable>>(
    a: A,
    axis: isize,
) -> Array<<A::Elem as Summable>::Sum> {
    let view = a.view();
    let axis = normalize_axis("cumsum", axis, view.ndim()).unwrap_or_else(|e| panic!("{e}"));
    <A::Elem as Summable>::cumsum_of(view, axis)
}
