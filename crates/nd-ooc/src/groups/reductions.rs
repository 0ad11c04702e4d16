//! The reductions of groups.

use super::fold::{Rule, reduced};
use super::grouped::{Grouped, Groups};
use crate::chunked::Chunked;
use crate::wire::Wire;
use nd_core::{Array, ArrayLike, Number, Typed};
use nd_ops::{Averaged, Label, Moments, Ordered, Over, Summable, Truth};

/// A reduction of groups with its documentation.
macro_rules! grouped {
    ($(
        $name:ident [$($bound:tt)*] -> $Out:ty, $axis:ident: $Axis:ty,
        $what:literal, $more:literal, $given:literal, $want:literal,
        |$x:ident, $groups:ident, $over:ident| $body:expr;
    )*) => {$(
        impl<T: Typed + $($bound)*> Chunked<T> {
            #[doc = concat!($what, " of the positions of an axis that have one label, for each label.")]
            ///
            /// `(…, n, …)`, labels `(n)` → `(…, groups, …)`, groups in ascending order of their labels.
            #[doc = $more]
            ///
            /// # Panics
            /// If there is no such axis, or not one label for each of its positions.
            ///
            /// # NumPy
            #[doc = concat!("As [`nd_ops::", stringify!($name), "`]; xarray's `x.groupby(labels)`, flox.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(", $given, ");")]
            #[doc = concat!("let groups = x.", stringify!($name), "(&[7, 5, 7], 0);")]
            /// assert_eq!(groups.labels, [5, 7]);
            #[doc = concat!("assert_eq!(groups.values.compute()?, ", $want, ");")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn $name<L: Label>(
                &self,
                labels: impl ArrayLike<Elem = L>,
                $axis: $Axis,
            ) -> Grouped<L, $Out> {
                let ($x, name) = (self, stringify!($name));
                let $over: Over = $axis.into();
                let axis = $over.resolve(name, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
                assert!(axis.len() == 1, "{name}: groups are of one axis, not of {axis:?}");
                let $groups = Groups::new(name, self.shape(), labels, axis[0] as isize);
                let values = $body;
                $groups.with(values)
            }
        }
    )*};
}
grouped! {
    grouped_sum[Summable<Work: Typed, Sum: Typed>] -> T::Sum, axis: isize,
    "The sums", "Types as in [`Summable`]; the last bits may differ from those in memory.",
    "array![1i64, 2, 3]", "array![2, 4]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_sum",
        said: String::new(),
        partial: T::grouped_sum_of,
        merge: |a: T::Work, b| a.plus(b),
        wire: Wire::array(),
        finish: T::narrow_all,
    });

    grouped_prod[Summable<Work: Typed, Sum: Typed>] -> T::Sum, axis: isize,
    "The products", "Types as in [`Summable`]; the last bits may differ from those in memory.",
    "array![4i64, 2, 3]", "array![2, 12]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_prod",
        said: String::new(),
        partial: T::grouped_prod_of,
        merge: |a: T::Work, b| a.times(b),
        wire: Wire::array(),
        finish: T::narrow_all,
    });

    grouped_mean[Averaged<Work: Typed, Mean: Typed>] -> T::Mean, axis: isize,
    "The means", "Types as in [`Averaged`]; the last bits may differ from those in memory.",
    "array![1.0, 2.0, 4.0]", "array![2.0, 2.5]",
    |x, groups, _over| {
        let mut shape = vec![1; x.ndim()];
        shape[groups.axis] = groups.labels.len();
        let sizes = Array::from_shape_vec(&shape[..], groups.sizes());
        reduced(x, &groups, Rule {
            name: "grouped_mean",
            said: String::new(),
            partial: T::grouped_sum_of,
            merge: |a: T::Work, b| a.plus(b),
            wire: Wire::array(),
            finish: move |sums: Array<T::Work>| {
                // One count for each sum.
                let counts = sizes.view().broadcast_to(sums.shape()).to_array();
                T::number_means_of(sums.view(), counts.view())
            },
        })
    };

    grouped_var[Averaged<Work: Typed, Real: Typed, Spread: Typed>] -> T::Spread, axis: impl Into<Over>,
    "The variances", "Divided by the count less the [`ddof`](nd_ops::ddof()) of the axis.",
    "array![1.0, 2.0, 5.0]", "array![0.0, 4.0]",
    |x, groups, over| spread(x, &groups, "grouped_var", &over, Moments::var);

    grouped_std[Averaged<Work: Typed, Real: Typed, Spread: Typed>] -> T::Spread, axis: impl Into<Over>,
    "The standard deviations", "Divided by the count less the [`ddof`](nd_ops::ddof()) of the axis.",
    "array![1.0, 2.0, 5.0]", "array![0.0, 2.0]",
    |x, groups, over| spread(x, &groups, "grouped_std", &over, Moments::std);

    grouped_min[Ordered] -> T, axis: isize,
    "The smallest", "NaN if one is.",
    "array![4, 2, 3]", "array![2, 3]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_min",
        said: String::new(),
        partial: T::grouped_min_of,
        merge: T::smaller,
        wire: Wire::array(),
        finish: |least| least,
    });

    grouped_max[Ordered] -> T, axis: isize,
    "The largest", "NaN if one is.",
    "array![4, 2, 3]", "array![2, 4]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_max",
        said: String::new(),
        partial: T::grouped_max_of,
        merge: T::larger,
        wire: Wire::array(),
        finish: |most| most,
    });

    grouped_any[Truth] -> bool, axis: isize,
    "Whether any is not zero", "NaN is not.",
    "array![0, 0, 3]", "array![false, true]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_any",
        said: String::new(),
        partial: |values: nd_core::View<'_, T>, codes: &[usize], groups, axis| {
            bool::grouped_max_of(T::truths_of(values).view(), codes, groups, axis)
        },
        merge: |a: bool, b| a | b,
        wire: Wire::array(),
        finish: |any| any,
    });

    grouped_all[Truth] -> bool, axis: isize,
    "Whether all are not zero", "NaN is not.",
    "array![0, 1, 3]", "array![true, false]",
    |x, groups, _over| reduced(x, &groups, Rule {
        name: "grouped_all",
        said: String::new(),
        partial: |values: nd_core::View<'_, T>, codes: &[usize], groups, axis| {
            bool::grouped_min_of(T::truths_of(values).view(), codes, groups, axis)
        },
        merge: |a: bool, b| a & b,
        wire: Wire::array(),
        finish: |all| all,
    });
}

/// Moments of each group, and what becomes of them.
fn spread<L, T: Typed + Averaged<Work: Typed, Real: Typed, Spread: Typed>>(
    x: &Chunked<T>,
    groups: &Groups<L>,
    name: &'static str,
    over: &Over,
    finish: fn(Moments<T>, f64) -> T::Spread,
) -> Chunked<T::Spread> {
    let ddof = over.ddof();
    let said = format!("ddof {ddof}");
    let finish =
        move |moments: Array<Moments<T>>| T::finish_variances_of(moments.view(), ddof, finish);
    reduced(
        x,
        groups,
        Rule {
            name,
            said,
            partial: T::grouped_moments_of,
            merge: Moments::merge,
            wire: Wire::moments(),
            finish,
        },
    )
}

impl<T: Typed> Chunked<T> {
    /// How many positions of an axis have each label; nothing is read.
    ///
    /// # Panics
    /// If there is no such axis, or not one label for each of its positions.
    ///
    /// # NumPy
    /// `np.unique(labels, return_counts=True)`.
    ///
    /// # Examples
    /// ```
    /// let groups = nd_ooc::full([3, 9], 1.0).grouped_count(&[7, 5, 7], 0);
    /// assert_eq!(groups.labels, [5, 7]);
    /// assert_eq!(groups.values.compute()?.into_vec(), [1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn grouped_count<L: Label>(
        &self,
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
    ) -> Grouped<L, i64> {
        let groups = Groups::new("grouped_count", self.shape(), labels, axis);
        let sizes = groups.sizes().iter().map(|&size| size as i64).collect();
        let sizes = Array::<i64>::from_vec(sizes);
        Groups { axis: 0, ..groups }.with(Chunked::from(sizes))
    }

    /// The first positions of an axis that have one label, for each label.
    ///
    /// # Panics
    /// If there is no such axis, or not one label for each of its positions.
    ///
    /// # NumPy
    /// xarray's `x.groupby(labels).first(skipna=False)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(10, 13, 1);
    /// assert_eq!(x.grouped_first(&[7, 5, 7], 0).values.compute()?.into_vec(), [11, 10]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn grouped_first<L: Label>(
        &self,
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
    ) -> Grouped<L, T> {
        let groups = Groups::new("grouped_first", self.shape(), labels, axis);
        let mut first = vec![0; groups.labels.len()];
        groups.codes.iter().enumerate().rev().for_each(|(k, &code)| first[code] = k);
        let values = self.take(Array::from_vec(first), groups.axis as isize);
        groups.with(values)
    }

    /// The last positions of an axis that have one label, for each label.
    ///
    /// # Panics
    /// If there is no such axis, or not one label for each of its positions.
    ///
    /// # NumPy
    /// xarray's `x.groupby(labels).last(skipna=False)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(10, 13, 1);
    /// assert_eq!(x.grouped_last(&[7, 5, 7], 0).values.compute()?.into_vec(), [11, 12]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn grouped_last<L: Label>(
        &self,
        labels: impl ArrayLike<Elem = L>,
        axis: isize,
    ) -> Grouped<L, T> {
        let groups = Groups::new("grouped_last", self.shape(), labels, axis);
        let mut last = vec![0; groups.labels.len()];
        groups.codes.iter().enumerate().for_each(|(k, &code)| last[code] = k);
        let values = self.take(Array::from_vec(last), groups.axis as isize);
        groups.with(values)
    }
}
