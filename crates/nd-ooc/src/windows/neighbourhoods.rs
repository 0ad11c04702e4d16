//! The filters of nd-image over windows: means, extremes, medians, ranks.

use super::filters::{beyond, chosen, each, placed, reach};
use crate::chunked::Chunked;
use nd_core::Typed;
use nd_image::{Axiswise, Pixel, Ranked, Window, WindowOptions};

/// What says how many neighbours are looked at.
trait Extent {
    /// The lengths along so many axes.
    fn lengths(&self, axes: usize) -> Vec<usize>;
}

impl Extent for Window {
    fn lengths(&self, axes: usize) -> Vec<usize> {
        match self {
            Window::Size(size) => size.lengths(axes),
            Window::Footprint(mask) => mask.shape().to_vec(),
        }
    }
}

impl Extent for Axiswise<usize> {
    fn lengths(&self, axes: usize) -> Vec<usize> {
        each(self, axes)
    }
}

/// How far a window looks before and after an element along each axis.
#[track_caller]
fn depths(
    op: &'static str,
    window: &impl Extent,
    options: &WindowOptions,
    ndim: usize,
) -> Vec<(usize, usize)> {
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let origins = each(&options.origin, axes.len());
    let lengths = window.lengths(axes.len());
    let far = lengths.iter().zip(&origins).map(|(&len, &origin)| reach(len, origin));
    placed(op, &far.collect::<Vec<_>>(), &axes, ndim, (0, 0))
}

/// Filters: what they do, what they take besides a window, and examples of both.
macro_rules! windowed {
    ($(
        $what:literal $numpy:literal $example:literal $example_with:literal
        $name:ident $with:ident $Bound:ident $Window:ty, ($($given:ident: $Given:ty)?);
    )*) => {$(
        impl<T: Typed + $Bound> Chunked<T> {
            #[doc = concat!($what, "; the bits of [`nd_image::", stringify!($name), "`] of the whole.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($name), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// let x = nd_ooc::from_fn([30, 20], |at| (at[0] + at[1]) as f32);
            #[doc = $example]
            /// assert_eq!(y.slice(nd_core::s![7, 9]).value()?, 16.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self, $($given: $Given,)? window: impl Into<$Window>) -> Chunked<T> {
                self.$with($($given,)? window, &WindowOptions::default())
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), with options.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($with), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// use nd_image::{Mode, WindowOptions};
            ///
            /// let x = nd_ooc::from_fn([30, 20], |at| (at[0] + at[1]) as f32);
            /// let nearest = WindowOptions::default().mode(Mode::Nearest);
            #[doc = $example_with]
            /// assert_eq!(y.slice(nd_core::s![7, 9]).value()?, 16.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(
                &self,
                $($given: $Given,)?
                window: impl Into<$Window>,
                options: &WindowOptions,
            ) -> Chunked<T> {
                let (name, ndim) = (stringify!($name), self.ndim());
                let (window, options): ($Window, _) = (window.into(), options.clone());
                let depth = depths(name, &window, &options, ndim);
                let modes = beyond(name, &options.mode, options.axes.as_deref(), ndim);
                let said = format!("{:?} {window:?} {options:?}", ($($given,)?));
                self.filtered(name, said, &modes, depth, move |block| {
                    nd_image::$with(block, $($given,)? window.clone(), &options)
                })
            }
        }
    )*};
}
windowed! {
    "The mean of the neighbours" "`dask_image.ndfilters.uniform_filter(x, size)`."
        "let y = x.uniform_filter(3);" "let y = x.uniform_filter_with(3, &nearest);"
        uniform_filter uniform_filter_with Pixel Axiswise<usize>, ();
    "The smallest neighbour" "`dask_image.ndfilters.minimum_filter(x, size, footprint)`."
        "let y = x.minimum_filter(1);" "let y = x.minimum_filter_with([1, 1], &nearest);"
        minimum_filter minimum_filter_with Ranked Window, ();
    "The largest neighbour" "`dask_image.ndfilters.maximum_filter(x, size, footprint)`."
        "let y = x.maximum_filter(1);" "let y = x.maximum_filter_with([1, 1], &nearest);"
        maximum_filter maximum_filter_with Ranked Window, ();
    "The neighbour in the middle of their order" "`dask_image.ndfilters.median_filter(x, size, footprint)`."
        "let y = x.median_filter(3);" "let y = x.median_filter_with(3, &nearest);"
        median_filter median_filter_with Ranked Window, ();
    "The neighbour of that rank" "`dask_image.ndfilters.rank_filter(x, rank, size, footprint)`."
        "let y = x.rank_filter(4, 3);" "let y = x.rank_filter_with(4, 3, &nearest);"
        rank_filter rank_filter_with Ranked Window, (rank: isize);
    "The neighbour below which that percentage of them lies"
        "`dask_image.ndfilters.percentile_filter(x, percentile, size, footprint)`."
        "let y = x.percentile_filter(50.0, 3);" "let y = x.percentile_filter_with(50.0, 3, &nearest);"
        percentile_filter percentile_filter_with Ranked Window, (percentile: f64);
}
