//! Operations of whole arrays: pair by pair, where a mask says so, and of every pair.

use super::BinaryOp;
use nd_core::{
    Array, ArrayLike, Element, Ellipsis, NewAxis, Operand, SliceItem, View, ViewMut, zip,
};

pub(super) fn applied<T: Element, O: BinaryOp<T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Array<O::Out> {
    zip((&a, &b)).named(op.name()).map(|(x, y)| op.apply(x, y))
}

#[track_caller]
pub(super) fn applied_into<T: Element, O: BinaryOp<T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    b: View<'_, T>,
    out: ViewMut<'_, O::Out>,
) {
    zip((&a, &b)).named(op.name()).map_into(|(x, y)| op.apply(x, y), out)
}

#[track_caller]
pub(super) fn where_true<T: Element, O: BinaryOp<T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    b: View<'_, T>,
    mask: View<'_, bool>,
    out: ViewMut<'_, O::Out>,
) {
    zip((out, &a, &b, &mask)).named(op.name()).for_each(|(out, x, y, wanted)| {
        if wanted {
            *out = op.apply(x, y);
        }
    });
}

/// The operation of each element of `a` and the matching one of `b`.
///
/// `a`, `b`: any shapes that broadcast.
///
/// # Panics
/// If the shapes do not broadcast together; if an integer is divided by 0.
///
/// # NumPy
/// `np.add(a, b)` and so on for each operation.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Less, apply};
///
/// assert_eq!(apply(Less, &array![1, 5], 3), array![true, false]);
/// assert_eq!(apply(|x: i32, y: i32| x * x + y, &array![1, 5], 3), array![4, 28]);
/// ```
#[track_caller]
pub fn apply<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem>>(
    op: O,
    a: A,
    b: impl Operand<A::Elem>,
) -> Array<O::Out> {
    op.apply_of(a.view(), b.operand())
}

/// [`apply`] into an array that exists.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`; if an integer is divided by 0.
///
/// # NumPy
/// `np.add(a, b, out=out)` and so on for each operation.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Maximum, apply_into};
///
/// let mut out = array![0, 0];
/// apply_into(Maximum, &array![1, 5], 3, out.view_mut());
/// assert_eq!(out, array![3, 5]);
/// ```
#[track_caller]
pub fn apply_into<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem>>(
    op: O,
    a: A,
    b: impl Operand<A::Elem>,
    out: ViewMut<'_, O::Out>,
) {
    op.apply_into_of(a.view(), b.operand(), out)
}

/// [`apply`] where `mask` is true, into an array that exists and stays as it is elsewhere.
///
/// `a`, `b`, `mask`: any shapes that broadcast to that of `out`. What is not wanted is not
/// calculated: a divisor may be 0 there.
///
/// # Panics
/// If the shapes do not broadcast together to that of `out`; if an integer is divided by 0.
///
/// # NumPy
/// `np.add(a, b, out=out, where=mask)` and so on for each operation.
///
/// # Examples
/// ```
/// use nd_core::{array, not_equal};
/// use nd_ops::binary::{Divide, apply_where};
///
/// let (a, b) = (array![6, 7, 8], array![3, 0, 2]);
/// let mut out = array![-1, -1, -1];
/// apply_where(Divide, &a, &b, not_equal(&b, 0), out.view_mut());
/// assert_eq!(out, array![2, -1, 4]);
/// ```
#[track_caller]
pub fn apply_where<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem>>(
    op: O,
    a: A,
    b: impl Operand<A::Elem>,
    mask: impl Operand<bool>,
    out: ViewMut<'_, O::Out>,
) {
    op.apply_where_of(a.view(), b.operand(), mask.operand(), out)
}

/// The operation of every element of `a` with every element of `b`.
///
/// `a: (m…)`, `b: (n…)` → `(m…, n…)`.
///
/// # Panics
/// If the result had more axes than an array may have; if an integer is divided by 0.
///
/// # NumPy
/// `np.add.outer(a, b)` and so on for each operation.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Add, Equal, outer};
///
/// assert_eq!(outer(Add, &array![1, 2], &array![10, 20, 30]), array![[11, 21, 31], [12, 22, 32]]);
/// assert_eq!(outer(Equal, &array![1, 2], &array![2, 1]), array![[false, true], [true, false]]);
/// ```
#[track_caller]
pub fn outer<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem>>(
    op: O,
    a: A,
    b: impl ArrayLike<Elem = A::Elem>,
) -> Array<O::Out> {
    let b = b.view();
    let mut items: Vec<SliceItem> = vec![Ellipsis.into()];
    items.resize(1 + b.ndim(), NewAxis.into());
    op.apply_of(a.view().slice(&items), b)
}
