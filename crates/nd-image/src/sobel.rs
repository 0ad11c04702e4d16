//! Derivatives along an axis that are smoothed along the others: Sobel's and Prewitt's.

use crate::axes::Pass;
use crate::edges::EdgeOptions;
use crate::pixel::Pixel;
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
    sobel_with(a, axis, &EdgeOptions::default())
}

/// [`sobel`] with another rule for what lies beyond the edges, smoothed along some axes only, or
/// rounded.
///
/// # Panics
/// As [`sobel`]; also if an axis of `options.axes` does not exist or is given twice, `axis` is not among
/// them, or modes are not as many.
///
/// # NumPy
/// `scipy.ndimage.sobel(a, axis, mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{EdgeOptions, Mode, sobel_with};
///
/// let ramp = Array::from_fn([4, 4], |i| i[1] as f32);
/// let round = EdgeOptions::default().mode(Mode::Wrap);
/// assert_eq!(sobel_with(&ramp, 1, &round)[[2, 0]], -8.0); // from 3 on the left to 1 on the right
/// ```
/// ```should_panic
/// use nd_image::{EdgeOptions, sobel_with};
/// sobel_with([[1.0]], 0, &EdgeOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn sobel_with<A>(a: A, axis: isize, options: &EdgeOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let passes = passes("sobel", axis, a.ndim(), &[1.0, 2.0, 1.0], options);
    Pixel::filtered(a, &passes, options.rounding)
}

/// The Prewitt derivative along `axis`: differences `[-1, 0, 1]` along it, summed by `[1, 1, 1]` along
/// every other axis.
///
/// Else as [`sobel`].
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `scipy.ndimage.prewitt(a, axis)`, the same bits; NaN-free `f32` sums may be rounded in another order.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let ramp = Array::from_fn([4, 4], |i| i[1] as f32);
/// assert_eq!(nd_image::prewitt(&ramp, 1)[[2, 2]], 6.0);
/// ```
/// ```should_panic
/// nd_image::prewitt([1.0, 2.0], -2);
/// ```
#[track_caller]
pub fn prewitt<A>(a: A, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    prewitt_with(a, axis, &EdgeOptions::default())
}

/// [`prewitt`] with another rule for what lies beyond the edges, summed along some axes only, or rounded.
///
/// # Panics
/// As [`sobel_with`].
///
/// # NumPy
/// `scipy.ndimage.prewitt(a, axis, mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_image::{EdgeOptions, Mode, prewitt_with};
///
/// let zeros = EdgeOptions::default().mode(Mode::Constant(0.0));
/// assert_eq!(prewitt_with([1.0, 2.0, 3.0], 0, &zeros).into_vec(), [2.0, 2.0, -2.0]);
/// ```
/// ```should_panic
/// use nd_image::{EdgeOptions, prewitt_with};
/// prewitt_with([[1.0]], 0, &EdgeOptions::default().axes([0, 0]));
/// ```
#[track_caller]
pub fn prewitt_with<A>(a: A, axis: isize, options: &EdgeOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let passes = passes("prewitt", axis, a.ndim(), &[1.0; 3], options);
    Pixel::filtered(a, &passes, options.rounding)
}

#[track_caller]
fn passes(
    op: &'static str,
    axis: isize,
    ndim: usize,
    smooth: &[f64],
    options: &EdgeOptions,
) -> Vec<Pass> {
    let axis = normalize_axis(op, axis, ndim).unwrap_or_else(|e| panic!("{e}"));
    let chosen = options.chosen(op, ndim);
    let own = chosen.iter().find(|(other, _)| *other == axis);
    let &(_, mode) = own.unwrap_or_else(|| panic!("{op}: axis {axis} is not one of the axes"));
    let others = chosen.iter().filter(|(other, _)| *other != axis);
    let mut passes = vec![Pass::centred(axis, &[-1.0, 0.0, 1.0], mode)];
    passes.extend(others.map(|&(other, mode)| Pass::centred(other, smooth, mode)));
    passes
}
