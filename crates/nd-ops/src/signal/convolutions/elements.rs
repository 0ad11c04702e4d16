//! What may be convolved.

use super::{cropped, direct, places, spectral};
use crate::{ConvolveMode, Signal};
use half::{bf16, f16};
use nd_core::{Array, Complex, Element, View};

/// Numbers that arrays to be convolved hold: all of nd's but `bool`.
///
/// Integers are calculated with 64 bits and wrap; floats by Fourier transforms in double precision.
///
/// # Examples
/// ```
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{Convolved, convolve};
///
/// fn blurred<T: Convolved>(a: &nd_core::Array<T>, by: &nd_core::Array<T>) -> nd_core::Array<T> {
///     convolve(a, by, ConvolveMode::Same)
/// }
/// assert_eq!(blurred(&nd_core::array![0, 1, 0], &nd_core::array![1, 2, 1]), nd_core::array![1, 2, 1]);
/// ```
#[diagnostic::on_unimplemented(message = "arrays of `{Self}` are not convolved")]
pub trait Convolved: Signal {
    /// The type of what is calculated by Fourier transforms.
    type Float: Element;
    /// Whether sums are exact.
    #[doc(hidden)]
    const WHOLE: bool;
    /// A size of the elements: of integers whose sums may be calculated by transforms.
    #[doc(hidden)]
    fn largest_of(a: View<'_, Self>) -> f64;
    #[doc(hidden)]
    fn direct_of(a: View<'_, Self>, b: View<'_, Self>, mode: ConvolveMode) -> Array<Self>;
    #[doc(hidden)]
    fn spectral_of(
        a: View<'_, Self>,
        b: View<'_, Self>,
        mode: ConvolveMode,
        axes: &[usize],
        blocks: bool,
    ) -> Array<Self::Float>;
    /// What transforms gave, as the elements are.
    #[doc(hidden)]
    fn narrowed(a: Array<Self::Float>) -> Array<Self>;
}

fn directly<T: Signal>(a: View<'_, T>, b: View<'_, T>, mode: ConvolveMode) -> Array<T> {
    let places = places(mode, a.shape(), b.shape());
    if let [(start, len)] = places[..] {
        let (a, b) = (a.to_array().into_vec(), b.to_array().into_vec());
        return Array::from_vec(direct::part_of_line(&a, &b, start, len));
    }
    let full = direct::full(a, b);
    if mode == ConvolveMode::Full { full } else { cropped(full.view(), &places).to_array() }
}

/// The nearest whole numbers.
fn rounded(a: Array<f64>) -> Array<f64> {
    crate::round(a)
}

macro_rules! convolved {
    ($($T:ty, $Float:ty, $Work:ty, $Direct:ty, $whole:literal, $largest:expr, $narrowed:expr;)*) => {$(
        impl Convolved for $T {
            type Float = $Float;
            const WHOLE: bool = $whole;
            fn largest_of(a: View<'_, Self>) -> f64 {
                let largest: fn(View<'_, $T>) -> f64 = $largest;
                largest(a)
            }
            #[inline(never)]
            fn direct_of(a: View<'_, Self>, b: View<'_, Self>, mode: ConvolveMode) -> Array<Self> {
                directly(a.cast::<$Direct>().view(), b.cast::<$Direct>().view(), mode).cast::<$T>()
            }
            #[inline(never)]
            fn spectral_of(
                a: View<'_, Self>,
                b: View<'_, Self>,
                mode: ConvolveMode,
                axes: &[usize],
                blocks: bool,
            ) -> Array<$Float> {
                let (a, b) = (a.cast::<$Work>(), b.cast::<$Work>());
                spectral::convolved(a.view(), b.view(), mode, axes, blocks).cast::<$Float>()
            }
            fn narrowed(a: Array<$Float>) -> Array<Self> {
                let narrowed: fn(Array<$Float>) -> Array<$T> = $narrowed;
                narrowed(a)
            }
        }
    )*};
    (integers: $($T:ty)*) => {
        convolved!($(
            $T, f64, f64, i64, true,
            |a| a.iter().map(|&x| (x as f64).abs()).fold(0.0, f64::max),
            |a| rounded(a).cast::<$T>();
        )*);
    };
}
convolved! {
    f32, f32, f64, f32, false, |_| 0.0, |a| a;
    f64, f64, f64, f64, false, |_| 0.0, |a| a;
    f16, f32, f64, f32, false, |_| 0.0, |a| a.cast::<f16>();
    bf16, f32, f64, f32, false, |_| 0.0, |a| a.cast::<bf16>();
    Complex<f32>, Complex<f32>, Complex<f64>, Complex<f32>, false, |_| 0.0, |a| a;
    Complex<f64>, Complex<f64>, Complex<f64>, Complex<f64>, false, |_| 0.0, |a| a;
}
convolved!(integers: i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
