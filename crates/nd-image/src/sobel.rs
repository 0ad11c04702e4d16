//! The Sobel edge filter.

use crate::axes;
use crate::mode::Mode;
use crate::pixel::Pixel;
use crate::taps::Taps;
use nd_core::{Array, ArrayLike, normalize_axis};

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
/// `scipy.ndimage.sobel(a, axis, mode=..., cval=...)`, the same bits; NaN-free `f32` sums may
/// be rounded in another order.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{Mode, sobel};
/// let ramp = Array::from_fn([4, 4], |i| i[1] as f32);
/// assert_eq!(sobel(&ramp, 1, Mode::Reflect)[[2, 2]], 8.0);
/// assert_eq!(sobel(&ramp, 0, Mode::Reflect)[[2, 2]], 0.0);
///
/// let falling = Array::from_fn([1, 3], |i| 2 - i[1] as u8);
/// assert_eq!(sobel(&falling, 1, Mode::Reflect)[[0, 1]], 248); // -8 modulo 256
/// ```
/// ```should_panic
/// nd_image::sobel(&[1.0, 2.0], 1, nd_image::Mode::Reflect);
/// ```
#[track_caller]
pub fn sobel<A>(a: &A, axis: isize, mode: Mode) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
{
    let a = a.view();
    let axis = normalize_axis("sobel", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let smooth = (0..a.ndim()).filter(|&other| other != axis);
    let mut chain = vec![(axis, Taps::new(&[-1.0, 0.0, 1.0], 0))];
    chain.extend(smooth.map(|other| (other, Taps::new(&[1.0, 2.0, 1.0], 0))));
    axes::run(a, chain, mode)
}
