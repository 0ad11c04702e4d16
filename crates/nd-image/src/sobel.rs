//! The Sobel edge filter.

use crate::axes::Pass;
use crate::mode::Mode;
use crate::pixel::Pixel;
use nd_core::{Array, ArrayLike, normalize_axis};

/// How [`sobel_with`] filters.
///
/// # Examples
/// ```
/// use nd_image::{Mode, SobelOptions};
///
/// assert_eq!(SobelOptions::default().mode, Mode::Reflect);
/// assert_eq!(SobelOptions::default().mode(Mode::Wrap).mode, Mode::Wrap);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SobelOptions {
    /// What lies beyond the edges; [`Mode::Reflect`] by default.
    pub mode: Mode,
}

impl SobelOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # NumPy
    /// `mode` and `cval` of `scipy.ndimage.sobel`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{Mode, SobelOptions, sobel_with};
    ///
    /// let ramp = Array::from_fn([4, 4], |i| i[1] as f64);
    /// let last = |mode| sobel_with(&ramp, 1, &SobelOptions::default().mode(mode))[[2, 3]];
    /// assert_eq!(last(Mode::Nearest), 4.0);
    /// assert_eq!(last(Mode::Constant(0.0)), -8.0); // 0 after 2
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> SobelOptions {
        SobelOptions { mode }
    }
}

/// The Sobel derivative along `axis`: differences `[-1, 0, 1]` along it, smoothed by `[1, 2, 1]`
/// along every other axis.
///
/// Negative axes count from the end. The result has the element type of the input, so unsigned
/// integers wrap: cast to a float first if negative slopes matter. An empty array gives an
/// empty array.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `scipy.ndimage.sobel(a, axis)`, the same bits; NaN-free `f32` sums may be rounded in another order.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::sobel;
///
/// let ramp = Array::from_fn([4, 4], |i| i[1] as f32);
/// assert_eq!(sobel(&ramp, 1)[[2, 2]], 8.0);
/// assert_eq!(sobel(&ramp, 0)[[2, 2]], 0.0);
///
/// let falling = Array::from_fn([1, 3], |i| 2 - i[1] as u8);
/// assert_eq!(sobel(&falling, 1)[[0, 1]], 248); // -8 modulo 256
/// ```
/// ```should_panic
/// nd_image::sobel([1.0, 2.0], 1);
/// ```
#[track_caller]
pub fn sobel<A>(a: A, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    sobel_with(a, axis, &SobelOptions::default())
}

/// [`sobel`] with another rule for what lies beyond the edges.
///
/// # Panics
/// As [`sobel`].
///
/// # NumPy
/// `scipy.ndimage.sobel(a, axis, mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{Mode, SobelOptions, sobel_with};
///
/// let ramp = Array::from_fn([4, 4], |i| i[1] as f32);
/// let round = SobelOptions::default().mode(Mode::Wrap);
/// assert_eq!(sobel_with(&ramp, 1, &round)[[2, 0]], -8.0); // from 3 on the left to 1 on the right
/// ```
#[track_caller]
pub fn sobel_with<A>(a: A, axis: isize, options: &SobelOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    Pixel::filtered(a, &passes(axis, a.ndim()), options.mode)
}

#[track_caller]
fn passes(axis: isize, ndim: usize) -> Vec<Pass> {
    let axis = normalize_axis("sobel", axis, ndim).unwrap_or_else(|e| panic!("{e}"));
    let smooth = (0..ndim).filter(|&other| other != axis);
    let mut passes = vec![Pass::centred(axis, &[-1.0, 0.0, 1.0])];
    passes.extend(smooth.map(|other| Pass::centred(other, &[1.0, 2.0, 1.0])));
    passes
}
