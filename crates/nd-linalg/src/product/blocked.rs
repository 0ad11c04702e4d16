//! Large products of integers and bool, which faer does not know.

use crate::par;
use crate::product::element::Arithmetic;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{View, ViewMut};

/// Up to so many multiplications, packing `b` first does not pay.
pub(super) const SMALL: usize = 32 * 32 * 32;
/// Rows of the result that one thread takes at a time.
const TASK: usize = 64;
/// Rows and columns of a tile, and how many of a row's products are added up in one go: a
/// panel of `b` has to stay in the first-level cache.
const ROWS: usize = 4;
const COLS: usize = 16;
const DEEP: usize = 256;

/// `out = a · b`: `(m, k)`, `(k, n)` → `(m, n)`; `out` is in C order.
pub(super) fn product<T: Arithmetic>(mut out: ViewMut<'_, T>, a: View<'_, T>, b: View<'_, T>) {
    let ([m, k], [_, n]) = (a.dims(), b.dims());
    let (a, panels) = (a.reshape([m * k]), packed(b));
    let (a, panels) = (a.view().as_slice().expect("in C order"), panels.as_slice());
    let out = out.as_slice_mut().expect("an output in C order");
    let work = 2.0 * m as f64 * k as f64 * n as f64;
    par::chunks(out, TASK * n, work, |start, out| {
        let rows = out.len() / n;
        let a = &a[start / n * k..][..rows * k];
        dispatch(Rows { out, a, panels, inner: k, cols: n });
    });
}

/// `b` cut into panels of [`COLS`] columns, each in C order, the last one filled up with zeros.
fn packed<T: Arithmetic>(b: View<'_, T>) -> Vec<T> {
    let [k, n] = b.dims();
    let b = b.reshape([k * n]);
    let b = b.view().as_slice().expect("in C order");
    let mut panels = vec![T::ZERO; n.div_ceil(COLS) * COLS * k];
    for (panel, col) in panels.chunks_exact_mut(COLS * k).zip((0..n).step_by(COLS)) {
        let width = COLS.min(n - col);
        for (to, from) in panel.chunks_exact_mut(COLS).zip(b.chunks_exact(n)) {
            to[..width].copy_from_slice(&from[col..col + width]);
        }
    }
    panels
}

/// Some rows of the result.
struct Rows<'t, T> {
    out: &'t mut [T],
    a: &'t [T],
    panels: &'t [T],
    inner: usize,
    cols: usize,
}

impl<T: Arithmetic> Kernel for Rows<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (k, n) = (self.inner, self.cols);
        for from in (0..k).step_by(DEEP) {
            let deep = from..k.min(from + DEEP);
            for (panel, col) in self.panels.chunks_exact(COLS * k).zip((0..n).step_by(COLS)) {
                let panel = &panel[deep.start * COLS..deep.end * COLS];
                let a = self.a.chunks(ROWS * k);
                for (out, a) in self.out.chunks_mut(ROWS * n).zip(a) {
                    if a.len() == ROWS * k {
                        let a: [&[T]; ROWS] = std::array::from_fn(|r| &a[r * k..][deep.clone()]);
                        add(out, tile(isa, a, panel), n, col);
                        continue;
                    }
                    for (out, a) in out.chunks_exact_mut(n).zip(a.chunks_exact(k)) {
                        add(out, tile(isa, [&a[deep.clone()]], panel), n, col);
                    }
                }
            }
        }
    }
}

/// Adds a tile to the columns of `out` from `col` on; the panel's filling is left out.
#[inline(always)]
fn add<T: Arithmetic, const R: usize>(out: &mut [T], tile: [[T; COLS]; R], n: usize, col: usize) {
    for (out, tile) in out.chunks_exact_mut(n).zip(tile) {
        for (out, x) in out[col..].iter_mut().zip(tile) {
            *out = out.plus(x);
        }
    }
}

/// Pieces of `R` rows times a piece of a panel.
#[inline(always)]
fn tile<T: Arithmetic, I: Isa, const R: usize>(
    isa: I,
    a: [&[T]; R],
    panel: &[T],
) -> [[T; COLS]; R] {
    let mut sums = [[T::ZERO; COLS]; R];
    let (panel, _) = panel.as_chunks::<COLS>();
    let a = a.map(|a| &a[..panel.len()]);
    for (p, b) in panel.iter().enumerate() {
        for (sums, a) in sums.iter_mut().zip(a) {
            for (sum, &b) in sums.iter_mut().zip(b) {
                *sum = sum.plus_product(isa, a[p], b);
            }
        }
    }
    sums
}
