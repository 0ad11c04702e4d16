//! Division that gives whole numbers, and what it leaves.

use super::Rounded;
use nd_core::{Array, ArrayLike, Operand};

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
    <A::Elem as Rounded>::remainder_of(a.view(), b.operand())
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

#[cfg(test)]
mod tests {
    use super::*;
    use nd_core::array;

    /// Values of NumPy 2.
    #[test]
    fn floats_divide_as_pythons() {
        let a = array![7.5, -7.5, 7.5, -7.5, 0.0, -0.0, 1.0, -1.0, 1e300];
        let b = array![2.0, 2.0, -2.0, -2.0, 3.0, 3.0, f64::INFINITY, f64::INFINITY, 7e-3];
        let remainders = remainder(&a, &b);
        let expected = array![1.5, 0.5, -0.5, -1.5, 0.0, 0.0, 1.0, f64::INFINITY];
        assert_eq!(remainders.slice(nd_core::s![..8]), expected);
        assert!((0.0..7e-3).contains(&remainders[[8]]));
        let quotients = floor_divide(&a, &b);
        let expected = array![3.0, -4.0, -4.0, 3.0, 0.0, 0.0, 0.0, -1.0];
        assert_eq!(quotients.slice(nd_core::s![..8]), expected);
        assert!(quotients[[5]].is_sign_negative() && remainders[[5]].is_sign_positive());
        let undefined = remainder(&array![1.0, f64::INFINITY], &array![0.0, 2.0]);
        assert!(undefined.iter().all(|x| x.is_nan()));
        assert_eq!(floor_divide(&array![1.0, -1.0], 0.0), array![f64::INFINITY, f64::NEG_INFINITY]);
    }

    #[test]
    fn the_three_agree_for_small_integers() {
        for (a, b) in (-9i32..9).flat_map(|a| (-9..9).map(move |b| (a, b))) {
            let (x, y) = (array![a as i8], array![b as i8]);
            let at = |array: Array<i8>| i32::from(array[[0]]);
            let floor = if b == 0 { 0 } else { (f64::from(a) / f64::from(b)).floor() as i32 };
            let left = if b == 0 { 0 } else { a - floor * b };
            assert_eq!(at(floor_divide(&x, &y)), floor, "{a} // {b}");
            assert_eq!(at(remainder(&x, &y)), left, "{a} % {b}");
            assert_eq!(at(fmod(&x, &y)), if b == 0 { 0 } else { a % b }, "fmod({a}, {b})");
        }
        assert_eq!(fmod(&array![i8::MIN], -1), array![0]);
        assert_eq!(floor_divide(&array![i8::MIN], -1), array![i8::MIN]);
    }
}
