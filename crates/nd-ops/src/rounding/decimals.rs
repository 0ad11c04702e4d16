//! Rounding to so many decimal places.

use super::Rounded;
use nd_core::{Array, ArrayLike};
use num_traits::PrimInt;

/// Powers of ten that are exact.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The number with `decimals` places that is nearest to the exact value of `x`, as a float.
#[inline]
pub(super) fn of_f64(x: f64, decimals: i32) -> f64 {
    let places = decimals.unsigned_abs() as usize;
    let y = match TENS.get(places) {
        _ if !x.is_finite() => x,
        Some(tens) if decimals < 0 => {
            let quotient = x / tens;
            nearest(quotient, || (-quotient).mul_add(*tens, x)) * tens
        }
        Some(tens) => {
            let product = x * tens;
            let whole = product.abs() >= 9_007_199_254_740_992.0; // or infinite: no place is left out
            if whole { x } else { nearest(product, || x.mul_add(*tens, -product)) / tens }
        }
        None if decimals < 0 => far_left(x, places),
        None => far_right(x, places),
    };
    y.copysign(x)
}

/// The whole number nearest to `y` and a `rest`, which is so small that it decides only ties.
#[inline]
fn nearest(y: f64, rest: impl Fn() -> f64) -> f64 {
    let whole = y.round_ties_even();
    if (y - whole).abs() != 0.5 {
        return whole;
    }
    match rest() {
        0.0 => whole,
        rest if rest > 0.0 => y.ceil(),
        _ => y.floor(),
    }
}

/// Tens that are not exact: of numbers so large that their own digits end long before.
#[cold]
fn far_left(x: f64, places: usize) -> f64 {
    if places > 308 {
        return 0.0;
    }
    let tens = 10f64.powi(places as i32);
    (x / tens).round_ties_even() * tens
}

/// Places beyond the digits of all but tiny numbers: through text, which is exact.
#[cold]
fn far_right(x: f64, places: usize) -> f64 {
    if x.abs() >= 1.0 || places > 1074 {
        return x;
    }
    format!("{x:.places$}").parse().unwrap_or(x)
}

/// The nearest multiple of a power of ten, of two the one that is an even multiple; where that
/// is out of range, the next multiple towards zero.
#[inline]
pub(super) fn of_integer<T: PrimInt>(x: T, decimals: i32) -> T {
    if decimals >= 0 {
        return x;
    }
    let zero = T::zero();
    let ten = T::from(10).expect("every integer type has 10");
    let mut places = 0..decimals.unsigned_abs();
    let tens = places.try_fold(T::one(), |tens, _| tens.checked_mul(&ten));
    let Some(tens) = tens else { return zero };
    let (quotient, rest) = (x / tens, x % tens);
    let size = if rest < zero { zero - rest } else { rest };
    let two = T::one() + T::one();
    let odd = quotient % two != zero;
    let down = quotient * tens;
    if size < tens - size || (size == tens - size && !odd) {
        return down;
    }
    let up = if x < zero { down.checked_sub(&tens) } else { down.checked_add(&tens) };
    up.unwrap_or(down)
}

/// The elements rounded to `decimals` places behind the point, or before it if that is negative;
/// halves go to the even digit.
///
/// The exact value of a float is rounded, as Python's `round` does: 2.675, which is a little less,
/// becomes 2.67. NaN and infinities stay. Of integers only places before the point change
/// anything; where the result would not fit the type, it is the next one towards zero.
///
/// # NumPy
/// `np.round(a, decimals)`, which multiplies, rounds and divides, so that products that are
/// rounded give 2.68 there, those that overflow NaN, and integers wrap.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::round_to(&array![2.675, -0.125, 1e300], 2), array![2.67, -0.12, 1e300]);
/// assert_eq!(nd_ops::round_to(&array![15u8, 25, 255], -1), array![20, 20, 250]);
/// ```
pub fn round_to<A: ArrayLike<Elem: Rounded>>(a: A, decimals: i32) -> Array<A::Elem> {
    <A::Elem as Rounded>::round_to_of(a.view(), decimals)
}
