//! Decimal numbers to binary floats, correctly rounded.
//!
//! By a product with 128 bits of a power of five (D. Lemire, "Number parsing at a gigabyte per
//! second", 2021; N. Mushtaq and D. Lemire, "Fast number parsing without fallback", 2023), and by the
//! standard library what has more than 19 digits or is no plain number. Where both numbers are exact
//! one division would do (W. D. Clinger, 1990), but that measured slower, and a branch more.

use std::cmp::Ordering;

use half::{bf16, f16};
use nd_core::CastTo;

use super::digits::{SAFE_DIGITS, read_digits};
use super::powers::{MAX_POWER, MIN_POWER, power_of_five};

/// A number as it is written: `±digits · 10^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    pub(super) digits: u64,
    pub(super) exponent: i32,
}

/// Reads the plain number that a text begins with, and says how long it is.
///
/// `None` for anything unusual: no number, `inf`, `nan`, more than 19 digits, a huge exponent.
#[inline(always)]
pub(super) fn scan_decimal(text: &[u8]) -> Option<(Decimal, usize)> {
    let first = *text.first()?;
    let negative = first == b'-';
    let start = usize::from(negative || first == b'+');
    let (mut digits, mut at) = read_digits(text, start, 0);
    let mut count = at - start;
    let mut exponent = 0;
    if text.get(at) == Some(&b'.') {
        let (all, end) = read_digits(text, at + 1, digits);
        let decimals = end - at - 1;
        (digits, at) = (all, end);
        count += decimals;
        exponent = -(decimals as i32);
    }
    if count == 0 || count > SAFE_DIGITS && count - leading_zeros(&text[start..]) > SAFE_DIGITS {
        return None;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let (power, end) = scan_exponent(text, at + 1)?;
        exponent += power;
        at = end;
    }
    Some((Decimal { negative, digits, exponent }, at))
}

/// How many zeros a number begins with, on either side of its point.
#[cold]
fn leading_zeros(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| matches!(byte, b'0' | b'.'));
    zeros.filter(|&&byte| byte == b'0').count()
}

/// The exponent after an `e`, and where it ends; `None` if there is none, or one of many digits.
#[inline]
fn scan_exponent(text: &[u8], mut at: usize) -> Option<(i32, usize)> {
    let sign = text.get(at).copied();
    at += usize::from(matches!(sign, Some(b'-' | b'+')));
    let (power, end) = read_digits(text, at, 0);
    if end == at || end - at > 4 {
        return None;
    }
    let power = power as i32;
    Some((if sign == Some(b'-') { -power } else { power }, end))
}

/// What differs between binary formats.
pub(super) trait Binary: Copy {
    /// Stored bits of the significand.
    const SIGNIFICAND: u32;
    /// The exponent field of infinity.
    const INFINITE: i32;
    /// Above this power of ten all is infinity, below the other all is zero.
    const POWERS: (i32, i32);
    /// The powers of ten for which a 64-bit number can lie in the middle between two floats.
    const TIES: (i32, i32);
    fn from_fields(negative: bool, exponent: i32, significand: u64) -> Self;
}

impl Binary for f64 {
    const SIGNIFICAND: u32 = 52;
    const INFINITE: i32 = 0x7ff;
    const POWERS: (i32, i32) = (MIN_POWER, MAX_POWER);
    // 5^23 < 2^54 < 5^24; and 2^64 / 5^4 ≥ 2^54 > 2^64 / 5^5.
    const TIES: (i32, i32) = (-4, 23);

    #[inline(always)]
    fn from_fields(negative: bool, exponent: i32, significand: u64) -> Self {
        Self::from_bits(u64::from(negative) << 63 | (exponent as u64) << 52 | significand)
    }
}

impl Binary for f32 {
    const SIGNIFICAND: u32 = 23;
    const INFINITE: i32 = 0xff;
    const POWERS: (i32, i32) = (-65, 38);
    // 5^10 < 2^25 < 5^11; and 2^64 / 5^17 ≥ 2^24 > 2^64 / 5^18.
    const TIES: (i32, i32) = (-17, 10);

    #[inline(always)]
    fn from_fields(negative: bool, exponent: i32, significand: u64) -> Self {
        Self::from_bits(u32::from(negative) << 31 | (exponent as u32) << 23 | significand as u32)
    }
}

impl Decimal {
    /// The nearest `f64`, ties to even; `None` in the rare case that 128 bits do not decide.
    #[inline(always)]
    pub(super) fn to_f64(self) -> Option<f64> {
        self.round()
    }

    /// The nearest `f32`, not by way of an `f64`, which would round twice.
    #[inline(always)]
    pub(super) fn to_f32(self) -> Option<f32> {
        self.round()
    }

    /// The nearest float of any format, by a product with the leading bits of a power of five.
    #[inline(always)]
    fn round<F: Binary>(self) -> Option<F> {
        let (negative, q) = (self.negative, self.exponent);
        if self.digits == 0 || q < F::POWERS.0 {
            return Some(F::from_fields(negative, 0, 0));
        }
        if q > F::POWERS.1 {
            return Some(F::from_fields(negative, F::INFINITE, 0));
        }
        let zeros = self.digits.leading_zeros();
        let (high, low) = product::<F>(self.digits << zeros, q);
        if low == u64::MAX && !(-27..=55).contains(&q) {
            return None;
        }
        let upper = (high >> 63) as u32;
        // The significand, its hidden bit, and one bit more to round by.
        let shift = upper + 62 - F::SIGNIFICAND - 1;
        let mut significand = high >> shift;
        // 217706 / 2^16 is log2(10), to more than the range of exponents needs.
        let binary = (217_706 * q) >> 16;
        let mut exponent = binary + 63 + upper as i32 - zeros as i32 + F::INFINITE / 2;
        if exponent <= 0 {
            return Some(subnormal(negative, exponent, significand));
        }
        // In the middle between two: to the even one, that is down if the lower one is even.
        if low <= 1
            && (F::TIES.0..=F::TIES.1).contains(&q)
            && significand & 3 == 1
            && significand << shift == high
        {
            significand &= !1;
        }
        significand = (significand + (significand & 1)) >> 1;
        if significand >= 2 << F::SIGNIFICAND {
            significand = 1 << F::SIGNIFICAND;
            exponent += 1;
        }
        if exponent >= F::INFINITE {
            return Some(F::from_fields(negative, F::INFINITE, 0));
        }
        Some(F::from_fields(negative, exponent, significand & !(1 << F::SIGNIFICAND)))
    }
}

/// A result below the smallest normal float.
fn subnormal<F: Binary>(negative: bool, exponent: i32, significand: u64) -> F {
    let shift = 1 - exponent;
    if shift >= 64 {
        return F::from_fields(negative, 0, 0);
    }
    let significand = significand >> shift;
    let significand = (significand + (significand & 1)) >> 1;
    // Rounded up to the smallest normal float, the hidden bit is the exponent's.
    let normal = i32::from(significand >= 1 << F::SIGNIFICAND);
    F::from_fields(negative, normal, significand & !(1 << F::SIGNIFICAND))
}

/// The leading 128 bits of `digits · 5^q`, of which as many are right as rounding needs.
#[inline(always)]
fn product<F: Binary>(digits: u64, q: i32) -> (u64, u64) {
    let mask = u64::MAX >> (F::SIGNIFICAND + 3);
    let five = power_of_five(q);
    let first = u128::from(digits) * (five >> 64);
    let (mut high, mut low) = ((first >> 64) as u64, first as u64);
    if high & mask == mask {
        // What the lower half of the power adds could carry into the bits that count.
        let second = (u128::from(digits) * u128::from(five as u64)) >> 64;
        let (sum, carry) = low.overflowing_add(second as u64);
        low = sum;
        high += u64::from(carry);
    }
    (high, low)
}

/// The whole text as an `f64`: every form there is. `None` if it is no number.
pub(super) fn parse_f64(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The whole text as an `f32`.
pub(super) fn parse_f32(text: &[u8]) -> Option<f32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The whole text as an `f16`.
pub(super) fn parse_f16(text: &[u8]) -> Option<f16> {
    // In the middle between two, the last of 11 stored bits is set.
    Some(sided(text, parse_f64(text)?, 52 - 11).cast_to())
}

/// The whole text as a `bf16`.
pub(super) fn parse_bf16(text: &[u8]) -> Option<bf16> {
    Some(sided(text, parse_f64(text)?, 52 - 8).cast_to())
}

/// An `f64` that rounds to a narrow format as the text does, given its nearest `f64`.
///
/// That one does so already, unless it lies in the middle between two narrow floats, where it has
/// at least `zero_bits` trailing zeros, and the text to one side of it.
fn sided(text: &[u8], wide: f64, zero_bits: u32) -> f64 {
    if !wide.is_finite() || wide == 0.0 || wide.to_bits().trailing_zeros() < zero_bits {
        return wide;
    }
    match compare_magnitude(text, wide) {
        Ordering::Less => f64::from_bits(wide.to_bits() - 1),
        Ordering::Equal => wide,
        Ordering::Greater => f64::from_bits(wide.to_bits() + 1),
    }
}

/// Compares the magnitude of a number as written with that of its nearest `f64`, digit by digit.
fn compare_magnitude(text: &[u8], wide: f64) -> Ordering {
    // 1074 digits are all that an `f64` can have behind the point.
    let exact = format!("{:.1080e}", wide.abs());
    let (left, right) = (significant(text), significant(exact.as_bytes()));
    left.0.cmp(&right.0).then_with(|| left.1.cmp(&right.1))
}

/// The power of ten of the first digit that is not 0, and the digits from it on, without trailing zeros.
fn significant(text: &[u8]) -> (i64, Vec<u8>) {
    let (number, power) = match text.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&text[..at], std::str::from_utf8(&text[at + 1..]).unwrap_or("")),
        None => (text, "0"),
    };
    let power: i64 = power.parse().unwrap_or(0);
    let point = number.iter().position(|&byte| byte == b'.').unwrap_or(number.len());
    let whole = number[..point].iter().filter(|byte| byte.is_ascii_digit()).count() as i64;
    let digits: Vec<u8> = number.iter().copied().filter(u8::is_ascii_digit).collect();
    let leading = digits.iter().take_while(|&&digit| digit == b'0').count();
    let mut digits = digits[leading..].to_vec();
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    (whole - leading as i64 + power, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways of reading agree with the standard library, to the bit.
    #[track_caller]
    fn check(text: &str) {
        let padded = format!("{text},");
        if let Some((decimal, end)) = scan_decimal(padded.as_bytes()) {
            assert_eq!(end, text.len(), "{text}");
            if let Some(value) = decimal.to_f64() {
                assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
            }
            if let Some(value) = decimal.to_f32() {
                assert_eq!(value.to_bits(), text.parse::<f32>().unwrap().to_bits(), "{text}");
            }
        }
    }

    /// Splitmix64.
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    #[test]
    fn numbers_of_every_kind_are_rounded_as_the_standard_library_does() {
        let mut state = 1;
        for _ in 0..100_000 {
            let bits = random(&mut state);
            let (x, y) = (f64::from_bits(bits), f32::from_bits(bits as u32));
            if x.is_finite() {
                check(&format!("{x:e}"));
                check(&format!("{x:.18e}"));
                check(&format!("{x:.5e}"));
            }
            if y.is_finite() {
                check(&format!("{y:e}"));
                check(&format!("{:.17e}", f64::from(y)));
            }
            check(&format!("{}e{}", bits >> 1, (bits % 700) as i64 - 350));
            check(&format!("0.{}", bits >> 12));
            check(&format!("{}.{}", bits as u16, bits >> 50));
        }
    }

    #[test]
    fn the_middle_between_two_floats_goes_to_the_even_one() {
        let mut state = 2;
        for _ in 0..20_000 {
            let bits = random(&mut state);
            // 54 significant bits, the last one set, times powers of two and of ten.
            let odd = bits >> 10 | 1 << 53 | 1;
            for scaled in [odd, odd << 1, odd << 9, (odd >> 20 | 1) * 625] {
                check(&format!("{scaled}"));
                check(&format!("{scaled}e3"));
                check(&format!("{}e-2", scaled / 32 * 25));
                check(&format!("{}e-4", (bits >> 40) * 625 / 16));
            }
            check(&format!("{}", bits >> 39 | 1 << 24 | 1));
            check(&format!("{:e}", f64::from(bits as f32) * (1.0 + 2_f64.powi(-24))));
        }
        for text in [
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e400",
            "1e-400",
            "0e400",
            "-0",
            "-0.0e-5",
            "9007199254740993",
            "3.4028235677973366e38",
            "1.401298464324817e-45",
            "7.006492321624085e-46",
            "7.006492321624086e-46",
            "1e-65",
            "18446744073709551615e-342",
            "1e23",
            "8.5e-20",
        ] {
            check(text);
        }
    }

    #[test]
    fn narrow_floats_are_rounded_once() {
        // Just above and below the middle of 1 and the next f16; an f64 cannot tell them apart.
        for (text, bits) in [
            ("1.00048828125", 0x3c00),
            ("1.000488281250000000000000000000001", 0x3c01),
            ("-1.000488281250000000000000000000001", 0xbc01),
            ("1.00048828124999999999999999999999", 0x3c00),
            ("1.00146484375", 0x3c02),
            ("1.0014648437499999999999999999999", 0x3c01),
            ("0.000100146484374999999999999999999e4", 0x3c01),
            ("65519.99999999999999999999999", 0x7bff),
            ("65520", 0x7c00),
            ("1e400", 0x7c00),
            ("inf", 0x7c00),
        ] {
            assert_eq!(parse_f16(text.as_bytes()).unwrap().to_bits(), bits, "{text}");
        }
        assert_eq!(parse_bf16(b"1.00390625").unwrap().to_bits(), 0x3f80);
        assert_eq!(parse_bf16(b"1.003906250000000000000000000001").unwrap().to_bits(), 0x3f81);
        assert!(parse_f16(b"1.0x").is_none());
    }

    #[test]
    fn what_is_no_plain_number_is_left_alone() {
        for text in ["", "-", "+", ".", "e5", ".e5", "1e", "1e+", "nan", "x", "1e12345", "--1"] {
            assert_eq!(scan_decimal(text.as_bytes()), None, "{text}");
        }
        for (text, length) in [("1.", 2), (".5", 2), ("-1.5e-3x", 7), ("1..2", 2), ("1-2", 1)] {
            assert_eq!(scan_decimal(text.as_bytes()).unwrap().1, length, "{text}");
        }
        assert_eq!(scan_decimal(b"12345678901234567890"), None);
        check("0.0000000000000000000123456789");
        assert!(scan_decimal(b"0.0001234567890123456789").is_some());
    }
}
