//! [`Real`]: the elementary functions, compiled for whole arrays.

use crate::Analytic;
use crate::elementary::{self as functions, Elementary, Function, Function2};
use nd_core::simd::Isa;
use nd_core::{Array, BlockMapper, View, ViewMut, map_blocks, map_blocks_into};

/// A [`Function`] as what the engine maps.
pub(crate) struct Unary<F>(pub(crate) F);

impl<T: Elementary + Default, F: Function<T>> BlockMapper<T, 1> for Unary<F> {
    type Out = T;
    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [x]: [&[T]; 1], out: &mut [T]) {
        self.0.block(isa, x, out);
    }
}

/// A [`Function2`] as what the engine maps, and its name.
pub(crate) struct Binary<F>(pub(crate) F, pub(crate) &'static str);

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

pub(crate) use unary_kernels;

/// All bodies; see `powers.rs` for why a macro. Those of functions that complex numbers have, too,
/// are in `analytic.rs` and `raised.rs`.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        unary_kernels! {
            [$($hidden)*]
            cbrt_of cbrt_into_of Cbrt;
            sinc_of sinc_into_of Sinc;
            i0_of i0_into_of I0;
            deg2rad_of deg2rad_into_of ToRadians;
            rad2deg_of rad2deg_into_of ToDegrees;
        }
        binary_kernels! {
            [$($hidden)*]
            hypot_of hypot_into_of Hypot "hypot";
            atan2_of atan2_into_of Atan2 "atan2";
            logaddexp_of logaddexp_into_of LnAddExp "logaddexp";
            logaddexp2_of logaddexp2_into_of Log2AddExp2 "logaddexp2";
        }
    };
}

/// Real elements that have elementary functions: `f32` and `f64`.
///
/// Complex ones have those of [`Analytic`].
///
/// NumPy converts integers first, to `f64` unless they have 8 or 16 bits; here the caller says so:
/// `exp(&a.cast::<f64>())`.
#[diagnostic::on_unimplemented(
    message = "this elementary function needs `f32` or `f64` elements, not `{Self}`",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Real: Elementary + Default + Analytic {
    kernels!(#[doc(hidden)]);
}

impl Real for f32 {
    kernels!();
}

impl Real for f64 {
    kernels!();
}

/// The public functions of one variable: each takes the array to the body for its type, in the
/// trait that is named first.
macro_rules! unary_functions {
    ($Bound:ident; $($name:ident $into:ident $of:ident $into_of:ident, $said:literal, $notes:literal,
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
        pub fn $name<A: ArrayLike<Elem: $Bound>>(a: A) -> Array<A::Elem> {
            <A::Elem as $Bound>::$of(a.view())
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
        pub fn $into<A: ArrayLike<Elem: $Bound>>(a: A, out: ViewMut<'_, A::Elem>) {
            <A::Elem as $Bound>::$into_of(a.view(), out)
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
