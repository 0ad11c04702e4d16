//! Sums, counts and products of what is not NaN, of elements that are [widened] already.
//!
//! [widened]: super::AddedIn::widened_of

use super::pairwise::eight;
use crate::over::{Over, over_axes};
use nd_core::simd::Isa;
use nd_core::{Array, Axes, Number, Reducer, View};
use std::marker::PhantomData;

/// Whether a number is NaN, or a complex one that has a NaN: nothing else differs from itself.
#[inline(always)]
fn is_nan<W: Number>(x: W) -> bool {
    let itself = x;
    x != itself
}

/// A summand, or nothing for NaN.
#[inline(always)]
fn number_or_zero<W: Number>(x: W) -> W {
    if is_nan(x) { W::zero() } else { x }
}

/// A factor, or 1 for NaN.
#[inline(always)]
fn number_or_one<W: Number>(x: W) -> W {
    if is_nan(x) { W::one() } else { x }
}

/// `with` in the place of each NaN.
pub(super) fn replace_nan<W: Number>(values: &mut Array<W>, with: W) {
    for x in values.iter_mut() {
        if is_nan(*x) {
            *x = with;
        }
    }
}

/// The sums over some axes of what is not NaN.
#[inline(never)]
#[track_caller]
pub(super) fn sum_axis<W: Number>(a: View<'_, W>, over: &Over, axes: &Axes) -> Array<W> {
    over_axes(a, over, axes, &NumberSum::<W>::NEW, |sum| W::zero().plus(sum))
}

/// How many elements over some axes are not NaN.
#[inline(never)]
#[track_caller]
pub(super) fn count_axis<W: Number>(a: View<'_, W>, over: &Over, axes: &Axes) -> Array<usize> {
    over_axes(a, over, axes, &NumberCount::<W>::NEW, |count| count)
}

/// The products over some axes of what is not NaN.
#[inline(never)]
#[track_caller]
pub(super) fn product_axis<W: Number>(a: View<'_, W>, over: &Over, axes: &Axes) -> Array<W> {
    over_axes(a, over, axes, &NumberProduct::<W>::NEW, |product| product)
}

/// [`Sum`](super::pairwise::Sum) with zeros in the place of NaN: the same tree, and so the bits
/// of NumPy, which puts zeros there too.
pub(super) struct NumberSum<W>(PhantomData<fn() -> W>);

impl<W> NumberSum<W> {
    pub(super) const NEW: NumberSum<W> = NumberSum(PhantomData);
}

impl<W: Number> Reducer<W> for NumberSum<W> {
    type Acc = W;
    const LEAF: usize = 128;

    #[inline(always)]
    fn identity(&self) -> W {
        W::zero()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[W]) -> W {
        eight(run, number_or_zero)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(number_or_zero(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.plus(later)
    }
}

/// How many elements are not NaN.
pub(super) struct NumberCount<W>(PhantomData<fn() -> W>);

impl<W> NumberCount<W> {
    pub(super) const NEW: NumberCount<W> = NumberCount(PhantomData);
}

impl<W: Number> Reducer<W> for NumberCount<W> {
    type Acc = usize;

    #[inline(always)]
    fn identity(&self) -> usize {
        0
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[W]) -> usize {
        run.iter().map(|&x| usize::from(!is_nan(x))).sum()
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [usize], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc += usize::from(!is_nan(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: usize, later: usize) -> usize {
        earlier + later
    }
}

/// [`Product`](super::product::Product) with ones in the place of NaN.
pub(super) struct NumberProduct<W>(PhantomData<fn() -> W>);

impl<W> NumberProduct<W> {
    pub(super) const NEW: NumberProduct<W> = NumberProduct(PhantomData);
}

impl<W: Number> Reducer<W> for NumberProduct<W> {
    type Acc = W;

    #[inline(always)]
    fn identity(&self) -> W {
        W::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[W]) -> W {
        super::product::eight(run, number_or_one)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(number_or_one(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.times(later)
    }
}
