//! The least and the greatest element of windows.

use crate::ranks::Ranked;
use crate::window::{Window, WindowOptions, footprint, spans};
use nd_core::{Array, ArrayLike, View};

/// The least element in a window around each: `size` samples along every axis, as many along each as
/// are given, or those that a footprint holds.
///
/// Beyond the edges the array is reflected. A window with a NaN in it has the result NaN; of zeros the
/// negative one is the lesser. An empty array gives an empty array.
///
/// # Panics
/// If a size is 0 or more than 2²⁰, there are not as many as axes, or the footprint has another rank
/// than the array or holds nothing.
///
/// # NumPy
/// `scipy.ndimage.minimum_filter(a, size)` or `(a, footprint=...)`. Of windows with NaN SciPy's
/// results depend on the order of elements. Integers of 64 bits are compared exactly, SciPy's pass
/// through `float64`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_image::minimum_filter([3, 1, 4, 1, 5], 3).into_vec(), [1; 5]);
/// let ends = array![true, false, true];
/// assert_eq!(nd_image::minimum_filter([3, 1, 4], ends).into_vec(), [1, 3, 1]);
/// ```
/// ```should_panic
/// nd_image::minimum_filter([1, 2], 0);
/// ```
#[track_caller]
pub fn minimum_filter<A>(a: A, window: impl Into<Window>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    minimum_filter_with(a, window, &WindowOptions::default())
}

/// [`minimum_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// A constant outside is truncated to the element type and saturated.
///
/// # Panics
/// As [`minimum_filter`]; also if an origin moves the middle off the window, an axis does not exist or is
/// given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.minimum_filter(a, size, footprint, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, minimum_filter_with};
///
/// let zeros = WindowOptions::default().mode(Mode::Constant(0.0));
/// assert_eq!(minimum_filter_with([3, 2, 4], 3, &zeros).into_vec(), [0, 2, 0]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, minimum_filter_with};
/// minimum_filter_with([1, 2], 3, &WindowOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn minimum_filter_with<A>(
    a: A,
    window: impl Into<Window>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    extreme("minimum_filter", a.view(), &window.into(), options, false)
}

/// The least of `size` samples along `axis`: [`minimum_filter`] along one axis.
///
/// # Panics
/// If there is no such axis, or `size` is 0 or more than 2²⁰.
///
/// # NumPy
/// `scipy.ndimage.minimum_filter1d(a, size, axis)`; see [`minimum_filter`].
///
/// # Examples
/// ```
/// let b = nd_image::minimum_filter1d([[1, 7], [5, 2]], 2, 0);
/// assert_eq!(b.into_vec(), [1, 7, 1, 2]);
/// ```
/// ```should_panic
/// nd_image::minimum_filter1d([1, 2], 3, 1);
/// ```
#[track_caller]
pub fn minimum_filter1d<A>(a: A, size: usize, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    minimum_filter1d_with(a, size, axis, &WindowOptions::default())
}

/// [`minimum_filter1d`] with other edges, or windows elsewhere; `options.axes` is not looked at.
///
/// # Panics
/// As [`minimum_filter1d`]; also if the origin moves the middle off the window, or modes or origins are
/// several.
///
/// # NumPy
/// `scipy.ndimage.minimum_filter1d(a, size, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{WindowOptions, minimum_filter1d_with};
///
/// let back = WindowOptions::default().origin(1);
/// assert_eq!(minimum_filter1d_with([3, 1, 4, 1], 3, 0, &back).into_vec(), [1, 1, 1, 1]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, minimum_filter1d_with};
/// minimum_filter1d_with([1, 2], 3, 0, &WindowOptions::default().origin(-2));
/// ```
#[track_caller]
pub fn minimum_filter1d_with<A>(
    a: A,
    size: usize,
    axis: isize,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    let options = options.clone().axes([axis]);
    extreme("minimum_filter1d", a.view(), &size.into(), &options, false)
}

/// The greatest element in a window around each: `size` samples along every axis, as many along each as
/// are given, or those that a footprint holds.
///
/// Beyond the edges the array is reflected. A window with a NaN in it has the result NaN; of zeros the
/// negative one is the lesser. An empty array gives an empty array.
///
/// # Panics
/// If a size is 0 or more than 2²⁰, there are not as many as axes, or the footprint has another rank
/// than the array or holds nothing.
///
/// # NumPy
/// `scipy.ndimage.maximum_filter(a, size)` or `(a, footprint=...)`. Of windows with NaN SciPy's
/// results depend on the order of elements. Integers of 64 bits are compared exactly, SciPy's pass
/// through `float64`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_image::maximum_filter([3, 1, 4, 1, 1], 3).into_vec(), [3, 4, 4, 4, 1]);
/// let ends = array![true, false, true];
/// assert_eq!(nd_image::maximum_filter([3, 1, 4], ends).into_vec(), [3, 4, 4]);
/// ```
/// ```should_panic
/// nd_image::maximum_filter([1, 2], 0);
/// ```
#[track_caller]
pub fn maximum_filter<A>(a: A, window: impl Into<Window>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    maximum_filter_with(a, window, &WindowOptions::default())
}

/// [`maximum_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// A constant outside is truncated to the element type and saturated.
///
/// # Panics
/// As [`maximum_filter`]; also if an origin moves the middle off the window, an axis does not exist or is
/// given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.maximum_filter(a, size, footprint, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, maximum_filter_with};
///
/// let nines = WindowOptions::default().mode(Mode::Constant(9.0));
/// assert_eq!(maximum_filter_with([3, 2, 4], 3, &nines).into_vec(), [9, 4, 9]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, maximum_filter_with};
/// maximum_filter_with([1, 2], 3, &WindowOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn maximum_filter_with<A>(
    a: A,
    window: impl Into<Window>,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    extreme("maximum_filter", a.view(), &window.into(), options, true)
}

/// The greatest of `size` samples along `axis`: [`maximum_filter`] along one axis.
///
/// # Panics
/// If there is no such axis, or `size` is 0 or more than 2²⁰.
///
/// # NumPy
/// `scipy.ndimage.maximum_filter1d(a, size, axis)`; see [`maximum_filter`].
///
/// # Examples
/// ```
/// let b = nd_image::maximum_filter1d([[1, 7], [5, 2]], 2, 0);
/// assert_eq!(b.into_vec(), [1, 7, 5, 7]);
/// ```
/// ```should_panic
/// nd_image::maximum_filter1d([1, 2], 3, 1);
/// ```
#[track_caller]
pub fn maximum_filter1d<A>(a: A, size: usize, axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    maximum_filter1d_with(a, size, axis, &WindowOptions::default())
}

/// [`maximum_filter1d`] with other edges, or windows elsewhere; `options.axes` is not looked at.
///
/// # Panics
/// As [`maximum_filter1d`]; also if the origin moves the middle off the window, or modes or origins are
/// several.
///
/// # NumPy
/// `scipy.ndimage.maximum_filter1d(a, size, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{WindowOptions, maximum_filter1d_with};
///
/// let back = WindowOptions::default().origin(1);
/// assert_eq!(maximum_filter1d_with([3, 1, 4, 1], 3, 0, &back).into_vec(), [3, 3, 4, 4]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, maximum_filter1d_with};
/// maximum_filter1d_with([1, 2], 3, 0, &WindowOptions::default().origin(-2));
/// ```
#[track_caller]
pub fn maximum_filter1d_with<A>(
    a: A,
    size: usize,
    axis: isize,
    options: &WindowOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Ranked>,
{
    let options = options.clone().axes([axis]);
    extreme("maximum_filter1d", a.view(), &size.into(), &options, true)
}

/// Boxes are joined axis by axis, other footprints element by element.
#[track_caller]
fn extreme<T: Ranked>(
    op: &'static str,
    a: View<'_, T>,
    window: &Window,
    options: &WindowOptions,
    greatest: bool,
) -> Array<T> {
    let (size, footprint) = match window {
        Window::Size(size) => (size.clone(), None),
        Window::Footprint(held) => {
            let footprint = footprint(op, window, a.ndim(), options);
            let full = footprint.held.is_none();
            (held.shape().to_vec().into(), (!full).then_some(footprint))
        }
    };
    let Some(footprint) = footprint else {
        return T::extremes(a, &spans(op, &size, a.ndim(), options), greatest);
    };
    let rank = if greatest { footprint.len() - 1 } else { 0 };
    T::ranked(a, &footprint, rank)
}
