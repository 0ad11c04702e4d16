//! Vectors: sums whose bits do not depend on the number of threads, and updates in place.

use super::scalar::Scalar;
use crate::packed::PART;
use nd_core::{Number, huge, threads};

/// Elements that one task adds up.
const BLOCK: usize = 1 << 14;

/// Elements added up side by side.
const LANES: usize = 8;

/// The sum of conj(x)·y, in double precision.
pub(crate) fn dot<T: Scalar>(x: &[T], y: &[T]) -> T {
    let block = |task: usize| {
        let range = task * BLOCK..((task + 1) * BLOCK).min(x.len());
        block_dot(&x[range.clone()], &y[range])
    };
    let sum = threads::tree(x.len().div_ceil(BLOCK), &block, &|a, b| a.plus(b));
    sum.map_or(T::ZERO, T::narrowed)
}

/// [`dot`] of each of several vectors with `y`, which is read once: the same bits.
#[cfg(feature = "linalg")]
pub(crate) fn dots<T: Scalar>(vectors: &[Vec<T>], y: &[T]) -> Vec<T> {
    let block = |task: usize| -> Vec<T::Wide> {
        let range = task * BLOCK..((task + 1) * BLOCK).min(y.len());
        let y = &y[range.clone()];
        vectors.iter().map(|x| block_dot(&x[range.clone()], y)).collect()
    };
    let added = |mut a: Vec<T::Wide>, b: Vec<T::Wide>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a = a.plus(b));
        a
    };
    let sums = threads::tree(y.len().div_ceil(BLOCK), &block, &added);
    let narrowed = |sums: Vec<T::Wide>| sums.into_iter().map(T::narrowed).collect();
    sums.map_or_else(|| vec![T::ZERO; vectors.len()], narrowed)
}

#[inline(always)]
fn block_dot<T: Scalar>(x: &[T], y: &[T]) -> T::Wide {
    let mut sums = [T::ZERO.widened(); LANES];
    let (xs, ys) = (x.chunks_exact(LANES), y.chunks_exact(LANES));
    let rest = xs.remainder().iter().zip(ys.remainder());
    for (x, y) in xs.zip(ys) {
        for lane in 0..LANES {
            let term = x[lane].conjugate().widened().times(y[lane].widened());
            sums[lane] = sums[lane].plus(term);
        }
    }
    for (lane, (x, y)) in rest.enumerate() {
        sums[lane] = sums[lane].plus(x.conjugate().widened().times(y.widened()));
    }
    let [a, b, c, d, e, f, g, h] = sums;
    a.plus(b).plus(c.plus(d)).plus(e.plus(f).plus(g.plus(h)))
}

/// The Euclidean norm; also where squares would overflow or vanish. NaN if an element is.
pub(crate) fn norm<T: Scalar>(x: &[T]) -> f64 {
    let sum = squares(x, 1.0);
    if sum.is_finite() && sum > 1e-280 {
        return sum.sqrt();
    }
    let largest = largest(x);
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * squares(x, largest).sqrt()
}

/// The sum of squares of |x| / scale.
fn squares<T: Scalar>(x: &[T], scale: f64) -> f64 {
    let block = |task: usize| {
        let range = task * BLOCK..((task + 1) * BLOCK).min(x.len());
        block_squares(&x[range], scale)
    };
    threads::tree(x.len().div_ceil(BLOCK), &block, &|a, b| a + b).unwrap_or(0.0)
}

#[inline(always)]
fn block_squares<T: Scalar>(x: &[T], scale: f64) -> f64 {
    let mut sums = [0.0; LANES];
    let scaled = |x: T| if scale == 1.0 { x.square() } else { (x.magnitude() / scale).powi(2) };
    let chunks = x.chunks_exact(LANES);
    for (lane, &x) in chunks.remainder().iter().enumerate() {
        sums[lane] += scaled(x);
    }
    for chunk in chunks {
        for lane in 0..LANES {
            sums[lane] += scaled(chunk[lane]);
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

/// The largest |x|; NaN if there is one.
pub(crate) fn largest<T: Scalar>(x: &[T]) -> f64 {
    x.iter().fold(0.0, |largest: f64, x| {
        let size = x.magnitude();
        if size > largest || size.is_nan() || largest.is_nan() {
            size + 0.0 * largest
        } else {
            largest
        }
    })
}

/// Whether no element is NaN or infinite.
pub(crate) fn all_finite<T: Scalar>(x: &[T]) -> bool {
    x.iter().all(|x| x.finite())
}

/// `y[i] = f(y[i], x[i])` on all threads.
pub(crate) fn update<T: Scalar>(y: &mut [T], x: &[T], f: impl Fn(T, T) -> T + Sync) {
    let body = |y: &mut [T], x: &[T]| {
        for (y, &x) in y.iter_mut().zip(x) {
            *y = f(*y, x);
        }
    };
    if y.len() <= PART {
        return body(y, x);
    }
    threads::chunks(y, PART, &|start, y| {
        let x = &x[start..start + y.len()];
        body(y, x);
    });
}

/// `y += a·x`.
pub(crate) fn add_scaled<T: Scalar>(y: &mut [T], a: T, x: &[T]) {
    update(y, x, |y, x| y + a * x);
}

/// [`add_scaled`] of each of several vectors in their order: the same bits, while a piece of `y` stays in the cache.
#[cfg(feature = "linalg")]
pub(crate) fn add_all_scaled<T: Scalar>(y: &mut [T], factors: &[T], vectors: &[Vec<T>]) {
    const PIECE: usize = 1 << 11;
    let body = |start: usize, y: &mut [T]| {
        for (piece, y) in y.chunks_mut(PIECE).enumerate() {
            let start = start + piece * PIECE;
            for (&a, x) in factors.iter().zip(vectors) {
                let x = &x[start..start + y.len()];
                y.iter_mut().zip(x).for_each(|(y, &x)| *y += a * x);
            }
        }
    };
    if y.len() <= PART {
        return body(0, y);
    }
    threads::chunks(y, PART, &body);
}

/// `y = x + a·y`.
pub(crate) fn scale_and_add<T: Scalar>(y: &mut [T], a: T, x: &[T]) {
    update(y, x, |y, x| x + a * y);
}

/// `y *= a`.
pub(crate) fn scale<T: Scalar>(y: &mut [T], a: T) {
    if y.len() <= PART {
        return y.iter_mut().for_each(|y| *y *= a);
    }
    threads::chunks(y, PART, &|_, y| y.iter_mut().for_each(|y| *y *= a));
}

/// A vector of zeros.
pub(crate) fn zeros<T: Scalar>(n: usize) -> Vec<T> {
    huge::advised(vec![T::ZERO; n])
}
