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

impl<T> Many<'_, T> {
    /// Calls `product` with each result and its factors.
    #[inline(always)]
    pub(super) fn each(self, mut product: impl FnMut(&mut [T], &[T], &[T])) {
        let (m, k, n) = (self.rows, self.inner, self.cols);
        let (mut a, mut b) = (self.a, self.b);
        for out in self.out.chunks_exact_mut(m * n) {
            product(out, &a[..m * k], &b[..k * n]);
            a = if self.same[0] { a } else { &a[m * k..] };
            b = if self.same[1] { b } else { &b[k * n..] };
        }
    }
}

impl<T: Arithmetic> Kernel for Many<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (k, n) = (self.inner, self.cols);
        self.each(|out, a, b| product(isa, out, a, b, k, n));
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
