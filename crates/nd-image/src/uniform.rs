//! Means of windows.

use crate::axiswise::Axiswise;
use crate::pixel::Pixel;
use crate::window::{WindowOptions, spans};
use nd_core::{Array, ArrayLike};

/// The mean of a box around each element: `size` samples along every axis, or as many along each as are
/// given (1 leaves an axis alone).
///
/// Each axis is filtered in turn; beyond the edges the array is reflected. The result has the element
/// type of the input: integers are truncated towards zero after each axis ([`WindowOptions::rounding`]
/// has another way). Each window is summed by itself, in pairs of pairs, so that a NaN, an
/// infinity or a huge value is seen in the windows that hold it and nowhere else. An empty array
/// gives an empty array.
///
/// # Panics
/// If a size is 0 or more than 2²⁰, or there are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.uniform_filter`: the same bits for integers of up to 32 bits. Of floats SciPy
/// keeps a running sum, whose errors stay for the rest of the line: after a 1e17 its means are wrong,
/// after a NaN they are NaN.
///
/// # Examples
/// ```
/// use nd_image::uniform_filter;
///
/// assert_eq!(uniform_filter([1.0, 2.0, 6.0, 1.0], 3).into_vec(), [4.0 / 3.0, 3.0, 3.0, 8.0 / 3.0]);
/// assert_eq!(uniform_filter([1u8, 3, 4], 3).into_vec(), [1, 2, 3]);
/// ```
/// ```should_panic
/// nd_image::uniform_filter([1.0, 2.0], [3, 3]); // one axis
/// ```
#[track_caller]
pub fn uniform_filter<A>(a: A, size: impl Into<Axiswise<usize>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    uniform_filter_with(a, size, &WindowOptions::default())
}

/// [`uniform_filter`] with other edges, windows elsewhere, along some axes only, or rounded means.
///
/// # Panics
/// As [`uniform_filter`]; also if an origin moves the middle off the window, an axis does not exist or is
/// given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.uniform_filter(a, size, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, uniform_filter_with};
///
/// let zeros = WindowOptions::default().mode(Mode::Constant(0.0)).axes([-1]);
/// let b = uniform_filter_with([[3.0, 6.0], [0.0, 0.0]], 3, &zeros);
/// assert_eq!(b.into_vec(), [3.0, 3.0, 0.0, 0.0]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, uniform_filter_with};
/// uniform_filter_with([1.0, 2.0], 3, &WindowOptions::default().origin(2));
/// ```
#[track_caller]
pub fn uniform_filter_with<A>(
    a: A,
    size: impl Into<Axiswise<usize>>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let spans = spans("uniform_filter", &size.into(), a.ndim(), options);
    Pixel::averaged(a, &spans, options.rounding)
}

/// The mean of `size` samples along `axis`: [`uniform_filter`] along one axis.
///
/// # Panics
/// If there is no such axis, or `size` is 0 or more than 2²⁰.
///
/// # NumPy
/// `scipy.ndimage.uniform_filter1d(a, size, axis)`; see [`uniform_filter`].
///
/// # Examples
/// ```
/// let b = nd_image::uniform_filter1d([[1.0, 3.0], [5.0, 9.0]], 2, 0);
/// assert_eq!(b.into_vec(), [1.0, 3.0, 3.0, 6.0]);
/// ```
/// ```should_panic
/// nd_image::uniform_filter1d([1.0, 2.0], 3, 1);
/// ```
#[track_caller]
pub fn uniform_filter1d<A>(a: A, size: usize, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    uniform_filter1d_with(a, size, axis, &WindowOptions::default())
}

/// [`uniform_filter1d`] with other edges, windows elsewhere, or rounded means; `options.axes` is not
/// looked at.
///
/// # Panics
/// As [`uniform_filter1d`]; also if the origin moves the middle off the window, or modes or origins are
/// several.
///
/// # NumPy
/// `scipy.ndimage.uniform_filter1d(a, size, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, uniform_filter1d_with};
///
/// let round = WindowOptions::default().mode(Mode::Wrap);
/// assert_eq!(uniform_filter1d_with([1.0, 2.0, 6.0], 3, 0, &round).into_vec(), [3.0; 3]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, uniform_filter1d_with};
/// uniform_filter1d_with([1.0, 2.0], 3, 0, &WindowOptions::default().origin([0, 0]));
/// ```
#[track_caller]
pub fn uniform_filter1d_with<A>(
    a: A,
    size: usize,
    axis: isize,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let options = options.clone().axes([axis]);
    let spans = spans("uniform_filter1d", &Axiswise::All(size), a.ndim(), &options);
    Pixel::averaged(a, &spans, options.rounding)
}
