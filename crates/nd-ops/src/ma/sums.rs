//! Sums, products, counts and truth of what is not masked.

use super::lanes::axes_of;
use super::pieces::{Way, reduced};
use super::{Maskable, MaskedArray, MaskedLike, MaskedView};
use crate::{AddedIn, Over, Summable, Truth};
use nd_core::{Array, Element, Number, View};

/// Whether there are elements, all of them masked: then a reduction has no result.
pub(super) fn gone<T: Copy>(a: MaskedView<'_, T>) -> bool {
    !a.data.is_empty() && a.mask.is_some_and(crate::all)
}

/// Where a reduction over some axes has no result; `None` if it has all.
#[track_caller]
pub(super) fn gone_axis<T: Element>(
    op: &'static str,
    a: MaskedView<'_, T>,
    over: &Over,
) -> Option<Array<bool>> {
    let axes = axes_of(op, over, a.data.ndim());
    let none = axes.iter().any(|&axis| a.shape()[axis] == 0);
    let mask = a.mask.filter(|_| !none)?;
    super::array::kept(crate::all_axis(mask, plain(over, &axes)))
}

/// The same axes, without what is taken off a count.
pub(super) fn plain(over: &Over, axes: &[usize]) -> Over {
    let axes: Vec<isize> = axes.iter().map(|&axis| axis as isize).collect();
    let plain = Over::from(axes.as_slice());
    if over.keeps() { crate::keepdims(plain) } else { plain }
}

macro_rules! reductions {
    ($(
        $name:ident $name_axis:ident, $Bound:path, $Out:ty, $fill:expr,
        $what:literal, $notes:literal, $masked:literal, $numpy:literal, $one:literal, $axis:literal;
    )*) => {$(
        #[doc = concat!($what, " of the elements that are not masked; `None` if all are.")]
        ///
        #[doc = $notes]
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "()`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1_i64, 2], [3, 0]], [[false, true], [false, true]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a), Some(", $one, "));")]
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(ma::masked_all::<i32>([2])), None);")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: Maskable + $Bound>>(a: A) -> Option<$Out> {
            let a = a.masked();
            let all = || match a.mask {
                None => crate::$name(a.data),
                Some(_) => crate::$name(a.filled_with($fill)),
            };
            (!gone(a)).then(all)
        }

        #[doc = concat!($what, " over some axes of the elements that are not masked, masked where all are.")]
        ///
        #[doc = concat!("`a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). ", $notes)]
        ///
        /// # Panics
        /// If an axis does not exist or is named twice.
        ///
        /// # NumPy
        #[doc = concat!("`", $numpy, "(axis)`", $masked, ".")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 2], [3, 0]], [[false, true], [false, true]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name_axis), "(&a, 0).to_string(), \"", $axis, "\");")]
        /// ```
        #[track_caller]
        pub fn $name_axis<A: MaskedLike<Elem: Maskable + $Bound>>(
            a: A,
            axes: impl Into<Over>,
        ) -> MaskedArray<$Out> {
            let (a, over) = (a.masked(), axes.into());
            let data = match a.mask {
                None => crate::$name_axis(a.data, over),
                Some(_) => crate::$name_axis(a.filled_with($fill), over),
            };
            MaskedArray::of(data, gone_axis(stringify!($name), a, &over), None)
        }
    )*};
}
reductions! {
    prod prod_axis, Summable, <A::Elem as Summable>::Sum, A::Elem::ONE,
        "The product", "1 of no elements; NaN that is not masked makes it NaN. In the type that [`prod`](crate::prod()) multiplies in.",
        "", "a.prod", "3", "[3 --]";
    any any_axis, Truth, bool, A::Elem::default(),
        "Whether some is true:", "`false` of no elements.", "", "a.any", "true", "[True --]";
    all all_axis, Truth, bool, A::Elem::ONE,
        "Whether every one is true:", "`true` of no elements.", "", "a.all", "true", "[True --]";
}

/// The sum of the elements that are not masked; `None` if all are.
///
/// 0 of no elements; NaN that is not masked makes it NaN. In the type that [`sum`](crate::sum()) adds up in.
///
/// # NumPy
/// `a.sum()`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// assert_eq!(ma::sum(MaskedArray::new([1_i64, 2, 4], [false, true, false])), Some(5));
/// assert_eq!(ma::sum(MaskedArray::new([1.0], true)), None);
/// ```
pub fn sum<A: MaskedLike<Elem: Maskable + Summable>>(a: A) -> Option<<A::Elem as Summable>::Sum> {
    let a = a.masked();
    (!gone(a)).then(|| match a.mask {
        None => crate::sum(a.data),
        Some(_) => sum_axis(a, ..).data[[]],
    })
}

/// The sums over some axes of the elements that are not masked, masked where all are.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). 0 of no elements; NaN that is not
/// masked makes it NaN.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `a.sum(axis)`; a sum of no elements is masked there if the array has a mask, and 0 if it has none.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 0]], [[false, true], [false, true]]);
/// assert_eq!(ma::sum_axis(&a, 0).to_string(), "[4 --]");
/// assert_eq!(ma::sum_axis(&a, nd_ops::keepdims(1)).to_string(), "[[1]\n [3]]");
/// ```
#[track_caller]
pub fn sum_axis<A: MaskedLike<Elem: Maskable + Summable>>(
    a: A,
    axes: impl Into<Over>,
) -> MaskedArray<<A::Elem as Summable>::Sum> {
    let (a, over) = (a.masked(), axes.into());
    let gone = gone_axis("sum", a, &over);
    let sums = match a.mask {
        None => crate::sum_axis(a.data, over),
        Some(_) => A::Elem::narrow_all(sums_of::<A::Elem, _>("sum", a, &over)),
    };
    MaskedArray::of(sums, gone, None)
}

/// The sums over some axes in a type, masked elements left out.
#[track_caller]
pub(super) fn sums_of<T: Maskable + AddedIn<W>, W: Number>(
    op: &'static str,
    a: MaskedView<'_, T>,
    over: &Over,
) -> Array<W> {
    let axes = axes_of(op, over, a.data.ndim());
    let piece = |a: View<'_, T>, over: &Over| <T as AddedIn<W>>::sum_axis_of("sum", a, over);
    let way = Way { fill: T::default(), piece: &piece, merge: &|x, y| x + y };
    reduced(a, over, &axes, &way)
}

/// How many elements are not masked.
///
/// # NumPy
/// `np.ma.count(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// assert_eq!(ma::count(MaskedArray::new([1, 2, 4], [false, true, false])), 2);
/// ```
pub fn count<A: MaskedLike<Elem: Element>>(a: A) -> usize {
    a.masked().count()
}

/// How many elements are not masked, over some axes.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.ma.count(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 4]], [[false, true], [true, true]]);
/// assert_eq!(ma::count_axis(&a, 1), array![1, 0]);
/// ```
#[track_caller]
pub fn count_axis<A: MaskedLike<Elem: Element>>(a: A, axes: impl Into<Over>) -> Array<usize> {
    let (a, over) = (a.masked(), axes.into());
    let axes = axes_of("count", &over, a.data.ndim());
    let each: usize = axes.iter().map(|&axis| a.shape()[axis]).product();
    each - count_masked_axis(a, over)
}

/// How many elements are masked, over some axes.
///
/// # Panics
/// If an axis does not exist or is named twice.
///
/// # NumPy
/// `np.ma.count_masked(a, axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 4]], [[false, true], [true, true]]);
/// assert_eq!(ma::count_masked_axis(&a, 0), array![1, 2]);
/// ```
#[track_caller]
pub fn count_masked_axis<A: MaskedLike<Elem: Element>>(
    a: A,
    axes: impl Into<Over>,
) -> Array<usize> {
    let a = a.masked();
    let none = View::from_ref(&false).broadcast_to(a.shape());
    crate::count_nonzero_axis(a.mask.unwrap_or(none), axes)
}

macro_rules! running {
    ($($name:ident $name_axis:ident, $fill:expr, $what:literal, $neutral:literal, $result:literal;)*) => {$(
        #[doc = concat!($what, " so far of all elements in C order; masked where `a` is. A masked element counts as ", $neutral, ".")]
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "()`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[2, 5], [3, 1]], [[false, true], [false, false]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a).shape(), [4]);")]
        /// ```
        pub fn $name<A: MaskedLike<Elem: Maskable + Summable>>(
            a: A,
        ) -> MaskedArray<<A::Elem as Summable>::Sum> {
            $name_axis(a.masked().ravel(), 0)
        }

        #[doc = concat!($what, " so far, along an axis; masked where `a` is. A masked element counts as ", $neutral, ".")]
        ///
        /// `a: (…, n, …)` → `(…, n, …)`.
        ///
        /// # Panics
        /// If there is no such axis.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "(axis)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([2, 5, 3], [false, true, false]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name_axis), "(&a, 0).to_string(), \"", $result, "\");")]
        /// ```
        #[track_caller]
        pub fn $name_axis<A: MaskedLike<Elem: Maskable + Summable>>(
            a: A,
            axis: isize,
        ) -> MaskedArray<<A::Elem as Summable>::Sum> {
            let a = a.masked();
            let data = match a.mask {
                None => crate::$name_axis(a.data, axis),
                Some(_) => crate::$name_axis(a.filled_with($fill), axis),
            };
            MaskedArray::of(data, a.mask.map(View::to_array), None)
        }
    )*};
}
running! {
    cumsum cumsum_axis, A::Elem::default(), "The sums", "0", "[2 -- 5]";
    cumprod cumprod_axis, A::Elem::ONE, "The products", "1", "[2 -- 6]";
}
