//! Large fills are shared out between threads: the same bits and the same state as one thread
//! gives, wherever in a word of 64 bits the stream stands.

use nd_core::{Array, ZeroBits, s};
use nd_random::{BitGenerator, Generator, Mt19937, Pcg64, Pcg64Dxsm, Philox, RandomInteger, Sfc64};
use std::fmt::Debug;

const SIZES: [usize; 4] = [1 << 17, (1 << 17) + 1, 200_003, (1 << 18) + 63];

/// Fills a contiguous array, on all threads, and every other place of a wider one, which only
/// one thread can do.
fn both<B, T>(draw: impl Fn(&mut Generator<B>, nd_core::ViewMut<'_, T>))
where
    B: BitGenerator + PartialEq + Debug,
    T: ZeroBits + PartialEq + Debug,
{
    for n in SIZES {
        for halves in 0..4 {
            let mut parallel = Generator::new(B::from_seed(n as u64));
            (0..halves).for_each(|_| {
                parallel.bit_generator_mut().next_u32();
            });
            let mut serial = parallel.clone();
            let mut all = Array::<T>::zeros(n);
            draw(&mut parallel, all.view_mut());
            let mut wide = Array::<T>::zeros(2 * n);
            draw(&mut serial, wide.slice_mut(s![..;2]));
            assert!(wide.slice(s![..;2]) == all, "{} draws after {halves}, {}", n, B::NAME);
            assert_eq!(parallel, serial, "{} draws after {halves}, {}", n, B::NAME);
        }
    }
}

fn integers<B, T>(low: T, high: T)
where
    B: BitGenerator + PartialEq + Debug,
    T: RandomInteger + ZeroBits + PartialEq + Debug,
{
    both::<B, T>(|rng, out| rng.integers_inclusive(low, high, out).expect("low <= high"));
}

fn every_fixed_draw<B: BitGenerator + PartialEq + Debug>() {
    both::<B, f64>(|rng, out| rng.random(out));
    both::<B, f32>(|rng, out| rng.random_f32(out));
    both::<B, f64>(|rng, out| rng.uniform(-1.0, 3.0, out).expect("a range"));
    integers::<B, bool>(false, true);
    integers::<B, u8>(0, u8::MAX);
    integers::<B, i8>(-8, 7);
    integers::<B, i16>(i16::MIN, i16::MAX);
    integers::<B, u16>(3, 66);
    integers::<B, u32>(0, u32::MAX);
    integers::<B, i32>(-1, 0);
    integers::<B, i64>(0, (1 << 20) - 1);
    integers::<B, u64>(0, u64::MAX);
    integers::<B, i64>(-(1 << 40), (1 << 40) - 1);
}

#[test]
fn pcg64() {
    every_fixed_draw::<Pcg64>();
}

#[test]
fn pcg64dxsm() {
    every_fixed_draw::<Pcg64Dxsm>();
}

#[test]
fn philox() {
    every_fixed_draw::<Philox>();
}

#[test]
fn generators_that_cannot_skip() {
    every_fixed_draw::<Sfc64>();
    every_fixed_draw::<Mt19937>();
}

#[test]
fn any_number_of_threads() {
    let draw = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool").install(|| {
            let mut rng = nd_random::default_rng(9);
            let first = rng.random(300_001);
            (first, rng.random_f32(300_001), rng.bytes(1_000_003), rng)
        })
    };
    let one = draw(1);
    assert!(one == draw(2) && one == draw(5));
}
