//! What is common and what is rare for each function that keeps the two apart.

use nd_core::simd::Isa;

use super::function::{Cos, Ln, Ln1p, Log2, Log10, Sin, Tan};
use super::guarded::{Guarded, guarded_block};
use super::trig::{far_f32, far_f64};
use super::{far, log, sin_cos, tan};

/// The logarithms: zeros and subnormals may be many, so all is done again by a vectorised loop
/// that knows every case.
macro_rules! guarded_logarithms {
    ($($name:ty, $t:ty: $common:path, $is_common:path, $everywhere:path;)*) => {$(
        impl Guarded<$t> for $name {
            #[inline(always)]
            fn common<I: Isa>(isa: I, x: $t) -> $t {
                $common(isa, x)
            }
            #[inline(always)]
            fn is_common<I: Isa>(x: $t) -> bool {
                $is_common(x)
            }
            #[inline(always)]
            fn repair<I: Isa>(isa: I, x: &[$t], out: &mut [$t]) {
                for (out, &x) in out.iter_mut().zip(x) {
                    *out = $everywhere(isa, x);
                }
            }
        }
    )*};
}

guarded_logarithms! {
    Ln, f32: log::ln_common_f32, log::is_common_f32, log::ln_f32;
    Ln, f64: log::ln_common_f64, log::is_common_f64, log::ln_f64;
    Log2, f32: log::log2_common_f32, log::is_common_f32, log::log2_f32;
    Log2, f64: log::log2_common_f64, log::is_common_f64, log::log2_f64;
    Log10, f32: log::log10_common_f32, log::is_common_f32, log::log10_f32;
    Log10, f64: log::log10_common_f64, log::is_common_f64, log::log10_f64;
    Ln1p, f32: log::ln_1p_common_f32, log::is_common_1p_f32, log::ln_1p_f32;
    Ln1p, f64: log::ln_1p_common_f64, log::is_common_1p_f64, log::ln_1p_f64;
}

/// Large arguments one by one, by exact reduction; the infinities give NaN without.
#[inline(always)]
fn repair_far_f64<I: Isa>(x: &[f64], out: &mut [f64], far: fn(f64) -> f64) {
    for (out, &x) in out.iter_mut().zip(x) {
        if x.abs() > far_f64::<I>() {
            *out = far(x);
        }
    }
}

/// Large arguments through the `f64` loop, which reaches further.
#[inline(always)]
fn repair_far_f32<F: Guarded<f64>, I: Isa>(isa: I, x: &[f32], out: &mut [f32]) {
    let (mut wide, mut wide_out) = ([0.0; 64], [0.0; 64]);
    for (x, out) in x.chunks(64).zip(out.chunks_mut(64)) {
        for (wide, &x) in wide.iter_mut().zip(x) {
            *wide = f64::from(x);
        }
        guarded_block::<F, f64, I>(isa, &wide, &mut wide_out);
        for ((out, &x), &y) in out.iter_mut().zip(x).zip(&wide_out) {
            *out = if x.abs() > far_f32::<I>() { y as f32 } else { *out };
        }
    }
}

/// The trigonometric functions, whose reduction loses its accuracy for large arguments.
macro_rules! guarded_trigonometry {
    ($($name:ty: $near_f32:path, $near_f64:path, $far:path;)*) => {$(
        impl Guarded<f32> for $name {
            #[inline(always)]
            fn common<I: Isa>(isa: I, x: f32) -> f32 {
                $near_f32(isa, x)
            }
            #[inline(always)]
            fn is_common<I: Isa>(x: f32) -> bool {
                (x.abs() <= far_f32::<I>()) | x.is_nan()
            }
            #[inline(always)]
            fn repair<I: Isa>(isa: I, x: &[f32], out: &mut [f32]) {
                repair_far_f32::<$name, I>(isa, x, out);
            }
        }

        impl Guarded<f64> for $name {
            #[inline(always)]
            fn common<I: Isa>(isa: I, x: f64) -> f64 {
                $near_f64(isa, x)
            }
            #[inline(always)]
            fn is_common<I: Isa>(x: f64) -> bool {
                (x.abs() <= far_f64::<I>()) | x.is_nan()
            }
            #[inline(always)]
            fn repair<I: Isa>(_: I, x: &[f64], out: &mut [f64]) {
                repair_far_f64::<I>(x, out, $far);
            }
        }
    )*};
}

guarded_trigonometry! {
    Sin: sin_cos::sin_near_f32, sin_cos::sin_near_f64, far::sin;
    Cos: sin_cos::cos_near_f32, sin_cos::cos_near_f64, far::cos;
    Tan: tan::tan_near_f32, tan::tan_near_f64, far::tan;
}
