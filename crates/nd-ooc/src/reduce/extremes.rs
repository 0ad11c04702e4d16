//! `min`, `max` and `ptp`, also of numbers only.

use super::merged::{only_axes, reduced, refuse_empty};
use crate::chunked::Chunked;
use crate::elementwise::lift2;
use crate::wire::Wire;
use nd_core::{Array, Number, Typed, View, zip};
use nd_ops::{Ordered, Over, Ranked};

/// What functions in memory make of a cell, and of two results.
struct Rule<T> {
    name: &'static str,
    partial: fn(View<'_, T>, &Over) -> Array<T>,
    better: fn(T, T) -> T,
}

/// The larger of two, a number rather than NaN.
fn larger_number<T: Ordered>(a: T, b: T) -> T {
    if (b > a) | a.is_unordered() { b } else { a }
}

/// The smaller of two, a number rather than NaN.
fn smaller_number<T: Ordered>(a: T, b: T) -> T {
    if (b < a) | a.is_unordered() { b } else { a }
}

impl<T: Typed + Ordered> Chunked<T> {
    #[track_caller]
    fn extreme(&self, over: &Over, rule: Rule<T>) -> Chunked<T> {
        let Rule { name, partial, better } = rule;
        refuse_empty(name, self.shape(), &only_axes(name, over, self.ndim()));
        reduced(name, over, self, Wire::array(), partial, better, |state, _| {
            state.expect("empty axes were refused")
        })
    }
}

/// A function of all elements, and one over axes.
macro_rules! extremes {
    ($(
        $name:ident $axis:ident $of:ident $better:path, $numpy:literal,
        $line:literal, $given:literal, $want:literal, $rows:literal;
    )*) => {
        impl<T: Typed + Ordered> Chunked<T> {$(
            #[doc = concat!($line, ", as an array without axes.")]
            ///
            /// # Panics
            /// If there is no element.
            ///
            /// # NumPy
            #[doc = concat!("`np.", $numpy, "(a)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(", $given, ");")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "().value()?, ", $want, ");")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self) -> Chunked<T> {
                self.$axis(..)
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), over some axes.")]
            ///
            /// `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
            ///
            /// # Panics
            /// If an axis does not exist or is named twice, or if there are results but no elements for them.
            ///
            /// # NumPy
            #[doc = concat!("`np.", $numpy, "(a, axis)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(", $given, ");")]
            #[doc = concat!("assert_eq!(x.", stringify!($axis), "(1).compute()?, ", $rows, ");")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $axis(&self, axes: impl Into<Over>) -> Chunked<T> {
                let (name, partial) = (stringify!($name), T::$of as fn(View<'_, T>, &Over) -> _);
                self.extreme(&axes.into(), Rule { name, partial, better: $better })
            }
        )*}
    };
}
extremes! {
    max max_axis max_axis_of T::larger, "max",
    "The largest element, NaN if there is one", "array![[1, 7], [3, 2]]", "7", "array![7, 3]";
    min min_axis min_axis_of T::smaller, "min",
    "The smallest element, NaN if there is one", "array![[1, 7], [3, 2]]", "1", "array![1, 2]";
    nanmax nanmax_axis nanmax_axis_of larger_number, "nanmax",
    "The largest of the elements that are not NaN, NaN if all are", "array![[1.0, f64::NAN], [3.0, 2.0]]", "3.0",
    "array![1.0, 3.0]";
    nanmin nanmin_axis nanmin_axis_of smaller_number, "nanmin",
    "The smallest of the elements that are not NaN, NaN if all are", "array![[4.0, f64::NAN], [3.0, 2.0]]", "2.0",
    "array![4.0, 2.0]";
}

impl<T: Typed + Ranked> Chunked<T> {
    /// The largest element less the smallest, as an array without axes; NaN if there is one. Integers wrap.
    ///
    /// # Panics
    /// If there is no element.
    ///
    /// # NumPy
    /// `np.ptp(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![3, -4, 6]).ptp().value()?, 10);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn ptp(&self) -> Chunked<T> {
        self.ptp_axis(..)
    }

    /// As [`ptp`](Self::ptp), over some axes.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice, or if there are results but no elements for them.
    ///
    /// # NumPy
    /// `np.ptp(a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![[3, -4], [6, 6]]).ptp_axis(1).compute()?, array![7, 0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn ptp_axis(&self, axes: impl Into<Over>) -> Chunked<T> {
        let over = axes.into();
        refuse_empty("ptp", self.shape(), &only_axes("ptp", &over, self.ndim()));
        let (max, min) = (self.max_axis(over), self.min_axis(over));
        lift2("ptp", &max, &min, |max, min| {
            zip((&max, &min)).map(|(max, min)| Number::minus(max, min))
        })
    }
}
