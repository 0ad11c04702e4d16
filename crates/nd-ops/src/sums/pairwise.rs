//! Pairwise summation, with NumPy's tree and so its bits.

use super::part::{Itself, OrZero, Part, Widened};
use nd_core::simd::Isa;
use nd_core::{Number, Reducer};
use std::hint::black_box;
use std::marker::PhantomData;

/// Sums in `W` of the [parts](Part) `P`, with NumPy's tree: leaves of at most 128 elements, each added up in eight
/// interleaved sums, so that the result has the same bits as `np.sum`'s.
pub(super) struct Summed<W, P>(PhantomData<fn() -> (W, P)>);

/// Sums of elements of narrower types.
pub(super) type Sum<W> = Summed<W, Widened>;
/// [`Sum`] of what is widened already.
pub(super) type Added<W> = Summed<W, Itself>;
/// [`Added`] with zeros in the place of NaN: the bits of NumPy, which puts zeros there too.
pub(super) type NumberSum<W> = Summed<W, OrZero>;

impl<W, P> Summed<W, P> {
    pub(super) const NEW: Self = Summed(PhantomData);
}

impl<T: Copy, W: Number, P: Part<T, W>> Reducer<T> for Summed<W, P> {
    type Acc = W;
    const LEAF: usize = 128;

    #[inline(always)]
    fn identity(&self) -> W {
        W::zero()
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[T]) -> W {
        eight(run, P::of)
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [W], row: &[T]) {
        for (acc, &x) in acc.iter_mut().zip(row) {
            *acc = acc.plus(P::of(x));
        }
    }

    #[inline(always)]
    fn merge(&self, earlier: W, later: W) -> W {
        earlier.plus(later)
    }
}

/// Adds up `value(x)` in eight interleaved sums, then the rest one by one.
///
/// One run after the other, though an addition takes several cycles: the processor begins the
/// next run meanwhile, and memory read at two places at once takes twice as long.
///
/// Starts from zero, not from the first element: a sum of negative zeros is positive zero,
/// as NumPy's.
#[inline(always)]
pub(crate) fn eight<T: Copy, W: Number>(run: &[T], value: impl Fn(T) -> W) -> W {
    let (blocks, rest) = run.as_chunks::<8>();
    let Some((first, blocks)) = blocks.split_first() else {
        return with_rest(W::zero(), rest, &value);
    };
    let mut sums = values(first, &value);
    for block in blocks {
        add_block(&mut sums, block, &value);
    }
    with_rest(total(sums), rest, &value)
}

// Loops, not iterators: whatever an iterator is made of is compiled for each type of elements.
#[inline(always)]
fn values<T: Copy, W: Number>(block: &[T; 8], value: &impl Fn(T) -> W) -> [W; 8] {
    let mut values = [W::zero(); 8];
    for i in 0..8 {
        values[i] = value(block[i]);
    }
    values
}

#[inline(always)]
fn add_block<T: Copy, W: Number>(sums: &mut [W; 8], block: &[T; 8], value: &impl Fn(T) -> W) {
    for i in 0..8 {
        sums[i] = sums[i].plus(value(block[i]));
    }
}

#[inline(always)]
fn with_rest<T: Copy, W: Number>(sum: W, rest: &[T], value: &impl Fn(T) -> W) -> W {
    let mut sum = sum;
    for &x in rest {
        sum = sum.plus(value(x));
    }
    sum
}

/// Eight sums together, in the order in which NumPy adds them.
#[inline(always)]
fn total<W: Number>(sums: [W; 8]) -> W {
    // Hidden: the compiler would arrange the sums for this last step, at the price of
    // shuffling every block of the loop before it.
    let [a, b, c, d, e, f, g, h] = black_box(sums);
    let left = a.plus(b).plus(c.plus(d));
    left.plus(e.plus(f).plus(g.plus(h)))
}
