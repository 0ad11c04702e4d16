//! Sums, counts and products of what is not NaN, of elements that are [widened] already.
//!
//! [widened]: super::AddedIn::widened_of

use super::pairwise::NumberSum;
use super::part::is_nan;
use super::product::NumberProduct;
use crate::over::{Over, over_axes};
use nd_core::simd::Isa;
use nd_core::{Array, Axes, Number, Reducer, View};
use std::marker::PhantomData;

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
