//! Colour to grey.

use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, Number, View};

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// Element types that [`rgb_to_grey`] takes: `u8`, `u16`, `f32` and `f64`.
pub trait Luma: Number + sealed::Sealed {
    /// The grey of a colour.
    #[doc(hidden)]
    fn luma(r: Self, g: Self, b: Self) -> Self;
    /// The greys of pixels of 3 or 4 channels, the last axis. Compiled here, once a type.
    #[doc(hidden)]
    fn greys(a: View<'_, Self>) -> Array<Self>;
}

/// The method of [`Luma`] that is the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn greys(a: View<'_, Self>) -> Array<Self> {
            greys(a)
        }
    };
}

/// The weights times 2¹⁶; they sum to 2¹⁶, so grey stays as it is and nothing overflows `u32`.
#[inline(always)]
fn fixed(r: u32, g: u32, b: u32) -> u32 {
    (19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16
}

impl Luma for u8 {
    #[inline(always)]
    fn luma(r: u8, g: u8, b: u8) -> u8 {
        fixed(r.into(), g.into(), b.into()) as u8
    }
    compiled_once!();
}

impl Luma for u16 {
    #[inline(always)]
    fn luma(r: u16, g: u16, b: u16) -> u16 {
        fixed(r.into(), g.into(), b.into()) as u16
    }
    compiled_once!();
}

impl Luma for f32 {
    #[inline(always)]
    fn luma(r: f32, g: f32, b: f32) -> f32 {
        0.299 * r + 0.587 * g + 0.114 * b
    }
    compiled_once!();
}

impl Luma for f64 {
    #[inline(always)]
    fn luma(r: f64, g: f64, b: f64) -> f64 {
        0.299 * r + 0.587 * g + 0.114 * b
    }
    compiled_once!();
}

/// Turns a picture `(h, w, 3)` to grey `(h, w)`, weighing red, green and blue by .299, .587 and
/// .114 (ITU-R Recommendation 601-2). A fourth channel, alpha, is left out.
///
/// Integers are computed in fixed point and rounded to nearest. Any number of leading axes
/// goes; the last axis is the channels.
///
/// # Panics
/// If the last axis does not have length 3 or 4.
///
/// # NumPy
/// `PIL.Image.convert("L")`, the same bits for `u8`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::rgb_to_grey;
/// let a = Array::from_shape_vec([1, 2, 3], vec![255u8, 0, 0, 10, 10, 10]);
/// assert_eq!(rgb_to_grey(&a), Array::from_shape_vec([1, 2], vec![76, 10]));
/// ```
/// ```should_panic
/// nd_image::rgb_to_grey([[1.0, 2.0]]);
/// ```
#[track_caller]
pub fn rgb_to_grey<A>(a: A) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Luma>,
{
    let a = a.view();
    let shape = a.shape();
    let channels = matches!(shape.last(), Some(3 | 4));
    assert!(channels, "rgb_to_grey: shape {shape:?}, the last axis must be 3 or 4 channels");
    Luma::greys(a)
}

fn greys<T: Luma>(a: View<'_, T>) -> Array<T> {
    let (&channels, shape) = a.shape().split_last().expect("the last axis is the channels");
    let mut out = canvas::<T>(shape);
    if out.is_empty() {
        return out;
    }
    let samples = out.as_slice_mut().expect("fresh arrays are contiguous");
    // Rows of pixels where there are rows, so that a crop is read in place.
    with_rows(a, shape.len().saturating_sub(1), |rows| {
        let width = rows[0].len() / channels;
        let strip = rows.len().div_ceil(64).max(8);
        let work = samples.len();
        for_each_block(samples, strip * width, work, &|i, out| {
            for (row, out) in rows[i * strip..].iter().zip(out.chunks_mut(width)) {
                dispatch(Row { row, channels, out });
            }
        });
    });
    out
}

struct Row<'a, T> {
    row: &'a [T],
    channels: usize,
    out: &'a mut [T],
}

impl<T: Luma> Kernel for Row<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        if self.channels == 3 {
            let (pixels, _) = self.row.as_chunks::<3>();
            self.out.iter_mut().zip(pixels).for_each(|(o, &[r, g, b])| *o = T::luma(r, g, b));
        } else {
            let (pixels, _) = self.row.as_chunks::<4>();
            self.out.iter_mut().zip(pixels).for_each(|(o, &[r, g, b, _])| *o = T::luma(r, g, b));
        }
    }
}
