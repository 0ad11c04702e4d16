//! Masked arrays in order: what is masked comes last.

use super::{Maskable, MaskedArray, MaskedLike, MaskedView};
use crate::Sortable;
use nd_core::{Array, View, normalize_axis};

/// The places of the elements in order along the last axis, then those of the masked ones in theirs.
///
/// `a: (…, n)` → `(…, n)`; of no axes `(1,)`.
///
/// Equal elements stay in their order, NaN comes behind the others, and what is masked behind NaN.
///
/// # NumPy
/// `np.ma.argsort(a, kind="stable")`, which mixes what is masked among the largest elements that are equal to its type's
/// last, and puts it before NaN.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([9, 5, 1], [false, true, false]);
/// assert_eq!(ma::argsort(&a), array![2, 0, 1]);
/// ```
pub fn argsort<A: MaskedLike<Elem: Maskable + Sortable>>(a: A) -> Array<usize> {
    let a = a.masked();
    argsort_axis(a.atleast_1d(), -1)
}

/// The places of the elements in order along an axis, then those of the masked ones; see [`argsort`].
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.argsort(a, axis, kind="stable")`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[9], [5], [1]], [[false], [true], [false]]);
/// assert_eq!(ma::argsort_axis(&a, 0), array![[2], [0], [1]]);
/// ```
#[track_caller]
pub fn argsort_axis<A: MaskedLike<Elem: Maskable + Sortable>>(a: A, axis: isize) -> Array<usize> {
    let a = a.masked();
    let axis = normalize_axis("argsort", axis, a.data.ndim());
    let axis = axis.unwrap_or_else(|error| panic!("{error}")) as isize;
    let order = crate::argsort_axis(a.data, axis);
    match a.mask {
        None => order,
        Some(mask) => last(order, mask, axis),
    }
}

/// The same order, but those places last that are masked.
fn last(order: Array<usize>, mask: View<'_, bool>, axis: isize) -> Array<usize> {
    let masked = mask.take_along_axis(&order, axis);
    let parted = crate::argsort_axis(&masked, axis);
    order.take_along_axis(&parted, axis)
}

/// The elements in order along the last axis, then the masked ones.
///
/// `a: (…, n)` → `(…, n)`; see [`argsort`].
///
/// # NumPy
/// `np.ma.sort(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([f64::INFINITY, 5.0, f64::NAN, 1.0], [false, true, false, false]);
/// assert_eq!(ma::sort(&a).to_string(), "[1.0 inf NaN --]".replace("NaN", "nan"));
/// ```
pub fn sort<A: MaskedLike<Elem: Maskable + Sortable>>(a: A) -> MaskedArray<A::Elem> {
    let a = a.masked();
    sort_axis(a.atleast_1d(), -1).reshape(nd_core::Shape::from(a.shape()))
}

/// The elements in order along an axis, then the masked ones; see [`argsort`].
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.sort(a, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[9], [5], [1]], [[false], [true], [false]]);
/// assert_eq!(ma::sort_axis(&a, 0).to_string(), "[[1]\n [9]\n [--]]");
/// ```
#[track_caller]
pub fn sort_axis<A: MaskedLike<Elem: Maskable + Sortable>>(
    a: A,
    axis: isize,
) -> MaskedArray<A::Elem> {
    let a = a.masked();
    match a.mask {
        None => MaskedArray::of(crate::sort_axis(a.data, axis), None, a.fill),
        Some(_) => a.take_along_axis(argsort_axis(a, axis), axis),
    }
}

/// Where values belong among elements that are in order, what is masked left out: before their equals.
///
/// `sorted: (n,)`, `values` of any shape → that shape.
///
/// # Panics
/// If `sorted` does not have one axis.
///
/// # NumPy
/// `a.searchsorted(values)`, which searches what is stored beneath the mask, too.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 5, 9, 0], [false, false, false, true]);
/// assert_eq!(ma::searchsorted(&a, [6, 10]), array![2, 3]);
/// ```
#[track_caller]
pub fn searchsorted<A: MaskedLike<Elem: Maskable + Sortable>>(
    sorted: A,
    values: impl nd_core::ArrayLike<Elem = A::Elem>,
) -> Array<usize> {
    let sorted: MaskedView<'_, A::Elem> = sorted.masked();
    if sorted.data.ndim() != 1 {
        panic!("searchsorted: shape {:?} should have one axis", sorted.shape());
    }
    crate::searchsorted(sorted.compressed(), values)
}
