//! Common divisors and multiples.

use super::Whole;
use nd_core::{Array, ArrayLike, Operand};
use num_traits::{PrimInt, Zero};

/// Stein's algorithm: differences of odd numbers, without their factors of 2. Divisions would
/// take ten times as long as a step here.
#[inline(always)]
pub(crate) fn common_divisor<T: Whole>(a: T, b: T) -> T {
    let (a, b) = (a.size(), b.size());
    let zero = T::Size::zero();
    if a == zero || b == zero {
        return T::of_size(a | b);
    }
    let twos = (a | b).trailing_zeros();
    let mut odd = a >> a.trailing_zeros() as usize;
    let mut rest = b;
    while rest != zero {
        let next = rest >> rest.trailing_zeros() as usize;
        let (low, high) = if odd < next { (odd, next) } else { (next, odd) };
        odd = low;
        rest = high - low;
    }
    T::of_size(odd << twos as usize)
}

/// The product without what both have in common; wraps.
#[inline(always)]
pub(crate) fn common_multiple<T: Whole>(a: T, b: T) -> T {
    let divisor = common_divisor(a, b).size();
    if divisor == T::Size::zero() {
        return T::zero();
    }
    T::of_size(a.size() / divisor).times(T::of_size(b.size()))
}

/// The greatest common divisor of each element of `a` and the matching one of `b`.
///
/// `a`, `b`: any shapes that broadcast. Not negative: that of the magnitudes, and the magnitude of
/// the other where one is 0. The magnitude of the smallest integer of a signed type wraps.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.gcd(a, b)` of one type.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::gcd(&array![12, -20, 0], &array![18, 15, -7]), array![6, 5, 7]);
/// ```
#[track_caller]
pub fn gcd<A: ArrayLike<Elem: Whole>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    A::Elem::gcd_of(a.view(), b.operand())
}

/// The least common multiple of each element of `a` and the matching one of `b`.
///
/// `a`, `b`: any shapes that broadcast. Of the magnitudes; 0 where either is 0. Wraps.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.lcm(a, b)` of one type.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::lcm(&array![4, -6, 0], &array![6, 4, 5]), array![12, 12, 0]);
/// ```
#[track_caller]
pub fn lcm<A: ArrayLike<Elem: Whole>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    A::Elem::lcm_of(a.view(), b.operand())
}
