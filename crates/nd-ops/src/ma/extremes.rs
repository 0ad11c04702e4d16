//! The smallest and the largest of what is not masked, and where they are.

use super::lanes::{axes_of, each_row, rows};
use super::pieces::{Way, reduced};
use super::sums::{gone, gone_axis};
use super::{Maskable, MaskedArray, MaskedLike, MaskedView};
use crate::{Ordered, Over, Ranked};
use nd_core::{Array, Number, View};

macro_rules! extremes {
    ($($name:ident $name_axis:ident, $fill:ident $pair:ident, $what:literal, $one:literal, $axis:literal;)*) => {$(
        #[doc = concat!("The ", $what, " element that is not masked, NaN if there is one; `None` if all are masked.")]
        ///
        /// # Panics
        /// If there is no element.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "()`, which compares complex numbers, too.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 9], [3, 0]], [[false, true], [false, true]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a), Some(", $one, "));")]
        /// ```
        /// ```should_panic
        #[doc = concat!("nd_ops::ma::", stringify!($name), "(nd_ops::ma::masked_all::<f64>([0]));")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Maskable + Ordered>>(a: A) -> Option<A::Elem> {
            let a = a.masked();
            if gone(a) {
                return None;
            }
            Some(match a.mask {
                None => crate::$name(a.data),
                Some(_) => $name_axis(a, ..).data[[]],
            })
        }

        #[doc = concat!("The ", $what, " elements over some axes that are not masked, masked where all are.")]
        ///
        /// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
        ///
        /// # Panics
        /// If an axis does not exist or is named twice, or a result would be of no element.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "(axis)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 9], [3, 0]], [[false, true], [false, true]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name_axis), "(&a, 0).to_string(), \"", $axis, "\");")]
        /// ```
        #[track_caller]
        pub fn $name_axis<A: MaskedLike<Elem: Maskable + Ordered>>(
            a: A,
            axes: impl Into<Over>,
        ) -> MaskedArray<A::Elem> {
            let (a, over) = (a.masked(), axes.into());
            let gone = gone_axis(stringify!($name), a, &over);
            let axes = axes_of(stringify!($name), &over, a.data.ndim());
            let piece = |a: View<'_, A::Elem>, over: &Over| crate::$name_axis(a, *over);
            let merge = |x, y| crate::$pair(&x, &y);
            let way = Way { fill: A::Elem::$fill, piece: &piece, merge: &merge };
            let data = match a.mask {
                None => crate::$name_axis(a.data, over),
                Some(_) => reduced(a, &over, &axes, &way),
            };
            MaskedArray::of(data, gone, a.fill)
        }
    )*};
}
extremes! {
    min min_axis, LARGEST minimum, "smallest", "1", "[1 --]";
    max max_axis, SMALLEST maximum, "largest", "3", "[3 --]";
}

/// The largest element less the smallest, of those that are not masked; `None` if all are.
///
/// # Panics
/// If there is no element.
///
/// # NumPy
/// `np.ma.ptp(a)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// assert_eq!(ma::ptp(MaskedArray::new([1, 9, 3], [false, true, false])), Some(2));
/// ```
#[track_caller]
pub fn ptp<A: MaskedLike<Elem: Maskable + Ranked>>(a: A) -> Option<A::Elem> {
    let a = a.masked();
    Some(max(a)?.minus(min(a)?))
}

/// The largest elements less the smallest over some axes, of those that are not masked; masked where all are.
///
/// # Panics
/// If an axis does not exist or is named twice, or a result would be of no element.
///
/// # NumPy
/// `np.ma.ptp(a, axis)`.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 9], [3, 0]], [[false, true], [false, true]]);
/// assert_eq!(ma::ptp_axis(&a, 0).to_string(), "[2 --]");
/// ```
#[track_caller]
pub fn ptp_axis<A: MaskedLike<Elem: Maskable + Ranked>>(
    a: A,
    axes: impl Into<Over>,
) -> MaskedArray<A::Elem> {
    let (a, over) = (a.masked(), axes.into());
    max_axis(a, over) - min_axis(a, over)
}

/// The place of an extreme in a lane, whose masked elements are filled with what is beaten by all but its equals.
fn place<T: Maskable + Ordered>(
    a: MaskedView<'_, T>,
    worst: T,
    of: fn(View<'_, T>) -> usize,
) -> Option<usize> {
    let Some(mask) = a.mask else { return Some(of(a.data)) };
    if gone(a) {
        return None;
    }
    let place = of(a.filled_with(worst).view());
    let flat = mask.flatten();
    if !flat[[place]] {
        return Some(place);
    }
    // What is not masked is no better than the fill: its first place.
    let places = (!flat).flatnonzero();
    Some(places[[of(a.compressed().view())]])
}

#[track_caller]
fn places<T: Maskable + Ordered>(
    op: &'static str,
    a: MaskedView<'_, T>,
    over: &Over,
    of: fn(View<'_, T>) -> usize,
) -> MaskedArray<usize> {
    let axes = axes_of(op, over, a.data.ndim());
    let rows = rows(a, &axes);
    let [lanes, n] = rows.data.dims();
    if lanes > 0 && n == 0 {
        panic!("{op}: shape {:?} has no elements there to choose from", a.shape());
    }
    let shown = |lane: usize| match &rows.mask {
        None => Array::from_vec((0..n).collect()),
        Some(mask) => (!mask.slice(nd_core::s![lane as isize])).flatnonzero(),
    };
    let found =
        each_row(&rows, &|lane, known| (!known.is_empty()).then(|| shown(lane)[[of(known)]]));
    let found = MaskedArray::from_options(Array::from_shape_vec(rows.shape, found));
    let mask = found.mask.map(|mask| over.restore(mask, a.shape(), &axes));
    MaskedArray::of(over.restore(found.data, a.shape(), &axes), mask, None)
}

macro_rules! found {
    ($($name:ident $name_axis:ident, $worst:ident, $what:literal, $one:literal, $axis:literal;)*) => {$(
        #[doc = concat!("The place in C order of the first ", $what, " element that is not masked, or of the first NaN; `None` if all are masked.")]
        ///
        /// # Panics
        /// If there is no element.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "()`, which gives 0 if all are masked, and the place of a masked element if the others are infinite, or the last of their type.")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 9], [3, 0]], [[true, true], [false, false]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name), "(&a), Some(", $one, "));")]
        /// ```
        #[track_caller]
        pub fn $name<A: MaskedLike<Elem: Maskable + Ordered>>(a: A) -> Option<usize> {
            place(a.masked(), A::Elem::$worst, |a| crate::$name(a))
        }

        #[doc = concat!("The places along some axes, joined in C order, of the first ", $what, " elements that are not masked; masked where all are.")]
        ///
        /// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims).
        ///
        /// # Panics
        /// If an axis does not exist or is named twice, or a result would be of no element.
        ///
        /// # NumPy
        #[doc = concat!("`a.", stringify!($name), "(axis)`; see [`", stringify!($name), "`].")]
        ///
        /// # Examples
        /// ```
        /// use nd_ops::ma::{self, MaskedArray};
        ///
        /// let a = MaskedArray::new([[1, 9], [3, 0]], [[true, true], [false, false]]);
        #[doc = concat!("assert_eq!(ma::", stringify!($name_axis), "(&a, 1).to_string(), \"", $axis, "\");")]
        /// ```
        #[track_caller]
        pub fn $name_axis<A: MaskedLike<Elem: Maskable + Ordered>>(
            a: A,
            axes: impl Into<Over>,
        ) -> MaskedArray<usize> {
            places(stringify!($name), a.masked(), &axes.into(), |a| crate::$name(a))
        }
    )*};
}
found! {
    argmin argmin_axis, LARGEST, "smallest", "3", "[-- 1]";
    argmax argmax_axis, SMALLEST, "largest", "2", "[-- 0]";
}
