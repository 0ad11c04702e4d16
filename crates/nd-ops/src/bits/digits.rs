//! `binary_repr` and `base_repr`: whole numbers as text.

/// A whole number in the binary system; negative ones with a minus or, where a width is given, as their two's
/// complement of so many bits.
///
/// The text is filled up with zeros to `width`.
///
/// # Panics
/// If the number needs more than `width` bits.
///
/// # NumPy
/// `np.binary_repr(number, width)`. Without a width it is `format!("{number:b}")` of numbers that are not negative.
///
/// # Examples
/// ```
/// use nd_ops::binary_repr;
///
/// assert_eq!(binary_repr(-3, None), "-11");
/// assert_eq!(binary_repr(3, 4), "0011");
/// assert_eq!(binary_repr(-3, 4), "1101");
/// ```
/// ```should_panic
/// nd_ops::binary_repr(5, 2);
/// ```
#[track_caller]
pub fn binary_repr(number: impl Into<i128>, width: impl Into<Option<usize>>) -> String {
    let number = number.into();
    let Some(width) = width.into() else {
        let sign = if number < 0 { "-" } else { "" };
        return format!("{sign}{:b}", number.unsigned_abs());
    };
    // A negative number takes as many bits as the one below its absolute value, and one for the sign.
    let needed = match number {
        0 => 1,
        1.. => 128 - number.leading_zeros() as usize,
        _ => 129 - (!number).leading_zeros() as usize,
    };
    let enough = if number == 0 { true } else { needed <= width };
    assert!(enough, "binary_repr: {number} needs {needed} bits, and {width} are given");
    if number >= 0 {
        return format!("{number:0width$b}");
    }
    let ones = "1".repeat(width.saturating_sub(128));
    let kept = width.min(128);
    let bits = if kept == 128 { number as u128 } else { number as u128 & ((1 << kept) - 1) };
    format!("{ones}{bits:0kept$b}")
}

/// A whole number in the system of a base of 2 to 36, with `A` to `Z` as the digits from 10 on, and so many zeros
/// before it.
///
/// # Panics
/// If `base` is none of 2 to 36.
///
/// # NumPy
/// `np.base_repr(number, base, padding)`.
///
/// # Examples
/// ```
/// use nd_ops::base_repr;
///
/// assert_eq!(base_repr(-5, 3, 0), "-12");
/// assert_eq!(base_repr(255, 16, 2), "00FF");
/// assert_eq!((base_repr(0, 2, 0), base_repr(0, 2, 3)), ("0".into(), "000".into()));
/// ```
/// ```should_panic
/// nd_ops::base_repr(5, 37, 0);
/// ```
#[track_caller]
pub fn base_repr(number: impl Into<i128>, base: u32, padding: usize) -> String {
    assert!((2..=36).contains(&base), "base_repr: base {base} is none of 2 to 36");
    let number = number.into();
    let mut left = number.unsigned_abs();
    let mut digits = Vec::new();
    while left > 0 {
        let digit = (left % u128::from(base)) as u32;
        digits.push(char::from_digit(digit, base).unwrap_or('0').to_ascii_uppercase());
        left /= u128::from(base);
    }
    digits.extend(std::iter::repeat_n('0', padding));
    if digits.is_empty() {
        digits.push('0');
    }
    if number < 0 {
        digits.push('-');
    }
    digits.into_iter().rev().collect()
}
