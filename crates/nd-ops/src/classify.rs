//! `isnan`, `isinf`, `isfinite`.

use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Element, View, zip};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn isnan_of(a: View<'_, Self>) -> Array<bool> {
            zip((&a,)).map(|(x,)| x.nan())
        }
        $($hidden)*
        #[inline(never)]
        fn isinf_of(a: View<'_, Self>) -> Array<bool> {
            zip((&a,)).map(|(x,)| x.infinite())
        }
        $($hidden)*
        #[inline(never)]
        fn isfinite_of(a: View<'_, Self>) -> Array<bool> {
            zip((&a,)).map(|(x,)| x.finite())
        }
    };
}

/// Elements that may be NaN or infinite; integers and `bool` never are.
pub trait Classified: Element {
    /// Whether it is NaN; a complex number if either part is.
    fn nan(self) -> bool;
    /// Whether it is infinite; a complex number if either part is.
    fn infinite(self) -> bool;
    /// Whether it is neither.
    #[inline(always)]
    fn finite(self) -> bool {
        !self.nan() & !self.infinite()
    }

    kernels!(#[doc(hidden)]);
}

macro_rules! classified {
    ($nan:expr, $infinite:expr; $($T:ty)*) => {$(
        impl Classified for $T {
            #[inline(always)]
            fn nan(self) -> bool {
                let nan: fn($T) -> bool = $nan;
                nan(self)
            }
            #[inline(always)]
            fn infinite(self) -> bool {
                let infinite: fn($T) -> bool = $infinite;
                infinite(self)
            }
            kernels!();
        }
    )*};
}
classified!(|x| x.is_nan(), |x| x.is_infinite(); f16 bf16 f32 f64);
classified!(
    |z| z.re.is_nan() | z.im.is_nan(),
    |z| z.re.is_infinite() | z.im.is_infinite();
    Complex<f32> Complex<f64>
);

/// Types without special values: nothing has to be looked at.
macro_rules! ordinary {
    ($($T:ty)*) => {$(
        impl Classified for $T {
            #[inline(always)]
            fn nan(self) -> bool {
                false
            }
            #[inline(always)]
            fn infinite(self) -> bool {
                false
            }
            fn isnan_of(a: View<'_, Self>) -> Array<bool> {
                Array::full(a.shape(), false)
            }
            fn isinf_of(a: View<'_, Self>) -> Array<bool> {
                Array::full(a.shape(), false)
            }
            fn isfinite_of(a: View<'_, Self>) -> Array<bool> {
                Array::full(a.shape(), true)
            }
        }
    )*};
}
ordinary!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! classifications {
    ($($name:ident $kernel:ident, $said:literal, $notes:literal, $x:literal $y:literal;)*) => {$(
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
        /// ```
        pub fn $name<A: ArrayLike<Elem: Classified>>(a: A) -> Array<bool> {
            <A::Elem as Classified>::$kernel(a.view())
        }
    )*};
}
classifications! {
    isnan isnan_of, "Whether it is NaN", "Never for integers; for a complex number if either part is.",
        "1.0, f64::NAN" "false, true";
    isinf isinf_of, "Whether it is infinite",
        "Never for integers; for a complex number if either part is.",
        "1.0, f64::INFINITY" "false, true";
    isfinite isfinite_of, "Whether it is neither NaN nor infinite", "Always for integers.",
        "1.0, f64::NAN" "true, false";
}
