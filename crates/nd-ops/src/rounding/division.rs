//! Division that gives whole numbers, and what it leaves.

use super::Rounded;
use nd_core::{Array, ArrayLike, Number, Operand};

/// `floor(a / b)`; for integers 0 where `b` is 0.
///
/// `a`, `b`: any shapes that broadcast. Wraps for the smallest integer divided by -1. Floats
/// divided by 0 give what `a / b` gives, infinities or NaN.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.floor_divide(a, b)`, `a // b`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::floor_divide(&array![7, -7, 1], &array![2, 2, 0]), array![3, -4, 0]);
/// assert_eq!(nd_ops::floor_divide(&array![-7.5], 2.0), array![-4.0]);
/// ```
#[track_caller]
pub fn floor_divide<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Rounded>::floor_divide_of(a.view(), b.operand())
}

/// What is left after [`floor_divide`], with the sign of `b`; for integers 0 where `b` is 0.
///
/// `a`, `b`: any shapes that broadcast. Floats: NaN where `b` is 0 or `a` infinite; a zero has
/// the sign of `b`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.remainder(a, b)`, `np.mod(a, b)`, `a % b`. C's remainder is [`fmod`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::remainder(&array![7, -7, 1], &array![2, 2, 0]), array![1, 1, 0]);
/// assert_eq!(nd_ops::remainder(&array![-7.5], 2.0), array![0.5]);
/// ```
#[track_caller]
pub fn remainder<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    a.view() % b.operand()
}

/// What is left after a division rounded towards zero, with the sign of `a`; for integers 0
/// where `b` is 0.
///
/// `a`, `b`: any shapes that broadcast. Exact. Floats: NaN where `b` is 0 or `a` infinite.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.fmod(a, b)`; the `%` of Rust and C. Python's is [`remainder`].
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::fmod(&array![7, -7, 1], &array![2, 2, 0]), array![1, -1, 0]);
/// assert_eq!(nd_ops::fmod(&array![-7.5], 2.0), array![-1.5]);
/// ```
#[track_caller]
pub fn fmod<A: ArrayLike<Elem: Rounded>>(a: A, b: impl Operand<A::Elem>) -> Array<A::Elem> {
    <A::Elem as Rounded>::fmod_of(a.view(), b.operand())
}

/// [`floor_divide`] and [`remainder`] in one: `(quotients, remainders)`.
///
/// `a`, `b`: any shapes that broadcast. `a = quotient · b + remainder` but for rounding; wraps for
/// the smallest integer divided by -1. Floats divided by 0 have the quotient `a / b` and the
/// remainder NaN.
///
/// # Panics
/// If the shapes do not broadcast together, or an integer is divided by 0.
///
/// # NumPy
/// `np.divmod(a, b)`, which gives 0 and 0 for an integer divided by 0, and warns.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (quotients, remainders) = nd_ops::divmod(&array![7, -7], 2);
/// assert_eq!((quotients, remainders), (array![3, -4], array![1, 1]));
/// ```
/// ```should_panic
/// nd_ops::divmod(&nd_core::array![1], 0);
/// ```
#[track_caller]
pub fn divmod<A: ArrayLike<Elem: Rounded>>(
    a: A,
    b: impl Operand<A::Elem>,
) -> (Array<A::Elem>, Array<A::Elem>) {
    let (a, b) = (a.view(), b.operand());
    if !a.is_empty() {
        A::Elem::refuse_divisors(b);
    }
    A::Elem::divmod_of(a, b)
}
