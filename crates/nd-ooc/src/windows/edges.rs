//! The filters of nd-image that find edges, and differences of smoothed pictures.

use super::filters::{Look, beyond, chosen, each, gaussian_depth, placed};
use crate::chunked::Chunked;
use nd_core::Typed;
use nd_image::{Axiswise, EdgeOptions, GaussianOptions, Mode, Pixel};

/// Bytes of a sum in whatever it is summed up, and how many there are at a time of what such filters put together.
const SUMS: usize = 4 * 8;

/// What lies beyond the edges of all axes, and one element to each side of some of them.
type Around = (Vec<Mode>, Vec<(usize, usize)>);

/// A neighbour on each side along the axes that are worked along.
#[track_caller]
fn beside(op: &'static str, options: &EdgeOptions, ndim: usize) -> Around {
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let depth = placed(op, &vec![(1, 1); axes.len()], &axes, ndim, (0, 0));
    (beyond(op, &options.mode, options.axes.as_deref(), ndim), depth)
}

/// So many neighbours on each side along all axes, whichever are worked along.
#[track_caller]
fn around(op: &'static str, far: usize, options: &EdgeOptions, ndim: usize) -> Around {
    (beyond(op, &options.mode, None, ndim), vec![(far, far); ndim])
}

/// As far as Gaussians look.
#[track_caller]
fn smoothed(
    op: &'static str,
    sigma: &Axiswise<f64>,
    options: &GaussianOptions,
    ndim: usize,
) -> Around {
    let modes = beyond(op, &options.mode, options.axes.as_deref(), ndim);
    (modes, gaussian_depth(op, sigma, options, ndim))
}

/// Filters with options: what they do, what they take besides, and how far they look.
macro_rules! edges {
    (@comma) => { "" };
    (@comma $given:ident) => { ", " };
    ($(
        $what:literal $numpy:literal $given_said:literal
        $name:ident $with:ident -> $Out:ty, ($($given:ident: $Given:ty $(= $own:expr)?)?), $Options:ident,
        |$op:ident, $options:ident, $ndim:ident| $around:expr;
    )*) => {$(
        impl<T: Typed + Pixel<Acc: Typed>> Chunked<T> {
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
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($name), "(", $given_said, ");")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($name), "(&a", edges!(@comma $($given)?), $given_said, "));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self $(, $given: $Given)?) -> Chunked<$Out> {
                self.$with($($given,)? &$Options::default())
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
            #[doc = concat!("use nd_image::{", stringify!($Options), ", Mode};")]
            ///
            /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
            #[doc = concat!("let wrap = ", stringify!($Options), "::default().mode(Mode::Wrap);")]
            #[doc = concat!("let y = nd_ooc::Chunked::from(a.clone()).", stringify!($with), "(", $given_said, edges!(@comma $($given)?), "&wrap);")]
            #[doc = concat!("assert_eq!(y.compute()?, nd_image::", stringify!($with), "(&a, ", $given_said, edges!(@comma $($given)?), "&wrap));")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $with(&self $(, $given: $Given)?, options: &$Options) -> Chunked<$Out> {
                let ($op, $ndim, $options) = (stringify!($name), self.ndim(), options.clone());
                $($(let $given = $own;)?)?
                let (modes, depth) = $around;
                let said = format!("{:?} {:?}", ($(&$given,)?), $options);
                let look = Look { name: $op, said, modes, depth, bytes: SUMS };
                self.looked(look, move |block| {
                    nd_image::$with(block, $(Clone::clone(&$given),)? &$options)
                })
            }
        }
    )*};
}
edges! {
    "The sum of the second differences along all axes" "`dask_image.ndfilters.laplace(x, mode, cval)`." ""
        laplace laplace_with -> T, (), EdgeOptions,
        |op, options, ndim| beside(op, &options, ndim);
    "The Prewitt derivative along an axis" "`dask_image.ndfilters.prewitt(x, axis, mode, cval)`." "1"
        prewitt prewitt_with -> T,
        (axis: isize), EdgeOptions, |op, options, ndim| beside(op, &options, ndim);
    "The strength of edges, by Scharr's filter" "`skimage.filters.scharr(a, mode=…, cval=…)`; not in dask-image." ""
        scharr scharr_with -> T::Acc, (), EdgeOptions,
        |op, options, ndim| around(op, 1, &options, ndim);
    "The strength of edges, by Farid's filter" "`skimage.filters.farid(a, mode=…, cval=…)`; not in dask-image." ""
        farid farid_with -> T::Acc, (), EdgeOptions,
        |op, options, ndim| around(op, 2, &options, ndim);
    "The sum of the second derivatives of the smoothed array"
        "`dask_image.ndfilters.gaussian_laplace(x, sigma, mode, cval, truncate)`." "1.5"
        gaussian_laplace gaussian_laplace_with -> T,
        (sigma: impl Into<Axiswise<f64>> = sigma.into()), GaussianOptions,
        |op, options, ndim| smoothed(op, &sigma, &options, ndim);
    "The length of the gradient of the smoothed array"
        "`dask_image.ndfilters.gaussian_gradient_magnitude(x, sigma, mode, cval, truncate)`." "1.5"
        gaussian_gradient_magnitude gaussian_gradient_magnitude_with -> T,
        (sigma: impl Into<Axiswise<f64>> = sigma.into()), GaussianOptions,
        |op, options, ndim| smoothed(op, &sigma, &options, ndim);
}

impl<T: Typed + Pixel<Acc: Typed>> Chunked<T> {
    /// The array smoothed a little less what it is when smoothed more; the bits of
    /// [`nd_image::difference_of_gaussians`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::difference_of_gaussians`].
    ///
    /// # NumPy
    /// `skimage.filters.difference_of_gaussians(a, low_sigma, high_sigma)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
    /// let bands = nd_ooc::Chunked::from(a.clone()).difference_of_gaussians(1.0, 2.0);
    /// assert_eq!(bands.compute()?, nd_image::difference_of_gaussians(&a, 1.0, 2.0));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn difference_of_gaussians(
        &self,
        low_sigma: impl Into<Axiswise<f64>>,
        high_sigma: impl Into<Axiswise<f64>>,
    ) -> Chunked<T::Acc> {
        let (name, ndim) = ("difference_of_gaussians", self.ndim());
        let (low, high) = (low_sigma.into(), high_sigma.into());
        // The lower one is not the wider one; both are checked where they are used.
        let depth = gaussian_depth(name, &high, &GaussianOptions::default(), ndim);
        let modes = vec![Mode::Nearest; ndim];
        let look = Look { name, said: format!("{low:?} {high:?}"), modes, depth, bytes: SUMS };
        self.looked(look, move |block| {
            nd_image::difference_of_gaussians(block, low.clone(), high.clone())
        })
    }

    /// The array with what smoothing takes off put to it again, `amount` times; the bits of
    /// [`nd_image::unsharp_mask`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::unsharp_mask`].
    ///
    /// # NumPy
    /// `skimage.filters.unsharp_mask(a, radius, amount, preserve_range=True)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
    /// let sharp = nd_ooc::Chunked::from(a.clone()).unsharp_mask(1.0, 0.5);
    /// assert_eq!(sharp.compute()?, nd_image::unsharp_mask(&a, 1.0, 0.5));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn unsharp_mask(&self, radius: impl Into<Axiswise<f64>>, amount: f64) -> Chunked<T::Acc> {
        let (name, ndim, radius) = ("unsharp_mask", self.ndim(), radius.into());
        let depth = gaussian_depth(name, &radius, &GaussianOptions::default(), ndim);
        let modes = each(&Axiswise::All(Mode::Reflect), ndim);
        let look = Look { name, said: format!("{radius:?} {amount}"), modes, depth, bytes: SUMS };
        self.looked(look, move |block| nd_image::unsharp_mask(block, radius.clone(), amount))
    }
}
