//! [`Analytic`]: elements with elementary functions, real and complex.

use crate::complex::{self, C, Float, Powers, part_of};
use crate::elementary as functions;
use crate::raised::Raised;
use crate::real::{Unary, unary_kernels};
use nd_core::simd::Isa;
use nd_core::{Array, BlockMapper, Complex, View, ViewMut, map_blocks, map_blocks_into};

/// A function of double precision, of one complex number after the other.
struct InDouble(fn(C) -> C);

impl<T: Float> BlockMapper<Complex<T>, 1> for InDouble {
    type Out = Complex<T>;

    #[inline(always)]
    fn block<I: Isa>(&self, _: I, [z]: [&[Complex<T>]; 1], out: &mut [Complex<T>]) {
        for (out, &z) in out.iter_mut().zip(z) {
            *out = part_of(z, self.0);
        }
    }
}

/// The trait: the names of the bodies.
macro_rules! analytic {
    ($($of:ident $into_of:ident;)*) => {
        /// Elements that have elementary functions: `f32`, `f64` and complex numbers of them.
        ///
        /// Complex functions have the special values of C99's Annex G.
        ///
        /// NumPy converts integers to `f64` first; here the caller says so: `exp(&a.cast::<f64>())`.
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Array, Complex, array};
        /// use nd_ops::Analytic;
        ///
        /// fn logistic<T: Analytic>(a: &Array<T>) -> Array<T> {
        ///     nd_ops::reciprocal(nd_ops::exp(-a) + T::one())
        /// }
        /// assert_eq!(logistic(&array![0.0]), array![0.5]);
        /// assert_eq!(logistic(&array![Complex::new(0.0, 0.0)]), array![Complex::new(0.5, 0.0)]);
        /// ```
        #[diagnostic::on_unimplemented(
            message = "elementary functions need `f32`, `f64` or complex elements, not `{Self}`",
            note = "convert first: `a.cast::<f64>()`"
        )]
        pub trait Analytic: Raised {
            $(
                #[doc(hidden)]
                fn $of(a: View<'_, Self>) -> Array<Self>;
                #[doc(hidden)]
                #[track_caller]
                fn $into_of(a: View<'_, Self>, out: ViewMut<'_, Self>);
            )*
        }
    };
}
analytic! {
    exp_of exp_into_of;
    exp2_of exp2_into_of;
    expm1_of expm1_into_of;
    log_of log_into_of;
    log2_of log2_into_of;
    log10_of log10_into_of;
    log1p_of log1p_into_of;
    sin_of sin_into_of;
    cos_of cos_into_of;
    tan_of tan_into_of;
    sinh_of sinh_into_of;
    cosh_of cosh_into_of;
    tanh_of tanh_into_of;
    asin_of asin_into_of;
    acos_of acos_into_of;
    atan_of atan_into_of;
    asinh_of asinh_into_of;
    acosh_of acosh_into_of;
    atanh_of atanh_into_of;
}

/// Bodies that map, by what they map.
macro_rules! mapped {
    ($($of:ident $into_of:ident $mapper:expr;)*) => {$(
        #[inline(never)]
        fn $of(a: View<'_, Self>) -> Array<Self> {
            map_blocks([a], &$mapper)
        }
        #[inline(never)]
        #[track_caller]
        fn $into_of(a: View<'_, Self>, out: ViewMut<'_, Self>) {
            map_blocks_into([a], &$mapper, out)
        }
    )*};
}

macro_rules! real {
    ($($T:ty)*) => {$(
        impl Analytic for $T {
            unary_kernels! {
                []
                exp_of exp_into_of Exp;
                exp2_of exp2_into_of Exp2;
                expm1_of expm1_into_of ExpM1;
                log_of log_into_of Ln;
                log2_of log2_into_of Log2;
                log10_of log10_into_of Log10;
                log1p_of log1p_into_of Ln1p;
                sin_of sin_into_of Sin;
                cos_of cos_into_of Cos;
                tan_of tan_into_of Tan;
                sinh_of sinh_into_of Sinh;
                cosh_of cosh_into_of Cosh;
                tanh_of tanh_into_of Tanh;
            }
            unary_kernels! {
                []
                asin_of asin_into_of Asin;
                acos_of acos_into_of Acos;
                atan_of atan_into_of Atan;
                asinh_of asinh_into_of Asinh;
                acosh_of acosh_into_of Acosh;
                atanh_of atanh_into_of Atanh;
            }
        }
    )*};
}
real!(f32 f64);

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Analytic for Complex<$T> {
            mapped! {
                exp_of exp_into_of Powers;
                exp2_of exp2_into_of InDouble(complex::exp2);
                expm1_of expm1_into_of InDouble(complex::expm1);
                log_of log_into_of InDouble(complex::log);
                log2_of log2_into_of InDouble(complex::log2);
                log10_of log10_into_of InDouble(complex::log10);
                log1p_of log1p_into_of InDouble(complex::log1p);
                sin_of sin_into_of InDouble(complex::sin);
                cos_of cos_into_of InDouble(complex::cos);
                tan_of tan_into_of InDouble(complex::tan);
                sinh_of sinh_into_of InDouble(complex::sinh);
                cosh_of cosh_into_of InDouble(complex::cosh);
                tanh_of tanh_into_of InDouble(complex::tanh);
                asin_of asin_into_of InDouble(complex::asin);
                acos_of acos_into_of InDouble(complex::acos);
                atan_of atan_into_of InDouble(complex::atan);
                asinh_of asinh_into_of InDouble(complex::asinh);
                acosh_of acosh_into_of InDouble(complex::acosh);
                atanh_of atanh_into_of InDouble(complex::atanh);
            }
        }
    )*};
}
complex!(f32 f64);
