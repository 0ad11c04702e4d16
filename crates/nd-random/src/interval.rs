//! Integers from 0 to a bound, without bias.

use crate::bits::BitGenerator;

/// The smallest number of the form 2ⁿ - 1 that is not below `max`.
pub(crate) fn mask(max: u64) -> u64 {
    if max == 0 { 0 } else { u64::MAX >> max.leading_zeros() }
}

/// An integer in `0..=max`, by masking and trying again: what shuffles use.
#[inline(always)]
pub(crate) fn masked<B: BitGenerator>(bits: &mut B, max: u64) -> u64 {
    if max == 0 {
        return 0;
    }
    let mask = mask(max);
    loop {
        let value = if max <= u64::from(u32::MAX) {
            u64::from(bits.next_u32()) & mask
        } else {
            bits.next_u64() & mask
        };
        if value <= max {
            return value;
        }
    }
}

/// An integer in `0..=max`, by multiplying: D. Lemire, "Fast Random Integer Generation in an
/// Interval", ACM Transactions on Modeling and Computer Simulation 29 (2019).
#[inline(always)]
pub(crate) fn bounded<B: BitGenerator>(bits: &mut B, max: u64) -> u64 {
    match max {
        0 => 0,
        u64::MAX => bits.next_u64(),
        _ if max < u64::from(u32::MAX) => u64::from(bounded_u32(bits, max as u32)),
        _ if max == u64::from(u32::MAX) => u64::from(bits.next_u32()),
        _ => bounded_u64(bits, max),
    }
}

/// As [`bounded`], for `max < u64::MAX`.
#[inline(always)]
pub(crate) fn bounded_u64<B: BitGenerator>(bits: &mut B, max: u64) -> u64 {
    let count = max + 1;
    let mut product = u128::from(bits.next_u64()) * u128::from(count);
    if (product as u64) < count {
        let threshold = count.wrapping_neg() % count;
        while (product as u64) < threshold {
            product = u128::from(bits.next_u64()) * u128::from(count);
        }
    }
    (product >> 64) as u64
}

/// As [`bounded`], for `max < u32::MAX`.
#[inline(always)]
pub(crate) fn bounded_u32<B: BitGenerator>(bits: &mut B, max: u32) -> u32 {
    let count = max + 1;
    let mut product = u64::from(bits.next_u32()) * u64::from(count);
    if (product as u32) < count {
        let threshold = count.wrapping_neg() % count;
        while (product as u32) < threshold {
            product = u64::from(bits.next_u32()) * u64::from(count);
        }
    }
    (product >> 32) as u32
}
