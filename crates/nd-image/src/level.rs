//! Element types as levels of brightness: what is black, what is white, how results are rounded.

use crate::canvas::canvas;
use crate::pixel::Pixel;
use nd_core::{Array, CastTo, View, threads};

/// Samples that pass through a buffer of `f64` at a time: whole pixels of three channels.
const STRIP: usize = 1536;

/// Element types of pictures whose levels are calculated with: `u8`, `u16`, `f32` and `f64`.
///
/// Black is 0; white is 255, 65535 and, of floats, 1. Nothing is rescaled: white only says what
/// functions such as [`adjust_gamma`](crate::exposure::adjust_gamma) leave where it is.
///
/// # Examples
/// ```
/// use nd_image::Level;
///
/// fn white<T: Level>(_: T) -> f64 { T::WHITE }
/// assert_eq!((white(0u8), white(0.0f32)), (255.0, 1.0));
/// ```
pub trait Level: Pixel + CastTo<f64> {
    /// The level of white.
    const WHITE: f64;
    /// The nearest level, ties to even, within the range of the type; NaN is 0 of whole types.
    #[doc(hidden)]
    fn level(x: f64) -> Self;
    /// The levels as `f64`, in C order.
    #[doc(hidden)]
    fn wide(a: View<'_, Self>) -> Array<f64>;
    /// The picture whose levels are the nearest to those that `curve` makes of strips of them.
    #[doc(hidden)]
    fn curved(a: View<'_, Self>, curve: &(dyn Fn(&mut [f64]) + Sync)) -> Array<Self>;
}

macro_rules! levels {
    ($($type:ident $white:literal $level:expr;)*) => {$(
        impl Level for $type {
            const WHITE: f64 = $white;
            #[inline(always)]
            fn level(x: f64) -> $type {
                $level(x)
            }
            #[inline(never)]
            fn wide(a: View<'_, $type>) -> Array<f64> {
                c_order(a.cast())
            }
            #[inline(never)]
            fn curved(a: View<'_, $type>, curve: &(dyn Fn(&mut [f64]) + Sync)) -> Array<$type> {
                curved(a, curve)
            }
        }
    )*};
}
levels! {
    u8 255.0 |x: f64| x.round_ties_even() as u8;
    u16 65535.0 |x: f64| x.round_ties_even() as u16;
    f32 1.0 |x: f64| x as f32;
    f64 1.0 |x: f64| x;
}

/// Element types of pictures whose levels are fractions: `f32` and `f64`.
///
/// # Examples
/// ```
/// use nd_image::{FloatLevel, Level};
///
/// fn white<T: FloatLevel>(_: T) -> f64 { T::WHITE }
/// assert_eq!(white(0.0f32), 1.0);
/// ```
pub trait FloatLevel: Level {
    /// The array in this precision.
    #[doc(hidden)]
    fn narrowed(a: Array<f64>) -> Array<Self>;
}

impl FloatLevel for f32 {
    #[inline(never)]
    fn narrowed(a: Array<f64>) -> Array<f32> {
        a.cast()
    }
}

impl FloatLevel for f64 {
    #[inline(never)]
    fn narrowed(a: Array<f64>) -> Array<f64> {
        a
    }
}

fn curved<T: Level>(a: View<'_, T>, curve: &(dyn Fn(&mut [f64]) + Sync)) -> Array<T> {
    let values = T::WHITE as usize + 1;
    if T::WHOLE && a.size() > values {
        // Each level once.
        let mut table: Vec<f64> = (0..values).map(|level| level as f64).collect();
        curve(&mut table);
        let table: Vec<T> = table.into_iter().map(T::level).collect();
        return strips(a, &|from, to| {
            for (to, &from) in to.iter_mut().zip(from) {
                *to = table[CastTo::<f64>::cast_to(from) as usize];
            }
        });
    }
    strips(a, &|from, to| {
        let mut strip = [0.0; STRIP];
        for (from, to) in from.chunks(STRIP).zip(to.chunks_mut(STRIP)) {
            let strip = &mut strip[..from.len()];
            strip.iter_mut().zip(from).for_each(|(s, &x)| *s = x.cast_to());
            curve(strip);
            to.iter_mut().zip(strip.iter()).for_each(|(to, &s)| *to = T::level(s));
        }
    })
}

/// Casts keep the order of elements in memory, which loops over slices cannot have.
fn c_order(a: Array<f64>) -> Array<f64> {
    if a.view().as_slice().is_some() { a } else { a.view().to_array() }
}

/// An array of the shape of `a` that `body` fills, piece by piece, from pieces of `a`.
fn strips<T: Level>(a: View<'_, T>, body: &(dyn Fn(&[T], &mut [T]) + Sync)) -> Array<T> {
    let flat = a.ravel();
    let from = flat.view().as_slice().expect("ravelled arrays are contiguous");
    let mut out = canvas::<T>(a.shape());
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, 64 * STRIP, &|start, to| body(&from[start..][..to.len()], to));
    out
}

/// The two dimensions of a picture `(h, w)`.
#[track_caller]
pub(crate) fn plane(op: &str, shape: &[usize]) -> [usize; 2] {
    match *shape {
        [h, w] => [h, w],
        _ => panic!("{op}: shape {shape:?}, must be (h, w)"),
    }
}

/// That two arrays have one shape.
#[track_caller]
pub(crate) fn same_shape(op: &str, a: &[usize], b: &[usize]) {
    assert!(a == b, "{op}: shapes {a:?} and {b:?} must be the same");
}
