//! Products of matrices and of stacks of them: which kernel takes which.

use crate::matrices::output::elements;
use crate::matrices::prepare::{packed, slice};
use crate::matrices::stack::Stack;
use crate::par::{self, Blocks};
use crate::products::Arithmetic;
use crate::products::gemv;
use crate::products::lanes::ManyDots;
use crate::products::large::{DEEP, Update};
use crate::products::panels::Factor;
use crate::products::tile::Many;
use faer::Par;
use nd_core::simd::dispatch;
use nd_core::{Array, CowArray, Shape, View};
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

/// The products of small matrices as a new array of `shape`, if all of `a` and of `b` are to be
/// had as slices: each block is made in the first-level cache and written once, where
/// [`products`] would fill the memory before it writes there.
pub(crate) fn stacked<T: Arithmetic>(
    shape: Shape,
    a: Stack<'_, T>,
    b: Stack<'_, T>,
) -> Option<Array<T>> {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    let bytes = shape.checked_size().and_then(|size| size.checked_mul(size_of::<T>()));
    let fits = bytes.is_some_and(|bytes| bytes > 0 && bytes <= isize::MAX as usize);
    if !fits || k == 0 || a.count() == 1 || !is_small::<T>(m, k, n) {
        return None;
    }
    let (a, b) = (Source::new(a, true), Source::new(b, true));
    let all = 0..a.stack.count();
    a.slice(&all).and(b.slice(&all))?;
    let part = Blocks::new(all.end, 2.0 * (m * k * n) as f64).matrices() * m * n;
    Some(Array::from_slots_parallel(shape, part, |start, slots| {
        let range = start / (m * n)..(start + slots.len()) / (m * n);
        let mut block = vec![T::ZERO; slots.len()];
        let sources = a.slice(&range).zip(b.slice(&range));
        let (left, right) = sources.expect("what is in slices stays there");
        many(&mut block, left, right, [m, k, n], [a.repeated, b.repeated]);
        slots.copy_from_slice(&block)
    }))
}

/// The product of two small matrices.
#[inline]
pub(crate) fn pair<T: Arithmetic>(a: &[T], b: &[T], [m, k, n]: [usize; 3]) -> Option<Array<T>> {
    if m < 2 || k == 0 || n < 2 || !is_small::<T>(m, k, n) {
        return None;
    }
    let shape = Shape::from([m, n]);
    let mut out = Array::from_slots(shape, |slots| slots.fill_with(|| T::ZERO));
    let all = elements(&mut out);
    T::small(Many { out: all, a, b, rows: m, inner: k, cols: n, same: [false; 2] });
    Some(out)
}

/// Whether the kernel that does not pack is the fastest. It adds up one product after the other,
/// which is exact enough for sums that are not long.
fn is_small<T: Arithmetic>(m: usize, k: usize, n: usize) -> bool {
    k <= DEEP && m.saturating_mul(k).saturating_mul(n) <= T::SMALL
}

/// Small products one after the other.
fn many<T: Arithmetic>(out: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3], same: [bool; 2]) {
    if m == 1 && n == 1 {
        return dispatch(ManyDots { out, x: a, y: b, len: k, same });
    }
    T::small(Many { out, a, b, rows: m, inner: k, cols: n, same });
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
    if is_small::<T>(m, k, n) {
        let (a, b) = (packed(a), packed(b));
        let (a, b, same) = (slice(&a), slice(&b), [false; 2]);
        return T::small(Many { out, a, b, rows: m, inner: k, cols: n, same });
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
