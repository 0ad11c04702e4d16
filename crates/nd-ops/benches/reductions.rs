//! Reductions against the bandwidth of plain reading, called as a user's crate calls them.
//!
//! `cargo bench -p nd-ops --bench reductions`. One line each: the best and the middle time of
//! the rounds, and gigabytes a second as a share of what plain reading reached in the same
//! rounds. The participants take turns, so that a noisy minute meets all of them. Those that
//! end in "cached" reduce half a megabyte on one thread: what the kernel itself is capable
//! of, where memory does not hold it up.

use std::hint::black_box;
use std::time::Instant;

use nd_core::Array;

const ROUNDS: usize = 41;

/// The bits of all elements or-ed together, on two threads: reading and next to nothing else.
fn read(slice: &[f64]) -> u64 {
    fn part(slice: &[f64]) -> u64 {
        let mut lanes = [0u64; 32];
        let (blocks, _) = slice.as_chunks::<32>();
        for block in blocks {
            for (lane, x) in lanes.iter_mut().zip(block) {
                *lane |= x.to_bits();
            }
        }
        lanes.iter().fold(0, |all, lane| all | lane)
    }
    let (left, right) = slice.split_at(slice.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| part(left));
        part(right) | other.join().expect("reading does not panic")
    })
}

fn noise(n: usize) -> Vec<f64> {
    let mut state = 1u64;
    let step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    std::iter::repeat_with(step).take(n).collect()
}

fn used<T>(value: T) {
    black_box(value);
}

fn seconds(run: &dyn Fn()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_secs_f64()
}

/// What is reduced.
struct Data {
    long: Array<f64>,
    square: Array<f64>,
    single: Array<f32>,
    line: Array<f64>,
    small: Array<f64>,
    small_single: Array<f32>,
}

fn data() -> Data {
    let square = Array::from_shape_vec([4000, 4000], noise(16_000_000));
    let small = Array::from_shape_vec([256, 256], noise(1 << 16));
    Data {
        long: Array::from_vec(noise(10_000_000)),
        single: square.cast::<f32>(),
        line: small.reshape([-1]).into_array(),
        small_single: small.cast::<f32>(),
        square,
        small,
    }
}

fn elements(a: &Array<f64>) -> &[f64] {
    a.as_slice().expect("made contiguous")
}

/// A name, the bytes that are read, and what reads them.
type Participant<'a> = (&'static str, usize, Box<dyn Fn() + 'a>);

fn participants(data: &Data) -> Vec<Participant<'_>> {
    let (long, square, small) = (80_000_000, 128_000_000, 8 << 16);
    vec![
        ("read 10M", long, Box::new(|| used(read(elements(&data.long))))),
        ("read 16M", square, Box::new(|| used(read(elements(&data.square))))),
        ("sum", long, Box::new(|| used(nd_ops::sum(&data.long)))),
        ("mean", long, Box::new(|| used(nd_ops::mean(&data.long)))),
        ("max", long, Box::new(|| used(nd_ops::max(&data.long)))),
        ("argmax", long, Box::new(|| used(nd_ops::argmax(&data.long)))),
        ("var", long, Box::new(|| used(nd_ops::var(&data.long)))),
        ("sum_axis 0", square, Box::new(|| used(nd_ops::sum_axis(&data.square, 0)))),
        ("sum_axis 1", square, Box::new(|| used(nd_ops::sum_axis(&data.square, 1)))),
        ("mean_axis 0", square, Box::new(|| used(nd_ops::mean_axis(&data.square, 0)))),
        ("mean_axis 1", square, Box::new(|| used(nd_ops::mean_axis(&data.square, 1)))),
        ("max_axis 0", square, Box::new(|| used(nd_ops::max_axis(&data.square, 0)))),
        ("max_axis 1", square, Box::new(|| used(nd_ops::max_axis(&data.square, 1)))),
        ("argmax_axis 0", square, Box::new(|| used(nd_ops::argmax_axis(&data.square, 0)))),
        ("argmax_axis 1", square, Box::new(|| used(nd_ops::argmax_axis(&data.square, 1)))),
        ("std_axis 0", square, Box::new(|| used(nd_ops::std_axis(&data.square, 0)))),
        ("std_axis 1", square, Box::new(|| used(nd_ops::std_axis(&data.square, 1)))),
        ("sum f32", square / 2, Box::new(|| used(nd_ops::sum(&data.single)))),
        ("max f32", square / 2, Box::new(|| used(nd_ops::max(&data.single)))),
        ("sum cached", small, Box::new(|| used(nd_ops::sum(&data.line)))),
        ("mean cached", small, Box::new(|| used(nd_ops::mean(&data.line)))),
        ("max cached", small, Box::new(|| used(nd_ops::max(&data.line)))),
        ("argmax cached", small, Box::new(|| used(nd_ops::argmax(&data.line)))),
        ("var cached", small, Box::new(|| used(nd_ops::var(&data.line)))),
        ("sum_axis 0 cached", small, Box::new(|| used(nd_ops::sum_axis(&data.small, 0)))),
        ("sum_axis 1 cached", small, Box::new(|| used(nd_ops::sum_axis(&data.small, 1)))),
        ("max_axis 0 cached", small, Box::new(|| used(nd_ops::max_axis(&data.small, 0)))),
        ("max_axis 1 cached", small, Box::new(|| used(nd_ops::max_axis(&data.small, 1)))),
        ("std_axis 0 cached", small, Box::new(|| used(nd_ops::std_axis(&data.small, 0)))),
        ("std_axis 1 cached", small, Box::new(|| used(nd_ops::std_axis(&data.small, 1)))),
        ("sum f32 cached", small / 2, Box::new(|| used(nd_ops::sum(&data.small_single)))),
        ("max f32 cached", small / 2, Box::new(|| used(nd_ops::max(&data.small_single)))),
    ]
}

#[expect(clippy::print_stdout, reason = "a benchmark's report")]
fn main() {
    let data = data();
    let participants = participants(&data);
    let mut times = vec![Vec::new(); participants.len()];
    for _ in 0..ROUNDS {
        for ((name, _, run), times) in participants.iter().zip(&mut times) {
            let turns = if name.ends_with("cached") { 20 } else { 1 };
            times.extend((0..turns).map(|_| seconds(run)));
        }
    }
    let rate = |bytes: usize, time: f64| bytes as f64 / time / 1e9;
    let mut plain = 0.0;
    for ((name, bytes, _), times) in participants.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let (best, middle) = (times[0], times[times.len() / 2]);
        if name.starts_with("read") {
            plain = rate(*bytes, middle).max(plain);
        }
        println!(
            "{name:<17} best {:7.3} ms {:6.2} GB/s  middle {:7.3} ms {:6.2} GB/s {:4.2} of reading",
            best * 1e3,
            rate(*bytes, best),
            middle * 1e3,
            rate(*bytes, middle),
            rate(*bytes, middle) / plain
        );
    }
}
