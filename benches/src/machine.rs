//! What the hardware can do: reading and copying memory, on one thread and on all, and calculating.
//!
//! Rows of the table that are limited by memory quote their share of these; [`Ceiling`] tells
//! whether the machine was the same before a row and after it.

use crate::data;
use crate::workload::{Prepared, Workload};
use nd::Array;
use nd::engine::simd::{Isa, Kernel, dispatch_wide};
use nd::engine::threads;
use std::num::NonZero;

/// Elements of the arrays: the largest vectors of the table, past every cache.
const N: usize = 10_000_000;

/// Reading 80 MB; moving 80 MB, by `memcpy` and by a loop with one addition, since which of
/// them is faster depends on the machine. By one thread and by all.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "machine/read_one_thread", prepare: || read(1) },
    Workload { name: "machine/read_all_threads", prepare: || read(cores()) },
    Workload { name: "machine/copy_one_thread", prepare: || transfer(1, <[u64]>::copy_from_slice) },
    Workload {
        name: "machine/copy_all_threads",
        prepare: || transfer(cores(), <[u64]>::copy_from_slice),
    },
    Workload { name: "machine/loop_one_thread", prepare: || transfer(1, add_one) },
    Workload { name: "machine/loop_all_threads", prepare: || transfer(cores(), add_one) },
];

/// What all threads together reach in this minute.
pub struct Ceiling {
    read: Prepared,
    copy: Prepared,
    multiply: Prepared,
}

impl Ceiling {
    /// With its arrays made.
    pub fn new() -> Self {
        let copy = transfer(cores(), <[u64]>::copy_from_slice);
        Self { read: read(cores()), copy, multiply: multiply(cores()) }
    }

    /// Gigabytes read, gigabytes read and written by copying, and 10⁹ floating-point operations
    /// (a fused product and sum is two), a second each: the best of three.
    pub fn measure(&mut self) -> [f64; 3] {
        let best = |task: &mut Prepared| (0..3).map(|_| task.time(1)).fold(f64::MAX, f64::min);
        let bytes = 8.0 * N as f64;
        let operations = (2 * LANES * STEPS * cores()) as f64;
        [
            bytes / best(&mut self.read),
            2.0 * bytes / best(&mut self.copy),
            operations / best(&mut self.multiply),
        ]
    }
}

impl Default for Ceiling {
    fn default() -> Self {
        Self::new()
    }
}

/// Sums at a time: as many registers as hide the time that one takes.
const LANES: usize = 64;
const STEPS: usize = 3_000_000;

fn multiply(threads: usize) -> Prepared {
    Prepared::new(move || {
        let sums = on_threads((0..threads).map(|_| || dispatch_wide(Multiplied)));
        std::hint::black_box(sums);
    })
}

/// Fused products and sums that wait for nothing but themselves.
struct Multiplied;

impl Kernel for Multiplied {
    type Output = f64;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> f64 {
        let by = std::hint::black_box(0.5);
        let mut sums = [1.0_f64; LANES];
        for _ in 0..STEPS {
            for sum in &mut sums {
                *sum = isa.mul_add(*sum, by, 1.0);
            }
        }
        sums.iter().sum()
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn read(threads: usize) -> Prepared {
    let source = numbers();
    Prepared::new(move || {
        let parts = slice(&source).chunks(N.div_ceil(threads));
        let total: u64 =
            on_threads(parts.map(|part| || checksum(part))).into_iter().fold(0, u64::wrapping_add);
        std::hint::black_box(total);
    })
}

/// In huge pages, as NumPy's arrays and ours are: small ones would make the ceiling too low.
fn numbers() -> Array<u64> {
    Array::from_fn([N], |i| data::bits(1, i[0] as u64))
}

fn slice(a: &Array<u64>) -> &[u64] {
    a.view().as_slice().expect("a new array is contiguous")
}

fn transfer(threads: usize, write: fn(&mut [u64], &[u64])) -> Prepared {
    let (source, mut target) = (numbers(), numbers());
    Prepared::new(move || {
        let part = N.div_ceil(threads);
        let to = target.as_slice_mut().expect("a new array is contiguous");
        let parts = slice(&source).chunks(part).zip(to.chunks_mut(part));
        on_threads(parts.map(|(from, to)| || write(to, from)));
        std::hint::black_box(&mut target);
    })
}

/// Runs each task on a thread of its own, of those that are there already: a new one begins on the
/// processor of the one that made it, and it takes milliseconds until it is moved.
fn on_threads<R: Send, T: FnOnce() -> R + Send>(tasks: impl Iterator<Item = T>) -> Vec<R> {
    threads::map(tasks.collect(), &|task: T| task())
}

/// A copy that the compiler does not turn into `memcpy`.
fn add_one(to: &mut [u64], from: &[u64]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = from.wrapping_add(1);
    }
}

/// Many independent lanes of `xor`, so that nothing but memory is waited for.
fn checksum(values: &[u64]) -> u64 {
    let mut lanes = [0_u64; 32];
    let blocks = values.chunks_exact(32);
    let rest = blocks.remainder();
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane ^= value;
        }
    }
    lanes.iter().chain(rest).fold(0, |a, b| a ^ b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_reads_every_value() {
        let values: Vec<u64> = (0..1000).map(|i| data::bits(9, i)).collect();
        assert_eq!(checksum(&values), values.iter().fold(0, |a, b| a ^ b));
    }

    #[test]
    fn products_approach_their_limit() {
        // x = x / 2 + 1 goes to 2.
        assert_eq!(dispatch_wide(Multiplied), 2.0 * LANES as f64);
    }

    #[test]
    fn tasks_run_in_order_of_their_results() {
        assert_eq!(on_threads((0..5).map(|i| move || i * i)), [0, 1, 4, 9, 16]);
    }
}
