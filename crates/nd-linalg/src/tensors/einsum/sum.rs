//! Sums in the type of the elements.

use crate::products::Arithmetic;
use nd_core::Reducer;
use nd_core::simd::Isa;

/// Adds up; integers wrap, bool is "or".
pub(super) struct Sum;

impl<T: Arithmetic> Reducer<T> for Sum {
    type Acc = T;
    const LEAF: usize = 256;

    #[inline(always)]
    fn identity(&self) -> T {
        T::ZERO
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> T {
        let mut lanes = [T::ZERO; 16];
        let (blocks, rest) = run.as_chunks::<16>();
        for block in blocks {
            for (lane, &x) in lanes.iter_mut().zip(block) {
                *lane = lane.plus(x);
            }
        }
        let sum = lanes.into_iter().fold(T::ZERO, T::plus);
        rest.iter().fold(sum, |sum, &x| sum.plus(x))
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [T], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(x);
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: T, later: T) -> T {
        earlier.plus(later)
    }
}
