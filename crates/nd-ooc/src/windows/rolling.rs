//! Windows that move along an axis.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::Result;
use crate::node::{Need, Node, Pull};
use crate::regions::{inside, per_axis, with_axis};
use nd_core::{Array, Shape, Typed, View};
use nd_io::Region;
use nd_ops::{Align, Averaged, Ordered, Over, RollingOptions, Summable};
use std::marker::PhantomData;
use std::sync::Arc;

/// A reduction of windows.
struct Rolling<T, U, F> {
    name: &'static str,
    ndim: usize,
    axis: usize,
    window: usize,
    align: Align,
    /// Parameters, for telling it from others.
    said: String,
    f: F,
    of: PhantomData<fn(T) -> U>,
}

impl<T, U, F> Rolling<T, U, F> {
    /// The part of the axis that positions of a region are made of: where it starts, and how long it is.
    ///
    /// In memory a window is put together of two parts that end at multiples of its length; a part that
    /// starts at one has the same bits.
    fn part(&self, region: &Region, n: usize) -> (usize, usize) {
        let (first, last) = (region.start()[self.axis], region.stop(self.axis) - 1);
        let before = match self.align {
            Align::Valid => 0,
            Align::Trailing => self.window - 1,
            Align::Centred => self.window / 2,
        };
        let len = self.window.min(n);
        let from = first.saturating_sub(before) / len * len;
        let to = last.saturating_add(self.window).saturating_sub(before).clamp(last + 1, n);
        (from, to - from)
    }
}

impl<T: Typed, U: Typed, F> Pull for Rolling<T, U, F>
where
    F: Fn(View<'_, T>) -> Array<U> + Send + Sync,
{
    fn name(&self) -> String {
        self.name.into()
    }

    fn needs(&self, node: &Node, region: &Region) -> Vec<Need> {
        let (start, len) = self.part(region, node.inputs[0].shape[self.axis]);
        vec![Need::new(0, with_axis(region, self.axis, (start, len, 1)))]
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        inputs: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let (start, _) = self.part(region, node.inputs[0].shape[self.axis]);
        let made = (self.f)(inputs[0].gapless::<T>().view());
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let (all, axis) = (Region::all(made.shape()), self.axis);
        let along = (region.start()[axis] - start, region.shape()[axis], region.step()[axis]);
        let bare = Region::new(per_axis(region.ndim(), |_| 0), region.shape());
        Ok(Block::from(made).part(inside(&all, &with_axis(&bare, axis, along))))
    }

    fn scratch(&self, node: &Node, region: &Region) -> usize {
        let (_, len) = self.part(region, node.inputs[0].shape[self.axis]);
        let rest = region.size() / region.shape()[self.axis];
        // The part with its neighbours without gaps, its result, and one of sums where means are made.
        (3 * len * rest).saturating_mul(node.dtype.itemsize().max(8))
    }

    fn reach(&self) -> Option<Shape> {
        let far = |axis| if axis == self.axis { self.window.saturating_mul(2) } else { 0 };
        Some(per_axis(self.ndim, far))
    }

    fn identity(&self) -> String {
        format!("{} {} {} {}", self.name, self.axis, self.window, self.said)
    }
}

impl<T: Typed> Chunked<T> {
    #[track_caller]
    fn rolled<U: Typed>(
        &self,
        name: &'static str,
        (window, axis): (usize, usize),
        (said, options): (String, &RollingOptions),
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        let (n, align, ndim) = (self.shape()[axis], options.align, self.ndim());
        let valid = align == Align::Valid;
        assert!(
            options.is_plain(),
            "{name}: windows that are open at their ends, or several positions apart, are there for arrays in memory only"
        );
        if window == 0 || (valid && window > n) {
            panic!(
                "{name}: a window of {window} does not fit axis {axis} of shape {:?}",
                self.shape()
            );
        }
        // A lane without a value, for a reduction that needs more elements to say so now.
        let short =
            per_axis(ndim, |at| if at == axis { n.min(window.saturating_mul(2)) } else { 1 });
        f(Array::<T>::zeros(short).view());
        let len = if valid { n - window + 1 } else { n };
        let shape = per_axis(ndim, |at| if at == axis { len } else { self.shape()[at] });
        let op = Rolling { name, ndim, axis, window, align, said, f, of: PhantomData };
        let chunks = self.node.chunks;
        Chunked::of(Node::chunked(op, vec![Arc::clone(&self.node)], shape, U::DTYPE, chunks))
    }
}

macro_rules! rolling {
    ($(
        $name:ident $with:ident [$($bound:tt)*] -> $Out:ty, $axis:ident: $Axis:ty,
        |$over:ident, $one:ident| $given:expr;
    )*) => {$(
        impl<T: Typed + $($bound)*> Chunked<T> {
            #[doc = concat!("As [`nd_ops::", stringify!($name), "`], of each window of `window` elements along an axis; its bits.")]
            ///
            /// `(…, n, …)` → `(…, n - window + 1, …)`.
            ///
            /// # Panics
            /// If there is no such axis, or the window is 0 or longer than it.
            ///
            /// # NumPy
            #[doc = concat!("As [`nd_ops::", stringify!($name), "`]; xarray's `x.rolling(time=window)`.")]
            ///
            /// # Examples
            /// ```
            /// let a = nd_core::array![3.0, 1.0, 4.0, 1.0, 5.0];
            #[doc = concat!("let x = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "(3, 0);")]
            #[doc = concat!("assert_eq!(x.compute()?, nd_ops::", stringify!($name), "(&a, 3, 0));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self, window: usize, $axis: $Axis) -> Chunked<$Out> {
                self.$with(window, $axis, &RollingOptions::default())
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with options.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_ops::", stringify!($with), "`], and if the options have `closed` or `step`, which are of")]
            /// arrays in memory.
            ///
            /// # NumPy
            #[doc = concat!("As [`nd_ops::", stringify!($with), "`]; xarray's `x.rolling(time=window, center=…, min_periods=…)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_ops::{Align, RollingOptions};
            ///
            /// let a = nd_core::array![3.0, 1.0, 4.0, 1.0, 5.0];
            /// let options = RollingOptions::default().align(Align::Centred).min_periods(1);
            #[doc = concat!("let x = nd_ooc::Chunked::from(a.clone()).", stringify!($with), "(3, 0, &options);")]
            #[doc = concat!("assert_eq!(x.compute()?, nd_ops::", stringify!($with), "(&a, 3, 0, &options));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(
                &self,
                window: usize,
                $axis: $Axis,
                options: &RollingOptions,
            ) -> Chunked<$Out> {
                let ($over, name): (Over, _) = ($axis.into(), stringify!($name));
                let axes = $over.resolve(name, self.ndim()).unwrap_or_else(|e| panic!("{e}"));
                assert!(axes.len() == 1, "{name}: windows move along one axis, not {axes:?}");
                let ($one, options) = (axes[0] as isize, options.clone());
                let given = $given;
                let said = format!("{options:?} ddof {}", $over.ddof());
                let said = (said, &options.clone());
                self.rolled(name, (window, axes[0]), said, move |block| {
                    nd_ops::$with(block, window, given.clone(), &options)
                })
            }
        }
    )*};
}
rolling! {
    rolling_sum rolling_sum_with[Summable<Sum: Typed>] -> T::Sum, axis: isize, |over, one| one;
    rolling_mean rolling_mean_with[Averaged<Mean: Typed>] -> T::Mean, axis: isize, |over, one| one;
    rolling_max rolling_max_with[Ordered] -> T, axis: isize, |over, one| one;
    rolling_min rolling_min_with[Ordered] -> T, axis: isize, |over, one| one;
    rolling_var rolling_var_with[Averaged<Spread: Typed>] -> T::Spread, axis: impl Into<Over>,
        |over, one| nd_ops::ddof(over.ddof(), one);
    rolling_std rolling_std_with[Averaged<Spread: Typed>] -> T::Spread, axis: impl Into<Over>,
        |over, one| nd_ops::ddof(over.ddof(), one);
}
