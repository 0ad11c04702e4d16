//! Products of matrices and of stacks of them: which kernel takes which.

use crate::matrices::prepare::{packed, slice};
use crate::matrices::stack::Stack;
use crate::par::{self, Blocks};
use crate::products::Arithmetic;
use crate::products::gemv;
use crate::products::lanes::ManyDots;
use crate::products::large::Update;
use crate::products::panels::Factor;
use crate::products::tile::{ManyTiles, Tiles};
use faer::Par;
use nd_core::simd::dispatch;
use nd_core::{CowArray, View};
use std::ops::Range;

/// `out = a · b` for every pair: `(…, m, k)`, `(…, k, n)` → `(…, m, n)`, in C order without
/// gaps. The stacks have the same leading axes.
pub(crate) fn products<T: Arithmetic>(out: &mut [T], a: Stack<'_, T>, b: Stack<'_, T>) {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    if out.is_empty() || k == 0 {
        out.fill(T::ZERO);
        return;
    }
    let flops = 2.0 * m as f64 * k as f64 * n as f64;
    if a.count() == 1 {
        return single(out, a.get(0), b.get(0));
    }
    // One matrix on the right of all: their rows under each other make one product.
    let small = is_small::<T>(m, k, n);
    if !small
        && b.is_repeated()
        && let Some(rows) = a.joined()
    {
        return product(out, rows, b.get(0), par::free(flops * a.count() as f64));
    }
    let blocks = Blocks::new(a.count(), flops);
    let pieces = blocks.pieces(out, m * n);
    let (a, b) = (Source::new(a, small), Source::new(b, small));
    let done = blocks.run(par::free, &|block, range, par| {
        match (a.slice(&range), b.slice(&range)) {
            (Some(left), Some(right)) => {
                let (out, same) = (pieces.take(block), [a.repeated, b.repeated]);
                many(out, left, right, [m, k, n], same);
            }
            _ => {
                for (i, out) in range.zip(pieces.each(block)) {
                    product(out, a.get(i), b.get(i), par);
                }
            }
        }
        Ok(())
    });
    done.expect("products have no errors");
}

/// Whether this crate's own kernel is the fastest.
fn is_small<T: Arithmetic>(m: usize, k: usize, n: usize) -> bool {
    m.saturating_mul(k).saturating_mul(n) <= T::SMALL
}

/// Small products one after the other.
fn many<T: Arithmetic>(out: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3], same: [bool; 2]) {
    if m == 1 && n == 1 {
        return dispatch(ManyDots { out, x: a, y: b, len: k, same });
    }
    dispatch(ManyTiles { out, a, b, rows: m, inner: k, cols: n, same });
}

/// One product: `(m, k)`, `(k, n)` → `(m, n)`.
pub(crate) fn single<T: Arithmetic>(out: &mut [T], a: View<'_, T>, b: View<'_, T>) {
    let ([m, k], [_, n]) = (a.dims(), b.dims());
    if out.is_empty() || k == 0 {
        return out.fill(T::ZERO);
    }
    product(out, a, b, par::free(2.0 * m as f64 * k as f64 * n as f64));
}

/// The same, none of them empty.
fn product<T: Arithmetic>(out: &mut [T], a: View<'_, T>, b: View<'_, T>, par: Par) {
    let ([m, k], [_, n]) = (a.dims(), b.dims());
    if m == 1 && n == 1 {
        let (x, y) = (packed(a), packed(b));
        out[0] = gemv::dot(slice(&x), slice(&y), false);
        return;
    }
    if n == 1 {
        let x = packed(b);
        return gemv::product(out, a, slice(&x));
    }
    if m == 1 {
        let x = packed(a);
        return gemv::product(out, b.t(), slice(&x));
    }
    if is_small::<T>(m, k, n)
        && let (Some(a), Some(b)) = (a.as_slice(), b.as_slice())
    {
        return dispatch(Tiles { out, a, b, inner: k, cols: n });
    }
    let mut out: Vec<&mut [T]> = out.chunks_exact_mut(n).collect();
    T::large(&mut out, Update::Replace, Factor::plain(a), Factor::plain(b.t()), par);
}

/// The matrices of a stack: as one slice where that is to be had.
struct Source<'a, T> {
    stack: Stack<'a, T>,
    packed: Option<CowArray<'a, T>>,
    /// Whether all matrices are one; `packed` is that one then.
    repeated: bool,
    /// The elements of a matrix.
    len: usize,
}

impl<'a, T: Arithmetic> Source<'a, T> {
    fn new(stack: Stack<'a, T>, small: bool) -> Source<'a, T> {
        let (len, repeated) = (stack.rows() * stack.cols(), stack.is_repeated());
        let packed = match (small, repeated) {
            (true, true) => Some(packed(stack.get(0))),
            // What is repeated in part may become much larger by a copy.
            (true, false) if !stack.is_stretched() => Some(packed(stack.view())),
            _ => None,
        };
        Source { stack, packed, repeated, len }
    }

    fn slice(&self, range: &Range<usize>) -> Option<&[T]> {
        let all = slice(self.packed.as_ref()?);
        if self.repeated {
            return Some(all);
        }
        Some(&all[range.start * self.len..range.end * self.len])
    }

    fn get(&self, i: usize) -> View<'a, T> {
        self.stack.get(i)
    }
}
