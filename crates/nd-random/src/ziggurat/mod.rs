//! Standard normal and exponential numbers by the ziggurat: nearly always one draw, one
//! multiplication and one comparison.
//!
//! The rare rest is a function of its own, so that the common case is inlined into loops.

mod tables;

use crate::bits::BitGenerator;
use tables::*;

/// Where the normal ziggurat's base layer ends, and one over that.
const NORMAL_EDGE: f64 = 3.654152885361009;
const NORMAL_EDGE_INVERSE: f64 = 0.2736612373297583;
/// Where the exponential ziggurat's base layer ends.
const EXPONENTIAL_EDGE: f64 = 7.69711747013105;

/// Standard normal.
#[inline(always)]
pub(crate) fn normal<B: BitGenerator>(bits: &mut B) -> f64 {
    let (layer, magnitude, x) = normal_point(bits.next_u64());
    if magnitude < NORMAL_K[layer] { x } else { normal_rest(bits, layer, magnitude, x) }
}

/// Layer, integer and number of a draw: 8 bits, then a sign, then 52 bits.
#[inline(always)]
fn normal_point(draw: u64) -> (usize, u64, f64) {
    let layer = (draw & 0xff) as usize;
    let magnitude = (draw >> 9) & 0x000f_ffff_ffff_ffff;
    let x = magnitude as f64 * NORMAL_W[layer];
    // The sign as a bit: a branch on it would be mispredicted every other time.
    (layer, magnitude, f64::from_bits(x.to_bits() ^ ((draw >> 8) & 1) << 63))
}

#[cold]
#[inline(never)]
fn normal_rest<B: BitGenerator>(
    bits: &mut B,
    mut layer: usize,
    mut magnitude: u64,
    mut x: f64,
) -> f64 {
    loop {
        if layer == 0 {
            return normal_tail(bits, magnitude);
        }
        let (above, below) = (NORMAL_F[layer - 1], NORMAL_F[layer]);
        if (above - below) * bits.next_f64() + below < (-0.5 * x * x).exp() {
            return x;
        }
        (layer, magnitude, x) = normal_point(bits.next_u64());
        if magnitude < NORMAL_K[layer] {
            return x;
        }
    }
}

/// Beyond the base layer, by Marsaglia's method for the tail.
fn normal_tail<B: BitGenerator>(bits: &mut B, magnitude: u64) -> f64 {
    loop {
        let x = -NORMAL_EDGE_INVERSE * (-bits.next_f64()).ln_1p();
        let y = -(-bits.next_f64()).ln_1p();
        if y + y > x * x {
            let far = NORMAL_EDGE + x;
            return if (magnitude >> 8) & 1 == 1 { -far } else { far };
        }
    }
}

/// Standard normal, in single precision.
#[inline(always)]
pub(crate) fn normal_f32<B: BitGenerator>(bits: &mut B) -> f32 {
    let (layer, magnitude, x) = normal_point_f32(bits.next_u32());
    if magnitude < NORMAL_K32[layer] { x } else { normal_rest_f32(bits, layer, magnitude, x) }
}

/// As [`normal_point`]: 8 bits, then a sign, then 23 bits.
#[inline(always)]
fn normal_point_f32(draw: u32) -> (usize, u32, f32) {
    let layer = (draw & 0xff) as usize;
    let magnitude = draw >> 9;
    let x = magnitude as f32 * NORMAL_W32[layer];
    (layer, magnitude, f32::from_bits(x.to_bits() ^ ((draw >> 8) & 1) << 31))
}

#[cold]
#[inline(never)]
fn normal_rest_f32<B: BitGenerator>(
    bits: &mut B,
    mut layer: usize,
    mut magnitude: u32,
    mut x: f32,
) -> f32 {
    loop {
        if layer == 0 {
            return normal_tail_f32(bits, magnitude);
        }
        let (above, below) = (NORMAL_F32[layer - 1], NORMAL_F32[layer]);
        let height = (above - below) * bits.next_f32() + below;
        // The density is compared in double precision, as NumPy's C does.
        if f64::from(height) < (-0.5 * f64::from(x) * f64::from(x)).exp() {
            return x;
        }
        (layer, magnitude, x) = normal_point_f32(bits.next_u32());
        if magnitude < NORMAL_K32[layer] {
            return x;
        }
    }
}

fn normal_tail_f32<B: BitGenerator>(bits: &mut B, magnitude: u32) -> f32 {
    loop {
        let x = -(NORMAL_EDGE_INVERSE as f32) * (-bits.next_f32()).ln_1p();
        let y = -(-bits.next_f32()).ln_1p();
        if y + y > x * x {
            let far = NORMAL_EDGE as f32 + x;
            return if (magnitude >> 8) & 1 == 1 { -far } else { far };
        }
    }
}

/// Standard exponential.
#[inline(always)]
pub(crate) fn exponential<B: BitGenerator>(bits: &mut B) -> f64 {
    let (layer, magnitude, x) = exponential_point(bits.next_u64());
    if magnitude < EXPONENTIAL_K[layer] { x } else { exponential_rest(bits, layer, x) }
}

/// Layer, integer and number of a draw: 3 bits unused, 8, then 53.
#[inline(always)]
fn exponential_point(draw: u64) -> (usize, u64, f64) {
    let layer = ((draw >> 3) & 0xff) as usize;
    let magnitude = draw >> 11;
    (layer, magnitude, magnitude as f64 * EXPONENTIAL_W[layer])
}

#[cold]
#[inline(never)]
fn exponential_rest<B: BitGenerator>(bits: &mut B, mut layer: usize, mut x: f64) -> f64 {
    loop {
        if layer == 0 {
            return EXPONENTIAL_EDGE - (-bits.next_f64()).ln_1p();
        }
        let (above, below) = (EXPONENTIAL_F[layer - 1], EXPONENTIAL_F[layer]);
        if (above - below) * bits.next_f64() + below < (-x).exp() {
            return x;
        }
        let magnitude;
        (layer, magnitude, x) = exponential_point(bits.next_u64());
        if magnitude < EXPONENTIAL_K[layer] {
            return x;
        }
    }
}

/// Standard exponential, in single precision.
#[inline(always)]
pub(crate) fn exponential_f32<B: BitGenerator>(bits: &mut B) -> f32 {
    let (layer, magnitude, x) = exponential_point_f32(bits.next_u32());
    if magnitude < EXPONENTIAL_K32[layer] { x } else { exponential_rest_f32(bits, layer, x) }
}

#[inline(always)]
fn exponential_point_f32(draw: u32) -> (usize, u32, f32) {
    let layer = ((draw >> 1) & 0xff) as usize;
    let magnitude = draw >> 9;
    (layer, magnitude, magnitude as f32 * EXPONENTIAL_W32[layer])
}

#[cold]
#[inline(never)]
fn exponential_rest_f32<B: BitGenerator>(bits: &mut B, mut layer: usize, mut x: f32) -> f32 {
    loop {
        if layer == 0 {
            return EXPONENTIAL_EDGE as f32 - (-bits.next_f32()).ln_1p();
        }
        let (above, below) = (EXPONENTIAL_F32[layer - 1], EXPONENTIAL_F32[layer]);
        if (above - below) * bits.next_f32() + below < (-x).exp() {
            return x;
        }
        let magnitude;
        (layer, magnitude, x) = exponential_point_f32(bits.next_u32());
        if magnitude < EXPONENTIAL_K32[layer] {
            return x;
        }
    }
}
