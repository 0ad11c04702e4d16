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
        binary_kernels! {
            [$($hidden)*]
            hypot_of hypot_into_of Hypot "hypot";
        }
    };
}

/// Real elements that have elementary functions: `f32` and `f64`.
///
/// Complex ones have those of [`Analytic`].
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
        /// let mut out = array![0.0];
        #[doc = concat!("nd_ops::", stringify!($into), "(&array![", $x, "], out.view_mut());")]
        #[doc = concat!("assert_eq!(out, array![", $y, "]);")]
        /// ```
        #[track_caller]
        pub fn $into<A: ArrayLike<Elem: $Bound>>(a: A, out: ViewMut<'_, A::Elem>) {
            <A::Elem as $Bound>::$into_of(a.view(), out)
        }
    )*};
}
pub(crate) use unary_functions;
