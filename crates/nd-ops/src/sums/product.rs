//! Products, by a reducer as sums have one.

use super::part::{Itself, OrOne, Part, Widened};
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use std::marker::PhantomData;

/// Products in `W` of the [parts](Part) `P`, in eight interleaved lanes.
pub(super) struct Product<W, P>(PhantomData<fn() -> (W, P)>);

/// Products of elements of narrower types.
pub(super) type WideProduct<W> = Product<W, Widened>;
/// Products of what is widened already.
pub(super) type Multiplied<W> = Product<W, Itself>;
/// [`Multiplied`] with ones in the place of NaN.
pub(super) type NumberProduct<W> = Product<W, OrOne>;

impl<W, P> Product<W, P> {
    pub(super) const NEW: Self = Product(PhantomData);
}

/// Multiplies `factor(x)` in eight interleaved products, then the rest one by one.
#[inline(always)]
fn eight<T: Copy, W: Number>(run: &[T], factor: impl Fn(T) -> W) -> W {
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

impl<T: Copy, W: Number, P: Part<T, W>> Reducer<T> for Product<W, P> {
    type Acc = W;

    #[inline(always)]
    fn identity(&self) -> W {
        W::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> W {
        eight(run, P::of)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(P::of(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.times(later)
    }
}
