//! Runs of decimal digits, eight bytes at a time.

/// Eight times `b'0'`.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// Ten to the power of how many digits of a group there are.
const SHIFT: [u64; 9] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The most digits whose value always fits 64 bits.
pub(super) const SAFE_DIGITS: usize = 19;

/// Appends the digits that `text` has from `at` on to `value`; returns it and where they end.
///
/// The value wraps; it is right while there are at most [`SAFE_DIGITS`] digits in all.
#[inline(always)]
pub(super) fn read_digits(text: &[u8], mut at: usize, mut value: u64) -> (u64, usize) {
    while let Some(group) = text.get(at..at + 8).and_then(|group| <[u8; 8]>::try_from(group).ok()) {
        let group = u64::from_le_bytes(group) ^ ZEROS;
        // A byte from 0 to 9 stays below 16 also with 6 added. A carry out of another byte spoils
        // only those after it, and only the first is looked for.
        let others = (group.wrapping_add(0x0606_0606_0606_0606) | group) & 0xf0f0_f0f0_f0f0_f0f0;
        let count = (others.trailing_zeros() / 8) as usize;
        if count == 8 {
            value = value.wrapping_mul(SHIFT[8]).wrapping_add(eight_digits(group));
            at += 8;
            continue;
        }
        if count > 0 {
            // Moved up, the digits stand behind as many zeros as bytes are missing.
            let digits = eight_digits(group << (64 - 8 * count));
            value = value.wrapping_mul(SHIFT[count]).wrapping_add(digits);
        }
        return (value, at + count);
    }
    while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|&d| d < 10) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

/// The value of eight digits, the first in the lowest byte: pairs, then fours, then all at once.
#[inline(always)]
fn eight_digits(group: u64) -> u64 {
    const MASK: u64 = 0x0000_00ff_0000_00ff;
    let pairs = group.wrapping_mul(10).wrapping_add(group >> 8);
    let high = (pairs & MASK).wrapping_mul(100 + (1_000_000 << 32));
    let low = ((pairs >> 16) & MASK).wrapping_mul(1 + (10_000 << 32));
    high.wrapping_add(low) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_up_to_the_first_other_byte() {
        for digits in ["", "0", "7", "12345678", "123456789", "1234567890123456789", "00000000017"]
        {
            for end in ["", ",", "\n1234567", ".5", "\u{ff}99999999", "/", ":", "\0\0\0\0\0\0\0\0"]
            {
                let text = format!("xx{digits}{end}");
                let expected = if digits.is_empty() { 0 } else { digits.parse().unwrap() };
                assert_eq!(
                    read_digits(text.as_bytes(), 2, 0),
                    (expected, 2 + digits.len()),
                    "{text:?}"
                );
            }
        }
        assert_eq!(read_digits(b"56,", 0, 1234), (123_456, 2));
    }

    #[test]
    fn every_byte_that_is_no_digit_ends_them() {
        for byte in 0..=255_u8 {
            let text = [b'1', b'2', byte, b'4', b'5', b'6', b'7', b'8', b'9'];
            let (value, end) = read_digits(&text, 0, 0);
            let expected = if byte.is_ascii_digit() { 9 } else { 2 };
            assert_eq!(end, expected, "{byte}");
            assert!(byte.is_ascii_digit() || value == 12);
        }
    }
}
