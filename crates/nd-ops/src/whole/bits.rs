//! Bitwise operators as functions, and the number of bits that are set.

use super::Whole;
use nd_core::{Array, ArrayLike, Bits, Integer, Operand};

macro_rules! operators {
    ($($name:ident $Bound:ident $op:tt, $said:literal, $theirs:literal, $a:literal $b:literal $c:literal;)*) => {$(
        #[doc = $said]
        ///
        /// `a`, `b`: any shapes that broadcast.
        ///
        /// # Panics
        /// If the shapes do not broadcast together.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(a, b)`", $theirs, ".")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        ///
        #[doc = concat!("assert_eq!(nd_ops::", stringify!($name), "(&array![", $a, "], ", $b, "), array![", $c, "]);")]
        /// ```
        #[track_caller]
        #[inline]
        pub fn $name<A: ArrayLike<Elem: $Bound>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
            a.view() $op b.operand()
        }
    )*};
}
operators! {
    bitwise_and Bits &, "`a & b`, element by element; of `bool` whether both are true.",
        "", "12, 10" "6" "4, 2";
    bitwise_or Bits |, "`a | b`, element by element; of `bool` whether either is true.",
        "", "12, 10" "6" "14, 14";
    bitwise_xor Bits ^, "`a ^ b`, element by element; of `bool` whether they differ.",
        "", "12, 10" "6" "10, 12";
    bitwise_left_shift Integer <<, "`a << b`, element by element; 0 if `b` is negative or not less than the width.",
        ", `np.left_shift(a, b)`", "1, 3" "2" "4, 12";
    bitwise_right_shift Integer >>, "`a >> b`, element by element; only the sign is left if `b` is negative or not less than the width.",
        ", `np.right_shift(a, b)`", "4, -12" "2" "1, -3";
}

/// Every bit of each element turned; of `bool` whether it is false.
///
/// # NumPy
/// `np.bitwise_invert(a)`, `np.invert(a)`, `np.bitwise_not(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::bitwise_invert(&array![0u8, 5]), array![255, 250]);
/// assert_eq!(nd_ops::bitwise_invert(&array![true]), array![false]);
/// ```
pub fn bitwise_invert<A: ArrayLike<Elem: Bits>>(a: A) -> Array<A::Elem> {
    !a.view()
}

/// How many bits of the magnitude of each element are set.
///
/// # NumPy
/// `np.bitwise_count(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::bitwise_count(&array![0, 7, -7]), array![0, 3, 3]);
/// ```
pub fn bitwise_count<A: ArrayLike<Elem: Whole>>(a: A) -> Array<u8> {
    A::Elem::bitwise_count_of(a.view())
}
