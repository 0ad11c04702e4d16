//! The kernel of small products of any elements: tiles of the result that stay in registers while a row of one factor meets a column of the other.

use crate::products::Arithmetic;
use nd_core::simd::{Isa, Kernel};

/// The rows of a tile.
const ROWS: usize = 4;

/// Products of one shape, one after the other in memory, in C order without gaps:
/// `out = a · b`, `(m, k)`, `(k, n)` → `(m, n)`.
pub struct Many<'t, T> {
    pub(super) out: &'t mut [T],
    pub(super) a: &'t [T],
    pub(super) b: &'t [T],
    pub(super) rows: usize,
    pub(super) inner: usize,
    pub(super) cols: usize,
    /// Whether `a`, `b` are one matrix for all of them.
    pub(super) same: [bool; 2],
}

impl<'t, T> Many<'t, T> {
    /// The next product: its result and its factors.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<(&'t mut [T], &'t [T], &'t [T])> {
        let (m, k, n) = (self.rows, self.inner, self.cols);
        let (out, rest) = std::mem::take(&mut self.out).split_at_mut_checked(m * n)?;
        let (a, b) = (&self.a[..m * k], &self.b[..k * n]);
        self.out = rest;
        self.a = if self.same[0] { self.a } else { &self.a[m * k..] };
        self.b = if self.same[1] { self.b } else { &self.b[k * n..] };
        Some((out, a, b))
    }
}

impl<T: Arithmetic> Kernel for Many<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(mut self, isa: I) {
        while let Some((out, a, b)) = self.next() {
            product(isa, out, a, b, self.inner, self.cols);
        }
    }
}

/// The product of one pair, `out` overwritten.
#[inline(always)]
pub(super) fn product<T: Arithmetic, I: Isa>(
    isa: I,
    out: &mut [T],
    a: &[T],
    b: &[T],
    k: usize,
    n: usize,
) {
    let mut col = 0;
    // Two vector registers a row are enough to keep the multipliers busy; what is left over
    // on the right is narrower.
    if size_of::<T>() <= 4 {
        col = columns::<T, I, 16>(isa, out, a, b, k, n, col);
    }
    col = columns::<T, I, 8>(isa, out, a, b, k, n, col);
    col = columns::<T, I, 4>(isa, out, a, b, k, n, col);
    col = columns::<T, I, 2>(isa, out, a, b, k, n, col);
    columns::<T, I, 1>(isa, out, a, b, k, n, col);
}

/// Tiles of `C` columns from `col` on, as many as fit; returns where they end.
#[inline(always)]
fn columns<T: Arithmetic, I: Isa, const C: usize>(
    isa: I,
    out: &mut [T],
    a: &[T],
    b: &[T],
    k: usize,
    n: usize,
    mut col: usize,
) -> usize {
    while col + C <= n {
        let mut out_rows = out.chunks_exact_mut(ROWS * n);
        let mut a_rows = a.chunks_exact(ROWS * k);
        for (out, a) in (&mut out_rows).zip(&mut a_rows) {
            let tile = tile::<T, I, ROWS, C>(isa, a, b, k, n, col);
            for (out, tile) in out.chunks_exact_mut(n).zip(tile) {
                out[col..col + C].copy_from_slice(&tile);
            }
        }
        let rest = out_rows.into_remainder().chunks_exact_mut(n);
        for (out, a) in rest.zip(a_rows.remainder().chunks_exact(k)) {
            let [tile] = tile::<T, I, 1, C>(isa, a, b, k, n, col);
            out[col..col + C].copy_from_slice(&tile);
        }
        col += C;
    }
    col
}

/// `R` rows of `a` times `C` columns of `b`.
#[inline(always)]
fn tile<T: Arithmetic, I: Isa, const R: usize, const C: usize>(
    isa: I,
    a: &[T],
    b: &[T],
    k: usize,
    n: usize,
    col: usize,
) -> [[T; C]; R] {
    let a: [&[T]; R] = std::array::from_fn(|r| &a[r * k..(r + 1) * k]);
    let mut sums = [[T::ZERO; C]; R];
    for p in 0..k {
        let b: &[T; C] = b[p * n + col..].first_chunk().expect("the columns were counted");
        for (sums, a) in sums.iter_mut().zip(a) {
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = sum.plus_product(isa, a[p], b);
            }
        }
    }
    sums
}
