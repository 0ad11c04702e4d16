//! Medians of times.

use super::NAT;
use nd_core::time::TimeElement;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// The middle of some counts, missing if there is none; `skip` leaves out what is missing.
fn middle(mut counts: Vec<i64>, skip: bool, floor: bool) -> i64 {
    let all = counts.len();
    counts.retain(|&count| count != NAT);
    let n = counts.len();
    if n == 0 || n < all && !skip {
        return NAT;
    }
    let (below, &mut upper, _) = counts.select_nth_unstable(n / 2);
    if n % 2 == 1 {
        return upper;
    }
    let lower = below.iter().max().copied().unwrap_or(upper);
    let both = i128::from(lower) + i128::from(upper);
    (if floor { both.div_euclid(2) } else { both / 2 }) as i64
}

fn whole(counts: View<'_, i64>, skip: bool, floor: bool) -> i64 {
    middle(counts.iter().copied().collect(), skip, floor)
}

#[track_caller]
fn along(
    op: &'static str,
    counts: View<'_, i64>,
    axis: isize,
    skip: bool,
    floor: bool,
) -> Array<i64> {
    let axis = normalize_axis(op, axis, counts.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let mut shape = counts.shape().to_vec();
    shape.remove(axis);
    if counts.shape()[axis] == 0 {
        return Array::full(&shape[..], NAT);
    }
    let lanes = counts.lanes(axis as isize).map(|lane| whole(lane, skip, floor));
    Array::from_shape_vec(&shape[..], lanes.collect())
}

macro_rules! medians {
    ($($name:ident $axis:ident $skip:literal $said:literal $numpy:literal $example:literal;)*) => {$(
        #[doc = concat!("The median of dates or of spans, ", $said, ".")]
        ///
        /// The middle one, or the mean of the two in the middle, cut off: spans towards 0, dates towards the past.
        /// Missing for no elements.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans)`", $numpy, " Dates have no median there.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Datetime64, array, time::Day};
        ///
        /// let days = array![9, 1, 4, 6].map(Datetime64::<Day>::new);
        #[doc = concat!("assert_eq!(nd_ops::time::", stringify!($name), "(&days).count(), 5);")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: TimeElement>>(times: A) -> A::Elem {
            let view = times.view();
            let counts = Array::scalar(whole(view.counts(), $skip, A::Elem::IS_DATE));
            Array::<A::Elem>::from_counts(counts)[[]]
        }

        #[doc = concat!("As [`", stringify!($name), "()`], along an axis.")]
        ///
        /// `(…, n, …)` → `(…, …)`.
        ///
        /// # Panics
        /// If there is no such axis.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans, axis=axis)`", $numpy, " Dates have no median there.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Timedelta64, array, time::Day};
        ///
        /// let spans = array![[-1, -2], [i64::MIN, 3]].map(Timedelta64::<Day>::new);
        #[doc = concat!("let medians = nd_ops::time::", stringify!($axis), "(&spans, 1);")]
        #[doc = concat!("assert_eq!(medians.to_string(), \"", $example, "\");")]
        /// ```
        #[track_caller]
        pub fn $axis<A: ArrayLike<Elem: TimeElement>>(times: A, axis: isize) -> Array<A::Elem> {
            let view = times.view();
            let middles = along(stringify!($name), view.counts(), axis, $skip, A::Elem::IS_DATE);
            Array::from_counts(middles)
        }
    )*};
}
medians! {
    median median_axis false "missing if one of them is" "." "[   -1 'NaT']";
    nanmedian nanmedian_axis true "without what is missing" "." "[-1  3]";
}
