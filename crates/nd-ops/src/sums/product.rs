//! Products, by a reducer as sums have one.

use super::AddedIn;
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use std::marker::PhantomData;

/// Products in `W`, in eight interleaved lanes.
pub(super) struct Product<W>(PhantomData<fn() -> W>);

impl<W> Product<W> {
    pub(super) const NEW: Product<W> = Product(PhantomData);
}

/// Multiplies `factor(x)` in eight interleaved products, then the rest one by one.
#[inline(always)]
pub(super) fn eight<T: Copy, W: Number>(run: &[T], factor: impl Fn(T) -> W) -> W {
    let mut lanes = [W::one(); 8];
    let (blocks, rest) = run.as_chunks::<8>();
    for block in blocks {
        for i in 0..8 {
            lanes[i] = lanes[i].times(factor(block[i]));
        }
    }
    let mut product = W::one();
    for lane in lanes {
        product = product.times(lane);
    }
    for &x in rest {
        product = product.times(factor(x));
    }
    product
}

impl<T: AddedIn<W>, W: Number> Reducer<T> for Product<W> {
    type Acc = W;

    #[inline(always)]
    fn identity(&self) -> W {
        W::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> W {
        eight(run, |x| x.widen())
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(x.widen());
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.times(later)
    }
}

/// [`Product`] of what is widened already.
pub(super) struct Multiplied<W>(PhantomData<fn() -> W>);

impl<W> Multiplied<W> {
    pub(super) const NEW: Multiplied<W> = Multiplied(PhantomData);
}

impl<W: Number> Reducer<W> for Multiplied<W> {
    type Acc = W;

    #[inline(always)]
    fn identity(&self) -> W {
        W::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[W]) -> W {
        eight(run, |x| x)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[W]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(x);
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.times(later)
    }
}
