//! Products, by a reducer as sums have one.

use super::{AddedIn, is_nan};
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use std::marker::PhantomData;

/// Products in `W`, in eight interleaved lanes; of the elements that are not NaN if only
/// `NUMBERS` count.
pub(super) struct Product<W, const NUMBERS: bool>(PhantomData<fn() -> W>);

impl<W, const NUMBERS: bool> Product<W, NUMBERS> {
    pub(super) const NEW: Product<W, NUMBERS> = Product(PhantomData);
}

/// An element as a factor, or 1 for NaN.
#[inline(always)]
pub(super) fn number_or_one<T: AddedIn<W>, W: Number>(x: T) -> W {
    if is_nan(x) { W::one() } else { x.widen() }
}

#[inline(always)]
fn factor<T: AddedIn<W>, W: Number, const NUMBERS: bool>(x: T) -> W {
    if NUMBERS { number_or_one(x) } else { x.widen() }
}

impl<T: AddedIn<W>, W: Number, const NUMBERS: bool> Reducer<T> for Product<W, NUMBERS> {
    type Acc = W;

    #[inline(always)]
    fn identity(&self) -> W {
        W::one()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> W {
        let mut lanes = [W::one(); 8];
        let (blocks, rest) = run.as_chunks::<8>();
        for block in blocks {
            for (lane, &x) in lanes.iter_mut().zip(block) {
                *lane = lane.times(factor::<T, W, NUMBERS>(x));
            }
        }
        let start = lanes.into_iter().fold(W::one(), |p, x| p.times(x));
        rest.iter().fold(start, |p, &x| p.times(factor::<T, W, NUMBERS>(x)))
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.times(factor::<T, W, NUMBERS>(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.times(later)
    }
}
