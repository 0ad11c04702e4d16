//! The walk of grouped reductions: each row of an array into the accumulators of its group.

use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Element, Number, Reducer, View, ViewMut, huge, threads};
use std::marker::PhantomData;

/// Accumulators of a group that are worked on together, which stay in a cache.
const COLUMNS: usize = 1024;
/// Elements that one thread takes at a time, at least.
const TASK: usize = 1 << 15;
/// Positions of one lane that one thread takes at a time, at least.
const BLOCK: usize = 1 << 18;

/// The accumulators of `groups` groups: `block: (…, n, …)` → `(…, groups, …)`, where `codes`
/// says the group of each of the `n` positions of `axis`.
pub(crate) fn fold<T: Element, R: Reducer<T>>(
    block: View<'_, T>,
    codes: &[usize],
    groups: usize,
    axis: usize,
    reducer: &R,
) -> Array<R::Acc> {
    let mut shape = block.shape().to_vec();
    let n = std::mem::replace(&mut shape[axis], groups);
    assert_eq!(n, codes.len(), "a code for each position");
    let inner: usize = shape[axis + 1..].iter().product();
    let outer: usize = shape[..axis].iter().product();
    if n == 0 || outer * groups * inner == 0 {
        return Array::from_shape_vec(shape, vec![reducer.identity(); outer * groups * inner]);
    }
    let flat = block.ravel();
    let elements = flat.view().as_slice().expect("ravel is contiguous");
    if inner == 1 && n >= 2 * BLOCK {
        let mut accs = Vec::with_capacity(outer * groups);
        for elements in elements.chunks_exact(n) {
            accs.extend(lane(elements, codes, groups, reducer));
        }
        return Array::from_shape_vec(shape, accs);
    }
    // Strips of columns of one width, each with the accumulators of all groups together.
    let strips = inner.div_ceil(COLUMNS);
    let width = inner.div_ceil(strips);
    let size = groups * width;
    let mut accs = vec![reducer.identity(); outer * strips * size];
    let together = (TASK / (n * width)).max(1);
    threads::chunks(&mut accs, together * size, &|start, accs| {
        for k in 0..accs.len() / size {
            let strip = start / size + k;
            let elements = &elements[strip / strips * n * inner..][..n * inner];
            let first = strip % strips * width;
            let accs = &mut accs[k * size..][..size];
            dispatch(Rows { accs, elements, inner, first, width, codes, reducer });
        }
    });
    if strips > 1 {
        accs = joined(&accs, outer, groups, inner, width);
    }
    Array::from_shape_vec(shape, accs)
}

/// The accumulators of one long lane: of blocks that several threads take, each with accumulators of
/// its own, merged in the order of the blocks. How many there are depends on the lane and the groups only.
fn lane<T: Element, R: Reducer<T>>(
    elements: &[T],
    codes: &[usize],
    groups: usize,
    reducer: &R,
) -> Vec<R::Acc> {
    let n = elements.len();
    // A block is longer than its accumulators are many.
    let blocks = (n / BLOCK).min(n / (4 * groups)).max(1);
    let len = n.div_ceil(blocks);
    let part = |task: usize| {
        let range = task * len..n.min((task + 1) * len);
        let mut accs = huge::filled(reducer.identity(), groups);
        let (accs_of, elements, codes) = (&mut accs[..], &elements[range.clone()], &codes[range]);
        dispatch(Scatter { accs: accs_of, elements, codes, reducer });
        accs
    };
    let mut parts = threads::collect(n.div_ceil(len), &part).into_iter();
    let mut accs = parts.next().unwrap_or_default();
    let later: Vec<Vec<R::Acc>> = parts.collect();
    threads::chunks(&mut accs, TASK, &|start, accs| {
        for part in &later {
            for (acc, &later) in accs.iter_mut().zip(&part[start..]) {
                *acc = reducer.merge(*acc, later);
            }
        }
    });
    accs
}

/// Elements that lie in a row, each for the accumulator of its group.
struct Scatter<'a, T, A, R> {
    accs: &'a mut [A],
    elements: &'a [T],
    codes: &'a [usize],
    reducer: &'a R,
}

impl<T: Copy, R: Reducer<T>> Kernel for Scatter<'_, T, R::Acc, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        for (&code, &x) in self.codes.iter().zip(self.elements) {
            self.reducer.rows(isa, &mut self.accs[code..code + 1], &[x]);
        }
    }
}

/// The rows of strips `width` wide, one strip after the other, as rows that are `inner` wide.
fn joined<A: Copy>(accs: &[A], outer: usize, groups: usize, inner: usize, width: usize) -> Vec<A> {
    let strips = inner.div_ceil(width);
    let mut out = Vec::with_capacity(outer * groups * inner);
    for row in 0..outer * groups {
        for strip in 0..strips {
            let from = ((row / groups * strips + strip) * groups + row % groups) * width;
            out.extend_from_slice(&accs[from..][..width.min(inner - strip * width)]);
        }
    }
    out
}

/// Some columns of the rows of an array, and the accumulators of each group for them.
struct Rows<'a, T, A, R> {
    accs: &'a mut [A],
    elements: &'a [T],
    inner: usize,
    first: usize,
    width: usize,
    codes: &'a [usize],
    reducer: &'a R,
}

impl<T: Copy, R: Reducer<T>> Kernel for Rows<'_, T, R::Acc, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let count = self.width.min(self.inner - self.first);
        let mut at = self.first;
        for &code in self.codes {
            let accs = &mut self.accs[code * self.width..][..count];
            self.reducer.rows(isa, accs, &self.elements[at..at + count]);
            at += self.inner;
        }
    }
}

/// The sums of each group.
#[inline(never)]
pub(crate) fn sums<W: Number>(
    a: View<'_, W>,
    codes: &[usize],
    groups: usize,
    axis: usize,
) -> Array<W> {
    let sums = fold(a, codes, groups, axis, &Carried::<W>::NEW);
    let mut out = huge::filled(W::zero(), sums.size());
    let carries = sums.view().as_slice().expect("made without gaps");
    threads::chunks(&mut out, TASK, &|start, out| {
        for (out, carry) in out.iter_mut().zip(&carries[start..]) {
            *out = carry.sum;
        }
    });
    Array::from_shape_vec(sums.shape(), out)
}

/// Adds sums to those that there are.
///
/// # Panics
/// If their shapes differ.
#[inline(never)]
#[track_caller]
pub(crate) fn add_into<W: Number>(mut acc: ViewMut<'_, W>, sums: &Array<W>) {
    assert_eq!(acc.view().shape(), sums.shape(), "sums of one shape");
    for (acc, &sum) in acc.iter_mut().zip(sums.iter()) {
        *acc = acc.plus(sum);
    }
}

/// Merges the accumulators of a later block into those of earlier ones.
///
/// # Panics
/// If their shapes differ.
#[track_caller]
pub(crate) fn merge_into<T: Copy, R: Reducer<T>>(
    mut acc: ViewMut<'_, R::Acc>,
    later: &Array<R::Acc>,
    reducer: &R,
) {
    assert_eq!(acc.view().shape(), later.shape(), "accumulators of one shape");
    for (acc, &later) in acc.iter_mut().zip(later.iter()) {
        *acc = reducer.merge(*acc, later);
    }
}

/// Sums with the error of each addition carried on (Kahan, "Further remarks on reducing
/// truncation errors", 1965): members of a group come one by one, and a plain sum of many would
/// lose what a tree keeps.
pub(crate) struct Carried<W>(PhantomData<fn() -> W>);

impl<W> Carried<W> {
    pub(crate) const NEW: Carried<W> = Carried(PhantomData);
}

/// A sum, and what it is too large by.
#[derive(Clone, Copy)]
pub(crate) struct Carry<W> {
    sum: W,
    excess: W,
}

impl<W: Number> Carry<W> {
    #[inline(always)]
    pub(super) fn sum(self) -> W {
        self.sum
    }

    #[inline(always)]
    pub(super) fn plus(self, x: W) -> Carry<W> {
        let x = x.minus(self.excess);
        let sum = self.sum.plus(x);
        let excess = sum.minus(self.sum).minus(x);
        // Infinities have no error; theirs would make NaN of them.
        let finite = excess.minus(excess) == W::zero();
        Carry { sum, excess: if finite { excess } else { W::zero() } }
    }
}

impl<W: Number> Reducer<W> for Carried<W> {
    type Acc = Carry<W>;

    #[inline(always)]
    fn identity(&self) -> Carry<W> {
        Carry { sum: W::zero(), excess: W::zero() }
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[W]) -> Carry<W> {
        let start = Carry { sum: W::zero(), excess: W::zero() };
        run.iter().fold(start, |sum, &x| sum.plus(x))
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Carry<W>], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(x);
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: Carry<W>, later: Carry<W>) -> Carry<W> {
        let sum = earlier.plus(later.sum);
        Carry { sum: sum.sum, excess: sum.excess.plus(later.excess) }
    }
}
