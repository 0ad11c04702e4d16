//! Sums and counts of the elements that are not NaN.

use super::pairwise::eight;
use super::{AddedIn, is_nan};
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use std::marker::PhantomData;

/// An element as a summand, or nothing for NaN.
#[inline(always)]
pub(super) fn number_or_zero<T: AddedIn<W>, W: Number>(x: T) -> W {
    if is_nan(x) { W::zero() } else { x.widen() }
}

/// [`Sum`](super::pairwise::Sum) with zeros in the place of NaN: the same tree, and so the bits
/// of NumPy, which puts zeros there too.
pub(super) struct NumberSum<W>(PhantomData<fn() -> W>);

impl<W> NumberSum<W> {
    pub(super) const NEW: NumberSum<W> = NumberSum(PhantomData);
}

impl<T: AddedIn<W>, W: Number> Reducer<T> for NumberSum<W> {
    type Acc = W;
    const LEAF: usize = 128;

    #[inline(always)]
    fn identity(&self) -> W {
        W::zero()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> W {
        eight(run, number_or_zero)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(number_or_zero(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.plus(later)
    }
}

/// How many elements are not NaN; `W` only says as what they are looked at.
pub(super) struct NumberCount<W>(PhantomData<fn() -> W>);

impl<W> NumberCount<W> {
    pub(super) const NEW: NumberCount<W> = NumberCount(PhantomData);
}

impl<T: AddedIn<W>, W: Number> Reducer<T> for NumberCount<W> {
    type Acc = usize;

    #[inline(always)]
    fn identity(&self) -> usize {
        0
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> usize {
        run.iter().map(|&x| usize::from(!is_nan(x))).sum()
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [usize], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc += usize::from(!is_nan(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: usize, later: usize) -> usize {
        earlier + later
    }
}
