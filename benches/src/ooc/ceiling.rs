//! The workloads by hand: no plan, no grid, just threads that read into buffers they keep.
//!
//! What a general engine gives away against this is what its generality costs.

use super::npy::Npy;
use super::{Paths, Workload, rechunk, stencil, tasks};
use nd::linalg::matmul;
use nd::{Array, View};
use std::io;

/// All that there are.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "meanstd", run: meanstd },
    Workload { name: "meantime", run: meantime },
    Workload { name: "elem", run: elem },
    Workload { name: "blur", run: stencil::blur },
    Workload { name: "rechunk", run: rechunk::rechunk },
    Workload { name: "standardise", run: standardise },
    Workload { name: "gram", run: gram },
    Workload { name: "small", run: small },
    Workload { name: "median", run: median },
];

/// Elements read at a time: 4 MiB of `f32`, which a second-level cache nearly holds.
const BLOCK: usize = 1 << 20;
/// Elements whose mean is taken before their squares: what a first-level cache holds.
const RUN: usize = 4096;
/// Rows of `cube` that a task of a reduction over time owns.
const BAND: usize = 64;

/// Calls `task` with each block of a file of `f32`, read by `tasks`, and returns what it returned, in order.
fn blocks<R: Send>(file: &Npy, task: impl Fn(&[f32]) -> R + Sync) -> io::Result<Vec<R>> {
    let count = file.len().div_ceil(BLOCK);
    tasks::run(
        count,
        || vec![0.0_f32; BLOCK],
        |buffer, at| {
            let block = &mut buffer[..BLOCK.min(file.len() - at * BLOCK)];
            file.read(at * BLOCK, block)?;
            Ok(task(block))
        },
    )
}

/// A sum in eight lanes, which the compiler makes into vectors.
pub(super) fn lanes(elements: &[f32], of: impl Fn(f32) -> f64) -> f64 {
    let mut lanes = [0.0; 8];
    let parts = elements.chunks_exact(8);
    let rest: f64 = parts.remainder().iter().map(|&x| of(x)).sum();
    for part in parts {
        for (lane, &x) in lanes.iter_mut().zip(part) {
            *lane += of(x);
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// How many, their mean, and the sum of squares about it.
#[derive(Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn of(elements: &[f32]) -> Self {
        let count = elements.len() as f64;
        let mean = lanes(elements, f64::from) / count;
        let squares = lanes(elements, |x| (f64::from(x) - mean) * (f64::from(x) - mean));
        Self { count, mean, squares }
    }

    /// Of two sets together. Source: Chan, Golub and LeVeque, "Algorithms for computing the sample variance" (1983).
    fn and(self, other: Self) -> Self {
        if self.count == 0.0 {
            return other;
        }
        let count = self.count + other.count;
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * other.count / count,
            squares: self.squares
                + other.squares
                + apart * apart * self.count * other.count / count,
        }
    }
}

/// Mean and standard deviation of all of `cube`, in one pass.
fn meanstd(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("cube.npy"), "<f4")?;
    let of_block =
        |block: &[f32]| block.chunks(RUN).map(Moments::of).fold(Moments::default(), Moments::and);
    let all = blocks(&file, of_block)?.into_iter().fold(Moments::default(), Moments::and);
    Ok(vec![all.mean, (all.squares / all.count).sqrt()])
}

/// Sums over time, and of squares if they are wanted, one pair for each band of rows.
fn over_time(file: &Npy, squares: bool) -> io::Result<Vec<[Vec<f64>; 2]>> {
    let [times, height, width] = file.shape[..] else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let band = BAND.min(height) * width;
    tasks::run(
        (height * width).div_ceil(band),
        || vec![0.0_f32; band],
        |buffer, at| {
            let here = &mut buffer[..band.min(height * width - at * band)];
            let mut sums = vec![0.0; here.len()];
            let mut sums_of_squares = vec![0.0; if squares { here.len() } else { 0 }];
            for time in 0..times {
                file.read(time * height * width + at * band, here)?;
                for (sum, &x) in sums.iter_mut().zip(here.iter()) {
                    *sum += f64::from(x);
                }
                for (sum, &x) in sums_of_squares.iter_mut().zip(here.iter()) {
                    *sum += f64::from(x) * f64::from(x);
                }
            }
            Ok([sums, sums_of_squares])
        },
    )
}

/// The sum of the means over time of `cube`.
fn meantime(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("cube.npy"), "<f4")?;
    let times = file.shape[0] as f64;
    let bands = over_time(&file, false)?;
    Ok(vec![bands.iter().map(|[sums, _]| sums.iter().map(|sum| sum / times).sum::<f64>()).sum()])
}

/// `sqrt(a * a + 0.25) - 0.5 * a`, to a file.
fn elem(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("a.npy"), "<f8")?;
    let out = Npy::create(&paths.output("out.npy"), "<f8", &file.shape)?;
    let block = BLOCK / 2;
    let task = |buffer: &mut Vec<f64>, at: usize| {
        let here = &mut buffer[..block.min(file.len() - at * block)];
        file.read(at * block, here)?;
        for x in here.iter_mut() {
            *x = (*x * *x + 0.25).sqrt() - 0.5 * *x;
        }
        out.write(at * block, here)
    };
    tasks::run(file.len().div_ceil(block), || vec![0.0; block], task)?;
    Ok(Vec::new())
}

/// `(cube - mean over time) / std over time`, to a file: two passes.
fn standardise(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("cube.npy"), "<f4")?;
    let out = Npy::create(&paths.output("out.npy"), "<f4", &file.shape)?;
    let times = file.shape[0] as f64;
    let (mut means, mut deviations) = (Vec::new(), Vec::new());
    for [sums, squares] in over_time(&file, true)? {
        for (sum, squares) in sums.into_iter().zip(squares) {
            let mean = sum / times;
            means.push(mean as f32);
            deviations.push((squares / times - mean * mean).sqrt() as f32);
        }
    }
    let row = file.row();
    let task = |buffer: &mut Vec<f32>, time: usize| {
        file.read(time * row, buffer)?;
        for ((x, mean), deviation) in buffer.iter_mut().zip(&means).zip(&deviations) {
            *x = (*x - mean) / deviation;
        }
        out.write(time * row, buffer)
    };
    tasks::run(file.shape[0], || vec![0.0_f32; row], task)?;
    Ok(Vec::new())
}

/// The sum of the elements of `mat.T @ mat`; the products are nd's, which has threads of its own.
fn gram(paths: &Paths) -> io::Result<Vec<f64>> {
    const ROWS: usize = 4096;
    let file = Npy::open(&paths.input("mat.npy"), "<f8")?;
    let (rows, columns) = (file.shape[0], file.row());
    let mut buffer = vec![0.0_f64; ROWS * columns];
    let mut sum = Array::zeros([columns, columns]);
    for from in (0..rows).step_by(ROWS) {
        let count = ROWS.min(rows - from);
        let part = &mut buffer[..count * columns];
        file.read(from * columns, part)?;
        let part = View::from_shape_slice([count, columns], part);
        sum += &matmul(part.t(), part);
    }
    Ok(vec![nd::sum(&sum)])
}

/// The sum of `img * 2 + 1` over tiles of 256 × 256, each summed for itself.
fn small(paths: &Paths) -> io::Result<Vec<f64>> {
    const TILE: usize = 256;
    const STRIP: usize = 16;
    let file = Npy::open(&paths.input("img.npy"), "<f4")?;
    let width = file.row();
    let task = |buffer: &mut Vec<f32>, at: usize| {
        let mut tiles = vec![0.0; width.div_ceil(TILE)];
        let end = (at * TILE + TILE).min(file.shape[0]);
        for row in (at * TILE..end).step_by(STRIP) {
            let strip = &mut buffer[..STRIP.min(end - row) * width];
            file.read(row * width, strip)?;
            for line in strip.chunks(width) {
                for (tile, part) in tiles.iter_mut().zip(line.chunks(TILE)) {
                    *tile += lanes(part, |x| f64::from(x * 2.0 + 1.0));
                }
            }
        }
        Ok(tiles.iter().sum::<f64>())
    };
    let bands = tasks::run(file.shape[0].div_ceil(TILE), || vec![0.0; STRIP * width], task)?;
    Ok(vec![bands.iter().sum()])
}

/// The exact median of `cube`, by counting: first the upper halves of the bits, then the lower halves of those that
/// share the median's upper half.
fn median(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("cube.npy"), "<f4")?;
    let upper = count(&file, |key| Some(key >> 16))?;
    let mut middle = [0.0_f32; 2];
    for (value, rank) in middle.iter_mut().zip([(file.len() - 1) / 2, file.len() / 2]) {
        let (high, rank) = at_rank(&upper, rank as u64);
        let lower = count(&file, |key| (key >> 16 == high).then_some(key & 0xFFFF))?;
        let (low, _) = at_rank(&lower, rank);
        *value = float(high << 16 | low);
    }
    // As NumPy: the mean of the two in their own type.
    Ok(vec![f64::from((middle[0] + middle[1]) / 2.0)])
}

/// How often each of 65,536 parts of keys is there.
fn count(file: &Npy, part: impl Fn(u32) -> Option<u32> + Sync) -> io::Result<Vec<u64>> {
    let threads = tasks::threads();
    let count = file.len().div_ceil(BLOCK);
    let counts = tasks::run(
        threads,
        || vec![0.0_f32; BLOCK],
        |buffer, thread| {
            let mut counts = vec![0_u64; 1 << 16];
            for at in (thread..count).step_by(threads) {
                let block = &mut buffer[..BLOCK.min(file.len() - at * BLOCK)];
                file.read(at * BLOCK, block)?;
                for part in block.iter().filter_map(|&x| part(key(x))) {
                    counts[part as usize] += 1;
                }
            }
            Ok(counts)
        },
    )?;
    let add = |mut a: Vec<u64>, b: Vec<u64>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        a
    };
    Ok(counts.into_iter().fold(vec![0; 1 << 16], add))
}

/// The part that holds a rank, and the rank within it.
fn at_rank(counts: &[u64], mut rank: u64) -> (u32, u64) {
    for (part, &count) in counts.iter().enumerate() {
        if rank < count {
            return (part as u32, rank);
        }
        rank -= count;
    }
    unreachable!("ranks are below the number of elements")
}

/// Bits that are ordered as the numbers are.
fn key(x: f32) -> u32 {
    let bits = x.to_bits();
    if bits >> 31 == 1 { !bits } else { bits | 1 << 31 }
}

/// The number of a key.
fn float(key: u32) -> f32 {
    f32::from_bits(if key >> 31 == 1 { key & !(1 << 31) } else { !key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ordered_as_numbers() {
        let numbers = [f32::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-40, 1.0, f32::MAX, f32::INFINITY];
        let keys = numbers.map(key);
        assert!(keys.is_sorted());
        assert_eq!(keys.map(float).map(f32::to_bits), numbers.map(f32::to_bits));
    }

    #[test]
    fn moments_of_parts_are_moments_of_all() {
        let all: Vec<f32> = (0..1000).map(|i| (i % 37) as f32).collect();
        let parts = all.chunks(77).map(Moments::of).fold(Moments::default(), Moments::and);
        let whole = Moments::of(&all);
        assert_eq!(parts.count, 1000.0);
        assert!(
            (parts.mean - whole.mean).abs() < 1e-12 && (parts.squares - whole.squares).abs() < 1e-8
        );
    }

    #[test]
    fn ranks_are_found() {
        assert_eq!(at_rank(&[2, 0, 3], 1), (0, 1));
        assert_eq!(at_rank(&[2, 0, 3], 2), (2, 0));
        assert_eq!(at_rank(&[2, 0, 3], 4), (2, 2));
    }
}
