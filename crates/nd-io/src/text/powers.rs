//! Powers of five to 128 bits, for [`float`](super::float).

use std::sync::LazyLock;

/// The smallest power of ten that matters: times a 64-bit number it is below half of the smallest `f64`.
pub(super) const MIN_POWER: i32 = -342;

/// The largest power of ten that is an `f64`.
pub(super) const MAX_POWER: i32 = 308;

/// Down to this power the reciprocal is rounded up, which makes products with 64-bit numbers that
/// are exact come out so; below, no product is.
const MIN_ROUNDED_UP: i32 = -27;

/// The leading 128 bits of `5^q`: the highest bit is set.
#[inline(always)]
pub(super) fn power_of_five(q: i32) -> u128 {
    static POWERS: LazyLock<Vec<u128>> = LazyLock::new(all_powers);
    POWERS[(q - MIN_POWER) as usize]
}

/// From [`MIN_POWER`] to [`MAX_POWER`], in order. Computed in less than a millisecond, once.
fn all_powers() -> Vec<u128> {
    let mut powers = vec![0; (MAX_POWER - MIN_POWER + 1) as usize];
    let mut power = Natural::one();
    for q in 0..=MAX_POWER.max(-MIN_POWER) {
        if q <= MAX_POWER {
            powers[(q - MIN_POWER) as usize] = power.leading_bits();
        }
        if q > 0 && -q >= MIN_POWER {
            let up = u128::from(-q >= MIN_ROUNDED_UP);
            powers[(-q - MIN_POWER) as usize] = power.leading_bits_of_reciprocal() + up;
        }
        power.multiply_by_five();
    }
    powers
}

/// A number of up to 832 bits, enough for `5^342`; the lowest digits first.
#[derive(Clone, Copy)]
struct Natural([u64; 13]);

impl Natural {
    fn one() -> Self {
        let mut digits = [0; 13];
        digits[0] = 1;
        Self(digits)
    }

    fn multiply_by_five(&mut self) {
        let mut carry = 0;
        for digit in &mut self.0 {
            let product = u128::from(*digit) * 5 + carry;
            *digit = product as u64;
            carry = product >> 64;
        }
    }

    /// Bits up to the highest that is set.
    fn bits(&self) -> usize {
        let top = self.0.iter().rposition(|&digit| digit != 0).unwrap_or(0);
        64 * (top + 1) - self.0[top].leading_zeros() as usize
    }

    fn bit(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 != 0
    }

    /// The 128 highest bits, from the highest that is set on; zeros behind the last.
    fn leading_bits(&self) -> u128 {
        let bits = self.bits();
        (0..128).fold(0, |leading, i| {
            let bit = i < bits && self.bit(bits - 1 - i);
            leading << 1 | u128::from(bit)
        })
    }

    /// The 128 highest bits of one divided by this odd number above 1, the rest cut off.
    fn leading_bits_of_reciprocal(&self) -> u128 {
        // Long division of the largest power of two below this, so that the first bit is a 1.
        let mut rest = Self([0; 13]);
        let top = self.bits() - 1;
        rest.0[top / 64] = 1 << (top % 64);
        (0..128).fold(0, |quotient, _| {
            rest.double();
            let bit = rest.at_least(self);
            if bit {
                rest.subtract(self);
            }
            quotient << 1 | u128::from(bit)
        })
    }

    fn double(&mut self) {
        let mut carry = 0;
        for digit in &mut self.0 {
            (*digit, carry) = (*digit << 1 | carry, *digit >> 63);
        }
    }

    fn at_least(&self, other: &Self) -> bool {
        self.0.iter().rev().ge(other.0.iter().rev())
    }

    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (digit, &less) in self.0.iter_mut().zip(&other.0) {
            let (difference, under) = digit.overflowing_sub(less);
            let (difference, under_too) = difference.overflowing_sub(u64::from(borrow));
            (*digit, borrow) = (difference, under || under_too);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_powers_are_exact() {
        assert_eq!(power_of_five(0), 1 << 127);
        assert_eq!(power_of_five(1), 5 << 125);
        assert_eq!(power_of_five(55), 5_u128.pow(55));
        assert_eq!(power_of_five(-1), u128::MAX / 5 * 4 + 1); // 0.8 · 2^128, rounded up
        assert!((MIN_POWER..=MAX_POWER).all(|q| power_of_five(q) >> 127 == 1));
    }
}
