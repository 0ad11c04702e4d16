//! The few building blocks that every function here shares.

use std::ops::{Add, Div, Mul, Sub};

use nd_core::simd::{FusedMulAdd, Isa};

/// `c[0] + c[1] x + c[2] x² + …`: Horner's rule on the even and the odd terms.
///
/// One chain of fused operations would be the fewest, but a loop of those waits for their
/// latency: the next iterations do not all fit into the CPU's window.
#[inline(always)]
pub(super) fn polynomial<I, T, const N: usize>(isa: I, x: T, c: [T; N]) -> T
where
    I: Isa,
    T: Real,
{
    if N < 4 {
        return every::<I, T, N>(isa, x, c, N - 1, 1);
    }
    let square = x * x;
    let (last_even, last_odd) = ((N - 1) & !1, (N - 2) | 1);
    let even = every::<I, T, N>(isa, square, c, last_even, 2);
    let odd = every::<I, T, N>(isa, square, c, last_odd, 2);
    isa.mul_add(odd, x, even)
}

/// Horner's rule on every `step`th coefficient downwards from `last`.
#[inline(always)]
fn every<I, T, const N: usize>(isa: I, x: T, c: [T; N], last: usize, step: usize) -> T
where
    I: Isa,
    T: Real,
{
    let mut sum = c[last];
    let mut i = last;
    while i >= step {
        i -= step;
        sum = isa.mul_add(sum, x, c[i]);
    }
    sum
}

/// Adding and subtracting this rounds an `f64` of magnitude below 2⁵¹ to the nearest integer,
/// which is then also the low bits of the sum: conversions to `i64` do not vectorise before
/// AVX-512.
pub(super) const ROUND_F64: f64 = 1.5 * (1u64 << 52) as f64;
/// The same for `f32` below 2²².
pub(super) const ROUND_F32: f32 = 1.5 * (1u32 << 23) as f32;

/// `y · 2^(k − 2046)` for `k` in `0..4094`, rounded once: in two steps, so that neither factor
/// overflows and the result may be subnormal.
#[inline(always)]
pub(super) fn scale_f64(y: f64, k: u64) -> f64 {
    let half = k >> 1;
    let rest = k.wrapping_sub(half);
    y * f64::from_bits(half << 52) * f64::from_bits(rest << 52)
}

/// `y · 2^(k − 254)` for `k` in `0..510`, rounded once.
#[inline(always)]
pub(super) fn scale_f32(y: f32, k: u32) -> f32 {
    let half = k >> 1;
    let rest = k.wrapping_sub(half);
    y * f32::from_bits(half << 23) * f32::from_bits(rest << 23)
}

/// The float types, as far as the code here is generic over them.
pub(super) trait Real:
    FusedMulAdd + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// 1.
    const ONE: Self;

    /// `a · b` as an unevaluated sum `(high, low)`, exact barring over- and underflow.
    fn two_prod<I: Isa>(isa: I, a: Self, b: Self) -> (Self, Self);
}

impl Real for f64 {
    const ONE: f64 = 1.0;

    /// One fused operation gives the rounding error; without one, Veltkamp's splitting and
    /// Dekker's product (T. J. Dekker, Numerische Mathematik 18, 1971).
    #[inline(always)]
    fn two_prod<I: Isa>(isa: I, a: f64, b: f64) -> (f64, f64) {
        let high = a * b;
        if I::FMA {
            return (high, isa.mul_add(a, b, -high));
        }
        let (a1, a2) = halves(a);
        let (b1, b2) = halves(b);
        (high, a2 * b2 - (((high - a1 * b1) - a2 * b1) - a1 * b2))
    }
}

impl Real for f32 {
    const ONE: f32 = 1.0;

    /// Without fused operations, `f64` holds the exact product.
    #[inline(always)]
    fn two_prod<I: Isa>(isa: I, a: f32, b: f32) -> (f32, f32) {
        let high = a * b;
        if I::FMA {
            return (high, isa.mul_add(a, b, -high));
        }
        (high, (f64::from(a) * f64::from(b) - f64::from(high)) as f32)
    }
}

/// The upper 26 bits of `a`, and the rest.
#[inline(always)]
fn halves(a: f64) -> (f64, f64) {
    let c = a * 134_217_729.0; // 2²⁷ + 1
    let upper = c - (c - a);
    (upper, a - upper)
}

/// `a + b` as `(sum, error)`, exact if `|a| >= |b|` or `a = 0`, and nearly so if `|a|` is not
/// much the smaller (Dekker's).
#[inline(always)]
pub(super) fn fast_two_sum<T: Real>(a: T, b: T) -> (T, T) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// `base + a · b + rest` for a dominant `base` (or 0) and a small `rest`, of which sums only the
/// last rounding counts.
#[inline(always)]
pub(super) fn add_product<I: Isa, T: Real>(isa: I, base: T, a: T, b: T, rest: T) -> T {
    let (product, product_error) = T::two_prod(isa, a, b);
    let (sum, sum_error) = fast_two_sum(base, product);
    sum + (rest + (sum_error + product_error))
}

/// `(a + a_low) / (b + b_low)`, rounded as if once: one division, one correction.
#[inline(always)]
pub(super) fn quotient<I: Isa, T: Real>(isa: I, (a, a_low): (T, T), (b, b_low): (T, T)) -> T {
    let inverse = T::ONE / b;
    let q = a * inverse;
    let (product, error) = T::two_prod(isa, q, b);
    let rest = ((a - product) - error) + (a_low - q * b_low);
    isa.mul_add(rest, inverse, q)
}
