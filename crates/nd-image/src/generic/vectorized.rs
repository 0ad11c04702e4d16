//! A function of many windows at once.

use super::each_row;
use crate::ranks::Ranked;
use crate::window::{Window, WindowOptions, footprint};
use nd_core::{Array, ArrayLike, Element, View};

/// Windows that are handed over at once have about this many elements.
const BATCH: usize = 1 << 14;

/// What `f` makes of the elements in a window around each element, many windows at once: `f` gets an array
/// `(m, k)` of `m` windows of `k` elements in C order, and sets `m` results.
///
/// For functions that work faster on arrays than element by element. `f` is called on several threads;
/// how many windows it gets depends on shapes only, and their results must not depend on it. Beyond
/// the edges the array is reflected. An empty array gives an empty array, without a call.
///
/// # Panics
/// If a size is 0, there are not as many as axes, the footprint has another rank than the array or
/// holds nothing, the window has more than 2²⁰ elements (or, with the rows it
/// sees, far more than the array), or `f` panics.
///
/// # NumPy
/// `scipy.ndimage.vectorized_filter(a, f, size=...)` or `(a, f, footprint=...)`, where `f` gets one axis
/// for each of the window, and returns results.
///
/// # Examples
/// ```
/// use nd_core::View;
///
/// let first = |windows: View<'_, i32>, out: &mut [i32]| {
///     out.iter_mut().zip(windows.outer_iter()).for_each(|(out, window)| *out = window[[0]]);
/// };
/// assert_eq!(nd_image::vectorized_filter([3, 1, 4], 3, first).into_vec(), [3, 3, 1]);
/// ```
/// ```should_panic
/// nd_image::vectorized_filter([1, 2], [3, 3], |_, _: &mut [f64]| ());
/// ```
#[track_caller]
pub fn vectorized_filter<A, U, F>(a: A, window: impl Into<Window>, f: F) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(View<'_, A::Elem>, &mut [U]) + Sync,
{
    vectorized_filter_with(a, window, f, &WindowOptions::default())
}

/// [`vectorized_filter`] with other edges, windows elsewhere, or along some axes only.
///
/// # Panics
/// As [`vectorized_filter`]; also if an origin moves the middle off the window, an axis does not exist or
/// is given twice, or modes or origins are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.vectorized_filter(a, f, size=..., mode=..., cval=..., origin=..., axes=...)`; what mode
/// `"valid"` returns is a slice of the result.
///
/// # Examples
/// ```
/// use nd_core::View;
/// use nd_image::{Mode, WindowOptions, vectorized_filter_with};
///
/// let round = WindowOptions::default().mode(Mode::Wrap);
/// let last = |windows: View<'_, i32>, out: &mut [i32]| {
///     out.iter_mut().zip(windows.outer_iter()).for_each(|(out, window)| *out = window[[2]]);
/// };
/// assert_eq!(vectorized_filter_with([3, 1, 4], 3, last, &round).into_vec(), [1, 4, 3]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, vectorized_filter_with};
/// let options = WindowOptions::default().axes([1]);
/// vectorized_filter_with([1, 2], 3, |_, _: &mut [f64]| (), &options);
/// ```
#[track_caller]
pub fn vectorized_filter_with<A, U, F>(
    a: A,
    window: impl Into<Window>,
    f: F,
    options: &WindowOptions,
) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(View<'_, A::Elem>, &mut [U]) + Sync,
{
    let a = a.view();
    let footprint = footprint("vectorized_filter", &window.into(), a.ndim(), options);
    if a.ndim() == 0 {
        let mut out = [U::default()];
        f(View::from_shape_slice([1, 1], &[a[[]]]), &mut out);
        return Array::scalar(out[0]);
    }
    each_row(a, &footprint, &|lines, out: &mut [U]| {
        let count = lines.count();
        let batch = (BATCH / count).clamp(1, out.len());
        let mut windows = vec![lines.any(); batch * count];
        for (i, out) in out.chunks_mut(batch).enumerate() {
            let windows = &mut windows[..out.len() * count];
            for (x, window) in windows.chunks_mut(count).enumerate() {
                lines.window(i * batch + x, window);
            }
            f(View::from_shape_slice([out.len(), count], windows), out);
        }
    })
}
