//! A function of whole lines.

use crate::blocks::for_each_block;
use crate::ranks::Ranked;
use crate::window::{WindowOptions, before};
use crate::windows::{Frame, Span};
use nd_core::{Array, ArrayLike, Element, normalize_axis};

/// What `f` makes of each line along `axis`: it gets the line, extended as for windows of `size` samples,
/// `(n + size - 1)`, and sets the `n` elements of the output's line.
///
/// `f` is called on several threads; it is compiled into the loop. The line is extended by `size / 2`
/// samples at its beginning and the others at its end; beyond the edges the array is reflected. An empty
/// array gives an empty array, without a call.
///
/// # Panics
/// If there is no such axis, `size` is 0 or more than 2²⁰, or `f` panics.
///
/// # NumPy
/// `scipy.ndimage.generic_filter1d(a, f, size, axis)`, where lines are `float64`.
///
/// # Examples
/// ```
/// let steps = |line: &[i32], out: &mut [i32]| {
///     out.iter_mut().zip(line.windows(2)).for_each(|(out, pair)| *out = pair[1] - pair[0]);
/// };
/// let b = nd_image::generic_filter1d([[1, 4, 9]], 2, 1, steps);
/// assert_eq!(b.into_vec(), [0, 3, 5]);
/// ```
/// ```should_panic
/// nd_image::generic_filter1d([1, 2], 3, 1, |_, _: &mut [f64]| ());
/// ```
#[track_caller]
pub fn generic_filter1d<A, U, F>(a: A, size: usize, axis: isize, f: F) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(&[A::Elem], &mut [U]) + Sync,
{
    generic_filter1d_with(a, size, axis, f, &WindowOptions::default())
}

/// [`generic_filter1d`] with other edges, or lines extended elsewhere; `options.axes` is not looked at.
///
/// # Panics
/// As [`generic_filter1d`]; also if the origin moves the middle off the window, or modes or origins are
/// several.
///
/// # NumPy
/// `scipy.ndimage.generic_filter1d(a, f, size, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, WindowOptions, generic_filter1d_with};
///
/// let zeros = WindowOptions::default().mode(Mode::Constant(0.0));
/// let copy = |line: &[i32], out: &mut [i32]| out.copy_from_slice(&line[..out.len()]);
/// let b = generic_filter1d_with([1, 2, 3], 3, 0, copy, &zeros);
/// assert_eq!(b.into_vec(), [0, 1, 2]);
/// ```
/// ```should_panic
/// use nd_image::{WindowOptions, generic_filter1d_with};
/// let options = WindowOptions::default().origin(-2);
/// generic_filter1d_with([1, 2], 3, 0, |_, _: &mut [f64]| (), &options);
/// ```
#[track_caller]
pub fn generic_filter1d_with<A, U, F>(
    a: A,
    size: usize,
    axis: isize,
    f: F,
    options: &WindowOptions,
) -> Array<U>
where
    A: ArrayLike<Elem: Ranked>,
    U: Element + Default,
    F: Fn(&[A::Elem], &mut [U]) + Sync,
{
    const OP: &str = "generic_filter1d";
    let a = a.view();
    let axis = normalize_axis(OP, axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let before = before(OP, size, options.origin.expand(OP, "origin", 1)[0]);
    let mode = options.mode.expand(OP, "mode", 1)[0];
    let span = Span { axis, size, before, mode };
    let constant = A::Elem::constant(mode.outside());
    let mut out = vec![U::default(); a.size()];
    let lines = a.moveaxis(axis as isize, -1).to_array();
    let lines = lines.view();
    if let (Some(samples), false) = (lines.as_slice(), out.is_empty()) {
        let len = a.shape()[axis];
        let frame = &Frame::new(len, 1, Some(&span), 0..len);
        let block = (a.size() / len).div_ceil(64) * len;
        let work = out.len().saturating_mul(size);
        for_each_block(&mut out, block, work, &|i, out| {
            let mut line = vec![constant; frame.stride];
            let rows = samples[i * block..].chunks(len);
            for (row, out) in rows.zip(out.chunks_mut(len)) {
                super::fill(&mut line, row, frame, constant);
                f(&line, out);
            }
        });
    }
    let out = Array::from_shape_vec(lines.shape(), out);
    out.view().moveaxis(-1, axis as isize).to_array()
}
