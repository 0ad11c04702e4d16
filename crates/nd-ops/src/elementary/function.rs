//! The functions as methods of `f32` and `f64`, and as types that a kernel can be generic over.

use nd_core::simd::Isa;

use super::guarded::{AnyGuarded, guarded_block};
use super::{
    angle, asin, atan, bessel, cbrt, exp, hyperbolic, hypot, inverse_hyperbolic, log, log_sum, pow,
    sin_cos, sinc, tan,
};

/// The elementary functions of `f32` and `f64`, one element at a time.
///
/// Each takes the token of the instruction set it is compiled for; outside a dispatched body
/// pass [`Baseline`](nd_core::simd::Baseline). Special values and error bounds are stated with
/// the free functions named.
///
/// # Examples
/// ```
/// use nd_core::simd::Baseline;
/// use nd_ops::elementary::Elementary;
///
/// assert_eq!(<f64 as Elementary>::exp(Baseline, 0.0), 1.0);
/// assert!(<f32 as Elementary>::ln(Baseline, -1.0).is_nan());
/// ```
pub trait Elementary: Copy + Send + Sync + 'static {
    /// `e^x`: [`exp_f64`](super::exp_f64).
    fn exp<I: Isa>(isa: I, x: Self) -> Self;
    /// `2^x`: [`exp2_f64`](super::exp2_f64).
    fn exp2<I: Isa>(isa: I, x: Self) -> Self;
    /// `e^x - 1`, accurate near zero: [`expm1_f64`](super::expm1_f64).
    fn exp_m1<I: Isa>(isa: I, x: Self) -> Self;
    /// The natural logarithm: [`ln_f64`](super::ln_f64).
    fn ln<I: Isa>(isa: I, x: Self) -> Self;
    /// The logarithm to base 2: [`log2_f64`](super::log2_f64).
    fn log2<I: Isa>(isa: I, x: Self) -> Self;
    /// The logarithm to base 10: [`log10_f64`](super::log10_f64).
    fn log10<I: Isa>(isa: I, x: Self) -> Self;
    /// `ln(1 + x)`, accurate near zero: [`ln_1p_f64`](super::ln_1p_f64).
    fn ln_1p<I: Isa>(isa: I, x: Self) -> Self;
    /// The hyperbolic sine: [`sinh_f64`](super::sinh_f64).
    fn sinh<I: Isa>(isa: I, x: Self) -> Self;
    /// The hyperbolic cosine: [`cosh_f64`](super::cosh_f64).
    fn cosh<I: Isa>(isa: I, x: Self) -> Self;
    /// The hyperbolic tangent: [`tanh_f64`](super::tanh_f64).
    fn tanh<I: Isa>(isa: I, x: Self) -> Self;
    /// The sine: [`sin_f64`](super::sin_f64).
    fn sin<I: Isa>(isa: I, x: Self) -> Self;
    /// The cosine: [`cos_f64`](super::cos_f64).
    fn cos<I: Isa>(isa: I, x: Self) -> Self;
    /// The tangent: [`tan_f64`](super::tan_f64).
    fn tan<I: Isa>(isa: I, x: Self) -> Self;
    /// The arc sine: [`asin_f64`](super::asin_f64).
    fn asin<I: Isa>(isa: I, x: Self) -> Self;
    /// The arc cosine: [`acos_f64`](super::acos_f64).
    fn acos<I: Isa>(isa: I, x: Self) -> Self;
    /// The arc tangent: [`atan_f64`](super::atan_f64).
    fn atan<I: Isa>(isa: I, x: Self) -> Self;
    /// The inverse hyperbolic sine: [`asinh_f64`](super::asinh_f64).
    fn asinh<I: Isa>(isa: I, x: Self) -> Self;
    /// The inverse hyperbolic cosine: [`acosh_f64`](super::acosh_f64).
    fn acosh<I: Isa>(isa: I, x: Self) -> Self;
    /// The inverse hyperbolic tangent: [`atanh_f64`](super::atanh_f64).
    fn atanh<I: Isa>(isa: I, x: Self) -> Self;
    /// The cube root: [`cbrt_f64`](super::cbrt_f64).
    fn cbrt<I: Isa>(isa: I, x: Self) -> Self;
    /// `sin(πx) / (πx)`: [`sinc_f64`](super::sinc_f64).
    fn sinc<I: Isa>(isa: I, x: Self) -> Self;
    /// The modified Bessel function of order 0: [`i0_f64`](super::i0_f64).
    fn i0<I: Isa>(isa: I, x: Self) -> Self;
    /// Degrees as radians: [`to_radians_f64`](super::to_radians_f64).
    fn to_radians<I: Isa>(isa: I, x: Self) -> Self;
    /// Radians as degrees: [`to_degrees_f64`](super::to_degrees_f64).
    fn to_degrees<I: Isa>(isa: I, x: Self) -> Self;
    /// The angle of the point `(x, y)`: [`atan2_f64`](super::atan2_f64).
    fn atan2<I: Isa>(isa: I, y: Self, x: Self) -> Self;
    /// `ln(e^x + e^y)`: [`ln_add_exp_f64`](super::ln_add_exp_f64).
    fn ln_add_exp<I: Isa>(isa: I, x: Self, y: Self) -> Self;
    /// `log2(2^x + 2^y)`: [`log2_add_exp2_f64`](super::log2_add_exp2_f64).
    fn log2_add_exp2<I: Isa>(isa: I, x: Self, y: Self) -> Self;
    /// `x^y`: [`pow_f64`](super::pow_f64).
    fn pow<I: Isa>(isa: I, x: Self, y: Self) -> Self;
    /// `√(x² + y²)`: [`hypot_f64`](super::hypot_f64).
    fn hypot<I: Isa>(isa: I, x: Self, y: Self) -> Self;
    #[doc(hidden)]
    fn guarded_block<F: AnyGuarded, I: Isa>(isa: I, x: &[Self], out: &mut [Self]);
    #[doc(hidden)]
    fn pow_block<I: Isa>(isa: I, x: &[Self], y: &[Self], out: &mut [Self]);
}

/// Implements [`Elementary`] by naming the functions.
macro_rules! elementary {
    ($t:ty, $pow_block:path, $($method:ident = $function:path;)* | $($method2:ident = $function2:path;)*) => {
        impl Elementary for $t {
            $(
                #[inline(always)]
                fn $method<I: Isa>(isa: I, x: Self) -> Self {
                    $function(isa, x)
                }
            )*
            $(
                #[inline(always)]
                fn $method2<I: Isa>(isa: I, x: Self, y: Self) -> Self {
                    $function2(isa, x, y)
                }
            )*
            #[inline(always)]
            fn guarded_block<F: AnyGuarded, I: Isa>(isa: I, x: &[Self], out: &mut [Self]) {
                guarded_block::<F, Self, I>(isa, x, out);
            }
            #[inline(always)]
            fn pow_block<I: Isa>(isa: I, x: &[Self], y: &[Self], out: &mut [Self]) {
                $pow_block(isa, x, y, out);
            }
        }
    };
}

elementary! {
    f32, pow::pow_block_f32,
    exp = exp::exp_f32;
    exp2 = exp::exp2_f32;
    exp_m1 = exp::expm1_f32;
    ln = log::ln_f32;
    log2 = log::log2_f32;
    log10 = log::log10_f32;
    ln_1p = log::ln_1p_f32;
    sinh = hyperbolic::sinh_f32;
    cosh = hyperbolic::cosh_f32;
    tanh = hyperbolic::tanh_f32;
    sin = sin_cos::sin_f32;
    cos = sin_cos::cos_f32;
    tan = tan::tan_f32;
    asin = asin::asin_f32;
    acos = asin::acos_f32;
    atan = atan::atan_f32;
    asinh = inverse_hyperbolic::asinh_f32;
    acosh = inverse_hyperbolic::acosh_f32;
    atanh = inverse_hyperbolic::atanh_f32;
    cbrt = cbrt::cbrt_f32;
    sinc = sinc::sinc_f32;
    i0 = bessel::i0_f32;
    to_radians = angle::to_radians_f32;
    to_degrees = angle::to_degrees_f32;
    |
    pow = pow::pow_f32;
    hypot = hypot::hypot_f32;
    atan2 = atan::atan2_f32;
    ln_add_exp = log_sum::ln_add_exp_f32;
    log2_add_exp2 = log_sum::log2_add_exp2_f32;
}

elementary! {
    f64, pow::pow_block_f64,
    exp = exp::exp_f64;
    exp2 = exp::exp2_f64;
    exp_m1 = exp::expm1_f64;
    ln = log::ln_f64;
    log2 = log::log2_f64;
    log10 = log::log10_f64;
    ln_1p = log::ln_1p_f64;
    sinh = hyperbolic::sinh_f64;
    cosh = hyperbolic::cosh_f64;
    tanh = hyperbolic::tanh_f64;
    sin = sin_cos::sin_f64;
    cos = sin_cos::cos_f64;
    tan = tan::tan_f64;
    asin = asin::asin_f64;
    acos = asin::acos_f64;
    atan = atan::atan_f64;
    asinh = inverse_hyperbolic::asinh_f64;
    acosh = inverse_hyperbolic::acosh_f64;
    atanh = inverse_hyperbolic::atanh_f64;
    cbrt = cbrt::cbrt_f64;
    sinc = sinc::sinc_f64;
    i0 = bessel::i0_f64;
    to_radians = angle::to_radians_f64;
    to_degrees = angle::to_degrees_f64;
    |
    pow = pow::pow_f64;
    hypot = hypot::hypot_f64;
    atan2 = atan::atan2_f64;
    ln_add_exp = log_sum::ln_add_exp_f64;
    log2_add_exp2 = log_sum::log2_add_exp2_f64;
}

/// A function of one variable that a kernel can be generic over.
///
/// # Examples
/// ```
/// use nd_core::simd::{Isa, Kernel, dispatch};
/// use nd_ops::elementary::{Exp, Function, Sin};
///
/// struct Map<'a, F> { f: F, x: &'a [f64], out: &'a mut [f64] }
/// impl<F: Function<f64>> Kernel for Map<'_, F> {
///     type Output = ();
///     #[inline(always)]
///     fn run<I: Isa>(self, isa: I) {
///         self.f.block(isa, self.x, self.out);
///     }
/// }
/// let mut out = [0.0; 2];
/// dispatch(Map { f: Exp, x: &[0.0, f64::NEG_INFINITY], out: &mut out });
/// assert_eq!(out, [1.0, 0.0]);
/// dispatch(Map { f: Sin, x: &[-0.0, 1e22], out: &mut out });
/// assert!(out[0].is_sign_negative() && (out[1] - -0.8522008497671888).abs() < 1e-15);
/// ```
pub trait Function<T: Copy>: Copy + Send + Sync + 'static {
    /// The function of one element; right everywhere.
    fn eval<I: Isa>(self, isa: I, x: T) -> T;

    /// `out[i] = f(x[i])`: the vectorised way, same results as [`eval`](Function::eval).
    ///
    /// Elements beyond the shorter slice are left alone. Blocks of 256 to 4096 elements suit
    /// it: a block with rare arguments (huge ones, for the trigonometric functions) is read a
    /// second time.
    #[inline(always)]
    fn block<I: Isa>(self, isa: I, x: &[T], out: &mut [T]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = self.eval(isa, x);
        }
    }
}

/// A function of two variables that a kernel can be generic over.
pub trait Function2<T: Copy>: Copy + Send + Sync + 'static {
    /// The function of one pair; right everywhere.
    fn eval<I: Isa>(self, isa: I, x: T, y: T) -> T;

    /// `out[i] = f(x[i], y[i])`: the vectorised way, same results as [`eval`](Function2::eval).
    ///
    /// Elements beyond the shortest slice are left alone.
    #[inline(always)]
    fn block<I: Isa>(self, isa: I, x: &[T], y: &[T], out: &mut [T]) {
        for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
            *out = self.eval(isa, x, y);
        }
    }
}

/// Names the functions that are right everywhere without a second look.
macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;

        impl<T: Elementary> Function<T> for $name {
            #[inline(always)]
            fn eval<I: Isa>(self, isa: I, x: T) -> T {
                T::$method(isa, x)
            }
        }
    )*};
}

functions! {
    /// `e^x`.
    Exp = exp;
    /// `2^x`.
    Exp2 = exp2;
    /// `e^x - 1`, accurate near zero.
    ExpM1 = exp_m1;
    /// The hyperbolic sine.
    Sinh = sinh;
    /// The hyperbolic cosine.
    Cosh = cosh;
    /// The hyperbolic tangent.
    Tanh = tanh;
    /// The arc sine.
    Asin = asin;
    /// The arc cosine.
    Acos = acos;
    /// The arc tangent.
    Atan = atan;
    /// The inverse hyperbolic sine.
    Asinh = asinh;
    /// The inverse hyperbolic cosine.
    Acosh = acosh;
    /// The inverse hyperbolic tangent.
    Atanh = atanh;
    /// The cube root.
    Cbrt = cbrt;
    /// `sin(πx) / (πx)`.
    Sinc = sinc;
    /// The modified Bessel function of the first kind and order 0.
    I0 = i0;
    /// Degrees as radians.
    ToRadians = to_radians;
    /// Radians as degrees.
    ToDegrees = to_degrees;
}

/// Names the functions whose common loop is wrong for rare arguments.
macro_rules! guarded_functions {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;

        impl<T: Elementary> Function<T> for $name {
            #[inline(always)]
            fn eval<I: Isa>(self, isa: I, x: T) -> T {
                T::$method(isa, x)
            }
            #[inline(always)]
            fn block<I: Isa>(self, isa: I, x: &[T], out: &mut [T]) {
                T::guarded_block::<$name, I>(isa, x, out);
            }
        }
    )*};
}

guarded_functions! {
    /// The natural logarithm.
    Ln = ln;
    /// The logarithm to base 2.
    Log2 = log2;
    /// The logarithm to base 10.
    Log10 = log10;
    /// `ln(1 + x)`, accurate near zero.
    Ln1p = ln_1p;
    /// The sine.
    Sin = sin;
    /// The cosine.
    Cos = cos;
    /// The tangent.
    Tan = tan;
}

/// `x^y`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pow;

impl<T: Elementary> Function2<T> for Pow {
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I, x: T, y: T) -> T {
        T::pow(isa, x, y)
    }
    #[inline(always)]
    fn block<I: Isa>(self, isa: I, x: &[T], y: &[T], out: &mut [T]) {
        T::pow_block(isa, x, y, out);
    }
}

/// Names the functions of two variables that are right everywhere without a second look.
macro_rules! functions_of_two {
    ($($(#[$doc:meta])* $name:ident = $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name;

        impl<T: Elementary> Function2<T> for $name {
            #[inline(always)]
            fn eval<I: Isa>(self, isa: I, x: T, y: T) -> T {
                T::$method(isa, x, y)
            }
        }
    )*};
}

functions_of_two! {
    /// `√(x² + y²)`.
    Hypot = hypot;
    /// The angle of the point whose second coordinate is given first.
    Atan2 = atan2;
    /// `ln(e^x + e^y)`.
    LnAddExp = ln_add_exp;
    /// `log2(2^x + 2^y)`.
    Log2AddExp2 = log2_add_exp2;
}
