//! The filters of nd-image.

use super::boundary::Boundary;
use super::halo::{Halo, viewing};
use crate::chunked::Chunked;
use crate::digest::Digest;
use crate::node::Node;
use nd_core::{Array, ArrayLike, Typed, View, normalize_axes, normalize_axis};
use nd_image::{Axiswise, EdgeOptions, GaussianOptions, KernelOptions, Mode, Pixel};
use std::marker::PhantomData;
use std::sync::Arc;

/// A value for each axis; how many there must be was checked before.
pub(crate) fn each<V: Copy>(values: &Axiswise<V>, ndim: usize) -> Vec<V> {
    match values {
        Axiswise::All(value) => vec![*value; ndim],
        Axiswise::Each(values) => values.clone(),
    }
}

/// Values of the axes that are worked along, where they belong; of the other axes another one.
#[track_caller]
pub(super) fn placed<V: Copy>(
    op: &'static str,
    values: &[V],
    axes: &[usize],
    ndim: usize,
    other: V,
) -> Vec<V> {
    let (given, wanted) = (values.len(), axes.len());
    assert!(given == wanted, "{op}: {given} values for {wanted} axes");
    let mut all = vec![other; ndim];
    axes.iter().zip(values).for_each(|(&axis, &value)| all[axis] = value);
    all
}

/// The axes that are worked along.
#[track_caller]
pub(super) fn chosen(op: &'static str, axes: Option<&[isize]>, ndim: usize) -> Vec<usize> {
    match axes {
        None => (0..ndim).collect(),
        Some(axes) => {
            normalize_axes(op, axes, ndim).unwrap_or_else(|e| panic!("{e}")).as_slice().to_vec()
        }
    }
}

/// What lies beyond the edges of each axis.
#[track_caller]
pub(super) fn beyond(
    op: &'static str,
    modes: &Axiswise<Mode>,
    axes: Option<&[isize]>,
    ndim: usize,
) -> Vec<Mode> {
    let axes = chosen(op, axes, ndim);
    placed(op, &each(modes, axes.len()), &axes, ndim, Mode::Reflect)
}

/// How far a kernel of `len` weights looks before and after an element.
pub(super) fn reach(len: usize, origin: isize) -> (usize, usize) {
    let before = (len / 2) as isize + origin;
    let after = len as isize - 1 - before;
    (before.max(0) as usize, after.max(0) as usize)
}

/// What becomes of the origin of a kernel that is turned over.
fn turned(origin: isize, len: usize) -> isize {
    -origin - isize::from(len.is_multiple_of(2))
}

/// How far a function of arrays in memory looks, and what it takes.
pub(crate) struct Look {
    pub(crate) name: &'static str,
    /// Parameters that its name does not say.
    pub(crate) said: String,
    /// What lies beyond the edges of each axis.
    pub(crate) modes: Vec<Mode>,
    /// Elements before and after, for each axis.
    pub(crate) depth: Vec<(usize, usize)>,
    /// Bytes that it takes for each element it looks at, besides those of its result.
    pub(crate) bytes: usize,
}

impl<T: Typed> Chunked<T> {
    /// A filter of arrays in memory that looks so far.
    #[track_caller]
    pub(super) fn filtered(
        &self,
        name: &'static str,
        said: String,
        modes: &[Mode],
        depth: Vec<(usize, usize)>,
        f: impl Fn(View<'_, T>) -> Array<T> + Send + Sync + 'static,
    ) -> Chunked<T> {
        // An array between passes that are not fused.
        let works = usize::from(depth.iter().filter(|&&depth| depth != (0, 0)).count() > 1);
        let bytes = works * size_of::<T>();
        self.looked(Look { name, said, modes: modes.to_vec(), depth, bytes }, f)
    }

    /// A function of arrays in memory that looks so far.
    ///
    /// It sees the ends of the array itself, so that what it makes up beyond them is what it would in
    /// memory; what comes from the other end is brought to it.
    #[track_caller]
    pub(crate) fn looked<U: Typed>(
        &self,
        look: Look,
        f: impl Fn(View<'_, T>) -> Array<U> + Send + Sync + 'static,
    ) -> Chunked<U> {
        // No elements, for a function that refuses its parameters to do so now.
        f(Array::<T>::zeros(&vec![0; self.ndim()][..]).view());
        let Look { name, said, modes, depth, bytes } = look;
        let brought =
            |&mode: &Mode| if mode == Mode::Wrap { Boundary::Wrap } else { Boundary::None };
        let boundaries: Vec<Boundary<T>> = modes.iter().map(brought).collect();
        // Whoever sees all of an axis sees no more by looking further.
        let seen = |axis: usize, far: usize| match boundaries[axis] {
            Boundary::Wrap => far,
            _ => far.min(self.shape()[axis]),
        };
        let depth = depth.iter().enumerate();
        let depth = depth.map(|(axis, far)| (seen(axis, far.0), seen(axis, far.1))).collect();
        let works = bytes.div_ceil(size_of::<U>());
        let (name, f, of) = (name.to_owned(), viewing(f), PhantomData);
        let op = Halo::<T, U, _> { name, said, depth, boundaries, works, f, of };
        Chunked::of(Node::new(op, vec![Arc::clone(&self.node)], self.node.shape, U::DTYPE))
    }
}

/// How far Gaussians look along each axis.
#[track_caller]
pub(super) fn gaussian_depth(
    op: &'static str,
    sigma: &Axiswise<f64>,
    options: &GaussianOptions,
    ndim: usize,
) -> Vec<(usize, usize)> {
    let radius = |&sigma: &f64| {
        // As in memory: a kernel of one weight is none.
        let far = (options.truncate * sigma + 0.5) as usize;
        if sigma > 1e-15 { options.radius.unwrap_or(far) } else { 0 }
    };
    let axes = chosen(op, options.axes.as_deref(), ndim);
    let far: Vec<usize> = each(sigma, axes.len()).iter().map(radius).collect();
    placed(op, &far, &axes, ndim, 0).into_iter().map(|far| (far, far)).collect()
}

impl<T: Typed + Pixel> Chunked<T> {
    /// The array smoothed with a Gaussian of standard deviation `sigma`, for all axes or one for each.
    ///
    /// Blocks are filtered with their neighbours, those from the other end where that is asked for: the bits are those of
    /// [`nd_image::gaussian_filter`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::gaussian_filter`].
    ///
    /// # NumPy
    /// `dask_image.ndfilters.gaussian_filter(x, sigma)`, whose `wrap` does not wrap around the array but around chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::from_fn([60, 50], |at| (at[0] * at[1] % 7) as f32);
    /// let smooth = nd_ooc::Chunked::from(a.clone()).gaussian_filter(2.0).compute()?;
    /// assert_eq!(smooth, nd_image::gaussian_filter(&a, 2.0));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gaussian_filter(&self, sigma: impl Into<Axiswise<f64>>) -> Chunked<T> {
        self.gaussian_filter_with(sigma, &GaussianOptions::default())
    }

    /// As [`gaussian_filter`](Self::gaussian_filter), with options.
    ///
    /// # Panics
    /// As [`nd_image::gaussian_filter_with`].
    ///
    /// # NumPy
    /// `dask_image.ndfilters.gaussian_filter(x, sigma, order, mode, cval, truncate)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{GaussianOptions, Mode};
    ///
    /// let x = nd_ooc::arange(0f64, 100.0, 1.0);
    /// let slope = GaussianOptions::default().order(1).mode(Mode::Wrap);
    /// let slope = x.gaussian_filter_with(1.5, &slope).compute()?;
    /// assert!((slope[[50]] - 1.0).abs() < 1e-2 && slope[[0]] < 0.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn gaussian_filter_with(
        &self,
        sigma: impl Into<Axiswise<f64>>,
        options: &GaussianOptions,
    ) -> Chunked<T> {
        let (sigma, options) = (sigma.into(), options.clone());
        let (op, ndim) = ("gaussian_filter", self.ndim());
        let modes = beyond(op, &options.mode, options.axes.as_deref(), ndim);
        let depth = gaussian_depth(op, &sigma, &options, ndim);
        let said = format!("{sigma:?} {options:?}");
        self.filtered(op, said, &modes, depth, move |block| {
            nd_image::gaussian_filter_with(block, sigma.clone(), &options)
        })
    }

    /// The Sobel derivative along an axis; the bits of [`nd_image::sobel`] of the whole.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `dask_image.ndfilters.sobel(x, axis)`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::from_fn([40, 30], |at| (at[0] + 2 * at[1]) as f32);
    /// assert_eq!(x.sobel(1).slice(nd_core::s![5, 5]).value()?, 16.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn sobel(&self, axis: isize) -> Chunked<T> {
        self.sobel_with(axis, &EdgeOptions::default())
    }

    /// As [`sobel`](Self::sobel), with options.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `dask_image.ndfilters.sobel(x, axis, mode, cval)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{Mode, EdgeOptions};
    ///
    /// let x = nd_ooc::from_fn([40, 30], |at| at[0] as f32);
    /// let edges = x.sobel_with(0, &EdgeOptions::default().mode(Mode::Nearest));
    /// assert_eq!(edges.slice(nd_core::s![0, 7]).value()?, 4.0);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn sobel_with(&self, axis: isize, options: &EdgeOptions) -> Chunked<T> {
        let ndim = self.ndim();
        let axis = normalize_axis("sobel", axis, ndim).unwrap_or_else(|error| panic!("{error}"));
        let (said, options) = (format!("{axis} {options:?}"), options.clone());
        let modes = beyond("sobel", &options.mode, options.axes.as_deref(), ndim);
        self.filtered("sobel", said, &modes, vec![(1, 1); ndim], move |block| {
            nd_image::sobel_with(block, axis as isize, &options)
        })
    }
}

/// Kernels along one axis, and kernels of all.
macro_rules! kernels {
    ($($one:ident $one_with:ident $all:ident $all_with:ident $numpy1:literal $numpy:literal $origin:expr;)*) => {
        impl<T: Typed + Pixel> Chunked<T> {$(
            #[doc = concat!("The bits of [`nd_image::", stringify!($one), "`] of the whole.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($one), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy1]
            ///
            /// # Examples
            /// ```
            /// let x = nd_ooc::arange(0f64, 10.0, 1.0);
            #[doc = concat!("let y = x.", stringify!($one), "(&[1.0, 1.0, 1.0], 0);")]
            /// assert_eq!(y.slice(nd_core::s![5]).value()?, 15.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $one(&self, weights: &[f64], axis: isize) -> Chunked<T> {
                self.$one_with(weights, axis, &KernelOptions::default())
            }

            #[doc = concat!("As [`", stringify!($one), "`](Self::", stringify!($one), "), with options.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($one_with), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy1]
            ///
            /// # Examples
            /// ```
            /// use nd_image::{KernelOptions, Mode};
            ///
            /// let x = nd_ooc::arange(0f64, 10.0, 1.0);
            /// let wrap = KernelOptions::default().mode(Mode::Wrap);
            #[doc = concat!("let y = x.", stringify!($one_with), "(&[1.0, 1.0, 1.0], 0, &wrap);")]
            /// assert_eq!(y.slice(nd_core::s![0]).value()?, 10.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $one_with(
                &self,
                weights: &[f64],
                axis: isize,
                options: &KernelOptions,
            ) -> Chunked<T> {
                let (ndim, name) = (self.ndim(), stringify!($one));
                let axis = normalize_axis(name, axis, ndim).unwrap_or_else(|e| panic!("{e}"));
                let origin = each(&options.origin, 1).first().copied().unwrap_or(0);
                let mut depth = vec![(0, 0); ndim];
                depth[axis] = reach(weights.len(), $origin(origin, weights.len()));
                let (weights, options) = (weights.to_vec(), options.clone());
                let said = format!("{weights:?} {axis} {options:?}");
                let modes = vec![each(&options.mode, 1).first().copied().unwrap_or_default(); ndim];
                self.filtered(name, said, &modes, depth, move |block| {
                    nd_image::$one_with(block, &weights, axis as isize, &options)
                })
            }

            #[doc = concat!("The bits of [`nd_image::", stringify!($all), "`] of the whole.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($all), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// let x = nd_ooc::full([10, 10], 2f32);
            #[doc = concat!("let y = x.", stringify!($all), "(nd_core::array![[1.0, 1.0], [1.0, 1.0]]);")]
            /// assert_eq!(y.slice(nd_core::s![5, 5]).value()?, 8.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $all(&self, kernel: impl ArrayLike<Elem = f64>) -> Chunked<T> {
                self.$all_with(kernel, &KernelOptions::default())
            }

            #[doc = concat!("As [`", stringify!($all), "`](Self::", stringify!($all), "), with options.")]
            ///
            /// # Panics
            #[doc = concat!("As [`nd_image::", stringify!($all_with), "`].")]
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// use nd_image::{KernelOptions, Mode};
            ///
            /// let x = nd_ooc::full([10, 10], 2f32);
            /// let black = KernelOptions::default().mode(Mode::Constant(0.0));
            #[doc = concat!("let y = x.", stringify!($all_with), "(nd_core::array![[1.0, 1.0, 1.0]], &black);")]
            /// assert_eq!(y.slice(nd_core::s![5, 0]).value()?, 4.0);
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $all_with(
                &self,
                kernel: impl ArrayLike<Elem = f64>,
                options: &KernelOptions,
            ) -> Chunked<T> {
                let kernel = kernel.view().to_array();
                let (op, ndim) = (stringify!($all), self.ndim());
                let axes = chosen(op, options.axes.as_deref(), ndim);
                let modes = beyond(op, &options.mode, options.axes.as_deref(), ndim);
                let origins = each(&options.origin, kernel.ndim());
                let far = |(&len, &origin): (&usize, &isize)| reach(len, $origin(origin, len));
                let depth: Vec<_> = kernel.shape().iter().zip(&origins).map(far).collect();
                let depth = placed(op, &depth, &axes, ndim, (0, 0));
                let options = options.clone();
                let said = kernel_said(&kernel, &options);
                self.filtered(op, said, &modes, depth, move |block| {
                    nd_image::$all_with(block, &kernel, &options)
                })
            }
        )*}
    };
}
kernels! {
    correlate1d correlate1d_with correlate correlate_with
        "`scipy.ndimage.correlate1d(a, weights, axis)`." "`dask_image.ndfilters.correlate(x, weights)`."
        |origin, _| origin;
    convolve1d convolve1d_with convolve convolve_with
        "`scipy.ndimage.convolve1d(a, weights, axis)`." "`dask_image.ndfilters.convolve(x, weights)`."
        turned;
}

/// A kernel and how it is laid on, for telling them from others.
fn kernel_said(kernel: &Array<f64>, options: &KernelOptions) -> String {
    format!("{:016x} {options:?}", Digest::of_array(kernel.into()))
}
