//! Differences of neighbours, and whether arrays are close.

use super::{Maskable, MaskedArray, MaskedLike, MaskedOperand, MaskedView};
use crate::{Close, CloseOptions};
use nd_core::{Number, Slice, SliceItem, View, normalize_axis};

fn part<T: Maskable>(
    a: MaskedView<'_, T>,
    axis: usize,
    from: usize,
    to: usize,
) -> MaskedView<'_, T> {
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    items.push(SliceItem::from(from as isize..to as isize));
    a.slice(items)
}

/// The differences of neighbours along an axis, `n` times; masked where either is.
///
/// `a: (…, m, …)` → `(…, m - n, …)`, or `(…, 0, …)`. Integers wrap.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.diff(a, n, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 4, 8], [true, false, false, false]);
/// assert_eq!(ma::diff(&a, 1, 0).to_string(), "[-- 2 4]");
/// ```
#[track_caller]
pub fn diff<A: MaskedLike<Elem: Maskable + Number>>(
    a: A,
    n: usize,
    axis: isize,
) -> MaskedArray<A::Elem> {
    let a = a.masked();
    let axis = normalize_axis("diff", axis, a.data.ndim());
    let axis = axis.unwrap_or_else(|error| panic!("{error}"));
    let once = |a: MaskedView<'_, A::Elem>| {
        let len = a.shape()[axis];
        super::subtract(part(a, axis, 1.min(len), len), part(a, axis, 0, len.saturating_sub(1)))
    };
    (0..n.min(a.shape()[axis])).fold(a.to_owned(), |a, _| once(a.view()))
}

/// The differences of neighbours of all elements in C order, with `to_begin` before and `to_end` after them.
///
/// # NumPy
/// `np.ma.ediff1d(a, to_end, to_begin)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 4, 8], [true, false, false, false]);
/// let more = MaskedArray::new([0], true);
/// assert_eq!(ma::ediff1d(&a, [7], &more).to_string(), "[7 -- 2 4 --]");
/// ```
pub fn ediff1d<A: MaskedLike<Elem: Maskable + Number>>(
    a: A,
    to_begin: impl MaskedLike<Elem = A::Elem>,
    to_end: impl MaskedLike<Elem = A::Elem>,
) -> MaskedArray<A::Elem> {
    let differences = diff(a.masked().ravel(), 1, 0);
    super::append(super::append(to_begin, &differences), to_end)
}

/// Whether all elements are equal of which neither is masked.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.allequal(a, b)`; with `fill_value=False` it is that *and* that nothing is masked, [`MaskedView::is_masked`].
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2], [false, true]);
/// assert!(ma::allequal(&a, [1, 5]));
/// assert!(!ma::allequal(&a, [0, 2]));
/// ```
#[track_caller]
pub fn allequal<A: MaskedLike<Elem: Maskable + PartialEq>>(
    a: A,
    b: impl MaskedOperand<A::Elem>,
) -> bool {
    crate::all(super::equal(a, b).filled_with(true))
}

/// Whether all elements are close of which neither is masked.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.ma.allclose(a, b)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1.0, 2.0], [false, true]);
/// assert!(ma::allclose(&a, [1.0 + 1e-9, 5.0]));
/// ```
#[track_caller]
pub fn allclose<A: MaskedLike<Elem: Maskable + Close>>(
    a: A,
    b: impl MaskedOperand<A::Elem>,
) -> bool {
    allclose_with(a, b, &CloseOptions::default())
}

/// As [`allclose`], with tolerances.
///
/// # Panics
/// As [`allclose`].
///
/// # NumPy
/// `np.ma.allclose(a, b, rtol=…, atol=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{CloseOptions, ma};
///
/// assert!(ma::allclose_with([1.0], [1.5], &CloseOptions::default().atol(0.5)));
/// ```
#[track_caller]
pub fn allclose_with<A: MaskedLike<Elem: Maskable + Close>>(
    a: A,
    b: impl MaskedOperand<A::Elem>,
    options: &CloseOptions,
) -> bool {
    let close = |a: View<'_, A::Elem>, b: View<'_, A::Elem>| crate::isclose_with(a, b, options);
    let close = super::elementwise::both(a.masked(), b.masked_operand(), None, close);
    crate::all(close.filled_with(true))
}
