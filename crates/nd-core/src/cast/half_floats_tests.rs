//! Against the software conversions of the `half` crate, which are independent of ours.

use super::*;

fn same(a: u16, b: u16, nan: bool, what: impl std::fmt::Debug) {
    assert!(nan || a == b, "{what:?}: {a:#06x}, not {b:#06x}");
}

#[test]
fn every_half_widens_as_half_says() {
    for bits in 0..=u16::MAX {
        let (ours, theirs) = (f16::from_bits(bits).widened(), f16::from_bits(bits).to_f32_const());
        assert!(ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan());
        let (ours, theirs) =
            (bf16::from_bits(bits).widened(), bf16::from_bits(bits).to_f32_const());
        assert!(ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan());
    }
}

/// Around every 16-bit float and every point half-way between two.
fn f32_pool() -> impl Iterator<Item = f32> {
    let around = |wide: f32| {
        (-2i32..=2).map(move |d| f32::from_bits(wide.to_bits().wrapping_add_signed(d)))
    };
    (0..=u16::MAX).flat_map(move |bits| {
        let (a, b) = (f16::from_bits(bits).widened(), f16::from_bits(bits ^ 1).widened());
        let (c, d) = (bf16::from_bits(bits).widened(), bf16::from_bits(bits ^ 1).widened());
        [a, a / 2.0 + b / 2.0, c, c / 2.0 + d / 2.0].into_iter().flat_map(around)
    })
}

#[test]
fn narrowing_rounds_to_nearest_even() {
    for x in f32_pool() {
        let nan = x.is_nan();
        let narrow = f16::narrowed(x);
        assert_eq!(narrow.is_nan(), nan);
        same(narrow.to_bits(), f16::from_f32_const(x).to_bits(), nan, x);
        let narrow = bf16::narrowed(x);
        assert_eq!(narrow.is_nan(), nan);
        same(narrow.to_bits(), bf16::from_f32_const(x).to_bits(), nan, x);
    }
}

/// The nearest of the halves around a guess, found by exact comparison in `f64`.
fn nearest<H: Half>(x: f64, guess: u16, from_bits: fn(u16) -> H) -> u16 {
    let distance = |bits: u16| (f64::from(from_bits(bits).widened()) - x).abs();
    let candidates = [guess.wrapping_sub(1), guess, guess.wrapping_add(1)];
    let ranked = candidates
        .into_iter()
        .filter(|&b| from_bits(b).widened().is_finite() && (b ^ guess) & 0x8000 == 0)
        .min_by(|&a, &b| distance(a).total_cmp(&distance(b)).then((a & 1).cmp(&(b & 1))));
    ranked.expect("some candidate is finite")
}

#[test]
fn f64_and_integers_are_rounded_once() {
    // Just beside the points half-way, where rounding to f32 first would land on them.
    for x in f32_pool().filter(|x| x.is_finite() && x.abs() < 65504.0) {
        for d in [-1, 0, 1] {
            let x = f64::from_bits(f64::from(x).to_bits().wrapping_add_signed(d));
            if x.is_nan() || x.abs() >= 65504.0 {
                continue;
            }
            let narrow = f16::narrowed(x.to_odd()).to_bits();
            assert_eq!(narrow, nearest(x, narrow, f16::from_bits), "{x:e}");
            let narrow = bf16::narrowed(x.to_odd()).to_bits();
            assert_eq!(narrow, nearest(x, narrow, bf16::from_bits), "{x:e}");
        }
    }
    assert_eq!(f16::narrowed(65519.999f64.to_odd()), f16::MAX);
    assert_eq!(f16::narrowed(65520f64.to_odd()), f16::INFINITY);
    assert_eq!(bf16::narrowed(f64::MAX.to_odd()), bf16::INFINITY);
    assert_eq!(bf16::narrowed(f64::NEG_INFINITY.to_odd()), bf16::NEG_INFINITY);
    assert!(bf16::narrowed(f64::NAN.to_odd()).is_nan());
    // Half-way between two bf16, and one more: up; f64 would round that one away.
    let half_way = (1i64 << 62) + (1 << 54);
    assert_eq!(bf16::narrowed(half_way.to_odd()).to_bits(), 0x5E80);
    assert_eq!(bf16::narrowed((half_way + 1).to_odd()).to_bits(), 0x5E81);
    assert_eq!(bf16::narrowed((-half_way - 1).to_odd()).to_bits(), 0xDE81);
    assert_eq!(bf16::narrowed(i64::MIN.to_odd()).widened(), i64::MIN as f32);
}
