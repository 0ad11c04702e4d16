//! A function of each window.

use super::each_row;
use crate::ranks::Ranked;
use crate::window::{Window, WindowOptions, footprint};
use nd_core::{Array, ArrayLike, Element};

/// What `f` makes of the elements in a window around each element.
///
/// `f` is called once for each element, on several threads, with the window's elements in C order;
/// it is compiled into the loop. Its results are the elements of the output, of any type. Beyond the
/// edges the array is reflected. An empty array gives an empty array.
///
/// # Panics
/// If a size is 0, there are not as many as axes, the footprint has another rank than the array or
/// holds nothing, the window has more than 2²⁰ elements (or, with the rows it
/// sees, far more than the array), or `f` panics.
///
/// # NumPy
/// `scipy.ndimage.generic_filter(a, f, size)` or `(a, f, footprint=...)`, where `f` gets `float64`.
///
/// # Examples
/// ```
/// let range = |w: &[i32]| w.iter().max().unwrap() - w.iter().min().unwrap();
/// assert_eq!(nd_image::generic_filter([3, 1, 4, 1, 5], 3, range).into_vec(), [2, 3, 3, 4, 4]);
/// ```
/// ```should_panic
/// nd_image::generic_filter([1, 2], 0, |w| w[0]);
/// ```
#[track_caller]
pub fn generic_filter<A, U, F>(a: A, window: impl Into<Window>, f: F) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(&[A::Elem]) -> U + Sync,
{
    generic_filter_with(a, window, f, &WindowOptions::default())
}

/// [`generic_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// A constant outside is truncated to the element type and saturated.
///
/// # Panics
/// As [`generic_filter`]; also if an origin moves the middle off the window, an axis does not exist or is
/// given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.generic_filter(a, f, size, footprint, mode=..., cval=..., origin=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, generic_filter_with};
///
/// let zeros = WindowOptions::default().mode(Mode::Constant(0.0));
/// let sums = generic_filter_with([1, 2, 3], 3, |w: &[i32]| w.iter().sum::<i32>(), &zeros);
/// assert_eq!(sums.into_vec(), [3, 6, 5]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, generic_filter_with};
/// generic_filter_with([1, 2], 3, |w: &[i32]| w[0], &WindowOptions::default().origin(2));
/// ```
#[track_caller]
pub fn generic_filter_with<A, U, F>(
    a: A,
    window: impl Into<Window>,
    f: F,
    options: &WindowOptions,
) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(&[A::Elem]) -> U + Sync,
{
    let a = a.view();
    let footprint = footprint("generic_filter", &window.into(), a.ndim(), options);
    if a.ndim() == 0 {
        return Array::scalar(f(&[a[[]]]));
    }
    each_row(a, &footprint, &|lines, out: &mut [U]| {
        let mut window = vec![lines.any(); lines.count()];
        for (x, out) in out.iter_mut().enumerate() {
            lines.window(x, &mut window);
            *out = f(&window);
        }
    })
}
