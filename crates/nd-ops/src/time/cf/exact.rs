//! Floats of units as nanoseconds, and back, without a digit that gets lost on the way.

/// The largest number of nanoseconds that is looked at: far beyond 64 bits of days.
const MOST: f64 = 1e36;

/// How many nanoseconds `value` units of `unit` nanoseconds are; `None` beyond all counts, or for what is no number.
///
/// The product is exact and rounded once, half to even. But if so many digits stand before the point that the
/// neighbours of the float are more than a nanosecond away, the float stands for all times that are nearer to it than
/// to its neighbours: of these the roundest is taken, a whole second if there is one, else a whole millisecond,
/// microsecond or nanosecond. So a time of whole seconds that was written as a float comes back as it was. A float
/// that is a whole number is that number of units.
pub(super) fn nanoseconds(value: f64, unit: i64) -> Option<i128> {
    if value.is_nan() || (value * unit as f64).abs() > MOST {
        return None;
    }
    if value.fract() == 0.0 {
        return Some(value as i128 * i128::from(unit));
    }
    let (mantissa, shift) = parts(value);
    let product = mantissa * i128::from(unit);
    // |product| < 2^53 · 2^55: shifted by more, it is less than a quarter.
    if shift > 110 {
        return Some(0);
    }
    let nearest = shifted(product, shift);
    // Half the distance to the next float, in nanoseconds, is unit / 2^(shift + 1).
    if shift > 62 || i128::from(unit) < 1 << shift {
        return Some(nearest);
    }
    let round = [1_000_000_000, 1_000_000, 1000].into_iter().find_map(|step| {
        let candidate = multiple(nearest, step);
        let off = (product - (candidate << shift)).abs();
        (2 * off < i128::from(unit)).then_some(candidate)
    });
    Some(round.unwrap_or(nearest))
}

/// `value` as an integer over 2 to the power of a positive number; it is finite and no whole number.
fn parts(value: f64) -> (i128, u32) {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let magnitude = if exponent == 0 { fraction } else { fraction | 1 << 52 };
    let shift = 1075 - exponent.max(1) as u32;
    let mantissa = i128::from(magnitude);
    (if value < 0.0 { -mantissa } else { mantissa }, shift)
}

/// `number / 2^shift`, to the nearest integer, half to even; `shift` is 1 to 110.
fn shifted(number: i128, shift: u32) -> i128 {
    let (floor, rest) = (number >> shift, number & ((1 << shift) - 1));
    let half = 1 << (shift - 1);
    floor + i128::from(rest > half || (rest == half && floor & 1 == 1))
}

/// The multiple of `step` that is nearest.
fn multiple(number: i128, step: i64) -> i128 {
    // A remainder of 64 bits is many times faster, and times are that short.
    let rest = match i64::try_from(number) {
        Ok(number) => i128::from(number.rem_euclid(step)),
        Err(_) => number.rem_euclid(i128::from(step)),
    };
    let step = i128::from(step);
    number - rest + if 2 * rest >= step { step } else { 0 }
}

/// The quotient and whether something is left: to the nearest integer, half to even.
#[inline(always)]
pub(super) fn divided(number: i128, by: i64) -> (i128, bool) {
    if by == 1 {
        return (number, false);
    }
    let (floor, rest) = match i64::try_from(number) {
        Ok(number) => (number.div_euclid(by).into(), number.rem_euclid(by)),
        Err(_) => (number.div_euclid(by.into()), number.rem_euclid(by.into()) as i64),
    };
    // rest and by - rest are compared, since twice the rest might overflow.
    let up = rest > by - rest || (rest == by - rest && floor & 1 == 1);
    (floor + i128::from(up), rest != 0)
}

/// The float nearest to `number / by`; `|number|` is less than 2^126.
pub(super) fn quotient(number: i128, by: i64) -> f64 {
    const EXACT: i128 = 1 << 53;
    if number.abs() < EXACT && i128::from(by) < EXACT {
        return number as f64 / by as f64; // rounded once: both are exact
    }
    let magnitude = number.unsigned_abs();
    let shift = magnitude.leading_zeros();
    let (whole, by) = (magnitude << shift, by as u128);
    // 72 bits at least, of which the last says that more follow: enough to round once.
    let digits = (whole / by) | u128::from(whole % by != 0);
    let float = digits as f64 * 0.5f64.powi(shift as i32);
    if number < 0 { -float } else { float }
}
