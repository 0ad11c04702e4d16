//! Floats with a fixed number of digits, as `%.18e` writes them.
//!
//! The number times a power of ten, to 128 bits, of which the integer part is the digits. The rest
//! decides how to round them, but where it is too near one half for 128 bits to tell: the standard
//! library, which computes exactly and takes ten times as long, does those.

use super::number::PAIRS;
use super::powers::{MAX_POWER, MIN_POWER, power_of_five};

/// The most digits that 64 bits hold.
const MAX_DIGITS: usize = 19;

/// Appends a finite number with so many decimals, and an exponent of two digits or three; false if
/// this way does not lead there.
pub(super) fn write_scientific(value: f64, decimals: usize, out: &mut Vec<u8>) -> bool {
    if decimals >= MAX_DIGITS {
        return false;
    }
    let Some((digits, power)) = leading_digits(value.abs(), decimals + 1) else {
        return false;
    };
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let mut text = [0; MAX_DIGITS];
    let text = &mut text[..=decimals];
    let mut rest = digits;
    for slot in text.rchunks_mut(2) {
        let pair = 2 * (rest % 100) as usize;
        rest /= 100;
        slot.copy_from_slice(&PAIRS[pair + 2 - slot.len()..pair + 2]);
    }
    out.push(text[0]);
    if decimals > 0 {
        out.push(b'.');
        out.extend_from_slice(&text[1..]);
    }
    out.extend_from_slice(if power < 0 { b"e-" } else { b"e+" });
    let power = power.unsigned_abs() as usize;
    if power >= 100 {
        out.push(b'0' + (power / 100) as u8);
    }
    out.extend_from_slice(&PAIRS[2 * (power % 100)..][..2]);
    true
}

/// The first digits of a positive number, rounded, and the power of ten of the first one.
fn leading_digits(value: f64, count: usize) -> Option<(u64, i32)> {
    let bits = value.to_bits();
    let field = (bits >> 52) as i32;
    if field == 0 {
        return None; // zero, and what is subnormal
    }
    // value = significand · 2^exponent, the highest of 64 bits set.
    let significand = (bits << 11) | 1 << 63;
    let exponent = field - 1023 - 63;
    // At most one too small: 78913 / 2^18 is log10(2).
    let mut power = ((exponent + 63) * 78_913) >> 18;
    let limit = 10_u64.checked_pow(count as u32).unwrap_or(u64::MAX);
    loop {
        let q = count as i32 - 1 - power;
        if !(MIN_POWER..=MAX_POWER).contains(&q) {
            return None;
        }
        let (digits, rest, half) = scaled(significand, exponent, q)?;
        if digits >= limit {
            power += 1;
            continue;
        }
        // Both the power of five and the product are cut off in the last place.
        const DOUBT: u128 = 4;
        if rest.abs_diff(half) <= DOUBT {
            return None;
        }
        let digits = digits + u64::from(rest > half);
        return Some(if digits == limit { (limit / 10, power + 1) } else { (digits, power) });
    }
}

/// The integer part of `significand · 2^exponent · 10^q`, what is left, and half of a unit of it.
fn scaled(significand: u64, exponent: i32, q: i32) -> Option<(u64, u128, u128)> {
    let five = power_of_five(q);
    let low = u128::from(significand) * u128::from(five as u64);
    // The highest 128 of 192 bits.
    let product = u128::from(significand) * (five >> 64) + (low >> 64);
    // 217706 / 2^16 is log2(10).
    let shift = 63 - exponent - ((q * 217_706) >> 16);
    if !(1..128).contains(&shift) {
        return None;
    }
    let digits = u64::try_from(product >> shift).ok()?;
    Some((digits, product & ((1 << shift) - 1), 1 << (shift - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let mut state = 3_u64;
        let mut done = 0;
        for i in 0..200_000_u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = match i % 4 {
                0 => f64::from_bits(state),
                1 => (state >> 40) as f64 / 1024.0, // ties among them
                2 => (state >> 44) as f64,
                _ => state as f64 * 1e-19,
            };
            if !value.is_finite() {
                continue;
            }
            let decimals = (i % 20) as usize;
            let mut text = Vec::new();
            if write_scientific(value, decimals, &mut text) {
                let text = String::from_utf8(text).unwrap();
                let (digits, power) = text.split_once('e').unwrap();
                let exact = format!("{value:.decimals$e}");
                let (exact, exact_power) = exact.split_once('e').unwrap();
                assert_eq!(digits, exact);
                assert_eq!(power.parse::<i32>().unwrap(), exact_power.parse::<i32>().unwrap());
                done += 1;
            }
        }
        assert!(done > 150_000, "{done}");
    }
}
