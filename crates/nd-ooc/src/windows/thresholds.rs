//! The thresholds of nd-image that follow the surroundings.

use super::filters::{Look, each, gaussian_depth};
use crate::chunked::Chunked;
use nd_core::Typed;
use nd_image::{Axiswise, GaussianOptions, LocalMethod, LocalThresholdOptions, Mode, Pixel};

/// Bytes of elements, squares, their means, and what is between passes, of an element: as measured, since
/// what passes are done with waits to be used again.
const SUMS: usize = 14 * 8;

/// How far a window of that size looks along each axis.
fn half(size: &Axiswise<usize>, ndim: usize) -> Vec<(usize, usize)> {
    each(size, ndim).into_iter().map(|size| (size / 2, size / 2)).collect()
}

impl<T: Typed + Pixel<Acc: Typed>> Chunked<T> {
    /// Niblack's threshold for each element: the mean of a window around it less `k` standard deviations; the bits of
    /// [`nd_image::threshold_niblack`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::threshold_niblack`].
    ///
    /// # NumPy
    /// `skimage.filters.threshold_niblack(a, window_size, k)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as u8);
    /// let levels = nd_ooc::Chunked::from(a.clone()).threshold_niblack(5, 0.2);
    /// assert_eq!(levels.compute()?, nd_image::threshold_niblack(&a, 5, 0.2));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn threshold_niblack(
        &self,
        window_size: impl Into<Axiswise<usize>>,
        k: f64,
    ) -> Chunked<T::Acc> {
        let (name, size) = ("threshold_niblack", window_size.into());
        let look = self.surroundings(name, format!("{size:?} {k}"), half(&size, self.ndim()));
        self.looked(look, move |block| nd_image::threshold_niblack(block, size.clone(), k))
    }

    /// Sauvola's threshold for each element: `mean · (1 + k · (deviation / r - 1))` of a window around it; the bits of
    /// [`nd_image::threshold_sauvola`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::threshold_sauvola`].
    ///
    /// # NumPy
    /// `skimage.filters.threshold_sauvola(a, window_size, k, r)`; not in dask-image.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as u8);
    /// let levels = nd_ooc::Chunked::from(a.clone()).threshold_sauvola(5, 0.2, 3.5);
    /// assert_eq!(levels.compute()?, nd_image::threshold_sauvola(&a, 5, 0.2, 3.5));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn threshold_sauvola(
        &self,
        window_size: impl Into<Axiswise<usize>>,
        k: f64,
        r: f64,
    ) -> Chunked<T::Acc> {
        let (name, size) = ("threshold_sauvola", window_size.into());
        let look = self.surroundings(name, format!("{size:?} {k} {r}"), half(&size, self.ndim()));
        self.looked(look, move |block| nd_image::threshold_sauvola(block, size.clone(), k, r))
    }

    /// What windows that are mirrored at the edges look at.
    fn surroundings(&self, name: &'static str, said: String, depth: Vec<(usize, usize)>) -> Look {
        Look { name, said, modes: vec![Mode::Mirror; self.ndim()], depth, bytes: SUMS }
    }

    /// A threshold for each element: the mean of its surroundings, weighted by a Gaussian; the bits of
    /// [`nd_image::threshold_local`] of the whole.
    ///
    /// # Panics
    /// As [`nd_image::threshold_local`].
    ///
    /// # NumPy
    /// `dask_image.ndfilters.threshold_local(x, block_size)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
    /// let levels = nd_ooc::Chunked::from(a.clone()).threshold_local(7);
    /// assert_eq!(levels.compute()?, nd_image::threshold_local(&a, 7));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn threshold_local(&self, block_size: impl Into<Axiswise<usize>>) -> Chunked<T::Acc> {
        self.threshold_local_with(block_size, &LocalThresholdOptions::default())
    }

    /// As [`threshold_local`](Self::threshold_local), with options.
    ///
    /// # Panics
    /// As [`nd_image::threshold_local_with`].
    ///
    /// # NumPy
    /// `dask_image.ndfilters.threshold_local(x, block_size, method, offset, mode, param, cval)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{LocalMethod, LocalThresholdOptions};
    ///
    /// let a = nd_core::Array::from_fn([30, 20], |at| (at[0] * at[1] % 7) as f32);
    /// let median = LocalThresholdOptions::default().method(LocalMethod::Median).offset(0.5);
    /// let levels = nd_ooc::Chunked::from(a.clone()).threshold_local_with(7, &median);
    /// assert_eq!(levels.compute()?, nd_image::threshold_local_with(&a, 7, &median));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn threshold_local_with(
        &self,
        block_size: impl Into<Axiswise<usize>>,
        options: &LocalThresholdOptions,
    ) -> Chunked<T::Acc> {
        let (name, ndim) = ("threshold_local", self.ndim());
        let (size, options) = (block_size.into(), options.clone());
        let depth = match options.method {
            LocalMethod::Gaussian => {
                let sixths = || each(&size, ndim).iter().map(sixth).collect::<Vec<_>>().into();
                let sigma = options.sigma.clone().unwrap_or_else(sixths);
                gaussian_depth(name, &sigma, &GaussianOptions::default(), ndim)
            }
            _ => half(&size, ndim),
        };
        let (said, modes) = (format!("{size:?} {options:?}"), each(&options.mode, ndim));
        let look = Look { name, said, modes, depth, bytes: SUMS };
        self.looked(look, move |block| {
            nd_image::threshold_local_with(block, size.clone(), &options)
        })
    }
}

/// The standard deviation that goes with a block of that size.
fn sixth(&size: &usize) -> f64 {
    size.saturating_sub(1) as f64 / 6.0
}
