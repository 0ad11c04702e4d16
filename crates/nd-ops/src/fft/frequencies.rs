//! Which frequencies the elements of a transform are of, and the order with the lowest one in the middle.

use super::numbers::Precision;
use crate::Over;
use nd_core::{Array, ArrayLike, Element, Slice, SliceItem, View};

/// The frequencies of the elements of [`fft`](super::fft), in cycles per unit of the distance `d` between elements.
///
/// → `(n,)`: 0, the positive ones, the negative ones. Infinite and NaN for a distance of 0.
///
/// # Panics
/// If `n` is 0.
///
/// # NumPy
/// `np.fft.fftfreq(n, d)`; an `f32` is calculated in double precision and rounded.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::fftfreq(4, 0.5), nd_core::array![0.0, 0.5, -1.0, -0.5]);
/// ```
/// ```should_panic
/// nd_ops::fft::fftfreq(0, 1.0);
/// ```
#[track_caller]
pub fn fftfreq<T: Precision>(n: usize, d: T) -> Array<T> {
    assert!(n > 0, "fftfreq: there are no frequencies of 0 elements");
    let step = 1.0 / (n as f64 * d.to_f64().expect("a float is a number"));
    let positive = n.div_ceil(2);
    Array::from_fn([n], |at| {
        let k = if at[0] < positive { at[0] as f64 } else { at[0] as f64 - n as f64 };
        T::of(k * step)
    })
}

/// The frequencies of the elements of [`rfft`](super::rfft), in cycles per unit of the distance `d` between elements.
///
/// → `(n / 2 + 1,)`. Infinite and NaN for a distance of 0.
///
/// # Panics
/// If `n` is 0.
///
/// # NumPy
/// `np.fft.rfftfreq(n, d)`; an `f32` is calculated in double precision and rounded.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::fft::rfftfreq(5, 0.1), nd_core::array![0.0, 2.0, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::fft::rfftfreq(0, 1.0);
/// ```
#[track_caller]
pub fn rfftfreq<T: Precision>(n: usize, d: T) -> Array<T> {
    assert!(n > 0, "rfftfreq: there are no frequencies of 0 elements");
    let step = 1.0 / (n as f64 * d.to_f64().expect("a float is a number"));
    Array::from_fn([n / 2 + 1], |at| T::of(at[0] as f64 * step))
}

/// The elements with those of frequency 0 in the middle: each axis of `over` moved by half its length.
///
/// `a: (l, …, n)` → `(l, …, n)`; `..` means all axes.
///
/// # Panics
/// If there is no such axis, or one is named twice.
///
/// # NumPy
/// `np.fft.fftshift(a, axes)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::{fftfreq, fftshift};
///
/// assert_eq!(fftshift(fftfreq(5, 0.2), ..), nd_core::array![-2.0, -1.0, 0.0, 1.0, 2.0]);
/// assert_eq!(fftshift(&[[1, 2], [3, 4]], 0), nd_core::array![[3, 4], [1, 2]]);
/// ```
/// ```should_panic
/// nd_ops::fft::fftshift(&[1, 2], 1);
/// ```
#[track_caller]
pub fn fftshift<A: ArrayLike<Elem: Element>>(a: A, over: impl Into<Over>) -> Array<A::Elem> {
    shifted("fftshift", a.view(), &over.into(), |n| n - n / 2)
}

/// The inverse of [`fftshift`]: the frequency 0 first again.
///
/// `a: (l, …, n)` → `(l, …, n)`; `..` means all axes.
///
/// # Panics
/// If there is no such axis, or one is named twice.
///
/// # NumPy
/// `np.fft.ifftshift(a, axes)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::ifftshift;
///
/// assert_eq!(ifftshift(&[-2, -1, 0, 1, 2], ..), nd_core::array![0, 1, 2, -2, -1]);
/// ```
/// ```should_panic
/// nd_ops::fft::ifftshift(&[1, 2], [0, 0]);
/// ```
#[track_caller]
pub fn ifftshift<A: ArrayLike<Elem: Element>>(a: A, over: impl Into<Over>) -> Array<A::Elem> {
    shifted("ifftshift", a.view(), &over.into(), |n| n / 2)
}

/// Each axis cut at a place, and its parts exchanged.
#[track_caller]
fn shifted<T: Element>(
    op: &'static str,
    a: View<'_, T>,
    over: &Over,
    cut: fn(usize) -> usize,
) -> Array<T> {
    let axes = over.resolve(op, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let mut out = a.to_array();
    for &axis in axes.iter() {
        let at = cut(a.shape()[axis]) as isize;
        let part = |start, stop| {
            let mut items = vec![SliceItem::Range(Slice::ALL); axis];
            items.push(Slice { start, stop, step: 1 }.into());
            out.slice(items)
        };
        out = nd_core::concat(&[part(Some(at), None), part(None, Some(at))], axis as isize);
    }
    out
}
