//! [`Real`]: the elementary functions, compiled for whole arrays.

use crate::elementary::{self as functions, Elementary, Function, Function2};
use nd_core::simd::Isa;
use nd_core::{Array, BlockMapper, Number, View, ViewMut, map_blocks, map_blocks_into};

/// A [`Function`] as what the engine maps.
struct Unary<F>(F);

impl<T: Elementary + Default, F: Function<T>> BlockMapper<T, 1> for Unary<F> {
    type Out = T;
    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [x]: [&[T]; 1], out: &mut [T]) {
        self.0.block(isa, x, out);
    }
}

/// A [`Function2`] as what the engine maps, and its name.
struct Binary<F>(F, &'static str);

impl<T: Elementary + Default, F: Function2<T>> BlockMapper<T, 2> for Binary<F> {
    type Out = T;
    fn name(&self) -> &'static str {
        self.1
    }
    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [x, y]: [&[T]; 2], out: &mut [T]) {
        self.0.block(isa, x, y, out);
    }
}

/// The bodies of functions of one variable: new arrays, and into arrays that exist.
macro_rules! unary_kernels {
    (@ [$($hidden:tt)*] $of:ident $into_of:ident $Function:ident) => {
        $($hidden)*
        #[inline(never)]
        fn $of(a: View<'_, Self>) -> Array<Self> {
            map_blocks([a], &Unary(functions::$Function))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn $into_of(a: View<'_, Self>, out: ViewMut<'_, Self>) {
            map_blocks_into([a], &Unary(functions::$Function), out)
        }
    };
    ($hidden:tt $($of:ident $into_of:ident $Function:ident;)*) => {$(
        unary_kernels!(@ $hidden $of $into_of $Function);
    )*};
}

/// The bodies of functions of two variables.
macro_rules! binary_kernels {
    (@ [$($hidden:tt)*] $of:ident $into_of:ident $Function:ident $name:literal) => {
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn $of(a: View<'_, Self>, b: View<'_, Self>) -> Array<Self> {
            map_blocks([a, b], &Binary(functions::$Function, $name))
        }
        $($hidden)*
        #[inline(never)]
        #[track_caller]
        fn $into_of(a: View<'_, Self>, b: View<'_, Self>, out: ViewMut<'_, Self>) {
            map_blocks_into([a, b], &Binary(functions::$Function, $name), out)
        }
    };
    ($hidden:tt $($of:ident $into_of:ident $Function:ident $name:literal;)*) => {$(
        binary_kernels!(@ $hidden $of $into_of $Function $name);
    )*};
}

/// All bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        unary_kernels! {
            [$($hidden)*]
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
            cbrt_of cbrt_into_of Cbrt;
            sinc_of sinc_into_of Sinc;
            i0_of i0_into_of I0;
            deg2rad_of deg2rad_into_of ToRadians;
            rad2deg_of rad2deg_into_of ToDegrees;
        }
        unary_kernels! {
            [$($hidden)*]
            asin_of asin_into_of Asin;
            acos_of acos_into_of Acos;
            atan_of atan_into_of Atan;
            asinh_of asinh_into_of Asinh;
            acosh_of acosh_into_of Acosh;
            atanh_of atanh_into_of Atanh;
        }
        binary_kernels! {
            [$($hidden)*]
            pow_of pow_into_of Pow "pow";
            hypot_of hypot_into_of Hypot "hypot";
            atan2_of atan2_into_of Atan2 "atan2";
            logaddexp_of logaddexp_into_of LnAddExp "logaddexp";
            logaddexp2_of logaddexp2_into_of Log2AddExp2 "logaddexp2";
        }
    };
}

/// Elements that have elementary functions: `f32` and `f64`.
///
/// NumPy converts integers first, to `f64` unless they have 8 or 16 bits; here the caller says so:
/// `exp(&a.cast::<f64>())`.
#[diagnostic::on_unimplemented(
    message = "elementary functions need `f32` or `f64` elements, not `{Self}`",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Real: Elementary + Default + Number {
    kernels!(#[doc(hidden)]);
}

impl Real for f32 {
    kernels!();
}

impl Real for f64 {
    kernels!();
}

/// The public functions of one variable: each takes the array to the body for its type.
macro_rules! unary_functions {
    ($($name:ident $into:ident $of:ident $into_of:ident, $said:literal, $notes:literal,
        $x:literal $y:literal;)*) => {$(
        #[doc = concat!($said, ", for each element.")]
        ///
        #[doc = $notes]
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $x, "]), array![", $y, "]);")]
        #[doc = concat!("assert!(nd_ops::", stringify!($name), "(&array![f64::NAN])[[0]].is_nan());")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: Real>>(a: A) -> Array<A::Elem> {
            <A::Elem as Real>::$of(a.view())
        }

        #[doc = concat!("[`", stringify!($name), "`] into an array that exists.")]
        ///
        /// # Panics
        /// If the shapes differ and that of `a` cannot be stretched.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, out=out)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("let a = array![", $x, "];")]
        /// let mut out = nd_core::zeros_like(&a);
        #[doc = concat!("nd_ops::", stringify!($into), "(&a, out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $y, "]);")]
        /// ```
        #[track_caller]
        pub fn $into<A: ArrayLike<Elem: Real>>(a: A, out: ViewMut<'_, A::Elem>) {
            <A::Elem as Real>::$into_of(a.view(), out)
        }
    )*};
}

/// The public functions of two variables.
macro_rules! binary_functions {
    ($($name:ident $into:ident $of:ident $into_of:ident, $said:literal, $notes:literal,
        $x:literal $y:literal $z:literal;)*) => {$(
        #[doc = concat!($said, ", for each element of `a` and the matching one of `b`.")]
        ///
        #[doc = concat!("`a`, `b`: any shapes that broadcast. ", $notes)]
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $x, "], ", $y, "), array![", $z, "]);")]
        #[doc = concat!("assert!(nd_ops::", stringify!($name), "(&array![f64::NAN], ", $y, ")[[0]].is_nan());")]
        /// ```
        #[track_caller]
        pub fn $name<A: ArrayLike<Elem: Real>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
            <A::Elem as Real>::$of(a.view(), b.operand())
        }

        #[doc = concat!("[`", stringify!($name), "`] into an array that exists.")]
        ///
        /// # Panics
        /// If the shapes do not broadcast together to that of `out`.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b, out=out)`.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("let a = array![", $x, "];")]
        /// let mut out = nd_core::zeros_like(&a);
        #[doc = concat!("nd_ops::", stringify!($into), "(&a, ", $y, ", out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $z, "]);")]
        /// ```
        #[track_caller]
        pub fn $into<A: ArrayLike<Elem: Real>>(
            a: A,
            b: impl Operand<A::Elem>,
            out: ViewMut<'_, A::Elem>,
        ) {
            <A::Elem as Real>::$into_of(a.view(), b.operand(), out)
        }
    )*};
}
pub(crate) use {binary_functions, unary_functions};
