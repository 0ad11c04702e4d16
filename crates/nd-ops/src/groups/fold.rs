//! The walk of grouped reductions: each row of an array into the accumulators of its group.

use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Element, Number, Reducer, View, ViewMut, threads};
use std::marker::PhantomData;

use crate::sums::AddedIn;

/// Accumulators that one thread works on at a time, which stay in its cache.
const COLUMNS: usize = 1024;

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
    let mut accs = vec![reducer.identity(); outer * groups * inner];
    if n > 0 && !accs.is_empty() {
        let flat = block.ravel();
        let elements = flat.view().as_slice().expect("ravel is contiguous");
        let parts = accs.chunks_exact_mut(groups * inner).zip(elements.chunks_exact(n * inner));
        let parts = parts.flat_map(|(accs, elements)| columns(accs, elements, inner)).collect();
        threads::items(parts, &|_, part: Part<'_, T, R::Acc>| {
            dispatch(Rows { part, codes, reducer });
        });
    }
    Array::from_shape_vec(shape, accs)
}

/// Some columns of the array, and the accumulators of each group for them.
struct Part<'a, T, A> {
    accs: Vec<&'a mut [A]>,
    elements: &'a [T],
    inner: usize,
    start: usize,
}

fn columns<'a, T, A>(accs: &'a mut [A], elements: &'a [T], inner: usize) -> Vec<Part<'a, T, A>> {
    let starts = (0..inner).step_by(COLUMNS);
    let mut parts: Vec<Part<'a, T, A>> =
        starts.map(|start| Part { accs: Vec::new(), elements, inner, start }).collect();
    for row in accs.chunks_exact_mut(inner) {
        for (part, accs) in parts.iter_mut().zip(row.chunks_mut(COLUMNS)) {
            part.accs.push(accs);
        }
    }
    parts
}

struct Rows<'a, T, A, R> {
    part: Part<'a, T, A>,
    codes: &'a [usize],
    reducer: &'a R,
}

impl<T: Copy, R: Reducer<T>> Kernel for Rows<'_, T, R::Acc, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Part { mut accs, elements, inner, start } = self.part;
        for (&code, row) in self.codes.iter().zip(elements.chunks_exact(inner)) {
            let accs = &mut *accs[code];
            self.reducer.rows(isa, accs, &row[start..start + accs.len()]);
        }
    }
}

/// Merges the accumulators of a later block into those of earlier ones.
///
/// # Panics
/// If their shapes differ.
#[track_caller]
pub(crate) fn merge_into<T: Element, R: Reducer<T>>(
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
    pub(crate) sum: W,
    excess: W,
}

impl<W: Number> Carry<W> {
    #[inline(always)]
    fn plus(self, x: W) -> Carry<W> {
        let x = x.minus(self.excess);
        let sum = self.sum.plus(x);
        let excess = sum.minus(self.sum).minus(x);
        // Infinities have no error; theirs would make NaN of them.
        let finite = excess.minus(excess) == W::zero();
        Carry { sum, excess: if finite { excess } else { W::zero() } }
    }
}

impl<T: AddedIn<W>, W: Number> Reducer<T> for Carried<W> {
    type Acc = Carry<W>;

    #[inline(always)]
    fn identity(&self) -> Carry<W> {
        Carry { sum: W::zero(), excess: W::zero() }
    }
    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> Carry<W> {
        let start = Carry { sum: W::zero(), excess: W::zero() };
        run.iter().fold(start, |sum, &x| sum.plus(x.widen()))
    }
    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Carry<W>], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(x.widen());
        }
    }
    #[inline(always)]
    fn merge(&self, earlier: Carry<W>, later: Carry<W>) -> Carry<W> {
        let sum = earlier.plus(later.sum);
        Carry { sum: sum.sum, excess: sum.excess.plus(later.excess) }
    }
}
