//! Masked arrays as sets, in which all that is masked is one value, equal to itself and nothing else.

use super::{Maskable, MaskedArray, MaskedLike};
use crate::Sortable;
use nd_core::{Array, concat};

/// A set in order, with a masked element at the end.
fn set<T: Maskable>(known: Array<T>, masked: bool, fill: Option<T>) -> MaskedArray<T> {
    if !masked {
        return MaskedArray::of(known, None, fill);
    }
    let mask = concat(&[Array::full([known.size()], false), Array::full([1], true)], 0);
    MaskedArray::of(concat(&[known, Array::full([1], T::default())], 0), Some(mask), fill)
}

/// The different elements, in order, and a masked one at the end if there is one.
///
/// Of any shape → `(m,)`. NaN is one element, as in [`unique`](crate::unique()).
///
/// # NumPy
/// `np.ma.unique(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([2, 1, 2, 7, 8], [false, false, false, true, true]);
/// assert_eq!(ma::unique(&a).to_string(), "[1 2 --]");
/// ```
pub fn unique<A: MaskedLike<Elem: Maskable + Sortable>>(a: A) -> MaskedArray<A::Elem> {
    let a = a.masked();
    set(crate::unique(a.compressed()), a.is_masked(), a.fill)
}

macro_rules! sets {
    ($($name:ident, $masked:expr, $what:literal, $notes:literal, $result:literal;)*) => {$(
        #[doc = concat!($what, ", each once, in order; what is masked is one element, at the end.")]
        ///
        /// Of any shapes → `(m,)`. NaN is as in the function of the same name of plain arrays.
        ///
        /// # NumPy
        #[doc = concat!("`np.ma.", stringify!($name), "(a, b)`", $notes, ".")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([3, 1, 2, 0], [false, false, false, true]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a, [2, 9]).to_string(), \"", $result, "\");")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: Maskable + Sortable>>(
            a: A,
            b: impl MaskedLike<Elem = A::Elem>,
        ) -> MaskedArray<A::Elem> {
            let (a, b) = (a.masked(), b.masked());
            let masked: fn(bool, bool) -> bool = $masked;
            let known = crate::$name(a.compressed(), b.compressed());
            set(known, masked(a.is_masked(), b.is_masked()), a.fill.or(b.fill))
        }
    )*};
}
sets! {
    intersect1d, |a, b| a & b, "The elements that both arrays have", "", "[2]";
    union1d, |a, b| a | b, "The elements that either array has", "", "[1 2 3 9 --]";
    setdiff1d, |a, b| a & !b, "The elements that `a` has and `b` has not",
        ", which puts a masked element where order has it to be, and several if `a` has", "[1 3 --]";
    setxor1d, |a, b| a ^ b, "The elements that one of the arrays has and the other has not", "", "[1 3 9 --]";
}

/// Whether each element is one of those of `test`; what is masked is, if something of `test` is.
///
/// # NumPy
/// `np.ma.isin(a, test)`, whose result is a masked array of which nothing is masked.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([1, 2, 3], [false, true, false]);
/// assert_eq!(ma::isin(&a, [1, 2]), array![true, false, false]);
/// assert_eq!(ma::isin(&a, &a), array![true, true, true]);
/// ```
pub fn isin<A: MaskedLike<Elem: Maskable + Sortable>>(
    a: A,
    test: impl MaskedLike<Elem = A::Elem>,
) -> Array<bool> {
    let (a, test) = (a.masked(), test.masked());
    let found = crate::isin(a.data, test.compressed());
    match a.mask {
        None => found,
        Some(mask) => crate::where_(mask, test.is_masked(), &found),
    }
}
