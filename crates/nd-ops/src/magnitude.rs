//! `abs`.

use crate::complex::Lengths;
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Element, Number, View, map_blocks, zip};

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn abs_of(a: View<'_, Self>) -> Array<Self::Size> {
            zip((&a,)).map(|(x,)| x.magnitude())
        }
    };
}

/// Numbers with a magnitude: itself without the sign, or the length of a complex number.
///
/// # Examples
/// ```
/// use nd_ops::Magnitude;
///
/// assert_eq!(Magnitude::magnitude(-3), 3);
/// assert_eq!(Magnitude::magnitude(i8::MIN), i8::MIN); // wraps, as NumPy's
/// ```
pub trait Magnitude: Number {
    /// The type of magnitudes.
    type Size: Element;
    /// The magnitude; wraps for the smallest integer of a signed type.
    fn magnitude(self) -> Self::Size;

    kernels!(#[doc(hidden)]);
}

macro_rules! magnitude {
    ($($T:ty, $Size:ty, $f:expr;)*) => {$(
        impl Magnitude for $T {
            type Size = $Size;
            #[inline(always)]
            fn magnitude(self) -> $Size {
                let f: fn($T) -> $Size = $f;
                f(self)
            }
            kernels!();
        }
    )*};
}
magnitude! {
    i8, i8, i8::wrapping_abs;
    i16, i16, i16::wrapping_abs;
    i32, i32, i32::wrapping_abs;
    i64, i64, i64::wrapping_abs;
    isize, isize, isize::wrapping_abs;
    f16, f16, |x| f16::from_bits(x.to_bits() & 0x7fff);
    bf16, bf16, |x| bf16::from_bits(x.to_bits() & 0x7fff);
    f32, f32, f32::abs;
    f64, f64, f64::abs;
}

/// Lengths, whose squares must not overflow.
macro_rules! lengths {
    ($($T:ty)*) => {$(
        impl Magnitude for Complex<$T> {
            type Size = $T;
            #[inline(always)]
            fn magnitude(self) -> $T {
                self.re.hypot(self.im)
            }
            #[inline(never)]
            fn abs_of(a: View<'_, Self>) -> Array<$T> {
                map_blocks([a], &Lengths)
            }
        }
    )*};
}
lengths!(f32 f64);

/// Unsigned integers are their own magnitudes.
macro_rules! magnitude_unsigned {
    ($($T:ty)*) => {$(
        impl Magnitude for $T {
            type Size = $T;
            #[inline(always)]
            fn magnitude(self) -> $T {
                self
            }
            fn abs_of(a: View<'_, Self>) -> Array<$T> {
                a.to_array()
            }
        }
    )*};
}
magnitude_unsigned!(u8 u16 u32 u64 usize);

/// The magnitude, for each element.
///
/// The length of a complex number: error at most 1 ULP; infinite if either part is, even beside
/// NaN. The smallest integer of a signed type stays as it is.
///
/// # NumPy
/// `np.abs(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::abs(&array![-3, 2]), array![3, 2]);
/// assert_eq!(nd_ops::abs(&array![nd_core::Complex::new(3e300, -4e300)]), array![5e300]);
/// ```
pub fn abs<A: ArrayLike<Elem: Magnitude>>(a: A) -> Array<<A::Elem as Magnitude>::Size> {
    <A::Elem as Magnitude>::abs_of(a.view())
}
